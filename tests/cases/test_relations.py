"""Papers of one matter are found with and without case numbers, and what only sounds alike is kept apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.cases import themes
from kb.cases.references import initials, normal_number
from kb.cases.relations import relations_of
from kb.datatypes import RelationKind, Status
from tests.cases.collection import (
    DECIDED,
    DRAFT,
    ROUTE,
    paper,
    papers,
    read,
    relation_between,
    surveyed,
    together,
)

TITLE = "Ny cykelsti langs Strandengen"


def linked(one: str, other: str) -> bool:
    """Whether two texts are of one case."""
    return bool(together(surveyed(read({"a.txt": one, "b.txt": other}))))


def test_a_case_number_ties_papers_with_other_titles() -> None:
    first = paper("Projektering af cykelsti", "Der søges om en bevilling.", "710-2024-1408")
    second = paper("Anlæg ved Strandengen", "Cykelstien kan nu bygges.", "710-2024-1408")
    found = relations_of(papers(read({"a.txt": first, "b.txt": second})))
    assert [(each.kind, each.reasons, each.score) for each in found] == [
        (RelationKind.SAME_CASE, ("case_number",), 0.99)
    ]
    assert {(each.document, each.quote) for each in found[0].evidence} == {
        ("a.txt", "710-2024-1408"),
        ("b.txt", "710-2024-1408"),
    }


def test_other_case_numbers_keep_equal_titles_apart() -> None:
    one, other = (paper(TITLE, number=number) for number in ("25/1408", "25/1409"))
    assert not linked(one, other)
    assert linked(one, paper(TITLE, number="25/1408"))


def test_a_short_number_of_another_matter_or_municipality_ties_nothing() -> None:
    one = paper("Skolernes ferieplan", "Børn i Havby Kommune får fri.", "24/1408")
    assert not linked(one, paper("Kloakering af Engvej", "Rørene ligger i jorden.", "24/1408"))
    other = paper("Skolernes ferieplan", "Børn i Sletby Kommune får fri.", "24/1408")
    assert not linked(one, other)
    assert linked(one, paper("Skolernes ferieplan", "Børn i Havby Kommune får ikke fri.", "24/1408"))


def test_the_meeting_that_one_paper_names_and_the_other_is_from() -> None:
    found = relations_of(papers(read({"rute.txt": ROUTE, "oek.txt": DECIDED})))
    relation = relation_between(found, "oek.txt", "rute.txt")
    assert relation.kind is RelationKind.SAME_CASE
    assert relation.reasons[0] == "route_meeting"
    assert [(each.document, each.quote) for each in relation.evidence] == [
        ("rute.txt", "Økonomiudvalget den 6. december"),
        ("oek.txt", "Tiltrådt."),
    ]


def test_a_meeting_alone_ties_no_other_matter_of_that_meeting() -> None:
    other = paper("Takster for madservice", "Maden bliver dyrere.", decided="Økonomiudvalget den 06-12-2022")
    assert not linked(ROUTE, other)


def test_a_theme_alone_ties_nothing() -> None:
    later = paper(
        "Status på fællesskaber",
        "Skovens Hus og fremtidens fællesskaber nævnes. Fællesskaber og fællesskaber i Skovens Hus.",
        decided="Hovedudvalget den 27-02-2025",
    )
    assert not linked(ROUTE, later)


def test_a_draft_with_the_title_is_the_draft_of_one_paper() -> None:
    again = paper("Skovens Hus og fremtidens fællesskaber", decided="Kommunalbestyrelsen den 13-12-2022")
    texts = {"udkast.txt": DRAFT, "rute.txt": ROUTE, "oek.txt": DECIDED, "kb.txt": again}
    found = relations_of(papers(read(texts)))
    drafts = [each for each in found if each.kind is RelationKind.DRAFT_OF]
    assert [(each.source.document, each.target.document) for each in drafts] == [("udkast.txt", "rute.txt")]
    assert drafts[0].reasons == ("same_title", "draft")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lokalplan 1221, boliger ved Engvej", "Lokalplan 1187, boliger ved Engvej"),
        ("Budget 2025-2028 for Børn og Unge", "Budget 2026-2029 for Børn og Unge"),
        ("Svar på forslag fra V om fart på Engvej", "Svar på forslag fra SF om fart på Engvej"),
        ("Tillæg nr. 9 til Spildevandsplan 2013", "Tillæg nr. 10 til Spildevandsplan 2013"),
        ("Låneoptagelse 2013, rest", "Låneoptagelse 2015, rest"),
        ("Strategi for grønne haver", "Status på strategi for grønne haver"),
        ("Køb af Engvej 7", "Køb af Engvej 9"),
    ],
)
def test_numbers_years_proposers_and_stages_keep_matters_apart(one: str, other: str) -> None:
    assert themes.differ(themes.theme_of(one), themes.theme_of(other))
    decided = "Teknisk Udvalg den 04-02-2025"
    assert not linked(paper(one, decided=decided), paper(other, decided=decided.replace("04-02", "11-03")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Forslag til Lokalplan 1221, boliger ved Engvej", "Lokalplan 1221, boliger ved Engvej - Endelig"),
        ("Budget 2025-2028: 1. behandling", "Budget 2025-2028: 2. behandling"),
        ("Referat Byrådet 3. maj 2025, punkt 4: Bro ved Engvej (EMN-2025-003383)", "Bro ved Engvej"),
    ],
)
def test_the_kind_of_paper_and_the_round_are_no_matter(one: str, other: str) -> None:
    assert themes.same_matter(themes.theme_of(one), themes.theme_of(other))


def test_the_same_title_ties_papers_of_about_the_same_time_only() -> None:
    first = paper(TITLE, decided="Teknisk Udvalg den 04-02-2025")
    assert linked(first, paper(TITLE, "Nyt.", decided="Økonomiudvalget den 11-02-2025"))
    assert not linked(first, paper(TITLE, "Nyt.", decided="Økonomiudvalget den 11-02-2029"))


def test_an_everyday_title_ties_nothing() -> None:
    first = paper("Rengøring", decided="Teknisk Udvalg den 04-02-2025")
    assert not linked(first, paper("Rengøring", "Andet.", decided="Økonomiudvalget den 11-02-2025"))


def test_a_chain_of_likenesses_does_not_join_two_cases() -> None:
    one = paper(TITLE, number="25/1408", decided="Teknisk Udvalg den 04-02-2025")
    other = paper(TITLE, "Nyt.", number="25/1409", decided="Økonomiudvalget den 11-02-2025")
    between = paper(TITLE, "Kort.", decided="Direktionen den 06-02-2025")
    groups = together(surveyed(read({"a.txt": one, "b.txt": other, "c.txt": between})))
    assert len(groups) == 1
    assert {"a.txt", "b.txt"} not in groups
    assert all(len(group) == 2 for group in groups)


def test_a_newer_policy_takes_the_place_of_the_older() -> None:
    texts = {
        f"p{year}.txt": f"# Seniorpolitik {year}\n\nFormål\n\nVi vil beholde dem." for year in (2019, 2023)
    }
    documents = [replace(each, status=Status.FINAL) for each in read(texts)]
    cases = surveyed(documents).cases
    relation = relation_between(cases[0].relations, "p2023.txt", "p2019.txt")
    assert (relation.kind, relation.reasons) == (RelationKind.SUPERSEDES, ("newer_version",))
    assert not together(surveyed(documents))


def test_a_policy_that_says_what_it_replaces() -> None:
    texts = {
        "ny.txt": "# Nærværspolitik\n\nFormål\n\nPolitikken afløser Sygefraværspolitik fra 2017.",
        "gammel.txt": "# Sygefraværspolitik\n\nFormål\n\nVedtaget.",
    }
    documents = [replace(each, status=Status.FINAL) for each in read(texts)]
    relation = relation_between(surveyed(documents).cases[0].relations, "ny.txt", "gammel.txt")
    assert (relation.kind, relation.reasons) == (RelationKind.SUPERSEDES, ("says_replaces",))
    assert relation.evidence[0].quote == "Politikken afløser Sygefraværspolitik fra 2017."


def test_a_year_of_papers_without_numbers_falls_into_its_cases() -> None:
    council, technical, culture = "Byrådet den {}", "Teknisk Udvalg den {}", "Kulturudvalget den {}"
    before = "Byrådet behandlede den 4. februar 2025 et forslag."
    rows = {
        "v1": ("Forslag fra V om fart på Engvej", council, "04-02-2025", ""),
        "v2": ("Svar på forslag fra V om fart på Engvej", council, "04-05-2025", before),
        "v3": ("Svar på forslag fra V om skolemad i indskolingen", council, "04-05-2025", before),
        "b1": ("Budget 2025-2028: 1. behandling", council, "24-09-2024", ""),
        "b2": ("Budget 2025-2028: 2. behandling", council, "08-10-2024", ""),
        "b3": ("Budget 2026-2029: 1. behandling", council, "24-09-2025", ""),
        "m1": ("Fordeling af midler til frivilligt arbejde", culture, "04-02-2024", ""),
        "m2": ("Fordeling af midler til frivilligt arbejde", culture, "04-02-2025", ""),
        "l1": ("Lokalplan 1204, Engvej Syd - Forslag", technical, "04-02-2025", ""),
        "l2": (
            "Lokalplan 1204, Engvej Syd - Endelig",
            technical,
            "04-09-2025",
            "Teknisk Udvalg sendte den 4. februar 2025 planen i høring.",
        ),
        "l3": ("Byggemodning ved Engvej Syd, lokalplan 1204", technical, "04-09-2025", "Engvej bliver ny."),
        "r1": ("Regnskab 2023", council, "04-05-2024", ""),
        "r2": ("Regnskab 2024", council, "04-05-2025", ""),
    }
    texts = {
        name: paper(title, f"{body} {title} er sat på.", decided=committee.format(day))
        for name, (title, committee, day, body) in rows.items()
    }
    groups = [{"v1", "v2"}, {"b1", "b2"}, {"l1", "l2"}]
    assert together(surveyed(read(texts))) == {frozenset(group) for group in groups}


def test_two_items_of_one_meeting_with_one_everyday_title_are_two_matters() -> None:
    meeting = "Teknisk Udvalg den 04-02-2025"
    one = (
        paper("Ansøgning om dispensation", "En café vil have et skilt.")
        + f"\n\nBeslutning i {meeting}\n\nAfslag."
    )
    other = paper("Ansøgning om dispensation", "En skole vil have et hegn.", decided=meeting)
    assert not linked(one, other)


@pytest.mark.parametrize(
    "title",
    [
        "Godkendelse af dagsorden",
        "Godkendelse af dagsordenen",
        "Eventuelt",
        "Meddelelser",
        "Orientering",
        "Orientering fra formanden",
        "Forvaltningen orienterer",
        "Underskriftsark",
        "Spørgetid for borgere",
        "Lukket punkt",
        "Referat Teknisk Udvalg, 1. oktober 2025, punkt 4: Forvaltningen orienterer (EMN-2025-010561)",
    ],
)
def test_items_that_every_meeting_has_are_routine(title: str) -> None:
    assert themes.is_routine(title)


@pytest.mark.parametrize(
    "title",
    ["Orientering om børnekulturugen", "Orientering fra banen om nye takster", "Lukket bassin", "Ny skole"],
)
def test_an_orientation_about_something_is_a_matter(title: str) -> None:
    assert not themes.is_routine(title)


def test_agenda_and_minutes_meet_item_by_item() -> None:
    head = "# {} til møde i Teknisk Udvalg\n\nDato: 04-02-2025\n\n"
    items = "## Punkt {}: Rengøring\n\nSkolen.{}\n\n## Punkt {}: Rengøring\n\nHallen.{}\n"
    agenda = head.format("Dagsorden") + items.format(2, "", 3, "")
    decided = "\n\n### Beslutning\n\n{}"
    minutes = head.format("Referat") + items.format(2, decided.format("Ja."), 3, decided.format("Udsat."))
    cases = surveyed(read({"a.txt": agenda, "b.txt": minutes})).cases
    assert [[part.item for part in case.parts] for case in cases] == [[0, 0], [1, 1]]


def test_a_plain_number_or_a_subject_of_the_plan_is_no_case_number() -> None:
    assert [normal_number(each) for each in ("15", "02.00.01", "00.22.04-P35-1-25", "12-03-2024")] == [
        None
    ] * 4
    assert [normal_number(each) for each in ("20/4282", "emn-2025-003383", "52210")] == [
        "20/4282",
        "EMN-2025-003383",
        "52210",
    ]


def test_naming_another_matter_is_no_tie() -> None:
    texts = {
        "a.txt": paper("Lokalplan 1204, Engvej Syd", number="25/1204"),
        "b.txt": paper("Byggemodning af grunde", "Det forudsætter Lokalplan 1204, Engvej Syd.", "25/1300"),
    }
    found = surveyed(read(texts))
    assert not together(found)
    relation = relation_between(found.cases[0].relations, "b.txt", "a.txt")
    assert (relation.kind, relation.reasons) == (RelationKind.MENTIONS, ("names_title",))


def test_initials_are_those_that_routes_use() -> None:
    names = ("Klima- og Teknikudvalget", "Sundheds- og Ældreudvalget", "Teknisk Udvalg")
    assert [initials(name) for name in names] == ["KTU", "SÆU", "TU"]
