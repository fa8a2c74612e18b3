"""The sample collection: where it lies, and copying it to the documents of a new knowledge base."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from kb.disk import disk_errors, files_under
from kb.errors import SourceError

PACKAGED = Path(__file__).parent / "sample_collection"
"""Where an installed package carries it; see pyproject.toml."""

CHECKOUT = Path(__file__).parents[1] / "data"
PARTS = ("README.md", "fjordby", "norddjurs")
"""What of data/ belongs to it; a person's own documents may lie beside."""


@dataclass(frozen=True, slots=True)
class Laid:
    """How many files were copied, and how many of that name lay there and were left alone."""

    new: int
    kept: int


def sample_files() -> tuple[Path, tuple[Path, ...]]:
    """The folder of the sample collection, and its files below it in order. Raises SourceError."""
    root = PACKAGED if PACKAGED.is_dir() else CHECKOUT
    found = [path for part in PARTS for path in _below(root / part)]
    if not found:
        raise SourceError("no_sample")
    return root, tuple(path.relative_to(root) for path in found)


def lay_out(target: Path) -> Laid:
    """What was done: every file of the sample collection lies in ``target``; none is written over.

    Raises SourceError where the program came without it, ResourceError where it cannot be written.
    """
    root, files = sample_files()
    new = 0
    with disk_errors(target):
        for file in files:
            place = target / file
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                shutil.copyfile(root / file, place)
                new += 1
    return Laid(new, len(files) - new)


def _below(path: Path) -> list[Path]:
    return [path] if path.is_file() else files_under(path)
