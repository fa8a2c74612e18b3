"""Everything that reading a file may need, loaded beforehand: later nothing can be opened any more."""

from __future__ import annotations

import encodings
import importlib
import pkgutil
from contextlib import suppress
from types import ModuleType

import pypdf

_READERS = ("pdf", "docx", "odt", "html", "markdown", "txt")
_STANDARD = ("heapq",)
"""Loaded inside functions of the standard library that readers call."""


def load_all() -> None:
    """Import the readers, and the codecs and parts of pypdf that load themselves when first needed."""
    for name in (*_STANDARD, *(f"kb.readers.{reader}" for reader in _READERS)):
        importlib.import_module(name)
    _load_parts(encodings)
    _load_parts(pypdf)


def _load_parts(package: ModuleType) -> None:
    for part in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        # Some are for other systems, or for packages that are not installed: nothing will ask for those.
        with suppress(ImportError):
            importlib.import_module(part.name)
