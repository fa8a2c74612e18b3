"""What a file would become in the index, told before it is indexed: ``python -m kb.inspecting FILE ID``.

The file comes from outside and may be made to hang or to burst its reader. It is read as a build reads it,
and understood in a process of its own with limits, which writes one JSON object on standard output.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from kb.cases.corrected import Facts, as_written
from kb.containers import SourceFile, opened
from kb.datatypes import (
    Access,
    CorrectedField,
    Date,
    Decision,
    Document,
    MaskedKind,
    OutcomeClass,
    SectionKind,
    Status,
)
from kb.errors import ReadError
from kb.intake import one_bad_document
from kb.masking import Rules, indexable, masked_stated, rules_in_force
from kb.readers.confine import allow_seconds, limited
from kb.readers.names import CONTAINERS
from kb.readers.rooms import ReadingRooms

LIMIT_SECONDS = 60
"""For understanding a file; reading it has limits of its own."""

MAX_MEMORY_BYTES = 4 * 2**30

_UNKNOWN = frozenset({SectionKind.UNKNOWN, SectionKind.OTHER})


@dataclass(frozen=True, slots=True)
class SectionNote:
    """A section: its kind, its heading as it stands, how many there are, and whether all are empty."""

    kind: SectionKind
    heading: str
    count: int
    empty: bool


@dataclass(frozen=True, slots=True)
class DecisionNote:
    """A decision: on what, the words that decided it, what they amount to, by whom, when and where."""

    title: str
    outcome: str
    effect: OutcomeClass
    committee: str | None
    date: Date | None
    page: int


@dataclass(frozen=True, slots=True)
class Understood:
    """What is read of a file. Nothing of closed parts is in it: ``closed_items`` only counts them.

    ``closed`` says that all of it is closed, and that it will not be indexed. ``cpr_pages`` has the page of
    each place with numbers that look like civil registration numbers. ``warnings`` are codes of
    :data:`kb.strings_da.WARNINGS`.
    """

    id: str
    sha256: str
    format: str
    title: str
    committee: str | None
    date: Date | None
    date_inferred: bool
    status: Status
    case_number: str | None
    pages: int
    pages_inferred: bool
    closed: bool
    closed_items: int
    sections: tuple[SectionNote, ...]
    unknown: tuple[str, ...]
    decisions: tuple[DecisionNote, ...]
    attachments: tuple[str, ...]
    cpr_pages: tuple[int, ...]
    warnings: tuple[str, ...]

    @property
    def written(self) -> Mapping[CorrectedField, str | None]:
        """What an editor may correct, as corrections write it."""
        return as_written(Facts(self.title, self.committee, self.date, self.status, self.case_number))


@dataclass(frozen=True, slots=True)
class Inner:
    """A document in a file that holds several, as far as is known of it without reading it."""

    id: str
    title: str | None
    committee: str | None
    date: Date | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of such a file that would not become a document, and why, in Danish."""

    id: str
    message: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What is in a file that holds several documents: an archive, an e-mail or an export."""

    id: str
    documents: tuple[Inner, ...]
    left_out: tuple[LeftOut, ...]


_ADAPTER: TypeAdapter[Understood | Holding] = TypeAdapter(Understood | Holding)


def understood(document: Document, decisions: Sequence[Decision]) -> Understood:
    """What is told of a document that has been read, its closed parts taken out."""
    sections = [each for each in document.sections if document.text[each.start : each.end].strip()]
    unknown = (each.heading.strip() for each in sections if each.kind in _UNKNOWN)
    return Understood(
        id=document.id,
        sha256=document.sha256,
        format=document.format,
        title=document.title,
        committee=document.committee,
        date=document.date,
        date_inferred=document.date_inferred,
        status=document.status,
        case_number=document.case_number,
        pages=len(document.pages),
        pages_inferred=any(page.inferred for page in document.pages),
        closed=document.access is Access.CLOSED,
        closed_items=_closed_parts(document),
        sections=_notes(document),
        unknown=tuple(dict.fromkeys(filter(None, unknown))),
        decisions=tuple(
            DecisionNote(each.title, each.outcome, each.effect, each.committee, each.date, each.page)
            for each in decisions
        ),
        attachments=tuple(dict.fromkeys(each.title for each in document.attachments)),
        cpr_pages=next((each.pages for each in document.masked if each.kind is MaskedKind.CPR), ()),
        warnings=document.warnings,
    )


def inspect(data: bytes, document_id: str, seconds: float = LIMIT_SECONDS) -> Understood | Holding:
    """What a file with these bytes would become under the id, read in a process with limits.

    Raises ReadError with the reason where it would not become a document.
    """
    with tempfile.TemporaryDirectory(prefix="kb-") as folder:
        path = Path(folder) / f"upload{PurePosixPath(document_id).suffix}"
        path.write_bytes(data)
        try:
            done = subprocess.run(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", "kb.inspecting", str(path), document_id],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                # What a reader complains of may quote the document.
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError("read_too_slow", seconds=round(seconds)) from error
    return _answer(done.stdout)


def _answer(out: bytes) -> Understood | Holding:
    """What the process told. Raises the error that it told, or ReadError where it broke down."""
    try:
        told = json.loads(out)
        if "error" in told:
            raise ReadError(told["error"]["code"], **told["error"]["values"])
        return _ADAPTER.validate_python(told)
    except (ValueError, ValidationError, KeyError, TypeError) as error:
        raise ReadError("reader_broke_down") from error


def _notes(document: Document) -> tuple[SectionNote, ...]:
    """The sections by kind and heading, in the order in which they first stand."""
    found: dict[tuple[SectionKind, str], list[bool]] = {}
    for each in document.sections:
        if document.text[each.start : each.end].strip():
            empty = not document.text[each.body_start : each.end].strip()
            found.setdefault((each.kind, each.heading.strip()), []).append(empty)
    return tuple(SectionNote(*key, len(empty), all(empty)) for key, empty in found.items())


def _closed_parts(document: Document) -> int:
    """How many agenda items, or else sections, are left out because they are closed."""
    items = sum(item.access is Access.CLOSED for item in document.items)
    return items or sum(section.access is Access.CLOSED for section in document.sections)


def _told(
    path: Path, document_id: str, rooms: ReadingRooms, rules: Rules, is_forgotten: Callable[[str, str], bool]
) -> Understood | Holding:
    """What the file would become. Raises ReadError."""
    from kb.cases.decisions import decisions_of

    if path.suffix.lower() in CONTAINERS:
        rooms.unpack(path)  # raises where nothing of it can be used; what it holds is looked at next
    file = SourceFile(document_id, path, path)
    found = opened([file], rooms.unpack)
    if found.files != [file]:
        known = [each for each in found.files if not is_forgotten(each.id, each.sha256)]
        left_out = (
            LeftOut(rules.masked(each.path), each.message) for each in (*found.failed, *found.skipped)
        )
        return Holding(document_id, tuple(_inner(each, rules) for each in known), tuple(left_out))
    read = rooms.read(path)
    if is_forgotten(document_id, read.sha256):
        raise ReadError("forgotten")
    document = indexable(document_id, read.extraction, read.sha256, rules=rules)
    return understood(document, tuple(decisions_of(document)))


def _inner(file: SourceFile, rules: Rules) -> Inner:
    """A document that is in the file, with what is stated of it."""
    told = masked_stated(file.stated, rules)
    if told is None:
        return Inner(rules.masked(file.id), None, None, None)
    return Inner(rules.masked(file.id), told.title, told.committee, told.date)


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0 with what was understood or the reason why nothing was as JSON on stdout."""
    from kb.settings import load_settings
    from kb.state.database import StateDatabase
    from kb.state.forgotten import Forgotten

    limited("RLIMIT_AS", MAX_MEMORY_BYTES)
    allow_seconds(LIMIT_SECONDS)  # the process that reads the file sets a limit of its own
    path, document_id = Path(arguments[0]), arguments[1]
    try:
        with one_bad_document():
            settings = load_settings()
            forgotten = Forgotten(StateDatabase(settings.state))
            rules = rules_in_force(settings, forgotten)
            with ReadingRooms.of(settings, 1) as rooms:
                told = _ADAPTER.dump_json(_told(path, document_id, rooms, rules, forgotten.documents().holds))
    except ReadError as error:
        told = json.dumps({"error": {"code": error.code, "values": error.values}}, default=str).encode()
    sys.stdout.buffer.write(told)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
