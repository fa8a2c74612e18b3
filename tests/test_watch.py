"""kb watch as a real process: files come, go, are damaged or grow slowly, and failing builds are survived."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.jobs import Outcome
from kb.register import Register
from kb.serve import environment
from kb.settings import Settings
from kb.strings_da.adding import Watching
from kb.strings_da.problems import PROBLEMS
from kb.watch import STILL_SECONDS, Gone, Watcher
from tests.minutes import minutes, pdf, write_minutes

PATIENCE = 60


class Watch:
    """A running »kb watch«, and what it says line by line."""

    def __init__(self, settings: Settings, *flags: str) -> None:
        self.settings = settings
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kb.cli", "watch", *flags],
            env={**environment(settings), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line.rstrip("\n"))

    def until(self, words: str) -> list[str]:
        """The lines up to the one that has these words."""
        heard: list[str] = []
        while not heard or words not in heard[-1]:
            try:
                heard.append(self.lines.get(timeout=PATIENCE))
            except queue.Empty:
                pytest.fail(f"not said: {words}\nsaid: {heard}")
        return heard

    def stop(self, number: int = signal.SIGTERM) -> int:
        """The exit status once it was told to end."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def decided(self) -> list[str]:
        """The matters that the register has decisions on."""
        return sorted(each.title for each in Register(self.settings).decisions())


BUILT = Watching.BUILT.split("{seconds}")[0]
UP_TO_DATE = Watching.UP_TO_DATE.split("{")[0]


def small(settings: Settings, folder: Path) -> Settings:
    """Settings over one paper that is not indexed yet."""
    write_minutes(folder / "data" / "norddjurs", "a.txt", "Cykelstier ved Søndergade")
    return settings.model_copy(update={"data": folder / "data", "index": folder / "index"})


both_ways = pytest.mark.parametrize("watch", [(), ("--poll",)], ids=["told", "polled"], indirect=True)
"""Where the file system tells of changes, and where a folder is read through for them."""


@pytest.fixture
def watch(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Watch]:
    """A watch over one paper, which it has indexed; afterwards it ends cleanly."""
    running = Watch(small(settings, tmp_path), *getattr(request, "param", ()))
    try:
        running.until(BUILT)
        yield running
        assert running.stop() == 0
        assert running.until(Watching.STOPPED)[-1] == Watching.STOPPED
    finally:
        running.process.kill()
        running.process.wait(PATIENCE)


@both_ways
def test_files_that_come_change_and_go_are_followed(watch: Watch) -> None:
    folder = watch.settings.data / "norddjurs"
    assert watch.decided() == ["Cykelstier ved Søndergade"]
    added = write_minutes(folder, "b.txt", "Ny svømmehal")
    assert any(line.endswith(Watching.ADDED.format(path="norddjurs/b.txt")) for line in watch.until(BUILT))
    assert watch.decided() == ["Cykelstier ved Søndergade", "Ny svømmehal"]
    added.write_text(minutes("Ny skøjtehal"), "utf-8")
    assert any(line.endswith(Watching.CHANGED.format(path="norddjurs/b.txt")) for line in watch.until(BUILT))
    assert watch.decided() == ["Cykelstier ved Søndergade", "Ny skøjtehal"]
    added.unlink()
    assert any(line.endswith(Watching.REMOVED.format(path="norddjurs/b.txt")) for line in watch.until(BUILT))
    assert watch.decided() == ["Cykelstier ved Søndergade"]


def test_a_damaged_file_is_told_and_the_next_one_works(watch: Watch) -> None:
    (watch.settings.data / "b.pdf").write_bytes(b"%PDF-1.7 and no more")
    told = watch.until(UP_TO_DATE)
    problem = PROBLEMS["corrupt_pdf"]
    assert any("b.pdf" in line and problem.message in line and problem.remedy in line for line in told), told
    write_minutes(watch.settings.data, "c.txt", "Ny svømmehal")
    told = watch.until(BUILT)
    assert not any(problem.message in line for line in told), told
    assert watch.decided() == ["Cykelstier ved Søndergade", "Ny svømmehal"]


def test_hidden_files_and_locks_are_not_noticed(watch: Watch) -> None:
    (watch.settings.data / "~$a.docx").write_bytes(b"lock")
    (watch.settings.data / ".skjult").mkdir()
    write_minutes(watch.settings.data / ".skjult", "b.txt", "Ny svømmehal")
    write_minutes(watch.settings.data, "c.txt", "Flere busser")
    told = watch.until(BUILT)
    assert [line for line in told if "skjult" in line or "~$" in line] == []
    assert watch.decided() == ["Cykelstier ved Søndergade", "Flere busser"]


@both_ways
def test_the_index_outlives_a_folder_that_is_gone(watch: Watch) -> None:
    away = watch.settings.data.with_name("away")
    watch.settings.data.rename(away)
    watch.until(Watching.GONE.split("»")[0])
    assert watch.decided() == ["Cykelstier ved Søndergade"]
    write_minutes(away, "b.txt", "Ny svømmehal")
    away.rename(watch.settings.data)
    watch.until(BUILT)
    assert watch.decided() == ["Cykelstier ved Søndergade", "Ny svømmehal"]


def test_a_folder_that_goes_the_moment_it_was_indexed_is_told_as_gone(
    settings: Settings, tmp_path: Path
) -> None:
    chosen = small(settings, tmp_path)
    watcher = Watcher([chosen.data], chosen)
    told = (each for each in watcher.events() if isinstance(each, Outcome | Gone))
    assert isinstance(next(told), Outcome)
    chosen.data.rename(tmp_path / "away")
    assert next(told) == Gone(chosen.data)
    watcher.stop()


@both_ways
def test_a_file_is_not_read_while_it_is_written(watch: Watch) -> None:
    data = pdf("Ny svømmehal")
    pause = threading.Event()
    with (watch.settings.data / "b.pdf").open("wb", buffering=0) as file:
        for at in range(0, len(data), len(data) // 8):
            file.write(data[at : at + len(data) // 8])
            pause.wait(STILL_SECONDS / 4)
    told = watch.until(BUILT)
    assert not any("b.pdf" in line and "læses" in line for line in told), told
    assert watch.decided() == ["Cykelstier ved Søndergade", "Ny svømmehal"]


def test_a_build_that_fails_is_told_and_the_next_one_works(watch: Watch) -> None:
    (watch.settings.data / "norddjurs" / "a.txt").unlink()
    assert PROBLEMS["empty_source"].message.split("»")[0] in watch.until(Watching.RETRY)[-2]
    assert watch.decided() == ["Cykelstier ved Søndergade"]
    write_minutes(watch.settings.data, "b.txt", "Ny svømmehal")
    watch.until(BUILT)
    assert watch.decided() == ["Ny svømmehal"]


def test_a_build_that_failed_is_tried_again_by_itself(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.watch.FIRST_RETRY_SECONDS", 0.0)
    chosen = small(settings, tmp_path)
    chosen.index.write_text("in the way")
    watcher = Watcher([chosen.data], chosen)
    ended = (told for told in watcher.events() if isinstance(told, Outcome))
    first = next(ended)
    assert first.trouble is not None
    assert first.trouble.code == "not_writable"
    chosen.index.unlink()
    second = next(ended)
    assert second.report is not None
    watcher.stop()
    assert list(ended) == []


def test_it_ends_cleanly_at_the_keyboard_too(settings: Settings, tmp_path: Path) -> None:
    watch = Watch(small(settings, tmp_path))
    watch.until(BUILT)
    assert watch.stop(signal.SIGINT) == 0
    assert watch.until(Watching.STOPPED)[-1] == Watching.STOPPED


def test_it_ends_at_once_while_it_builds(settings: Settings, tmp_path: Path) -> None:
    watch = Watch(small(settings, tmp_path))
    watch.until(Watching.FOLLOWING.split("{")[0])
    assert watch.stop() == 0
    said = watch.until(Watching.STOPPED)
    assert not any("Traceback" in line or Watching.RETRY in line for line in said)


def test_a_folder_that_does_not_exist_is_an_error(settings: Settings, tmp_path: Path) -> None:
    watch = Watch(settings.model_copy(update={"data": tmp_path / "none"}))
    assert watch.process.wait(PATIENCE) == 1
    watch.until("findes ikke")


def test_a_build_that_cannot_be_started_is_told_and_tried_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("kb.watch.BuildProcess", refuse)
    watcher = Watcher([write_minutes(tmp_path / "data", "a.txt", "Cykelstier").parent], settings)
    told = next(each for each in watcher.events() if isinstance(each, Outcome))
    watcher.stop()
    assert told.trouble is not None
    assert "Cannot allocate memory" in told.trouble.message
