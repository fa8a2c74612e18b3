"""Texts to vectors: the Encoder seam and the one place that loads a model."""

from __future__ import annotations

from kb.embedding.encoder import Embedding, Encoder, Role, Spans, TokenVectors, Vectors
from kb.settings import Settings

__all__ = ["Embedding", "Encoder", "Role", "Spans", "TokenVectors", "Vectors", "load_encoder"]


def load_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name, run as they say; takes up to a second, so load it once.

    The first time on a machine it takes half a minute: the model is written out, and tried for speed.
    Raises ModelError where the model cannot be loaded, ResourceError where its files cannot be written.
    """
    # The tokenizers take time to import: only who loads a model pays for them.
    from kb.embedding.loading import load

    return load(settings.model, settings.runtime, settings.precision, settings.cores)
