"""HTML for decisions as rows of the register: what was decided, what it amounts to, and where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kb.datatypes import Decision, Document, OutcomeClass, PointOutcome, Presence, Tally
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.context import near
from kb.ui.render import class_badge, line, marked, prose

GROUPS: tuple[frozenset[OutcomeClass], ...] = (
    frozenset({OutcomeClass.ADOPTED, OutcomeClass.ADOPTED_AMENDED, OutcomeClass.APPOINTED}),
    frozenset(
        {OutcomeClass.RECOMMENDED, OutcomeClass.REFERRED, OutcomeClass.HEARING, OutcomeClass.CALLED_UP}
    ),
    frozenset({OutcomeClass.NOTED, OutcomeClass.DISCUSSED}),
    frozenset({OutcomeClass.POSTPONED, OutcomeClass.REJECTED, OutcomeClass.WITHDRAWN}),
    frozenset({OutcomeClass.PROCEDURAL, OutcomeClass.NARRATIVE, OutcomeClass.MISSING}),
)
"""Effects that mean much the same to a reader: decided, sent on, heard, not carried, nothing formal."""


@dataclass(frozen=True, slots=True)
class Row:
    """A decision with the document it stands in; ``case`` is the id of its case where that is to be shown."""

    decision: Decision
    document: Document
    case: str | None = None


def full(rows: Sequence[Row], level: int = 3) -> str:
    """Each row as a card with all that is recorded; ``level`` is that of the headings."""
    return f'<ol class="kb-cards kb-rows">{"".join(_card(row, level) for row in rows)}</ol>'


def brief(rows: Sequence[Row]) -> str:
    """Each row in short: date, committee, title, effect and the way to the quote."""
    return f'<ol class="kb-brief">{"".join(_line(row) for row in rows)}</ol>'


def ordered(rows: Sequence[Decision], order: str) -> Sequence[Decision]:
    """The decisions, which come newest first, in the order that an address names; undated ones stay last."""
    if order == Asking.ORDER_OLDEST:
        return sorted(rows, key=lambda row: (row.date is None, row.date or 0, row.document, row.start))
    if order == Asking.ORDER_COMMITTEE:
        return sorted(rows, key=lambda row: (row.committee is None, words.order(row.committee or "")))
    if order == Asking.ORDER_TITLE:
        return sorted(rows, key=lambda row: words.order(row.title))
    return rows


def orders() -> str:
    """The orders to choose from, each a link; the one that holds is marked."""
    names = dict(Asking.ORDERS)
    held = address.value(Asking.PARAM_ORDER)
    held = held if held in names else ""
    items = "".join(
        f'<li><a href="{_in_order(order)}"{" aria-current=true" if order == held else ""}>{name}</a></li>'
        for order, name in names.items()
    )
    return f'<nav class="kb-kinds" aria-label="{Asking.ORDER}"><ul>{items}</ul></nav>'


def finality(decision: Decision) -> str:
    """Whether a decision is final, as the filter of that name words it."""
    final, not_final, unknown = Asking.FINALITY_LABELS
    if decision.final is None:
        return unknown
    return final if decision.final else not_final


def anchor(decision: Decision) -> str:
    """The id of a decision's card: the same as long as the decision stands in its place."""
    place = f"{decision.document}:{decision.start}".encode()
    return f"beslutning-{hashlib.sha256(place).hexdigest()[:10]}"


def effect(value: OutcomeClass) -> str:
    """What a decision amounts to, as a badge that says it in words."""
    return f'<span class="kb-badge kb-effect-{group(value)}">{escape(words.effect(value))}</span>'


def verdict(decision: Decision) -> str:
    """Who may read a decision where not all may, what it amounts to and whether it is final, as badges."""
    return class_badge(decision.clearance) + effect(decision.effect) + _final(decision)


def group(value: OutcomeClass) -> int:
    """The number of the group in GROUPS that an effect belongs to."""
    return next(number for number, members in enumerate(GROUPS) if value in members)


def _line(row: Row) -> str:
    """One row in short."""
    each = row.decision
    return (
        f'<li><p><a href="{_way(each)}">{escape(each.title)}</a></p>'
        f'{_meta(row)}<p class="kb-badges">{verdict(each)}</p></li>'
    )


def _card(row: Row, level: int) -> str:
    """One row with everything that is recorded about it."""
    each = row.decision
    facts = [
        (Ui.OUTCOME, f"<q>{prose(each.outcome.strip())}</q>" if each.outcome.strip() else ""),
        (Ui.RECOMMENDATION, _text(each.recommendation)),
        (Ui.RECOMMENDER, _text(each.recommender)),
        (Ui.POINTS, _points(each.points)),
        (Ui.VOTES, _votes(each)),
        *_statements(row),
        (Ui.NOT_PARTICIPATING, _not_participating(each)),
    ]
    shown = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value)
    case = f'<a href="{address.to_case(row.case)}">{_about(Ui.OPEN_CASE, each)}</a>' if row.case else ""
    unknown = "" if each.final is not None else f'<span class="kb-badge">{Asking.FINALITY_UNKNOWN}</span>'
    itself = address.to_decision(each.document, each.start, each.end)
    return (
        f'<li class="kb-card" id="{anchor(each)}"><h{level}>{escape(each.title)}</h{level}>{_meta(row)}'
        f'<p class="kb-badges">{verdict(each)}{unknown}</p><dl class="kb-facts">{shown}</dl>'
        f"<details><summary>{_about(Ui.IN_CONTEXT, each)}</summary>"
        f"{marked(near(row.document, each.start, each.end))}</details>"
        f'<p class="kb-file">{escape(each.document)}</p><p class="kb-actions">'
        f'<a href="{_way(each)}">{_about(Ui.OPEN_IN_DOCUMENT, each)}</a>'
        f'{case}<a href="{itself}">{_about(Asking.LINK_TO_ROW, each)}</a></p></li>'
    )


def _in_order(order: str) -> str:
    """The address of the same list in another order, from its first page on."""
    return address.with_changes(Ui.PATH_DECISIONS, {Asking.PARAM_ORDER: order, Ui.PARAM_PAGE: None})


def _way(decision: Decision) -> str:
    """The address that shows the decision in its document."""
    return address.to_span(decision.document, decision.start, decision.end)


def _about(label: str, decision: Decision) -> str:
    """A link's words, followed by the decision's title for those who hear links alone."""
    return f'{label}<span class="kb-hidden">: {escape(decision.title)}</span>'


def _meta(row: Row) -> str:
    """Date, committee and page as one line."""
    each = row.decision
    parts = (
        words.date(each.date),
        each.committee or Ui.NO_COMMITTEE,
        words.page(each.page, row.document.page_at(each.start).inferred),
    )
    return line(parts)


def _final(decision: Decision) -> str:
    """Whether the decision is final, nothing where the material does not tell."""
    if decision.final is None:
        return ""
    return f'<span class="kb-badge">{Ui.FINAL if decision.final else Ui.NOT_FINAL}</span>'


def _text(value: str | None) -> str:
    """The text as it stands; empty where there is none."""
    return prose(value.strip()) if value else ""


def _points(points: Sequence[PointOutcome]) -> str:
    """What was decided on each point."""
    if not points:
        return ""
    items = (
        f"<li>{Ui.POINT.format(number=escape(each.number))}: <q>{escape(' '.join(each.outcome.split()))}</q> "
        f"{effect(each.effect)}</li>"
        for each in points
    )
    return f"<ul>{''.join(items)}</ul>"


def _votes(decision: Decision) -> str:
    """How the vote fell, side by side where it was read, or else in the words of the minutes."""
    if not decision.tallies:
        return _text(decision.votes)
    return f"<ul>{''.join(f'<li>{_tally(each)}</li>' for each in decision.tallies)}</ul>"


def _tally(tally: Tally) -> str:
    """One side of a vote: how many, who, and that number and names disagree where they do."""
    count = "" if tally.count is None else f" {words.number(tally.count)}"
    who = ", ".join([*tally.names, *(party for party in tally.parties if party not in tally.names)])
    doubt = "" if tally.consistent else f" ({Ui.INCONSISTENT})"
    return f"{Ui.VOTE_LABELS[tally.side]}{count}{f': {escape(who)}' if who else ''}{doubt}"


def _statements(row: Row) -> list[tuple[str, str]]:
    """What members had written into the minutes, each under the name of its kind."""
    found = []
    for each in row.decision.statements:
        by = f"<strong>{escape(', '.join(each.by))}</strong>: " if each.by else ""
        quote = prose(row.document.text[each.start : each.end].strip())
        found.append((Ui.STATEMENT_LABELS[each.kind], f"{by}<q>{quote}</q>"))
    return found


def _not_participating(decision: Decision) -> str:
    """Who took no part, each with the reason that is stated, or that none is."""
    reasons = {
        each.name: each.reason
        for each in decision.participations
        if each.presence is Presence.NOT_PARTICIPATING
    }
    named = (
        f"{escape(name)} ({escape(reasons.get(name) or Ui.NO_REASON)})" for name in decision.not_participating
    )
    return ", ".join(named)
