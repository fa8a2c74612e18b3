"""Names of committees and councils: the one form each is filed under, whatever the text calls it."""

from __future__ import annotations

import re
from dataclasses import dataclass

BYRAAD = "Byrådet"
KOMMUNALBESTYRELSE = "Kommunalbestyrelsen"
# The municipal council, which decides finally; a municipality calls it by one of these names.
COUNCILS = frozenset({BYRAAD, KOMMUNALBESTYRELSE, "Borgerrepræsentationen", "Regionsrådet"})

_FIXED: tuple[tuple[str, str], ...] = (
    ("Hovedudvalget", r"(?:med-)?hoved-?udvalg(?:et)?|hoved-?med(?:-?udvalg(?:et)?)?"),
    ("Økonomiudvalget", r"(?:ø|oe)konomiudvalg(?:et)?"),
    (KOMMUNALBESTYRELSE, r"kommunalbestyrelse[nr]?"),
    (BYRAAD, r"(?:(?-i:[A-ZÆØÅ][a-zæøå]+ ))?by-?r(?:å|aa)d(?:et)?"),
    ("Lokaludvalget", r"lokal(?:med)?udvalg(?:et)?"),
    ("Områdeudvalget", r"omr(?:å|aa)deudvalg(?:et)?"),
    ("Magistraten", r"magistrat(?:en)?"),
    ("Direktionen", r"direktion(?:en)?"),
    ("Borgerrepræsentationen", r"borgerrepr(?:æ|ae)sentation(?:en)?"),
    ("Regionsrådet", r"regionsr(?:å|aa)d(?:et)?"),
    ("Ældrerådet", r"(?:æ|ae)ldrer(?:å|aa)d(?:et)?"),
    ("Handicaprådet", r"handicapr(?:å|aa)d(?:et)?"),
    ("Seniorrådet", r"seniorr(?:å|aa)d(?:et)?"),
    ("Udsatterådet", r"(?:udsatter(?:å|aa)d(?:et)?|r(?:å|aa)det for socialt udsatte)"),
    ("Integrationsrådet", r"integrationsr(?:å|aa)d(?:et)?"),
)
# Abbreviations stand for committees in capitals only.
_SHORT = {
    "HU": "Hovedudvalget",
    "HMU": "Hovedudvalget",
    "LMU": "Lokaludvalget",
    "ØK": "Økonomiudvalget",
    "ØU": "Økonomiudvalget",
    "KB": KOMMUNALBESTYRELSE,
    "BR": "Borgerrepræsentationen",
    "BY": BYRAAD,
}
# Two-letter words that are a committee only in a list of them ("ØK/BY").
_ONLY_IN_LISTS = frozenset({"BY", "BR"})
_NAME = r"[^\W\d_]+"
_JOINED = rf"{_NAME}-(?:, {_NAME}-)*,? og {_NAME}"
_GENERIC = rf"(?:{_JOINED}udvalg(?:et)?|{_NAME}(?: og {_NAME})?-udvalg(?:et)?|{_NAME}udvalg(?:et)?)"
_TWO_WORDS = r"[A-ZÆØÅ][^\W\d_]+(?: og [A-ZÆØÅ][^\W\d_]+)? (?:[Uu]dvalg(?:et)?|UDVALG(?:ET)?)"
# "Udvalget for Sundhed og Omsorg": the field is written with capitals, else any sentence might follow.
_FIELD = r"[A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+){0,2}"
_NAMED_FOR = rf"[Uu]dvalget for {_FIELD}(?:, {_FIELD})*(?:,? og {_FIELD})?"
_PATTERN = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<fixed{at}>(?i:{form}))" for at, (_, form) in enumerate(_FIXED))
    + rf"|(?P<short>{'|'.join(_SHORT)})(?!\d)|(?P<generic>(?i:{_GENERIC}))|(?P<two>{_TWO_WORDS})"
    + rf"|(?P<field>{_NAMED_FOR})"
    + r")(?:s|’s|'s)?(?!\w|-(?!mød|beslutning|referat|dagsorden|punkt|sag))"
)
# Words that end in -udvalg and name no particular committee.
_NO_NAME = re.compile(
    r"(?:fag|under|arbejds|styre|forligs|med-|med|stående|politiske?|andre|flere|alle|relevante|"
    r"det|dette|et|hvert|hvilket|hvilke|disse|pågældende|nye|enkelte|samlede|fælles|opgave|praksisplan|trio|vare|ud)"
    r"-? ?udvalg(?:et)?",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"{_NAME}")


@dataclass(frozen=True, slots=True)
class CommitteeMention:
    """A committee named at ``start:end``; ``name`` is the form it is filed under."""

    start: int
    end: int
    name: str


def find_committees(text: str) -> list[CommitteeMention]:
    """The committees that ``text`` names, in order. "Aarhus Byråd" is Byrådet: each municipality has one."""
    found = []
    for match in _PATTERN.finditer(text):
        name = _canonical(match, text)
        if name:
            found.append(CommitteeMention(match.start(), match.end(), name))
    return found


def committee_name(text: str) -> str | None:
    """The first committee that ``text`` names, or None."""
    found = find_committees(text)
    return found[0].name if found else None


def _canonical(match: re.Match[str], text: str) -> str | None:
    """The form that a match is filed under, or None when it names no particular committee."""
    short = match["short"]
    if short:
        return _SHORT[short] if _stands_for_committee(short, match, text) else None
    for at, (name, _) in enumerate(_FIXED):
        if match[f"fixed{at}"]:
            return name
    if match["field"]:
        return "U" + match["field"][1:]
    words = match["generic"] or match["two"]
    if words.isupper():
        words = words.lower()
    if _NO_NAME.fullmatch(words):
        return None
    if match["two"]:
        return _titled(re.sub(r"udvalg(?:et)?$", "Udvalg", words, flags=re.IGNORECASE))
    return _titled(words if words.endswith("et") else words + "et")


def _stands_for_committee(short: str, match: re.Match[str], text: str) -> bool:
    """Whether an abbreviation is a committee here: not a unit ("32 KB"), and not a plain word in capitals."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    if before[-1:].isdigit():
        return False
    if short not in _ONLY_IN_LISTS:
        return True
    return bool(
        re.search(r"\b(?:HU|HMU|ØK|ØU|[A-ZÆØÅ]{2,4}U)\s*[,/]$", before)
        or re.match(r"[,/]\s*(?:ØK|ØU|HU)\b", after)
    )


def _titled(name: str) -> str:
    """The name with a capital letter in every word but "og"; spelling varies between documents."""
    return _PARTS.sub(lambda m: m[0] if m[0] in {"og", "udvalget"} else m[0][0].upper() + m[0][1:], name)
