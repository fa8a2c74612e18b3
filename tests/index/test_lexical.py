"""BM25 agrees with the formula written out, and knows nothing of unknown terms."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kb.index.bm25 import K1, B
from kb.index.inverting import Inverter, write_lexical
from kb.index.lexical import LexicalIndex

TERMS = [
    ["vej", "skole", "vej"],
    ["vand", "afgift"],
    [],
    ["vand", "skole", "vand", "vand", "eng"],
    ["vand", "afgift"],
    ["ål"],
]
ALL = np.ones(len(TERMS), np.bool_)


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    write_lexical(tmp_path, TERMS)
    return LexicalIndex(tmp_path)


def bm25(question: Sequence[str], key: int) -> float:
    """Lucene's BM25 as Kamphuis et al. (2020) write it; a chunk without terms counts as one term long."""
    lengths = [max(len(terms), 1) for terms in TERMS]
    mean = sum(lengths) / len(lengths)
    score = 0.0
    for term in question:
        frequency = sum(term in terms for terms in TERMS)
        count = TERMS[key].count(term)
        idf = math.log(1 + (len(TERMS) - frequency + 0.5) / (frequency + 0.5))
        score += idf * count / (count + K1 * (1 - B + B * lengths[key] / mean))
    return score


@pytest.mark.parametrize(
    "question", [["vand"], ["vej", "vand"], ["vand", "vand", "ål", "ukendt"], ["eng", "skole"]]
)
def test_scores_are_those_of_the_formula(index: LexicalIndex, question: list[str]) -> None:
    ranking = index.search(question, ALL, 10)
    scores = {key: bm25(question, key) for key in range(len(TERMS)) if bm25(question, key) > 0}
    assert ranking.keys.tolist() == sorted(scores, key=lambda key: (-round(scores[key], 6), key))
    np.testing.assert_allclose(ranking.scores, [scores[int(key)] for key in ranking.keys], rtol=1e-5)


def test_ties_are_broken_by_key(index: LexicalIndex) -> None:
    assert index.search(["afgift"], ALL, 10).keys.tolist() == [1, 4]
    assert index.search(["afgift"], ALL, 1).keys.tolist() == [1]


def test_only_allowed_chunks_are_ranked(index: LexicalIndex) -> None:
    allowed = ALL.copy()
    allowed[[1, 3]] = False
    assert index.search(["vand"], allowed, 10).keys.tolist() == [4]
    assert index.search(["vand"], np.zeros(len(TERMS), np.bool_), 10).keys.tolist() == []


@pytest.mark.parametrize("question", [[], ["ukendt"], [""]])
def test_nothing_known_finds_nothing(index: LexicalIndex, question: list[str]) -> None:
    ranking = index.search(question, ALL, 10)
    assert (ranking.keys.tolist(), ranking.scores.tolist()) == ([], [])


def test_document_frequency_counts_chunks(index: LexicalIndex) -> None:
    assert index.document_frequency(["vand", "vej", "ukendt", "", "ål"]) == [3, 1, 0, 0, 1]


@pytest.mark.parametrize("terms", [[], [[]], [[], []]])
def test_no_terms_at_all_can_be_written_and_searched(tmp_path: Path, terms: list[list[str]]) -> None:
    write_lexical(tmp_path, terms)
    index = LexicalIndex(tmp_path)
    assert index.search(["vand"], np.ones(len(terms), np.bool_), 5).keys.tolist() == []
    assert index.document_frequency(["vand"]) == [0]


def test_no_file_needs_pickle_and_equal_builds_are_equal_bytes(tmp_path: Path) -> None:
    # In processes of their own, where Python orders sets differently.
    code = "import sys; from pathlib import Path; from kb.index.inverting import Inverter, write_lexical;"
    code += f"write_lexical(Path(sys.argv[1]), {TERMS!r})"
    for name, seed in (("a", "1"), ("b", "2")):
        command = [sys.executable, "-c", code, str(tmp_path / name)]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed})
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert {Path(name).suffix for name in files} == {".bin", ".npy", ".txt"}
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_chunks_that_are_taken_over_are_as_if_they_were_analysed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In many runs: one is written each time that a few postings have come together."""
    monkeypatch.setattr("kb.index.inverting.RUN_POSTINGS", 3)
    write_lexical(tmp_path / "old", TERMS)
    # Chunk 1 is gone, 0 lives on twice, a new one stands between.
    wanted = [TERMS[3], ["ny", "vand"], TERMS[0], TERMS[2], TERMS[4], TERMS[0], TERMS[5]]
    old = LexicalIndex(tmp_path / "old")
    made = Inverter(tmp_path / "new")
    made.add([1], [wanted[1]])
    made.take(old, np.array([2, -1, 3, 0, 4, 6]))
    made.take(old, np.array([5, -1, -1, -1, -1, -1]))
    made.finish(len(wanted))
    write_lexical(tmp_path / "again", wanted)
    new, again = LexicalIndex(tmp_path / "new"), LexicalIndex(tmp_path / "again")
    assert list(new.terms()) == list(again.terms()) == sorted({term for each in wanted for term in each})
    assert new.lengths.tolist() == again.lengths.tolist()
    everything = np.ones(len(wanted), np.bool_)
    for term in new.terms():
        ours, theirs = new.search([term], everything, 9), again.search([term], everything, 9)
        assert ours.keys.tolist() == theirs.keys.tolist()
        assert ours.scores.tolist() == theirs.scores.tolist()


def test_a_term_is_counted_no_higher_than_a_byte_holds(tmp_path: Path) -> None:
    write_lexical(tmp_path, [["vand"] * 300, ["vej"]])
    postings = LexicalIndex(tmp_path).postings("vand")
    assert postings is not None
    assert (postings.keys.tolist(), postings.counts.tolist(), postings.frequency) == ([0], [255], 1)


def test_files_that_do_not_belong_together_do_not_open(tmp_path: Path) -> None:
    write_lexical(tmp_path, TERMS)
    terms = tmp_path / "terms.txt"
    terms.write_bytes(terms.read_bytes().replace(b"\n", b"", 1))
    with pytest.raises(ValueError, match=r"terms\.txt"):
        LexicalIndex(tmp_path)
