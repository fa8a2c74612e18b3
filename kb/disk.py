"""Writing to disk so that a crash leaves the old state or the new one, and a full disk has a name."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs

from kb.errors import ResourceError

LARGE_BYTES = 32 * 2**20
"""Files above this size are hashed once and remembered by their size and time."""

FULL_DISK = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """While inside, failures to write under ``path`` are raised as ResourceError."""
    try:
        yield
    except OSError as error:
        code = "disk_full" if error.errno in FULL_DISK else "not_writable"
        raise ResourceError(code, path=path, detail=error.strerror or error) from error
    except sqlite3.OperationalError as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise ResourceError("disk_full" if full else "not_writable", path=path, detail=error) from error


def sha256_of(path: Path) -> str:
    """The sha256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remembered_sha256(path: Path) -> str:
    """The sha256 of a file. Large ones take seconds to hash, so theirs is remembered in the user's cache.

    A large file is taken for unchanged as long as its size and time of change are.
    """
    if path.stat().st_size <= LARGE_BYTES:
        return sha256_of(path)
    try:
        seen, checksum = _memory(path).read_text("ascii").split()
    except (OSError, ValueError):
        return sha256_to_remember(path)
    return checksum if seen == _look(path) else sha256_to_remember(path)


def sha256_to_remember(path: Path) -> str:
    """The sha256 of a file as it is now, which :func:`remembered_sha256` will not have to find again."""
    checksum = sha256_of(path)
    remember_sha256(path, checksum)
    return checksum


def remember_sha256(path: Path, checksum: str) -> None:
    """Keeps the checksum of a file as it is now, where it is a large one."""
    if path.stat().st_size <= LARGE_BYTES:
        return
    memory = _memory(path)
    draft = memory.with_name(f"{memory.name}.{os.getpid()}")
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(f"{_look(path)} {checksum}", "ascii")
        os.replace(draft, memory)
    except OSError:
        # It is only slower next time.
        logging.getLogger(__name__).info("checksum of %s could not be remembered", path.name)


def forget_sha256(path: Path) -> None:
    """Nothing; no checksum is kept of what lies, or lay, at this place."""
    with suppress(OSError):  # a file more in a cache harms nobody
        _memory(path).unlink(missing_ok=True)


def _memory(path: Path) -> Path:
    """Where the checksum of a file of this place is kept."""
    place = hashlib.sha256(str(path.resolve()).encode()).hexdigest()
    return platformdirs.user_cache_path("kb") / "checksums" / place


def _look(path: Path) -> str:
    """What a file is known again by without being read: its size and time of change."""
    stat = path.stat()
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def files_under(folder: Path) -> list[Path]:
    """All files below ``folder``, sorted by path."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def sync(path: Path) -> None:
    """Wait until a file's content or a folder's names are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder, and writes its names through.
    # A file must be open for writing on Windows to be flushed.
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until ``folder`` and everything in it is on the disk."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


@contextmanager
def finished_folder(folder: Path, is_whole: Callable[[Path], bool]) -> Iterator[Path]:
    """A draft to write in, which is ``folder`` once all went well, made here or by another process.

    A damaged folder of that name is moved out of the way whole, so that nobody reads half of it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield draft
        sync_tree(draft)
        if folder.exists() and not is_whole(folder):
            os.replace(folder, Path(tempfile.mkdtemp(prefix=f".{folder.name}-damaged-", dir=folder.parent)))
        try:
            os.rename(draft, folder)
        except OSError:
            if not is_whole(folder):
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def replace_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` so that a reader finds the old content or the new, never part of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8")
        sync(draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)
