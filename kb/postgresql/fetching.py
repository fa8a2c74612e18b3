"""The postings of a generation in a database, brought to this machine as a lexical index of files."""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

from pathlib import Path

import numpy as np

from kb.index.lexical import (
    COUNTS_FILE,
    KEYS_FILE,
    LENGTHS_FILE,
    STARTS_FILE,
    TERMS_FILE,
    LexicalIndex,
)
from kb.postgresql.connecting import Connection

AT_ONCE = 10_000


def fetched_lexical(connection: Connection, schema: str, field: str, folder: Path) -> LexicalIndex:
    """The index of one lexical field, its files in ``folder``. Raises psycopg.Error and OSError."""
    folder.mkdir(parents=True)
    ends, terms = [0], []
    total = connection.execute(
        f"SELECT coalesce(sum(length(counts)), 0) FROM {schema}.postings WHERE field = %s".encode(), (field,)
    ).fetchone()
    size = int(total[0]) if total else 0
    keys, counts = np.empty(size, np.int32), np.empty(size, np.uint8)
    with connection.cursor(f"postings_{field}", binary=True) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(
            f"SELECT term, keys, counts FROM {schema}.postings WHERE field = %s ORDER BY term".encode(),
            (field,),
        )
        for term, some_keys, some_counts in cursor:
            end = ends[-1] + len(some_counts)
            keys[ends[-1] : end] = np.frombuffer(some_keys, "<i4")
            counts[ends[-1] : end] = np.frombuffer(some_counts, np.uint8)
            terms.append(term)
            ends.append(end)
    row = connection.execute(
        f"SELECT numbers FROM {schema}.arrays WHERE name = %s".encode(), (field,)
    ).fetchone()
    keys.tofile(folder / KEYS_FILE)
    counts.tofile(folder / COUNTS_FILE)
    np.save(folder / STARTS_FILE, np.array(ends, np.int64))
    np.save(folder / LENGTHS_FILE, np.frombuffer(row[0] if row else b"", "<i4").astype(np.int32))
    (folder / TERMS_FILE).write_bytes("\n".join(terms).encode())
    return LexicalIndex(folder)
