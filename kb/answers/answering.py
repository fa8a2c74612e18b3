"""The answer to a question: each kind of question from the source that knows best, or an abstention.

    all decisions, how many ─> the register        what a word means ─> the glossary
    who held an office ─> the papers that name it  what differs ─> each side by itself
    anything else ─> quotes from passages; with what was planned, what conflicts, what a premise gets wrong

Every answer leaves through ``_answer``: verified quotes, the notes that belong to them, what was searched.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers import (
    attendance,
    caselists,
    comparing,
    corrections,
    explained,
    notes,
    officeholders,
    registered,
    routes,
    spelling,
)
from kb.answers.candidates import Findings
from kb.answers.citing import cite_spans, quoted, spans_of, whole_sentences
from kb.answers.confidence import THRESHOLD
from kb.answers.extractive import cite, proposed_in, read, suffices
from kb.answers.matters import as_filed
from kb.answers.planned import asks_whether_treated, planned_meetings, planned_treatment
from kb.answers.preference import MAX_QUOTES
from kb.answers.premises import Deed
from kb.answers.question import Intent, Interpretation, interpret
from kb.answers.refusal import NEAREST, not_described, refusal, searched
from kb.answers.registered import Rows
from kb.answers.stages import Tell, Understood, untold
from kb.answers.verify import verified
from kb.datatypes import Answer, Case, Citation, Date, Decision, Filter, SectionKind
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

EXTRACTIVE = "extractive"
REGISTER = "register"
GLOSSARY = "glossary"
OFFICES = "offices"
ROUTE = "route"
ABOUT_THE_ROUTE = (Intent.WHEN, Intent.PROCESS)
"""Questions that a planned treatment answers by itself."""

CERTAIN = 1.0
"""The confidence of what is looked up by rule and not estimated."""


def answer_question(
    store: Store,
    encoder: Encoder,
    question: str,
    where: Filter,
    today: Date,
    without: Collection[str] = (),
    tell: Tell = untold,
) -> Answer:
    """An answer in verbatim quotes, or an abstention that says what was searched.

    ``without`` holds the keys of recognised filters that the person took away. ``tell`` hears of each stage:
    first how the question was understood, then the hits, each time that passages are read.
    """
    reading = as_filed(store, interpret(question, today, without))
    tell(Understood(describe(reading), reading.recognised))
    answer = (
        _from_register(store, reading, where, today)
        or _from_glossary(store, encoder, reading, where, tell)
        or _from_offices(store, reading, where, today)
        or _from_attendance(store, reading, where)
        or _compared(store, encoder, reading, where, tell)
        or _from_passages(store, encoder, reading, where, today, tell)
    )
    if not answer.abstained:
        return answer
    return replace(answer, suggestions=spelling.suggest(question, store.vocabulary()))


def _from_register(store: Store, reading: Interpretation, where: Filter, today: Date) -> Answer | None:
    """All decisions or cases with their number, or the latest one; None where another source knows better."""
    if reading.awaiting:
        return _awaiting(store, reading, where)
    if caselists.is_for_cases(reading):
        return _mentioning(store, reading, where)
    if not (registered.is_for_register(reading) or reading.asks_for_latest_decision):
        return None
    rows = registered.rows_for(store, reading, where)
    if not rows.decisions:
        return None if rows.words else _nothing_registered(store, reading, where, today)
    if reading.asks_for_latest_decision:
        named = registered.titled(store, rows.decisions, reading, where)
        return _latest_decision(store, reading, where, (named or rows.decisions)[0])
    citations = registered.quotes_of(store, rows.decisions)
    explained_by: Sequence[str] = ()
    if len(rows.decisions) == 1:
        row, cited = rows.decisions[0], citations[0]
        spans = [(row.document, cited.start, cited.end), *proposed_in(store, row, cited.start, cited.end)]
        citations, explained_by = cite_spans(store, spans), tuple(notes.on_decision(row))
    answer = _answer(store, reading, where, REGISTER, CERTAIN, citations, explained_by)
    told = (registered.lead(rows, reading, where), registered.listed(rows.decisions, citations))
    return replace(
        answer, answer="\n".join(told), total=registered.counted(rows, reading), decisions=rows.decisions
    )


def _nothing_registered(store: Store, reading: Interpretation, where: Filter, today: Date) -> Answer:
    """That the register has no such row, and which meetings of that committee and time were planned.

    What was asked for by filters alone is nowhere else either.
    """
    nothing = Findings(reading, (), (), (), ())
    planned = planned_meetings(store, reading, where, today)
    if planned:
        evidence = [step.evidence[0] for step in planned.steps]
        citations = cite_spans(store, whole_sentences(store, evidence))
        return _abstention(store, nothing, where, 0.0, planned.sentence, citations)
    sentence = phrases.REGISTER_EMPTY.format(sought=registered.sought_by(Rows((), (), 0), reading, where))
    return _abstention(store, nothing, where, 0.0, sentence, ())


def _latest_decision(store: Store, reading: Interpretation, where: Filter, row: Decision) -> Answer:
    """The newest decision on a matter, with what was recommended where the decision is in set words."""
    citations = registered.quotes_of(store, [row])
    proposed = proposed_in(store, row, citations[0].start, citations[0].end)
    spans = [(row.document, citations[0].start, citations[0].end), *proposed]
    citations = cite_spans(store, spans)
    told = [phrases.LATEST_NOTE.format(date=da.danish_day(row.date))] if row.date else []
    return _answer(store, reading, where, REGISTER, CERTAIN, citations, [*told, *notes.on_decision(row)])


def _mentioning(store: Store, reading: Interpretation, where: Filter) -> Answer | None:
    """The cases that mention what the question is about, each with the sentence that does."""
    found = caselists.cases_about(store, reading, where)
    if not found:
        return None
    citations = cite_spans(store, [each.span for each in found[: registered.SHOWN]])
    answer = _answer(store, reading, where, REGISTER, CERTAIN, citations)
    told = (caselists.mentioned_lead(found, reading), caselists.mentioned_lines(found, citations))
    return replace(answer, answer="\n".join(told), total=len(found))


def _awaiting(store: Store, reading: Interpretation, where: Filter) -> Answer | None:
    """The cases that wait for a committee, each with the route that says so."""
    waiting = caselists.awaiting(store, reading, where)
    if not waiting:
        return None
    by = phrases.AWAITING_BY.format(committees=", ".join(reading.committees)) if reading.committees else ""
    count = da.plural(len({each.case.id for each in waiting}), *da.CASE_NOUN)
    evidence = [each.step.evidence[0] for each in waiting[: registered.SHOWN]]
    citations = cite_spans(store, whole_sentences(store, evidence))
    lead = phrases.AWAITING_LEAD.format(count=count, by=by)
    answer = _answer(store, reading, where, REGISTER, CERTAIN, citations, lead=lead)
    return replace(answer, total=len({each.case.id for each in waiting}))


def _from_glossary(
    store: Store, encoder: Encoder, reading: Interpretation, where: Filter, tell: Tell
) -> Answer | None:
    """The meaning of the word that was asked about, None where the glossary does not have it.

    A word with one meaning is further explained by what the passages say of it.
    """
    if reading.intent is not Intent.DEFINE or reading.defined is None:
        return None
    term = explained.term_for(store.terms(where), reading.defined)
    if term is None:
        return None
    citations = explained.explanations(store, term)
    if len(term.senses) == 1:
        found = read(store, encoder, reading, where, tell)
        further = cite(store, found) if suffices(found) >= THRESHOLD else []
        spans = [(each.document, each.start, each.end) for each in (*citations, *further)]
        citations = cite_spans(store, spans)[:MAX_QUOTES]
    told = explained.notes_on_senses(term)
    return _answer(store, reading, where, GLOSSARY, CERTAIN, citations, told)


def _from_offices(store: Store, reading: Interpretation, where: Filter, today: Date) -> Answer | None:
    """Who was named in the office that was asked about, None where nobody is."""
    found = officeholders.holders(store, reading, where, today) if reading.intent is Intent.WHO else []
    if not found:
        return None
    mentions = officeholders.mentions_of(store, found, reading.period)
    citations = cite_spans(store, spans_of(mentions))
    told = officeholders.notes_on_holders(store, reading, found, where)
    return _answer(store, reading, where, OFFICES, CERTAIN, citations, told)


def _from_attendance(store: Store, reading: Interpretation, where: Filter) -> Answer | None:
    """The minutes' own lists of who was away, None where no meeting was named or none has such a list."""
    lists = attendance.lists_of_absence(store, reading, where)
    if not lists or reading.intent is Intent.WHY:
        return None
    return _answer(store, reading, where, REGISTER, CERTAIN, cite_spans(store, lists))


def _compared(
    store: Store, encoder: Encoder, reading: Interpretation, where: Filter, tell: Tell
) -> Answer | None:
    """The quotes of each side beside each other; None where fewer than two sides have any."""
    sides = comparing.sides_of(reading, where) if reading.intent is Intent.COMPARE else []
    citations: list[Citation] = []
    sure: list[float] = []
    for side in sides:
        found = read(store, encoder, side.reading, side.where, tell)
        sure.append(suffices(found))
        if sure[-1] >= THRESHOLD:
            spans = [(each.document, each.start, each.end) for each in (*citations, *cite(store, found))]
            citations = cite_spans(store, spans)
    answered = [side.name for side, each in zip(sides, sure, strict=True) if each >= THRESHOLD]
    if len(answered) < 2:
        return None
    told = (phrases.COMPARED_NOTE.format(sides=" og ".join(answered)),)
    return _answer(store, reading, where, EXTRACTIVE, min(sure), citations, told)


def _from_passages(
    store: Store, encoder: Encoder, reading: Interpretation, where: Filter, today: Date, tell: Tell
) -> Answer:
    """Quotes from the passages that answer best, or an abstention that says what is known instead."""
    found = read(store, encoder, reading, where, tell)
    sure = suffices(found)
    case = routes.case_with_route(store, found, where) if reading.asks_for_route else None
    if case:
        return _along_the_route(store, reading, where, case, today)
    presumed = any(premise.deed is Deed.DECIDED for premise in reading.premises)
    if asks_whether_treated(reading) or presumed or sure < THRESHOLD or not _decided(found):
        planned = planned_treatment(store, found, where, today)
        if planned:
            evidence = [step.evidence[0] for step in planned.steps]
            citations = cite_spans(store, whole_sentences(store, evidence))
            if reading.intent is Intent.DECISION or reading.premises:
                return _abstention(store, found, where, sure, planned.sentence, citations)
            if reading.intent in ABOUT_THE_ROUTE or asks_whether_treated(reading):
                return _answer(store, reading, where, ROUTE, CERTAIN, citations, (planned.sentence,))
    wrong = corrections.corrected(store, found, where)
    if wrong:
        return _abstention(store, found, where, sure, wrong.sentence, cite_spans(store, wrong.spans))
    if sure < THRESHOLD or not_described(found):
        return _abstention(store, found, where, sure, refusal(store, found), ())
    citations = cite(store, found)
    if reading.intent is Intent.COMPARE:
        citations = cite_spans(store, comparing.in_order_of_text(citations))
    conflicts = notes.conflicts_behind(store, reading, citations, where)
    citations = notes.with_other_claims(store, citations, conflicts)
    return _answer(store, reading, where, EXTRACTIVE, sure, citations)


def _along_the_route(store: Store, reading: Interpretation, where: Filter, case: Case, today: Date) -> Answer:
    """The steps of a case in their order, each with a quote that tells of it."""
    steps = routes.steps_told(case)
    spans = whole_sentences(store, [step.evidence[0] for step in steps])
    citations = cite_spans(store, spans)
    numbers = [
        next(c.n for c in citations if c.document == name and start < c.end and c.start < end)
        for name, start, end in spans
    ]
    answer = _answer(store, reading, where, ROUTE, CERTAIN, citations)
    return replace(answer, answer=f"{routes.lines(steps, numbers, today)}\n{answer.answer}")


def _decided(found: Findings) -> bool:
    """Whether what was chosen is what the question asks for, where it asks what a committee decided."""
    if found.reading.intent is not Intent.DECISION or not found.reading.committees:
        return True
    return any(each.section.kind is SectionKind.DECISION for each in found.chosen)


def _answer(
    store: Store,
    reading: Interpretation,
    where: Filter,
    method: str,
    sure: float,
    citations: Sequence[Citation],
    told: Sequence[str] = (),
    lead: str = "",
) -> Answer:
    """An answer of verified citations, with the notes that they need after those given."""
    citations = verified(citations, store.document)
    own = () if method == REGISTER else notes.notes_on(store, reading, citations, where)
    return Answer(
        question=reading.question,
        answer="\n".join(filter(None, (lead, quoted(citations)))),
        abstained=False,
        method=method,
        confidence=sure,
        citations=citations,
        interpretation=describe(reading),
        searched=searched(store, where),
        recognised=reading.recognised,
        notes=tuple(dict.fromkeys((*told, *own))),
    )


def _abstention(
    store: Store,
    found: Findings,
    where: Filter,
    sure: float,
    sentence: str,
    citations: Sequence[Citation],
) -> Answer:
    """The answer that says that nothing was found, with what is known instead and the nearest passages."""
    return Answer(
        question=found.reading.question,
        answer=sentence,
        abstained=True,
        method=EXTRACTIVE,
        confidence=min(sure, THRESHOLD) if citations else sure,
        citations=verified(citations, store.document),
        interpretation=describe(found.reading),
        searched=searched(store, where),
        nearest=found.hits[:NEAREST],
        recognised=found.reading.recognised,
    )


def describe(reading: Interpretation) -> dict[str, object]:
    """The interpretation for programs and for the page: what the question was taken to mean."""
    period = reading.period
    return {
        "intent": reading.intent.value,
        "committees": list(reading.committees),
        "from": period[0].isoformat() if period and period[0] else None,
        "to": period[1].isoformat() if period and period[1] else None,
        "words": list(reading.content),
        "outcomes": [outcome.value for outcome in reading.outcomes],
        "register": reading.register.value,
        "filters": [
            {"key": each.key, "kind": each.kind, "value": each.value, "start": each.start, "end": each.end}
            for each in reading.recognised
        ],
    }
