"""Following searches and planned meetings over the API."""

from __future__ import annotations

import datetime as dt

import pytest

pytest.importorskip("fastapi", reason="the API is an extra")

from icalendar import Calendar
from starlette.testclient import TestClient

from kb.api.app import make_app
from kb.datatypes import Clearance, StepState
from kb.following.following import book_of
from kb.following.readers import digest_of
from kb.library import Library
from kb.register import Register
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.following import Place
from kb.state.keys import ApiKeys

NOW = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)


def test_a_caller_follows_reads_news_and_stops(
    api: TestClient, api_settings: Settings, library: Library
) -> None:
    body = {"question": "Hvad er besluttet om 110362-4321?", "committee": ["HU"], "from": "2024"}
    made = api.post("/v1/follows", json=body)
    assert made.status_code == 200
    told = made.json()
    assert "110362" not in told["question"]
    assert told["filters"] == {"committee": ["Hovedudvalget"], "from": ["2024-01-01"]}
    assert (told["kind"], told["owner"], told["clearance"]) == ("question", "api:test", "offentlig")
    secret = told["feed"].removeprefix("/kb/feed/").removesuffix(".xml")
    book = book_of(api_settings)
    found = book.by_secret(secret)
    assert found is not None
    assert found.number == told["number"]
    (listed,) = api.get("/v1/follows").json()["follows"]
    assert listed == {name: value for name, value in told.items() if name != "feed"}
    row = library.register(api_settings).decisions()[0]
    sha = library.register(api_settings).checksums()[row.document]
    place = Place(row.document, sha, row.start, row.end, digest_of(row.quote), changed=True)
    book.found(told["number"], [place], 1, NOW)
    (news,) = api.get(f"/v1/follows/{told['number']}/news").json()["news"]
    assert (news["document"], news["quote"], news["changed"]) == (row.document, row.quote, True)
    text = library.register(api_settings).document(row.document).text
    assert text[news["start"] : news["end"]] == news["quote"]
    assert api.delete(f"/v1/follows/{told['number']}").json() == listed
    gone = api.get(f"/v1/follows/{told['number']}/news")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "unknown_follow")


def test_one_key_does_not_reach_what_another_follows(
    api: TestClient, api_settings: Settings, library: Library
) -> None:
    mine = api.post("/v1/follows", json={"kind": "decisions", "question": "skole"}).json()["number"]
    other = ApiKeys(StateDatabase(api_settings.state)).create("anden", Clearance.PUBLIC, NOW)
    app = make_app(api_settings, "127.0.0.1", library)
    with TestClient(app, headers={"Authorization": f"Bearer {other}"}) as client:
        assert client.get("/v1/follows").json() == {"follows": []}
        assert client.delete(f"/v1/follows/{mine}").status_code == 404
        assert client.get(f"/v1/follows/{mine}/news").status_code == 404
    assert api.delete(f"/v1/follows/{mine}").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "empty_question"),
        ({"question": "Hvad?", "committee": [7]}, 400, "bad_request"),
        ({"question": "Hvad?", "owner": "ida@kommune.dk"}, 400, "bad_request"),
        ({"question": "Hvad?", "clearance": "fortrolig"}, 400, "bad_request"),
        ({"kind": "decisions", "section": ["Indstilling"]}, 422, "no_such_decisions"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    api: TestClient, body: dict[str, object], status: int, code: str
) -> None:
    reply = api.post("/v1/follows", json=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)


def test_planned_meetings_are_listed_and_a_calendar(
    api: TestClient, api_settings: Settings, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = library.register(api_settings)
    monkeypatch.setattr(register, "_today", lambda: dt.date(2020, 1, 1))
    listed = api.get("/v1/meetings").json()["meetings"]
    assert listed
    assert {each["state"] for each in listed} == {StepState.PLANNED.value}
    assert [each["date"] for each in listed] == sorted(each["date"] for each in listed)
    reply = api.get("/v1/meetings.ics")
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(reply.content).events
    assert [(each["DTSTART"].dt.isoformat()[:10], str(each["STATUS"])) for each in events] == [
        (each["date"], "TENTATIVE") for each in listed
    ]
    again = api.get("/v1/meetings.ics", headers={"If-None-Match": reply.headers["etag"]})
    assert again.status_code == 304
    committee = listed[0]["committee"]
    some = api.get("/v1/meetings", params={"committee": committee}).json()["meetings"]
    assert {each["committee"] for each in some} == {committee}
    case = api.get("/v1/meetings", params={"case": listed[0]["case"]}).json()["meetings"]
    assert {each["case"] for each in case} == {listed[0]["case"]}
    assert isinstance(register, Register)
