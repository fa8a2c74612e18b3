"""Sections: headings decide, no text is lost."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cases.lexicon import heading_of
from kb.datatypes import Access, Document, SectionKind
from tests.cases.papers import AARHUS, CASE, MINUTES, parsed

K = SectionKind


def kinds(document: Document) -> list[SectionKind]:
    return [section.kind for section in document.sections]


def body(document: Document, number: int) -> str:
    section = document.sections[number]
    return document.text[section.body_start : section.end].strip()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Sagsfremstilling", K.CASE),
        ("SAGENS INDHOLD", K.CASE),
        ("5.2 Økonomi", K.ECONOMY),
        ("Resumé:", K.SUMMARY),
        ("Resume og sagens baggrund", K.SUMMARY),
        ("Beslutningspunkter", K.RECOMMENDATION),
        ("Det indstilles, at", K.RECOMMENDATION),
        ("Alternativ indstilling", K.ALTERNATIVE_RECOMMENDATION),
        ("Sagsforløb", K.ROUTE),
        ("Beslutninger", K.DECISION),
        ("Fraværende med afbud", K.ABSENT),
        ("FN’s verdensmål", K.OTHER),
        ("Bilag:", K.ATTACHMENTS),
        ("Programskitse:", K.PROGRAM),
        ("ADMINISTRATIV INDSTILLING", K.RECOMMENDATION),
        ("Forvaltningen indstiller til Byrådet", K.RECOMMENDATION),
        ("Administrationen indstiller,", K.RECOMMENDATION),
        ("Beslutningspunkt:", K.RECOMMENDATION),
        ("Sagshistorik, henvisninger", K.BACKGROUND),
        ("Sagsgang og sagstype", K.ROUTE),
        ("Lovgrundlag – link", K.LAW),
        ("Lov- og plangrundlag", K.LAW),
        ("Økonomiske og personalemæssige konsekvenser", K.ECONOMY),
        ("Bevillingsmæssige konsekvenser", K.ECONOMY),
        ("Personalemæssige konsekvenser", K.STAFF),
        ("Sammenhæng til andre politikker/strategier og fagområder", K.POLICY_LINKS),
        ("MED-inddragelse", K.HEARING),
        ("Klima & bæredygtighed", K.OTHER),
        ("Fremmøde og inhabilitet", K.ABSENT),
        ("**Afbud fra:**", K.ABSENT),
        ("Til stede", K.PRESENT),
    ],
)
def test_headings_of_the_lexicon(line: str, kind: SectionKind) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert (heading.kind, heading.length) == (kind, len(line))


@pytest.mark.parametrize(
    "line",
    [
        "baggrund",
        "Bilag 1: Kort over stien",
        "Baggrunden for sagen er en henvendelse.",
        "Beslutning i Økonomiudvalget blev udsat.",
        "Økonomien er stram",
        "[Sagsfremstilling. HUSK denne hjælpetekst skal slettes]",
        "",
    ],
)
def test_lines_that_only_look_like_headings(line: str) -> None:
    assert heading_of(line) is None


@pytest.mark.parametrize(
    ("line", "committee", "decided"),
    [
        ("Beslutning i Økonomiudvalget den 06-12-2022", "Økonomiudvalget", date(2022, 12, 6)),
        ("Beslutning fra Byrådet, 27. marts 2019, pkt. 14:", "Byrådet", date(2019, 3, 27)),
        ("Beslutning Miljø- og Teknikudvalget d. 07.06.2018", "Miljø- og Teknikudvalget", date(2018, 6, 7)),
        ("Økonomiudvalget, 12. juni 2018, pkt. 5:", "Økonomiudvalget", date(2018, 6, 12)),
        ("2018-09-13 Aarhus Byråd", "Byrådet", date(2018, 9, 13)),
        ("Beslutning i Hovedudvalget", "Hovedudvalget", None),
    ],
)
def test_decision_headings_name_who_and_when(line: str, committee: str, decided: date | None) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert (heading.kind, heading.committee, heading.date) == (K.DECISION, committee, decided)


def test_text_may_follow_a_heading_on_its_line() -> None:
    document = parsed("# Sag\n\nIndstilling: Direktøren indstiller, at planen godkendes.")
    section = document.sections[-1]
    assert (section.kind, section.heading) == (K.RECOMMENDATION, "Indstilling:")
    assert body(document, -1) == "Direktøren indstiller, at planen godkendes."


def test_a_case_is_cut_at_its_headings() -> None:
    document = parsed(CASE)
    assert kinds(document) == [
        K.PREAMBLE, K.ROUTE, K.SUMMARY, K.ECONOMY, K.RECOMMENDATION, K.DECISION, K.DECISION, K.ATTACHMENTS,
    ]  # fmt: skip
    economy = document.sections[3]
    assert economy.body_start == economy.end
    first, second = document.sections[5:7]
    assert (first.committee, first.date) == ("Teknisk Udvalg", date(2025, 2, 4))
    assert (second.committee, second.date) == ("Kommunalbestyrelsen", date(2025, 2, 25))
    assert body(document, 5).startswith("Tiltrådt.")


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("TU, ØK, KB", K.ROUTE),
        ("Teknisk Udvalg den 4. februar 2025 og Byrådet 25-02-2025", K.ROUTE),
        ("Sagen går til udvalget og derefter til byrådet.", K.ROUTE),
        ("Referat fra Økonomiudvalget", K.ATTACHMENTS),
        ("Kort over vejen", K.ATTACHMENTS),
    ],
)
def test_a_route_under_the_attachments_names_the_organs(row: str, kind: SectionKind) -> None:
    document = parsed(f"# Ny vej\n\nResumé\n\nVejen er smal.\n\nBilag\n\nSagsgang\n\n{row}")
    assert kinds(document)[-1] is kind


def test_the_first_attachment_may_be_called_indstilling() -> None:
    assert body(parsed(CASE), -1).startswith("Indstilling")


def test_a_route_yields_who_decided_when() -> None:
    document = parsed(AARHUS)
    routed = [(s.committee, s.date, body(document, s.ordinal).split(" ")[0]) for s in document.sections]
    assert routed[3:5] == [
        ("Magistraten", date(2025, 9, 2), "Fremsendes"),
        ("Byrådet", date(2025, 9, 10), "Henvist"),
    ]
    assert kinds(document) == [K.PREAMBLE, K.RECOMMENDATION, K.ROUTE, K.DECISION, K.DECISION, K.ATTACHMENTS]


def test_agenda_items_carry_their_title_and_access() -> None:
    document = parsed(MINUTES)
    items = dict.fromkeys((section.item, section.access) for section in document.sections)
    assert list(items) == [
        (None, Access.UNKNOWN),
        ("Godkendelse af dagsorden", Access.UNKNOWN),
        ("Status på byggeriet", Access.OPEN),
        ("Køb af Havnegade 9", Access.CLOSED),
        ("Ny skole", Access.UNKNOWN),
    ]


def test_a_table_of_contents_holds_no_items() -> None:
    contents = "# Dagsorden til møde i Byrådet\n\nPunkt 1: Skole\n\nPunkt 2: Vej\n\n"
    text = contents + "Punkt 1: Skole\n\nIndstilling\n\nGodkendes."
    assert {section.item for section in parsed(text).sections} <= {None, "Skole"}


def test_a_deeper_heading_stays_inside_a_known_section_and_an_equal_one_does_not() -> None:
    document = parsed("# Sag\n\n## Sagsfremstilling\n\nTekst.\n\n### Trafik\n\nBiler.\n\n## Naboer\n\nHuse.")
    assert kinds(document) == [K.PREAMBLE, K.CASE, K.UNKNOWN]
    assert "Biler." in body(document, 1)
    assert document.sections[2].heading == "Naboer"


def test_a_handbook_has_a_section_per_heading_and_no_decisions() -> None:
    document = parsed("# Ferie\n\nKort sagt.\n\n## Sommer\n\nTre uger.\n\n## Konklusion\n\nHold fri.")
    assert kinds(document) == [K.PREAMBLE, K.UNKNOWN, K.UNKNOWN, K.UNKNOWN]
    assert [section.heading for section in document.sections] == ["", "", "Sommer", "Konklusion"]


def test_words_on_the_proposal_behind_a_decision_are_not_decided() -> None:
    text = (
        "# Referat Byrådet 3. februar 2025, punkt 2: Ny vej\n\n## Beslutninger\n\nIndstillingen vedtaget."
        "\n\nTeknisk Forvaltning udarbejder notat.\n\n{}\n\n## Resume\n\nVejen er smal."
    )
    for line in (
        "Anlægsbevilling til ny vej ved skolen.",
        "Nærværende sag beskriver vejen.",
        "Forslag: Vejen bygges.",
    ):
        document = parsed(text.format(line))
        assert kinds(document) == [K.PREAMBLE, K.DECISION, K.UNKNOWN, K.SUMMARY]
        assert body(document, 1).endswith("udarbejder notat.")
        assert body(document, 2) == line
    for line in (
        "Bo Lind (A) kunne ikke tiltræde.",
        "Liste Ø tog forbehold.",
        "Udvalget for Vej behandler sagen.",
    ):
        assert body(parsed(text.format(line)), 1).endswith(line)


def test_a_decision_that_stands_last_keeps_all_its_words() -> None:
    document = parsed(
        "# Vej\n\nIndstilling\n\nGodkendes.\n\nBeslutning i Byrådet den 01-02-2024"
        "\n\nDrøftet.\n\nForslag om lys ved vejen."
    )
    assert body(document, -1).endswith("Forslag om lys ved vejen.")


def test_a_proposal_that_is_signed_is_not_decided() -> None:
    document = parsed(
        "# Vej (Teknisk Udvalg 01-09-2014)\n\nBeslutning\n\nBo Lind kunne tiltræde forslaget."
        "\n\nVejen er farlig for børn.\n\nStillet af Anne Holm (SF)"
    )
    assert body(document, 1) == "Bo Lind kunne tiltræde forslaget."
    assert kinds(document)[-1] is K.UNKNOWN


def test_the_templates_help_is_neither_heading_nor_decision() -> None:
    text = (
        "# Vej\n\nIndstilling\n\nGodkendes.\n\nBeslutning i Byrådet den 01-02-2024\n\n"
        "[Her skrives beslutningen. HUSK at slette]\n\n{}"
    )
    assert body(parsed(text.format("Tiltrådt.")), -1) == "Tiltrådt."
    behind = parsed(text.replace("[", "Udsat.\n\n[").format(""))
    assert [body(behind, -2), kinds(behind)[-1]] == ["Udsat.", K.UNKNOWN]
    empty = parsed(text.format("")).sections[-1]
    assert empty.body_start == empty.end


def test_a_route_is_a_route_only_where_a_route_is_told() -> None:
    head = parsed("Dagsorden for Byrådet\n\nUdvalg: Byrådet\n\nDato: 12-03-2024\n\nSted: Salen")
    assert kinds(head) == [K.PREAMBLE]
    assert (head.committee, head.date) == ("Byrådet", date(2024, 3, 12))


def test_text_without_headings_is_one_section() -> None:
    document = parsed("Vi holdt et møde om vejene i går, og alle var enige om at gå videre.")
    assert kinds(document) == [K.UNKNOWN]
    assert kinds(parsed("")) == [K.UNKNOWN]


LINES = st.sampled_from(
    [
        "# Titel",
        "## Økonomi",
        "Sagsfremstilling",
        "Beslutning i Byrådet den 01-02-2024",
        "Åben Sag",
        "Lukket punkt",
        "Punkt 2: Vejen",
        "Bilag",
        "Indstilling",
        "Det går godt. Meget godt.",
        "- et\n- to",
        "Udvalg: Magistraten",
        "Dato: 02-09-2025",
        "# Referat fra møde i Byrådet",
        "1. Skole",
        "Noget kort",
        "Baggrund: tekst",
    ]
)


@given(st.lists(LINES, max_size=14))
def test_sections_cover_the_text_in_order(lines: list[str]) -> None:
    document = parsed("\n\n".join(lines))
    sections = document.sections
    assert (sections[0].start, sections[-1].end) == (0, len(document.text))
    assert all(one.end == two.start for one, two in pairwise(sections))
    assert [section.ordinal for section in sections] == list(range(len(sections)))
    for section in sections:
        assert section.start <= section.body_start <= section.end
