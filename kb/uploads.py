"""Files from a browser put among the case documents: safe names, nothing overwritten, whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Callable
from itertools import count
from pathlib import Path, PurePosixPath

from kb.disk import disk_errors, sync
from kb.errors import UsageError
from kb.privacy import MASK, without_cpr
from kb.readers.detect import Kind, detect
from kb.readers.names import is_visible

LONGEST_STEM_BYTES = 150
"""Of a file name without its ending; with a number it stays below what every file system takes."""

LONGEST_SUFFIX = 9

DEEPEST = 3
"""How many folders below the case documents can be chosen from."""

_SUFFIXES = {
    Kind.PDF: (".pdf",),
    Kind.DOCX: (".docx",),
    Kind.ODT: (".odt",),
    Kind.HTML: (".html", ".htm"),
    Kind.MARKDOWN: (".md", ".markdown"),
    Kind.TEXT: (".txt",),
    Kind.XLSX: (".xlsx", ".xlsm"),
    Kind.PPTX: (".pptx", ".pptm", ".ppsx"),
    Kind.ZIP: (".zip",),
    Kind.EMAIL: (".eml",),
    Kind.JSON: (".json",),
    Kind.XML: (".xml",),
}
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_HIDING = ".~$ "
"""What the names of hidden files and of locks begin with (kb.sources)."""

_NAMELESS = "dokument"


def file_name(given: str, data: bytes, masked: Callable[[str], str] = without_cpr) -> str:
    """A name for a file that a browser called ``given``: safe on every system, with the ending of its kind.

    What decides the ending is the content; ``masked`` hides what a name must not tell. Raises ReadError where
    no reader fits it.
    """
    bare = PurePosixPath(_plain(given).replace("\\", "/")).name
    stem, dot, ending = bare.rpartition(".")
    suffix = f".{ending.strip().lower()}"
    fitting = _SUFFIXES[detect(data, suffix)]
    if suffix not in fitting:
        # ".exe" is the ending of another kind, ".2026" a part of the name.
        is_ending = dot and suffix[1:].isalpha() and len(suffix) <= LONGEST_SUFFIX
        stem, suffix = stem if is_ending else bare, fitting[0]
    return f"{_stem(masked(stem))}{suffix}"


def folders(data: Path) -> tuple[str, ...]:
    """The visible folders below the case documents, by their paths with forward slashes, in order."""
    found = []
    for folder, inner, _files in os.walk(data):
        below = Path(folder).relative_to(data)
        inner[:] = sorted(name for name in inner if is_visible(name)) if len(below.parts) < DEEPEST else []
        if below.parts:
            found.append(unicodedata.normalize("NFC", below.as_posix()))
    return tuple(sorted(found))


def free_name(data: Path, folder: str, name: str, taken: Callable[[str], bool]) -> str:
    """The name, with a number where the folder has a file of that name, case aside, or the id is taken."""
    place = data / folder
    there = {_folded(each) for each in os.listdir(place)} if place.is_dir() else set()
    stem, suffix = os.path.splitext(name)
    numbered = (name if number == 1 else f"{stem}-{number}{suffix}" for number in count(1))
    return next(
        each for each in numbered if _folded(each) not in there and not taken(document_id(folder, each))
    )


def document_id(folder: str, name: str) -> str:
    """The id that the document gets once it is indexed."""
    return unicodedata.normalize("NFC", f"{folder}/{name}")


def lies(data: Path, document: str) -> bool:
    """Whether a file with this id lies among the case documents; nothing outside is looked at."""
    path = (data / document).resolve()
    return path.is_relative_to(data.resolve()) and path.is_file()


def store(data: Path, folder: str, name: str, content: bytes) -> Path:
    """Where the file lies, once all of it is on the disk. A reader finds all of it or nothing.

    Raises UsageError where a file of that name is there already or the folder is none of this place, and
    ResourceError where nothing can be written.
    """
    target = data / folder / name
    if not target.resolve().is_relative_to(data.resolve()) or target.name != name:
        raise UsageError("outside_folder", path=f"{folder}/{name}")
    with disk_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            draft.write_bytes(content)
            sync(draft)
            try:
                # Takes the name, which nobody else can then; until the next line the file is empty.
                target.open("xb").close()
            except FileExistsError as error:
                raise UsageError("file_exists", path=f"{folder}/{name}") from error
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
        sync(target.parent)
    return target


def _plain(text: str) -> str:
    """The text without characters that cannot be seen or that turn the direction of writing."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(each for each in composed if unicodedata.category(each)[0] != "C")


def _stem(given: str) -> str:
    """A name without its ending that every system takes, and that is neither hidden nor a lock."""
    stem = " ".join(_FORBIDDEN.sub("-", given).split()).lstrip(_HIDING)
    stem = stem.encode()[:LONGEST_STEM_BYTES].decode("utf-8", "ignore").strip(". ")
    if not any(each.isalnum() or each == MASK for each in stem):
        return _NAMELESS
    return f"{_NAMELESS}-{stem}" if _DEVICES.fullmatch(stem.partition(".")[0]) else stem


def _folded(name: str) -> str:
    """A file name as a system that takes no notice of case compares it."""
    return unicodedata.normalize("NFC", name).casefold()
