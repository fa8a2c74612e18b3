"""Benchmarks: run by hand, results kept in benchmarks/."""
