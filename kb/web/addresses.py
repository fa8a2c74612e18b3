"""Web addresses: which belong to a site, and under what name the document at one is kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from kb.errors import UsageError
from kb.readers.names import SUFFIXES

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST_STEP_BYTES = 100
_DIGITS = 8
_INDEX = "index"


@dataclass(frozen=True, slots=True)
class Site:
    """A host at a port, and how it is spoken to."""

    scheme: str
    host: str
    port: int

    @property
    def name(self) -> str:
        """The site as addresses name it."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"


def site_of(address: str) -> Site:
    """The site of an address. Raises UsageError where it is none that can be fetched."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise UsageError("bad_address", address=address) from error
    host = _host(parts.hostname or "")
    if parts.scheme not in _PORTS or not host or parts.username is not None:
        raise UsageError("bad_address", address=address)
    return Site(parts.scheme, host, port or _PORTS[parts.scheme])


def _host(name: str) -> str:
    """The host as the network names it, Danish letters written out; empty where it is none."""
    try:
        host = name.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return host if _HOST.fullmatch(host) else ""


def normal(address: str, base: str = "") -> str:
    """The address in full, as one is compared: its host in small letters, without what names a place inside.

    Raises UsageError where it is none that can be fetched.
    """
    try:
        joined = urljoin(base, address.strip())
        parts = urlsplit(joined)
    except ValueError as error:
        raise UsageError("bad_address", address=address) from error
    return urlunsplit((parts.scheme, site_of(joined).name, parts.path or "/", parts.query, ""))


def belongs(address: str, site: Site) -> bool:
    """Whether the address is of the site; a site that moves from http to https is the same."""
    other = site_of(address)
    upgraded = (site.scheme, site.port) == ("http", 80) and (other.scheme, other.port) == ("https", 443)
    return other.host == site.host and (other.port == site.port or upgraded)


def file_of(address: str, suffix: str) -> PurePosixPath:
    """The path below the folder where what is at the address is kept: the site, then the steps of its path.

    Every step is a plain name; what is left out of it, and the query, stand in it as a few figures.
    """
    parts = urlsplit(address)
    *folders, last = [unquote(each) for each in parts.path.split("/") if each not in ("", ".", "..")] or [""]
    if parts.path.endswith("/") and last:
        folders, last = [*folders, last], ""
    stem = PurePosixPath(last).stem if PurePosixPath(last).suffix.lower() in SUFFIXES else last
    name = _step(stem or _INDEX)
    if parts.query:
        name = f"{name}-{_figures(parts.query)}"
    # A folder never has the name of a file: "/a.html/b" may stand beside "/a.html".
    within = [_step(each).replace(".", "-") for each in folders]
    return PurePosixPath(_step(site_of(address).name), *within, name + suffix)


def _step(text: str) -> str:
    """The text as one name in a path."""
    plain = "".join(
        each for each in unicodedata.normalize("NFC", text) if unicodedata.category(each)[0] != "C"
    )
    name = _UNFIT.sub("-", plain).strip(". ").lstrip("~$_") or "-"
    encoded = name.encode()
    if len(encoded) <= _LONGEST_STEP_BYTES:
        return name
    return f"{encoded[:_LONGEST_STEP_BYTES].decode('utf-8', 'ignore')}-{_figures(text)}"


def _figures(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
