"""Cases, terms, roles and gaps come back as written, and a filter leaves nothing of what it excludes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from kb.datatypes import (
    Case,
    Claim,
    Conflict,
    Filter,
    Gap,
    GapKind,
    OutcomeClass,
    Part,
    Relation,
    RelationKind,
    SectionKind,
    Sense,
    SenseKind,
    Status,
    Step,
    StepState,
    Survey,
    Tenure,
    Term,
)
from kb.index.repository import Repository
from kb.index.store import Store
from tests.index.material import COPY, DRAFT, MINUTES, PLAIN, UNREAD, decision, evidence, write_to

PROPOSED = evidence(DRAFT, "vandafgiften hæves")
TOLD = evidence(MINUTES, "farlige skoleveje")
ADOPTED = evidence(MINUTES, "Godkendt som indstillet")
POSTPONED = evidence(MINUTES, "Udsat til næste møde")

PLANNED = Step("Byrådet", dt.date(2023, 1, 17), False, StepState.PLANNED, None, (PROPOSED,))
HELD = Step(
    "Børneudvalget", dt.date(2022, 12, 6), False, StepState.HELD, OutcomeClass.ADOPTED, (PROPOSED, ADOPTED)
)
RELATION = Relation(
    RelationKind.DRAFT_OF, Part(DRAFT.id), Part(MINUTES.id), 0.9, ("same_title", "draft"), (PROPOSED, ADOPTED)
)
CONFLICT = Conflict(
    "event_date",
    (
        Claim("2022-04-05", Status.MINUTES, "Børneudvalget", dt.date(2022, 12, 6), TOLD),
        Claim("2022-10-06", Status.DRAFT, None, None, PROPOSED),
        Claim("2022-10-07", Status.DRAFT, None, None, evidence(DRAFT, "Godkendt")),
    ),
    True,
)
WAYS = Case(
    "skoleveje", "Vandafgift", ("22/1234", "20/9"), (Part(DRAFT.id), Part(MINUTES.id)), (HELD, PLANNED),
    (RELATION,), (CONFLICT,),
)  # fmt: skip
BY_MINUTES = "referater~2F2022~2Fskoleveje.txt"
"""What the case is called where its first paper is left out."""
NATURE = Case("natur", "Natur", (), (Part(PLAIN.id),), (), (), ())
ITEM = Case("punkt", "Punkt 4", ("21/77",), (Part(MINUTES.id, 0),), (), (), ())
FORK = Term(
    "FORK",
    (
        Sense(SenseKind.EXPANSION, "skov, eng", "Byrådet", None, evidence(PLAIN, "skov, eng"), 7),
        Sense(SenseKind.DEFINITION, "farlige skoleveje", None, dt.date(2022, 12, 6), TOLD, 2),
    ),
)
CHAIR = Tenure(
    "borgmester", "Eva Skov", None, dt.date(2021, 5, 1), dt.date(2023, 1, 17), (PROPOSED, POSTPONED)
)
GAPS = (
    Gap(GapKind.MISSING_MINUTES, DRAFT.id, "Vand", "Byrådet", dt.date(2030, 1, 1), "Byrådet", PROPOSED),
    Gap(GapKind.EMPTY_SECTION, MINUTES.id, "Skole", None, None, "Økonomi", POSTPONED),
    Gap(GapKind.UNREAD_FILE, "planer/i-stykker.pdf", "i-stykker.pdf", None, None, "Beskadiget."),
)
SURVEY = Survey((NATURE, WAYS, ITEM), (FORK,), (CHAIR,), GAPS)


@pytest.fixture(scope="module")
def store(new_repository: Callable[[], Repository]) -> Store:
    repository = new_repository()
    write_to(repository, survey=SURVEY)
    return repository.open()


def test_the_survey_comes_back_as_it_was_written_cases_newest_first(store: Store) -> None:
    assert store.cases() == (WAYS, ITEM, NATURE)
    assert store.terms() == (FORK,)
    assert store.tenures() == (CHAIR,)
    assert store.gaps() == GAPS
    assert store.unread() == UNREAD


def test_words_are_counted_once_a_document(store: Store) -> None:
    words = store.vocabulary()
    assert (words["godkendt"], words["åkirkeby"], words["naturpolitik"]) == (3, 2, 1)
    assert not {"Godkendt", "ny", "100", "af"} & set(words)


@pytest.mark.parametrize(
    ("where", "cases"),
    [
        (Filter(documents=(PLAIN.id,)), ["natur"]),
        (Filter(documents=(DRAFT.id,)), ["skoleveje"]),
        (Filter(sections=(SectionKind.CASE,)), ["punkt", BY_MINUTES]),
        (Filter(committees=("byrådet",)), [BY_MINUTES]),
        (Filter(cases=("20/9",)), ["skoleveje"]),
        (Filter(cases=("21/77",)), ["punkt"]),
        (Filter(cases=("NATUR",)), ["natur"]),
        (Filter(cases=("99/1",)), []),
    ],
)
def test_a_case_is_left_where_any_of_its_papers_is(store: Store, where: Filter, cases: list[str]) -> None:
    assert sorted(case.id for case in store.cases(where)) == cases


def test_a_case_number_filters_chunks_and_decisions_too(store: Store) -> None:
    where = Filter(cases=("22/1234",))
    assert {each.document for each in store.decisions(where)} == {MINUTES.id}
    assert {each.id for each in store.summaries(where)} == {DRAFT.id, MINUTES.id}
    assert store.allowed(where).sum() == 5
    assert store.decisions(Filter(cases=("natur",))) == ()


def test_nothing_shows_of_a_paper_that_is_left_out(store: Store) -> None:
    """The draft alone tells of a planned step: what the minutes add, state and effect too, must not show."""
    (case,) = store.cases(Filter(documents=(DRAFT.id,)))
    untold = replace(HELD, state=StepState.PLANNED, effect=None, evidence=(PROPOSED,))
    unsettled = replace(CONFLICT, claims=CONFLICT.claims[1:], settled=False)
    assert case == Case("skoleveje", "Udkast", (), (Part(DRAFT.id),), (untold, PLANNED), (), (unsettled,))


def test_a_decision_that_is_left_keeps_its_effect(store: Store) -> None:
    (case,) = store.cases(Filter(documents=(MINUTES.id,), sections=(SectionKind.DECISION,)))
    assert case.steps == (replace(HELD, evidence=(ADOPTED,)),)
    assert case.id == BY_MINUTES
    assert store.cases(Filter(cases=(case.id,)))[0].parts == WAYS.parts
    assert (case.title, case.numbers, case.parts) == ("Skoleveje", ("22/1234",), (Part(MINUTES.id),))


def test_a_conflict_takes_two_claims_that_are_left(store: Store) -> None:
    (case,) = store.cases(Filter(sections=(SectionKind.CASE, SectionKind.RECOMMENDATION), cases=("20/9",)))
    assert case.conflicts == (replace(CONFLICT, claims=CONFLICT.claims[:2]),)
    assert case.relations == ()  # its words in the minutes are not left
    (without,) = store.cases(Filter(sections=(SectionKind.DECISION,), cases=("20/9",)))
    assert without.conflicts == ()


def test_meanings_and_roles_are_those_of_the_papers_left(store: Store) -> None:
    where = Filter(documents=(MINUTES.id,))
    (term,) = store.terms(where)
    assert term.senses == (replace(FORK.senses[1], uses=1),)
    (tenure,) = store.tenures(where)
    assert tenure == replace(CHAIR, first=dt.date(2023, 1, 17), evidence=(POSTPONED,))
    assert store.terms(Filter(documents=(DRAFT.id,))) == ()
    assert store.tenures(Filter(documents=(PLAIN.id,))) == ()


@pytest.mark.parametrize(
    ("where", "left"),
    [
        (Filter(committees=("Byrådet",)), GAPS[:2]),
        (Filter(committees=("Økonomiudvalget",)), ()),
        (Filter(date_from=dt.date(2023, 1, 1), date_to=dt.date(2023, 12, 31)), GAPS[1:2]),
        (Filter(date_from=dt.date(2024, 1, 1)), GAPS[:1]),
        (Filter(sections=(SectionKind.RECOMMENDATION,)), GAPS[:1]),
        (Filter(statuses=(Status.MINUTES,)), GAPS[1:2]),
        (Filter(collections=("planer",)), GAPS[2:]),
        (Filter(documents=("planer/i",)), GAPS[2:]),
        (Filter(cases=("natur",)), ()),
        (Filter(outcomes=(OutcomeClass.PROCEDURAL,)), GAPS[1:2]),
    ],
)
def test_gaps_are_filtered_by_their_own_committee_and_day(
    store: Store, where: Filter, left: tuple[Gap, ...]
) -> None:
    assert store.gaps(where) == left


def test_items_of_one_title_keep_their_outcomes_apart(new_repository: Callable[[], Repository]) -> None:
    """Two items may both be called "Eventuelt": what was decided on one says nothing of the other."""
    both = replace(
        MINUTES,
        sections=tuple(
            replace(section, item="Eventuelt", item_at=at) for at, section in enumerate(MINUTES.sections)
        ),
    )
    repository = new_repository()
    write_to(repository, [both, COPY])
    store = repository.open()
    keys = np.flatnonzero(store.allowed(Filter(outcomes=(OutcomeClass.PROCEDURAL,)))).tolist()
    assert [each.section for each in store.chunks(keys)] == [2]
    assert decision(both, 2, OutcomeClass.POSTPONED).quote == "Udsat til næste møde."
