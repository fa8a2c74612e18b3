"""Any sentence-transformers folder works by configuration alone: prompts, length and size are its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.embedding import Role, load_encoder
from kb.settings import Settings
from tests.embedding.tiny import prompts, tiny_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny model's folder."""
    return tiny_model(tmp_path)


def test_its_own_prompts_length_and_size_are_used(settings: Settings, folder: Path) -> None:
    encoder = load_encoder(settings.model_copy(update={"model": str(folder)}))
    assert (encoder.dimensions, encoder.max_tokens, encoder.name) == (16, 12, str(folder))
    assert encoder.count_tokens(["Veje og skoler", ""]) == [4, 0]
    tokens = encoder.query_tokens("Vand og vejr")
    assert [tuple(span) for span in tokens.spans] == [(0, 4), (5, 7), (8, 11), (11, 12)]
    pooled = encoder.passages(["vand og vej", "skole"])
    np.testing.assert_allclose(np.linalg.norm(pooled, axis=1), 1, atol=1e-6)
    long = encoder.encode(["vand " * 30], Role.PASSAGE)[0]
    assert len(long.tokens.vectors) == 12 - 2 - 2  # without [CLS], [SEP] and the prompt's two


def test_the_fingerprint_follows_weights_and_prompts(settings: Settings, folder: Path) -> None:
    chosen = settings.model_copy(update={"model": str(folder)})
    first = load_encoder(chosen)
    assert load_encoder(chosen).fingerprint == first.fingerprint
    assert not np.allclose(first.query("vand"), first.passages(["vand"])[0])

    prompts(folder, {})
    second = load_encoder(chosen)
    assert second.fingerprint != first.fingerprint
    np.testing.assert_allclose(second.query("vand"), second.passages(["vand"])[0], atol=1e-6)

    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert load_encoder(chosen).fingerprint != second.fingerprint
