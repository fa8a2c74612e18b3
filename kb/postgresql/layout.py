"""The tables of one generation, in a schema of its own.

Its catalogue has the columns that kb/index/schema.py gives it, so that the same SQL asks both. Text compares
by code point, as in SQLite. Beside it lie what a search needs: the embeddings and token codes of the chunks,
the postings of each term, and arrays of a number a chunk.

Every large table has its document in its primary key and no foreign key leaves it, so that Citus can spread
them over several servers by document (:func:`citus_statements`).
"""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cache

from kb.datatypes import Access
from kb.index.manifest import FORMAT as CATALOGUE_FORMAT
from kb.index.schema import INDEXES, SCHEMA
from kb.postgresql.connecting import ROLE

LAYOUT = 1
"""Raised with every change to the tables that are made here."""

FORMAT = CATALOGUE_FORMAT * 1000 + LAYOUT

TEXT = 'text COLLATE "C"'
TYPES = {"TEXT": TEXT, "INTEGER": "bigint"}
CLASS = "class"
CLASSED = ("documents", "sections", "chunks", "embeddings", "decisions", "cases", "terms", "tenures", "gaps")
"""The tables that hold what a text says: each row has an access class, and a reader sees those it may."""

KEYS: Mapping[str, str] = {"documents": "id", "sections": "document, ordinal", "chunks": "document, key"}
LINKS, LINKED_AMONG = 16, 100
"""Neighbours of a node of the graph, and nodes seen to find them."""


@cache
def catalogue_columns() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The columns of each table of a catalogue, each a name with its type in SQLite, in order."""
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(SCHEMA)
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: tuple((row[1], row[2]) for row in database.execute(f"PRAGMA table_info({name})"))
            for name in names
        }
    finally:
        database.close()


def table_statements(schema: str, dimensions: int) -> list[str]:
    """The statements that make the empty tables of a generation."""
    made = [f"CREATE SCHEMA {schema}", f"SET LOCAL search_path = {schema}, kb, public"]
    for table, columns in catalogue_columns().items():
        parts = [f'"{name}" {TYPES[kind]}' for name, kind in columns]
        if table in CLASSED:
            # A chunk comes before its document: its class is set at the end.
            default = f" DEFAULT '{Access.UNKNOWN.value}'" if table == "chunks" else ""
            parts.append(f"{CLASS} {TEXT} NOT NULL{default}")
        if table == "unread":
            parts.append("rowid bigint GENERATED ALWAYS AS IDENTITY")
        if table in KEYS:
            parts.append(f"PRIMARY KEY ({KEYS[table]})")
        made.append(f"CREATE TABLE {table} ({', '.join(parts)})")
    made += [
        f"CREATE TABLE embeddings (document {TEXT} NOT NULL, key bigint NOT NULL,"
        f" embedding halfvec({dimensions}) NOT NULL, tokens bytea NOT NULL,"
        f" {CLASS} {TEXT} NOT NULL DEFAULT '{Access.UNKNOWN.value}', PRIMARY KEY (document, key))",
        # Embeddings lie in the row, which a scan reads one after the other; tokens beside it, as they are.
        "ALTER TABLE embeddings ALTER embedding SET STORAGE PLAIN, ALTER tokens SET STORAGE EXTERNAL",
        f"CREATE TABLE postings (field {TEXT}, term {TEXT}, keys bytea NOT NULL, counts bytea NOT NULL,"
        " PRIMARY KEY (term, field))",
        "ALTER TABLE postings ALTER keys SET STORAGE EXTERNAL, ALTER counts SET STORAGE EXTERNAL",
        f"CREATE TABLE arrays (name {TEXT} PRIMARY KEY, numbers bytea NOT NULL)",
        "ALTER TABLE arrays ALTER numbers SET STORAGE EXTERNAL",
        "CREATE INDEX embeddings_by_key ON embeddings (key)",
        "CREATE INDEX chunks_by_key ON chunks (key)",
    ]
    return made


def closing_statements(schema: str, *, graph: bool) -> list[str]:
    """The statements that make filled tables fit to be read: indexes, classes, and who may see which rows."""
    made = [f"SET LOCAL search_path = {schema}, kb, public", "SET LOCAL maintenance_work_mem = '512MB'"]
    made += [each for each in INDEXES.replace("\n", " ").split(";") if each.strip()]
    made += [
        f"UPDATE {table} t SET {CLASS} = d.{CLASS} FROM documents d"
        f" WHERE t.document = d.id AND t.{CLASS} <> d.{CLASS}"
        for table in ("chunks", "embeddings")
    ]
    if graph:
        made.append(
            "CREATE INDEX graph ON embeddings USING hnsw (embedding halfvec_ip_ops)"
            f" WITH (m = {LINKS}, ef_construction = {LINKED_AMONG})"
        )
    for table in CLASSED:
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY cleared ON {table} FOR SELECT TO {ROLE}"
            # As a set made once a query: a function would be called for every row.
            f" USING ({CLASS} = ANY (ARRAY(SELECT unnest(kb.clearance()))))",
        ]
    made += [
        f"GRANT USAGE ON SCHEMA {schema} TO {ROLE}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {ROLE}",
    ]
    return made


def analyze_statements(schema: str) -> list[str]:
    """The statements that tell the planner what lies in the tables."""
    return [
        f"ANALYZE {schema}.{table}"
        for table in ("documents", "sections", "chunks", "embeddings", "decisions")
    ]


def digest_queries(schema: str) -> Mapping[str, str]:
    """The query that gives the digest of each table, in whatever order its rows lie."""
    told = {
        "embeddings": "int8send(t.key) || halfvec_send(t.embedding) || t.tokens"
        f" || convert_to(t.{CLASS}, 'UTF8')",
        "postings": "convert_to(t.field || t.term, 'UTF8') || t.keys || t.counts",
        "arrays": "convert_to(t.name, 'UTF8') || t.numbers",
    }
    tables = (*catalogue_columns(), *told)
    return {
        table: "SELECT count(*) || ':' || coalesce(sum(('x' || substr(md5("
        f"{told.get(table, 't::text')}), 1, 15))::bit(60)::bigint), 0) FROM {schema}.{table} t"
        for table in tables
    }


def citus_statements(schema: str) -> list[str]:
    """The statements that spread the empty tables of a generation over the servers of a Citus cluster.

    By document, those that belong together on one server; the postings by term; what is small on every one.
    Not run by this program or its tests: the PostgreSQL that these use has no Citus.
    """
    by = {"documents": "id", "sections": "document", "chunks": "document", "embeddings": "document"}
    by["decisions"] = "document"
    made = [
        f"SELECT create_distributed_table('{schema}.{table}', '{column}'"
        + (f", colocate_with => '{schema}.documents')" if table != "documents" else ")")
        for table, column in by.items()
    ]
    made.append(f"SELECT create_distributed_table('{schema}.postings', 'term', colocate_with => 'none')")
    everywhere = [*(table for table in catalogue_columns() if table not in by), "arrays"]
    return made + [f"SELECT create_reference_table('{schema}.{table}')" for table in everywhere]
