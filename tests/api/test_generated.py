"""AI answers over HTTP: asked for by a parameter, with the quotes first on a stream, refused where off."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from kb.library import Library
from kb.settings import Settings
from tests.generation.server import Scripted, answer, serving, status

pytest.importorskip("fastapi", reason="the API is an extra")
pytest.importorskip("openai", reason="openai is an extra, and not installed")

from starlette.testclient import TestClient

from kb.api.app import make_app
from kb.contract import replies

QUESTION = "Hvad besluttede Hovedudvalget om en temadag om enkelhed?"
SENTENCE = "Hovedudvalget besluttede at holde en temadag om enkelhed den 5. september 2024."


@pytest.fixture(scope="module")
def model() -> Iterator[Scripted]:
    """A server that writes one true sentence."""
    with serving() as script:
        script.reply = lambda _question, _sources: answer((SENTENCE, 1, SENTENCE))
        yield script


@pytest.fixture(scope="module")
def writing_api(api_settings: Settings, key: str, model: Scripted) -> Iterator[TestClient]:
    """A client of an API with a generator."""
    generator = {"generator_url": model.url, "generator_model": "m", "generator_seconds": 10.0}
    settings = api_settings.model_copy(update=generator)
    app = make_app(settings, "127.0.0.1", Library())
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}) as client:
        yield client


def test_an_answer_is_written_where_it_is_asked_for(writing_api: TestClient, model: Scripted) -> None:
    quoted = writing_api.get("/v1/ask", params={"question": QUESTION}).json()
    assert quoted["generated"] is None
    assert model.requests == []
    reply = writing_api.get("/v1/ask", params={"question": QUESTION, "ai": "true"})
    written = reply.json()
    replies.Answer.model_validate(written)
    assert "no-store" in reply.headers["Cache-Control"]
    assert (quoted["method"], written["method"]) == ("extractive", "generated")
    assert written["answer"] == f"{SENTENCE} [1]"
    assert written["generated"]["label"] == "Skrevet af AI ud fra kilderne"
    assert written["citations"] == quoted["citations"]
    again = writing_api.post("/v1/ask", json={"question": QUESTION, "ai": True}).json()
    assert again["generated"] == written["generated"]


def test_a_stream_has_the_quotes_before_the_answer(writing_api: TestClient) -> None:
    reply = writing_api.post("/v1/ask/stream", json={"question": QUESTION, "ai": True})
    events = [part.split("\ndata: ") for part in reply.text.strip().split("\n\n")]
    names = [name.removeprefix("event: ") for name, _ in events]
    assert names[-2:] == ["quotes", "answer"]
    quotes, written = (json.loads(data) for _, data in events[-2:])
    assert quotes["method"] == "extractive"
    assert quotes["citations"] == written["citations"]
    assert written["method"] == "generated"


def test_a_failing_model_leaves_the_quotes(writing_api: TestClient, model: Scripted) -> None:
    model.act = status(401)
    try:
        told = writing_api.get("/v1/ask", params={"question": QUESTION, "ai": "true"}).json()
    finally:
        model.act = None
    assert told["method"] == "extractive"
    assert told["generated"]["state"] == "refused"
    assert told["citations"]


def test_where_it_is_off_it_is_refused(api: TestClient) -> None:
    reply = api.get("/v1/ask", params={"question": QUESTION, "ai": "true"})
    assert reply.status_code == 422
    assert reply.json()["error"]["code"] == "generator_off"
