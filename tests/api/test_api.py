"""What the addresses answer: the command line's JSON, page by page, and what is kept by the caller."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from kb.api.app import make_app
from kb.contract import replies
from kb.datatypes import Case
from kb.embedding import Encoder
from kb.index.repository import repository_of
from kb.ingest import Mode, build
from kb.jsonable import Json, case_json, decision_json, document_json, gap_json, tenure_json, term_json
from kb.knowledge import KnowledgeBase
from kb.library import Library
from kb.settings import Settings

QUESTION = "Hvad koster cykelstien i Havnegade?"
ABSTAINED = "Hvad er priserne på parkering ved banegården i Paris?"


def events(body: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in body.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines())
        yield lines["event"], json.loads(lines["data"])


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "seconds"}


def test_an_answer_quotes_what_stands_in_the_document(api: TestClient) -> None:
    answer = api.post("/v1/ask", json={"question": QUESTION}).json()
    replies.Answer.model_validate(answer)
    assert answer["question"] == QUESTION
    assert not answer["abstained"]
    assert answer["citations"]
    for citation in answer["citations"]:
        document = api.get(f"/v1/documents/{citation['document']}").json()
        assert document["text"][citation["start"] : citation["end"]] == citation["quote"]
        page = next(page for page in document["pages"] if page["number"] == citation["page"])
        assert page["start"] <= citation["start"] < page["end"]


def test_an_abstention_says_so(api: TestClient) -> None:
    answer = api.get("/v1/ask", params={"question": ABSTAINED}).json()
    replies.Answer.model_validate(answer)
    assert answer["abstained"] is True
    assert answer["citations"] == []


def test_get_and_post_and_stream_answer_the_same(api: TestClient) -> None:
    asked = {"question": QUESTION, "committee": ["Byrådet"], "from": "2024"}
    posted = api.post("/v1/ask", json=asked).json()
    got = api.get("/v1/ask", params=asked).json()
    streamed = list(events(api.post("/v1/ask/stream", json=asked).text))
    assert without_time(got) == without_time(posted)
    assert without_time(streamed[-1][1]) == without_time(posted)


def test_a_stream_tells_how_the_question_was_taken_then_the_hits_then_the_answer(api: TestClient) -> None:
    reply = api.get("/v1/ask/stream", params={"question": QUESTION})
    assert reply.headers["content-type"].startswith("text/event-stream")
    told = list(events(reply.text))
    assert [name for name, _ in told] == ["understood", "hits", "answer"]
    answer = told[2][1]
    assert told[0][1]["interpretation"] == answer["interpretation"]
    found = {hit["document"] for hit in told[1][1]["hits"]}
    assert {citation["document"] for citation in answer["citations"]} <= found


def test_an_answer_from_the_register_has_no_hits(api: TestClient) -> None:
    told = list(events(api.post("/v1/ask/stream", json={"question": "Alle beslutninger i Byrådet"}).text))
    assert [name for name, _ in told] == ["understood", "answer"]
    assert told[1][1]["method"] == "register"


def test_a_stream_that_cannot_begin_is_an_ordinary_error(api: TestClient) -> None:
    reply = api.get("/v1/ask/stream", params={"question": "??"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "empty_question")


def test_a_search_finds_what_the_facade_finds(api: TestClient, knowledge: KnowledgeBase) -> None:
    found = api.post("/v1/search", json={"query": "cykelsti", "k": 3}).json()
    replies.Found.model_validate(found)
    assert [(hit["document"], hit["start"]) for hit in found["hits"]] == [
        (hit.document, hit.start) for hit in knowledge.search("cykelsti", 3)
    ]


@pytest.mark.parametrize(
    ("name", "path", "rows", "row", "model"),
    [
        ("decisions", "/v1/decisions", "decisions", decision_json, replies.Decisions),
        ("terms", "/v1/terms", "terms", term_json, replies.Terms),
        ("roles", "/v1/roles", "tenures", tenure_json, replies.Roles),
        ("documents", "/v1/documents", "documents", document_json, replies.Documents),
        ("cases", "/v1/cases", "cases", case_json, replies.Cases),
        ("gaps", "/v1/gaps", "gaps", gap_json, replies.Gaps),
    ],
)
def test_a_list_is_the_command_line_s_page_by_page(
    api: TestClient,
    library: Library,
    api_settings: Settings,
    name: str,
    path: str,
    rows: str,
    row: Callable[[object], Json],
    model: type[replies.Reply],
) -> None:
    expected = [json.loads(json.dumps(row(each))) for each in getattr(library.register(api_settings), rows)()]
    assert expected
    address: str | None = f"{path}?limit=7"
    got = []
    while address:
        page = api.get(address).json()
        model.model_validate(page)
        assert (page["total"], page["limit"]) == (len(expected), 7)
        assert len(page[name]) == min(7, len(expected) - page["offset"])
        got += page[name]
        address = page["next"]
    assert got == expected


def test_the_next_page_keeps_the_filters(api: TestClient) -> None:
    asked = {"committee": ["Byrådet", "ØK"], "limit": 1}
    page = api.get("/v1/documents", params=asked).json()
    assert page["total"] > 1
    assert page["next"].endswith("&offset=1")
    second = api.get(page["next"]).json()
    assert (second["total"], second["offset"]) == (page["total"], 1)
    assert second["documents"] != page["documents"]
    assert api.get("/v1/documents", params={**asked, "offset": page["total"]}).json()["documents"] == []


def test_one_case_is_found_by_its_id(api: TestClient) -> None:
    for case in api.get("/v1/cases").json()["cases"][:5]:
        got = api.get(f"/v1/cases/{case['id']}").json()
        TypeAdapter(Case).validate_python(got)
        assert got == case


def test_a_page_of_a_pdf_is_a_picture_and_of_anything_else_is_not(api: TestClient) -> None:
    name = "fjordby/digitaliseringsstrategi-2023-2026.pdf"
    reply = api.get(f"/v1/pages/1/{name}")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png")
    assert reply.content.startswith(b"\x89PNG")
    assert api.get(f"/v1/pages/2/{name}").content != reply.content
    held = api.get(f"/v1/pages/1/{name}", headers={"If-None-Match": reply.headers["ETag"]})
    assert (held.status_code, held.content) == (304, b"")
    documents = api.get("/v1/documents").json()["documents"]
    unpaged = next(each["document"] for each in documents if each["format"] != "pdf")
    with_closed_parts = "fjordby/dagsorden-byraadet-2025-06-24.pdf"
    for missing in (f"3/{name}", f"1/{unpaged}", f"1/{with_closed_parts}"):
        refused = api.get(f"/v1/pages/{missing}")
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "no_page_image")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/documents/findes-ikke.pdf", 404, "unknown_document"),
        ("/v1/documents/../../etc/passwd", 404, None),
        ("/v1/documents/..%2F..%2Fetc%2Fpasswd", 404, "unknown_document"),
        ("/v1/documents/%2Fetc%2Fpasswd", 404, "unknown_document"),
        ("/v1/documents/fjordby%00.pdf", 404, "unknown_document"),
        ("/v1/pages/1/findes-ikke.pdf", 404, "unknown_document"),
        ("/v1/pages/1/..%2F..%2Fetc%2Fpasswd", 404, "unknown_document"),
        ("/v1/pages/0/a.pdf", 400, "bad_request"),
        ("/v1/cases/findes-ikke", 404, "unknown_case"),
        ("/v1/nowhere", 404, "unknown_address"),
        ("/docs", 404, "unknown_address"),
        ("/v1/search?query=a&k=0", 400, "bad_request"),
        ("/v1/search?query=a&k=ti", 400, "bad_request"),
        ("/v1/search?q=a", 400, "bad_request"),
        ("/v1/search?query=a&query=b", 400, "bad_request"),
        ("/v1/decisions?limit=501", 400, "bad_request"),
        ("/v1/decisions?from=i+g%C3%A5r", 400, "bad_request"),
        ("/v1/decisions?from=2024-02-31", 422, "bad_date"),
        ("/v1/decisions?from=2025&to=2024", 422, "date_order"),
        ("/v1/decisions?committee=Marsudvalget", 422, "unknown_committee"),
        ("/v1/decisions?section=Indstilling", 422, "no_such_decisions"),
        ("/v1/decisions?outcome=fejlstavet", 422, "bad_filter"),
        ("/v1/ask?question=" + "a" * 1001, 422, "long_question"),
    ],
)
def test_errors_have_a_code_and_a_remedy(api: TestClient, path: str, status: int, code: str | None) -> None:
    reply = api.get(path)
    assert reply.status_code == status
    error = reply.json()["error"]
    assert set(error) == {"code", "message", "remedy"}
    assert error["remedy"]
    assert code is None or error["code"] == code


def test_what_is_wrong_is_said_in_danish_and_without_what_was_sent(api: TestClient) -> None:
    reply = api.post("/v1/ask", json={"question": 5, "comittee": ["hemmeligt"]})
    assert reply.status_code == 400
    assert "»question« skal være tekst" in reply.text
    assert "»comittee« kendes ikke" in reply.text
    assert "hemmeligt" not in reply.text
    broken = api.post("/v1/ask", content=b"{", headers={"Content-Type": "application/json"})
    assert (broken.status_code, "er ikke gyldig JSON" in broken.text) == (400, True)


def test_a_method_that_an_address_does_not_have_is_answered_with_those_it_has(api: TestClient) -> None:
    reply = api.delete("/v1/ask")
    assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, POST")
    assert reply.json()["error"]["code"] == "wrong_method"


def test_a_caller_that_has_the_reply_already_is_told_so(api: TestClient) -> None:
    for path in ("/v1/terms?limit=2", "/v1/ask?question=Hvad+er+HU", "/v1/cases?limit=1"):
        first = api.get(path)
        tag = first.headers["ETag"]
        assert first.headers["Cache-Control"] == "private, no-cache"
        again = api.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert api.get(f"{path}1", headers={"If-None-Match": tag}).status_code == 200


def test_a_new_generation_is_answered_from_without_a_restart(
    api_settings: Settings, encoder: Encoder, tmp_path: Path, key: str
) -> None:
    """The generation before is taken into use again: to a server it is another one."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(api_settings.data / "fjordby" / "sag-cykelsti-havnegade-2025.pdf", data)
    own = api_settings.model_copy(update={"data": data, "index": tmp_path / "index"})
    build([data], own, encoder)
    client = TestClient(make_app(own, "127.0.0.1", Library()), headers={"Authorization": f"Bearer {key}"})
    first = client.get("/v1/documents")
    shutil.copy(api_settings.data / "fjordby" / "digitaliseringsstrategi-2023-2026.pdf", data)
    build([data], own, encoder, Mode.REUSE)
    second = client.get("/v1/documents", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.json()["total"], second.status_code, second.json()["total"]) == (1, 200, 2)
    repository_of(own).rollback()
    back = client.get("/v1/documents", headers={"If-None-Match": first.headers["ETag"]})
    assert back.status_code == 304


def test_without_an_index_callers_are_told_to_wait_and_the_log_why(
    api_settings: Settings, tmp_path: Path, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    empty = api_settings.model_copy(update={"index": tmp_path / "hemmelig-mappe"})
    client = TestClient(make_app(empty, "127.0.0.1", Library()), headers={"Authorization": f"Bearer {key}"})
    with caplog.at_level(logging.ERROR):
        reply = client.get("/v1/terms")
    assert (reply.status_code, reply.json()["error"]["code"]) == (503, "unavailable")
    assert "Retry-After" in reply.headers
    assert "hemmelig-mappe" not in reply.text
    assert "hemmelig-mappe" in caplog.text
    assert client.get("/v1/health/ready").json()["error"]["code"] == "not_ready"
    assert client.get("/v1/health/live").json() == {"status": "live"}


def test_health_wants_no_key(api: TestClient) -> None:
    for path in ("/v1/health/live", "/v1/health/ready", "/v1/openapi.json"):
        assert api.get(path, headers={"Authorization": ""}).status_code == 200


def test_figures_count_by_route_and_hold_no_question(api: TestClient, library: Library) -> None:
    api.get("/v1/search", params={"query": "hemmeligtord"})
    api.get("/v1/documents/hemmeligtord.pdf")
    api.get("/hemmeligtord")
    reply = api.get("/v1/metrics")
    assert reply.headers["content-type"].startswith("text/plain")
    assert 'kb_api_requests_total{method="GET",route="/v1/search",status="200"}' in reply.text
    assert 'route="/v1/documents/{document}",status="404"' in reply.text
    assert 'route="other",status="404"' in reply.text
    assert re.search(r'kb_api_request_seconds_count\{method="GET",route="/v1/search"\} [1-9]', reply.text)
    assert re.search(r'kb_index_info\{generation="[^"]+"\} 1.0', reply.text)
    assert "kb_index_documents 4" in reply.text
    assert "hemmeligtord" not in reply.text


def test_nothing_that_is_asked_is_logged(api: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        api.post("/v1/ask", json={"question": "Hvad er hemmeligtord?"})
        api.get("/v1/ask/stream", params={"question": "hemmeligtord"})
        api.post("/v1/ask", json={"question": ["hemmeligtord"]})
    told = [record for record in caplog.records if "httpx" not in record.name]
    assert not [record for record in told if "hemmeligtord" in record.getMessage()]


def test_the_description_has_both_languages_and_an_example(api: TestClient) -> None:
    document = api.get("/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            assert "*In English:*" in operation["description"], (path, method)
            assert "HTTPValidationError" not in json.dumps(operation)
    question = document["components"]["schemas"]["AskBody"]["properties"]["question"]
    assert question["examples"] == ["Hvad besluttede Økonomiudvalget om budgettet?"]


def test_a_server_that_answered_a_key_is_still_ready(api: TestClient) -> None:
    assert api.get("/v1/decisions?limit=1").status_code == 200
    assert api.get("/v1/health/ready").json() == {"status": "ready"}
