"""What somebody may not read never reaches their feed, mail or calendar: not when it is found, nor later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.datatypes import Clearance
from kb.editions import build_editions
from kb.embedding import Encoder
from kb.export.ical import calendar, meetings_of
from kb.following.following import begin, book_of
from kb.following.letters import Envelope, Found, letter
from kb.following.looking import look
from kb.following.readers import Entry, entries, settings_of
from kb.library import LIBRARY, Library
from kb.register import EVERYTHING, Register
from kb.settings import Settings
from kb.state.following import Follow, FollowKind, Wish
from kb.strings_da.following import Following
from kb.ui import feeds
from tests.following.conftest import NOW
from tests.minutes import minutes
from tests.security import canaries

KANTINE = "Hvad er besluttet om kantineordningen?"


@pytest.fixture(scope="module")
def place(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The canaries, indexed after three people began to follow all there is; mails hold everything."""
    made = canaries.settings_of(settings, tmp_path_factory.mktemp("followed"))
    made = made.model_copy(update={"mail_clearance": Clearance.CONFIDENTIAL, "site_url": "https://x.dk"})
    made.data.mkdir(parents=True)
    (made.data / "foer.txt").write_text(minutes("Takster for haveaffald"), "utf-8")
    build_editions([made.data], made, lambda: encoder)
    for owner, clearance in (
        (None, Clearance.PUBLIC),
        (canaries.IDA, Clearance.INTERNAL),
        (canaries.FIE, Clearance.CONFIDENTIAL),
    ):
        for question in canaries.QUESTIONS:
            begin(made, Wish(FollowKind.QUESTION, question), owner, clearance, NOW)
        begin(made, Wish(FollowKind.DECISIONS, ""), owner, clearance, NOW)
    canaries.write(made)
    build_editions([made.data], made, lambda: encoder)
    assert look(made, lambda: encoder, NOW) > 0
    return made


def told(place: Settings, owner: str | None) -> str:
    """All that somebody is told: every feed, and the mail in both forms."""
    client = TestClient(Starlette(routes=feeds.routes("")))
    seen, found = "", []
    for follow in book_of(place).of(owner):
        reply = client.get(f"/{Following.FEED_PATH}/{book_of(place).renew(follow.number)}.xml")
        assert reply.status_code == 200
        seen += reply.text
        if news := read(place, follow):
            found.append(Found(follow, news))
    if found:
        envelope = Envelope(
            *(
                "kb@x.dk",
                owner or "alle@x.dk",
                "https://x.dk",
                "https://x.dk/s",
                NOW,
                "1",
                place.mail_clearance,
            )
        )
        for part in letter(found, envelope).walk():
            seen += "" if part.is_multipart() else str(part.get_content())  # type: ignore[attr-defined]
    return seen


def read(place: Settings, follow: Follow) -> tuple[Entry, ...]:
    """What is new for who follows, as they may read it now."""
    own = settings_of(follow, place)
    assert own is not None
    return entries(book_of(place).news(follow.number), Library().register(own))


@pytest.fixture
def in_force(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lets the routes have settings of a test's own."""
    yield monkeypatch
    LIBRARY.__init__()  # type: ignore[misc] - what was opened is of this test alone


@pytest.mark.parametrize(
    ("owner", "clearance"),
    [
        (None, Clearance.PUBLIC),
        (canaries.IDA, Clearance.INTERNAL),
        (canaries.FIE, Clearance.CONFIDENTIAL),
    ],
)
def test_each_is_told_what_they_may_read_and_nothing_above(
    place: Settings, in_force: pytest.MonkeyPatch, owner: str | None, clearance: Clearance
) -> None:
    in_force.setattr(feeds, "load_settings", lambda: place)
    found = canaries.found_in(told(place, owner))
    assert found & canaries.unseen_by(clearance) == frozenset()
    assert found == canaries.seen_by(clearance)  # what they may read is told: the test above can fail


def test_when_a_clearance_is_lowered_what_was_found_before_is_told_no_more(
    place: Settings, in_force: pytest.MonkeyPatch
) -> None:
    lowered = place.model_copy(update={"cleared_internal": (), "indexed_for": (Clearance.INTERNAL,)})
    in_force.setattr(feeds, "load_settings", lambda: lowered)
    assert canaries.found_in(told(lowered, canaries.IDA)) == canaries.seen_by(Clearance.PUBLIC)


def test_when_a_clearance_is_raised_a_search_saved_before_tells_no_more(place: Settings) -> None:
    raised = place.model_copy(update={"cleared_confidential": (canaries.FIE, canaries.IDA)})
    (follow, *_) = book_of(place).of(canaries.IDA)
    own = settings_of(follow, raised)
    assert own is not None
    assert own.edition is Clearance.INTERNAL


def test_what_is_kept_holds_no_words_of_documents(place: Settings) -> None:
    kept = book_of(place)
    rows = [
        repr((news.place.checksum, news.place.digest))
        for each in kept.all()
        for news in kept.news(each.number)
    ]
    assert rows
    assert canaries.found_in("".join(rows)) == frozenset()


def test_a_calendar_has_no_meetings_of_cases_above_the_clearance(
    settings: Settings, encoder: Encoder, tmp_path: Path
) -> None:
    own = canaries.settings_of(settings, tmp_path)
    for folder, canary in (("aaben", "kanaroffentlig"), ("personale", "kanarintern")):
        (own.data / folder).mkdir(parents=True)
        paper = minutes(f"Sag om {canary}", year=2099).replace("Referat", "Dagsorden", 1)
        (own.data / folder / "sag.txt").write_text(paper.partition("Beslutning i")[0], "utf-8")
    build_editions([own.data], own, lambda: encoder)
    for clearance in (Clearance.PUBLIC, Clearance.INTERNAL):
        register = Register(own.for_clearance(clearance))
        made = calendar(meetings_of(register, EVERYTHING), "Møder", "", NOW).decode().replace("\r\n ", "")
        assert canaries.found_in(made) == canaries.seen_by(clearance)
