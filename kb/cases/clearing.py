"""Which class each part of a document is of, and the document as somebody with a clearance may have it.

The strictest statement counts: what is marked closed is confidential, whatever else is said of the document.
Of what is not marked an editor's word counts before the rules of folders, and those before the default.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from kb.datatypes import (
    Access,
    AgendaItem,
    Attachment,
    Clearance,
    CorrectedField,
    Document,
    FieldCorrection,
    Section,
)

Marked = TypeVar("Marked", Section, AgendaItem, Attachment)


def stated_class(corrections: Iterable[FieldCorrection]) -> Clearance | None:
    """The class that an editor gave a document, None where nobody did."""
    values = (each.value for each in corrections if each.field is CorrectedField.CLEARANCE and each.value)
    return next(map(Clearance, values), None)


def cleared(
    document: Document, base: Clearance | None, unmarked: Clearance, clearance: Clearance
) -> Document:
    """The document with every part above ``clearance`` CLOSED, and those closed but within it SHOWN.

    ``base`` is the class that an editor or a rule gave it. :func:`kb.cases.access.redact` takes the closed
    parts out. Its own class is that of the strictest part that is left.
    """

    def class_of(access: Access) -> Clearance:
        if access is Access.CLOSED:
            return Clearance.CONFIDENTIAL
        if base is not None:
            return base
        return Clearance.PUBLIC if access is Access.OPEN else unmarked

    def seen(access: Access) -> Access:
        if not clearance.covers(class_of(access)):
            return Access.CLOSED
        return Access.SHOWN if access is Access.CLOSED else access

    def marked(parts: tuple[Marked, ...]) -> tuple[Marked, ...]:
        return tuple(replace(each, access=seen(each.access)) for each in parts)

    sections = tuple(replace(each, clearance=class_of(each.access)) for each in document.sections)
    shown = [each.clearance for each in sections if clearance.covers(each.clearance)]
    access = seen(document.access)
    if access is Access.CLOSED and document.access is not Access.CLOSED and shown:
        access = document.access
    return replace(
        document,
        access=access if shown else Access.CLOSED,
        sections=marked(sections),
        items=marked(document.items),
        attachments=marked(document.attachments),
        clearance=max(shown, key=Clearance.rank, default=Clearance.PUBLIC),
    )
