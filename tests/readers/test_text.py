"""Decoding of text files that do not say how they are encoded."""

from __future__ import annotations

import pytest

from kb.errors import ReadError
from kb.readers.text import decode

TEXT = "Møde på Ærø: ”Økonomi” – børn og ældre får råd."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_danish_text_comes_out_of_every_usual_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_short_and_old_encodings() -> None:
    assert decode("Møde på Ærø".encode("cp1252")) == "Møde på Ærø"
    assert decode("Møde på Ærø i går".encode("cp865")) == "Møde på Ærø i går"


@pytest.mark.parametrize("table", ["cp1252", "latin-1"])
def test_text_encoded_twice_is_put_right(table: str) -> None:
    text = "Børn på Ærø og Ålø, i går"
    assert decode(text.encode().decode(table).encode()) == text


def test_decomposed_letters_and_line_ends() -> None:
    assert decode("A\u030alborg\r\nby\rved".encode()) == "Ålborg\nby\nved"


@pytest.mark.parametrize("data", [b"abc\x00def\x00\x01\x02xyz\x00q", bytes(range(1, 256)) * 8])
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert caught.value.code == "binary_file"
