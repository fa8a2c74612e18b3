"""Words explained in a text: the longest that fits, whole words, once, and nothing else changed."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.datatypes import Evidence, Sense, SenseKind, Term
from kb.strings_da.newcomers import Newcomers
from kb.ui.explained import mentions, with_terms


def term(word: str, *meanings: str, document: str = "fjordby/ordliste.md") -> Term:
    """A term with these meanings."""
    return Term(
        word,
        tuple(
            Sense(
                SenseKind.DEFINITION,
                meaning,
                "Hovedudvalget",
                dt.date(2024, 2, 8),
                Evidence(document, 1, 10, 20, f"{word} er {meaning}"),
                1,
            )
            for meaning in meanings
        ),
    )


MED = term("MED", "medindflydelse og medbestemmelse")
UNIT = term("Aftaleenhed", "en institution med eget ansvar")
CLOSED = term("Lukket punkt", "et punkt uden tilhørere")
POINT = term("punkt", "en sag på dagsordenen")
TERMS = (MED, UNIT, CLOSED, POINT)


def marked(text: str) -> list[str]:
    """The words of a text that are marked."""
    return [text[each.start : each.end] for each in mentions(text, TERMS)]


def test_an_abbreviation_stands_as_it_is_written() -> None:
    assert marked("Vi arbejder med MED i kommunen.") == ["MED"]
    assert marked("Vi arbejder med det, og Med er et ord.") == []
    assert marked("MEDARBEJDER og MED-udvalg er andre ord.") == []


def test_other_words_stand_in_any_form() -> None:
    assert marked("Alle aftaleenhederne er med.") == ["aftaleenhederne"]


def test_the_longest_term_is_taken() -> None:
    assert marked("Det var et lukket punkt.") == ["lukket punkt"]
    assert marked("Døren var lukket. Punkt 3 blev udsat.") == ["Punkt"]


def test_only_the_first_mention_is_marked() -> None:
    text = "MED og punkt, MED og punkter."
    assert [(each.start, each.term.term) for each in mentions(text, TERMS)] == [(0, "MED"), (7, "punkt")]


def test_the_text_itself_is_unchanged_and_escaped() -> None:
    html = with_terms("MED & <b>punkt</b>", TERMS, "x")
    text, _, popovers = html.partition("<span popover")
    assert re.sub(r"<[^>]+>", "", text) == "MED &amp; &lt;b&gt;punkt&lt;/b&gt;"
    assert "<b>" not in html
    assert 'popovertarget="ord-x-0"' in text
    assert 'id="ord-x-0"' in "<span popover" + popovers


def test_the_meaning_is_quoted_with_the_way_to_where_it_stands() -> None:
    html = with_terms("MED", (MED,), "x")
    assert "»medindflydelse og medbestemmelse«" in html
    assert "tegn=10-20#citat" in html
    assert f'aria-label="MED, {Newcomers.EXPLAINS}"' in html


def test_a_meaning_from_the_papers_own_collection_comes_first() -> None:
    there = term("TRIO", "en der", document="norddjurs/a.pdf")
    trio = Term("TRIO", (*term("TRIO", "en her").senses, *there.senses))
    here = with_terms("TRIO", (trio,), "x", document="fjordby/b.pdf")
    away = with_terms("TRIO", (trio,), "x", document="norddjurs/b.pdf")
    assert here.index("en her") < here.index("en der")
    assert away.index("en der") < away.index("en her")
    assert Newcomers.MORE_SENSES.format(count=2) in here


def test_hostile_meanings_stay_text() -> None:
    html = with_terms("MED", (term("MED", '"><script>x</script>'),), "x")
    assert "<script" not in html


@given(st.text(alphabet="MEDmed punktlaf.,-\n<&", max_size=60))
def test_nothing_of_any_text_is_lost(text: str) -> None:
    found = mentions(text, TERMS)
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert len({each.term.term for each in found}) == len(found)
    html = with_terms(text, TERMS, "x").partition("<span popover")[0]
    shown = re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&amp;", "&")
    assert shown == text


@pytest.mark.parametrize("terms", [(), (term("-", "intet"),)])
def test_no_terms_leave_the_text_alone(terms: tuple[Term, ...]) -> None:
    assert with_terms("MED er med.", terms, "x") == "MED er med."
