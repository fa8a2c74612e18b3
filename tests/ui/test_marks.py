"""Marks on the picture of a page stand where the words are: proved against PDFium's own positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import mean

import pypdfium2
import pytest

from kb.datatypes import BlockKind, Document, Line, Page
from kb.knowledge import KnowledgeBase
from kb.ui.marks import Mark, boxes
from tests.conftest import REPOSITORY
from tests.ui.records import document

PHRASE = re.compile(r"\w{3,} \w+ \w{3,}")


@dataclass(frozen=True, slots=True)
class Trial:
    """A phrase of a document with its marks, and where PDFium finds the phrase on that page, line by line."""

    row: bool
    marks: tuple[Mark, ...]
    found: tuple[Mark, ...]


def rectangles(page: pypdfium2.PdfPage, phrase: str) -> Iterator[Mark]:
    """Where a phrase stands on a page, as fractions of it; phrases that break over lines are not found."""
    width, height = page.get_size()
    text = page.get_textpage()
    search = text.search(phrase, match_case=True)
    while place := search.get_next():
        for number in range(text.count_rects(*place)):
            left, bottom, right, top = text.get_rect(number)
            yield Mark(left / width, 1 - top / height, right / width, 1 - bottom / height)


def trials(knowledge: KnowledgeBase) -> list[Trial]:
    """A phrase of each printed line of the sample's PDFs that stands once on its page."""
    found = []
    for summary in knowledge.documents():
        source = knowledge.document(summary.id)
        if source.format != "pdf" or "closed_parts" in source.warnings:
            continue
        rows = {block.start for block in source.blocks if block.kind is BlockKind.TABLE_ROW}
        pdf = pypdfium2.PdfDocument(REPOSITORY / "data" / source.id)
        for line in source.lines:
            phrases = list(PHRASE.finditer(source.text, line.start, line.end))
            for match in phrases[-1:]:
                page = source.pages[line.page - 1]
                if source.text.count(match[0], page.start, page.end) == 1:
                    marks = boxes(source, line.page, match.span())
                    found.append(
                        Trial(line.start in rows, marks, tuple(rectangles(pdf[line.page - 1], match[0])))
                    )
        pdf.close()
    return found


def overlap(one: Mark, other: Mark) -> float:
    """How much of the width that two marks take together both take."""
    both = min(one.right, other.right) - max(one.left, other.left)
    return max(0.0, both) / (max(one.right, other.right) - min(one.left, other.left))


def test_marks_lie_on_the_words_of_real_documents(knowledge: KnowledgeBase) -> None:
    tried = [each for each in trials(knowledge) if len(each.found) == 1]
    assert len(tried) > 400
    widths = []
    for each in tried:
        (mark,), (word,) = each.marks, each.found
        middle = (word.top + word.bottom) / 2
        assert mark.top < middle < mark.bottom
        assert mark.bottom - mark.top < 0.04
        if each.row:
            # The cells of a row may stand far apart: all of it is marked.
            assert mark.left - 0.002 < word.left < word.right < mark.right + 0.002
        else:
            widths.append(overlap(mark, word))
    assert min(widths) > 0.7
    assert mean(widths) > 0.95
    assert any(each.row for each in tried)


def test_a_quote_of_an_answer_is_marked_line_by_line(knowledge: KnowledgeBase) -> None:
    question = "Hvad besluttede Økonomiudvalget i Norddjurs om stormødet?"
    cited = next(
        each for each in knowledge.ask(question).citations if each.document.endswith("stormoede.pdf")
    )
    source = knowledge.document(cited.document)
    marks = boxes(source, cited.page, (cited.start, cited.end))
    lines = [each for each in source.lines if each.start < cited.end and cited.start < each.end]
    assert len(marks) == len(lines) >= 1
    pdf = pypdfium2.PdfDocument(REPOSITORY / "data" / source.id)
    for line, mark in zip(lines, marks, strict=True):
        words = source.text[max(line.start, cited.start) : min(line.end, cited.end)].strip()
        assert max(overlap(mark, each) for each in rectangles(pdf[cited.page - 1], words)) > 0.95
    assert boxes(source, cited.page - 1, (cited.start, cited.end)) == ()


def lined(*lines: Line) -> Document:
    """A document of two pages with these printed lines."""
    text = "aaaa bbbb\ncccc dddd\neeee ffff\n"
    return replace(document(), text=text, pages=(Page(1, 0, 20), Page(2, 20, 30)), lines=lines)


FIRST = Line(1, 0, 9, 0.1, 0.10, 0.9, 0.12)
SECOND = Line(1, 10, 19, 0.1, 0.14, 0.9, 0.16)
THIRD = Line(2, 20, 29, 0.1, 0.05, 0.9, 0.07)


def test_the_first_and_last_line_are_cut_where_the_words_begin_and_end() -> None:
    source = lined(FIRST, SECOND, THIRD)
    above, below = boxes(source, 1, (5, 14))
    assert (above.top, above.bottom, above.right) == (0.10, 0.12, 0.9)
    assert 0.45 < above.left < 0.6
    assert (below.left, below.top) == (0.1, 0.14)
    assert 0.4 < below.right < 0.55


def test_each_page_has_the_marks_of_what_stands_on_it() -> None:
    source = lined(FIRST, SECOND, THIRD)
    assert len(boxes(source, 1, (10, 29))) == 1
    assert boxes(source, 2, (10, 29)) == (Mark(0.1, 0.05, 0.9, 0.07),)
    assert boxes(source, 2, (0, 19)) == ()
    assert boxes(source, 3, (0, 29)) == ()


def test_a_document_without_positions_has_no_marks() -> None:
    assert boxes(lined(), 1, (0, 29)) == ()


def test_parts_of_one_printed_line_are_marked_as_one() -> None:
    left, right = replace(FIRST, end=4, right=0.4), replace(FIRST, start=5, left=0.41)
    assert boxes(lined(left, right), 1, (0, 9)) == (Mark(0.1, 0.10, 0.9, 0.12),)
    far = replace(right, left=0.6)
    assert len(boxes(lined(left, far), 1, (0, 9))) == 2


@pytest.mark.parametrize("span", [(9, 10), (19, 20), (29, 30), (0, 0)])
def test_blanks_between_lines_have_no_marks(span: tuple[int, int]) -> None:
    assert boxes(lined(FIRST, SECOND, THIRD), 1, span) == ()
