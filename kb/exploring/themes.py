"""The themes of a generation, drawn from the vectors that it is searched with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.cases.themes import is_routine
from kb.datatypes import Filter, Place
from kb.exploring.grouping import Floats, group_count, grouped, laid_out, means, unit, without_common
from kb.exploring.naming import Text, named
from kb.exploring.outdated import replaced_documents
from kb.exploring.records import Matter, Theme, ThemeMap

if TYPE_CHECKING:
    from kb.index.store import Store

MOST_PASSAGES = 12_000
"""Of more passages than these, as many, evenly spaced, are looked at."""

READ = 32
"""How many of a theme's passages are read for its name at most: of each matter those nearest to its mean."""

OF_EACH = 4
"""How many passages of one matter are read."""

ALIKE = 0.45
"""The mean cosine with its middle from which a theme is of one thing; the rest is what fits nowhere else."""

FEWEST = 2
"""A matter alone is no theme; it goes to the nearest."""


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """The matters (m) with their vectors (m, d), and the passages of each, the nearest to its mean first."""

    places: tuple[Place, ...]
    vectors: Floats
    keys: tuple[tuple[int, ...], ...]


def themes_of(store: Store) -> ThemeMap:
    """The themes of everything in the store, the largest first; none for fewer than two matters."""
    allowed = np.flatnonzero(store.allowed(Filter()))
    step = max(1, -(-len(allowed) // MOST_PASSAGES))
    looked = _look(store, [int(key) for key in allowed[::step]])
    if len(looked.places) < FEWEST:
        return ThemeMap((), len(looked.places), step > 1)
    labels, centres = grouped(looked.vectors, group_count(len(looked.places)))
    members = [np.flatnonzero(labels == number) for number in range(len(centres))]
    near = [
        each[np.argsort(-(looked.vectors[each] @ centre), kind="stable")]
        for each, centre in zip(members, centres, strict=True)
    ]
    themes = _themes(store, looked, near, centres)
    return ThemeMap(themes, len(looked.places), step > 1)


def _look(store: Store, keys: Sequence[int]) -> _Looked:
    """The matters that the passages are of: what a meeting does every time is none."""
    places = store.places(keys)
    items: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        if place.item:
            items[place.document].add(place.item)
    kept = [
        (key, _matter(place, items)) for key, place in zip(keys, places, strict=True) if _counts(place, items)
    ]
    if not kept:
        return _Looked((), np.zeros((0, 1), np.float32), ())
    vectors = unit(store.vectors_of([key for key, _ in kept]) - store.centre)
    owners, middles = means(vectors, [matter for _, matter in kept])
    number = {owner: at for at, owner in enumerate(owners)}
    mine = np.array([number[matter] for _, matter in kept])
    likeness = np.einsum("ij,ij->i", vectors, middles[mine]).round(5)
    passages: list[list[int]] = [[] for _ in owners]
    for row in np.lexsort((np.arange(len(kept)), -likeness)):
        passages[mine[row]].append(kept[row][0])
    return _Looked(
        tuple(owners),
        without_common(middles, [each.document for each in owners]),
        tuple(tuple(each[:OF_EACH]) for each in passages),
    )


def _counts(place: Place, items: Mapping[str, set[str]]) -> bool:
    """Whether a passage belongs to a matter: not what stands before the items, nor a routine item."""
    if len(items.get(place.document, ())) < FEWEST:
        return True
    return place.item is not None and not is_routine(place.item)


def _matter(place: Place, items: Mapping[str, set[str]]) -> Place:
    """What a passage is of: all of a document that treats one matter."""
    return place if len(items.get(place.document, ())) >= FEWEST else Place(place.document, None)


def _themes(store: Store, looked: _Looked, near: Sequence[np.ndarray], centres: Floats) -> tuple[Theme, ...]:
    """The groups as themes, each with its name, the largest first, then by name."""
    titles = {each.id: each.title for each in store.summaries(Filter())}
    read = {row: _read(looked.keys[row], len(rows)) for rows in near for row in rows[:READ]}
    wanted = {key for keys in read.values() for key in keys} | {keys[0] for keys in looked.keys}
    chunks = {each.key: each for each in store.chunks(sorted(wanted))}
    replaced = replaced_documents(store)
    matters = [
        Matter(
            place.document,
            place.item,
            place.item or titles.get(place.document, place.document),
            place.document in replaced,
            chunks[keys[0]].start,
            chunks[keys[0]].end,
        )
        for place, keys in zip(looked.places, looked.keys, strict=True)
    ]
    texts = [
        [
            Text(
                matters[row].title,
                tuple(chunks[key].text for key in read[row]),
                max(0.0, float(looked.vectors[row] @ centre)),
            )
            for row in rows[:READ]
        ]
        for rows, centre in zip(near, centres, strict=True)
    ]
    places = laid_out(centres)
    found = [
        Theme(
            name=words[0] if words else matters[rows[0]].title,
            words=words,
            matters=tuple(matters[row] for row in rows),
            documents=len({matters[row].document for row in rows}),
            mixed=float((looked.vectors[rows] @ centre).mean()) < ALIKE,
            x=round(float(x), 4),
            y=round(float(y), 4),
        )
        for words, rows, centre, (x, y) in zip(named(texts), near, centres, places, strict=True)
    ]
    return tuple(sorted(found, key=lambda theme: (-len(theme.matters), theme.name)))


def _read(keys: Sequence[int], matters: int) -> Sequence[int]:
    """The passages of one matter that are read for the name of a theme of so many."""
    return keys[: max(1, min(OF_EACH, READ // matters))]
