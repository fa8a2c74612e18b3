"""What follows a build: what is new is found and mailed. Nothing of it can make the build a failure."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from kb.errors import KBError
from kb.following.looking import look
from kb.following.mailing import send
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.embedding import Encoder

_log = logging.getLogger(__name__)


def tell(settings: Settings, encoder: Callable[[], Encoder]) -> tuple[int, int]:
    """How much news was found, and how many mails were sent. Raises KBError."""
    now = dt.datetime.now(dt.UTC)
    found = look(settings, encoder, now)
    return found, send(settings, now)


def tell_after_build(settings: Settings, encoder: Callable[[], Encoder]) -> KBError | None:
    """Nothing once it is told, or why it is not yet: the next build tells it then."""
    try:
        tell(settings, encoder)
    except KBError as error:
        _log.warning("followed searches were not told of: %s", error.code)
        return error
    return None
