"""What goes over the pipes to and from a process that reads files: frames of bytes, and records as JSON.

A frame is its kind, the length of its content, and the content. The process is not trusted, so nothing that
it sends is code or a pickle, and no frame is longer than is asked for.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers.members import MemberHead, Rest
from kb.readers.options import Limits
from kb.strings_da.problems import PROBLEMS

_HEAD = struct.Struct(">BQ")
_EXTRACTION = TypeAdapter(Extraction)
_HEAD_OF_MEMBER = TypeAdapter(MemberHead)
_REST = TypeAdapter(Rest)


class Kind(IntEnum):
    """What a frame holds. SETUP, SUFFIX, FILE and HOLDER go to the process, the others come from it.

    HOLDER is a file whose documents are asked for: each is a MEMBER with its CONTENT, and UNPACKED ends them.
    """

    SETUP = 1
    SUFFIX = 2
    FILE = 3
    READY = 4
    SECONDS = 5
    EXTRACTION = 6
    REFUSED = 7
    HOLDER = 8
    MEMBER = 9
    CONTENT = 10
    UNPACKED = 11


class FrameError(Exception):
    """The other end did not keep to the frames: it ended inside one, or sent one that makes no sense."""


class FrameTooLongError(FrameError):
    """A frame is longer than was asked for."""


def send(stream: BinaryIO, kind: Kind, content: bytes = b"") -> None:
    """Write one frame."""
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO, longest: int) -> tuple[Kind, bytes] | None:
    """The next frame, None where the other end has closed. Raises FrameError."""
    head = stream.read(_HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise FrameError("head")
    number, length = _HEAD.unpack(head)
    if length > longest:
        raise FrameTooLongError
    content = stream.read(length)
    if len(content) < length:
        raise FrameError("content")
    try:
        return Kind(number), content
    except ValueError as error:
        raise FrameError("kind") from error


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process is told once. ``ocr`` is the folder of the data for text recognition, if it has any."""

    limits: Limits
    passwords: tuple[str, ...] = field(default=(), repr=False)
    ocr: str | None = None


_SETUP = TypeAdapter(Setup)


def setup_bytes(setup: Setup) -> bytes:
    """The setup as JSON."""
    return _SETUP.dump_json(setup)


def setup_of(content: bytes) -> Setup:
    """The setup of :func:`setup_bytes`."""
    return _SETUP.validate_json(content)


def extraction_bytes(extraction: Extraction) -> bytes:
    """The extraction as JSON."""
    return _EXTRACTION.dump_json(extraction)


def extraction_of(content: bytes) -> Extraction:
    """The extraction of :func:`extraction_bytes`. Raises FrameError where it is none."""
    try:
        return _EXTRACTION.validate_json(content)
    except ValidationError as error:
        raise FrameError("extraction") from error


def head_bytes(head: MemberHead) -> bytes:
    """What a member is, as JSON."""
    return _HEAD_OF_MEMBER.dump_json(head)


def head_of(content: bytes) -> MemberHead:
    """What a member is, as :func:`head_bytes` writes it. Raises FrameError where it is none."""
    try:
        return _HEAD_OF_MEMBER.validate_json(content)
    except ValidationError as error:
        raise FrameError("member") from error


def rest_bytes(rest: Rest) -> bytes:
    """What else is in a container, as JSON."""
    return _REST.dump_json(rest)


def rest_of(content: bytes) -> Rest:
    """What :func:`rest_bytes` writes. Raises FrameError where it is none, or has a reason nobody knows."""
    try:
        rest = _REST.validate_json(content)
    except ValidationError as error:
        raise FrameError("rest") from error
    for each in rest.refused:
        refusal_of(json.dumps([each.code, each.values]).encode())
    return rest


def refusal_bytes(error: ReadError) -> bytes:
    """Why a file was not read, as JSON."""
    return json.dumps([error.code, error.values], default=str).encode()


def refusal_of(content: bytes) -> ReadError:
    """The error of :func:`refusal_bytes`. Raises FrameError where it is none that people are told."""
    try:
        code, values = json.loads(content)
        if code in PROBLEMS and isinstance(values, Mapping):
            return ReadError(code, **{str(name): str(value) for name, value in values.items()})
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise FrameError("refusal") from error
    raise FrameError("refusal")
