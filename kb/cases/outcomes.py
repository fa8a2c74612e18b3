"""What the words of a recorded decision amount to (vocabulary of Danish minutes)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kb.cases.statements import statements_of
from kb.cases.verdicts import first_of, heard_of, verdict_of
from kb.cases.voices import minute_sentences, voices_at
from kb.cases.wording import CALLED_UP, DECISIVE, HEADLINE, RIVAL, SIDE_MOTION, any_of
from kb.datatypes import OutcomeClass, Statement

_C = OutcomeClass
# Who was there and who took part is no outcome of the matter.
_ATTENDANCE = any_of(
    r"^\W*(?:afbud|fraværende|ikke til stede|til stede|stedfortræder\w*|fremmøde|der var afbud"
    r"|mødedeltagere|deltagere)\b",
    r"\b(?:deltog|deltager|medvirkede|medvirker|deltage) ikke\b|\bikke (?:deltog|deltage)\b"
    r"|\bforhindret i\b|\binhabil\w*|\bhabilitet",
    r"\bforlod (?:mødet|lokalet)|\bankom til|\b(?:var|er) (?:fraværende|ikke til stede)|\bha(?:vde"
    r"|r) meldt afbud|\bmødte som stedfortræder",
    r"\bdeltog (?:i stedet|under|i behandlingen|via|på)|\bforetræde\b",
)
_VOTE = any_of(
    r"^\W*(?:for|imod|hverken for eller imod|undlod|blanke?)\b[^.]{0,30}?(?:stemte|:)",
    r"\bundlod at stemme\b|\bstemte (?:imod|for|hverken|blankt)\b|\bder blev stemt om\b|^\W*\d+ stemmer",
)
_MEMBER_VERB = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:dog |endvidere |også |ikke )?(?:kunne|kan|tog|tager|anbefal|stemte|stemmer"
    r"|ønske|foreslog|foreslår|undlod|mente|mener"
    r"|tiltrådte|tiltræder|godkendte|godkender|afviste|støtte|tilslutte|begære|henhold|finder|fandt"
    r"|bemærkede|bemærker|oplyste|deltog|deltager"
    r"|afgav|fremsatte|stillede|orientere|gav|afventer|vil|har|havde|var|er\b|forlod|indstille|forbehold"
    r"|protestere)",
    re.IGNORECASE,
)
_SAME_MEMBERS = re.compile(
    r"\W*(?:de|disse) (?:samme|øvrige|nævnte|resterende) (?:medlemmer|partier|lister)\b", re.IGNORECASE
)
# "Fremsendes til ... med bemærkning, at Magistraten anbefaler": the decisive words come after the remark.
_LED_IN = re.compile(
    r"(?:frem|tilbage|over|videre)send(?:es|t)\b.{0,400}?\bmed (?:den )?bemærkning,? at\s+",
    re.IGNORECASE | re.DOTALL,
)
_FORMAL = re.compile(
    r"\W*(?:(?:et|hele) (?:enigt|enstemmigt|samlet|flertal\w*)\b[^.;]{0,40}?|indstillingen|orienteringen"
    r"|sagen|punktet|forslaget|lokalplanen|medlemsforslaget"
    r"|(?:[\wæøå-]*udvalget|(?:[\wæøå]+ )?byrådet|kommunalbestyrelsen|borgerrepræsentationen|magistraten"
    r"|direktionen|hmu)\b)"
    r"\s+(?:(?:blev|er|kunne|har|bliver|herefter|dermed|enstemmigt|således) )*"
    r"(?:godkend|tiltr|tog\b|tage|vedt|anbefal|indstille|udsæt|udsat|oversend|henvis|forkast|afvis"
    r"|besluttede at (?:godkende|anbefale|udsætte|tage|sende|oversende)"
    r"|følge|fulgt|imødekom|bevilge|ikke (?:godkend|tiltr|vedt|imødekom))",
    re.IGNORECASE,
)
# Amended by a sentence of its own.
_ADDS = re.compile(
    r"\W*(?:dog\b|med (?:den|det|de|følgende|bemærkning|tilføjelse)\b|idet\b|således at\b)", re.IGNORECASE
)
_LATE_CAPITAL = re.compile(
    r"(?<=[\w)] )(?:Godkendt|Tiltrådt|Vedtaget|Drøftet|Udsat|Anbefal[et]s|Taget til efterretning"
    r"|Indstillingen)\b"
)
_POINT = re.compile(r"\W*ad\.?\s+\d", re.IGNORECASE)
_LOOK_AT = 4
_LOOK_IN = 900
_FORMAL_LENGTH = 170
_QUOTED = 500
# Where words that are too long may end: after a sentence or a line, else after a clause.
_STOPS = (re.compile(r"\n|(?<=[a-zæøå0-9)][.!?])\s+(?=[A-ZÆØÅ])"), re.compile(r"(?<=[,;:])\s"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decisive words of a decision, what they amount to, and where they stand in its text."""

    words: str
    kind: OutcomeClass
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what is to be heard of it: no brackets, no references, no statement of a member."""

    start: int
    end: int
    heard: str
    headline: bool


def outcome_of(text: str, statements: Sequence[Statement] | None = None) -> Outcome:
    """The outcome that a decision text records; text without an outcome word is narrative.

    The first sentences that speak for the organ are heard; further down a long text tells what was said,
    and only a sentence in set words ("Indstillingen blev godkendt.") is an outcome there. What was
    discussed or told yields to what is decided after it. Members never decide one by one, but where
    nothing else is recorded the larger side of those named does. ``statements`` are those of the text,
    where the caller has them already.
    """
    said = statements_of(text) if statements is None else statements
    sentences = _sentences(text, said)
    fallback: Outcome | None = None
    amended = False
    heard = 0
    for number, sentence in enumerate(sentences):
        early = sentence.headline or (heard < _LOOK_AT and sentence.start < _LOOK_IN)
        if not early and not (len(sentence.heard) <= _FORMAL_LENGTH and _FORMAL.match(sentence.heard)):
            continue
        heard += 1
        motion = SIDE_MOTION.match(sentence.heard)
        rest = sentence.heard[motion.end() :] if motion else sentence.heard
        carried = motion is not None and not _falls(motion["fate"]) and "ændring" in motion["motion"].lower()
        amended = amended or carried
        verdict = verdict_of(rest)
        if not verdict or (fallback and fallback.kind is _C.NOTED and verdict.kind is _C.REFERRED):
            # What the organ was told of and sends on to its next meeting, it took note of.
            continue
        if verdict.kind is _C.ADOPTED and (amended or _amended_next(sentences, number)):
            verdict = replace(verdict, kind=_C.ADOPTED_AMENDED)
        found = _point_by_point(text, verdict.kind) or Outcome(*_words(text, sentence, verdict.kind))
        if verdict.kind is _C.PROCEDURAL or (verdict.told and not sentence.headline):
            fallback = _better(fallback, found)
            continue
        if verdict.kind is _C.REJECTED and RIVAL.search(text, 0, sentence.end):
            # A rival proposal was voted down: the matter itself is decided after it, where it is.
            fallback = found
            continue
        return found
    if amended and (fallback is None or fallback.kind is _C.PROCEDURAL):
        adopted = next(each for each in sentences if SIDE_MOTION.match(each.heard))
        return Outcome(*_words(text, adopted, _C.ADOPTED_AMENDED))
    return fallback or _called_up(text) or _of_members(text) or _narrative(text)


def shortened(words: str) -> str:
    """The words up to some hundred letters: to the end of a sentence in them, else of a clause or a word."""
    if len(words) <= _QUOTED:
        return words
    head = words[: _QUOTED + 1]
    for stop in _STOPS:
        ends = [match.start() for match in stop.finditer(head)]
        if ends:
            return head[: ends[-1]].rstrip(" .,;:\n")
    return head.rsplit(" ", 1)[0]


def _point_by_point(text: str, kind: OutcomeClass) -> Outcome | None:
    """The words from the first to the last "Ad 1: ..." when each point got its own decision, or None."""
    points = [span for span in minute_sentences(text) if _POINT.match(text[slice(*span)])]
    if len(points) < 2:
        return None
    return Outcome(*_words(text, _Sentence(points[0][0], points[-1][1], "", False), kind))


def _better(first: Outcome | None, second: Outcome) -> Outcome:
    """The first of two weak outcomes; one that speaks of the matter before one of the agenda."""
    return second if first is None or first.kind is _C.PROCEDURAL else first


def _sentences(text: str, statements: Sequence[Statement]) -> list[_Sentence]:
    """The sentences that may hold the organ's outcome, in order."""
    found = []
    for start, end in _split(text):
        bare = _without(text, start, end, statements)
        if len(bare.strip(" .,;:")) < 2:
            continue
        headline = HEADLINE.match(bare) is not None
        if headline or not (_ATTENDANCE.search(bare) and not _decides_too(bare)):
            shown = heard_of(bare)
            if headline or not (_by_members(bare) or (_VOTE.search(bare) and not first_of(shown, DECISIVE))):
                found.append(_Sentence(start, end, shown, headline))
    return found


def _split(text: str) -> list[tuple[int, int]]:
    """The sentences, and a capital outcome word after a list of the absent as one of its own."""
    spans: list[tuple[int, int]] = []
    for start, end in minute_sentences(text):
        late = _LATE_CAPITAL.search(text, start, end)
        if late and late.start() > start and _ATTENDANCE.search(text[start:end]):
            spans.extend([(start, late.start()), (late.start(), end)])
        else:
            spans.append((start, end))
    return spans


def _without(text: str, start: int, end: int, statements: Sequence[Statement]) -> str:
    """The sentence with what members had written down left out."""
    kept = text[start:end]
    for each in statements:
        if each.start < end and each.end > start:
            first, last = max(each.start, start) - start, min(each.end, end) - start
            kept = kept[:first] + " " * (last - first) + kept[last:]
    return kept.rstrip()


def _decides_too(sentence: str) -> bool:
    """Whether a sentence about who was heard goes on to what was decided."""
    return bool(
        re.search(
            r"\b(?:hvorefter|herefter) .{0,80}\bbeslutte|\budvalget besluttede\b", sentence, re.IGNORECASE
        )
    )


def _by_members(sentence: str) -> bool:
    """Whether single members or parties are the ones who act."""
    if _SAME_MEMBERS.match(sentence):
        return True
    voices = voices_at(sentence)
    return voices is not None and _MEMBER_VERB.match(sentence, voices.end) is not None


def _falls(fate: str) -> bool:
    """Whether the words that end a motion say that it was lost."""
    return (
        re.match(r"forkast|nedstemt|stemt ned|fald|bortfald|afvis|ikke|ej", fate, re.IGNORECASE) is not None
    )


def _amended_next(sentences: Sequence[_Sentence], number: int) -> bool:
    """Whether the next sentence changes what was adopted ("Godkendt. Dog således at ...")."""
    return number + 1 < len(sentences) and _ADDS.match(sentences[number + 1].heard) is not None


def _called_up(text: str) -> Outcome | None:
    """That a matter was called up to the council: a single member may do so."""
    for start, end in minute_sentences(text):
        if CALLED_UP.search(text, start, end):
            return Outcome(*_words(text, _Sentence(start, end, "", False), _C.CALLED_UP))
    return None


def _of_members(text: str) -> Outcome | None:
    """The outcome where only members are recorded: the larger side, when at least two are named."""
    sides: dict[bool, int] = {True: 0, False: 0}
    first: dict[bool, tuple[_Sentence, OutcomeClass]] = {}
    for start, end in minute_sentences(text):
        voices = voices_at(text[start:end])
        if not voices or not _MEMBER_VERB.match(text[start:end], voices.end):
            continue
        verdict = verdict_of(heard_of(text[start + voices.end : end]))
        if verdict and verdict.kind in {_C.ADOPTED, _C.ADOPTED_AMENDED, _C.RECOMMENDED, _C.REJECTED}:
            for_it = verdict.kind is not _C.REJECTED
            sides[for_it] += voices.count or 0
            first.setdefault(for_it, (_Sentence(start, end, "", False), verdict.kind))
    winner = sides[True] > sides[False]
    if sides[True] == sides[False] or sides[winner] < 2:
        return None
    return Outcome(*_words(text, *first[winner]))


def _narrative(text: str) -> Outcome:
    """The first sentence, as an outcome that decides nothing."""
    spans = minute_sentences(text)
    return (
        Outcome(*_words(text, _Sentence(*spans[0], "", False), _C.NARRATIVE))
        if spans
        else Outcome("", _C.NARRATIVE)
    )


def _words(text: str, sentence: _Sentence, kind: OutcomeClass) -> tuple[str, OutcomeClass, int, int]:
    """The sentence without its full stop, not longer than people read, with class and place."""
    bare = text[sentence.start : sentence.end].strip().rstrip(".")
    led_in = _LED_IN.match(bare) if kind is not _C.REFERRED else None
    bare = bare[led_in.end() :] if led_in else bare
    bare = shortened(bare)
    start = text.index(bare, sentence.start)
    return bare, kind, start, start + len(bare)
