"""Registers as tables: one row a decision, step, meaning, role or gap, and each row names its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb import strings_da as da
from kb.datatypes import Case, Decision, DocumentSummary, Evidence, Gap, Step, Tenure, Term
from kb.state.feedback import Feedback
from kb.strings_da import terminal
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui

BOM = "\ufeff"
"""At the start of a file it tells Excel that the text is UTF-8."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the start of a formula (OWASP, "CSV injection")."""

Cells = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns, which are codes of :data:`kb.strings_da.COLUMN`."""

    columns: tuple[str, ...]
    rows: tuple[Cells, ...]


def csv_text(table: Table, *, bom: bool) -> str:
    """The table as CSV with Danish headings and the semicolons of Danish spreadsheets, every line CRLF.

    With ``bom`` it starts with the mark by which Excel knows UTF-8. A cell that a spreadsheet would take for
    a formula gets an apostrophe in front.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([da.COLUMN[name] for name in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return (BOM if bom else "") + written.getvalue()


def _cell(value: object) -> str:
    """A value in words: several with semicolons between, yes and no in Danish, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return terminal.YES if value else terminal.NO
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def decisions_table(rows: Sequence[Decision]) -> Table:
    """The register of decisions, a row each."""
    columns = (
        "date committee title case outcome outcome_class effect final recommendation recommender points"
        " votes not_participating statements document page quote clearance"
    )
    return Table(tuple(columns.split()), tuple(_decision(row) for row in rows))


def _decision(row: Decision) -> Cells:
    points = (f"{each.number}: {each.outcome} ({da.OUTCOME_LABELS[each.effect]})" for each in row.points)
    statements = (row.quote[each.start - row.start : each.end - row.start] for each in row.statements)
    return (
        row.date,
        row.committee,
        row.title,
        row.case,
        row.outcome,
        da.OUTCOME_LABELS[row.outcome_class],
        da.OUTCOME_LABELS[row.effect],
        row.final,
        row.recommendation,
        row.recommender,
        tuple(points),
        row.votes,
        row.not_participating,
        tuple(statements),
        row.document,
        row.page,
        row.quote,
        da.CLASS_BADGES.get(row.clearance),
    )


def cases_table(rows: Sequence[Case]) -> Table:
    """The steps of each case, a row each, in order of time; a case without steps has a row a document."""
    columns = "case title numbers date committee state effect documents document page quote"
    return Table(tuple(columns.split()), tuple(cells for row in rows for cells in _case(row)))


def _case(case: Case) -> Iterator[Cells]:
    documents = tuple(dict.fromkeys(part.document for part in case.parts))
    head = (case.id, case.title, case.numbers)
    for step in case.steps:
        yield (*head, *_step(step), len(documents), *source(step.evidence))
    if not case.steps:
        yield from ((*head, None, None, None, None, len(documents), name, None, None) for name in documents)


def _step(step: Step) -> Cells:
    effect = da.OUTCOME_LABELS[step.effect] if step.effect else None
    return (step.date, step.committee, Ui.STEP_LABELS[step.state], effect)


def documents_table(rows: Sequence[DocumentSummary]) -> Table:
    """What is indexed, a row a document."""
    columns = "date committee title status case pages document clearance"
    return Table(tuple(columns.split()), tuple(map(_document, rows)))


def _document(row: DocumentSummary) -> Cells:
    known = (row.date, row.committee, row.title, row.status.value, row.case_number, row.pages, row.id)
    return (*known, da.CLASS_BADGES.get(row.clearance))


def terms_table(rows: Sequence[Term]) -> Table:
    """The glossary, a row a meaning."""
    columns = "term meaning committee date uses document page quote"
    return Table(
        tuple(columns.split()),
        tuple(
            (term.term, sense.meaning, sense.committee, sense.date, sense.uses, *source((sense.evidence,)))
            for term in rows
            for sense in term.senses
        ),
    )


def tenures_table(rows: Sequence[Tenure]) -> Table:
    """Who is named in which role, a row each, with the first paper that does so."""
    columns = "role name organisation first last document page quote"
    return Table(
        tuple(columns.split()),
        tuple(
            (row.role, row.name, row.organisation, row.first, row.last, *source(row.evidence)) for row in rows
        ),
    )


def gaps_table(rows: Sequence[Gap]) -> Table:
    """What is missing, a row each."""
    columns = "kind date committee title detail document page quote"
    return Table(tuple(columns.split()), tuple(_gap(row) for row in rows))


def _gap(gap: Gap) -> Cells:
    place = source((gap.evidence,)) if gap.evidence else (gap.document, None, None)
    return (terminal.GAP_NAMES[gap.kind], gap.date, gap.committee, gap.title, gap.detail, *place)


def feedback_table(rows: Sequence[Feedback]) -> Table:
    """What people said of answers, a row each."""
    columns = "made question filters abstained useful reason comment cited user handled method generation"
    return Table(tuple(columns.split()), tuple(_feedback(row) for row in rows))


def _feedback(row: Feedback) -> Cells:
    asked, verdict = row.asked, row.verdict
    return (
        da.danish_timestamp(row.made.isoformat()),
        asked.question,
        tuple(value for values in asked.filters.values() for value in values),
        asked.abstained,
        verdict.useful,
        Editing.COMPLAINT_LABELS[verdict.reason] if verdict.reason else None,
        verdict.comment,
        tuple(dict.fromkeys(each.document for each in asked.cited)),
        row.user,
        row.handled is not None,
        asked.method,
        asked.generation,
    )


def source(evidence: Sequence[Evidence]) -> Cells:
    """Document, page and words of the first evidence; nothing where there is none."""
    first = evidence[0] if evidence else None
    return (first.document, first.page, first.quote) if first else (None, None, None)
