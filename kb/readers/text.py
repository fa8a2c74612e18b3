"""Bytes -> text, for files that do not say how they are encoded."""

from __future__ import annotations

import re
import unicodedata

from kb.errors import ReadError

_DANISH = re.compile("[æøåÆØÅ]")
# Signs that a Danish text was decoded with the wrong table.
_SUSPECT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffdÃÂ¿¾¢¦¥¬±÷×†‡¨¯¸]")
_CAPITAL_INSIDE = re.compile("(?<=[a-zæøå])[ÆØÅ](?=[a-zæøå])")
_DOUBLE = re.compile("Ã[\u0080-\u00bf¦¸¥†˜…]|â€.")
_CANDIDATES = ("cp1252", "latin-1", "mac_roman", "cp865")
_SAMPLE = 4000


def decode(data: bytes) -> str:
    """The text that the bytes stand for, with plain line feeds. Raises ReadError("binary_file")."""
    text = _decode(data)
    if len(_DOUBLE.findall(text)) >= 2:
        text = _repair_double(text)
    sample = text[:_SAMPLE]
    controls = sum(unicodedata.category(char) == "Cc" and char not in "\n\r\t\f" for char in sample)
    if controls > 0.02 * len(sample):
        raise ReadError("binary_file")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    sample = data[:_SAMPLE]
    half = max(1, len(sample) // 2)
    # Western text in UTF-16 has a zero in every second byte.
    if sample[1::2].count(0) > 0.6 * half:
        return data.decode("utf-16-le", "replace")
    if sample[0::2].count(0) > 0.6 * half:
        return data.decode("utf-16-be", "replace")
    if b"\x00" in data:
        raise ReadError("binary_file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data)


def _guess(data: bytes) -> str:
    """The decoding that looks most Danish; on a tie the more common table wins."""
    texts = [data.decode(name, "replace") for name in _CANDIDATES]
    scores = [_score(text) for text in texts]
    best = max(scores)
    if best < -0.05 * len(data):
        raise ReadError("binary_file")
    return texts[scores.index(best)]


def _score(text: str) -> int:
    return (
        len(_DANISH.findall(text)) - 4 * len(_SUSPECT.findall(text)) - 2 * len(_CAPITAL_INSIDE.findall(text))
    )


def _repair_double(text: str) -> str:
    """The text with UTF-8 that was once read as Windows-1252 or Latin-1 put right."""
    whole = _read_again(text)
    return whole if whole is not None else _DOUBLE.sub(lambda match: _read_again(match[0]) or match[0], text)


def _read_again(text: str) -> str | None:
    for table in ("cp1252", "latin-1"):
        try:
            return text.encode(table).decode("utf-8")
        except UnicodeError:
            continue
    return None
