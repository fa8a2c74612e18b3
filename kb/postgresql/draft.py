"""Writing a generation to a database: a schema beside the others, bit by bit, then the switch.

What :meth:`PostgresDraft.add` was given is committed when it returns. Of the terms only the postings are
stored, once all are known; until then they wait in a folder of this machine.
"""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from pgvector import HalfVector

from kb.datatypes import Clearance, Manifest
from kb.disk import disk_errors
from kb.embedding.encoder import Vectors
from kb.errors import IndexStateError
from kb.index import records
from kb.index.draft import Batch, Collection, Origin
from kb.index.health import health_of, told
from kb.index.inverting import Inverter
from kb.index.lexical import LexicalIndex
from kb.index.records import Row
from kb.index.schema import rows_of
from kb.index.searched import FIELDS
from kb.index.token_codes import Codes, width
from kb.index.writing import key_maps
from kb.postgresql import generations, layout
from kb.postgresql.classes import Classes, shown_in
from kb.postgresql.connecting import PRIMARY, Connection, database_errors, place_of
from kb.postgresql.fetching import fetched_lexical
from kb.postgresql.generations import Generation
from kb.postgresql.reading import Readers
from kb.postgresql.store import CENTRE, PostgresStore
from kb.strings_da.problems import DAMAGE_TABLE_CHANGED

NUL, REPLACEMENT = "\x00", "�"
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")

PACKED = frozenset(
    (
        *("warnings", "pages", "blocks", "lines", "items", "attachments", "participations", "facts"),
        *("not_participating", "points", "tallies", "statements", "evidence", "record"),
    )
)
"""The columns of a catalogue that hold JSON (kb/index/records.py)."""

STAGE = "CREATE TEMP TABLE taken (document text, key bigint, old bigint) ON COMMIT DELETE ROWS"


class PostgresDraft:
    """A generation in the making in a schema beside the others."""

    def __init__(
        self,
        dsn: str,
        connection: Connection,
        dimensions: int,
        previous: PostgresStore | None,
        graph_from: int,
    ) -> None:
        """An empty draft; what a killed build left is removed. Raises ResourceError."""
        self._dsn, self._connection, self._place = dsn, connection, place_of(dsn)
        self._dimensions, self._previous, self._graph_from = dimensions, previous, graph_from
        with database_errors(self._place):
            self._number = generations.new_draft(connection)
            self._schema = generations.schema_of(self._number)
            with connection.transaction():
                for statement in layout.table_statements(self._schema, dimensions):
                    connection.execute(statement.encode())
            connection.execute(f"SET search_path = {self._schema}, kb, public".encode())
            connection.execute("DROP TABLE IF EXISTS pg_temp.taken")
            connection.execute(STAGE.encode())
        self._folder = Path(tempfile.mkdtemp(prefix="kb-postings-"))
        # However the build ends, at the latest with the process.
        self._remove = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        with disk_errors(self._folder):
            self._lexical = {name: Inverter(self._folder / name) for name in FIELDS}
        self._count = 0
        self._pairs: list[tuple[int, int]] = []

    def add(self, batch: Batch) -> None:
        """Adds chunks, which are committed when it returns. Raises ResourceError."""
        own, moved = batch.own, batch.moved
        with database_errors(self._place), self._connection.transaction():
            self._copy("chunks", records.KEPT_CHUNK_COLUMNS, batch.rows)
            self._copy_embeddings(
                (document, key, vector, codes)
                for (key, document, *_), vector, codes in zip(own, batch.vectors, batch.tokens, strict=True)
            )
            if moved:
                self._take([(document, key, old) for old, (key, document, *_) in moved])
        with disk_errors(self._folder):
            for name, terms in batch.terms.items():
                self._lexical[name].add([row[0] for row in own], terms)
        self._pairs += [(old, row[0]) for old, row in moved]
        self._count += len(batch.rows)

    @property
    def _taken_from(self) -> PostgresStore:
        if self._previous is None:
            raise ValueError("chunks are taken from a generation that is not there")
        return self._previous

    def _take(self, rows: Sequence[Row]) -> None:
        """Copies embeddings and tokens of the previous generation, inside the server.

        Raises IndexStateError where one of them is not there.
        """
        old = self._taken_from.schema
        self._copy("taken", "document, key, old", rows)
        copied = self._connection.execute(
            f"INSERT INTO embeddings (document, key, embedding, tokens, {layout.CLASS})"
            f" SELECT t.document, t.key, o.embedding, o.tokens, o.{layout.CLASS}"
            f" FROM taken t JOIN {old}.embeddings o ON o.key = t.old".encode()
        )
        if copied.rowcount != len(rows):
            detail = DAMAGE_TABLE_CHANGED.format(name="embeddings")
            raise IndexStateError("index_damaged", path=self._place, detail=detail)

    def _copy(self, table: str, columns: str, rows: Iterable[Row]) -> None:
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy,
        ):
            packed = [name.strip(' "') in PACKED for name in columns.split(",")]
            for row in rows:
                copy.write_row([storable(*each) for each in zip(row, packed, strict=True)])

    def _copy_embeddings(self, rows: Iterable[tuple[str, int, Vectors, Codes]]) -> None:
        statement = b"COPY embeddings (document, key, embedding, tokens) FROM STDIN (FORMAT binary)"
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            # The bytes of a halfvec are written as they are: the format names no types.
            copy.set_types(["text", "int8", "bytea", "bytea"])
            for document, key, vector, codes in rows:
                copy.write_row((storable(document), key, HalfVector(vector).to_binary(), codes.tobytes()))

    def embedded(self, keys: Sequence[int]) -> tuple[Vectors, list[Codes]]:
        """The vectors (n, d) and token codes of chunks that were added, in the order given."""
        if not keys:
            return np.zeros((0, self._dimensions), np.float32), []
        with database_errors(self._place):
            cursor = self._connection.cursor(binary=True)
            rows = cursor.execute(
                "SELECT key, embedding, tokens FROM embeddings WHERE key = ANY(%s)", (list(keys),)
            ).fetchall()
        found = {row[0]: row[1:] for row in rows}
        vectors = np.stack([HalfVector.from_binary(found[key][0]).to_numpy() for key in keys])
        size = width(self._dimensions)
        codes = [np.frombuffer(found[key][1], np.uint8).reshape(-1, size) for key in keys]
        return vectors.astype(np.float32), codes

    def settle(self) -> None:
        """Puts in order what was added: writes the postings and the mean of the embeddings."""
        with database_errors(self._place), disk_errors(self._folder), self._connection.transaction():
            self._copy_postings()
            self._write_centre()

    def finish(self, collection: Collection, origin: Origin, now: dt.datetime, keep: int) -> Manifest:
        """The manifest of the settled draft, now the current generation; of the others ``keep`` remain."""
        graph = self._count >= self._graph_from
        with database_errors(self._place), disk_errors(self._folder):
            with self._connection.transaction():
                self._copy_collection(collection)
            with self._connection.transaction():
                for statement in layout.closing_statements(self._schema, graph=graph):
                    self._connection.execute(statement.encode())
            for statement in layout.analyze_statements(self._schema):
                self._connection.execute(statement.encode())
            manifest = Manifest(
                format=layout.FORMAT,
                generation=generations.name_of(self._number, now),
                created=now.isoformat(timespec="seconds"),
                sources=origin.sources,
                model=origin.model,
                model_fingerprint=origin.model_fingerprint,
                dimensions=self._dimensions,
                settings_hash=origin.settings_hash,
                masked_words=origin.masked_words,
                clearance=origin.clearance.value,
                classes=origin.classes,
                documents=len(collection.documents),
                chunks=self._count,
                checksums=generations.digests(self._connection, self._schema),
            )
        self._refuse_dead_legs(manifest, graph)
        with database_errors(self._place):
            replaced = generations.publish(self._connection, self._number, manifest, graph=graph)
            generations.prune(self._connection, keep, replaced)
            generations.wait_for_replicas(self._connection)
        self._remove()
        return manifest

    def _copy_collection(self, collection: Collection) -> None:
        columns = layout.catalogue_columns()
        classed = dict(_classed(collection))
        for table, rows in rows_of(collection):
            names = [f'"{name}"' for name, _ in columns[table]]
            if table in classed:
                names.append(layout.CLASS)
                rows = ((*row, each) for row, each in zip(rows, classed[table], strict=True))
            self._copy(table, ", ".join(names), rows)

    def _copy_postings(self) -> None:
        maps = key_maps(self._pairs, self._previous.chunk_count if self._previous else 0)
        for name, inverter in self._lexical.items():
            if maps:
                old = fetched_lexical(
                    self._connection, self._taken_from.schema, name, self._folder / "old" / name
                )
                for moved in maps:
                    inverter.take(old, moved)
                old.close()
            inverter.finish(self._count)
            index = LexicalIndex(self._folder / name)
            self._write_array(name, index.lengths.astype("<i4").tobytes())
            statement = b"COPY postings (field, term, keys, counts) FROM STDIN (FORMAT binary)"
            with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
                copy.set_types(["text", "text", "bytea", "bytea"])
                for term, keys, counts in _postings(index):
                    copy.write_row((name, storable(term), keys, counts))
            index.close()

    def _write_centre(self) -> None:
        # As vectors of single precision: the mean of halves would be rounded to a half.
        row = self._connection.execute("SELECT avg(embedding::vector)::real[] FROM embeddings").fetchone()
        mean = row[0] if row and row[0] is not None else [0.0] * self._dimensions
        self._write_array(CENTRE, np.asarray(mean, "<f4").tobytes())

    def _write_array(self, name: str, numbers: bytes) -> None:
        self._connection.execute("INSERT INTO arrays (name, numbers) VALUES (%s, %s)", (name, numbers))

    def _refuse_dead_legs(self, manifest: Manifest, graph: bool) -> None:
        """Raise IndexStateError where a leg of the search is dead in the finished draft."""
        seen = shown_in(Clearance(manifest.clearance))
        with closing(Readers(self._dsn, seen, target=PRIMARY)) as readers:
            dead = told(health_of(PostgresStore(readers, Generation(self._schema, manifest, graph))))
        if dead:
            raise IndexStateError("dead_build", path=self._place, legs=dead)

    def discard(self) -> None:
        """Lets go of the folder; the schema of what was not finished is removed by the next draft."""
        self._remove()


def storable(value: object, packed: bool = False) -> object:
    """A value of a row as the database can hold it: whole numbers for yes and no, and no NUL.

    PostgreSQL's text cannot hold NUL. U+FFFD stands in its place, in what is ``packed`` as JSON too, where it
    is escaped: one character for one, so that every offset into the text still holds.
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        if NUL in value:
            value = value.replace(NUL, REPLACEMENT)
        if packed and "\\u0000" in value:
            value = _ESCAPED_NUL.sub(r"\1\\ufffd", value)
    return value


def _postings(index: LexicalIndex) -> Iterator[tuple[str, bytes, bytes]]:
    for number, term in enumerate(index.terms()):
        keys, counts = index.of_terms(number, number + 1)
        yield term, keys.astype("<i4").tobytes(), counts.tobytes()


def _classed(collection: Collection) -> Iterator[tuple[str, list[str]]]:
    """The access class of each row of the tables that have one, in order of their rows."""
    classes = Classes(collection.documents)
    survey = collection.survey
    of_document = {document.id: classes.of_document(document.id).value for document in collection.documents}
    yield "documents", list(of_document.values())
    yield (
        "sections",
        [of_document[document.id] for document in collection.documents for _ in document.sections],
    )
    of_records = (
        ("decisions", collection.decisions),
        ("cases", survey.cases),
        ("terms", survey.terms),
        ("tenures", survey.tenures),
        ("gaps", survey.gaps),
    )
    for table, found in of_records:
        yield table, [classes.of_record(each).value for each in found]
