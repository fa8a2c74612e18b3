"""Questions with known answers, one JSON object a line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from kb.errors import UsageError


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """A question, the documents (path prefixes) that answer it and a pattern the answer must contain.

    An unanswerable question has no documents. ``kind`` and ``split`` only group the results.
    """

    question: str
    documents: tuple[str, ...]
    must: re.Pattern[str] | None
    unanswerable: bool
    kind: str = ""
    split: str = ""


def read_questions(path: Path) -> tuple[EvalQuestion, ...]:
    """The questions of a JSON Lines file in file order; blank lines are ignored.

    Raises UsageError naming the line that cannot be used, or the file that cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("bad_questions_file", path=path, detail=type(error).__name__) from error
    questions = tuple(_parse(line, path, number) for number, line in enumerate(lines, 1) if line.strip())
    if not questions:
        raise UsageError("bad_questions_file", path=path, detail="tom")
    return questions


def _parse(line: str, path: Path, number: int) -> EvalQuestion:
    """The question on one line."""
    try:
        record = json.loads(line)
        unanswerable = bool(record.get("unanswerable", False))
        documents = tuple(str(prefix) for prefix in record.get("docs", ()))
        if not unanswerable and not documents:
            raise ValueError("docs")
        must = re.compile(record["must"], re.IGNORECASE) if record.get("must") else None
        return EvalQuestion(
            question=str(record["q"]),
            documents=documents,
            must=must,
            unanswerable=unanswerable,
            kind=str(record.get("kind", "")),
            split=str(record.get("split", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        raise UsageError("bad_question", path=path, line=number, detail=str(error)) from error
