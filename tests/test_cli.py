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
    assert answer["dead_legs"] == []


def test_search_gives_hits_and_takes_filters(run: Run, in_sample: Settings) -> None:
    status, out, _ = run("search", "seniordage", "--k", "3", "--collection", "fjordby", "--json")
    found = json.loads(out)
    assert status == 0
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert found["dead_legs"] == []
    assert all(hit["document"].startswith("fjordby/") for hit in found["hits"])
    assert set(found["hits"][0]["legs"]) == {"dense", "ngrams", "exact", "late"}


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


def test_decisions_have_the_keys_of_the_contract(run: Run, in_sample: Settings) -> None:
    """The keys of the design stay; what was added since stands after them."""
    _, out, _ = run("decisions", "--case", "24/1408", "--json")
    rows = json.loads(out)["decisions"]
    assert [(row["date"], row["committee"], row["effect"], row["final"]) for row in rows] == [
        ("2025-02-25", "Byrådet", "adopted", True),
        ("2025-02-11", "Økonomiudvalget", "recommended", False),
        ("2025-02-04", "Klima- og Teknikudvalget", "recommended", False),
        ("2024-03-12", "Økonomiudvalget", "adopted", None),
    ]
    contract = (
        "document title case committee date outcome outcome_class effect final recommendation votes"
        " not_participating page quote start end"
    )
    added = "item recommender points tallies statements participations evidence clearance"
    assert list(rows[0]) == [*contract.split(), *added.split()]
    assert {span["field"] for row in rows for span in row["evidence"]} >= {"outcome", "committee", "date"}


def test_a_case_is_told_step_by_step(run: Run, in_sample: Settings) -> None:
    _, out, _ = run("cases", "--case", "24/1408", "--json")
    (case,) = json.loads(out)["cases"]
    assert list(case) == ["id", "title", "numbers", "parts", "steps", "relations", "conflicts"]
    assert [(step["date"], step["state"], step["effect"]) for step in case["steps"]] == [
        ("2024-03-12", "held", "adopted"),
        ("2025-02-04", "held", "recommended"),
        ("2025-02-11", "held", "recommended"),
        ("2025-02-25", "held", "adopted"),
    ]
    assert all(
        {"document", "page", "start", "end", "quote"} == set(step["evidence"][0]) for step in case["steps"]
    )
    _, text, _ = run("cases", "--case", "24/1408")
    assert (
        "25-02-2025  Byrådet: behandlet, vedtaget (fjordby/sag-cykelsti-havnegade-2025.pdf, side 2)" in text
    )
    assert text.endswith("1 sag\n")


def test_a_contradiction_is_shown_with_both_sources(run: Run, in_sample: Settings) -> None:
    _, text, _ = run("cases", "--collection", "norddjurs")
    assert "Kilderne siger forskelligt om datoen for arrangementet." in text
    assert "5. april 2022" in text
    assert "6. oktober 2022" in text


def test_terms_roles_and_gaps_come_with_their_sources(run: Run, in_sample: Settings) -> None:
    terms = {row["term"]: row for row in json.loads(run("terms", "--json")[1])["terms"]}
    assert terms["AMR"]["senses"][0]["meaning"] == "arbejdsmiljørepræsentant"
    roles = json.loads(run("roles", "--json")[1])["roles"]
    assert ("kommunaldirektør", "Torsten Bølgemark") in {(row["role"], row["name"]) for row in roles}
    gaps = json.loads(run("gaps", "--json")[1])["gaps"]
    assert {"kind", "document", "title", "committee", "date", "detail", "evidence"} == set(gaps[0])
    missing = {(row["committee"], row["date"]) for row in gaps if row["kind"] == "missing_minutes"}
    assert ("Kommunalbestyrelsen", "2022-12-13") in missing
    for words, heading in (
        ("terms", "AMR"),
        ("roles", "Torsten Bølgemark"),
        ("gaps", "Referater, der ikke findes"),
        ("gaps", "»Materialet er på dagsordenen i Hovedudvalget den 11. november.«"),
    ):
        status, text, _ = run(words)
        assert (status, heading in text) == (0, True)


@pytest.mark.parametrize("register", ["decisions", "cases", "terms", "roles", "gaps"])
def test_every_register_is_empty_in_words_and_in_json(run: Run, in_sample: Settings, register: str) -> None:
    nothing = ("--document", "findes-ikke")
    assert json.loads(run(register, *nothing, "--json")[1]) == {register: []}
    status, text, _ = run(register, *nothing)
    assert (status, text.splitlines()[-1][:2]) == (0, "0 ")
    assert len(run(register, *nothing, "--csv")[1].splitlines()) == 1


def test_csv_goes_to_a_file_with_the_mark_that_excel_needs(
    run: Run, in_sample: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "mangler.csv"
    status, out, err = run("gaps", "--csv", "--bom", "--output", str(file))
    assert (status, out) == (0, "")
    assert f"i »{file}«" in err
    assert file.read_bytes().startswith("\ufeffMangel;Dato;Udvalg;".encode())
    assert file.read_bytes().count(b"\r\n") >= 2
    assert run("gaps", "--csv", "--bom")[1].startswith("\ufeffMangel;")
    assert run("gaps", "--csv")[1].startswith("Mangel;")
    assert run("gaps", "--csv", "--output", str(tmp_path / "ingen" / "x.csv"))[0] == 1


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
        (("decisions", "--section", "Indstilling"), "no_such_decisions"),
        (("decisions", "--committee", "Findesikkeudvalget"), "unknown_committee"),
        (("ask", "Hvad blev besluttet?", "--committee", "Findesikkeudvalget"), "unknown_committee"),
        (("decisions", "--from", "i går"), "bad_date"),
        (("cases", "--csv"), "json_and_csv"),
        (("terms", "--bom"), "csv_only"),
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
    assert "Læser og indekserer dokumenter: 2/2" in err
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
