"""Fetching what sitemaps and lists of addresses name: each site asked slowly, and only what it lets be asked.

A document that has not changed is not sent again, one that the site says is gone is removed, and nothing
is fetched from another site than the one that was named.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.disk import disk_errors, sync
from kb.errors import FetchError, KBError, ResourceError, UsageError
from kb.web.addresses import Site, belongs, file_of, normal, site_of
from kb.web.client import Answer, Client
from kb.web.ledger import Entry, read_ledger, write_ledger
from kb.web.listing import Listing, listing_of

if TYPE_CHECKING:
    from protego import Protego

TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}
"""What is fetched, with the ending that it is kept under."""

MAX_WAIT_SECONDS = 60.0
"""The longest pause that a site may ask for between two requests, and before one more try."""

MAX_LISTS = 200
_ROBOTS_BYTES = 500 * 1024
_BUSY = frozenset({429, 503})
_GONE = frozenset({404, 410})
_OK, _UNCHANGED = 200, 304


@dataclass(frozen=True, slots=True)
class Plan:
    """What to fetch, where to, and how gently. ``addresses`` are sitemaps, lists or single documents.

    ``agent`` is who asks, ``seconds`` the pause between two requests, ``most`` the number of documents of a
    site; ``private`` lets sites lie in the network at hand.
    """

    addresses: tuple[str, ...]
    folder: Path
    agent: str
    seconds: float
    most: int
    file_bytes: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class Got:
    """A document that the folder has now. ``changed`` says that it is new or another one than before."""

    address: str
    file: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """An address that gave no document, and why."""

    address: str
    error: KBError


@dataclass(frozen=True, slots=True)
class Gone:
    """A document that its site no longer has; its file is removed."""

    address: str
    file: str


Event = Got | Missed | Gone


def fetch(plan: Plan, wait: Callable[[float], None] = time.sleep) -> Iterator[Event]:
    """What became of each address, as it happens, site by site.

    Raises UsageError for an address that is none, and ResourceError where nothing can be written or the
    package that reads robots.txt is missing.
    """
    sites: dict[Site, list[str]] = {}
    for address in dict.fromkeys(map(normal, plan.addresses)):
        sites.setdefault(site_of(address), []).append(address)
    ledger = read_ledger(plan.folder)
    try:
        for site, addresses in sites.items():
            yield from _Visit(plan, site, ledger, wait).events(addresses)
    finally:
        write_ledger(plan.folder, ledger)


class _Visit:
    """One site, asked one thing after the other."""

    def __init__(
        self, plan: Plan, site: Site, ledger: dict[str, Entry], wait: Callable[[float], None]
    ) -> None:
        self._plan, self._site, self._ledger, self._wait = plan, site, ledger, wait
        self._client = Client(site, plan.agent, private=plan.private, most_bytes=plan.file_bytes)
        self._pause = plan.seconds
        self._asked = False
        self._rules: Protego | None = None
        self._lists = 0

    def events(self, addresses: Iterable[str]) -> Iterator[Event]:
        """What became of the addresses and of those that they list, each once."""
        waiting, known, documents = list(addresses), set(addresses), 0
        try:
            self._rules = self._robots()
        except FetchError as error:
            yield from (Missed(each, error) for each in waiting)
            return
        while waiting:
            address = waiting.pop(0)
            if documents >= self._plan.most:
                yield Missed(address, FetchError("fetch_too_many", limit=self._plan.most))
                return
            try:
                answer = self._answer(address)
                listing = self._listing(answer)
                if listing is None:
                    documents += 1
                    yield self._kept(address, answer)
                    continue
            except (FetchError, UsageError) as error:
                yield Missed(address, error)
                continue
            for each in (*listing.lists, *listing.pages):
                if (listed := _normal(each, address)) is None:
                    yield Missed(each[:200], UsageError("bad_address", address=each[:200]))
                elif not belongs(listed, self._site):
                    yield Missed(listed, FetchError("fetch_other_host", host=site_of(listed).host))
                elif listed not in known:
                    known.add(listed)
                    waiting.append(listed)

    def _robots(self) -> Protego:
        """What the site lets be asked. Where it has no such file all may be; where it fails, nothing."""
        try:
            from protego import Protego
        except ImportError as error:
            raise ResourceError("fetch_extra") from error
        site = self._site
        answer = self._ask(f"{site.scheme}://{site.name}/robots.txt")
        if answer.status >= 500 or answer.status in _BUSY:
            raise FetchError("fetch_no_robots", status=answer.status)
        text = answer.body[:_ROBOTS_BYTES].decode("utf-8", "replace") if answer.status == _OK else ""
        rules = Protego.parse(text)
        self._pause = min(max(self._pause, float(rules.crawl_delay(self._plan.agent) or 0)), MAX_WAIT_SECONDS)
        return rules

    def _answer(self, address: str) -> Answer:
        """What the site answers, asked once more after a while where it is busy. Raises FetchError."""
        if self._rules is not None and not self._rules.can_fetch(address, self._plan.agent):
            raise FetchError("fetch_robots")
        entry = self._ledger.get(address)
        there = entry is not None and (self._plan.folder / entry.file).is_file()
        conditions = entry.conditions if entry is not None and there else {}
        answer = self._ask(address, conditions)
        if answer.status in _BUSY:
            self._wait(_asked_to_wait(answer))
            answer = self._ask(address, conditions)
        if answer.status not in (_OK, _UNCHANGED, *_GONE):
            raise FetchError("fetch_status", status=answer.status)
        return answer

    def _ask(self, address: str, conditions: dict[str, str] | None = None) -> Answer:
        """What the site answers, with a pause since the last question."""
        if self._asked:
            self._wait(self._pause)
        self._asked = True
        answer = self._client.get(address, conditions)
        if self._rules is not None and not self._rules.can_fetch(answer.address, self._plan.agent):
            raise FetchError("fetch_robots")  # where it led to may not be asked either
        return answer

    def _listing(self, answer: Answer) -> Listing | None:
        """The addresses that the answer lists, None where it is a document or nothing new."""
        listing = listing_of(answer.body, answer.media) if answer.status == _OK else None
        if listing is not None:
            self._lists += 1
            if self._lists > MAX_LISTS:
                raise FetchError("fetch_too_many", limit=MAX_LISTS)
        return listing

    def _kept(self, address: str, answer: Answer) -> Event:
        """What became of the document at an address. Raises FetchError and ResourceError."""
        before = self._ledger.get(address)
        if answer.status in _GONE:
            if before is None:
                raise FetchError("fetch_status", status=answer.status)
            with disk_errors(self._plan.folder):
                (self._plan.folder / before.file).unlink(missing_ok=True)
            del self._ledger[address]
            return Gone(address, before.file)
        if answer.status == _UNCHANGED and before is not None:
            return Got(address, before.file, changed=False)
        suffix = TYPES.get(answer.media)
        if suffix is None:
            raise FetchError("fetch_type", media=answer.media or "?")
        file = file_of(address, suffix).as_posix()
        if before is not None and before.file != file:
            with disk_errors(self._plan.folder):
                (self._plan.folder / before.file).unlink(missing_ok=True)
        changed = _written(self._plan.folder / file, answer.body)
        self._ledger[address] = Entry(file, answer.headers.get("etag"), answer.headers.get("last-modified"))
        return Got(address, file, changed)


def _asked_to_wait(answer: Answer) -> float:
    """How many seconds a busy site asks for, as far as is put up with."""
    told = answer.headers.get("retry-after", "")
    return min(float(told), MAX_WAIT_SECONDS) if told.isdecimal() else MAX_WAIT_SECONDS


def _normal(address: str, base: str) -> str | None:
    try:
        return normal(address, base)
    except UsageError:
        return None


def _written(path: Path, content: bytes) -> bool:
    """Whether the file is another one than it was, once all of it is on the disk. Raises ResourceError."""
    with disk_errors(path.parent):
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            draft.write_bytes(content)
            sync(draft)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        sync(path.parent)
    return True
