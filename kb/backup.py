"""Safety copies: one ZIP file with what people entered and, if wanted, the index and the documents.

    manifest.json                what is in it: format, sizes and checksums
    state/...                    the database as it was at one moment, and the proofs
    index/<generation>/...       the current generation
    data/...                     the case documents

A copy is made beside its name and renamed when it is whole. :mod:`kb.restoring` brings it back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from kb.disk import disk_errors, files_under, sync
from kb.errors import IndexStateError, UsageError
from kb.index.generations import CURRENT, current_generation, generation_folder
from kb.index.manifest import verify
from kb.settings import Settings
from kb.state.database import FILE, StateDatabase

FORMAT = 1
MANIFEST = "manifest.json"
STATE, INDEX, DATA = "state", "index", "data"
PIECE = 2**20
TRIES = 5
"""How often the current generation is copied anew where builds removed it meanwhile."""

_OWNER_ONLY = 0o600
_RUNNING = (FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal")


@dataclass(frozen=True, slots=True)
class Copied:
    """One file of a copy, by its path in it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds. ``generation`` is that of the index in it, None where there is none."""

    format: int
    made: str
    generation: str | None
    files: tuple[Copied, ...]


def back_up(
    settings: Settings, target: Path, now: dt.datetime, *, with_index: bool = False, with_data: bool = False
) -> Contents:
    """What the copy at ``target`` holds, once it is whole and on the disk.

    Others go on reading and writing. Raises UsageError where there is such a file already, it would lie in
    a folder that is copied, or the index is not in a folder, StateError, IndexStateError and ResourceError.
    """
    if target.exists():
        raise UsageError("file_exists", path=target)
    for place in (settings.state, settings.index, settings.data):
        if target.resolve().is_relative_to(place.resolve()):
            raise UsageError("backup_inside", path=place)
    if with_index and settings.store != "local":
        raise UsageError("backup_of_local_index")
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.part")
        try:
            with open(draft, "wb", opener=_private) as file:
                contents = _written(file, settings, now, with_index=with_index, with_data=with_data)
            sync(draft)
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
        sync(target.parent)
    return contents


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER_ONLY)


def _written(
    file: IO[bytes], settings: Settings, now: dt.datetime, *, with_index: bool, with_data: bool
) -> Contents:
    files: list[Copied] = []
    generation = None
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with tempfile.TemporaryDirectory(prefix="kb-") as folder:
            copy = Path(folder) / FILE
            StateDatabase(settings.state).copy_to(copy)
            StateDatabase(copy.parent).verify()  # a damaged one must not replace copies that are whole
            files += _add_below(archive, STATE, copy.parent, files_under(copy.parent))
        beside = (path for path in files_under(settings.state) if path.name not in _RUNNING)
        files += _add_below(archive, STATE, settings.state, beside)
        if with_index:
            generation, added = _add_generation(archive, settings.index_folder)
            files += added
        if with_data:
            files += _add_below(archive, DATA, settings.data, files_under(settings.data))
        contents = Contents(FORMAT, now.isoformat(timespec="seconds"), generation, tuple(files))
        archive.writestr(MANIFEST, json.dumps(asdict(contents), ensure_ascii=False, indent=1))
    return contents


def _add(archive: zipfile.ZipFile, name: str, source: IO[bytes]) -> Copied:
    """The record of an opened file, its bytes hashed as they went into the archive."""
    hashed, size = hashlib.sha256(), 0
    with source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            hashed.update(piece)
            size += len(piece)
            target.write(piece)
    return Copied(name, size, hashed.hexdigest())


def _add_below(archive: zipfile.ZipFile, top: str, folder: Path, paths: Iterable[Path]) -> Iterator[Copied]:
    """The records of files below a folder; one that is removed meanwhile is none."""
    for path in paths:
        with suppress(FileNotFoundError):
            yield _add(archive, f"{top}/{path.relative_to(folder).as_posix()}", path.open("rb"))


def _add_generation(archive: zipfile.ZipFile, index: Path) -> tuple[str, list[Copied]]:
    """The current generation's name and files.

    A build may remove it meanwhile: its files are opened before the first is read. Raises IndexStateError
    where there is none or it is damaged.
    """
    for _ in range(TRIES):
        name = current_generation(index)
        folder = generation_folder(index, name)
        with suppress(FileNotFoundError), ExitStack() as stack:
            verify(folder)
            files = [(path, stack.enter_context(path.open("rb"))) for path in files_under(folder)]
            return name, [
                _add(archive, f"{INDEX}/{name}/{path.relative_to(folder).as_posix()}", file)
                for path, file in files
            ]
    raise IndexStateError("index_damaged", path=index, detail=CURRENT)
