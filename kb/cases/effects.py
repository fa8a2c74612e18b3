"""What an outcome means for the matter, once it is read together with what was proposed."""

from __future__ import annotations

import re

from kb.cases.outcomes import CONSENT, Outcome, any_of
from kb.datatypes import OutcomeClass

_CONSENT = re.compile(CONSENT, re.IGNORECASE)
_ORIENTATION = any_of(
    r"orientering(?:en|erne)? (?:\w+ ){0,6}?(?:godkendes|tages til efterretning|tiltrædes|tages)",
    r"til efterretning",
    r"til orientering",
)
_TO_HEARING = any_of(r"\bsend(?:t|es)\b.{0,30}\bi (?:\w+ )?høring", r"\bi offentlig høring")
_TO_DISCUSS = any_of(r"\bdrøfte[rs]?\b", r"\bdialog om\b")
_TO_COUNCIL = any_of(
    r"over for (?:kommunalbestyrelsen|byrådet)",
    r"(?:indstiller|anbefaler) til (?:kommunalbestyrelsen|byrådet)",
    r"(?:byrådet|kommunalbestyrelsen) (?:godkender|vedtager|tiltræder|beslutter|bevilger|meddeler)",
)
# The points of a proposal: "At 1) ...", "1. at ...".
_POINTS = re.compile(r"(?:^|\s)(?:at\s+)?\d{1,2}[.)]\s", re.IGNORECASE)


def effect_of(
    outcome: Outcome, recommendation: str | None, council: bool, council_later: bool
) -> OutcomeClass:
    """What the outcome means for the matter: the same "Tiltrådt" adopts a plan or takes note of news.

    Only words of consent take their meaning from what was proposed, and only when every point of the
    proposal is of that kind.
    """
    if outcome.kind not in {OutcomeClass.ADOPTED, OutcomeClass.ADOPTED_AMENDED}:
        return outcome.kind
    proposed = recommendation or ""
    consents = _CONSENT.search(outcome.words) is not None
    if consents and _only(_ORIENTATION, proposed):
        return OutcomeClass.NOTED
    if not council and (council_later or _TO_COUNCIL.search(proposed)):
        return OutcomeClass.RECOMMENDED
    if consents and _only(_TO_HEARING, proposed):
        return OutcomeClass.HEARING
    if consents and _only(_TO_DISCUSS, proposed):
        return OutcomeClass.DISCUSSED
    return outcome.kind


def _only(wording: re.Pattern[str], proposed: str) -> bool:
    """Whether every point of a proposal is of that wording, and none asks for more."""
    points = _POINTS.split(proposed)[1:] or [proposed]
    return all(wording.search(point) and not _CONSENT.search(wording.sub("", point)) for point in points)
