"""What a sentence-transformers folder says of its model, read without the library, which takes seconds.

Only what the most models are is understood: a transformer, then the mean or the first token's vector, then
perhaps unit length. Of anything else nothing is said, and the library itself has to run it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from kb.embedding.encoder import Role
from kb.embedding.latin import LatinPart
from kb.embedding.tokenising import TextTokenizer, prompt_in


class Pooling(StrEnum):
    """How token vectors become one vector."""

    MEAN = "mean"
    FIRST = "cls"


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model's folder as it is understood. ``mean_of_prompt``: the mean counts the prompt's tokens too."""

    path: Path
    prompts: Mapping[Role, str]
    max_tokens: int
    dimensions: int
    padding: int
    pooling: Pooling
    mean_of_prompt: bool

    @property
    def tokenizer_file(self) -> Path:
        """Where the tokenizer lies."""
        return self.path / "tokenizer.json"

    def tokenizer(self, part: LatinPart | None = None) -> TextTokenizer:
        """The model's tokenizer, which is not read as long as ``part`` of it will do."""
        return TextTokenizer(
            lambda: Tokenizer.from_file(str(self.tokenizer_file)), self.prompts, self.max_tokens, part
        )


def understood(path: Path) -> ModelFolder | None:
    """What the folder says of its model; None where it is of a kind that only its library knows."""
    try:
        modules = [
            (str(module["type"]).rpartition(".")[2], str(module["path"]))
            for module in _json(path / "modules.json")
        ]
        kinds = [kind for kind, _ in modules]
        if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
            return None
        transformer, (_, pooling_path) = path / modules[0][1], modules[1]
        config = _json(transformer / "config.json")
        pooling = _json(path / pooling_path / "config.json")
        prompts = _json(path / "config_sentence_transformers.json").get("prompts") or {}
        told = _optional(transformer / "sentence_bert_config.json")
        kind = _pooling(pooling)
        if transformer != path or told.get("do_lower_case") or kind is None:
            return None
        limits = (told.get("max_seq_length"), config["max_position_embeddings"])
        if not (path / "tokenizer.json").is_file() or not isinstance(config["pad_token_id"], int):
            return None
        return ModelFolder(
            path=path,
            prompts={role: prompt_in(prompts, role) for role in Role},
            max_tokens=min(limit for limit in limits if limit is not None),
            dimensions=int(config["hidden_size"]),
            padding=config["pad_token_id"],
            pooling=kind,
            mean_of_prompt=bool(pooling.get("include_prompt", True)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # The library will say what is wrong with it, if anything is.
        return None


def _pooling(config: Mapping[str, Any]) -> Pooling | None:
    """The one pooling mode that is on, None where it is another or there are several."""
    if "pooling_mode" in config:
        return Pooling(config["pooling_mode"]) if config["pooling_mode"] in set(Pooling) else None
    modes = {name for name, on in config.items() if name.startswith("pooling_mode_") and on is True}
    known = {"pooling_mode_mean_tokens": Pooling.MEAN, "pooling_mode_cls_token": Pooling.FIRST}
    return known.get(modes.pop()) if len(modes) == 1 else None


def _json(path: Path) -> Any:  # noqa: ANN401 - the file may hold anything; what it lacks is caught
    return json.loads(path.read_text("utf-8"))


def _optional(path: Path) -> Any:  # noqa: ANN401
    return _json(path) if path.is_file() else {}
