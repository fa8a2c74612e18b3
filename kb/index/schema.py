"""What a catalogue is: its tables, and the writing of them, once, by a build."""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from kb.cases.reprints import Printing
from kb.datatypes import Case, Chunk, Decision, Document, FileProblem, Gap, Survey
from kb.index import records
from kb.index.filtering import collection_of, fold_name, names_of
from kb.index.vocabulary import vocabulary_of

SCHEMA = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT, title_source TEXT, format TEXT, sha256 TEXT, committee TEXT, date TEXT,
    date_inferred INTEGER, status TEXT, access TEXT, case_number TEXT, duplicate_of TEXT, warnings TEXT,
    text TEXT, pages TEXT, blocks TEXT, lines TEXT, items TEXT, attachments TEXT, participations TEXT,
    page_count INTEGER, section_count INTEGER, committee_folded TEXT, collection_folded TEXT
);
CREATE TABLE sections (
    document TEXT, ordinal INTEGER, kind TEXT, heading TEXT, start INTEGER, body_start INTEGER, stop INTEGER,
    committee TEXT, date TEXT, access TEXT, item TEXT, item_at INTEGER, committee_folded TEXT,
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
    quote TEXT, start INTEGER, stop INTEGER, item INTEGER, recommender TEXT, points TEXT, tallies TEXT,
    statements TEXT, participations TEXT, evidence TEXT, committee_folded TEXT, treatment INTEGER,
    rank INTEGER
);
CREATE INDEX decisions_of_document ON decisions (document, start);
CREATE INDEX renditions ON documents (duplicate_of);
CREATE TABLE cases (ordinal INTEGER PRIMARY KEY, record TEXT);
CREATE TABLE case_parts (name TEXT, document TEXT, item INTEGER);
CREATE INDEX parts_of_document ON case_parts (document, name);
CREATE TABLE terms (ordinal INTEGER PRIMARY KEY, record TEXT);
CREATE TABLE tenures (ordinal INTEGER PRIMARY KEY, record TEXT);
CREATE TABLE gaps (
    ordinal INTEGER PRIMARY KEY, document TEXT, collection_folded TEXT, committee_folded TEXT, date TEXT,
    start INTEGER, record TEXT
);
CREATE TABLE unread (path TEXT, code TEXT, message TEXT, remedy TEXT);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID;
"""


def write_catalogue(
    path: Path,
    documents: Sequence[Document],
    chunks: Iterable[tuple[Chunk, str]],
    decisions: Iterable[tuple[Decision, Printing]],
    survey: Survey,
    unread: Iterable[FileProblem],
) -> None:
    """Write the catalogue; with each chunk comes the digest of what was embedded for it.

    With each decision comes the treatment that it prints. Raises OSError or sqlite3.Error.
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
            (
                (*records.decision_row(each), fold_name(each.committee), printed.treatment, printed.rank)
                for each, printed in decisions
            ),
        )
        _write_survey(database, survey)
        _insert(database, "unread", ((each.path, each.code, each.message, each.remedy) for each in unread))
        _insert(database, "vocabulary", sorted(vocabulary_of(documents).items()))
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


def _write_survey(database: sqlite3.Connection, survey: Survey) -> None:
    kinds = (
        ("cases", records.CASE, survey.cases),
        ("terms", records.TERM, survey.terms),
        ("tenures", records.TENURE, survey.tenures),
    )
    for table, adapter, found in kinds:
        _insert(database, table, ((at, records.packed(adapter, each)) for at, each in enumerate(found)))
    _insert(database, "case_parts", (row for case in survey.cases for row in _part_values(case)))
    _insert(database, "gaps", (_gap_values(at, gap) for at, gap in enumerate(survey.gaps)))


def _part_values(case: Case) -> Iterable[Sequence[Any]]:
    """A row for each part of a case under each name that the case goes by."""
    for name in sorted(names_of(case)):
        yield from ((name, part.document, part.item) for part in case.parts)


def _gap_values(at: int, gap: Gap) -> Sequence[Any]:
    return (
        at,
        gap.document,
        collection_of(gap.document).casefold(),
        fold_name(gap.committee),
        gap.date.isoformat() if gap.date else None,
        gap.evidence.start if gap.evidence else None,
        records.packed(records.GAP, gap),
    )
