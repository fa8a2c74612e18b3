"""Tests of kb.generation."""
