"""Saying that nothing was found: what was searched, what is nearest, and which section is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.candidates import Findings
from kb.answers.question import Intent
from kb.danish.analysis import match_keys
from kb.danish.tokens import words
from kb.datatypes import Filter, Hit, SectionKind
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store

NEAREST = 3
"""How many hits an abstention shows."""

NEVER_EMPTY = (
    SectionKind.PREAMBLE,
    SectionKind.UNKNOWN,
    SectionKind.PROGRAM,
    SectionKind.ROUTE,
    SectionKind.DECISION,
)
"""Headings that stand over other sections (an item, a chapter, a route) need no text of their own."""

READ = 10
"""Among how many of the best hits an empty section is looked for."""


def refusal(store: Store, found: Findings) -> str:
    """The Danish sentence that says what was not found."""
    reading = found.reading
    if reading.defined is not None and reading.defined.casefold() in store.vocabulary():
        return phrases.MENTIONED_NOT_EXPLAINED.format(term=reading.defined)
    empty = empty_section(found)
    if empty is not None:
        return phrases.EMPTY_SECTION.format(section=empty.section.rstrip(": "), title=empty.title)
    if reading.intent is Intent.DECISION and reading.committees and not found.chosen:
        return phrases.NO_DECISION_BY.format(committee=", ".join(reading.committees))
    return phrases.NO_ANSWER


def not_described(found: Findings) -> bool:
    """Whether the section that the question asks for is empty, and no quote is from one of the same name."""
    empty = empty_section(found)
    if empty is None:
        return False
    heading = set(words(empty.section))
    return all(
        each.document.id == empty.document or not heading <= set(words(each.section.heading))
        for each in found.chosen
    )


def empty_section(found: Findings) -> Hit | None:
    """The nearest hit on a section without text whose heading is what the question asks for."""
    asked: set[str] = set().union(*(match_keys(word) for word in words(found.reading.question)))
    for hit in found.hits[:READ]:
        if hit.section_kind in NEVER_EMPTY:
            continue
        heading = [word for word in words(hit.section) if len(word) > 3]
        if heading and hit.text.strip().rstrip(":") == hit.section.rstrip(": "):
            if all(match_keys(word) & asked for word in heading):
                return hit
    return None


def searched(store: Store, where: Filter) -> str:
    """The Danish sentence that says what was searched and as of when."""
    manifest = store.manifest
    count = store.document_count(where)
    return phrases.SEARCHED.format(
        documents=da.plural(count, "dokument", "dokumenter"),
        filters=phrases.SEARCHED_FILTERED if where != Filter() else "",
        created=da.danish_timestamp(manifest.created),
    )
