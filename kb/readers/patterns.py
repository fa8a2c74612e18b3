"""What a line looks like: list marks, headings, sentence ends, clock times, links."""

from __future__ import annotations

import re

_MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|nov|dec"
)
BULLET_ALONE = re.compile("^[•●▪◦‣∙·–\\-*\uf0b7\uf0a7\uf0d8\uf02d]$")
BULLET = re.compile("^(?:[•●▪◦‣∙\uf0b7\uf0a7\uf0d8\uf02d]\\s*|[–\\-*o]\\s+)(?=\\S)")
# "1. januar 2026" at a line start is a date, not the first item of a list.
NUMBER = re.compile(rf"^(?:\d{{1,2}}[.)]|[a-zæøå]\)|\([a-z0-9]\))\s+(?!(?:{_MONTHS})\b)(?=\S)", re.IGNORECASE)
NUMBER_ALONE = re.compile(r"^(?:\d{1,2}[.)]|[a-z]\))$")
AT_ITEM = re.compile(r"^[Aa]t \d{1,2}\)\s")
END_MARK = re.compile(r"[.!?:;…”\"»)]$")
CLOCK = re.compile(r"^\d{1,2}[.:]\d{2}(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?:?\s+[A-ZÆØÅa-zæøå]")
URL_ALONE = re.compile(r"^https?://\S+$")
PAGE_NUMBER = re.compile(
    r"^(?:[-–]\s*)?(?:side|s\.)?\s*\d{1,4}(?:\s*(?:af|/|of|ud af)\s*\d{1,4})?(?:\s*[-–])?$", re.IGNORECASE
)

_HEADING_WORDS = (
    r"sagsfremstilling|sags(?:gang|forløb|resumé|resume|historik|beskrivelse|fremlæggelse)"
    r"|sagens (?:kerne|opståen|indhold|baggrund)|beskrivelse(?: af sagen)?|resumé|resume"
    r"|resum[eé] og sagens baggrund|baggrund(?: for sagen)?|historik|problemstilling|præsentation|løsning"
    r"|beslutningstema|vurdering|konklusion|begrundelse|forslag"
    r"|indstilling(?:er)?|administrativ indstilling|alternativ indstilling|indstilling og beslutning"
    r"|beslutningspunkter|beslutningskompetence|beslutningshistorik|beslutning(?:er)?"
    r"|beslutning(?:er)?\s*(?:i|fra|af|:)?\s*[A-ZÆØÅ].*\d{4}.*|beslutning (?:i|fra) .{3,80}"
    r"|tidligere beslutning\w*|behandlingsplan|(?:det )?(?:videre|den videre) (?:forløb|proces)|tidsplan"
    r"|økonomi|(?:økonomiske|bevillingsmæssige|budgetmæssige|personalemæssige|øvrige|miljømæssige|sociale"
    r"|sundhedsmæssige|juridiske|organisatoriske|ligestillingsmæssige) konsekvenser"
    r"|konsekvenser|personale|personaleforhold|risikovurdering|effekt|kommunikation"
    r"|klima(?: og| &) bæredygtighed"
    r"|lovgrundlag(?: [–-] link)?|retsgrundlag|lov- og plangrundlag|lovgivning|kompetence"
    r"|sammenhæng (?:til|med) .{3,100}"
    r"|høring|inddragelse|inddragelse og høring|høring og inddragelse|med-inddragelse"
    r"|bilag|bilagsliste|bilagsoversigt|deltagere|mødedeltagere|til stede|afbud|fraværende"
    r"|fraværende (?:med|uden) afbud|program|programskitse|dagsorden|indholdsfortegnelse|eventuelt"
    r"|forvaltningens (?:bemærkninger|vurdering)|borgmesterens afdelings påtegning|påtegning"
)
HEADING = re.compile(rf"^(?:\d+(?:\.\d+)*\.?\s+)?(?:{_HEADING_WORDS})\s*:?$", re.IGNORECASE)
# A row of its own, however long the line before it is. An item may be closed, which nobody sees once it is
# a part of a sentence.
_ITEM = re.compile(
    r"(?:Punkt|Pkt\.?|Sag(?:s?nr\.| nr\.)?|Bilag|Ad) (?:nr\. )?\d{1,3}[a-z]?"
    r"(?:\s?[:–-](?:\s|$)|\.? \(?[A-ZÆØÅ])"
    r"|\d{1,3}[.:)]? (?:\(?(?:Lukket|Åbent?)\b|.*\((?:[Ll]ukket|[Åå]bent?)(?: punkt| sag)?\)$)"
    r"|(?:Lukket|Åbent?)(?: (?:punkt|sag|dagsorden))?(?::|$)"
)
_LABEL = re.compile(
    r"(?!(?:De[tnr]?|Dette|Disse|Her|Heraf|Vi|Man|Som|Følgende|Og|At)\b)"
    r"[A-ZÆØÅ][\wæøå./-]*(?: [\wæøå./-]+){0,2}:(?=\s|$)"
)
# A line that ends so goes on with whatever stands below it.
CUT = re.compile(
    r"(?:[,(-]|\b(?:og|i|af|for|til|på|med|den|det|de|en|et|om|ved|under|samt|eller|fra|som|at|der|mellem))$"
)
_WORD = re.compile(r"[^\W\d_]+")
_NOT_TITLE = re.compile(
    r"^(?:kære\b|hej\b|med venlig hilsen|venlig hilsen|mvh\b|åben\b|åbent\b|lukket\b"
    r"|(?:man|tirs|ons|tors|fre|lør|søn)dag\b)|\b\d{1,2}[.:]\d{2}\s*[-–]\s*\d{1,2}[.:]\d{2}\b",
    re.IGNORECASE,
)


def is_heading(line: str) -> bool:
    """Whether the whole line is a section heading of Danish case documents."""
    if len(line) > 140 or line.endswith((".", ",")) or not (line[:1].isupper() or line[:1].isdigit()):
        return False
    return HEADING.match(line) is not None


def is_capitals(line: str) -> bool:
    """Whether the line is a heading in capitals ("INDSTILLING FRA ..."), not a row of abbreviations."""
    if not 5 <= len(line) <= 140 or line.endswith(".") or line != line.upper():
        return False
    return any(len(word) >= 5 for word in _WORD.findall(line))


def could_be_title(line: str) -> bool:
    """Whether a short line may be an unknown sub-heading: a capital first, no sentence end, no greeting."""
    if not 3 <= len(line) <= 90 or not line[0].isupper():
        return False
    return not line.endswith((".", ",", ":", ";", "!", "…")) and _NOT_TITLE.search(line) is None


def is_list_item(line: str) -> bool:
    """Whether the line begins with a bullet or a number."""
    return bool(BULLET.match(line) or NUMBER.match(line) or AT_ITEM.match(line))


def is_label(before: str, line: str) -> bool:
    """Whether the line begins with a label ("Udvalg:", "Punkt 4: ...") and ``before`` leads up to none."""
    if _ITEM.match(line):
        return True
    return _LABEL.match(line) is not None and CUT.search(before) is None
