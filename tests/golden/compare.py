"""What of a parse agrees with the truth: one finding for each value that either of them tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kb.datatypes import Decision, Document, Participation, Section, SectionKind, TitleSource
from tests.golden.truth import (
    ANY,
    Parsed,
    Truth,
    begins,
    choices,
    ends,
    holds,
    person,
    same,
    same_people,
    title_begins,
    words,
)

T = TypeVar("T")
U = TypeVar("U")
FIELDS = (
    "title",
    "committee",
    "date",
    "status",
    "access",
    "case number",
    "section",
    "item",
    "item access",
    "item case number",
    "decision",
    "decision committee",
    "decision date",
    "decision item",
    "decision span",
    "outcome",
    "class",
    "effect",
    "final",
    "recommender",
    "not participating",
    "tally",
    "statement",
    "point",
    "attendance",
    "reason",
    "attachment",
    "attachment field",
)


@dataclass(frozen=True)
class Finding:
    """One value: right, or what was expected (None: nothing) and what was found (None: nothing)."""

    document: str
    field: str
    expected: str | None
    found: str | None
    right: bool = False


class _Findings(list[Finding]):
    """Findings about one document, with the three ways of adding one."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.document = document

    def value(self, field: str, expected: object, found: object, right: bool | None = None) -> None:
        """Compares one value; both empty is no finding, and "*" is not compared."""
        if expected == ANY:
            return
        wanted = "" if expected is None else _told(expected)
        given = None if found in (None, "") else _told(found)
        if right is None:
            right = same(given, wanted)
        if wanted == "" and given is None:
            return
        if given is None and "" in choices(wanted):
            return
        self.append(Finding(self.document, field, wanted or None, given, right))

    def missed(self, field: str, expected: str) -> None:
        """Adds something that the parser did not find."""
        self.append(Finding(self.document, field, expected, None))

    def wrong(self, field: str, found: str) -> None:
        """Adds something that the parser found and that is not there."""
        self.append(Finding(self.document, field, None, found))

    def right(self, field: str, expected: str) -> None:
        """Adds something that the parser found rightly."""
        self.append(Finding(self.document, field, expected, expected, right=True))


def compare(truth: Truth, parsed: Parsed) -> list[Finding]:
    """The findings about one document, field by field."""
    found = _Findings(truth.name)
    _of_document(found, truth, parsed.document)
    _sections(found, truth.table.get("sections", []), parsed.document)
    _items(found, truth.table.get("items", []), parsed.document)
    _decisions(found, truth.decisions, parsed)
    _attendance(found, truth, parsed)
    _attachments(found, truth.table.get("attachments", []), parsed.document)
    return found


def as_line(finding: Finding) -> str:
    """One miss as a line."""
    return (
        f"{finding.document} · {finding.field} · expected: {finding.expected or '(nothing)'}"
        f" · found: {finding.found or '(nothing)'}"
    )


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "value", value))


def _of_document(found: _Findings, truth: Truth, document: Document) -> None:
    """Title, committee, date, status, access and case number of the whole document."""
    table, unsettled = truth.table, set(truth.table.get("unsettled", []))
    derived = document.title_source in {TitleSource.SUBJECT, TitleSource.FILE_NAME}
    if "title" not in unsettled and ("title" in table or not derived):
        title = table.get("title", "")
        found.value("title", title, document.title, bool(title) and holds(document.title, title))
    if "date" not in unsettled and ("date" in table or not document.date_inferred):
        found.value("date", table.get("date"), document.date)
    for field in ("committee", "status", "access", "case_number"):
        if field not in unsettled:
            found.value(field.replace("_", " "), table.get(field), getattr(document, field))


def _sections(found: _Findings, expected: Sequence[Sequence[str]], document: Document) -> None:
    """Sections of known kinds: kind, heading and first words."""
    left = [s for s in document.sections if s.kind not in {SectionKind.PREAMBLE, SectionKind.UNKNOWN}]
    for kind, heading, first in expected:
        wanted = f"{kind} «{heading}» {first or '(empty)'}"
        match = next((s for s in left if _is_section(document, s, kind, heading, first)), None)
        if match:
            left.remove(match)
            found.right("section", wanted)
        elif "unknown" not in choices(kind):
            found.missed("section", wanted)
    for section in left:
        body = " ".join(words(document.text[section.body_start : section.end])[:5])
        found.wrong("section", f"{section.kind} «{section.heading}» {body or '(empty)'}")


def _is_section(document: Document, section: Section, kind: str, heading: str, first: str) -> bool:
    text = document.text[section.body_start : section.end]
    return (
        section.kind in choices(kind)
        and begins(section.heading, heading or ANY)
        and (first == ANY or begins(text, first))
    )


def _items(found: _Findings, expected: Sequence[Mapping[str, Any]], document: Document) -> None:
    """Agenda items. A paper about one matter may be told as one item or as none."""
    left = list(document.items)
    if not expected and len(left) <= 1:
        return
    for item in expected:
        match = next(
            (i for i in left if holds(i.title, item["title"]) and same(i.number, item.get("number", ""))),
            None,
        )
        wanted = f"{item.get('number', '')} {item['title']}".strip()
        if match is None:
            found.missed("item", wanted)
            continue
        left.remove(match)
        found.right("item", wanted)
        found.value("item access", item.get("access", "ukendt"), match.access)
        found.value("item case number", item.get("case_number", ""), match.case_number)
    for each in left:
        found.wrong("item", f"{each.number or ''} {each.title}".strip())


def _decisions(found: _Findings, expected: Sequence[Mapping[str, Any]], parsed: Parsed) -> None:
    """The register's rows; the fields of a row are compared once it is clear which row it is."""
    pairs = align(expected, parsed.decisions, _likeness)
    for wanted, decision in pairs:
        if wanted is None:
            if decision:
                found.wrong(
                    "decision", f"{_whose(decision.committee, decision.date)} {_start(decision.quote)}"
                )
            continue
        told = f"{_whose(wanted.get('committee'), wanted.get('date'))} {wanted['begins']}"
        if decision is None:
            if not wanted.get("optional"):
                found.missed("decision", told)
            continue
        found.right("decision", told)
        _decision(found, wanted, decision, parsed.document)


def _decision(found: _Findings, wanted: Mapping[str, Any], decision: Decision, document: Document) -> None:
    """The fields of one row."""
    found.value("decision committee", wanted.get("committee"), decision.committee)
    found.value("decision date", wanted.get("date"), decision.date)
    if "item" in wanted:
        at = decision.item
        number = document.items[at].number if at is not None and at < len(document.items) else None
        found.value("decision item", wanted["item"], number)
    whole = begins(decision.quote, wanted["begins"]) and ends(decision.quote, wanted["ends"])
    span = f"{wanted['begins']} … {wanted['ends']}"
    found.value("decision span", span, f"{_start(decision.quote)} … {_end(decision.quote)}", whole)
    if wanted.get("outcome", ANY) != ANY:
        found.value(
            "outcome", wanted["outcome"], decision.outcome, holds(decision.outcome, wanted["outcome"])
        )
    found.value("class", wanted["class"], decision.outcome_class)
    found.value("effect", wanted["effect"], decision.effect)
    found.value("final", wanted.get("final", ""), decision.final)
    found.value("recommender", wanted.get("recommender", ""), decision.recommender)
    _people(found, "not participating", wanted.get("not_participating", []), decision.not_participating)
    _rows(found, "tally", wanted.get("tallies", []), [[t.side.value, str(t.count)] for t in decision.tallies])
    _statements(found, wanted.get("statements", []), decision)
    _rows(
        found,
        "point",
        wanted.get("points", []),
        [[point.number, point.outcome_class.value] for point in decision.points],
    )


def _statements(found: _Findings, expected: Sequence[Sequence[str]] | str, decision: Decision) -> None:
    """Statements: kind and who made them."""
    left = list(decision.statements)
    if expected == ANY:
        return
    for kind, *by in expected:
        wanted = f"{kind}: {', '.join(by)}"
        match = next((s for s in left if s.kind in choices(kind) and same_people(s.by, by)), None)
        if match:
            left.remove(match)
            found.right("statement", wanted)
        else:
            found.missed("statement", wanted)
    for each in left:
        found.wrong("statement", f"{each.kind}: {', '.join(each.by)}")


def _rows(
    found: _Findings, field: str, expected: Sequence[Sequence[object]] | str, given: list[list[str]]
) -> None:
    """Rows of short values, in any order."""
    if expected == ANY:
        return
    left = list(given)
    for row in expected:
        told = " ".join(str(value) for value in row)
        match = next((g for g in left if all(same(a, b) for a, b in zip(g, row, strict=True))), None)
        if match:
            left.remove(match)
            found.right(field, told)
        else:
            found.missed(field, told)
    for each in left:
        found.wrong(field, " ".join(each))


def _people(found: _Findings, field: str, expected: Sequence[str] | str, given: Iterable[str]) -> None:
    if expected == ANY:
        return
    left = [person(name) for name in given]
    for name in expected:
        if person(name) in left:
            left.remove(person(name))
            found.right(field, name)
        else:
            found.missed(field, name)
    for each in left:
        found.wrong(field, each)


def _attendance(found: _Findings, truth: Truth, parsed: Parsed) -> None:
    """Who was there, was away or took no part, once for each person and presence, and the reason stated."""
    given: dict[tuple[str, str], Participation] = {}
    of_decisions = [each for decision in parsed.decisions for each in decision.participations]
    for each in [*parsed.document.participations, *of_decisions]:
        given.setdefault((person(each.name), each.presence.value), each)
    for row in _expected_attendance(truth):
        told = f"{row['name']}: {row['presence']}"
        presences = choices(row["presence"])
        key = next((k for k in given if k[0] == person(row["name"]) and k[1] in presences), None)
        if key is not None:
            found.right("attendance", told)
            _participation(found, row, given.pop(key))
        elif "" not in presences:
            found.missed("attendance", told)
    for name, presence in given:
        found.wrong("attendance", f"{name}: {presence}")


def _expected_attendance(truth: Truth) -> list[Mapping[str, str]]:
    """The rows of the truth, and those who took no part in a decision and have no row of their own."""
    rows: list[Mapping[str, str]] = list(truth.table.get("participations", []))
    told = {(person(row["name"]), presence) for row in rows for presence in choices(row["presence"])}
    for decision in truth.decisions:
        for name in decision.get("not_participating", []):
            if name != ANY and (person(name), "not_participating") not in told:
                told.add((person(name), "not_participating"))
                rows.append({"name": name, "presence": "not_participating"})
    return rows


def _participation(found: _Findings, row: Mapping[str, str], match: Participation) -> None:
    """Reason, party and whom a substitute replaces."""
    reason = row.get("reason", "")
    found.value("reason", reason, match.reason, holds(match.reason or "", reason))
    if "party" in row:
        told, given = f"{row['name']} ({row['party']})", f"{match.name} ({match.party})"
        found.value("attendance", told, given, match.party == row["party"])
    if "replaces" in row:
        told, given = f"{row['name']} for {row['replaces']}", f"{match.name} for {match.replaces}"
        found.value("attendance", told, given, person(match.replaces or "") == person(row["replaces"]))


def _attachments(found: _Findings, expected: Sequence[Any], document: Document) -> None:
    """Rows of the list of attachments: ["number", "first words"], or a table with the row's fields."""
    left = list(document.attachments)
    for each in expected:
        row = each if isinstance(each, dict) else {"number": each[0], "title": each[1]}
        told = f"{row.get('number', '')} {row['title']}".strip()
        match = next((a for a in left if title_begins(a.title, row["title"])), None)
        if match is None:
            found.missed("attachment", told)
            continue
        left.remove(match)
        found.right("attachment", told)
        for field in ("number", "access", "document_number", "reference", "mark"):
            if row.get(field):
                found.value("attachment field", row[field], getattr(match, field))
    for other in left:
        found.wrong("attachment", f"{other.number or ''} {_start(other.title)}".strip())


def align(
    expected: Sequence[T], given: Sequence[U], likeness: Callable[[T, U], int]
) -> list[tuple[T | None, U | None]]:
    """The pairs of two sequences, in order, that are most alike together; likeness 0 is no pair."""
    rows, columns = len(expected), len(given)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            pair = likeness(expected[i], given[j])
            together = pair + best[i + 1][j + 1] if pair else 0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[T | None, U | None]] = []
    i = j = 0
    while i < rows or j < columns:
        pair = likeness(expected[i], given[j]) if i < rows and j < columns else 0
        if pair and best[i][j] == pair + best[i + 1][j + 1]:
            pairs.append((expected[i], given[j]))
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            pairs.append((expected[i], None))
            i += 1
        else:
            pairs.append((None, given[j]))
            j += 1
    return pairs


def _likeness(wanted: Mapping[str, Any], decision: Decision) -> int:
    """How alike a true decision and a found one are; 0 where too little agrees."""
    start = begins(decision.quote, wanted["begins"])
    committee = same(decision.committee, wanted.get("committee", ""))
    date = same(decision.date, wanted.get("date", ""))
    if not start and not (committee and date):
        return 0
    return 3 * start + 2 * committee + 2 * date + ends(decision.quote, wanted["ends"])


def _whose(committee: object, date: object) -> str:
    return f"{committee or '?'} {date or '?'}:"


def _start(text: str) -> str:
    return " ".join(text.split()[:5])


def _end(text: str) -> str:
    return " ".join(text.split()[-5:])
