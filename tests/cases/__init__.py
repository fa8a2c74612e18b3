"""Tests of kb.cases."""
