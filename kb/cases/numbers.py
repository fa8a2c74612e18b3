"""Case numbers: trusted only after their key word, or in a form that nothing else has."""

from __future__ import annotations

import re

# KMD "330-2018-3619", Acadre "25/26257", "2026-009857", regions "1-51-71-3321-08", SBSYS "00.22.04-P35-1-25".
# A day or a year after the key word is no number.
_NUMBER = (
    r"(?!\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d\d)(?![\d-])|(?:19|20)\d\d(?![\d/.-]))"
    r"(?P<number>EMN-\d{4}-\d+|\d\d\.\d\d\.\d\d-[A-ZÆØÅ]\d\d-\d+-\d\d|\d+(?:[./-]\d+)+|\d{4,})(?![\d/])"
)
_KEYED = re.compile(
    r"(?<![\w])(?:(?:esdh-?|acadre-?|edoc-?)?sags?\s?-?(?:nr|nummer|id)\b\.?|sagnr\.?|(?:esdh-?)?sag|byrådssag"
    r"|j\.?\s?nr\.?|journal(?:\s?nr\.?|nummer)?)\s*:?\s*" + _NUMBER,
    re.IGNORECASE,
)
_LINE = re.compile(r"^[ \t]*" + _KEYED.pattern, re.IGNORECASE | re.MULTILINE)
_EMN = re.compile(r"\bEMN-\d{4}-\d{5,7}\b")


def case_number_in(line: str) -> str | None:
    """The case number that a title or a line about a paper states, or None."""
    emn = _EMN.search(line)
    if emn:
        return emn.group()
    keyed = _KEYED.search(line)
    return keyed["number"] if keyed else None


def case_number_of_lines(text: str) -> str | None:
    """The first case number that begins a line of ``text`` with its key word, or None."""
    keyed = _LINE.search(text)
    return keyed["number"] if keyed else None
