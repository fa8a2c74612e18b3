"""Answers made of verbatim quotes."""
