"""Looking for what is new after a build: documents and decisions that an index did not hold before.

What an index held is known by keyed digests: of the files, of their texts, of their names and of the rows of
the register. A file that moved, and one with the text of another, is therefore not new. A question is asked
of the new documents alone, and what the answer quotes is the news: so it passes the same threshold.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kb.datatypes import Clearance, Decision, Filter
from kb.errors import IndexStateError, UsageError
from kb.following.readers import digest_of, settings_of
from kb.following.wishes import decided, filter_of
from kb.register import Register
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.following import Follow, FollowBook, FollowKind, Place
from kb.wordprints import keyed

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.knowledge import KnowledgeBase

ROUNDS = 8
"""How often a question is asked of the new documents, those without that were quoted already."""

AT_A_TIME = 200
"""How many new documents a question is asked of at a time."""


@dataclass
class _Edition:
    """One index as it is now, and what was known of it before; opened when it is looked in."""

    settings: Settings
    encoder: Callable[[], Encoder]
    register: Register
    key: bytes
    known: Mapping[str, int]

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        from kb.knowledge import KnowledgeBase

        return KnowledgeBase(self.settings, self.encoder())

    @cached_property
    def checksums(self) -> Mapping[str, str]:
        return self.register.checksums()

    @cached_property
    def rows(self) -> Mapping[tuple[str, int, int], str]:
        """The digest of each decision, by its place."""
        decisions = self.register.decisions()
        return {_place(row): digest for row, digest in zip(decisions, self._of_rows(decisions), strict=True)}

    def _of_rows(self, rows: Sequence[Decision]) -> Iterator[str]:
        """Digests of rows. Rows that are the same in all they say are counted, so that one more is new."""
        seen: Counter[str] = Counter()
        for row in rows:
            said = "\n".join(
                ("row", row.committee or "", str(row.date), row.title, " ".join(row.quote.split()))
            )
            seen[said] += 1
            yield keyed(self.key, f"{said}\n{seen[said]}")

    def file(self, checksum: str) -> str:
        return keyed(self.key, f"file\n{checksum}")

    def name(self, document: str) -> str:
        return keyed(self.key, f"name\n{document}")

    def text(self, document: str) -> str:
        return keyed(self.key, f"text\n{' '.join(self.register.document(document).text.split())}")

    def new_documents(self, looked: int) -> frozenset[str]:
        """The documents that were met after the look of this number."""
        return frozenset(
            name for name, checksum in self.checksums.items() if self.known[self.file(checksum)] > looked
        )

    def was_named(self, document: str, looked: int) -> bool:
        """Whether a document of this name was known at the look of this number."""
        return self.known[self.name(document)] <= looked


def learn(settings: Settings) -> None:
    """Nothing, once all that the indexes hold is known, and whatever is followed from now on starts there.

    Raises StateError or ResourceError.
    """
    book = FollowBook(StateDatabase(settings.state))
    for edition in settings.editions:
        _learned(book, settings.for_edition(edition), _no_encoder)


def look(settings: Settings, encoder: Callable[[], Encoder], now: dt.datetime) -> int:
    """How much news was found in the current generations and kept for those who follow it.

    The model is loaded only where a question is asked of something new. Raises KBError.
    """
    book = FollowBook(StateDatabase(settings.state))
    opened: dict[Clearance, _Edition] = {}
    for each in settings.editions:
        edition = _learned(book, settings.for_edition(each), encoder)
        if edition is not None:
            opened[each] = edition
    follows = book.all()
    latest = book.latest() if follows else 0
    count = 0
    for follow in follows:
        own = settings_of(follow, settings)
        if own is None or follow.looked >= latest:
            continue
        found = opened.get(own.edition)
        places = () if follow.muted or found is None else tuple(_places(follow, found))
        count += book.found(follow.number, places, latest, now)
    return count


def _no_encoder() -> Encoder:
    raise AssertionError("learning asks no question")


def _learned(book: FollowBook, own: Settings, encoder: Callable[[], Encoder]) -> _Edition | None:
    """The edition once all it holds is known; None where it has no index.

    A file with the text of one known before counts as met when that was.
    """
    try:
        register = Register(own)
    except IndexStateError:
        return None
    edition = _Edition(own, encoder, register, book.key(), book.known(own.edition))
    unmet = {name: sha for name, sha in edition.checksums.items() if edition.file(sha) not in edition.known}
    texts = {name: edition.text(name) for name in unmet}
    old = {look: set[str]() for name in unmet if (look := edition.known.get(texts[name])) is not None}
    fresh = {edition.name(name) for name in edition.checksums} | set(edition.rows.values())
    for name, sha in unmet.items():
        since = edition.known.get(texts[name])
        (fresh if since is None else old[since]).add(edition.file(sha))
    fresh |= set(texts.values())
    for look_before, digests in old.items():
        book.learn(own.edition, digests, look_before)
    book.learn(own.edition, fresh - edition.known.keys())
    return replace(edition, known=book.known(own.edition))


def _places(follow: Follow, edition: _Edition) -> Iterator[Place]:
    """Where something new stands that the search finds."""
    try:
        where = filter_of(follow.wish)
        if follow.wish.kind is FollowKind.DECISIONS:
            yield from _new_rows(follow, edition, where)
        else:
            yield from _new_quotes(follow, edition, where)
    except UsageError:
        return  # a committee that is not in this index, or a search whose words were masked


def _new_rows(follow: Follow, edition: _Edition, where: Filter) -> Iterator[Place]:
    """The rows of the register that are new, or new under this filter since an editor corrected them."""
    fresh = edition.new_documents(follow.looked)
    for row in decided(follow.wish, edition.register.decisions(where)):
        new = edition.known[edition.rows[_place(row)]] > follow.looked
        # A newer program may read a known file in another way: that is not news.
        if new and (row.document in fresh or edition.register.document(row.document).corrected):
            changed = edition.was_named(row.document, follow.looked)
            sha = edition.checksums[row.document]
            yield Place(row.document, sha, row.start, row.end, digest_of(row.quote), changed)


def _new_quotes(follow: Follow, edition: _Edition, where: Filter) -> Iterator[Place]:
    """What new documents answer to the question, each in its own words."""
    fresh = edition.new_documents(follow.looked)
    left = sorted(each.id for each in edition.register.documents(where) if each.id in fresh)
    while left:
        some, left = left[:AT_A_TIME], left[AT_A_TIME:]
        for _ in range(ROUNDS):
            answer = edition.knowledge.ask(follow.wish.question, replace(where, documents=tuple(some)))
            # A filter by documents means all whose path begins so: more than was asked for may be quoted.
            quoted = [each for each in answer.citations if each.document in some]
            if answer.abstained or not quoted:
                break
            for each in quoted:
                changed = edition.was_named(each.document, follow.looked)
                sha = edition.checksums[each.document]
                yield Place(each.document, sha, each.start, each.end, digest_of(each.quote), changed)
            told = {each.document for each in quoted}
            some = [name for name in some if name not in told]
            if not some:
                break


def _place(row: Decision) -> tuple[str, int, int]:
    return row.document, row.start, row.end
