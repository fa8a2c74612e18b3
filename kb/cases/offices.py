"""Who a text names in which office: "kommunaldirektør X Y", "X Y (V), formand for Z-udvalget".

Only offices of a municipality's or region's management and politics count. Those who held an office
before, or shall hold it later, are no holders; who acts in it is named with that word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.danish.committees import COUNCILS, committee_name, find_committees

_CAPITAL = r"[A-ZÆØÅ][a-zæøåéèüöäáóíç]+(?:[A-ZÆØÅ][a-zæøå]+)?(?:-[A-ZÆØÅ][a-zæøåé]+)*"
_NAME_TOKEN = rf"(?:{_CAPITAL}|[A-ZÆØÅ]\.(?=[ \n]))"
# A name runs on to the next line only where the line is long enough to have been wrapped.
_GAP = r"(?:[ ]|(?<=[^\n]{40})\n)"
_NAME = rf"{_NAME_TOKEN}(?:{_GAP}(?:(?:von|van|de|del|der|af|la|el|al|da|di)[ ])?{_NAME_TOKEN}){{1,4}}"
_PARTY = r"(?:[ ]?\([A-ZÆØÅ]{1,3}\))?"
_OFFICE = re.compile(
    r"(?:[Dd]irektør|[Bb]orgmester|[Rr]ådmand|[Ff]ormand|[Cc]hef|[Ss]tadsarkitekt)(?P<definite>e?n)?(?![\w-])"
)
_SHARED_TAIL = re.compile(r"(?<![\w-])(?:[^\W\d_]+-,?[ ])+(?:og|samt)[ ]$")
_ACTING = re.compile(
    r"(?<!\w)(?P<word>konst(?:\.|itueret|ituerede)|fungerende|fg\.|midlertidig[e]?|vikarierende)[ ]$",
    re.IGNORECASE,
)
_ACTING_AS = (("konst", "konstitueret"), ("f", "fungerende"), ("m", "midlertidig"), ("v", "vikarierende"))
_NOT_NOW = re.compile(
    r"(?<!\w)(?:tidligere|forhenværende|fhv\.?|tidl\.|afgående|afgåede|forrige|daværende|kommende|tiltrædende|"
    r"nyansatte?|pensionerede?|eks-?|adm\.|administrerende|kandidat(?:en)? (?:til|som))[ ](?:[^\W\d_]+[ ])?$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?<!\w)(?P<word>[Tt]eknisk|[Ss]ocial|[12]\.)[ ]$")
_OWNER = re.compile(
    r"(?P<name>(?:[A-ZÆØÅ][\w-]+(?:[ ]og[ ]|[ ]))?[A-ZÆØÅ][\w-]+[ ]Kommune|Region[ ][A-ZÆØÅ]\w+|OS2)"
    r"['’]?s[ ]$"
)
_NO_OFFICE = re.compile(
    r"(?:museums|teater|bank|general|fabriks|salgs|markedsførings|produktions|reklame|festival|hotel|zoo|bestyrelses|"
    r"gruppe|forenings|parti|lands|eks|ex|politi|køkken|kantine|redaktions|butiks|sous|stations|afdelings|hold)-?"
    r"(?:direktør|formand|chef|borgmester)"
)
_OF_STAFF = frozenset({"Hovedudvalget", "Områdeudvalget", "Lokaludvalget"})
_CHAIRS = frozenset({"formand", "næstformand", "udvalgsformand", "regionsrådsformand", "udvalgsnæstformand"})
_IN = re.compile(
    r"[ ](?:(?:i|fra|ved)[ ](?P<name>(?:[A-ZÆØÅ][\w-]+[ ]){1,2}?[Kk]ommune|Region[ ][A-ZÆØÅ]\w+|OS2)|"
    r"i[ ](?P<place>[A-ZÆØÅ][a-zæøå-]+))(?![\w-])"
)
_OF_MUNICIPALITY = re.compile(
    r",?[ ](?:(?:i|fra|ved)[ ])?(?P<name>(?:[A-ZÆØÅ][\w-]+[ ]){1,2}?Kommune|Region[ ][A-ZÆØÅ]\w+)(?![\w-])"
)
_CAPITAL_WORD = r"[A-ZÆØÅ][\w-]*"
_PLAIN_WORD = r"[a-zæøå][\w-]*"
_AREA = re.compile(
    rf"[ ]for[ ](?:Magistratsafdelingen for[ ])?"
    rf"(?P<area>{_CAPITAL_WORD}(?:(?:,|[ ]og|,[ ]og)?[ ]{_CAPITAL_WORD}){{0,5}}?"
    rf"|{_PLAIN_WORD}(?:(?:,|[ ]og|,[ ]og)[ ]{_PLAIN_WORD}){{0,3}}?)"
    rf"(?=[ ]?[(,.;:)|\n]|$|,?[ ]{_NAME}|[ ](?!og[ ]|for[ ])[a-zæøå]|[ ]og[ ][a-zæøå])"
)
_AFTER = re.compile(rf"(?:[ ](?:ved[ ]|v\.[ ]?|v/[ ]?)?|:[ ]|[ ]\|[ ]|\n{{1,2}})(?P<name>{_NAME})")
_AFTER_COMMA = re.compile(rf",[ ](?P<now>(?:aktuelt|nu|p\.t\.)[ ])?(?P<name>{_NAME}){_PARTY}(?=[,\n]|$)")
_BEFORE = re.compile(
    rf"(?P<name>{_NAME}){_PARTY}(?:,[ ](?:(?:der|som)[ ]er[ ])?|[ ]?\(|[ ][-–][ ]|[ ]\|[ ]|:[ ])"
    r"(?:(?:[^\W\d_]+[ ]og|kommunens|udvalgets|nuværende)[ ])?$"
)
_OF = re.compile(r"[ ](?:for|i)[ ]")
_NAME_LINE = re.compile(rf"(?:^|(?<=\n))(?P<name>{_NAME}){_PARTY},?\n{{1,2}}$")
_OFFICE_LINE = re.compile(
    r"(?:^|(?<=\n))(?P<line>[^\n,.;:]{0,40}(?:irektør|orgmester|ådmand|ormand|chef|arkitekt)"
    r"(?:[ ]for[ ][^\n.]{3,60})?)\n{1,2}$"
)
_LONGEST_LINE = 110
_WRAPPED = 30
_ENDS = re.compile(r"[ ]?(?:[,.;)|\n]|$)|[ ](?:for|i|fra|og|ved|har|er|[A-ZÆØÅ]{2,4}\b)")
_NO_NAME = re.compile(
    r"(?:.*(?:udvalg|råd|kommune|forvaltning|afdeling|center|styrelse|region|område|huset|direktion|bestyrelse|sekretariat"
    r"|direktør|borgmester|rådmand|formand|chef|leder|repræsentant|medlem|sekretær)(?:et|en|ens|ets|s)?"
    r"|socialdemokrat\w*|venstre|konservative|radikale|enhedslisten|alternativet|moderaterne|danmark\w*|dansk|børn|unge|"
    r"social\w*|sundhed\w*|teknik|miljø|kultur|økonomi|omsorg|ældre|beskæftigelse|skole|by|plan|byggeri|stab|personale)",
    re.IGNORECASE,
)
_NOT_FIRST = re.compile(
    r"(?:til|fra|ved|for|med|af|og|i|på|den|det|de|en|et|at|som|da|når|her|velkomst|velkommen|hilsen|deltagere|"
    r"tilstede|referent|mødeleder|kontakt|hr\.?|fru)",
    re.IGNORECASE,
)
_NOT_GENITIVE = re.compile(
    r"[ ]?[^\w\s]|\n|$|[ ](?:\w{2,}(?:ede|te|er)|var|gav|bød|har|vil|skal|kan|tog|kom|går|blev|fik|sagde|"
    r"holdt|stod|deltog|og|i|fra|som|om|på|samt|med|der|for|at|til|[A-ZÆØÅ]\w*)(?!\w)"
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Held:
    """That ``name`` is named in ``role`` at ``text[start:end]``.

    ``genitive`` says that the last letter of the name may be the s of a genitive.
    """

    role: str
    name: str
    organisation: str | None
    start: int
    end: int
    genitive: bool


@dataclass(frozen=True, slots=True)
class _Office:
    """An office in a text, before it is known whose: ``text[start:end]``, "for ..." not included."""

    word: str
    prefix: str
    organisation: str | None
    start: int
    end: int
    definite: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """A name, or what an office is for, at ``text[start:end]``."""

    name: str
    start: int
    end: int


def holders_in(text: str, committee: str | None, of_people: bool) -> Iterator[Held]:
    """Who is named in which office in ``text``, a part of a document, in order.

    ``committee`` is whose paper it is, for "udvalgets formand"; ``of_people`` says that the text is a list
    of those present, where "(formand)" and a bare "direktør" are those of the municipality.
    """
    for match in _OFFICE.finditer(text):
        office = _office(text, match)
        if office is not None:
            held = _held(text, office, committee, of_people)
            if held is not None:
                yield held


def _office(text: str, match: re.Match[str]) -> _Office | None:
    """The office whose name ends in what ``match`` found, or None where it is no office or not held now."""
    start = match.start()
    while start and (text[start - 1].isalpha() or text[start - 1] == "-"):
        start -= 1
    if start != match.start() and match.group()[0].isupper():
        return None
    stop = match.end() - len(match["definite"] or "")
    shared = _SHARED_TAIL.search(text, max(0, start - 60), start)
    start = shared.start() if shared else start
    adjective = _ADJECTIVE.search(text, max(0, start - 10), start)
    start = adjective.start("word") if adjective else start
    word = _lowered(text[start:stop])
    last = word.rsplit(" ", 1)[-1]
    if _NO_OFFICE.fullmatch(last) or (last.endswith("formand") and last not in _CHAIRS):
        return None
    acting = _ACTING.search(text, max(0, start - 20), start)
    begin = acting.start("word") if acting else start
    if _NOT_NOW.search(text, max(0, begin - 40), begin):
        return None
    prefix = ""
    if acting:
        prefix = next(full for short, full in _ACTING_AS if acting["word"].lower().startswith(short)) + " "
    owner = _OWNER.search(text, max(0, begin - 50), begin)
    return _Office(
        word, prefix, owner["name"] if owner else None, begin, match.end(), match["definite"] is not None
    )


def _held(text: str, office: _Office, committee: str | None, of_people: bool) -> Held | None:
    """The office with the person whose it is, or None where the text names none."""
    area = _area(text, office)
    place = None if area else _IN.match(text, office.end)
    stop = area.end if area else place.end() if place else office.end
    person = _person_after(text, office, stop) or _person_before(text, office, stop)
    if person is None:
        return None
    role = _role(text, office, area.name if area else None, committee, of_people)
    if role is None:
        return None
    municipality = _OF_MUNICIPALITY.match(text, person.end) or _OF_MUNICIPALITY.match(text, stop)
    organisation = office.organisation or (place["name"] or place["place"] if place else None)
    if municipality and organisation is None:
        organisation = municipality["name"]
    return Held(
        role=role,
        name=person.name,
        organisation=organisation,
        start=min(office.start, person.start),
        end=max(stop, person.end),
        genitive=person.name.endswith("s") and not _NOT_GENITIVE.match(text, person.end),
    )


def _area(text: str, office: _Office) -> _Named | None:
    """What the office is for: the committee of a chair, else a field of work."""
    if office.word.rsplit(" ", 1)[-1] in _CHAIRS:
        link = _OF.match(text, office.end)
        found = find_committees(text[link.end() : link.end() + 80]) if link else []
        if link and found and found[0].start == 0:
            return _Named(found[0].name, link.end(), link.end() + found[0].end)
    match = _AREA.match(text, office.end)
    return _Named(match["area"], match.start("area"), match.end("area")) if match else None


def _person_after(text: str, office: _Office, stop: int) -> _Named | None:
    """The person named right after the office and what it is for."""
    match = _AFTER.match(text, stop)
    if match is None:
        match = _AFTER_COMMA.match(text, stop)
        bound = office.definite or stop != office.end or _alone(text, office.start)
        if match and not (bound or match["now"]):
            return None
    if match is None:
        return None
    if "\n" in text[stop : match.start("name")] and not _runs_on(text, office, match):
        return None
    return _person(text, match)


def _runs_on(text: str, office: _Office, match: re.Match[str]) -> bool:
    """Whether the name on the next line is the holder's: in a wrapped sentence, or below the office alone."""
    start = text.rfind("\n", 0, office.start) + 1
    if _BEFORE.search(text, start, office.start):
        return False
    if office.start - start >= _WRAPPED:
        return text[match.start("name") - 2] != "\n"
    return (
        _alone(text, office.start)
        and text[match.end() : match.end() + 1] in {"", "\n"}
        and _above(text, office.start) is None
    )


def _alone(text: str, at: int) -> bool:
    """Whether ``at`` is the beginning of a line, list marks aside."""
    start = text.rfind("\n", 0, at) + 1
    return not text[start:at].strip(" -–•*·")


def _person_before(text: str, office: _Office, stop: int) -> _Named | None:
    """The person named right before the office, in the same line or, in a signature, on the line above."""
    if not _ENDS.match(text, stop) and stop == office.end:
        return None
    floor = text.rfind("\n", 0, office.start) + 1
    match = _BEFORE.search(text, max(floor, office.start - 110), office.start)
    if match is not None:
        return _person(text, match)
    above = _above(text, office.start) if _alone(text, office.start) else None
    return _person(text, above) if above else None


def _above(text: str, at: int) -> re.Match[str] | None:
    """The name alone on the line above the office at ``at``, unless it belongs to an office above it.

    In a block of signatures names and offices take turns: the first line tells which comes first.
    """
    above = _NAME_LINE.search(text, max(0, at - _LONGEST_LINE), text.rfind("\n", 0, at) + 1)
    if above is None:
        return None
    higher = _OFFICE_LINE.search(text, max(0, above.start() - _LONGEST_LINE), above.start())
    if higher is None or _above(text, higher.start("line")) is not None:
        return above
    return None


def _person(text: str, match: re.Match[str]) -> _Named | None:
    """The name that ``match`` found, without words that are no names; None where less than two are left."""
    start = match.start("name")
    pieces = [(m.start() + start, m.end() + start, m.group()) for m in re.finditer(r"\S+", match["name"])]
    while pieces and (_NOT_FIRST.fullmatch(pieces[0][2]) or _NO_NAME.fullmatch(pieces[0][2])):
        pieces.pop(0)
    for at, (_, _, word) in enumerate(pieces):
        if _NO_NAME.fullmatch(word):
            # "Jan Holm Odder Kommune": the word before is the municipality's.
            pieces = pieces[: at - 1 if word.startswith("Kommune") else at]
            break
    if len(pieces) < 2 or text[pieces[-1][1] - 1] == ".":
        return None
    first, last = pieces[0][0], pieces[-1][1]
    return _Named(_SPACES.sub(" ", text[first:last]), first, last)


def _role(text: str, office: _Office, area: str | None, committee: str | None, of_people: bool) -> str | None:
    """The office as it is filed, or None where it is none of the municipality's."""
    word, last = office.word, office.word.rsplit(" ", 1)[-1]
    if last in _CHAIRS:
        return _chair(text, office, area, committee, of_people)
    named = area if area and _is_area(area) else None
    if (
        last in {"chef", "direktør"}
        and named is None
        and word == last
        and not (of_people and last == "direktør")
    ):
        return None
    return f"{office.prefix}{word} for {named}" if named else office.prefix + word


def _chair(
    text: str, office: _Office, area: str | None, committee: str | None, of_people: bool
) -> str | None:
    """The chair with its committee: the one named, or the paper's own where the text speaks of it."""
    kind = "næstformand" if "næst" in office.word else "formand"
    if office.word == "regionsrådsformand":
        return office.prefix + office.word
    if area:
        return _of_committee(office, kind, area) if committee_name(area) == area else None
    own = text[max(0, office.start - 11) : office.start].lower().endswith("udvalgets ")
    if not (of_people or own or office.word.startswith("udvalgs")):
        return None
    if committee and committee_name(committee) and committee not in COUNCILS:
        return _of_committee(office, kind, committee)
    return f"{office.prefix}udvalgs{kind}" if own or office.word.startswith("udvalgs") else None


def _of_committee(office: _Office, kind: str, committee: str) -> str | None:
    """The chair of a committee; the staff's representatives, whose vice-chairs they are, hold no office."""
    return (
        None if kind == "næstformand" and committee in _OF_STAFF else f"{office.prefix}{kind} for {committee}"
    )


def _is_area(area: str) -> bool:
    """Whether the words are a field of work: a name, or a noun without the article at its end."""
    first = area.split()[0]
    return first[0].isupper() or not first.endswith(("en", "et", "ne"))


def _lowered(words: str) -> str:
    """The words in lower case but for abbreviations ("HR-chef")."""
    return re.sub(r"[^\W\d_]+", lambda m: m[0] if sum(c.isupper() for c in m[0]) > 1 else m[0].lower(), words)
