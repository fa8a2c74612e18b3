"""How members voted, as the minutes tell it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.cases.voices import Voices, listed, minute_sentences, voices_at
from kb.cases.wording import RIVAL, SIDE_MOTION
from kb.datatypes import Statement, Tally, VoteSide

_S = VoteSide
_VOTES = re.compile(
    r"\bstemte\b|undlod at stemme|hverken for eller imod|med (?:stemmerne )?\d+ (?:stemmer|mod|imod"
    r"|for)\b|med stemmerne"
    r"|(?:^|(?<=[\s.]))(?:For|Imod|Undlod|Blank):|afstemning|\bstemmer (?:for|imod|mod)\b|stemmelighed",
)
_SIDE = r"(?P<side>hverken for eller imod|for|imod|mod|undlod(?: at stemme)?|blankt?)"
# "For stemte 4: A, B", "For: 20 (A, B)", "Imod stemte Ø", "Undlod at stemme: Bo Lind".
_SIDE_FIRST = re.compile(
    rf"(?:(?<=[.;,:\n)]\s)|(?<=\n)|^|(?<=\bog )|(?<=[.;,]\s\s))\s*{_SIDE}\s*"
    rf"(?:(?:[\w’'-]+ ){{0,3}}?(?:indstilling|forslag)(?:en|et)? )?(?P<verb>stemte|stemmer|:)\s*:?\s*"
    r"(?P<count>\d+)?\b(?:\s*(?:medlemmer|stemmer))?\s*:?\s*",
    re.IGNORECASE,
)
# "med 37 stemmer mod 12", "18 stemmer for og 7 imod", "med stemmerne 5-2".
_AGAINST = re.compile(
    r"(?P<first>\d+)\s+(?:stemmer|stemme)?\s*(?P<way>for,?\s+(?:og\s+)?)?(?:(?:mod"
    r"|imod)\s+(?P<second>\d+)|(?P<second_before>\d+)\s+(?:stemmer\s+|stemme\s+)?(?:imod|mod))\b"
    r"|stemmerne\s+(?P<third>\d+)\s*[-–]\s*(?P<fourth>\d+)",
    re.IGNORECASE,
)
_ABSTAINED = re.compile(
    r"(?P<count>\d+)\s+(?:medlemmer\s+)?(?:undlod|hverken for eller imod|stemte (?:blankt|hverken)|blanke)",
    re.IGNORECASE,
)
_MEMBERS_VOTE = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:stemte|stemmer)\s+(?P<side>hverken for eller imod|for|imod|blankt)\b"
    r"|\s*(?P<undlod>undlod) at stemme",
    re.IGNORECASE,
)
_MAJORITY = re.compile(
    r"(?:et )?flertal\b[^.;]{0,30}?(?:\((?P<who>[^()]*(?:\([^()]*\)[^()]*)*)\)"
    r"|bestående af (?P<listed>[^.;]*?))\s*stemte (?P<side>for|imod)",
    re.IGNORECASE,
)
_LOST = re.compile(r"\b(?:forkast|nedstemt|fald|afvist|ikke (?:godkendt|vedtaget|tiltrådt))", re.IGNORECASE)
_BECAUSE = re.compile(r",? (?:idet|fordi|med den begrundelse)\b")
_QUICK = re.compile(r"stem|\d mod|for og|For:|Imod:|undlod|hverken", re.IGNORECASE)
_MATTER = re.compile(
    r"\b(?:indstillingen|hovedforslaget|forslaget|(?:administrationens|forvaltningens"
    r"|udvalgets) indstilling|sagen|medlemsforslaget|beslutningsforslaget)\b",
    re.IGNORECASE,
)


def votes_told(text: str, statements: Sequence[Statement] = ()) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences that tell how members voted, in order; words quoted tell nothing."""
    if not _VOTES.search(text):
        return ()
    return tuple(
        span
        for span in minute_sentences(text)
        if _VOTES.search(text[slice(*span)]) and not any(s.start < span[0] < s.end for s in statements)
    )


def tallies_of(text: str, start: int = 0) -> tuple[Tally, ...]:
    """The sides of the vote on the matter, in order; ``start`` is added to their offsets.

    Votes on amendments and on procedure are left out. A side that is told twice ("for 12", then the names) is
    the telling with more in it.
    """
    sides: dict[VoteSide, Tally] = {}
    aside = False
    if not _QUICK.search(text):
        return ()
    for first, last in minute_sentences(text):
        sentence = text[first:last]
        if SIDE_MOTION.match(sentence) or (RIVAL.search(sentence) and not _MATTER.match(sentence)):
            aside = True
        elif _MATTER.search(sentence):
            aside = False
        if aside or not re.search(r"stem|\d|For:|Imod:|undlod|hverken", sentence, re.IGNORECASE):
            continue
        for tally in _in_sentence(sentence, first + start):
            known = sides.get(tally.side)
            if known is None or _weight(tally) > _weight(known):
                sides[tally.side] = _joined(known, tally)
    return tuple(sorted(sides.values(), key=lambda tally: tally.start))


def _in_sentence(sentence: str, at: int) -> list[Tally]:
    """The sides that one sentence tells."""
    found: list[Tally] = []
    marks = list(_SIDE_FIRST.finditer(sentence))
    ends = [*(mark.start() for mark in marks[1:]), len(sentence)]
    for mark, end in zip(marks, ends, strict=False):
        rest = _BECAUSE.split(sentence[mark.end() : end])[0].rstrip(" ;,.")
        voices = listed(rest)
        if voices.by or mark["count"]:
            number = int(mark["count"]) if mark["count"] else None
            found.append(
                _tally(
                    _side(mark["side"]),
                    number,
                    voices,
                    at + mark.start() + _blank(mark),
                    at + mark.end() + len(rest),
                )
            )
    if found:
        return found
    return _of_group(sentence, at) or _counts(sentence, at) or _abstained(sentence, at)


def _of_group(sentence: str, at: int) -> list[Tally]:
    """The side of a majority, or of the members that a sentence begins with."""
    majority = _MAJORITY.search(sentence)
    if majority:
        voices = listed(majority["who"] or majority["listed"] or "")
        start, end = at + majority.start(), at + majority.end()
        return [_tally(_side(majority["side"]), None, voices, start, end)]
    speakers = voices_at(sentence)
    votes = _MEMBERS_VOTE.match(sentence, speakers.end) if speakers else None
    if not speakers or not votes:
        return []
    side = _S.ABSTAINED if votes["undlod"] else _side(votes["side"])
    # A number of members is theirs; names alone are counted.
    told = speakers.count if re.match(r"\W*(?:\d|\w+ medlem)", sentence) else None
    return [_tally(side, told, speakers, at, at + votes.end())]


def _counts(sentence: str, at: int) -> list[Tally]:
    """The sides of "37 stemmer mod 12"; what was lost had the first number against it."""
    match = _AGAINST.search(sentence)
    if not match or not re.search(r"stem|flertal|vedt|godkend|tiltr|forkast", sentence, re.IGNORECASE):
        return []
    winners = int(match["first"] or match["third"])
    losers = int(match["second"] or match["second_before"] or match["fourth"])
    lost = _LOST.search(sentence, 0, match.start()) is not None and not match["way"]
    sides = (_S.AGAINST, _S.FOR) if lost else (_S.FOR, _S.AGAINST)
    start, end = at + match.start(), at + match.end()
    found = [
        Tally(side, count, (), (), True, start, end)
        for side, count in zip(sides, (winners, losers), strict=True)
    ]
    return found + _abstained(sentence, at, match.end())


def _abstained(sentence: str, at: int, begin: int = 0) -> list[Tally]:
    """How many cast no vote, where only their number is told."""
    rest = _ABSTAINED.search(sentence, begin)
    if not rest:
        return []
    return [Tally(_S.ABSTAINED, int(rest["count"]), (), (), True, at + rest.start(), at + rest.end())]


def _tally(side: VoteSide, number: int | None, voices: Voices, start: int, end: int) -> Tally:
    """One side; its names are checked against the number where only persons are listed."""
    names = len(voices.names)
    only_persons = names > 0 and len(voices.by) == names
    consistent = number is None or not only_persons or names == number
    return Tally(
        side,
        number if number is not None else names or None,
        voices.names,
        voices.parties,
        consistent,
        start,
        end,
    )


def _side(word: str) -> VoteSide:
    """The side that a word stands for."""
    lowered = word.lower()
    if lowered == "for":
        return _S.FOR
    return _S.AGAINST if lowered in {"imod", "mod"} else _S.ABSTAINED


def _weight(tally: Tally) -> int:
    """How much a telling holds."""
    return len(tally.names) + len(tally.parties) + (tally.count is not None)


def _joined(known: Tally | None, tally: Tally) -> Tally:
    """The fuller telling, with the number that the earlier one stated."""
    if known is None or known.count is None or tally.count == known.count:
        return tally
    if tally.count is None:
        return Tally(
            tally.side, known.count, tally.names, tally.parties, tally.consistent, tally.start, tally.end
        )
    return Tally(tally.side, known.count, tally.names, tally.parties, False, tally.start, tally.end)


def _blank(mark: re.Match[str]) -> int:
    """How many blanks stand before the words of a match."""
    return len(mark.group()) - len(mark.group().lstrip())
