"""Texts to vectors: the Encoder seam and the one place that loads a model."""

from __future__ import annotations

from kb.embedding.encoder import Embedding, Encoder, Role, Spans, TokenVectors, Vectors
from kb.settings import Settings

__all__ = ["Embedding", "Encoder", "Role", "Spans", "TokenVectors", "Vectors", "load_encoder"]


def load_encoder(settings: Settings) -> Encoder:
    """The encoder that ``settings.model`` and ``settings.precision`` name; takes seconds, so load it once.

    Raises ModelError where the model cannot be loaded, ResourceError where its files cannot be written.
    """
    # torch and sentence-transformers take seconds to import: only who loads a model pays for them.
    from kb.embedding.loading import load

    return load(settings.model, settings.precision)
