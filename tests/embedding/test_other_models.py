"""Any sentence-transformers folder works by configuration alone: prompts, length and size are its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kb.embedding import Role, load_encoder
from kb.settings import Settings

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "søg", "tekst", ":", "vand", "vej", "skole", "##r", "og"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny random BERT with 16 dimensions, WordPiece, 12 tokens and prompts under other names."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    BertModel(BertConfig(vocab_size=len(WORDS), max_position_embeddings=12, **sizes)).save_pretrained(
        tmp_path
    )
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=WORDS[1]))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    tokens = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    write(tmp_path / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", **tokens})
    kinds = (("", "Transformer"), ("1_Pooling", "Pooling"))
    modules = [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(kinds)
    ]
    write(tmp_path / "modules.json", modules)
    (tmp_path / "1_Pooling").mkdir()
    write(
        tmp_path / "1_Pooling" / "config.json",
        {"word_embedding_dimension": 16, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False},
    )
    prompts(tmp_path, {"query": "Søg: ", "document": "Tekst: "})
    return tmp_path


def write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), "utf-8")


def prompts(folder: Path, values: dict[str, str]) -> None:
    write(folder / "config_sentence_transformers.json", {"prompts": values})


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
