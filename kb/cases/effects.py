"""What an outcome means for the matter, once it is read together with what was proposed."""

from __future__ import annotations

from collections.abc import Iterable

from kb.cases.outcomes import Outcome
from kb.cases.proposals import points_of
from kb.cases.wording import CONSENT, any_of
from kb.datatypes import OutcomeClass

_C = OutcomeClass
_ADOPTS = frozenset({_C.ADOPTED, _C.ADOPTED_AMENDED})
_ORIENTATION = any_of(
    r"orientering(?:en|erne)?\b[^;]{0,90}?\b(?:godkendes|tages til efterretning|tiltrædes|tages|godkender)",
    r"\b(?:godkender|tiltræder) orientering\w*",
    r"\btil (?:efterretning|orientering)\b",
    r"^\W*(?:at )?(?:\w+ )?orienteres om\b",
)
_TO_HEARING = any_of(
    r"\b(?:ud)?send(?:t|es|er|e)\b[^;]{0,90}?\bi (?:[\w.-]+ ){0,4}?\w*høring",
    r"\bi (?:\w+ )?offentlig høring",
    r"\bfremlægges\b[^;]{0,60}høring",
)
_TO_DISCUSS = any_of(r"\bdrøfte[rs]?\b", r"\bdialog om\b", r"\btemadrøft\w+")
_TO_POSTPONE = any_of(r"\b(?:sagen|punktet|behandlingen)\b[^;,]{0,40}\b(?:udsættes|udskydes|sættes i bero)")
_TO_REFER = any_of(
    r"\b(?:oversendes|henvises|indgår|medtages) (?:\w+ ){0,3}?(?:til|i) (?:\w+ ){0,3}?(?:budget\w*"
    r"|udvalget|\w+udvalget)"
)
_TO_REJECT = any_of(
    r"\b(?:forslaget|ansøgningen|anmodningen|\w*forslag|indsigelsen)\b[^;,]{0,60}?\b(?:afvises|afslås"
    r"|forkastes|ikke (?:godkendes|imødekommes|vedtages"
    r"|tiltrædes|fremmes))",
    r"\b(?:gives|meddeles|giver|meddeler) (?:\w+ )?afslag\b|\bikke (?:gives"
    r"|meddeles) (?:\w+ ){0,2}(?:tilladelse|dispensation|tilskud|støtte)",
)
_TO_APPOINT = any_of(
    r"\b(?:udpege[rs]?|vælge[rs]?|udpegning af|valg af)\b[^;]{0,80}\b(?:medlem|repræsentant|formand"
    r"|suppleant|stedfortræder|person)\w*"
)
_TO_RECOMMEND = any_of(
    r"\bat (?:[\w-]+ ){0,4}?[\wæøå]*(?:udvalget|magistraten) (?:[\w-]+ ){0,4}?(?:anbefaler|indstiller)\b",
    r"^\W*(?:udvalget|magistraten) (?:anbefaler|indstiller)\b",
)
# What an administration answers to a proposal may advise for it or against it.
_ANSWER = any_of(
    r"\bhenhold\w* sig til\b[^.;]{0,90}?\b(?:udtalelse|svar|besvarelse)(?:n|t|et|en)?\b",
    r"\b(?:tiltr|tilslut|godkend|følge)\w*\b[^.;]{0,90}?\b[\wæøå]+s (?:udtalelse|svar|besvarelse)\b"
    r"(?! til\b)",
)
_DRAFT = any_of(r"\b(?:forslag\w*|udkast\w*|[\w-]*forslag(?:et)?)\b")
_ENDS = any_of(r"\bendelig\w*\b")
_TO_COUNCIL = any_of(
    r"over ?for (?:kommunalbestyrelsen|byrådet|borgerrepræsentationen|regionsrådet)",
    r"\b(?:indstiller|anbefaler|indstilles|anbefales) til (?:\w+ )?(?:kommunalbestyrelsen|byrådet"
    r"|borgerrepræsentationen)",
    r"\b(?:byrådet|kommunalbestyrelsen|borgerrepræsentationen|regionsrådet) (?:godkender|vedtager"
    r"|tiltræder|beslutter|bevilger|meddeler|giver|frigiver|tager|drøfter|optager|anmoder"
    r"|udpeger|vælger|afviser)",
)
_WEIGHT = (
    _C.ADOPTED_AMENDED,
    _C.ADOPTED,
    _C.RECOMMENDED,
    _C.HEARING,
    _C.REFERRED,
    _C.POSTPONED,
    _C.REJECTED,
    _C.APPOINTED,
    _C.WITHDRAWN,
    _C.CALLED_UP,
    _C.NOTED,
    _C.DISCUSSED,
    _C.PROCEDURAL,
    _C.NARRATIVE,
    _C.MISSING,
)
# Points that were proposed for adoption and did not get it.
_NOT_CARRIED = frozenset({_C.REJECTED, _C.POSTPONED, _C.REFERRED, _C.WITHDRAWN, _C.HEARING})


def effect_of(
    outcome: Outcome, recommendation: str | None, council: bool, council_later: bool
) -> OutcomeClass:
    """What the outcome means for the matter: the same "Tiltrådt" adopts a plan or takes note of news.

    Only words of consent take their meaning from what was proposed, point by point; of points of several
    kinds the weightiest tells. ``recommendation`` is the whole proposal, or the point that is decided.
    Consent in a committee to what the council is to settle recommends it. Consent to an answer to somebody's
    proposal does not adopt the proposal: the answer may advise against it.
    """
    if outcome.kind not in _ADOPTS:
        return outcome.kind
    consents = CONSENT.search(outcome.words) is not None
    points = tuple(point.text for point in points_of(recommendation or ""))
    meant = _of_proposal(points) if consents and recommendation else _C.ADOPTED
    if meant is _C.NOTED:
        return meant
    if (
        not council
        and meant not in {_C.DISCUSSED, _C.POSTPONED}
        and (council_later or to_council(recommendation))
    ):
        return _C.RECOMMENDED
    if meant in _ADOPTS and _ANSWER.search(outcome.words):
        return _C.NARRATIVE if council else _C.RECOMMENDED
    return outcome.kind if meant is _C.ADOPTED else meant


def to_council(recommendation: str | None) -> bool:
    """Whether a proposal is put before the council, or says what the council does."""
    return _TO_COUNCIL.search(recommendation or "") is not None


def combined(kinds: Iterable[OutcomeClass]) -> OutcomeClass:
    """The class of a decision whose points were decided differently.

    Adopted in part is adopted with amendments; adopted beside recommended goes on to the council and is
    recommended; else the weightiest tells, down to what was noted or discussed.
    """
    told = set(kinds)
    if told & _ADOPTS:
        if told & _NOT_CARRIED:
            return _C.ADOPTED_AMENDED
        if _C.RECOMMENDED in told:
            return _C.RECOMMENDED
    return next((kind for kind in _WEIGHT if kind in told), _C.NARRATIVE)


def _of_proposal(points: tuple[str, ...]) -> OutcomeClass:
    """What consent to all of the points amounts to.

    A draft that is approved to be sent out for comments is in hearing and not adopted.
    """
    kinds = [_asks(point) for point in points]
    if _C.HEARING in kinds and all(
        kind is not _C.ADOPTED or (_DRAFT.search(point) and not _ENDS.search(point))
        for kind, point in zip(kinds, points, strict=True)
    ):
        return _C.HEARING
    return next((kind for kind in _WEIGHT if kind in kinds), _C.ADOPTED)


def _asks(point: str) -> OutcomeClass:
    """What consent to one point of a proposal amounts to."""
    if _TO_REJECT.search(point):
        return _C.REJECTED
    if _ORIENTATION.search(point):
        rest = _ORIENTATION.sub(" ", point)
        return _C.NOTED if not CONSENT.search(rest) else _C.ADOPTED
    if _TO_HEARING.search(point):
        rest = _TO_HEARING.sub(" ", point)
        return (
            _C.HEARING
            if not CONSENT.search(rest) or (_DRAFT.search(point) and not _ENDS.search(point))
            else _C.ADOPTED
        )
    if _TO_POSTPONE.search(point):
        return _C.POSTPONED
    if _TO_RECOMMEND.search(point):
        return _C.RECOMMENDED
    if CONSENT.search(point):
        return _C.ADOPTED
    if _TO_REFER.search(point):
        return _C.REFERRED
    if _TO_APPOINT.search(point):
        return _C.APPOINTED
    return _C.DISCUSSED if _TO_DISCUSS.search(point) else _C.ADOPTED
