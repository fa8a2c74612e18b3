"""What a language model sent back, read as data: sentences with the number and the words of their source."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

MOST_DRAFTS = 12
LONGEST_TEXT = 400
LONGEST_QUOTE = 900

_OBJECT = re.compile(r"\{[^{}]*\}")
_FIELD = '"tekst"'
_THOUGHT = "</think>"
_NOTHING = re.compile(r'"svar"\s*:\s*\[\s*\]')


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as the model wrote it, the number of its source, and the words it quotes from that."""

    text: str
    source: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The drafts, and how many things more that are none; ``declined`` says that there is no answer."""

    drafts: tuple[Draft, ...]
    unread: int
    declined: bool


def reply_of(sent: str) -> Reply:
    """The drafts in what was sent, each text once, in order; nothing for a reply that has none.

    Every object of the form that was asked for counts, also in a reply that ends in the middle, stands in
    Markdown or has words around it. What a model thought aloud does not.
    """
    told = sent.rpartition(_THOUGHT)[2]
    found: dict[str, Draft] = {}
    unread = 0
    for match in _OBJECT.finditer(told):
        if _FIELD not in match[0]:
            continue
        draft = _draft(match[0])
        if draft is None or (draft.text not in found and len(found) == MOST_DRAFTS):
            unread += 1
        else:
            found.setdefault(draft.text, draft)
    declined = not found and not unread and _NOTHING.search(told) is not None
    return Reply(tuple(found.values()), unread, declined)


def _draft(written: str) -> Draft | None:
    """The draft that an object is, None where a field is missing, of another type or far too long."""
    try:
        fields = json.loads(written)
    except ValueError:
        return None
    text, number, quote = fields.get("tekst"), fields.get("kilde"), fields.get("citat")
    if isinstance(number, str) and re.fullmatch(r"[0-9]{1,3}", number):
        number = int(number)
    if not (isinstance(text, str) and isinstance(quote, str)) or type(number) is not int:
        return None
    if not 0 < len(text) <= LONGEST_TEXT or len(quote) > LONGEST_QUOTE:
        return None
    return Draft(" ".join(text.split(" ")).strip(" "), number, quote)
