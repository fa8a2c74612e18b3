"""A server that speaks OpenAI's interface over a real socket and says whatever a test tells it to."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Sources = dict[int, dict[str, Any]]


@dataclass
class Scripted:
    """What the server does: ``reply`` makes the text from the sources, ``act`` answers otherwise instead."""

    reply: Callable[[str, Sources], str] = lambda _question, _sources: ""
    act: Callable[[BaseHTTPRequestHandler], None] | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


def told(request: dict[str, Any]) -> tuple[str, Sources]:
    """The question and the sources of a request, read back from its last message."""
    lines = request["messages"][-1]["content"].splitlines()
    sources = [json.loads(line) for line in lines if line.startswith('{"kilde"')]
    question = next(line.removeprefix("Spørgsmål: ") for line in lines if line.startswith("Spørgsmål: "))
    return json.loads(question), {each["kilde"]: each for each in sources}


def answer(*sentences: tuple[str, int, str]) -> str:
    """The JSON of sentences with the number and the words of their sources."""
    rows = [{"tekst": text, "kilde": number, "citat": quote} for text, number, quote in sentences]
    return json.dumps({"svar": rows}, ensure_ascii=False)


def event(content: str | None, **more: object) -> bytes:
    """One event of a stream that adds ``content`` to the text."""
    delta = {"content": content, **more}
    chunk = {
        "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": None}],
    }  # fmt: skip
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()


def begin(handler: BaseHTTPRequestHandler, kind: str = "text/event-stream", **headers: str) -> None:
    """Sends the head of a reply without a length."""
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Connection", "close")
    handler.end_headers()


def stream(handler: BaseHTTPRequestHandler, text: str) -> None:
    """Sends a text as the events of a stream, some characters each."""
    begin(handler)
    for at in range(0, len(text), 40):
        handler.wfile.write(event(text[at : at + 40]))
    handler.wfile.write(b"data: [DONE]\n\n")


def status(code: int, body: str = "{}", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """What answers with a status."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in {"Content_Type": "application/json", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body.encode())))
        handler.end_headers()
        handler.wfile.write(body.encode())

    return act


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Takes the request and says nothing for as long as the other side waits."""
    handler.rfile.read(1)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, so that no wait for the next one is long; never a whole event."""
    begin(handler)
    while True:
        handler.wfile.write(b":")
        time.sleep(0.02)


def endless_events(handler: BaseHTTPRequestHandler) -> None:
    """Events without an end, as fast as they are taken."""
    begin(handler)
    while True:
        handler.wfile.write(event("og så videre " * 8))


def endless_comments(handler: BaseHTTPRequestHandler) -> None:
    """Events that hold no text, without an end."""
    begin(handler)
    while True:
        handler.wfile.write(event(None) * 50)


def endless_line(handler: BaseHTTPRequestHandler) -> None:
    """One event that never ends."""
    begin(handler)
    handler.wfile.write(b"data: ")
    while True:
        handler.wfile.write(b"a" * 65536)


def packed(handler: BaseHTTPRequestHandler) -> None:
    """A small reply that is large once it is unpacked."""
    begin(handler, Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(b"data: " + b"a" * 50_000_000))


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """A stream that breaks off in the middle."""
    begin(handler)
    handler.wfile.write(event('{"svar": [{"tekst": "Der er'))


@contextmanager
def serving() -> Iterator[Scripted]:
    """A server on this machine while inside."""
    script = Scripted()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.requests.append(request)
            script.headers.append({name.lower(): value for name, value in self.headers.items()})
            self.close_connection = True
            try:
                if script.act:
                    script.act(self)
                else:
                    stream(self, script.reply(*told(request)))
            except OSError:
                pass  # the other side has had enough

        def do_GET(self) -> None:
            script.requests.append({"path": self.path})
            status(200)(self)

        def log_message(self, *_arguments: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
