"""The seam to the audit log: what the faces call when somebody has done something.

Of a question only its length and what became of it are recorded, never its words nor a digest of them: a
digest could be tried with names. Of a document its id is recorded, of a file that was written its path.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

from kb.datatypes import Answer
from kb.settings import Settings
from kb.state.audit import Action, AuditLog, Detail, Event
from kb.state.database import StateDatabase

EXPORT_TO_BROWSER = "browser"
"""The subject of an export that was handed to a browser: where it lies nobody knows."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Audit:
    """Records what is done, unless the settings say that nothing is to be recorded."""

    def __init__(self, settings: Settings, clock: Callable[[], dt.datetime] = _now) -> None:
        self._on, self._days, self._clock = settings.audit, settings.audit_days, clock
        self._log = AuditLog(StateDatabase(settings.state))

    def record(
        self,
        action: Action,
        subject: str | None = None,
        *,
        user: str | None = None,
        generation: str | None = None,
        detail: Detail | None = None,
    ) -> None:
        """Nothing, once it is on the disk. ``user`` None is somebody unknown.

        Raises StateError or ResourceError where it cannot be recorded: what must be recorded and is not
        must not be done either.
        """
        if self._on:
            event = Event(action, user, subject, generation, detail)
            self._log.record(event, self._clock(), self._days)

    def asked(self, answer: Answer, *, user: str | None = None, generation: str | None = None) -> None:
        """Nothing, once it is recorded that a question was asked and what became of it."""
        detail: Detail = {
            "length": len(answer.question),
            "abstained": answer.abstained,
            "citations": len(answer.citations),
            "method": answer.method,
        }
        self.record(Action.ASKED, user=user, generation=generation, detail=detail)


def command_line_user() -> str | None:
    """The login name of who runs the program, None where the system does not tell."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        pass
    try:
        return os.getlogin()
    except OSError:
        return None


def record_built(settings: Settings, generation: str, documents: int) -> None:
    """Nothing, once it is recorded that somebody built from the command line."""
    detail: Detail = {"documents": documents}
    Audit(settings).record(Action.BUILT, user=command_line_user(), generation=generation, detail=detail)


def record_searched(settings: Settings, user: str | None, generation: str, length: int, hits: int) -> None:
    """Nothing, once it is recorded that somebody searched."""
    detail: Detail = {"length": length, "hits": hits}
    Audit(settings).record(Action.ASKED, user=user, generation=generation, detail=detail)


def record_opened(settings: Settings, user: str | None, document: str, generation: str) -> None:
    """Nothing, once it is recorded that somebody opened a document, its file or a picture of a page."""
    Audit(settings).record(Action.OPENED, document, user=user, generation=generation)
