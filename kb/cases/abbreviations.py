"""Abbreviations that a text writes out: "Kommunale Kompetencecentre (KKC)", "KKC (...)", "KKC står for ...".

What stands beside an abbreviation is its meaning only when it accounts for every letter, so that party
letters, initials, case numbers and remarks in parentheses are never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.danish.committees import committee_name
from kb.danish.lexicon import is_listed
from kb.danish.tokens import compound_tail
from kb.datatypes import SenseKind

SHORT = r"[A-ZÆØÅ](?:-?[a-zæøå]?[A-ZÆØÅ]){1,7}"
INFLECTION = r"(?:['’´]?(?:s|en|er|et|erne|ernes))?"
_QUOTES = "\"'“”„»«*_"
_Q = rf"[{_QUOTES}]{{0,3}}"
_IN_PARENTHESES = re.compile(
    rf"\(\s*(?:(?:herefter|i det følgende|forkortet|også kaldet|kaldet|benævnt|fork\.)\s+)*"
    rf"{_Q}(?P<short>{SHORT}){_Q}{INFLECTION}\s*\)"
)
_NAMED_AFTER = re.compile(
    rf",?\s+(?:(?:der|som)\s+)?(?:i daglig tale\s+)?(?:forkortes|forkortet|fork\.)(?:\s+til)?\s+"
    rf"{_Q}(?P<short>{SHORT})\b"
)
_THEN_PARENTHESES = re.compile(
    rf"(?<![\w-])(?P<short>{SHORT})(?:{INFLECTION}|-[a-zæøå]+){_Q}\s*\((?P<inside>[^()\n]{{4,110}})\)"
)
_THEN_WORDS = re.compile(
    rf"(?<![\w-]){_Q}(?P<short>{SHORT}){INFLECTION}{_Q}"
    rf"(?P<link>\s+(?:står\s+for|er\s+en\s+forkortelse\s+(?:for|af)|er\s+forkortelsen\s+(?:for|af)|betyder|er|dækker\s+over)"
    rf"\s+|,\s+(?:dvs\.|det\s+vil\s+sige)\s+|\s*=\s*|\s*:\s+|\s+[-–—]\s+)(?=(?P<rest>\S[^\n]{{3,160}}))"
)
_LABEL = re.compile(r"[\s>*_•·▪\uf0b7o-]*")
_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.;:!?()|\[\]\n]")
_LEADING = re.compile(r"\s*(?:(?:en|et|den|det|de|forkortelse(?:n)? for|står for|dvs\.)\s+)*", re.IGNORECASE)
_FUNCTION_WORDS = frozenset(
    "og i af for til på med den det de en et om ved under samt eller the of and".split()
)
_PARTIES = frozenset("SF LA DF DD NB EL ALT RV KF KD UFP DKP SP".split())
_PARTY_WORD = re.compile(
    r"parti|alliance|liste|demokrat|venstre|alternativ|moderat|borgerlig|konservativ|radikal", re.IGNORECASE
)
_UNITS = frozenset("MW GW TWH MWH GWH KWH HA KM KR MB GB TB".split())
_BACK = 130
_SMALLEST_PIECE = 3
# Surnames are short words (Bang, Holm, Lund) or end like one.
_SHORTEST_NOUN = 6
_SURNAME = re.compile(r"(?:sen|gaard|gård|strup|holm|lund|skov|bjerg|berg|dahl|toft|høj)$")


@dataclass(frozen=True, slots=True)
class Explained:
    """A term that a text explains: its meaning is ``text[start:end]``, ``at:to`` all that says so."""

    kind: SenseKind
    term: str
    start: int
    end: int
    at: int
    to: int


@dataclass(frozen=True, slots=True)
class _Token:
    """One word of a text, and whether a comma or a hyphen ties it to a list of words."""

    start: int
    end: int
    word: str


def expansions(text: str) -> Iterator[Explained]:
    """The abbreviations of ``text`` with the words that they stand for, in no order."""
    if "(" in text:
        for match in _IN_PARENTHESES.finditer(text):
            yield from _before(text, match)
        for match in _THEN_PARENTHESES.finditer(text):
            inside = _leading(text, match.start("inside"), match.end("inside"))
            yield from _whole(text, match, inside, match.end("inside"))
    if "fork" in text:
        for match in _NAMED_AFTER.finditer(text):
            yield from _before(text, match)
    for match in _THEN_WORDS.finditer(text):
        yield from _after(text, match)


def stands_for(short: str, words: str) -> bool:
    """Whether ``words`` account for every letter of the abbreviation ``short``."""
    tokens = _tokens(words, 0, len(words))
    return bool(tokens) and _accounts(short, tokens, words)


def _before(text: str, match: re.Match[str]) -> Iterator[Explained]:
    """The shortest run of words right before the abbreviation that accounts for it."""
    short, stop = match["short"], match.start()
    floor = max(0, stop - _BACK)
    for edge in _BREAK.finditer(text, floor, stop):
        floor = edge.end()
    tokens = _tokens(text, floor, stop)
    if not tokens or text[tokens[-1].end : stop].strip(_QUOTES + " ,"):
        return
    for at in range(len(tokens) - 1, max(-1, len(tokens) - 2 * len(short) - 2), -1):
        if _may_open(tokens[at], short) and _accounts(short, tokens[at:], text):
            yield Explained(
                SenseKind.EXPANSION, short, tokens[at].start, tokens[-1].end, tokens[at].start, match.end()
            )
            return


def _whole(text: str, match: re.Match[str], start: int, end: int) -> Iterator[Explained]:
    """The words in parentheses after an abbreviation, up to a comma, dash or end, that account for it."""
    short = match["short"]
    stops = [end, *(comma.start() for comma in re.finditer(r"[,;:]| [-–—] ", text[start:end]))]
    for stop in [end, *(start + at for at in stops[1:])]:
        tokens = _tokens(text, start, stop)
        if tokens and _may_open(tokens[0], short) and _accounts(short, tokens, text):
            yield Explained(
                SenseKind.EXPANSION, short, tokens[0].start, tokens[-1].end, match.start(), match.end()
            )
            return


def _after(text: str, match: re.Match[str]) -> Iterator[Explained]:
    """The words after "KKC står for", "KKC er" or, where it opens a line, "KKC:" that account for it."""
    short = match["short"]
    if not match["link"].strip(" ,\n")[0].isalpha() and not _opens_line(text, match.start()):
        return
    start = _leading(text, match.start("rest"), match.end("rest"))
    edge = _BREAK.search(text, start, match.end("rest"))
    tokens = _tokens(text, start, edge.start() if edge else match.end("rest"))
    longest = None
    for count in range(1, min(len(tokens), 2 * len(short) + 2) + 1):
        run = tokens[:count]
        if (
            _may_open(run[0], short)
            and run[-1].word.lower() not in _FUNCTION_WORDS
            and _accounts(short, run, text)
        ):
            longest = run
            break
    if longest is not None:
        yield Explained(
            SenseKind.EXPANSION,
            short,
            longest[0].start,
            longest[-1].end,
            match.start("short"),
            longest[-1].end,
        )


def _opens_line(text: str, at: int) -> bool:
    """Whether nothing but list marks stands before ``at`` in its line."""
    start = text.rfind("\n", 0, at) + 1
    return _LABEL.fullmatch(text, start, at) is not None


def _leading(text: str, start: int, end: int) -> int:
    """Where the words begin after an article or "står for"."""
    found = _LEADING.match(text, start, end)
    return found.end() if found else start


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    """The words of ``text[start:end]``; the parts of a word with hyphens are words."""
    return [_Token(m.start(), m.end(), m.group()) for m in _WORD.finditer(text, start, end)]


def _is_content(token: _Token) -> bool:
    """Whether the word must give a letter."""
    return token.word.lower() not in _FUNCTION_WORDS


def _may_open(token: _Token, short: str) -> bool:
    """Whether an expansion may begin with the word: "Den" only as the D of a name (DDKM)."""
    return _is_content(token) or token.word[0] == short[0]


def _accounts(short: str, tokens: list[_Token], text: str) -> bool:
    """Whether the words account for the letters and are no person's name."""
    letters = short.replace("-", "").lower()
    content = [token for token in tokens if _is_content(token)]
    if not content or short.upper() in _UNITS or _is_itself(letters, content):
        return False
    words = text[tokens[0].start : tokens[-1].end]
    if short in _PARTIES and not _PARTY_WORD.search(words):
        return False
    lowered = [token.word.lower() for token in tokens]
    if len(content) > 1 and all(token.word.lower().startswith(letters) for token in content):
        return len(letters) > 2
    committee = committee_name(short)
    if committee is not None and len(content) == 1 and committee_name(words) == committee:
        return True
    titled = all(token.word[0].isupper() for token in content)
    if titled and len(content) > 1 and len(content) == len(tokens) and _may_be_person(content):
        return False
    if len(content) == 1 and lowered[-1].startswith(letters) and not _is_compound(lowered[-1], len(letters)):
        return False
    if _covers(lowered, letters, loose=titled and len(letters) > 2):
        return True
    # The departments of a magistrate are called after it: "Teknik og Miljø (MTM)".
    return (
        titled
        and len(letters) > 2
        and letters[0] == "m"
        and len(content) > 1
        and _covers(lowered, letters[1:], loose=len(content) > 2)
    )


def _is_itself(letters: str, content: list[_Token]) -> bool:
    """Whether the only word is the abbreviation again, or a compound with it ("MED-udvalg", "MEDudvalg")."""
    return len(content) == 1 and len(letters) > 2 and content[0].word.lower().startswith(letters)


def _may_be_person(content: list[_Token]) -> bool:
    """Whether capitalised words may be somebody's name: the last is no long word of the language."""
    last = content[-1].word.lower()
    return len(last) < _SHORTEST_NOUN or bool(_SURNAME.search(last)) or not _is_word(last)


def _covers(words: list[str], letters: str, loose: bool) -> bool:
    """Whether the words give the letters in order, each content word at least one.

    ``loose`` lets one content word between the first and the last give none.
    """
    if not words or not letters:
        return not letters and all(word in _FUNCTION_WORDS for word in words)
    word, rest = words[0], words[1:]
    if word in _FUNCTION_WORDS and _covers(rest, letters, loose):
        return True
    if any(_covers(rest, letters[taken:], loose) for taken in _ways(word, letters)):
        return True
    return loose and bool(rest) and word not in _FUNCTION_WORDS and _covers(rest, letters, loose=False)


def _ways(word: str, letters: str) -> list[int]:
    """How many of the first letters the word may give: its initial, its first letters, those of its parts."""
    if word[0] != letters[0]:
        return []
    run = 1
    while run < min(3, len(letters), len(word) - 1) and word[run] == letters[run]:
        run += 1
    found = set()
    for taken in range(1, run + 1):
        found.add(taken)
        for at in range(max(_SMALLEST_PIECE - 1, taken), len(word) - _SMALLEST_PIECE + 1):
            if taken < len(letters) and word[at] == letters[taken] and _is_compound(word, at):
                found.update(taken + more for more in _ways(word[at:], letters[taken:]))
    return sorted(found, reverse=True)


def _is_compound(word: str, at: int) -> bool:
    """Whether the word is a compound with its seam at ``at``."""
    return _is_part(word[:at]) and _is_word(word[at:])


def _is_part(piece: str) -> bool:
    """Whether the piece can be the first part of a compound: a word, with or without what joins it."""
    if _is_word(piece) or is_listed(piece + "e"):
        return True
    return len(piece) > _SMALLEST_PIECE and piece[-1] in "se" and _is_word(piece[:-1])


def _is_word(word: str) -> bool:
    """Whether the dictionary knows the word, or its last part."""
    return is_listed(word) or compound_tail(word) is not None
