"""A real build into PostgreSQL gives what a local one gives: the same records, hits, scores and answers."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr

from kb.cli import main
from kb.datatypes import CorrectedField, FieldCorrection, Filter, Hit, SectionKind
from kb.embedding import Encoder
from kb.errors import ResourceError
from kb.index.repository import repository_of
from kb.index.searched import FIELDS
from kb.index.store import Store
from kb.ingest import Mode, build
from kb.knowledge import KnowledgeBase
from kb.postgresql.repository import PostgresRepository
from kb.retrieval import search
from kb.settings import Settings
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from tests.conftest import REPOSITORY, TODAY
from tests.postgresql.cluster import Cluster

FILES = (
    "fjordby/mus-guide-2024.md",
    "fjordby/referat-lokaludvalg-raadhuset-2024-11-19.txt",
    "fjordby/haandbog-ferie-og-fravaer.html",
    "fjordby/velfaerdsstrategi-2022-2030.odt",
    "fjordby/sag-cykelsti-havnegade-2025.pdf",
    "fjordby/udkast-cykelsti-havnegade-2024.pdf",
    "fjordby/referat-klima-og-teknikudvalget-2025-03-04.pdf",
    "norddjurs/oek-2022-12-06-trio-stormoede.pdf",
)
CHANGED = "fjordby/mus-guide-2024.md"
EVERYTHING = Filter()
NARROW = Filter(sections=(SectionKind.DECISION, SectionKind.CASE))
QUESTIONS = [
    json.loads(line)["q"]
    for line in (REPOSITORY / "tests/eval/questions.jsonl").read_text("utf-8").splitlines()[::8]
][:20]


@pytest.fixture(scope="module")
def places(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory, new_dsn: Callable[[], str]
) -> dict[str, Settings]:
    """Settings of either kind over one data folder, nothing built yet."""
    folder = tmp_path_factory.mktemp("place")
    data = folder / "data"
    for name in FILES:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "data" / name, data / name)
    of_index = {"data": data, "index": folder / "index", "state": folder / "state"}
    return {
        "local": settings.model_copy(update=of_index),
        "postgresql": settings.model_copy(
            update={**of_index, "store": "postgresql", "pg_dsn": SecretStr(new_dsn())}
        ),
    }


@pytest.fixture(scope="module")
def stores(places: dict[str, Settings], encoder: Encoder) -> dict[str, Store]:
    """The same documents in a store of either kind."""
    for place in places.values():
        report = build([place.data], place, encoder)
        assert (report.documents, report.embedded) == (len(FILES), report.chunks)
    return {kind: repository_of(place).open(encoder) for kind, place in places.items()}


def same(hits: tuple[Hit, ...], others: tuple[Hit, ...]) -> None:
    """Nothing, where the hits are the same but for the last digits of their scores."""
    assert [hit.chunk for hit in hits] == [hit.chunk for hit in others]
    np.testing.assert_allclose([hit.score for hit in hits], [hit.score for hit in others], atol=1e-3)
    for hit, other in zip(hits, others, strict=True):
        assert (hit.document, hit.page, hit.text, hit.renditions) == (
            other.document, other.page, other.text, other.renditions,
        )  # fmt: skip


def test_questions_find_the_same_in_both(stores: dict[str, Store], encoder: Encoder) -> None:
    assert len(QUESTIONS) == 20
    found = 0
    for question in QUESTIONS:
        for where in (EVERYTHING, NARROW):
            hits = [search(store, encoder, question, where, 10) for store in stores.values()]
            same(*hits)
            found += len(hits[0])
    assert found > 200


def test_records_are_the_same_in_both(stores: dict[str, Store]) -> None:
    local, remote = stores["local"], stores["postgresql"]
    for where in (EVERYTHING, NARROW, Filter(committees=("Klima- og Teknikudvalget",))):
        assert remote.allowed(where).tolist() == local.allowed(where).tolist()
        assert remote.summaries(where) == local.summaries(where)
        assert remote.decisions(where) == local.decisions(where)
        assert remote.cases(where) == local.cases(where)
        assert remote.terms(where) == local.terms(where)
        assert remote.tenures(where) == local.tenures(where)
        assert remote.gaps(where) == local.gaps(where)
    assert len(local.decisions(EVERYTHING)) >= 3
    for summary in local.summaries(EVERYTHING):
        assert remote.document(summary.id) == local.document(summary.id)
        assert remote.chunks_of(summary.id) == local.chunks_of(summary.id)
        assert remote.renditions(summary.id) == local.renditions(summary.id)
    assert (remote.facets(), remote.vocabulary()) == (local.facets(), local.vocabulary())


def test_answers_are_the_same_in_both(
    stores: dict[str, Store], places: dict[str, Settings], encoder: Encoder
) -> None:
    local, remote = (KnowledgeBase(place, encoder, lambda: TODAY) for place in places.values())
    for question in QUESTIONS[:5]:
        answers = [each.ask(question) for each in (local, remote)]
        assert answers[0].answer == answers[1].answer
        assert answers[0].citations == answers[1].citations


def test_a_build_takes_over_what_is_unchanged(
    stores: dict[str, Store], places: dict[str, Settings], encoder: Encoder
) -> None:
    data = places["local"].data
    text = (data / CHANGED).read_text("utf-8")
    (data / CHANGED).write_text(text + "\n\n## Nyt\n\nDer holdes kvartalsvise opfølgninger.\n", "utf-8")
    reports = [build([place.data], place, encoder) for place in places.values()]
    before = stores["local"].chunk_count
    for report in reports:
        assert (report.changed, report.unchanged) == (1, len(FILES) - 1)
        assert 0 < report.embedded <= 3
        assert report.embedded + report.reused == report.chunks >= before
    again = [repository_of(place).open(encoder) for place in places.values()]
    for question in (*QUESTIONS, "Hvor ofte holdes der opfølgning?"):
        same(*(search(store, encoder, question, EVERYTHING, 10) for store in again))
    assert "opfølgninger" in search(again[1], encoder, "kvartalsvise opfølgninger", EVERYTHING, 1)[0].text
    # The generation that was opened before still answers as it did.
    same(*(search(store, encoder, QUESTIONS[0], EVERYTHING, 10) for store in stores.values()))
    generations = [each.manifest.generation for each in again]
    for place, generation in zip(places.values(), generations, strict=True):
        assert build([place.data], place, encoder).generation == generation  # nothing has changed
        repository = repository_of(place)
        repository.verify()
        assert repository.rollback() < generation
        same(search(repository.open(), encoder, QUESTIONS[1], EVERYTHING, 10),
             search(stores["local"], encoder, QUESTIONS[1], EVERYTHING, 10))  # fmt: skip


def test_a_generation_made_in_full_is_the_one_that_took_over(
    stores: dict[str, Store], places: dict[str, Settings], encoder: Encoder
) -> None:
    """What was copied inside the server, embeddings, tokens and postings, is what would be made anew."""
    place = places["postgresql"]
    build([place.data], place, encoder)
    taken = repository_of(place).open(encoder)
    report = build([place.data], place, encoder, Mode.FULL)
    made = repository_of(place).open(encoder)
    assert report.reused == 0
    assert made.manifest.generation > taken.manifest.generation
    told = ("vocabulary", "decisions", "cases", "documents", "chunks")
    assert {name: made.manifest.checksums[name] for name in told} == {
        name: taken.manifest.checksums[name] for name in told
    }
    everything = made.allowed(EVERYTHING)
    for question in QUESTIONS:
        for field in FIELDS:
            one, other = (each.lexical(question, field, everything, 200) for each in (made, taken))
            np.testing.assert_array_equal(one.keys, other.keys)
            np.testing.assert_array_equal(one.scores, other.scores)
    keys = range(made.chunk_count)
    np.testing.assert_allclose(made.vectors_of(keys), taken.vectors_of(keys), atol=2e-3)


def test_builds_do_not_collide(places: dict[str, Settings], encoder: Encoder) -> None:
    place = places["postgresql"]
    with repository_of(place).lock(), pytest.raises(ResourceError) as caught:
        build([place.data], place, encoder)
    assert caught.value.code == "build_running"


def test_a_correction_is_built_into_both(
    stores: dict[str, Store], places: dict[str, Settings], encoder: Encoder
) -> None:
    corrected = (FieldCorrection(CorrectedField.DATE, None, "2024-03-01"),)
    corrections = Corrections(StateDatabase(places["local"].state))
    corrections.correct(CHANGED, corrected, None, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    for place in places.values():
        report = build([place.data], place, encoder)
        assert (report.changed, report.unchanged) == (1, len(FILES) - 1)
        assert build([place.data], place, encoder).generation == report.generation
        assert repository_of(place).open(encoder).corrected() == {CHANGED: corrected}
    local, remote = (repository_of(place).open(encoder).document(CHANGED) for place in places.values())
    assert (local.date, local.corrected) == (dt.date(2024, 3, 1), corrected)
    assert local == remote


def test_what_a_broken_build_left_is_removed_by_the_next(
    cluster: Cluster, new_dsn: Callable[[], str], places: dict[str, Settings], encoder: Encoder
) -> None:
    dsn = new_dsn()
    place = places["postgresql"].model_copy(update={"pg_dsn": SecretStr(dsn)})
    repository = PostgresRepository(dsn)
    with repository.lock():
        repository.draft(encoder.dimensions, None)
    database = dsn.rpartition("dbname=")[2]
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'kb_g%' ORDER BY 1"
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'kb_g000001' AND tablename = 'postings'"
    assert cluster.sql(schemas, database) == [("kb_g000001",)]
    assert repository.names() == ()
    made = build([place.data / CHANGED], place, encoder)
    assert repository.names() == (made.generation,)
    assert cluster.sql(schemas, database) == [("kb_g000001",)]
    assert cluster.sql(tables, database) == [(1,)]


@pytest.mark.usefixtures("loaded")
def test_the_command_line_works_over_a_database(
    places: dict[str, Settings],
    new_dsn: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        return int(ended.value.code or 0), capsys.readouterr().out

    monkeypatch.chdir(tmp_path)
    for name, value in (("STORE", "postgresql"), ("PG_DSN", new_dsn()), ("PRECISION", "fp32")):
        monkeypatch.setenv(f"KB_{name}", value)
    monkeypatch.setenv("KB_DATA", str(places["local"].data))
    status, out = run("decisions", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (1, "no_index")
    status, out = run("index", str(places["local"].data), "--json")
    assert (status, json.loads(out)["documents"]) == (0, len(FILES))
    status, out = run("ask", "Hvad besluttede Økonomiudvalget om TRIO-stormødet?", "--json")
    assert json.loads(out)["citations"][0]["document"] == "norddjurs/oek-2022-12-06-trio-stormoede.pdf"
    status, out = run("decisions", "--json")
    assert len(json.loads(out)["decisions"]) >= 3
    status, out = run("doctor", "--json")
    assert (status, json.loads(out)["ok"]) == (0, True)
    status, out = run("rollback", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (1, "no_previous_generation")
    assert not (tmp_path / "index").exists()
