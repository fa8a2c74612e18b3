"""The questions that the answers are fitted and measured on, over indexes built for them.

From the repository: the sample collection's. From the material beside the checkout, where it lies there:
the seeds' and the municipal ones. The sample's test half, and the blind questions whose misses nobody has
seen, are held out: nothing is fitted on them. The others' misses have been looked at; those of
``municipal_blind3`` after a first run, by someone who had seen the program when the questions were written
by someone who had not.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kb.embedding import Encoder
from kb.evaluation.questions import EvalQuestion, read_questions
from kb.index.store import LocalStore, open_store
from kb.ingest import build
from kb.settings import load_settings

ROOT = Path(__file__).parents[2]
EVAL = ROOT / "tests" / "eval"
TODAY = dt.date(2026, 11, 22)
SEEDS = ("seeds", "seeds_blind")
MUNICIPAL = (
    "municipal",
    "municipal_blind",
    "municipal_registers",
    "municipal_blind3",
    "municipal_blind2",
)
NEVER_SEEN = "municipal_blind2"


def question_sets(shared: Path) -> list[tuple[Path, Sequence[Path]]]:
    """Each source folder with the files of questions about it."""
    sets: list[tuple[Path, Sequence[Path]]] = [(ROOT / "data", [EVAL / "questions.jsonl"])]
    if shared.is_dir():
        sets.append((shared / "seeds", [EVAL / f"{name}.jsonl" for name in SEEDS]))
        sets.append((shared / "data" / "municipal", [EVAL / f"{name}.jsonl" for name in MUNICIPAL]))
    return sets


def asked(
    encoder: Encoder, source: Path, files: Sequence[Path]
) -> Iterator[tuple[LocalStore, Path, EvalQuestion]]:
    """Each question with its file and the index of ``source``, which lives until the last one is given."""
    with indexed(encoder, source) as store:
        for file in files:
            for question in read_questions(file):
                yield store, file, question


@contextmanager
def indexed(encoder: Encoder, source: Path) -> Iterator[LocalStore]:
    """The store of an index of ``source`` that is built for the block."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = load_settings(index=Path(scratch))
        build([source], settings, encoder)
        yield open_store(settings.index, encoder)


def is_held_out(file: Path, question: EvalQuestion) -> bool:
    """Whether nothing may be fitted on the question."""
    return question.split == "test" or file.stem == NEVER_SEEN
