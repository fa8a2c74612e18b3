"""A folder in BEIR layout: a corpus, questions to it, and grades of which documents answer them.

    corpus.jsonl                      {"_id": "d1", "title": "", "text": "..."}
    queries.jsonl                     {"_id": "q1", "text": "..."}
    qrels.tsv or qrels/test.tsv       query-id, corpus-id and score between tabs, below a header

Source: Thakur et al., BEIR, NeurIPS Datasets and Benchmarks 2021.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kb.errors import UsageError
from kb.strings_da import terminal

CORPUS, QUERIES = "corpus.jsonl", "queries.jsonl"
QRELS = ("qrels.tsv", "qrels/test.tsv")
HEADER = ["query-id", "corpus-id", "score"]
CORPUS_FORM = '{"_id": "…", "title": "…", "text": "…"}'
QUERY_FORM = '{"_id": "…", "text": "…"}'
QRELS_FORM = "query-id ⇥ corpus-id ⇥ score"

Record = TypeVar("Record")
Grades = Mapping[str, Mapping[str, int]]
"""The grade of each judged document, by question."""


class _UnusableError(ValueError):
    """A line that cannot be used; its message says why, in Danish."""


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """A document of the corpus; ``title`` and ``text`` may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BeirSet:
    """The corpus, the judged questions by id in file order, and their grades.

    A question counts as judged when a document has a grade above 0: without one there is nothing to find.
    A document that is judged and not in the corpus counts as one that was not found.
    """

    name: str
    corpus: tuple[CorpusEntry, ...]
    queries: Mapping[str, str]
    grades: Grades


def read_beir(folder: Path) -> BeirSet:
    """The set in ``folder``.

    Raises UsageError where a file is missing or cannot be read, naming the line that cannot be used, where
    the grades name questions that are not there, and where no question is judged.
    """
    qrels = next((folder / name for name in QRELS if (folder / name).is_file()), None)
    missing = [name for name in (CORPUS, QUERIES) if not (folder / name).is_file()]
    missing += [] if qrels else [QRELS[0]]
    if qrels is None or missing:
        raise UsageError("beir_files_missing", path=folder, names=", ".join(missing))
    corpus = tuple(_records(folder / CORPUS, _entry, CORPUS_FORM).values())
    queries = _records(folder / QUERIES, _query, QUERY_FORM)
    grades = _read_grades(qrels)
    unknown = [question for question in grades if question not in queries]
    if unknown:
        raise UsageError("beir_unknown_queries", path=qrels, count=len(unknown), example=unknown[0])
    judged = {name for name, documents in grades.items() if any(grade > 0 for grade in documents.values())}
    if not judged:
        raise UsageError("beir_no_judged", path=qrels)
    asked = {name: text for name, text in queries.items() if name in judged}
    return BeirSet(folder.resolve().name, corpus, asked, {name: grades[name] for name in asked})


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers. Raises UsageError for a file that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("beir_unreadable", path=path, detail=type(error).__name__) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")


def _records(path: Path, parse: Callable[[Mapping[str, object]], Record], form: str) -> dict[str, Record]:
    """What ``parse`` makes of each line, by the line's id in file order. Raises UsageError."""
    found: dict[str, Record] = {}
    for number, line in _lines(path):
        try:
            record = json.loads(line)
            if not isinstance(record, dict):
                raise _UnusableError(terminal.EVAL_NO_OBJECT)
            name = _field(record, "_id")
            if name in found:
                raise _UnusableError(terminal.EVAL_TWICE.format(name=name))
            found[name] = parse(record)
        except ValueError as error:
            detail = terminal.EVAL_NO_OBJECT if isinstance(error, json.JSONDecodeError) else str(error)
            raise UsageError("beir_bad_line", path=path, line=number, detail=detail, form=form) from error
    return found


def _field(record: Mapping[str, object], name: str) -> str:
    """The value of a field as text. Raises _UnusableError where it is missing or blank."""
    value = record.get(name)
    if not isinstance(value, str | int) or not str(value).strip():
        raise _UnusableError(terminal.EVAL_NO_FIELD.format(name=name))
    return str(value)


def _entry(record: Mapping[str, object]) -> CorpusEntry:
    """The document of a line of the corpus. Raises _UnusableError where it has no text field."""
    if not isinstance(record.get("text"), str):
        raise _UnusableError(terminal.EVAL_NO_FIELD.format(name="text"))
    title = record.get("title")
    return CorpusEntry(_field(record, "_id"), str(title or "").strip(), str(record["text"]).strip())


def _query(record: Mapping[str, object]) -> str:
    """The question of a line. Raises _UnusableError where there is nothing to search for."""
    text = _field(record, "text")
    if not any(character.isalnum() for character in text):
        raise _UnusableError(terminal.EVAL_NO_FIELD.format(name="text"))
    return text


def _read_grades(path: Path) -> dict[str, dict[str, int]]:
    """The grades by question and document; of a pair that is judged twice the last. Raises UsageError."""
    grades: dict[str, dict[str, int]] = {}
    for position, (number, line) in enumerate(_lines(path)):
        fields = [field.strip() for field in line.split("\t")]
        if position == 0:
            if fields != HEADER:
                raise _bad_grade(path, number, terminal.EVAL_NO_HEADER)
            continue
        if len(fields) != len(HEADER) or not all(fields) or not re.fullmatch(r"-?\d+", fields[2]):
            raise _bad_grade(path, number, terminal.EVAL_NOT_THREE)
        grades.setdefault(fields[0], {})[fields[1]] = int(fields[2])
    return grades


def _bad_grade(path: Path, number: int, detail: str) -> UsageError:
    """The error for a line of grades that cannot be used."""
    return UsageError("beir_bad_line", path=path, line=number, detail=detail, form=QRELS_FORM)
