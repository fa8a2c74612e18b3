"""Ranking the documents of a BEIR set with our own index, in a temporary folder of its own."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.datatypes import Hit, Manifest
from kb.embedding import Encoder
from kb.evaluation.beir import BeirSet, CorpusEntry
from kb.ingest import build
from kb.knowledge import KnowledgeBase
from kb.progress import Progress, Silence
from kb.settings import Settings
from kb.strings_da import terminal

SEARCHED = 100
"""How many chunks a question is answered with; documents are ranked by the best of theirs."""

LONGEST_NAME = 120
DIGEST_DIGITS = 16
RESERVED = re.compile(r"readme|con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
"""Names that a folder of documents, or Windows, keeps for something else."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The documents found for each question, best first, and the manifest of the index that found them."""

    rankings: Mapping[str, tuple[str, ...]]
    manifest: Manifest


def rank_beir(
    beir: BeirSet, settings: Settings, encoder: Encoder, progress: Progress | None = None
) -> Ranked:
    """The ranking of the corpus for each judged question.

    Everything is written to a temporary folder: the index of ``settings`` is neither read nor changed. Raises
    SourceError where no document can be indexed.
    """
    progress = progress or Silence()
    longest = max(map(len, beir.queries.values()), default=0)
    with tempfile.TemporaryDirectory(prefix="kb-eval-", ignore_cleanup_errors=True) as scratch:
        apart = settings.model_copy(
            update={
                "data": Path(scratch) / "data",
                "index": Path(scratch) / "index",
                "store": "local",
                "max_question": max(settings.max_question, longest),
            }
        )
        names = write_corpus(beir.corpus, apart.data)
        build([apart.data], apart, encoder, progress=progress)
        knowledge = KnowledgeBase(apart, encoder)
        progress.stage(terminal.STAGE_EVAL, len(beir.queries))
        rankings = {}
        for question, text in beir.queries.items():
            found = ranked_documents(knowledge.search(text, k=SEARCHED))
            documents = (names[document] for document in found)
            rankings[question] = tuple(document for document in documents if document != question)
            progress.advance(1)
        return Ranked(rankings, knowledge.manifest)


def ranked_documents(hits: Sequence[Hit]) -> tuple[str, ...]:
    """The documents behind the hits, each at its best chunk, followed by those with the same text."""
    return tuple(dict.fromkeys(name for hit in hits for name in (hit.document, *hit.renditions)))


def write_corpus(corpus: Sequence[CorpusEntry], folder: Path) -> Mapping[str, str]:
    """The id of each document by the name of the file in ``folder`` that it was written to."""
    folder.mkdir(parents=True)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for entry in corpus:
        name = file_name(entry.id, taken)
        taken.add(name.casefold())
        text = f"{entry.title}\n\n{entry.text}" if entry.title else entry.text
        (folder / name).write_text(f"{text}\n", encoding="utf-8", newline="")
        names[name] = entry.id
    return names


def file_name(document: str, taken: Collection[str] = ()) -> str:
    """A file name for a document's id that stays as readable as it may: it can become the document's title.

    Letters, digits, "_" and "-" stay. An id that is too long, reserved, or but for the case of its letters
    one of ``taken`` (lower case) has a digest at the end.
    """
    safe = re.sub(r"[^A-Za-z0-9_-]", lambda match: _escaped(match[0]), document)
    if len(safe) > LONGEST_NAME or RESERVED.fullmatch(safe) or f"{safe}.txt".casefold() in taken:
        safe = f"{safe[:LONGEST_NAME]}-{hashlib.sha256(document.encode()).hexdigest()[:DIGEST_DIGITS]}"
    return f"{safe}.txt"


def _escaped(character: str) -> str:
    """The bytes of a character as "%c3%a5"."""
    return "".join(f"%{byte:02x}" for byte in character.encode())
