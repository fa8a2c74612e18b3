"""What people do leaves a row, from the command line and the web app; no row holds a word of a question."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from kb import doctor
from kb.audit import EXPORT_TO_BROWSER
from kb.cli import app
from kb.errors import KBError, ResourceError, StateError, UsageError
from kb.settings import Settings
from kb.state.audit import Action, AuditLog, Entry, Event
from kb.state.database import FILE, StateDatabase
from kb.strings_da.auditing import Auditing
from kb.strings_da.privacy import Privacy
from kb.ui import state

NOW = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
QUESTION = "Hvad blev besluttet om kodeordet Xylofon?"
APP = Path(__file__).resolve().parents[1] / "kb" / "ui" / "script.py"


@pytest.fixture
def place(sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The sample collection with a state folder of its own, as the environment says."""
    place = sample.model_copy(update={"state": tmp_path / "state"})
    for name in ("data", "index", "state"):
        monkeypatch.setenv(f"KB_{name.upper()}", str(getattr(place, name)))
    monkeypatch.setenv("KB_RUNTIME", "openvino")
    monkeypatch.setenv("KB_PRECISION", "fp32")
    return place


def entries(place: Settings) -> tuple[Entry, ...]:
    return AuditLog(StateDatabase(place.state)).entries()


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, KBError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_line_leaves_rows_without_words(place: Settings, tmp_path: Path) -> None:
    run("index", str(place.data))
    run("ask", QUESTION)
    run("search", QUESTION)
    run("decisions", "--csv", "--output", str(tmp_path / "ud.csv"))
    run("gaps", "--csv")
    run("documents")
    rows = entries(place)[::-1]
    assert [each.event.action for each in rows] == [
        Action.BUILT,
        Action.ASKED,
        Action.ASKED,
        Action.EXPORTED,
        Action.EXPORTED,
    ]
    asked = rows[1].event.detail or {}
    assert asked["length"] == len(QUESTION)
    assert set(asked) == {"length", "abstained", "citations", "method"}
    assert rows[1].event.generation == rows[0].event.generation
    assert (rows[3].event.subject, rows[4].event.subject) == (str(tmp_path / "ud.csv"), None)
    assert all(each.event.user for each in rows)
    held = b"".join(path.read_bytes() for path in place.state.iterdir())
    assert b"Xylofon" not in held


def test_the_log_is_shown_to_people_and_programs_and_verified(place: Settings) -> None:
    run("ask", QUESTION)
    shown = run("audit")
    assert "spurgte" in shown
    assert "tegn i spørgsmålet: 41" in shown
    told = json.loads(run("audit", "--json", "--from", "2020"))["audit"]
    assert (told[0]["action"], told[0]["number"], told[0]["forgotten"]) == ("asked", 1, False)
    assert run("audit", "--csv").startswith("Nr.;Tidspunkt;Bruger;Handling")
    assert Auditing.NONE in run("audit", "--to", "2020")
    verified = run("audit", "--verify")
    assert "Loggen er ubrudt: 2 rækker." in verified  # the CSV was an export
    last = json.loads(run("audit", "--verify", "--json"))["last"]
    assert f"{last['number']}:{last['hash']}" in verified
    run("audit", "--anchor", f"{last['number']}:{last['hash']}")
    with pytest.raises(StateError, match="ikke den, der blev noteret"):
        run("audit", "--anchor", f"{last['number']}:{'0' * 64}")
    with pytest.raises(UsageError):
        run("audit", "--anchor", "x")


def test_a_changed_row_is_told_and_an_exit_status_says_so(place: Settings) -> None:
    run("ask", QUESTION)
    with StateDatabase(place.state).writing() as connection:
        connection.execute("UPDATE audit SET user = 'en anden'")
    with pytest.raises(StateError, match="række 1 er ændret"):
        run("audit", "--verify")
    result = CliRunner().invoke(app, ["audit", "--verify", "--json"])
    assert (result.exit_code, json.loads(result.output)["fault"]) == (1, "changed")


def test_nothing_is_recorded_where_the_settings_say_so(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_AUDIT", "false")
    run("ask", QUESTION)
    assert not place.state.exists()
    assert Auditing.OFF in run("audit")


def test_the_doctor_reads_the_log(place: Settings) -> None:
    AuditLog(StateDatabase(place.state)).record(Event(Action.OPENED), NOW)
    assert "1 række i loggen" in doctor._state(place)
    with StateDatabase(place.state).writing() as connection:
        connection.execute("DELETE FROM audit")
    with pytest.raises(StateError, match="slutningen mangler"):
        doctor._state(place)


def test_a_number_in_a_question_reaches_neither_address_nor_page_nor_state(place: Settings) -> None:
    page = AppTest.from_file(str(APP), default_timeout=120).run()
    page.text_input(key=state.QUESTION).set_value("Hvad fik 110362-4321 af støtte?").run()
    assert not page.exception
    assert page.query_params["q"] == "Hvad fik ██████-████ af støtte?"
    html = "".join(str(each.proto.body) for each in page.get("html"))
    assert Privacy.QUESTION_MASKED in html
    assert "110362" not in html
    page.query_params["q"] = "Hvad fik 110362-4321 af støtte?"  # a shared link
    page.run()
    assert "110362" not in "".join(str(each.proto.body) for each in page.get("html"))
    assert page.text_input(key=state.QUESTION).value == "Hvad fik ██████-████ af støtte?"
    assert b"110362" not in (place.state / FILE).read_bytes()


def test_what_cannot_be_recorded_is_not_answered(place: Settings) -> None:
    place.state.parent.mkdir(exist_ok=True)
    place.state.write_text("no folder")
    with pytest.raises(ResourceError):
        run("ask", QUESTION)


def test_the_web_app_records_a_question_once(place: Settings) -> None:
    page = AppTest.from_file(str(APP), default_timeout=120).run()
    page.text_input(key=state.QUESTION).set_value(QUESTION).run()
    assert not page.exception
    page.run()
    asked = [each for each in entries(place) if each.event.action is Action.ASKED]
    assert len(asked) == 1
    assert asked[0].event.user is None
    assert b"Xylofon" not in (place.state / FILE).read_bytes()


def test_the_web_app_records_the_opening_of_a_document_once_and_what_is_taken_away(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def script(state_folder: str) -> None:
        from pathlib import Path

        from kb.settings import load_settings
        from kb.tables import Table
        from kb.ui import downloads, recording

        recording.opened(load_settings(state=Path(state_folder)), "sag.pdf", "000001-x")
        downloads.offer("beslutninger", lambda: Table(("date",), ((1,), (2,))))

    pressed = []
    monkeypatch.setattr("kb.ui.downloads.st.download_button", lambda _, data, **__: pressed.append(data))
    page = AppTest.from_function(script, args=(str(place.state),), default_timeout=60).run()
    page.run()
    assert not page.exception
    assert [each.event.action for each in entries(place)] == [Action.OPENED]  # a button is not yet pressed
    assert pressed[1]().startswith(b"Dato")
    last, first = entries(place)
    assert (first.event.user, first.event.subject) == (None, "sag.pdf")
    assert (last.event.action, last.event.subject) == (Action.EXPORTED, EXPORT_TO_BROWSER)
    assert last.event.detail == {"list": "beslutninger.csv"}
