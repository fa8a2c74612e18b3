"""BEIR folders: what is read, what is refused and with which words, and a set measured from end to end."""

from __future__ import annotations

from math import log2
from pathlib import Path

import pytest

from kb.embedding import Encoder
from kb.errors import UsageError
from kb.evaluation.beir import read_beir
from kb.evaluation.corpus import file_name, rank_beir, write_corpus
from kb.evaluation.measuring import measure_beir, measured_json
from kb.settings import Settings
from tests.evaluation.beir_folder import CORPUS, QUERIES, write_folder, write_lines

HEAD = "query-id\tcorpus-id\tscore\n"
TWICE = '{"_id": "a", "text": ""}\n\n{"_id": "a", "text": ""}'
COPY = {"_id": "kopi", "title": "", "text": "Biblioteket holder lukket om søndagen fra den 1. oktober."}


@pytest.mark.parametrize("qrels", ["qrels.tsv", "qrels/test.tsv"])
def test_a_folder_is_read_with_the_questions_that_are_judged(tmp_path: Path, qrels: str) -> None:
    beir = read_beir(write_folder(tmp_path / "ærøsæt", qrels))
    assert beir.name == "ærøsæt"
    assert [entry.id for entry in beir.corpus] == ["Hallen/1", "d2", "d3", "README"]
    assert beir.corpus[0].title == "Ny svømmehal i Ærøby"
    assert beir.queries == {name: QUERIES[name] for name in ("q1", "q2", "q3")}
    assert beir.grades["q3"] == {"README": 1, "ukendt": 1}


def test_line_ends_of_windows_and_blank_lines_are_read(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv"):
        text = (folder / name).read_text(encoding="utf-8").replace("\n", "\r\n")
        (folder / name).write_bytes(f"{text}\r\n".encode())
    assert read_beir(folder).grades["q1"] == {"Hallen/1": 2}


@pytest.mark.parametrize(
    ("name", "text", "code", "words"),
    [
        ("corpus.jsonl", "{}{", "beir_bad_line", "Linje 1 i"),
        ("corpus.jsonl", '{"_id": "a", "text": ""}\n[1]\n', "beir_bad_line", "Linje 2 i"),
        ("corpus.jsonl", '{"text": "a"}', "beir_bad_line", "feltet _id mangler"),
        ("corpus.jsonl", '{"_id": "a"}', "beir_bad_line", "feltet text mangler"),
        ("corpus.jsonl", TWICE, "beir_bad_line", "Linje 3 i"),
        ("queries.jsonl", '{"_id": "q1", "text": "?!"}', "beir_bad_line", "feltet text mangler"),
        ("qrels.tsv", "q1\td2\t1\n", "beir_bad_line", "query-id, corpus-id og score mangler"),
        ("qrels.tsv", f"{HEAD}q1\td2\tgod\n", "beir_bad_line", "Linje 2 i"),
        ("qrels.tsv", f"{HEAD}q1\td2\n", "beir_bad_line", "Linje 2 i"),
        ("qrels.tsv", f"{HEAD}q1\td2\t1\nx\td2\t1\ny\td2\t1\n", "beir_unknown_queries", "2 i alt, fx »x«"),
        ("qrels.tsv", f"{HEAD}q1\td2\t0\n", "beir_no_judged", "qrels.tsv"),
        ("qrels.tsv", "", "beir_no_judged", "qrels.tsv"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(tmp_path: Path, name: str, text: str, code: str, words: str) -> None:
    folder = write_folder(tmp_path)
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_beir(folder)
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.remedy


def test_missing_files_are_named_together(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    for name in ("corpus.jsonl", "qrels.tsv"):
        (folder / name).unlink()
    with pytest.raises(UsageError) as caught:
        read_beir(folder)
    assert caught.value.code == "beir_files_missing"
    assert "mangler corpus.jsonl, qrels.tsv." in caught.value.message


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "queries.jsonl").write_bytes('{"_id": "q1", "text": "Hvornår?"}'.encode("latin-1"))
    with pytest.raises(UsageError) as caught:
        read_beir(folder)
    assert caught.value.code == "beir_unreadable"


def test_every_document_has_a_file_name_of_its_own(tmp_path: Path) -> None:
    assert file_name("20222M012-S36-1") == "20222M012-S36-1.txt"
    assert file_name("../æ.txt") == "%2e%2e%2f%c3%a6%2etxt.txt"
    assert file_name("readme") != "readme.txt"
    assert len(file_name("x" * 500)) < 160
    assert file_name("x" * 500) != file_name("x" * 501)
    assert file_name("A", {"a.txt"}) not in {"A.txt", "a.txt"}
    names = write_corpus(read_beir(write_folder(tmp_path / "set")).corpus, tmp_path / "ud")
    assert sorted(names) == sorted(path.name for path in (tmp_path / "ud").iterdir())
    (hall,) = (name for name, document in names.items() if document == "Hallen/1")
    text = (tmp_path / "ud" / hall).read_text(encoding="utf-8")
    assert text.startswith("Ny svømmehal i Ærøby\n\nByrådet vedtog")


def test_a_set_is_measured_without_touching_the_own_index(
    tmp_path: Path, settings: Settings, encoder: Encoder
) -> None:
    own = settings.model_copy(update={"index": tmp_path / "egen", "max_question": 20})
    measured = measure_beir(read_beir(write_folder(tmp_path / "set")), own, encoder)
    assert not own.index.exists()
    values = {question.id: question.values for question in measured.run.questions}
    half = 1 / (1 + 1 / log2(3))
    assert values["q1"] == pytest.approx(dict.fromkeys(values["q1"], 1.0))
    assert values["q3"] == pytest.approx(
        {"ndcg@10": half, "hit@1": 1.0, "hit@3": 1.0, "recall@10": 0.5, "recall@100": 0.5, "mrr@10": 1.0}
    )
    assert measured.metrics == pytest.approx(
        {
            "questions": 3,
            "documents": 4,
            "unindexed": 0,
            "ndcg@10": (2 + half) / 3,
            "hit@1": 1.0,
            "hit@3": 1.0,
            "recall@10": 2.5 / 3,
            "recall@100": 2.5 / 3,
            "mrr@10": 1.0,
        }
    )
    assert measured.intervals["recall@10"] == pytest.approx((0.5, 1.0))
    assert (measured.run.kind, measured.run.name, measured.run.made.documents) == ("beir", "set", 4)
    assert measured_json(measured)["misses"] == []


def test_two_documents_with_the_same_text_are_both_found(
    tmp_path: Path, settings: Settings, encoder: Encoder
) -> None:
    folder = write_folder(tmp_path)
    write_lines(folder / "corpus.jsonl", [*CORPUS, COPY])
    ranked = rank_beir(read_beir(folder), settings, encoder)
    assert set(ranked.rankings["q2"][:2]) == {"d2", "kopi"}
    assert set(ranked.rankings["q2"]) == {"Hallen/1", "d2", "d3", "README", "kopi"}
