"""A real website on this machine, whose pages a test writes and whose visitors it sees."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What is answered at a path."""

    body: bytes | str = b""
    media: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else self.body.encode()


@dataclass
class Visit:
    """One request."""

    path: str
    headers: Mapping[str, str]
    status: int = 0


@dataclass
class Website:
    """The pages by path, the visits, and where it is."""

    pages: dict[str, Page | list[Page]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    port: int = 0

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [each.path for each in self.visits]

    def sitemap(self, *paths: str) -> Page:
        rows = "".join(f"<url><loc>{path if '://' in path else self.at(path)}</loc></url>" for path in paths)
        space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        return Page(f'<?xml version="1.0"?><urlset {space}>{rows}</urlset>', "application/xml")


@contextmanager
def website() -> Iterator[Website]:
    """A website until the test ends."""
    site = Website()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visit = Visit(self.path, {name.lower(): value for name, value in self.headers.items()})
            site.visits.append(visit)
            found = site.pages.get(self.path, Page(b"", status=404))
            page = found.pop(0) if isinstance(found, list) else found
            tag = page.headers.get("ETag")
            unchanged = tag is not None and visit.headers.get("if-none-match") == tag
            visit.status = 304 if unchanged else page.status
            content = b"" if unchanged else page.content
            self.send_response(visit.status)
            self.send_header("Content-Type", page.media)
            if "Content-Length" not in page.headers:
                self.send_header("Content-Length", str(len(content)))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
