"""A build takes over what is unchanged, leaves no trace of what is closed and breaks nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from kb.cases import parse_document
from kb.datatypes import Document, Extraction, Filter, GapKind, SectionKind
from kb.embedding import Embedding, Encoder, Role, TokenVectors
from kb.errors import IndexStateError, ResourceError, SourceError
from kb.index.generations import generation_folder, generations, rollback
from kb.index.lock import build_lock
from kb.index.manifest import FORMAT
from kb.index.store import LocalStore, open_store
from kb.ingest import Mode, build
from kb.intake import read_document
from kb.register import Register
from kb.retrieval import search
from kb.settings import Settings

SCHOOL = """Sikre skoleveje ved Åkirkeby Skole

Sagsfremstilling

Forældre har klaget over trafikken. Forvaltningen har målt farten på Søndergade.

Indstilling

Forvaltningen indstiller, at der anlægges en cykelsti.

Beslutning i Teknik- og Miljøudvalget den 6. december 2022

Godkendt som indstillet.
"""
WATER = """Takster for vand 2023

Økonomiske konsekvenser

Afgiften stiger til 12,50 kr. pr. kubikmeter.

Beslutning i Økonomiudvalget den 13. december 2022

Godkendt som indstillet.
"""
CLOSED = """Salg af grunden Hemmelighedsvej 7

Lukket punkt

Sagsfremstilling

Køberen hedder Zacharias Xylander.
"""
MIXED = """Referat af møde i Byrådet den 20. december 2022

Punkt 1: Budgetopfølgning (Åben sag)

Sagsfremstilling

Budgettet holder.

Punkt 2: Afskedigelse af Quintus Yggdrasil (Lukket sag)

Sagsfremstilling

Quintus Yggdrasil fratræder. Advokatfirmaet Mørkeskov (MOSK) bistår.

Beslutning

Godkendt. Xerxes Vinterdal deltog ikke.

Bilag

1 - 4625575 Lukket Fratrædelsesaftale (42880/24) (H)
"""


class Recorder:
    """Progress that remembers what it was told."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int]] = []
        self.steps: dict[str, int] = {}

    def stage(self, name: str, total: int) -> None:
        self.stages.append((name, total))
        self.steps[name] = 0

    def advance(self, steps: int) -> None:
        self.steps[self.stages[-1][0]] += steps


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    """Settings over a data folder with two documents and an index that does not exist yet."""
    place = settings.model_copy(update={"data": tmp_path / "data", "index": tmp_path / "index"})
    write(place, "sager/skolevej.txt", SCHOOL)
    write(place, "vand.txt", WATER)
    return place


def write(place: Settings, name: str, text: str) -> None:
    path = place.data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def contents(index: Path) -> bytes:
    """Every byte of the current generation's files."""
    folder = generation_folder(index, open_store(index).manifest.generation)
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def titles(store: LocalStore) -> dict[str, str]:
    return {summary.id: summary.title for summary in store.summaries(Filter())}


def test_a_first_build_indexes_everything(place: Settings, encoder: Encoder) -> None:
    progress = Recorder()
    report = build([place.data], place, encoder, progress=progress)
    store = open_store(place.index, encoder)
    assert titles(store) == {
        "sager/skolevej.txt": "Sikre skoleveje ved Åkirkeby Skole",
        "vand.txt": "Takster for vand 2023",
    }
    assert (report.documents, report.new, report.changed, report.unchanged, report.removed) == (2, 2, 0, 0, 0)
    assert (report.chunks, report.embedded, report.reused) == (store.chunk_count, store.chunk_count, 0)
    assert report.pages == 2
    assert progress.stages == [("index", 2), ("write", 1)]
    assert progress.steps == {"index": 2, "write": 1}
    assert len(store.decisions(Filter())) == 2
    assert store.manifest.model_fingerprint == encoder.fingerprint


def test_vectors_stand_in_the_order_of_the_chunks(place: Settings, encoder: Encoder) -> None:
    build([place.data], place, encoder)
    store = open_store(place.index, encoder)
    mask = store.allowed(Filter())
    question = encoder.query("Hvad koster vandet pr. kubikmeter?")
    best = store.chunks(store.dense(question, mask, 1).keys.tolist())[0]
    assert "12,50 kr." in best.text
    for chunk in store.chunks(range(store.chunk_count)):
        alone = encoder.passages([f"{chunk.context}\n{chunk.text}"])[0]
        assert store.searched.vectors.all()[chunk.key] @ alone > 0.9999


def test_equal_decisions_in_two_cases_are_two_chunks(place: Settings, encoder: Encoder) -> None:
    build([place.data], place, encoder)
    store = open_store(place.index)
    mask = store.allowed(Filter(sections=(SectionKind.DECISION,)))
    hits = store.chunks(store.lexical("godkendt", "words", mask, 9).keys.tolist())
    assert sorted(hit.document for hit in hits) == ["sager/skolevej.txt", "vand.txt"]


def test_nothing_is_computed_twice(place: Settings, encoder: Encoder) -> None:
    first = build([place.data], place, encoder)
    before = open_store(place.index)
    second = build([place.data], place, encoder)
    after = open_store(place.index)
    assert (second.embedded, second.reused, second.unchanged) == (0, first.chunks, 2)
    assert before.manifest.checksums == after.manifest.checksums


def test_a_full_build_gives_the_same_bytes(place: Settings, encoder: Encoder) -> None:
    first = build([place.data], place, encoder)
    before = open_store(place.index).manifest
    second = build([place.data], place, encoder, Mode.FULL)
    assert (second.embedded, second.reused, second.unchanged) == (first.chunks, 0, 2)
    assert open_store(place.index).manifest.checksums == before.checksums


def test_changed_new_and_removed_files_are_told_apart(place: Settings, encoder: Encoder) -> None:
    build([place.data], place, encoder)
    write(place, "sager/skolevej.txt", SCHOOL.replace("cykelsti", "gangsti"))
    write(place, "ny.txt", "Ny sag om skov\n\nSagsfremstilling\n\nDer plantes træer.\n")
    (place.data / "vand.txt").unlink()
    report = build([place.data], place, encoder)
    assert (report.new, report.changed, report.unchanged, report.removed) == (1, 1, 0, 1)
    assert 0 < report.embedded < report.chunks
    store = open_store(place.index, encoder)
    assert set(titles(store)) == {"ny.txt", "sager/skolevej.txt"}
    assert b"kubikmeter" not in contents(place.index)
    assert store.lexical("gangsti", "words", store.allowed(Filter()), 5).keys.size == 1
    rollback(place.index)
    assert "vand.txt" in titles(open_store(place.index, encoder))


def test_a_renamed_file_costs_no_embedding(place: Settings, encoder: Encoder) -> None:
    first = build([place.data], place, encoder)
    (place.data / "sager").rename(place.data / "arkiv")
    report = build([place.data], place, encoder)
    assert (report.new, report.removed, report.embedded, report.reused) == (1, 1, 0, first.chunks)
    assert set(titles(open_store(place.index, encoder))) == {"arkiv/skolevej.txt", "vand.txt"}


def test_an_index_built_step_by_step_finds_what_one_built_at_once_finds(
    place: Settings, encoder: Encoder, tmp_path: Path
) -> None:
    """Windows are small, so that repeats stand in the same one, in an earlier one and in the old index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kb.filling.WINDOW", 2)
        build([place.data], place, encoder)
        write(place, "a/kopi.txt", SCHOOL)
        write(place, "vand.txt", WATER.replace("12,50", "13,75"))
        write(place, "zz/kopi.txt", WATER)
        write(place, "zz/kopi2.txt", WATER)
        build([place.data], place, encoder)
    at_once = place.model_copy(update={"index": tmp_path / "at-once"})
    build([at_once.data], at_once, encoder)
    stepwise, whole = open_store(place.index, encoder), open_store(at_once.index, encoder)
    keys = range(whole.chunk_count)
    assert stepwise.chunks(keys) == whole.chunks(keys)
    assert stepwise.decisions(Filter()) == whole.decisions(Filter())
    everything = whole.allowed(Filter())
    for question in (
        "Hvad koster vand pr. kubikmeter?",
        "cykelsti på Søndergade",
        "13,75",
        "13. december 2022",
    ):
        for field in ("words", "ngrams", "exact"):
            ours, theirs = (each.lexical(question, field, everything, 50) for each in (stepwise, whole))
            assert (ours.keys.tolist(), ours.scores.tolist()) == (
                theirs.keys.tolist(),
                theirs.scores.tolist(),
            )
        found = [
            [(hit.chunk, round(hit.score, 3)) for hit in search(each, encoder, question, Filter(), 10)]
            for each in (stepwise, whole)
        ]
        assert found[0] == found[1]


def test_another_chunk_size_reads_again_and_keeps_equal_vectors(place: Settings, encoder: Encoder) -> None:
    build([place.data], place, encoder)
    report = build([place.data], place.model_copy(update={"chunk_tokens": 32}), encoder)
    assert report.unchanged == 2
    assert open_store(place.index, encoder).chunk_count == report.chunks


def test_closed_documents_leave_no_trace(place: Settings, encoder: Encoder) -> None:
    write(place, "lukket.txt", CLOSED)
    write(place, "blandet.txt", MIXED)
    report = build([place.data], place, encoder)
    assert [(each.path, each.code) for each in report.skipped] == [("lukket.txt", "closed")]
    everything = contents(place.index).decode("utf-8", "ignore")
    assert "Budgettet holder" in everything
    for word in (
        "Hemmelighedsvej",
        "Xylander",
        "Yggdrasil",
        "Mørkeskov",
        "Vinterdal",
        "Fratræd",
        "lukket.txt",
    ):
        assert word.lower() not in everything.lower()
    assert "Hemmelighedsvej" not in repr(report)


def test_one_bad_file_does_not_stop_the_others(place: Settings, encoder: Encoder) -> None:
    (place.data / "i-stykker.pdf").write_bytes(b"%PDF-1.7 og saa ikke mere")
    (place.data / "borte.txt").symlink_to(place.data / "findes-ikke.txt")
    write(place, "tal.ods", "x")
    report = build([place.data], place, encoder)
    assert report.documents == 2
    assert [each.path for each in report.failed] == ["borte.txt", "i-stykker.pdf"]
    assert all(each.message and each.remedy for each in report.failed)
    assert [(each.path, each.code) for each in report.skipped] == [("tal.ods", "unsupported_file")]


def test_a_text_that_the_grammar_fails_on_is_listed_like_a_damaged_file(
    place: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No text is known that the grammar fails on, so one is made to."""

    def fails_on_one(document: str, extraction: Extraction, sha256: str, corrected: object) -> Document:
        if "12,50" in extraction.text:
            raise IndexError(extraction.text)
        return parse_document(document, extraction, sha256)

    monkeypatch.setattr("kb.masking.parse_document", fails_on_one)
    report = build([place.data], place, encoder)
    assert report.documents == 1
    (failed,) = report.failed
    assert (failed.path, failed.code) == ("vand.txt", "not_understood")
    assert "IndexError, test_ingest.py:" in failed.message
    assert "12,50" not in repr(report)
    assert [gap.document for gap in Register(place).gaps() if gap.kind is GapKind.UNREAD_FILE] == ["vand.txt"]


def test_unread_files_are_gaps_and_closed_ones_and_guides_are_not(place: Settings, encoder: Encoder) -> None:
    (place.data / "i-stykker.pdf").write_bytes(b"%PDF-1.7 og saa ikke mere")
    write(place, "README.md", "Læg filer her")
    write(place, "lukket.txt", CLOSED)
    write(place, "bilag.ods", "x")
    build([place.data], place, encoder)
    gaps = [gap for gap in Register(place).gaps() if gap.kind is GapKind.UNREAD_FILE]
    assert [(gap.document, gap.detail) for gap in gaps] == [
        ("bilag.ods", "Filtypen ».ods« kan ikke læses."),
        ("i-stykker.pdf", "PDF-filen er beskadiget og kan ikke læses."),
    ]


def test_where_only_the_unread_files_changed_a_new_generation_says_so(
    place: Settings, encoder: Encoder
) -> None:
    first = build([place.data], place, encoder)
    (place.data / "tom.pdf").write_bytes(b"")
    second = build([place.data], place, encoder)
    assert (second.unchanged, second.new, second.embedded) == (2, 0, 0)
    assert second.generation > first.generation
    assert "tom.pdf" in [gap.document for gap in Register(place).gaps()]
    assert build([place.data], place, encoder).generation == second.generation
    (place.data / "tom.pdf").unlink()
    third = build([place.data], place, encoder)
    assert third.generation > second.generation
    assert "tom.pdf" not in [gap.document for gap in Register(place).gaps()]


def test_an_index_of_an_older_format_is_built_anew(place: Settings, encoder: Encoder) -> None:
    old = build([place.data], place, encoder).generation
    manifest = generation_folder(place.index, old) / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(f'"format": {FORMAT}', '"format": 1'), "utf-8")
    with pytest.raises(IndexStateError) as caught:
        Register(place)
    assert (caught.value.code, "kb index --full" in caught.value.remedy) == ("index_format_mismatch", True)
    report = build([place.data], place, encoder)
    assert (report.new, report.embedded) == (2, report.chunks)
    with pytest.raises(IndexStateError) as caught:
        rollback(place.index)
    assert (caught.value.code, "kb index --full" in caught.value.remedy) == ("no_previous_generation", True)
    assert len(titles(open_store(place.index))) == 2


def test_nothing_to_index_leaves_the_old_generation(
    place: Settings, encoder: Encoder, tmp_path: Path
) -> None:
    build([place.data], place, encoder)
    before = contents(place.index)
    only_closed = tmp_path / "lukkede"
    only_closed.mkdir()
    (only_closed / "a.txt").write_text(CLOSED, "utf-8")
    with pytest.raises(SourceError) as caught:
        build([only_closed], place, encoder)
    assert caught.value.code == "nothing_indexed"
    assert "a.txt" in caught.value.message
    assert "Hemmelighedsvej" not in str(caught.value)
    assert contents(place.index) == before


def test_the_model_is_not_loaded_for_sources_that_are_not_there(place: Settings) -> None:
    def load() -> Encoder:
        raise AssertionError("the model was loaded")

    with pytest.raises(SourceError):
        build([place.data / "findes-ikke"], place, load)
    assert not place.index.exists()


class InterruptedByPersonError(Exception):
    """Stands for a person who breaks off a build."""


@pytest.mark.parametrize("moment", ["index", "write"])
def test_a_build_broken_off_leaves_the_old_generation(place: Settings, encoder: Encoder, moment: str) -> None:
    class Breaking(Recorder):
        def stage(self, name: str, total: int) -> None:
            if name == moment:
                raise InterruptedByPersonError
            super().stage(name, total)

    build([place.data], place, encoder)
    before = contents(place.index)
    write(place, "vand.txt", WATER.replace("12,50", "99,50"))
    with pytest.raises(InterruptedByPersonError):
        build([place.data], place, encoder, progress=Breaking())
    assert contents(place.index) == before
    assert build([place.data], place, encoder).changed == 1


def test_two_builds_do_not_collide(place: Settings, encoder: Encoder) -> None:
    with build_lock(place.index), pytest.raises(ResourceError) as caught:
        build([place.data], place, encoder)
    assert caught.value.code == "build_running"
    assert build([place.data], place, encoder).documents == 2


def test_generations_are_pruned(place: Settings, encoder: Encoder) -> None:
    few = place.model_copy(update={"keep_generations": 2})
    made = []
    for price in ("1,00", "2,00", "3,00"):
        write(place, "vand.txt", WATER.replace("12,50", price))
        made.append(build([place.data], few, encoder).generation)
    assert generations(place.index) == tuple(made[1:])


def test_where_nothing_changed_no_model_is_loaded_and_no_generation_made(
    place: Settings, encoder: Encoder
) -> None:
    def refuse() -> Encoder:
        raise AssertionError("the model was loaded for nothing")

    first = build([place.data], place, encoder)
    again = build([place.data], place, refuse)
    assert (again.generation, again.chunks, again.unchanged) == (first.generation, first.chunks, 2)
    assert (again.new, again.changed, again.removed, again.embedded) == (0, 0, 0, 0)
    assert generations(place.index) == (first.generation,)
    with pytest.raises(AssertionError):
        build([place.data], place, refuse, Mode.FULL)


class Renamed:
    """The same model under another fingerprint, as after a change of weights."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.fingerprint, self.dimensions = "ny", "ny", encoder.dimensions
        self.count_tokens = encoder.count_tokens

    def stream(self, texts: Sequence[str], role: Role) -> Iterator[tuple[int, Embedding]]:
        for row, each in self._encoder.stream(texts, role):
            yield row, Embedding(-each.pooled, TokenVectors(-each.tokens.vectors, each.tokens.spans))


def test_another_model_takes_no_vectors_over(place: Settings, encoder: Encoder) -> None:
    build([place.data], place, encoder)
    before = open_store(place.index).searched.vectors.all()
    report = build([place.data], place, Renamed(encoder))  # type: ignore[arg-type]
    after = open_store(place.index).searched.vectors.all()
    assert (report.unchanged, report.embedded) == (2, report.chunks)
    np.testing.assert_allclose(after, -before, atol=1e-6)


def test_a_damaged_index_is_built_anew(place: Settings, encoder: Encoder) -> None:
    generation = build([place.data], place, encoder).generation
    (generation_folder(place.index, generation) / "catalogue.sqlite").write_bytes(b"")
    report = build([place.data], place, encoder)
    assert (report.new, report.embedded) == (2, report.chunks)
    assert len(titles(open_store(place.index, encoder))) == 2


def test_what_went_bad_on_the_disk_is_not_copied_into_the_next_generation(
    place: Settings, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a file so large that its checksum is remembered, without the time of change telling."""
    monkeypatch.setattr("kb.disk.LARGE_BYTES", 0)
    monkeypatch.setattr("kb.disk.platformdirs.user_cache_path", lambda name: tmp_path / name)
    generation = build([place.data], place, encoder).generation
    open_store(place.index)
    codes = generation_folder(place.index, generation) / "tokens" / "codes.bin"
    stat = codes.stat()
    codes.write_bytes(codes.read_bytes()[:-1] + b"?")
    os.utime(codes, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    write(place, "ny.txt", "Ny sag om skov\n\nSagsfremstilling\n\nDer plantes træer.\n")
    report = build([place.data], place, encoder)
    assert (report.documents, report.embedded, report.reused) == (3, report.chunks, 0)


def test_renditions_of_one_text_are_found_once(place: Settings, encoder: Encoder) -> None:
    write(place, "kopi/skolevej.txt", SCHOOL)
    report = build([place.data], place, encoder)
    store = open_store(place.index, encoder)
    assert report.documents == 3
    assert report.embedded < report.chunks
    primary = next(
        each for each in store.summaries(Filter()) if "skolevej" in each.id and not each.duplicate_of
    )
    assert len(store.renditions(primary.id)) == 1
    mask = store.allowed(Filter())
    hits = store.chunks(store.lexical("cykelsti", "words", mask, 9).keys.tolist())
    assert [hit.document for hit in hits] == [primary.id]


def test_one_file_can_be_read_by_itself(place: Settings) -> None:
    document = read_document(place.data / "vand.txt")
    assert (document.id, document.title) == ("vand.txt", "Takster for vand 2023")
    assert document.text[document.sections[-1].body_start :].strip() == "Godkendt som indstillet."
