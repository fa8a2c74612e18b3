"""How a followed search and what it found are put in words. Plain text, not markup."""

from __future__ import annotations

from kb.errors import UsageError
from kb.following.readers import Entry
from kb.following.wishes import FINAL, filter_of
from kb.state.following import FollowKind, Wish
from kb.strings_da import CLASS_BADGES, undecided
from kb.strings_da.following import Following
from kb.ui import words


def name(wish: Wish) -> str:
    """The question, or the words of a decision, with the filters behind it."""
    called = wish.question or Following.NO_WORDS
    restricted = filters_in_words(wish)
    return Following.IN_FILTERS.format(name=called, filters=restricted) if restricted else called


def filters_in_words(wish: Wish) -> str:
    """The filters of a followed search; empty where it has none."""
    try:
        told = words.filters(filter_of(wish))
    except UsageError:  # its words were masked
        told = ""
    more = [
        *(
            value
            for key in ("status", "collection", "document", "case")
            for value in wish.filters.get(key, ())
        ),
        *wish.filters.get(FINAL, ()),
    ]
    return " · ".join(part for part in (told, *more) if part)


def heading(entry: Entry) -> str:
    """The agenda item's title, or the document's where it is about one matter."""
    return (entry.section.item if entry.section else None) or entry.document.title


def place(entry: Entry) -> tuple[str, ...]:
    """Committee, day, section, page and who may read it where not all may."""
    section, document = entry.section, entry.document
    page = document.page_at(entry.evidence.start)
    day = (section.date if section else None) or document.date
    parts = (
        (section.committee if section else None) or document.committee,
        words.date(day) if day else Following.UNDATED,
        words.section(section.heading, section.kind) if section else None,
        words.page(page.number, page.inferred),
        CLASS_BADGES.get(section.clearance if section else document.clearance),
    )
    return tuple(filter(None, parts))


def warning(entry: Entry) -> str:
    """That nothing is decided there, as in a recommendation, a draft or an agenda; empty elsewhere."""
    return undecided(entry.section.kind if entry.section else None, entry.document.status)


def place_with_warning(entry: Entry) -> str:
    """Where it stands, and that nothing is decided there, on one line."""
    return " · ".join(filter(None, (*place(entry), warning(entry))))


def novelty(entry: Entry) -> str:
    """Whether the document is new or changed."""
    return Following.CHANGED if entry.news.place.changed else Following.NEW


def is_about_decisions(wish: Wish) -> bool:
    """Whether rows of the register are followed."""
    return wish.kind is FollowKind.DECISIONS
