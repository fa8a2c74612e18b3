"""The ways on from a question without an answer: only those that lead somewhere."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from kb.danish.analysis import content_words
from kb.danish.lexicon import lemma_of
from kb.datatypes import Answer, Filter, Gap, GapKind
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, filters, words
from kb.ui.narrow import decision_text, holding

if TYPE_CHECKING:
    from kb.register import Register

FEWEST_LETTERS = 5
"""A shorter word says too little to look for decisions by it alone."""


def other(knowledge: Register, found: Answer, where: Filter) -> str:
    """The ways to the decisions that hold the question's words and to what seems to be missing.

    ``where`` is the filter with the committees and the time of the question. Empty where none leads anywhere.
    """
    ways = [each for each in (_decisions(knowledge, found, where), _gaps(knowledge, where)) if each]
    if not ways:
        return ""
    return f'<h3>{Asking.OTHER_ROADS}</h3><ul class="kb-roads">{"".join(ways)}</ul>'


def _decisions(knowledge: Register, found: Answer, where: Filter) -> str:
    """The decisions that hold all of the question's words, or else its longest word that any holds.

    A word counts as it stands or by its dictionary form: "seniorpolitikken" is looked for as "seniorpolitik".
    """
    text = _without_recognised(found)
    sought = [word for word in content_words(text) if len(word) > 2]
    rows = knowledge.decisions(where)
    longest = sorted((word for word in sought if len(word) >= FEWEST_LETTERS), key=len, reverse=True)
    alone = (form for word in longest for form in (word, lemma_of(word.lower())))
    for typed in dict.fromkeys((" ".join(sought), *alone)):
        count = len(holding(rows, typed, decision_text)) if typed else 0
        if count:
            target = address.link(Ui.PATH_DECISIONS, {**filters.in_address(where), Ui.PARAM_TEXT: typed})
            label = Asking.ROAD_DECISIONS.format(count=words.decisions(count), words=escape(typed))
            return f'<li><a href="{target}">{label}</a></li>'
    return ""


def _gaps(knowledge: Register, where: Filter) -> str:
    """The minutes of the question's committees and time that seem to be missing."""
    if not where.committees:
        return ""
    missing = [each for each in knowledge.gaps(replace(where, sections=())) if _is_minutes(each)]
    if not missing:
        return ""
    label = Asking.ROAD_GAPS.format(
        count=words.counted(len(missing), Asking.ONE_MINUTES, Asking.MANY_MINUTES),
        committee=escape(", ".join(where.committees)),
    )
    target = address.link(Ui.PATH_GAPS, {Ui.PARAM_KIND: GapKind.MISSING_MINUTES.value})
    return f'<li><a href="{target}">{label}</a></li>'


def _is_minutes(gap: Gap) -> bool:
    """Whether a gap is minutes that are not in the material."""
    return gap.kind is GapKind.MISSING_MINUTES


def _without_recognised(found: Answer) -> str:
    """The question without the committees and the time in it."""
    text = found.question
    for each in sorted(found.recognised, key=lambda one: -one.start):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text
