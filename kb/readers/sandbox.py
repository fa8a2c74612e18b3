"""One reused child process that reads untrusted files, and ends with any that it cannot cope with.

The child has limits (:mod:`kb.readers.confine`); here are the clock, and the reason why a child is no more.
It is started afresh, so nothing of this process is in it: no secret, no model, no open file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import BinaryIO, TypeVar

from kb.datatypes import Extraction
from kb.errors import ReadError, ResourceError
from kb.readers.holding import Unpacked
from kb.readers.members import MAX_MEMBERS, MAX_TOTAL_BYTES
from kb.readers.options import MAX_CHARACTERS, SECONDS_A_PAGE, SECONDS_A_PICTURE
from kb.readers.wire import (
    FrameError,
    FrameTooLongError,
    Kind,
    Setup,
    extraction_of,
    head_of,
    receive,
    refusal_of,
    rest_of,
    send,
    setup_bytes,
)

Answer = TypeVar("Answer")

FILES_A_PROCESS = 200
"""After so many files a process is replaced, lest what libraries forget to free adds up."""

_START = (
    "import sys, json; lifeline, sys.path[:] = json.loads(sys.argv[1]);"
    " import kb.readers.worker as worker; worker.main(lifeline)"
)
_START_SECONDS = 120.0
_LONGEST_ANSWER = 200 * 2**20
_LONGEST_NOTE = 2**20
# What a process needs of the environment: where libraries are. Everything else may be a secret.
_INHERITED = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


class _Clock:
    """Kills a process that is not done in time; ``expired`` says that it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process, self._end = process, time.monotonic() + seconds
        self.expired = False
        self._set()

    def _set(self) -> None:
        self._timer = threading.Timer(max(0.0, self._end - time.monotonic()), self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        self.expired = True
        self._process.kill()

    def extend(self, seconds: float) -> None:
        """Give it so much longer."""
        self._timer.cancel()
        self._end += seconds
        self._set()

    def stop(self) -> None:
        """Let it be."""
        self._timer.cancel()


def _members(answers: BinaryIO, unpacked: Unpacked, largest: int) -> tuple[Kind, bytes]:
    """The frame that ends the documents, once all that came before it are kept. Raises FrameError."""
    while (frame := receive(answers, _LONGEST_ANSWER)) is not None:
        kind, content = frame
        if kind in (Kind.UNPACKED, Kind.REFUSED):
            return kind, content
        followed = receive(answers, largest) if kind is Kind.MEMBER else None
        if followed is None or followed[0] is not Kind.CONTENT:
            raise FrameError("kind")
        if len(unpacked.members) >= MAX_MEMBERS or unpacked.size + len(followed[1]) > MAX_TOTAL_BYTES:
            raise FrameTooLongError
        unpacked.add(head_of(content), followed[1])
    raise FrameError("ended")


class Sandbox:
    """Reads files in a child process that is replaced when it dies; for one thread at a time."""

    def __init__(self, setup: Setup) -> None:
        self._limits, self._setup = setup.limits, setup_bytes(setup)
        a_page = SECONDS_A_PAGE + (SECONDS_A_PICTURE if setup.ocr else 0)
        self._most_seconds = setup.limits.pages * a_page
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline: int | None = None
        """The end of a pipe that nothing is sent through: it closes with this process, whatever ends it."""
        self._read = 0
        self._closed = False
        self.enforced: tuple[str, ...] = ()
        """The system's limits that hold in the child, once it runs."""

    @property
    def pid(self) -> int | None:
        """The child's process number, None while there is none."""
        return None if self._process is None else self._process.pid

    def read(self, data: bytes, suffix: str) -> Extraction:
        """What the file holds. Raises ReadError with the reason, ResourceError where no child can be started.

        A child that fails after reading other files may have failed by them: a new one tries again, so that
        what becomes of a file never depends on those before it.
        """
        return self._tried(lambda: self._read_once(data, suffix))

    def unpack(self, data: bytes, suffix: str) -> Unpacked:
        """The documents that the file holds. Raises as :meth:`read` where all of it is refused."""
        return self._tried(lambda: self._unpack_once(data, suffix))

    def _tried(self, ask: Callable[[], Answer]) -> Answer:
        """What the child answers, a new one where one that was used before breaks down."""
        used = self._read > 0 and self._process is not None
        try:
            return ask()
        except ReadError as error:
            if not used or error.code not in ("reader_broke_down", "read_too_much_memory"):
                raise
        return ask()

    def close(self) -> None:
        """End the child; a reading under way in another thread is given up."""
        self._closed = True
        self._end()

    def _read_once(self, data: bytes, suffix: str) -> Extraction:
        process = self._running()
        self._read += 1
        with self._timed(process, self._limits.seconds) as (clock, requests, answers):
            send(requests, Kind.SUFFIX, suffix.encode())
            send(requests, Kind.FILE, data)
            kind, content = self._answer(answers, clock)
            if kind is Kind.EXTRACTION:
                return extraction_of(content)
            error = refusal_of(content)
        if error.code == "read_too_much_memory":
            self._end()
        raise error

    def _unpack_once(self, data: bytes, suffix: str) -> Unpacked:
        process = self._running()
        self._read += 1
        with ExitStack() as unless_kept:
            unpacked = unless_kept.enter_context(closing(Unpacked()))
            with self._timed(process, self._limits.seconds) as (_, requests, answers):
                send(requests, Kind.SUFFIX, suffix.encode())
                send(requests, Kind.HOLDER, data)
                kind, content = _members(answers, unpacked, self._limits.file_mb * 2**20)
                if kind is Kind.UNPACKED:
                    unpacked.rest = rest_of(content)
                    unless_kept.pop_all()
                    return unpacked
                error = refusal_of(content)
        if error.code == "read_too_much_memory":
            self._end()
        raise error

    def _answer(self, answers: BinaryIO, clock: _Clock) -> tuple[Kind, bytes]:
        """The frame that ends the reading; news of pages gives it time for them, up to what all may take."""
        known = 0
        while True:
            frame = receive(answers, _LONGEST_ANSWER)
            if frame is None:
                raise FrameError("ended")
            kind, content = frame
            if kind in (Kind.EXTRACTION, Kind.REFUSED):
                return kind, content
            if kind is not Kind.SECONDS or not content.isdigit() or len(content) > 9:
                raise FrameError("kind")
            seconds = min(int(content), self._most_seconds)
            clock.extend(max(0, seconds - known))
            known = max(known, seconds)

    def _running(self) -> subprocess.Popen[bytes]:
        """The child, ready to read; a new one where there is none, it has died or it has read enough."""
        if self._process is not None and (self._process.poll() is not None or self._read >= FILES_A_PROCESS):
            self._end()
        if self._process is None:
            if self._closed:
                raise ReadError("reader_broke_down", detail="closed")
            self._process = self._start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        ours, theirs = (None, None) if sys.platform == "win32" else reversed(os.pipe())
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
                [sys.executable, "-I", "-c", _START, json.dumps([theirs, sys.path])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**environment, "OMP_THREAD_LIMIT": "1"},
                pass_fds=() if theirs is None else (theirs,),
                start_new_session=True,  # Ctrl+C is for this process, which then ends the child
            )
        except OSError as error:
            raise ResourceError("reader_not_started", detail=error.strerror or error) from error
        finally:
            if theirs is not None:
                os.close(theirs)
        self._process, self._lifeline, self._read = process, ours, 0
        try:
            with self._timed(process, _START_SECONDS) as (_, requests, answers):
                send(requests, Kind.SETUP, self._setup)
                frame = receive(answers, _LONGEST_NOTE)
                if frame is None or frame[0] is not Kind.READY:
                    raise FrameError("not ready")
                self.enforced = tuple(json.loads(frame[1]))
        except ReadError as error:
            raise ResourceError(
                "reader_not_started", detail=error.values.get("detail", error.code)
            ) from error
        return process

    @contextmanager
    def _timed(
        self, process: subprocess.Popen[bytes], seconds: float
    ) -> Iterator[tuple[_Clock, BinaryIO, BinaryIO]]:
        """The clock and the child's pipes; a child that does not answer as it should is ended."""
        if process.stdin is None or process.stdout is None:  # both are pipes
            raise AssertionError
        clock = _Clock(process, seconds)
        answered = False
        try:
            yield clock, process.stdin, process.stdout  # type: ignore[misc]
            answered = True
        except (FrameError, OSError, ValueError) as error:
            clock.stop()
            too_long = isinstance(error, FrameTooLongError)
            exited = self._end(patient=not too_long)
            raise self._reason(exited, expired=clock.expired, too_long=too_long) from error
        finally:
            clock.stop()
            if not answered:  # Ctrl+C in the middle of an answer, which the next file must not get
                self._end()

    def _reason(self, exited: int, *, expired: bool, too_long: bool) -> ReadError:
        """Why the child did not answer."""
        if expired or exited == -getattr(signal, "SIGXCPU", 0):
            return ReadError("read_too_slow", seconds=round(self._limits.seconds))
        if too_long:
            return ReadError("text_too_long", limit=MAX_CHARACTERS // 1_000_000)
        return ReadError("reader_broke_down", detail=exited)

    def _end(self, *, patient: bool = False) -> int:
        """The exit status of the child, which is no more; a ``patient`` end lets it die by itself."""
        process, self._process = self._process, None
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent yet cannot be sent any more
                    pipe.close()
        if patient:
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
        process.kill()
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None
        return process.wait()
