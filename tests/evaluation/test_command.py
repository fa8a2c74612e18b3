"""``kb eval`` as people and programs meet it: questions, a BEIR folder, saved runs and comparisons."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.cli import main
from kb.embedding import Encoder
from kb.settings import Settings
from tests.evaluation.beir_folder import write_folder

Call = Callable[..., tuple[int, str, str]]

QUESTIONS = (
    '{"q": "Hvad betyder KKC?", "docs": ["norddjurs/"], "must": "Commitment", "kind": "define",'
    ' "split": "dev"}\n'
    '{"q": "Hvad betyder KKC?", "docs": ["fjordby/"], "must": "Commitment", "kind": "define"}\n'
    '{"q": "Hvad er hovedstaden i Frankrig?", "unanswerable": true, "kind": "none"}\n'
)


@pytest.fixture
def call(
    capsys: pytest.CaptureFixture[str],
    sample: Settings,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
) -> Call:
    """Runs ``kb eval`` on the sample index; gives exit status, standard output and standard error.

    The model of the test run stands in for loading the same one again at each call.
    """
    monkeypatch.setattr("kb.embedding.load_encoder", lambda settings: encoder)
    monkeypatch.setenv("KB_INDEX", str(sample.index))
    monkeypatch.setenv("KB_PRECISION", "fp32")

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["eval", *map(str, arguments)])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Two questions with answers, of which one names a wrong document, and one without."""
    path = tmp_path / "spørgsmål.jsonl"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


def test_questions_come_with_intervals_and_groups(call: Call, questions: Path) -> None:
    status, out, err = call(questions, "--json")
    result = json.loads(out)
    assert (status, err) == (0, "")
    assert set(result) == {"metrics", "intervals", "groups", "misses"}
    assert result["metrics"]["correct_answers"] == 0.5
    assert result["intervals"]["correct_answers"] == [0.0, 1.0]
    assert result["intervals"]["false_answers"] == [0.0, 0.0]
    assert "questions" not in result["intervals"]
    assert list(result["groups"]) == ["define", "none", "split:dev"]
    assert result["groups"]["define"]["questions"] == 2
    assert result["groups"]["split:dev"]["correct_answers"] == 1.0
    assert [miss["verdict"] for miss in result["misses"]] == ["wrong_document"]
    metrics = result["metrics"]
    assert metrics["quotes_per_answer"] == metrics["quotes"] / 2
    assert metrics["characters_per_answer"] == metrics["characters_median"] > 20
    assert 0.0 <= metrics["whole_sentences"] <= 1.0


def test_people_read_a_table(call: Call, questions: Path) -> None:
    status, out, _ = call(questions)
    assert status == 0
    for words in ("95 %-interval", "0,000 til 1,000", "Grupper af spørgsmål", "Del: dev"):
        assert words in out
    assert "  Forkert dokument: Hvad betyder KKC? (norddjurs/" in out
    assert "p-værdi" not in out


def test_a_run_is_saved_and_compared_question_by_question(call: Call, questions: Path) -> None:
    run = questions.parent / "kørsler" / "før.json"
    status, _, err = call(questions, "--save", run, "--json")
    assert (status, "Målingen er gemt i" in err) == (0, True)
    saved = run.read_text(encoding="utf-8")
    assert "Frankrig" not in saved
    assert "Commitment" not in saved
    assert str(questions.parent) not in saved
    assert "| Rigtige svar fra rigtigt dokument | 0,500 |" in run.with_suffix(".md").read_text("utf-8")

    record = json.loads(saved)
    record["questions"][1]["values"]["correct_answers"] = 1.0
    earlier = run.with_name("bedre.json")
    earlier.write_text(json.dumps(record), encoding="utf-8")
    result = json.loads(call(questions, "--baseline", earlier, "--json")[1])
    assert result["comparison"]["correct_answers"] == {
        "value": 0.5,
        "baseline": 1.0,
        "difference": -0.5,
        "interval": [-1.0, 0.0],
        "p": 1.0,
        "wins": 0,
        "losses": 1,
        "ties": 1,
    }
    assert result["comparison"]["hit@1"]["difference"] == 0.0
    _, out, _ = call(questions, "--baseline", earlier)
    for words in ("Sammenligning med »spørgsmål«", "p-værdi", "Bedre i", "Ringere i", "Forskel", "−0,500"):
        assert words in out


def test_a_folder_is_indexed_apart_and_measured_by_document(
    call: Call, sample: Settings, tmp_path: Path
) -> None:
    folder, run = write_folder(tmp_path / "sæt"), tmp_path / "før.json"
    before = sorted(sample.index.rglob("*"))
    status, out, _ = call(folder, "--save", run, "--json")
    result = json.loads(out)
    assert status == 0
    assert result["metrics"]["questions"] == 3
    assert (result["metrics"]["hit@1"], result["metrics"]["mrr@10"]) == (1.0, 1.0)
    assert result["metrics"]["recall@10"] == pytest.approx(2.5 / 3)
    assert (result["misses"], result["groups"]) == ([], {})
    assert sorted(sample.index.rglob("*")) == before
    status, out, err = call(folder, "--baseline", run)
    assert status == 0
    assert "Læser og indekserer dokumenter: 4/4" in err
    assert "Stiller spørgsmål: 3/3" in err
    assert "Sammenligning med »sæt«" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--baseline", "findes-ikke.json"), "bad_run"),
        (("--save", "run.md"), "run_name"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_measured(
    call: Call, questions: Path, arguments: tuple[str, ...], code: str
) -> None:
    status, out, err = call(questions, *arguments, "--json")
    assert (status, err) == (1, "")
    assert json.loads(out)["error"]["code"] == code


def test_other_questions_and_an_empty_folder_are_refused(call: Call, questions: Path) -> None:
    run = questions.with_name("run.json")
    call(questions, "--save", run, "--json")
    questions.write_text(QUESTIONS.splitlines()[2] + "\n", encoding="utf-8")
    error = json.loads(call(questions, "--baseline", run, "--json")[1])["error"]
    assert error["code"] == "unequal_runs"
    assert "og 2 af dens findes ikke her" in error["message"]
    (questions.parent / "tom").mkdir()
    error = json.loads(call(questions.parent / "tom", "--json")[1])["error"]
    assert error["code"] == "beir_files_missing"
    status, _, err = call(questions.parent / "tom")
    assert (status, "mangler corpus.jsonl, queries.jsonl, qrels.tsv." in err) == (1, True)
