"""Turning the terms of chunks into postings, chunk by chunk as they come, in bounded memory.

Chunks are inverted in runs, which wait on disk; at the end the runs of each term are laid side by side.
"""

from __future__ import annotations

import shutil
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kb.index.lexical import COUNTS_FILE, KEYS_FILE, LENGTHS_FILE, STARTS_FILE, TERMS_FILE, LexicalIndex
from kb.index.ranking import Keys

RUN_POSTINGS = 4_000_000
"""Postings of a run: about 12,000 chunks of four-grams, some 60 MB while they are sorted."""

MOST_COUNTED = 255
RUNS = "runs"


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Postings by term: ``terms`` (t,) their numbers, each once; term i has ``sizes[i]`` of the postings."""

    terms: NDArray[np.int64]
    sizes: NDArray[np.int64]
    keys: NDArray[np.int32]
    counts: NDArray[np.uint8]


class Inverter:
    """Writes one lexical field to ``folder``: first every chunk is added or taken, then it is finished."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the folder cannot be made."""
        self._folder = folder
        (folder / RUNS).mkdir(parents=True)
        self._numbers: dict[str, int] = {}
        self._runs = 0
        self._lengths: list[tuple[Keys, NDArray[np.int32]]] = []
        self._clear()

    def _clear(self) -> None:
        self._terms, self._counts = array("i"), array("B")
        self._keys, self._ends, self._totals = array("q"), array("q", [0]), array("i")

    def add(self, keys: Iterable[int], terms: Iterable[Sequence[str]]) -> None:
        """Adds chunks with their terms. A key is given once. Raises OSError."""
        numbers = self._numbers
        for key, each in zip(keys, terms, strict=True):
            for term, count in Counter(each).items():
                self._terms.append(numbers.setdefault(term, len(numbers)))
                self._counts.append(min(count, MOST_COUNTED))
            self._keys.append(key)
            self._ends.append(len(self._terms))
            # A chunk without terms counts as one term long.
            self._totals.append(max(len(each), 1))
            if len(self._terms) >= RUN_POSTINGS:
                self._flush()

    def take(self, old: LexicalIndex, keys: Keys) -> None:
        """Takes over chunks of another index: its chunk k becomes ``keys[k]`` here, or none where that is -1.

        Raises OSError.
        """
        kept = keys >= 0
        self._lengths.append((keys[kept], old.lengths[kept]))
        # setdefault for each and not only for those kept: what no chunk has is dropped at the end.
        numbers = np.array([self._numbers.setdefault(term, len(self._numbers)) for term in old.terms()], int)
        first = 0
        while first < len(numbers):
            last = int(np.searchsorted(old.starts, old.starts[first] + RUN_POSTINGS, "right")) - 1
            last = min(max(last, first + 1), len(numbers))
            self._take(old, keys, numbers, first, last)
            first = last

    def _take(self, old: LexicalIndex, keys: Keys, numbers: Keys, first: int, last: int) -> None:
        """Takes over the postings of the terms ``first`` to ``last`` of another index."""
        old_keys, counts = old.of_terms(first, last)
        mapped = keys[old_keys]
        kept = mapped >= 0
        before = np.concatenate(([0], np.cumsum(kept)))
        sizes = np.diff(before[old.starts[first : last + 1] - old.starts[first]])
        held = sizes > 0
        self._save(
            _Run(
                numbers[first:last][held],
                sizes[held],
                mapped[kept].astype(np.int32),
                counts[kept],
            )
        )

    def _flush(self) -> None:
        """Inverts what was added since the last run."""
        keys = np.array(self._keys, np.int64)
        if len(keys):
            self._lengths.append((keys, np.array(self._totals, np.int32)))
        if len(self._terms):
            rows = csr_array(
                (
                    np.array(self._counts, np.uint8),
                    np.array(self._terms, np.int32),
                    np.array(self._ends, np.int32),
                ),
                shape=(len(keys), len(self._numbers)),
            )
            columns = rows.tocsc()
            sizes = np.diff(columns.indptr).astype(np.int64)
            held = np.flatnonzero(sizes)
            self._save(_Run(held, sizes[held], keys[columns.indices].astype(np.int32), columns.data))
        self._clear()

    def _save(self, run: _Run) -> None:
        folder = self._folder / RUNS / str(self._runs)
        folder.mkdir()
        for name in _Run.__slots__:
            np.save(folder / f"{name}.npy", getattr(run, name))
        self._runs += 1

    def _saved(self) -> Iterable[_Run]:
        for number in range(self._runs):
            folder = self._folder / RUNS / str(number)
            yield _Run(*(np.load(folder / f"{name}.npy") for name in _Run.__slots__))

    def finish(self, count: int) -> None:
        """Writes the index of ``count`` chunks, all of which were added or taken. Raises OSError."""
        self._flush()
        sizes = np.zeros(len(self._numbers), np.int64)
        for run in self._saved():
            sizes[run.terms] += run.sizes
        # By the alphabet and not in order of coming, so that equal collections give equal bytes.
        terms = sorted(term for term, number in self._numbers.items() if sizes[number])
        order = np.array([self._numbers[term] for term in terms], np.int64)
        starts = np.concatenate(([0], np.cumsum(sizes[order]))).astype(np.int64)
        places = np.zeros(len(sizes), np.int64)
        places[order] = starts[:-1]
        self._lay_together(int(starts[-1]), places)
        np.save(self._folder / STARTS_FILE, starts)
        (self._folder / TERMS_FILE).write_bytes("\n".join(terms).encode())
        lengths = np.ones(count, np.int32)
        for keys, totals in self._lengths:
            lengths[keys] = totals
        np.save(self._folder / LENGTHS_FILE, lengths)
        shutil.rmtree(self._folder / RUNS)

    def _lay_together(self, total: int, places: NDArray[np.int64]) -> None:
        """Writes the postings of all runs; ``places`` says where those of each term begin."""
        if not total:  # what is empty cannot be mapped
            (self._folder / KEYS_FILE).touch()
            (self._folder / COUNTS_FILE).touch()
            return
        keys = np.memmap(self._folder / KEYS_FILE, np.int32, "w+", shape=(total,))
        counts = np.memmap(self._folder / COUNTS_FILE, np.uint8, "w+", shape=(total,))
        for run in self._saved():
            before = np.cumsum(run.sizes) - run.sizes
            at = np.repeat(places[run.terms] - before, run.sizes) + np.arange(len(run.keys))
            keys[at], counts[at] = run.keys, run.counts
            places[run.terms] += run.sizes
        keys.flush()
        counts.flush()


def write_lexical(folder: Path, terms: Sequence[Sequence[str]]) -> None:
    """Write an index of each chunk's terms, in order of key. Raises OSError."""
    inverter = Inverter(folder)
    inverter.add(range(len(terms)), terms)
    inverter.finish(len(terms))
