"""What a generation is made of, and the seam to what writes it: bit by bit, then all at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.cases.reprints import Printing
from kb.datatypes import Chunk, Clearance, Decision, Document, FileProblem, Manifest, Survey
from kb.embedding.encoder import Vectors
from kb.index.ranking import Keys
from kb.index.token_codes import Codes


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The next chunks (n) of a draft, in order of key, and what they are searched by.

    ``digests`` are those of their searchable texts. ``taken`` (n,) is the key in the previous generation of
    the chunk whose vector, tokens and terms each one has, -1 where it has its own. Of those that have their
    own there are ``vectors`` (m, d), ``tokens`` and ``terms``, in order: the terms by lexical field.
    """

    chunks: Sequence[Chunk]
    digests: Sequence[str]
    taken: Keys
    vectors: Vectors
    tokens: Sequence[Codes]
    terms: Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """What the documents of a generation are and tell. ``printings`` belong to the decisions, in order."""

    documents: Sequence[Document]
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

    def finish(self, collection: Collection, origin: Origin, now: dt.datetime, keep: int) -> Manifest:
        """The manifest of the draft, now the current generation; of the others the ``keep`` newest remain.

        Raises ResourceError, and IndexStateError where a leg of the search does not find what was written;
        the current generation then stays.
        """

    def discard(self) -> None:
        """Lets go of what is not to be finished; a later draft removes what cannot be removed now."""


def digest(text: str) -> str:
    """The sha256 of an embedded text, by which a later build finds its vector."""
    return hashlib.sha256(text.encode()).hexdigest()
