"""Characters that producers mangle, put back to what a reader sees on the page."""

from __future__ import annotations

import re
import unicodedata

# Symbol and Wingdings bullets arrive as private-use characters.
PUA_BULLETS = "\uf02d\uf06f\uf076\uf0a7\uf0b7\uf0d8\uf0fc"
SOFT_HYPHEN = "\u00ad"

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_PUA_MARK = re.compile(f"(?m)^([ \t]*)[{PUA_BULLETS}][ \t]*")
# Ghostscript writes Calibri's ligatures as one byte-swapped UTF-16 unit per letter: U+7400 for "t".
_SWAPPED = re.compile("[\u4100-\u7a00]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
    | {"\u2010": "-", "\u2011": "-", "\u2007": " "}
)


def clean_text(text: str) -> str:
    """The text in NFC with plain spaces and without invisible and control characters."""
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text)
    return _CONTROL.sub("", _INVISIBLE.sub("", text))


def clean_pdf(text: str) -> str:
    """As :func:`clean_text`, with ligatures taken apart and typographic hyphens made plain."""
    text = _SWAPPED.sub(_unswap, text).translate(_LIGATURES)
    return clean_text(text).replace(SOFT_HYPHEN, "")


def mark_bullets(text: str) -> str:
    """The text with private-use bullets at line starts written as "- "."""
    return _PUA_MARK.sub(r"\1- ", text)


def _unswap(match: re.Match[str]) -> str:
    code = ord(match[0])
    return match[0] if code & 0xFF else chr(code >> 8)
