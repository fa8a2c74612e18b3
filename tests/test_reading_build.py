"""A build over files that are hostile, protected, scanned or with hidden text: what becomes of each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb import doctor
from kb.datatypes import Filter, GapKind, IngestReport
from kb.embedding import Encoder
from kb.index.local import LocalRepository
from kb.ingest import build
from kb.settings import Settings
from kb.strings_da.reading import Reading
from tests.readers.hostile import HOSTILE
from tests.readers.make import lines, pdf
from tests.readers.test_hidden import HIDDEN, blacked_out
from tests.readers.test_ocr import FOLDER, PROSE, photo
from tests.readers.test_passwords import LOCKED, RIGHT


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    """Settings over folders of the test's own, with a paper that anything can read."""
    folders = {name: tmp_path / name for name in ("data", "index", "state")}
    folders["data"].mkdir()
    text = "Notat om spejderhuset\n\nSagsfremstilling\n\nSpejderhuset på Ærø er nedslidt."
    (folders["data"] / "notat.txt").write_text(text, encoding="utf-8")
    return settings.model_copy(update={**folders, "ocr": False})


def fates(report: IngestReport) -> dict[str, str]:
    return {each.path: each.code for each in report.failed}


def test_bad_files_are_listed_with_the_reason_and_the_good_ones_are_found(
    place: Settings, encoder: Encoder
) -> None:
    for name in ("zip_bomb.docx", "entities.docx", "packed.pdf", "nested.html"):
        (place.data / name).write_bytes(HOSTILE[name][0])
    (place.data / "kode.pdf").write_bytes(LOCKED["aes256.pdf"])
    os.mkfifo(place.data / "ledning.txt")
    report = build([place.data], place, encoder)
    assert report.documents == 1
    assert fates(report) == {
        "entities.docx": "unsafe_xml",
        "kode.pdf": "password_protected",
        "ledning.txt": "unreadable_file",
        "nested.html": "corrupt_document",
        "packed.pdf": "pdf_too_complex",
        "zip_bomb.docx": "unpacked_too_large",
    }
    opened = place.model_copy(update={"passwords": Settings(passwords=(RIGHT,)).passwords})
    again = build([place.data], opened, encoder)
    assert (again.new, "kode.pdf" in fates(again)) == (1, False)
    assert not build([place.data], opened, encoder).new


def test_hidden_text_is_not_found_and_stands_among_the_gaps(place: Settings, encoder: Encoder) -> None:
    (place.data / "overstreget.pdf").write_bytes(pdf(lines(["Side et om havnen"]), blacked_out, lines(PROSE)))
    build([place.data], place, encoder)
    store = LocalRepository(place.index).open()
    document = store.document("overstreget.pdf")
    assert [page.hidden for page in document.pages] == [0, len(HIDDEN.replace(" ", "")), 0]
    assert HIDDEN not in document.text
    assert all(HIDDEN not in chunk.text for chunk in store.chunks_of("overstreget.pdf"))
    (gap,) = [each for each in store.gaps() if each.kind is GapKind.PARTLY_READ]
    assert gap.detail == "Side 2 har skjult tekst (14 tegn), som ikke er taget med."


def test_a_scan_is_missed_until_recognition_is_there(place: Settings, encoder: Encoder) -> None:
    if FOLDER is None:
        pytest.skip("tesserocr or the Danish data (tesseract-ocr-dan) is not installed")
    (place.data / "scan.pdf").write_bytes(pdf(lines(["En side om havnen"]), photo()))
    build([place.data], place, encoder)
    store = LocalRepository(place.index).open()
    assert [page.unread for page in store.document("scan.pdf").pages] == [False, True]
    # The file is as it was, but more can be read of it.
    report = build([place.data], place.model_copy(update={"ocr": True}), encoder)
    assert report.generation
    store = LocalRepository(place.index).open()
    assert [page.recognised for page in store.document("scan.pdf").pages] == [False, True]
    assert "Ålykke er med fra 1. januar" in store.document("scan.pdf").text
    (gap,) = [each for each in store.gaps() if each.kind is GapKind.PARTLY_READ]
    assert gap.detail.startswith("Side 2 er læst med tekstgenkendelse")
    assert store.summaries(Filter())


def test_the_doctor_says_what_files_are_read_with(place: Settings) -> None:
    checks = {each.name: each for each in doctor.examine(place)}
    assert checks[Reading.CHECK].ok
    assert Reading.LIMIT_NAMES["NOFILE"] in checks[Reading.CHECK].detail
    assert Reading.NO_OCR in checks[Reading.CHECK].detail
