"""Measures the parser against hand-checked documents: python -m tests.benchmarks.parsing [--misses].

Writes benchmarks/parsing.md and benchmarks/parsing.json. The truth stands in tests/golden; documents of the
shared material are left out where it does not lie beside the checkout, and the report says so. The rules of
the parser were worked out on papers of these kinds, so expect more errors on others.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from kb.cases import parse_document
from kb.cases.decisions import decisions_of
from kb.readers import read_file
from tests.benchmarks.output import write_results
from tests.golden.compare import FIELDS, Finding, as_line, compare
from tests.golden.truth import Truth, all_truths, parse, truths

REPEATS = 5


@dataclass(frozen=True)
class Score:
    """How often a field was right, missed and wrong; None where there is nothing to divide by."""

    field: str
    right: int
    missed: int
    wrong: int

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """The share of what is there that was found."""
        there = self.right + self.missed
        return self.right / there if there else None


def scores(findings: Sequence[Finding]) -> list[Score]:
    """One score for each field that occurs, in the order of the fields."""
    found = []
    for field in FIELDS:
        mine = [finding for finding in findings if finding.field == field]
        if mine:
            right = sum(finding.right for finding in mine)
            missed = sum(not finding.right and finding.expected is not None for finding in mine)
            wrong = sum(not finding.right and finding.found is not None for finding in mine)
            found.append(Score(field, right, missed, wrong))
    return found


def milliseconds_a_page(measured: Sequence[Truth]) -> float:
    """The mean time that parsing and reading the decisions takes for a page, best of five runs."""
    extractions = [(truth.path.name, read_file(truth.path)) for truth in measured]
    pages = sum(len(extraction.pages) for _, extraction in extractions)
    runs = []
    for _ in range(REPEATS):
        start = time.process_time()
        for name, extraction in extractions:
            decisions_of(parse_document(name, extraction, "0" * 64))
        runs.append(time.process_time() - start)
    return 1000 * min(runs) / pages


def table(of_all: Sequence[Score]) -> str:
    """The scores as a Markdown table."""
    lines = ["| field | right | missed | wrong | precision % | recall % |", "|---|---|---|---|---|---|"]
    for score in of_all:
        lines.append(
            f"| {score.field} | {score.right} | {score.missed} | {score.wrong} "
            f"| {_percent(score.precision)} | {_percent(score.recall)} |"
        )
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}"


def main() -> None:
    """Compares every document with its truth, prints and writes the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list the misses by field as well")
    parser.add_argument("--only", default="", help="only documents whose name begins so; writes nothing")
    arguments = parser.parse_args()
    everything, at_hand = all_truths(), truths()
    at_hand = [truth for truth in at_hand if truth.name.startswith(arguments.only)]
    if not at_hand:
        sys.exit(f"No hand-checked document at hand has a name that begins with {arguments.only!r}.")
    findings = [finding for truth in at_hand for finding in compare(truth, parse(truth))]
    misses = [finding for finding in findings if not finding.right]
    spent = milliseconds_a_page(at_hand)
    of_all = scores(findings)
    whole = sum(not any(miss.document == truth.name for miss in misses) for truth in at_hand)
    lines = [
        f"{len(at_hand)} documents, {whole} of them right in every field; {spent:.2f} ms a page.",
        "",
        table(of_all),
        "",
        f"Misses: {len(misses)}.",
        "",
        *(f"- {as_line(miss)}" for miss in misses),
    ]
    if len(at_hand) < len(everything) and not arguments.only:
        absent = len(everything) - len(at_hand)
        lines.insert(0, f"Without the shared material: {absent} documents were not read.\n")
    if arguments.misses:
        misses.sort(key=lambda miss: (FIELDS.index(miss.field), miss.document))
        lines += ["", "By field:", "", *(f"- {miss.field}: {as_line(miss)}" for miss in misses)]
    if arguments.only:
        sys.stdout.write("\n".join(lines) + "\n")
        return
    write_results(
        "parsing",
        "\n".join(lines),
        {
            "documents": len(at_hand),
            "whole": whole,
            "milliseconds_a_page": round(spent, 3),
            "mean_recall": round(statistics.mean(s.recall for s in of_all if s.recall is not None), 4),
            "fields": {
                score.field: asdict(score) | {"precision": score.precision, "recall": score.recall}
                for score in of_all
            },
            "misses": [asdict(miss) for miss in misses],
        },
    )


if __name__ == "__main__":
    main()
