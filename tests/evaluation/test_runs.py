"""Runs: what they keep, that they come back as they were, and how two of them are compared."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from kb.datatypes import Manifest
from kb.errors import ResourceError, UsageError
from kb.evaluation.runs import (
    Judged,
    Made,
    Run,
    compare_runs,
    intervals_of,
    load_run,
    made_of,
    mean_of,
    question_ids,
    same_questions,
    save_run,
)

MADE = Made("bundled", "f" * 8, "h" * 8, 4, 7)


def run_of(*questions: Judged, name: str = "prøve") -> Run:
    """A run of these questions."""
    return Run(name, "qa", MADE, questions)


BEFORE = run_of(
    Judged("a", {"hit@1": 0.0, "characters_per_answer": 100.0, "verbatim": 0.5}, {"verbatim": 2.0}, ("w",)),
    Judged("b", {"hit@1": 1.0}),
    Judged("c", {"false_answers": 1.0}),
)  # fmt: skip
NOW = run_of(
    Judged("c", {"false_answers": 0.0}),
    Judged("b", {"hit@1": 1.0, "characters_per_answer": 300.0, "verbatim": 1.0}, {"verbatim": 6.0}),
    Judged("a", {"hit@1": 1.0, "characters_per_answer": 200.0, "verbatim": 1.0}, {"verbatim": 2.0}),
)


def test_a_run_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "ny" / "måling.json"
    save_run(BEFORE, path, "# Tabel\n")
    assert load_run(path) == BEFORE
    assert (tmp_path / "ny" / "måling.md").read_text(encoding="utf-8") == "# Tabel\n"
    first = path.read_bytes()
    save_run(BEFORE, path, "# Tabel\n")
    assert path.read_bytes() == first
    assert "prøve" in path.read_text(encoding="utf-8")


def test_a_run_is_saved_only_under_a_name_that_cannot_meet_its_table(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        save_run(BEFORE, tmp_path / "run.md", "")
    assert caught.value.code == "run_name"
    (tmp_path / "fil").write_text("", encoding="utf-8")
    with pytest.raises(ResourceError):
        save_run(BEFORE, tmp_path / "fil" / "run.json", "")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1, "name": "x"}', '{"format": 99}'])
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_run(path)
    assert caught.value.code == "bad_run"
    with pytest.raises(UsageError):
        load_run(tmp_path / "findes-ikke.json")


def test_a_run_with_the_same_question_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    save_run(run_of(*BEFORE.questions, BEFORE.questions[0]), path, "")
    with pytest.raises(UsageError):
        load_run(path)


def test_questions_are_paired_by_id_and_less_is_better_where_it_is() -> None:
    found = compare_runs(NOW, BEFORE)
    assert (found["hit@1"].first, found["hit@1"].second) == (1.0, 0.5)
    assert (found["hit@1"].wins, found["hit@1"].losses, found["hit@1"].ties) == (1, 0, 1)
    assert found["false_answers"].difference == -1.0
    assert (found["false_answers"].wins, found["false_answers"].losses) == (1, 0)
    assert (found["characters_per_answer"].first, found["characters_per_answer"].second) == (250.0, 100.0)
    assert (found["verbatim"].wins, found["verbatim"].ties) == (1, 0)


def test_a_metric_that_one_run_lacks_is_not_compared() -> None:
    older = run_of(Judged("a", {"hit@1": 1.0, "old": 1.0}))
    assert list(compare_runs(run_of(Judged("a", {"new": 1.0, "hit@1": 0.0})), older)) == ["hit@1"]


def test_a_run_compared_with_itself_differs_in_nothing() -> None:
    for found in compare_runs(NOW, NOW).values():
        assert (found.difference, found.p, found.wins, found.losses) == (0.0, 1.0, 0, 0)
        assert found.interval == (0.0, 0.0)


def test_means_are_weighted_and_intervals_are_of_the_questions_that_have_a_value() -> None:
    assert mean_of(BEFORE.questions, "verbatim") == 0.5
    assert mean_of([*BEFORE.questions, *NOW.questions], "verbatim") == pytest.approx((1 + 6 + 2) / 10)
    assert mean_of(BEFORE.questions, "findes ikke", empty=1.0) == 1.0
    assert intervals_of(BEFORE.questions)["characters_per_answer"] == (100.0, 100.0)


def test_runs_of_other_questions_are_not_compared() -> None:
    other = run_of(*BEFORE.questions[:2], Judged("d", {}), Judged("e", {}))
    with pytest.raises(UsageError) as caught:
        same_questions(["a", "b", "c"], other, Path("før.json"))
    assert caught.value.code == "unequal_runs"
    assert "1 af spørgsmålene her mangler i den, og 2 af dens findes ikke her" in caught.value.message
    with pytest.raises(ValueError, match="not of the same questions"):
        compare_runs(NOW, other)


def test_ids_do_not_tell_the_question_and_are_of_their_own() -> None:
    names = question_ids(["Hvad koster hallen?", "Hvad  koster hallen?", "Hvornår?"])
    assert names[1] == f"{names[0]}-2"
    assert len(set(names)) == 3
    assert not any("hallen" in name for name in names)
    assert question_ids(["Hvornår?"]) == names[2:]


@pytest.mark.parametrize("model", ["/home/ib/modeller/e5", "C:\\modeller\\e5"])
def test_the_folder_of_a_model_is_not_kept(model: str) -> None:
    manifest = Manifest(3, "g", "i dag", ("/data",), model, "f", 8, "h", 1, 2)
    assert made_of(manifest) == Made("e5", "f", "h", 1, 2)
    assert made_of(dataclasses.replace(manifest, model="intfloat/e5")).model == "intfloat/e5"
    assert "i dag" not in json.dumps(dataclasses.asdict(made_of(manifest)))
