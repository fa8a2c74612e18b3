"""What a database holds beside the generations, brought up to date step by step. A step is never changed."""

from __future__ import annotations

from kb.datatypes import Access
from kb.errors import IndexStateError
from kb.postgresql.connecting import ROLE, Connection

LOCK = 7_164_001
"""Of the advisory locks of this program: what migrates, and with 1 more what builds."""

FOR_EVERYONE = ",".join((Access.OPEN.value, Access.UNKNOWN.value))

MIGRATIONS = (
    f"""
    CREATE EXTENSION IF NOT EXISTS vector;
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
            CREATE ROLE {ROLE} NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END $$;
    DO $$ BEGIN
        IF NOT pg_has_role(current_user, '{ROLE}', 'SET') THEN
            GRANT {ROLE} TO CURRENT_USER;
        END IF;
    END $$;
    CREATE TABLE kb.generations (
        number bigint PRIMARY KEY,
        name text COLLATE "C" UNIQUE,
        state text NOT NULL CHECK (state IN ('draft', 'whole')),
        graph boolean NOT NULL DEFAULT false,
        manifest jsonb
    );
    CREATE TABLE kb.current (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        number bigint NOT NULL
    );
    CREATE FUNCTION kb.clearance() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT string_to_array(
            coalesce(nullif(current_setting('kb.clearance', true), ''), '{FOR_EVERYONE}'), ',')
    $$;
    CREATE FUNCTION kb.json_extract(document text, path text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT jsonb_path_query_first(document::jsonb, path::jsonpath) #>> '{{}}'
    $$;
    GRANT USAGE ON SCHEMA kb TO {ROLE};
    GRANT SELECT ON kb.migrations, kb.generations, kb.current TO {ROLE};
    """,
)
VERSION = len(MIGRATIONS)


def migrate(connection: Connection, place: str) -> None:
    """Nothing, once the database is of this program's version: what is missing is added, in one transaction.

    Raises IndexStateError where a newer program has been there, psycopg.Error where it may not be changed.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        connection.execute("CREATE SCHEMA IF NOT EXISTS kb")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS kb.migrations ("
            " version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())"
        )
        row = connection.execute("SELECT coalesce(max(version), 0) FROM kb.migrations").fetchone()
        found = int(row[0]) if row else 0
        refuse_newer(found, place)
        for version, step in enumerate(MIGRATIONS[found:], start=found + 1):
            connection.execute(step.encode())
            connection.execute("INSERT INTO kb.migrations (version) VALUES (%s)", (version,))


def refuse_newer(found: int, place: str) -> None:
    """Nothing. Raises IndexStateError where the database is of a newer version than the program."""
    if found > VERSION:
        raise IndexStateError("database_newer", path=place, found=found, expected=VERSION)
