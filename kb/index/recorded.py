"""What every store gives of its catalogue: records, and which chunks a filter allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np

from kb.datatypes import (
    Case,
    Chunk,
    Date,
    Decision,
    Document,
    DocumentSummary,
    Facets,
    FieldCorrection,
    FileProblem,
    Filter,
    Gap,
    Place,
    Stated,
    Tenure,
    Term,
)
from kb.errors import UsageError
from kb.index.catalogue import Catalogue
from kb.index.filtering import fold_number, names_of
from kb.index.ranking import Mask
from kb.index.records import Row
from kb.index.sight import case_within, newest, tenure_within, term_within

CACHED_DOCUMENTS = 256
CACHED_MASKS = 32
CACHED_LISTS = 4
EVERYTHING = Filter()


class Recorded:
    """The part of a store that its catalogue answers. What is asked again and again is kept."""

    def __init__(self, catalogue: Catalogue, chunk_count: int) -> None:
        self.catalogue = catalogue
        self.chunk_count = chunk_count
        self._document = lru_cache(CACHED_DOCUMENTS)(catalogue.document)
        self._mask = lru_cache(CACHED_MASKS)(self._read_mask)
        self._summaries = lru_cache(CACHED_LISTS)(catalogue.summaries)
        self._document_count = lru_cache(CACHED_MASKS)(catalogue.document_count)
        self._cases = lru_cache(CACHED_MASKS)(self._read_cases)
        self._sight = lru_cache(CACHED_MASKS)(catalogue.sight)
        self._facets = cache(catalogue.facets)
        self._terms = cache(catalogue.terms)
        self._tenures = cache(catalogue.tenures)
        self._vocabulary = cache(catalogue.vocabulary)

    def allowed(self, where: Filter) -> Mask:
        """Which chunks ``where`` allows, (chunk_count,) bool by key, read-only."""
        return self._mask(where)

    def _read_mask(self, where: Filter) -> Mask:
        mask = np.zeros(self.chunk_count, np.bool_)
        mask[self.catalogue.allowed_keys(where)] = True
        mask.flags.writeable = False
        return mask

    def chunks(self, keys: Sequence[int]) -> tuple[Chunk, ...]:
        """The chunks with these keys, in the order given. Raises KeyError for an unknown key."""
        return self.catalogue.chunks(keys)

    def places(self, keys: Sequence[int]) -> tuple[Place, ...]:
        """Where the chunks with these keys stand, in the order given. Raises KeyError for an unknown key."""
        return self.catalogue.places(keys)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """A document's chunks in reading order. Raises UsageError for an unknown document."""
        self.document(document_id)
        return self.catalogue.chunks_of(document_id)

    def document(self, document_id: str) -> Document:
        """The document. Raises UsageError for an unknown one."""
        document = self._document(document_id)
        if document is None:
            raise UsageError("unknown_document", document=document_id)
        return document

    def summaries(self, where: Filter) -> tuple[DocumentSummary, ...]:
        """The documents of which ``where`` allows any section, duplicates too, by id."""
        return self._summaries(where)

    def document_count(self, where: Filter) -> int:
        """How many documents ``where`` allows any section of, duplicates too."""
        return self._document_count(where)

    def decisions(self, where: Filter) -> tuple[Decision, ...]:
        """The decisions that ``where`` allows, by document and place, one row a treatment of a case."""
        return self.catalogue.decisions(where)

    def decisions_of(self, document_id: str) -> tuple[Decision, ...]:
        """All decisions that a document prints, in reading order."""
        return self.catalogue.decisions_of(document_id)

    def cases(self, where: Filter = EVERYTHING) -> tuple[Case, ...]:
        """The cases of which ``where`` allows any paper, cut down to it, newest first, undated last."""
        return self._cases(where)

    def _read_cases(self, where: Filter) -> tuple[Case, ...]:
        sight = self._sight(where)
        found = self.catalogue.cases()
        if where.cases:
            wanted = {fold_number(name) for name in where.cases}
            found = tuple(case for case in found if not wanted.isdisjoint(names_of(case)))
        if where != EVERYTHING:
            found = tuple(case for each in found if (case := case_within(each, sight)))
        return tuple(sorted(found, key=lambda case: case_order(case, newest(case, sight))))

    def newest(self, case: Case, where: Filter) -> Date | None:
        """The last day that a case is known from, as far as ``where`` leaves its papers."""
        return newest(case, self._sight(where))

    def terms(self, where: Filter = EVERYTHING) -> tuple[Term, ...]:
        """The terms with the meanings whose first mention ``where`` allows, in order of the build."""
        found = self._terms()
        if where == EVERYTHING:
            return found
        sight = self._sight(where)
        return tuple(term for each in found if (term := term_within(each, sight)))

    def tenures(self, where: Filter = EVERYTHING) -> tuple[Tenure, ...]:
        """Who is named in which role by the papers that ``where`` allows, in order of the build."""
        found = self._tenures()
        if where == EVERYTHING:
            return found
        sight = self._sight(where)
        return tuple(tenure for each in found if (tenure := tenure_within(each, sight)))

    def gaps(self, where: Filter = EVERYTHING) -> tuple[Gap, ...]:
        """The gaps that ``where`` allows, those of days to come too, in order of the build."""
        return self.catalogue.gaps(where)

    def vocabulary(self) -> Mapping[str, int]:
        """In how many documents each word stands: lower-cased, letters only, three or more."""
        return self._vocabulary()

    def renditions(self, document_id: str) -> tuple[str, ...]:
        """The ids of the other documents with the same text, sorted."""
        return self.catalogue.renditions(document_id)

    def facets(self) -> Facets:
        """What can be filtered by."""
        return self._facets()

    def kept_chunks(self, document_id: str) -> Sequence[Row]:
        """What is kept of a document's chunks, in reading order: the values of KEPT_CHUNK_COLUMNS."""
        return self.catalogue.kept_chunks(document_id)

    def facts_of(self, document_id: str) -> str:
        """The record of what a build found in a document. Raises UsageError for an unknown one."""
        facts = self.catalogue.facts_of(document_id)
        if facts is None:
            raise UsageError("unknown_document", document=document_id)
        return facts

    def checksums(self) -> dict[str, str]:
        """sha256 of each document's file, by document id."""
        return self.catalogue.checksums()

    def corrected(self) -> dict[str, tuple[FieldCorrection, ...]]:
        """What editors corrected, by document id, of the documents where they did."""
        return self.catalogue.corrected()

    def stated(self) -> dict[str, Stated]:
        """What the systems that documents come from state of them, by document id, where they do."""
        return self.catalogue.stated()

    def unread(self) -> tuple[FileProblem, ...]:
        """The files of the build that could not be read, in its order."""
        return self.catalogue.unread()

    def keys_by_digest(self, digests: Sequence[str]) -> dict[str, int]:
        """The least key of a chunk by the digest of what was embedded for it, for those that are there."""
        return self.catalogue.keys_by_digest(digests)


def case_order(case: Case, day: Date | None) -> tuple[int, str]:
    """What cases are sorted by: the newest ``day`` first, none last."""
    return -day.toordinal() if day else 0, case.id
