"""Every file without a reader is refused with its reason, never by its name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.readers import load, read_file
from kb.readers.cleanup import clean_pdf, clean_text
from kb.readers.names import SUFFIXES
from kb.readers.options import Limits
from kb.strings_da.problems import PROBLEMS
from tests.readers.make import archive, docx, lines, odt, p, pdf

READABLE = {
    "text.pdf": b"Almindelig tekst om sagen.",
    "docx.pdf": docx(p("x")),
    "pdf.docx": pdf(lines(["x"])),
    "odt.doc": odt("<text:p>x</text:p>"),
    "markdown": b"# Overskrift\n\nTekst\n",
}
REFUSED = {
    "tom.pdf": (b"", "empty_file"),
    "blank.txt": (b" \n\n", "empty_file"),
    "billede.pdf": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "wrong_type"),
    "regneark.docx": (archive({"xl/workbook.xml": "<x/>"}), "no_text"),
    "arkiv.docx": (archive({"a.txt": "x"}), "holds_documents"),
    "gammel.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_doc"),
    "kode.docx": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
    "tekst.rtf": (b"{\\rtf1\\ansi Tekst}", "rtf_file"),
    "data.txt": (b"abc\x00\x01def\x02" * 20, "binary_file"),
    "halv.docx": (b"PK\x03\x04 resten mangler", "corrupt_document"),
}


@pytest.mark.parametrize("name", READABLE)
def test_the_content_decides(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(READABLE[name])
    expected = {"text.pdf": "txt", "docx.pdf": "docx", "pdf.docx": "pdf", "odt.doc": "odt", "markdown": "md"}
    assert read_file(tmp_path / name).format == expected[name]


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason_that_names_the_remedy(name: str, tmp_path: Path) -> None:
    data, code = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_file(tmp_path / name)
    assert caught.value.code == code
    assert caught.value.remedy == PROBLEMS[code].remedy


def test_the_real_type_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(REFUSED["billede.pdf"][0])
    with pytest.raises(ReadError, match="et billede"):
        read_file(tmp_path / "x.pdf")


def test_system_errors_are_told_without_the_path(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(tmp_path / "findes-ikke.txt")
    assert caught.value.code == "unreadable_file"
    assert "den findes ikke" in caught.value.message
    assert str(tmp_path) not in caught.value.message
    with pytest.raises(ReadError, match="mappe"):
        read_file(tmp_path)


def test_large_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with (tmp_path / "stor.txt").open("wb") as file:
        file.truncate(3 * 2**20)
    with pytest.raises(ReadError) as caught:
        load(tmp_path / "stor.txt", Limits(file_mb=2))
    assert caught.value.code == "file_too_large"
    assert len(load(tmp_path / "stor.txt", Limits(file_mb=3))) == 3 * 2**20


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ledning.txt")
    with pytest.raises(ReadError, match="almindelig fil"):
        read_file(tmp_path / "ledning.txt")


def test_suffixes_name_read_and_refused_kinds() -> None:
    assert {".pdf", ".docx", ".odt", ".html", ".htm", ".txt", ".md", ".doc", ".rtf"} <= SUFFIXES


def test_mangled_characters_are_put_right() -> None:
    assert (
        clean_pdf("\u6600\u6900re a\u6600\u7400aleenhed ﬁnans co\u00adop it\u2011drift")
        == "fire aftaleenhed finans coop it-drift"
    )
    assert clean_text("A\u030a\u00a0b\u200bc\x07") == "Å bc"
