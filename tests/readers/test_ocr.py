"""Pages that are pictures are read from how they look, and are marked as such."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kb.errors import ReadError
from kb.previous import settings_hash
from kb.readers import read_bytes
from kb.readers.ocr import Word, data_folder
from kb.readers.ocr_page import is_sure, recognised_page
from kb.readers.options import Limits
from kb.readers.rooms import ReadingRooms
from kb.readers.sandbox import Sandbox
from kb.readers.wire import Setup
from kb.settings import Settings
from tests.benchmarks.extraction import measure_scans
from tests.readers.make import lines, pdf

FOLDER = data_folder(None)
PROSE = [
    "Sagsfremstilling",
    "",
    "Kommunalbestyrelsen besluttede i forbindelse med budgetaftalen for 2025",
    "at igangsætte en samlet omstilling af de administrative arbejdsgange på",
    "social- og arbejdsmarkedsområdet. Ærø og Ålykke er med fra 1. januar.",
]


@pytest.fixture
def folder() -> Path:
    if FOLDER is None:
        pytest.skip("tesserocr or the Danish data (tesseract-ocr-dan) is not installed")
    return FOLDER


def photo(rows: list[str] = PROSE, turn: int = 0) -> Callable[[Canvas], None]:
    """A page that is a picture of a page with these lines, laid on the scanner turned so far clockwise."""
    page = pypdfium2.PdfDocument(pdf(lines(rows)))[0]
    image: Image.Image = page.render(scale=200 / 72).to_pil().rotate(-turn, expand=True)

    def draw(canvas: Canvas) -> None:
        size = (842, 595) if turn % 180 else (595, 842)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(image), 0, 0, *size)

    return draw


def room(folder: Path) -> Sandbox:
    return Sandbox(Setup(Limits(), ocr=str(folder)))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scanned_page_is_read_whichever_way_it_lies(folder: Path, turn: int) -> None:
    reading = room(folder)
    extraction = reading.read(pdf(lines(["En side med tekst"]), photo(turn=turn)), ".pdf")
    reading.close()
    assert extraction.warnings == ("recognised_pages",)
    assert [page.recognised for page in extraction.pages] == [False, True]
    text = extraction.text[extraction.pages[1].start :]
    assert " ".join(text.split()) == " ".join(" ".join(PROSE).split())
    # Where the first line stands on the page as a viewer shows it.
    line = next(each for each in extraction.lines if each.page == 2)
    places = {0: (0.1, 0.1), 90: (0.9, 0.1), 180: (0.9, 0.9), 270: (0.1, 0.9)}
    middle = ((line.left + line.right) / 2, (line.top + line.bottom) / 2)
    assert middle == pytest.approx(places[turn], abs=0.12)


def test_the_positions_are_those_of_the_print(folder: Path) -> None:
    reading = room(folder)
    scanned = reading.read(pdf(photo()), ".pdf").lines
    reading.close()
    printed = read_bytes(pdf(lines(PROSE))).lines
    assert len(scanned) == len(printed)
    for seen, real in zip(scanned, printed, strict=True):
        for side in ("left", "right", "top", "bottom"):
            assert getattr(seen, side) == pytest.approx(getattr(real, side), abs=0.012)


def test_what_is_no_text_stays_unread(folder: Path) -> None:
    noise = Image.effect_noise((800, 1100), 120)

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(noise), 0, 0, 595, 842)

    reading = room(folder)
    extraction = reading.read(pdf(lines(["En side med tekst"]), draw), ".pdf")
    assert (extraction.text, extraction.warnings) == ("En side med tekst", ("scanned_pages",))
    assert [page.unread for page in extraction.pages] == [False, True]
    with pytest.raises(ReadError) as caught:
        reading.read(pdf(draw), ".pdf")
    assert caught.value.code == "scanned_pdf"
    reading.close()


def test_only_what_must_be_is_recognised_and_nothing_without_the_extra(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tekst.pdf").write_bytes(pdf(lines(PROSE)))
    (tmp_path / "billede.pdf").write_bytes(pdf(photo()))
    with ReadingRooms(Setup(Limits(), ocr=str(folder)), rooms=1) as rooms:
        assert rooms._ocr is not None
        assert not rooms.read(tmp_path / "tekst.pdf").extraction.warnings
        assert rooms._ocr.pid is None
        assert rooms.read(tmp_path / "billede.pdf").extraction.pages[0].recognised
        assert rooms._ocr.enforced == rooms._rooms[0].enforced
    with ReadingRooms(Setup(Limits()), rooms=1) as rooms, pytest.raises(ReadError) as caught:
        rooms.read(tmp_path / "billede.pdf")
    assert caught.value.code == "scanned_pdf"
    assert "kb[ocr]" in caught.value.remedy


def test_the_same_page_is_read_the_same_whatever_was_read_before(folder: Path) -> None:
    data = pdf(photo())
    alone, later = room(folder), room(folder)
    later.read(pdf(photo(["Noget helt andet om 8 11 og § 12", "med andre bogstaver"])), ".pdf")
    assert alone.read(data, ".pdf") == later.read(data, ".pdf")
    alone.close()
    later.close()


def test_a_build_reads_again_when_recognition_comes_or_goes(folder: Path, tmp_path: Path) -> None:
    assert settings_hash(Settings()) != settings_hash(Settings(ocr=False))
    assert settings_hash(Settings(ocr=False)) == settings_hash(Settings(ocr_data=tmp_path))


def words(*rows: str, left: float = 100, slope: float = 0.0, confidence: float = 95) -> list[Word]:
    """Words in rows of 40 dots, 20 dots a letter; "|" leaves a wide gap before the next word."""
    found = []
    for line, row in enumerate(rows):
        x, y = left, 100.0 + 40 * line
        for text in row.split():
            if text == "|":
                x += 60
                continue
            right = x + 20 * len(text)
            ends = (left, y + slope * left), (left + 600, y + slope * (left + 600))
            found.append(Word(text, x, y - 24, right, y + 6, confidence, line, *ends, 30))
            x = right + 10
    return found


def texts(found: list[Word]) -> list[str]:
    return [segment.text for segment in recognised_page(found, 1, (595, 842), 200, 0).segments]


def test_cells_marks_and_signs_are_put_right() -> None:
    assert texts(words("Løn | 19,4 | 20,7")) == ["Løn", "19,4", "20,7"]
    assert texts(words("[I | Ergonomi — mest hjemme", "I byen")) == ["•", "Ergonomi – mest hjemme", "I byen"]
    assert texts(words("jf. 8 11 og serviceloven 88 83", "lov 8 11, stk. 2")) == [
        "jf. § 11 og serviceloven §§ 83",
        "lov § 11, stk. 2",
    ]
    assert texts(words("styrelseslovens 88 2 og 3", "hele 8 11 timer")) == [
        "styrelseslovens §§ 2 og 3",
        "hele 8 11 timer",
    ]
    assert texts(words("borger—")) == ["borger-"]


def test_specks_are_no_words_and_a_page_of_them_is_not_believed() -> None:
    speck = words("ab", confidence=10)
    assert texts([*speck, *words("Tekst", left=200)]) == ["Tekst"]
    assert not is_sure(speck)
    assert not is_sure([])
    assert is_sure(words("Tekst"))


def test_a_page_that_lay_askew_is_straightened() -> None:
    found = recognised_page(words("Løn i alt hele året | 19,4", slope=0.02), 1, (595, 842), 200, 0).segments
    assert found[0].base == pytest.approx(found[1].base, abs=0.1)


@pytest.mark.shared
def test_scans_beside_the_checkout_are_read_nearly_without_errors(shared: Path, folder: Path) -> None:
    scans = measure_scans(shared / "data" / "extract")
    assert len(scans) == 8
    assert max(scan.cer for scan in scans) <= 0.025
    assert sum(scan.cer for scan in scans) / len(scans) <= 0.01
    assert min(scan.figures for scan in scans) >= 0.9
