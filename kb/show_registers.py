"""The registers for people on a terminal: decisions, cases, terms, roles and gaps, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.markup import escape

from kb import strings_da as da
from kb.datatypes import Case, Conflict, Date, Decision, Evidence, Gap, GapKind, Step, StepState, Tenure, Term
from kb.show import danish_date, out
from kb.strings_da import answers as phrases
from kb.strings_da import terminal
from kb.strings_da.ui import Ui


def decisions(rows: Sequence[Decision]) -> None:
    """Shows the register: date, committee and outcome of each decision, then its case and place."""
    if not rows:
        out.print(terminal.NO_DECISIONS)
    for row in rows:
        final = terminal.FINALITY[row.final]
        out.print(f"[bold]{danish_date(row.date)} {escape(row.committee or '')}[/bold]: {_line(row.outcome)}")
        out.print(f"   {escape(row.title)} [dim]({da.OUTCOME_LABELS[row.effect]}{final})[/dim]")
        for point in row.points:
            label = da.OUTCOME_LABELS[point.effect]
            out.print(f"   {escape(point.number)}. {_line(point.outcome)} [dim]({label})[/dim]")
        who = f", {badge}" if (badge := da.CLASS_BADGES.get(row.clearance)) else ""
        out.print(f"   [dim]{escape(row.document)}, {terminal.PAGE.format(page=row.page)}{who}[/dim]")
    out.print(da.plural(len(rows), *da.DECISION_NOUN))


def cases(rows: Sequence[Case]) -> None:
    """Shows each case with its way through the committees, where its papers differ, and its papers."""
    if not rows:
        out.print(terminal.NO_CASES)
    for row in rows:
        numbers = f" [dim]({escape(', '.join(row.numbers))})[/dim]" if row.numbers else ""
        out.print(f"[bold]{escape(row.title)}[/bold]{numbers}")
        for step in row.steps:
            out.print(f"   {_step(step)}{_place(step.evidence)}")
            if step.evidence and step.state is not StepState.HELD:
                out.print(f"      »{_line(step.evidence[0].quote)}«")
        for conflict in row.conflicts:
            _conflict(conflict)
        names = dict.fromkeys(part.document for part in row.parts)
        out.print(f"   [dim]{escape(terminal.CASE_PAPERS.format(documents=', '.join(names)))}[/dim]\n")
    out.print(da.plural(len(rows), *da.CASE_NOUN))


def _step(step: Step) -> str:
    """One stop of a case: day, committee, how far it has come, and what was decided."""
    day = danish_date(step.date) + (phrases.YEAR_INFERRED if step.date_inferred else "")
    effect = f", {da.OUTCOME_LABELS[step.effect]}" if step.effect else ""
    return escape(f"{day}  {step.committee}: {Ui.STEP_LABELS[step.state].lower()}{effect}")


def _conflict(conflict: Conflict) -> None:
    """Shows what papers tell differently, each with its source."""
    settled = phrases.CONFLICT_SETTLED if conflict.settled else phrases.CONFLICT_OPEN
    subject = da.CONFLICT_SUBJECTS[conflict.subject]
    out.print(f"   {escape(terminal.CONFLICT_LEAD.format(subject=subject, settled=settled))}")
    for claim in conflict.claims:
        status = claim.status.value
        value = f"{da.danish_day_of(claim.value)} ({status})"
        out.print(f"     – {escape(value)}: »{_line(claim.evidence.quote)}«{_place((claim.evidence,))}")


def terms(rows: Sequence[Term]) -> None:
    """Shows the glossary: each word with its meanings and the first mention of each."""
    if not rows:
        out.print(terminal.NO_TERMS)
    for row in rows:
        for sense in row.senses:
            known = ", ".join(filter(None, (sense.committee, _day(sense.date))))
            among = f" [dim]({escape(known)})[/dim]" if known and len(row.senses) > 1 else ""
            out.print(f"[bold]{escape(row.term)}[/bold]: {_line(sense.meaning)}{among}")
            out.print(f"  {_place((sense.evidence,))}")
    out.print(da.plural(len(rows), *terminal.TERM_NOUN))


def tenures(rows: Sequence[Tenure]) -> None:
    """Shows who is named in which role, and when."""
    if not rows:
        out.print(terminal.NO_ROLES)
    for role, holders in groupby(rows, lambda row: row.role):
        out.print(f"[bold]{escape(role)}[/bold]")
        for row in holders:
            where = f", {row.organisation}" if row.organisation else ""
            out.print(f"   {escape(f'{row.name}{where}, {_seen(row)}')}{_place(row.evidence)}")
    out.print(da.plural(len(rows), *terminal.ROLE_NOUN))


def _seen(row: Tenure) -> str:
    """The days of the first and the last paper that name a person in a role."""
    if row.first == row.last:
        return terminal.ROLE_SEEN_ONCE.format(day=danish_date(row.first))
    return terminal.ROLE_SEEN.format(first=danish_date(row.first), last=danish_date(row.last))


def gaps(rows: Sequence[Gap]) -> None:
    """Shows what is missing, kind by kind, and which paper shows it."""
    if not rows:
        out.print(terminal.NO_GAPS)
    for kind, found in groupby(rows, lambda row: row.kind):
        out.print(f"[bold]{Ui.GAP_HEADINGS[kind]}[/bold]")
        for row in found:
            told = dict.fromkeys(filter(None, (row.committee, _day(row.date), row.title, row.detail)))
            place = _place((row.evidence,)) if row.evidence else ""
            out.print(f"   {_line(', '.join(told))}{place}")
            if row.evidence and row.kind is GapKind.MISSING_MINUTES:
                out.print(f"      »{_line(row.evidence.quote)}«")
    out.print(da.plural(len(rows), *terminal.GAP_NOUN))


def _day(day: Date | None) -> str:
    """The day, or nothing where there is none."""
    return danish_date(day) if day else ""


def _place(evidence: Sequence[Evidence]) -> str:
    """Document and page of the first evidence, dim."""
    if not evidence:
        return ""
    first = evidence[0]
    return f" [dim]({escape(first.document)}, {terminal.PAGE.format(page=first.page)})[/dim]"


def _line(text: str) -> str:
    """The text on one line, safe for the terminal's markup."""
    return escape(" ".join(text.split()))
