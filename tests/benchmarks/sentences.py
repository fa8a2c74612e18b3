"""Fits which sentence is quoted (kb/answers/preference.py) and shows what each trait is worth.

    python -m tests.benchmarks.sentences [--shared FOLDER]

Each question's best passages are read; a sentence is right where what would be quoted for it, from a right
document, holds what the answer must contain. The weights maximise the likelihood that a right sentence is
drawn from a softmax over all that may answer (a listwise loss: Cao and others, "Learning to rank", ICML
2007). The development questions are judged by cross-validation, the held-out ones by the weights fitted on
all development questions. The numbers that are printed are copied into kb/answers/preference.py by hand.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.answers.candidates import Candidate, candidates, weighted_words
from kb.answers.extractive import gather
from kb.answers.fit import fits
from kb.answers.preference import MARGIN, MAX_QUOTES, WEIGHTS, Traits, traits_of
from kb.answers.question import interpret
from kb.answers.quotes import quote_span
from kb.datatypes import Filter
from kb.embedding import Encoder, load_encoder
from kb.evaluation.questions import EvalQuestion
from kb.settings import load_settings
from tests.benchmarks.asking import NEVER_SEEN, ROOT, TODAY, asked, is_held_out, question_sets
from tests.benchmarks.output import write_results

RIDGE = 5.0
STEPS = 600
RATE = 0.5
FOLDS = 8
MARGINS = (0.5, 1.0, 1.5, 2.0, 3.0)
NAMES = tuple(field.name for field in fields(Traits))
Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A question's sentences that may answer: traits (n, t), which are right (n,), and their quotes' lengths.

    ``reachable``: whether any sentence that was read is right, also one that may not answer.
    """

    traits: Matrix
    right: NDArray[np.bool_]
    lengths: NDArray[np.int64]
    reachable: bool
    held_out: bool
    file: str


def main() -> None:
    """Collects, fits and writes benchmarks/sentences.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    encoder = load_encoder(load_settings())
    choices = list(observe(encoder, parser.parse_args().shared))
    development = [each for each in choices if not each.held_out]
    fitted = fit(development)
    constants = {name: round(float(weight), 2) for name, weight in zip(NAMES, fitted, strict=True)}
    halves = {
        "development, cross-validated": (development, cross_validated(development)),
        "sample, held out": _by(
            fitted, [each for each in choices if each.held_out and each.file != NEVER_SEEN]
        ),
        "municipal, new blind": _by(fitted, [each for each in choices if each.file == NEVER_SEEN]),
    }
    shipped = np.array(astuple(WEIGHTS))
    halves |= {
        f"{name.split(', cross')[0]}, as shipped": _by(shipped, group) for name, (group, _) in halves.items()
    }
    rows = [
        "| questions | n | read | may answer | first right | one of 3 right | shown right |",
        "|---" * 7 + "|",
    ]
    record: dict[str, object] = {"constants": constants}
    for name, (group, scores) in halves.items():
        shares = judged(group, scores, MARGIN)
        cells = [np.mean([each.reachable for each in group]), np.mean([each.right.any() for each in group])]
        cells += [shares.first, shares.any, shares.shown]
        rows.append(f"| {name} | {len(group)} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
        record[name] = [round(float(cell), 4) for cell in cells]
    group, scores = halves["development, cross-validated"]
    rows += ["", "| left out | first right | one of 3 right |", "|---|---|---|"]
    for at, trait in enumerate(NAMES):
        without = judged(development, cross_validated(development, left_out=at), MARGIN)
        rows.append(f"| {trait} | {without.first:.3f} | {without.any:.3f} |")
        record[f"without {trait}"] = [round(without.first, 4), round(without.any, 4)]
    rows += ["", "| margin | shown right | quotes | characters |", "|---|---|---|---|"]
    for margin in MARGINS:
        shares = judged(group, scores, margin)
        rows.append(f"| {margin} | {shares.shown:.3f} | {shares.quotes:.2f} | {shares.characters:.0f} |")
    write_results("sentences", f"{constants}\n\n" + "\n".join(rows), record)


def observe(encoder: Encoder, shared: Path) -> Iterator[Choice]:
    """The choice that each answerable question leaves."""
    for source, files in question_sets(shared):
        for store, file, question in asked(encoder, source, files):
            if question.unanswerable:
                continue
            reading = interpret(question.question, TODAY)
            hits = gather(store, encoder, question.question, Filter(), reading)
            content = weighted_words(store, reading.content)
            pool = candidates(store, encoder, question.question, content, hits)
            fitting = [each for each in pool if fits(each, reading)]
            spans = [quote_span(each, whole_list=reading.wants_list) for each in fitting]
            everything = [(each, quote_span(each, whole_list=reading.wants_list)) for each in pool]
            yield Choice(
                traits=np.array([astuple(traits_of(each, reading)) for each in fitting], np.float64).reshape(
                    len(fitting), len(NAMES)
                ),
                right=np.array(
                    [is_right(e, s, question) for e, s in zip(fitting, spans, strict=True)], np.bool_
                ),
                lengths=np.array([end - start for start, end in spans], np.int64),
                reachable=any(is_right(each, span, question) for each, span in everything),
                held_out=is_held_out(file, question),
                file=file.stem,
            )


def is_right(candidate: Candidate, span: tuple[int, int], question: EvalQuestion) -> bool:
    """Whether quoting the candidate answers the question."""
    document = candidate.document
    if not any(document.id.startswith(prefix) for prefix in question.documents):
        return False
    return question.must is None or bool(question.must.search(document.text[span[0] : span[1]]))


def fit(choices: Sequence[Choice], left_out: int | None = None) -> Vector:
    """The weights (t,) of the traits; the one at ``left_out`` is 0."""
    used = [each for each in choices if each.right.any()]
    everything = np.concatenate([each.traits for each in used])
    mean, spread = everything.mean(axis=0), everything.std(axis=0) + 1e-9
    designs = [(each.traits - mean) / spread for each in used]
    kept = np.ones(len(NAMES))
    if left_out is not None:
        kept[left_out] = 0.0
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        gradient = RIDGE * weights
        for design, each in zip(designs, used, strict=True):
            drawn = _softmax(design @ weights)
            wanted = np.where(each.right, drawn, 0.0)
            gradient -= design.T @ (wanted / wanted.sum() - drawn)
        weights -= RATE * kept * gradient / len(used)
    return weights / spread


def _softmax(scores: Vector) -> Vector:
    """The probabilities of a softmax over the scores."""
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


def cross_validated(choices: Sequence[Choice], left_out: int | None = None) -> list[Vector]:
    """Each choice's scores by the weights fitted on the other folds."""
    folds = np.random.default_rng(0).integers(0, FOLDS, len(choices))
    fitted = {
        fold: fit([each for each, other in zip(choices, folds, strict=True) if other != fold], left_out)
        for fold in range(FOLDS)
    }
    return [each.traits @ fitted[fold] for each, fold in zip(choices, folds, strict=True)]


def _by(weights: Vector, choices: Sequence[Choice]) -> tuple[Sequence[Choice], list[Vector]]:
    """The choices with their scores by the weights."""
    return choices, [each.traits @ weights for each in choices]


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the questions whose first quote, one of MAX_QUOTES, or one within the margin is right."""

    first: float
    any: float
    shown: float
    quotes: float
    characters: float


def judged(choices: Sequence[Choice], scores: Sequence[Vector], margin: float) -> Shares:
    """How the scores choose, with the quotes and characters that an answer then has on average."""
    first, some, shown, quotes, characters = [], [], [], [], []
    for each, values in zip(choices, scores, strict=True):
        order = np.argsort(-values, kind="stable")[:MAX_QUOTES]
        near = [at for at in order if values[at] >= values[order[0]] - margin]
        first.append(bool(len(order) and each.right[order[0]]))
        some.append(bool(each.right[order].any()))
        shown.append(bool(each.right[near].any()))
        quotes.append(len(near))
        characters.append(int(each.lengths[near].sum()))
    means = [float(np.mean(values)) for values in (first, some, shown, quotes, characters)]
    return Shares(*means)


if __name__ == "__main__":
    main()
