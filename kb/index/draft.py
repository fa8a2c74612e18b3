"""What a generation is made of, and the seam to what writes it: bit by bit, then all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.cases.reprints import Printing
from kb.datatypes import Clearance, Decision, Document, FileProblem, Manifest, Survey
from kb.embedding.encoder import Vectors
from kb.index.ranking import Keys
from kb.index.records import Row
from kb.index.token_codes import Codes


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The next chunks (n) of a draft, in order of key, and what they are searched by.

    ``rows`` are their values of KEPT_CHUNK_COLUMNS (kb/index/records.py). ``taken`` (n,) is the key in the
    previous generation of the chunk whose vector, tokens and terms each one has, -1 where it has its own. Of
    those that have their own there are ``vectors`` (m, d), ``tokens`` and ``terms``, in order: the terms by
    lexical field.
    """

    rows: Sequence[Row]
    taken: Keys
    vectors: Vectors
    tokens: Sequence[Codes]
    terms: Mapping[str, Sequence[Sequence[str]]]

    @property
    def own(self) -> list[Row]:
        """The rows of the chunks that have their own vector, tokens and terms."""
        return [row for row, old in zip(self.rows, self.taken.tolist(), strict=True) if old < 0]

    @property
    def moved(self) -> list[tuple[int, Row]]:
        """The other rows, each with the key that its chunk has in the previous generation."""
        return [(old, row) for row, old in zip(self.rows, self.taken.tolist(), strict=True) if old >= 0]


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """What the documents of a generation are and tell. ``printings`` belong to the decisions, in order.

    ``facts`` are what the next build need not find again of each document: a record that only it reads.
    """

    documents: Sequence[Document]
    facts: Sequence[str]
    decisions: Sequence[Decision]
    printings: Sequence[Printing]
    survey: Survey
    unread: Sequence[FileProblem]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a generation was made from and with."""

    sources: tuple[str, ...]
    model: str
    model_fingerprint: str
    settings_hash: str
    masked_words: str = ""
    clearance: Clearance = Clearance.PUBLIC
    classes: str = ""


class Draft(Protocol):
    """A generation in the making, which nobody sees until it is finished. Used under the build lock."""

    def add(self, batch: Batch) -> None:
        """Adds chunks. Raises ResourceError."""

    def embedded(self, keys: Sequence[int]) -> tuple[Vectors, list[Codes]]:
        """The vectors (n, d) and token codes of chunks that were added, in the order given."""

    def settle(self) -> None:
        """Puts in order what was added, which is all there is to add. Raises ResourceError.

        It may run in a thread of its own, while what :meth:`finish` is to be given is found.
        """

    def finish(self, collection: Collection, origin: Origin, now: dt.datetime, keep: int) -> Manifest:
        """The manifest of the settled draft, now the current generation; of the others ``keep`` remain.

        Raises ResourceError, and IndexStateError where a leg of the search does not find what was written;
        the current generation then stays.
        """

    def discard(self) -> None:
        """Lets go of what is not to be finished; a later draft removes what cannot be removed now."""
