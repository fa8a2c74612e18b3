"""Access classes of records: that of the document which a record tells of, the strictest of several.

A row holds a document's whole text, and a policy hides rows: so a document is as closed as the strictest of
its parts that still has words. (A build has blanked closed parts before they come here: kb/cases/access.py.)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from kb.datatypes import Access, Clearance, Decision, Document, Evidence, Gap, Part

STRICTEST_LAST = (Access.OPEN, Access.UNKNOWN, Access.SHOWN, Access.CLOSED)


def shown_in(edition: Clearance) -> tuple[Access, ...]:
    """The classes of rows that readers of an edition see: what is closed to others only above the public."""
    everyone = (Access.OPEN, Access.UNKNOWN)
    return everyone if edition is Clearance.PUBLIC else (*everyone, Access.SHOWN)


class Classes:
    """The classes of ``documents`` and of what is told of them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._classes = {document.id: _class_of(document) for document in documents}

    def of_document(self, document_id: str) -> Access:
        """The class of a document, UNKNOWN for one that is not there."""
        return self._classes.get(document_id, Access.UNKNOWN)

    def of_record(self, record: object) -> Access:
        """The strictest class of the documents that a record draws on, UNKNOWN where it draws on none."""
        return strictest(map(self.of_document, _sources(record)))


def _class_of(document: Document) -> Access:
    told = (
        section.access
        for section in document.sections
        if section.access in (Access.SHOWN, Access.CLOSED)
        and (section.heading or document.text[section.start : section.end].strip())
    )
    return strictest((document.access, *told))


def _sources(record: object) -> Iterator[str]:
    """The ids of the documents that a record names, its parts' too."""
    if isinstance(record, Evidence | Decision | Part | Gap):
        yield record.document
    if isinstance(record, tuple):
        for each in record:
            yield from _sources(each)
    elif dataclasses.is_dataclass(record):
        for field in dataclasses.fields(record):
            yield from _sources(getattr(record, field.name))


def strictest(classes: Iterable[Access]) -> Access:
    """The strictest of the classes, UNKNOWN for none."""
    return max(classes, key=STRICTEST_LAST.index, default=Access.UNKNOWN)
