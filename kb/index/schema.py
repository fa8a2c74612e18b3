"""What a catalogue is: its tables, and the writing of them, once, by a build."""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from kb.datatypes import Access, Case, Document, Gap, Survey
from kb.index import records
from kb.index.draft import Collection
from kb.index.filtering import collection_of, fold_name, names_of
from kb.index.records import Row
from kb.index.vocabulary import vocabulary_of

SCHEMA = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT, title_source TEXT, format TEXT, sha256 TEXT, committee TEXT, date TEXT,
    date_inferred INTEGER, status TEXT, access TEXT, case_number TEXT, duplicate_of TEXT, warnings TEXT,
    corrected TEXT, masked TEXT, stated TEXT, clearance TEXT, page_count INTEGER, section_count INTEGER,
    committee_folded TEXT, collection_folded TEXT, text TEXT, pages TEXT, blocks TEXT, lines TEXT,
    items TEXT, attachments TEXT, participations TEXT, facts TEXT
);
CREATE TABLE sections (
    document TEXT, ordinal INTEGER, kind TEXT, heading TEXT, start INTEGER, body_start INTEGER, stop INTEGER,
    committee TEXT, date TEXT, access TEXT, item TEXT, item_at INTEGER, clearance TEXT, committee_folded TEXT,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
CREATE TABLE chunks (
    key INTEGER PRIMARY KEY, document TEXT, ordinal INTEGER, section INTEGER, start INTEGER, stop INTEGER,
    text TEXT, context TEXT, digest TEXT
);
CREATE TABLE decisions (
    document TEXT, title TEXT, "case" TEXT, committee TEXT, date TEXT, outcome TEXT, outcome_class TEXT,
    effect TEXT, final INTEGER, recommendation TEXT, votes TEXT, not_participating TEXT, page INTEGER,
    quote TEXT, start INTEGER, stop INTEGER, item INTEGER, recommender TEXT, points TEXT, tallies TEXT,
    statements TEXT, participations TEXT, evidence TEXT, clearance TEXT, committee_folded TEXT,
    treatment INTEGER, rank INTEGER
);
CREATE TABLE cases (ordinal INTEGER PRIMARY KEY, record TEXT);
CREATE TABLE case_parts (name TEXT, document TEXT, item INTEGER);
CREATE TABLE terms (ordinal INTEGER PRIMARY KEY, record TEXT);
CREATE TABLE tenures (ordinal INTEGER PRIMARY KEY, record TEXT);
CREATE TABLE gaps (
    ordinal INTEGER PRIMARY KEY, document TEXT, collection_folded TEXT, committee_folded TEXT, date TEXT,
    start INTEGER, record TEXT
);
CREATE TABLE unread (path TEXT, code TEXT, message TEXT, remedy TEXT);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX chunks_of_document ON chunks (document, ordinal);
CREATE INDEX chunks_of_section ON chunks (document, section);
CREATE INDEX chunks_by_digest ON chunks (digest);
CREATE INDEX decisions_of_document ON decisions (document, start);
CREATE INDEX renditions ON documents (duplicate_of);
CREATE INDEX parts_of_document ON case_parts (document, name);
"""


class CatalogueWriter:
    """Writes a catalogue: the chunks as they come, then all else."""

    def __init__(self, path: Path) -> None:
        """Makes the file. Raises sqlite3.Error."""
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        # The file is nobody's until the build has verified and synced it: a journal would protect nothing.
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        self._database.execute("BEGIN")

    def add_chunks(self, rows: Iterable[Row]) -> None:
        """Adds chunks by their values of KEPT_CHUNK_COLUMNS. Raises sqlite3.Error."""
        _insert(self._database, "chunks", rows)

    def finish(self, collection: Collection) -> None:
        """Adds what the documents are and tell, and closes the file. Raises sqlite3.Error."""
        for table, rows in rows_of(collection):
            _insert(self._database, table, rows)
        self._database.execute("COMMIT")
        self._database.executescript(INDEXES)
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._database.close()


def rows_of(collection: Collection) -> Iterator[tuple[str, Iterable[Row]]]:
    """The rows of every table but that of the chunks, table by table, in order of their columns."""
    documents = collection.documents
    yield (
        "documents",
        ((*_document_values(each), facts) for each, facts in zip(documents, collection.facts, strict=True)),
    )
    yield "sections", (row for document in documents for row in _section_values(document))
    yield (
        "decisions",
        (
            (*records.decision_row(each), fold_name(each.committee), printed.treatment, printed.rank)
            for each, printed in zip(collection.decisions, collection.printings, strict=True)
        ),
    )
    yield from _survey_rows(collection.survey)
    yield "unread", ((each.path, each.code, each.message, each.remedy) for each in collection.unread)
    yield "vocabulary", sorted(vocabulary_of(documents).items())


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    width = len(database.execute(f"SELECT * FROM {table} LIMIT 0").description)
    marks = ", ".join("?" * width)
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _document_values(document: Document) -> Row:
    # What is long stands last: SQLite reads a row from the front, and as far as it must.
    row = records.document_row(document)
    return (
        *row[: records.SHORT_COLUMNS],
        len(document.pages),
        sum(section.access is not Access.CLOSED for section in document.sections),
        fold_name(document.committee),
        collection_of(document.id).casefold(),
        *row[records.SHORT_COLUMNS :],
    )


def _section_values(document: Document) -> Iterable[Row]:
    for section in document.sections:
        yield (document.id, *records.section_row(section), fold_name(section.committee))


def _survey_rows(survey: Survey) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "cases", _packed(records.CASE, survey.cases)
    yield "terms", _packed(records.TERM, survey.terms)
    yield "tenures", _packed(records.TENURE, survey.tenures)
    yield "case_parts", (row for case in survey.cases for row in _part_values(case))
    yield "gaps", (_gap_values(at, gap) for at, gap in enumerate(survey.gaps))


def _packed(adapter: TypeAdapter[Any], found: Sequence[object]) -> Iterable[Row]:
    return ((at, records.packed(adapter, each)) for at, each in enumerate(found))


def _part_values(case: Case) -> Iterable[Row]:
    """A row for each part of a case under each name that the case goes by."""
    for name in sorted(names_of(case)):
        yield from ((name, part.document, part.item) for part in case.parts)


def _gap_values(at: int, gap: Gap) -> Row:
    return (
        at,
        gap.document,
        collection_of(gap.document).casefold(),
        fold_name(gap.committee),
        gap.date.isoformat() if gap.date else None,
        gap.evidence.start if gap.evidence else None,
        records.packed(records.GAP, gap),
    )
