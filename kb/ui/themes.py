"""HTML for the map of themes and for one theme: links laid out as circles, and the same as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

from kb.datatypes import Document
from kb.exploring.records import Matter, Theme, ThemeMap
from kb.strings_da import SECTION_BADGES, STATUS_BADGES
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.render import line, prose
from kb.ui.spread import Box, Sheet, spread

WIDE, WIDE_HEIGHT = 40.0, 24.0
NARROW, NARROW_HEIGHT = 17.5, 30.0
"""The sheets in rem, the least that they are shown at; what is wider only gives more room."""

SMALLEST, LARGEST = 2.25, 4.75
"""Across a circle in rem: of one matter, and of the theme with the most."""

LETTER, LINE = 0.56, 1.5
"""Room for a letter of a name and for its line, in rem."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A matter of a theme with its document and what is quoted: ``text[start:end]``."""

    matter: Matter
    document: Document
    start: int
    end: int


def theme_name(theme: Theme) -> str:
    """The theme in words, such as »Seniorpolitik, seniorpulje«; one of many things says so."""
    shown = ", ".join([words.sentence(theme.words[0] if theme.words else theme.name), *theme.words[1:]])
    return Newcomers.MIXED.format(words=shown) if theme.mixed else shown


def to_theme(theme: Theme) -> str:
    """The address that shows one theme."""
    return address.link(Newcomers.PATH, {Newcomers.PARAM_THEME: theme.name})


def theme_map(found: ThemeMap) -> str:
    """The themes as circles, each a link, and behind a line that opens it as a list."""
    if not found.themes:
        return f"<p>{Newcomers.NO_THEMES}</p>"
    wide = _sheet(found.themes, WIDE, WIDE_HEIGHT)
    narrow = _sheet(found.themes, NARROW, NARROW_HEIGHT)
    circles = [
        _circle(theme, wide.places[number], narrow.places[number], found.themes)
        for number, theme in enumerate(found.themes)
    ]
    reading = sorted(
        range(len(circles)), key=lambda each: (round(wide.places[each][1] / 5), wide.places[each][0])
    )
    items = "".join(circles[each] for each in reading)
    style = f"--kb-wide:{wide.height:.2f}rem;--kb-narrow:{narrow.height:.2f}rem"
    sampled = f"<p>{Newcomers.THEMES_SAMPLED}</p>" if found.sampled else ""
    return (
        f'{sampled}<div class="kb-map-frame"><ul class="kb-map" style="{style}" '
        f'aria-label="{Newcomers.MAP}">{items}</ul></div>'
        f"<details><summary>{Newcomers.AS_LIST}</summary>"
        f'<ul class="kb-brief">{"".join(_row(each) for each in found.themes)}</ul></details>'
    )


def matters(shown: Sequence[Shown]) -> str:
    """The matters of a theme, each with what it says and the way to it."""
    return f'<ul class="kb-cards">{"".join(_matter(each) for each in shown)}</ul>'


def _sheet(themes: Sequence[Theme], width: float, height: float) -> Sheet:
    boxes = []
    for theme in themes:
        across, down = _size(theme, themes), _size(theme, themes) + LINE
        boxes.append(Box(theme.x, theme.y, min(max(across, LETTER * len(_label(theme))), width), down))
    return spread(boxes, width, height)


def _size(theme: Theme, themes: Sequence[Theme]) -> float:
    """Across the circle in rem: its area grows with the number of matters."""
    most = max(len(each.matters) for each in themes)
    return SMALLEST + (LARGEST - SMALLEST) * sqrt((len(theme.matters) - 1) / max(most - 1, 1))


def _label(theme: Theme) -> str:
    name = words.sentence(theme.name)
    return Newcomers.MIXED.format(words=name) if theme.mixed else name


def _circle(
    theme: Theme, wide: tuple[float, float], narrow: tuple[float, float], themes: Sequence[Theme]
) -> str:
    """One theme of the map; where it lies, the style finds out."""
    style = (
        f"--x:{100 * wide[0] / WIDE:.2f}%;--y:{wide[1]:.2f}rem;"
        f"--nx:{100 * narrow[0] / NARROW:.2f}%;--ny:{narrow[1]:.2f}rem;--d:{_size(theme, themes):.2f}rem"
    )
    more = "".join(f", {escape(each)}" for each in theme.words[1:])
    mixed = " kb-mixed" if theme.mixed else ""
    return (
        f'<li style="{style}"><a href="{to_theme(theme)}"><span class="kb-disc{mixed}" aria-hidden="true">'
        f'{len(theme.matters)}</span> <span class="kb-disc-name">{escape(_label(theme))}</span>'
        f'<span class="kb-hidden">{more}: {count(len(theme.matters))}</span></a></li>'
    )


def count(number: int) -> str:
    """How many matters, in words."""
    return words.counted(number, Newcomers.ONE_MATTER, Newcomers.MANY_MATTERS)


def _row(theme: Theme) -> str:
    sizes = (
        count(len(theme.matters)),
        Newcomers.FROM_DOCUMENTS.format(documents=words.documents(theme.documents)),
    )
    return f'<li><p><a href="{to_theme(theme)}">{escape(theme_name(theme))}</a></p>{line(sizes)}</li>'


def _matter(shown: Shown) -> str:
    """One matter: its title, what must be known with its words, those words, and the way to them."""
    document, matter = shown.document, shown.matter
    kind = next(each.kind for each in document.sections if each.start <= shown.start < each.end)
    told = [STATUS_BADGES.get(document.status, ""), SECTION_BADGES.get(kind, "")]
    warned = [document.status.is_undecided, True]
    if matter.replaced:
        told, warned = [*told, Newcomers.REPLACED], [*warned, True]
    badges = "".join(
        f'<span class="kb-badge{" kb-warn" if warn else ""}">{each}</span>'
        for each, warn in zip(told, warned, strict=True)
        if each
    )
    page = document.page_at(shown.start)
    parts = (
        document.title if matter.item else "",
        document.committee or Ui.NO_COMMITTEE,
        words.date(document.date),
        words.page(page.number, page.inferred),
    )
    way = address.to_span(document.id, shown.start, shown.end)
    return (
        f'<li class="kb-card"><h3>{escape(matter.title)}</h3><p class="kb-badges">{badges}</p>{line(parts)}'
        f'<blockquote><p class="kb-text">{prose(document.text[shown.start : shown.end])}</p></blockquote>'
        f'<p class="kb-file">{escape(document.id)}</p>'
        f'<p class="kb-actions"><a href="{way}">{Newcomers.SEE_QUOTE}'
        f'<span class="kb-hidden">: {escape(matter.title)}</span></a></p></li>'
    )
