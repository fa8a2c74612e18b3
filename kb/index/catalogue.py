"""The catalogue of a generation: documents, sections, chunks, decisions and the survey, asked in SQL.

The SQL is what SQLite and PostgreSQL have in common: the same questions are put to a file and to a server.
"""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from kb.datatypes import (
    Case,
    Chunk,
    Date,
    Decision,
    Document,
    DocumentSummary,
    Facets,
    FieldCorrection,
    FileProblem,
    Filter,
    Gap,
    Place,
    SectionKind,
    Stated,
    Status,
    Tenure,
    Term,
)
from kb.index import records
from kb.index.filtering import decision_condition, gap_condition, section_condition
from kb.index.sight import Seen, Sight

Value = TypeVar("Value")
Rows = Callable[[str, Sequence[object]], list[Any]]
"""Gives the rows of a query with a ``?`` for each of the values, as tuples. Safe to call from any thread."""

MOST_PLACEHOLDERS = 500
"""In one query: old builds of SQLite allow 999."""

RENDITION = "coalesce(d.duplicate_of, d.id), d.id"
IS_ORIGINAL = "coalesce(d.duplicate_of, '') = ''"
"""Not IS NULL: most documents are originals, and going by an index to nearly all of them is a detour."""

# CROSS JOIN has SQLite go through documents, sections and chunks in this order, each by its index: a filter
# leaves out whole documents and sections before a chunk is looked at.
CHUNKS_IN_SECTIONS = (
    "FROM documents d CROSS JOIN sections s CROSS JOIN chunks c"
    " WHERE s.document = d.id AND c.document = s.document AND c.section = s.ordinal"
)
ORIGINALS_FIRST = "d.duplicate_of IS NOT NULL"

# In two halves, each of which has an index: every hit of a search asks for its renditions.
RENDITIONS_OF = """
WITH original AS (SELECT coalesce(duplicate_of, id) AS id FROM documents WHERE id = ?)
SELECT d.id FROM original o JOIN documents d ON d.id = o.id WHERE d.duplicate_of IS NULL
UNION SELECT d.id FROM original o JOIN documents d ON d.duplicate_of = o.id ORDER BY 1
"""


class Catalogue:
    """A catalogue whose tables are asked through ``rows``. Safe to use from several threads."""

    def __init__(self, rows: Rows) -> None:
        self._ask = rows

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        return self._ask(sql, values)

    def count(self) -> int:
        """How many chunks there are."""
        return int(self._rows("SELECT count(*) FROM chunks")[0][0])

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

    def facts_of(self, document_id: str) -> str | None:
        """The record of what a build found in a document, or None where there is none of that id."""
        rows = self._rows("SELECT facts FROM documents WHERE id = ?", (document_id,))
        return str(rows[0][0]) if rows else None

    def checksums(self) -> dict[str, str]:
        """sha256 of each document's file, by document id."""
        return dict(self._rows("SELECT id, sha256 FROM documents"))

    def corrected(self) -> dict[str, tuple[FieldCorrection, ...]]:
        """What editors corrected, by document id, of the documents where they did."""
        rows = self._rows("SELECT id, corrected FROM documents WHERE corrected <> '[]'")
        return {row[0]: records.CORRECTIONS.validate_json(row[1]) for row in rows}

    def stated(self) -> dict[str, Stated]:
        """What the systems that documents come from state of them, by document id, where they do."""
        rows = self._rows("SELECT id, stated FROM documents WHERE stated <> 'null'")
        return {row[0]: records.STATED.validate_json(row[1]) for row in rows}

    def keys_by_digest(self, digests: Sequence[str]) -> dict[str, int]:
        """The least key of a chunk by the digest of what was embedded for it, for those that are there."""
        found: dict[str, int] = {}
        for part in _parts(sorted(set(digests))):
            marks = ", ".join("?" * len(part))
            found.update(
                self._rows(
                    f"SELECT digest, min(key) FROM chunks WHERE digest IN ({marks}) GROUP BY digest", part
                )
            )
        return found

    def chunks(self, keys: Sequence[int]) -> tuple[Chunk, ...]:
        """The chunks with these keys, in the order given. Raises KeyError for an unknown key."""
        found: dict[int, Chunk] = {}
        for part in _parts(sorted({int(key) for key in keys})):
            rows = self._rows(
                f"SELECT {records.CHUNK_COLUMNS} FROM chunks WHERE key IN ({', '.join('?' * len(part))})",
                part,
            )
            found.update((row[0], records.chunk_of(row)) for row in rows)
        return tuple(found[int(key)] for key in keys)

    def places(self, keys: Sequence[int]) -> tuple[Place, ...]:
        """Where the chunks with these keys stand, in the order given. Raises KeyError for an unknown key."""
        found: dict[int, Place] = {}
        for part in _parts(sorted({int(key) for key in keys})):
            rows = self._rows(
                "SELECT c.key, c.document, s.item FROM chunks c JOIN sections s ON s.document = c.document"
                f" AND s.ordinal = c.section WHERE c.key IN ({', '.join('?' * len(part))})",
                part,
            )
            found.update((row[0], Place(row[1], row[2])) for row in rows)
        return tuple(found[int(key)] for key in keys)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """A document's chunks in reading order; empty for an unknown document."""
        rows = self._rows(
            f"SELECT {records.CHUNK_COLUMNS} FROM chunks WHERE document = ? ORDER BY ordinal",
            (document_id,),
        )
        return tuple(records.chunk_of(row) for row in rows)

    def kept_chunks(self, document_id: str) -> list[records.Row]:
        """A document's rows of KEPT_CHUNK_COLUMNS in reading order; empty for an unknown document."""
        return self._rows(
            f"SELECT {records.KEPT_CHUNK_COLUMNS} FROM chunks WHERE document = ? ORDER BY ordinal",
            (document_id,),
        )

    def allowed_keys(self, where: Filter) -> list[int]:
        """The keys of the chunks that ``where`` allows; of documents with the same text only one's."""
        condition = section_condition(where)
        found = f"{CHUNKS_IN_SECTIONS} AND {condition.sql}"
        originals = self._rows(f"SELECT c.key {found} AND {IS_ORIGINAL}", condition.values)
        keys = [row[0] for row in originals]
        copies = self._rows(
            f"SELECT d.duplicate_of, d.id, c.key {found} AND d.duplicate_of IS NOT NULL ORDER BY d.id, c.key",
            condition.values,
        )
        if copies:
            copied = "d.id IN (SELECT duplicate_of FROM documents WHERE duplicate_of IS NOT NULL)"
            there = self._rows(f"SELECT DISTINCT d.id {found} AND {copied}", condition.values)
            standing = {row[0] for row in there}
            keys += [row[2] for row in _one_rendition(copies) if row[0] not in standing]
        return keys

    def summaries(self, where: Filter) -> tuple[DocumentSummary, ...]:
        """The documents of which ``where`` allows any section, duplicates too, by id."""
        condition = section_condition(where)
        rows = self._rows(
            f"SELECT {records.SUMMARY_COLUMNS} FROM documents WHERE id IN (SELECT d.id FROM documents d"
            f" JOIN sections s ON s.document = d.id WHERE {condition.sql}) ORDER BY id",
            condition.values,
        )
        return tuple(records.summary_of(row) for row in rows)

    def document_count(self, where: Filter) -> int:
        """How many documents ``where`` allows any section of, duplicates too."""
        condition = section_condition(where)
        rows = self._rows(
            "SELECT count(DISTINCT d.id) FROM documents d JOIN sections s ON s.document = d.id"
            f" WHERE {condition.sql}",
            condition.values,
        )
        return int(rows[0][0])

    def decisions(self, where: Filter) -> tuple[Decision, ...]:
        """The decisions that ``where`` allows, by document and place.

        Of equal documents only one's, and of a treatment that several papers print only the nearest paper's;
        its effect is the one that ``where`` asks for, so that the outcomes of all rows add up.
        """
        condition = decision_condition(where)
        rows = _one_rendition(self._decision_rows(condition.sql, condition.values, ORIGINALS_FIRST))
        nearest: dict[int, Any] = {}
        for row in sorted(rows, key=lambda row: row[3]):
            nearest.setdefault(row[2], row)
        found = (records.decision_of(row[4:]) for row in nearest.values())
        return tuple(
            sorted(
                (each for each in found if not where.outcomes or each.effect in where.outcomes),
                key=lambda decision: (decision.document, decision.start),
            )
        )

    def decisions_of(self, document_id: str) -> tuple[Decision, ...]:
        """A document's decisions in reading order."""
        rows = self._decision_rows("d.id = ?", (document_id,), "d.id")
        return tuple(records.decision_of(row[4:]) for row in rows)

    def _decision_rows(self, sql: str, values: Sequence[str], order: str) -> list[Any]:
        columns = ", ".join(f"r.{name.strip()}" for name in records.DECISION_COLUMNS.split(","))
        return self._rows(
            f"SELECT {RENDITION}, r.treatment, r.rank, {columns} FROM decisions r"
            " JOIN documents d ON d.id = r.document"
            " JOIN sections s ON s.document = r.document AND s.start <= r.start AND r.start < s.stop"
            f" WHERE {sql} ORDER BY {order}, r.document, r.start",
            values,
        )

    def cases(self) -> tuple[Case, ...]:
        """Every case, in order of the build."""
        rows = self._rows("SELECT record FROM cases ORDER BY ordinal")
        return tuple(records.CASE.validate_json(row[0]) for row in rows)

    def terms(self) -> tuple[Term, ...]:
        """Every term, in order of the build."""
        rows = self._rows("SELECT record FROM terms ORDER BY ordinal")
        return tuple(records.TERM.validate_json(row[0]) for row in rows)

    def tenures(self) -> tuple[Tenure, ...]:
        """Every role that a person is named in, in order of the build."""
        rows = self._rows("SELECT record FROM tenures ORDER BY ordinal")
        return tuple(records.TENURE.validate_json(row[0]) for row in rows)

    def gaps(self, where: Filter) -> tuple[Gap, ...]:
        """The gaps that ``where`` allows, in order of the build."""
        condition = gap_condition(where)
        rows = self._rows(
            "SELECT g.record FROM gaps g LEFT JOIN documents d ON d.id = g.document"
            " LEFT JOIN sections s ON s.document = g.document AND s.start <= g.start AND g.start < s.stop"
            f" WHERE {condition.sql} ORDER BY g.ordinal",
            condition.values,
        )
        return tuple(records.GAP.validate_json(row[0]) for row in rows)

    def sight(self, where: Filter) -> Sight:
        """The sections that ``where`` allows, of every rendition."""
        condition = section_condition(where)
        rows = self._rows(
            "SELECT d.id, s.start, s.stop, s.kind, s.item_at, coalesce(s.date, d.date),"
            " d.title, s.item,"
            " coalesce(json_extract(d.items, '$[' || s.item_at || '].case_number'), d.case_number)"
            " FROM documents d JOIN sections s ON s.document = d.id"
            f" WHERE {condition.sql} ORDER BY d.id, s.ordinal",
            condition.values,
        )
        sections: dict[str, list[Seen]] = {}
        for document, start, stop, kind, item, date, *names in rows:
            day = Date.fromisoformat(date) if date else None
            seen = Seen(start, stop, SectionKind(kind), item, day, *names)
            sections.setdefault(document, []).append(seen)
        return Sight({document: tuple(found) for document, found in sections.items()})

    def unread(self) -> tuple[FileProblem, ...]:
        """The files of the build that could not be read, in its order."""
        rows = self._rows("SELECT path, code, message, remedy FROM unread ORDER BY rowid")
        return tuple(FileProblem(*row) for row in rows)

    def vocabulary(self) -> dict[str, int]:
        """In how many documents each word of the open texts stands."""
        return dict(self._rows("SELECT word, documents FROM vocabulary"))

    def renditions(self, document_id: str) -> tuple[str, ...]:
        """The ids of the other documents with the same text, sorted."""
        rows = self._rows(RENDITIONS_OF, (document_id,))
        return tuple(row[0] for row in rows if row[0] != document_id)

    def facets(self) -> Facets:
        """The values that occur in the generation: committees by name, years newest first."""
        committees = self._rows(
            "SELECT min(committee) FROM (SELECT committee, committee_folded FROM documents"
            " UNION ALL SELECT committee, committee_folded FROM sections) AS named"
            " WHERE committee <> '' GROUP BY committee_folded"
        )
        years = self._rows(
            "SELECT DISTINCT substr(date, 1, 4)"
            " FROM (SELECT date FROM documents UNION SELECT date FROM sections) AS dated"
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


def _parts(values: Sequence[Value]) -> Iterable[Sequence[Value]]:
    """The values in parts of as many as a query may have placeholders."""
    return (values[at : at + MOST_PLACEHOLDERS] for at in range(0, len(values), MOST_PLACEHOLDERS))


def _one_rendition(rows: Iterable[Any]) -> Iterable[Any]:
    """The rows (text, document, ...) of the first document seen for each text."""
    chosen: dict[str, str] = {}
    return (row for row in rows if chosen.setdefault(row[0], row[1]) == row[1])
