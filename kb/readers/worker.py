"""The process that reads files for another one: it is sent their bytes and answers with the extraction.

It has no secrets, no files and no network (:mod:`kb.readers.confine`). Started by :mod:`kb.readers.sandbox`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers import read_bytes
from kb.readers.confine import allow_seconds, confine, end_with
from kb.readers.members import Beside, Member, MemberHead, Refused, Rest
from kb.readers.ocr import recogniser
from kb.readers.options import MAX_CHARACTERS, Options
from kb.readers.preload import load_all
from kb.readers.unpacking import unpack
from kb.readers.wire import (
    Kind,
    extraction_bytes,
    head_bytes,
    receive,
    refusal_bytes,
    rest_bytes,
    send,
    setup_of,
)

_LONGEST_SETUP = 2**20


def main(lifeline: int | None) -> None:
    """Read the setup, then one file after the other, until the parent closes the pipe.

    ``lifeline`` is the end of a pipe that the parent keeps open while it lives.
    """
    if lifeline is not None:
        end_with(lifeline)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may come between the answers
    told = receive(requests, _LONGEST_SETUP)
    if told is None:
        return
    setup = setup_of(told[1])
    load_all()
    recognise = recogniser(Path(setup.ocr)) if setup.ocr else None
    _be_silent()
    held = confine(setup.limits.memory_mb)
    send(answers, Kind.READY, json.dumps(held).encode())
    options = Options(setup.limits, setup.passwords, recognise=recognise)
    while (suffix := receive(requests, _LONGEST_SETUP)) is not None:
        file = receive(requests, setup.limits.file_mb * 2**20)
        if file is None:
            return
        answer = _unpacked if file[0] is Kind.HOLDER else _answer
        send(answers, *answer(answers, file[1], suffix[1].decode(), options))


def _be_silent() -> None:
    """What a library says of a damaged file may quote it, and stands in no log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _answer(answers: BinaryIO, data: bytes, suffix: str, options: Options) -> tuple[Kind, bytes]:
    """The frame that answers a file."""

    def begun(seconds: int) -> None:
        allow_seconds(options.limits.seconds + seconds)
        send(answers, Kind.SECONDS, str(seconds).encode())

    allow_seconds(options.limits.seconds)
    try:
        with _refusing(options):
            extraction = read_bytes(data, suffix, replace(options, begun=begun))
            return Kind.EXTRACTION, extraction_bytes(_short(extraction))
    except ReadError as error:
        return Kind.REFUSED, refusal_bytes(error)


def _unpacked(answers: BinaryIO, data: bytes, suffix: str, options: Options) -> tuple[Kind, bytes]:
    """The frame that ends the documents of a file, which are sent as they are found."""
    allow_seconds(options.limits.seconds)
    found: list[Refused | Beside] = []
    try:
        with _refusing(options):
            for part in unpack(data, suffix, options.limits):
                if isinstance(part, Member):
                    head = MemberHead(part.name, part.suffix, part.format, part.stated)
                    send(answers, Kind.MEMBER, head_bytes(head))
                    send(answers, Kind.CONTENT, part.data)
                else:
                    found.append(part)
    except ReadError as error:
        return Kind.REFUSED, refusal_bytes(error)
    refused = tuple(each for each in found if isinstance(each, Refused))
    return Kind.UNPACKED, rest_bytes(Rest(refused, tuple(each for each in found if isinstance(each, Beside))))


@contextmanager
def _refusing(options: Options) -> Iterator[None]:
    """While inside, whatever a damaged file brings a library to raise is raised as ReadError."""
    try:
        yield
    except ReadError:
        raise
    except MemoryError as error:
        raise ReadError("read_too_much_memory", limit=options.limits.memory_mb) from error
    except Exception as error:
        raise ReadError("not_understood", detail=_where(error)) from error


def _short(extraction: Extraction) -> Extraction:
    if len(extraction.text) > MAX_CHARACTERS:
        raise ReadError("text_too_long", limit=MAX_CHARACTERS // 1_000_000)
    return extraction


def _where(error: Exception) -> str:
    """The error's kind and the line of the program that it left, without a word of the text."""
    frame, line = list(traceback.walk_tb(error.__traceback__))[-1]
    return f"{type(error).__name__}, {Path(frame.f_code.co_filename).name}:{line}"
