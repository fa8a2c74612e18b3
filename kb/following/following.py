"""Beginning to follow a search, and what the faces tell of what is followed."""

from __future__ import annotations

import datetime as dt

from kb.audit import Audit
from kb.datatypes import Clearance
from kb.following.looking import learn
from kb.following.readers import Entry
from kb.following.wishes import checked
from kb.following.wording import heading, name
from kb.jsonable import Json
from kb.settings import Settings
from kb.state.audit import Action
from kb.state.database import StateDatabase
from kb.state.following import Follow, FollowBook, Wish
from kb.strings_da.following import Following


def book_of(settings: Settings) -> FollowBook:
    """The followed searches of a deployment."""
    return FollowBook(StateDatabase(settings.state))


def begin(
    settings: Settings, wish: Wish, owner: str | None, clearance: Clearance | None, now: dt.datetime
) -> tuple[Follow, str]:
    """The followed search and the secret of its feed, once all that is indexed now counts as known.

    ``clearance`` is what who follows may read, None for what everyone may. News is mailed where mails are
    sent and the owner is a person. Raises UsageError, StateError, ResourceError.
    """
    wish = checked(wish, settings.max_question)
    learn(settings)
    mail = bool(settings.smtp_host) and owner is not None and "@" in owner
    follow, secret = book_of(settings).add(wish, owner, clearance or settings.clearance, now, mail=mail)
    Audit(settings).record(Action.FOLLOWED, f"follow {follow.number}", user=follow.owner)
    return follow, secret


def end(settings: Settings, number: int, user: str | None) -> None:
    """Nothing, once a followed search and all that it found is gone for ever, and the log says who did it.

    Whether they may is for the caller to know. Raises StateError, ResourceError.
    """
    Audit(settings).record(Action.UNFOLLOWED, f"follow {number}", user=user)
    book_of(settings).remove(number)


def feed_address(settings: Settings, secret: str, site: str = "") -> str:
    """The address of a feed: a whole one where the site's is known, else the path on it."""
    return f"{(settings.site_url or site).rstrip('/')}/{Following.FEED_PATH}/{secret}.xml"


def follow_json(follow: Follow) -> Json:
    """A followed search as JSON, without the secret of its feed."""
    return {
        "number": follow.number,
        "name": name(follow.wish),
        "kind": follow.wish.kind.value,
        "question": follow.wish.question,
        "filters": {key: list(values) for key, values in follow.wish.filters.items()},
        "owner": follow.owner,
        "clearance": follow.clearance.value,
        "made": follow.made.isoformat(),
        "mail": follow.mail,
        "muted": follow.muted.isoformat() if follow.muted else None,
    }


def entry_json(entry: Entry) -> Json:
    """A piece of news as JSON: the quote is ``text[start:end]`` of the document."""
    document, section = entry.document, entry.section
    day = (section.date if section else None) or document.date
    return {
        "found": entry.news.made.isoformat(),
        "changed": entry.news.place.changed,
        "document": document.id,
        "title": heading(entry),
        "committee": (section.committee if section else None) or document.committee,
        "date": day.isoformat() if day else None,
        "section": section.heading if section else None,
        "status": document.status.value,
        "page": entry.evidence.page,
        "quote": entry.evidence.quote,
        "start": entry.evidence.start,
        "end": entry.evidence.end,
    }
