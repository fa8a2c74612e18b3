"""A safety copy is whole, checked before it is brought back, and brings nothing back that is forgotten."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.backup import MANIFEST, back_up
from kb.cli import app
from kb.datatypes import Filter
from kb.errors import KBError, StateError, UsageError
from kb.index.generations import current_generation, generations
from kb.index.store import open_store
from kb.ingest import build
from kb.restoring import restore
from kb.settings import Settings
from kb.state.audit import Action, AuditLog, Event
from kb.state.database import FILE, StateDatabase
from kb.state.feedback import Asked, FeedbackBox, Verdict
from kb.state.forgotten import Forgotten
from tests.hashing import HashingEncoder
from tests.kills import prepared, settings_of

NOW = dt.datetime(2026, 11, 28, 9, 0, tzinfo=dt.UTC)
NAME = "Åse Grønbæk"
WRITER = """
import sys
from pathlib import Path
from tests.test_backup import add
from kb.state.database import StateDatabase

number = 0
while True:
    add(StateDatabase(Path(sys.argv[1])), f"Spørgsmål {number}?")
    print(number, flush=True)
    number += 1
"""


def add(database: StateDatabase, question: str) -> None:
    asked = Asked(question, {}, "1", "x", abstained=True, cited=())
    FeedbackBox(database).add(asked, Verdict(useful=True), None, NOW)


def questions(settings: Settings) -> list[str]:
    return [each.asked.question for each in FeedbackBox(StateDatabase(settings.state)).all()][::-1]


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    """Settings over an index of twelve documents and a state with some rows and a proof."""
    place = prepared(tmp_path / "kb")
    database = StateDatabase(place.state)
    for number in range(3):
        add(database, f"Spørgsmål {number} om {NAME}?")
    AuditLog(database).record(Event(Action.OPENED, "ida@kommune.dk", "sag00.txt"), NOW)
    (place.state / "proofs").mkdir()
    (place.state / "proofs" / "bevis.txt").write_text("Bevis", "utf-8")
    return place


def held(settings: Settings) -> dict[str, bytes]:
    """Every file below the three folders, and what the database holds instead of its bytes."""
    found = {
        str(path.relative_to(settings.state.parent)): path.read_bytes()
        for folder in (settings.data, settings.index, settings.state)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith((FILE, ".lock"))
    }
    database = StateDatabase(settings.state)
    rows = [database.rows(f"SELECT * FROM {table}") for table in ("feedback", "audit", "forgotten")]  # noqa: S608
    return {**found, "rows": repr(rows).encode()}


def test_all_of_it_comes_back_and_what_was_there_is_kept(place: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "kopi.zip"
    contents = back_up(place, copy, NOW, with_index=True, with_data=True)
    before = held(place)
    some = {"state/kb.sqlite", "state/proofs/bevis.txt", "data/sag00.txt"}
    assert some <= {each.name for each in contents.files}
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in copy.parent.iterdir()] == ["kopi.zip"]
    add(StateDatabase(place.state), "Senere?")
    (place.data / "sag00.txt").write_text("Ændret", "utf-8")
    build([place.data], place, HashingEncoder())
    done = restore(place, copy, NOW)
    old_data, old_state = done.kept
    assert len(FeedbackBox(StateDatabase(old_state)).all()) == 4
    assert (old_data / "sag00.txt").read_text("utf-8") == "Ændret"
    assert current_generation(place.index) == contents.generation
    assert len(generations(place.index)) == 2
    shutil.rmtree(place.index / "generations" / generations(place.index)[-1])
    assert held(place) == before
    assert StateDatabase(place.state).path.parent.stat().st_mode & 0o077 == 0


def test_a_copy_comes_back_where_there_was_nothing(place: Settings, tmp_path: Path) -> None:
    back_up(place, tmp_path / "kopi.zip", NOW, with_index=True, with_data=True)
    elsewhere = settings_of(tmp_path / "new" / "machine")
    assert restore(elsewhere, tmp_path / "kopi.zip", NOW).kept == ()
    assert questions(elsewhere) == questions(place)
    assert len(open_store(elsewhere.index, HashingEncoder()).summaries(Filter())) == 12
    assert build([elsewhere.data], elsewhere, HashingEncoder()).unchanged == 12


def test_a_copy_made_while_another_process_writes_has_a_moment_of_it(place: Settings, tmp_path: Path) -> None:
    state = settings_of(tmp_path / "busy").state
    command = [sys.executable, "-c", WRITER, str(state)]
    here = Path(__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=here) as writer:
        assert writer.stdout is not None
        for at in range(5):
            acknowledged = int(writer.stdout.readline())
            back_up(settings_of(tmp_path / "busy"), tmp_path / f"{at}.zip", NOW)
            restored = settings_of(tmp_path / f"restored{at}")
            restore(restored, tmp_path / f"{at}.zip", NOW)
            found = questions(restored)
            assert len(found) > acknowledged
            assert found == [f"Spørgsmål {number}?" for number in range(len(found))]
        writer.kill()


def test_a_file_that_is_there_is_not_overwritten_and_a_damaged_state_not_copied(
    place: Settings, tmp_path: Path
) -> None:
    (tmp_path / "kopi.zip").write_text("x")
    with pytest.raises(UsageError):
        back_up(place, tmp_path / "kopi.zip", NOW)
    damage(place.state / FILE, "Spørgsmål 1".encode())
    with pytest.raises(StateError, match="beskadiget"):
        back_up(place, tmp_path / "anden.zip", NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kb", "kopi.zip"]


def damage(path: Path, where: bytes) -> None:
    """Flips a bit where the bytes stand."""
    content = bytearray(path.read_bytes())
    content[content.index(where) + len(where) - 1] ^= 1
    path.write_bytes(content)


def test_a_damaged_state_is_told_and_mended_by_the_command_that_the_message_names(
    place: Settings, tmp_path: Path
) -> None:
    back_up(place, tmp_path / "kopi.zip", NOW)
    StateDatabase(place.state).compact()
    damage(place.state / FILE, "Spørgsmål 1".encode())
    with pytest.raises(StateError, match="kb restore") as caught:
        StateDatabase(place.state).verify()
    assert "feedback 2" in caught.value.message
    restore(place, tmp_path / "kopi.zip", NOW)
    StateDatabase(place.state).verify()
    assert len(questions(place)) == 3


def test_a_flipped_byte_anywhere_in_a_copy_is_refused_or_changes_nothing(
    place: Settings, tmp_path: Path
) -> None:
    copy, bad = tmp_path / "kopi.zip", tmp_path / "bad.zip"
    back_up(place, copy, NOW)
    content, chance, refused = copy.read_bytes(), random.Random(7), 0  # noqa: S311
    before = held(place)
    for at in sorted(chance.sample(range(len(content)), 60)):
        bad.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        with suppress(StateError):
            restore(place, bad, NOW)
            refused -= 1
        refused += 1
        assert held(place) == before
    assert refused > 40
    for length in (0, 1, len(content) // 2, len(content) - 1):
        bad.write_bytes(content[:length])
        with pytest.raises(StateError):
            restore(place, bad, NOW)
    assert held(place) == before
    assert not [path for path in place.state.parent.iterdir() if path.name.startswith(".")]


def rewritten(copy: Path, target: Path, change: dict[str, bytes]) -> Path:
    """The copy with other files in it."""
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(target, "w") as new:
        for name in (*old.namelist(), *(each for each in change if each not in old.namelist())):
            new.writestr(name, change.get(name) or old.read(name))
    return target


@pytest.mark.parametrize(
    "name", ["../ude.txt", "state/../../ude.txt", "/etc/ude.txt", "andet/ude.txt", "state"]
)
def test_a_copy_that_would_write_elsewhere_is_refused(place: Settings, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "kopi.zip"
    back_up(place, copy, NOW)
    with zipfile.ZipFile(copy) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    manifest["files"].append({"name": name, "size": 1, "sha256": "x"})
    bad = rewritten(copy, tmp_path / "bad.zip", {MANIFEST: json.dumps(manifest).encode(), name: b"x"})
    with pytest.raises(StateError, match="beskadiget"):
        restore(place, bad, NOW)
    assert not (tmp_path / "ude.txt").exists()


@pytest.mark.parametrize("name", [".", "..", "/etc", "andet"])
def test_a_copy_of_another_generation_than_it_names_is_refused(
    place: Settings, tmp_path: Path, name: str
) -> None:
    copy = tmp_path / "kopi.zip"
    back_up(place, copy, NOW, with_index=True)
    with zipfile.ZipFile(copy) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    bad = rewritten(
        copy, tmp_path / "bad.zip", {MANIFEST: json.dumps({**manifest, "generation": name}).encode()}
    )
    before = generations(place.index)
    assert before
    with pytest.raises(StateError, match="beskadiget"):
        restore(place, bad, NOW)
    assert generations(place.index) == before


def test_a_copy_does_not_lie_in_what_it_copies(place: Settings) -> None:
    for folder in (place.data, place.state, place.index):
        with pytest.raises(UsageError, match="kan ikke ligge i"):
            back_up(place, folder / "under" / "kopi.zip", NOW, with_data=True)
        assert not (folder / "under").exists()


def test_a_newer_copy_and_one_with_a_file_too_many_are_refused(place: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "kopi.zip"
    back_up(place, copy, NOW)
    with zipfile.ZipFile(copy) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    newer = json.dumps({**manifest, "format": 2}).encode()
    with pytest.raises(StateError, match="nyere udgave"):
        restore(place, rewritten(copy, tmp_path / "newer.zip", {MANIFEST: newer}), NOW)
    other = rewritten(copy, tmp_path / "other.zip", {"state/proofs/bevis.txt": b"Svind"})
    with pytest.raises(StateError, match=r"bevis\.txt« er ikke, som den blev gemt"):
        restore(place, other, NOW)  # as large, and whole to the archive itself
    with pytest.raises(StateError, match="ikke dem, listen nævner"):
        restore(place, rewritten(copy, tmp_path / "more.zip", {"state/mere.txt": b"x"}), NOW)


def test_what_was_forgotten_since_does_not_come_back(place: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "kopi.zip"
    database = StateDatabase(place.state)
    Forgotten(database).add_words("Bo Ås", None, NOW)
    back_up(place, copy, NOW, with_index=True, with_data=True)
    later = NOW + dt.timedelta(days=1)
    Forgotten(database).add_words(NAME, None, later)
    known = open_store(place.index).document("sag03.txt")
    Forgotten(database).add_document("sag03.txt", known.sha256, None, later)
    done = restore(place, copy, NOW)
    assert (done.carried, done.left_out, done.index_left_out) == (2, 1, True)
    assert questions(place)[0] == "Spørgsmål 0 om ███ ███████?"
    assert not (place.data / "sag03.txt").exists()
    assert "grønbæk".encode() not in b"".join(path.read_bytes() for path in place.state.glob("*.*"))
    assert [each.number for each in Forgotten(StateDatabase(place.state)).all()] == [3, 2, 1]
    assert AuditLog(StateDatabase(place.state)).verify().fault is None
    StateDatabase(place.state).verify()


def test_the_command_line(place: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("data", "index", "state"):
        monkeypatch.setenv(f"KB_{name.upper()}", str(getattr(place, name)))
    run = CliRunner()
    made = run.invoke(app, ["backup", str(tmp_path / "kopi.zip"), "--with-index", "--json"])
    told = json.loads(made.output)
    assert (told["generation"], told["files"] > 5) == (current_generation(place.index), True)
    shown = run.invoke(app, ["restore", str(tmp_path / "kopi.zip")])
    assert shown.exit_code == 0
    assert "Gendannet fra" in shown.output
    assert "Det, der var før, ligger i" in shown.output
    actions = [each.event.action for each in AuditLog(StateDatabase(place.state)).entries()]
    assert actions == [Action.RESTORED, Action.OPENED]  # the copy was made before it was recorded
    assert isinstance(run.invoke(app, ["restore", str(tmp_path / "ingen.zip")]).exception, KBError)
    assert isinstance(run.invoke(app, ["backup", str(tmp_path / "kopi.zip")]).exception, UsageError)
