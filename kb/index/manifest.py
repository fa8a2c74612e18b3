"""The manifest of a generation: written last, checked first."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kb.datatypes import Clearance, Manifest
from kb.disk import files_under, remembered_sha256, sha256_to_remember
from kb.errors import IndexStateError
from kb.strings_da.problems import DAMAGE_FILE_CHANGED

FORMAT = 11
"""Raised with every change to the files of a generation that an older program cannot read."""

MANIFEST_FILE = "manifest.json"


def checksums(folder: Path, of: Callable[[Path], str]) -> dict[str, str]:
    """The sha256 of every file of a generation but the manifest, by path within it, as ``of`` tells it."""
    return {
        path.relative_to(folder).as_posix(): of(path)
        for path in files_under(folder)
        if path.name != MANIFEST_FILE
    }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest`` with the checksums of the files that lie in ``folder``. Raises OSError."""
    record = {**dataclasses.asdict(manifest), "checksums": checksums(folder, remembered_sha256)}
    (folder / MANIFEST_FILE).write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation. Raises IndexStateError where it is damaged or of another format."""
    try:
        record = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
        found = record["format"]
        if found == FORMAT:
            return manifest_of(record)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexStateError("index_damaged", path=folder, detail=f"{MANIFEST_FILE}: {error}") from error
    raise IndexStateError("index_format_mismatch", path=folder, found=found, expected=FORMAT)


def manifest_of(record: Mapping[str, Any]) -> Manifest:
    """The manifest that JSON holds. Raises KeyError and TypeError where a field is missing or another."""
    return Manifest(**{**record, "sources": tuple(record["sources"])})


def refuse_other_classes(manifest: Manifest, clearance: Clearance, classes: str, place: str) -> None:
    """Nothing. Raises IndexStateError where a generation may hold more than ``clearance`` covers.

    One that was made by other rules than ``classes`` may.
    """
    if not clearance.covers(Clearance(manifest.clearance)):
        raise IndexStateError("wrong_clearance", path=place, found=manifest.clearance, expected=clearance)
    if manifest.classes != classes:
        raise IndexStateError("classes_changed", path=place)


def verify(folder: Path, *, thorough: bool = True) -> Manifest:
    """The manifest, once every file has been found to be what it says. Raises IndexStateError.

    Unless it is ``thorough``, a large file that was read before, and has kept its size and time of change, is
    not read again: opening gigabytes would take seconds each time.
    """
    manifest = read_manifest(folder)
    try:
        present = checksums(folder, sha256_to_remember if thorough else remembered_sha256)
    except OSError as error:
        raise IndexStateError("index_damaged", path=folder, detail=error.strerror or error) from error
    for name in sorted({*manifest.checksums, *present}):
        if present.get(name) != manifest.checksums.get(name):
            detail = DAMAGE_FILE_CHANGED.format(name=name)
            raise IndexStateError("index_damaged", path=folder, detail=detail)
    return manifest
