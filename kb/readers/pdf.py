"""PDF -> Extraction: gate, text with positions by pdfium, layout; pypdf reads what pdfium refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pypdfium2

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers.build import assemble
from kb.readers.cleanup import clean_pdf
from kb.readers.draft import Draft, paragraph
from kb.readers.join import vocabulary
from kb.readers.options import SECONDS_A_PAGE, Options
from kb.readers.pdf_blocks import Measures, PageShape, draft_blocks
from kb.readers.pdf_covers import read_covers
from kb.readers.pdf_drawn import drawn_where_needed
from kb.readers.pdf_furniture import without_furniture
from kb.readers.pdf_gate import Passport, fallback_text, inspect
from kb.readers.pdf_health import Health, page_health
from kb.readers.pdf_layout import body_size, lay_out, usual_leading
from kb.readers.pdf_opening import opened
from kb.readers.pdf_page import PageContent
from kb.readers.pdf_recognised import with_recognised
from kb.readers.pdf_repair import from_header, repaired
from kb.readers.pdf_segments import SegmentReader
from kb.readers.pdf_shapes import page_objects, read_shapes, with_drawn_bullets
from kb.readers.pdf_sight import Eye, Frame, text_turn
from kb.readers.pdfium_lock import PDFIUM
from kb.readers.plaintext import read_plain

_OCR_LAYER_IMAGE = 0.5
_SMALLEST_PAGE = 10.0
_FEW_TURNED = 10


def read_pdf(data: bytes, options: Options) -> Extraction:
    """The extraction of a PDF with line positions. Raises ReadError for scans and unusable text."""
    data = from_header(data)
    passport = inspect(data, options)
    try:
        return _read(data, passport, options, [])
    except pypdfium2.PdfiumError as error:
        return _rescue(data, passport, options, error)


def _read(data: bytes, passport: Passport, options: Options, warnings: list[str]) -> Extraction:
    """The extraction by pdfium and the layout; PdfiumError where pdfium refuses the file."""
    pages = _read_pages(data, options)
    states = [page_health(page) for page in pages]
    if options.recognise is not None:
        pages, states = with_recognised(opened(data, options.passwords), pages, states, options)
    _refuse_unusable(states)
    usable = [
        page if state in (Health.TEXT, Health.RECOGNISED) else replace(page, segments=(), grids=())
        for page, state in zip(pages, states, strict=True)
    ]
    drafts = [*_drafts(usable), *_form_drafts(passport, usable)]
    return assemble(
        drafts,
        "pdf",
        title=passport.title,
        pages=len(pages),
        inferred=False,
        warnings=[*warnings, *_warnings(pages, states)],
        recognised=[
            page.number for page, state in zip(pages, states, strict=True) if state is Health.RECOGNISED
        ],
        hidden={page.number: page.hidden for page in pages},
        unread=[
            page.number
            for page, state in zip(pages, states, strict=True)
            if state in (Health.SCAN, Health.GARBLED)
        ],
    )


def _rescue(data: bytes, passport: Passport, options: Options, error: pypdfium2.PdfiumError) -> Extraction:
    """The text of a file that pdfium refuses: repaired, or as pypdf reads it, without positions."""
    for attempt in repaired(data, options.passwords):
        try:
            return _read(attempt, inspect(attempt, options), options, ["repaired_pdf"])
        except (pypdfium2.PdfiumError, ReadError):
            # What is left holds no text either: the file is reported as damaged below.
            continue
    texts = fallback_text(data, options.passwords) if passport.pages is not None else []
    if not any(text.strip() for text in texts):
        raise ReadError("corrupt_pdf") from error
    drafts = read_plain([clean_pdf(text) for text in texts])
    return assemble(
        drafts, "pdf", title=passport.title, pages=len(texts), inferred=False, warnings=["no_positions"]
    )


def _read_pages(data: bytes, options: Options) -> list[PageContent]:
    with PDFIUM:
        document = opened(data, options.passwords)
        try:
            if len(document) > options.limits.pages:
                raise ReadError("too_many_pages", pages=len(document), limit=options.limits.pages)
            options.begun(len(document) * SECONDS_A_PAGE)
            return [_read_page(document, index) for index in range(len(document))]
        finally:
            document.close()


def _read_page(document: pypdfium2.PdfDocument, index: int) -> PageContent:
    page = document[index]
    text_page = page.get_textpage()
    try:
        turn = text_turn(text_page.raw)
        frame = _frame(page, turn)
        items = page_objects(page)
        shapes, covers = read_shapes(items, frame), read_covers(items, frame)
        ocr_layer = shapes.images > _OCR_LAYER_IMAGE
        picture = None if ocr_layer else drawn_where_needed(page, text_page.raw, items)
        eye = Eye(frame, shapes, covers, picture, ocr_layer=ocr_layer)
        reading = SegmentReader(text_page.raw, frame, eye.look).read()
        shown_turn = (page.get_rotation() - turn) % 360
    finally:
        text_page.close()
        page.close()
    width, height = frame.size
    return PageContent(
        number=index + 1,
        width=width,
        height=height,
        segments=with_drawn_bullets(reading.segments, shapes.dots),
        grids=shapes.grids,
        images=shapes.images,
        characters=reading.characters,
        unmapped=reading.unmapped,
        hidden=reading.hidden,
        turned=reading.turned,
        shown_turn=shown_turn,
    )


def _frame(page: pypdfium2.PdfPage, turn: int) -> Frame:
    """How the page is read: crop box inside media box, or the default size where they say nothing."""
    crop, media = page.get_cropbox(), page.get_mediabox()
    left, bottom = max(crop[0], media[0]), max(crop[1], media[1])
    width, height = min(crop[2], media[2]) - left, min(crop[3], media[3]) - bottom
    if width < _SMALLEST_PAGE or height < _SMALLEST_PAGE:
        default_width, default_height = page.get_size()
        return Frame(0.0, 0.0, default_width, default_height, 0)
    return Frame(left, bottom, width, height, turn)


def _refuse_unusable(states: Sequence[Health]) -> None:
    """Raise where scans or garbled pages leave nothing, or only a remnant, to read."""
    readable = sum(state in (Health.TEXT, Health.RECOGNISED) for state in states)
    garbled = sum(state is Health.GARBLED for state in states)
    if garbled > readable:
        raise ReadError("garbled_pdf")
    if not readable and Health.SCAN in states:
        raise ReadError("scanned_pdf")


def _drafts(pages: Sequence[PageContent]) -> list[Draft]:
    pages = without_furniture(pages)
    words = vocabulary(segment.text for page in pages for segment in page.segments)
    items = lay_out(pages, words)
    measures = Measures(body_size(pages), usual_leading(items))
    shapes = {page.number: PageShape(page.width, page.height, page.shown_turn) for page in pages}
    return draft_blocks(items, measures, words, shapes)


def _form_drafts(passport: Passport, pages: Sequence[PageContent]) -> list[Draft]:
    """Filled-in fields that the page text does not show already, at the end of the document."""
    shown = " ".join(page.words for page in pages)
    missing = [value for value in passport.form_values if value.split(": ", 1)[1] not in shown]
    return [paragraph(clean_pdf(value), len(pages)) for value in missing]


def _warnings(pages: Sequence[PageContent], states: Sequence[Health]) -> list[str]:
    found = []
    if Health.SCAN in states:
        found.append("scanned_pages")
    if Health.GARBLED in states:
        found.append("garbled_pages")
    if Health.RECOGNISED in states:
        found.append("recognised_pages")
    if any(page.turned > _FEW_TURNED for page in pages):
        found.append("turned_text")
    return found
