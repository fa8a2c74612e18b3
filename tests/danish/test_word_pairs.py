"""How often a word of a question finds its other forms, and only those: pairs of words in two halves.

Rules were made on the half ``dev`` alone; the half ``test`` says what they are worth on words not looked at.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from kb.danish.analysis import search_terms, whole_terms
from kb.danish.exact import exact_terms, find_exact
from kb.danish.tokens import TOKEN, normalise, words

PAIRS = Path(__file__).with_name("word_pairs.tsv")
FLOORS = {
    "inflection": 0.93,
    "derivation": 0.92,
    "compound": 0.97,
    "ellipsis": 0.77,
    "letters": 0.92,
    "name": 0.80,
    "identifier": 0.90,
    "date": 0.95,
    "negation": 1.0,
    "falsefriend": 0.96,
}
TOTALS = {"dev": 0.95, "test": 0.91}


class Pair(NamedTuple):
    query: str
    text: str
    match: str
    phenomenon: str
    split: str


def pairs() -> list[Pair]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Pair(*row) for row in rows]


def finds(query: str, text: str) -> bool:
    """Whether the text has all numbers and dates of the query exactly, and a form of each other word.

    A compound with a hyphen is found as one word or as all its parts.
    """
    composed, found_terms = normalise(query), set(search_terms(text))
    named, letters = find_exact(composed), list(composed)
    for mention in named:
        letters[mention.start : mention.end] = " " * (mention.end - mention.start)
    tokens = [token.strip("-_") for token in TOKEN.findall("".join(letters)) if search_terms(token)]
    exact = {term for mention in named for term in mention.terms}
    return (
        bool(tokens or exact)
        and exact <= set(exact_terms(text))
        and all(has_word(token, found_terms) for token in tokens)
    )


def has_word(token: str, terms: set[str]) -> bool:
    pieces = token.split("-")
    if len(pieces) > 1 and all(terms & set(search_terms(piece)) for piece in pieces):
        return True
    forms = words(token) or [token.lower()]
    return not terms.isdisjoint(whole_terms(forms[0]) or search_terms(token))


def is_right(pair: Pair) -> bool:
    return finds(pair.query, pair.text) == (pair.match == "1")


@pytest.mark.parametrize("split", ["dev", "test"])
def test_pairs_are_told_right(split: str) -> None:
    judged = [is_right(pair) for pair in pairs() if pair.split == split]
    assert sum(judged) / len(judged) >= TOTALS[split]


@pytest.mark.parametrize("phenomenon", sorted(FLOORS))
def test_each_phenomenon_holds_its_floor(phenomenon: str) -> None:
    judged = [is_right(pair) for pair in pairs() if pair.phenomenon == phenomenon]
    assert sum(judged) / len(judged) >= FLOORS[phenomenon]


def test_every_phenomenon_has_a_floor() -> None:
    assert set(Counter(pair.phenomenon for pair in pairs())) == set(FLOORS)


def test_no_word_finds_its_opposite() -> None:
    denied = [pair for pair in pairs() if pair.phenomenon == "negation" and pair.match == "0"]
    assert denied
    assert [pair for pair in denied if finds(pair.query, pair.text)] == []
