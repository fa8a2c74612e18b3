"""The part of the tokenizer gives what the whole one gives, and is not used for what it lacks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kb.embedding import Role
from kb.embedding.bundled import bundled_model
from kb.embedding.folder import ModelFolder, understood
from kb.embedding.latin import LatinPart, is_latin, read_part, write_part
from kb.embedding.tokenising import TextTokenizer

LETTERS = st.characters(min_codepoint=9, max_codepoint=0x2FF)
SYMBOLS = st.characters(min_codepoint=0x2000, max_codepoint=0x2BFF) | st.characters(
    min_codepoint=0x1F000, max_codepoint=0x1FAFF
)
TEXTS = [
    "",
    "   ",
    "Økonomiudvalget tiltrådte indstillingen den 6. december 2022.",
    "Børne- og undervisningsudvalget – 1,2 mio. kr. (§ 17, stk. 4) … “ja” »nej« € 5",
    "Afgift pa\u030a vand",
    "x" * 700,
    "½ ² ĿÞþ naïve",
    "日本語 og dansk",
    "Привет fra Grenaa",
    "🙂 hej",
    "ﬁn ☃",
]


@pytest.fixture(scope="module")
def model() -> ModelFolder:
    found = understood(bundled_model())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def part(model: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> LatinPart:
    folder = tmp_path_factory.mktemp("part")
    write_part(model.tokenizer_file, folder)
    found = read_part(folder)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def whole(model: ModelFolder) -> TextTokenizer:
    return model.tokenizer()


@pytest.fixture(scope="module")
def divided(model: ModelFolder, part: LatinPart) -> TextTokenizer:
    return model.tokenizer(part)


def same(first: TextTokenizer, second: TextTokenizer, texts: list[str]) -> bool:
    pairs = zip(first.encoded(texts, Role.QUERY), second.encoded(texts, Role.QUERY), strict=True)
    return first.count(texts) == second.count(texts) and all(
        np.array_equal(a.ids, b.ids) and a.offsets == b.offsets and a.special == b.special for a, b in pairs
    )


def test_the_part_is_less_than_half_of_the_whole(part: LatinPart, model: ModelFolder) -> None:
    pieces = len(json.loads(model.tokenizer_file.read_text("utf-8"))["model"]["vocab"])
    assert 80_000 < len(part.numbers) < pieces / 2


def test_texts_in_any_letters_get_the_tokens_of_the_whole_in_order(
    divided: TextTokenizer, whole: TextTokenizer
) -> None:
    assert same(divided, whole, TEXTS)
    assert same(divided, whole, TEXTS[::-1])


@settings(max_examples=150, deadline=None)
@given(text=st.text(LETTERS | SYMBOLS, max_size=60))
def test_no_text_in_latin_letters_is_cut_otherwise(
    divided: TextTokenizer, whole: TextTokenizer, text: str
) -> None:
    assert same(divided, whole, [text])


def test_the_whole_is_not_read_for_latin_letters(part: LatinPart) -> None:
    def unwanted() -> Tokenizer:
        raise AssertionError("the whole tokenizer was read")

    tokenizer = TextTokenizer(unwanted, dict.fromkeys(Role, "query: "), 512, part)
    assert tokenizer.count(["Rådhuset i Åkirkeby", "»Ny hal«"]) != [0, 0]
    with pytest.raises(AssertionError, match="was read"):
        tokenizer.count(["Привет"])


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Ærø – 5 €", True),
        ("e\u0301", True),
        ("я", False),
        ("中", False),
        ("🙂", True),
        ("→ ✅", True),
        ("ᚠ", False),
        ("µ", False),
    ],
)
def test_what_counts_as_latin(text: str, latin: bool) -> None:
    assert is_latin(text) is latin


def test_a_small_tokenizer_is_left_whole(tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_text(json.dumps({"model": {"type": "Unigram", "vocab": [["a", 0.0]]}}))
    write_part(file, tmp_path)
    assert read_part(tmp_path) is None
