"""From a chosen sentence to the span that is quoted: lists whole, a lead-in with what it leads to."""

from __future__ import annotations

from collections.abc import Sequence

from kb.answers.candidates import Candidate
from kb.danish import cues
from kb.danish.sentences import sentence_spans
from kb.datatypes import Block, BlockKind, Document, SectionKind

MAX_QUOTE = 1600
"""Longest quote in characters; a longer list is cut at an item."""

LISTED = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
WHOLE = (SectionKind.DECISION, SectionKind.ATTACHMENTS, SectionKind.ROUTE, SectionKind.ABSENT)
LEAD_IN = (":", "følgende", "følgende:")


MAX_DECISION = 500
"""A decision of at most so many characters is quoted whole, so that no reservation is lost."""


MAX_CONTINUED = 450
"""A quote is not drawn out beyond so many characters for a consequence."""

MAX_RECOMMENDATION = 700
"""Of a longer recommendation the first whole sentences are quoted."""


def quote_span(candidate: Candidate, *, whole_list: bool) -> tuple[int, int]:
    """The span to quote for a candidate.

    A sentence that leads in a list is quoted with the list. A list item is quoted with its lead-in and
    its whole list where the question asks for a list, else alone.
    """
    document, section = candidate.document, candidate.section
    if section.kind in WHOLE and section.end - section.body_start <= MAX_DECISION:
        return _stripped(document, section.body_start, section.end)
    blocks = [block for block in document.blocks if section.body_start <= block.start < section.end]
    here = next((i for i, block in enumerate(blocks) if block.start <= candidate.start < block.end), None)
    if here is None:
        return candidate.start, candidate.end
    if blocks[here].kind in LISTED:
        return _list_around(document, blocks, here) if whole_list else (candidate.start, candidate.end)
    start, end = with_what_it_refers_to(document, blocks[: here + 1], candidate.start, candidate.end)
    end = with_what_follows_from_it(document, blocks[here], start, end)
    leads = leads_in_list(candidate) and candidate.end >= blocks[here].end
    if leads and here + 1 < len(blocks) and blocks[here + 1].kind in LISTED:
        return start, _list_end(blocks, here + 1, start)
    return start, end


def with_what_it_refers_to(
    document: Document, blocks: Sequence[Block], start: int, end: int
) -> tuple[int, int]:
    """The span, with the sentence before it where it points back to that ("Den må ikke ...").

    ``blocks`` end with the span's own: the sentence before may be the last of the paragraph before.
    """
    if not cues.POINTS_BACK.match(document.text, start):
        return start, end
    near = [block for block in blocks[-2:] if block is blocks[-1] or block.kind is BlockKind.PARAGRAPH]
    spans = [span for block in near for span in sentence_spans(document.text, block.start, block.end)]
    earlier = [span for span in spans if span[1] <= start]
    return (earlier[-1][0], end) if earlier and end - earlier[-1][0] <= MAX_CONTINUED else (start, end)


def with_what_follows_from_it(document: Document, block: Block, start: int, end: int) -> int:
    """The end of the span, with the next sentence where that draws the consequence ("Derfor ...")."""
    later = [span for span in sentence_spans(document.text, block.start, block.end) if span[0] >= end]
    if not later or not cues.CONTINUES.match(document.text, later[0][0]):
        return end
    return later[0][1] if later[0][1] - start <= MAX_CONTINUED else end


def end_within(document: Document, start: int, end: int) -> int:
    """The end of the last whole sentence or list item of ``text[start:end]`` within MAX_RECOMMENDATION.

    The first one is kept however long it is.
    """
    fitting = [
        last for _, last in sentence_spans(document.text, start, end) if last - start <= MAX_RECOMMENDATION
    ]
    return fitting[-1] if fitting else sentence_spans(document.text, start, end)[0][1]


def leads_in_list(candidate: Candidate) -> bool:
    """Whether the sentence announces a list that follows it."""
    return candidate.text.rstrip(" *_").endswith(LEAD_IN)


def _list_around(document: Document, blocks: list[Block], here: int) -> tuple[int, int]:
    """The span of the list that holds block ``here``, with its lead-in sentence."""
    first = here
    while first > 0 and blocks[first - 1].kind in LISTED:
        first -= 1
    start = blocks[first].start
    if first > 0 and document.text[: blocks[first - 1].end].rstrip(" *_").endswith(LEAD_IN):
        lead = blocks[first - 1]
        start = sentence_spans(document.text, lead.start, lead.end)[-1][0]
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


def _stripped(document: Document, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks at its ends."""
    text = document.text[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
