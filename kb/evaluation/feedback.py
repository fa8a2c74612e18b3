"""What people said of answers, as questions that »kb eval« asks again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from kb.state.feedback import Feedback


@dataclass(frozen=True, slots=True)
class Exported:
    """Questions with known answers, one JSON object a line, and how many a person has to look at first."""

    lines: tuple[str, ...]
    left_out: int

    @property
    def text(self) -> str:
        """The lines as a file."""
        return "".join(f"{line}\n" for line in self.lines)


def questions_of(found: Sequence[Feedback]) -> Exported:
    """Each question of which it is known what answers it, or that nothing does, once, oldest first.

    Known is what somebody found useful. Left out are questions that anybody found no use in the answer of,
    that were asked under a filter (»kb eval« asks without), or that were answered at one time and not at
    another.
    """
    by_question: dict[str, list[Feedback]] = {}
    for each in sorted(found, key=lambda each: each.number):
        by_question.setdefault(" ".join(each.asked.question.split()).casefold(), []).append(each)
    lines = [line for each in by_question.values() if (line := _line(each))]
    return Exported(tuple(lines), len(by_question) - len(lines))


def _line(same: Sequence[Feedback]) -> str | None:
    """The line of feedback on one question; None where it takes a person to tell."""
    sure = all(each.verdict.useful and not each.asked.filters for each in same)
    if not sure or len({each.asked.abstained for each in same}) > 1:
        return None
    question = same[0].asked.question
    if same[0].asked.abstained:
        return _json({"q": question, "unanswerable": True})
    documents = dict.fromkeys(cited.document for each in same for cited in each.asked.cited)
    return _json({"q": question, "docs": list(documents)}) if documents else None


def _json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False)
