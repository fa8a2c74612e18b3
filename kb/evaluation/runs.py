"""Runs: what each question scored, kept as JSON so that a later run can be compared with it.

A run holds no text of questions or documents, no time and no path: the same collection, questions, program
and model give the same file on every machine of the same kind.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from kb.datatypes import Manifest
from kb.disk import disk_errors, replace_text
from kb.errors import UsageError
from kb.evaluation.significance import Comparison, Interval, bootstrap_interval, compare

FORMAT = 1
ID_DIGITS = 16

LOWER_IS_BETTER = frozenset({"false_answers", "false_refusals"})
NEITHER_IS_BETTER = frozenset({"quotes_per_answer", "characters_per_answer"})
"""More is not better, nor is less: these say what answers are like."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one question scored, by metric; a metric that says nothing about it is left out.

    ``weights`` has the weight of a value in the mean where that is not 1; ``groups`` the names of the groups
    that the question belongs to.
    """

    id: str
    values: Mapping[str, float]
    weights: Mapping[str, float] = field(default_factory=dict)
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What the index was made with: the model, the hash of the settings, and how much is in it."""

    model: str
    model_fingerprint: str
    settings_hash: str
    documents: int
    chunks: int


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement: questions with answers ("qa") or a ranking of a BEIR set ("beir")."""

    name: str
    kind: Literal["qa", "beir"]
    made: Made
    questions: tuple[Judged, ...]


def made_of(manifest: Manifest) -> Made:
    """What a run keeps of a generation's manifest; a model in a folder by the folder's name alone."""
    is_folder = Path(manifest.model).is_absolute() or PureWindowsPath(manifest.model).is_absolute()
    return Made(
        model=PureWindowsPath(manifest.model).name if is_folder else manifest.model,
        model_fingerprint=manifest.model_fingerprint,
        settings_hash=manifest.settings_hash,
        documents=manifest.documents,
        chunks=manifest.chunks,
    )


def question_ids(questions: Iterable[str]) -> tuple[str, ...]:
    """A name for each question that does not tell what it says; the second of two equal ones ends in "-2"."""
    seen: Counter[str] = Counter()
    names = []
    for question in questions:
        name = hashlib.sha256(" ".join(question.split()).encode()).hexdigest()[:ID_DIGITS]
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(names)


def metric_names(questions: Iterable[Judged]) -> tuple[str, ...]:
    """The metrics that any of the questions has, in the order in which they are met."""
    return tuple(dict.fromkeys(name for question in questions for name in question.values))


def sample(questions: Iterable[Judged], name: str) -> tuple[list[float], list[float]]:
    """The values of a metric and their weights, of the questions that have it."""
    having = [question for question in questions if name in question.values]
    return [each.values[name] for each in having], [each.weights.get(name, 1.0) for each in having]


def mean_of(questions: Iterable[Judged], name: str, empty: float = 0.0) -> float:
    """The weighted mean of a metric, ``empty`` where no question has it."""
    values, weights = sample(questions, name)
    total = sum(weights)
    return (
        sum(value * weight for value, weight in zip(values, weights, strict=True)) / total if total else empty
    )


def intervals_of(questions: Sequence[Judged]) -> Mapping[str, Interval]:
    """The 95 % interval of each metric that any question has."""
    found = {}
    for name in metric_names(questions):
        values, weights = sample(questions, name)
        found[name] = bootstrap_interval(values, weights=weights)
    return found


def compare_runs(now: Run, before: Run) -> Mapping[str, Comparison]:
    """The comparison of each metric that both runs have, ``now`` first, over all questions.

    Wins are questions where ``now`` is better: for a metric where less is better, those with the lower value.
    Raises ValueError where the runs are not of the same questions: see ``same_questions``.
    """
    earlier = {question.id: question for question in before.questions}
    if {question.id for question in now.questions} != earlier.keys():
        raise ValueError("the runs are not of the same questions")
    pairs = [(question, earlier[question.id]) for question in now.questions]
    known = metric_names(before.questions)
    return {name: _compared(name, pairs) for name in metric_names(now.questions) if name in known}


def _compared(name: str, pairs: Sequence[tuple[Judged, Judged]]) -> Comparison:
    """The comparison of one metric over the questions that have it in either run."""
    having = [pair for pair in pairs if name in pair[0].values or name in pair[1].values]
    values = [[each.values.get(name, 0.0) for each in side] for side in zip(*having, strict=True)]
    weights = [
        [each.weights.get(name, 1.0) if name in each.values else 0.0 for each in side]
        for side in zip(*having, strict=True)
    ]
    found = compare(*values, first_weights=weights[0], second_weights=weights[1])
    if name in LOWER_IS_BETTER:
        return dataclasses.replace(found, wins=found.losses, losses=found.wins)
    return found


def same_questions(ids: Iterable[str], before: Run, path: Path) -> None:
    """Nothing. Raises UsageError where the earlier run, from ``path``, is not of the questions ``ids``."""
    asked, answered = set(ids), {question.id for question in before.questions}
    if asked != answered:
        raise UsageError(
            "unequal_runs", path=path, missing=len(asked - answered), extra=len(answered - asked)
        )


def table_path(path: Path) -> Path:
    """Where the Markdown table of a run saved in ``path`` lies."""
    return path.with_suffix(".md")


def prepare_save(path: Path) -> None:
    """Nothing; makes the folder to save in. Raises UsageError for a name not in .json, and ResourceError."""
    if path.suffix != ".json":
        raise UsageError("run_name", path=path)
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)


def save_run(run: Run, path: Path, table: str) -> None:
    """Nothing; writes the run to ``path`` and the table beside it. Raises UsageError and ResourceError."""
    prepare_save(path)
    record = {"format": FORMAT, **dataclasses.asdict(run)}
    with disk_errors(path):
        replace_text(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
        replace_text(table_path(path), table)


def load_run(path: Path) -> Run:
    """The run that was saved in ``path``. Raises UsageError where there is none that can be used."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        found = record.pop("format", None) if isinstance(record, dict) else None
        if found != FORMAT:
            raise UsageError("bad_run", path=path, detail=f"format {found}")
        run = TypeAdapter(Run).validate_python(record)
    except (OSError, ValueError, ValidationError) as error:
        raise UsageError("bad_run", path=path, detail=type(error).__name__) from error
    if len({question.id for question in run.questions}) != len(run.questions):
        raise UsageError("bad_run", path=path, detail="id")
    return run
