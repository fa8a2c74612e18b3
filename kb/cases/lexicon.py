"""Headings of Danish case documents and the sections they open.

The words were gathered from minutes and agendas of several municipalities; spelling, order and
typography vary, so a heading is a whole line that says one of them, whatever the layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.danish.committees import committee_name, find_committees
from kb.danish.dates import find_dates
from kb.datatypes import Date, SectionKind

_K = SectionKind
_WORDS: dict[SectionKind, str] = {
    _K.ROUTE: "sagsgang|sagsforløb|sagsgang og sagstype|behandlingsplan|videre forløb|den videre proces"
    "|politisk behandling|den politiske behandling",
    _K.SUMMARY: "resume|sagsresume|resume og sagens baggrund|sagens kerne|beslutningstema|præsentation"
    "|problemstilling|kort resume|sammenfatning",
    _K.BACKGROUND: "baggrund|sagens opståen|historik|sagshistorik|sagshistorik, henvisninger"
    "|tidligere beslutninger"
    "|sagens baggrund|baggrund for sagen",
    _K.CASE: "sagsfremstilling|sagsbeskrivelse|beskrivelse af sagen|beskrivelse|sagens indhold|løsning"
    "|vurdering"
    "|forvaltningens (?:bemærkninger|vurdering)|administrationens (?:bemærkninger|vurdering)|redegørelse"
    r"|supplerende sagsfremstilling|beslutningsforslag(?: fra .{1,60})?",
    _K.RECOMMENDATION: "indstilling|indstillinger|administrativ indstilling|indstilling/beslutning"
    "|beslutningspunkter?"
    r"|(?:det|der) indstilles(?:,? at)?|[a-zæøåé. ]{4,40} (?:indstiller|anbefaler)(?:,? at|, )?"
    r"|(?:forvaltningens|administrationens|direktionens) (?:anbefaling|indstilling)"
    r"|indstilling fra [^.]{3,70}|[a-zæøå]+s indstilling",
    _K.ALTERNATIVE_RECOMMENDATION: "alternativ(?:e|t)? indstilling(?:er)?|mindretalsindstilling",
    _K.ECONOMY: "økonomi|økonomiske konsekvenser|økonomi og bevilling|økonomiske forhold"
    "|(?:bevillings|budget)mæssige konsekvenser|finansiering",
    _K.STAFF: "personale|personalemæssige konsekvenser|personaleforhold",
    _K.LAW: "lovgrundlag(?: ?[-–] ?link)?|retsgrundlag|lov- og plangrundlag|juridiske forhold"
    "|juridiske aspekter",
    _K.POLICY_LINKS: "sammenhæng til andre politikker(?:/strategier)?(?: og fagområder)?"
    "|sammenhæng til andre politikker og strategier",
    _K.HEARING: "høring|inddragelse og høring|inddragelse|høring og inddragelse|med-inddragelse"
    "|borgerinddragelse"
    "|inddragelse/høring",
    _K.OTHER: "øvrige konsekvenser|andre konsekvenser|konsekvenser|risikovurdering|effekt"
    "|klima (?:&|og) bæredygtighed"
    "|kommunikation|fn's verdensmål|miljømæssige konsekvenser|tidsplan|bæredygtighed"
    "|[a-zæøå]+s afdelings påtegning",
    _K.DECISION: "beslutning|beslutninger|referat|konklusion|beslutningshistorik",
    _K.ATTACHMENTS: "bilag|bilagsliste|bilagsoversigt|vedlagte bilag",
    _K.PRESENT: "deltagere|mødedeltagere|til stede|tilstede|medlemmer|tilstedeværende",
    _K.ABSENT: "afbud|fraværende|fraværende (?:med|uden) afbud|fremmøde og inhabilitet|ikke til stede",
    _K.PROGRAM: "program|programskitse|dagens program|foreløbigt program",
}
_KINDS = tuple((kind, re.compile(f"(?:{words})", re.IGNORECASE)) for kind, words in _WORDS.items())
# Headings that may be followed by their text on the same line, after a colon.
_INLINE = re.compile(
    r"(?:Sagsgang|Sagsfremstilling|Resum[eé]|Indstilling|Beslutning|Afbud|Fraværende"
    r"|Fraværende med afbud|Medlemmer|Deltagere|Mødedeltagere|Til stede"
    r"|Bilag|Økonomi|Økonomiske konsekvenser|Programskitse):(?=\s+\S)"
)
_NUMBERING = re.compile(r"(?:#{1,6}\s+)?(?:\d+(?:\.\d+)*[.)]?\s+)?")
_DATE = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}\.?\s*[a-z]{3,9}\.?\s+\d{4})"
_DECISION_OF = re.compile(
    rf"Beslutning(?:er)?\s*(?:i|fra|af)?\s+(?P<organ>[A-ZÆØÅ].*?),?\s*(?:den\s+|d\.\s*)?(?P<date>{_DATE})"
    r"(?:,?\s*pkt\.?\s*\d+)?\s*:?",
    re.IGNORECASE,
)
_DECISION_BARE_ORGAN = re.compile(r"Beslutning(?:er)?\s+(?:i|fra|af)\s+(?P<organ>[A-ZÆØÅ][^.:]{2,60}?)\s*:?")
_ORGAN_FIRST = re.compile(
    rf"(?P<organ>[A-ZÆØÅ][^,.]{{2,50}}),\s*(?:den\s+)?(?P<date>{_DATE}),?\s*pkt\.?\s*\d+\s*:?"
)
_DATE_FIRST = re.compile(
    rf"(?P<date>{_DATE})\s+(?P<organ>[A-ZÆØÅ][\w ,æøåÆØÅ-]{{2,60}}?)(?:(?P<colon>:)(?=\s)|(?=\s*$))"
)
_ROUTE_ORGAN = re.compile(r"Udvalg:\s*(?P<organ>\S.{2,60})")
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line opens. ``length`` is how much of the line is heading: the rest is the section's text."""

    kind: SectionKind
    length: int
    committee: str | None = None
    date: Date | None = None
    routed: bool = False


def heading_of(line: str) -> Heading | None:
    """The section that ``line`` opens, or None when it is no known heading."""
    stripped = line.rstrip()
    if not stripped:
        return None
    if len(stripped) <= _LONGEST:
        whole = _decision_heading(stripped) or _lexicon_heading(stripped)
        if whole:
            return whole
    dated = _DATE_FIRST.match(stripped)
    if dated and dated["colon"] and find_committees(dated["organ"]):
        return _decision(dated, dated.end())
    inline = _INLINE.match(stripped)
    if inline:
        kind = kind_of_words(inline.group())
        return Heading(kind, inline.end()) if kind else None
    return None


def kind_of_words(words: str) -> SectionKind | None:
    """The section kind that the words of a heading stand for, numbering and colon aside."""
    numbered = _NUMBERING.match(words)
    bare = words[numbered.end() if numbered else 0 :].strip(" \t*_:").replace("é", "e").replace("É", "E")
    bare = re.sub(r"\s+", " ", bare).replace("\u2019", "'")
    if not bare:
        return None
    for kind, pattern in _KINDS:
        if pattern.fullmatch(bare):
            return kind
    return None


def _lexicon_heading(line: str) -> Heading | None:
    """A heading that is one of the known words."""
    kind = kind_of_words(line)
    # A heading begins with a capital letter, a number or markup; "baggrund" alone is a word of a sentence.
    if kind is None or line.lstrip("#* \t")[:1].islower():
        return None
    return Heading(kind, len(line))


def _decision_heading(line: str) -> Heading | None:
    """A decision heading that names who decided, and mostly when."""
    start = len(line) - len(line.lstrip("#* \t"))
    text = line[start:].rstrip("* ")
    for pattern in (_DECISION_OF, _ORGAN_FIRST):
        match = pattern.fullmatch(text)
        if match and find_dates(match["date"]):
            return _decision(match, len(line))
    bare = _DECISION_BARE_ORGAN.fullmatch(text)
    if bare and find_committees(bare["organ"]):
        return Heading(SectionKind.DECISION, len(line), committee_name(bare["organ"]))
    dated = _DATE_FIRST.fullmatch(text)
    if dated and (find_committees(dated["organ"]) or dated["organ"].endswith("møde")):
        return _decision(dated, len(line))
    routed = _ROUTE_ORGAN.fullmatch(text)
    if routed and find_committees(routed["organ"]):
        return Heading(SectionKind.DECISION, len(line), committee_name(routed["organ"]), routed=True)
    return None


def _decision(match: re.Match[str], length: int) -> Heading:
    """The decision heading with the organ and the date that ``match`` found."""
    organ = match["organ"].strip(" ,")
    dates = find_dates(match["date"])
    return Heading(
        SectionKind.DECISION, length, committee_name(organ) or organ, dates[0].date if dates else None
    )
