"""KnowledgeBase: the one facade that every face and the evaluation use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kb.answers.extractive import answer_question
from kb.datatypes import Answer, Date, Decision, Document, DocumentSummary, Facets, Filter, Hit, Manifest
from kb.errors import UsageError
from kb.index.generations import current_generation
from kb.index.store import open_store
from kb.retrieval import search
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

EVERYTHING = Filter()


class Register:
    """One opened generation's catalogue: documents and decisions, without the model."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        """Opens the current generation in ``settings.index``. Raises IndexStateError."""
        self._settings = settings
        self._encoder = encoder
        self._lock = Lock()
        self._store: Store = open_store(settings.index, encoder)

    @property
    def manifest(self) -> Manifest:
        """What the opened generation is: when it was made, from what, with which model."""
        return self._store.manifest

    def refresh(self) -> bool:
        """Whether a newer generation was found and opened; queries under way keep the old one."""
        with self._lock:
            if current_generation(self._settings.index) == self._store.manifest.generation:
                return False
            self._store = open_store(self._settings.index, self._encoder)
            return True

    def decisions(self, where: Filter = EVERYTHING) -> tuple[Decision, ...]:
        """The register of decisions, newest first, undated last."""
        found = self._store.decisions(where)
        return tuple(
            sorted(
                found,
                key=lambda each: (-(each.date.toordinal() if each.date else 0), each.document, each.start),
            )
        )

    def documents(self, where: Filter = EVERYTHING) -> tuple[DocumentSummary, ...]:
        """The indexed documents in order of their id."""
        return self._store.summaries(where)

    def document(self, document_id: str) -> Document:
        """The document with text, pages and sections. Raises UsageError where there is none."""
        return self._store.document(document_id)

    def facets(self) -> Facets:
        """What can be filtered by."""
        return self._store.facets()


class KnowledgeBase(Register):
    """A register with the model that made it: it can search and answer. Safe to share between threads."""

    def __init__(
        self, settings: Settings, encoder: Encoder, today: Callable[[], Date] = dt.date.today
    ) -> None:
        """Opens the current generation in ``settings.index``. Raises IndexStateError."""
        super().__init__(settings, encoder)
        self._model = encoder
        self._today = today

    def search(self, question: str, k: int = 10, where: Filter = EVERYTHING) -> tuple[Hit, ...]:
        """The ``k`` best hits, best first; empty when the filter allows nothing. Raises UsageError."""
        return search(self._store, self._model, self._checked(question), where, k)

    def ask(self, question: str, where: Filter = EVERYTHING) -> Answer:
        """An answer in verbatim quotes, or an abstention that says what was searched. Raises UsageError."""
        return answer_question(self._store, self._model, self._checked(question), where, self._today())

    def _checked(self, question: str) -> str:
        """The question without surrounding blanks. Raises UsageError when it is empty or too long."""
        question = " ".join(question.split())
        if not any(character.isalnum() for character in question):
            raise UsageError("empty_question")
        if len(question) > self._settings.max_question:
            raise UsageError("long_question", length=len(question), limit=self._settings.max_question)
        return question


def open_knowledge(
    index: Path | str | None = None, settings: Settings | None = None, encoder: Encoder | None = None
) -> KnowledgeBase:
    """The knowledge base in ``index`` (default: the settings' index folder).

    Loads the model unless an ``encoder`` is given. Raises IndexStateError, ModelError, SettingsError.
    """
    from kb.embedding import load_encoder
    from kb.settings import load_settings

    settings = settings or load_settings()
    if index is not None:
        settings = settings.model_copy(update={"index": Path(index)})
    current_generation(settings.index)
    return KnowledgeBase(settings, encoder or load_encoder(settings))
