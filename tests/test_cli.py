"""The command line as people and programs meet it: exit status, Danish words, stable JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.cli import main
from kb.settings import Settings

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line; gives exit status, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call


@pytest.fixture
def in_sample(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The sample index as the environment's index."""
    monkeypatch.setenv("KB_INDEX", str(sample.index))
    monkeypatch.setenv("KB_PRECISION", "fp32")
    return sample


def test_ask_gives_the_keys_of_the_contract(run: Run, in_sample: Settings) -> None:
    status, out, _ = run("ask", "Hvad besluttede Økonomiudvalget om TRIO-stormødet?", "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["abstained"] is False
    first = answer["citations"][0]
    assert {key: first[key] for key in ("n", "document", "committee", "date", "status", "page")} == {
        "n": 1,
        "document": "norddjurs/oek-2022-12-06-trio-stormoede.pdf",
        "committee": "Økonomiudvalget",
        "date": "2022-12-06",
        "status": "referat",
        "page": 2,
    }
    assert first["quote"].startswith("Tiltrådt.")
    assert first["end"] - first["start"] == len(first["quote"])
    assert set(answer) >= {"question", "answer", "method", "confidence", "interpretation", "seconds"}


def test_search_gives_hits_and_takes_filters(run: Run, in_sample: Settings) -> None:
    status, out, _ = run("search", "seniordage", "--k", "3", "--collection", "fjordby", "--json")
    found = json.loads(out)
    assert status == 0
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert all(hit["document"].startswith("fjordby/") for hit in found["hits"])
    assert set(found["hits"][0]["legs"]) == {"dense", "words", "ngrams"}


def test_the_register_lists_filters_and_exports(run: Run, in_sample: Settings) -> None:
    status, out, _ = run("decisions", "--outcome", "forkastet", "--json")
    rows = json.loads(out)["decisions"]
    assert status == 0
    assert [row["date"] for row in rows] == sorted((row["date"] for row in rows), reverse=True)
    assert {row["outcome_class"] for row in rows} == {"rejected"}
    assert "fjordby/sag-skolestruktur-2024.pdf" in {row["document"] for row in rows}
    _, text, _ = run("decisions", "--outcome", "forkastet", "--csv")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert lines[0][:3] == ["Dato", "Udvalg", "Titel"]
    assert len(lines) == len(rows) + 1


def test_documents_lists_what_is_indexed_and_nothing_closed(run: Run, in_sample: Settings) -> None:
    status, out, _ = run("documents", "--json")
    ids = [row["document"] for row in json.loads(out)["documents"]]
    assert status == 0
    assert len(ids) == 46
    assert not [name for name in ids if "lukket" in name]


def test_eval_measures_and_names_each_miss(run: Run, in_sample: Settings, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"q": "Hvad betyder KKC?", "docs": ["norddjurs/"], "must": "Commitment"}\n'
        '{"q": "Hvad betyder KKC?", "docs": ["fjordby/"], "must": "Commitment"}\n'
        '{"q": "Hvad er hovedstaden i Frankrig?", "unanswerable": true}\n',
        encoding="utf-8",
    )
    status, out, _ = run("eval", str(questions), "--json")
    result = json.loads(out)
    assert status == 0
    assert result["metrics"]["questions"] == 3
    assert result["metrics"]["correct_answers"] == 0.5
    assert result["metrics"]["false_answers"] == 0.0
    assert result["metrics"]["verbatim"] == 1.0
    assert [miss["verdict"] for miss in result["misses"]] == ["wrong_document"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ask", "   "), "empty_question"),
        (("ask", "x" * 10_000), "long_question"),
        (("decisions", "--section", "blabla"), "bad_filter"),
        (("decisions", "--from", "i går"), "bad_date"),
        (("eval", "findes-ikke.jsonl"), "bad_questions_file"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_an_error_is_one_json_object_with_a_remedy(
    run: Run, in_sample: Settings, arguments: tuple[str, ...], code: str
) -> None:
    status, out, _ = run(*arguments, "--json")
    error = json.loads(out)["error"]
    assert status == 1
    assert error["code"] == code
    assert error["message"]
    assert error["remedy"]


def test_no_index_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    status, out, err = run("documents", "--index", str(tmp_path / "intet"))
    assert (status, out) == (1, "")
    assert "kb index" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("frobnicate",), "Ukendt kommando"),
        (("search",), "Der mangler et argument"),
        (("search", "--k", "mange", "værdier"), "Ugyldig værdi for --k"),
        (("search", "--zz", "værdier"), "Ukendt tilvalg: --zz"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_wrong_usage_is_told_in_danish_with_status_two(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert words in err


def test_a_build_says_what_it_left_out_and_what_to_do_next(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "sager"
    source.mkdir()
    (source / "sag.txt").write_text("Sagsfremstilling\n\nHallen koster 27 mio. kr.\n", encoding="utf-8")
    (source / "tom.pdf").write_bytes(b"")
    index = tmp_path / "index"
    status, out, err = run("index", str(source), "--index", str(index))
    assert status == 0
    assert "tom.pdf: Filen er tom" in out
    assert "1 dokument, 1 side og 1 tekstbid" in out
    assert "kb ask" in out
    assert "Læser dokumenter: 2/2" in err
    assert run("rollback", "--index", str(index))[0] == 1


@pytest.mark.parametrize("name", ["findes-ikke", "tom"])
def test_a_missing_or_empty_folder_is_one_sentence_with_the_remedy(
    run: Run, tmp_path: Path, name: str
) -> None:
    (tmp_path / "tom").mkdir()
    status, out, _ = run("index", str(tmp_path / name), "--index", str(tmp_path / "index"), "--json")
    error = json.loads(out)["error"]
    assert status == 1
    assert error["code"] == ("missing_source" if name == "findes-ikke" else "empty_source")
    assert not (tmp_path / "index" / "CURRENT").exists()
