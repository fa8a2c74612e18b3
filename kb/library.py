"""The one knowledge base of this process: opened at start-up, shared by every visitor."""

from __future__ import annotations

import logging
from threading import Lock, Thread
from typing import TYPE_CHECKING

from kb.errors import KBError
from kb.settings import Settings, load_settings

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase
    from kb.register import Register

_WARM_UP = "beslutning"
_log = logging.getLogger(__name__)


class Library:
    """Holds the opened knowledge base. A failure is not kept: the next visit tries again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._register_lock = Lock()
        self._opened: tuple[Settings, KnowledgeBase] | None = None
        self._register: tuple[Settings, Register] | None = None

    def ready(self, settings: Settings) -> bool:
        """Whether :meth:`get` can answer without loading the model first."""
        opened = self._opened
        return opened is not None and opened[0] == settings

    def get(self, settings: Settings) -> KnowledgeBase:
        """The knowledge base, with the newest generation of its index. Raises KBError."""
        from kb.knowledge import open_knowledge

        with self._lock:
            if self._opened is None or self._opened[0] != settings:
                self._opened = None
                self._opened = (settings, open_knowledge(settings=settings))
            knowledge = self._opened[1]
        knowledge.refresh()
        return knowledge

    def register(self, settings: Settings) -> Register:
        """What the index tells without the model, at once also while that is being loaded. Raises KBError."""
        from kb.register import Register

        if self.ready(settings):
            self._register = None
            return self.get(settings)
        with self._register_lock:
            if self._register is None or self._register[0] != settings:
                self._register = (settings, Register(settings))
            register = self._register[1]
        register.refresh()
        return register

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


LIBRARY = Library()
