"""What the words of a recorded decision amount to (vocabulary of Danish minutes)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.danish.sentences import sentence_spans
from kb.datatypes import OutcomeClass

_C = OutcomeClass
_Table = tuple[tuple[OutcomeClass, re.Pattern[str]], ...]
CONSENT = (
    r"(?:godkend\w*|tiltr[åæ]d\w*|imødekom\w*|vedt(?:aget|og|ages|age)\b|bevilg\w*|tilslut\w* sig"
    r"|fulgt|henholde sig)"
)


def any_of(*alternatives: str) -> re.Pattern[str]:
    """One pattern for all of the wordings."""
    return re.compile("|".join(f"(?:{each})" for each in alternatives), re.IGNORECASE)


# Decisive wherever they stand, in this order: a "no" must be heard before the verb that it denies.
_FIRST: _Table = (
    (
        _C.REJECTED,
        any_of(
            r"\bikke (?:\w+ ){0,2}" + CONSENT,
            r"\bforkast\w+",
            r"\bnedstemt",
            r"\bafvis(?:t|te)\b",
            r"^\W*afslag\b",
            r"\bg(?:iver?|ives|ivet|av) afslag",
            r"\bbortfald\w*",
        ),
    ),
    (_C.CALLED_UP, any_of(r"begær\w* .{0,40}indbragt", r"indbragt for (?:kommunalbestyrelsen|byrådet)")),
    (
        _C.WITHDRAWN,
        any_of(
            r"(?:taget|tages|trukket) af dagsordenen",
            r"(?:punktet|sagen) (?:udgår|udgik|blev trukket)",
            r"^\W*(?:udgår|udgik|trukket)\b",
        ),
    ),
    (
        _C.POSTPONED,
        any_of(
            r"^\W*udsat\b",
            r"(?:sagen|punktet|behandling(?:en)?|blev|er)\s+(?:\w+\s+){0,3}udsat\b",
            r"\budsættes?\b",
            r"\budskudt\b",
            r"punktet genoptages",
            r"sættes på igen",
        ),
    ),
    (
        _C.PROCEDURAL,
        any_of(
            r"dagsordenen? (?:blev |er )?godkendt",
            r"^\W*ingen(?: bemærkninger)?\W*$",
            r"^\W*underskriftsark",
            r"behandlet sammen med sag",
        ),
    ),
)
# The earliest of these in the sentence decides.
_EARLIEST: _Table = (
    (
        _C.RECOMMENDED,
        any_of(r"\banbefal(?:es|er|ede|ing)\w*", r"\bindstille(?:s|r|de)\b", r"\bindstillet\s+godkendt"),
    ),
    (
        _C.NOTED,
        any_of(
            r"orientering(?:en)? (?:blev |er )?(?:godkendt|tiltrådt)",
            r"(?:tog|tag(?:es|et)|taget)\b.{0,80}?til efterretning",
            r"til efterretning",
            r"\b(?:blev|er) orienteret",
            r"^\W*(?:orienteret|til orientering)\b",
            r"\borienterede om",
        ),
    ),
    (_C.DISCUSSED, any_of(r"\bdrøft(?:et|es|ede)\b", r"\bha(?:vde|r) en dialog\b")),
    (_C.HEARING, any_of(r"\bsend(?:t|es)\b.{0,30}\bi (?:\w+ )?høring", r"fremlægges i (?:\w+ )?høring")),
    (
        _C.APPOINTED,
        any_of(
            r"^\W*(?:valgt|udpeget)\b",
            r"\bblev (?:valgt|udpeget)",
            r"\budpeg(?:ede|er|es)\b",
            r"\bvalgte\b",
            r"indstillet blev",
        ),
    ),
    (
        _C.ADOPTED,
        any_of(
            r"\b" + CONSENT,
            r"\bbeslutte(?:t|de)\b",
            r"\baftalt(?:e)?\b",
            r"\bbemyndig(?:ede|es|et)\b",
            r"\bfrigive(?:t|s)\b",
        ),
    ),
    (
        _C.REFERRED,
        any_of(
            r"(?<!der )\bhenvis(?:t|es) til", r"\bovergår til", r"\bsendes tilbage", r"\boversend(?:t|es)\b"
        ),
    ),
)
# Passing on is the outcome only when the sentence says nothing more.
_PASSED_ON = any_of(r"\b(?:frem|tilbage|over|videre)send(?:t|es)\b", r"\bsendes til\b", r"sendt videre")
_AMENDED = any_of(
    r"med (?:den|de|følgende|en|en række)\b.{0,40}?(?:ændring|tilføjelse|bemærkning|præcisering)",
    r"med bemærkning(?: om)?,? at",
    r"dog (?:således|med)",
    r",\s*idet\b",
)
# Who was away, who reserved and how single members voted is no outcome of the matter.
_ASIDE = any_of(
    r"deltog ikke",
    r"\bforhindret i",
    r"tog forbehold",
    r"\binhabil",
    r"\bforetræde",
    r"(?:ønske[rd]e?|ønsker) .{0,40}tilfø",
    r"ført til protokol",
    r"\bstemte\b",
    r"\bundlod at stemme",
    r"\bmødte som stedfortræder",
)
# Words of single members, and of amendments that are voted on before the matter itself.
_SINGLE = any_of(r"\bkunne (?:ikke )?(?:tiltræde|henholde|tilslutte)", r"\bændringsforslag")
_COLLECTIVE = re.compile(
    r"\W*(?:et (?:flertal|enigt|enstemmigt)|\w*udvalget\b|(?:aarhus )?byråd\w*|kommunalbestyrelsen"
    r"|magistraten|indstillingen|forslaget|direktionen|alle)",
    re.IGNORECASE,
)
_POINT = re.compile(r"\W*ad\s+\d", re.IGNORECASE)
_LOOK_AT = 4
_LONG = 400
_QUOTED = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decisive words of a decision, and what they amount to."""

    words: str
    kind: OutcomeClass


def outcome_of(text: str) -> Outcome:
    """The outcome that a decision text records.

    Only its first sentences are heard: further down a long text tells what was said, and words such
    as "drøftes" speak of plans. Text without an outcome word is narrative.
    """
    spans = sentence_spans(text)
    sentences = [text[start:end] for start, end in spans]
    heard = [s for s in sentences if not _ASIDE.search(s)][:_LOOK_AT]
    collective = [s for s in heard if not _SINGLE.search(s) or _COLLECTIVE.match(s)]
    procedural: Outcome | None = None
    for sentence in (*collective, *heard):
        found = _classified(sentence) if len(sentence) <= _LONG else None
        if found and found.kind is not OutcomeClass.PROCEDURAL:
            return Outcome(_point_by_point(text) or found.words, found.kind)
        procedural = procedural or found
    if procedural:
        return procedural
    return Outcome(_words(sentences[0]) if sentences else "", OutcomeClass.NARRATIVE)


def _classified(sentence: str) -> Outcome | None:
    """The outcome that one sentence states, or None."""
    for kind, pattern in _FIRST:
        if pattern.search(sentence):
            return Outcome(_words(sentence), kind)
    matches = [(match.start(), order, kind, match) for order, (kind, pattern) in enumerate(_EARLIEST)
               if (match := pattern.search(sentence))]  # fmt: skip
    if not matches:
        return Outcome(_words(sentence), OutcomeClass.REFERRED) if _PASSED_ON.search(sentence) else None
    _, _, kind, match = min(matches, key=lambda found: found[:2])
    if kind is OutcomeClass.ADOPTED and _AMENDED.search(sentence, match.end()):
        kind = OutcomeClass.ADOPTED_AMENDED
    return Outcome(_words(sentence), kind)


def _point_by_point(text: str) -> str | None:
    """The words from the first to the last "Ad 1: ..." when each point got its own decision, or None."""
    points = [span for span in sentence_spans(text) if _POINT.match(text[slice(*span)])]
    return _words(text[points[0][0] : points[-1][1]]) if len(points) > 1 else None


def _words(sentence: str) -> str:
    """The sentence as it stands without its full stop, cut at a word when it is long."""
    bare = sentence.strip().rstrip(".")
    if len(bare) <= _QUOTED:
        return bare
    return bare[:_QUOTED].rsplit(" ", 1)[0]
