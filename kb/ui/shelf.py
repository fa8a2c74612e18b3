"""The list of documents: narrowed down by what they are, sorted, and as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kb.datatypes import Case, DocumentSummary
from kb.strings_da import STATUS_BADGES
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.filters import Choice
from kb.ui.render import class_badge, line

Read = Callable[[DocumentSummary], str]


def collection(document: DocumentSummary) -> str:
    """The top folder of a document; a stroke, which is no folder's name, for one that lies in none."""
    first = document.id.split("/", 1)[0] if "/" in document.id else "/"
    return "/" if first.lower().endswith(".eml") else first


@dataclass(frozen=True, slots=True)
class Facet:
    """Something that documents differ in: how it is read off one, and what its values are called."""

    label: str
    name: str
    read: Read
    names: Mapping[str, str]


FACETS = (
    Facet(
        Doc.STATUS,
        Doc.PARAM_STATUS,
        lambda each: each.status.value,
        {status.value: label.partition(" – ")[0] for status, label in STATUS_BADGES.items()},
    ),
    Facet(Doc.COLLECTION, Doc.PARAM_COLLECTION, collection, {"/": Doc.NO_COLLECTION}),
    Facet(Doc.FORMAT, Doc.PARAM_FORMAT, lambda each: each.format, Doc.FORMATS),
)


def narrowed(
    documents: Iterable[DocumentSummary], chosen: Mapping[str, Sequence[str]], but: str = ""
) -> list[DocumentSummary]:
    """The documents that have one of the values chosen in each facet; the facet ``but`` is left out."""
    wanted = [(each.read, chosen[each.name]) for each in FACETS if each.name != but and chosen.get(each.name)]
    found = list(documents)
    for read, values in wanted:
        found = [each for each in found if read(each) in values]
    return found


def choices(
    everything: Sequence[DocumentSummary],
    left: Sequence[DocumentSummary],
    chosen: Mapping[str, Sequence[str]],
) -> tuple[Choice, ...]:
    """What can be chosen in each facet: whatever occurs in ``everything``, with how many it would give.

    They are counted among ``left``, what other filters leave, beside what is chosen in the other facets.
    """
    return tuple(_choice(facet, everything, narrowed(left, chosen, facet.name)) for facet in FACETS)


def _choice(
    facet: Facet, everything: Sequence[DocumentSummary], counted: Iterable[DocumentSummary]
) -> Choice:
    """The values of one facet by their names, each with how many of ``counted`` have it."""
    count = Counter(map(facet.read, counted))
    values = sorted(set(map(facet.read, everything)), key=lambda each: words.order(_name(facet, each)))
    named = {
        each: Doc.COUNTED.format(name=_name(facet, each), count=words.number(count[each])) for each in values
    }
    return Choice(facet.label, facet.name, named)


def _name(facet: Facet, value: str) -> str:
    """What a value is called."""
    return facet.names.get(value, Doc.NO_STATUS if facet.name == Doc.PARAM_STATUS else value)


def ordered(documents: Iterable[DocumentSummary], by: str) -> list[DocumentSummary]:
    """The documents by title, or else the newest first and those without a date last."""
    found = sorted(documents, key=lambda each: (words.order(each.title), each.id))
    if by != Doc.BY_TITLE:
        found.sort(key=lambda each: each.date.toordinal() if each.date else 0, reverse=True)
    return found


def orders(by: str) -> str:
    """The ways to sort the list, the one that is used marked."""
    current = {True: ' aria-current="true"', False: ""}
    items = "".join(
        f'<li><a href="{address.with_changes(Doc.PATH, {Doc.PARAM_ORDER: value, Ui.PARAM_PAGE: None})}"'
        f"{current[value == by]}>{name}</a></li>"
        for value, name in (("", Doc.ORDER_NEWEST), (Doc.BY_TITLE, Doc.ORDER_TITLE))
    )
    return f'<nav class="kb-views" aria-label="{Doc.ORDER}"><ul>{items}</ul></nav>'


def rows(
    shown: Sequence[DocumentSummary],
    cases: Mapping[str, Sequence[Case]],
    renditions: Mapping[str, Sequence[str]],
) -> str:
    """The documents as a list; ``cases`` and ``renditions`` by document."""
    items = "".join(_row(each, cases.get(each.id, ()), renditions.get(each.id, ())) for each in shown)
    return f'<ul class="kb-brief kb-shelf">{items}</ul>'


def same_text(documents: Iterable[DocumentSummary]) -> dict[str, list[str]]:
    """For each document that has any, the others with the same text, in order."""
    groups: dict[str, list[str]] = {}
    for each in documents:
        groups.setdefault(each.duplicate_of or each.id, []).append(each.id)
    return {
        one: [other for other in group if other != one]
        for group in groups.values()
        if len(group) > 1
        for one in group
    }


def _row(document: DocumentSummary, cases: Sequence[Case], renditions: Sequence[str]) -> str:
    """One document: title, status, committee, date, pages and format, file, cases, renditions."""
    day = words.date(document.date)
    parts = (
        document.committee or Ui.NO_COMMITTEE,
        f"{day} ({Doc.DATE_INFERRED})" if document.date and document.date_inferred else day,
        # Of all formats only PDF has pages of its own.
        words.counted(document.pages, Doc.ONE_PAGE, Doc.MANY_PAGES) if document.format == "pdf" else "",
        Doc.FORMATS.get(document.format, document.format),
    )
    status = STATUS_BADGES.get(document.status)
    badge = f'<span class="kb-badge">{status}</span>' if status else ""
    badge += class_badge(document.clearance)
    told = [Doc.SAME_TEXT.format(name=_linked(address.to_document(each), each)) for each in renditions]
    told += [f"{Ui.CASE}: {_linked(address.to_case(each.id), each.title)}" for each in cases[:FEW]]
    if len(cases) > FEW:
        told.append(words.counted(len(cases) - FEW, Doc.ONE_MORE_CASE, Doc.MORE_CASES))
    further = f'<p class="kb-ties">{" · ".join(told)}</p>' if told else ""
    return (
        f'<li><p class="kb-title">{_linked(address.to_document(document.id), document.title)}</p>'
        f'<div class="kb-facts-line">{badge}{line(parts)}</div>'
        f'<p class="kb-file">{escape(document.id)}</p>{further}</li>'
    )


FEW = 2
"""How many cases of a document a row names; a meeting's paper has one for each item."""


def _linked(where: str, name: str) -> str:
    return f'<a href="{where}">{escape(name)}</a>'
