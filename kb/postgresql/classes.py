"""Access classes of records: that of the section which a record tells of, the strictest of several."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from kb.datatypes import Access, Decision, Document, Evidence, Gap, Part, Section

STRICTEST_LAST = (Access.OPEN, Access.UNKNOWN, Access.CLOSED)


class Classes:
    """The classes of what is told of in ``documents``."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}

    def of_document(self, document_id: str) -> Access:
        """The class of a document, UNKNOWN for one that is not there."""
        document = self._documents.get(document_id)
        return document.access if document else Access.UNKNOWN

    def of_section(self, document_id: str, section: Section) -> Access:
        """The class of a section: its own, or its document's where it states none or that one is closed."""
        whole = self.of_document(document_id)
        if Access.CLOSED in (whole, section.access):
            return Access.CLOSED
        return whole if section.access is Access.UNKNOWN else section.access

    def at(self, document_id: str, start: int) -> Access:
        """The class of the section that stands at ``start``."""
        document = self._documents.get(document_id)
        if document is None or not document.sections:
            return self.of_document(document_id)
        place = bisect_right(document.sections, start, key=lambda section: section.start) - 1
        return self.of_section(document_id, document.sections[max(place, 0)])

    def of_record(self, record: object) -> Access:
        """The strictest class of the texts that a record draws on, UNKNOWN where it draws on none."""
        return strictest(self._sources(record))

    def _sources(self, record: object) -> Iterator[Access]:
        if isinstance(record, Evidence | Decision):
            yield self.at(record.document, record.start)
        elif isinstance(record, Part):
            yield from self._of_part(record)
        elif isinstance(record, tuple):
            for each in record:
                yield from self._sources(each)
        elif dataclasses.is_dataclass(record):
            if isinstance(record, Gap):
                yield self.of_document(record.document)
            for field in dataclasses.fields(record):
                yield from self._sources(getattr(record, field.name))

    def _of_part(self, part: Part) -> Iterator[Access]:
        document = self._documents.get(part.document)
        for section in document.sections if document else ():
            if part.item is None or section.item_at == part.item:
                yield self.of_section(part.document, section)


def strictest(classes: Iterable[Access]) -> Access:
    """The strictest of the classes, UNKNOWN for none."""
    return max(classes, key=STRICTEST_LAST.index, default=Access.UNKNOWN)
