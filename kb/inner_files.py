"""Files that lie in archives and e-mails, taken out while they are shown: each by its checksum.

They are unpacked in a child process and lie in a folder that only this user may open, until others need the
room or the program ends. Whoever asks for one gets that one alone, and nothing of what lies beside it.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from kb.disk import disk_errors
from kb.errors import ReadError
from kb.readers.rooms import ReadingRooms
from kb.settings import Settings

KEPT_BYTES = 256 * 2**20


class InnerFiles:
    """The files that were asked for last."""

    def __init__(self, room: int = KEPT_BYTES) -> None:
        self._room = room
        self._lock = Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._kept: OrderedDict[str, int] = OrderedDict()

    def path_of(self, container: Path, sha256: str, settings: Settings) -> Path | None:
        """Where the file with this checksum lies now, None where the container does not hold it any more.

        Raises ResourceError where it cannot be unpacked or kept.
        """
        with self._lock:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="kb-")
            path = Path(self._folder.name) / sha256
            if sha256 in self._kept and path.is_file():
                self._kept.move_to_end(sha256)
                return path
            content = _content(container, sha256, settings)
            if content is None:
                return None
            with disk_errors(path):
                path.write_bytes(content)
            self._kept[sha256] = len(content)
            while len(self._kept) > 1 and sum(self._kept.values()) > self._room:
                oldest, _size = self._kept.popitem(last=False)
                path.with_name(oldest).unlink(missing_ok=True)
            return path


def _content(container: Path, sha256: str, settings: Settings) -> bytes | None:
    """The bytes of the file with this checksum in the container."""
    try:
        with ReadingRooms.of(settings, 1) as rooms:
            unpacked = rooms.unpack(container)
            named = (name for name, found in unpacked.members.items() if found.sha256 == sha256)
            name = next(named, None)
            return None if name is None else unpacked.content(name)
    except ReadError:
        return None  # what could be read once has changed since


INNER_FILES = InnerFiles()
"""Those of this process."""
