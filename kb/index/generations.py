"""Generations side by side, one of them current.

index/CURRENT                 the name of the current generation, switched by one rename
index/generations/<number>-<time>/
index/generations/.draft/     a build under way, or what a killed one left
index/.lock
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

from kb.disk import disk_errors, files_under, forget_sha256, remember_sha256, replace_text, sync, sync_tree
from kb.errors import IndexStateError
from kb.index.lock import build_lock
from kb.index.manifest import verify
from kb.strings_da.problems import DAMAGE_NO_GENERATION

CURRENT = "CURRENT"
GENERATIONS = "generations"
DRAFT = ".draft"


def generations(index: Path) -> tuple[str, ...]:
    """The names of the generations in ``index``, oldest first; empty where there is no index."""
    folder = index / GENERATIONS
    if not folder.is_dir():
        return ()
    return tuple(sorted(each.name for each in folder.iterdir() if each.is_dir() and each.name[0] != "."))


def current_generation(index: Path) -> str:
    """The name of the current generation. Raises IndexStateError where there is none."""
    try:
        name = (index / CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        raise IndexStateError("no_index", path=index) from None
    except (OSError, ValueError) as error:
        raise IndexStateError("index_damaged", path=index, detail=f"{CURRENT}: {error}") from error
    if name not in generations(index):
        raise IndexStateError("index_damaged", path=index, detail=DAMAGE_NO_GENERATION.format(name=name))
    return name


def generation_folder(index: Path, generation: str) -> Path:
    """Where a generation's files lie."""
    return index / GENERATIONS / generation


def next_generation(index: Path, now: dt.datetime) -> str:
    """The name of the generation after the newest: names sort by age whatever the clock does."""
    existing = generations(index)
    number = int(existing[-1].split("-")[0]) + 1 if existing else 1
    return f"{number:06d}-{now:%Y%m%dT%H%M%S}"


def new_draft(index: Path) -> Path:
    """An empty folder to build in, beside the generations; what a killed build left is removed.

    To be called under the build lock. Raises ResourceError.
    """
    folder = index / GENERATIONS / DRAFT
    with disk_errors(index):
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
    return folder


def publish(index: Path, draft: Path, keep: int) -> None:
    """Make the finished ``draft`` the current generation and drop all but the ``keep`` newest.

    The draft is verified first. Raises IndexStateError where it is not whole, ResourceError.
    """
    # Its large files were hashed when the manifest was written.
    manifest = verify(draft, thorough=False)
    name = manifest.generation
    folder = generation_folder(index, name)
    with disk_errors(index):
        sync_tree(draft)
        os.rename(draft, folder)
        sync(index / GENERATIONS)
        for file, checksum in manifest.checksums.items():
            remember_sha256(folder / file, checksum)
        replace_text(index / CURRENT, name + "\n")
    prune(index, keep)


def prune(index: Path, keep: int) -> None:
    """Remove all but the ``keep`` newest generations; the current one is never removed."""
    current = current_generation(index)
    for name in generations(index)[: -max(keep, 1)]:
        if name != current:
            # A reader on Windows may hold files open; the next build tries again.
            _remove(generation_folder(index, name), ignore_errors=True)


def _remove(folder: Path, *, ignore_errors: bool = False) -> None:
    """Removes a folder, and what is remembered of its files. Raises OSError unless errors are ignored."""
    for path in files_under(folder):
        forget_sha256(path)
    shutil.rmtree(folder, ignore_errors=ignore_errors)


def drop_others(index: Path) -> tuple[str, ...]:
    """The names of the generations that were removed: all but the current one, and what a killed build left.

    Raises IndexStateError where there is no current one, ResourceError where a build is running or something
    cannot be removed.
    """
    current_generation(index)  # an index that is not there gets no lock file
    with build_lock(index), disk_errors(index):
        names = tuple(name for name in generations(index) if name != current_generation(index))
        for folder in (*names, DRAFT):
            if (index / GENERATIONS / folder).exists():
                _remove(index / GENERATIONS / folder)
        sync(index / GENERATIONS)
    return names


def drop_all(index: Path) -> None:
    """Nothing, once there is no generation any more. Raises ResourceError as :func:`drop_others`."""
    with build_lock(index), disk_errors(index):
        (index / CURRENT).unlink(missing_ok=True)
        if (index / GENERATIONS).exists():
            _remove(index / GENERATIONS)
        sync(index)


def rollback(index: Path) -> str:
    """The name of the newest whole generation before the current one, now current.

    Raises IndexStateError where there is none, ResourceError where a build is running.
    """
    current_generation(index)  # an index that is not there gets no lock file
    with build_lock(index):
        current = current_generation(index)
        for name in reversed(generations(index)):
            if name < current and _is_whole(generation_folder(index, name)):
                with disk_errors(index):
                    replace_text(index / CURRENT, name + "\n")
                return name
    raise IndexStateError("no_previous_generation", path=index)


def _is_whole(folder: Path) -> bool:
    try:
        verify(folder)
    except IndexStateError:
        return False
    return True
