"""What was fetched before: where each address lies, and what to ask so that it comes only if it changed.

It lies beside the documents as a hidden file, which no build looks at. Without it all is fetched again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kb.disk import disk_errors, replace_text
from kb.readers.members import path_of

FILE = ".kb-fetch.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that was fetched: its ``file`` below the folder, and what its site calls this state."""

    file: str
    etag: str | None = None
    modified: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for it only if it has changed."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


_LEDGER = TypeAdapter(dict[str, Entry])


def read_ledger(folder: Path) -> dict[str, Entry]:
    """What was fetched into the folder, by address; nothing where nobody knows."""
    try:
        entries = _LEDGER.validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return {}
    # Whoever writes in the folder may not have files removed elsewhere.
    return {address: each for address, each in entries.items() if path_of(each.file) == each.file}


def write_ledger(folder: Path, entries: dict[str, Entry]) -> None:
    """Keeps what was fetched. Raises ResourceError."""
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        replace_text(folder / FILE, _LEDGER.dump_json(entries, indent=1).decode())
