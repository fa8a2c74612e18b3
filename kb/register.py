"""Register: what a generation records, asked without the model that searching needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kb.case_ids import address_of
from kb.danish.analysis import match_keys
from kb.datatypes import (
    Case,
    Date,
    Decision,
    Document,
    DocumentSummary,
    Facets,
    Filter,
    Gap,
    GapKind,
    Manifest,
    Original,
    Step,
    StepState,
    Tenure,
    Term,
)
from kb.errors import ReadError, UsageError
from kb.exploring.kept import Kept
from kb.exploring.principles import principles_of
from kb.exploring.records import Principles, ThemeMap
from kb.exploring.themes import themes_of
from kb.filters import known_committees
from kb.index.repository import repository_of
from kb.originals import original_of
from kb.roles import Role
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

EVERYTHING = Filter()


class Register:
    """One opened generation's catalogue: documents, decisions, cases, words and gaps, without the model.

    ``where`` holds for every row, count and quote: nothing shows that it excludes. One that names a committee
    which the material does not know raises UsageError.
    """

    def __init__(
        self,
        settings: Settings,
        encoder: Encoder | None = None,
        today: Callable[[], Date] = dt.date.today,
    ) -> None:
        """Opens the current generation of the settings' index. Raises IndexStateError."""
        self._settings = settings
        self._encoder = encoder
        self._today = today
        self._lock = Lock()
        self._themes: Kept[Store, ThemeMap] = Kept(themes_of)
        self._principles: Kept[Store, Principles] = Kept(principles_of)
        self._repository = repository_of(settings)
        self._store: Store = self._repository.open(encoder)

    @property
    def manifest(self) -> Manifest:
        """What the opened generation is: when it was made, from what, with which model."""
        return self._store.manifest

    @property
    def approximate(self) -> bool:
        """Whether a search by meaning follows shortcuts, and may miss a few passages."""
        return self._store.approximate

    def refresh(self) -> bool:
        """Whether a newer generation was found and opened; queries under way keep the old one."""
        with self._lock:
            if self._repository.current() == self._store.manifest.generation:
                return False
            self._store = self._repository.open(self._encoder)
            return True

    def decisions(self, where: Filter = EVERYTHING) -> tuple[Decision, ...]:
        """The register of decisions, newest first, undated last."""
        found = self._store.decisions(self.known(where))
        return tuple(
            sorted(
                found,
                key=lambda each: (-_ordinal(each.date), each.document, each.start),
            )
        )

    def cases(self, where: Filter = EVERYTHING) -> tuple[Case, ...]:
        """The cases of which ``where`` leaves any paper, newest first, undated last.

        A step that was planned for a day before today has become a missing one.
        """
        return tuple(case_on(case, self._today()) for case in self._store.cases(self.known(where)))

    def case(self, case_id: str) -> Case:
        """The case with this id, or that has the paper with it. Raises UsageError where there is none.

        A case is named by its first paper; one found later, or a filter, may make another the first.
        """
        for case in self.cases():
            if case_id == case.id or any(case_id == address_of(part) for part in case.parts):
                return case
        raise UsageError("unknown_case", case=case_id)

    def case_of(self, document_id: str, item: int | None = None) -> tuple[Case, ...]:
        """The cases that the document, or only its agenda item ``item``, belongs to, newest first.

        Raises UsageError for an unknown document.
        """
        self.document(document_id)
        items = {None, item}
        return tuple(
            case
            for case in self.cases()
            if any(
                part.document == document_id and (item is None or part.item in items) for part in case.parts
            )
        )

    def terms(self, where: Filter = EVERYTHING) -> tuple[Term, ...]:
        """The words and abbreviations that the material explains, by the alphabet.

        Under a filter a meaning counts one use: the one that is quoted.
        """
        return tuple(
            sorted(self._store.terms(self.known(where)), key=lambda term: (term.term.casefold(), term.term))
        )

    def term(self, word: str) -> Term | None:
        """The term that ``word`` is, case aside, or else a form of; None where nothing explains it."""
        wanted = " ".join(word.split()).casefold()
        keys = match_keys(wanted)
        terms = self.terms()
        exact = (term for term in terms if term.term.casefold() == wanted)
        inflected = (term for term in terms if not keys.isdisjoint(match_keys(term.term)))
        return next(exact, None) or next(inflected, None)

    def tenures(self, where: Filter = EVERYTHING) -> tuple[Tenure, ...]:
        """Who is named in which role, by role, the latest seen first."""
        return tuple(
            sorted(
                self._store.tenures(self.known(where)),
                key=lambda each: (
                    each.role.casefold(),
                    -_ordinal(each.last),
                    each.name,
                    each.organisation or "",
                ),
            )
        )

    def gaps(self, where: Filter = EVERYTHING) -> tuple[Gap, ...]:
        """What is missing or could not be read today: kind by kind, newest first, undated last."""
        kinds = list(GapKind)
        found = (gap for gap in self._store.gaps(self.known(where)) if is_gap_on(gap, self._today()))
        return tuple(
            sorted(
                found,
                key=lambda gap: (kinds.index(gap.kind), -_ordinal(gap.date), gap.document, gap.detail),
            )
        )

    def documents(self, where: Filter = EVERYTHING) -> tuple[DocumentSummary, ...]:
        """The indexed documents in order of their id."""
        return self._store.summaries(self.known(where))

    def document(self, document_id: str) -> Document:
        """The document with text, pages and sections. Raises UsageError where there is none."""
        return self._store.document(document_id)

    def checksums(self) -> Mapping[str, str]:
        """The sha256 of each document's file, by the document's id."""
        return self._store.checksums()

    def copies(self, sha256: str) -> tuple[str, ...]:
        """The ids of the documents whose files have this content, in order; none where nobody has it."""
        return tuple(sorted(name for name, each in self._store.checksums().items() if each == sha256))

    def renditions(self, document_id: str) -> tuple[str, ...]:
        """The ids of the other documents with the same text, sorted; empty for an unknown document."""
        return self._store.renditions(document_id)

    def original(self, document_id: str) -> Original:
        """The file that the document was read from, or what has become of it.

        One with masked personal data is for editors: it is there only where everybody is one. Raises
        UsageError where there is no such document.
        """
        sources = (*map(Path, self.manifest.sources), self._settings.data)
        editors = self._settings.everyone.covers(Role.EDITOR)
        document = self.document(document_id)
        return original_of(document, sources, inner=self._inner_file, show_masked=editors)

    def _inner_file(self, container: Path, sha256: str) -> Path | None:
        """Where a file lies that is in another one."""
        from kb.inner_files import INNER_FILES

        return INNER_FILES.path_of(container, sha256, self._settings)

    def page_image(self, document_id: str, number: int) -> bytes:
        """A page of a PDF as a PNG. Raises UsageError where there is no such document, page or picture."""
        document, original = self.document(document_id), self.original(document_id)
        shown = document.format == "pdf" and any(page.number == number for page in document.pages)
        if original.path is None or not shown:
            raise UsageError("no_page_image", document=document_id, page=number)
        from kb.readers.pdf_image import page_image

        try:
            passwords = [each.get_secret_value() for each in self._settings.passwords]
            return page_image(original.path, number, passwords)
        except ReadError as error:
            raise UsageError("no_page_image", document=document_id, page=number) from error

    def themes(self) -> ThemeMap:
        """The themes of the material, the largest first; found once for each generation."""
        return self._themes.of(self._store)

    def themes_ready(self) -> bool:
        """Whether :meth:`themes` answers at once."""
        return self._themes.ready(self._store)

    def principles(self) -> Principles:
        """The values and strategies that the material states; found once for each generation."""
        return self._principles.of(self._store)

    def facets(self) -> Facets:
        """What can be filtered by."""
        return self._store.facets()

    def known(self, where: Filter) -> Filter:
        """The filter with each committee by the name that it is filed under. Raises UsageError for no such.

        A committee whose minutes are missing is known by its gap alone.
        """
        filed = self._store.facets().committees if where.committees else ()
        if set(where.committees) <= set(filed):
            return where
        missed = (gap.committee for gap in self._store.gaps() if gap.committee)
        return known_committees(where, {*filed, *missed})


def case_on(case: Case, today: Date) -> Case:
    """The case as it stands on a day: minutes of planned days gone by are missing."""
    return replace(case, steps=tuple(_step_on(step, today) for step in case.steps))


def _step_on(step: Step, today: Date) -> Step:
    overdue = step.state is StepState.PLANNED and step.date is not None and step.date < today
    return replace(step, state=StepState.MISSING) if overdue else step


def is_gap_on(gap: Gap, today: Date) -> bool:
    """Whether a gap is one on a day: minutes are missing once the day they are of has gone by."""
    if gap.kind is not GapKind.MISSING_MINUTES:
        return True
    return gap.date is not None and gap.date < today


def _ordinal(day: Date | None) -> int:
    """A day as a number to sort by; 0 for none."""
    return day.toordinal() if day else 0
