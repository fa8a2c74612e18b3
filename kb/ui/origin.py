"""HTML for what the system that a document comes from states of it, so that nobody takes it for a guess."""

from __future__ import annotations

from html import escape

from kb.datatypes import Document
from kb.strings_da.importing import Importing


def note(document: Document) -> str:
    """Which of the fields shown a system states; nothing for a document that comes from none."""
    stated = document.stated
    if stated is None:
        return ""
    system = Importing.SYSTEMS[stated.system]
    corrected = {each.field.value for each in document.corrected}
    fields = [
        word
        for name, word in Importing.FIELDS.items()
        if getattr(stated, name) is not None and name not in corrected
    ]
    if not fields:
        return _line(Importing.FROM.format(system=system))
    *first, last = fields
    listed = f"{', '.join(first)}{Importing.AND}{last}" if first else last
    return _line(Importing.STATED.format(fields=listed[:1].upper() + listed[1:], system=system))


def _line(sentence: str) -> str:
    return f'<p class="kb-soft kb-origin">{escape(sentence)}</p>'
