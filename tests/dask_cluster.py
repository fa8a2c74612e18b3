"""A Dask cluster of processes on this machine, as `dask scheduler` and `dask worker` start it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

from kb.serve import free_port

PORT = 28786
UP_WITHIN = 30


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with ``workers`` of one thread each, and their processes."""
    port = free_port("127.0.0.1", PORT)
    address = f"tcp://127.0.0.1:{port}"
    module = [sys.executable, "-m", "dask"]
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    commands = [[*module, "scheduler", "--port", str(port), *here]]
    options = ["--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]
    commands += [[*module, "worker", address, *here, *options]] * workers
    started = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for command in commands]
    try:
        with Client(address, timeout=f"{UP_WITHIN}s", set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=UP_WITHIN)
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()
