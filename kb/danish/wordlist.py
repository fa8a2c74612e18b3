"""A word list on the disk: the lemma of each form, and what compounds each word builds, one word at a time.

simplemma's own list takes half a second to unpack, which a single question should not wait for. It is
written out once, into the user's cache folder, and then looked up in where it lies.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

SCHEMA = """
CREATE TABLE forms (form TEXT PRIMARY KEY, lemma TEXT) WITHOUT ROWID;
CREATE TABLE lemmas (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE built (word TEXT PRIMARY KEY, as_first INTEGER, as_last INTEGER) WITHOUT ROWID;
"""
CACHED_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class Words:
    """What a word list is made of. ``as_first``, ``as_last``: how many compounds a word begins and ends."""

    forms: Mapping[str, str]
    lemmas: frozenset[str]
    as_first: Mapping[str, int]
    as_last: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one word; ``lemma`` is None where it is no form of any."""

    lemma: str | None
    is_lemma: bool
    as_first: int
    as_last: int


class WordList:
    """An opened word list. Safe to use from several threads."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._lock = Lock()
        self.entry = lru_cache(CACHED_WORDS)(self._entry)

    def _entry(self, word: str) -> Entry:
        sql = (
            "SELECT (SELECT lemma FROM forms WHERE form = ?1), EXISTS (SELECT 1 FROM lemmas WHERE word = ?1),"
            " b.as_first, b.as_last FROM (SELECT 1) LEFT JOIN built b ON b.word = ?1"
        )
        with self._lock:
            lemma, is_lemma, as_first, as_last = self._database.execute(sql, (word,)).fetchone()
        return Entry(lemma, bool(is_lemma), as_first or 0, as_last or 0)

    def forms(self) -> list[str]:
        """All forms in the list, in order; slow."""
        with self._lock:
            return [form for (form,) in self._database.execute("SELECT form FROM forms ORDER BY form")]


class Forms(Mapping[str, str]):
    """The lemma of each form, as a mapping that looks each up when it is asked for."""

    def __init__(self, words: WordList) -> None:
        self._words = words

    def __getitem__(self, form: str) -> str:
        lemma = self._words.entry(form).lemma
        if lemma is None:
            raise KeyError(form)
        return lemma

    def __iter__(self) -> Iterator[str]:
        return iter(self._words.forms())

    def __len__(self) -> int:
        return len(self._words.forms())


def opened(path: Path) -> WordList | None:
    """The word list at ``path``, None where none lies there."""
    if not path.is_file():
        return None
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return WordList(sqlite3.connect(uri, uri=True, check_same_thread=False))


def written(path: Path, words: Words) -> WordList:
    """The word list, left at ``path`` for the next time; kept in memory where it cannot be written there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(descriptor)
        with closing(sqlite3.connect(draft, isolation_level=None)) as database:
            _fill(database, words)
        os.replace(draft, path)
        found = opened(path)
    except (OSError, sqlite3.OperationalError):
        found = None
    if found is None:
        database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        _fill(database, words)
        found = WordList(database)
    return found


def _fill(database: sqlite3.Connection, words: Words) -> None:
    """Write all words in one transaction."""
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    database.execute("BEGIN")
    database.executemany("INSERT INTO forms VALUES (?, ?)", sorted(words.forms.items()))
    database.executemany("INSERT INTO lemmas VALUES (?)", ((word,) for word in sorted(words.lemmas)))
    building = sorted({*words.as_first, *words.as_last})
    database.executemany(
        "INSERT INTO built VALUES (?, ?, ?)",
        ((word, words.as_first.get(word, 0), words.as_last.get(word, 0)) for word in building),
    )
    database.execute("COMMIT")
