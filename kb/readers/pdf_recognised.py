"""The pages of a PDF that are pictures, or whose letters are stored as others, read from how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mode

import pypdfium2

from kb.readers.ocr import Picture, Recognise, Word
from kb.readers.ocr_page import is_sure, recognised_page
from kb.readers.options import SECONDS_A_PAGE, SECONDS_A_PICTURE, Options
from kb.readers.pdf_health import Health
from kb.readers.pdf_page import PageContent
from kb.readers.pdfium_lock import PDFIUM

_DPI = 200
"""Finer pictures are read no better, and take longer."""
_MOST_DOTS = 12_000_000
_FEWEST_DPI = 70
_TURNS = (0, 90, 270, 180)


def with_recognised(
    document: pypdfium2.PdfDocument,
    pages: Sequence[PageContent],
    states: Sequence[Health],
    options: Options,
) -> tuple[list[PageContent], list[Health]]:
    """The pages and their states, with text where it could be recognised. The document is closed."""
    unread = sum(state in (Health.SCAN, Health.GARBLED) for state in states)
    options.begun(len(pages) * SECONDS_A_PAGE + unread * SECONDS_A_PICTURE)
    found, known = list(pages), list(states)
    try:
        for at, state in enumerate(states):
            if options.recognise is None or state not in (Health.SCAN, Health.GARBLED):
                continue
            page = _recognised(document[at], pages[at].number, options.recognise)
            if page is not None:
                found[at], known[at] = _with_grids(page, pages[at]), Health.RECOGNISED
    finally:
        document.close()
    return found, known


def _with_grids(page: PageContent, drawn: PageContent) -> PageContent:
    """The page with the ruled tables that are drawn on it, where they stand at the same places."""
    same = page.shown_turn == drawn.shown_turn == 0
    near = abs(page.width - drawn.width) < 1 and abs(page.height - drawn.height) < 1
    return replace(page, grids=drawn.grids) if same and near else page


def _recognised(page: pypdfium2.PdfPage, number: int, recognise: Recognise) -> PageContent | None:
    """The page as it looks, turned until it can be read; None where it cannot."""
    width, height = page.get_size()
    dpi = min(_DPI, int(72 * (_MOST_DOTS / max(width * height, 1.0)) ** 0.5))
    if dpi < _FEWEST_DPI:
        return None
    turns = list(_TURNS)
    while turns:
        turn = turns.pop(0)
        with PDFIUM:
            picture = _picture(page, dpi, turn)
        words = recognise(picture)
        if not words:
            return None
        lies = mode(map(_lies, words))
        upright = (turn - lies) % 360
        if is_sure(words) and not lies:
            size = (height, width) if turn % 180 else (width, height)
            return recognised_page(words, number, size, dpi, turn)
        if is_sure(words) and upright in turns:
            turns = [upright]  # read, but its lines do not lie as those of a page that is read
    return None


def _lies(word: Word) -> int:
    """How far clockwise the word's line is turned: tesseract reads lines that run down, too."""
    across, down = word.stop[0] - word.start[0], word.stop[1] - word.start[1]
    if abs(down) <= abs(across):
        return 0
    return 90 if down > 0 else 270


def _picture(page: pypdfium2.PdfPage, dpi: int, turn: int) -> Picture:
    """The page as a viewer shows it, turned clockwise."""
    bitmap = page.render(scale=dpi / 72, rotation=turn, grayscale=True, may_draw_forms=False)
    try:
        return Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, dpi)
    finally:
        bitmap.close()
