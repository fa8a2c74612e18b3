"""What members had written into the minutes beside the outcome: dissent, reservations, remarks."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.cases.voices import Voices, listed, minute_sentences, voices_at
from kb.cases.wording import any_of
from kb.datatypes import Statement, StatementKind

_K = StatementKind
_REFUSES = (
    r"\bk(?:an|unne) (?:\w+ )?ikke (?:[\w-]+ ){0,2}?(?:tiltræde|godkende|tilslutte|støtte|medvirke"
    r"|stemme for|anbefale|gå ind for"
    r"|bakke op|acceptere|imødekomme|henholde)"
)
# In this order: a reservation is one even where it is taken to the minutes.
_CUES = (
    (
        _K.RESERVATION,
        any_of(
            r"\bt(?:og|ager|ages|aget) (?:[\w-]+ ){0,4}?forbehold\b", r"\b(?:med|under) forbehold for sin"
        ),
    ),
    (
        _K.DISSENT,
        any_of(
            r"\bmindretalsudtalelse\w*",
            r"\bsærstandpunkt\w*",
            r"\b(?:til)?(?:føre|ført|føres|tilføje|tilføjet|indført)\s+(?:til |i )?(?:protokol\w*"
            r"|beslutningsprotokol\w*|mødeprotokol\w*)",
            r"\btil protokol(?:s|len|lat)?\b",
            _REFUSES,
            r"\bstemte imod\b[^.;]{0,40}?(?:,? (?:idet|fordi|da|med den begrundelse)\b|på grund af"
            r"|af hensyn til)",
        ),
    ),
    (
        _K.REMARK,
        any_of(
            r"\bønske(?:r|de|t)? [^.;:]{0,80}?\b(?:tilføjet|tilføje|bemærket|ført til referat\w*|noteret)\b",
            r"\bbemærkede\b|\bgjorde opmærksom på\b|\bprotokol(?:bemærkning|tilførsel|udtalelse)"
            r"|\bkom med (?:en|følgende) (?:anbefaling"
            r"|bemærkning)\w*|\bfremsatte følgende bemærkning",
        ),
    ),
)
_QUICK = re.compile(
    r"forbehold|protokol|mindretal|særstandpunkt|ikke|stemte imod|ønske|bemærkede|opmærksom|kom med"
    r"|fremsatte",
    re.I,
)
_BOUNDARY = re.compile(
    r"[,;]?\s+(?:idet|mens|men|hvorefter|dog|medens|imidlertid|og at)\s+|;\s+|:\s+"
    r"|,\s+(?=[A-ZÆØÅ][\w ]{3,30}\bt(?:og|ager)\b)"
)
_SPEAKER_AFTER = re.compile(r"\s*(?:fra|af|ved|:)\s+(?=[A-ZÆØÅ])")
# A remark taken to the minutes is dissent where its own words deviate.
_MINUTED = re.compile(r"\bprotokol(?:bemærkning|tilførsel|udtalelse)", re.IGNORECASE)
_DEVIATES = re.compile(r"\b(?:ikke|imod|modsat|uenig\w*|afstand|forkast\w*|forkert)\b", re.IGNORECASE)
_QUOTE = re.compile(r"\s*[\"”“»„](?P<said>[^\"”“«]+)[\"”“«]")
_BULLET = re.compile(r"\s*(?:[•▪·*–—\uf0b7-]|\d{1,2}[.)]|[a-z]\)|at\b)")


def statements_of(text: str, start: int = 0) -> tuple[Statement, ...]:
    """The statements in a decision's text, in order; ``start`` is added to their offsets.

    A statement is a sentence, or the part of one that tells of the member; after a colon, what was said
    belongs to it. What nobody is named for is left out, except a minority's statement under its own word.
    """
    found: list[Statement] = []
    spans = minute_sentences(text)
    covered = 0
    for number, (first, last) in enumerate(spans):
        if first < covered or not _QUICK.search(text, first, last):
            continue
        statement = _statement(text, first, last)
        if statement:
            if text[last - 1] == ":" or text[last : last + 40].lstrip(" \n")[:1] in tuple('"”“»„'):
                following = [span for span in spans[number + 1 :] if span[0] >= last]
                statement = replace(statement, end=_end_of_speech(text, last, following))
            said = text[statement.start : statement.end]
            if _MINUTED.search(said) and _DEVIATES.search(said):
                statement = replace(statement, kind=_K.DISSENT)
            covered = statement.end
            found.append(statement)
    return tuple(replace(each, start=each.start + start, end=each.end + start) for each in found)


def _statement(text: str, first: int, last: int) -> Statement | None:
    """The statement that one sentence holds, or None."""
    sentence = text[first:last]
    for kind, cue in _CUES:
        match = cue.search(sentence)
        if match:
            begin, voices = _speaker(sentence, match)
            if voices and voices.by:
                return Statement(kind, voices.by, first + begin, last)
            if kind is _K.DISSENT and match.group().lower().startswith("mindretals"):
                return Statement(kind, (), first + begin, last)
    return None


def _speaker(sentence: str, cue: re.Match[str]) -> tuple[int, Voices | None]:
    """Where the clause of the cue begins, and who speaks in it: before the verb, or after "fra"."""
    begin = 0
    for boundary in _BOUNDARY.finditer(sentence, 0, cue.start()):
        if voices_at(sentence, boundary.end()):
            begin = boundary.end()
    voices = voices_at(sentence, begin)
    if voices:
        return begin, voices
    after = _SPEAKER_AFTER.match(sentence, cue.end())
    if after:
        return begin, voices_at(sentence, after.end())
    before = listed(sentence[begin : cue.start()])
    # "Udvalget tager forbehold": an organ is no single voice, whomever its sentence names besides.
    return begin, before if before.by and re.match(
        r"\W*(?:På vegne af|For|Et mindretal)\b", sentence[begin:]
    ) else None


def _end_of_speech(text: str, last: int, following: list[tuple[int, int]]) -> int:
    """Where the words end that a colon leads in: a quotation, list items, or else one paragraph."""
    quoted = _QUOTE.match(text, last)
    if quoted:
        return quoted.end()
    end = last
    for first, stop in following:
        paragraph = "\n" in text[end:first]
        if end > last and paragraph and not _BULLET.match(text, first):
            break
        end = stop
    return end
