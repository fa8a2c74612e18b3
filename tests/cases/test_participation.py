"""Who was there, who was away and who took no part: as recorded, and never concluded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.datatypes import Document, Presence
from tests.cases.papers import parsed
from tests.cases.test_structure import LINES

P = Presence
HEAD = "Referat fra møde i Byrådet\n\nDato: 12-03-2024\n\n"


def told(document: Document) -> list[tuple[str, Presence, str | None]]:
    return [(each.name, each.presence, each.party) for each in document.participations]


def decided(text: str) -> Document:
    return parsed(
        f"# Vej\n\nIndstilling\n\nAt den bygges.\n\n"
        f"Beslutning i Byrådet den 12-03-2024\n\nTiltrådt.\n\n{text}"
    )


def test_lists_of_the_meeting_head() -> None:
    document = parsed(
        f"{HEAD}Medlemmer: Jan Petersen (A) (Borgmester), Else Søjmark (V),\n"
        "Per Bo Lind (Ø) og Kim Holm (A)\n\n"
        "Afbud: Else Søjmark (V)\n\n1. Ny vej\n\nBeslutning\n\nGodkendt."
    )
    assert told(document) == [
        ("Jan Petersen", P.PRESENT, "A"),
        ("Per Bo Lind", P.PRESENT, "Ø"),
        ("Kim Holm", P.PRESENT, "A"),
        ("Else Søjmark", P.ABSENT, "V"),
    ]
    assert {each.item for each in document.participations} == {None}
    assert document.date is not None


def test_an_agenda_tells_members_but_not_that_they_came() -> None:
    document = parsed("Dagsorden for Byrådet\n\nMedlemmer: Jan Petersen (A)\n\nAfbud: Else Søjmark (V)")
    assert told(document) == [("Else Søjmark", P.ABSENT, "V")]


def test_names_one_a_line_with_offices_around_them() -> None:
    document = decided(
        "Afbud:\n\nKim Tommy Jensen (Vej- og ejendomschef)\n\nHR-chef Helle Steffensen\n\n"
        "AMR Ole-Bo Andersen\n\nIngen"
    )
    names = ["Kim Tommy Jensen", "Helle Steffensen", "Ole-Bo Andersen"]
    assert [(each.name, each.presence) for each in document.participations] == [
        (name, P.ABSENT) for name in names
    ]
    first = document.participations[0]
    assert document.text[first.start : first.end] == "Kim Tommy Jensen"


def test_a_label_inside_a_line_begins_another_list() -> None:
    document = parsed(
        f"{HEAD}Til stede: Anna Bo (A), Carl Dam (V) Afbud fra: Eva Friis (F)\n\nBeslutning\n\nGodkendt."
    )
    assert told(document) == [
        ("Anna Bo", P.PRESENT, "A"),
        ("Carl Dam", P.PRESENT, "V"),
        ("Eva Friis", P.ABSENT, "F"),
    ]


@pytest.mark.parametrize(
    ("sentence", "names", "reason"),
    [
        ("Anne Holm (A) deltog ikke under behandling af punktet.", ["Anne Holm"], None),
        ("Rådmand Bo Lind og Anne Holm deltog ikke i sagens behandling.", ["Bo Lind", "Anne Holm"], None),
        ("Anne Holm var forhindret i at deltage i sagens behandling.", ["Anne Holm"], None),
        ("Anne Holm forlod lokalet under behandlingen.", ["Anne Holm"], None),
        ("Under sagens behandling forlod Anne Holm (A) lokalet.", ["Anne Holm"], None),
        ("Anne Holm medvirkede ikke, idet hun var inhabil.", ["Anne Holm"], "idet hun var inhabil"),
        ("Anne Holm erklærede sig inhabil og forlod lokalet.", ["Anne Holm"], "erklærede sig inhabil"),
        ("Anne Holm deltog ikke på grund af inhabilitet.", ["Anne Holm"], "på grund af inhabilitet"),
        (
            "Palle Bo, Solvej Dam og Eva Friis deltog ikke i behandlingen.",
            ["Palle Bo", "Solvej Dam", "Eva Friis"],
            None,
        ),
    ],
)
def test_who_took_no_part_and_why_only_where_it_is_said(
    sentence: str, names: list[str], reason: str | None
) -> None:
    document = decided(sentence)
    assert [each.name for each in document.participations] == names
    for each in document.participations:
        assert (each.presence, each.reason) == (P.NOT_PARTICIPATING, reason)
        assert document.text[each.start : each.end].strip() == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Borgmester Jan Petersen deltog i mødet.",
        "Teknisk Udvalg deltog ikke i mødet.",
        "Dansk Folkeparti deltog ikke i afstemningen.",
        "Det blev nævnt, at Anne Holm ikke deltog ikke i gruppen.",
        "Anne Holm forlod mødet kl. 17.00.",
        "Kommunaldirektør Jonas Friis gav et indblik i arbejdet.",
    ],
)
def test_a_name_that_is_only_mentioned_is_not_taken(sentence: str) -> None:
    assert decided(sentence).participations == ()


def test_the_text_of_a_case_records_nobody() -> None:
    assert parsed("# Sag\n\nSagsfremstilling\n\nAnne Holm deltog ikke i borgermødet.").participations == ()


@pytest.mark.parametrize(
    "line",
    [
        "Mia Bro (L) mødte som stedfortræder for Lars Holt (L).",
        "Som stedfortræder for Lars Holt (L) mødte Mia Bro (L).",
        "Bemærkninger: Mia Bro (L) deltog som suppleant for Lars Holt (L).",
        "Stedfortræder: Mia Bro (L) for Lars Holt (L).",
    ],
)
def test_substitutes_and_whom_they_met_for(line: str) -> None:
    [each] = decided(line).participations
    assert (each.name, each.presence, each.party, each.replaces) == (
        "Mia Bro",
        P.SUBSTITUTE,
        "L",
        "Lars Holt",
    )


def test_a_list_of_the_absent_names_the_substitute() -> None:
    document = decided("Fraværende: Lars Holt (L), i stedet deltog Mia Bro (L)")
    assert [(each.name, each.presence, each.replaces) for each in document.participations] == [
        ("Lars Holt", P.ABSENT, None),
        ("Mia Bro", P.SUBSTITUTE, "Lars Holt"),
    ]


def test_what_is_said_under_an_item_belongs_to_it() -> None:
    document = parsed(
        f"{HEAD}1. Vej\n\nBeslutning\n\nGodkendt.\n\n2. Sti\n\nBeslutning\n\nUdsat.\n\n"
        "Anne Holm deltog ikke i behandlingen."
    )
    [each] = document.participations
    assert each.item == 1


@given(
    st.lists(
        LINES | st.sampled_from(["Anne Holm (A) deltog ikke i behandlingen.", "Afbud: Bo Lind, Eva Friis"]),
        max_size=12,
    )
)
def test_every_name_stands_where_the_record_says(lines: list[str]) -> None:
    document = parsed("\n\n".join(lines))
    for each in document.participations:
        assert each.name in " ".join(document.text[each.start : each.end].split())
