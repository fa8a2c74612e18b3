"""Committees in the looser spelling of questions: small letters, missing hyphens, å and ø typed otherwise."""

from __future__ import annotations

import re

from kb.danish.committees import COUNCILS, CommitteeMention, committee_name, find_committees

_SUBJECT = (
    r"(?:teknik|miljø|klima|kultur|fritids?|børne?|unge|ungdoms?|familie|social|sundheds?|ældre|skole|beskæftigelses?|"
    r"erhvervs?|plan|by|natur|voksen|handicap|økonomi|uddannelses?|forebyggelses?|omsorgs?|psykiatri|landdistrikts?|"
    r"idræts?|digitaliserings?|arbejdsmarkeds?|integrations?|trafik|udviklings?|forsynings?|ejendoms?|turisme)"
)
_PAPER = r"(?:møde\w*|beslutning\w*|referat\w*|dagsorden\w*|punkt\w*|version\w*|udgave\w*|sag\w*)"
_END = rf"(?:s|’s|'s)?(?!\w|-(?!{_PAPER}))"
# Each form with the name that it is another spelling of.
_LOOSE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{form}){_END}", re.IGNORECASE), name)
    for form, name in (
        (rf"(?:ø|oe|o)konomi[ -]?udvalg(?:et|s{_PAPER})?", "Økonomiudvalget"),
        (rf"hoved[ -]?udvalg(?:et|s{_PAPER})?|hoved med[ -]?udvalg(?:et)?", "Hovedudvalget"),
        (rf"lokal[ -]?udvalg(?:et|s{_PAPER})?", "Lokaludvalget"),
        (r"omr(?:å|aa|a)de[ -]?udvalg(?:et)?", "Områdeudvalget"),
        (rf"kommunal[ -]?bestyrelse(?:[nr]|s{_PAPER})?", "Kommunalbestyrelsen"),
        (rf"by-?rad(?:et)?|by[ -]r(?:å|aa)d(?:et)?|byr(?:å|aa)ds{_PAPER}", "Byrådet"),
        (r"teknisk udvalg(?:et)?", "Teknisk Udvalg"),
        (r"socialt? udvalg(?:et)?", "Socialudvalget"),
        (r"ø[ku]|oe[ku]", "Økonomiudvalget"),
        (r"hu|hmu", "Hovedudvalget"),
        (r"lmu", "Lokaludvalget"),
        # Not a size ("32 kb").
        (r"(?<!\d )kb", "Kommunalbestyrelsen"),
    )
)
_UNHYPHENED = re.compile(
    rf"(?<![\w-])({_SUBJECT})-?(?:, ({_SUBJECT})-?)? og ({_SUBJECT}) ?udvalg(?:et)?s?(?![\w-])", re.IGNORECASE
)


def committees_in_question(question: str) -> list[CommitteeMention]:
    """The committees that a question names, in order and apart, also where it spells them loosely."""
    found = _loose(question)
    found += [each for each in find_committees(question) if not _meets(each, found)]
    return sorted(found, key=lambda mention: mention.start)


def same_council(name: str) -> frozenset[str]:
    """The names that the municipal council called ``name`` may be filed under; only ``name`` for a committee.

    A municipality has one council, and people call it byråd and kommunalbestyrelse alike.
    """
    return COUNCILS - {"Regionsrådet"} if name in COUNCILS - {"Regionsrådet"} else frozenset({name})


def _loose(question: str) -> list[CommitteeMention]:
    """The committees in a spelling that case documents do not use."""
    found: list[CommitteeMention] = []
    for match in _UNHYPHENED.finditer(question):
        words = [word for word in match.groups() if word]
        joined = ", ".join(f"{word}-" for word in words[:-1]) + f" og {words[-1]}udvalget"
        name = committee_name(joined)
        if name:
            found.append(CommitteeMention(match.start(), match.end(), name))
    for pattern, name in _LOOSE:
        for match in pattern.finditer(question):
            mention = CommitteeMention(match.start(), match.end(), name)
            if not _meets(mention, found):
                found.append(mention)
    return found


def _meets(mention: CommitteeMention, others: list[CommitteeMention]) -> bool:
    """Whether the mention shares a letter with one of the others."""
    return any(mention.start < each.end and each.start < mention.end for each in others)
