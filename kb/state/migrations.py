"""The tables of the state database, brought up to date step by step. A step is never changed."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # AUTOINCREMENT: the number of a row that was deleted is never given to another.
        """
        CREATE TABLE corrections (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            document TEXT NOT NULL, field TEXT NOT NULL, read TEXT, value TEXT,
            undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
            made TEXT NOT NULL, user TEXT
        ) STRICT
        """,
        "CREATE INDEX corrections_of_field ON corrections (document, field, number)",
        """
        CREATE TABLE feedback (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            made TEXT NOT NULL, user TEXT,
            question TEXT NOT NULL, filters TEXT NOT NULL, generation TEXT NOT NULL, method TEXT NOT NULL,
            abstained INTEGER NOT NULL CHECK (abstained IN (0, 1)), cited TEXT NOT NULL,
            useful INTEGER NOT NULL CHECK (useful IN (0, 1)), reason TEXT, comment TEXT NOT NULL,
            handled TEXT, handled_by TEXT
        ) STRICT
        """,
    ),
    (
        """
        CREATE TABLE api_keys (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL, role TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
            made TEXT NOT NULL, revoked TEXT
        ) STRICT
        """,
        "CREATE UNIQUE INDEX api_keys_in_use ON api_keys (name) WHERE revoked IS NULL",
    ),
    (
        # What is to be forgotten is known by its keyed digests alone (kb/wordprints.py).
        """
        CREATE TABLE forgotten (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            made TEXT NOT NULL, user TEXT, prints TEXT NOT NULL, undone TEXT, undone_by TEXT
        ) STRICT
        """,
        "CREATE TABLE keys_of_digests (name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT",
    ),
    (
        # Rows are only ever added at the end, cut at the start, and relieved of user and subject.
        """
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY, made TEXT NOT NULL, action TEXT NOT NULL, user TEXT, subject TEXT,
            generation TEXT, detail TEXT NOT NULL, salt TEXT, seal TEXT NOT NULL, hash TEXT NOT NULL
        ) STRICT
        """,
        # The row before the first one that is kept, and the last one.
        "CREATE TABLE audit_ends (name TEXT PRIMARY KEY, number INTEGER NOT NULL, hash TEXT NOT NULL) STRICT",
    ),
    # What may be read with a key, and by who asked. A key only reads: its role says nothing any more.
    (
        "ALTER TABLE api_keys ADD COLUMN clearance TEXT NOT NULL DEFAULT 'offentlig'",
        "ALTER TABLE feedback ADD COLUMN clearance TEXT NOT NULL DEFAULT 'offentlig'",
    ),
    (
        # What people follow, and where what was found stands: the words of documents are never kept here.
        """
        CREATE TABLE follows (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            made TEXT NOT NULL, owner TEXT, clearance TEXT NOT NULL, kind TEXT NOT NULL,
            question TEXT NOT NULL, filters TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
            mail INTEGER NOT NULL CHECK (mail IN (0, 1)), muted TEXT, looked INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE follow_news (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            follow INTEGER NOT NULL, made TEXT NOT NULL, document TEXT NOT NULL, checksum TEXT NOT NULL,
            start INTEGER NOT NULL, end INTEGER NOT NULL, digest TEXT NOT NULL,
            changed INTEGER NOT NULL CHECK (changed IN (0, 1)), mailed TEXT
        ) STRICT
        """,
        "CREATE UNIQUE INDEX follow_news_once ON follow_news (follow, document, digest)",
        # Keyed digests of what each index held, and in which look it was met first.
        """
        CREATE TABLE follow_known (
            edition TEXT NOT NULL, digest TEXT NOT NULL, look INTEGER NOT NULL,
            PRIMARY KEY (edition, digest)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE follow_stops (
            number INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, owner TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE
        ) STRICT
        """,
    ),
)
VERSION = len(MIGRATIONS)
