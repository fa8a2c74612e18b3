"""A knowledge base of Danish municipal case documents that answers in verbatim quotes.

>>> import kb                                            # doctest: +SKIP
>>> kb.build("data", "index")                            # doctest: +SKIP
>>> kb.open("index").ask("Hvad besluttede Økonomiudvalget?").answer    # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.datatypes import (
    Answer,
    Case,
    Citation,
    Decision,
    Document,
    Filter,
    Gap,
    Hit,
    IngestReport,
    Tenure,
    Term,
)
from kb.errors import KBError

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

__all__ = [
    "Answer",
    "Case",
    "Citation",
    "Decision",
    "Document",
    "Filter",
    "Gap",
    "Hit",
    "IngestReport",
    "KBError",
    "Tenure",
    "Term",
    "build",
    "open",
    "read",
]


def read(path: str | Path) -> Document:
    """The document in one file, parsed: text, pages, sections and metadata.

    It is read as a build reads it, in a process of its own with the limits of the settings, which takes part
    of a second to start. Raises ReadError, SettingsError or ResourceError.
    """
    from kb.intake import read_document

    return read_document(Path(path))


def build(source: str | Path | Sequence[str | Path], index: str | Path = "index") -> IngestReport:
    """What building the next generation of ``index`` from folders or files did.

    Raises SourceError, ModelError, ResourceError or SettingsError; single files that fail are in the report.
    """
    from kb.editions import build_editions
    from kb.embedding import load_encoder
    from kb.settings import load_settings

    sources = [source] if isinstance(source, str | Path) else list(source)
    settings = load_settings(index=Path(index))
    return build_editions([Path(each) for each in sources], settings, lambda: load_encoder(settings))


def open(index: str | Path = "index") -> KnowledgeBase:
    """The knowledge base in ``index``. Raises IndexStateError or ModelError."""
    from kb.knowledge import open_knowledge

    return open_knowledge(index)
