"""Who may add documents: not a reader, neither by the page nor by sending files past it."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from kb.strings_da.adding import Adding
from kb.strings_da.ui import Ui
from kb.ui.gate import OPEN_SECONDS, UPLOADS_PER_MINUTE, Gate, GateKeeper

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Page, expect


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_tab_may_send_files_for_a_while_after_the_page_was_drawn_in_it() -> None:
    clock = Clock()
    gate = Gate(clock)
    path = "/_stcore/upload_file/eva/1"
    assert not gate.lets(path)
    gate.open("eva")
    assert gate.lets(path)
    assert not gate.lets("/_stcore/upload_file/bo/1")
    assert gate.lets("/_stcore/stream")
    clock.now = OPEN_SECONDS - 1
    gate.open("bo")
    clock.now = OPEN_SECONDS
    assert not gate.lets(path)
    assert gate.lets("/_stcore/upload_file/bo/1")


def test_a_file_of_another_tab_is_refused_before_any_of_it_is_read() -> None:
    passed: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        passed.append(scope["path"])

    async def receive() -> Message:
        raise AssertionError("nothing is to be read")

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    gate = Gate()
    gate.open("eva")
    keeper = GateKeeper(app, gate)
    for session in ("bo", "eva"):
        scope = {"type": "http", "method": "PUT", "path": f"/_stcore/upload_file/{session}/1", "headers": []}
        # Not in this thread, where playwright's own loop may be running.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, keeper(scope, receive, send)).result()
    assert passed == ["/_stcore/upload_file/eva/1"]
    assert sent[0]["status"] == 403


def test_a_tab_that_sends_too_many_files_has_to_wait_and_no_other_does() -> None:
    statuses: list[int] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        statuses.append(200)

    async def receive() -> Message:
        raise AssertionError("nothing is to be read")

    async def send(message: Message) -> None:
        if "status" in message:
            statuses.append(message["status"])

    gate = Gate()
    gate.open("eva")
    gate.open("bo")
    keeper = GateKeeper(app, gate)

    async def sends() -> None:
        for session in ("eva",) * (UPLOADS_PER_MINUTE + 1) + ("bo",):
            path = f"/_stcore/upload_file/{session}/1"
            await keeper({"type": "http", "method": "PUT", "path": path, "headers": []}, receive, send)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, sends()).result()
    assert statuses == [200] * UPLOADS_PER_MINUTE + [429, 200]


def test_the_server_refuses_files_that_nobody_was_asked_for(base: str) -> None:
    request = urllib.request.Request(f"{base}/_stcore/upload_file/x/y", b"data", method="PUT")  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)  # noqa: S310
    assert refused.value.code == 403
    # Streamlit's own refusal, of a request without its token, says why.
    assert refused.value.read() == b""


@pytest.mark.browser
def test_a_reader_sees_no_way_and_cannot_enter(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_label(Ui.QUESTION, exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=Adding.NAV, exact=True)).to_have_count(0)
    page.goto(f"/{Adding.PATH}")
    expect(page.get_by_role("main")).to_contain_text("redaktør")
    expect(page.locator("input[type=file]")).to_have_count(0)
