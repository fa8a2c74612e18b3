"""What could not be read of a document, or only with doubt, stands among the gaps with its pages."""

from __future__ import annotations

from dataclasses import replace

from kb.cases import parse_document
from kb.cases.doubts import doubts_of
from kb.cases.survey import survey
from kb.datatypes import Document, Gap, GapKind, Page
from kb.readers import read_bytes


def paper(*pages: Page, warnings: tuple[str, ...]) -> Document:
    document = parse_document("notat.txt", read_bytes(b"Notat om spejderhuset\n\nTekst."), "0" * 64)
    return replace(document, pages=pages, warnings=warnings)


def page(number: int, *, recognised: bool = False, hidden: int = 0, unread: bool = False) -> Page:
    return Page(number, 0, 0, recognised=recognised, hidden=hidden, unread=unread)


def test_each_doubt_names_its_pages() -> None:
    document = paper(
        page(1),
        page(2, unread=True),
        page(3, hidden=14),
        page(4, unread=True, hidden=6),
        page(5, recognised=True),
        warnings=("scanned_pages", "recognised_pages", "hidden_text", "repaired_pdf"),
    )
    assert doubts_of(document) == (
        "Side 2 og 4 består kun af billeder og er ikke med.",
        "Side 5 er læst med tekstgenkendelse. Kontrollér tal og navne i originalen.",
        "Side 3 og 4 har skjult tekst (20 tegn), som ikke er taget med.",
        "PDF-filen er beskadiget og er repareret, da den blev læst. Noget af teksten kan mangle.",
    )


def test_many_pages_are_not_all_named() -> None:
    document = paper(*(page(at, unread=True) for at in range(1, 41)), warnings=("garbled_pages",))
    assert doubts_of(document) == (
        "Side 1, 2, 3, 4, 5, 6, 7, 8 og 32 til har ulæselig tekst og er ikke med.",
    )


def test_they_are_gaps_of_the_collection() -> None:
    whole = paper(page(1), warnings=())
    hidden = replace(paper(page(1, hidden=3), warnings=("hidden_text",)), id="skjult.txt")
    gaps = [each for each in survey([whole, hidden], [], ()).gaps if each.kind is GapKind.PARTLY_READ]
    assert gaps == [
        Gap(
            GapKind.PARTLY_READ,
            "skjult.txt",
            "Notat om spejderhuset",
            None,
            None,
            "Side 1 har skjult tekst (3 tegn), som ikke er taget med.",
        )
    ]
