"""Everything that reading a file may need, loaded beforehand: later nothing can be opened any more."""

from __future__ import annotations

import email
import encodings
import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from types import ModuleType

import pypdf

_READERS = (
    *("pdf", "docx", "odt", "html", "markdown", "txt", "xlsx", "pptx"),
    *("unpacking", "zipped", "mail", "exports", "firstagenda", "sbsys", "acadre"),
)
_EXTRAS = ("pikepdf", "msoffcrypto", "cryptography.hazmat.backends")
_STANDARD = ("heapq",)
"""Loaded inside functions of the standard library that readers call."""


def load_all() -> None:
    """Import the readers, and the codecs and parts of pypdf that load themselves when first needed."""
    for name in (*_STANDARD, *(f"kb.readers.{reader}" for reader in _READERS)):
        importlib.import_module(name)
    for package in (encodings, email, pypdf, *_extras()):
        _load_parts(package)


def _extras() -> Iterator[ModuleType]:
    """The packages of extras, those that are installed."""
    for name in _EXTRAS:
        with suppress(ImportError):
            yield importlib.import_module(name)


def _load_parts(package: ModuleType) -> None:
    for part in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        # Some are for other systems, or for packages that are not installed: nothing will ask for those.
        with suppress(ImportError):
            importlib.import_module(part.name)
