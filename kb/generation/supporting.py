"""Whether the source that a sentence names supports it. What cannot be shown to be supported is not.

Its quote stands verbatim in the numbered source; what counts is the whole sentence around the quote. A
proposal is told as a proposal, a plan as a plan, and what decided nothing is not told as decided. The
sentence follows that sentence word for word (``kb.generation.aligning``), or tells a decision in set words
with the committee, the day and the matter of its minutes (``kb.generation.decided``). It is one plain
statement: no markup, no link, no question, no sign that is not of Danish prose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kb.answers.citing import citation, section_at, sentence_around
from kb.answers.fit import is_fragment
from kb.answers.notes import decisions_behind
from kb.danish import cues
from kb.danish.sentences import sentence_spans
from kb.datatypes import Citation, Document, SectionKind, Standing
from kb.generation import decided
from kb.generation.aligning import Told, follows
from kb.generation.drafts import Draft
from kb.generation.operators import PLANNING, PROPOSING
from kb.generation.prompts import opening_of
from kb.generation.words import begins_alike, ends_in_a_word, plain, words_of

if TYPE_CHECKING:
    from kb.index.store import Store

LONGEST_SOURCE = 120
"""In words; nobody can weigh a sentence against a longer one, and no list of words either."""

FEWEST_WORDS = 2

_PLAIN = re.compile(r"[^\W_]|[ .,:;!?()/%§&+\-–'’\"»«”“°²³½€·]")
_LINK = re.compile(r"://|www\.|\bhttps?\b", re.IGNORECASE)
_TORN = re.compile(r"\s[.,;:!)]|\.\.|\(\s*\)|[,;:(]\s*\.?$|^\W*$|\bat at\b")
"""Marks that nobody writes so, left where words were taken out."""
_MARKER = re.compile(r"^(?:[-–•*]|\(?\d{1,2}[.)]|[a-zæøå]\))\s+")
_ENDS = (".", ".«", '."', ".”", "!", ")")


class Fault(StrEnum):
    """Why a sentence is not shown."""

    NOT_PLAIN = "not_plain"
    NO_SOURCE = "no_source"
    NO_QUOTE = "no_quote"
    STANDING = "standing"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Supported:
    """A sentence as it is shown, and the whole sentence of a document that supports it.

    One that ``points_back`` ("Det gælder ...") is understood only behind what stands before its
    evidence; what begins a quote does not.
    """

    text: str
    evidence: Citation
    points_back: bool


def supported(store: Store, draft: Draft, sources: Mapping[int, Citation]) -> Supported | Fault:
    """The sentence with its evidence, or the first reason not to show it."""
    text = plain(draft.text)
    if not is_plain(text):
        return Fault.NOT_PLAIN
    source = sources.get(draft.source)
    if source is None:
        return Fault.NO_SOURCE
    document = store.document(source.document)
    places = quoted_at(document, source, draft.quote)
    if not places:
        return Fault.NO_QUOTE
    faults = set()
    for start, end in places:
        evidence = citation(store, document, section_at(document, start), source.n, start, end)
        fault = _fault(store, text, evidence)
        if fault is None:
            shown = text if text.endswith(_ENDS) else f"{text}."
            points_back = (
                start != source.start and cues.POINTS_BACK.match(_behind(text, evidence)) is not None
            )
            return Supported(shown, evidence, points_back)
        faults.add(fault)
    return Fault.STANDING if Fault.STANDING in faults else Fault.UNSUPPORTED


def is_plain(text: str) -> bool:
    """Whether the text is one statement in letters, digits and the marks of Danish prose."""
    if (
        not text
        or any(not _PLAIN.fullmatch(sign) for sign in text)
        or _LINK.search(text)
        or _TORN.search(text)
    ):
        return False
    return "?" not in text and len(sentence_spans(text)) == 1


def quoted_at(document: Document, source: Citation, quote: str) -> list[tuple[int, int]]:
    """The whole sentences of the source that the quote touches, in order; none where it does not stand there.

    Blanks and line breaks may differ, and marks around it; nothing else may. A quote that is but a word or
    two has to be the whole sentence.
    """
    parts = quote.strip(' \n\t»«"“”').split()
    if not parts:
        return []
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + r"(?!\w)")
    found = pattern.search(document.text, source.start, source.end)
    if found is None:
        return []
    first, last = sentence_around(document, found.start(), found.end())
    spans = [
        span
        for span in sentence_spans(document.text, first, last)
        if span[0] < found.end() and found.start() < span[1]
    ]
    if len(parts) < FEWEST_WORDS:
        spans = [(start, end) for start, end in spans if end - start <= found.end() - found.start() + 1]
    return spans


def _fault(store: Store, text: str, evidence: Citation) -> Fault | None:
    """Why the evidence does not support the text; None where it does."""
    said = _unmarked(plain(evidence.quote))
    bare = _behind(text, evidence)
    opened = bare != text
    if not opened and not _keeps_standing(evidence.standing, text):
        return Fault.STANDING
    source = Told(said, words_of(said))
    if "|" in said or said.endswith("?") or len(source.words) > LONGEST_SOURCE or is_fragment(said):
        return Fault.UNSUPPORTED
    if evidence.section_kind is SectionKind.DECISION:
        rows = decisions_behind(store, evidence)
        # "Tiltrådt" on an orientation adopts nothing: its note says so beside the quote.
        if any(row.effect is not row.outcome_class for row in rows):
            return Fault.STANDING
        if decided.tells(bare, source, evidence, rows):
            return None
    sentence = Told(bare, words_of(bare))
    timed = any(each.words[:1] and each.words[0].is_time for each in (sentence, source))
    whole = (
        len(sentence.words) >= FEWEST_WORDS
        and (opened or timed or begins_alike(bare, said))
        and (ends_in_a_word(bare) or not ends_in_a_word(said))
    )
    turned = opened and not text.startswith(opening_of(evidence).removesuffix(":") + ":")
    return None if whole and follows(sentence, source, opened=turned) else Fault.UNSUPPORTED


def _behind(text: str, evidence: Citation) -> str:
    """The text without the opening that says how far its evidence came; its colon may be left out."""
    opening = opening_of(evidence).removesuffix(":")
    return text[len(opening) :].removeprefix(":").strip() if opening and _opens(text, opening) else text


def _opens(text: str, opening: str) -> bool:
    return text.startswith((f"{opening} ", f"{opening}: "))


def _keeps_standing(standing: Standing, text: str) -> bool:
    """Whether a sentence says by itself that what it tells is proposed or planned, where it is."""
    if standing is Standing.PROPOSED:
        return PROPOSING.search(text) is not None
    return standing is not Standing.PLANNED or PLANNING.search(text) is not None


def _unmarked(text: str) -> str:
    """The sentence without what marks it as an item of a list, and without emphasis."""
    return re.sub(r"\*\*|__", "", _MARKER.sub("", text))
