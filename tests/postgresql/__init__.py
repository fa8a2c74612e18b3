"""Tests of the index in PostgreSQL, against real servers."""
