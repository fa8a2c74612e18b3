"""Text recognition by tesseract: a picture of a page -> its words.

Needs the extra ``ocr`` and the Danish data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI

LANGUAGE = "dan"
DATA_FILE = f"{LANGUAGE}.traineddata"
# Where Debian, Fedora and Homebrew put the data.
_FOLDERS = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/share/tesseract/tessdata")
_BREWED = ("/opt/homebrew/share/tessdata", "/usr/local/share/tessdata")


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture: a byte a dot, rows of ``stride`` bytes, ``dpi`` dots an inch."""

    grey: bytes
    width: int
    height: int
    stride: int
    dpi: int


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word in dots from the upper left corner.

    ``confidence`` is 0-100; ``line`` counts the lines of the page in reading order; the baseline runs through
    ``start`` and ``stop``; ``size`` is the height of the line's letters with what hangs below.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    line: int
    start: tuple[float, float]
    stop: tuple[float, float]
    size: float


Recognise = Callable[[Picture], Sequence[Word]]


def data_folder(chosen: Path | None) -> Path | None:
    """The folder with the Danish data, None where recognition is not installed in full.

    ``chosen`` is looked in first; else the places where systems keep the data.
    """
    if engine_version() is None:
        return None
    patterns = [Path(folder) for folder in (*_FOLDERS, *_BREWED)]
    found = (match for each in patterns for match in sorted(Path(each.anchor).glob(str(each)[1:])))
    candidates = [chosen] if chosen is not None else found
    return next((folder for folder in candidates if (folder / DATA_FILE).is_file()), None)


def engine_version() -> str | None:
    """The version of the installed engine, None where there is none."""
    try:
        return version("tesserocr")
    except PackageNotFoundError:
        return None


def recogniser(folder: Path) -> Recognise:
    """What recognises Danish text in pictures; all it needs is loaded."""
    from tesserocr import PSM, PyTessBaseAPI

    api = PyTessBaseAPI(path=str(folder), lang=LANGUAGE, psm=PSM.AUTO)

    def recognise(picture: Picture) -> Sequence[Word]:
        api.SetImageBytes(picture.grey, picture.width, picture.height, 1, picture.stride)
        api.SetSourceResolution(picture.dpi)
        # What was learnt from one page must not change how the next is read.
        api.ClearAdaptiveClassifier()
        try:
            return tuple(_words(api)) if api.Recognize() else ()
        finally:
            api.Clear()

    return recognise


def _words(api: PyTessBaseAPI) -> Iterator[Word]:
    from tesserocr import RIL, iterate_level

    line = -1
    for item in iterate_level(api.GetIterator(), RIL.WORD):
        if item.Empty(RIL.WORD):
            continue
        line += item.IsAtBeginningOf(RIL.TEXTLINE)
        box, baseline = item.BoundingBox(RIL.WORD), item.Baseline(RIL.TEXTLINE)
        text = item.GetUTF8Text(RIL.WORD).strip()
        if box is None or baseline is None or not text:
            continue
        size = float(item.RowAttributes()["row_height"])
        left, top, right, bottom = box
        start, stop = baseline
        yield Word(text, left, top, right, bottom, item.Confidence(RIL.WORD), line, start, stop, size)
