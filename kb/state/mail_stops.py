"""The links in mails by which a person stops all mails to them. They are random; only hashes are kept."""

from __future__ import annotations

import datetime as dt

from kb.state.database import StateDatabase, written
from kb.state.following import plain
from kb.state.secrets import hashed, new_secret

STOP_DAYS = 400
"""How long the link of a mail goes on working."""


class MailStops:
    """The links in the state database. Safe to use from several threads and processes.

    Every method raises StateError or ResourceError where the database cannot be used.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def create(self, owner: str, now: dt.datetime) -> str:
        """The secret of a new link for a person's mails. Links that are too old go."""
        secret = new_secret()
        with self._database.writing() as connection:
            oldest = written(now - dt.timedelta(days=STOP_DAYS))
            connection.execute("DELETE FROM follow_stops WHERE made < ?", (oldest,))
            connection.execute(
                "INSERT INTO follow_stops (made, owner, hash) VALUES (?, ?, ?)",
                (written(now), plain(owner), hashed(secret)),
            )
        return secret

    def opens(self, secret: str) -> bool:
        """Whether there is a link with this secret."""
        return bool(self._database.rows("SELECT 1 FROM follow_stops WHERE hash = ?", (hashed(secret),)))

    def stop(self, secret: str) -> bool:
        """Whether there was such a link; then nothing is mailed to its owner any more."""
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT owner FROM follow_stops WHERE hash = ?", (hashed(secret),)
            ).fetchone()
            if row:
                connection.execute("UPDATE follows SET mail = 0 WHERE owner = ?", row)
            return row is not None
