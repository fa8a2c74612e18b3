"""The Repository over a PostgreSQL database."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg

from kb.datatypes import Access, Clearance
from kb.errors import IndexStateError, ResourceError
from kb.index.manifest import refuse_other_classes
from kb.postgresql import generations
from kb.postgresql.classes import shown_in
from kb.postgresql.connecting import Connection, database_errors, database_of, writer
from kb.postgresql.migrations import LOCK, migrate
from kb.postgresql.reading import MOST_CONNECTIONS, Readers
from kb.postgresql.store import GRAPH_FROM, PostgresStore

if TYPE_CHECKING:
    from kb.embedding.encoder import Encoder
    from kb.index.draft import Draft
    from kb.index.store import Store


class PostgresRepository:
    """Generations in a database: written on its primary, read from a replica where there is one.

    Its stores read only rows of the classes in ``clearance``, by default those that are open to everyone.
    From ``graph_from`` chunks on a build links their embeddings into a graph.
    """

    def __init__(
        self,
        dsn: str,
        clearance: Sequence[Access] = (),
        graph_from: int = GRAPH_FROM,
        edition: Clearance = Clearance.PUBLIC,
        classes: str = "",
    ) -> None:
        """Nothing is connected yet. Raises SettingsError for a DSN that is none.

        Opens no generation that may hold more than ``edition`` covers by the rules named ``classes``. Each
        edition but the public one has a database of its own.
        """
        self._dsn, self._graph_from = database_of(dsn, edition), graph_from
        self._edition, self._classes = edition, classes
        self._readers = Readers(self._dsn, clearance or shown_in(edition))
        self._builder: Connection | None = None

    @property
    def place(self) -> str:
        """The servers and the database, without user and password."""
        return self._readers.place

    @property
    def at_once(self) -> int:
        """One a core and a connection: the others wait for the database meanwhile."""
        return max(MOST_CONNECTIONS, os.cpu_count() or 1)

    def close(self) -> None:
        """Closes the connections that are idle."""
        self._readers.close()

    def names(self) -> tuple[str, ...]:
        """The names of the generations, oldest first; empty where there are none."""
        return generations.names(self._readers)

    def current(self) -> str:
        """The name of the current generation. Raises IndexStateError where there is none."""
        return generations.current_generation(self._readers).manifest.generation

    def open(self, encoder: Encoder | None = None) -> PostgresStore:
        """The current generation; with ``encoder`` None for use without vectors. Raises IndexStateError.

        It answers as long as the generation is there, which is until the build after the next at the least.
        """
        store = PostgresStore(self._readers, generations.current_generation(self._readers))
        refuse_other_classes(store.manifest, self._edition, self._classes, self.place)
        if encoder is not None:
            store.refuse_other(encoder)
            store.read_arrays()  # what is damaged is said now, and not at the first question
        return store

    def older(self) -> tuple[PostgresStore, ...]:
        """The generations that are not current, oldest first, as far as they can be opened."""
        found = generations.older_generations(self._readers)
        return tuple(PostgresStore(self._readers, each) for each in found)

    def verify(self) -> None:
        """Nothing, once every row of the current generation was found as it was written."""
        current = generations.current_generation(self._readers)
        number = int(current.manifest.generation.split("-")[0])
        with closing(writer(self._dsn)) as connection, database_errors(self.place):
            generations.verify(connection, number, current.manifest, self.place)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """While inside, no other build runs. Raises ResourceError where one does.

        The lock belongs to the connection that the build writes through: it cannot outlive it, and a build
        that lost it cannot go on.
        """
        with closing(writer(self._dsn)) as connection:
            with database_errors(self.place):
                migrate(connection, self.place)
                row = connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK + 1,)).fetchone()
            if not row or not row[0]:
                raise ResourceError("build_running", path=self.place)
            self._builder = connection
            try:
                yield
            finally:
                self._builder = None
                # A server that went away has let go of the lock itself.
                with suppress(psycopg.Error):
                    connection.execute("SELECT pg_advisory_unlock(%s)", (LOCK + 1,))

    def draft(self, dimensions: int, previous: Store | None) -> Draft:
        """An empty draft, which may take chunks over from ``previous``. Raises ResourceError."""
        from kb.postgresql.draft import PostgresDraft

        if previous is not None and not isinstance(previous, PostgresStore):
            raise TypeError(f"a draft in a database cannot take over from a {type(previous).__name__}")
        if self._builder is None:
            raise RuntimeError("a draft is made under the build lock")
        return PostgresDraft(self._dsn, self._builder, dimensions, previous, self._graph_from)

    def drop_others(self) -> tuple[str, ...]:
        """The names of the generations that were removed: all but the current one."""
        current = self.current()
        with self.lock():
            if self._builder is None:
                raise IndexStateError("no_index", path=self.place)
            with database_errors(self.place):
                names = tuple(name for name in self.names() if name != current)
                generations.drop_others(self._builder)
                return names

    def drop_all(self) -> None:
        """Nothing, once there is no generation any more."""
        with self.lock(), database_errors(self.place):
            if self._builder is not None:
                generations.drop_all(self._builder)

    def rollback(self) -> str:
        """The name of the newest whole generation before the current one, now current."""
        self.current()  # a database without an index gets no tables
        with self.lock():
            if self._builder is None:
                raise IndexStateError("no_index", path=self.place)
            with database_errors(self.place):
                return generations.rollback(self._builder, self.place)
