"""Tests of kb.danish."""
