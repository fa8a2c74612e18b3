"""Filling a draft with chunks: what is known is taken over, the rest is embedded in windows.

While one window is embedded, the next is read, chunked and analysed, so that the model never waits; and no
more is held than the windows under way, however large the collection is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from kb.bulk import Bulk, Embedded
from kb.datatypes import Chunk
from kb.index.draft import Batch, Draft, digest
from kb.index.ranking import Keys
from kb.index.searched import terms_of
from kb.index.store import Store
from kb.progress import Progress

WINDOW = 256
"""Chunks of a window: enough to sort by length, few enough to see the build move on."""


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """Chunks that are being embedded. ``own`` are those not ``taken``, and ``new`` those of them computed."""

    chunks: Sequence[Chunk]
    digests: Sequence[str]
    taken: Keys
    own: Sequence[int]
    new: Sequence[int]
    terms: dict[str, list[list[str]]]
    files: int
    future: Future[Embedded]


class Filling:
    """Adds chunks to a draft. ``embedded`` counts those that the model had to be asked for."""

    def __init__(self, draft: Draft, bulk: Bulk, previous: Store | None, progress: Progress) -> None:
        self.embedded = 0
        self.chunks = 0
        self._draft, self._bulk, self._previous, self._progress = draft, bulk, previous, progress
        self._waiting: list[Chunk] = []
        self._files = 0
        self._under_way: deque[_Window] = deque()
        self._first_of: dict[str, int] = {}

    def add(self, chunks: Sequence[Chunk]) -> None:
        """Adds the chunks of the next file, none where it gave no document. Raises ResourceError."""
        self._waiting += chunks
        self.chunks += len(chunks)
        self._files += 1
        if len(self._waiting) >= WINDOW:
            self.flush()

    def flush(self) -> None:
        """Begins to embed what was added."""
        chunks, files = self._waiting, self._files
        self._waiting, self._files = [], 0
        digests = [digest(chunk.searchable) for chunk in chunks]
        known = self._previous.keys_by_digest(digests) if self._previous else {}
        taken = np.array([known.get(each, -1) for each in digests], np.int64)
        own = np.flatnonzero(taken < 0).tolist()
        new = []
        for at in own:
            # Equal texts are embedded once, whichever documents they stand in.
            if self._first_of.setdefault(digests[at], chunks[at].key) == chunks[at].key:
                new.append(at)
        future = self._bulk.submit([chunks[at].searchable for at in new])
        self.embedded += len(new)
        terms = terms_of([chunks[at].searchable for at in own])
        self._under_way.append(_Window(chunks, digests, taken, own, new, terms, files, future))
        while len(self._under_way) > self._bulk.ahead:
            self._settle(self._under_way.popleft())

    def finish(self) -> None:
        """Waits until all is in the draft."""
        while self._under_way:
            self._settle(self._under_way.popleft())

    def cancel(self) -> None:
        """Takes back what has not been begun, of a build that is broken off."""
        for window in self._under_way:
            window.future.cancel()

    def _settle(self, window: _Window) -> None:
        """Adds a window to the draft once it is embedded."""
        made = window.future.result()
        rows = {window.chunks[at].key: row for row, at in enumerate(window.new)}
        sources = [self._first_of[window.digests[at]] for at in window.own]
        earlier = sorted({key for key in sources if key not in rows})
        vectors, codes = self._draft.embedded(earlier)
        places = rows | {key: len(rows) + row for row, key in enumerate(earlier)}
        order = [places[key] for key in sources]
        every = [*made.codes, *codes]
        together = np.concatenate([made.vectors, vectors])[order]
        self._draft.add(
            Batch(
                window.chunks,
                window.digests,
                window.taken,
                together,
                [every[place] for place in order],
                window.terms,
            )
        )
        self._progress.advance(window.files)
