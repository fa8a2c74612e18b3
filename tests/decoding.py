"""What token codes stand for, number by number: the reference that comparing them in bulk is held to."""

from __future__ import annotations

import numpy as np

from kb.embedding import Vectors
from kb.index.token_codes import LEVELS, PER_BYTE, Codes


def decode(codes: Codes) -> Vectors:
    """The rotated unit vectors (n, D) float32 that ``codes`` (n, D / 4) stand for."""
    places = 2 * np.arange(PER_BYTE)
    levels = LEVELS[(codes[:, :, None] >> places) & 3].astype(np.float32)
    levels = levels.reshape(len(codes), codes.shape[1] * PER_BYTE)
    vectors: Vectors = levels / np.linalg.norm(levels, axis=1, keepdims=True)
    return vectors
