"""Running a model with torch, as sentence-transformers loads it: any model of its kind, on any device."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers.utils import logging as transformers_logging

from kb.embedding.encoder import Role
from kb.embedding.model_encoder import Output
from kb.embedding.tokenising import TextTokenizer, Tokenised, prompt_in

FALLBACK_MAX_TOKENS = 512
BF16_FLAGS = ("avx512_bf16", "amx_bf16", "sve_bf16")
"""Where torch multiplies bfloat16 in hardware; elsewhere bfloat16 is slower than float32."""


class TorchRuntime:
    """A Runtime over a loaded model, with the library's own pooling."""

    streams = 1

    def __init__(self, model: SentenceTransformer, cores: int = 0) -> None:
        """``cores`` is how many this process gives to torch, 0 for what torch thinks right."""
        if cores:
            torch.set_num_threads(cores)
        self._model = model.eval()

    def run(self, tokenised: Sequence[Tokenised], prompt_tokens: int) -> Output:
        """The output for a batch; the first ``prompt_tokens`` of each are its prompt."""
        features = self._padded(tokenised)
        if prompt_tokens:
            # Some models leave the prompt out of the mean.
            features["prompt_length"] = prompt_tokens
        with torch.inference_mode():
            output = self._model(features)
        return Output(
            pooled=output["sentence_embedding"].to(torch.float32).numpy(force=True),
            tokens=output["token_embeddings"].to(torch.float32).numpy(force=True),
            mask=output["attention_mask"].numpy(force=True).astype(np.bool_),
        )

    def _padded(self, tokenised: Sequence[Tokenised]) -> dict[str, Any]:
        rows = {"input_ids": [each.ids.tolist() for each in tokenised]}
        if "token_type_ids" in self._model.tokenizer.model_input_names:
            rows["token_type_ids"] = [[0] * len(each) for each in tokenised]
        features = self._model.tokenizer.pad(rows, return_tensors="pt")
        return {name: tensor.to(self._model.device) for name, tensor in features.items()}


def tokenizer_of(model: SentenceTransformer) -> TextTokenizer:
    """A copy of the model's tokenizer, with its prompts. TypeError where it keeps no offsets.

    The library's own changes its settings at each call, which two threads must not do at once.
    """
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if not isinstance(backend, Tokenizer):
        raise TypeError(f"{type(model.tokenizer).__name__} gives no character offsets")
    told = {name: prompt or "" for name, prompt in (model.prompts or {}).items()}
    prompts = {role: prompt_in(told, role) for role in Role}
    copied = Tokenizer.from_str(backend.to_str())
    return TextTokenizer(lambda: copied, prompts, max_tokens_of(model))


def max_tokens_of(model: SentenceTransformer) -> int:
    """How many tokens the model reads: the least limit that its configuration states."""
    stated = (model.max_seq_length, getattr(model.config, "max_position_embeddings", None))
    limits = [limit for limit in stated if limit is not None and limit < 1_000_000]
    return min(limits, default=FALLBACK_MAX_TOKENS)


def loaded(model: str, precision: str, *, local: bool) -> SentenceTransformer:
    """The model as sentence-transformers loads it, in "fp32" or "bf16"; ``local``: without a network."""
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    with silence():
        return SentenceTransformer(model, local_files_only=local, model_kwargs={"dtype": dtype})


def bf16_in_hardware() -> bool:
    """Whether this machine computes on a CPU that multiplies bfloat16 itself."""
    flags = torch.cpu.get_capabilities()
    return not torch.accelerator.is_available() and any(flags.get(flag) for flag in BF16_FLAGS)


@contextmanager
def silence() -> Iterator[None]:
    """While inside, the model libraries show neither progress bars nor their own messages and warnings."""
    level = transformers_logging.get_verbosity()
    bars = transformers_logging.is_progress_bar_enabled()
    library = logging.getLogger("sentence_transformers")
    library_level = library.level
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    library.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        transformers_logging.set_verbosity(level)
        library.setLevel(library_level)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
