"""What is to be forgotten: documents, and words to be hidden. Known by keyed digests alone, findable again.

The key is made with the first row and lies in the same database: the list protects from those who read it,
not from those who have it and try names one by one.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kb.state.database import StateDatabase, written
from kb.wordprints import PrintKind, WordPrint, WordPrints, keyed, prints_of

_KEY = "forgotten"
_KEY_BYTES = 32


class DocumentPrint(StrEnum):
    """What of a document a digest is of."""

    NAME = "name"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class ForgottenDocuments:
    """The documents that are left out for ever: by their names, and by their content under any name."""

    key: bytes = b""
    prints: frozenset[tuple[str, str]] = frozenset()

    def holds(self, name: str, checksum: str) -> bool:
        """Whether a file of this name and checksum is one of them."""
        return self.holds_name(name) or self._has(DocumentPrint.CONTENT, checksum)

    def holds_name(self, name: str) -> bool:
        """Whether one of them has this name."""
        return self._has(DocumentPrint.NAME, name)

    def _has(self, kind: DocumentPrint, text: str) -> bool:
        return bool(self.prints) and (kind.value, keyed(self.key, text)) in self.prints


@dataclass(frozen=True, slots=True)
class Request:
    """One request to forget: a document or words, when and by whom, and when it was taken back."""

    number: int
    made: dt.datetime
    user: str | None
    is_document: bool
    undone: dt.datetime | None
    undone_by: str | None


class Forgotten:
    """The requests in the state database. Every method raises StateError or ResourceError where it fails."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def add_words(self, text: str, user: str | None, now: dt.datetime) -> int:
        """The number of the request to hide a name or a number wherever it stands, once it is on the disk.

        A request in force for the same words is that request. Raises ValueError where there is no word in
        it, or too many.
        """
        with self._database.writing() as connection:
            prints = prints_of(text, _key_in(connection))
            if not prints:
                raise ValueError("no words to hide")
            told = [[each.kind.value, each.size, each.digest] for each in prints]
            return _added(connection, told, user, now)

    def add_document(self, name: str, checksum: str, user: str | None, now: dt.datetime) -> int:
        """The number of the request to leave a document out, once it is on the disk."""
        with self._database.writing() as connection:
            key = _key_in(connection)
            told = [
                [DocumentPrint.NAME.value, 0, keyed(key, name)],
                [DocumentPrint.CONTENT.value, 0, keyed(key, checksum)],
            ]
            return _added(connection, told, user, now)

    def undo(self, number: int, user: str | None, now: dt.datetime) -> bool:
        """Whether a request of this number was in force; from the next build on it is not."""
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE forgotten SET undone = ?, undone_by = ? WHERE number = ? AND undone IS NULL",
                (written(now), user, number),
            )
            return done.rowcount == 1

    def words(self) -> WordPrints:
        """The words that are hidden."""
        key, prints = self._in_force()
        kinds = {each.value for each in PrintKind}
        words = (WordPrint(PrintKind(kind), size, digest) for kind, size, digest in prints if kind in kinds)
        return WordPrints(key, tuple(words))

    def documents(self) -> ForgottenDocuments:
        """The documents that are left out."""
        key, prints = self._in_force()
        kinds = {each.value for each in DocumentPrint}
        return ForgottenDocuments(
            key, frozenset((kind, digest) for kind, _, digest in prints if kind in kinds)
        )

    def take_over(self, other: Forgotten) -> int | None:
        """How many requests of another database were added here, None where its key is not the same.

        So a state that is brought back goes by what was asked for since.
        """
        rows = other._database.rows(
            "SELECT made, user, prints, undone, undone_by FROM forgotten ORDER BY number"
        )
        keys = other._database.rows("SELECT key FROM keys_of_digests WHERE name = ?", (_KEY,))
        if not rows:
            return 0
        added = 0
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO keys_of_digests (name, key) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                (_KEY, keys[0][0]),
            )
            if _key_in(connection) != bytes(keys[0][0]):
                return None
            for row in rows:
                # What was taken back since is not in force here either.
                connection.execute(
                    "UPDATE forgotten SET undone = ?, undone_by = ? WHERE made = ? AND prints = ?",
                    (row[3], row[4], row[0], row[2]),
                )
                added += connection.execute(
                    "INSERT INTO forgotten (made, user, prints, undone, undone_by) SELECT ?, ?, ?, ?, ?"
                    " WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE made = ? AND prints = ?)",
                    (*row, row[0], row[2]),
                ).rowcount
        return added

    def all(self) -> tuple[Request, ...]:
        """All requests there were, newest first."""
        rows = self._database.rows(
            "SELECT number, made, user, prints, undone, undone_by FROM forgotten ORDER BY number DESC"
        )
        return tuple(map(_request, rows))

    def _in_force(self) -> tuple[bytes, list[tuple[str, int, str]]]:
        rows = self._database.rows(
            "SELECT k.key, f.prints FROM forgotten f JOIN keys_of_digests k ON k.name = ?"
            " WHERE f.undone IS NULL ORDER BY f.number",
            (_KEY,),
        )
        prints = [(kind, size, digest) for _, told in rows for kind, size, digest in json.loads(told)]
        return (rows[0][0] if rows else b""), prints


def _key_in(connection: sqlite3.Connection) -> bytes:
    """The key of the digests, made where there is none yet."""
    connection.execute(
        "INSERT INTO keys_of_digests (name, key) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
        (_KEY, secrets.token_bytes(_KEY_BYTES)),
    )
    row = connection.execute("SELECT key FROM keys_of_digests WHERE name = ?", (_KEY,)).fetchone()
    return bytes(row[0])


def _added(
    connection: sqlite3.Connection, told: Sequence[Sequence[object]], user: str | None, now: dt.datetime
) -> int:
    prints = json.dumps(told)
    known = connection.execute(
        "SELECT number FROM forgotten WHERE prints = ? AND undone IS NULL", (prints,)
    ).fetchone()
    if known:
        return int(known[0])
    row = connection.execute(
        "INSERT INTO forgotten (made, user, prints) VALUES (?, ?, ?)", (written(now), user, prints)
    )
    return int(row.lastrowid or 0)


def _request(row: Sequence[Any]) -> Request:
    number, made, user, prints, undone, undone_by = row
    return Request(
        number,
        dt.datetime.fromisoformat(made),
        user,
        json.loads(prints)[0][0] in {each.value for each in DocumentPrint},
        dt.datetime.fromisoformat(undone) if undone else None,
        undone_by,
    )
