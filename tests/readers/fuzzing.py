"""Mutated copies of files, always the same ones for a seed, and what becomes of them in a reading room."""

from __future__ import annotations

import io
import re
import resource
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kb.errors import ReadError
from kb.readers.names import CONTAINERS
from kb.readers.sandbox import Sandbox

_SPLICES = (
    *(b"\x00" * 64, b"\xff" * 64, b"<" * 64, b"(" * 64, b"[" * 64),
    *(b"endobj", b"stream", b"%PDF-", b"PK\x03\x04"),
)
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"65536", b"2147483647", b"4294967296", b"99999999999999999999", b"1e309")


@dataclass(frozen=True)
class Fate:
    """What became of the mutated files: counts by outcome, seconds in all, processes used, growth in MB.

    ``slowest`` is how long it took and its place in the run, ``crashed`` the places of those that broke the
    process.
    """

    outcomes: Counter[str]
    seconds: float
    slowest: tuple[float, int]
    crashed: tuple[int, ...]
    processes: int
    grown: int


def mutated(files: Sequence[tuple[bytes, str]], count: int, seed: int) -> Iterator[tuple[bytes, str]]:
    """So many mutated copies with the suffix of the file that each was made of."""
    chance = Random(seed)  # noqa: S311
    for _ in range(count):
        data, suffix = chance.choice(files)
        copy = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 5))):
            _mutate(copy, files, chance)
        yield bytes(copy), suffix


def remade(files: Sequence[tuple[bytes, str]], count: int, seed: int) -> Iterator[tuple[bytes, str]]:
    """So many copies of archives, one part of each mutated: the rest of it stays whole."""
    chance = Random(seed)  # noqa: S311
    archives = [each for each in files if each[0].startswith(b"PK")]
    for _ in range(count):
        data, suffix = chance.choice(archives)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
        _mutate(parts[chance.choice(list(parts))], files, chance)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in parts.items():
                target.writestr(name, bytes(content))
        yield buffer.getvalue(), suffix


def _mutate(data: bytearray, files: Sequence[tuple[bytes, str]], chance: Random) -> None:
    """Change the file in one of the ways that find faults in parsers."""
    at, way = chance.randrange(len(data) + 1), chance.randrange(8)
    if way == 0:
        del data[at:]
    elif way == 1:
        del data[at : at + chance.randrange(1, 400)]
    elif way == 2:
        data[at:at] = data[at : at + chance.randrange(1, 4000)]
    elif way == 3:
        data[at:at] = chance.choice(_SPLICES)
    elif way == 4:
        _change_number(data, at, chance)
    elif way == 5:
        other = chance.choice(files)[0]
        start = chance.randrange(len(other))
        data[at:] = other[start : start + 50_000]
    else:
        _change_bytes(data, 1 if way == 6 else chance.randrange(1, 60), chance)


def _change_bytes(data: bytearray, count: int, chance: Random) -> None:
    for _ in range(count if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _change_number(data: bytearray, at: int, chance: Random) -> None:
    """Put another number where the next one stands: sizes, offsets and references are numbers."""
    found = _NUMBER.search(data, at)
    if found is not None:
        data[found.start() : found.end()] = chance.choice(_NUMBERS)


def survive(room: Sandbox, files: Iterator[tuple[bytes, str]]) -> Fate:
    """What became of the files. Raises whatever else than ReadError reading raises."""
    outcomes: Counter[str] = Counter()
    slowest, crashed, pids = (0.0, -1), [], set()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    for number, (data, suffix) in enumerate(files):
        start = time.monotonic()
        try:
            taken_in(room, data, suffix)
            outcomes["read"] += 1
        except ReadError as error:
            outcomes[error.code] += 1
            if error.code == "reader_broke_down":
                crashed.append(number)
        slowest = max(slowest, (time.monotonic() - start, number))
        pids.add(room.pid)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) // 1024
    return Fate(outcomes, time.monotonic() - begun, slowest, tuple(crashed), len(pids - {None}), grown)


def taken_in(room: Sandbox, data: bytes, suffix: str) -> None:
    """Nothing, once the file is read, or all that it holds. Raises ReadError.

    Of what a file holds only faults of the program count: the rest is refused member by member.
    """
    if suffix not in CONTAINERS:
        room.read(data, suffix)
        return
    with closing(room.unpack(data, suffix)) as unpacked:
        for name, found in unpacked.members.items():
            try:
                room.read(unpacked.content(name), found.head.suffix)
            except ReadError as error:
                if error.code in ("reader_broke_down", "not_understood"):
                    raise


def resident(pid: int) -> int:
    """How many MB of memory a process holds."""
    rows = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmRSS")) // 1024
