"""Tests of fetching from websites."""
