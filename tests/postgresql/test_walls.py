"""The second wall: the database gives a reader no row above its clearance, whatever the program asks."""

# ruff: noqa: S608 - the SQL is put together from constants of ours.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import psycopg
import pytest

from kb.datatypes import Access, Case, Evidence, Filter, Part, Sense, SenseKind, Survey, Tenure, Term
from kb.errors import KBError, UsageError
from kb.postgresql.classes import Classes
from kb.postgresql.connecting import ROLE
from kb.postgresql.layout import CLASSED
from kb.postgresql.repository import PostgresRepository
from kb.postgresql.store import PostgresStore
from tests.index.material import (
    DECISIONS,
    DOCUMENTS,
    DRAFT,
    MINUTES,
    PLAIN,
    chunks_of,
    evidence,
    with_section,
    write_to,
)
from tests.postgresql.cluster import Cluster

EVERYTHING = Filter()
CLOSED_WORD = "naturpolitik"
"""A word of the paper that is closed behind the program's back, and of no other."""
WAYS = Case("skoleveje", "Skoleveje", (), (Part(MINUTES.id),), (), (), ())
NATURE = Case("natur", "Natur", (), (Part(PLAIN.id), Part(MINUTES.id)), (), (), ())
TERMS = tuple(
    Term(name, (Sense(SenseKind.EXPANSION, text, None, None, evidence(made, text), 1),))
    for name, made, text in (("SKOV", PLAIN, "skov, eng"), ("VEJ", MINUTES, "farlige skoleveje"))
)
CHAIR = Tenure("formand", "Eva Skov", None, None, None, (evidence(PLAIN, "skov"),))
SURVEY = Survey((WAYS, NATURE), TERMS, (CHAIR,), ())
DECIDED = (*DECISIONS, replace(DECISIONS[0], document=PLAIN.id, start=0, end=9))
CHUNKS = chunks_of(DOCUMENTS)
HIDDEN = next(chunk.key for chunk in CHUNKS if chunk.document == PLAIN.id)


@dataclass(frozen=True)
class Walled:
    """A generation in which one paper was made a closed one in the database alone."""

    dsn: str
    before: PostgresStore
    store: PostgresStore
    cleared: PostgresStore


@pytest.fixture(scope="module")
def walled(new_dsn: Callable[[], str]) -> Walled:
    dsn = new_dsn()
    repository = PostgresRepository(dsn)
    write_to(repository, survey=SURVEY, decided=DECIDED)
    before = repository.open()
    assert CLOSED_WORD in before.vocabulary()
    with psycopg.connect(f"{dsn} target_session_attrs=read-write", autocommit=True) as connection:
        connection.execute("SET synchronous_commit = remote_apply")
        connection.execute(f"SET search_path = {before.schema}, kb, public".encode())
        for table in CLASSED:
            holder = {"documents": "id = %s", "cases": "ordinal = 1", "terms": "ordinal = 0"}.get(table)
            where = holder or ("ordinal = 0" if table == "tenures" else "document = %s")
            values = (PLAIN.id,) if "%s" in where else ()
            connection.execute(
                f"UPDATE {table} SET class = '{Access.CLOSED.value}' WHERE {where}".encode(), values
            )
    only_primary = f"host=127.0.0.1 port={dsn.split('port=')[1].split(',')[0]} user=kb {dsn.split()[-1]}"
    everyone = PostgresRepository(only_primary)
    cleared = PostgresRepository(only_primary, clearance=tuple(Access))
    return Walled(only_primary, before, everyone.open(), cleared.open())


def test_a_closed_row_is_in_no_record(walled: Walled) -> None:
    store = walled.store
    for ask in (store.document, store.chunks_of):
        with pytest.raises(UsageError) as caught:
            ask(PLAIN.id)
        assert caught.value.code == "unknown_document"
    with pytest.raises(KeyError):
        store.chunks([HIDDEN])
    assert not store.allowed(EVERYTHING)[HIDDEN]
    assert not store.allowed(Filter(documents=(PLAIN.id,))).any()
    assert PLAIN.id not in {summary.id for summary in store.summaries(EVERYTHING)}
    assert {each.document for each in store.decisions(EVERYTHING)} == {MINUTES.id}
    assert store.cases() == (WAYS,)
    assert [term.term for term in store.terms()] == ["VEJ"]
    assert store.tenures() == ()
    assert PLAIN.id not in store.checksums()
    assert store.keys_by_digest(["x"]) == {}
    assert store.catalogue.decisions_of(PLAIN.id) == ()
    assert [kind.value for kind in store.facets().sections if kind.value == "unknown"] == []


def test_a_closed_row_is_in_no_leg(walled: Walled) -> None:
    """Even of a mask that allows everything, as a fault in the program might make it."""
    store = walled.store
    mask = np.ones(store.chunk_count, np.bool_)
    axis = np.eye(16, dtype=np.float32)[HIDDEN]
    for field in ("words", "ngrams"):
        assert HIDDEN not in store.lexical(CLOSED_WORD, field, mask, 9).keys.tolist()
    assert HIDDEN not in store.dense(axis, mask, 9).keys.tolist()
    assert len(store.dense(axis, mask, 9).keys) == store.chunk_count - 1
    for ask in (store.vectors_of, store.tokens_of):
        with pytest.raises(KeyError):
            ask([HIDDEN])
    with pytest.raises(KeyError):
        store.best_cosines(axis[None], [HIDDEN])


def test_what_was_read_before_does_not_give_it_away(walled: Walled) -> None:
    """Postings are kept by a reader, but no key leaves it that the database would not show."""
    walled.store.postings("words", [CLOSED_WORD])
    mask = np.ones(walled.store.chunk_count, np.bool_)
    assert walled.store.lexical(f"{CLOSED_WORD} skoleveje", "words", mask, 1).keys.tolist() == [0]


def test_clearance_shows_it(walled: Walled) -> None:
    store = walled.cleared
    assert store.document(PLAIN.id) == PLAIN
    assert store.allowed(EVERYTHING)[HIDDEN]
    mask = np.ones(store.chunk_count, np.bool_)
    assert store.lexical(CLOSED_WORD, "words", mask, 9).keys.tolist() == [HIDDEN]
    assert {case.id for case in store.cases()} == {"skoleveje", "natur"}


def test_a_reader_can_neither_write_nor_become_another(walled: Walled) -> None:
    rows = walled.store.catalogue._rows
    assert rows("SELECT current_user::text")[0][0] == ROLE
    for statement in (
        "DELETE FROM chunks RETURNING key",
        f"UPDATE documents SET class = '{Access.OPEN.value}' RETURNING id",
        "INSERT INTO vocabulary VALUES ('a', 1) RETURNING word",
        "UPDATE kb.current SET number = 7 RETURNING number",
        "SELECT 1; SET kb.clearance = 'lukket'",
    ):
        with pytest.raises(KBError) as caught:
            rows(statement)
        assert caught.value.code in ("database_rights", "database_failed", "database_lost")
    walled.before.chunks([0])


def test_no_value_is_taken_for_a_statement(walled: Walled) -> None:
    """A filter's words travel as values: none of them changes what is asked."""
    attack = "x'); SET kb.clearance = 'lukket'; --"
    store = walled.store
    assert not store.allowed(Filter(documents=(attack,), committees=(attack,), cases=(attack,))).any()
    with pytest.raises(UsageError):
        store.document(attack)
    assert store.lexical(attack, "words", store.allowed(EVERYTHING), 5).keys.tolist() == []
    assert store.document_frequency([attack]) == [0]
    assert not store.allowed(EVERYTHING)[HIDDEN]


def test_every_table_that_holds_text_has_a_policy(walled: Walled, cluster: Cluster) -> None:
    database = walled.dsn.rpartition("dbname=")[2]
    walls = cluster.sql(
        f"SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE n.nspname = '{walled.store.schema}' AND c.relrowsecurity ORDER BY 1",
        database,
    )
    assert [row[0] for row in walls] == sorted(CLASSED)
    grants = cluster.sql(
        "SELECT DISTINCT privilege_type FROM information_schema.role_table_grants"
        f" WHERE grantee = '{ROLE}' AND table_schema LIKE 'kb%'",
        database,
    )
    assert grants == [("SELECT",)]


def test_a_document_is_as_closed_as_its_strictest_part_with_words() -> None:
    closed = with_section(DRAFT, 1, access=Access.CLOSED)
    blank = replace(closed, text=closed.text[: closed.sections[1].start].ljust(len(closed.text)))
    opened = replace(blank, id="aaben.txt", access=Access.OPEN)
    classes = Classes([closed, opened, PLAIN])
    assert classes.of_document(closed.id) is Access.CLOSED
    assert classes.of_document(opened.id) is Access.OPEN
    assert classes.of_document("findes ikke") is Access.UNKNOWN
    told = Evidence(closed.id, 1, 0, 5, "Indst")
    assert classes.of_record(Tenure("r", "n", None, None, None, (told,))) is Access.CLOSED
    assert (
        classes.of_record(Case("a", "", (), (Part(opened.id), Part(PLAIN.id)), (), (), ())) is Access.UNKNOWN
    )
    assert classes.of_record(Case("a", "A", (), (Part(opened.id),), (), (), ())) is Access.OPEN
