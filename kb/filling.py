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
from kb.index.draft import Batch, Draft
from kb.index.ranking import Keys
from kb.index.records import Row, chunk_of
from kb.index.searched import terms_of
from kb.index.store import Store
from kb.progress import Progress

WINDOW = 256
"""Chunks of a window: enough to sort by length, few enough to see the build move on."""

UNKNOWN = -1
"""The key of a chunk that the previous generation does not have."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A document cut into chunks: their rows of KEPT_CHUNK_COLUMNS (kb/index/records.py).

    ``known`` are the keys that they have in the previous generation, None where it has not the document.
    """

    rows: Sequence[Row]
    known: Sequence[int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """Chunks that are being embedded. ``own`` are those not ``taken``, and ``new`` those of them computed."""

    rows: Sequence[Row]
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
        self._waiting: list[Row] = []
        self._known: list[int] = []
        self._files = 0
        self._under_way: deque[_Window] = deque()
        self._first_of: dict[str, int] = {}

    def add(self, cut: Cut) -> None:
        """Adds the chunks of the next file, none where it gave no document. Raises ResourceError."""
        self._waiting += cut.rows
        self._known += [UNKNOWN] * len(cut.rows) if cut.known is None else cut.known
        self.chunks += len(cut.rows)
        self._files += 1
        if len(self._waiting) >= WINDOW:
            self.flush()

    def flush(self) -> None:
        """Begins to embed what was added."""
        rows, known, files = self._waiting, self._known, self._files
        self._waiting, self._known, self._files = [], [], 0
        taken = self._taken(rows, known)
        own = np.flatnonzero(taken < 0).tolist()
        texts = {at: chunk_of(rows[at][:-1]).searchable for at in own}
        # Equal texts are embedded once, whichever documents they stand in.
        new = [at for at in own if self._first_of.setdefault(rows[at][-1], rows[at][0]) == rows[at][0]]
        future = self._bulk.submit([texts[at] for at in new])
        self.embedded += len(new)
        self._under_way.append(_Window(rows, taken, own, new, terms_of(list(texts.values())), files, future))
        while len(self._under_way) > self._bulk.ahead:
            self._settle(self._under_way.popleft())

    def _taken(self, rows: Sequence[Row], known: Sequence[int]) -> Keys:
        """The key in the previous generation of a chunk with the same text, -1 where there is none."""
        sought = [row[-1] for row, key in zip(rows, known, strict=True) if key == UNKNOWN]
        found = self._previous.keys_by_digest(sought) if self._previous and sought else {}
        keys = (
            found.get(row[-1], UNKNOWN) if key == UNKNOWN else key
            for row, key in zip(rows, known, strict=True)
        )
        return np.fromiter(keys, np.int64, len(rows))

    def finish(self) -> None:
        """Waits until all is in the draft, and settles it. Raises ResourceError."""
        while self._under_way:
            self._settle(self._under_way.popleft())
        self._draft.settle()

    def cancel(self) -> None:
        """Takes back what has not been begun, of a build that is broken off."""
        for window in list(self._under_way):  # another thread may be taking them out
            window.future.cancel()

    def _settle(self, window: _Window) -> None:
        """Adds a window to the draft once it is embedded."""
        made = window.future.result()
        made_at = {window.rows[at][0]: place for place, at in enumerate(window.new)}
        sources = [self._first_of[window.rows[at][-1]] for at in window.own]
        earlier = sorted({key for key in sources if key not in made_at})
        vectors, codes = self._draft.embedded(earlier)
        places = made_at | {key: len(made_at) + place for place, key in enumerate(earlier)}
        order = [places[key] for key in sources]
        every = [*made.codes, *codes]
        together = np.concatenate([made.vectors, vectors])[order]
        codes = [every[place] for place in order]
        self._draft.add(Batch(window.rows, window.taken, together, codes, window.terms))
        self._progress.advance(window.files)
