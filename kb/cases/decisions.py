"""The register: each recorded decision of a document as one row, tied to the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from kb.cases.effects import combined, effect_of, to_council
from kb.cases.finality import STAFF_ORGANS, council_follows, is_final, political_route
from kb.cases.outcomes import Outcome, outcome_of, shortened
from kb.cases.points import Pointwise, points_decided
from kb.cases.proposals import Proposal, proposal_for
from kb.cases.statements import statements_of
from kb.cases.votes import tallies_of, votes_told
from kb.cases.wording import CALLED_UP
from kb.danish.committees import COUNCILS, find_committees
from kb.danish.dates import find_dates
from kb.datatypes import (
    Decision,
    Document,
    FieldSpan,
    OutcomeClass,
    Participation,
    Presence,
    Section,
    SectionKind,
    Statement,
    StatementKind,
    Status,
    Tally,
    VoteSide,
)

_C = OutcomeClass
# Items that every agenda has and that decide no matter.
_ROUTINE = re.compile(
    r"(?:åben |lukket )?(?:dagsorden\s*[-–]\s*godkendelse|godkendelse af (?:\w+ )?(?:dagsorden|dagsordnen"
    r"|referat|protokol|beslutningsprotokol)\w*"
    r"|underskriftsark|underskrift|dagsorden(?:en)?\W*$|bemærkninger til dagsorden\w*)",
    re.IGNORECASE,
)
_ADOPTS = frozenset({_C.ADOPTED, _C.ADOPTED_AMENDED})
# Words of an agenda about what is to be decided ("Byrådet beslutter at ...").
_PROSPECTIVE = re.compile(
    r"\W*(?:at\b|det (?:indstilles|foreslås|anbefales)|[\wæøå -]{3,40} (?:beslutter|godkender|vedtager"
    r"|tager|pålægger|anmoder|skal)\b)",
    re.IGNORECASE,
)
_HEAD = 3000


def decisions_of(document: Document) -> tuple[Decision, ...]:
    """The decisions that a document records, in order.

    A draft records none, and an agenda none of the meeting it calls, unless in the words of minutes.
    """
    if document.status is Status.DRAFT:
        return ()
    found = (
        _decision(document, section) for section in document.sections if section.kind is SectionKind.DECISION
    )
    return tuple(decision for decision in found if decision)


def _decision(document: Document, section: Section) -> Decision | None:
    """The row of one decision section, or None when nothing stands under its heading."""
    body = document.text[section.body_start : section.end]
    quote = body.strip()
    if not quote:
        return None
    start = section.body_start + len(body) - len(body.lstrip())
    statements = statements_of(quote)
    outcome = outcome_of(quote, statements)
    if _only_proposed(document, section, quote, outcome):
        return None
    tallies = tallies_of(quote, start)
    votes = votes_told(quote, statements)
    outcome = _by_vote(outcome, tallies, quote, start, votes)
    routine = _ROUTINE.match(section.item or document.title) is not None
    if routine and outcome.kind in _ADOPTS:
        outcome = replace(outcome, kind=_C.PROCEDURAL)
    proposal = proposal_for(document, section)
    council = section.committee in COUNCILS
    later = not council and council_follows(document, section)
    weigh = _weigher(document, section, council, later)
    # The points of an agenda that is approved are other matters.
    asked = proposal.points if proposal else ()
    pointwise = None if routine else points_decided(quote, start, asked, weigh)
    effect = weigh(outcome, proposal.text if proposal else None)
    points = pointwise.points if pointwise else ()
    if pointwise:
        outcome, effect = _of_points(quote, start, pointwise, effect)
    if CALLED_UP.search(quote) and outcome.kind is not _C.NARRATIVE:
        effect = _C.CALLED_UP
    goes_on = later or (not council and to_council(proposal.text if proposal else None))
    away = _away(document, quote, start)
    return Decision(
        document=document.id,
        title=section.item or document.title,
        case=_case(document, section),
        committee=section.committee,
        date=section.date,
        outcome=outcome.words,
        outcome_class=outcome.kind,
        effect=effect,
        final=is_final(document, section, effect, goes_on),
        recommendation=proposal.text if proposal else None,
        votes=" ".join(quote[a:b] for a, b in votes) or None,
        not_participating=tuple(
            dict.fromkeys(_labelled(each) for each in away if each.presence is Presence.NOT_PARTICIPATING)
        ),
        page=document.page_at(start).number,
        quote=quote,
        start=start,
        end=start + len(quote),
        item=section.item_at,
        recommender=proposal.recommender if proposal else None,
        points=points,
        tallies=tallies,
        statements=_kept(statements, outcome, start),
        participations=away,
        clearance=section.clearance,
        evidence=tuple(_evidence(document, section, outcome, start, proposal, votes, away)),
    )


def _only_proposed(document: Document, section: Section, quote: str, outcome: Outcome) -> bool:
    """Whether the text of an agenda's own "Beslutning" says what the meeting is asked to decide."""
    own = section.committee == document.committee and section.date == document.date
    if document.status is not Status.AGENDA or not own or find_committees(section.heading):
        return False
    return outcome.kind is _C.NARRATIVE or _PROSPECTIVE.match(quote) is not None


def _by_vote(
    outcome: Outcome, tallies: tuple[Tally, ...], quote: str, start: int, votes: tuple[tuple[int, int], ...]
) -> Outcome:
    """The outcome that the count tells where no word does, in the words of the count.

    Abstentions are no votes. ``votes`` are the sentences of ``quote`` that tell how members voted.
    """
    counts = {tally.side: tally.count for tally in tallies if tally.consistent}
    given, against = counts.get(VoteSide.FOR), counts.get(VoteSide.AGAINST)
    if outcome.kind is not _C.NARRATIVE or given is None or against is None:
        return outcome
    kind = _C.ADOPTED if given > against else _C.REJECTED
    told = [span for span in votes if any(span[0] < each.end - start <= span[1] for each in tallies)]
    if not told:
        return replace(outcome, kind=kind)
    words = shortened(quote[told[0][0] : told[-1][1]].rstrip(". "))
    return Outcome(words, kind, told[0][0], told[0][0] + len(words))


def _weigher(
    document: Document, section: Section, council: bool, later: bool
) -> Callable[[Outcome, str | None], OutcomeClass]:
    """What tells the effect of an outcome on the points proposed, for the organ of this section."""
    staff = section.committee in STAFF_ORGANS and (later or political_route(document, section))

    def weigh(outcome: Outcome, proposed: str | None) -> OutcomeClass:
        """The effect; a staff organ only discusses what a political one is to decide."""
        effect = effect_of(outcome, proposed, council, later)
        return _C.DISCUSSED if staff and outcome.kind in _ADOPTS and effect is not _C.NOTED else effect

    return weigh


def _of_points(
    quote: str, start: int, decided: Pointwise, effect: OutcomeClass
) -> tuple[Outcome, OutcomeClass]:
    """The whole decision's words, class and effect where its points were decided one by one.

    A point that got what was proposed for it ("oversendes til budget") was carried, whatever the word.
    ``effect`` is that of the whole decision's own words, for the points that none of them is about.
    """
    points, rest = decided.points, decided.rest
    first, last = min(point.start for point in points) - start, max(point.end for point in points) - start
    lead = quote.rfind("\n", 0, rest.start if rest else first) + 1
    words = quote[lead:last]
    words = shortened(words)
    kinds = [point.outcome_class for point in points] + ([rest.kind] if rest else [])
    effects = [point.effect for point in points] + ([effect] if rest else [])
    return Outcome(words, combined(kinds), lead, lead + len(words)), combined(effects)


def _kept(statements: tuple[Statement, ...], outcome: Outcome, start: int) -> tuple[Statement, ...]:
    """The statements with offsets of the document; the refusal that decided is no dissent."""
    return tuple(
        replace(each, start=each.start + start, end=each.end + start)
        for each in statements
        if not (
            each.kind is StatementKind.DISSENT
            and outcome.kind is _C.REJECTED
            and each.start <= outcome.start < each.end
        )
    )


def _case(document: Document, section: Section) -> str | None:
    """The case number of the item, or else of the document."""
    own = next((each.case_number for each in document.items if each.ordinal == section.item_at), None)
    return own or document.case_number


def _away(document: Document, quote: str, start: int) -> tuple[Participation, ...]:
    """What the decision's own text records of who took part."""
    end = start + len(quote)
    return tuple(each for each in document.participations if each.start >= start and each.end <= end)


def _labelled(participation: Participation) -> str:
    """The name with the party as minutes write it."""
    return f"{participation.name} ({participation.party})" if participation.party else participation.name


def _evidence(
    document: Document,
    section: Section,
    outcome: Outcome,
    start: int,
    proposal: Proposal | None,
    votes: tuple[tuple[int, int], ...],
    away: tuple[Participation, ...],
) -> Iterable[FieldSpan]:
    """Where each field was read; the heading tells committee and date, or else the paper's head."""
    if outcome.words:
        yield FieldSpan("outcome", start + outcome.start, start + outcome.end)
    places = ((section.start, section.body_start), (0, min(_HEAD, section.start)))
    yield from _first_place(
        "committee",
        document.text,
        places,
        section.committee,
        lambda part: [(m.start, m.end, m.name) for m in find_committees(part)],
    )
    yield from _first_place(
        "date",
        document.text,
        places,
        section.date,
        lambda part: [(m.start, m.end, m.date) for m in find_dates(part)],
    )
    if proposal:
        yield FieldSpan("recommendation", proposal.start, proposal.end)
        if proposal.said_at:
            yield FieldSpan("recommender", *proposal.said_at)
    if votes:
        yield FieldSpan("votes", start + votes[0][0], start + votes[-1][1])
    absent = [each for each in away if each.presence is Presence.NOT_PARTICIPATING]
    if absent:
        yield FieldSpan("not_participating", absent[0].start, absent[-1].end)


def _first_place(
    name: str,
    text: str,
    places: tuple[tuple[int, int], ...],
    value: object,
    find: Callable[[str], list[tuple[int, int, object]]],
) -> Iterable[FieldSpan]:
    """Where the value is first mentioned in one of the places."""
    if value is None:
        return
    for first, last in places:
        for begin, end, said in find(text[first:last]):
            if said == value:
                yield FieldSpan(name, first + begin, first + end)
                return
