"""Words that are to be hidden, known by keyed digests alone: whoever reads the list cannot read the words.

A text is folded (case, å and aa, æ and ae, ø and oe, accents, hyphens, genitives) and each row of its words
is compared by its digest. Who holds the list *and* its key can still try names one by one; both lie in the
state folder, which is its owner's alone.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.privacy import Spans, apart

LONGEST_WORDS = 12
"""Of a row of words; a longer one is no name and no number."""

_WORD = re.compile(r"[^\W_]+(?:[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f]+[^\W_]*)*")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"})
_RING = "a\u030a"
_NUMBER_GAP = 3
"""Characters that may stand between two parts of one number."""


class PrintKind(StrEnum):
    """What a digest is of: words in a row, or the digits of a number however they are grouped."""

    WORDS = "words"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class WordPrint:
    """One thing to hide: ``size`` words or digits, whose folded form has this ``digest`` (hex)."""

    kind: PrintKind
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class WordPrints:
    """What is to be hidden, with the key of its digests. Without any nothing is."""

    key: bytes = b""
    prints: tuple[WordPrint, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A name for this list, which tells nothing of it; empty for an empty one."""
        if not self.prints:
            return ""
        told = "\n".join(sorted(f"{each.kind}:{each.size}:{each.digest}" for each in self.prints))
        return keyed(self.key, told)

    def spans(self, text: str) -> Spans:
        """The spans of text that are to be hidden, in order, apart."""
        if not self.prints:
            return ()
        wanted = {(each.kind, each.size, each.digest) for each in self.prints}
        sizes = {kind: {each.size for each in self.prints if each.kind is kind} for kind in PrintKind}
        words = tuple(_words(text))
        found = list(self._rows(words, sizes[PrintKind.WORDS], wanted))
        found += self._numbers(text, words, sizes[PrintKind.NUMBER], wanted)
        return apart(found)

    def _rows(
        self, words: Sequence[_Word], sizes: set[int], wanted: set[tuple[PrintKind, int, str]]
    ) -> Iterator[tuple[int, int]]:
        for size in sizes:
            for at in range(len(words) - size + 1):
                row = words[at : at + size]
                for last in _bases(row[-1].folded):
                    folded = " ".join((*(each.folded for each in row[:-1]), last))
                    if (PrintKind.WORDS, size, keyed(self.key, folded)) in wanted:
                        yield row[0].start, row[-1].end
                        break

    def _numbers(
        self, text: str, words: Sequence[_Word], sizes: set[int], wanted: set[tuple[PrintKind, int, str]]
    ) -> Iterator[tuple[int, int]]:
        longest = max(sizes, default=0)
        for at, first in enumerate(words):
            digits, end = "", first.start
            for each in words[at:] if longest else ():
                gap = text[end : each.start]
                if not each.folded.isdecimal() or (digits and len(gap) > _NUMBER_GAP):
                    break
                digits, end = digits + each.folded, each.end
                if len(digits) > longest:
                    break
                if (
                    len(digits) in sizes
                    and (PrintKind.NUMBER, len(digits), keyed(self.key, digits)) in wanted
                ):
                    yield first.start, end


def prints_of(text: str, key: bytes) -> tuple[WordPrint, ...]:
    """What hides a name or a number wherever it stands; a name of several words also with the last one first.

    Empty where the text has no letter or digit, or too many words.
    """
    words = [each.folded for each in _words(text)]
    if not words or len(words) > LONGEST_WORDS:
        return ()
    if all(word.isdecimal() for word in words):
        digits = "".join(words)
        return (WordPrint(PrintKind.NUMBER, len(digits), keyed(key, digits)),)
    orders = dict.fromkeys((" ".join(words), " ".join((words[-1], *words[:-1]))))
    return tuple(WordPrint(PrintKind.WORDS, len(words), keyed(key, each)) for each in orders)


def keyed(key: bytes, text: str) -> str:
    """The digest of a text under a key, in hex."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def folded(text: str) -> str:
    """The text as it is compared: case, accents and the ways to write æ, ø and å aside."""
    lower = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).casefold()
    spelled = lower.replace(_RING, "å").translate(_LETTERS)
    bare = "".join(each for each in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(each))
    return bare.translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int


def _words(text: str) -> Iterator[_Word]:
    """The words of a text with their places; a word that a hyphen breaks at the end of a line is two."""
    for match in _WORD.finditer(text):
        yield _Word(folded(match.group()), *match.span())


def _bases(word: str) -> Iterator[str]:
    """The word and what it is the genitive of."""
    yield word
    if len(word) > 2 and word.endswith("s"):
        yield word[:-1]
