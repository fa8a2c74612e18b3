"""What happens after something was entered that shows only once the index is made again."""

from __future__ import annotations

from kb.settings import Settings
from kb.strings_da.adding import Adding
from kb.ui.builds import BUILDS


def request_rebuild(settings: Settings) -> str:
    """When what was entered will show, in words; a build that has it was asked for."""
    BUILDS.request(settings)
    return Adding.SHOWS_SOON
