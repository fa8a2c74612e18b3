"""Drafts -> Extraction: the one place that decides offsets, separators and page spans."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from kb.datatypes import Block, BlockKind, Extraction, Line, Page
from kb.errors import ReadError
from kb.readers.draft import Draft, Run

NOTHING_HIDDEN: Mapping[int, int] = MappingProxyType({})
_SPACE = re.compile(r"\s+")
_TIGHT = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


class _Writer:
    """Collects text and remembers where pages and lines begin."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.page = 1
        self.page_starts = {1: 0}
        self.lines: list[Line] = []

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def turn_to(self, page: int) -> None:
        """Every page up to ``page`` begins here; pages without text get an empty span."""
        for number in range(self.page + 1, page + 1):
            self.page_starts[number] = self.length
        self.page = max(self.page, page)


def assemble(
    drafts: Iterable[Draft],
    file_format: str,
    *,
    title: str | None = None,
    pages: int = 1,
    inferred: bool = True,
    warnings: Sequence[str] = (),
    hidden: Mapping[int, int] = NOTHING_HIDDEN,
    recognised: Container[int] = (),
    unread: Container[int] = (),
) -> Extraction:
    """The extraction that the drafts amount to.

    ``pages`` is the number of pages the file has; more are added where runs name later pages. ``hidden``
    counts the letters left out because nobody sees them, by page; ``recognised`` are the pages read off
    pictures, ``unread`` those whose text could not be read.
    Raises ReadError("no_text") where nothing readable is left.
    """
    writer = _Writer()
    blocks: list[Block] = []
    for draft in drafts:
        runs = _squeeze(draft.runs)
        if not runs:
            continue
        if blocks:
            tight = draft.kind is blocks[-1].kind and draft.kind in _TIGHT
            writer.add("\n" if tight else "\n\n")
        blocks.append(_write(writer, draft, runs))
    if not blocks:
        raise ReadError("no_text")
    writer.turn_to(max(pages, writer.page))
    if any(hidden.values()):
        warnings = (*warnings, "hidden_text")
    return Extraction(
        text="".join(writer.parts),
        pages=tuple(
            Page(
                *(number, start, end, inferred),
                *(number in recognised, hidden.get(number, 0), number in unread),
            )
            for number, start, end in _spans(writer)
        ),
        blocks=tuple(blocks),
        format=file_format,
        title=title,
        lines=tuple(writer.lines),
        warnings=tuple(warnings),
    )


def _write(writer: _Writer, draft: Draft, runs: Sequence[Run]) -> Block:
    """The block just written, its runs appended to the text."""
    start = -1
    for run in runs:
        writer.turn_to(run.page)
        if start < 0:
            start = writer.length
        begin = writer.length
        writer.add(run.text)
        if run.box is not None:
            end = begin + len(run.text.rstrip())
            writer.lines.append(Line(writer.page, begin, end, *run.box))
    level = draft.level if draft.kind is BlockKind.HEADING else 0
    return Block(draft.kind, start, writer.length, level)


def _squeeze(runs: Sequence[Run]) -> list[Run]:
    """Runs with single spaces, none at the block's ends and none doubled where runs meet."""
    kept: list[Run] = []
    for run in runs:
        text = _SPACE.sub(" ", run.text)
        if not kept or kept[-1].text.endswith(" "):
            text = text.lstrip()
        if text:
            kept.append(Run(text, run.page, run.box))
    while kept:
        last = kept.pop()
        text = last.text.rstrip()
        if text:
            kept.append(Run(text, last.page, last.box))
            break
    return kept


def _spans(writer: _Writer) -> Iterator[tuple[int, int, int]]:
    """The number, start and end of each page; they are contiguous and cover the whole text."""
    starts = [writer.page_starts[number] for number in range(1, writer.page + 1)]
    ends = [*starts[1:], writer.length]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        yield number, start, end
