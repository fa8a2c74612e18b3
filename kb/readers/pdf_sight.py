"""How a PDF page is looked at: which way is up, and whether a character can be seen there."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import pypdfium2.raw as pdfium

_INVISIBLE_MODE = 3
_SAMPLES = 300

# Raw pdfium handles carry no types.
Handle = Any


class Sight(Enum):
    """Whether a character is shown, hidden, or written in another direction than the page's text."""

    SHOWN = auto()
    HIDDEN = auto()
    TURNED = auto()


Look = Callable[[Handle, int, float, float], Sight]


@dataclass(frozen=True, slots=True)
class Frame:
    """The page as it is read: the visible box, turned so that the text is upright."""

    left: float
    bottom: float
    width: float
    height: float
    turned: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after turning."""
        return (self.height, self.width) if self.turned % 180 else (self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point in reading coordinates, origin lower left."""
        x, y = x - self.left, y - self.bottom
        if self.turned == 90:
            return y, self.width - x
        if self.turned == 180:
            return self.width - x, self.height - y
        if self.turned == 270:
            return self.height - y, x
        return x, y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The rectangle in reading coordinates: left, bottom, right, top."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def text_turn(page: Handle) -> int:
    """By how many degrees clockwise the page must be turned for most of its text to be upright."""
    count = pdfium.FPDFText_CountChars(page)
    votes: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLES)):
        if (turn := _turn(page, index)) is not None:
            votes[turn] += 1
    return votes.most_common(1)[0][0] if votes else 0


def _turn(page: Handle, index: int) -> int | None:
    """The turn that makes one character upright, None where it has no direction."""
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetUnicode(page, index) <= 32 or not pdfium.FPDFText_GetMatrix(page, index, matrix):
        return None
    if abs(matrix.b) > abs(matrix.a):
        return 90 if matrix.b > 0 else 270
    # A mirrored font matrix (negative a with positive d) is drawn upright by its text matrix.
    return 180 if matrix.a < 0 and matrix.d < 0 else 0


def visibility(frame: Frame, covered: Callable[[float, float], bool], ocr_layer: bool) -> Look:
    """A test whether a character can be seen.

    It cannot outside the page, in render mode 3 (unless the page is an image with an OCR layer),
    nor in white where nothing dark lies behind it.
    """
    width, height = frame.size
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    # Text objects hold many characters, so the answer is kept for each object.
    known: dict[int, Sight] = {}

    def judge(page: Handle, index: int, item: Handle, x: float, y: float) -> Sight:
        if ocr_layer:
            return Sight.SHOWN
        if pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE_MODE:
            return Sight.HIDDEN
        if pdfium.FPDFText_GetFillColor(page, index, red, green, blue, alpha):
            white = min(red.value, green.value, blue.value) >= 250
            if alpha.value == 0 or (white and not covered(x, y)):
                return Sight.HIDDEN
        turn = _turn(page, index)
        return Sight.SHOWN if turn in (None, frame.turned) else Sight.TURNED

    def look(page: Handle, index: int, x: float, y: float) -> Sight:
        if not (0 <= x <= width and 0 <= y <= height):
            return Sight.HIDDEN
        item = pdfium.FPDFText_GetTextObject(page, index)
        address = ctypes.cast(item, ctypes.c_void_p).value if item else None
        if address is None:
            return Sight.SHOWN
        if address not in known:
            known[address] = judge(page, index, item, x, y)
        return known[address]

    return look
