"""HTML for one case: its way through the committees, its papers, their ties, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kb.datatypes import Case, Claim, Conflict, Document, Evidence, Part, Relation, Step, StepState
from kb.strings_da import CONFLICT_SUBJECTS, RELATION_REASONS, STATUS_BADGES, danish_day_of
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.register import effect
from kb.ui.render import line, section, table

QUOTED = 240
"""How many characters of a quote a line shows; the link leads to all of it."""

FEW = 2
"""How many quotes are shown at once; more of the same stand behind a line that opens them."""

Papers = Mapping[Part, "Paper"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A part of a case with the document it is of."""

    part: Part
    document: Document

    @property
    def title(self) -> str:
        """The title of the agenda item, or of the document where all of it belongs to the case."""
        if self.part.item is None:
            return self.document.title
        item = self.document.items[self.part.item]
        return item.title or self.document.title

    @property
    def where(self) -> str:
        """The address that shows the part."""
        if self.part.item is None:
            return address.to_document(self.document.id)
        item = self.document.items[self.part.item]
        at = max(item.start, self.document.text.find(item.title, item.start, item.end))
        return address.to_span(self.document.id, at, min(item.end, at + len(item.title)))


def head(case: Case) -> str:
    """The case numbers, and a warning where papers disagree or minutes are missing."""
    numbers = f"<p>{Ui.CASE_NUMBERS} {escape(', '.join(case.numbers))}</p>" if case.numbers else ""
    return f'<div class="kb-about">{numbers}<p class="kb-badges">{warnings(case)}</p></div>'


def warnings(case: Case) -> str:
    """What must not be overlooked in a case, as badges."""
    found = [Ui.HAS_CONFLICT] if case.conflicts else []
    found += [Ui.HAS_MISSING] if any(step.state is StepState.MISSING for step in case.steps) else []
    return "".join(f'<span class="kb-badge kb-warn">{each}</span>' for each in found)


def steps(case: Case) -> str:
    """The case's way through the committees as a list in order of time."""
    if not case.steps:
        return section("kb-steps", Ui.STEPS, f"<p>{Ui.NO_STEPS}</p>")
    shown = "".join(_step(each) for each in case.steps)
    body = f'<p class="kb-meta">{_tally(case.steps)}</p><ol class="kb-steps">{shown}</ol>'
    return section("kb-steps", Ui.STEPS, body)


def papers(found: Papers) -> str:
    """The papers of the case as a table, each linked."""
    rows = "".join(_paper(each) for each in found.values())
    heads = (Ui.DOCUMENT, Ui.STATUS, Ui.DATE, Ui.COMMITTEE)
    return section("kb-papers", Ui.CASE_DOCUMENTS, table(Ui.CASE_DOCUMENTS, heads, rows))


def relations(case: Case, found: Papers) -> str:
    """How the papers belong together, each tie with its reasons; nothing where there is one paper only."""
    shown = [each for each in case.relations if each.source in found and each.target in found]
    if not shown:
        return ""
    items = "".join(f"<li>{_relation(each, found)}</li>" for each in shown)
    return section("kb-relations", Ui.RELATIONS, f'<ul class="kb-brief">{items}</ul>')


def conflicts(case: Case, documents: Mapping[str, Document]) -> str:
    """The facts that the papers tell differently, side by side, the weightiest first; nothing without any."""
    if not case.conflicts:
        return ""
    return section(
        "kb-conflicts", Ui.CONFLICTS, "".join(_conflict(each, documents) for each in case.conflicts)
    )


def evidence(found: Evidence) -> str:
    """A quote, shortened, that leads to its place in the document."""
    text = " ".join(found.quote.split())
    shown = text if len(text) <= QUOTED else f"{text[:QUOTED].rsplit(' ', 1)[0]} …"
    return (
        f'<a class="kb-quote-link" href="{address.to_evidence(found)}">»{escape(shown)}«</a> '
        f'<span class="kb-file">{escape(words.source(found))}</span>'
    )


def evidences(found: Sequence[Evidence], more: str = "") -> str:
    """The first FEW quotes as a list, the others behind a line that opens them; nothing without any.

    ``more`` tells this line from others of the page for those who hear it alone.
    """
    items = [f"<li>{evidence(each)}</li>" for each in found]
    if not items:
        return ""
    shown = f'<ul class="kb-evidence">{"".join(items[:FEW])}</ul>'
    if len(items) <= FEW:
        return shown
    label = Ui.MORE_SOURCES.format(count=words.number(len(items) - FEW))
    hidden = f'<span class="kb-hidden">: {escape(more)}</span>'
    rest = f'<ul class="kb-evidence">{"".join(items[FEW:])}</ul>'
    return f"{shown}<details><summary>{label}{hidden}</summary>{rest}</details>"


def _tally(found: Sequence[Step]) -> str:
    """How many steps have come how far, in words; what there is none of is left out."""
    counts = [(state, sum(step.state is state for step in found)) for state in Asking.STATES_COUNTED]
    told = [words.counted(count, *Asking.STATES_COUNTED[state]) for state, count in counts if count]
    return escape(words.sentence(", ".join(told)))


def _step(step: Step) -> str:
    """One stop: when, where, how far it came, what came out of it, and the words that say so."""
    inferred = f" ({Ui.YEAR_INFERRED})" if step.date_inferred and step.date else ""
    warn = "" if step.state is StepState.HELD else " kb-warn"
    outcome = effect(step.effect) if step.effect else ""
    return (
        f'<li class="kb-step kb-step-{step.state.value}"><h3>{escape(step.committee)}</h3>'
        f'<p class="kb-meta"><span>{escape(words.date(step.date))}{inferred}</span></p>'
        f'<p class="kb-badges"><span class="kb-badge{warn}">{Ui.STEP_LABELS[step.state]}</span>{outcome}</p>'
        f"{evidences(step.evidence, step.committee)}</li>"
    )


def _paper(paper: Paper) -> str:
    """One row of the table of papers."""
    each = paper.document
    name = "" if paper.part.item is None else f'<span class="kb-file">{escape(each.title)}</span>'
    cells = (
        STATUS_BADGES.get(each.status, Ui.UNKNOWN),
        Ui.UNKNOWN if each.date is None else words.date(each.date),
        each.committee or Ui.UNKNOWN,
    )
    return (
        f'<tr><th scope="row"><a href="{paper.where}">{escape(paper.title)}</a>{name}'
        f'<span class="kb-file">{escape(each.id)}</span></th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def _relation(relation: Relation, found: Papers) -> str:
    """One tie in words, with why it is drawn, how sure it is, and the words of both papers."""
    names = {
        "source": _linked(found[relation.source]),
        "target": _linked(found[relation.target]),
    }
    reasons = ", ".join(RELATION_REASONS[code] for code in relation.reasons)
    sure = Ui.RELATION_SCORE.format(percent=round(100 * relation.score))
    return (
        f"<p>{Ui.RELATION_LABELS[relation.kind].format(**names)}</p>"
        f'<p class="kb-meta">{Ui.RELATION_WHY} {escape(reasons)} ({sure})</p>'
        f"{evidences(relation.evidence, found[relation.source].title)}"
    )


def _linked(paper: Paper) -> str:
    """A paper's title as a link, with its file, which tells papers of one title apart."""
    return f'<a href="{paper.where}">{escape(paper.title)}</a> ({escape(paper.document.id)})'


def _conflict(conflict: Conflict, documents: Mapping[str, Document]) -> str:
    """One fact with each value and the papers that say so; the value of the weightiest paper comes first."""
    subject = Ui.CONFLICT_ABOUT.format(subject=CONFLICT_SUBJECTS[conflict.subject])
    values = dict.fromkeys(claim.value for claim in conflict.claims)
    sides = [
        _side([claim for claim in conflict.claims if claim.value == value], conflict, documents)
        for value in values
    ]
    return f'<h3>{escape(subject)}</h3><ul class="kb-sides">{"".join(sides)}</ul>'


def _side(claims: Sequence[Claim], conflict: Conflict, documents: Mapping[str, Document]) -> str:
    """One value with the papers that give it, and how much they weigh."""
    first = claims[0] is conflict.claims[0]
    weight = (Ui.CLAIM_FIRST if first else Ui.CLAIM_OTHER) if conflict.settled else Ui.CLAIM_OPEN
    warn = "" if conflict.settled and first else " kb-warn"
    value = escape(danish_day_of(claims[0].value))
    return (
        f'<li class="kb-card"><p class="kb-badges"><span class="kb-badge{warn}">{weight}</span></p>'
        f"<p><strong>{Ui.CLAIM_VALUE.format(value=value)}</strong></p>"
        f"{''.join(_claim(each, documents) for each in claims)}</li>"
    )


def _claim(claim: Claim, documents: Mapping[str, Document]) -> str:
    """The paper that makes a claim, and its words."""
    found = documents.get(claim.evidence.document)
    title = claim.evidence.document if found is None else found.title
    day = words.date(claim.date) if claim.date else ""
    parts = (STATUS_BADGES.get(claim.status, ""), claim.committee or "", day)
    return f'<p class="kb-title">{escape(title)}</p>{line(parts)}<p>{evidence(claim.evidence)}</p>'
