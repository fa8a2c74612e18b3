"""Bringing a safety copy back (kb/backup.py says what is in one).

Every byte is checked before anything is changed, and what was there is kept beside what is brought back. What
was asked to be forgotten since the copy was made stays forgotten.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from kb.backup import DATA, FORMAT, INDEX, MANIFEST, PIECE, STATE, Contents, Copied
from kb.disk import disk_errors, files_under, replace_text, sha256_of, sync, sync_tree
from kb.errors import StateError
from kb.index.generations import CURRENT, generation_folder
from kb.index.lock import build_lock
from kb.index.manifest import verify
from kb.privacy import covered
from kb.settings import Settings
from kb.state.audit import FORGOTTEN_ROWS, Action, Event, append
from kb.state.database import PRIVATE, StateDatabase
from kb.state.forgotten import Forgotten
from kb.state.scrubbing import AUDIT, scrub_documents, scrub_words
from kb.strings_da.backup import Backup

_OPEN = 0o755
_GENERATION = re.compile(r"\d{6}-\d{8}T\d{6}")

# What a damaged archive makes the library raise; RuntimeError is for one that seems to be encrypted.
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(EOFError, OverflowError, RuntimeError, ValueError),
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back. ``kept`` are the folders with what was there before.

    ``carried`` is how many requests to forget came after the copy and count on; None where they were made
    with another key and are lost. ``left_out`` are files that are to be forgotten, ``index_left_out`` says
    that the index in the copy may still hold what is.
    """

    contents: Contents
    kept: tuple[Path, ...]
    carried: int | None
    left_out: int
    index_left_out: bool


def restore(settings: Settings, source: Path, now: dt.datetime) -> Restored:
    """What was brought back from a copy, once all of it is.

    Everything is checked before anything is changed. Raises StateError for a copy that is damaged or newer,
    ResourceError, and IndexStateError where a build is running.
    """
    here = Forgotten(StateDatabase(settings.state))
    with _unpacked(source, settings) as (contents, folders):
        carried: int | None = 0
        if STATE in folders:
            database = StateDatabase(folders[STATE])
            database.verify()
            carried = Forgotten(database).take_over(here)
            _scrub(database, now)
            here = Forgotten(database)
        newer = carried != 0 if STATE in folders else bool(here.all())
        left_out = _remove_forgotten(folders[DATA], here) if DATA in folders else 0
        if INDEX in folders and not newer:
            _restore_generation(settings.index_folder, folders[INDEX], str(contents.generation))
        kept: list[Path] = []
        for top, place, mode in ((DATA, settings.data, _OPEN), (STATE, settings.state, PRIVATE)):
            if top in folders:
                kept += _swap(folders[top], place.absolute(), mode, now)
    return Restored(contents, tuple(kept), carried, left_out, INDEX in folders and newer)


@contextmanager
def _unpacked(source: Path, settings: Settings) -> Iterator[tuple[Contents, dict[str, Path]]]:
    """The contents of a copy and, by their names, its folders unpacked beside where they belong."""
    places = {STATE: settings.state, INDEX: settings.index, DATA: settings.data}
    folders: dict[str, Path] = {}
    try:
        with _opened(source) as archive:
            contents = _contents(archive, source)
            for copied in contents.files:
                top = PurePosixPath(copied.name).parts[0]
                if top not in folders:
                    parent = places[top].absolute().parent
                    with disk_errors(parent):
                        parent.mkdir(parents=True, exist_ok=True)
                        made = tempfile.mkdtemp(prefix=f".{places[top].name}-", dir=parent)
                    folders[top] = Path(made)
                _unpack(archive, copied, folders[top], source)
        for folder in folders.values():
            sync_tree(folder)
        yield contents, folders
    finally:
        for folder in folders.values():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with disk_errors(source), zipfile.ZipFile(source) as archive:
            yield archive
    except _BROKEN as error:
        raise StateError("backup_damaged", path=source, detail=Backup.NO_ZIP) from error


def _contents(archive: zipfile.ZipFile, source: Path) -> Contents:
    """What the copy says that it holds, and does. Raises StateError."""
    try:
        record = json.loads(archive.read(MANIFEST))
        found = int(record["format"])
        if found <= FORMAT:
            files = tuple(Copied(**each) for each in record["files"])
            contents = Contents(found, str(record["made"]), record["generation"], files)
    except (KeyError, TypeError, *_BROKEN) as error:
        raise StateError("backup_damaged", path=source, detail=Backup.NO_MANIFEST) from error
    if found > FORMAT:
        raise StateError("backup_newer", path=source, found=found, expected=FORMAT)
    listed, present = [each.name for each in contents.files], archive.namelist()
    if strange := sorted({*listed, MANIFEST} ^ set(present)) or sorted(
        name for name in present if present.count(name) > 1
    ):
        raise StateError("backup_damaged", path=source, detail=Backup.LISTED.format(name=strange[0]))
    for name in listed:
        _refuse_outside(name, source)
    _refuse_other_generations(contents, source)
    return contents


def _refuse_other_generations(contents: Contents, source: Path) -> None:
    """Nothing where all that the copy has of an index is the one generation that it names."""
    parts = (PurePosixPath(each.name).parts for each in contents.files)
    found = {each[1] for each in parts if each[0] == INDEX}
    if found and not (found == {contents.generation} and _GENERATION.fullmatch(str(contents.generation))):
        raise StateError("backup_damaged", path=source, detail=Backup.NO_MANIFEST)


def _refuse_outside(name: str, source: Path) -> None:
    parts = PurePosixPath(name).parts
    if len(parts) < 2 or parts[0] not in (STATE, INDEX, DATA) or ".." in parts or "\\" in name or ":" in name:
        raise StateError("backup_damaged", path=source, detail=Backup.BAD_NAME.format(name=name))


def _unpack(archive: zipfile.ZipFile, copied: Copied, folder: Path, source: Path) -> None:
    """Nothing, once the file lies in the folder and every byte is as it was. Raises StateError."""
    path = folder.joinpath(*PurePosixPath(copied.name).parts[1:])
    hashed, size = hashlib.sha256(), 0
    try:
        with disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(copied.name) as packed, path.open("wb") as target:
                while piece := packed.read(PIECE):
                    hashed.update(piece)
                    size += len(piece)
                    if size > copied.size:
                        break
                    target.write(piece)
    except _BROKEN as error:
        raise _changed(copied, source) from error
    if (size, hashed.hexdigest()) != (copied.size, copied.sha256):
        raise _changed(copied, source)


def _changed(copied: Copied, source: Path) -> StateError:
    return StateError("backup_damaged", path=source, detail=Backup.CHANGED.format(name=copied.name))


def _scrub(database: StateDatabase, now: dt.datetime) -> None:
    """Takes out of a state that is brought back what is to be forgotten by now."""
    words, documents = Forgotten(database).words(), Forgotten(database).documents()
    if not (words.prints or documents.prints):
        return
    with database.writing() as connection:
        masked = scrub_words(connection, lambda text: covered(text, words.spans(text)))
        dropped = scrub_documents(connection, documents.holds_name)
        rows = masked.get(AUDIT, 0) + dropped.get(AUDIT, 0)
        append(connection, Event(Action.FORGOT, detail={FORGOTTEN_ROWS: rows}), now)
    database.compact()


def _remove_forgotten(folder: Path, forgotten: Forgotten) -> int:
    """How many files of documents that are to be forgotten were taken out of what is brought back."""
    documents, removed = forgotten.documents(), 0
    for path in files_under(folder):
        if documents.holds(path.relative_to(folder).as_posix(), sha256_of(path)):
            path.unlink()
            removed += 1
    return removed


def _restore_generation(index: Path, unpacked: Path, name: str) -> None:
    """Nothing, once the generation is the current one; the others stay. Raises IndexStateError."""
    verify(unpacked / name)
    target = generation_folder(index, name)
    with build_lock(index), disk_errors(index):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            shutil.rmtree(target)  # of the same name: the same generation, or a damaged one
        os.rename(unpacked / name, target)
        sync(target.parent)
        replace_text(index / CURRENT, name + "\n")


def _swap(unpacked: Path, place: Path, mode: int, now: dt.datetime) -> list[Path]:
    """The folder with what was there, where there was something; what was unpacked is there now."""
    with disk_errors(place):
        unpacked.chmod(mode)
        name = f"{place.name}-{now:%Y%m%dT%H%M%S}"
        numbered = (place.with_name(name if n == 1 else f"{name}-{n}") for n in count(1))
        kept = next(each for each in numbered if not each.exists())
        found = place.exists()
        if found:
            os.rename(place, kept)
        os.rename(unpacked, place)
        sync(place.parent)
    return [kept] if found else []
