"""Every file given is found once, with a stable id, or named with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.errors import SourceError
from kb.sources import find_files, require_files


def write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Tekst.", "utf-8")


def ids(*sources: Path) -> list[str]:
    return [file.id for file in find_files(sources).files]


def test_files_are_found_in_order_with_forward_slashes(tmp_path: Path) -> None:
    write(
        tmp_path / "b.txt",
        tmp_path / "a" / "æ.PDF",
        tmp_path / "a" / "2.md",
        tmp_path / "a" / "dyb" / "1.docx",
    )
    assert ids(tmp_path) == ["a/2.md", "a/dyb/1.docx", "a/æ.PDF", "b.txt"]


def test_hidden_files_and_lock_files_are_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", tmp_path / ".skjult" / "b.txt", tmp_path / ".DS_Store", tmp_path / "~$a.docx")
    write(tmp_path / ".~lock.a.odt#")
    found = find_files([tmp_path])
    assert [file.id for file in found.files] == ["a.txt"]
    assert found.skipped == ()


def test_what_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path / "README.md", tmp_path / "a" / "README.txt", tmp_path / "tal.ods", tmp_path / "uden")
    found = find_files([tmp_path])
    assert [file.id for file in found.files] == ["a/README.txt"]
    assert [(each.path, each.code) for each in found.skipped] == [
        ("README.md", "guide_file"),
        ("tal.ods", "unsupported_file"),
        ("uden", "unsupported_file"),
    ]
    assert "».ods«" in found.skipped[1].message


def test_a_readme_given_by_itself_is_a_document(tmp_path: Path) -> None:
    write(tmp_path / "README.md")
    assert ids(tmp_path / "README.md") == ["README.md"]


def test_a_file_given_twice_is_found_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.txt", tmp_path / "2.txt")
    assert ids(tmp_path, tmp_path / "a", tmp_path / "2.txt", tmp_path) == ["2.txt", "a/1.txt"]


def test_links_do_not_go_round(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.txt")
    (tmp_path / "a" / "op").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a" / "1.txt")
    found = find_files([tmp_path])
    assert len(found.files) == 1
    assert found.files[0].path.resolve() == tmp_path / "a" / "1.txt"


def test_a_folder_beside_is_followed_through_a_link(tmp_path: Path) -> None:
    write(tmp_path / "andet" / "1.txt")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "link").symlink_to(tmp_path / "andet", target_is_directory=True)
    assert ids(tmp_path / "data") == ["link/1.txt"]


def test_a_number_in_the_name_of_a_file_of_no_kind_is_not_told(tmp_path: Path) -> None:
    for name in ("Notat 010203-1234", "a.010203-1234", "b.txt"):
        (tmp_path / name).write_text("Hej")
    told = [f"{each.path} {each.message} {each.remedy}" for each in find_files([tmp_path]).skipped]
    assert len(told) == 2
    assert not any("0203" in each for each in told)


def test_clashing_ids_get_the_name_of_their_source(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt", tmp_path / "b" / "y.txt")
    assert ids(tmp_path / "a", tmp_path / "b") == ["a/x.txt", "b/x.txt", "b/y.txt"]
    write(tmp_path / "c" / "a" / "x.txt")
    assert ids(tmp_path / "a", tmp_path / "c" / "a") == ["a-2/x.txt", "a/x.txt"]


def test_ids_that_do_not_clash_have_no_source_in_front(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt", tmp_path / "b" / "y.txt")
    assert ids(tmp_path / "a", tmp_path / "b") == ["x.txt", "y.txt"]


def test_a_decomposed_name_has_a_composed_id(tmp_path: Path) -> None:
    write(tmp_path / "a\u030arsplan.txt")
    assert ids(tmp_path) == ["årsplan.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", tmp_path / "låst" / "b.txt")
    (tmp_path / "låst").chmod(0)
    found = find_files([tmp_path])
    (tmp_path / "låst").chmod(0o700)
    assert [(each.path, each.code) for each in found.failed] == [("låst", "unreadable_file")]


def test_missing_and_empty_sources_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as missing:
        find_files([tmp_path / "findes-ikke"])
    assert (missing.value.code, "findes-ikke" in missing.value.message) == ("missing_source", True)
    write(tmp_path / ".skjult")
    with pytest.raises(SourceError) as empty:
        find_files([tmp_path])
    assert empty.value.code == "empty_source"


def test_sources_are_looked_at_before_anything_is_made(tmp_path: Path) -> None:
    full, empty, missing = (tmp_path / name for name in ("fuld", "tom", "findes-ikke"))
    full.mkdir()
    empty.mkdir()
    (full / "sag.txt").write_text("Sag om veje", "utf-8")
    require_files([empty, full])
    for sources, code in (([full, missing], "missing_source"), ([empty], "empty_source")):
        with pytest.raises(SourceError) as caught:
            require_files(sources)
        assert caught.value.code == code
