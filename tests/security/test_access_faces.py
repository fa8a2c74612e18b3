"""Canaries at the faces for programs: every address of the API and every tool of the MCP server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from kb.datatypes import Clearance
from kb.library import Library
from kb.settings import Settings
from kb.state.audit import Action, AuditLog
from kb.state.database import StateDatabase
from kb.state.keys import ApiKeys
from tests.security.canaries import FIE, IDA, NOW, QUESTIONS, SECRET_FILES, found_in, seen_by, unseen_by

pytest.importorskip("fastapi", reason="the API is an extra")

from starlette.testclient import TestClient

from kb.api.app import make_app

if TYPE_CHECKING:
    pass

LEVELS = tuple(Clearance)
PROXY = "10.0.0.5"
HEADER = "X-Forwarded-Email"


@pytest.fixture(scope="module")
def keyed(guarded: Settings, library: Library) -> Mapping[Clearance, TestClient]:
    """A client of the API for each clearance."""
    keys = ApiKeys(StateDatabase(guarded.state))
    app = make_app(guarded, "127.0.0.1", library)
    clients = {}
    for clearance in LEVELS:
        key = keys.create(f"nøgle {clearance.value}", clearance, NOW)
        clients[clearance] = TestClient(app, headers={"Authorization": f"Bearer {key}"})
    return clients


def replies(client: TestClient) -> str:
    """What every address of the API replies that takes no id, for every question."""
    said = ""
    for path, methods in client.get("/v1/openapi.json").json()["paths"].items():
        if "{" in path:
            continue
        fields = {"/v1/search": "query"}.get(path, "question")
        if "search" in path or "ask" in path:
            for question in QUESTIONS:
                if "get" in methods:
                    reply = client.get(path, params={fields: question})
                    assert reply.status_code == 200, (path, reply.text)
                    said += reply.text
                if "post" in methods:
                    said += client.post(path, json={fields: question}).text
        else:
            said += client.get(path).text
    return said


@pytest.mark.parametrize("clearance", LEVELS)
def test_every_address_of_the_api(
    keyed: Mapping[Clearance, TestClient], clearance: Clearance, guarded: Settings
) -> None:
    client = keyed[clearance]
    assert found_in(replies(client)) == seen_by(clearance)
    for name, needed in SECRET_FILES.items():
        if clearance.covers(needed):
            assert client.get(f"/v1/documents/{quote(name)}").json()["clearance"] == needed.value
            continue
        other = name.replace(name.rpartition("/")[2], "findes-ikke")
        for path in ("/v1/documents/", "/v1/pages/1/", "/v1/cases/"):
            hidden, missing = (client.get(path + quote(each)) for each in (name, other))
            assert hidden.status_code == missing.status_code == 404
            assert hidden.text.replace(name, other) == missing.text


def test_a_reply_that_somebody_else_has_is_not_taken_for_ones_own(
    keyed: Mapping[Clearance, TestClient],
) -> None:
    tag = keyed[Clearance.CONFIDENTIAL].get("/v1/documents").headers["etag"]
    held = {"If-None-Match": tag}
    assert keyed[Clearance.CONFIDENTIAL].get("/v1/documents", headers=held).status_code == 304
    assert keyed[Clearance.PUBLIC].get("/v1/documents", headers=held).status_code == 200


def test_nothing_that_a_caller_sends_raises_what_may_be_read(keyed: Mapping[Clearance, TestClient]) -> None:
    client = keyed[Clearance.PUBLIC]
    tries = {
        "clearance": "fortrolig",
        "edition": "fortrolig",
        "role": "administrator",
        "index": "fortrolig",
    }
    for name, value in tries.items():
        reply = client.get("/v1/documents", params={name: value}, headers={HEADER: FIE, "X-Clearance": value})
        assert not found_in(reply.text) & unseen_by(Clearance.PUBLIC)
        reply = client.post("/v1/ask", json={"question": QUESTIONS[0], name: value})
        assert not found_in(reply.text) & unseen_by(Clearance.PUBLIC)


@pytest.mark.parametrize(
    ("peer", "headers", "status", "clearance"),
    [
        (PROXY, {HEADER: FIE}, 200, Clearance.CONFIDENTIAL),
        (PROXY, {HEADER: "Ida@Kommune.dk"}, 200, Clearance.INTERNAL),
        (PROXY, {HEADER: "en@kommune.dk"}, 200, Clearance.PUBLIC),
        (PROXY, {}, 401, Clearance.PUBLIC),
        (PROXY, {HEADER: " "}, 401, Clearance.PUBLIC),
        ("10.0.0.6", {HEADER: FIE}, 401, Clearance.PUBLIC),
        (
            "10.0.0.6",
            {HEADER: FIE, "X-Forwarded-For": PROXY},
            401,
            Clearance.PUBLIC,
        ),
        ("127.0.0.1", {HEADER: FIE}, 401, Clearance.PUBLIC),
    ],
)
def test_only_the_proxy_that_signs_people_in_is_believed(
    guarded: Settings,
    library: Library,
    peer: str,
    headers: dict[str, str],
    status: int,
    clearance: Clearance,
) -> None:
    place = guarded.model_copy(update={"api_proxies": (PROXY,), "api_user_header": HEADER})
    client = TestClient(make_app(place, "10.0.0.1", library), client=(peer, 5000), headers=headers)
    reply = client.get("/v1/documents")
    assert reply.status_code == status
    assert not found_in(reply.text) & unseen_by(clearance)
    if clearance is Clearance.CONFIDENTIAL:
        assert "kanarfortrolig-lukket.txt" in reply.text


def test_two_values_of_the_header_are_none(guarded: Settings, library: Library) -> None:
    place = guarded.model_copy(update={"api_proxies": (PROXY,), "api_user_header": HEADER})
    client = TestClient(make_app(place, "10.0.0.1", library), client=(PROXY, 5000))
    assert client.get("/v1/documents", headers=[(HEADER, IDA), (HEADER, FIE)]).status_code == 401


def test_the_log_has_who_asked_and_opened_by_the_api(
    keyed: Mapping[Clearance, TestClient], guarded: Settings
) -> None:
    keyed[Clearance.INTERNAL].get("/v1/ask", params={"question": QUESTIONS[0]})
    keyed[Clearance.INTERNAL].get("/v1/documents/kanarintern-rettet.txt")
    last = AuditLog(StateDatabase(guarded.state)).entries()[1::-1]
    told = [(each.event.action, each.event.user, each.event.subject) for each in last]
    assert told == [
        (Action.ASKED, "api:nøgle intern", None),
        (Action.OPENED, "api:nøgle intern", "kanarintern-rettet.txt"),
    ]
    assert QUESTIONS[0] not in repr(last)


@pytest.mark.parametrize("clearance", LEVELS)
def test_every_tool_of_the_mcp_server(guarded: Settings, library: Library, clearance: Clearance) -> None:
    pytest.importorskip("mcp", reason="the MCP server is an extra")
    from kb.api.caller import Caller, calling
    from kb.mcp_server.tools import ACTIONS, Desk

    actions = {action.name: action for action in ACTIONS}
    desk = Desk(guarded, library)

    def called(name: str, **given: object) -> str:
        return repr(actions[name].call(desk, given))

    with calling(Caller("prøve", clearance)):
        said = called("list_decisions") + called("list_decisions", limit=200)
        for question in QUESTIONS:
            said += called("search", query=question, k=50) + called("ask", question=question)
        assert found_in(said) == seen_by(clearance)
        for name, needed in SECRET_FILES.items():
            told = called("get_document", document=name)
            assert ("is_error=True" in told) is not clearance.covers(needed)
            told += called("get_case", case=name)
            assert not found_in(told.replace(name, "")) & unseen_by(clearance)
