"""The index in PostgreSQL with pgvector. Raises SettingsError where the driver is not installed."""

from __future__ import annotations

from kb.errors import SettingsError

try:
    import pgvector  # noqa: F401
    import psycopg  # noqa: F401
except ImportError as error:
    raise SettingsError("no_psycopg") from error
