"""Chunks stay in their section, hold whole sentences and cover every character that is not blank once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.chunking import Piece, chunk_document, context_line, pack
from kb.datatypes import Access, Document, SectionKind, Status
from kb.embedding import Encoder
from tests.index.material import document, with_section


def words(texts: Sequence[str]) -> list[int]:
    """A token count that a reader can check by eye: one token a word."""
    return [len(text.split()) for text in texts]


def texts(made: Document, budget: int = 10) -> list[str]:
    return [chunk.text for chunk in chunk_document(made, words, budget)]


KINDS = st.sampled_from(list(SectionKind))
PARAGRAPHS = st.lists(st.text("aø Æ.\n\t\u00a0!§1-,:é", max_size=60) | st.text(max_size=40), max_size=6).map(
    "\n".join
)
HEADINGS = st.sampled_from(["", "Beslutning", "Økonomiske konsekvenser:", "x" * 50])


@given(st.lists(st.tuples(KINDS, HEADINGS, PARAGRAPHS), max_size=5), st.integers(1, 30), st.integers(0, 99))
@settings(max_examples=300, deadline=None)
def test_every_character_is_in_exactly_one_chunk(
    parts: list[tuple[SectionKind, str, str]], budget: int, first: int
) -> None:
    made = document("a.txt", parts)
    chunks = chunk_document(made, words, budget, first)
    covered = [0] * len(made.text)
    for position, chunk in enumerate(chunks):
        section = made.sections[chunk.section]
        assert (chunk.key, chunk.ordinal) == (first + position, position)
        assert section.start <= chunk.start < chunk.end <= section.end
        assert chunk.text == made.text[chunk.start : chunk.end] == chunk.text.strip()
        for at in range(chunk.start, chunk.end):
            covered[at] += 1
    assert max(covered, default=0) <= 1
    assert all(covered[at] for at, character in enumerate(made.text) if not character.isspace())
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)


@given(PARAGRAPHS, st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_no_chunk_is_longer_than_the_budget(body: str, budget: int) -> None:
    for text in texts(document("a.txt", [(SectionKind.CASE, "", body)]), budget):
        assert words([text])[0] <= budget


def test_sentences_stay_whole_and_chunks_are_of_like_size() -> None:
    body = "Et to tre fire. Fem seks syv. Otte ni ti elleve. Tolv tretten. Fjorten femten seksten."
    made = document("a.txt", [(SectionKind.CASE, "", body)])
    assert texts(made, 10) == [
        "Et to tre fire. Fem seks syv.",
        "Otte ni ti elleve. Tolv tretten. Fjorten femten seksten.",
    ]


def test_a_long_sentence_is_split_between_words() -> None:
    body = " ".join(f"ord{number}" for number in range(23)) + "."
    made = document("a.txt", [(SectionKind.CASE, "", body)])
    split = texts(made, 10)
    assert " ".join(split) == body
    assert [len(text.split()) for text in split] == [8, 8, 7]


def test_a_word_without_end_is_split_too() -> None:
    made = document("a.txt", [(SectionKind.CASE, "", "x" * 25)])
    counted = [chunk.text for chunk in chunk_document(made, lambda each: [len(text) for text in each], 10)]
    assert counted == ["x" * 10, "x" * 10, "x" * 5]


def test_the_heading_stands_with_the_first_sentence_and_splits_nothing() -> None:
    parts = [
        (SectionKind.DECISION, "Beslutning i Byrådet", "Et to tre fire fem seks syv otte ni ti. Elleve.")
    ]
    assert texts(document("a.txt", parts), 10) == [
        "Beslutning i Byrådet\n\nEt to tre fire fem seks syv otte ni ti.",
        "Elleve.",
    ]


def test_an_empty_section_is_found_by_its_heading() -> None:
    parts = [
        (SectionKind.ECONOMY, "Økonomiske konsekvenser", ""),
        (SectionKind.OTHER, "", " \n "),
        (SectionKind.DECISION, "Beslutning", "Godkendt."),
    ]
    chunks = chunk_document(document("a.txt", parts), words, 50)
    assert [(chunk.section, chunk.text) for chunk in chunks] == [
        (0, "Økonomiske konsekvenser"),
        (2, "Beslutning\n\nGodkendt."),
    ]


def test_equal_paragraphs_in_two_sections_are_two_chunks() -> None:
    parts = [
        (SectionKind.DECISION, f"Beslutning {name}", "Godkendt som indstillet.") for name in ("ØU", "KB")
    ]
    chunks = chunk_document(document("a.txt", parts), words, 50)
    assert len({(chunk.ordinal, chunk.start) for chunk in chunks}) == 2


def test_closed_sections_give_no_chunk() -> None:
    parts = [(SectionKind.CASE, "Sag", "Åbent."), (SectionKind.CASE, "Løn", "Hemmeligt.")]
    made = with_section(document("a.txt", parts), 1, access=Access.CLOSED)
    assert texts(made) == ["Sag\n\nÅbent."]


def test_tokens_are_counted_in_one_call_where_nothing_is_too_long() -> None:
    calls: list[int] = []

    def count(each: Sequence[str]) -> list[int]:
        calls.append(len(each))
        return words(each)

    chunk_document(
        document("a.txt", [(SectionKind.CASE, "A", "En. To."), (SectionKind.LAW, "", "Tre.")]), count, 5
    )
    assert calls == [4]


def test_chunks_of_real_text_fit_the_model(encoder: Encoder) -> None:
    sentence = (
        "Økonomiudvalget indstiller til kommunalbestyrelsen, at anlægsbevillingen på 1,2 mio. kr. frigives. "
    )
    made = document("a.txt", [(SectionKind.RECOMMENDATION, "Indstilling", sentence * 40)])
    chunks = chunk_document(made, encoder.count_tokens, 180)
    counts = encoder.count_tokens([chunk.text for chunk in chunks])
    assert max(counts) <= 180 + 10
    assert min(counts) > 120
    assert max(encoder.count_tokens([chunk.searchable for chunk in chunks])) < encoder.max_tokens


@pytest.mark.parametrize(
    ("tokens", "budget", "sizes"),
    [
        ([], 10, []),
        ([4], 10, [4]),
        ([50], 10, [50]),
        ([5, 5], 10, [10]),
        ([6, 5], 10, [6, 5]),
        ([3, 3, 3, 3], 10, [6, 6]),
        ([9, 1, 1, 9], 10, [10, 10]),
        ([0, 0], 10, [0]),
    ],
)
def test_packing(tokens: list[int], budget: int, sizes: list[int]) -> None:
    spans = pack([Piece(at, at + 1, count) for at, count in enumerate(tokens)], budget)
    assert [sum(tokens[start:end]) for start, end in spans] == sizes


def test_the_context_says_where_the_text_comes_from() -> None:
    made = document(
        "udkast.txt",
        [(SectionKind.ECONOMY, "Økonomiske  konsekvenser", "1 kr."), (SectionKind.UNKNOWN, "", "x")],
        title="Ny skolevej",
        committee="Økonomiudvalget",
        date=dt.date(2022, 12, 6),
        status=Status.DRAFT,
    )
    made = with_section(made, 0, item="Punkt 4: Veje", committee="Byrådet", date=dt.date(2023, 1, 17))
    assert context_line(made, made.sections[0]) == (
        "Ny skolevej · Byrådet · 17. januar 2023 · Punkt 4: Veje · Økonomi · Økonomiske konsekvenser · udkast"
    )
    assert context_line(made, made.sections[1]) == "Ny skolevej · Økonomiudvalget · 6. december 2022 · udkast"


def test_the_context_says_nothing_twice_and_nothing_unknown() -> None:
    made = replace(document("a.txt", [(SectionKind.DECISION, "Beslutning:", "Ja.")]), title="Beslutning")
    assert context_line(made, made.sections[0]) == "Beslutning"
    assert chunk_document(made, words, 9)[0].searchable == "Beslutning\nBeslutning:\n\nJa."
