"""What a leg of the search returns: chunk keys with scores, best first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Chunk ``keys`` (n,) int64 with their ``scores`` (n,) float32, best first, ties by key."""

    keys: Keys
    scores: Scores


def ranked(keys: Keys, scores: Scores, limit: int) -> Ranking:
    """The ``limit`` best of the keys, best first, ties by key; fewer where there are fewer."""
    limit = max(limit, 0)
    if 0 < limit < len(keys):
        # Only what reaches the limit is sorted, ties with the last one too.
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        reaching = scores >= least
        keys, scores = keys[reaching], scores[reaching]
    order = np.lexsort((keys, -scores))[:limit]
    return Ranking(keys[order].astype(np.int64), scores[order].astype(np.float32))


def nothing() -> Ranking:
    """The ranking without keys."""
    return Ranking(np.zeros(0, np.int64), np.zeros(0, np.float32))
