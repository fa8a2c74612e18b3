"""Fits the confidence of kb/answers/confidence.py and shows what each threshold costs.

    python -m tests.benchmarks.calibrate [--shared FOLDER]

Signals come from the questions of tests/eval: the development half of the sample collection and, where
it lies beside the checkout, those on the shared material whose misses have been looked at. The test half, and
the blind questions whose misses nobody has seen, are only reported. Unanswerable blind questions are of four
kinds: near (the matter is there, the detail is not), absent, other (another place or year), offtopic. The
numbers that are printed are copied into kb/answers/confidence.py by hand.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.answers.confidence import Signals, signals_of
from kb.answers.extractive import read_question
from kb.datatypes import Filter
from kb.embedding import Encoder, load_encoder
from kb.settings import load_settings
from tests.benchmarks.asking import NEVER_SEEN, ROOT, TODAY, asked, is_held_out, question_sets
from tests.benchmarks.output import write_results

RIDGE = 1.0
THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Observation:
    """One question's signals (None where no sentence fitted it) and whether it has an answer."""

    signals: Signals | None
    answerable: bool
    held_out: bool
    file: str
    kind: str


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: probability = sigmoid(weights · (signals - means) + bias)."""

    means: Vector
    weights: Vector
    bias: float

    def __call__(self, signals: Signals) -> float:
        """The probability that the question has an answer."""
        total = self.weights @ (np.array(astuple(signals)) - self.means) + self.bias
        return float(1 / (1 + np.exp(-total)))


def main() -> None:
    """Collects, fits and writes benchmarks/calibrate.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared = parser.parse_args().shared
    encoder = load_encoder(load_settings())
    observations = list(observe(encoder, shared))
    model = fit([each for each in observations if not each.held_out])
    names = [field.name for field in fields(Signals)]
    constants = {
        "MEANS": dict(zip(names, model.means.round(4).tolist(), strict=True)),
        "WEIGHTS": dict(zip(names, model.weights.round(3).tolist(), strict=True)),
        "BIAS": round(model.bias, 3),
    }
    held_out = [each for each in observations if each.held_out]
    halves = {
        "development": [each for each in observations if not each.held_out],
        "sample, held out": [each for each in held_out if each.file == "questions"],
        "municipal, new blind": [each for each in held_out if each.file == NEVER_SEEN],
    }
    kinds = sorted({each.kind for each in held_out if each.file == NEVER_SEEN and not each.answerable})
    for kind in kinds:
        halves[f"municipal, new blind, {kind}"] = [
            each for each in halves["municipal, new blind"] if each.answerable or each.kind == kind
        ]
    rows = ["| threshold | half | false answers | false refusals |", "|---|---|---|---|"]
    record: dict[str, object] = {"constants": constants}
    for name, half in halves.items():
        for threshold in THRESHOLDS:
            answers, refusals = rates(model, half, threshold)
            rows.append(f"| {threshold:.2f} | {name} | {answers:.3f} | {refusals:.3f} |")
            record[f"{name} {threshold}"] = {"false_answers": answers, "false_refusals": refusals}
    counts = {
        name: f"{sum(e.answerable for e in half)}+{sum(not e.answerable for e in half)}"
        for name, half in halves.items()
    }
    write_results(
        "calibrate",
        f"Questions with and without answer: {counts}\n\n{constants}\n\n" + "\n".join(rows),
        record,
    )


def observe(encoder: Encoder, shared: Path) -> Iterator[Observation]:
    """What each question shows."""
    for source, files in question_sets(shared):
        for store, file, each in asked(encoder, source, files):
            found = read_question(store, encoder, each.question, Filter(), TODAY)
            signals = signals_of(found) if found.chosen else None
            held_out = is_held_out(file, each)
            yield Observation(signals, not each.unanswerable, held_out, file.stem, each.kind)


def fit(observations: Sequence[Observation]) -> Model:
    """The ridge-penalised logistic model, both classes weighing the same (Newton's method)."""
    used = [(each.signals, each.answerable) for each in observations if each.signals is not None]
    raw = np.array([astuple(signals) for signals, _ in used])
    labels = np.array([answerable for _, answerable in used], dtype=np.float64)
    means, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    design = np.c_[(raw - means) / spread, np.ones(len(raw))]
    balance = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = np.diag([RIDGE] * (design.shape[1] - 1) + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (balance * (chance - labels)) + penalty @ weights
        hessian = (design * (balance * chance * (1 - chance))[:, None]).T @ design + penalty
        weights -= np.linalg.solve(hessian, gradient)
    return Model(means, weights[:-1] / spread, float(weights[-1]))


def rates(model: Model, observations: Sequence[Observation], threshold: float) -> tuple[float, float]:
    """The shares of false answers among unanswerable and of false refusals among answerable questions."""
    answered = [each.signals is not None and model(each.signals) >= threshold for each in observations]
    false_answers = [given for given, each in zip(answered, observations, strict=True) if not each.answerable]
    refusals = [not given for given, each in zip(answered, observations, strict=True) if each.answerable]
    return float(np.mean(false_answers)), float(np.mean(refusals))


if __name__ == "__main__":
    main()
