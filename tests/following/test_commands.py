"""»kb follow« and »kb meetings«, a build that tells what is new, and forgetting that reaches what is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from kb.cli import app
from kb.errors import UsageError
from kb.following.following import book_of
from kb.jobs import BuildProcess
from kb.state.audit import Action, AuditLog
from kb.state.database import StateDatabase
from kb.state.scrubbing import scrub_documents, scrub_words
from tests.following.conftest import IDA, Town
from tests.following.test_looking import CYCLING
from tests.minutes import minutes


@pytest.fixture
def here(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The collection as the command line finds it."""
    for name in ("data", "index", "state", "runtime", "precision"):
        monkeypatch.setenv(f"KB_{name.upper()}", str(getattr(town.settings, name)))
    return town


def typed(*words: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, words)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_search_is_followed_listed_and_removed(here: Town) -> None:
    made = json.loads(typed("follow", CYCLING, "--committee", "KB", "--for", "Ida@kommune.dk", "--json"))
    assert (made["owner"], made["question"], made["filters"]) == (
        IDA,
        CYCLING,
        {"committee": ["Kommunalbestyrelsen"]},
    )
    assert made["feed"].startswith("/kb/feed/")
    typed("follow", "--decisions")
    listed = json.loads(typed("follow", "--list", "--json"))["follows"]
    assert [(each["number"], each["kind"], each["owner"]) for each in listed] == [
        (1, "question", IDA),
        (2, "decisions", None),
    ]
    assert "alle beslutninger" in typed("follow", "--list")
    assert json.loads(typed("follow", "--remove", "1", "--json")) == {"removed": 1}
    assert [each.number for each in book_of(here.settings).all()] == [2]
    logged = [each.event for each in AuditLog(StateDatabase(here.settings.state)).entries()]
    assert [(each.action, each.subject) for each in reversed(logged)] == [
        (Action.FOLLOWED, "follow 1"),
        (Action.FOLLOWED, "follow 2"),
        (Action.UNFOLLOWED, "follow 1"),
    ]
    assert (logged[-1].user, CYCLING in repr(logged)) == (IDA, False)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "follow_what"),
        (("Hvad?", "--list"), "follow_what"),
        (("--list", "--send"), "follow_what"),
        (("--remove", "7"), "unknown_follow"),
        (("Hvad?", "--for", "ida"), "bad_email"),
        (("Hvad?", "--for", "ida@kommune.dk\r\nBcc: x@y.dk"), "bad_email"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], code: str) -> None:
    with pytest.raises(UsageError) as error:
        typed("follow", *words)
    assert error.value.code == code


def test_a_build_in_a_process_of_its_own_finds_what_is_new(here: Town) -> None:
    follow, _ = here.follow(CYCLING)
    here.add("cykel.txt", "Cykelstien ved åen", day=10)
    process = BuildProcess(here.settings, [here.settings.data])
    assert list(process.steps())
    assert process.outcome().report is not None
    assert here.where(follow) == ["cykel.txt"]
    assert json.loads(typed("follow", "--send", "--json")) == {"news": 0, "mails": 0}


def test_planned_meetings_are_shown_and_written_as_a_calendar(here: Town, tmp_path: Path) -> None:
    paper = minutes("Sti ved åen", "Byrådet", day=4, month=12, year=2099).replace("Referat", "Dagsorden", 1)
    (here.settings.data / "dagsorden.txt").write_text(paper.partition("Beslutning i")[0], "utf-8")
    here.build()
    assert "Sti ved åen" in typed("meetings")
    (told,) = json.loads(typed("meetings", "--json"))["meetings"]
    assert (told["committee"], told["date"], told["state"]) == ("Byrådet", "2099-12-04", "planned")
    target = tmp_path / "moeder.ics"
    typed("meetings", "--ics", "--output", str(target))
    (event,) = Calendar.from_ical(target.read_bytes()).events
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.isoformat()) == (
        "Planlagt: Byrådet – Sti ved åen",
        "2099-12-04",
    )
    assert "BEGIN:VEVENT" in typed("meetings", "--ics", "--committee", "Byrådet")
    assert json.loads(typed("meetings", "--to", "2098", "--json")) == {"meetings": []}


def test_what_is_forgotten_is_taken_out_of_what_is_followed(town: Town) -> None:
    follow, _ = town.follow("Hvad klagede Åse Grønbæk over i sagen om cykelstien ved åen?")
    rows = town.follow_decisions("cykelstien")
    town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.build()
    assert town.news(rows)
    database = StateDatabase(town.settings.state)
    with database.writing() as connection:
        changed = scrub_words(connection, lambda text: text.replace("Åse Grønbæk", "█"))
    assert changed == {"follows": 1}
    book = book_of(town.settings)
    assert book.one(follow.number, None).wish.question.startswith("Hvad klagede █ over")
    with database.writing() as connection:
        scrub_documents(connection, lambda text: text == "cykel.txt")
    assert all(book.news(each.number) == () for each in book.all())
    database.compact()
    kept = database.path.read_bytes().decode("latin-1")
    assert "cykel.txt" not in kept
    database.verify()
