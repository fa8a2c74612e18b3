"""Builds beside a running program: real processes that are waited for, asked for twice, and killed."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kb.building import Step, Trouble, read_line, sources_of
from kb.datatypes import IngestReport
from kb.errors import SourceError
from kb.index.lock import build_lock
from kb.jobs import BuildProcess, Builds, Status
from kb.register import Register
from kb.settings import Settings
from tests.minutes import write_minutes

PATIENCE = 60


@pytest.fixture
def small(settings: Settings, tmp_path: Path) -> Settings:
    """Settings over one paper that is not indexed yet."""
    write_minutes(tmp_path / "data", "a.txt", "Cykelstier ved Søndergade")
    return settings.model_copy(update={"data": tmp_path / "data", "index": tmp_path / "index"})


class Held(BuildProcess):
    """A build that is heard of only once ``go`` is set; ``begun`` tells that it runs."""

    def __init__(self, settings: Settings, sources: Sequence[Path] = ()) -> None:
        super().__init__(settings, sources)
        self.begun, self.go = threading.Event(), threading.Event()

    def steps(self) -> Iterator[Step]:
        self.begun.set()
        assert self.go.wait(PATIENCE)
        yield from super().steps()


class Starter:
    """Starts held builds, and knows them."""

    def __init__(self) -> None:
        self.started: list[Held] = []
        self.there = threading.Semaphore(0)

    def __call__(self, settings: Settings) -> Held:
        self.started.append(Held(settings))
        self.there.release()
        return self.started[-1]

    def next(self) -> Held:
        """The build that was started next, once it is waited for."""
        assert self.there.acquire(timeout=PATIENCE)
        assert self.started[-1].begun.wait(PATIENCE)
        return self.started[-1]


def finished(builds: Builds) -> Status:
    """What the runner tells once no build is left."""
    for thread in threading.enumerate():
        if thread.name == "kb-builds":
            thread.join(PATIENCE)
    assert builds.status().running == 0
    return builds.status()


def decided(settings: Settings) -> list[str]:
    """The matters that the register of the current generation has decisions on."""
    return sorted(each.title for each in Register(settings).decisions())


def test_a_build_beside_the_program_is_that_of_kb_index(small: Settings) -> None:
    process = BuildProcess(small)
    steps = list(process.steps())
    report = process.outcome().report
    assert report is not None
    assert (report.documents, report.new, report.failed) == (1, 1, ())
    assert report.generation == Register(small).manifest.generation
    assert [step.stage for step in steps if step.done == 0] == ["model", "index", "write"]
    assert [step for step in steps if step.stage == "index"][-1] == Step("index", 1, 1)
    assert decided(small) == ["Cykelstier ved Søndergade"]


def test_wishes_during_a_build_cause_one_more_that_has_what_came_meanwhile(small: Settings) -> None:
    starter = Starter()
    builds = Builds(starter)
    assert builds.request(small) == 1
    first = starter.next()
    write_minutes(small.data, "b.txt", "Ny svømmehal")
    assert [builds.request(small), builds.request(small)] == [2, 2]
    assert builds.status().running == 1
    assert builds.status().waiting
    first.go.set()
    second = starter.next()
    assert builds.outcome(1) is not None
    assert builds.status().running == 2
    assert not builds.status().waiting
    second.go.set()
    assert finished(builds).last == builds.outcome(2)
    assert len(starter.started) == 2
    assert decided(small) == ["Cykelstier ved Søndergade", "Ny svømmehal"]


def test_a_killed_build_is_told_and_the_next_one_is_right(small: Settings) -> None:
    builds = Builds()
    builds.request(small)
    finished(builds)
    before = Register(small)
    write_minutes(small.data, "b.txt", "Ny svømmehal")

    starter = Starter()
    builds = Builds(starter)
    builds.request(small)
    process = starter.next()
    os.kill(process.pid, signal.SIGKILL)
    process.go.set()
    status = finished(builds)
    assert status.last is not None
    assert status.last.report is None
    assert isinstance(status.last.trouble, Trouble)
    assert status.last.trouble.code == "build_stopped"
    assert "-9" in status.last.trouble.message
    assert not before.refresh()
    assert decided(small) == ["Cykelstier ved Søndergade"]

    builds.request(small)
    starter.next().go.set()
    status = finished(builds)
    assert status.last is not None
    assert isinstance(status.last.report, IngestReport)
    assert decided(small) == ["Cykelstier ved Søndergade", "Ny svømmehal"]


def test_a_build_of_another_program_is_waited_for(small: Settings) -> None:
    with build_lock(small.index):
        process = BuildProcess(small)
        steps = process.steps()
        assert next(steps) == Step("waiting", 0, 1)
    assert next(steps).stage == "model"
    list(steps)
    assert process.outcome().report is not None


def test_stopping_ends_the_build_and_none_follows(small: Settings) -> None:
    starter = Starter()
    builds = Builds(starter)
    builds.request(small)
    process = starter.next()
    builds.request(small)
    builds.stop()
    process.go.set()
    status = finished(builds)
    assert status.last is not None
    assert status.last.trouble is not None
    assert builds.outcome(2) is None
    assert len(starter.started) == 1


def test_a_build_that_cannot_be_done_says_why(small: Settings) -> None:
    (small.data / "a.txt").write_bytes(b"")
    process = BuildProcess(small)
    assert [step.stage for step in process.steps()] == []
    trouble = process.outcome().trouble
    assert trouble is not None
    assert trouble.code == "nothing_indexed"
    assert "Filen er tom" in trouble.message


def test_what_was_indexed_before_is_indexed_again(small: Settings, tmp_path: Path) -> None:
    write_minutes(tmp_path / "more, other", "b.txt", "Ny svømmehal")
    assert sources_of(small, None) == (small.data,)
    both = (small.data, tmp_path / "more, other")
    list(BuildProcess(small, both).steps())
    assert sources_of(small, Register(small).manifest.sources) == both
    write_minutes(both[1], "c.txt", "Flere busser")
    list(BuildProcess(small).steps())
    assert decided(small) == ["Cykelstier ved Søndergade", "Flere busser", "Ny svømmehal"]
    list(BuildProcess(small, both[1:]).steps())
    with pytest.raises(SourceError, match="ikke med i det"):
        sources_of(small, Register(small).manifest.sources)
    process = BuildProcess(small)
    assert list(process.steps()) == []
    trouble = process.outcome().trouble
    assert trouble is not None
    assert trouble.code == "other_sources"
    assert decided(small) == ["Flere busser", "Ny svømmehal"]


def test_lines_that_are_none_of_a_build_are_no_news() -> None:
    for line in ("", "Loading ...", "[]", '{"error": 1}', '{"report": {}}', '{"stage": "index"}'):
        with pytest.raises(ValueError, match="no line of a build"):
            read_line(line)


@pytest.mark.parametrize(
    ("step", "left"), [(None, None), (Step("index", 0, 8), None), (Step("index", 2, 8), 9.0)]
)
def test_the_time_left_is_told_once_it_can_be(step: Step | None, left: float | None) -> None:
    assert Status(1, step, seconds=3.0).seconds_left == left
