"""Writing a generation to a local folder: everything of it into a draft, then the switch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from kb.datatypes import Manifest
from kb.disk import disk_errors, files_under, sha256_to_remember
from kb.embedding.encoder import Vectors
from kb.errors import IndexStateError
from kb.index.draft import Batch, Collection, Origin
from kb.index.generations import new_draft, next_generation, publish
from kb.index.health import health_of, told
from kb.index.inverting import Inverter
from kb.index.manifest import FORMAT, write_manifest
from kb.index.ranking import Keys
from kb.index.schema import CatalogueWriter
from kb.index.searched import FIELDS, LEXICAL_FOLDER, TOKENS_FOLDER
from kb.index.store import CATALOGUE_FILE, LocalStore
from kb.index.token_codes import Codes
from kb.index.tokens import TokenWriter
from kb.index.vectors import VectorWriter


class LocalDraft:
    """A generation in the making in a folder beside the others."""

    def __init__(self, index: Path, dimensions: int, previous: LocalStore | None) -> None:
        """An empty draft; what a killed build left is removed. Raises ResourceError."""
        self._index, self._dimensions, self._previous = index, dimensions, previous
        self._folder = new_draft(index)
        with disk_errors(index):
            self._catalogue = CatalogueWriter(self._folder / CATALOGUE_FILE)
            self._vectors = VectorWriter(self._folder, dimensions)
            self._tokens = TokenWriter(self._folder / TOKENS_FOLDER, dimensions)
            self._lexical = {name: Inverter(self._folder / LEXICAL_FOLDER / name) for name in FIELDS}
        self._count = 0
        self._pairs: list[tuple[int, int]] = []

    def add(self, batch: Batch) -> None:
        """Adds chunks. Raises ResourceError."""
        with disk_errors(self._index):
            self._catalogue.add_chunks(batch.rows)
            self._add_vectors(batch)
            own = iter(batch.tokens)
            for first, last in _runs(batch.taken):
                if first < 0:
                    self._tokens.add(next(own))
                else:
                    self._tokens.take(self._taken_from.searched.tokens, first, last)
            own_keys = [row[0] for row in batch.own]
            for name, terms in batch.terms.items():
                self._lexical[name].add(own_keys, terms)
        self._pairs += [(old, row[0]) for old, row in batch.moved]
        self._count += len(batch.rows)

    @property
    def _taken_from(self) -> LocalStore:
        if self._previous is None:
            raise ValueError("chunks are taken from a generation that is not there")
        return self._previous

    def _add_vectors(self, batch: Batch) -> None:
        taken = batch.taken >= 0
        vectors = np.zeros((len(taken), self._dimensions), np.float32)
        vectors[~taken] = batch.vectors
        if taken.any():
            vectors[taken] = self._taken_from.searched.vectors.of(batch.taken[taken].tolist())
        self._vectors.add(vectors)

    def embedded(self, keys: Sequence[int]) -> tuple[Vectors, list[Codes]]:
        """The vectors (n, d) and token codes of chunks that were added, in the order given."""
        with disk_errors(self._index):
            return self._vectors.of(keys), [self._tokens.of(key) for key in keys]

    def settle(self) -> None:
        """Puts in order what was added: writes the files of vectors, tokens and terms, and hashes them."""
        with disk_errors(self._index):
            self._vectors.finish()
            self._tokens.finish()
            self._finish_lexical()
            for path in files_under(self._folder):
                if path.name != CATALOGUE_FILE:
                    sha256_to_remember(path)

    def finish(self, collection: Collection, origin: Origin, now: dt.datetime, keep: int) -> Manifest:
        """The manifest of the settled draft, now the current generation; of the others ``keep`` remain."""
        with disk_errors(self._index):
            self._catalogue.finish(collection)
            manifest = Manifest(
                format=FORMAT,
                generation=next_generation(self._index, now),
                created=now.isoformat(timespec="seconds"),
                sources=origin.sources,
                model=origin.model,
                model_fingerprint=origin.model_fingerprint,
                dimensions=self._dimensions,
                settings_hash=origin.settings_hash,
                masked_words=origin.masked_words,
                clearance=origin.clearance.value,
                classes=origin.classes,
                documents=len(collection.documents),
                chunks=self._count,
            )
            write_manifest(self._folder, manifest)
        _refuse_dead_legs(self._index, self._folder)
        publish(self._index, self._folder, keep)
        return manifest

    def _finish_lexical(self) -> None:
        maps = key_maps(self._pairs, self._previous.chunk_count if self._previous else 0)
        for name, inverter in self._lexical.items():
            for moved in maps:
                inverter.take(self._taken_from.searched.lexical[name], moved)
            inverter.finish(self._count)

    def discard(self) -> None:
        """Lets go of the files, so that Windows can remove them."""
        self._catalogue.close()
        self._tokens.discard()


def _runs(taken: Keys) -> Iterator[tuple[int, int]]:
    """The keys that follow on one another, each run as its first key and the one after its last.

    A chunk that has its own is a run by itself, (-1, 0).
    """
    breaks = np.flatnonzero((np.diff(taken) != 1) | (taken[1:] <= 0)) + 1
    for run in np.split(taken, breaks):
        if len(run):
            yield int(run[0]), int(run[-1]) + 1


def key_maps(pairs: Sequence[tuple[int, int]], size: int) -> list[Keys]:
    """Maps (size,) from old keys to new, -1 for none, which together hold every pair; none for no pairs.

    A chunk of the previous generation may live on in several; a map has room for one at a time.
    """
    maps: list[Keys] = []
    left = list(pairs)
    while left:
        made, rest = np.full(size, -1, np.int64), []
        for old, new in left:
            if made[old] < 0:
                made[old] = new
            else:
                rest.append((old, new))
        maps.append(made)
        left = rest
    return maps


def _refuse_dead_legs(index: Path, draft: Path) -> None:
    """Raise IndexStateError where a leg of the search is dead in the finished draft."""
    with closing(LocalStore(draft)) as store:
        dead = told(health_of(store))
    if dead:
        raise IndexStateError("dead_build", path=index, legs=dead)
