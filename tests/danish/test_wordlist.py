"""The word list on the disk says what simplemma's own dictionary says, and does without a cache folder."""

from __future__ import annotations

from pathlib import Path

import pytest
import simplemma

from kb.danish import lexicon
from kb.danish.wordlist import Entry, Forms, Words, opened, written

WORDS = Words(
    forms={"husene": "hus", "hus": "hus", "planen": "plan"},
    lemmas=frozenset({"hus", "plan"}),
    as_first={"hus": 3},
    as_last={"plan": 7, "hus": 1},
)


def test_a_written_list_is_found_again_and_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "words.sqlite"
    assert opened(path) is None
    for found in (written(path, WORDS), opened(path)):
        assert found is not None
        assert found.entry("husene") == Entry("hus", False, 0, 0)
        assert found.entry("hus") == Entry("hus", True, 3, 1)
        assert found.entry("plan") == Entry(None, True, 0, 7)
        assert found.entry("ukendt") == Entry(None, False, 0, 0)
        assert Forms(found).get("planen") == "plan"
        assert "ukendt" not in Forms(found)
        assert dict(Forms(found)) == WORDS.forms
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_where_nothing_can_be_written_the_list_is_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    found = written(tmp_path / "file" / "words.sqlite", WORDS)
    assert found.entry("hus") == Entry("hus", True, 3, 1)


@pytest.mark.parametrize(
    "word",
    "husene skolens giver bedre caféområdet akutlægebiler 2fbestyrelsen børne- xyzzy å".split(),
)
def test_lemmas_are_those_of_simplemmas_own_dictionary(word: str) -> None:
    assert simplemma.lemmatize(word, "da").lower() in lexicon.lemmas(word)
