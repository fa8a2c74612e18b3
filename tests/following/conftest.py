"""A small collection that tests add to and build again, each time looking for what is new."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.datatypes import Clearance
from kb.editions import build_editions
from kb.embedding import Encoder
from kb.following.following import begin, book_of
from kb.following.looking import look
from kb.following.readers import Entry, entries, settings_of
from kb.register import Register
from kb.settings import Settings
from kb.state.following import Follow, FollowKind, Wish
from tests.minutes import write_minutes

NOW = dt.datetime(2026, 11, 29, 9, 30, tzinfo=dt.UTC)
IDA = "ida@kommune.dk"


@dataclass(frozen=True, slots=True)
class Town:
    """A collection of its own with its index and state."""

    settings: Settings
    encoder: Encoder

    def add(self, name: str, subject: str, committee: str = "Økonomiudvalget", **meeting: object) -> Path:
        """The file with the minutes of a meeting, which is not indexed yet."""
        return write_minutes(self.settings.data, name, subject, committee=committee, **meeting)

    def build(self) -> int:
        """How much news there was, once all that lies on the disk is indexed."""
        build_editions([self.settings.data], self.settings, lambda: self.encoder)
        return look(self.settings, lambda: self.encoder, NOW)

    def follow(
        self, question: str, owner: str | None = None, clearance: Clearance | None = None, **filters: str
    ) -> tuple[Follow, str]:
        """A question that is followed, and the secret of its feed."""
        held = {name: (value,) for name, value in filters.items()}
        return begin(self.settings, Wish(FollowKind.QUESTION, question, held), owner, clearance, NOW)

    def follow_decisions(self, words: str = "", owner: str | None = None, **filters: str) -> Follow:
        """Rows of the register that are followed."""
        held = {name: (value,) for name, value in filters.items()}
        return begin(self.settings, Wish(FollowKind.DECISIONS, words, held), owner, None, NOW)[0]

    def news(self, follow: Follow) -> tuple[Entry, ...]:
        """What is new in it, as its owner may read it now."""
        own = settings_of(follow, self.settings)
        return () if own is None else entries(book_of(self.settings).news(follow.number), Register(own))

    def where(self, follow: Follow) -> list[str]:
        """The documents that its news stands in, newest first, each once."""
        return list(dict.fromkeys(each.document.id for each in self.news(follow)))


@pytest.fixture
def town(settings: Settings, encoder: Encoder, tmp_path: Path) -> Town:
    """A collection that has the minutes of two meetings."""
    folders = {name: tmp_path / name for name in ("data", "index", "state")}
    made = Town(settings.model_copy(update=folders), encoder)
    made.add("klima.txt", "Klimaplan for havnen", "Klima- og Teknikudvalget", day=4)
    made.add("skole.txt", "Ny skole i Vestbyen", day=3)
    made.build()
    return made
