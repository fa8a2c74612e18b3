"""How close an extraction comes to the known text of a document."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from kb.datatypes import BlockKind, Extraction

_PAGE_OF = re.compile(r"(?:–\s*)?side\s*\d+\s*(?:af|of|/)\s*\d+", re.IGNORECASE)
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Truth:
    """What a document says: its running text and the parts that must come out whole."""

    text: str
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    rows: tuple[str, ...]
    items: tuple[str, ...]
    header: str
    footer: str


@dataclass(frozen=True)
class Score:
    """One file's result; shares lie in [0, 1], ``furniture`` counts header and footer lines left."""

    cer: float
    paragraphs: float
    heading_recall: float
    heading_precision: float
    rows: float | None
    items: float | None
    furniture: int
    pages: int


def load_truth(path: Path) -> Truth:
    """The truth that a JSON file of typed blocks holds."""
    data = json.loads(path.read_text(encoding="utf-8"))
    parts: list[str] = []
    headings, paragraphs, rows, items = [], [], [], []
    for block in data["blocks"]:
        kind = block["t"]
        if kind == "h":
            headings.append(_tight(block["x"]))
            parts.append(block["x"])
        elif kind == "p":
            paragraphs.append(_tight(block["x"]))
            parts.append(block["x"])
        elif kind == "ul":
            parts += block["items"]
            items += [_tight(f"- {item}") for item in block["items"]]
        elif kind == "ol":
            numbered = [f"{number}. {item}" for number, item in enumerate(block["items"], start=1)]
            parts += numbered
            items += [_tight(item) for item in numbered]
        else:
            rows += [_tight("".join(row)) for row in block["rows"]]
            parts += [" ".join(row) for row in block["rows"]]
    return Truth(
        _loose(" ".join(parts)),
        tuple(headings),
        tuple(paragraphs),
        tuple(rows),
        tuple(items),
        _tight(data["header"]),
        _tight(data["footer"]),
    )


def score(extraction: Extraction, truth: Truth) -> Score:
    """How well the extraction gives the truth back."""
    by_kind: dict[BlockKind, list[str]] = {kind: [] for kind in BlockKind}
    parts: list[str] = []
    furniture = 0
    for block in extraction.blocks:
        text = extraction.text[block.start : block.end]
        if _is_furniture(text, truth):
            furniture += 1
            continue
        by_kind[block.kind].append(_tight(text))
        if block.kind is BlockKind.LIST_ITEM:
            text = text.removeprefix("- ")
        elif block.kind is BlockKind.TABLE_ROW:
            text = text.replace(" | ", " ")
        parts.append(text)
    found = _loose(" ".join(parts))
    headings = by_kind[BlockKind.HEADING]
    hits = sum(heading in headings for heading in truth.headings)
    return Score(
        cer=Levenshtein.distance(truth.text, found) / len(truth.text),
        paragraphs=_share(truth.paragraphs, by_kind[BlockKind.PARAGRAPH]) or 0.0,
        heading_recall=hits / len(truth.headings),
        heading_precision=sum(h in truth.headings for h in headings) / max(1, len(headings)),
        rows=_share(truth.rows, by_kind[BlockKind.TABLE_ROW]),
        items=_share(truth.items, by_kind[BlockKind.LIST_ITEM]),
        furniture=furniture + sum(_tight(part).count(truth.header) for part in parts),
        pages=len(extraction.pages),
    )


def compare(read: Extraction, truth: Extraction, last: int | None) -> tuple[float, float]:
    """The character error rate, and the share of the figures that came out right.

    The truth is compared up to the end of its page ``last``. Marks of lists and edges of cells do not count.
    """
    end = truth.pages[last - 1].end if last is not None and last <= len(truth.pages) else len(truth.text)
    wanted, found = _plain(truth.text[:end]), _plain(read.text)
    figures, seen = Counter(_FIGURE.findall(wanted)), Counter(_FIGURE.findall(found))
    right = sum((figures & seen).values()) / max(1, sum(figures.values()))
    return Levenshtein.distance(wanted, found) / len(wanted), right


def _plain(text: str) -> str:
    return _loose(re.sub(r"(?m)^[-•o] | \|", " ", text))


def _share(wanted: tuple[str, ...], found: list[str]) -> float | None:
    return sum(item in found for item in wanted) / len(wanted) if wanted else None


def _is_furniture(text: str, truth: Truth) -> bool:
    rest = _tight(_PAGE_OF.sub("", text))
    return rest in ("", truth.header, truth.footer, truth.header + truth.footer, truth.footer + truth.header)


def _loose(text: str) -> str:
    return _BLANK.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _tight(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFC", text).replace("|", ""))
