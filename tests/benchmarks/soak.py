"""Whether anything fails or grows under load: people in the web app, programs at the API, files to read.

    python -m tests.benchmarks.soak [--minutes 10] [--sessions 50] [--clients 20] [--files 2000]

The web app and the API run in processes of their own over the sample collection. People ask every five
seconds over the protocol that the page speaks; each program asks, searches and lists one after the other, two
seconds between. Memory is read every five seconds; growth is the straight line through the last half of the
time. Then real and damaged files of every kind go through one reading room, one after the other, and its
memory and the parent's are read after each hundred.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import itertools
import json
import random
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote, urlencode

from kb.datatypes import Clearance
from kb.errors import KBError
from kb.readers.rooms import ReadingRooms
from kb.serve import environment, free_port
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.keys import ApiKeys
from tests.benchmarks.asking import ROOT
from tests.benchmarks.output import write_results
from tests.benchmarks.web import QUESTIONS, crowd, row, served, summary

THINK = 5.0
PAUSE = 2.0
EVERY = 5.0
SETTLED = 0.5
"""The share of the time after which memory must not grow: until then caches fill."""

API = "from kb.cli_servers import api_command; api_command()"


@dataclass(slots=True)
class Calls:
    """What the programs at the API were answered."""

    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """Measures everything and writes benchmarks/soak.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--files", type=int, default=2000)
    given = parser.parse_args()
    questions = [json.loads(each)["q"] for each in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    seconds = given.minutes * 60
    with served() as web, api(web.settings) as (address, key, process):
        pids = {"web app": web.process.pid, "API": process.pid}
        with watched(pids) as memory:
            calls, stop = Calls(), Event()
            programs = [
                Thread(target=program, args=(address, key, questions, number, calls, stop))
                for number in range(given.clients)
            ]
            for each in programs:
                each.start()
            people, errors = asyncio.run(crowd(web.address, questions, given.sessions, THINK, seconds))
            stop.set()
            for each in programs:
                each.join()
    reading = read_files(web.settings, given.files)
    rows = [
        f"{given.sessions} people and {given.clients} programs for {given.minutes:g} minutes.",
        "",
        "| | p50 ms | p95 ms | slowest |",
        "|---|---|---|---|",
        row(f"web app, {len(people)} answers, {errors} errors", people),
        row(f"API, {len(calls.took)} replies, {len(calls.errors)} errors", calls.took),
        "",
        "| memory | first MB | last MB | growth MB a minute |",
        "|---|---|---|---|",
        *(grown(name, values) for name, values in memory.items()),
        "",
        f"{given.files} files through one reading room: {reading.told}",
    ]
    record = {
        "people": summary(people),
        "people_errors": errors,
        "programs": summary(calls.took),
        "program_errors": calls.errors[:20],
        "memory_mb": memory,
        "reading_mb": {"room": reading.room, "parent": reading.parent},
        "minutes": given.minutes,
    }
    write_results("soak", "\n".join(rows), record)


@contextmanager
def api(settings: Settings) -> Iterator[tuple[str, str, subprocess.Popen[bytes]]]:
    """The address of an API over the same index, a key to it, and its process."""
    place = settings.model_copy(
        update={"api_port": free_port(settings.api_host, 18951), "api_per_minute": 1_000_000}
    )
    key = ApiKeys(StateDatabase(place.state)).create("soak", Clearance.PUBLIC, dt.datetime.now(dt.UTC))
    process = subprocess.Popen(
        [sys.executable, "-c", API],
        env=environment(place),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://{place.api_host}:{place.api_port}"
    try:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                fetched(f"{address}/v1/health/ready", key)
                break
            except OSError:
                time.sleep(0.2)
        yield address, key, process
    finally:
        process.terminate()
        process.wait()


def fetched(address: str, key: str) -> bytes:
    """What the API replies. Raises OSError."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {key}"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
        return bytes(reply.read())


def program(address: str, key: str, questions: Sequence[str], number: int, calls: Calls, stop: Event) -> None:
    """Asks, searches and lists until it is stopped."""
    chance = random.Random(number)  # noqa: S311
    asked = itertools.cycle(chance.sample(list(questions), len(questions)))
    ways = itertools.cycle(("ask", "search", "decisions", "documents", "gaps"))
    while not stop.wait(chance.uniform(0.5, 1.5) * PAUSE):
        way = next(ways)
        name = {"ask": "question", "search": "query"}.get(way)
        query = f"?{urlencode({name: next(asked)}, quote_via=quote)}" if name else ""
        began = time.perf_counter()
        try:
            fetched(f"{address}/v1/{way}{query}", key)
            calls.took.append(1000 * (time.perf_counter() - began))
        except OSError as error:
            status = getattr(error, "code", "")
            calls.errors.append(f"{way}: {type(error).__name__} {status}")


def memory_of(pid: int) -> float:
    """How much memory a process holds, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextmanager
def watched(pids: dict[str, int]) -> Iterator[dict[str, list[float]]]:
    """The memory of processes, read again and again while inside."""
    found: dict[str, list[float]] = {name: [] for name in pids}
    stop = Event()

    def watch() -> None:
        while not stop.wait(EVERY):
            for name, pid in pids.items():
                found[name].append(round(memory_of(pid), 1))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join()


def grown(name: str, values: Sequence[float]) -> str:
    """A row: memory first and last, and the slope once it has settled."""
    later = values[int(len(values) * SETTLED) :]
    slope = statistics.linear_regression(range(len(later)), later).slope * 60 / EVERY
    return f"| {name} | {values[0]:.0f} | {values[-1]:.0f} | {slope:+.2f} |"


@dataclass(frozen=True, slots=True)
class Read:
    """The memory of a reading room and of its parent after each hundred files, in MB."""

    room: list[float]
    parent: list[float]
    told: str


def read_files(settings: Settings, count: int) -> Read:
    """What reading files does to memory."""
    files = [each for each in sorted((ROOT / "data").rglob("*")) if each.is_file()]
    damaged = [data[: len(data) * 2 // 3] for data in (each.read_bytes() for each in files[::6])]
    works = itertools.cycle(
        [*((each.read_bytes(), each.suffix) for each in files), *((d, ".pdf") for d in damaged)]
    )
    refused = 0
    room: list[float] = []
    parent: list[float] = []
    own = int(Path("/proc/self").resolve().name)
    with ReadingRooms.of(settings, 1) as rooms:
        reader = rooms._rooms[0]
        for number, (data, suffix) in enumerate(itertools.islice(works, count), start=1):
            try:
                reader.read(data, suffix)
            except KBError:
                refused += 1
            if number % 100 == 0:
                room.append(round(memory_of(reader.pid or own), 1))
                parent.append(round(memory_of(own), 1))
    told = (
        f"{refused} refused; the room holds {room[0]:.0f} MB after 100 and {room[-1]:.0f} after all"
        f" (most {max(room):.0f}), the parent {parent[0]:.0f} and {parent[-1]:.0f}."
    )
    return Read(room, parent, told)


if __name__ == "__main__":
    main()
