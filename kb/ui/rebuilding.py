"""What happens after something was entered that shows only once the index is made again."""

from __future__ import annotations

from kb.settings import Settings
from kb.strings_da.editing import Editing


def request_rebuild(_settings: Settings) -> str:
    """What a person is told about when what was entered will show."""
    return Editing.RUN_INDEX
