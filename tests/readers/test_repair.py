"""Damaged PDF files are read where anything of them can be found, and say so."""

from __future__ import annotations

import random

import pytest

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers import pdf_repair, read_bytes
from kb.readers.options import Limits
from kb.readers.sandbox import Sandbox
from kb.readers.wire import Setup
from tests.readers.make import lines, pdf

PAGES = [lines(["Sagsfremstilling på Ærø", "", f"Byrådet drøftede punkt {n}."]) for n in range(1, 9)]


def holed(count: int, seed: int) -> bytes:
    """A PDF with so many bytes changed, always the same ones."""
    data, chance = bytearray(pdf(*PAGES)), random.Random(seed)  # noqa: S311
    for _ in range(count):
        data[chance.randrange(20, len(data))] = chance.randrange(256)
    return bytes(data)


def outcome(data: bytes) -> Extraction | str:
    try:
        return read_bytes(data)
    except ReadError as error:
        return error.code


def rescued(outcomes: list[Extraction | str]) -> int:
    return sum(isinstance(each, Extraction) and "repaired_pdf" in each.warnings for each in outcomes)


def test_qpdf_saves_files_that_nothing_else_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = [holed(60, seed) for seed in range(40)]
    with_qpdf = [outcome(each) for each in damaged]
    monkeypatch.setattr(pdf_repair, "_by_qpdf", lambda data, passwords: None)
    without = [outcome(each) for each in damaged]
    assert rescued(with_qpdf) > rescued(without)
    for better, worse in zip(with_qpdf, without, strict=True):
        if worse != better:
            assert worse == "corrupt_pdf" or "no_positions" in worse.warnings  # type: ignore[union-attr]
            assert isinstance(better, Extraction)
            assert "Sagsfremstilling" in better.text or "drøftede" in better.text


def test_the_room_has_qpdf_too() -> None:
    room = Sandbox(Setup(Limits()))
    for seed in range(40):
        data = holed(60, seed)
        try:
            found: Extraction | str = room.read(data, ".pdf")
        except ReadError as error:
            found = error.code
        assert found == outcome(data)
    room.close()
