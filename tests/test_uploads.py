"""Files from a browser: hostile names, endings that lie, nothing overwritten, nothing half written."""

from __future__ import annotations

import os
import threading
import unicodedata
from pathlib import Path

import pytest

from kb.errors import ReadError, ResourceError, UsageError
from kb.sources import find_files
from kb.uploads import document_id, file_name, folders, free_name, store
from tests.minutes import pdf

PDF = pdf("Ny svømmehal")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("referat.pdf.exe", "referat.pdf.pdf"),
        ("Referat ØU 6. december.pdf", "Referat ØU 6. december.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\system32\\x.PDF", "x.pdf"),
        ("C:\\sager\\referat.pdf", "referat.pdf"),
        ("/", "dokument.pdf"),
        ("", "dokument.pdf"),
        ("..", "dokument.pdf"),
        (".pdf", "dokument.pdf"),
        (".skjult.pdf", "skjult.pdf"),
        ("~$referat.pdf", "referat.pdf"),
        (".~lock.referat.pdf", "lock.referat.pdf"),
        ("CON.pdf", "dokument-CON.pdf"),
        ("lpt1.2026.pdf", "dokument-lpt1.2026.pdf"),
        ("referat\u202efdp.exe", "referatfdp.pdf"),
        ("re\u200bfe\u0000rat\n.pdf", "referat.pdf"),
        ('<a href="x">?*|.pdf', "-a href=-x-----.pdf"),
        ("   referat . pdf", "referat.pdf"),
        ("referat.docx", "referat.pdf"),
        ("referat", "referat.pdf"),
        ("Møde 3.11.2026", "Møde 3.11.2026.pdf"),
        ("A\u030arsplan.pdf", "Årsplan.pdf"),
        ("💥.pdf", "dokument.pdf"),
    ],
)
def test_a_name_becomes_safe_and_stays_readable(given: str, name: str) -> None:
    assert file_name(given, PDF) == name


@pytest.mark.parametrize("letter", ["a", "å", "漢"])
def test_a_long_name_is_cut_between_letters(letter: str) -> None:
    name = file_name(letter * 300 + ".pdf", PDF)
    assert name.endswith(".pdf")
    assert 100 < len(name.encode()) <= 154
    assert set(name.removesuffix(".pdf")) == {letter}


def test_the_content_decides_the_ending() -> None:
    assert file_name("a.pdf", b"Referat af et m\xc3\xb8de") == "a.txt"
    assert file_name("a.md", b"# Referat") == "a.md"
    assert file_name("a.htm", b"<html><p>Referat</p></html>") == "a.htm"
    with pytest.raises(ReadError, match="Filen er tom"):
        file_name("a.pdf", b" \n")
    with pytest.raises(ReadError, match="et program"):
        file_name("a.pdf", b"MZ\x90\x00")


def test_a_file_is_stored_under_the_id_that_indexing_gives_it(tmp_path: Path) -> None:
    path = store(tmp_path, "tilfoejet", "Årsplan.pdf", PDF)
    assert path.read_bytes() == PDF
    assert [each.id for each in find_files([tmp_path]).files] == [document_id("tilfoejet", "Årsplan.pdf")]
    assert os.listdir(path.parent) == ["Årsplan.pdf"]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    store(tmp_path, "a", "x.pdf", PDF)
    with pytest.raises(UsageError, match="ligger allerede"):
        store(tmp_path, "a", "x.pdf", b"%PDF other")
    assert (tmp_path / "a" / "x.pdf").read_bytes() == PDF
    assert os.listdir(tmp_path / "a") == ["x.pdf"]


def test_of_many_at_once_just_one_gets_the_name(tmp_path: Path) -> None:
    stored: list[int] = []
    start = threading.Barrier(8)

    def try_to(number: int) -> None:
        start.wait()
        try:
            store(tmp_path, "a", "x.txt", str(number).encode() * 100_000)
        except UsageError:
            return
        stored.append(number)

    threads = [threading.Thread(target=try_to, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored) == 1
    assert (tmp_path / "a" / "x.txt").read_bytes() == str(stored[0]).encode() * 100_000
    assert os.listdir(tmp_path / "a") == ["x.txt"]


@pytest.mark.parametrize(
    ("folder", "name"), [("../x", "a.pdf"), ("/etc", "a.pdf"), ("a", "../a.pdf"), ("a", "b/c.pdf")]
)
def test_nothing_is_stored_outside(tmp_path: Path, folder: str, name: str) -> None:
    with pytest.raises(UsageError, match="uden for mappen"):
        store(tmp_path / "data", folder, name, PDF)
    assert not (tmp_path / "data").exists()


def test_a_disk_that_refuses_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file where the folder should be")
    with pytest.raises(ResourceError, match="kan ikke skrives"):
        store(tmp_path, "a", "x.pdf", PDF)


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    assert free_name(tmp_path, "a", "x.pdf", lambda _id: False) == "x.pdf"
    store(tmp_path, "a", "X.pdf", PDF)
    assert free_name(tmp_path, "a", "x.pdf", lambda _id: False) == "x-2.pdf"
    assert free_name(tmp_path, "a", "x.pdf", lambda name: name == "a/x-2.pdf") == "x-3.pdf"
    store(tmp_path, "a", unicodedata.normalize("NFD", "årsplan.pdf"), PDF)
    assert free_name(tmp_path, "a", "årsplan.pdf", lambda _id: False) == "årsplan-2.pdf"


def test_the_folders_to_choose_from(tmp_path: Path) -> None:
    for name in ("b/2026/ØU/x/y", ".git/a", "a"):
        (tmp_path / name).mkdir(parents=True)
    assert folders(tmp_path) == ("a", "b", "b/2026", "b/2026/ØU")
    assert folders(tmp_path / "none") == ()
