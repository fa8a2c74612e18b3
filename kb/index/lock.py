"""A lock that one process at a time can hold and that the system frees when the process dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kb.disk import disk_errors
from kb.errors import ResourceError

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK_FILE = ".lock"


@contextmanager
def build_lock(index: Path) -> Iterator[None]:
    """While inside, no other build runs in ``index``. Raises ResourceError where one does."""
    with disk_errors(index):
        index.mkdir(parents=True, exist_ok=True)
        file = (index / LOCK_FILE).open("ab")
    # Closing the file frees the lock; the file itself stays, since removing it would race.
    with file:
        try:
            _take(file)
        except OSError as error:
            raise ResourceError("build_running", path=index) from error
        yield
