"""One request at a time to one site: to addresses that were looked at, with limits on size and time.

The name is looked up once and the address that was looked at is the one that is spoken to, so that a name
which changes what it stands for leads nowhere else. A redirect is followed within the site alone.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kb.errors import FetchError
from kb.web.addresses import Site, belongs, normal, site_of

CONNECT_SECONDS = 15.0
ANSWER_SECONDS = 120.0
MAX_REDIRECTS = 5
_PIECE = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PLAIN = frozenset({"", "identity"})
# What may stand in the path and the query of a request; the rest is written with percent signs.
_SAFE = "/:@!$&'()*+,;=-._~%?"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered: ``address`` is where it was found in the end, ``media`` its type without more."""

    status: int
    address: str
    media: str
    body: bytes
    headers: Mapping[str, str]


class Client:
    """Asks one site."""

    def __init__(self, site: Site, agent: str, *, private: bool, most_bytes: int) -> None:
        """``private`` lets it speak to addresses of the network at hand, as an intranet has."""
        self._site, self._agent, self._private, self._most = site, agent, private, most_bytes
        self._tls = ssl.create_default_context()

    def get(self, address: str, conditions: Mapping[str, str] | None = None) -> Answer:
        """What the site answers, redirects followed. Raises FetchError."""
        at = address
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._once(at, conditions or {})
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return answer
            at = normal(location, at)
            if not belongs(at, self._site):
                raise FetchError("fetch_other_host", host=site_of(at).host)
        raise FetchError("fetch_status", status="for mange omstillinger")

    def _once(self, address: str, conditions: Mapping[str, str]) -> Answer:
        site, parts = site_of(address), urlsplit(address)
        target = quote(parts.path or "/", _SAFE) + (f"?{quote(parts.query, _SAFE)}" if parts.query else "")
        end = time.monotonic() + ANSWER_SECONDS
        connection = self._connection(site)
        try:
            headers = {"User-Agent": self._agent, "Accept-Encoding": "identity", "Connection": "close"}
            connection.request("GET", target, headers={**headers, **conditions})
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            if told.get("content-encoding", "").lower() not in _PLAIN:
                raise FetchError("fetch_encoded")
            body = self._body(answer, end)
        except TimeoutError as error:
            raise FetchError("fetch_too_slow", seconds=round(ANSWER_SECONDS)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchError("fetch_unreachable", detail=type(error).__name__) from error
        finally:
            connection.close()
        media = told.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(answer.status, address, media, body, told)

    def _body(self, answer: http.client.HTTPResponse, end: float) -> bytes:
        """The body, read until it is too large or too slow."""
        pieces, size = [], 0
        while piece := answer.read1(_PIECE):
            size += len(piece)
            if size > self._most:
                raise FetchError("fetch_too_large", limit=self._most // 2**20)
            if time.monotonic() > end:
                raise TimeoutError
            pieces.append(piece)
        if answer.length:
            raise FetchError("fetch_unreachable", detail="IncompleteRead")
        return b"".join(pieces)

    def _connection(self, site: Site) -> http.client.HTTPConnection:
        """A connection to an address of the site that may be spoken to."""
        try:
            plain = self._socket(site)
            if site.scheme == "http":
                connection = http.client.HTTPConnection(site.host, site.port)
                connection.sock = plain
                return connection
            secure = http.client.HTTPSConnection(site.host, site.port, context=self._tls)
            with closing(plain):  # what is wrapped takes it over
                secure.sock = self._tls.wrap_socket(plain, server_hostname=site.host)
            return secure
        except OSError as error:
            raise FetchError("fetch_unreachable", detail=type(error).__name__) from error

    def _socket(self, site: Site) -> socket.socket:
        """A socket to the first address that answers, all of them looked at before. Raises OSError."""
        found = [each[4][:2] for each in socket.getaddrinfo(site.host, site.port, type=socket.SOCK_STREAM)]
        if not self._private and not all(is_public(str(host)) for host, _port in found):
            raise FetchError("fetch_private", host=site.host)
        for host, port in found[:-1]:
            try:
                return socket.create_connection((str(host), int(port)), CONNECT_SECONDS)
            except OSError:
                continue  # the next address may answer; the last one's error is told
        host, port = found[-1]
        return socket.create_connection((str(host), int(port)), CONNECT_SECONDS)


def is_public(address: str) -> bool:
    """Whether an IP address is of the public network: not of this machine, the one at hand, or a group."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    plain = mapped or ip
    return plain.is_global and not plain.is_multicast
