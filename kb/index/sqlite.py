"""A catalogue's tables in one SQLite file.

It is written once by a build and opened read-only ever after, so it needs neither journal nor lock file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any


class CatalogueFile:
    """A read-only file of tables. Safe to use from several threads, which share one connection."""

    def __init__(self, path: Path) -> None:
        """Opens the file. Raises sqlite3.Error where there is none."""
        # immutable: nobody writes here any more, so SQLite need not look for locks or journals.
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = Lock()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows of a query, as tuples. Raises sqlite3.Error where the file is damaged."""
        with self._lock:
            return self._database.execute(sql, values).fetchall()

    def close(self) -> None:
        """Closes the file."""
        self._database.close()
