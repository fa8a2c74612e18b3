"""A tiny random BERT of sentence-transformers' kind, to load as any other model."""

from __future__ import annotations

import json
from pathlib import Path

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "søg", "tekst", ":", "vand", "vej", "skole", "##r", "og"]


def tiny_model(folder: Path) -> Path:
    """The folder, made, with a model of 16 dimensions, WordPiece, 12 tokens and prompts under other names."""
    folder.mkdir(parents=True, exist_ok=True)
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    BertModel(BertConfig(vocab_size=len(WORDS), max_position_embeddings=12, **sizes)).save_pretrained(folder)
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=WORDS[1]))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    tokens = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    write(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", **tokens})
    kinds = (("", "Transformer"), ("1_Pooling", "Pooling"))
    modules = [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(kinds)
    ]
    write(folder / "modules.json", modules)
    (folder / "1_Pooling").mkdir()
    write(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": 16, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False},
    )
    prompts(folder, {"query": "Søg: ", "document": "Tekst: "})
    return folder


def write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), "utf-8")


def prompts(folder: Path, values: dict[str, str]) -> None:
    write(folder / "config_sentence_transformers.json", {"prompts": values})
