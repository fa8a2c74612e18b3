"""Numbers of a workbook as Excel shows them in Danish: dates, percentages, decimals and thousands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kb.readers.office_parts import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# The formats that every workbook has without naming them, as far as they show something of their own.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "d-m-y", 15: "d-m-y", 16: "d-m",
    17: "m-y", 18: "h:m", 19: "h:m:s", 20: "h:m", 21: "h:m:s", 22: "d-m-y h:m", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "m:s", 46: "h:m:s", 47: "m:s",
}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DECIMALS = re.compile(r"0\.([0#?]+)")
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)
_DAY = re.compile(r"[dy]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)
_LAST_DAY = 2_958_465
_ERRORS = {"#N/A": "#I/T", "#VALUE!": "#VÆRDI!", "#REF!": "#REFERENCE!", "#NAME?": "#NAVN?", "#NUM!": "#NUM!"}
_DIGITS = 15
"""What Excel keeps of a number; the rest is noise of binary fractions."""
_MOST_DECIMALS = 30


@dataclass(frozen=True, slots=True)
class Formats:
    """How the cells of a workbook show their numbers: a format for each style."""

    by_style: Sequence[str] = ()
    epoch: dt.datetime = _EPOCH

    def shown(self, raw: str, style: str | None) -> str:
        """The number as it is shown in a cell of the style; what is no number stays as it is."""
        try:
            number = Decimal(raw)
        except InvalidOperation:
            return raw
        if not number.is_finite() or abs(number.adjusted()) > _MOST_DECIMALS:
            return raw
        at = int(style) if style and style.isdecimal() else -1
        code = self.by_style[at] if 0 <= at < len(self.by_style) else ""
        bare = _LITERAL.sub("", code.split(";")[0])
        if _DAY.search(bare) or _CLOCK.search(bare):
            return self._moment(number, bare) or _general(number)
        return _formatted(number, bare)

    def _moment(self, number: Decimal, bare: str) -> str:
        """The date or time of day, as far as the format shows it; empty where the number is none."""
        if not 0 <= number <= _LAST_DAY:
            return ""
        moment = self.epoch + dt.timedelta(seconds=round(float(number) * 86_400))
        day = f"{moment:%d-%m-%Y}" if _DAY.search(bare) else ""
        clock = f"{moment:%H:%M}" if _CLOCK.search(bare) else ""
        return f"{day} {clock}".strip()


def formats_of(styles: Element | None, workbook: Element) -> Formats:
    """The formats of a workbook by its styles."""
    since_1904 = any(
        local(each) == "workbookPr" and each.get("date1904") in ("1", "true") for each in workbook
    )
    own: dict[int, str] = {}
    used: list[int] = []
    for each in () if styles is None else styles.iter():
        if local(each) == "numFmt" and (each.get("numFmtId") or "").isdecimal():
            own[int(each.get("numFmtId"))] = each.get("formatCode") or ""
        elif local(each) == "xf" and local(each.getparent()) == "cellXfs":
            number = each.get("numFmtId") or "0"
            used.append(int(number) if number.isdecimal() else 0)
    codes: Mapping[int, str] = _BUILT_IN | own
    return Formats([codes.get(number, "") for number in used], _EPOCH_1904 if since_1904 else _EPOCH)


def shown_error(raw: str) -> str:
    """An error in a cell as a Danish Excel shows it."""
    return _ERRORS.get(raw, raw)


def _formatted(number: Decimal, code: str) -> str:
    """The number with the decimals, thousands and percent sign of the format."""
    percent = "%" in code
    value = number * 100 if percent else number
    decimals = _DECIMALS.search(code)
    if not any(mark in code for mark in "0#"):
        return _general(value) + (" %" if percent else "")
    places = min(len(decimals[1]), _MOST_DECIMALS) if decimals else 0
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}" if "," in code else f"{rounded:.{places}f}"
    return _danish(text) + (" %" if percent else "")


def _general(number: Decimal) -> str:
    """The number with the digits that count, and no more."""
    rounded = number.normalize() if number == number.to_integral() else Decimal(f"{number:.{_DIGITS}g}")
    text = f"{rounded:f}"
    return _danish(text.rstrip("0").rstrip(".") if "." in text else text)


def _danish(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))
