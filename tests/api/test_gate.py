"""Who comes in: by key, or from this machine where that is allowed, as often as is allowed."""

from __future__ import annotations

import datetime as dt

import pytest
from starlette.testclient import TestClient

from kb.api.app import make_app
from kb.api.gate import SECURITY_HEADERS
from kb.datatypes import Clearance
from kb.library import Library
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.keys import ApiKeys

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
ROWS = "/v1/terms?limit=1"
LOCAL = ("127.0.0.1", 50000)


def client(
    settings: Settings,
    library: Library,
    *,
    host: str = "127.0.0.1",
    caller: tuple[str, int] = LOCAL,
    **changes: object,
) -> TestClient:
    """A client that calls from an address, of an API whose settings have some changes."""
    changed = settings.model_copy(update=changes)
    library = library if changed == settings else Library()
    return TestClient(make_app(changed, host, library), base_url="http://127.0.0.1:8600", client=caller)


def code(reply: object) -> str:
    return str(reply.json()["error"]["code"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (None, "key_missing"),
        ("", "key_missing"),
        ("Bearer", "key_refused"),
        ("Bearer kb_wrong", "key_refused"),
        ("Basic dGVzdDp0ZXN0", "key_refused"),
    ],
)
def test_without_a_key_that_opens_nobody_comes_in(
    api_settings: Settings, library: Library, sent: str | None, expected: str
) -> None:
    headers = {} if sent is None else {"Authorization": sent}
    reply = client(api_settings, library).get(ROWS, headers=headers)
    assert (reply.status_code, code(reply), reply.headers["WWW-Authenticate"]) == (401, expected, "Bearer")


def test_a_key_taken_back_is_refused_from_the_next_call(api_settings: Settings, library: Library) -> None:
    keys = ApiKeys(StateDatabase(api_settings.state))
    headers = {"Authorization": f"Bearer {keys.create('short', Clearance.PUBLIC, NOW)}"}
    caller = client(api_settings, library)
    assert caller.get(ROWS, headers=headers).status_code == 200
    keys.revoke("short", NOW)
    assert code(caller.get(ROWS, headers=headers)) == "key_refused"


def test_open_lets_in_this_machine_and_nobody_else(api_settings: Settings, library: Library) -> None:
    assert client(api_settings, library, api_open=True).get(ROWS).status_code == 200
    for each in (
        client(api_settings, library, api_open=True, host="0.0.0.0"),  # noqa: S104
        client(api_settings, library, api_open=True, caller=("192.0.2.7", 50000)),
        client(api_settings, library, api_open=False),
    ):
        assert code(each.get(ROWS)) == "key_missing"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_open_is_not_open_to_what_comes_through_a_proxy(
    api_settings: Settings, library: Library, header: str
) -> None:
    opened = client(api_settings, library, api_open=True)
    assert code(opened.get(ROWS, headers={header: "127.0.0.1"})) == "key_missing"


def test_open_is_not_open_to_a_web_page_that_took_this_machine_s_name(
    api_settings: Settings, library: Library
) -> None:
    opened = client(api_settings, library, api_open=True)
    refused = opened.get(ROWS, headers={"Host": "evil.example:8600"})
    assert (refused.status_code, code(refused)) == (421, "bad_host")
    assert opened.get(ROWS, headers={"Host": "localhost:8600"}).status_code == 200
    assert opened.get(ROWS, headers={"Host": "[::1]:8600"}).status_code == 200


def test_open_still_refuses_a_key_that_does_not_open(api_settings: Settings, library: Library) -> None:
    opened = client(api_settings, library, api_open=True)
    assert code(opened.get(ROWS, headers={"Authorization": "Bearer kb_wrong"})) == "key_refused"


def test_browsers_may_call_only_from_pages_that_were_named(
    api_settings: Settings, library: Library, key: str
) -> None:
    headers = {"Authorization": f"Bearer {key}", "Origin": "https://intranet.example"}
    closed = client(api_settings, library).get(ROWS, headers=headers)
    assert (closed.status_code, code(closed)) == (403, "bad_origin")
    assert "access-control-allow-origin" not in closed.headers
    named = client(api_settings, library, api_origins=("https://intranet.example",))
    assert (
        named.get(ROWS, headers=headers).headers["access-control-allow-origin"] == "https://intranet.example"
    )
    asked = {
        **headers,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    del asked["Authorization"]
    assert named.options("/v1/ask", headers=asked).status_code == 200
    other = named.get(ROWS, headers={**headers, "Origin": "https://evil.example"})
    assert (other.status_code, "access-control-allow-origin" in other.headers) == (403, False)


def test_who_calls_too_often_waits_and_others_do_not(
    api_settings: Settings, library: Library, key: str
) -> None:
    other = ApiKeys(StateDatabase(api_settings.state)).create("other", Clearance.PUBLIC, NOW)
    limited = client(api_settings, library, api_per_minute=2)
    replies = [limited.get(ROWS, headers={"Authorization": f"Bearer {key}"}) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert code(replies[2]) == "too_many_requests"
    assert 1 <= int(replies[2].headers["Retry-After"]) <= 30
    assert limited.get(ROWS, headers={"Authorization": f"Bearer {other}"}).status_code == 200
    guesses = [limited.get(ROWS, headers={"Authorization": f"Bearer {n}"}).status_code for n in range(3)]
    assert guesses == [401, 401, 429]


def test_every_reply_has_the_security_headers(api: TestClient) -> None:
    for path in (ROWS, "/v1/health/live", "/v1/openapi.json", "/nowhere", "/v1/ask"):
        headers = api.get(path).headers
        assert {name: headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS), path
        assert "server" not in headers


def test_what_is_too_large_is_refused_unread(api: TestClient) -> None:
    long = api.get("/v1/search", params={"query": "a" * 20_000})
    big = api.post("/v1/ask", json={"question": "a" * 100_000})
    unstated = api.post("/v1/ask", content=iter([b'{"question": "', b"a" * 100_000, b'"}']))
    assert [(reply.status_code, code(reply)) for reply in (long, big, unstated)] == [(413, "too_large")] * 3
