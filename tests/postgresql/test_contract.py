"""What every store has to hold, local or in PostgreSQL: the same tests for both.

A store gives back what was written, filters before it ranks, and refuses what does not fit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pytest

from kb.datatypes import Case, Chunk, Facets, Filter, OutcomeClass, Part, Place, SectionKind, Status, Survey
from kb.embedding import Encoder, Vectors
from kb.errors import IndexStateError, ResourceError, UsageError
from kb.index.bm25 import K1, B
from kb.index.health import health_of
from kb.index.records import digest
from kb.index.repository import Repository
from kb.index.searched import FIELDS
from kb.index.store import Store
from kb.index.token_codes import encode, rotated
from tests.decoding import decode
from tests.index.material import (
    COPY,
    DECISIONS,
    DOCUMENTS,
    DRAFT,
    FACTS,
    MINUTES,
    PLAIN,
    UNREAD,
    chunks_of,
    document,
    write_to,
)

CHUNKS = chunks_of(DOCUMENTS)
EVERYTHING = Filter()
NewRepository = Callable[[], Repository]


@pytest.fixture(scope="module")
def repository(new_repository: NewRepository) -> Repository:
    """A repository whose only generation is that of the hand-made documents."""
    made = new_repository()
    write_to(made)
    return made


@pytest.fixture(scope="module")
def store(repository: Repository) -> Store:
    return repository.open()


def allowed(store: Store, where: Filter) -> list[tuple[str, int]]:
    """The allowed chunks as (document, section)."""
    return [(CHUNKS[key].document, CHUNKS[key].section) for key in np.flatnonzero(store.allowed(where))]


def test_records_come_back_as_they_were_written(store: Store) -> None:
    for each in DOCUMENTS:
        assert store.document(each.id) == each
    assert store.chunks([5, 0, 5]) == (CHUNKS[5], CHUNKS[0], CHUNKS[5])
    sections = [store.document(chunk.document).sections[chunk.section] for chunk in CHUNKS]
    assert store.places([5, 0]) == tuple(Place(CHUNKS[key].document, sections[key].item) for key in (5, 0))
    assert store.chunks_of(DRAFT.id) == tuple(chunk for chunk in CHUNKS if chunk.document == DRAFT.id)
    assert store.decisions(EVERYTHING) == DECISIONS
    assert store.chunk_count == len(CHUNKS)


def test_what_is_not_there_is_named(store: Store) -> None:
    for ask in (store.document, store.chunks_of):
        with pytest.raises(UsageError) as caught:
            ask("findes/ikke.txt")
        assert caught.value.code == "unknown_document"
    with pytest.raises(KeyError):
        store.chunks([len(CHUNKS)])


def test_of_equal_documents_the_original_is_searched(store: Store) -> None:
    documents = {document for document, _ in allowed(store, EVERYTHING)}
    assert documents == {MINUTES.id, DRAFT.id, PLAIN.id}
    assert store.renditions(MINUTES.id) == (COPY.id,)
    assert store.renditions(COPY.id) == (MINUTES.id,)
    assert store.renditions(PLAIN.id) == ()


def test_a_duplicate_stands_in_where_the_filter_leaves_no_original(store: Store) -> None:
    where = Filter(collections=("kopier",))
    assert allowed(store, where) == [(COPY.id, 0), (COPY.id, 1), (COPY.id, 2)]
    assert [decision.document for decision in store.decisions(where)] == [COPY.id, COPY.id]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(committees=("BYRÅDET",)), [(MINUTES.id, 2)]),
        (Filter(committees=("børneudvalget",)), [(MINUTES.id, 0), (MINUTES.id, 1), (MINUTES.id, 2)]),
        (Filter(committees=("Økonomiudvalget",)), [(DRAFT.id, 0), (DRAFT.id, 1)]),
        (Filter(date_from=dt.date(2023, 1, 1)), [(MINUTES.id, 2)]),
        (
            Filter(date_from=dt.date(2022, 12, 6), date_to=dt.date(2022, 12, 6)),
            [(MINUTES.id, 0), (MINUTES.id, 1)],
        ),
        (Filter(date_to=dt.date(2021, 5, 1)), [(DRAFT.id, 0), (DRAFT.id, 1)]),
        (Filter(sections=(SectionKind.UNKNOWN, SectionKind.ECONOMY)), [(PLAIN.id, 0), (DRAFT.id, 1)]),
        (Filter(statuses=(Status.DRAFT,)), [(DRAFT.id, 0), (DRAFT.id, 1)]),
        (Filter(collections=("PLANER",)), [(PLAIN.id, 0)]),
        (Filter(documents=(PLAIN.id,)), [(PLAIN.id, 0)]),
        (Filter(documents=("planer/2020", "udkast")), [(PLAIN.id, 0), (DRAFT.id, 0), (DRAFT.id, 1)]),
        (Filter(documents=("%",)), []),
        (Filter(outcomes=(OutcomeClass.PROCEDURAL,)), [(MINUTES.id, 1), (MINUTES.id, 2)]),
        (Filter(outcomes=(OutcomeClass.REJECTED,)), []),
        (Filter(statuses=(Status.DRAFT,), sections=(SectionKind.ECONOMY,)), [(DRAFT.id, 1)]),
        (Filter(statuses=(Status.DRAFT,), committees=("Byrådet",)), []),
    ],
)
def test_filters_allow_exactly(store: Store, where: Filter, expected: list[tuple[str, int]]) -> None:
    assert allowed(store, where) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(committees=("byrådet",)), DECISIONS[1:]),
        (Filter(committees=("Børneudvalget",)), DECISIONS[:1]),
        (Filter(outcomes=(OutcomeClass.POSTPONED,)), ()),
        (Filter(outcomes=(OutcomeClass.PROCEDURAL,)), DECISIONS[1:]),
        (Filter(date_to=dt.date(2022, 12, 31)), DECISIONS[:1]),
        (Filter(sections=(SectionKind.CASE,)), ()),
        (Filter(documents=("udkast",)), ()),
    ],
)
def test_decisions_are_filtered_by_their_own_committee_and_date(
    store: Store, where: Filter, expected: tuple[object, ...]
) -> None:
    assert store.decisions(where) == expected


def test_summaries_list_every_rendition(store: Store) -> None:
    found = store.summaries(EVERYTHING)
    assert [summary.id for summary in found] == sorted(each.id for each in DOCUMENTS)
    assert store.document_count(EVERYTHING) == len(found)
    assert store.document_count(Filter(committees=("Byrådet",))) == 2
    assert store.decisions_of(MINUTES.id) == DECISIONS
    assert [each.document for each in store.decisions_of(COPY.id)] == [COPY.id, COPY.id]
    assert store.decisions_of("findes/ikke.txt") == ()
    assert not store.approximate
    summary = store.summaries(Filter(committees=("Byrådet",), documents=("ref",)))[0]
    assert (summary.id, summary.pages, summary.sections, summary.duplicate_of) == (MINUTES.id, 1, 3, None)
    assert (summary.date, summary.status, summary.warnings) == (dt.date(2022, 12, 6), Status.MINUTES, ("w",))


def test_facets_are_what_occurs(store: Store) -> None:
    kinds = (SectionKind.CASE, SectionKind.RECOMMENDATION, SectionKind.ECONOMY)
    assert store.facets() == Facets(
        committees=("Byrådet", "Børneudvalget", "økonomiudvalget"),
        years=(2023, 2022, 2021),
        sections=(*kinds, SectionKind.DECISION, SectionKind.UNKNOWN),
        statuses=(Status.DRAFT, Status.MINUTES, Status.UNKNOWN),
    )


def test_every_leg_keeps_to_what_is_allowed(store: Store) -> None:
    mask = store.allowed(Filter(statuses=(Status.DRAFT,)))
    draft = [chunk.key for chunk in CHUNKS if chunk.document == DRAFT.id]
    assert store.dense(np.eye(16, dtype=np.float32)[draft[1]], mask, 5).keys.tolist() == [draft[1], draft[0]]
    assert store.lexical("Er det godkendt?", "words", mask, 5).keys.tolist() == [draft[1]]
    assert store.lexical("vandafgifter", "ngrams", mask, 5).keys.tolist() == [draft[0]]
    assert not mask.flags.writeable


def test_words_are_found_in_any_inflection_and_letters(store: Store) -> None:
    mask = store.allowed(EVERYTHING)
    hit = next(chunk.key for chunk in CHUNKS if chunk.document == MINUTES.id and chunk.section == 0)
    assert store.lexical("skolevejene", "words", mask, 5).keys[0] == hit
    assert store.lexical("Aakirkeby", "words", mask, 5).keys.tolist() == [hit]
    assert store.document_frequency(["aakirkeby", "findesikke"]) == [2, 0]


def test_threads_share_a_store(store: Store) -> None:
    def ask(number: int) -> tuple[object, ...]:
        where = Filter(statuses=(list(Status)[number % len(Status)],))
        document = DOCUMENTS[number % len(DOCUMENTS)]
        mask = store.allowed(where)
        hits = store.lexical("godkendt", "words", mask, 5).keys.tolist()
        return store.document(document.id), store.summaries(where), hits

    alone = [ask(number) for number in range(60)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(60))) == alone


def test_a_decision_that_two_papers_print_is_one_row(new_repository: NewRepository) -> None:
    """Its own minutes tell it; where the filter leaves only the paper that quotes it, that one does."""
    here, told = DECISIONS[1], replace(DECISIONS[1], document=PLAIN.id, start=0, end=5)
    told = replace(told, effect=OutcomeClass.ADOPTED)
    case = Case("a", "Skoleveje", (), (Part(MINUTES.id), Part(PLAIN.id)), (), (), ())
    repository = new_repository()
    write_to(repository, survey=Survey(cases=(case,)), decided=(here, told))
    store = repository.open()
    assert store.decisions(EVERYTHING) == store.decisions(Filter(committees=("Byrådet",))) == (here,)
    assert store.decisions(Filter(documents=(PLAIN.id,))) == (told,)
    assert store.decisions(Filter(outcomes=(OutcomeClass.PROCEDURAL,))) == (here,)
    assert store.decisions(Filter(outcomes=(OutcomeClass.ADOPTED,))) == ()


@dataclass(frozen=True)
class OtherEncoder:
    """What of an encoder is compared with a generation."""

    name: str = "anden-model"
    fingerprint: str = "0123456789"


def test_another_model_is_refused(repository: Repository) -> None:
    with pytest.raises(IndexStateError) as caught:
        repository.open(cast(Encoder, OtherEncoder()))
    assert caught.value.code == "index_model_mismatch"
    assert "model (fingerpr)" in caught.value.message
    assert "anden-model (01234567)" in caught.value.message
    assert "kb index --full" in caught.value.remedy
    same = cast(Encoder, OtherEncoder(fingerprint="fingerprint"))
    assert repository.open(same).chunk_count == len(CHUNKS)


def test_what_a_build_asks_comes_back(store: Store, repository: Repository) -> None:
    assert store.checksums() == {each.id: each.sha256 for each in DOCUMENTS}
    assert store.corrected() == {MINUTES.id: MINUTES.corrected, COPY.id: COPY.corrected}
    assert store.stated() == {MINUTES.id: MINUTES.stated, COPY.id: COPY.stated}
    assert store.unread() == UNREAD
    assert [store.facts_of(each.id) for each in DOCUMENTS] == [FACTS] * len(DOCUMENTS)
    with pytest.raises(UsageError):
        store.facts_of("ukendt.pdf")
    digests = [digest(chunk.searchable) for chunk in CHUNKS]
    least = {each: digests.index(each) for each in digests}
    assert store.keys_by_digest([*digests, "ukendt"]) == least
    assert store.keys_by_digest([]) == {}
    assert store.manifest.generation == repository.current()
    assert (store.manifest.documents, store.manifest.chunks) == (len(DOCUMENTS), len(CHUNKS))
    repository.verify()


def test_every_leg_of_a_written_generation_is_well(store: Store) -> None:
    assert [(leg.name, leg.ok) for leg in health_of(store)] == [
        (name, True) for name in ("dense", "words", "ngrams", "exact", "late")
    ]


def drawn(count: int, dimensions: int = 16, seed: int = 7) -> Vectors:
    """Unit vectors that lie in a narrow cone, as those of a language model do."""
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    vectors[:, 0] += 3.0
    made: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return made


def of_reference(scores: dict[int, float], limit: int) -> list[int]:
    """The best keys, ties by key."""
    return sorted(scores, key=lambda key: (-scores[key], key))[:limit]


@pytest.fixture(scope="module")
def many(new_repository: NewRepository) -> Store:
    """A generation of 120 chunks with drawn vectors, every third chunk of a draft, some of equal text."""
    words = "skole vej vand skov bro park havn cykelsti budget takst".split()
    made = [
        document(
            f"sag/{at:03}.txt",
            [(SectionKind.CASE, "", " ".join(words[(at * step) % 10] for step in range(1, 3 + at % 5)))],
            status=Status.DRAFT if at % 3 == 0 else Status.MINUTES,
        )
        for at in range(120)
    ]
    repository = new_repository()
    vectors = drawn(120)
    vectors[60:70] = vectors[50:60]
    write_to(repository, made, vectors, decided=())
    return repository.open()


@pytest.mark.parametrize(
    "where", [EVERYTHING, Filter(statuses=(Status.DRAFT,)), Filter(documents=("sag/00",))]
)
@pytest.mark.parametrize("limit", [1, 7, 55, 500])
def test_the_dense_leg_ranks_as_plain_arithmetic_does(many: Store, where: Filter, limit: int) -> None:
    stored = many.vectors_of(range(120)).astype(np.float64)
    halves = drawn(120).astype(np.float16).astype(np.float64)
    np.testing.assert_array_equal(stored[:60], halves[:60])
    np.testing.assert_allclose(many.centre, stored.mean(axis=0), atol=1e-6)
    question = drawn(1, seed=3)[0]
    mask = many.allowed(where)
    ranking = many.dense(question, mask, limit)
    scores = stored @ (question - stored.mean(axis=0))
    expected = of_reference({int(key): round(scores[key], 9) for key in np.flatnonzero(mask)}, limit)
    assert ranking.keys.tolist() == expected
    np.testing.assert_allclose(ranking.scores, scores[expected], atol=1e-5)


@pytest.mark.parametrize("field", list(FIELDS))
def test_the_lexical_legs_rank_as_the_formula_says(many: Store, field: str) -> None:
    chunks = many.chunks(range(120))
    terms = [FIELDS[field].of_passage(chunk.searchable) for chunk in chunks]
    lengths = np.array([max(len(each), 1) for each in terms])
    question = "Hvad koster skolen, vejen og broen i sag 22/1234?"
    mask = many.allowed(Filter(statuses=(Status.MINUTES,)))
    scores: dict[int, float] = {}
    for term in FIELDS[field].of_question(question):
        holding = [key for key in range(120) if term in terms[key]]
        idf = np.log(1 + (120 - len(holding) + 0.5) / (len(holding) + 0.5))
        for key in holding:
            count = terms[key].count(term)
            norm = K1 * (1 - B + B * lengths[key] / lengths.mean())
            scores[key] = scores.get(key, 0.0) + idf * count / (count + norm)
    found = many.lexical(question, field, mask, 30)
    expected = of_reference({key: round(score, 5) for key, score in scores.items() if mask[key]}, 30)
    assert len(found.keys) == len(expected)
    assert bool(expected) == (field != "exact")
    np.testing.assert_allclose(found.scores, [scores[key] for key in found.keys.tolist()], rtol=1e-5)
    np.testing.assert_allclose(found.scores, [scores[key] for key in expected], rtol=1e-4)
    assert np.all(mask[found.keys])
    if field == "words":
        frequency = [sum(term in each for each in terms) for term in ("skole", "cykelsti", "findesikke")]
        assert many.document_frequency(["skole", "cykelsti", "findesikke"]) == frequency


def test_tokens_compare_as_their_codes_do(many: Store) -> None:
    question = drawn(3, seed=9)
    keys = [17, 3, 17, 119]
    vectors = many.vectors_of(keys)
    codes = [encode(drawn(120)[key][None]) for key in keys]
    expected = [rotated(question) @ decode(each).T for each in codes]
    found = many.token_cosines(question, keys)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
    best = many.best_cosines(question, keys)
    np.testing.assert_allclose(best, np.concatenate(expected, axis=1), atol=1e-6)
    assert best.shape == (3, 4)
    assert vectors.shape == (4, 16)
    assert many.token_cosines(question, []) == []
    assert many.best_cosines(question, []).shape == (3, 0)
    assert many.vectors_of([]).shape == (0, 16)


def test_a_question_without_hits_has_none(many: Store) -> None:
    nobody = many.allowed(Filter(documents=("findes ikke",)))
    assert not nobody.any()
    for mask, limit in ((nobody, 5), (many.allowed(EVERYTHING), 0)):
        assert many.dense(drawn(1)[0], mask, limit).keys.tolist() == []
        assert many.lexical("skole", "words", mask, limit).keys.tolist() == []
    assert many.lexical("xyzzy", "words", many.allowed(EVERYTHING), 5).keys.tolist() == []
    assert many.lexical("", "ngrams", many.allowed(EVERYTHING), 5).keys.tolist() == []


def test_an_empty_collection_answers_with_nothing(new_repository: NewRepository) -> None:
    repository = new_repository()
    write_to(repository, (), np.zeros((0, 16), np.float32), decided=())
    store = repository.open(cast(Encoder, OtherEncoder(fingerprint="fingerprint")))
    assert (store.chunk_count, store.allowed(EVERYTHING).shape) == (0, (0,))
    assert store.dense(drawn(1)[0], store.allowed(EVERYTHING), 5).keys.tolist() == []
    assert store.lexical("skole", "words", store.allowed(EVERYTHING), 5).keys.tolist() == []
    assert store.facets() == Facets((), (), (), ())
    assert (store.summaries(EVERYTHING), store.decisions(EVERYTHING), store.cases()) == ((), (), ())
    assert (store.terms(), store.tenures(), store.gaps(), store.vocabulary()) == ((), (), (), {})
    np.testing.assert_array_equal(store.centre, np.zeros(16, np.float32))
    repository.verify()


def test_generations_follow_each_other_and_one_can_go_back(new_repository: NewRepository) -> None:
    repository = new_repository()
    assert repository.names() == ()
    with pytest.raises(IndexStateError) as none:
        repository.open()
    assert (none.value.code, repository.place in none.value.message) == ("no_index", True)
    names = [write_to(repository, [replace(PLAIN, title=title)], decided=(), keep=3) for title in "abcd"]
    assert names == sorted(names)
    assert repository.names() == tuple(names[1:])
    old = repository.open()
    assert old.document(PLAIN.id).title == "d"
    assert repository.rollback() == names[2]
    assert repository.current() == names[2]
    assert repository.open().document(PLAIN.id).title == "c"
    assert old.document(PLAIN.id).title == "d"
    assert repository.rollback() == names[1]
    with pytest.raises(IndexStateError) as caught:
        repository.rollback()
    assert caught.value.code == "no_previous_generation"
    after = write_to(repository, [replace(PLAIN, title="e")], decided=())
    assert after > names[3]
    assert repository.open().document(PLAIN.id).title == "e"


def test_two_builds_do_not_run_at_once(new_repository: NewRepository) -> None:
    repository = new_repository()
    with repository.lock(), pytest.raises(ResourceError) as caught, repository.lock():
        pass
    assert (caught.value.code, repository.place in caught.value.message) == ("build_running", True)
    with repository.lock():
        pass


def test_chunks_come_back_whatever_their_text_holds(new_repository: NewRepository) -> None:
    """Quotes, backslashes, tabs and letters outside the basic plane go through every format on the way."""
    body = "Tab\there, \\N og \\. på 'linje' \"to\" 🏛 100 % ?"
    made = document("mappe/æ ø % _.txt", [(SectionKind.CASE, "Overskrift", body)])
    repository = new_repository()
    write_to(repository, [made], drawn(1), decided=())
    store = repository.open()
    assert store.document(made.id) == made
    chunk: Chunk = store.chunks([0])[0]
    assert chunk.text == f"Overskrift\n\n{body}"
    assert store.allowed(Filter(documents=("mappe/æ ø %",))).tolist() == [True]
    assert store.allowed(Filter(documents=("mappe/æ ø _",))).tolist() == [False]
