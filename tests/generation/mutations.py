"""True sentences made false, one thing at a time: what a careless or hostile model would write."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from kb.danish.analysis import same_word
from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.danish.tokens import TOKEN

MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
OUTCOMES = (
    ("godkendt", "forkastet"), ("godkendte", "afviste"), ("godkender", "afviser"), ("tiltrådt", "afvist"),
    ("tiltrådte", "forkastede"), ("vedtaget", "udsat"), ("udsat", "godkendt"), ("forkastet", "godkendt"),
    ("anbefales", "besluttes"), ("anbefaler", "beslutter"), ("anbefalede", "besluttede"),
    ("indstiller", "beslutter"), ("indstilles", "besluttes"), ("foreslår", "beslutter"), ("drøftet", "vedtaget"),
    ("drøftede", "vedtog"), ("besluttede", "drøftede"), ("orienteret", "enige"), ("efterretning", "høring"),
    ("for", "imod"), ("imod", "for"), ("oversendt", "godkendt"), ("godkendes", "forkastes"),
)  # fmt: skip
MODALITY = (
    ("skal", "kan"), ("kan", "skal"), ("bør", "skal"), ("vil", "har"), ("skal", "blev"), ("må", "skal"),
    ("kunne", "skulle"), ("forventes", "er"), ("planlagt", "gennemført"), ("højst", "mindst"), ("mindst", "højst"),
    ("holdes", "blev holdt"), ("afholdes", "blev afholdt"), ("inden", "efter"), ("senest", "tidligst"),
    ("før", "efter"), ("efter", "før"), ("og", "eller"), ("eller", "og"), ("over", "under"), ("under", "over"),
    ("fra", "til"), ("til", "fra"), ("alle", "nogle"), ("flere", "alle"), ("årligt", "månedligt"),
)  # fmt: skip
DROPPED = (
    "ikke", "kun", "dog", "ingen", "højst", "mindst", "uden", "cirka", "omkring", "senest", "tidligere", "kan", "bør",
    "hvis", "eventuelt", "foreløbig", "delvist", "ca.", "op til", "forslag til", "forslaget om", "indstillingen om",
    "anbefaler, at", "indstiller, at", "foreslår, at", "vurderer, at", "oplyser, at", "forventes at", "udkast til",
    "ifølge forslaget", "næst", "en del af", "et flertal i", "imod", "blandt andet",
)  # fmt: skip
NAMES = ("Mette Madsen", "Ole Hansen", "Venstre", "Socialdemokratiet", "Randers", "Anna Sørensen")
COMMITTEES = (
    "Økonomiudvalget",
    "Byrådet",
    "Teknik- og Miljøudvalget",
    "Hovedudvalget",
    "Social- og Sundhedsudvalget",
)
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*\d|(?<![\w.,])\d(?![\w.,])")
_PERSON = re.compile(r"(?<=[a-zæøå,] )[A-ZÆØÅ][a-zæøå]+(?: [A-ZÆØÅ][a-zæøå]+)*")


def false_versions(text: str, others: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Kinds of mutation with the sentence that each makes; ``others`` are true sentences of the same source."""
    for kind, found in (
        ("date", _dates(text)), ("number", _numbers(text)), ("outcome", _swapped(text, OUTCOMES)),
        ("modality", _swapped(text, MODALITY)), ("negation and condition", _weakened(text)),
        ("name", _names(text)), ("committee", _committees(text)), ("order", _reordered(text)),
        ("recombined", _recombined(text, others)), ("inserted", _inserted(text)),
    ):  # fmt: skip
        yield from ((kind, each) for each in dict.fromkeys(found) if each.lower() != text.lower())


def shortened(text: str) -> Iterator[str]:
    """The sentence without each stretch of up to six words; some of these are still true."""
    words = list(TOKEN.finditer(text))
    for length in range(1, 7):
        for first, last in zip(words, words[length - 1 :], strict=False):
            rest = f"{text[: first.start()].rstrip()} {text[last.end() :].lstrip()}".strip().lstrip(",;: ")
            yield rest[:1].upper() + rest[1:]
    for word in words[2:]:
        yield f"{text[: word.start()].rstrip(' ,;:(')}."
        yield text[word.start() : word.start() + 1].upper() + text[word.start() + 1 :]


def _swapped(text: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for old, new in pairs:
        for match in re.finditer(rf"\b{old}\b", text, re.IGNORECASE):
            cased = new[0].upper() + new[1:] if match[0][0].isupper() else new
            yield text[: match.start()] + cased + text[match.end() :]


def _dates(text: str) -> Iterator[str]:
    for match in re.finditer(r"\b(19|20)(\d\d)\b", text):
        yield text[: match.start()] + f"{match[1]}{(int(match[2]) + 1) % 100:02}" + text[match.end() :]
    for at, month in enumerate(MONTHS):
        for match in re.finditer(rf"\b{month}\b", text):
            yield text[: match.start()] + MONTHS[(at + 1) % 12] + text[match.end() :]
    days = find_dates(text)
    for first, second in itertools.pairwise(days):
        one, two = text[first.start : first.end], text[second.start : second.end]
        yield text[: first.start] + two + text[first.end : second.start] + one + text[second.end :]


def _numbers(text: str) -> Iterator[str]:
    numbers = list(_NUMBER.finditer(text))
    for match in numbers:
        digits = match[0]
        changed = ("1" if digits[0] != "1" else "2") + digits[1:]
        yield text[: match.start()] + changed + text[match.end() :]
        yield text[: match.start()] + digits + "0" + text[match.end() :]
    for first, second in itertools.pairwise(numbers):
        yield (
            text[: first.start()]
            + second[0]
            + text[first.end() : second.start()]
            + first[0]
            + text[second.end() :]
        )


def _weakened(text: str) -> Iterator[str]:
    for words in DROPPED:
        for match in re.finditer(rf"\b{re.escape(words)}(?!\w) ?", text, re.IGNORECASE):
            rest = text[: match.start()] + text[match.end() :]
            yield rest[:1].upper() + rest[1:]
    for match in re.finditer(r"\b(?:er|blev|skal|kan|vil|har|var)\b", text):
        yield f"{text[: match.end()]} ikke{text[match.end() :]}"


def _names(text: str) -> Iterator[str]:
    people = list(_PERSON.finditer(text))
    for match in people:
        for name in NAMES:
            if name not in text:
                yield text[: match.start()] + name + text[match.end() :]
    for first, second in itertools.pairwise(people):
        if first[0] != second[0]:
            yield (
                text[: first.start()]
                + second[0]
                + text[first.end() : second.start()]
                + first[0]
                + text[second.end() :]
            )


def _committees(text: str) -> Iterator[str]:
    found = find_committees(text)
    for each in found:
        for name in COMMITTEES:
            if name != each.name:
                yield text[: each.start] + name + text[each.end :]
    for first, second in itertools.pairwise(found):
        if first.name != second.name:
            one, two = text[first.start : first.end], text[second.start : second.end]
            yield text[: first.start] + two + text[first.end : second.start] + one + text[second.end :]


def _reordered(text: str) -> Iterator[str]:
    """Each two long words in each other's place, neighbours and those further apart."""
    words = [match for match in TOKEN.finditer(text) if len(match[0]) > 4]
    pairs = [(words[at], words[at + step]) for step in (1, 2, 3, 5) for at in range(len(words) - step)]
    for first, second in pairs:
        if not same_word(first[0], second[0]):
            yield (
                text[: first.start()]
                + second[0]
                + text[first.end() : second.start()]
                + first[0]
                + text[second.end() :]
            )


def _recombined(text: str, others: Sequence[str]) -> Iterator[str]:
    """The beginning of this sentence with the end of another, at each word that both may turn at."""
    turn = re.compile(r" (?:er|skal|kan|blev|har|vil|at|om|til|for|og) ")
    for other in others:
        for mine in list(turn.finditer(text))[:4]:
            for theirs in list(turn.finditer(other))[:4]:
                if mine[0] == theirs[0] and text[mine.start() :] != other[theirs.start() :]:
                    yield text[: mine.start()] + other[theirs.start() :]


def _inserted(text: str) -> Iterator[str]:
    """Words that were not there: who did it, that it was final, that all agreed."""
    bare = text.rstrip(".")
    for more in (
        " enstemmigt",
        " endeligt",
        ", som Byrådet har vedtaget",
        " for alle borgere",
        " og skolen lukkes",
    ):
        yield f"{bare}{more}."
