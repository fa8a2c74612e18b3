"""Headings of Danish case documents and the sections they open.

The words were gathered from minutes and agendas of several municipalities; spelling, order and
typography vary, so a heading is a whole line that says one of them, whatever the layout.
"""

from __future__ import annotations

import re

from kb.cases.deciding import Heading, decision_heading
from kb.datatypes import SectionKind

_K = SectionKind
_CONSEQUENCES = "(?:konsekvenser|forhold|aspekter|overvejelser|bemærkninger)"
_WORDS: dict[SectionKind, str] = {
    _K.ROUTE: "(?:politisk )?sagsgang|(?:tidligere )?sagsforløb|sagsgang og sagstype|sagens gang"
    "|(?:sagens |det )?videre (?:forløb|sagsforløb|proces|behandling)|behandlingsplan|behandlingsforløb"
    "|den videre (?:proces|behandling|sagsgang)|(?:den )?politiske? (?:behandling|proces|sagsgang)",
    _K.SUMMARY: "(?:kort )?(?:sags)?resume|resume og sagens baggrund|sagens kerne|beslutningstema"
    "|problemstilling|sammenfatning|kort om sagen|præsentation(?: af sagen)?|hvad handler sagen om\??",
    _K.BACKGROUND: "(?:sagens )?baggrund|baggrund for sagen|sagens opståen"
    "|(?:sags)?historik(?:, henvisninger)?"
    "|tidligere (?:beslutninger|behandling(?:er)?)|henvisninger|forhistorie|baggrund og formål",
    _K.CASE: "(?:supplerende )?sags(?:fremstilling|beskrivelse|redegørelse)|beskrivelse(?: af sagen)?"
    "|sagens indhold|løsning|(?:faglig )?vurdering|redegørelse|fremstilling"
    "|(?:forvaltningens|administrationens|direktionens)"
    " (?:bemærkninger|(?:samlede )?vurdering(?:er)?|overvejelser|kommentarer)"
    "|supplerende (?:bemærkninger|oplysninger)|beslutningsforslag(?: fra .{1,60})?",
    _K.RECOMMENDATION: "indstilling(?:er|en)?|administrativ indstilling|indstilling/beslutning"
    "|beslutningspunkt(?:er)?|forslag til (?:beslutning|indstilling)|indstillingspunkter"
    r"|(?:det|der) indstilles(?:,? at)?|[a-zæøåé. ]{4,40} (?:indstiller|anbefaler)(?: (?:til"
    r"|over for) [a-zæøå-]+)?(?:,? at|,)?"
    r"|(?:forvaltningens|administrationens|direktionens) (?:anbefaling|indstilling)"
    r"|indstilling fra [^.]{3,70}|[a-zæøå]+s indstilling",
    _K.ALTERNATIVE_RECOMMENDATION: "alternativ(?:e|t)? indstilling(?:er)?|mindretalsindstilling"
    "|ændringsforslag fra .{1,60}",
    _K.ECONOMY: f"økonomi(?:ske?)?|økonomisk(?:e|) (?:{_CONSEQUENCES}|konsekvens|vurdering)"
    "|økonomi og (?:bevilling(?:er)?|finansiering|personale)"
    f"|økonomiske og personalemæssige {_CONSEQUENCES}"
    f"|(?:bevillings|budget|afledte drifts)mæssige {_CONSEQUENCES}"
    "|finansiering|bevilling(?:er)?|budgetkonsekvenser"
    "|økonomi, (?:personale|herunder) .{3,40}",
    _K.STAFF: f"personale(?:mæssige {_CONSEQUENCES}|forhold|konsekvenser)?|hr(?:-mæssige)? konsekvenser"
    "|konsekvenser for personalet|arbejdsmiljømæssige konsekvenser",
    _K.LAW: "lov(?:grundlag|givning|hjemmel)(?: ?[-–] ?link)?|retsgrundlag|hjemmel"
    "|lov- og plangrundlag|retligt grundlag"
    f"|(?:juridiske(?: og planmæssige)?|lovmæssige|retlige) {_CONSEQUENCES}|plangrundlag",
    _K.POLICY_LINKS: "sammenhæng (?:til|med) (?:andre |øvrige )?(?:politikker|strategier|mål)"
    "(?:(?:/| og )strategier)?(?:(?:,)? og (?:fagområder|planer))?|politikker og strategier",
    _K.HEARING: "(?:inddragelse|høring)(?:(?: og |/)(?:høring|inddragelse|kommunikation))?"
    "|(?:med|borger|bruger)-?inddragelse|høringssvar|høring af .{3,40}|inddragelse af .{3,40}"
    "|med-(?:behandling|udvalg(?:et)?s? (?:bemærkninger|udtalelse))|udtalelser?(?: fra .{3,50})?",
    _K.OTHER: "(?:(?:øvrige|andre|afledte) )?konsekvenser|risikovurdering|effekt(?:er)?"
    "|(?:klima|miljø)(?: ?(?:&|og|/) ?(?:bæredygtighed|miljø|klima|natur))?"
    "|(?:miljø|klima|sundheds|miljø- og klima|klima- og miljø)mæssige konsekvenser"
    "|(?:information og )?kommunikation|(?:fn's )?verdensmål|tidsplan|tidshorisont|bæredygtighed"
    "|[a-zæøå]+s afdelings påtegning",
    _K.DECISION: "beslutning(?:er|en)?|referat|konklusion|beslutningshistorik|konklusion/beslutning"
    "|beslutning/(?:referat|konklusion)"
    "|(?:udvalgets|rådets|mødets|punktets) (?:beslutning|konklusion)",
    _K.ATTACHMENTS: r"bilag(?:sliste|soversigt|sfortegnelse)?(?: ?\(\d+\))?"
    "|(?:vedlagte|åbne|offentlige) bilag|bilag (?:til sagen|til punktet|vedlagt|vedlægges)"
    "|oversigt over bilag|vedhæftede filer",
    _K.PRESENT: "(?:møde)?deltagere|(?:følgende )?til ?stede(?:værende)?|(?:udvalgets )?medlemmer"
    "|fremmødte|tilforordnede|øvrige deltagere|til ?stede(?: på mødet| var)",
    _K.ABSENT: "(?:meldt )?afbud(?: fra)?|fraværende(?: (?:med|uden) afbud| medlemmer)?"
    "|fremmøde og inhabilitet|inhabilitet|ikke (?:til ?stede|mødt)|(?:lovligt )?forfald",
    _K.PROGRAM: "program(?:skitse)?|dagens program|foreløbigt program",
}
_KINDS = re.compile("|".join(f"(?P<{kind.name}>{words})" for kind, words in _WORDS.items()), re.IGNORECASE)
# Headings that may be followed by their text on the same line, after a colon.
_INLINE = re.compile(
    r"(?:(?:Åben|Lukket) (?:sag|punkt)\.\s+)?"
    r"(?:Sagsgang|Sagsforløb|Sagsfremstilling|(?:Sags)?resum[eé]|Baggrund"
    r"|(?:Administrativ )?Indstilling|Beslutning"
    r"|Afbud|Fraværende|Fraværende (?:med|uden) afbud|Ikke til ?stede|Medlemmer|(?:Møde)?deltagere|Til ?stede"
    r"|Bilag|Lovgrundlag|Økonomi|Økonomiske konsekvenser|Personalemæssige konsekvenser|Høring"
    r"|Programskitse):(?=\s+\S)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"(?:#{1,6}\s+)?(?:\d+(?:\.\d+)*[.)]?\s+)?")
_ACCESS_FIRST = re.compile(r"(?:Åben|Lukket) (?:sag|punkt)\.\s+", re.IGNORECASE)
_LONGEST = 140


def heading_of(line: str, listed: bool = False) -> Heading | None:
    """The section that ``line`` opens, or None when it is no known heading.

    ``listed``: the line stands among the rows of a route, where a committee and a day alone are a heading.
    """
    stripped = line.rstrip()
    if not stripped or stripped[0] == "[":
        return None
    decision = decision_heading(stripped, listed)
    if decision:
        return decision
    if len(stripped) <= _LONGEST and (words := _lexicon_heading(stripped)):
        return words
    inline = _INLINE.match(stripped)
    if inline and stripped[0].isupper():
        kind = kind_of_words(_ACCESS_FIRST.sub("", inline.group()))
        return Heading(kind, inline.end()) if kind else None
    return None


def kind_of_words(words: str) -> SectionKind | None:
    """The section kind that the words of a heading stand for, numbering and colon aside."""
    numbered = _NUMBERING.match(words)
    bare = words[numbered.end() if numbered else 0 :].strip(" \t*_:").replace("é", "e").replace("É", "E")
    bare = re.sub(r"\s+", " ", bare).replace("\u2019", "'")
    if not bare:
        return None
    found = _KINDS.fullmatch(bare)
    return SectionKind[found.lastgroup] if found and found.lastgroup else None


def _lexicon_heading(line: str) -> Heading | None:
    """A heading that is one of the known words."""
    kind = kind_of_words(line)
    # A heading begins with a capital letter, a number or markup; "baggrund" alone is a word of a sentence.
    if kind is None or line.lstrip("#* \t")[:1].islower():
        return None
    return Heading(kind, len(line))
