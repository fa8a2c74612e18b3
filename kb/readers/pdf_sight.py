"""How a PDF page is looked at: which way is up, and whether a character can be seen there."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

import pypdfium2.raw as pdfium

# Render modes of text: neither filled nor stroked, and outlines only.
_UNPAINTED = frozenset({3, 7})
_STROKED = frozenset({1, 5})
_WHITE = 250
_SMALLEST = 1.0
"""Points: a font of this size cannot be read, not even as small print."""
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


class Ground(Protocol):
    """What is drawn on a page besides its text."""

    def behind(self, x: float, y: float) -> bool:
        """Whether something that white text can be read on lies at the point."""


class Overlay(Protocol):
    """What is drawn on a page over its text."""

    def over(self, text: int, x: float, y: float) -> bool:
        """Whether something opaque was drawn at the point after the text object at this address."""


class Picture(Protocol):
    """The page as it is drawn."""

    def hides(self, text_page: Handle, index: int) -> bool:
        """Whether nobody can read the character at ``index`` there."""


class Eye:
    """Tells whether a character of a page can be seen.

    It cannot outside the page, under a bar or a picture, in a size that no eye can read, where it is not
    painted (unless the page is an image with an OCR layer), nor in white where nothing dark lies behind it.
    """

    def __init__(
        self, frame: Frame, ground: Ground, overlay: Overlay, picture: Picture | None, *, ocr_layer: bool
    ) -> None:
        """``picture`` is looked at where the page was drawn; where it was not, its objects tell enough."""
        self._frame, self._ground, self._overlay, self._ocr_layer = frame, ground, overlay, ocr_layer
        self._picture = picture
        # Text objects hold many characters, so the answer is kept for each object.
        self._known: dict[int, Sight] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._red, self._green, self._blue, self._alpha = (ctypes.c_uint() for _ in range(4))

    def look(self, page: Handle, index: int, x: float, y: float) -> Sight:
        """Whether the character at ``index`` is shown at the point."""
        width, height = self._frame.size
        if not (0 <= x <= width and 0 <= y <= height):
            return Sight.HIDDEN
        item = pdfium.FPDFText_GetTextObject(page, index)
        address = ctypes.cast(item, ctypes.c_void_p).value if item else None
        if address is None or self._ocr_layer:
            return Sight.SHOWN
        if address not in self._known:
            self._known[address] = self._judge(page, index, item, x, y)
        if self._known[address] is Sight.SHOWN and (
            self._overlay.over(address, x, y) or (self._picture and self._picture.hides(page, index))
        ):
            return Sight.HIDDEN
        return self._known[address]

    def _judge(self, page: Handle, index: int, item: Handle, x: float, y: float) -> Sight:
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        if mode in _UNPAINTED or self._is_tiny(page, index) or self._is_pale(page, index, mode, x, y):
            return Sight.HIDDEN
        turn = _turn(page, index)
        return Sight.SHOWN if turn in (None, self._frame.turned) else Sight.TURNED

    def _is_pale(self, page: Handle, index: int, mode: int, x: float, y: float) -> bool:
        colour = pdfium.FPDFText_GetStrokeColor if mode in _STROKED else pdfium.FPDFText_GetFillColor
        if not colour(page, index, self._red, self._green, self._blue, self._alpha):
            return False
        white = min(self._red.value, self._green.value, self._blue.value) >= _WHITE
        return self._alpha.value == 0 or (white and not self._ground.behind(x, y))

    def _is_tiny(self, page: Handle, index: int) -> bool:
        """Whether the letters are smaller than print can be, given that their size can be told."""
        matrix = self._matrix
        if not pdfium.FPDFText_GetMatrix(page, index, matrix):
            return False
        scale = max(matrix.a**2 + matrix.b**2, matrix.c**2 + matrix.d**2) ** 0.5
        return bool(pdfium.FPDFText_GetFontSize(page, index) * scale < _SMALLEST)
