"""The ids of cases, made of the first paper of each."""

from __future__ import annotations

import re

from kb.datatypes import Part

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def address_of(part: Part) -> str:
    """The id of a case by its first part: letters, digits, ".", "-", "_" and "~" before what is escaped."""
    named = part.document if part.item is None else f"{part.document}#{part.item}"
    return _UNSAFE.sub(lambda match: "".join(f"~{byte:02X}" for byte in match[0].encode()), named)
