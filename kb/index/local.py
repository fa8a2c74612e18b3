"""The Repository over a local folder."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kb.datatypes import Clearance
from kb.errors import IndexStateError
from kb.index import generations
from kb.index.lock import build_lock
from kb.index.manifest import refuse_other_classes, verify
from kb.index.store import LocalStore, open_store

if TYPE_CHECKING:
    from kb.embedding.encoder import Encoder
    from kb.index.draft import Draft
    from kb.index.store import Store


class LocalRepository:
    """Generations in a folder of a local disk."""

    def __init__(self, index: Path, clearance: Clearance = Clearance.PUBLIC, classes: str = "") -> None:
        """Opens no generation that may hold more than ``clearance`` covers by the rules named ``classes``."""
        self._index, self._clearance, self._classes = index, clearance, classes

    @property
    def place(self) -> str:
        """The folder."""
        return str(self._index)

    @property
    def at_once(self) -> int:
        """One a core: more would only push each other out of the processor's caches."""
        return os.cpu_count() or 1

    def names(self) -> tuple[str, ...]:
        """The names of the generations, oldest first; empty where there are none."""
        return generations.generations(self._index)

    def current(self) -> str:
        """The name of the current generation. Raises IndexStateError where there is none."""
        return generations.current_generation(self._index)

    def open(self, encoder: Encoder | None = None) -> LocalStore:
        """The current generation; with ``encoder`` None for use without vectors. Raises IndexStateError."""
        store = open_store(self._index, encoder)
        refuse_other_classes(store.manifest, self._clearance, self._classes, self.place)
        return store

    def older(self) -> tuple[LocalStore, ...]:
        """The generations that are not current, oldest first, as far as they can be opened."""
        found, current = [], self.current()
        for name in self.names():
            with suppress(IndexStateError):
                if name != current:
                    found.append(LocalStore(generations.generation_folder(self._index, name)))
        return tuple(found)

    def verify(self) -> None:
        """Nothing, once every byte of the current generation was found as it was written."""
        verify(generations.generation_folder(self._index, self.current()))

    def lock(self) -> AbstractContextManager[None]:
        """While inside, no other build runs. Raises ResourceError where one does."""
        return build_lock(self._index)

    def draft(self, dimensions: int, previous: Store | None) -> Draft:
        """An empty draft, which may take chunks over from ``previous``. Raises ResourceError."""
        # The parts that only a build needs take time to import.
        from kb.index.writing import LocalDraft

        if previous is not None and not isinstance(previous, LocalStore):
            raise TypeError(f"a draft in a folder cannot take over from a {type(previous).__name__}")
        return LocalDraft(self._index, dimensions, previous)

    def drop_others(self) -> tuple[str, ...]:
        """The names of the generations that were removed: all but the current one."""
        return generations.drop_others(self._index)

    def drop_all(self) -> None:
        """Nothing, once there is no generation any more."""
        generations.drop_all(self._index)

    def rollback(self) -> str:
        """The name of the newest whole generation before the current one, now current."""
        return generations.rollback(self._index)
