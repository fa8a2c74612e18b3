"""What the generation before offers to a build, and whether what it was made by is still so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.cases.corrected import alike
from kb.datatypes import Document, FieldCorrection, FileProblem, Stated
from kb.embedding.encoder import Encoder
from kb.errors import IndexStateError
from kb.index.repository import Repository
from kb.index.store import Store
from kb.readers.rooms import means_of
from kb.settings import Settings

PIPELINE_VERSION = 11
"""Raised with every change to reading, parsing, surveying or chunking: all is then read again."""

Corrections = Mapping[str, Sequence[FieldCorrection]]
"""What editors corrected, by document id, of the documents where they did."""

UNCORRECTED: Corrections = MappingProxyType({})

WITHHELD = frozenset({"closed", "not_cleared"})
"""Why a file was passed over that must not be read by everyone who reads the index."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many documents are as they were, are others now, are new and are gone."""

    unchanged: int
    changed: int
    new: int
    removed: int

    @property
    def any(self) -> bool:
        """Whether anything is not as it was."""
        return bool(self.changed or self.new or self.removed)


@dataclass(frozen=True, slots=True)
class Previous:
    """The generation before this build: its documents' checksums by id, and what may be taken from it.

    ``unread`` are the files that it missed. ``store`` is None where there is none, or nothing may be taken.
    ``corrected`` are the corrections that its documents were read with, ``masked_words`` names the list of
    words that were hidden in them. ``reclassified``: it may hold what must not be read any more.
    ``stated`` is what their systems stated of them.
    """

    checksums: Mapping[str, str]
    unread: tuple[FileProblem, ...]
    store: Store | None
    corrected: Corrections = field(default_factory=dict)
    masked_words: str = ""
    reclassified: bool = False
    stated: Mapping[str, Stated] = field(default_factory=dict)

    def is_by(self, encoder: Encoder | Callable[[], Encoder]) -> bool:
        """Whether this encoder made it; one that is not loaded yet is known by the settings alone."""
        if self.store is None:
            return False
        return callable(encoder) or self.store.manifest.model_fingerprint == encoder.fingerprint

    def is_from(self, sources: Sequence[str]) -> bool:
        """Whether it was read from these places: a person may look for the files where it says they are."""
        return self.store is not None and self.store.manifest.sources == tuple(sources)

    def may_tell_of(self, skipped: Sequence[FileProblem]) -> bool:
        """Whether what is withheld now may stand in this generation, or in one before it."""
        return self.reclassified or any(
            each.code in WITHHELD and each.path in self.checksums for each in skipped
        )

    def vectors_of(self, model: Encoder) -> Store | None:
        """The store whose vectors ``model`` would give again, None where it is another model's."""
        same = self.store is not None and self.store.manifest.model_fingerprint == model.fingerprint
        return self.store if same else None

    def holds(self, name: str, checksum: str, corrections: Sequence[FieldCorrection]) -> bool:
        """Whether the document was made of a file with this checksum, and with these corrections."""
        return self.checksums.get(name) == checksum and alike(self.corrected.get(name, ()), corrections)

    def changes(self, documents: Sequence[Document]) -> Changes:
        """How the documents read now differ from those of this generation."""
        now = {document.id: document for document in documents}
        both = now.keys() & self.checksums.keys()
        unchanged = sum(self.holds(name, now[name].sha256, now[name].corrected) for name in both)
        return Changes(
            unchanged=unchanged,
            changed=len(both) - unchanged,
            new=len(now) - len(both),
            removed=len(self.checksums) - len(both),
        )


def settings_hash(settings: Settings) -> str:
    """Digest of all that decides what a file becomes in the index, the model by the name it is set by."""
    hidden = [settings.mask_email, settings.mask_phone, settings.edition.value, settings.rules.fingerprint]
    model = [settings.chunk_tokens, settings.model, settings.precision]
    parts = [PIPELINE_VERSION, *model, means_of(settings), *hidden]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def previous_generation(repository: Repository, settings: Settings) -> Previous:
    """What the current generation offers; nothing where there is none, it is damaged or of another format.

    All of it is read: what had gone bad on the disk would be copied, and be whole to every later check.
    """
    try:
        repository.verify()
        store = repository.open()
    except IndexStateError as error:
        return Previous({}, (), None, reclassified=error.code in ("wrong_clearance", "classes_changed"))
    same = store.manifest.settings_hash == settings_hash(settings)
    kept = store if same else None
    words = store.manifest.masked_words
    return Previous(store.checksums(), store.unread(), kept, store.corrected(), words, stated=store.stated())
