"""HTML for two papers beside each other: a summary, and each section with what was removed and added."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.cases.rewording import Change, Piece, Stretch
from kb.cases.versions import Comparison, Pair, State, Version
from kb.datatypes import Case, Part, RelationKind, Section
from kb.strings_da import CONFLICT_SUBJECTS, danish_day_of
from kb.strings_da.asking import Asking
from kb.ui import address, words
from kb.ui.matter import Paper
from kb.ui.render import prose, section

FOLDED_WORDS = 60
"""Unchanged text of more words stands behind a line that opens it."""

LITTLE = 0.2
"""Below this share of common words two papers are hardly versions of one text."""

_TIES = (
    RelationKind.DRAFT_OF,
    RelationKind.SUPERSEDES,
    RelationKind.SAME_TEXT,
    RelationKind.SAME_CASE,
)
_STATES = {
    State.CHANGED: Asking.STATE_CHANGED,
    State.ADDED: Asking.STATE_ADDED,
    State.REMOVED: Asking.STATE_REMOVED,
    State.SAME: Asking.STATE_SAME,
}


def first_pair(case: Case) -> tuple[Part, Part] | None:
    """The two papers that are most surely versions of each other, the older first; None for a single paper.

    A draft before what it is a draft of, a paper before what supersedes it; else by the strength of the tie.
    """
    if len(case.parts) < 2:
        return None
    ties = [each for each in case.relations if each.kind in _TIES]
    if not ties:
        return case.parts[0], case.parts[1]
    tie = min(ties, key=lambda each: (_TIES.index(each.kind), -each.score))
    if tie.kind is RelationKind.DRAFT_OF:
        return tie.source, tie.target
    if tie.kind is RelationKind.SUPERSEDES:
        return tie.target, tie.source
    older, newer = sorted((tie.source, tie.target), key=case.parts.index)
    return older, newer


def version(paper: Paper) -> Version:
    """What of a document is compared: its agenda item, or all of it."""
    document, item = paper.document, paper.part.item
    if item is None:
        return Version(document, 0, len(document.text))
    return Version(document, document.items[item].start, document.items[item].end)


def summary(found: Comparison, case: Case, before: Paper, after: Paper) -> str:
    """What was changed in a few words: how many sections, and which days."""
    counts = (
        (found.count(State.CHANGED), Asking.CHANGED_ONE, Asking.CHANGED_MANY),
        (found.count(State.ADDED), Asking.ADDED_ONE, Asking.ADDED_MANY),
        (found.count(State.REMOVED), Asking.REMOVED_ONE, Asking.REMOVED_MANY),
        (found.moved, Asking.MOVED_ONE, Asking.MOVED_MANY),
        (found.count(State.SAME), Asking.UNCHANGED_ONE, Asking.UNCHANGED_MANY),
    )
    told = ", ".join(words.counted(*each) for each in counts if each[0])
    lines = [f"{told}." if told else Asking.NO_CHANGES]
    if told and not any(found.count(each) for each in (State.CHANGED, State.ADDED, State.REMOVED)):
        lines.append(Asking.NO_CHANGES)
    lines += [
        Asking.DATE_CHANGED.format(before=words.date(each.before), after=words.date(each.after))
        for each in found.dates
    ]
    lines += _conflicts(case, before, after)
    if found.shared < LITTLE:
        lines.append(Asking.LITTLE_IN_COMMON.format(percent=round(100 * found.shared)))
    if found.cut:
        lines.append(Asking.CUT)
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return section("kb-summary", Asking.SUMMARY, f'<ul class="kb-brief kb-summary">{items}</ul>')


def changes(found: Comparison, before: Paper, after: Paper) -> str:
    """Every section in its order, under the names of the two papers."""
    sides = "".join(
        f'<p><span class="kb-side-name">{side}</span> <a href="{paper.where}">{escape(paper.title)}</a>'
        f'<span class="kb-file">{escape(paper.document.id)}</span></p>'
        for side, paper in ((Asking.SIDE_BEFORE, before), (Asking.SIDE_AFTER, after))
    )
    pairs = "".join(_pair(each, before, after) for each in found.pairs)
    body = f'<div class="kb-two kb-papers">{sides}</div>{pairs}'
    return section("kb-changes", Asking.CHANGES, body)


def _conflicts(case: Case, before: Paper, after: Paper) -> list[str]:
    """The facts of the case that the two papers tell differently."""
    told = []
    for conflict in case.conflicts:
        values = [
            {claim.value for claim in conflict.claims if claim.evidence.document == paper.document.id}
            for paper in (before, after)
        ]
        if all(len(each) == 1 for each in values) and values[0] != values[1]:
            first, second = (danish_day_of(each.pop()) for each in values)
            subject = words.sentence(CONFLICT_SUBJECTS[conflict.subject])
            told.append(Asking.CONFLICT_CHANGED.format(subject=subject, before=first, after=second))
    return told


def _pair(pair: Pair, before: Paper, after: Paper) -> str:
    """One section: its heading, what became of it, its pages in both papers, and its text."""
    headings = dict.fromkeys(
        " ".join(each.heading.split()) for each in (pair.before, pair.after) if each is not None
    )
    name = escape(" → ".join(each for each in headings if each) or Asking.NO_HEADING)
    moved = f'<span class="kb-badge kb-warn">{Asking.STATE_MOVED}</span>' if pair.moved else ""
    badge = f'<span class="kb-badge kb-state-{pair.state.value}">{_STATES[pair.state]}</span>'
    pages = (
        f'<div class="kb-two kb-pages"><p>{_page(pair.before, before, Asking.SIDE_BEFORE)}</p>'
        f"<p>{_page(pair.after, after, Asking.SIDE_AFTER)}</p></div>"
    )
    text = "".join(_stretch(each) for each in pair.stretches) or f"<p>{Asking.EMPTY_SECTION}</p>"
    head = f'<h3>{name}</h3><p class="kb-badges">{badge}{moved}</p>{pages}'
    if pair.state is State.SAME:
        count = sum(len(piece.after.split()) for each in pair.stretches for piece in each.pieces)
        fold = Asking.UNCHANGED_TEXT.format(count=words.number(count))
        text = f'<details><summary>{fold}<span class="kb-hidden">: {name}</span></summary>{text}</details>'
    return f'<article class="kb-pair kb-pair-{pair.state.value}">{head}{text}</article>'


def _page(part: Section | None, paper: Paper, side: str) -> str:
    """The page that a section begins on, as a link to it; nothing where the paper does not have it."""
    if part is None:
        return ""
    end = part.body_start if part.heading else min(part.end, part.start + 1)
    page = paper.document.page_at(part.start)
    where = address.to_span(paper.document.id, part.start, max(end, part.start + 1))
    name = Asking.PAGE_OF_SIDE.format(side=side, page=words.page(page.number, page.inferred))
    return f'<a href="{where}">{name}</a>'


def _stretch(stretch: Stretch) -> str:
    """Sentences of both papers beside each other; long unchanged ones stand behind a line that opens them."""
    if stretch.changed:
        both = _side(stretch, Change.REMOVED) + _side(stretch, Change.ADDED)
        return f'<div class="kb-two kb-changed">{both}</div>'
    text = "".join(piece.after for piece in stretch.pieces).strip()
    if not text:
        return ""
    shown = f'<div class="kb-text kb-unchanged">{prose(text)}</div>'
    count = len(text.split())
    if count <= FOLDED_WORDS:
        return shown
    fold = Asking.UNCHANGED_TEXT.format(count=words.number(count))
    return f"<details><summary>{fold}</summary>{shown}</details>"


def _side(stretch: Stretch, own: Change) -> str:
    """What one paper has of a changed stretch, with the words marked that only it has."""
    said = Asking.SIDE_BEFORE if own is Change.REMOVED else Asking.SIDE_AFTER
    shown = [each for each in stretch.pieces if each.change in (own, Change.SAME)]
    hidden = f'<span class="kb-hidden">{said}: </span>'
    if not shown:
        return f'<div class="kb-absent">{hidden}{Asking.ABSENT}</div>'
    runs = _runs(shown)
    whole = " kb-whole" if all(run[0].change is own for run in runs) else ""
    return f'<div class="kb-text{whole}">{hidden}{"".join(_marked(run, own) for run in runs)}</div>'


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in groups of the same change, so that neighbours are marked as one."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][0].change is piece.change:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _marked(run: Sequence[Piece], own: Change) -> str:
    """One group: words that are the same as they are, others marked and named for those who hear them."""
    text = "".join(piece.before if own is Change.REMOVED else piece.after for piece in run)
    body = text.rstrip()
    blank = prose(text[len(body) :])
    if run[0].change is Change.SAME:
        return prose(body) + blank
    tag, said = ("del", Asking.DELETED_WORDS) if own is Change.REMOVED else ("ins", Asking.INSERTED_WORDS)
    return f'<{tag}><span class="kb-hidden">{said} </span>{prose(body)}</{tag}>{blank}'
