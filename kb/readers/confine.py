"""What the process that reads a file is kept from, by itself and for good, before it sees the first one.

The system's own limits are used, which need no rights: no memory beyond a limit, no new file, socket or
process, no byte written to a file, and an end when the parent ends. Without a free file number nothing can be
opened, be it a file to read or the network. What a system cannot limit is left out, and :func:`confine` says
which limits hold: Windows has none of them, and there only the parent's clock ends a file.
"""

from __future__ import annotations

import os
import select
import signal
import sys

_MEGABYTE = 2**20


def confine(memory_mb: int) -> tuple[str, ...]:
    """The names of the limits that hold from now on. Everything needed must be loaded and open by then."""
    # All lower numbers are in use, so this is the first that nobody may have.
    unused = os.dup(0)
    os.close(unused)
    wanted = {
        "AS": memory_mb * _MEGABYTE,
        "FSIZE": 0,
        "NPROC": 0,
        "CORE": 0,
        "NOFILE": unused,
    }
    return tuple(name for name, value in wanted.items() if limited(f"RLIMIT_{name}", value))


if sys.platform == "win32":

    def limited(name: str, value: int) -> bool:
        """False: there is no such limit here."""
        return False

    def allow_seconds(seconds: float) -> None:
        """Nothing: only the parent's clock ends a file here."""

    def end_with(lifeline: int) -> None:
        """Nothing: the process sees its pipe closed when it asks for the next file."""

else:
    import fcntl
    import resource

    def limited(name: str, value: int) -> bool:
        """Whether the limit of this name is set, soft and hard, so that it cannot be raised again."""
        kind = getattr(resource, name, None)
        if kind is None:
            return False
        hard = resource.getrlimit(kind)[1]
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (lowest, lowest))
        except (ValueError, OSError):  # macOS knows some of the names only
            return False
        return True

    def allow_seconds(seconds: float) -> None:
        """Let the process compute so much longer; beyond that the system ends it, should the parent not."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        wanted = int(usage.ru_utime + usage.ru_stime + seconds) + 1
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))

    def end_with(lifeline: int) -> None:
        """Have the system end this process when the pipe's other end closes, as by the parent's death.

        Nothing ever comes through the pipe. The signal ends even a loop in C, which no thread here could, and
        where the system lets it be chosen, even a process that is stopped. On macOS the signal is one that
        does nothing by itself, so there the process ends with the file that it is at.
        """
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        if sys.platform == "linux":
            fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([lifeline], [], [], 0)[0]:
            sys.exit()  # the parent was gone before
