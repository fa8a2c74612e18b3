"""The comparison with other systems: what it says of a run. The systems themselves are not installed here."""

from __future__ import annotations

from tests.benchmarks.peer_runs import INSTALL, OWN, PEERS, SHIPPED, SYSTEMS, TUNED, Entry, Kb, Measured
from tests.benchmarks.peers import Collection, Scored, limited, ranked_documents, table_of


def row(entry: Entry, ndcg: float, index_seconds: float) -> Scored:
    return Scored(entry, Measured("float32", index_seconds, 20.0, 30.0, 400.0, 0.0, []), ndcg, 0.5)


def test_each_peer_runs_as_shipped_and_tuned_under_a_name_of_its_own() -> None:
    assert len(SYSTEMS) == 1 + len(PEERS) == 13
    assert len({entry.make for entry in SYSTEMS.values()}) == 13
    names = {entry.system for entry in PEERS}
    assert {(entry.system, entry.variant) for entry in PEERS} == {
        (name, variant) for name in names for variant in (SHIPPED, TUNED)
    }


def test_passages_become_documents_by_first_occurrence() -> None:
    documents = ["å-sag", "å-sag", "ø-sag", "æ-sag"]
    assert ranked_documents([2, 1, 0, 2, 3], documents) == ["ø-sag", "å-sag", "æ-sag"]
    assert ranked_documents([], documents) == []


def test_a_limit_keeps_the_first_questions_and_the_replies_judged_for_them() -> None:
    whole = Collection(
        {"1": "Hvad koster skolen?", "2": "Hvornår?"},
        {"a": "To mio. kr.", "b": "I maj.", "c": "Nej."},
        {"1": {"a": 2, "c": 0}, "2": {"b": 1}},
    )
    assert limited(whole, None) is whole
    assert limited(whole, 1).questions == {"1": "Hvad koster skolen?"}
    assert limited(whole, 1).replies == {"a": "To mio. kr.", "c": "Nej."}


def test_the_table_is_by_ndcg_with_our_own_as_the_measure() -> None:
    absent = Entry("none", "Nobody", TUNED, Kb, ("no-such-distribution",))
    assert absent.missing == ("no-such-distribution",)
    peer = SYSTEMS["bm25s"]
    table = table_of([row(OWN, 0.4, 10.0), row(peer, 0.6, 2.5)], {absent: f"not installed: {absent.install}"})
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    assert [line[0] for line in cells] == ["bm25s", "kb", "Nobody"]
    assert cells[0][4:10] == ["0.600", "1.5", "0.500", "2.5", "0.25", "20.0"]
    assert cells[1][4:10] == ["0.400", "1", "0.500", "10.0", "1", "20.0"]
    assert cells[2][:3] == ["Nobody", TUNED, f"not installed: {INSTALL}"]
    assert len({len(line) for line in cells}) == 1
