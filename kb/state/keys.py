"""API keys: who may call the HTTP faces. A key is shown once, when it is made; only its hash is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.datatypes import Clearance
from kb.errors import UsageError
from kb.roles import Role
from kb.state.database import StateDatabase, written
from kb.state.following import remove_of
from kb.state.secrets import hashed, new_secret

PREFIX = "kb_"
OWNER_PREFIX = "api:"
"""What stands before the name of a key where a person's e-mail may stand too, so that it is no person's."""

MAX_NAME = 60
_COLUMNS = "number, name, clearance, made, revoked"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One key without its secret. ``clearance`` is what may be read with it.

    ``revoked`` is when it was taken back, None while it opens.
    """

    number: int
    name: str
    clearance: Clearance
    made: dt.datetime
    revoked: dt.datetime | None


class ApiKeys:
    """The keys in the state database. Safe to use from several threads and processes.

    Every method raises StateError or ResourceError where the database cannot be used.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def create(self, name: str, clearance: Clearance, now: dt.datetime) -> str:
        """A new key, which is not kept and cannot be shown again.

        Raises UsageError for a name that is empty, too long, or that of a key which opens.
        """
        name = " ".join(name.split())
        if not name or len(name) > MAX_NAME or not name.isprintable():
            raise UsageError("bad_key_name", limit=MAX_NAME)
        key = PREFIX + new_secret()
        with self._database.writing() as connection:
            if connection.execute(
                "SELECT 1 FROM api_keys WHERE name = ? AND revoked IS NULL", (name,)
            ).fetchone():
                raise UsageError("key_name_taken", name=name)
            connection.execute(
                "INSERT INTO api_keys (name, role, clearance, hash, made) VALUES (?, ?, ?, ?, ?)",
                (name, Role.READER.value, clearance.value, hashed(key), written(now)),
            )
        return key

    def revoke(self, name: str, now: dt.datetime) -> None:
        """Nothing, once the key with this name opens no more, and what it followed is gone.

        A new key of that name is another's. Raises UsageError where none opens.
        """
        with self._database.writing() as connection:
            done = connection.execute(
                "UPDATE api_keys SET revoked = ? WHERE name = ? AND revoked IS NULL",
                (written(now), " ".join(name.split())),
            )
            if done.rowcount == 0:
                raise UsageError("unknown_key", name=name)
            remove_of(connection, OWNER_PREFIX + " ".join(name.split()))

    def find(self, key: str) -> ApiKey | None:
        """The key that opens with this secret, None where there is none or it was revoked."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM api_keys WHERE hash = ? AND revoked IS NULL",  # noqa: S608
            (hashed(key),),
        )
        return _api_key(rows[0]) if rows else None

    def named(self, name: str) -> ApiKey | None:
        """The key with this name that opens, None where there is none."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM api_keys WHERE name = ? AND revoked IS NULL",  # noqa: S608
            (name,),
        )
        return _api_key(rows[0]) if rows else None

    def all(self) -> tuple[ApiKey, ...]:
        """Every key ever made, newest first, those revoked too."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM api_keys ORDER BY number DESC")  # noqa: S608
        return tuple(map(_api_key, rows))


def _api_key(row: Sequence[Any]) -> ApiKey:
    number, name, clearance, made, revoked = row
    return ApiKey(
        number,
        name,
        Clearance(clearance),
        dt.datetime.fromisoformat(made),
        dt.datetime.fromisoformat(revoked) if revoked else None,
    )
