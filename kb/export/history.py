"""The history of a case as a paragraph to paste, each sentence with its source.

Only what the steps and the decisions of the case say. Held, planned and missing are told apart: minutes that
are not in the material are said to be missing, and what they would have said is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.answers import notes
from kb.answers.preference import PRECEDENCE
from kb.danish.sentences import opening
from kb.datatypes import Case, Conflict, Decision, Document, Evidence, Manifest, Step, StepState
from kb.export.report import Fact, Passage, Report, Source
from kb.strings_da.asking import Asking
from kb.ui import address, words

LONG = 400
"""A quote of more characters is cut after a whole sentence, with dots where it goes on."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or two sentences that the same source tells."""

    text: str
    evidence: Evidence


def sentences(
    case: Case, decisions: Sequence[Decision], documents: Mapping[str, Document]
) -> tuple[Sentence, ...]:
    """The steps of the case in their order, each with what was decided; empty where no step is known.

    ``decisions`` are those of the case, in any order. One that belongs to no step is told by its own day.
    ``documents`` holds every document that they stand in.
    """
    told: list[Sentence] = []
    left = list(decisions)
    for step in case.steps:
        rows = [row for row in left if step.state is StepState.HELD and _is_of(row, step)]
        left = [row for row in left if row not in rows]
        told += _step(step)
        told += [each for row in rows for each in _decision(row, documents[row.document])]
    for row in sorted(left, key=lambda each: (each.date or dt.date.max, each.document, each.start)):
        told.append(Sentence(_held(row.committee, row.date), _evidence(row, "", documents[row.document])))
        told += _decision(row, documents[row.document])
    return tuple(told)


def history_report(
    case: Case,
    decisions: Sequence[Decision],
    documents: Mapping[str, Document],
    manifest: Manifest,
    site: str,
    now: dt.datetime,
) -> Report:
    """The history as a document; sources are numbered in the order in which they are first used.

    Where papers of the case differ, a paragraph of its own says so. ``documents`` holds every document that a
    step, a decision or a conflict quotes.
    """
    told = sentences(case, decisions, documents)
    differing = [(notes.on_conflict(each), _claimed(each)) for each in case.conflicts] if told else []
    claimed = (evidence for _, sources in differing for evidence in sources)
    used = list(dict.fromkeys((*(each.evidence for each in told), *claimed)))
    numbers = {evidence: number for number, evidence in enumerate(used, start=1)}
    passages = tuple(Passage(each.text, (numbers[each.evidence],)) for each in told)
    conflicts = tuple(
        Passage(sentence, tuple(numbers[evidence] for evidence in sources)) for sentence, sources in differing
    )
    facts = [
        Fact(Asking.FACT_CASE, case.title),
        *([Fact(Asking.FACT_NUMBERS, ", ".join(case.numbers))] if case.numbers else []),
        Fact(Asking.FACT_MADE, words.moment(now)),
        Fact(Asking.FACT_INDEXED, words.timestamp(manifest.created)),
    ]
    return Report(
        title=Asking.REPORT_HISTORY,
        facts=tuple(facts),
        notes=(),
        paragraphs=tuple(filter(None, (passages, conflicts))),
        sources=tuple(
            Source(
                numbers[each],
                words.evidence_ready(documents[each.document], each),
                address.whole(site, address.to_evidence(each)),
            )
            for each in used
        ),
        quoted=False,
    )


def _step(step: Step) -> Iterator[Sentence]:
    """How far one stop is known to have come."""
    if not step.evidence:
        return  # what no source says is not told
    evidence = step.evidence[0]
    if step.state is StepState.HELD:
        yield Sentence(_held(step.committee, step.date, inferred=step.date_inferred), evidence)
        return
    if step.date is None:
        yield Sentence(Asking.PLANNED_UNDATED.format(committee=step.committee), evidence)
        return
    day = _day(step.date, inferred=step.date_inferred)
    if step.state is StepState.PLANNED:
        yield Sentence(Asking.PLANNED.format(committee=step.committee, day=day), evidence)
        return
    yield Sentence(Asking.MISSING.format(committee=step.committee, day=day), evidence)
    yield Sentence(
        Asking.MISSING_MINUTES.format(committee=step.committee, day=_day(step.date, inferred=False)), evidence
    )


def _decision(row: Decision, document: Document) -> Iterator[Sentence]:
    """What was decided in the words of the minutes, what that amounts to, and the vote."""
    evidence = _evidence(row, "", document)
    if row.recommendation and row.recommendation.strip():
        proposed = _evidence(row, "recommendation", document)
        yield Sentence(Asking.RECOMMENDED.format(recommendation=_short(row.recommendation)), proposed)
    if row.outcome.strip():
        yield Sentence(Asking.DECIDED.format(outcome=_short(row.outcome)), evidence)
    explained = list(notes.on_decision(row))
    yield from (Sentence(each, evidence) for each in explained)
    if row.final is not None and not explained:
        yield Sentence(Asking.FINAL if row.final else Asking.NOT_FINAL, evidence)
    if row.votes and row.votes.strip():
        yield Sentence(Asking.VOTED.format(votes=_short(row.votes)), evidence)


def _claimed(conflict: Conflict) -> tuple[Evidence, ...]:
    """Where each value of a conflict stands: in a paper of the kind that the sentence names for it."""
    weightiest = sorted(conflict.claims, key=lambda claim: PRECEDENCE.index(claim.status))
    values = dict.fromkeys(claim.value for claim in conflict.claims)
    return tuple(next(each.evidence for each in weightiest if each.value == value) for value in values)


def _is_of(row: Decision, step: Step) -> bool:
    """Whether a decision was made at a step."""
    return row.committee == step.committee and row.date == step.date


def _held(committee: str | None, day: dt.date | None, *, inferred: bool = False) -> str:
    """That the case was treated, and where and when as far as that is known."""
    if committee is None:
        if day is None:
            return Asking.HELD_SOMETIME
        return Asking.HELD_SOMEWHERE.format(day=_day(day, inferred=inferred))
    if day is None:
        return Asking.HELD_UNDATED.format(committee=committee)
    return Asking.HELD.format(committee=committee, day=_day(day, inferred=inferred))


def _day(day: dt.date, *, inferred: bool) -> str:
    """The day in figures, and that its year was worked out where it was."""
    return f"{day:%d-%m-%Y}{Asking.YEAR_INFERRED if inferred else ''}"


def _short(text: str) -> str:
    """The words on one line, without the last full stop; long ones cut after a sentence."""
    return opening(" ".join(text.split()), LONG).rstrip(".")


def _evidence(row: Decision, field: str, document: Document) -> Evidence:
    """Where a field of a decision stands, or all of it where the field has no place of its own."""
    for span in row.evidence:
        if span.field == field:
            page = document.page_at(span.start).number
            quote = document.text[span.start : span.end]
            return Evidence(document.id, page, span.start, span.end, quote)
    return Evidence(row.document, row.page, row.start, row.end, row.quote)
