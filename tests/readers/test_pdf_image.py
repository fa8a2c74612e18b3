"""Pages as pictures: what they show, and the limits that no page exceeds."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from PIL import Image

from kb.errors import ReadError
from kb.readers import pdf_bitmap
from kb.readers.pdf_bitmap import MAX_PIXELS, MAX_SIDE, SHORT_SIDE, size_of
from kb.readers.pdf_image import page_image
from tests.conftest import REPOSITORY

SAMPLE = REPOSITORY / "data" / "norddjurs" / "oek-2022-12-06-trio-stormoede.pdf"


def written(path: Path, content: bytes, box: str = "0 0 595 842", more: str = "") -> Path:
    """A PDF of one page with this content stream; PDFium mends what has no table of objects."""
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R{more}>>".encode()
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream)
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n")
    return path


def shown(path: Path, number: int = 1) -> Image.Image:
    """The picture of a page."""
    return Image.open(io.BytesIO(page_image(path, number)))


def test_a_page_has_the_proportions_of_paper_and_ink_on_white() -> None:
    image = shown(SAMPLE)
    assert image.width == SHORT_SIDE
    assert abs(image.height / image.width - 842 / 595) < 0.01
    assert image.getpixel((3, 3)) in (255, (255, 255, 255))
    grey = image.convert("L")
    assert 0.001 < sum(grey.histogram()[:100]) / (image.width * image.height) < 0.3


def test_a_page_is_drawn_the_same_each_time() -> None:
    assert page_image(SAMPLE, 1) == page_image(SAMPLE, 1) != page_image(SAMPLE, 2)


def test_colours_stay(tmp_path: Path) -> None:
    red = shown(written(tmp_path / "a.pdf", b"1 0 0 rg 0 0 300 842 re f"))
    assert red.convert("RGB").getpixel((10, 10)) == (255, 0, 0)
    assert red.convert("RGB").getpixel((990, 10)) == (255, 255, 255)


def test_a_page_that_a_viewer_turns_is_turned(tmp_path: Path) -> None:
    image = shown(written(tmp_path / "a.pdf", b"0 0 595 100 re f", more="/Rotate 90"))
    assert image.width > image.height
    grey = image.convert("L")
    assert (grey.getpixel((5, 500)), grey.getpixel((image.width - 5, 500))) == (0, 255)


@pytest.mark.parametrize(
    ("width", "height"), [(595, 28346), (28346, 595), (14400, 14400), (1, 1e7), (0, 0), (1e-9, 1e12), (3, 3)]
)
def test_no_page_is_larger_than_the_limits(width: float, height: float) -> None:
    across, down = size_of(width, height)
    assert min(across, down) >= 1
    assert max(across, down) <= MAX_SIDE
    assert across * down <= MAX_PIXELS


def test_a_page_of_ten_metres_is_drawn_small(tmp_path: Path) -> None:
    image = shown(written(tmp_path / "a.pdf", b"0 0 9 9 re f", box="0 0 595 28346"))
    assert image.width * image.height <= MAX_PIXELS
    assert abs(image.height / image.width - 28346 / 595) < 0.5


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b"".join(b"0 %d m 595 %d l S " % (at % 842, (at * 7) % 842) for at in range(200_000))
    path = written(tmp_path / "a.pdf", lines)
    monkeypatch.setattr(pdf_bitmap, "MAX_SECONDS", 0.05)
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        page_image(path, 1)
    assert caught.value.code == "pdf_too_complex"
    assert time.monotonic() - started < 5


def test_a_truncated_file_is_shown_as_it_was_read(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes()
    cut = tmp_path / "a.pdf"
    cut.write_bytes(b"junk before\n" + data[: data.rindex(b"xref") - 20])
    assert shown(cut).width == SHORT_SIDE


@pytest.mark.parametrize("number", [0, -1, 3, 10**9])
def test_a_page_that_is_not_there_cannot_be_drawn(number: int) -> None:
    with pytest.raises(ReadError):
        page_image(SAMPLE, number)


def test_what_is_no_pdf_cannot_be_drawn(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nnothing")
    for path in (tmp_path / "a.pdf", tmp_path / "b.pdf"):
        with pytest.raises(ReadError):
            page_image(path, 1)
