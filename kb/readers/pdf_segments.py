"""pypdfium2 page -> text segments; characters that nobody can see on the page are left out."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from kb.readers.cleanup import clean_pdf
from kb.readers.pdf_page import Segment
from kb.readers.pdf_sight import Frame, Handle, Look, Sight

_LINE_ENDS = frozenset({10, 13})
_BLANKS = frozenset({9, 32, 160})
# Hyphens that producers put at line ends: pdfium's marks, the soft hyphen.
_HYPHENS = frozenset({0x2, 0xAD, 0xFFFE})
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obliq", re.IGNORECASE)
# A glyph without a meaning; alone before a line it is the bullet of a symbol font.
_UNKNOWN = 0xF0B7
_HEAVY = 600


@dataclass(slots=True)
class _Open:
    """A segment that still grows."""

    chars: list[str]
    x0: float
    x1: float
    y0: float
    y1: float
    base: float
    size: float
    bold: bool
    italic: bool
    first: int
    last: int
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The segments of a page with what was noticed on the way."""

    segments: tuple[Segment, ...]
    characters: int
    unmapped: int
    hidden: int
    turned: int


class SegmentReader:
    """Reads one text page; the C buffers are made once and used for every character."""

    def __init__(self, text_page: Handle, frame: Frame, look: Look) -> None:
        self.page = text_page
        self.frame = frame
        self.look = look
        self._rect = pdfium.FS_RECTF()
        self._x = ctypes.c_double()
        self._y = ctypes.c_double()
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()

    def read(self) -> Reading:
        """All visible segments in stream order."""
        found: list[_Open] = []
        current: _Open | None = None
        gap = False
        total = unmapped = turned = hidden = 0
        for index in range(pdfium.FPDFText_CountChars(self.page)):
            code = pdfium.FPDFText_GetUnicode(self.page, index)
            if code in _LINE_ENDS:
                current, gap = None, False
                continue
            if code in _BLANKS:
                gap = True
                continue
            total += 1
            unmapped += _is_unmapped(code)
            if 0xD800 <= code < 0xE000:
                continue
            placed = self._place(index)
            if placed is None:
                continue
            x0, y0, x1, y1, base = placed
            sight = self.look(self.page, index, (x0 + x1) / 2, (y0 + y1) / 2)
            if sight is not Sight.SHOWN:
                hidden += sight is Sight.HIDDEN
                turned += sight is Sight.TURNED
                continue
            if current is None or _apart(current, x0, base):
                current = self._start(index, placed)
                found.append(current)
            elif gap or x0 - current.x1 > 0.18 * current.size:
                current.chars.append(" ")
            gap = False
            self._extend(current, index, code, placed)
        segments = tuple(filter(None, map(self._freeze, found)))
        return Reading(segments, total, unmapped, hidden, turned)

    def _place(self, index: int) -> tuple[float, float, float, float, float] | None:
        """Left, bottom, right, top and baseline of a character as shown."""
        if not pdfium.FPDFText_GetLooseCharBox(self.page, index, self._rect):
            return None
        pdfium.FPDFText_GetCharOrigin(self.page, index, self._x, self._y)
        rect = self._rect
        box = self.frame.box(rect.left, rect.bottom, rect.right, rect.top)
        return *box, self.frame.point(self._x.value, self._y.value)[1]

    def _start(self, index: int, placed: tuple[float, float, float, float, float]) -> _Open:
        x0, y0, x1, y1, base = placed
        length = pdfium.FPDFText_GetFontInfo(self.page, index, self._name, 256, self._flags)
        font = self._name.value.decode("utf-8", "replace") if length else ""
        bold = bool(_BOLD.search(font)) or pdfium.FPDFText_GetFontWeight(self.page, index) >= _HEAVY
        size = self._size(index) or max((y1 - y0) * 0.8, 1.0)
        return _Open([], x0, x1, y0, y1, base, size, bold, bool(_ITALIC.search(font)), index, index)

    def _extend(
        self, current: _Open, index: int, code: int, placed: tuple[float, float, float, float, float]
    ) -> None:
        x0, y0, x1, y1, _ = placed
        hyphen = code in _HYPHENS or pdfium.FPDFText_IsHyphen(self.page, index) == 1
        char = "-" if hyphen or code in (0x2010, 0x2011) else chr(code or _UNKNOWN)
        current.chars.append(char)
        current.soft = char == "-"
        current.x0, current.x1 = min(current.x0, x0), max(current.x1, x1)
        current.y0, current.y1 = min(current.y0, y0), max(current.y1, y1)
        current.last = index

    def _size(self, index: int) -> float:
        """The font size as shown, 0 where it cannot be told: some producers scale a font of size 1."""
        size = float(pdfium.FPDFText_GetFontSize(self.page, index))
        scale = 1.0
        if pdfium.FPDFText_GetMatrix(self.page, index, self._matrix):
            scale = float((self._matrix.c**2 + self._matrix.d**2) ** 0.5) or 1.0
        shown = size * scale
        return shown if shown > 2 else 0.0

    def _freeze(self, raw: _Open) -> Segment | None:
        # The middle character decides the size: a list number may be set in another one.
        size = self._size((raw.first + raw.last) // 2) or raw.size
        text = _without_unknown(clean_pdf("".join(raw.chars)).strip())
        if not text:
            return None
        return Segment(
            text,
            raw.x0,
            raw.x1,
            raw.y0,
            raw.y1,
            raw.base,
            size,
            raw.bold,
            raw.italic,
            raw.soft,
            raw.first,
            raw.last,
        )


def _without_unknown(text: str) -> str:
    """The text without glyphs that mean nothing, except where one stands as a bullet."""
    mark = chr(_UNKNOWN)
    if text == mark or text.startswith(mark + " "):
        return mark + text[1:].replace(mark, "")
    return text.replace(mark, "")


def _apart(current: _Open, x0: float, base: float) -> bool:
    """Whether a character begins a new segment: other baseline, wide gap or a step back."""
    return (
        abs(base - current.base) > 0.35 * current.size
        or x0 - current.x1 > max(0.9 * current.size, 6)
        or x0 < current.x0 - 1
    )


def _is_unmapped(code: int) -> bool:
    """Whether the character has no meaning: a control code or a private-use one that is no bullet."""
    if code in _HYPHENS:
        return False
    return code < 32 or 127 <= code < 160 or code == 0xFFFD or 0xE000 <= code < 0xF000
