"""Documents that were read in part or with doubts, each with what it is and the pages it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.cases.themes import matter_title
from kb.datatypes import Document, Gap, GapKind, Page
from kb.strings_da.reading import Reading

_MOST_PAGES = 8


def partly_read(documents: Sequence[Document]) -> Iterator[Gap]:
    """A gap for each thing that keeps a document from having been read whole and without doubt."""
    for document in documents:
        for doubt in doubts_of(document):
            yield Gap(
                GapKind.PARTLY_READ,
                document.id,
                matter_title(document.title),
                document.committee,
                document.date,
                doubt,
            )


def doubts_of(document: Document) -> tuple[str, ...]:
    """What is to be known of how the document was read, in words for people, in the order of its warnings."""
    return tuple(filter(None, (_doubt(document, warning) for warning in document.warnings)))


def _doubt(document: Document, warning: str) -> str | None:
    if warning in Reading.OF_DOCUMENT:
        return Reading.OF_DOCUMENT[warning]
    pages = [page for page in document.pages if _is_about(page, warning)]
    if warning not in Reading.OF_PAGES or not pages:
        return None
    letters = sum(page.hidden for page in pages)
    return Reading.OF_PAGES[warning].format(pages=_named(pages), letters=letters)


def _is_about(page: Page, warning: str) -> bool:
    if warning == "hidden_text":
        return page.hidden > 0
    return page.recognised if warning == "recognised_pages" else page.unread


def _named(pages: Sequence[Page]) -> str:
    """The numbers of the pages, the first few of many."""
    numbers = [str(page.number) for page in pages]
    if len(numbers) > _MOST_PAGES:
        told = ", ".join(numbers[:_MOST_PAGES])
        return Reading.PAGE.format(pages=told) + Reading.MORE.format(count=len(numbers) - _MOST_PAGES)
    told = ", ".join(numbers[:-1])
    return Reading.PAGE.format(pages=f"{told}{Reading.AND}{numbers[-1]}" if told else numbers[-1])
