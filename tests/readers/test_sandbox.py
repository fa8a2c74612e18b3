"""The process that reads untrusted files: what it cannot do, and how its end is told."""

from __future__ import annotations

import io
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.datatypes import Extraction, Page
from kb.errors import ReadError
from kb.readers import read_bytes, sandbox, wire, worker
from kb.readers.options import MAX_CHARACTERS, Limits
from kb.readers.rooms import ReadingRooms
from kb.readers.sandbox import Sandbox
from kb.readers.wire import FrameError, FrameTooLongError, Kind, Setup
from tests.readers.make import archive, docx, lines, odt, p, pdf

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux about its processes")

ORDINARY = {
    "sag.pdf": pdf(lines(["Sagsfremstilling på Ærø", "", "Byrådet drøftede sagen."])),
    "sag.docx": docx(p("Vedtaget på Ærø")),
    "sag.odt": odt("<text:p>Vedtaget på Ærø</text:p>"),
    "sag.html": "<html><body><h1>Møde</h1><p>Vedtaget på Ærø</p></body></html>".encode("latin-1"),
    "sag.md": "# Møde\n\nVedtaget på Ærø".encode(),
    "sag.txt": "Vedtaget på Ærø\n\nmed 7 stemmer".encode("cp865"),
}
SLOW = b"Et ord og et til. " * 400_000
"""Takes every reader of text some seconds."""


@pytest.fixture(scope="module")
def room() -> Iterator[Sandbox]:
    room = Sandbox(Setup(Limits()))
    yield room
    room.close()


def refusal(room: Sandbox, data: bytes, suffix: str = ".txt") -> ReadError:
    with pytest.raises(ReadError) as caught:
        room.read(data, suffix)
    return caught.value


@pytest.mark.parametrize("name", ORDINARY)
def test_what_is_read_is_what_this_process_reads(room: Sandbox, name: str) -> None:
    suffix = Path(name).suffix
    extraction = room.read(ORDINARY[name], suffix)
    assert extraction == read_bytes(ORDINARY[name], suffix)
    assert "Ærø" in extraction.text


def test_refusals_come_back_with_their_words(room: Sandbox) -> None:
    error = refusal(room, b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    assert error.code == "wrong_type"
    assert "et billede (PNG)" in error.message


@linux
def test_nothing_can_be_opened_written_connected_or_started() -> None:
    script = """
import json, os, socket, sys, subprocess
from kb.readers.confine import confine
kept = os.open(sys.argv[1], os.O_WRONLY)
os.setuid(65534)  # the limit of processes is not for root
held = confine(512)
def tried(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"
print(json.dumps([list(held), tried(lambda: open("/etc/hostname")), tried(lambda: open("/tmp/skrevet", "w")),
    tried(lambda: socket.socket()), tried(os.fork), tried(lambda: bytearray(600 * 2**20)),
    tried(lambda: os.write(kept, b"x"))]))
"""
    path = Path(os.devnull).with_name("shm") / f"kb-{os.getpid()}"
    path.write_bytes(b"")
    path.chmod(0o666)
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
        )
        held, *tried = json.loads(done.stdout)
        assert held == ["AS", "FSIZE", "NPROC", "CORE", "NOFILE"]
        assert tried == ["OSError", "OSError", "OSError", "BlockingIOError", "MemoryError", "OSError"]
        assert path.read_bytes() == b""
    finally:
        path.unlink()


@linux
def test_every_limit_holds_in_the_room_and_no_secret_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_PG_DSN", "host=a password=hemmelig-dsn")
    with ReadingRooms(Setup(Limits(), ("hemmelig-kode",)), rooms=1) as rooms:
        room = rooms._rooms[0]
        room.read(b"Tekst", ".txt")
        about = Path(f"/proc/{room.pid}")
        told = (about / "environ").read_bytes() + (about / "cmdline").read_bytes()
        opened = [os.readlink(each) for each in (about / "fd").iterdir()]
    assert room.enforced == ("AS", "FSIZE", "NPROC", "CORE", "NOFILE")
    assert b"hemmelig" not in told
    assert {name.split(":")[0] for name in opened} == {"pipe", os.devnull}
    assert "hemmelig" not in repr(rooms) + repr(room)


def test_a_slow_file_is_given_up_and_the_next_is_read() -> None:
    room = Sandbox(Setup(Limits(seconds=0.2)))
    room.read(b"Hej", ".txt")
    first = room.pid
    error = refusal(room, SLOW)
    assert (error.code, error.values) == ("read_too_slow", {"seconds": 0})
    assert room.read(b"Hej", ".txt").text == "Hej"
    assert room.pid != first
    room.close()


@linux
def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    room = Sandbox(Setup(Limits(memory_mb=256)))
    error = refusal(room, b"Et ord til. " * 4_000_000)
    assert (error.code, error.values) == ("read_too_much_memory", {"limit": "256"})
    assert room.read(b"Hej", ".txt").text == "Hej"
    room.close()


@linux
def test_a_crash_is_told_and_the_next_file_is_read() -> None:
    room = Sandbox(Setup(Limits()))
    room.read(b"Hej", ".txt")
    room._end()
    # A fresh process, which no file before can have harmed.
    room._process = room._start()
    assert room.pid is not None
    threading.Timer(0.2, os.kill, (room.pid, signal.SIGSEGV)).start()
    error = refusal(room, SLOW)
    assert (error.code, error.values) == ("reader_broke_down", {"detail": -signal.SIGSEGV})
    assert room.read(b"Hej", ".txt").text == "Hej"
    room.close()


@linux
def test_who_fails_after_others_is_tried_again_alone() -> None:
    room = Sandbox(Setup(Limits()))
    room.read(b"Hej", ".txt")
    assert room.pid is not None
    threading.Timer(0.2, os.kill, (room.pid, signal.SIGKILL)).start()
    assert room.read(SLOW, ".txt").text.startswith("Et ord")
    room.close()


@linux
def test_a_process_that_died_while_it_waited_harms_no_file() -> None:
    room = Sandbox(Setup(Limits()))
    room.read(b"Hej", ".txt")
    assert room.pid is not None
    os.kill(room.pid, signal.SIGKILL)
    select.select([os.pidfd_open(room.pid)], [], [])
    assert room.read(b"Hej", ".txt").text == "Hej"
    room.close()


def test_a_process_is_replaced_after_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "FILES_A_PROCESS", 2)
    room = Sandbox(Setup(Limits()))
    pids = [room.read(b"Hej", ".txt") and room.pid for _ in range(5)]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]
    room.close()


@linux
@pytest.mark.parametrize("stopped", [False, True])
def test_no_process_is_left_when_the_parent_is_killed(stopped: bool) -> None:
    script = (
        "from kb.readers.sandbox import Sandbox; from kb.readers.options import Limits\n"
        "from kb.readers.wire import Setup\n"
        "room = Sandbox(Setup(Limits())); room.read(b'Hej', '.txt'); print(room.pid, flush=True)\n"
        f"room.read({SLOW[:18]!r} * 2_000_000, '.txt')"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    child = os.pidfd_open(pid)
    assert not select.select([child], [], [], 0.5)[0]  # it reads on and on
    if stopped:
        os.kill(pid, signal.SIGSTOP)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert select.select([child], [], [], 5)[0]
    os.close(child)


def test_closing_gives_up_what_is_being_read() -> None:
    with ReadingRooms(Setup(Limits()), rooms=2) as rooms:
        path = Path(__file__)
        assert rooms.submit(path).result().extraction.text
    assert [room.pid for room in rooms._rooms] == [None, None]


def test_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    much = Extraction("x" * (MAX_CHARACTERS + 1), (Page(1, 0, MAX_CHARACTERS + 1),), (), "txt")
    with pytest.raises(ReadError) as caught:
        worker._short(much)
    assert caught.value.code == "text_too_long"
    monkeypatch.setattr(sandbox, "_LONGEST_ANSWER", 1000)
    room = Sandbox(Setup(Limits()))
    assert refusal(room, b"Et ord til. " * 1000).code == "text_too_long"
    room.close()


def test_frames_that_make_no_sense_are_told() -> None:
    def frame(kind: int, content: bytes, said: int | None = None) -> io.BytesIO:
        length = len(content) if said is None else said
        return io.BytesIO(wire._HEAD.pack(kind, length) + content)

    assert wire.receive(io.BytesIO(), 9) is None
    assert wire.receive(frame(Kind.READY, b"ab"), 9) == (Kind.READY, b"ab")
    for stream in (io.BytesIO(b"\x01\x00"), frame(4, b"ab", 3), frame(77, b"")):
        with pytest.raises(FrameError):
            wire.receive(stream, 9)
    with pytest.raises(FrameTooLongError):
        wire.receive(frame(4, b"", 2**60), 9)
    for refused in (b"x", b"[]", b'["no_such_code", {}]', b'["file_too_large", {}]', b'["closed", [1]]'):
        with pytest.raises(FrameError):
            wire.refusal_of(refused)
    for extraction in (b"{}", b'{"text": 1}', b"\xff"):
        with pytest.raises(FrameError):
            wire.extraction_of(extraction)


def test_the_checksum_is_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    import hashlib

    (tmp_path / "sag.docx").write_bytes(archive({"a": "b"}))
    (tmp_path / "sag.txt").write_bytes(ORDINARY["sag.txt"])
    with ReadingRooms(Setup(Limits())) as rooms:
        read = rooms.read(tmp_path / "sag.txt")
        with pytest.raises(ReadError, match="arkiv"):
            rooms.read(tmp_path / "sag.docx")
    assert read.sha256 == hashlib.sha256(ORDINARY["sag.txt"]).hexdigest()
