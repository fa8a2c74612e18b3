"""KnowledgeBase: the one facade that every face and the evaluation use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from kb.answers.answering import answer_question
from kb.answers.stages import Tell, untold
from kb.datatypes import Answer, Date, Filter, Hit
from kb.errors import UsageError
from kb.exploring.kept import Kept
from kb.exploring.paths import PASSAGES, paths_of
from kb.exploring.records import ReadingPath
from kb.generation.asking import Writer
from kb.generation.writing import material, written
from kb.index.health import dead_legs
from kb.index.repository import repository_of
from kb.privacy import MASK, without_cpr
from kb.register import EVERYTHING, Register
from kb.retrieval import search
from kb.settings import Settings
from kb.strings_da.privacy import Privacy

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store


class KnowledgeBase(Register):
    """A register with the model that made it: it can search and answer. Safe to share between threads."""

    def __init__(
        self, settings: Settings, encoder: Encoder, today: Callable[[], Date] = dt.date.today
    ) -> None:
        """Opens the current generation of the settings' index. Raises IndexStateError."""
        super().__init__(settings, encoder, today)
        self._model = encoder
        self._turns = BoundedSemaphore(self._repository.at_once)
        self._paths: Kept[Store, tuple[ReadingPath, ...]] = Kept(self._find_paths)
        self._probed: tuple[Store, tuple[str, ...]] | None = None
        self._writer = Writer(settings) if self.writes else None

    def search(self, question: str, k: int = 10, where: Filter = EVERYTHING) -> tuple[Hit, ...]:
        """The ``k`` best hits, best first; empty when the filter allows nothing. Raises UsageError."""
        asked = self._checked(question)
        with self._turns:
            return search(self._store, self._model, asked, self.known(where), k)

    def ask(
        self,
        question: str,
        where: Filter = EVERYTHING,
        without: Collection[str] = (),
        tell: Tell = untold,
    ) -> Answer:
        """An answer in verbatim quotes, or an abstention that says what was searched. Raises UsageError.

        CPR numbers in the question are masked before anything else, and the answer says so. ``without`` are
        the keys of filters recognised in the question that are not to be used; ``tell`` hears of each stage
        as it is reached, and what it raises ends the search.
        """
        asked = self._checked(question)
        with self._turns:
            known = self.known(where)
            answer = answer_question(self._store, self._model, asked, known, self._today(), without, tell)
        if MASK not in asked:
            return answer
        return replace(answer, notes=(Privacy.QUESTION_MASKED, *answer.notes))

    @property
    def writes(self) -> bool:
        """Whether a language model is configured that may be sent what this knowledge base holds."""
        settings = self._settings
        return settings.generator_url is not None and settings.generator_clearance.covers(settings.edition)

    def write(self, answer: Answer, where: Filter = EVERYTHING, without: Collection[str] = ()) -> Answer:
        """An answer of :meth:`ask` with what a language model writes from its quotes, each sentence checked.

        As it was, with the reason in its notes, where the model wrote nothing that its sources support, or
        not in time. ``where`` and ``without`` are those that were asked with. Raises UsageError where none is
        configured. No question of others waits for it.
        """
        if self._writer is None:
            raise UsageError("generator_off")
        with self._turns:
            store, tokens = self._store, self._settings.generator_context
            known, today = self.known(where), self._today()
            sources = material(store, self._model, answer, known, today, without, tokens)
        return written(store, answer, sources, self._writer, self._settings)

    def paths(self) -> tuple[ReadingPath, ...]:
        """A reading path for each topic that newcomers ask about; found once for each generation.

        One that is not ``is_shown`` has too little to follow it.
        """
        return self._paths.of(self._store)

    def paths_ready(self) -> bool:
        """Whether :meth:`paths` answers at once."""
        return self._paths.ready(self._store)

    def _find_paths(self, store: Store) -> tuple[ReadingPath, ...]:
        def found(question: str) -> tuple[Hit, ...]:
            with self._turns:  # one turn a search: who asks a question meanwhile comes in between
                return search(store, self._model, question, EVERYTHING, PASSAGES)

        return paths_of(store, found)

    def dead_legs(self) -> tuple[str, ...]:
        """The legs of the search that find nothing in the opened generation; probed once for each."""
        with self._lock:
            if self._probed is None or self._probed[0] is not self._store:
                self._probed = (self._store, dead_legs(self._store))
            return self._probed[1]

    def _checked(self, question: str) -> str:
        """The question without surrounding blanks and CPR numbers.

        Raises UsageError when it is empty or too long.
        """
        question = without_cpr(" ".join(question.split()))
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
    repository_of(settings).current()  # where there is no index, no model is loaded to say so
    return KnowledgeBase(settings, encoder or load_encoder(settings))
