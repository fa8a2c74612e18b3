"""The way of a case through the committees: what was planned, and what the minutes show was held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.cases.papers import Paper
from kb.cases.references import Stop, sentence_at
from kb.datatypes import Date, Decision, Evidence, OutcomeClass, Status, Step, StepState

_MOST_EVIDENCE = 6
_ONE_ROUND = 183
_LONGEST_TOLD = 400


def steps_of(papers: Sequence[Paper]) -> tuple[Step, ...]:
    """The steps of a case's papers in order of time, undated ones last in the order of the route.

    A step is held where a decision with words stands in the material, and planned otherwise: whether its day
    has passed is for the reader's day to tell. Papers that show the same step are all its evidence.
    """
    told = [paper for paper in papers if paper.document.duplicate_of is None]
    steps = _held(told)
    named = [(paper, step) for paper in told for step in _planned(paper)]
    for _, step in (each for each in named if each[1].date is not None):
        _add(steps, _same_day(steps, step), step)
    for paper, step in (each for each in named if each[1].date is None):
        _add(steps, _meant(steps, step, paper), step)
    return tuple(sorted(steps, key=lambda each: each.date or Date.max))


def _held(papers: Sequence[Paper]) -> list[Step]:
    """The steps with minutes; of several papers that tell of one, the committee's own minutes come first."""
    told: dict[tuple[str, Date | None], list[tuple[bool, Paper, Decision]]] = {}
    for paper in papers:
        for decision in paper.decisions:
            if decision.committee and decision.outcome_class is not OutcomeClass.MISSING:
                home = (paper.document.committee, paper.document.date)
                told.setdefault((decision.committee, decision.date), []).append(
                    (home != (decision.committee, decision.date), paper, decision)
                )
    steps = []
    for (committee, day), tellings in told.items():
        tellings.sort(key=lambda each: each[0])
        evidence = tuple(paper.quote(each.start, each.end) for _, paper, each in tellings)
        effect = tellings[0][2].effect
        steps.append(Step(committee, day, False, StepState.HELD, effect, evidence[:_MOST_EVIDENCE]))
    return steps


def _planned(paper: Paper) -> Iterator[Step]:
    """The steps that the paper's route, announcements or agenda name."""
    if not paper.matter:
        return
    own = _own_meeting(paper)
    if own:
        yield own
    for stop in paper.named:
        if stop.planned:
            yield _of_stop(paper, stop)


def _of_stop(paper: Paper, stop: Stop) -> Step:
    """The planned step that a stop names."""
    words = (_told(paper, stop.start, stop.end),)
    return Step(stop.committee, stop.date, stop.inferred, StepState.PLANNED, None, words)


def _told(paper: Paper, start: int, end: int) -> Evidence:
    """The sentence or line that the words stand in, so that a day or a "KB" is not quoted by itself."""
    text = paper.document.text
    section = next((each for each in paper.sections if each.start <= start < each.end), None)
    low, high = (section.start, section.end) if section else (paper.start, paper.end)
    first, last = sentence_at(text, start, low, high)[0], sentence_at(text, end - 1, low, high)[1]
    return paper.quote(first, last) if last - first <= _LONGEST_TOLD else paper.quote(start, end)


def _own_meeting(paper: Paper) -> Step | None:
    """The meeting that an agenda's paper was made for; minutes show their meeting by what was decided."""
    document = paper.document
    ahead = document.status in {Status.AGENDA, Status.UNKNOWN}
    if (
        not (ahead and paper.matter)
        or document.committee is None
        or document.date is None
        or document.date_inferred
    ):
        return None
    words = next(
        (_told(paper, each.start, each.end) for each in paper.days if each.date == document.date),
        paper.headline(),
    )
    return Step(document.committee, document.date, False, StepState.PLANNED, None, (words,))


def _add(steps: list[Step], at: int | None, planned: Step) -> None:
    """Put a planned step among the others, or its words to the step at ``at``, which it speaks of."""
    if at is None:
        steps.append(planned)
        return
    known = steps[at]
    new = [each for each in planned.evidence if not any(_overlap(each, other) for other in known.evidence)]
    joined = (*known.evidence, *new)[:_MOST_EVIDENCE]
    steps[at] = replace(known, evidence=joined)
    if known.date_inferred and planned.date is not None and not planned.date_inferred:
        steps[at] = replace(steps[at], date=planned.date, date_inferred=False)


def _overlap(one: Evidence, other: Evidence) -> bool:
    """Whether two quotes share words of the same document."""
    return one.document == other.document and one.start < other.end and other.start < one.end


def _same_day(steps: Sequence[Step], planned: Step) -> int | None:
    """The step of the same day, or of the same day in another year where one of the years was worked out."""
    for at, step in enumerate(steps):
        if step.committee != planned.committee or step.date is None or planned.date is None:
            continue
        unsure = step.date_inferred or planned.date_inferred
        same = (step.date.month, step.date.day) == (planned.date.month, planned.date.day)
        if step.date == planned.date or (unsure and same):
            return at
    return None


def _meant(steps: Sequence[Step], planned: Step, paper: Paper) -> int | None:
    """The step that a route means by a committee alone: one that the same paper tells of, or the nearest.

    Another round of the same committee, half a year off, is not meant.
    """
    of_committee = [at for at, step in enumerate(steps) if step.committee == planned.committee]
    for at in of_committee:
        if any(each.document == paper.part.document for each in steps[at].evidence):
            return at
    if paper.date is None:
        return of_committee[0] if of_committee else None
    far = {at: abs((day - paper.date).days) for at in of_committee if (day := steps[at].date)}
    near = [at for at in of_committee if far.get(at, 0) <= _ONE_ROUND]
    return min(near, key=lambda at: far.get(at, _ONE_ROUND), default=None)
