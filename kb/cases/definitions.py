"""Definitions that a text gives: "Ved X forstås ...", "X vil sige ...", glossary tables and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.cases.abbreviations import Explained, stands_for
from kb.danish.sentences import sentence_spans
from kb.datatypes import Section, SenseKind

GLOSSARY = re.compile(
    r"\b(?:ordliste|ord (?:på|i|om) \w+|begrebsliste|begreber|begrebsafklaring|begrebsforklaring(?:er)?|"
    r"definition(?:er)?|forkortelser|"
    r"forkortelsesliste|ordforklaring(?:er)?|ordbog|terminologi|glossar)\b",
    re.IGNORECASE,
)
_MARKS = "\"'“”„»«*_ \t"
_TERM = r"[\"'“”„»«*_]{0,3}(?P<term>[^\W\d_][^.;:!?()|\n]{1,58}?)[\"'“”„»«*_]{0,3}"
_MEANING = r"(?P<meaning>[^\n]{6,}?)[.!*_ ]*$"
_HINT = re.compile(
    r"forstå|\bmenes\b|defineres|defineret|\bbetyder\b|\bvil sige\b|\bdvs\b|betegnelse|dækker over|navnet på",
    re.IGNORECASE,
)
_STATED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:Ved|Med) (?:begrebet |betegnelsen |udtrykket |ordet )?{_TERM} "
        rf"(?:forstås|menes|forstår vi|mener vi)(?: (?:her|i denne \w+))?(?: der)?(?:,? at)?,? {_MEANING}",
        rf"{_TERM} (?:defineres|er defineret|(?:skal )?forstås)(?: (?:her|i denne \w+))? som {_MEANING}",
        rf"(?:Begrebet|Betegnelsen|Udtrykket|Ordet|Forkortelsen) {_TERM} "
        rf"(?:dækker over|betyder|bruges om|står for|henviser til)(?:,? at)?,? {_MEANING}",
        rf"{_TERM} er (?:(?:betegnelsen|en (?:samle|fælles)?betegnelse) for|navnet på) {_MEANING}",
    )
)
_MEANS = re.compile(
    rf"(?:[-–•*·▪\uf0b7] +)?"
    rf"(?P<mark>[\"“”„»«*_]{{0,3}})(?P<term>[^\W\d_][^.,;:!?()|\n\"“”„»«*_]{{1,58}}?)(?P=mark)"
    rf"[\"“”„»«*_]{{0,3}} (?:betyder|vil sige)(?:,? at)?,? {_MEANING}"
)
_GENUS = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?] ))E[nt] (?P<term>[^\W\d_][\w-]*(?: [^\W\d_][\w-]*)?) er "
    r"(?P<meaning>e[nt] [^\n.]{2,60}?,? (?:som|der|hvor|ejet|med) [^\n]+)"
)
_THAT_IS = re.compile(
    r"(?P<term>[^\W\d_][\w’'-]{2,40}?)(?:['’´](?:en|er|erne))?"
    r"(?:, (?:det vil sige|dvs\.) (?=[^,\n()]+\.(?:\s|$))|\. Det vil sige (?=[^\n]+\.(?:\s|$))"
    r"| \((?:dvs\.|det vil sige) (?=[^()\n]+\)))"
    r"(?P<meaning>(?:en|et|den|det|de|alle) [^\W\d_][^.;\n()]{6,})"
)
_ROW = re.compile(
    rf"[-–•*·▪\uf0b7 ]*{_TERM}(?:\*\*)?"
    rf"(?::(?:\*\*)?\s+|\s+[-–—=]\s+|,? (?:er|betyder)(?:,? at)?,? ){_MEANING}"
)
_NO_TERM = re.compile(
    r"(?:det|dette|der|de|den|disse|vi|man|i|jeg|hvis|når|at|som|hvad|hvilke[nt]?|hvor\w*|her|så|og|men|eller|alle|"
    r"ikke|også|samt|for|til|på|ved|med|af|om|fra|denne|min|vores|deres|dermed|derfor|desuden)\b",
    re.IGNORECASE,
)
_NOT_IN_TERM = re.compile(r"[,{}<>\[\]|\"=$#@\\]")
"""Signs of code, addresses and lists, which no word or abbreviation holds."""
_ARTICLE = re.compile(r"^(?:en|et|den|det|de)\s+", re.IGNORECASE)
_WHAT_IS = re.compile(
    r"(?:^|[:.]\s+|\d\s+)Hvad (?:er|betyder|forstås ved|menes med) (?P<term>.{2,60}?)\s*\?$", re.IGNORECASE
)
_TERM_COLUMN = re.compile(r"begreb|ord|term|udtryk|forkortelse|betegnelse", re.IGNORECASE)
_MEANING_COLUMN = re.compile(r"definition|betydning|forklaring|står for|ordforklaring", re.IGNORECASE)
_LONGEST_TERM = 5
_LONGEST_ROW_TERM = 6


def definitions(text: str, sections: tuple[Section, ...], title: str) -> Iterator[Explained]:
    """The terms that a document defines, in no order; ``title`` tells whether all of it is a glossary."""
    for section in sections:
        body = text[section.body_start : section.end]
        asked = _WHAT_IS.search((section.heading or title).strip(_MARKS + "#"))
        if asked:
            yield from _answered(text, section, asked["term"])
        if GLOSSARY.search(section.heading) or GLOSSARY.search(title):
            yield from _rows(text, section)
        if "|" in body:
            yield from _table(text, section)
        headings = f"{section.heading} {title}"
        if _HINT.search(body):
            yield from _sentences(text, section, headings)
        if " er e" in body:
            yield from _kinds(text, section, headings)


def _sentences(text: str, section: Section, headings: str) -> Iterator[Explained]:
    """The definitions that stand in sentences of running text."""
    for hint in _HINT.finditer(text, section.body_start, section.end):
        start = max(text.rfind("\n", 0, hint.start()) + 1, section.body_start)
        stop = text.find("\n", hint.start())
        line_end = min(section.end, stop if stop >= 0 else len(text))
        spans = sentence_spans(text, start, line_end)
        at, to = next(((a, b) for a, b in spans if a <= hint.start() < b), (start, line_end))
        yield from _stated(text, at, to, headings)
        yield from _that_is(text, start, line_end, hint.start())


def _kinds(text: str, section: Section, headings: str) -> Iterator[Explained]:
    """The things that a section is about and says the kind of: "En aftaleenhed er en afdeling, som ..."."""
    for match in _GENUS.finditer(text, section.body_start, section.end):
        if _is_term(match["term"]) and _heads(match["term"], headings):
            at, to = sentence_spans(text, match.start(), match.end())[0]
            yield Explained(
                SenseKind.DEFINITION,
                match["term"],
                match.start("meaning"),
                to - (text[to - 1] == "."),
                at,
                to,
            )


def _heads(term: str, headings: str) -> bool:
    """Whether the headings name the term."""
    return (
        re.search(rf"(?<![\w-]){re.escape(term)}(?:s|en|et|er|erne|r)?(?![\w-])", headings, re.IGNORECASE)
        is not None
    )


def _stated(text: str, at: int, to: int, headings: str) -> Iterator[Explained]:
    """The definition that one sentence as a whole is."""
    sentence = text[at:to]
    for pattern in _STATED:
        match = pattern.match(sentence)
        if match and _is_term(match["term"]):
            yield _defined(match, at, at, to)
            return
    match = _MEANS.match(sentence)
    if match and _is_term(match["term"]):
        # "Budgettet betyder ..." tells a consequence; a word in marks, or of the heading, is defined.
        term = match["term"].strip(_MARKS)
        if match["mark"] or _heads(term, headings):
            yield _defined(match, at, at, to)


def _that_is(text: str, start: int, end: int, hint: int) -> Iterator[Explained]:
    """The word right before "det vil sige en ..." that it explains."""
    for match in _THAT_IS.finditer(text, start, end):
        if match.start() <= hint < match.end() and _is_term(match["term"]):
            yield _defined(match, 0, match.start(), match.end())


def _answered(text: str, section: Section, asked: str) -> Iterator[Explained]:
    """The first sentence under "Hvad er X?", where it says what X is."""
    spans = sentence_spans(text, section.body_start, section.end)
    at, to = next(((a, b) for a, b in spans if text[b - 1] != "?"), (section.end, section.end))
    term = _ARTICLE.sub("", asked.strip(_MARKS), count=1).strip(_MARKS)
    opening = re.compile(
        rf"(?:en |et )?{re.escape(term)}(?:en|et|n|t)?\s+(?:er|betyder|dækker over|står for),?\s+{_MEANING}",
        re.IGNORECASE,
    ).match(text[at:to])
    if opening and _is_term(term):
        yield Explained(
            SenseKind.DEFINITION, term, at + opening.start("meaning"), at + opening.end("meaning"), at, to
        )


def _rows(text: str, section: Section) -> Iterator[Explained]:
    """The rows of a glossary: each line that begins with a term and tells what it is."""
    at = section.body_start
    for line in text[section.body_start : section.end].split("\n"):
        first = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        spans = sentence_spans(text, first, first + len(line.strip()))
        if not spans:
            continue
        match = _ROW.match(text[spans[0][0] : spans[0][1]])
        if match and _is_term(match["term"], _LONGEST_ROW_TERM):
            yield _defined(match, spans[0][0], spans[0][0], spans[0][1])


def _table(text: str, section: Section) -> Iterator[Explained]:
    """The rows of a table whose first columns are headed by words for "term" and "meaning"."""
    at = section.body_start
    inside = False
    for line in text[section.body_start : section.end].split("\n"):
        start, at = at, at + len(line) + 1
        cells = _cells(line, start)
        if len(cells) < 2:
            inside = inside and not line.strip()
            continue
        (a, b), (c, d) = cells[0], cells[1]
        if _TERM_COLUMN.fullmatch(text[a:b]) and _MEANING_COLUMN.fullmatch(text[c:d]):
            inside = True
        elif (
            inside
            and _is_term(text[a:b], _LONGEST_ROW_TERM)
            and any(letter.isalpha() for letter in text[c:d])
        ):
            first = start + len(line) - len(line.lstrip())
            yield Explained(_kind(text[a:b], text[c:d]), text[a:b], c, d, first, start + len(line.rstrip()))


def _cells(line: str, start: int) -> list[tuple[int, int]]:
    """The spans of the cells of a table row that are not empty, without the marks around their text."""
    found = []
    at = start
    for cell in line.split("|"):
        bare = cell.strip(_MARKS)
        if bare:
            first = at + cell.index(bare)
            found.append((first, first + len(bare)))
        at += len(cell) + 1
    return found


def _defined(match: re.Match[str], offset: int, at: int, to: int) -> Explained:
    """The definition that ``match``, whose text begins at ``offset``, found in ``text[at:to]``."""
    term = _ARTICLE.sub("", match["term"].strip(_MARKS), count=1).strip(_MARKS)
    start, end = match.span("meaning")
    return Explained(_kind(term, match["meaning"]), term, offset + start, offset + end, at, to)


def _kind(term: str, meaning: str) -> SenseKind:
    """Whether the meaning writes an abbreviation out, or tells what the term is."""
    return SenseKind.EXPANSION if term.isupper() and stands_for(term, meaning) else SenseKind.DEFINITION


def _is_term(words: str, longest: int = _LONGEST_TERM) -> bool:
    """Whether the words can be a term: few, and no beginning of a sentence about something else."""
    bare = words.strip(_MARKS)
    named = _ARTICLE.sub("", bare, count=1) if re.match(r"(?:en|et)\s", bare, re.IGNORECASE) else bare
    return (
        1 < len(named)
        and len(named.split()) <= longest
        and not _NOT_IN_TERM.search(named)
        and not _NO_TERM.match(named)
        and not named[0].isdigit()
    )
