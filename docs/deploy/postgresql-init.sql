-- Run once, when the database is made. See docs/postgresql.md for roles that are parted.
CREATE EXTENSION IF NOT EXISTS vector;
CREATE ROLE kb_reader NOLOGIN;
GRANT kb_reader TO kb;
