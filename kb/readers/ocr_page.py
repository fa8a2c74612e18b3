"""Recognised words -> the page that they make, as if it had been read from a text layer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from kb.readers.ocr import Word
from kb.readers.pdf_page import PageContent, Segment

_SURE = 60.0
"""Mean confidence: below it a page is a drawing, handwriting or upside down, and what is read is not text."""
_SPECK = 25.0
_GAP = 0.9
_MARK_GAP = 0.5
_ALIKE = 1.08
"""Sizes that differ less are one: heights are guessed from the letters that a line happens to have."""
_BULLET = "•"
_MARK = re.compile(r"[^\w\s]{1,2}|\[?[Il|]\]?|[eo]")
"""What the dot or box of a list is taken for."""
_LONG_DASH = re.compile("(?<=\\w)[—–]$")
# "§ 11" is read as "8 11" and "§§ 83" as "88 83": told by the words that name a law before it.
_PARAGRAPH_SIGN = re.compile(
    r"(?i)((?:\b(?:jf\.|jævnfør|efter|\w*lovens?|\w*lovs|\w*bekendtgørelsens?)\s))8(8?)(?=\s\d)"
    r"|(?<![\d.,])8(8?)(?=\s\d{1,3}(?: [a-z])?, stk\.)"
)


def is_sure(words: Sequence[Word]) -> bool:
    """Whether the words can be believed, weighed by their letters. An empty page cannot."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) >= _SURE * max(letters, 1)


def recognised_page(
    words: Sequence[Word], number: int, size: tuple[float, float], dpi: int, turned: int
) -> PageContent:
    """The page that the words make; ``size`` is its width and height in points as it was recognised.

    ``turned`` is how far clockwise the page was turned for that.
    """
    scale = 72 / dpi
    slant = _slant(words)
    sizes = _sizes(words)
    segments: list[Segment] = []
    for _, line in groupby(words, key=lambda word: word.line):
        for part in _parts(list(line)):
            segments.append(_segment(part, len(segments), size[1], scale, slant, sizes[part[0].size]))
    return PageContent(
        number=number,
        width=size[0],
        height=size[1],
        segments=tuple(segments),
        grids=(),
        images=1.0,
        characters=sum(len(segment.text) for segment in segments),
        unmapped=0,
        hidden=0,
        turned=0,
        shown_turn=-turned % 360,
    )


def _slant(words: Iterable[Word]) -> float:
    """How far the lines of a page that lay askew go down for each dot to the right."""
    slopes = [
        (word.stop[1] - word.start[1]) / (word.stop[0] - word.start[0])
        for word in words
        if word.stop[0] - word.start[0] > 20 * word.size / 2
    ]
    return median(slopes) if slopes else 0.0


def _sizes(words: Iterable[Word]) -> dict[float, float]:
    """For each size that lines have, that of the letters of its kind: those that hardly differ are one."""
    counts = Counter[float]()
    for word in words:
        counts[word.size] += len(word.text)
    sizes: dict[float, float] = {}
    for usual, _ in counts.most_common():
        for size in counts:
            if size not in sizes and 1 / _ALIKE < size / max(usual, 1.0) < _ALIKE:
                sizes[size] = usual
        sizes.setdefault(usual, usual)
    return sizes


def _parts(line: Sequence[Word]) -> list[list[Word]]:
    """The words of a line, parted at wide gaps and after a bullet; specks are no words."""
    mark = _is_mark(line)
    parts: list[list[Word]] = [[replace(line[0], text=_BULLET)]] if mark else []
    for at, word in enumerate(line[1:] if mark else line):
        if word.confidence < _SPECK and len(word.text) < 3:
            continue
        before = parts[-1][-1] if parts else None
        apart = before is None or word.left - before.right > _GAP * word.size
        if apart or (mark and at == 0):
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _is_mark(line: Sequence[Word]) -> bool:
    """Whether the line begins with a bullet, whatever letter it was taken for: it stands a little apart."""
    if len(line) < 2 or not _MARK.fullmatch(line[0].text):
        return False
    return _MARK_GAP * line[0].size < line[1].left - line[0].right < 3 * line[0].size


def _segment(
    words: Sequence[Word], at: int, height: float, scale: float, slant: float, size: float
) -> Segment:
    middle = (words[0].left + words[-1].right) / 2
    start, stop = words[0].start, words[0].stop
    across = (middle - start[0]) / max(stop[0] - start[0], 1.0)
    # Straightened, so that cells of one row stand at one height.
    base = height - (start[1] + across * (stop[1] - start[1]) - slant * middle) * scale
    text = _text(words)
    return Segment(
        text=text,
        x0=words[0].left * scale,
        x1=words[-1].right * scale,
        y0=base - 0.25 * size * scale,
        y1=base + 0.85 * size * scale,
        base=base,
        size=size * scale,
        bold=False,
        italic=False,
        soft=text.endswith("-"),
        first=at,
        last=at,
    )


def _text(words: Sequence[Word]) -> str:
    text = " ".join(word.text for word in words)
    text = _PARAGRAPH_SIGN.sub(_sign, text)
    return _LONG_DASH.sub("-", text).replace("—", "–")


def _sign(found: re.Match[str]) -> str:
    """What was read as one or two eights."""
    return f"{found[1] or ''}§{'§' if found[2] or found[3] else ''}"
