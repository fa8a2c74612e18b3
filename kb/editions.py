"""One index for each sort of reader, built one after the other from the same files.

What somebody must not read is not in the index that answers them: no filter can be forgotten, and no count,
word statistic or suggestion can tell of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.datatypes import Clearance, IngestReport
from kb.errors import IndexStateError, SourceError
from kb.index.repository import repository_of
from kb.ingest import Mode, build
from kb.progress import Progress
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.embedding.encoder import Encoder
    from kb.index.store import Store


def build_editions(
    sources: Sequence[Path],
    settings: Settings,
    encoder: Callable[[], Encoder],
    mode: Mode = Mode.REUSE,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> IngestReport:
    """What building did, as the report of the index that everyone reads tells it.

    Where all is withheld from that one, it is emptied and the next one's report is told. Raises as
    :func:`kb.ingest.build`, and SourceError where every index is empty.
    """
    load = cache(encoder)
    reports: dict[Clearance, IngestReport] = {}
    empty: SourceError | None = None
    donor: Store | None = None
    for edition in settings.editions:
        own = settings.for_edition(edition)
        try:
            reports[edition] = build(sources, own, load, mode, progress, executor, donor)
        except SourceError as error:
            if error.code != "all_withheld":
                raise
            empty = error
            _empty(own)
        else:
            # From one database to another nothing is taken over.
            donor = _opened(own) if settings.store == "local" and len(settings.editions) > 1 else None
    for edition in set(Clearance) - set(settings.editions):
        if settings.store == "local":  # a database is for whoever made it to drop
            _empty(settings.for_edition(edition))
    if empty and not reports:
        raise empty
    return reports.get(settings.clearance) or next(iter(reports.values()))


def _empty(settings: Settings) -> None:
    """Nothing, once an edition has no generation. Raises ResourceError."""
    repository = repository_of(settings)
    if repository.names():
        repository.drop_all()


def _opened(settings: Settings) -> Store | None:
    """The edition's current generation, whose vectors another edition may take over."""
    with suppress(IndexStateError):
        return repository_of(settings).open()
    return None


def roll_back(settings: Settings) -> str:
    """The name of the generation that everyone reads now: the one before the current one of their index.

    The others' indexes go back too, as far as they have one before. Raises IndexStateError where everyone's
    has none, ResourceError where a build is running.
    """
    generation = repository_of(settings.for_edition(settings.clearance)).rollback()
    for edition in settings.editions:
        if edition is not settings.clearance:
            with suppress(IndexStateError):
                repository_of(settings.for_edition(edition)).rollback()
    return generation
