"""The knowledge bases of this process, one for each edition: opened once, shared by every visitor."""

from __future__ import annotations

import logging
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeVar

from kb.datatypes import Clearance
from kb.errors import KBError
from kb.index.manifest import refuse_other_classes
from kb.settings import Settings, load_settings

if TYPE_CHECKING:
    from kb.embedding.encoder import Encoder
    from kb.knowledge import KnowledgeBase
    from kb.register import Register

Opened = TypeVar("Opened", bound="Register")

_WARM_UP = "beslutning"
_log = logging.getLogger(__name__)


class Library:
    """Holds the opened knowledge base. A failure is not kept: the next visit tries again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._register_lock = Lock()
        self._opened: dict[Clearance, tuple[Settings, KnowledgeBase]] = {}
        self._registers: dict[Clearance, tuple[Settings, Register]] = {}
        self._model: tuple[Settings, Encoder] | None = None

    def ready(self, settings: Settings) -> bool:
        """Whether :meth:`get` can answer without loading the model first."""
        opened = self._opened.get(settings.edition)
        return opened is not None and opened[0] == _plain(settings)

    def get(self, settings: Settings) -> KnowledgeBase:
        """The knowledge base, with the newest generation of its index. Raises KBError."""
        from kb.knowledge import open_knowledge

        settings = _plain(settings)
        with self._lock:
            opened = self._opened.get(settings.edition)
            if opened is None or opened[0] != settings:
                self._opened.pop(settings.edition, None)
                opened = (settings, open_knowledge(settings=settings, encoder=self._encoder(settings)))
                self._opened[settings.edition] = opened
        opened[1].refresh()
        return within(opened[1], settings)

    def register(self, settings: Settings) -> Register:
        """What the index tells without the model, at once also while that is being loaded. Raises KBError."""
        from kb.register import Register

        settings = _plain(settings)
        if self.ready(settings):
            self._registers.pop(settings.edition, None)
            return self.get(settings)
        with self._register_lock:
            opened = self._registers.get(settings.edition)
            if opened is None or opened[0] != settings:
                opened = self._registers[settings.edition] = (settings, Register(settings))
        opened[1].refresh()
        return within(opened[1], settings)

    def _encoder(self, settings: Settings) -> Encoder:
        """The model, loaded once for all editions. Raises IndexStateError where nothing is indexed."""
        from kb.embedding import load_encoder
        from kb.index.repository import repository_of

        everyone = settings.for_edition(settings.clearance)
        if self._model is None or self._model[0] != everyone:
            repository_of(settings).current()  # where there is no index, no model is loaded to say so
            self._model = (everyone, load_encoder(settings))
        return self._model[1]

    def warm(self, settings: Settings | None = None) -> Thread:
        """A running thread that opens the knowledge base, so that the first visitor need not wait.

        Without ``settings`` it is the one of the settings in force.
        """
        thread = Thread(target=self._warm, args=(settings,), name="kb-warm", daemon=True)
        thread.start()
        return thread

    def _warm(self, settings: Settings | None) -> None:
        """Opens the knowledge base and runs one search; a problem is left for the first visitor to see."""
        try:
            self.get(settings or load_settings()).search(_WARM_UP, k=1)
        except KBError as error:
            _log.warning("%s", error)


def _plain(settings: Settings) -> Settings:
    """The settings with their edition said: those that leave it open mean the same as those that say it."""
    return settings.for_edition(settings.edition)


def within(opened: Opened, settings: Settings) -> Opened:
    """What was opened, once it is certain that whoever has the settings' edition may read it.

    The repository has refused anything else already; no face is handed a knowledge base that was not asked
    here once more. Raises IndexStateError.
    """
    refuse_other_classes(opened.manifest, settings.edition, settings.rules.fingerprint, str(settings.index))
    return opened


LIBRARY = Library()
