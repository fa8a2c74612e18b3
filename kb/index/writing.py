"""Writing a generation: everything of it into a draft, then the switch."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kb.cases.reprints import Printing
from kb.datatypes import Chunk, Decision, Document, FileProblem, Manifest, Survey
from kb.disk import disk_errors
from kb.embedding.encoder import Vectors
from kb.errors import IndexStateError
from kb.index.generations import new_draft, next_generation, publish
from kb.index.health import health_of, told
from kb.index.lexical import write_lexical
from kb.index.manifest import FORMAT, write_manifest
from kb.index.schema import write_catalogue
from kb.index.searched import LEXICAL_FOLDER, TOKENS_FOLDER, VECTORS_FILE
from kb.index.store import CATALOGUE_FILE, LocalStore
from kb.index.tokens import TokenCodes, write_tokens
from kb.index.vectors import write_vectors


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What a generation holds.

    ``texts``, ``terms``, the rows of ``vectors`` (n, d) and ``tokens`` belong to the chunks, in order, and
    ``printings`` to the decisions. ``texts`` are what was embedded for each chunk, ``terms`` what it is
    indexed under in each lexical field, by its name; ``unread`` could not be read.
    """

    documents: Sequence[Document]
    chunks: Sequence[Chunk]
    texts: Sequence[str]
    terms: Mapping[str, Sequence[Sequence[str]]]
    vectors: Vectors
    tokens: TokenCodes
    decisions: Sequence[Decision]
    printings: Sequence[Printing]
    survey: Survey
    unread: Sequence[FileProblem]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a generation was made from and with."""

    source: str
    model: str
    model_fingerprint: str
    settings_hash: str


def digest(text: str) -> str:
    """The sha256 of an embedded text, by which a later build finds its vector."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_generation(
    index: Path, contents: Contents, origin: Origin, now: dt.datetime, keep: int
) -> Manifest:
    """The manifest of the new current generation of ``index``; of the others the ``keep`` newest remain.

    To be called under the build lock. Raises ResourceError, and IndexStateError where a leg of the search
    does not find what was written; the current generation then stays.
    """
    with disk_errors(index):
        draft = new_draft(index)
        digests = (digest(text) for text in contents.texts)
        write_catalogue(
            draft / CATALOGUE_FILE,
            contents.documents,
            zip(contents.chunks, digests, strict=True),
            zip(contents.decisions, contents.printings, strict=True),
            contents.survey,
            contents.unread,
        )
        write_vectors(draft / VECTORS_FILE, contents.vectors)
        write_tokens(draft / TOKENS_FOLDER, contents.tokens)
        for name, terms in contents.terms.items():
            write_lexical(draft / LEXICAL_FOLDER / name, terms)
        manifest = Manifest(
            format=FORMAT,
            generation=next_generation(index, now),
            created=now.isoformat(timespec="seconds"),
            source=origin.source,
            model=origin.model,
            model_fingerprint=origin.model_fingerprint,
            dimensions=contents.vectors.shape[1],
            settings_hash=origin.settings_hash,
            documents=len(contents.documents),
            chunks=len(contents.chunks),
        )
        write_manifest(draft, manifest)
    _refuse_dead_legs(index, draft)
    publish(index, draft, keep)
    return manifest


def _refuse_dead_legs(index: Path, draft: Path) -> None:
    """Raise IndexStateError where a leg of the search is dead in the finished draft."""
    with closing(LocalStore(draft)) as store:
        dead = told(health_of(store))
    if dead:
        raise IndexStateError("dead_build", path=index, legs=dead)
