"""A quote in its surroundings is always a verbatim piece of its own section."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.datatypes import Section, SectionKind
from kb.ui import context
from kb.ui.context import Excerpt
from tests.ui.records import CASE, DECISION, citation, document


def test_a_short_section_is_shown_whole() -> None:
    excerpt = context.near(document(), *span("Alle arbejdspladser var med."))
    assert excerpt == Excerpt(
        before="Der blev holdt stormøde i Fjordby. ",
        quote="Alle arbejdspladser var med.",
        after=" Dagen sluttede kl. 15.",
        cut_before=False,
        cut_after=False,
    )


def test_the_next_section_is_not_shown() -> None:
    assert context.section(document(), *span(DECISION)) == Excerpt("", DECISION, "", False, False)


def test_a_long_section_is_cut_at_sentences() -> None:
    sentences = [f"Punkt {number} blev drøftet grundigt af alle." for number in range(60)]
    text = " ".join(sentences)
    long = replace(document(), text=text, sections=(Section(0, SectionKind.CASE, "", 0, 0, len(text)),))
    start = text.index(sentences[30])
    excerpt = context.near(long, start, start + len(sentences[30]))
    assert excerpt.quote == sentences[30]
    assert excerpt.before.startswith("Punkt 2")
    assert excerpt.after.endswith("alle.")
    assert (excerpt.cut_before, excerpt.cut_after) == (True, True)
    assert context.section(long, start, start + len(sentences[30])).cut_before is False


@given(st.data())
def test_every_excerpt_is_verbatim(data: st.DataObject) -> None:
    text = data.draw(st.text("ab .\n", min_size=1, max_size=900))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, len(text)))
    plain = replace(document(), text=text, sections=(Section(0, SectionKind.CASE, "", 0, 0, len(text)),))
    excerpt = context.near(plain, start, end)
    assert excerpt.quote == text[start:end]
    assert text[:start].endswith(excerpt.before)
    assert text[end:].startswith(excerpt.after)


@pytest.mark.parametrize("quote", [CASE, DECISION])
def test_a_source_carries_both_surroundings(quote: str) -> None:
    source = context.source(document(), citation(quote))
    assert source.near.quote == source.whole.quote == quote


def span(quote: str) -> tuple[int, int]:
    start = document().text.index(quote)
    return start, start + len(quote)
