"""Tests of kb/exploring."""
