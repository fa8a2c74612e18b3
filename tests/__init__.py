"""Tests, benchmarks and the sources of the sample collection."""
