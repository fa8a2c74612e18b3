"""Sentences of Danish text as spans, so that a quote never begins or ends inside one."""

from __future__ import annotations

import re

# Never the end of a sentence, whatever follows.
_ABBREVIATIONS = frozenset(
    """
    adr afd afs ang anm apr art ass aug bd bek bl bl.a ca cirk cvr d d.d dec dok dok.nr dr dvs e eks
    ekskl ekspl el els eng etc evt excl f.eks feb febr ff fhv fig fmd forts fr fx g gns h.h.v hhv hr
    if iflg ifm ift iht incl ing inkl int j.nr jan jf jfr journalnr jvf kap kgl kl kst lb.nr lbk
    lbnr lic m.h.p m.h.t mag max matr mdr medd mht min ml mm n.n nov nr nuv o.a obs okt p p.a p.t pag par
    pct pers pga phd pkt pl pr prof red ref reg repr resp rev sagnr sagsnr sen sep sept skr sml sp
    st stk str svt tab tel tidl tilsv tlf tlg u u.a udg uds udv ungd v vedr vejl vol vs årg øv
    """.split()
)
# End a sentence when a capital letter follows.
_CLOSING = frozenset(
    """
    d.d d.m d.å dkk e.l el.lign etc ff h.h.v ha km kr lign m.fl m.m m.v m2 mfl mia mio mm mv o.l
    o.lign ol osv pct s.å sek
    """.split()
)
_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
# A run of marks that closes nothing is taken whole: tried again from each of its marks, it costs its square.
_STOP = re.compile(
    r"[.!?…]++[\"'”’»)\]]*+(?=\s++\S)|(?<=[a-zæøå]{4})\.(?=[A-ZÆØÅ][a-zæøå]{2})|(?P<within>[.!?…]++)"
)
_LEADING = re.compile(r"\s*[\"'“”„»«(\[–—-]*\s*")
_LIST_NUMBER = re.compile(
    r"[*_>|\s]*(?:§\s*|stk\.\s*|nr\.\s*|punkt\s+|pkt\.\s*|ad\s+|at\s+)?\(?[\dIVX]{1,4}[a-z]?[.)]?$",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 10
# Longer than all abbreviations.
_LONGEST_WORD = 40
_MONTH_NEXT = re.compile(rf"(?:{_MONTHS})\b", re.IGNORECASE)


def opening(text: str, limit: int) -> str:
    """The first whole sentences of ``text`` that fit in ``limit`` characters, with " …" where more follow.

    The first sentence is given however long it is.

    >>> opening("Punkt 1. Sagen er udsat. Den kommer igen.", 25)
    'Punkt 1. Sagen er udsat. …'
    """
    spans = sentence_spans(text)
    fitting = [end for _, end in spans if end - spans[0][0] <= limit]
    if not spans or len(fitting) == len(spans):
        return text.strip()
    return text[spans[0][0] : (fitting or [spans[0][1]])[-1]] + " …"


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The half-open spans of the sentences in ``text[start:end]``, without the blanks around them.

    A line break always ends a sentence: blocks and list items stand on lines of their own. The spans
    cover every character that is not blank.
    """
    limit = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    at = start
    while at < limit:
        newline = text.find("\n", at, limit)
        stop = limit if newline < 0 else newline
        spans.extend(_line_spans(text, at, stop))
        at = stop + 1
    return spans


def _line_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of one line."""
    spans: list[tuple[int, int]] = []
    begin = start
    line_start = start + len(text[start:end]) - len(text[start:end].lstrip())
    for match in _STOP.finditer(text, start, end):
        if match["within"] is None and _ends_sentence(text, line_start, match.start(), match.end(), end):
            _add(spans, text, begin, match.end())
            begin = match.end()
    _add(spans, text, begin, end)
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Append the span without the blanks around it, unless nothing is left."""
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + len(piece) - len(piece.lstrip())
        spans.append((first, first + len(stripped)))


def _ends_sentence(text: str, line_start: int, stop: int, after: int, end: int) -> bool:
    """Whether the mark at ``stop`` closes a sentence, judged by the word before and the letter after."""
    opening = _LEADING.match(text, after, end)
    follow = opening.end() if opening else after
    if follow >= end:
        return False
    upper = text[follow].isupper()
    if text[stop] != "." or text[stop : stop + 3] == "...":
        return not text[follow].islower()
    if text[follow].islower():
        return False
    if stop - line_start < _LONGEST_NUMBER and _LIST_NUMBER.match(text[line_start:stop]):
        return False
    word = _word_before(text, line_start, stop)
    if word.isdigit():
        return _number_ends(text, word, follow)
    if len(word) == 1 and word.isalpha():
        return False
    lowered = word.lower()
    if lowered in _CLOSING:
        return upper
    return lowered not in _ABBREVIATIONS


def _number_ends(text: str, word: str, follow: int) -> bool:
    """Whether a full stop after a number closes a sentence: not in "6. Oktober" and not before a number."""
    if _MONTH_NEXT.match(text, follow):
        return False
    return len(word) > 2 or text[follow].isalpha()


def _word_before(text: str, line_start: int, stop: int) -> str:
    """The letters, digits and inner full stops right before ``stop``; of a long run the last part."""
    begin = stop
    floor = max(line_start, stop - _LONGEST_WORD)
    while begin > floor and (text[begin - 1].isalnum() or text[begin - 1] in ".,"):
        begin -= 1
    return text[begin:stop].lstrip(".,")
