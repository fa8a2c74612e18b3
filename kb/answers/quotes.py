"""From a chosen sentence to the span that is quoted: lists whole, a lead-in with what it leads to."""

from __future__ import annotations

from kb.answers.candidates import Candidate
from kb.datatypes import Block, BlockKind, Document

MAX_QUOTE = 1600
"""Longest quote in characters; a longer list is cut at an item."""

LISTED = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
LEAD_IN = (":", "følgende", "følgende:")


def quote_span(candidate: Candidate, *, whole_list: bool) -> tuple[int, int]:
    """The span to quote for a candidate.

    A sentence that leads in a list is quoted with the list. A list item is quoted with its lead-in and
    its whole list where the question asks for a list, else alone.
    """
    document, section = candidate.document, candidate.section
    blocks = [block for block in document.blocks if section.body_start <= block.start < section.end]
    here = next(
        (i for i, block in enumerate(blocks) if block.start <= candidate.start < block.end), None
    )
    if here is None:
        return candidate.start, candidate.end
    if blocks[here].kind in LISTED:
        return _list_around(document, blocks, here) if whole_list else (candidate.start, candidate.end)
    leads = candidate.text.rstrip().endswith(LEAD_IN) and candidate.end >= blocks[here].end
    if leads and here + 1 < len(blocks) and blocks[here + 1].kind in LISTED:
        return candidate.start, _list_end(blocks, here + 1, candidate.start)
    return candidate.start, candidate.end


def _list_around(document: Document, blocks: list[Block], here: int) -> tuple[int, int]:
    """The span of the list that holds block ``here``, with its lead-in sentence."""
    first = here
    while first > 0 and blocks[first - 1].kind in LISTED:
        first -= 1
    start = blocks[first].start
    if first > 0 and document.text[: blocks[first - 1].end].rstrip().endswith(LEAD_IN):
        lead = blocks[first - 1]
        start = lead.start if lead.end - lead.start < MAX_QUOTE // 3 else start
    if blocks[here].end - start > MAX_QUOTE:
        return blocks[here].start, blocks[here].end
    return start, _list_end(blocks, here, start)


def _list_end(blocks: list[Block], index: int, start: int) -> int:
    """The end of the last list block from ``index`` on that keeps the quote within MAX_QUOTE."""
    end = blocks[index].end
    for block in blocks[index + 1 :]:
        if block.kind not in LISTED or block.end - start > MAX_QUOTE:
            break
        end = block.end
    return end
