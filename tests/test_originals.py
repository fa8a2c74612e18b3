"""Where the file of a document is found again, and when it is not handed out."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from kb import originals
from kb.cases.access import CLOSED_PARTS
from kb.datatypes import Access, Document, Original, Whereabouts
from kb.errors import UsageError
from kb.ingest import build
from kb.intake import read_document
from kb.knowledge import KnowledgeBase
from kb.originals import original_of
from kb.register import Register
from kb.roles import Role
from kb.settings import Settings
from tests.conftest import REPOSITORY
from tests.hashing import HashingEncoder
from tests.minutes import pdf
from tests.ui.records import document

TEXT = b"Referat. Tiltr\xc3\xa5dt."


def paper(name: str, content: bytes = TEXT) -> Document:
    """A document with this id whose file has this content."""
    return replace(document(), id=name, sha256=hashlib.sha256(content).hexdigest())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one file in a folder of its own."""
    (tmp_path / "arkiv" / "sager").mkdir(parents=True)
    (tmp_path / "arkiv" / "sager" / "a.pdf").write_bytes(TEXT)
    return tmp_path / "arkiv"


def test_a_file_is_found_below_the_first_source_that_has_it(source: Path, tmp_path: Path) -> None:
    found = original_of(paper("sager/a.pdf"), [tmp_path / "findes-ikke", source])
    assert found == Original("sager/a.pdf", Whereabouts.FOUND, source / "sager" / "a.pdf")


def test_a_source_that_is_a_file_is_the_document(source: Path) -> None:
    file = source / "sager" / "a.pdf"
    assert original_of(paper("a.pdf"), [file]).path == file
    assert original_of(paper("b.pdf"), [file]).state is Whereabouts.GONE


def test_the_name_of_a_source_in_front_is_passed_over(source: Path) -> None:
    assert original_of(paper("arkiv/sager/a.pdf"), [source]).path == source / "sager" / "a.pdf"


def test_a_file_that_is_gone_or_another_is_told_apart(source: Path) -> None:
    sources = [source]
    file = source / "sager" / "a.pdf"
    changed = paper("sager/a.pdf", b"before")
    assert original_of(changed, sources) == Original("sager/a.pdf", Whereabouts.CHANGED)
    assert original_of(paper("sager/a.pdf"), sources).state is Whereabouts.FOUND
    file.write_bytes(TEXT + b" rettet")
    assert original_of(paper("sager/a.pdf"), sources).state is Whereabouts.CHANGED
    file.unlink()
    assert original_of(paper("sager/a.pdf"), sources).state is Whereabouts.GONE


def test_an_unchanged_copy_in_another_source_is_the_file(source: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopi" / "sager" / "a.pdf"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(TEXT)
    (source / "sager" / "a.pdf").write_bytes(b"overskrevet")
    assert original_of(paper("sager/a.pdf"), [source, tmp_path / "kopi"]).path == copy


@pytest.mark.parametrize("name", ["../hemmelig.pdf", "sager/../../hemmelig.pdf", "/etc/passwd", "", "."])
def test_nothing_outside_the_sources_is_looked_at(source: Path, name: str) -> None:
    (source.parent / "hemmelig.pdf").write_bytes(TEXT)
    assert original_of(paper(name), [source]).state is Whereabouts.GONE


def test_a_name_is_found_however_its_letters_are_composed(tmp_path: Path) -> None:
    name = "bilag på ø.pdf"
    (tmp_path / unicodedata.normalize("NFD", name)).write_bytes(TEXT)
    assert original_of(paper(name), [tmp_path]).state is Whereabouts.FOUND


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_gone(source: Path) -> None:
    (source / "sager" / "a.pdf").chmod(0)
    assert original_of(paper("sager/a.pdf"), [source]).state is Whereabouts.GONE


def test_a_file_is_hashed_once_while_it_stays_as_it_is(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Path] = []

    def counted(path: Path) -> str:
        hashed.append(path)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    monkeypatch.setattr(originals, "sha256_of", counted)
    for _ in range(3):
        assert original_of(paper("sager/a.pdf"), [source]).state is Whereabouts.FOUND
    assert len(hashed) == 1


def test_a_document_with_closed_parts_is_withheld(source: Path) -> None:
    closed = replace(paper("sager/a.pdf"), warnings=(CLOSED_PARTS,))
    assert original_of(closed, [source]) == Original("sager/a.pdf", Whereabouts.WITHHELD)


def test_every_document_of_the_sample_has_its_file_but_those_with_closed_items(
    knowledge: KnowledgeBase,
) -> None:
    withheld = set()
    for each in knowledge.documents():
        original = knowledge.original(each.id)
        if original.state is Whereabouts.WITHHELD:
            withheld.add(each.id)
        else:
            assert original.path == REPOSITORY / "data" / each.id
    items = {
        each.id
        for each in knowledge.documents()
        if any(item.access is Access.CLOSED for item in knowledge.document(each.id).items)
    }
    assert withheld == items
    assert len(items) == 3


def test_the_manifest_tells_where_the_files_lie(knowledge: KnowledgeBase) -> None:
    assert knowledge.manifest.sources == (str(REPOSITORY / "data"),)


def test_a_moved_source_makes_a_new_generation_that_knows_its_place(
    knowledge: KnowledgeBase, settings: Settings, tmp_path: Path
) -> None:
    before, after = tmp_path / "før", tmp_path / "efter"
    before.mkdir()
    (before / "notat.txt").write_text("Notat om cykelstier\n\nByrådet vedtog planen.", "utf-8")
    where = settings.model_copy(update={"index": tmp_path / "index", "data": tmp_path / "andet"})
    encoder = knowledge._model
    first = build([before], where, encoder)
    assert build([before], where, encoder).generation == first.generation
    before.rename(after)
    second = build([after], where, encoder)
    assert second.generation != first.generation
    assert second.embedded == 0
    assert Register(where).original("notat.txt").path == after / "notat.txt"


def test_a_page_of_the_sample_is_a_picture_and_nothing_else_is(knowledge: KnowledgeBase) -> None:
    image = knowledge.page_image("norddjurs/oek-2022-12-06-trio-stormoede.pdf", 2)
    assert image.startswith(b"\x89PNG")
    for name, number in (
        ("norddjurs/oek-2022-12-06-trio-stormoede.pdf", 3),
        ("norddjurs/oek-2022-12-06-trio-stormoede.pdf", 0),
        ("norddjurs/vores-norddjurs.html", 1),
        ("fjordby/referat-oekonomiudvalget-2024-03-12.pdf", 1),
        ("fjordby/lukket-sag-ejendomshandel.pdf", 1),
        ("findes-ikke.pdf", 1),
    ):
        with pytest.raises(UsageError):
            knowledge.page_image(name, number)


def test_a_file_with_masked_numbers_is_for_editors_alone(tmp_path: Path) -> None:
    (tmp_path / "sag.txt").write_text("Borgeren 110362-4321 søger om støtte.", "utf-8")
    document = read_document(tmp_path / "sag.txt")
    assert document.warnings == ("masked_cpr",)
    assert original_of(document, [tmp_path]) == Original("sag.txt", Whereabouts.MASKED)
    assert original_of(document, [tmp_path], show_masked=True).path == tmp_path / "sag.txt"


@pytest.mark.parametrize("everyone", [Role.READER, Role.EDITOR])
def test_neither_picture_nor_file_of_masked_numbers_reaches_readers(
    settings: Settings, tmp_path: Path, everyone: Role
) -> None:
    folders = {name: tmp_path / name for name in ("data", "index", "state")}
    place = settings.model_copy(update={**folders, "everyone": everyone})
    place.data.mkdir()
    (place.data / "sag.pdf").write_bytes(pdf("Støtte til 110362-4321"))
    build([place.data], place, HashingEncoder())
    register = Register(place, HashingEncoder())
    assert "██████-████" in register.document("sag.pdf").text
    if everyone is Role.EDITOR:
        assert register.page_image("sag.pdf", 1).startswith(b"\x89PNG")
        return
    assert register.original("sag.pdf").state is Whereabouts.MASKED
    with pytest.raises(UsageError, match="kan ikke vises"):
        register.page_image("sag.pdf", 1)


def test_editors_find_the_file_whose_name_has_a_number(tmp_path: Path) -> None:
    path = tmp_path / "Åse 110362-4321" / "sag 110362-4321.txt"
    path.parent.mkdir()
    path.write_text("Borgeren søger om støtte.", "utf-8")
    found = replace(read_document(path), id="Åse ██████-████/sag ██████-████.txt")
    assert original_of(found, [tmp_path]).state is Whereabouts.MASKED
    assert original_of(found, [tmp_path], show_masked=True).path == path
