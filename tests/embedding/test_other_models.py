"""Any sentence-transformers folder works by configuration alone: prompts, length and size are its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import platformdirs
import pytest

from kb.embedding import Role, load_encoder
from kb.errors import ModelError
from kb.settings import Settings
from tests.embedding.tiny import prompts, tiny_model, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny model's folder."""
    return tiny_model(tmp_path)


POOLINGS = [
    {"pooling_mode_mean_tokens": True},
    {"pooling_mode_cls_token": True},
    {"pooling_mode_mean_tokens": True, "include_prompt": False},
]


@pytest.mark.parametrize("pooling", POOLINGS, ids=["mean", "first", "mean without prompt"])
def test_openvino_pools_as_the_library_does(
    settings: Settings, folder: Path, pooling: dict[str, bool]
) -> None:
    write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 16, **pooling})
    chosen = settings.model_copy(update={"model": str(folder)})
    ours = load_encoder(chosen)
    theirs = load_encoder(chosen.model_copy(update={"runtime": "torch"}))
    assert (ours.engine, theirs.engine) == ("openvino fp32", "torch fp32")
    texts = ["vand og vej", "skole", "", "vand " * 30]
    for role in Role:
        for one, other in zip(ours.encode(texts, role), theirs.encode(texts, role), strict=True):
            np.testing.assert_allclose(one.pooled, other.pooled, atol=2e-3)
            np.testing.assert_allclose(one.tokens.vectors, other.tokens.vectors, atol=2e-3)


def test_what_runs_a_model_is_tried_once(
    settings: Settings,
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: cache / name)
    left_open = settings.model_copy(update={"model": str(folder), "runtime": "auto"})
    first = load_encoder(left_open)
    monkeypatch.setattr("kb.embedding.loading.fastest", lambda _: pytest.fail("tried again"))
    assert load_encoder(left_open).engine == first.engine
    assert first.engine in ("torch fp32", "openvino fp32")


def test_openvino_is_not_silently_replaced(settings: Settings, folder: Path) -> None:
    write(folder / "1_Pooling" / "config.json", {"pooling_mode_max_tokens": True})
    with pytest.raises(ModelError) as caught:
        load_encoder(settings.model_copy(update={"model": str(folder)}))
    assert caught.value.code == "runtime_unavailable"
    assert "»auto«" in caught.value.remedy
    with pytest.raises(ModelError, match="altid med torch"):
        load_encoder(settings.model_copy(update={"model": "kommune/model"}))


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
