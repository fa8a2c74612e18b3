"""One measurement from end to end: questions or a BEIR set in, all that is reported of it out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kb.evaluation.beir import BeirSet, read_beir
from kb.evaluation.questions import EvalQuestion, read_questions
from kb.evaluation.rankings import judge_rankings
from kb.evaluation.run import Outcome, evaluate, grouped, judged, outcome_json, summary
from kb.evaluation.runs import (
    NEITHER_IS_BETTER,
    Judged,
    Run,
    compare_runs,
    intervals_of,
    load_run,
    made_of,
    mean_of,
    metric_names,
    question_ids,
    same_questions,
)
from kb.evaluation.significance import Comparison, Interval
from kb.progress import Progress, Silence
from kb.strings_da import terminal

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.knowledge import KnowledgeBase
    from kb.settings import Settings

Metrics = Mapping[str, float | int]
NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Measured:
    """A run with what is reported of it; ``misses`` are outcomes of questions with answers, else empty.

    ``comparison`` has a comparison for each metric, and ``baseline`` the name of the run compared with, where
    there is one.
    """

    run: Run
    metrics: Metrics
    intervals: Mapping[str, Interval]
    groups: Mapping[str, Metrics] = field(default_factory=dict)
    misses: tuple[Outcome, ...] = ()
    baseline: str | None = None
    comparison: Mapping[str, Comparison] = field(default_factory=dict)


def measure(path: Path, settings: Settings, progress: Progress, baseline: Path | None = None) -> Measured:
    """The measurement of a file of questions on the index of ``settings``, or of a folder in BEIR layout.

    Compared with the run saved in ``baseline``, which must be of the same questions; that is seen to before
    anything is measured. Raises UsageError, and what opening or building an index and loading a model raise.
    """
    before = load_run(baseline) if baseline else None
    if path.is_dir():
        beir = read_beir(path)
        if before and baseline:
            same_questions(beir.queries, before, baseline)
        measured = measure_beir(beir, settings, _encoder(settings, progress), progress)
    else:
        questions = read_questions(path)
        if before and baseline:
            same_questions(question_ids(each.question for each in questions), before, baseline)
        measured = measure_questions(path.stem, questions, _knowledge(settings), progress)
    return with_baseline(measured, before) if before else measured


def _encoder(settings: Settings, progress: Progress) -> Encoder:
    """The model that the settings name."""
    from kb.embedding import load_encoder

    progress.stage("model", 1)
    encoder = load_encoder(settings)
    progress.advance(1)
    return encoder


def _knowledge(settings: Settings) -> KnowledgeBase:
    """The knowledge base that the settings name."""
    from kb.knowledge import open_knowledge

    return open_knowledge(settings=settings)


def measure_questions(
    name: str,
    questions: Sequence[EvalQuestion],
    knowledge: KnowledgeBase,
    progress: Progress | None = None,
) -> Measured:
    """The measurement of questions with known answers, as a run of this name."""
    progress = progress or Silence()
    progress.stage(terminal.STAGE_EVAL, len(questions))
    outcomes = evaluate(knowledge, questions, lambda: progress.advance(1))
    run = Run(name, "qa", made_of(knowledge.manifest), judged(outcomes))
    return Measured(
        run=run,
        metrics=summary(outcomes),
        intervals=intervals_of(run.questions),
        groups=grouped(outcomes),
        misses=tuple(outcome for outcome in outcomes if not outcome.correct),
    )


def measure_beir(
    beir: BeirSet, settings: Settings, encoder: Encoder, progress: Progress | None = None
) -> Measured:
    """The measurement of a BEIR set, indexed apart with these settings and this model."""
    from kb.evaluation.corpus import rank_beir

    ranked = rank_beir(beir, settings, encoder, progress)
    scores = judge_rankings(ranked.rankings, beir.grades)
    questions = tuple(Judged(name, found.by_name()) for name, found in scores.items())
    made = made_of(ranked.manifest)
    return Measured(
        run=Run(beir.name, "beir", made, questions),
        metrics={
            "questions": len(questions),
            "documents": made.documents,
            "unindexed": len(beir.corpus) - made.documents,
            **{name: mean_of(questions, name) for name in metric_names(questions)},
        },
        intervals=intervals_of(questions),
    )


def with_baseline(measured: Measured, before: Run) -> Measured:
    """The measurement compared with an earlier run. Raises ValueError where that is of other questions."""
    return dataclasses.replace(measured, baseline=before.name, comparison=compare_runs(measured.run, before))


def measured_json(measured: Measured) -> Mapping[str, object]:
    """The measurement as JSON; "comparison" is there only where it was compared with a run."""
    misses: list[Mapping[str, object]] = [outcome_json(each) for each in measured.misses]
    if measured.run.kind == "beir":
        unfound = [each.id for each in measured.run.questions if each.values["mrr@10"] == 0.0]
        misses = [{"question": name, "verdict": NOT_FOUND} for name in unfound]
    record: dict[str, object] = {
        "metrics": dict(measured.metrics),
        "intervals": {name: list(interval) for name, interval in measured.intervals.items()},
        "groups": {name: dict(metrics) for name, metrics in measured.groups.items()},
        "misses": misses,
    }
    if measured.baseline is not None:
        record["comparison"] = {
            name: _comparison_json(name, found) for name, found in measured.comparison.items()
        }
    return record


def _comparison_json(name: str, found: Comparison) -> Mapping[str, object]:
    """A comparison as JSON; wins and losses are null where neither more nor less is better."""
    judges = name not in NEITHER_IS_BETTER
    return {
        "value": found.first,
        "baseline": found.second,
        "difference": found.difference,
        "interval": list(found.interval),
        "p": found.p,
        "wins": found.wins if judges else None,
        "losses": found.losses if judges else None,
        "ties": found.ties,
    }
