"""What a build takes over from the generation before is what it would have made anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kb import intake
from kb.cases.facts import Facts, facts_of, packed, unpacked
from kb.datatypes import Document
from kb.index.store import open_store
from kb.ingest import build
from kb.intake import read_document
from kb.settings import Settings
from tests.hashing import HashingEncoder

DATA = Path(__file__).parents[1] / "data"
TAKEN = ("*.txt", "*.md", "*.html", "*.docx", "*.odt")
"""All of the sample collection that is quickly read; some of it is the same text in two formats."""

POSTINGS = ("/keys.bin", "/counts.bin")
CHANGED = "fjordby/referat-lokaludvalg-raadhuset-2024-11-19.txt"
LATER = "Kommunaldirektør Ida Vang oplyste, at GRUS står for gruppeudviklingssamtale."


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    """Settings over a copy of the sample collection's short files, and an index that does not exist yet."""
    for path in (path for pattern in TAKEN for path in DATA.rglob(pattern) if path.name != "README.md"):
        copied = tmp_path / "data" / path.relative_to(DATA)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copied)
    return settings.model_copy(update={"data": tmp_path / "data", "index": tmp_path / "index"})


def written(index: Path) -> dict[str, str]:
    """The checksums of an index, but for the postings: chunks that were taken over come first in those."""
    checksums = open_store(index).manifest.checksums
    return {name: each for name, each in checksums.items() if not name.endswith(POSTINGS)}


def test_a_build_in_steps_gives_the_bytes_of_one_at_once(place: Settings, tmp_path: Path) -> None:
    build([place.data], place, HashingEncoder())
    with (place.data / CHANGED).open("a", encoding="utf-8") as file:
        file.write(f"\n\n{LATER}\n")
    shutil.copy(place.data / CHANGED, place.data / "aa-kopi.txt")
    (place.data / "fjordby" / "ordliste.md").rename(place.data / "fjordby" / "zz-ordliste.md")
    report = build([place.data], place, HashingEncoder())
    assert (report.new, report.changed, report.removed) == (2, 1, 1)
    store = open_store(place.index)
    build([place.data], place.model_copy(update={"index": tmp_path / "anew"}), HashingEncoder())
    assert written(place.index) == written(tmp_path / "anew")
    assert {"catalogue.sqlite", "vectors.faiss", "tokens/codes.bin"} <= written(place.index).keys()
    assert "Ida Vang" in {each.name for each in store.tenures()}
    assert "GRUS" in {each.term for each in store.terms()}
    assert store.renditions("aa-kopi.txt") == (CHANGED,)


def test_what_has_not_changed_is_not_read_through_again(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(document: Document) -> Facts:
        read.append(document.id)
        return facts_of(document)

    monkeypatch.setattr(intake, "facts_of", counted)
    report = build([place.data], place, HashingEncoder())
    assert len(read) == report.documents
    read.clear()
    with (place.data / CHANGED).open("a", encoding="utf-8") as file:
        file.write(f"\n\n{LATER}\n")
    assert build([place.data], place, HashingEncoder()).changed == 1
    assert read == [CHANGED]


def test_kept_facts_are_those_found() -> None:
    found = [facts_of(read_document(path)) for path in sorted(DATA.rglob("fjordby/*.[mdh]*"))]
    for kept in ("outlines", "explained", "named", "matter"):
        assert any(getattr(each, kept) for each in found), kept
    assert [unpacked(packed(each)) for each in found] == found
    assert packed(found[0]) == packed(unpacked(packed(found[0])))


def test_kept_facts_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="outlines"):
        unpacked('{"matter":""}')


class OtherEncoder(HashingEncoder):
    """The same model with other weights."""

    fingerprint = "hashing-2"


def test_from_another_edition_come_vectors_and_never_text(place: Settings, tmp_path: Path) -> None:
    """As where a model's folder was replaced: this edition's vectors are the old model's still."""
    build([place.data], place, HashingEncoder())
    other = place.model_copy(update={"data": tmp_path / "andet", "index": tmp_path / "andet-index"})
    (other.data / "fjordby").mkdir(parents=True)
    fuller = (place.data / CHANGED).read_text("utf-8") + "\n\nKun for de indviede.\n"
    (other.data / CHANGED).write_text(fuller, "utf-8")
    build([other.data], other, OtherEncoder())
    report = build([place.data], place, OtherEncoder(), donor=open_store(other.index))
    store = open_store(place.index)
    assert (report.changed, store.manifest.model_fingerprint) == (0, "hashing-2")
    texts = [chunk.text for chunk in store.chunks(range(store.chunk_count))]
    assert not any("indviede" in text for text in texts)
    anew = place.model_copy(update={"index": tmp_path / "anew"})
    build([place.data], anew, OtherEncoder())
    whole = open_store(anew.index)
    assert texts == [chunk.text for chunk in whole.chunks(range(whole.chunk_count))]
    assert 0 < report.embedded < whole.chunk_count
