"""Alike things together: vectors to groups, the same groups for the same vectors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]
Key = TypeVar("Key")

MOST_GROUPS = 24
"""More names than so many are no map."""

PER_ROOT = 1.6
"""How many groups there are for each root of the number of things."""

COMPARED = 1_500
"""Of more things than these, as many, evenly spaced, say where the groups begin."""

ROUNDS = 15
COMMON = 0.8
"""How much of what the items of one paper have in common is taken away from each."""

ITEMS_WITH_COMMON = 3
"""From how many items on a paper has something in common that is not their matter."""


def group_count(things: int) -> int:
    """Into how many groups so many things go: at most MOST_GROUPS, one where there are few."""
    return max(1, min(MOST_GROUPS, round(PER_ROOT * math.sqrt(things)), things // 2))


def means(vectors: Floats, owners: Sequence[Key]) -> tuple[list[Key], Floats]:
    """The owners in order of their first vector, and the unit mean (k, d) of each one's vectors."""
    number: dict[Key, int] = {}
    at = np.array([number.setdefault(owner, len(number)) for owner in owners], np.int64)
    return list(number), unit(_sums(vectors, at, np.zeros((len(number), vectors.shape[1]), np.float32)))


def without_common(vectors: Floats, papers: Sequence[str]) -> Floats:
    """The vectors (n, d) less most of the mean of those of the same paper, of unit length.

    All items of a meeting speak of its committee and day, and would be held for alike. Things of a paper
    stand beside each other; a paper of few things keeps them as they are.
    """
    apart = vectors.copy()
    end = 0
    for _, members in groupby(papers):
        start, end = end, end + len(list(members))
        if end - start >= ITEMS_WITH_COMMON:
            apart[start:end] -= COMMON * vectors[start:end].mean(axis=0)
    return unit(apart)


def grouped(vectors: Floats, groups: int) -> tuple[Labels, Floats]:
    """The group (n,) of each unit vector (n, d), and the groups' unit centres (k, d), ``k`` <= ``groups``.

    Ward's tree over evenly spaced things says where the groups begin (J. Am. Stat. Assoc. 58, 1963), and
    spherical k-means moves each thing to its nearest. Numbers go from 0 without a gap.
    """
    if not len(vectors):
        return np.zeros(0, np.int64), vectors
    centres = _beginnings(vectors[:: -(-len(vectors) // COMPARED)], groups)
    labels = _nearest(vectors, centres)
    for _ in range(ROUNDS):
        centres = unit(_sums(vectors, labels, centres))
        moved = _nearest(vectors, centres)
        if np.array_equal(moved, labels):
            break
        labels = moved
    present, labels = np.unique(labels, return_inverse=True)
    return labels.astype(np.int64), centres[present]


def unit(vectors: Floats) -> Floats:
    """The rows scaled to unit length; one that is zero stays so."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def laid_out(vectors: Floats) -> NDArray[np.float64]:
    """Where each row (n, d) lies on a plane (n, 2) in [0, 1]: the two directions in which rows differ most.

    A direction is turned so that its largest part is positive: the same rows always lie the same way.
    """
    apart = vectors.astype(np.float64) - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(apart, full_matrices=False)
    places = np.full((len(vectors), 2), 0.5)
    for axis, direction in enumerate(directions[:2]):
        turned = direction * np.sign(direction[np.abs(direction).argmax()])
        along = apart @ turned
        reach = float(np.ptp(along))
        if reach > 1e-6:
            places[:, axis] = (along - along.min()) / reach
    return places


def _beginnings(vectors: Floats, groups: int) -> Floats:
    """The unit centres of Ward's groups."""
    if len(vectors) <= max(groups, 1) or groups < 2:
        return unit(vectors.mean(axis=0, keepdims=True)) if groups < 2 else vectors
    from scipy.cluster.hierarchy import fcluster, linkage

    labels = fcluster(linkage(vectors, "ward"), groups, "maxclust") - 1
    return unit(_sums(vectors, labels, np.zeros((int(labels.max()) + 1, vectors.shape[1]), np.float32)))


def _nearest(vectors: Floats, centres: Floats) -> Labels:
    nearest: Labels = (vectors @ centres.T).argmax(axis=1)
    return nearest


def _sums(vectors: Floats, labels: Labels, empty: Floats) -> Floats:
    """The sum of the vectors of each group; of a group without any what stands in ``empty``."""
    order = np.argsort(labels, kind="stable")
    present, starts = np.unique(labels[order], return_index=True)
    sums = empty.copy()
    sums[present] = np.add.reduceat(vectors[order], starts, axis=0)
    return sums
