"""What is missing from the material is listed with the paper that shows it, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

from kb.datatypes import Access, Attachment, Document, FileProblem, Gap, GapKind, Status
from tests.cases.collection import DECIDED, ROUTE, ROUTE_TOLD, paper, read, surveyed
from tests.cases.papers import parsed

LISTED = paper("Bro ved Engvej", number="25/1408") + "\n\nBilag:\n\nKort over Engvej\n\nKøbsaftale\n"


def gaps(documents: list[Document], kind: GapKind) -> list[Gap]:
    """The gaps of a kind."""
    return [each for each in surveyed(documents).gaps if each.kind is kind]


def with_rows(document: Document, *rows: tuple[str, Access]) -> Document:
    """The document with rows in its list of attachments."""
    found = []
    for title, access in rows:
        start = document.text.index(title)
        found.append(Attachment(None, title, access, None, None, None, None, start, start + len(title)))
    return replace(document, attachments=tuple(found))


def test_planned_meetings_without_minutes() -> None:
    found = gaps(read({"rute.txt": ROUTE, "oek.txt": DECIDED}), GapKind.MISSING_MINUTES)
    assert [(each.document, each.committee, each.date and each.date.isoformat()) for each in found] == [
        ("rute.txt", "Hovedudvalget", "2022-11-11"),
        ("rute.txt", "Kommunalbestyrelsen", "2022-12-13"),
    ]
    assert [each.evidence.quote for each in found if each.evidence] == [
        ROUTE_TOLD,
        f"{ROUTE_TOLD}\n13. december.",
    ]


def test_attachments_that_no_document_is() -> None:
    rows = (("Kort over Engvej", Access.OPEN), ("Købsaftale", Access.CLOSED))
    listed = with_rows(parsed(LISTED, "sag.txt"), *rows)
    (absent,) = gaps([listed], GapKind.ABSENT_ATTACHMENT)
    assert (absent.document, absent.detail, absent.title) == ("sag.txt", "Kort over Engvej", "Bro ved Engvej")
    attached = parsed("# Kort over Engvej\n\nKortet viser vejen.", "kort.txt")
    assert gaps([listed, attached], GapKind.ABSENT_ATTACHMENT) == []
    by_name = parsed("# Vejen\n\nKortet viser vejen.", "bilag/kort_over-engvej.pdf")
    assert gaps([listed, by_name], GapKind.ABSENT_ATTACHMENT) == []


def test_the_cases_own_paper_and_a_remark_are_no_absent_attachments() -> None:
    text = LISTED.replace("Kort over Engvej", "Indstilling").replace("Købsaftale", "(opdateret 11.08.2025)")
    rows = (("Indstilling", Access.OPEN), ("(opdateret 11.08.2025)", Access.UNKNOWN))
    assert gaps([with_rows(parsed(text, "sag.txt"), *rows)], GapKind.ABSENT_ATTACHMENT) == []
    other = with_rows(parsed(text.replace("Indstilling", "Indstilling fra MED"), "sag.txt"))
    (absent,) = gaps([with_rows(other, ("Indstilling fra MED", Access.OPEN))], GapKind.ABSENT_ATTACHMENT)
    assert absent.detail == "Indstilling fra MED"


def test_headings_with_nothing_under_them() -> None:
    (empty,) = gaps(read({"rute.txt": ROUTE}), GapKind.EMPTY_SECTION)
    assert (empty.document, empty.detail) == ("rute.txt", "Økonomiske konsekvenser")
    assert empty.title == "Skovens Hus og fremtidens fællesskaber"


def test_a_heading_over_other_headings_is_not_empty() -> None:
    text = (
        "# Bro\n\n# Indstilling fra Børn og Unge\n\n# Resumé\n\nKort.\n\n# Økonomi\n\n## Anlæg\n\nDen er dyr."
    )
    assert gaps([parsed(text)], GapKind.EMPTY_SECTION) == []


def test_sections_of_drafts_and_of_renditions_are_left_out() -> None:
    document = parsed(ROUTE, "rute.txt")
    assert len(gaps([document], GapKind.EMPTY_SECTION)) == 1
    assert gaps([replace(document, status=Status.DRAFT)], GapKind.EMPTY_SECTION) == []
    again = replace(document, id="igen.txt", duplicate_of="rute.txt")
    assert [each.document for each in gaps([document, again], GapKind.EMPTY_SECTION)] == ["rute.txt"]


def test_an_empty_list_is_a_gap_where_something_is_attached() -> None:
    text = paper("Bro ved Engvej", "Kortet er vedlagt som bilag.", "25/1408") + "\n\nBilag:\n"
    (empty,) = gaps([parsed(text)], GapKind.EMPTY_SECTION)
    assert empty.detail == "Bilag:"
    assert gaps([parsed(text.replace("er vedlagt som bilag", "kommer"))], GapKind.EMPTY_SECTION) == []


def test_files_that_could_not_be_read() -> None:
    problem = FileProblem("m/x.pdf", "encrypted", "Filen er låst.", "Lås den op.")
    (gap,) = surveyed([], [problem]).gaps
    assert gap == Gap(GapKind.UNREAD_FILE, "m/x.pdf", "m/x.pdf", None, None, "Filen er låst.")
