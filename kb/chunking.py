"""Documents to chunks: passages of one section each, made of whole sentences, sized in the model's tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kb.danish.sentences import sentence_spans
from kb.datatypes import Access, Chunk, Date, Document, Section, SectionKind, Status
from kb.strings_da import MONTHS, SECTION_LABELS

CountTokens = Callable[[Sequence[str]], list[int]]

CONTEXT_SEPARATOR = " · "
UNTOLD_KINDS = frozenset({SectionKind.PREAMBLE, SectionKind.UNKNOWN})
"""Kinds whose name says nothing about what the section holds."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A span that stays whole, with its length in tokens."""

    start: int
    end: int
    tokens: int


def chunk_document(
    document: Document, count_tokens: CountTokens, budget: int, first_key: int = 0
) -> tuple[Chunk, ...]:
    """The document's chunks in reading order, numbered from ``first_key``.

    Each lies within one section and holds whole sentences of together at most ``budget`` tokens; only
    a longer sentence is split, between words. A heading stands with the first sentence under it, and
    a section's chunks are of like size. Every character that is not blank is in exactly one chunk,
    except in sections that are closed, which give none.
    """
    sections = [section for section in document.sections if section.access is not Access.CLOSED]
    spans = [_spans(document.text, section) for section in sections]
    counts = iter(count_tokens([document.text[start:end] for part in spans for start, end in part]))
    chunks: list[Chunk] = []
    for section, part in zip(sections, spans, strict=True):
        pieces = [Piece(start, end, next(counts)) for start, end in part]
        fitting = _fitting(document.text, _with_heading(pieces, section), count_tokens, budget)
        context = context_line(document, section)
        for start, end in pack(fitting, budget):
            chunks.append(
                Chunk(
                    key=first_key + len(chunks),
                    document=document.id,
                    ordinal=len(chunks),
                    section=section.ordinal,
                    start=start,
                    end=end,
                    text=document.text[start:end],
                    context=context,
                )
            )
    return tuple(chunks)


def _spans(text: str, section: Section) -> list[tuple[int, int]]:
    """The heading and the sentences of a section, without the blanks around them."""
    body = sentence_spans(text, section.body_start, section.end)
    heading = text[section.start : section.body_start]
    if not heading.strip():
        return body
    start = section.start + len(heading) - len(heading.lstrip())
    return [(start, section.start + len(heading.rstrip())), *body]


def _with_heading(pieces: Sequence[Piece], section: Section) -> list[Piece]:
    """The pieces with the heading joined to what follows it; it does not count, so it splits nothing."""
    if len(pieces) < 2 or pieces[0].start >= section.body_start:
        return list(pieces)
    return [Piece(pieces[0].start, pieces[1].end, pieces[1].tokens), *pieces[2:]]


def _fitting(text: str, pieces: Iterable[Piece], count_tokens: CountTokens, budget: int) -> Iterable[Piece]:
    """The pieces with each one that is longer than ``budget`` split between words."""
    for piece in pieces:
        if piece.tokens <= budget:
            yield piece
            continue
        # A character is at least one token for nearly all, so no part of a word is longer than the budget.
        words = [
            (at, min(at + budget, match.end()))
            for match in _WORD.finditer(text, piece.start, piece.end)
            for at in range(match.start(), match.end(), budget)
        ]
        counts = count_tokens([text[start:end] for start, end in words])
        parts = [Piece(start, end, count) for (start, end), count in zip(words, counts, strict=True)]
        for start, end in pack(parts, budget):
            yield Piece(start, end, budget)


def pack(pieces: Iterable[Piece], budget: int) -> list[tuple[int, int]]:
    """Spans that join neighbouring pieces to at most ``budget`` tokens, as even in size as they come.

    A single piece above the budget is a span by itself. Empty for no pieces.
    """
    pieces = list(pieces)
    total = sum(piece.tokens for piece in pieces)
    # As many spans as the text needs anyway, none of them a short remainder of a sentence or two.
    target = max(1, total / max(1, -(-total // budget)))
    spans: list[tuple[int, int]] = []
    filled = 0
    for piece in pieces:
        if spans and filled < target and filled + piece.tokens <= budget:
            spans[-1] = (spans[-1][0], piece.end)
            filled += piece.tokens
        else:
            spans.append((piece.start, piece.end))
            filled = piece.tokens
    return spans


def context_line(document: Document, section: Section) -> str:
    """Where a section's text comes from, in one line, for search only; it is never quoted.

    Title, committee, date, agenda item, section and, for a draft, that it is one; what is not known
    is left out.
    """
    date = section.date or document.date
    parts = [
        document.title,
        section.committee or document.committee,
        danish_date(date) if date else None,
        section.item,
        None if section.kind in UNTOLD_KINDS else SECTION_LABELS[section.kind],
        section.heading,
        document.status.value if document.status is Status.DRAFT else None,
    ]
    told: dict[str, str] = {}
    for part in parts:
        words = " ".join(part.split()) if part else ""
        if words:
            told.setdefault(words.casefold().rstrip(":"), words)
    return CONTEXT_SEPARATOR.join(told.values())


def danish_date(date: Date) -> str:
    """A date as Danes write it.

    >>> import datetime
    >>> danish_date(datetime.date(2022, 12, 6))
    '6. december 2022'
    """
    return f"{date.day}. {MONTHS[date.month - 1]} {date.year}"
