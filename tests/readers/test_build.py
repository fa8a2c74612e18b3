"""The invariants of every extraction, whatever the drafts."""

from __future__ import annotations

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.datatypes import BlockKind, Extraction
from kb.errors import ReadError
from kb.readers import read_bytes
from kb.readers.build import assemble
from kb.readers.draft import Box, Draft, Run, list_item, paragraph, table_row

_words = st.text(alphabet="abcæøå .,\n\t-", max_size=30)
_runs = st.lists(st.builds(Run, _words, st.integers(1, 5)), max_size=4).map(tuple)
_drafts = st.lists(st.builds(Draft, st.sampled_from(list(BlockKind)), _runs, st.integers(1, 6)), max_size=8)


def check(extraction: Extraction) -> None:
    text, blocks, pages = extraction.text, extraction.blocks, extraction.pages
    covered = set()
    for before, block in zip([None, *blocks], blocks, strict=False):
        assert block.start < block.end
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        assert "\n" not in text[block.start : block.end]
        assert (1 <= block.level <= 6) == (block.kind is BlockKind.HEADING)
        if before is not None:
            tight = before.kind is block.kind and block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
            assert text[before.end : block.start] == ("\n" if tight else "\n\n")
        covered.update(range(block.start, block.end))
    assert all(char.isspace() or at in covered for at, char in enumerate(text))
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert pages[0].start == 0
    assert pages[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(pages))


@given(_drafts)
def test_blocks_cover_the_text_and_pages_are_contiguous(drafts: list[Draft]) -> None:
    if any(draft.text for draft in drafts):
        check(assemble(drafts, "txt"))
    else:
        with pytest.raises(ReadError, match="ingen tekst"):
            assemble(drafts, "txt")


@given(st.text(max_size=400))
def test_any_text_file_keeps_the_invariants(text: str) -> None:
    with contextlib.suppress(ReadError):
        check(read_bytes(text.encode(), ".txt"))


@given(st.text(alphabet="ab \n#*-_|[]()`>12.", max_size=200), st.sampled_from([".md", ".txt", ".html"]))
def test_any_markup_keeps_the_invariants(text: str, suffix: str) -> None:
    with contextlib.suppress(ReadError):
        check(read_bytes(text.encode(), suffix))


def test_a_page_break_inside_a_paragraph_lies_at_its_character() -> None:
    draft = Draft(BlockKind.PARAGRAPH, (Run("Første side ", 1), Run("anden side", 2)))
    extraction = assemble([draft, paragraph("tredje", 4)], "pdf", pages=5, inferred=False)
    assert extraction.text == "Første side anden side\n\ntredje"
    assert [extraction.text[page.start : page.end] for page in extraction.pages] == [
        "Første side ",
        "anden side\n\n",
        "",
        "tredje",
        "",
    ]
    assert len(extraction.blocks) == 2


def test_list_items_and_rows_stand_close_and_other_blocks_apart() -> None:
    drafts = [
        list_item("- a"),
        list_item("- b"),
        table_row(["1", "", "3", ""]),
        table_row(["4"]),
        paragraph("c"),
    ]
    assert assemble(drafts, "txt").text == "- a\n- b\n\n1 |  | 3\n4\n\nc".replace("|  |", "| |")


def test_lines_carry_the_text_of_their_run() -> None:
    box = Box(0.1, 0.2, 0.9, 0.25)
    draft = Draft(BlockKind.PARAGRAPH, (Run("en linje ", 1, box), Run("til", 2, box)))
    extraction = assemble([draft], "pdf")
    spans = [(line.page, extraction.text[line.start : line.end], line.left) for line in extraction.lines]
    assert spans == [(1, "en linje", 0.1), (2, "til", 0.1)]


def test_nothing_to_read_is_said() -> None:
    with pytest.raises(ReadError) as caught:
        assemble([paragraph("  ")], "txt")
    assert caught.value.code == "no_text"
