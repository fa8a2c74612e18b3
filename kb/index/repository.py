"""The Repository seam: where the generations of one knowledge base are kept, and who may write the next."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from kb.errors import SettingsError
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.embedding.encoder import Encoder
    from kb.index.draft import Draft
    from kb.index.store import Store


class Repository(Protocol):
    """Generations, one of them current. Safe to use from several threads."""

    @property
    def place(self) -> str:
        """Where they are kept, in words that may be shown: a folder, or a database without its password."""

    @property
    def at_once(self) -> int:
        """How many questions are worth answering side by side; more take turns."""

    def names(self) -> tuple[str, ...]:
        """The names of the generations, oldest first; empty where there are none."""

    def current(self) -> str:
        """The name of the current generation. Raises IndexStateError where there is none."""

    def open(self, encoder: Encoder | None = None) -> Store:
        """The current generation; with ``encoder`` None for use without vectors.

        Raises IndexStateError where there is none, it is damaged, or it was made with another format or
        model.
        """

    def older(self) -> tuple[Store, ...]:
        """The generations that are not current, oldest first, as far as they can be opened."""

    def verify(self) -> None:
        """Nothing, once all of the current generation was read and found whole. Raises IndexStateError."""

    def lock(self) -> AbstractContextManager[None]:
        """While inside, no other build runs. Raises ResourceError where one does."""

    def draft(self, dimensions: int, previous: Store | None) -> Draft:
        """An empty draft, which may take chunks over from ``previous``, a store that was opened here.

        To be called under the lock. Raises ResourceError.
        """

    def drop_others(self) -> tuple[str, ...]:
        """The names of the generations that were removed: all but the current one, and builds left undone.

        Raises IndexStateError where there is no current one, ResourceError where a build is running or
        something cannot be removed.
        """

    def drop_all(self) -> None:
        """Nothing, once there is no generation any more. Raises ResourceError as :meth:`drop_others`."""

    def rollback(self) -> str:
        """The name of the newest whole generation before the current one, now current.

        Raises IndexStateError where there is none, ResourceError where a build is running.
        """


def repository_of(settings: Settings) -> Repository:
    """The repository that the settings name. Nothing is opened yet. Raises SettingsError."""
    if settings.store == "postgresql":
        if settings.pg_dsn is None:
            raise SettingsError("no_dsn")
        from kb.postgresql.repository import PostgresRepository

        dsn = settings.pg_dsn.get_secret_value()
        return PostgresRepository(dsn, edition=settings.edition, classes=settings.rules.fingerprint)
    from kb.index.local import LocalRepository

    return LocalRepository(settings.index_folder, settings.edition, settings.rules.fingerprint)
