"""HTML for what was read of a file before it is indexed. Every value from outside is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.datatypes import SectionKind, Status
from kb.inspecting import DecisionNote, SectionNote, Understood
from kb.strings_da import SECTION_LABELS, WARNINGS
from kb.strings_da.adding import Adding
from kb.strings_da.ui import Ui
from kb.ui import register, words
from kb.ui.render import line, prose

OF_MEETINGS = frozenset({Status.MINUTES, Status.AGENDA})
"""What only the paper of a meeting is expected to have: a committee, a day, headings that are known."""


def file(told: Understood, numbered: bool) -> str:
    """What was read of a file: what it is, what to look at, and its decisions, sections and attachments."""
    number = f"<p>{Adding.NUMBERED}</p>" if numbered else ""
    return (
        f'<div class="kb-read">{line(_facts(told))}{number}{_look_at(concerns(told))}'
        f"{_decisions(told.decisions)}{_sections(told)}{_attachments(told.attachments)}</div>"
    )


def refused(message: str, remedy: str = "") -> str:
    """Why a file will not be saved; ``remedy`` is HTML already."""
    return (
        f'<div class="kb-refused"><p class="kb-title">{escape(message)}</p>'
        f"<p>{remedy}</p><p>{Adding.NOT_SAVED}</p></div>"
    )


def concerns(told: Understood) -> tuple[str, ...]:
    """What an editor should look at before the file is indexed, the gravest first; Danish sentences."""
    found = []
    if told.cpr_pages:
        numbers = (words.page(page, told.pages_inferred) for page in sorted(set(told.cpr_pages)))
        count, pages = len(told.cpr_pages), ", ".join(numbers)
        sentence = Adding.ONE_CPR if count == 1 else Adding.MANY_CPR
        found.append(sentence.format(count=words.number(count), pages=pages))
    if told.closed_items:
        found.append(words.counted(told.closed_items, Adding.ONE_CLOSED, Adding.MANY_CLOSED))
    found += [WARNINGS[code] for code in told.warnings]
    if told.date is None:
        found.append(Adding.NO_DATE)
    elif told.date_inferred:
        found.append(Adding.DATE_INFERRED)
    if told.status is Status.UNKNOWN:
        found.append(Adding.NO_STATUS)
    if told.status in OF_MEETINGS and told.committee is None:
        found.append(Adding.NO_COMMITTEE)
    if told.status is Status.MINUTES and not told.decisions:
        found.append(Adding.NO_DECISION)
    if told.status in OF_MEETINGS and told.unknown:
        found.append(Adding.UNKNOWN.format(names=", ".join(f"»{name}«" for name in told.unknown)))
    return tuple(found)


def _facts(told: Understood) -> tuple[str, ...]:
    """What kind of file it is and how much there is in it."""
    pages = words.counted(told.pages, Adding.ONE_PAGE, Adding.MANY_PAGES)
    sections = sum(each.count for each in told.sections)
    return (
        told.format.upper(),
        Adding.ABOUT.format(pages=pages) if told.pages_inferred else pages,
        words.counted(sections, Adding.ONE_SECTION, Adding.MANY_SECTIONS),
        words.decisions(len(told.decisions)) if told.decisions else Adding.NO_DECISIONS,
        Adding.WILL_BE.format(id=told.id),
    )


def _look_at(sentences: Sequence[str]) -> str:
    """The sentences under a heading; nothing where there is nothing to look at."""
    if not sentences:
        return ""
    items = "".join(f"<li>{escape(each)}</li>" for each in sentences)
    return f'<div class="kb-note"><p class="kb-title">{Adding.LOOK_AT}</p><ul>{items}</ul></div>'


def _decisions(decisions: Sequence[DecisionNote]) -> str:
    """Each decision: on what, the words of the minutes, what they amount to, by whom and when."""
    if not decisions:
        return ""
    items = "".join(
        f'<li><p class="kb-title">{escape(each.title)}</p>'
        f"{line((each.committee or Ui.NO_COMMITTEE, words.date(each.date), words.page(each.page, False)))}"
        f'<p class="kb-badges">{register.effect(each.effect)}</p>'
        f"<p><q>{prose(each.outcome.strip())}</q></p></li>"
        for each in decisions
    )
    return f'<h3>{Adding.DECISIONS}</h3><ol class="kb-brief">{items}</ol>'


def _sections(told: Understood) -> str:
    """The sections by their headings, with what kind each was taken for."""
    unknown = frozenset(told.unknown)
    items = "".join(f"<li>{_section(each, each.heading in unknown)}</li>" for each in told.sections)
    count = words.number(sum(each.count for each in told.sections))
    return _folded(f"{Adding.SECTIONS} ({count})", items)


def _section(note: SectionNote, unknown: bool) -> str:
    """One section: its heading, the kind where that says something else, and what is remarkable about it."""
    label = SECTION_LABELS[note.kind]
    heading = words.section(note.heading, note.kind)
    # A preamble under a heading is that of an agenda item, whose text stands in the sections after it.
    opening = note.kind is SectionKind.PREAMBLE
    beside = [Adding.NOT_RECOGNISED] if unknown else [label] if heading != label and not opening else []
    if note.count > 1:
        beside.append(Adding.REPEATED.format(count=words.number(note.count)))
    if note.empty and not opening:
        beside.append(Adding.EMPTY)
    return escape(heading) + (
        f' <span class="kb-soft">({escape(", ".join(beside))})</span>' if beside else ""
    )


def _attachments(titles: Sequence[str]) -> str:
    """The attachments that the file names."""
    if not titles:
        return ""
    items = "".join(f"<li>{escape(each)}</li>" for each in titles)
    count = words.number(len(titles))
    return _folded(f"{Adding.ATTACHMENTS} ({count})", items)


def _folded(summary: str, items: str) -> str:
    """A list behind a heading that opens it; both are HTML already."""
    return f'<details><summary>{summary}</summary><ul class="kb-plain">{items}</ul></details>'
