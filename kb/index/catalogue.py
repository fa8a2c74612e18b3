"""The catalogue of a generation: documents, sections, chunks and decisions in one SQLite file.

It is written once by a build and opened read-only ever after, so it needs neither journal nor lock file.
"""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from kb.datatypes import Chunk, Decision, Document, DocumentSummary, Facets, Filter, SectionKind, Status
from kb.index import records
from kb.index.filtering import (
    collection_of,
    decision_condition,
    fold_name,
    section_condition,
)

SCHEMA = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT, title_source TEXT, format TEXT, sha256 TEXT, committee TEXT, date TEXT,
    date_inferred INTEGER, status TEXT, access TEXT, case_number TEXT, duplicate_of TEXT, warnings TEXT,
    text TEXT, pages TEXT, blocks TEXT, lines TEXT,
    page_count INTEGER, section_count INTEGER, committee_folded TEXT, collection_folded TEXT
);
CREATE TABLE sections (
    document TEXT, ordinal INTEGER, kind TEXT, heading TEXT, start INTEGER, body_start INTEGER, stop INTEGER,
    committee TEXT, date TEXT, access TEXT, item TEXT, committee_folded TEXT,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
CREATE TABLE chunks (
    key INTEGER PRIMARY KEY, document TEXT, ordinal INTEGER, section INTEGER, start INTEGER, stop INTEGER,
    text TEXT, context TEXT, digest TEXT
);
CREATE INDEX chunks_of_document ON chunks (document, ordinal);
CREATE TABLE decisions (
    document TEXT, title TEXT, "case" TEXT, committee TEXT, date TEXT, outcome TEXT, outcome_class TEXT,
    effect TEXT, final INTEGER, recommendation TEXT, votes TEXT, not_participating TEXT, page INTEGER,
    quote TEXT, start INTEGER, stop INTEGER, committee_folded TEXT
);
CREATE INDEX decisions_of_document ON decisions (document, start);
CREATE INDEX renditions ON documents (duplicate_of);
"""

RENDITION = "coalesce(d.duplicate_of, d.id), d.id"
ORIGINALS_FIRST = "d.duplicate_of IS NOT NULL"


def write_catalogue(
    path: Path,
    documents: Iterable[Document],
    chunks: Iterable[tuple[Chunk, str]],
    decisions: Iterable[Decision],
) -> None:
    """Write the catalogue; with each chunk comes the digest of what was embedded for it.

    Raises OSError or sqlite3.Error.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        # The file is nobody's until the build has verified and synced it: a journal would protect nothing.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        database.execute("BEGIN")
        for document in documents:
            _insert(database, "documents", [_document_values(document)])
            _insert(database, "sections", _section_values(document))
        _insert(database, "chunks", ((*records.chunk_row(chunk), digest) for chunk, digest in chunks))
        _insert(
            database,
            "decisions",
            ((*records.decision_row(each), fold_name(each.committee)) for each in decisions),
        )
        database.execute("COMMIT")


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    width = len(database.execute(f"SELECT * FROM {table} LIMIT 0").description)
    marks = ", ".join("?" * width)
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _document_values(document: Document) -> Sequence[Any]:
    return (
        *records.document_row(document),
        len(document.pages),
        len(document.sections),
        fold_name(document.committee),
        collection_of(document.id).casefold(),
    )


def _section_values(document: Document) -> Iterable[Sequence[Any]]:
    for section in document.sections:
        yield (document.id, *records.section_row(section), fold_name(section.committee))


class Catalogue:
    """A read-only catalogue. Safe to use from several threads, which share one connection."""

    def __init__(self, path: Path) -> None:
        """Opens the file. Raises sqlite3.Error where it is not a catalogue."""
        # immutable: nobody writes here any more, so SQLite need not look for locks or journals.
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = Lock()
        self.chunk_count = int(self._rows("SELECT count(*) FROM chunks")[0][0])

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self._lock:
            return self._database.execute(sql, values).fetchall()

    def document(self, document_id: str) -> Document | None:
        """The document, or None where there is none of that id."""
        rows = self._rows(
            f"SELECT {records.DOCUMENT_COLUMNS} FROM documents WHERE id = ?",
            (document_id,),
        )
        if not rows:
            return None
        sections = self._rows(
            f"SELECT {records.SECTION_COLUMNS} FROM sections WHERE document = ? ORDER BY ordinal",
            (document_id,),
        )
        return records.document_of(rows[0], sections)

    def document_checksums(self) -> dict[str, str]:
        """sha256 of each document's file, by document id."""
        return dict(self._rows("SELECT id, sha256 FROM documents"))

    def chunk_digests(self) -> dict[str, int]:
        """A key of a chunk by the digest of what was embedded for it; the least key of equal ones."""
        return dict(self._rows("SELECT digest, min(key) FROM chunks GROUP BY digest"))

    def chunks(self, keys: Sequence[int]) -> tuple[Chunk, ...]:
        """The chunks with these keys, in the order given. Raises KeyError for an unknown key."""
        found: dict[int, Chunk] = {}
        wanted = sorted({int(key) for key in keys})
        for at in range(0, len(wanted), 500):  # SQLite limits how many placeholders a query has
            part = wanted[at : at + 500]
            rows = self._rows(
                f"SELECT {records.CHUNK_COLUMNS} FROM chunks WHERE key IN ({', '.join('?' * len(part))})",
                part,
            )
            found.update((row[0], records.chunk_of(row)) for row in rows)
        return tuple(found[int(key)] for key in keys)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """A document's chunks in reading order; empty for an unknown document."""
        rows = self._rows(
            f"SELECT {records.CHUNK_COLUMNS} FROM chunks WHERE document = ? ORDER BY ordinal",
            (document_id,),
        )
        return tuple(records.chunk_of(row) for row in rows)

    def allowed_keys(self, where: Filter) -> list[int]:
        """The keys of the chunks that ``where`` allows; of documents with the same text only one's."""
        condition = section_condition(where)
        rows = self._rows(
            f"SELECT {RENDITION}, c.key FROM chunks c JOIN documents d ON d.id = c.document"
            " JOIN sections s ON s.document = c.document AND s.ordinal = c.section"
            f" WHERE {condition.sql} ORDER BY {ORIGINALS_FIRST}, d.id, c.key",
            condition.values,
        )
        return [row[2] for row in _one_rendition(rows)]

    def summaries(self, where: Filter) -> tuple[DocumentSummary, ...]:
        """The documents of which ``where`` allows any section, duplicates too, by id."""
        condition = section_condition(where)
        rows = self._rows(
            f"SELECT {records.SUMMARY_COLUMNS} FROM documents WHERE id IN (SELECT d.id FROM documents d"
            f" JOIN sections s ON s.document = d.id WHERE {condition.sql}) ORDER BY id",
            condition.values,
        )
        return tuple(records.summary_of(row) for row in rows)

    def decisions(self, where: Filter) -> tuple[Decision, ...]:
        """The decisions that ``where`` allows, by document and place; of equal documents only one's."""
        condition = decision_condition(where)
        rows = self._decision_rows(condition.sql, condition.values, ORIGINALS_FIRST)
        found = (records.decision_of(row[2:]) for row in _one_rendition(rows))
        return tuple(sorted(found, key=lambda decision: (decision.document, decision.start)))

    def decisions_of(self, document_id: str) -> tuple[Decision, ...]:
        """A document's decisions in reading order."""
        rows = self._decision_rows("d.id = ?", (document_id,), "d.id")
        return tuple(records.decision_of(row[2:]) for row in rows)

    def _decision_rows(self, sql: str, values: Sequence[str], order: str) -> list[Any]:
        columns = ", ".join(f"r.{name.strip()}" for name in records.DECISION_COLUMNS.split(","))
        return self._rows(
            f"SELECT {RENDITION}, {columns} FROM decisions r JOIN documents d ON d.id = r.document"
            " JOIN sections s ON s.document = r.document AND s.start <= r.start AND r.start < s.stop"
            f" WHERE {sql} ORDER BY {order}, r.document, r.start",
            values,
        )

    def renditions(self, document_id: str) -> tuple[str, ...]:
        """The ids of the other documents with the same text, sorted."""
        rows = self._rows(
            "SELECT o.id FROM documents d JOIN documents o"
            " ON coalesce(o.duplicate_of, o.id) = coalesce(d.duplicate_of, d.id)"
            " WHERE d.id = ? AND o.id <> d.id ORDER BY o.id",
            (document_id,),
        )
        return tuple(row[0] for row in rows)

    def facets(self) -> Facets:
        """The values that occur in the generation: committees by name, years newest first."""
        committees = self._rows(
            "SELECT min(committee) FROM (SELECT committee, committee_folded FROM documents"
            " UNION ALL SELECT committee, committee_folded FROM sections)"
            " WHERE committee <> '' GROUP BY committee_folded"
        )
        years = self._rows(
            "SELECT DISTINCT substr(date, 1, 4)"
            " FROM (SELECT date FROM documents UNION SELECT date FROM sections)"
            " WHERE date IS NOT NULL ORDER BY 1 DESC"
        )
        kinds = {row[0] for row in self._rows("SELECT DISTINCT kind FROM sections")}
        statuses = {row[0] for row in self._rows("SELECT DISTINCT status FROM documents")}
        return Facets(
            tuple(sorted((row[0] for row in committees), key=str.casefold)),
            tuple(int(row[0]) for row in years),
            tuple(kind for kind in SectionKind if kind.value in kinds),
            tuple(status for status in Status if status.value in statuses),
        )


def _one_rendition(rows: Iterable[Any]) -> Iterable[Any]:
    """The rows (text, document, ...) of the first document seen for each text."""
    chosen: dict[str, str] = {}
    return (row for row in rows if chosen.setdefault(row[0], row[1]) == row[1])
