"""Whether quotes are whole, on a document with a heading, sentences, a list and two identical paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.datatypes import Document
from kb.evaluation.quoting import is_whole
from kb.intake import read_document

TEXT = """Svømmehallen i Ærøby

Sagsfremstilling

Hallen koster 27 mio. kr. ekskl. moms. Den åbner i 2026. Byrådet er orienteret.

Der arbejdes med følgende:

- Nyt bad til 50 gæster
- Sauna. Den er lille

Den åbner i 2026. Byrådet er orienteret.
"""


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """The text above, read as a file."""
    path = tmp_path / "sag.md"
    path.write_text(TEXT, encoding="utf-8")
    return read_document(path)


def whole(document: Document, quote: str) -> bool:
    """Whether the first place where ``quote`` stands is whole."""
    start = document.text.index(quote)
    return is_whole(document, start, start + len(quote))


@pytest.mark.parametrize(
    "quote",
    [
        "Hallen koster 27 mio. kr. ekskl. moms.",
        "Hallen koster 27 mio. kr. ekskl. moms. Den åbner i 2026.",
        "Den åbner i 2026",
        "Svømmehallen i Ærøby",
        "Der arbejdes med følgende:",
        "Nyt bad til 50 gæster",
        "Sauna.",
        "Byrådet er orienteret.\n\nDer arbejdes med følgende:",
    ],
)
def test_sentences_items_and_headings_are_whole(document: Document, quote: str) -> None:
    assert whole(document, quote)


@pytest.mark.parametrize(
    "quote",
    ["koster 27 mio. kr. ekskl. moms.", "Hallen koster 27 mio. kr.", "bad til 50 gæster", "Den åbner", "."],
)  # fmt: skip
def test_parts_of_a_sentence_are_not(document: Document, quote: str) -> None:
    assert not whole(document, quote)


def test_the_second_of_two_identical_paragraphs_is_judged_where_it_stands(document: Document) -> None:
    at = document.text.rindex("Den åbner i 2026. Byrådet")
    assert is_whole(document, at, len(document.text))
    assert not is_whole(document, at + 4, len(document.text))
    assert not is_whole(document, at, at)
