"""The gate before pdfium: pypdf opens the file under resource limits and says what it is."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdf
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from kb.errors import ReadError
from kb.readers.archive import usable_title
from kb.readers.options import Options

MAX_STREAM_BYTES = 24 * 2**20
MAX_TOTAL_BYTES = 200 * 2**20
MAX_FORM_DRAWS = 20_000
MAX_FORM_DEPTH = 50
_DRAW = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_LIMITS = {
    "zlib_maximum_output_length": MAX_STREAM_BYTES,
    "lzw_maximum_output_length": MAX_STREAM_BYTES,
    "run_length_maximum_output_length": MAX_STREAM_BYTES,
    "array_based_stream_maximum_output_length": MAX_STREAM_BYTES,
    "stream_decoding_work_maximum_length": 60 * 2**20,
    "page_tree_maximum_entries": 5000,
    "array_maximum_element_count": 20_000,
}
# What pypdf raises on damaged files besides its own errors.
_DAMAGE = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)
_PRODUCER_NOISE = re.compile(
    r"(?i)^(?:slide \d+|side \d+|layout \d+|print|pdf|scan\w*|.*https?://.*|[\w-]+_[\w-]+)$"
)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Passport:
    """What the gate learnt: ``pages`` is None where pypdf could not read the damaged file."""

    pages: int | None
    title: str | None = None
    form_values: tuple[str, ...] = ()


def inspect(data: bytes, options: Options) -> Passport:
    """The file's passport. Raises ReadError where it needs another password or exceeds a limit."""
    with _limits():
        try:
            return _inspect(data, options)
        except LimitReachedError as error:
            raise ReadError("pdf_too_complex") from error
        except _DAMAGE:
            return Passport(pages=None)


def fallback_text(data: bytes, passwords: Sequence[str]) -> list[str]:
    """The text of each page read with pypdf, for files that pdfium refuses. Empty where it fails too."""
    with _limits():
        try:
            reader = _open(data, passwords)
            return [page.extract_text() for page in reader.pages]
        except LimitReachedError as error:
            raise ReadError("pdf_too_complex") from error
        except _DAMAGE:
            return []


@contextmanager
def _limits() -> Iterator[None]:
    with pypdf.apply_configuration(None, **_LIMITS):
        yield


def _open(data: bytes, passwords: Sequence[str]) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not any(reader.decrypt(each) for each in ("", *passwords)):
        raise ReadError("password_protected")
    return reader


def _inspect(data: bytes, options: Options) -> Passport:
    reader = _open(data, options.passwords)
    count = len(reader.pages)
    if count > options.limits.pages:
        raise ReadError("too_many_pages", pages=count, limit=options.limits.pages)
    _weigh(reader)
    _count_forms(reader)
    info = reader.metadata
    title = usable_title(str(info.title)) if info is not None and info.title else None
    if title is not None and _PRODUCER_NOISE.match(title):
        title = None
    return Passport(count, title, _form_values(reader))


def _weigh(reader: pypdf.PdfReader) -> None:
    """Unpack every content stream once; raises where one or all together are too large."""
    total = 0
    seen: set[int] = set()
    for page in reader.pages:
        for stream in _contents(page):
            if id(stream) in seen:
                continue
            seen.add(id(stream))
            size = len(stream.get_data())
            total += size
            if size > MAX_STREAM_BYTES or total > MAX_TOTAL_BYTES:
                raise ReadError("pdf_too_complex")


def _count_forms(reader: pypdf.PdfReader) -> None:
    """Raise where forms that draw forms would be drawn too often: nine levels of ten make a billion."""
    costs: dict[int, int] = {}
    for page in reader.pages:
        for form in _forms(page):
            if _form_cost(form, costs, 0) > MAX_FORM_DRAWS:
                raise ReadError("pdf_too_complex")


def _form_cost(form: StreamObject, costs: dict[int, int], depth: int) -> int:
    """How many forms drawing this one draws, itself included; a form inside itself counts once."""
    if id(form) in costs or depth > MAX_FORM_DEPTH:
        return costs.get(id(form), 1)
    costs[id(form)] = 1
    inner = {name: _form_cost(child, costs, depth + 1) for name, child in _named_forms(form)}
    draws = _DRAW.findall(form.get_data()) if inner else []
    costs[id(form)] = 1 + sum(inner.get("/" + name.decode("latin-1"), 0) for name in draws)
    return costs[id(form)]


def _forms(holder: DictionaryObject) -> Iterator[StreamObject]:
    return (form for _, form in _named_forms(holder))


def _named_forms(holder: DictionaryObject) -> Iterator[tuple[str, StreamObject]]:
    """The form XObjects among the resources of a page or form."""
    resources = holder.get("/Resources")
    resources = resources.get_object() if resources is not None else None
    objects = resources.get("/XObject") if isinstance(resources, DictionaryObject) else None
    objects = objects.get_object() if objects is not None else None
    if not isinstance(objects, DictionaryObject):
        return
    for name, reference in objects.items():
        form = reference.get_object()
        if isinstance(form, StreamObject) and form.get("/Subtype") == "/Form":
            yield str(name), form


def _contents(page: DictionaryObject) -> Iterator[StreamObject]:
    if "/Contents" not in page:
        return
    contents = page.raw_get("/Contents").get_object()
    for part in contents if isinstance(contents, ArrayObject) else [contents]:
        stream = part.get_object()
        if isinstance(stream, StreamObject):
            yield stream


def _form_values(reader: pypdf.PdfReader) -> tuple[str, ...]:
    """What was filled in, as "field: value"; pdfium does not see it."""
    fields = reader.get_fields() or {}
    found = []
    for name, entry in fields.items():
        value = entry.get("/V")
        if isinstance(value, str) and value.strip() and not value.startswith("/"):
            found.append(f"{name.split('.')[-1]}: {' '.join(value.split())}")
    return tuple(found)
