"""The part of a multilingual tokenizer that texts in Latin letters need, which loads in a third of the time.

A unigram tokenizer looks for the likeliest row of pieces that make up the text, so a piece with a letter
that the text does not have changes nothing. Over half of the pieces of a multilingual model are in other
scripts. What the part gives is the same, but for the numbers of the pieces, which are translated back.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

TOKENIZER, NUMBERS = "latin.json", "latin.npy"
LEAST_PIECES = 100_000
"""A smaller tokenizer loads fast enough as it is."""

# Latin letters and their marks, punctuation, currencies, symbols and emoji (one of those in a text is no
# reason to hold all scripts in memory), and what a unigram tokenizer writes for a blank.
_LATIN = re.compile(r"[\x00-\u024f\u0300-\u036f\u2000-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff▁]*")


@dataclass(frozen=True, slots=True, eq=False)
class LatinPart:
    """A tokenizer of fewer pieces, and the number (n,) of each of them in the whole one."""

    tokenizer: Tokenizer
    numbers: NDArray[np.int64]


def is_latin(text: str) -> bool:
    """Whether the text has no characters but those whose pieces the part has.

    Also not after its compatibility characters are resolved, as a tokenizer does: µ is a Greek letter.
    """
    return bool(_LATIN.fullmatch(text) and _LATIN.fullmatch(unicodedata.normalize("NFKC", text)))


def write_part(whole: Path, folder: Path) -> None:
    """Write the part of the tokenizer file ``whole`` into ``folder``; nothing where it is not worth it."""
    record = json.loads(whole.read_text("utf-8"))
    model = record["model"]
    if model["type"] != "Unigram" or len(model["vocab"]) < LEAST_PIECES:
        return
    kept = _kept(record)
    at = {number: place for place, number in enumerate(kept)}
    model["vocab"] = [model["vocab"][number] for number in kept]
    model["unk_id"] = at[model["unk_id"]]
    for token in record["added_tokens"]:
        token["id"] = at[token["id"]]
    for special in (record["post_processor"] or {}).get("special_tokens", {}).values():
        special["ids"] = [at[number] for number in special["ids"]]
    (folder / TOKENIZER).write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    np.save(folder / NUMBERS, np.array(kept, np.int64))


def _kept(record: Any) -> list[int]:  # noqa: ANN401 - a parsed file
    """The numbers of the pieces of the part, in order.

    The least likely piece is among them: the score of an unknown letter is reckoned from it.
    """
    vocabulary = record["model"]["vocab"]
    least = min(range(len(vocabulary)), key=lambda number: vocabulary[number][1])
    needed = {record["model"]["unk_id"], least, *(token["id"] for token in record["added_tokens"])}
    return [number for number, (piece, _) in enumerate(vocabulary) if number in needed or is_latin(piece)]


def read_part(folder: Path) -> LatinPart | None:
    """The part that lies in ``folder``, None where there is none."""
    if not (folder / TOKENIZER).is_file():
        return None
    return LatinPart(Tokenizer.from_file(str(folder / TOKENIZER)), np.load(folder / NUMBERS))
