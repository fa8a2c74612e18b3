"""Words that turn a statement round or weaken it: none of them may be lost, added or moved."""

from __future__ import annotations

import re

# A sentence never stands without these where its source has them, in whatever clause.
_NEVER_LOST = re.compile(
    r"""(?:
      ikke|ej|aldrig|ingen|intet|hverken|heller|nej|næppe|uden|undtag\w*|bortset|modsat|forkert\w*
    | fejlagtig\w*
    | indstil\w*|anbefal\w*|foresl\w*|\w*forslag\w*|oplæg\w*|anmod\w*|henstil\w*|opfordr\w*
    | \w*udkast\w*|ansøg\w*|ønsk\w*|begær\w*|høring\w*
    | afvis\w*|forkast\w*|afsl(?:å|og|ag)\w*|nedstem\w*|bortfald\w*|frafald\w*|tr(?:uk|æk)ke\w*
    | udgå\w*|opgiv\w*
    | udsæt\w*|udsat\w*|udsky\w*|udskud\w*|bero|standse\w*|aflys\w*|oversend\w*|henvis\w*|hjemvis\w*
    | hvis|såfremt|forudsat\w*|forudsæt\w*|medmindre|betinge\w*|dog|men|kun|alene|højst|mindst
    | maksimal\w*|minimum|maksimum|først|foreløbig\w*|delvis\w*|midlertidig\w*|eventuel\w*|muligvis
    | måske|formentlig|næsten|cirka|ca|omtrent|hvorvidt|enten|ellers|tidligere|hidtil\w*|fhv
    | forhenværende|fungerende|konstituere\w*|kommende|fremtidig\w*|såkaldt\w*
    | oplys\w*|mener|mente|vurder\w*|siger|sagde|påst\w*|hævd\w*|ifølge|bemærk\w*|anfør\w*
    | tilkendegiv\w*|kritiser\w*|frygt\w*|håb\w*|tvivl\w*
    | forvent\w*|planlæg\w*|planlagt\w*|påtænk\w*|ventes
    | imod|blank\w*|undlod|undlad\w*|flertal\w*|mindretal\w*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# These belong to their clause: what is left out with the clause takes them along.
_OF_CLAUSE = frozenset(
    """
    skal skulle kan kunne vil ville bør burde må måtte er var bliver blev blevet har havde været får fik eller
    """.split()
)
PASSIVE = frozenset({"blev", "er", "bliver", "blevet", "har", "været"})
"""What makes a decision of a participle: "Indstillingen blev godkendt"."""

PROPOSING = re.compile(
    r"\b(?:indstil\w*|anbefal\w*|foresl\w*|\w*forslag\w*|oplæg\w*|\w*udkast\w*|anmod\w*)", re.IGNORECASE
)
PLANNING = re.compile(
    r"\b(?:skal|vil|forvent\w*|planlæg\w*|planlagt\w*|efter planen|påtænk\w*|inviteres|ventes)\b",
    re.IGNORECASE,
)


def is_never_lost(word: str) -> bool:
    """Whether no statement made from a sentence may leave the word out, wherever in it the word stands."""
    return _NEVER_LOST.fullmatch(word) is not None


def is_operator(word: str) -> bool:
    """Whether the word turns, weakens, places in time or alternates what its clause says."""
    return word.lower() in _OF_CLAUSE or is_never_lost(word)
