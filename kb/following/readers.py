"""What the owner of a followed search may read now, and the news of it as it stands there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from kb.access import clearance_of
from kb.datatypes import Clearance, Document, Evidence, Section
from kb.errors import UsageError
from kb.register import Register
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.following import Follow, News, Place
from kb.state.keys import OWNER_PREFIX, ApiKeys


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of news as it is told: the document it stands in now, and the quote in it."""

    news: News
    document: Document
    section: Section | None
    evidence: Evidence


def settings_of(follow: Follow, settings: Settings) -> Settings | None:
    """The settings with the index that the owner may read now; None for a key that opens nothing any more.

    Who may read more than when they saved the search still hears of no more than then.
    """
    now = settings.clearance
    if follow.owner is not None and follow.owner.startswith(OWNER_PREFIX):
        key = ApiKeys(StateDatabase(settings.state)).named(follow.owner.removeprefix(OWNER_PREFIX))
        if key is None:
            return None
        now = key.clearance
    elif follow.owner is not None:
        now = clearance_of(follow.owner, settings.cleared)
    return settings.for_clearance(min(now, follow.clearance, key=Clearance.rank))


def entries(news: Sequence[News], register: Register) -> tuple[Entry, ...]:
    """The news in its order, as far as it still stands where the register may tell of it.

    A document that moved is found by its file; what was withdrawn, withheld or rewritten is left out.
    """
    return tuple(entry for each in news if (entry := _entry(each, register)) is not None)


def digest_of(quote: str) -> str:
    """The digest by which a quote is known again."""
    return hashlib.sha256(" ".join(quote.split()).encode()).hexdigest()


def _entry(news: News, register: Register) -> Entry | None:
    place = news.place
    for name in dict.fromkeys((place.document, *register.copies(place.checksum))):
        try:
            document = register.document(name)
        except UsageError:
            continue  # not here any more, or not to be read by who asks
        quote = document.text[place.start : place.end]
        if quote and digest_of(quote) == place.digest:
            return Entry(news, document, _section(document, place), _evidence(document, place))
    return None


def _section(document: Document, place: Place) -> Section | None:
    return next((each for each in document.sections if each.start <= place.start < each.end), None)


def _evidence(document: Document, place: Place) -> Evidence:
    quote = document.text[place.start : place.end]
    return Evidence(document.id, document.page_at(place.start).number, place.start, place.end, quote)
