"""What programs may follow, and what they get: followed searches, their news, and planned meetings."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from kb.contract.replies import Reply
from kb.contract.requests import MAX_QUESTION, Filters
from kb.datatypes import Clearance, Date, Status, StepState
from kb.following.wishes import kept
from kb.state.following import FollowKind, Wish
from kb.strings_da.following import FollowApi


class FollowBody(Filters):
    """What to follow, as JSON."""

    model_config = ConfigDict(strict=True)

    kind: FollowKind = Field(FollowKind.QUESTION, description=FollowApi.KIND, strict=False)
    question: Annotated[str, StringConstraints(max_length=MAX_QUESTION)] = Field(
        "", description=FollowApi.QUESTION
    )

    def wish(self) -> Wish:
        """What is to be followed. Raises UsageError for a value or a date that is none."""
        return Wish(self.kind, self.question, kept(self.where()))


class Follow(Reply):
    """A followed search. ``filters`` are values by the names of the filters."""

    number: int
    name: str
    kind: FollowKind
    question: str
    filters: dict[str, list[str]]
    owner: str | None
    clearance: Clearance
    made: dt.datetime
    mail: bool
    muted: dt.datetime | None


class NewFollow(Follow):
    """A followed search that was just made, with the secret address of its feed."""

    feed: str


class Follows(Reply):
    """What the caller follows, newest first."""

    follows: list[Follow]


class NewsItem(Reply):
    """Something new: the quote is the document's text from ``start`` to ``end``."""

    found: dt.datetime
    changed: bool
    document: str
    title: str
    committee: str | None
    date: Date | None
    section: str | None
    status: Status
    page: int
    quote: str
    start: int
    end: int


class News(Reply):
    """What is new in a followed search, newest first."""

    news: list[NewsItem]


class Meeting(Reply):
    """A meeting at which a case is planned to be treated, and the words that plan it."""

    case: str
    title: str
    committee: str
    date: Date
    time: str | None
    date_inferred: bool
    state: StepState
    document: str | None
    page: int | None
    quote: str | None
    start: int | None
    end: int | None


class Meetings(Reply):
    """Planned meetings, by day."""

    meetings: list[Meeting]
