"""What the words of a recorded decision amount to (vocabulary of Danish minutes)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.danish.sentences import sentence_spans
from kb.datatypes import OutcomeClass

_C = OutcomeClass
_Table = tuple[tuple[OutcomeClass, re.Pattern[str]], ...]
_CONSENT = (
    r"(?:godkend\w*|tiltr[åæ]d\w*|imødekom\w*|vedt(?:aget|og|ages|age)\b|bevilg\w*|tilslut\w* sig"
    r"|fulgt|henholde sig)"
)


def _any(*alternatives: str) -> re.Pattern[str]:
    """One pattern for all of the wordings."""
    return re.compile("|".join(f"(?:{each})" for each in alternatives), re.IGNORECASE)


# Decisive wherever they stand, in this order: a "no" must be heard before the verb that it denies.
_FIRST: _Table = (
    (
        _C.REJECTED,
        _any(
            r"\bikke (?:\w+ ){0,2}" + _CONSENT,
            r"\bforkast\w+",
            r"\bnedstemt",
            r"\bafvis(?:t|te)\b",
            r"^\W*afslag\b",
            r"\bg(?:iver?|ives|ivet|av) afslag",
            r"\bbortfald\w*",
        ),
    ),
    (_C.CALLED_UP, _any(r"begær\w* .{0,40}indbragt", r"indbragt for (?:kommunalbestyrelsen|byrådet)")),
    (
        _C.WITHDRAWN,
        _any(
            r"(?:taget|tages|trukket) af dagsordenen",
            r"(?:punktet|sagen) (?:udgår|udgik|blev trukket)",
            r"^\W*(?:udgår|udgik|trukket)\b",
        ),
    ),
    (
        _C.POSTPONED,
        _any(
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
        _any(
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
        _any(r"\banbefal(?:es|er|ede|ing)\w*", r"\bindstille(?:s|r|de)\b", r"\bindstillet\s+godkendt"),
    ),
    (
        _C.NOTED,
        _any(
            r"orientering(?:en)? (?:blev |er )?(?:godkendt|tiltrådt)",
            r"(?:tog|tag(?:es|et)|taget)\b.{0,80}?til efterretning",
            r"til efterretning",
            r"\b(?:blev|er) orienteret",
            r"^\W*(?:orienteret|til orientering)\b",
            r"\borienterede om",
        ),
    ),
    (_C.DISCUSSED, _any(r"\bdrøft(?:et|es|ede)\b", r"\bha(?:vde|r) en dialog\b")),
    (_C.HEARING, _any(r"\bsend(?:t|es)\b.{0,30}\bi (?:\w+ )?høring", r"fremlægges i (?:\w+ )?høring")),
    (
        _C.APPOINTED,
        _any(
            r"^\W*(?:valgt|udpeget)\b",
            r"\bblev (?:valgt|udpeget)",
            r"\budpeg(?:ede|er|es)\b",
            r"\bvalgte\b",
            r"indstillet blev",
        ),
    ),
    (
        _C.ADOPTED,
        _any(
            r"\b" + _CONSENT,
            r"\bbeslutte(?:t|de)\b",
            r"\baftalt(?:e)?\b",
            r"\bbemyndig(?:ede|es|et)\b",
            r"\bfrigive(?:t|s)\b",
        ),
    ),
    (
        _C.REFERRED,
        _any(
            r"(?<!der )\bhenvis(?:t|es) til", r"\bovergår til", r"\bsendes tilbage", r"\boversend(?:t|es)\b"
        ),
    ),
)
# Passing on is the outcome only when the sentence says nothing more.
_PASSED_ON = _any(r"\b(?:frem|tilbage|over|videre)send(?:t|es)\b", r"\bsendes til\b", r"sendt videre")
_AMENDED = _any(
    r"med (?:den|de|følgende|en|en række)\b.{0,40}?(?:ændring|tilføjelse|bemærkning|præcisering)",
    r"med bemærkning(?: om)?,? at",
    r"dog (?:således|med)",
    r",\s*idet\b",
)
# Who was away, who reserved and how single members voted is no outcome of the matter.
_ASIDE = _any(
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
_SINGLE = _any(r"\bkunne (?:ikke )?(?:tiltræde|henholde|tilslutte)", r"\bændringsforslag")
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


_ORIENTATION = _any(
    r"orientering(?:en|erne)? (?:\w+ ){0,6}?(?:godkendes|tages til efterretning|tiltrædes|tages)",
    r"til efterretning",
    r"til orientering",
)
# The points of a proposal: "At 1) ...", "1. at ...".
_POINTS = re.compile(r"(?:^|\s)(?:at\s+)?\d{1,2}[.)]\s", re.IGNORECASE)
_TO_HEARING = _any(r"\bsend(?:t|es)\b.{0,30}\bi (?:\w+ )?høring", r"\bi offentlig høring")
_TO_DISCUSS = _any(r"\bdrøfte[rs]?\b", r"\bdialog om\b")
_TO_COUNCIL = _any(
    r"over for (?:kommunalbestyrelsen|byrådet)",
    r"(?:indstiller|anbefaler) til (?:kommunalbestyrelsen|byrådet)",
)


def effect_of(
    outcome: Outcome, recommendation: str | None, council: bool, council_later: bool
) -> OutcomeClass:
    """What the outcome means for the matter: the same "Tiltrådt" adopts a plan or takes note of news.

    Only words of consent take their meaning from what was proposed.
    """
    kind = outcome.kind
    if kind not in {OutcomeClass.ADOPTED, OutcomeClass.ADOPTED_AMENDED}:
        return kind
    proposed = recommendation or ""
    consents = re.search(_CONSENT, outcome.words, re.IGNORECASE) is not None
    points = _POINTS.split(proposed)[1:] or [proposed]
    more = re.search(_CONSENT, _ORIENTATION.sub("", proposed), re.IGNORECASE) is not None
    if consents and not more and all(_ORIENTATION.search(point) for point in points):
        return OutcomeClass.NOTED
    if not council and (council_later or _TO_COUNCIL.search(proposed)):
        return OutcomeClass.RECOMMENDED
    if consents and not more and _TO_HEARING.search(proposed):
        return OutcomeClass.HEARING
    if consents and not more and _TO_DISCUSS.search(proposed):
        return OutcomeClass.DISCUSSED
    return kind
