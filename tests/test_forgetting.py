"""A request to forget reaches every byte of the index and of what people entered. The people are made up."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.cli import app
from kb.datatypes import CorrectedField, FieldCorrection, Filter
from kb.embedding import Encoder
from kb.errors import UsageError
from kb.forgetting import FileAct, Forgot, forget
from kb.index.generations import drop_others, generations
from kb.index.store import open_store
from kb.ingest import build
from kb.proof import proof_text, write_proof
from kb.remains import needles_of_document, needles_of_text, remains
from kb.settings import Settings
from kb.state.audit import Action, AuditLog, Event
from kb.state.corrections import Corrections
from kb.state.database import FILE, StateDatabase
from kb.state.feedback import Asked, Cited, FeedbackBox, Verdict
from kb.state.forgotten import Forgotten
from kb.traces import Target, find
from tests.minutes import minutes

NOW = dt.datetime(2026, 11, 28, 9, 0, tzinfo=dt.UTC)
NAME = "Åse Grønbæk"
CPR = "110362-4321"
COMPLAINT = minutes("Klage fra en borger") + (
    f"\n\nBemærkninger\n\n{NAME} har klaget over snerydningen ved sit hus på Bakkevej.\n"
    "Aase Groenbaeks klage blev drøftet indgående af hele udvalget den aften.\n"
)
OTHER = minutes("Takster for vand") + f"\n\nBemærkninger\n\nCPR-nr. {CPR} nævnes i bilaget til sagen.\n"


@pytest.fixture
def place(settings: Settings, encoder: Encoder, tmp_path: Path) -> Settings:
    """Settings whose index has two generations and whose state names a person in every table."""
    folders = {name: tmp_path / name for name in ("data", "index", "state")}
    place = settings.model_copy(update=folders)
    place.data.mkdir()
    (place.data / "klage.txt").write_text(COMPLAINT, "utf-8")
    build([place.data], place, encoder)
    (place.data / "vand.txt").write_text(OTHER, "utf-8")
    build([place.data], place, encoder)
    database = StateDatabase(place.state)
    title = FieldCorrection(CorrectedField.TITLE, "Klage fra en borger", f"Klage fra {NAME}")
    Corrections(database).correct("klage.txt", [title], "ida@kommune.dk", NOW)
    cited = (Cited("klage.txt", 1, 9), Cited("vand.txt", 2, 5))
    filters = {"dokument": ("klage.txt",)}
    asked = Asked(f"Hvad klagede {NAME} over?", filters, "1", "x", abstained=False, cited=cited)
    FeedbackBox(database).add(asked, Verdict(useful=False, comment="Se aase grønbæk"), None, NOW)
    log = AuditLog(database)
    log.record(Event(Action.OPENED, "ida@kommune.dk", "klage.txt"), NOW)
    for name, text in (("ud.csv", f"titel\nKlage fra {NAME}\n"), ("tom.csv", "titel\n")):
        (tmp_path / name).write_text(text, "utf-8")
        log.record(Event(Action.EXPORTED, "ida@kommune.dk", str(tmp_path / name)), NOW)
    return place


def everything(place: Settings) -> str:
    """Every byte of index and state as text, and the names of their files, in small letters."""
    paths = [path for folder in (place.index, place.state) for path in folder.rglob("*")]
    held = b"".join(path.read_bytes() for path in paths if path.is_file())
    return ("".join(path.name for path in paths) + held.decode("utf-8", "ignore")).lower()


def done(place: Settings, encoder: Encoder, target: Target, act: FileAct | None = None) -> Forgot:
    return forget(target, place, lambda: encoder, "drift", NOW, act)


def test_a_dry_run_tells_all_places_and_changes_nothing(place: Settings) -> None:
    before = everything(place)
    traces = find(Target(text=NAME), place)
    assert [(each.document, each.count, each.hidden) for each in traces.places] == [("klage.txt", 2, False)]
    assert traces.places[0].path == place.data / "klage.txt"
    assert dict(traces.state) == {"corrections": 1, "feedback": 1}
    assert traces.generations == generations(place.index)[:1]
    assert [path.name for path in traces.exports] == ["ud.csv"]
    assert everything(place) == before


def test_a_person_is_in_no_byte_any_more(place: Settings, encoder: Encoder) -> None:
    for written in (NAME, "Aase Groenbaek"):
        assert written.lower() in everything(place)
    forgot = done(place, encoder, Target(text=NAME))
    left = everything(place)
    for written in ("åse", "grønbæk", "groenbaek", json.dumps("grønbæk")[1:-1]):
        assert written not in left
    assert forgot.remains.count == 0
    assert forgot.remains.files > 5
    assert len(generations(place.index)) == 1
    assert forgot.left == (place.data / "klage.txt",)
    text = open_store(place.index).document("klage.txt").text
    assert "███ ███████ har klaget over snerydningen" in text
    assert "████ ██████████ klage blev drøftet" in text
    row = FeedbackBox(StateDatabase(place.state)).all()[0]
    assert row.asked.question == "Hvad klagede ███ ███████ over?"
    assert row.asked.cited == (Cited("klage.txt", 1, 9), Cited("vand.txt", 2, 5))
    # What is indexed later is hidden too.
    (place.data / "ny.txt").write_text(
        minutes("Ny klage") + f"\n\nBemærkninger\n\n{NAME.upper()} igen.", "utf-8"
    )
    build([place.data], place, encoder)
    assert "grønbæk" not in everything(place)


def test_nothing_stays_in_the_log_of_the_database_while_another_program_has_it_open(
    place: Settings, encoder: Encoder
) -> None:
    with closing(sqlite3.connect(place.state / FILE)) as other:
        other.execute("SELECT count(*) FROM feedback").fetchone()
        done(place, encoder, Target(text=NAME))
        assert "grønbæk" not in everything(place)


def test_asked_again_it_removes_what_was_left_since(place: Settings, encoder: Encoder) -> None:
    done(place, encoder, Target(text=NAME))
    left = place.index / "generations" / ".draft"
    left.mkdir()
    (left / "catalogue.sqlite").write_text(NAME, "utf-8")
    assert done(place, encoder, Target(text=NAME)).request == 1
    assert "grønbæk" not in everything(place)


def test_a_number_that_is_hidden_already_is_found_in_the_file(place: Settings, encoder: Encoder) -> None:
    traces = find(Target(text="110362 4321"), place)
    assert [(each.document, each.count, each.hidden) for each in traces.places] == [("vand.txt", 1, True)]
    assert done(place, encoder, Target(text=CPR)).remains.count == 0


def test_a_document_and_its_file_are_gone(place: Settings, encoder: Encoder) -> None:
    assert "snerydningen ved sit hus" in everything(place)
    forgot = done(place, encoder, Target("klage.txt"), FileAct(erase=True))
    left = everything(place)
    for written in ("klage.txt", "snerydningen ved sit hus", "klage fra en borger"):
        assert written not in left
    assert (forgot.file_gone, forgot.left, forgot.remains.count) == (True, (), 0)
    assert [each.id for each in open_store(place.index).summaries(Filter())] == ["vand.txt"]
    database = StateDatabase(place.state)
    assert Corrections(database).history() == ()
    assert FeedbackBox(database).all()[0].asked.cited == (Cited("vand.txt", 2, 5),)
    opened = [each for each in AuditLog(database).entries() if each.event.action is Action.OPENED]
    assert (opened[0].event.subject, opened[0].forgotten) == (None, True)
    assert AuditLog(database).verify().fault is None
    # Its content does not come back under another name.
    (place.data / "igen.txt").write_text(COMPLAINT, "utf-8")
    assert [each.code for each in build([place.data], place, encoder).skipped] == ["forgotten"]


def test_a_file_can_be_moved_and_the_last_document_can_go(
    place: Settings, encoder: Encoder, tmp_path: Path
) -> None:
    done(place, encoder, Target("vand.txt"), FileAct(to=tmp_path / "arkiv"))
    assert (tmp_path / "arkiv" / "vand.txt").read_text("utf-8") == OTHER
    assert not (place.data / "vand.txt").exists()
    forgot = done(place, encoder, Target("klage.txt"))
    assert (forgot.after, generations(place.index)) == (None, ())
    assert forgot.left == (place.data / "klage.txt",)
    assert "snerydningen ved sit hus" not in everything(place)


def test_the_proof_tells_all_but_what_was_forgotten(place: Settings, encoder: Encoder) -> None:
    forgot = done(place, encoder, Target(text=NAME))
    proof = proof_text(forgot, place)
    assert write_proof(forgot, place).read_text("utf-8") == proof
    for told in (
        "anmodning nr. 1",
        "af drift",
        "fundet i 1 dokument, 2 steder i alt",
        "Rettelser: 1 række",
        "Tilbagemeldinger: 1 række",
        f"udgave {forgot.after} (før: {forgot.before})",
        "0 forekomster",
        "1 fil har stadig oplysningerne",
        "Udskrevne filer, der har oplysningerne: 1",
    ):
        assert told in proof
    assert "grønbæk" not in proof.casefold()
    assert "klage.txt" not in proof


def test_what_makes_no_sense_is_refused(place: Settings) -> None:
    with pytest.raises(UsageError):
        find(Target(text="–"), place)
    with pytest.raises(UsageError):
        find(Target("findes-ikke.txt"), place)


def test_old_generations_go_and_a_build_left_undone(place: Settings) -> None:
    (place.index / "generations" / ".draft").mkdir()
    names = generations(place.index)
    assert drop_others(place.index) == names[:1]
    assert [each.name for each in (place.index / "generations").iterdir()] == [names[1]]


def test_bytes_are_found_across_pieces_and_in_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.remains.PIECE", 7)
    (tmp_path / "a.bin").write_bytes(b"xxxxx Jens Jensen yyyy JENS JENSEN")
    (tmp_path / "jens jensen.txt").write_bytes(b"")
    found = remains(needles_of_text("Jens  Jensen"), [tmp_path, tmp_path / "none"])
    assert (found.count, found.files, found.size) == (3, 2, 34)
    assert b"12345678" in needles_of_text("12 34 56 78")


def test_the_command_line(place: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("data", "index", "state"):
        monkeypatch.setenv(f"KB_{name.upper()}", str(getattr(place, name)))
    run = CliRunner()
    shown = run.invoke(app, ["forget", "--text", "-"], input=NAME)
    assert "klage.txt: 2 steder" in shown.output
    assert "Intet er ændret" in shown.output
    result = run.invoke(app, ["forget", "--text", "-", "--yes", "--json"], input=NAME)
    told = json.loads(result.output)
    assert (result.exit_code, told["done"], told["request"], told["remains"]) == (0, True, 1, 0)
    assert Path(told["proof"]).is_file()
    listed = json.loads(run.invoke(app, ["forget", "--list", "--json"]).output)
    told = listed["requests"]
    assert [(each["number"], each["kind"], each["undone"]) for each in told] == [(1, "words", None)]
    assert run.invoke(app, ["forget", "--undo", "1"]).exit_code == 0
    assert Forgotten(StateDatabase(place.state)).words().prints == ()
    assert isinstance(run.invoke(app, ["forget", "--undo", "1"]).exception, UsageError)
    assert isinstance(run.invoke(app, ["forget", "a.txt", "--text", "b"]).exception, UsageError)
    assert isinstance(run.invoke(app, ["forget", "--text", "b", "--erase-file"]).exception, UsageError)
    actions = [each.event.action for each in AuditLog(StateDatabase(place.state)).entries()]
    assert actions[:3] == [Action.FORGOT] * 3
    assert AuditLog(StateDatabase(place.state)).verify().fault is None


def test_needles_of_a_document_are_lines_of_its_own(place: Settings) -> None:
    document = open_store(place.index).document("klage.txt")
    needles = needles_of_document(document, ["klage.txt", "2022/klage.txt"], [document.text])
    assert needles == ()
    assert b"klage.txt" in needles_of_document(document, ["klage.txt"], [])
