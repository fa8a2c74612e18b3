"""A writer of fluent Danish for the scripted server: it shortens, tells in full, and lies at times.

It stands for a good language model that follows its prompt. What it is not: a test of any such model.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from kb.danish.sentences import sentence_spans
from tests.generation import server as servers
from tests.generation.mutations import MONTHS, false_versions
from tests.generation.server import Sources

MOST = 4
TOLD = {
    "Godkendt.": "godkendte indstillingen",
    "Tiltrådt.": "tiltrådte indstillingen",
    "Indstillingen blev godkendt.": "godkendte indstillingen",
    "Indstillingen blev tiltrådt.": "tiltrådte indstillingen",
    "Indstillingen blev fulgt.": "fulgte indstillingen",
    "Ikke godkendt.": "godkendte ikke indstillingen",
    "Forslaget blev forkastet.": "forkastede forslaget",
    "Drøftet.": "drøftede sagen",
    "Udsat.": "udsatte sagen",
}
"""Decisions in set words as somebody would tell them who knows whose they are."""

_DATED = re.compile(r"^(?P<who>[A-ZÆØÅ]\w+) (?P<verb>\w+) (?P<what>.+?) den (?P<day>\d{1,2}\. \w+ \d{4})\.$")
_MARKER = re.compile(r"^(?:[-–•*]|\(?\d{1,2}[.)])\s+")


@dataclass
class Fluent:
    """The writer. ``lies`` is the share of sentences that it gets wrong; it keeps those, with how."""

    seed: int = 1
    lies: float = 0.0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    right: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 - the same each time

    def reply(self, _question: str, sources: Sources) -> str:
        """What it sends for a question: a sentence for each of the first sources."""
        return servers.answer(*(self._sentence(n, each) for n, each in list(sources.items())[:MOST]))

    def _sentence(self, number: int, source: dict[str, str]) -> tuple[str, int, str]:
        spans = sentence_spans(source["tekst"])
        quote = source["tekst"][slice(*spans[0])]
        if _MARKER.fullmatch(f"{quote} ") and len(spans) > 1:
            quote = source["tekst"][spans[0][0] : spans[1][1]]
        plain = _MARKER.sub("", quote)
        text = self._told(plain, source)
        false = list(false_versions(text, ())) if self._chance.random() < self.lies else []
        if false:
            kind, text = self._chance.choice(false)
            self.wrong.append((kind, text))
        else:
            self.right += 1
        return text, number, quote

    def _told(self, quote: str, source: dict[str, str]) -> str:
        """The sentence told in one of the ways that fit it."""
        opening = source.get("begynd", "")
        if opening:
            return f"{opening} {quote.removeprefix('at ') if opening.endswith(' at') else quote}"
        if quote in TOLD and "udvalg" in source and "dato" in source:
            year, month, day = source["dato"].split("-")
            return f"{source['udvalg']} {TOLD[quote]} den {int(day)}. {MONTHS[int(month) - 1]} {year}."
        ways = [quote]
        dated = _DATED.match(quote)
        if dated:
            ways.append(f"Den {dated['day']} {dated['verb']} {dated['who']} {dated['what']}.")
            ways.append(f"{dated['who']} {dated['verb']} {dated['what']}.")
        head, joined, _ = quote.partition(", og ")
        if joined and len(head.split()) > 4:
            ways.append(f"{head}.")
        if "(" in quote:
            ways.append(re.sub(r" \([^()]*\)", "", quote))
        return self._chance.choice(ways)
