"""A Filter as SQL conditions. Every value travels as a parameter; only fixed text is put together."""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.case_ids import address_of
from kb.datatypes import Case, Filter

ALWAYS = "TRUE"
LAST_CHARACTER = "\U0010ffff"
"""Comes after every other; no text has it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL condition, in words that SQLite and PostgreSQL share, with the values of its placeholders."""

    sql: str = ALWAYS
    values: tuple[str, ...] = ()


def fold_name(name: str | None) -> str | None:
    """A committee's name as names are compared: without case and outer blanks."""
    return name.strip().casefold() if name is not None else None


def collection_of(document_id: str) -> str:
    """The collection of a document: the first part of its path, or "" for a file at the top.

    An e-mail is no collection of what is attached to it.
    """
    first = document_id.split("/", 1)[0] if "/" in document_id else ""
    return "" if first.lower().endswith(".eml") else first


def fold_number(number: str) -> str:
    """A case's number or id as they are compared: without case and blanks."""
    return "".join(number.split()).casefold()


def names_of(case: Case) -> frozenset[str]:
    """What a case goes by in a filter: its id, the ids it would have by its other parts, its numbers."""
    ids = (address_of(part) for part in case.parts)
    return frozenset(fold_number(name) for name in (case.id, *ids, *case.numbers))


def document_condition(where: Filter) -> Condition:
    """What ``where`` demands of a row of documents (alias d) by itself."""
    return _all(
        [
            _any_of("d.status", [status.value for status in where.statuses]),
            _placed(where, "d.id", "d.collection_folded"),
        ]
    )


def _placed(where: Filter, document: str, collection: str) -> Condition:
    """Whether the columns lie in a folder and a collection that ``where`` names."""
    return _all(
        [
            _any_of(collection, [name.casefold() for name in where.collections]),
            _either([_begins_with(document, each) for each in where.documents]),
        ]
    )


def _begins_with(column: str, prefix: str) -> Condition:
    """Whether a column begins with the prefix: a range, which an index finds; no sign in it means more."""
    return Condition(f"({column} >= ? AND {column} < ?)", (prefix, prefix + LAST_CHARACTER))


def section_condition(where: Filter) -> Condition:
    """What ``where`` demands of a section (alias s) of a document (alias d).

    A committee may be the section's own or the document's; the date is the section's own, where it
    has one. An outcome is asked of the case: any section of an agenda item that was decided so.
    """
    names = [fold_name(name) or "" for name in where.committees]
    outcomes = [outcome.value for outcome in where.outcomes]
    return _all(
        [
            document_condition(where),
            _either([_any_of("s.committee_folded", names), _any_of("d.committee_folded", names)])
            if names
            else Condition(),
            _dates("coalesce(s.date, d.date)", where),
            _any_of("s.kind", [kind.value for kind in where.sections]),
            _decided(outcomes) if outcomes else Condition(),
            _of_cases(where),
        ]
    )


def decision_condition(where: Filter) -> Condition:
    """What ``where`` demands of a decision (alias r) of a document (alias d) in its section (alias s).

    Not its outcomes: they are asked of the row that is kept of a treatment (``Catalogue.decisions``).
    """
    names = [fold_name(name) or "" for name in where.committees]
    return _all(
        [
            document_condition(where),
            _any_of("coalesce(r.committee_folded, d.committee_folded)", names),
            _dates("coalesce(r.date, d.date)", where),
            _any_of("s.kind", [kind.value for kind in where.sections]),
            _of_cases(where),
        ]
    )


def gap_condition(where: Filter) -> Condition:
    """What ``where`` demands of a gap (alias g) that a document (d) shows in a section (s), if any does.

    Committee and date are the gap's own, where it has them. A file that was not read has a place only.
    """
    names = [fold_name(name) or "" for name in where.committees]
    outcomes = [outcome.value for outcome in where.outcomes]
    return _all(
        [
            _any_of("d.status", [status.value for status in where.statuses]),
            _placed(where, "g.document", "g.collection_folded"),
            _any_of("coalesce(g.committee_folded, s.committee_folded, d.committee_folded)", names),
            _dates("coalesce(g.date, s.date, d.date)", where),
            _any_of("s.kind", [kind.value for kind in where.sections]),
            _decided(outcomes) if outcomes else Condition(),
            _of_cases(where),
        ]
    )


def _of_cases(where: Filter) -> Condition:
    """Whether a section (alias s) belongs to one of the cases that ``where`` names by id or number."""
    if not where.cases:
        return Condition()
    named = _any_of("p.name", [fold_number(name) for name in where.cases])
    return Condition(
        "EXISTS (SELECT 1 FROM case_parts p WHERE p.document = d.id"
        f" AND (p.item IS NULL OR p.item = s.item_at) AND {named.sql})",
        named.values,
    )


def _decided(outcomes: Sequence[str]) -> Condition:
    # By effect: consent in a committee to what the council is to settle adopts nothing.
    decided = _any_of("r.effect", outcomes)
    same = f"{_same('q.item', 's.item')} AND {_same('q.item_at', 's.item_at')}"
    return Condition(
        "EXISTS (SELECT 1 FROM decisions r JOIN sections q ON q.document = r.document"
        " AND q.start <= r.start AND r.start < q.stop"
        f" WHERE r.document = d.id AND {same} AND {decided.sql})",
        decided.values,
    )


def _same(one: str, other: str) -> str:
    """Whether two columns hold the same or neither holds anything."""
    # Not IS NOT DISTINCT FROM: SQLite knows it from 3.39 on only.
    return f"({one} = {other} OR ({one} IS NULL AND {other} IS NULL))"


def _dates(column: str, where: Filter) -> Condition:
    conditions = []
    if where.date_from:
        conditions.append(Condition(f"{column} >= ?", (where.date_from.isoformat(),)))
    if where.date_to:
        conditions.append(Condition(f"{column} <= ?", (where.date_to.isoformat(),)))
    return _all(conditions)


def _any_of(column: str, values: Sequence[str]) -> Condition:
    """Whether a column holds one of the values; no values demand nothing."""
    if not values:
        return Condition()
    return Condition(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def _either(conditions: Sequence[Condition]) -> Condition:
    return _joined(conditions, " OR ")


def _all(conditions: Iterable[Condition]) -> Condition:
    return _joined([each for each in conditions if each.sql != ALWAYS], " AND ")


def _joined(conditions: Sequence[Condition], word: str) -> Condition:
    if not conditions:
        return Condition()
    values = tuple(value for each in conditions for value in each.values)
    return Condition(f"({word.join(each.sql for each in conditions)})", values)
