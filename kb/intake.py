"""What a build starts from: the files read into documents.

A file is read once: while its bytes and the pipeline stay the same, its document is taken over.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kb.cases.access import redact
from kb.cases.decisions import decisions_of
from kb.cases.facts import Facts, facts_of, unpacked
from kb.containers import SourceFile, problem
from kb.datatypes import (
    Access,
    Decision,
    Document,
    FieldCorrection,
    FileProblem,
    MaskedKind,
)
from kb.disk import sha256_of
from kb.errors import KBError, ReadError
from kb.masking import NOTHING_ELSE, Rules, masked_corrections, masked_stated, understood, with_masked
from kb.masking import Found as Hidden
from kb.previous import UNCORRECTED, Corrections, Previous
from kb.readers.rooms import ReadFile, ReadingRooms
from kb.settings import Settings, load_settings
from kb.sources import Found
from kb.strings_da.reading import NO_FILE
from kb.wall import OPEN, Wall

IsForgotten = Callable[[str, str], bool]

UNSUPPORTED = "unsupported_file"
"""Why a file was passed over that may well be a case document, and so is missed like one that is damaged."""


def nothing_forgotten(_name: str, _checksum: str) -> bool:
    """False, whatever the file."""
    return False


@dataclass(frozen=True, slots=True)
class Reading:
    """The open documents in order of id with their facts and decisions, and the files that became none."""

    documents: tuple[Document, ...]
    facts: tuple[Facts, ...]
    decisions: tuple[Decision, ...]
    skipped: tuple[FileProblem, ...]
    failed: tuple[FileProblem, ...]

    @property
    def unread(self) -> tuple[FileProblem, ...]:
        """The files that may be case documents and cannot be searched, by path. Closed ones are not named."""
        missed = [*self.failed, *(each for each in self.skipped if each.code == UNSUPPORTED)]
        return tuple(sorted(missed, key=lambda each: (each.path, each.code)))


def read_document(path: Path, settings: Settings | None = None) -> Document:
    """The document in one file, parsed, under its file name, CPR numbers masked.

    It is read with the limits of the settings, of those in force where none are given. Raises ReadError, or
    ResourceError.
    """
    file = SourceFile(NOTHING_ELSE.masked(path.name), path, path, path.name)
    with ReadingRooms.of(settings or load_settings()) as rooms:
        return with_masked(*_parsed(file, rooms.read(path), (), NOTHING_ELSE))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file became: a document with its facts and decisions, or the problem why it did not.

    ``withheld`` is the reason why a file that could be read is left out. ``known`` is whether the document
    is the generation's before.
    """

    document: Document | None = None
    facts: Facts | None = None
    decisions: tuple[Decision, ...] = ()
    failed: FileProblem | None = None
    withheld: FileProblem | None = None
    known: bool = False


class Intake:
    """The files of a build in order of id, each read once, when it is first needed."""

    def __init__(
        self,
        found: Found,
        previous: Previous,
        rooms: ReadingRooms,
        corrections: Corrections = UNCORRECTED,
        rules: Rules = NOTHING_ELSE,
        is_forgotten: IsForgotten = nothing_forgotten,
        wall: Wall = OPEN,
    ) -> None:
        """``is_forgotten`` tells of a file's name and checksum whether it is to be left out for ever.

        Nothing gets in that ``wall`` keeps outside.
        """
        self._wall = wall
        self._found, self._previous, self._rules = found, previous, rules
        self._is_forgotten = is_forgotten
        self._corrections = {name: masked_corrections(each, rules) for name, each in corrections.items()}
        self._rooms = rooms
        self._begun: dict[str, Future[ReadFile]] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._unchanged: dict[str, bool] = {}
        self.count = len(found.files)

    def outcomes(self) -> Iterator[Outcome]:
        """What each file became; one that cannot be read or is closed stops no other. The next are begun."""
        for at, file in enumerate(self._found.files):
            for soon in self._found.files[at : at + 1 + self._rooms.count]:
                self._begin(soon)
            yield self._outcome(file)

    def _begin(self, file: SourceFile) -> None:
        """Have the file read meanwhile, where it must be."""
        if file.id in self._outcomes or file.id in self._begun or self._is_known(file):
            return
        self._begun[file.id] = self._rooms.submit(file.path, file.member)

    def differs(self) -> bool:
        """Whether a build would give another generation than the one before. Reads no more than it must."""
        names = {file.id for file in self._found.files}
        if self._previous.masked_words != self._rules.words.fingerprint:
            return True
        if not names.issuperset(self._previous.checksums):
            return True
        unknown = []
        for file in self._found.files:
            if file.id not in self._previous.checksums:
                unknown.append(file)
            elif not self._is_unchanged(file):
                return True
        # New to the index: a new document, or what was closed or could not be read the last time either.
        if any(self._outcome(file).document for file in unknown):
            return True
        return self._unread() != self._previous.unread

    def _unread(self) -> tuple[FileProblem, ...]:
        return Reading((), (), (), *self._left_out()).unread

    def _left_out(self) -> tuple[tuple[FileProblem, ...], tuple[FileProblem, ...]]:
        """The files that were skipped and those that failed, as far as they were read."""
        read = self._outcomes.values()
        withheld = (each.withheld for each in read if each.withheld)
        failed = (each.failed for each in read if each.failed)
        return (*self._found.skipped, *withheld), (*self._found.failed, *failed)

    def reading(self) -> Reading:
        """What all files together became."""
        outcomes = tuple(self.outcomes())
        return Reading(
            tuple(each.document for each in outcomes if each.document),
            tuple(each.facts for each in outcomes if each.facts),
            tuple(decision for each in outcomes for decision in each.decisions),
            *self._left_out(),
        )

    def _outcome(self, file: SourceFile) -> Outcome:
        if file.id not in self._outcomes:
            self._outcomes[file.id] = self._read(file)
        return self._outcomes[file.id]

    def _read(self, file: SourceFile) -> Outcome:
        store = self._previous.store
        if store is not None and self._is_known(file):
            facts = unpacked(store.facts_of(file.id))
            return Outcome(store.document(file.id), facts, store.decisions_of(file.id), known=True)
        try:
            if self._is_forgotten(file.named, _checksum(file)):
                return Outcome(withheld=problem(file.id, ReadError("forgotten")))
            with one_bad_document():
                self._begin(file)
                read = self._begun.pop(file.id).result()
                document, hidden = _parsed(file, read, self._corrections.get(file.id, ()), self._rules)
                document = with_masked(redact(self._wall.within(document, file)), hidden)
                outcome = _told(document)
        except ReadError as error:
            if refusal := self._wall.refusal_unread(file):
                return Outcome(withheld=problem(file.id, refusal))
            return Outcome(failed=problem(file.id, error))
        if self._is_forgotten(file.named, read.sha256):  # it may have become another file meanwhile
            return Outcome(withheld=problem(file.id, ReadError("forgotten")))
        return outcome

    def _is_known(self, file: SourceFile) -> bool:
        """Whether the document can be taken over from the generation before."""
        return self._previous.store is not None and self._is_unchanged(file)

    def _is_unchanged(self, file: SourceFile) -> bool:
        """Whether the document is that of the generation before; the file is read once to tell."""
        if file.id not in self._unchanged:
            known = file.id in self._previous.checksums
            corrections = self._corrections.get(file.id, ())
            self._unchanged[file.id] = known and self._is_still(file, corrections)
        return self._unchanged[file.id]

    def _is_still(self, file: SourceFile, corrections: Sequence[FieldCorrection]) -> bool:
        try:
            checksum = _checksum(file)
        except ReadError:
            return False
        return (
            self._previous.holds(file.id, checksum, corrections)
            and self._previous.stated.get(file.id) == masked_stated(file.stated, self._rules)
            and not self._is_forgotten(file.named, checksum)
            and not self._hides_more(file.id)
        )

    def _hides_more(self, name: str) -> bool:
        """Whether something else would be hidden in a document than was by the generation before."""
        words = self._rules.words
        if self._previous.store is None or words.fingerprint == self._previous.masked_words:
            return False
        document = self._previous.store.document(name)
        if any(each.kind is MaskedKind.WORDS for each in document.masked):
            return True
        return any(map(words.spans, (document.text, document.title)))


def _told(document: Document) -> Outcome:
    """What a document that was read tells; that it is withheld where it is closed.

    Its path is all that may be known of a closed one: the generation must hold no trace.
    """
    if document.access is Access.CLOSED:
        return Outcome(withheld=problem(document.id, ReadError("closed")))
    return Outcome(document, facts_of(document), tuple(decisions_of(document)))


@contextmanager
def one_bad_document() -> Iterator[None]:
    """While inside, what fails on a text is raised as ReadError, so that one document stops no build.

    The error names the line of the program and nothing of the text.
    """
    try:
        yield
    except KBError:
        raise
    except Exception as error:
        line = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}, {Path(line.filename).name}:{line.lineno}"
        raise ReadError("not_understood", detail=detail) from error


def _parsed(
    file: SourceFile, read: ReadFile, corrections: Sequence[FieldCorrection], rules: Rules
) -> tuple[Document, tuple[Hidden, ...]]:
    """The document in a file, closed parts and all, and what is hidden in its text, title and name."""
    extraction = replace(read.extraction, stated=file.stated)
    document, hidden = understood(file.id, extraction, read.sha256, corrections, rules)
    return document, (*hidden, *rules.found(file.named, beside=True))


def _checksum(file: SourceFile) -> str:
    if file.sha256:
        return file.sha256
    path = file.path
    try:
        if not path.is_file():  # what was put in a file's place may be a pipe, which never ends
            raise ReadError("unreadable_file", detail=NO_FILE)
        return sha256_of(path)
    except OSError as error:
        raise ReadError("unreadable_file", detail=error.strerror or error) from error
