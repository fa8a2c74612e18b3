"""Reading the hand-written truth, and matching single values with what a parser found.

A value in a truth file is one answer, or several that careful readers may give ("noted|referred"; an
empty one: "Direktøren|" may be left out), or "*" for not compared.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kb.cases import parse_document
from kb.cases.decisions import decisions_of
from kb.datatypes import Decision, Document
from kb.readers import read_file

HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared"
ANY = "*"
_WORD = re.compile(r"[\w%§]+")
_MARK = re.compile(r"^(?:bilag )?(?:\d+[a-z]?(?: \d+)* )?")


@dataclass(frozen=True)
class Truth:
    """The truth about one document. ``table`` is the file as read, ``path`` the document's own."""

    name: str
    path: Path
    table: Mapping[str, Any]

    @property
    def decisions(self) -> Sequence[Mapping[str, Any]]:
        """The decisions in order, with the file's recommender where they name none of their own."""
        default = {"recommender": self.table["recommender"]} if "recommender" in self.table else {}
        return [default | decision for decision in self.table.get("decisions", [])]


@dataclass(frozen=True)
class Parsed:
    """A document as the parser reads it today."""

    document: Document

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The rows of the register."""
        return decisions_of(self.document)


def truths() -> list[Truth]:
    """Every truth whose document is at hand, by name ("seeds/002")."""
    return [truth for truth in all_truths() if truth.path.is_file()]


def all_truths() -> list[Truth]:
    """Every truth, whether its document is at hand or not."""
    found = []
    for path in sorted(HERE.glob("*/*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        source = SHARED / table["source"] if "source" in table else path.with_suffix(".txt")
        found.append(Truth(f"{path.parent.name}/{path.stem}", source, table))
    return found


def parse(truth: Truth) -> Parsed:
    """The parse of a truth's document, under the document's own file name."""
    return Parsed(parse_document(truth.path.name, read_file(truth.path), "0" * 64))


def words(text: str) -> list[str]:
    """The words of a text without case, punctuation and marks."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def choices(value: object) -> list[str]:
    """The answers that a value of a truth file allows."""
    return [each.strip() for each in str(value).split("|")]


def begins(text: str, expected: str) -> bool:
    """Whether ``text`` begins with one of the expected wordings; "" is an empty text."""
    found = words(text)
    return any(
        choice == ANY or (found[: len(words(choice))] == words(choice) if choice else not found)
        for choice in choices(expected)
    )


def ends(text: str, expected: str) -> bool:
    """Whether ``text`` ends with one of the expected wordings."""
    found = words(text)
    return any(choice == ANY or found[-len(words(choice)) :] == words(choice) for choice in choices(expected))


def holds(text: str, expected: str) -> bool:
    """Whether ``text`` holds the expected words in a row, or is part of them."""
    found = " ".join(words(text))
    return any(
        choice == ANY
        or (
            bool(found)
            and (f" {' '.join(words(choice))} " in f" {found} " or found in " ".join(words(choice)))
        )
        for choice in choices(expected)
    )


def same(found: object, expected: object) -> bool:
    """Whether a short value is one of the expected ones; None is the empty one."""
    given = "" if found is None else " ".join(words(str(found)))
    return any(choice == ANY or " ".join(words(choice)) == given for choice in choices(expected))


def title_begins(text: str, expected: str) -> bool:
    """Whether a title of an attachment begins as expected, its number aside."""
    found, wanted = (_MARK.sub("", " ".join(words(each)), count=1) for each in (text, expected))
    return found.startswith(wanted)


def person(name: str) -> str:
    """A person's name without party in parentheses, and without a genitive's or a group's ending."""
    bare = re.sub(r"\s*\([^)]*\)", "", name)
    bare = re.sub(r"\s+(?:byråds)?gruppe[rn]?\b.*$", "", bare)
    return " ".join(words(bare))


def same_people(found: Sequence[str], expected: Sequence[str]) -> bool:
    """Whether two lists name the same people or parties, in any order; a genitive's s does not matter."""
    left = [person(name) for name in found]
    for wanted in (person(name) for name in expected):
        match = next((name for name in left if name in {wanted, wanted + "s"}), None)
        if match is None:
            return False
        left.remove(match)
    return not left
