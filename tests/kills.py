"""Work that is killed at random moments, and what must hold after each kill.

A helper process has everything imported and forks a child for every piece of work, so that a kill costs
little. A child says what it has been promised (a row is kept, a file is stored, a copy is whole) in a line of
a file, after the promise was made. Run as ``python -m tests.kills FOLDER``: reads names of work on standard
input, answers with the number of the child.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kb.backup import back_up
from kb.datatypes import CorrectedField, FieldCorrection, Filter
from kb.index.generations import current_generation, generation_folder
from kb.index.manifest import verify
from kb.index.store import open_store
from kb.ingest import Mode, build
from kb.restoring import restore
from kb.settings import Settings
from kb.state.audit import Action, AuditLog, Event
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.state.feedback import Asked, FeedbackBox, Verdict
from kb.uploads import store
from tests.hashing import HashingEncoder
from tests.minutes import MONTHS, minutes

PROMISES = "promises"
DOCUMENTS = 12
REPOSITORY = Path(__file__).resolve().parents[1]


def settings_of(folder: Path) -> Settings:
    """Settings over folders below ``folder``."""
    return Settings(**{name: folder / name for name in ("data", "index", "state")})


def promise(folder: Path, kind: str, *values: object) -> None:
    """Writes a line that says what was promised; a kill afterwards does not take it back."""
    line = json.dumps([kind, *values]) + "\n"
    descriptor = os.open(folder / PROMISES, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, line.encode())
    os.close(descriptor)


def change_document(data: Path, number: int, version: int) -> None:
    """Gives a document other words, whole or not at all."""
    draft = data / f".{number}"
    draft.write_text(minutes(f"Sag {number} i version {version}", month=version % len(MONTHS) + 1), "utf-8")
    os.replace(draft, data / f"sag{number:02d}.txt")


def work(kind: str, folder: Path, seed: int) -> None:
    """Does one kind of work for ever."""
    settings, now = settings_of(folder), dt.datetime.now(dt.UTC)
    chance, database = random.Random(seed), StateDatabase(settings.state)  # noqa: S311
    while True:
        token = f"{seed}-{chance.getrandbits(40):x}"
        if kind == "build":
            change_document(settings.data, chance.randrange(DOCUMENTS), chance.getrandbits(30))
            mode = Mode.FULL if chance.random() < 0.3 else Mode.REUSE
            promise(folder, "generation", build([settings.data], settings, HashingEncoder(), mode).generation)
        elif kind == "entries":
            asked = Asked(f"Spørgsmål {token}?", {}, "1", "x", abstained=True, cited=())
            number = FeedbackBox(database).add(asked, Verdict(useful=True), None, now)
            promise(folder, "feedback", number, asked.question)
            title = FieldCorrection(CorrectedField.TITLE, None, f"Titel {token}")
            Corrections(database).correct("sag00.txt", [title], None, now)
            promise(folder, "correction", title.value)
            AuditLog(database).record(Event(Action.OPENED, None, token), now)
            promise(folder, "audit", token)
        elif kind == "upload":
            content = minutes(f"Tilføjet {token}").encode()
            path = store(settings.data, "nye", f"{token}.txt", content)
            promise(folder, "upload", path.name, hashlib.sha256(content).hexdigest())
        elif kind == "backup":
            path = folder / "copies" / f"{token}.zip"
            back_up(settings, path, now, with_index=True)
            promise(folder, "copy", path.name)


def main(folder: Path) -> None:
    """Forks a child for each name that is read."""
    for number, line in enumerate(sys.stdin):
        kind, seed = line.split()
        child = os.fork()
        if child == 0:
            try:
                work(kind, folder, int(seed) * 1000 + number)
            except BaseException as error:  # noqa: BLE001 - a child that fails is told of, not hidden
                promise(folder, "failed", kind, f"{type(error).__name__}: {error}")
            finally:
                os._exit(1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


@dataclass
class Tally:
    """How many kills there were by kind of work, how many promises were made, and what did not hold."""

    kills: Counter[str] = field(default_factory=Counter)
    promises: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def prepared(folder: Path) -> Settings:
    """Settings over a folder with an index to begin with."""
    settings = settings_of(folder)
    settings.data.mkdir(parents=True)
    for number in range(DOCUMENTS):
        change_document(settings.data, number, 0)
    build([settings.data], settings, HashingEncoder())
    return settings


@contextmanager
def helper(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The process that forks children."""
    command = [sys.executable, "-m", "tests.kills", str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as process:
        try:
            yield process
        finally:
            process.kill()


def kill_often(folder: Path, count: int, seed: int, longest: float) -> Tally:
    """What held after each of ``count`` kills, each up to ``longest`` seconds into its work."""
    settings, chance, tally = prepared(folder), random.Random(seed), Tally()  # noqa: S311
    with helper(folder) as process:
        for number in range(count):
            kind = ("build", "entries", "build", "upload", "backup")[number % 5]
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{kind} {seed + number}\n")
            process.stdin.flush()
            child = int(process.stdout.readline())
            time.sleep(chance.uniform(0.0, longest))
            os.kill(child, signal.SIGKILL)
            tally.kills[kind] += 1
            tally.faults += [f"kill {number} ({kind}): {fault}" for fault in faults(settings)]
        process.stdin.close()
        process.wait()
    tally.faults += _faults_at_the_end(folder, settings)
    tally.promises = Counter(kind for kind, *_ in promises(folder))
    return tally


def promises(folder: Path) -> list[list[object]]:
    """All that was promised."""
    path = folder / PROMISES
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def faults(settings: Settings) -> Iterator[str]:
    """What does not hold right after a kill: the old generation or the new one answers, whole."""
    name = current_generation(settings.index)
    verify(generation_folder(settings.index, name))
    with closing(open_store(settings.index, HashingEncoder())) as found:
        if len(found.decisions(Filter())) < DOCUMENTS:
            yield f"{name} does not answer"
    if (fault := AuditLog(StateDatabase(settings.state)).verify().fault) is not None:
        yield f"audit: {fault}"


def _faults_at_the_end(folder: Path, settings: Settings) -> Iterator[str]:
    """What was promised and is not so, and how the next build differs from one made from nothing."""
    yield from _broken_promises(folder, settings)
    build([settings.data], settings, HashingEncoder())
    fresh = settings.model_copy(update={"index": folder / "fresh"})
    build([settings.data], fresh, HashingEncoder(), Mode.FULL)
    if contents(settings) != contents(fresh):
        yield "the next build is not what a build from nothing is"


def _broken_promises(folder: Path, settings: Settings) -> Iterator[str]:
    database = StateDatabase(settings.state)
    database.verify()
    kept: dict[str, set[tuple[object, ...]]] = {
        "feedback": {(each.number, each.asked.question) for each in FeedbackBox(database).all()},
        "correction": {(each.value,) for each in Corrections(database).history()},
        "audit": {(each.event.subject,) for each in AuditLog(database).entries()},
        "upload": {
            (path.name, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in (settings.data / "nye").glob("*.txt")
        },
    }
    for kind, *values in promises(folder):
        if kind == "failed" or (kind in kept and tuple(values) not in kept[str(kind)]):
            yield f"{kind}: {values}"
        elif kind == "copy":
            yield from _faults_of_copy(folder, str(values[0]))


def _faults_of_copy(folder: Path, name: str) -> Iterator[str]:
    place = settings_of(folder / "restored")
    restore(place, folder / "copies" / name, dt.datetime.now(dt.UTC))
    yield from faults(place)
    shutil.rmtree(folder / "restored")


def contents(settings: Settings) -> tuple[object, ...]:
    """The documents, chunks and decisions of an index."""
    found = open_store(settings.index)
    names = [each.id for each in found.summaries(Filter())]
    chunks = [[(each.text, each.start, each.section) for each in found.chunks_of(name)] for name in names]
    return names, [found.document(name) for name in names], chunks, found.decisions(Filter())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
