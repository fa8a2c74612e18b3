"""Where a text seems to hold civil registration numbers (CPR), e-mail addresses and telephone numbers.

The check digit of a CPR number (modulus 11) is not asked for: numbers given since 2007 need not pass it. So
a number of another kind may be taken for one, and what is found is a suspicion for a person to look at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

MASK = "█"
"""What stands for each letter and digit that is hidden: it is no letter, and no writer uses it by itself."""

Spans = tuple[tuple[int, int], ...]

# Wide signs, one character for one, so that offsets hold; wide digits are digits to a pattern anyway.
_PLAIN = str.maketrans("\uff0d\uff0e\uff0f\u3000\r", "-./ \n")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Characters that may stand inside a number without being seen."""

_DASH = "[-\u2010-\u2015\u2212]"
_BLANK = r"[ \t\u00a0\u2007\u2009\u202f]"
_GAP = rf"{_BLANK}*\n?{_BLANK}*"
"""Blanks, and a line that ends in between."""
_DASHED = rf"{_BLANK}*\n{{0,2}}{_BLANK}*{_DASH}{_BLANK}*\n{{0,2}}{_BLANK}*"
"""A dash, before or after which a line or a paragraph may end."""
_TURN = rf"(?:{_BLANK}*\n{_BLANK}*)?"
"""Where a line may end inside a row of digits."""

_BROKEN_BIRTHDAY = rf"\d{_TURN}" * 5 + r"\d"
_CUE = r"(?i:(?<![^\W\d_])c\W?p\W?r|person-?(?:nr|nummer))"
"""What says that a CPR number follows."""
_OTHER_CUE = re.compile(
    r"(?i:konto|iban|swift|ean|gln|cvr|faktura|ordre|p-?enhed|p-?nummer|løbe-?nr|dok(?:ument)?|matrikel)"
    r"[^\n]{0,14}$"
)
"""What says that a row of ten digits is a number of another kind."""

_FORMS = tuple(
    re.compile(form)
    for form in (
        # 010203-1234, also after another number and a dash, as in names of files; a line may end anywhere.
        rf"(?<!\d)(?<!\d\.){_BROKEN_BIRTHDAY}{_DASHED}\d{_TURN}\d{_TURN}\d{_TURN}\d(?!\d)(?!-\d)(?!\.\d)",
        # 010203 1234, 010203_1234, and with a line that ends between.
        rf"(?<!\d)(?<!\d[-.,/])\d{{6}}(?:{_BLANK}{{1,3}}|_|{_GAP}\n{_BLANK}*)\d{{4}}(?!\d)(?![-.,/]\d)",
        # 01.02.03-1234, 01-02-03-1234, 01/02/03-1234: a plain date before four digits is no such number.
        rf"(?<!\d)(?<!\d[-./])\d\d(?P<sign>[-./])\d\d(?P=sign)\d\d{_DASHED}\d{{4}}(?!\d)(?!-\d)(?!\.\d)",
        # 01 02 03 1234, 01 02 03-1234
        rf"(?<!\d)(?<!\d[-.,/ ])\d\d \d\d \d\d(?: |{_DASHED})\d{{4}}(?!\d)(?![-.,/]\d)(?! \d\d)",
        # 0 1 0 2 0 3 - 1 2 3 4
        r"(?<![\d] )(?<!\d)\d(?: \d){5} ?[- ] ?\d(?: \d){3}(?! ?\d)",
    )
)
_BARE = re.compile(r"(?<![^\W_])(?<!\d[-.,/])\d{6}\d{4}(?![^\W_])(?![-.,/]\d)")
_AFTER_CUE = re.compile(rf"{_CUE}[^\d\n]{{0,24}}\n?[^\d\n]{{0,8}}(\d(?:[^\w]{{0,3}}\d){{9}})(?!\d)")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w+])(?<!\d[-.,/ ])(?:"
    r"(?:\+|00) ?45[ -]?\d{2}(?:[ -]?\d{2}){3}"
    r"|\d{2}(?: \d{2}){3}|\d{4} \d{4}"
    r"|(?<=tlf: )\d{8}|(?<=tlf\. )\d{8}|(?<=telefon )\d{8}|(?<=telefon: )\d{8}|(?<=mobil )\d{8}"
    r"|(?<=mobil: )\d{8}|(?<=tlf\.: )\d{8}|(?<=tlf )\d{8}"
    r")(?!\d)(?! \d\d)(?![-.,/]\d)",
    re.IGNORECASE,
)


def cpr_spans(text: str) -> Spans:
    """The spans of text that look like CPR numbers with a birthday that exists, in order, apart.

    After a word that says so (CPR, personnummer) any way to write ten digits counts, and the day may be
    60 too high, as in numbers that are given for administration.
    """
    plain, places = _readable(text)
    found = [match.span() for form in _FORMS for match in form.finditer(plain) if _is_number(match.group())]
    found += [
        match.span()
        for match in _BARE.finditer(plain)
        if _is_number(match.group())
        and not _OTHER_CUE.search(plain[max(0, match.start() - 40) : match.start()])
    ]
    found += [
        match.span(1) for match in _AFTER_CUE.finditer(plain) if _is_number(match.group(1), announced=True)
    ]
    return apart(_placed(found, places))


def email_spans(text: str) -> Spans:
    """The spans of text that are e-mail addresses, in order. Whose they are cannot be told."""
    return tuple(match.span() for match in _EMAIL.finditer(text))


def phone_spans(text: str) -> Spans:
    """The spans of text that look like Danish telephone numbers, in order. Whose they are cannot be told.

    Eight digits in one row count only after a word for a telephone: many other numbers have eight.
    """
    plain, places = _readable(text)
    return apart(_placed([match.span() for match in _PHONE.finditer(plain)], places))


def covered(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with a mask for every letter and digit in the spans; of the same length."""
    parts, at = [], 0
    for start, end in apart(spans):
        parts += [text[at:start], *(MASK if each.isalnum() else each for each in text[start:end])]
        at = end
    return "".join((*parts, text[at:]))


def without_cpr(text: str) -> str:
    """The text with its CPR numbers masked; of the same length."""
    return covered(text, cpr_spans(text))


def apart(spans: Sequence[tuple[int, int]]) -> Spans:
    """The spans in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _readable(text: str) -> tuple[str, Sequence[int] | None]:
    """The text as a person sees it, and where each of its characters stands; None: where it stands there."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    if plain.isascii() or not _UNSEEN.search(plain):
        return plain, None
    places = [at for at, each in enumerate(plain) if not _UNSEEN.match(each)]
    return "".join(plain[at] for at in places), places


def _placed(spans: Sequence[tuple[int, int]], places: Sequence[int] | None) -> Sequence[tuple[int, int]]:
    """The spans in the text as it was given."""
    return spans if places is None else [(places[start], places[end - 1] + 1) for start, end in spans]


def _is_number(written: str, *, announced: bool = False) -> bool:
    """Whether ten digits begin with a day that was, in the century that the seventh of them means."""
    digits = "".join(filter(str.isdigit, written))
    day, month, short, seventh = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6])
    if announced and day > 60:
        day -= 60
    try:
        dt.date(_century(short, seventh) + short, month, day)
    except ValueError:
        return False
    return True


def _century(short: int, seventh: int) -> int:
    """The century of a birthday with a year of two digits, by the table of the civil register (CPR)."""
    if seventh < 4:
        return 1900
    if seventh in (4, 9):
        return 2000 if short <= 36 else 1900
    return 2000 if short <= 57 else 1800
