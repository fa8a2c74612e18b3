"""Files with a password are opened with those that the settings name, in order, and refused without."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdf
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from kb.errors import ReadError
from kb.readers import read_bytes
from kb.readers.options import Limits, Options
from kb.readers.pdf_image import page_image
from kb.readers.sandbox import Sandbox
from kb.readers.wire import Setup
from tests.readers.make import lines, pdf

RIGHT = "Søren & hemmelig"
PASSWORDS = ("forkert", RIGHT, "aldrig prøvet")


def locked_pdf(algorithm: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(lines(["Sagsfremstilling på Ærø"]))))
    writer.encrypt(RIGHT, algorithm=algorithm)
    found = io.BytesIO()
    writer.write(found)
    return found.getvalue()


def locked_docx() -> bytes:
    whole, found = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Sagsfremstilling på Ærø")
    document.save(whole)
    OOXMLFile(whole).encrypt(RIGHT, found)
    return found.getvalue()


LOCKED = {
    "rc4.pdf": locked_pdf("RC4-128"),
    "aes128.pdf": locked_pdf("AES-128"),
    "aes256.pdf": locked_pdf("AES-256"),
    "word.docx": locked_docx(),
}


@pytest.mark.parametrize("name", LOCKED)
def test_the_right_one_of_several_opens_the_file(name: str) -> None:
    options = Options(Limits(), PASSWORDS)
    assert read_bytes(LOCKED[name], "", options).text == "Sagsfremstilling på Ærø"


@pytest.mark.parametrize("passwords", [(), ("forkert",), ("", "forkert", "Søren")])
@pytest.mark.parametrize("name", LOCKED)
def test_without_it_the_file_is_refused_and_no_password_is_told(
    name: str, passwords: tuple[str, ...]
) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(LOCKED[name], "", Options(Limits(), passwords))
    assert caught.value.code == "password_protected"
    assert "passwords" in caught.value.remedy
    assert "forkert" not in f"{caught.value} {caught.value.values} {Options(Limits(), passwords)}"


def test_the_process_that_reads_knows_them_too() -> None:
    room = Sandbox(Setup(Limits(), PASSWORDS))
    for data in LOCKED.values():
        assert room.read(data, "").text == "Sagsfremstilling på Ærø"
    room.close()


def test_a_damaged_lock_is_told() -> None:
    data = LOCKED["word.docx"]
    mark = "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ReadError) as caught:
        read_bytes(data[:900] + mark, "", Options(Limits(), PASSWORDS))
    assert caught.value.code == "corrupt_document"


@pytest.mark.parametrize("name", [name for name in LOCKED if name.endswith(".pdf")])
def test_its_pages_are_pictures_for_who_has_the_password(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(LOCKED[name])
    assert page_image(tmp_path / name, 1, PASSWORDS).startswith(b"\x89PNG")
    with pytest.raises(ReadError) as caught:
        page_image(tmp_path / name, 1, ("forkert",))
    assert caught.value.code == "password_protected"
