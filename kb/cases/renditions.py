"""Renditions: files that hold the same text, such as a PDF and the Word file it was made from."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.cases import themes
from kb.cases.references import normal_number, same_form
from kb.danish.tokens import words
from kb.datatypes import Access, Document, SectionKind, Status, TitleSource

_SHINGLE = 3
_SKETCH = 12
_SAME = 0.9
_DIGEST = 32
# Renditions differ in title lines, route and attachment lists; the matter itself they share.
_AROUND = frozenset({SectionKind.PREAMBLE, SectionKind.ROUTE, SectionKind.ATTACHMENTS})
# One of these more or less turns a sentence round.
_TURNS = frozenset("ikke ej aldrig ingen intet uden kun imod".split())
_LIST_NUMBER = re.compile(r"(?m)^\s*\(?\d{1,2}[.)]\s")

_TITLE_RANK = {
    TitleSource.EDITOR: 0,
    TitleSource.SYSTEM: 0,
    TitleSource.HEADING: 0,
    TitleSource.METADATA: 1,
    TitleSource.SUBJECT: 2,
    TitleSource.FILE_NAME: 3,
}


@dataclass(frozen=True, slots=True)
class _Print:
    """What is compared word by word of a document."""

    document: Document
    vocabulary: frozenset[str]
    shingles: frozenset[int]


def find_renditions(
    documents: Sequence[Document], matter: Callable[[Document], str] | None = None
) -> dict[str, str]:
    """The ids of documents that are the same text as another one, each with the id of the best rendition.

    The same text means the same numbers, dates and negations, the same decision and, but for what one of them
    leaves out, the same words. A draft is never a rendition of something else than a draft. ``matter``
    remembers the :func:`matter_digest` of a document.
    """
    alike: dict[tuple[str, bool], list[Document]] = defaultdict(list)
    for document in documents:
        found_matter = (matter or matter_digest)(document)
        if found_matter:
            alike[found_matter, document.status is Status.DRAFT].append(document)
    found: dict[str, str] = {}
    for group in alike.values():
        if len(group) > 1:
            found.update(_in_group(sorted(map(_print_of, group), key=_rank)))
    return found


def _in_group(prints: Sequence[_Print]) -> dict[str, str]:
    """The duplicates among documents with equal facts; the best comes first and is the primary."""
    found: dict[str, str] = {}
    by_shingle: dict[int, list[_Print]] = defaultdict(list)
    for made in prints:
        # The smallest hashes are the same few in equal texts: only documents that share one are compared.
        sketch = sorted(made.shingles)[:_SKETCH]
        primaries = {id(other): other for shingle in sketch for other in by_shingle[shingle]}
        primary = next((other for other in primaries.values() if _same(made, other)), None)
        if primary:
            found[made.document.id] = primary.document.id
            continue
        for shingle in sketch:
            by_shingle[shingle].append(made)
    return found


def _same(one: _Print, other: _Print) -> bool:
    """Whether two documents hold the same text."""
    first, second = one.document, other.document
    if first.committee and second.committee and first.committee != second.committee:
        return False
    dated = first.date and second.date and not (first.date_inferred or second.date_inferred)
    if dated and first.date != second.date:
        return False
    if _of_other_matters(first, second):
        return False
    # A word that only one has may be a running head; a word each has alone is a change of the text.
    if one.vocabulary - other.vocabulary and other.vocabulary - one.vocabulary:
        return False
    shared = len(one.shingles & other.shingles)
    return shared / len(one.shingles | other.shingles) >= _SAME


def _of_other_matters(one: Document, other: Document) -> bool:
    """Whether case numbers or titles tell two papers apart, whatever the text under them."""
    first, second = normal_number(one.case_number), normal_number(other.case_number)
    if first and second and first != second and same_form(first, second):
        return True
    titled = all(_TITLE_RANK[each.title_source] <= _TITLE_RANK[TitleSource.METADATA] for each in (one, other))
    return titled and themes.differ(themes.theme_of(one.title), themes.theme_of(other.title))


def _rank(made: _Print) -> tuple[object, ...]:
    """The order of preference: a real title, then more that is known, then the id."""
    document = made.document
    known = [
        document.committee is not None,
        document.date is not None and not document.date_inferred,
        document.case_number is not None,
        document.access is not Access.UNKNOWN,
    ]
    return (_TITLE_RANK[document.title_source], -sum(known), -len(document.sections), document.id)


def _print_of(document: Document) -> _Print:
    """What is compared of a document: the text of its matter."""
    tokens = words(_matter(document))
    return _Print(document, frozenset(tokens), frozenset(_hashes(tokens)))


def matter_digest(document: Document) -> str:
    """A digest of each number, date and negation of a document's matter, and of its decisions word for word.

    Few papers have the same: only those are compared. "" for a document without words.
    """
    tokens = words(_matter(document))
    if not tokens:
        return ""
    facts = sorted(each for each in tokens if each in _TURNS or any(letter.isdigit() for letter in each))
    decided = [
        word
        for section in document.sections
        if section.kind is SectionKind.DECISION
        for word in words(document.text[section.body_start : section.end])
    ]
    return hashlib.sha256("\n".join((*facts, "", *decided)).encode()).hexdigest()[:_DIGEST]


def _matter(document: Document) -> str:
    """The text of a document's matter, without the numbers of its lists."""
    bodies = (
        _LIST_NUMBER.sub(" ", document.text[section.body_start : section.end])
        for section in document.sections
        if section.kind not in _AROUND
    )
    return "\n".join(bodies)


def _hashes(tokens: Sequence[str]) -> list[int]:
    """The hashes of each run of words, the same on every machine."""
    runs = max(1, len(tokens) - _SHINGLE + 1) if tokens else 0
    return [zlib.crc32(" ".join(tokens[at : at + _SHINGLE]).encode()) for at in range(runs)]
