"""Archives and exports behind the wall of an edition: nothing of them is told to who may not read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.access import Classes
from kb.containers import SourceFile
from kb.datatypes import Clearance
from kb.readers.holding import Unpacked
from kb.readers.rooms import ReadingRooms
from kb.settings import Settings
from kb.sources import find_files
from kb.wall import Wall
from tests.readers.holders import zipped


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    for folder in ("hr", "aaben"):
        (tmp_path / "data" / folder).mkdir(parents=True)
        content = zipped({"lønforhandling.txt": "Om løn.", "../ud.txt": "x", "tal.ods": "x"})
        (tmp_path / "data" / folder / "x.zip").write_bytes(content)
    return settings.model_copy(update={"data": tmp_path / "data"})


HR_IS_INTERNAL = Classes({"hr": Clearance.INTERNAL})


def test_an_archive_above_the_edition_is_not_even_opened(place: Settings) -> None:
    wall = Wall(Clearance.PUBLIC, HR_IS_INTERNAL)
    opened: list[Path] = []
    with ReadingRooms.of(place) as rooms:

        def unpack(path: Path) -> Unpacked:
            opened.append(path)
            return rooms.unpack(path)

        found = find_files([place.data], outside=wall, unpack=unpack)
    assert [each.name for each in (path.parent for path in opened)] == ["aaben"]
    assert [each.id for each in found.files] == ["aaben/x.zip/lønforhandling.txt"]
    told = [(each.path, each.code) for each in (*found.skipped, *found.failed) if each.path.startswith("hr")]
    assert told == [("hr/x.zip", "not_cleared")]


def test_its_documents_are_in_the_edition_that_may_have_them(place: Settings) -> None:
    wall = Wall(Clearance.INTERNAL, HR_IS_INTERNAL)
    with ReadingRooms.of(place) as rooms:
        found = find_files([place.data], outside=wall, unpack=rooms.unpack)
    assert [each.id for each in found.files] == [
        "aaben/x.zip/lønforhandling.txt",
        "hr/x.zip/lønforhandling.txt",
    ]
    assert isinstance(found.files[1], SourceFile)


def test_what_is_no_document_is_not_told_where_the_unmarked_is_not(place: Settings) -> None:
    """Names in an archive may tell as much as names of files."""
    wall = Wall(Clearance.PUBLIC, Classes(unmarked=Clearance.INTERNAL))
    with ReadingRooms.of(place) as rooms:
        found = find_files([place.data], outside=wall, unpack=rooms.unpack)
    assert {each.code for each in (*found.skipped, *found.failed)} == {"not_cleared"}


def test_a_folder_in_an_archive_is_one_like_any_other(place: Settings) -> None:
    (place.data / "alt.zip").write_bytes(zipped({"udvalg/hr/a.txt": "Om løn.", "b.txt": "Om havnen."}))
    wall = Wall(Clearance.PUBLIC, HR_IS_INTERNAL)
    with ReadingRooms.of(place) as rooms:
        found = find_files([place.data / "alt.zip"], outside=wall, unpack=rooms.unpack)
    assert [each.id for each in found.files] == ["alt.zip/b.txt"]
    assert [(each.path, each.code) for each in found.skipped] == [("alt.zip/udvalg/hr/a.txt", "not_cleared")]
