"""The wall around one edition of the index: which files, and which parts of documents, stay outside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kb.access import OPEN_TO_ALL, Classes
from kb.cases.clearing import cleared, stated_class
from kb.containers import SourceFile
from kb.datatypes import Clearance, Document, FieldCorrection
from kb.errors import ReadError


@dataclass(frozen=True, slots=True)
class Wall:
    """What is above ``clearance`` by rules, by what editors stated of documents by id, and by the marks."""

    clearance: Clearance = Clearance.PUBLIC
    classes: Classes = OPEN_TO_ALL
    corrections: Mapping[str, Sequence[FieldCorrection]] = field(default_factory=dict)

    def refusal(self, file: SourceFile) -> ReadError | None:
        """Why a file stays outside whatever is in it; None where that must be read to tell."""
        return self._above(self._base(file) or Clearance.PUBLIC)

    def refusal_unread(self, file: SourceFile) -> ReadError | None:
        """Why a file that cannot be read must not be told of; None where it may be."""
        return self._above(self._base(file) or self.classes.unmarked)

    def within(self, document: Document, file: SourceFile) -> Document:
        """The document with all that stays outside marked CLOSED."""
        return cleared(document, self._base(file), self.classes.unmarked, self.clearance)

    def _above(self, found: Clearance) -> ReadError | None:
        return None if self.clearance.covers(found) else ReadError("not_cleared", found=found.value)

    def _base(self, file: SourceFile) -> Clearance | None:
        stated = stated_class(self.corrections.get(file.id, ()))
        # A folder in an archive is one like any other.
        path = file.path / file.member if file.member else file.path
        return stated or self.classes.of_file(file.named or file.id, path)


OPEN = Wall()
"""Keeps outside what is marked closed, and nothing else."""
