"""HTML for files that hold several documents: before they are saved, and once those can be found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kb.datatypes import DocumentSummary
from kb.inspecting import Holding, Inner
from kb.strings_da.adding import Adding
from kb.strings_da.importing import Importing
from kb.ui import address, words
from kb.ui.render import line

if TYPE_CHECKING:
    from kb.register import Register

SHOWN = 20
"""How many documents, and how many that are left out, are named."""


def file(told: Holding, numbered: bool) -> str:
    """What is in a file: the documents that it would become, and what would not, with the reason."""
    number = f"<p>{Adding.NUMBERED}</p>" if numbered else ""
    if not told.documents:
        return (
            f'<div class="kb-refused"><p class="kb-title">{Importing.NOTHING}</p>'
            f"<p>{Adding.NOT_SAVED}</p></div>{_left_out(told)}"
        )
    count = words.counted(len(told.documents), Importing.ONE_DOCUMENT, Importing.MANY_DOCUMENTS)
    items = [_document(told.id, each) for each in told.documents[:SHOWN]]
    return (
        f'<div class="kb-read">{number}'
        f"<p>{Importing.HOLDS.format(documents=count)} {Importing.CORRECT_LATER}</p>"
        f"<h3>{Importing.DOCUMENTS}</h3>{_list(items, len(told.documents))}{_left_out(told)}</div>"
    )


def found(knowledge: Register, name: str) -> tuple[DocumentSummary, ...]:
    """The documents of a saved file that can be found, in order."""
    return tuple(each for each in knowledge.documents() if each.id.startswith(f"{name}/"))


def card(name: str, documents: Sequence[DocumentSummary]) -> str:
    """A saved file with the ways to its documents."""
    items = [
        f'<li><a href="{address.to_document(each.id)}">{escape(each.title)}</a>'
        f"{line((each.committee or '', words.date(each.date) if each.date else ''))}</li>"
        for each in documents[:SHOWN]
    ]
    count = words.counted(len(documents), Importing.ONE_DOCUMENT, Importing.MANY_DOCUMENTS)
    return (
        f'<li class="kb-card" data-document="{escape(name)}"><h3>{escape(PurePosixPath(name).name)}</h3>'
        f"{line((count,))}"
        f'<p class="kb-badges"><span class="kb-badge kb-effect-0">{Adding.FOUND_NOW}</span></p>'
        f'{_list(items, len(documents))}<p class="kb-file">{escape(name)}</p></li>'
    )


def _document(container: str, inner: Inner) -> str:
    """A document by its title, or by where it lies where that is all that is known."""
    below = "" if inner.id == container else inner.id.removeprefix(f"{container}/")
    facts = (
        inner.committee or "",
        words.date(inner.date) if inner.date else "",
        below if inner.title else "",
    )
    name = inner.title or below or PurePosixPath(container).name
    return f'<li><p class="kb-title">{escape(name)}</p>{line(facts)}</li>'


def _left_out(told: Holding) -> str:
    """What would not become a document, each with the reason, behind a heading that opens it."""
    if not told.left_out:
        return ""
    items = [
        f"<li>{escape(each.id.removeprefix(f'{told.id}/'))}: {escape(each.message)}</li>"
        for each in told.left_out[:SHOWN]
    ]
    count = words.number(len(told.left_out))
    return (
        f"<details><summary>{Importing.LEFT_OUT} ({count})</summary>"
        f"{_list(items, len(told.left_out))}</details>"
    )


def _list(items: Sequence[str], total: int) -> str:
    """The items, and how many more there are."""
    more = Importing.MORE.format(count=words.number(total - len(items))) if total > len(items) else ""
    return f'<ul class="kb-brief">{"".join(items)}</ul>' + (f"<p>{more}</p>" if more else "")
