"""Searches that people follow, what each index was known to hold, and where what is new stands.

The words of documents are never kept: a piece of news is a place and a digest, read again by whoever asks.
The address of a feed is random, and only its hash is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kb.datatypes import Clearance
from kb.errors import UsageError
from kb.privacy import without_cpr
from kb.state.database import StateDatabase, written
from kb.state.secrets import SECRET_BYTES, hashed, new_secret

MOST_FOLLOWS = 100
"""How many searches one person may follow."""

_KEY = "following"
_COLUMNS = "number, made, owner, clearance, kind, question, filters, mail, muted, looked"
_NEWS = "number, follow, made, document, checksum, start, end, digest, changed, mailed"


class FollowKind(StrEnum):
    """What is followed: the answers to a question, or the rows of the register of decisions."""

    QUESTION = "question"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of.

    ``question`` is the question, or the words that a decision has to hold. ``filters`` are values by the
    names of the API; decisions may have ``final`` too.
    """

    kind: FollowKind
    question: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Follow:
    """One followed search.

    ``owner`` is the e-mail of who is signed in or ``api:`` with the name of a key, None for the deployment.
    ``clearance`` is what they could read when they saved it. ``mail`` says whether news is mailed. A
    ``muted`` one finds nothing. ``looked`` is the number of the look up to which news was found.
    """

    number: int
    made: dt.datetime
    owner: str | None
    clearance: Clearance
    wish: Wish
    mail: bool
    muted: dt.datetime | None
    looked: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something new stands: ``text[start:end]`` of a document whose file has this checksum.

    ``digest`` is that of the words there. ``changed`` says that a paper of this name was known before.
    """

    document: str
    checksum: str
    start: int
    end: int
    digest: str
    changed: bool


@dataclass(frozen=True, slots=True)
class News:
    """Something new that a followed search found, and when; ``mailed`` once a mail told of it."""

    number: int
    follow: int
    made: dt.datetime
    place: Place
    mailed: dt.datetime | None


class FollowBook:
    """The followed searches in the state database. Safe to use from several threads and processes.

    Every method raises StateError or ResourceError where the database cannot be used.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def add(
        self, wish: Wish, owner: str | None, clearance: Clearance, now: dt.datetime, *, mail: bool = False
    ) -> tuple[Follow, str]:
        """The followed search and the secret of its feed, which is not kept and cannot be shown again.

        CPR numbers in it are masked. What is in the indexes now is known. Raises UsageError where the owner
        follows it already, or too many.
        """
        owner = plain(owner)
        question = " ".join(without_cpr(wish.question).split())
        filters = {name: tuple(map(without_cpr, values)) for name, values in wish.filters.items() if values}
        wish = Wish(wish.kind, question, filters)
        secret = new_secret()
        with self._database.writing() as connection:
            held = [each for each in map(_follow, _selected(connection)) if each.owner == owner]
            if any(each.wish == wish for each in held):
                raise UsageError("followed_already")
            if len(held) >= MOST_FOLLOWS:
                raise UsageError("too_many_follows", limit=MOST_FOLLOWS)
            row = connection.execute(
                "INSERT INTO follows (made, owner, clearance, kind, question, filters, hash, mail, looked)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(written(now), owner, clearance.value, wish.kind.value, question),
                    json.dumps(filters, ensure_ascii=False, sort_keys=True),
                    *(hashed(secret), int(mail), _latest(connection)),
                ),
            )
            number = int(row.lastrowid or 0)
            return next(each for each in map(_follow, _selected(connection)) if each.number == number), secret

    def all(self) -> tuple[Follow, ...]:
        """All followed searches, oldest first."""
        return tuple(map(_follow, self._database.rows(f"SELECT {_COLUMNS} FROM follows ORDER BY number")))  # noqa: S608

    def of(self, owner: str | None) -> tuple[Follow, ...]:
        """What somebody follows, newest first."""
        return tuple(each for each in reversed(self.all()) if each.owner == plain(owner))

    def one(self, number: int, owner: str | None) -> Follow:
        """The followed search with this number. Raises UsageError where the owner has none."""
        found = next((each for each in self.of(owner) if each.number == number), None)
        if found is None:
            raise UsageError("unknown_follow", number=number)
        return found

    def by_secret(self, secret: str) -> Follow | None:
        """The followed search whose feed has this secret, None where there is none any more."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM follows WHERE hash = ?",  # noqa: S608
            (hashed(secret),),
        )
        return _follow(rows[0]) if rows else None

    def renew(self, number: int) -> str:
        """The new secret of its feed, once the one before opens nothing any more."""
        secret = new_secret()
        self._set("hash", hashed(secret), number)
        return secret

    def mute(self, number: int, now: dt.datetime | None) -> None:
        """Nothing, once it finds nothing more; with ``now`` None it does again, from the next build on."""
        self._set("muted", None if now is None else written(now), number)

    def mail(self, number: int, wanted: bool, now: dt.datetime) -> None:
        """Nothing, once news of it is mailed from now on, or is not any more."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE follow_news SET mailed = ? WHERE follow = ? AND mailed IS NULL",
                (written(now), number),
            )
            connection.execute("UPDATE follows SET mail = ? WHERE number = ?", (int(wanted), number))

    def remove(self, number: int) -> None:
        """Nothing, once it and all that it found is gone for ever."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM follow_news WHERE follow = ?", (number,))
            connection.execute("DELETE FROM follows WHERE number = ?", (number,))

    def key(self) -> bytes:
        """The key of the digests, made where there is none yet."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO keys_of_digests (name, key) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                (_KEY, secrets.token_bytes(SECRET_BYTES)),
            )
            row = connection.execute("SELECT key FROM keys_of_digests WHERE name = ?", (_KEY,)).fetchone()
            return bytes(row[0])

    def known(self, edition: Clearance) -> Mapping[str, int]:
        """The digests of what an index was ever known to hold, each with the look that met it first."""
        rows = self._database.rows(
            "SELECT digest, look FROM follow_known WHERE edition = ?", (edition.value,)
        )
        return dict(rows)

    def learn(self, edition: Clearance, digests: Collection[str], met: int | None = None) -> None:
        """Nothing, once these are known: from the look ``met`` on, or from the next one.

        All of an index that nothing was known of was there from the start.
        """
        if not digests:
            return
        with self._database.writing() as connection:
            before = connection.execute(
                "SELECT 1 FROM follow_known WHERE edition = ? LIMIT 1", (edition.value,)
            ).fetchone()
            look = met if met is not None else _latest(connection) + 1 if before else 0
            connection.executemany(
                "INSERT INTO follow_known (edition, digest, look) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [(edition.value, digest, look) for digest in sorted(digests)],
            )

    def latest(self) -> int:
        """The number of the latest look, 0 before the first."""
        with self._database.writing() as connection:
            return _latest(connection)

    def found(self, number: int, places: Sequence[Place], look: int, now: dt.datetime) -> int:
        """How much of it is news, once it is kept and the search has looked up to ``look``.

        Words that it was told of before, in a document of that name, are none.
        """
        with self._database.writing() as connection:
            if not connection.execute("SELECT 1 FROM follows WHERE number = ?", (number,)).fetchone():
                return 0  # removed meanwhile
            new = 0
            for each in places:
                new += connection.execute(
                    "INSERT INTO follow_news (follow, made, document, checksum, start, end, digest, changed)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (
                        *(number, written(now), each.document, each.checksum, each.start, each.end),
                        *(each.digest, int(each.changed)),
                    ),
                ).rowcount
            connection.execute("UPDATE follows SET looked = ? WHERE number = ?", (look, number))
            return new

    def news(self, number: int) -> tuple[News, ...]:
        """What a followed search found, newest first."""
        rows = self._database.rows(
            f"SELECT {_NEWS} FROM follow_news WHERE follow = ? ORDER BY number DESC",  # noqa: S608
            (number,),
        )
        return tuple(map(_news, rows))

    def mailed(self, numbers: Collection[int], now: dt.datetime) -> None:
        """Nothing, once a mail is known to have told of these pieces of news."""
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE follow_news SET mailed = ? WHERE number = ?",
                [(written(now), each) for each in numbers],
            )

    def _set(self, column: str, value: object, number: int) -> None:
        with self._database.writing() as connection:
            connection.execute(f"UPDATE follows SET {column} = ? WHERE number = ?", (value, number))  # noqa: S608


def _selected(connection: sqlite3.Connection) -> list[Any]:
    return connection.execute(f"SELECT {_COLUMNS} FROM follows ORDER BY number").fetchall()  # noqa: S608


def _latest(connection: sqlite3.Connection) -> int:
    row = connection.execute(
        "SELECT max(coalesce((SELECT max(look) FROM follow_known), 0),"
        " coalesce((SELECT max(looked) FROM follows), 0))"
    ).fetchone()
    return int(row[0])


def remove_of(connection: sqlite3.Connection, owner: str) -> None:
    """Nothing, once all that an owner follows and all that it found is gone for ever."""
    connection.execute(
        "DELETE FROM follow_news WHERE follow IN (SELECT number FROM follows WHERE owner = ?)", (owner,)
    )
    connection.execute("DELETE FROM follows WHERE owner = ?", (owner,))


def plain(owner: str | None) -> str | None:
    """An owner as they are compared: the case of an e-mail counts for nothing, that of a key's name does."""
    return owner.strip().casefold() if owner and "@" in owner else owner


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _follow(row: Sequence[Any]) -> Follow:
    number, made, owner, clearance, kind, question, filters, mail, muted, looked = row
    held = {name: tuple(values) for name, values in json.loads(filters).items()}
    return Follow(
        number,
        dt.datetime.fromisoformat(made),
        owner,
        Clearance(clearance),
        Wish(FollowKind(kind), question, held),
        bool(mail),
        _moment(muted),
        looked,
    )


def _news(row: Sequence[Any]) -> News:
    number, follow, made, document, checksum, start, end, digest, changed, mailed = row
    place = Place(document, checksum, start, end, digest, bool(changed))
    return News(number, follow, dt.datetime.fromisoformat(made), place, _moment(mailed))
