"""The page about the knowledge base: what is in it, how answers come about, its limits, and what is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from importlib.metadata import version
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Clearance, DocumentSummary, GapKind
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da import CLASS_BADGES
from kb.strings_da.about import About
from kb.strings_da.importing import Importing
from kb.strings_da.ui import Ui
from kb.ui import address, render, visitor, words

if TYPE_CHECKING:
    from kb.register import Register

LISTED = 12
"""How many committees or collections are named; those of the most documents."""


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    register = LIBRARY.register(settings)
    st.html(
        render.heading(About.TITLE, About.LEAD, address.mark(About.NAME))
        + _contents()
        + _part(About.MATERIAL_ANCHOR, About.MATERIAL, _material(register))
        + _part(About.READING_ANCHOR, About.READING, _reading(register))
        + _part(About.WORKING_ANCHOR, About.WORKING, _working(register, settings))
        + _part(About.LIMITS_ANCHOR, About.LIMITS, _items(About.LIMITS_LIST))
        + _part(About.PRIVACY_ANCHOR, About.PRIVACY, _items(_privacy(settings)))
        + _part(About.ACCESSIBILITY_ANCHOR, About.ACCESSIBILITY, _accessibility(settings))
        + _part(About.PROGRAM_ANCHOR, About.PROGRAM, _program())
    )


def _contents() -> str:
    """The way to each part of the page."""
    parts = (
        (About.MATERIAL, About.MATERIAL_ANCHOR),
        (About.READING, About.READING_ANCHOR),
        (About.WORKING, About.WORKING_ANCHOR),
        (About.LIMITS, About.LIMITS_ANCHOR),
        (About.PRIVACY, About.PRIVACY_ANCHOR),
        (About.ACCESSIBILITY, About.ACCESSIBILITY_ANCHOR),
        (About.PROGRAM, About.PROGRAM_ANCHOR),
    )
    items = "".join(f'<li><a href="#{name}">{title}</a></li>' for title, name in parts)
    return f'<nav class="kb-kinds kb-contents" aria-label="{About.CONTENTS}"><ul>{items}</ul></nav>'


def _part(name: str, title: str, body: str) -> str:
    """A part of the page that a link can lead to."""
    return (
        f'<section class="kb-section kb-told" aria-labelledby="{name}">'
        f'<h2 id="{name}" tabindex="-1">{title}</h2>{body}</section>'
    )


def _format(document: DocumentSummary) -> str:
    """What kind of file a document is, by its ending where that is what people call it."""
    return Importing.FORMATS.get(document.format, document.format.upper())


def _material(register: Register) -> str:
    """What is indexed and as of when, and whether closed items are."""
    documents, manifest = register.documents(), register.manifest
    facts = (
        (About.INDEXED, words.timestamp(manifest.created)),
        (About.GENERATION, manifest.generation),
        (About.DOCUMENTS, words.number(manifest.documents)),
        (About.PASSAGES, words.number(manifest.chunks)),
        (About.YEARS, _years(documents)),
        (
            About.FORMATS,
            _counted(_format(each) for each in documents),
        ),
        (About.COLLECTIONS, _counted(_collection(each) for each in documents)),
        (About.COMMITTEES, _committees(documents)),
    )
    unread = sum(each.kind is GapKind.UNREAD_FILE for each in register.gaps())
    way = address.link(Ui.PATH_GAPS, {Ui.PARAM_KIND: GapKind.UNREAD_FILE.value})
    told = About.UNREAD_SOME.format(count=words.counted(unread, About.ONE_FILE, About.MANY_FILES))
    missed = f'{told} <a href="{way}">{About.SEE_UNREAD}</a>' if unread else About.UNREAD_NONE
    all_shown = Clearance(manifest.clearance) is Clearance.CONFIDENTIAL
    closed = About.CLOSED_SHOWN if all_shown else About.CLOSED
    return f"{_facts([*facts])}<p>{missed}</p><p>{closed}</p>"


def _years(documents: Sequence[DocumentSummary]) -> str:
    """From which year to which the documents are, and how many dates were worked out or are missing."""
    years = [each.date.year for each in documents if each.date]
    undated = len(documents) - len(years)
    inferred = sum(each.date_inferred for each in documents if each.date)
    first, last = (min(years), max(years)) if years else ("", "")
    span = str(last) if first == last else About.YEARS_SPAN.format(first=first, last=last)
    return ", ".join(
        part
        for part in (
            span,
            About.INFERRED.format(count=words.number(inferred)) if inferred else "",
            About.UNDATED.format(count=words.number(undated)) if undated else "",
        )
        if part
    )


def _committees(documents: Sequence[DocumentSummary]) -> str:
    without = sum(each.committee is None for each in documents)
    named = _counted(each.committee for each in documents if each.committee)
    told = About.NO_COMMITTEE.format(count=words.number(without)) if without else ""
    return ", ".join(part for part in (named, told) if part)


def _counted(names: Iterable[str]) -> str:
    """The names with how often each occurs, the most frequent first, then by the alphabet."""
    found = sorted(Counter(names).items(), key=lambda each: (-each[1], each[0].casefold()))
    shown = [About.COUNTED.format(name=name, count=words.number(count)) for name, count in found[:LISTED]]
    rest = [About.MORE.format(count=words.number(len(found) - LISTED))] if len(found) > LISTED else []
    return ", ".join([*shown, *rest])


def _collection(document: DocumentSummary) -> str:
    """The top folder that a document lies in."""
    head, slash, _ = document.id.partition("/")
    return head if slash else About.WHOLE


def _reading(register: Register) -> str:
    """How to read an answer, and what each badge means."""
    reach = Clearance(register.manifest.clearance)
    classes = [(name, About.CLASS_MEANS) for level, name in CLASS_BADGES.items() if reach.covers(level)]
    badges = _facts([*About.BADGES, *classes])
    text = "".join(f"<p>{escape(each)}</p>" for each in About.READING_TEXT)
    return f"{text}{badges}<p>{About.NO_ANSWER}</p>"


def _working(register: Register, settings: Settings) -> str:
    """What a machine writes if anything, which model compares texts, and how all of them are searched."""
    manifest = register.manifest
    facts = (
        (About.MODEL_NAME, manifest.model),
        (About.FINGERPRINT, manifest.model_fingerprint[:16]),
        (About.DIMENSIONS, words.number(manifest.dimensions)),
    )
    dense = About.GRAPH if register.approximate else About.EXACT
    return (
        f"<p><strong>{_mode(settings)}</strong></p><p>{About.MODEL}</p><p>{About.SEARCH} {dense}</p>"
        f"{_facts([*facts])}<p>{About.FINGERPRINT_MEANS}</p>"
    )


def _mode(settings: Settings) -> str:
    """Whether a language model writes anything, and when."""
    if settings.generator_url is None:
        return About.MODE
    return f"{About.MODE_AI} {About.AI_UNASKED if settings.generator_automatic else About.AI_ASKED}"


def _privacy(settings: Settings) -> tuple[str, ...]:
    """What is sent and kept here, as the settings have it."""
    signs_in = bool(visitor.providers())
    follows = settings.follow_open or signs_in
    sent = [
        *([About.SENT_TO_AI] if settings.generator_url else []),
        *([About.MAILED] if signs_in and settings.smtp_host else []),
    ]
    return (
        *([About.SOMETHING_SENT, *sent] if sent else [About.NOTHING_SENT]),
        About.KEPT_IF_RATED,
        *([About.KEPT_IF_FOLLOWED] if follows else []),
        About.KEPT_ELSE,
        *About.PRIVACY_LIST,
    )


def _accessibility(settings: Settings) -> str:
    """The accessibility statement."""
    who = (
        About.ACCESSIBILITY_WHO.format(organisation=settings.organisation)
        if settings.organisation
        else About.ACCESSIBILITY_OWNER
    )
    return (
        f"<p>{escape(who)}</p><h3>{About.STATUS}</h3><p>{About.STATUS_TEXT}</p>"
        f"<h3>{About.SHORTCOMINGS}</h3>{_items(About.SHORTCOMINGS_LIST)}"
        f"<h3>{About.COMPLAIN}</h3><p>{_contact(settings.contact)}</p><p>{About.COMPLAIN_FURTHER}</p>"
    )


def _contact(contact: str) -> str:
    """Whom to write to: a link where it is an e-mail address."""
    if not contact:
        return About.COMPLAIN_UNKNOWN
    shown = escape(contact)
    mail = "@" in contact and " " not in contact
    return About.COMPLAIN_TO.format(contact=f'<a href="mailto:{shown}">{shown}</a>' if mail else shown)


def _program() -> str:
    return f"<p>{About.PROGRAM_TEXT}</p>{_facts([(About.VERSION, version('kb'))])}"


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    """Names with their values; those without one are left out."""
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    return f'<dl class="kb-facts">{rows}</dl>'


def _items(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in texts)}</ul>"
