"""»kb feedback« in each form, and what the other commands say of what people entered."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from kb import serve as serving
from kb.cli import main
from kb.datatypes import Complaint
from kb.doctor import examine
from kb.roles import Role
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.feedback import Asked, Cited, FeedbackBox, Verdict
from kb.strings_da.editing import Editing

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
ASKED = Asked("=Hvad [b]besluttede[/b] udvalget?", {}, "g1", "extractive", False, (Cited("a.pdf", 3, 9),))


@pytest.fixture
def entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StateDatabase:
    """The state that the command line reads, with one useful answer and one that was not."""
    monkeypatch.setenv("KB_STATE", str(tmp_path / "state"))
    database = StateDatabase(tmp_path / "state")
    box = FeedbackBox(database)
    box.add(ASKED, Verdict(True), None, NOW)
    wrong = Asked("Hvad er MUS?", {"aar": ("2020", "2021")}, "g1", "extractive", False, ())
    box.add(wrong, Verdict(False, Complaint.UNCLEAR, "Æv"), "eva@kommune.dk", NOW)
    return database


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and error output of the command."""
    with pytest.raises(SystemExit) as ended:
        main(["feedback", *arguments])
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


@pytest.mark.usefixtures("entered")
def test_people_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys)
    assert status == 0
    assert "=Hvad [b]besluttede[/b] udvalget?" in out
    assert f"{Editing.USELESS} ({Editing.COMPLAINT_LABELS[Complaint.UNCLEAR]})" in out
    assert "»Æv«" in out
    assert "2 tilbagemeldinger" in out


@pytest.mark.usefixtures("entered")
def test_programs_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    newest, oldest = json.loads(run(capsys, "--json")[1])["feedback"]
    assert newest == {
        "number": 2,
        "made": "2026-11-22T09:30:00+00:00",
        "user": "eva@kommune.dk",
        "question": "Hvad er MUS?",
        "filters": {"aar": ["2020", "2021"]},
        "generation": "g1",
        "method": "extractive",
        "abstained": False,
        "citations": [],
        "useful": False,
        "reason": "unclear",
        "comment": "Æv",
        "handled": None,
        "handled_by": None,
    }
    assert oldest["citations"] == [{"document": "a.pdf", "start": 3, "end": 9}]


@pytest.mark.usefixtures("entered")
def test_a_spreadsheet_reads_it_and_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    newest, oldest = csv.DictReader(io.StringIO(run(capsys, "--csv")[1]), delimiter=";")
    assert newest["Årsag"] == Editing.COMPLAINT_LABELS[Complaint.UNCLEAR]
    assert newest["Filtre"] == "2020; 2021"
    assert oldest["Spørgsmål"] == "'=Hvad [b]besluttede[/b] udvalget?"
    assert oldest["Citerede dokumenter"] == "a.pdf"


@pytest.mark.usefixtures("entered")
def test_the_evaluation_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--questions")
    assert (status, json.loads(out)) == (0, {"q": ASKED.question, "docs": ["a.pdf"]})
    assert err.strip() == Editing.LEFT_OUT.format(count=1)
    status, out, _ = run(capsys, "--questions", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (1, "questions_alone")


def test_what_cannot_be_read_is_an_error(entered: StateDatabase, capsys: pytest.CaptureFixture[str]) -> None:
    entered.path.write_bytes(b"ikke en database" * 500)
    status, out, _ = run(capsys, "--json")
    assert (status, json.loads(out)["error"]["code"]) == (1, "state_damaged")


def test_doctor_reads_all_of_it(entered: StateDatabase, settings: Settings) -> None:
    def check() -> tuple[bool, str]:
        found = examine(settings.model_copy(update={"state": entered.path.parent}))
        return next((each.ok, each.detail) for each in found if each.name == Editing.CHECK_STATE)

    assert check() == (True, "0 rettelser, 2 tilbagemeldinger, 0 rækker i loggen")
    entered.path.write_bytes(b"ikke en database" * 500)
    ok, detail = check()
    assert not ok
    assert "beskadiget" in detail


@pytest.mark.parametrize(
    ("host", "role", "warned"),
    [
        ("0.0.0.0", Role.EDITOR, True),  # noqa: S104
        ("127.0.0.1", Role.EDITOR, False),
        ("0.0.0.0", Role.READER, False),  # noqa: S104
    ],
)
def test_serving_warns_where_anybody_may_change_things(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    host: str,
    role: Role,
    warned: bool,
) -> None:
    """The web app itself is a program that ends at once: what is said comes before it."""
    monkeypatch.setattr(serving, "command", lambda _settings: ["true"])
    port = serving.free_port(host, 18900)
    serving.serve(settings.model_copy(update={"host": host, "everyone": role, "port": port}))
    assert (Editing.OPEN_TO_ALL.format(role=role.value) in capsys.readouterr().out) == warned
