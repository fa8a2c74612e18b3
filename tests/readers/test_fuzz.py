"""Mutated files, the same ones on every run: each is read or refused, and nothing crashes, hangs or leaks.

``python -m tests.benchmarks.fuzz`` does the same with many more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from kb.readers import sandbox
from kb.readers.options import Limits
from kb.readers.sandbox import Sandbox
from kb.readers.wire import Setup
from kb.strings_da.problems import PROBLEMS
from tests.conftest import REPOSITORY
from tests.readers.fuzzing import mutated, remade, resident, survive
from tests.readers.holders import imports

FILES = [
    (path.read_bytes(), path.suffix)
    for path in sorted((REPOSITORY / "data").rglob("*.*"))
    if path.name
    in {
        *("seniorpolitik-2019.pdf", "klimaplan-2030.pdf", "notat-budget-2025.pdf", "sag-svoemmehal-2024.pdf"),
        *("kommissorium-fuldtid-2024.docx", "naervaerspolitik-2024.docx", "kloge-kvadratmeter.odt"),
        *("velfaerdsstrategi-2022-2030.odt", "vores-norddjurs.html", "haandbog-ny-medarbejder.html"),
        *("mus-guide-2024.md", "udsendelse-dialogmateriale-2022-10-14.txt"),
    }
]
Mutation = Callable[[Sequence[tuple[bytes, str]], int, int], Iterator[tuple[bytes, str]]]
COUNT = 500
SEED = 20261128


def test_no_mutated_file_harms_the_program() -> None:
    assert len(FILES) == 12
    room = Sandbox(Setup(Limits()))
    fate = survive(room, mutated(FILES, COUNT, SEED))
    room.close()
    assert fate.outcomes.total() == COUNT
    assert fate.outcomes.keys() <= {"read", *PROBLEMS}
    assert fate.outcomes["read"] > COUNT // 4
    assert fate.outcomes["not_understood"] == 0
    assert fate.crashed == ()
    assert fate.slowest[0] < 20
    assert fate.grown < 100
    assert fate.processes <= COUNT // sandbox.FILES_A_PROCESS + 1


@pytest.mark.parametrize("mutation", [mutated, remade])
def test_no_mutated_archive_email_or_export_harms_the_program(mutation: Mutation) -> None:
    room = Sandbox(Setup(Limits()))
    fate = survive(room, mutation(imports(), COUNT, SEED))
    room.close()
    assert fate.outcomes.total() == COUNT
    assert fate.outcomes.keys() <= {"read", *PROBLEMS}
    assert fate.outcomes["read"] > COUNT // 6
    assert fate.outcomes["not_understood"] == 0
    assert fate.crashed == ()
    assert fate.slowest[0] < 20
    assert fate.grown < 100


def test_a_process_that_reads_many_files_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "FILES_A_PROCESS", 10_000)
    room = Sandbox(Setup(Limits()))

    def rounds(count: int) -> int:
        for _ in range(count):
            for data, suffix in FILES:
                room.read(data, suffix)
        assert room.pid is not None
        return resident(room.pid)

    warm = rounds(4)
    assert rounds(8) - warm < 12
    room.close()


def test_the_mutations_are_the_same_for_a_seed() -> None:
    assert list(mutated(FILES, 20, 1)) == list(mutated(FILES, 20, 1)) != list(mutated(FILES, 20, 2))
