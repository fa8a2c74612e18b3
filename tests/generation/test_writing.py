"""Whatever the server says or does: what is shown stands in the sources, or the quotes stand alone."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from pydantic import SecretStr

from kb.datatypes import Answer, Clearance, Filter, SectionKind, Writing
from kb.embedding import Encoder
from kb.errors import UsageError
from kb.generation.prompts import VERSION
from kb.jsonable import answer_json
from kb.settings import Settings
from kb.strings_da.generating import Generating
from tests.conftest import TODAY
from tests.generation import server as servers
from tests.generation.conftest import SECONDS, writing_settings
from tests.generation.mutations import false_versions
from tests.generation.server import Scripted, Sources
from tests.security.test_injection import TEXTS

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

QUESTION = "Hvad besluttede Hovedudvalget om en temadag om enkelhed?"
SENTENCE = "Hovedudvalget besluttede at holde en temadag om enkelhed den 5. september 2024."
SLACK = 1.5
"""Seconds beyond the limit that two busy cores may need to notice it."""


def copied(_question: str, sources: Sources) -> str:
    """The first sentence of each source, word for word, with its opening."""
    return servers.answer(*(_copied(number, each) for number, each in sources.items()))


def _copied(number: int, source: dict[str, str]) -> tuple[str, int, str]:
    quote = source["tekst"].splitlines()[0]
    opening = source.get("begynd", "")
    return (f"{opening} {quote}" if opening else quote), number, quote


def check(knowledge: KnowledgeBase, answer: Answer) -> None:
    """Nothing; fails where a sentence rests on no quote, or a quote does not stand where it says."""
    for each in answer.citations:
        assert knowledge.document(each.document).text[each.start : each.end] == each.quote
    assert answer.generated is not None
    for sentence in answer.generated.sentences:
        assert sentence.citations
        assert set(sentence.citations) <= {each.n for each in answer.citations}
        assert not set("<>*_`#[]{}|\\~\u202e\u200b\x07") & set(sentence.text)
    assert (answer.method == "generated") == bool(answer.generated.sentences)
    assert (answer.generated.state is Writing.WRITTEN) == bool(answer.generated.sentences)


def alone(knowledge: KnowledgeBase, server: Scripted | None = None) -> Answer:
    """The answer that shows its quotes as if no model had been asked, apart from a note that says why."""
    quoted = knowledge.ask(QUESTION)
    began = time.monotonic()
    answer = knowledge.write(quoted)
    assert time.monotonic() - began < SECONDS + SLACK
    check(knowledge, answer)
    assert answer.generated is not None
    assert not answer.generated.sentences
    assert (answer.answer, answer.citations, answer.method) == (
        quoted.answer,
        quoted.citations,
        quoted.method,
    )
    assert answer.notes[-1] == Generating.why_not(answer.generated.state, answer.generated.removed)
    return answer


def test_sentences_that_the_sources_support_are_the_answer(writing: KnowledgeBase, server: Scripted) -> None:
    server.reply = lambda _question, _sources: servers.answer((SENTENCE, 1, SENTENCE))
    quoted = writing.ask(QUESTION)
    answer = writing.write(quoted)
    check(writing, answer)
    assert answer.answer == f"{SENTENCE} [1]"
    assert answer.method == "generated"
    assert answer.citations[: len(quoted.citations)] == quoted.citations
    assert answer.notes == quoted.notes
    told = answer_json(answer, (), 0.0)["generated"]
    assert told == {
        "state": "written", "label": "Skrevet af AI ud fra kilderne", "model": "m", "prompt": VERSION,
        "sentences": [{"text": SENTENCE, "citations": [1]}], "removed": 0,
    }  # fmt: skip


def test_a_sentence_from_a_recommendation_says_that_it_is_no_decision(
    writing: KnowledgeBase, server: Scripted
) -> None:
    server.reply = copied
    answer = writing.write(writing.ask("Hvad besluttede Økonomiudvalget om TRIO-stormødet?"))
    check(writing, answer)
    assert answer.generated is not None
    recommended = {each.n for each in answer.citations if each.section_kind is SectionKind.RECOMMENDATION}
    marked = {
        number
        for sentence, line in zip(answer.generated.sentences, answer.answer.splitlines(), strict=True)
        for number in sentence.citations
        if line.endswith(f"[{number}] (Indstilling – ikke en beslutning)")
    }
    written = {number for each in answer.generated.sentences for number in each.citations}
    assert marked == recommended & written
    assert marked


def test_what_the_server_is_sent(writing: KnowledgeBase, server: Scripted) -> None:
    server.reply = copied
    quoted = writing.ask(QUESTION)
    writing.write(quoted)
    [request] = server.requests
    question, sources = servers.told(request)
    assert question == QUESTION
    assert request["model"] == "m"
    assert request["stream"] is True
    assert request["max_tokens"] == 700
    assert [sources[each.n]["tekst"] for each in quoted.citations] == [
        each.quote for each in quoted.citations
    ]
    assert sorted(sources) == list(range(1, len(sources) + 1))


def test_sources_keep_to_the_filter_that_was_asked_with(writing: KnowledgeBase, server: Scripted) -> None:
    server.reply = copied
    where = Filter(committees=("Hovedudvalget",))
    answer = writing.write(writing.ask("Hvad blev besluttet?", where=where), where)
    check(writing, answer)
    for each in answer.citations:
        assert each.committee == "Hovedudvalget"
    for request in server.requests:
        assert {each.get("udvalg") for each in servers.told(request)[1].values()} == {"Hovedudvalget"}


def test_what_is_not_supported_is_left_out_and_counted(writing: KnowledgeBase, server: Scripted) -> None:
    server.reply = lambda _question, _sources: servers.answer(
        (SENTENCE, 1, SENTENCE), (SENTENCE.replace("september", "oktober"), 1, SENTENCE)
    )
    answer = writing.write(writing.ask(QUESTION))
    check(writing, answer)
    assert answer.answer == f"{SENTENCE} [1]"
    assert answer.notes[-1] == "1 sætning fra AI er fjernet, fordi kilderne ikke bekræfter den."


def test_where_most_is_not_supported_nothing_is_shown(writing: KnowledgeBase, server: Scripted) -> None:
    lies = [SENTENCE.replace("enkelhed", word) for word in ("ledelse", "trivsel", "økonomi")]
    server.reply = lambda _question, _sources: servers.answer(
        (SENTENCE, 1, SENTENCE), *((lie, 1, SENTENCE) for lie in lies)
    )
    answer = alone(writing)
    assert answer.generated is not None
    assert (answer.generated.state, answer.generated.removed) == (Writing.UNSUPPORTED, 3)


LIES = {
    "an invented quote": (SENTENCE, 1, "Hovedudvalget vedtog enstemmigt en ny politik."),
    "a source that is not there": (SENTENCE, 99, SENTENCE),
    "a citation of nothing": (SENTENCE, 1, ""),
    "another date": (SENTENCE.replace("5. september", "6. september"), 1, SENTENCE),
    "another outcome": (SENTENCE.replace("besluttede", "afviste"), 1, SENTENCE),
    "another committee": (SENTENCE.replace("Hovedudvalget", "Byrådet"), 1, SENTENCE),
    "a negation": (SENTENCE.replace("besluttede", "besluttede ikke"), 1, SENTENCE),
    "markup": (SENTENCE.replace("temadag", "<img src=x onerror=alert(1)>temadag"), 1, SENTENCE),
    "a link": (SENTENCE[:-1] + " (https://ondt.dk).", 1, SENTENCE),
    "a turned direction": (SENTENCE.replace("temadag", "\u202etemadag"), 1, SENTENCE),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_is_not_shown(writing: KnowledgeBase, server: Scripted, lie: tuple[str, int, str]) -> None:
    server.reply = lambda _question, _sources: servers.answer(lie)
    answer = alone(writing)
    assert answer.generated is not None
    assert (answer.generated.state, answer.generated.removed) == (Writing.UNSUPPORTED, 1)


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ("", Writing.GARBLED),
        ("   \n", Writing.GARBLED),
        ("Det ved jeg desværre ikke.", Writing.GARBLED),
        ('{"svar": []}', Writing.UNSUPPORTED),
        ('{"svar": [{"tekst": 1, "kilde": "x", "citat": null}]}', Writing.GARBLED),
        ("{" * 50_000, Writing.GARBLED),
        ('[{"tekst":' * 200, Writing.GARBLED),
        ("<html><body>502 Bad Gateway</body></html>", Writing.GARBLED),
        ("\x00\x01\ufffd" * 50, Writing.GARBLED),
    ],
)
def test_nonsense_is_no_answer(writing: KnowledgeBase, server: Scripted, sent: str, state: Writing) -> None:
    server.reply = lambda _question, _sources: sent
    answer = alone(writing)
    assert answer.generated is not None
    assert answer.generated.state is state


def test_an_answer_around_which_a_model_talks_is_read(writing: KnowledgeBase, server: Scripted) -> None:
    wanted = servers.answer((SENTENCE, 1, SENTENCE))
    thought = '<think>{"tekst": "Løgn.", "kilde": 1, "citat": "Løgn."}</think>'
    server.reply = lambda _question, _sources: f"{thought}Her er svaret:\n```json\n{wanted}\n```"
    answer = writing.write(writing.ask(QUESTION))
    check(writing, answer)
    assert answer.answer == f"{SENTENCE} [1]"


@pytest.mark.parametrize("text", TEXTS)
def test_a_model_that_repeats_an_order_is_not_heard(
    writing: KnowledgeBase, server: Scripted, text: str
) -> None:
    server.reply = lambda _question, _sources: servers.answer(
        (text[:400], 1, text[:400]), (SENTENCE, 1, text[:400])
    )
    alone(writing)


FAILURES: dict[str, tuple[Callable[[BaseHTTPRequestHandler], None], tuple[Writing, ...]]] = {
    "no first byte": (servers.silent, (Writing.SLOW,)),
    "a byte at a time": (servers.dripping, (Writing.SLOW,)),
    "events without an end": (servers.endless_events, (Writing.GARBLED,)),
    "empty events without an end": (servers.endless_comments, (Writing.GARBLED, Writing.SLOW)),
    "a line without an end": (servers.endless_line, (Writing.GARBLED, Writing.SLOW)),
    "a packed bomb": (servers.packed, (Writing.GARBLED, Writing.UNREACHABLE)),
    "broken off": (servers.cut_off, (Writing.GARBLED, Writing.UNREACHABLE)),
    "500": (servers.status(500), (Writing.UNREACHABLE,)),
    "503 with a long wait": (servers.status(503, Retry_After="3600"), (Writing.UNREACHABLE,)),
    "429": (servers.status(429), (Writing.UNREACHABLE,)),
    "401": (servers.status(401), (Writing.REFUSED,)),
    "404": (servers.status(404), (Writing.REFUSED,)),
    "400 again and again": (servers.status(400), (Writing.REFUSED,)),
    "HTML for an answer": (
        servers.status(200, "<html>hej</html>", Content_Type="text/html"),
        (Writing.GARBLED,),
    ),
    "invalid JSON": (
        servers.status(200, "data: {hej\n\n", Content_Type="text/event-stream"),
        (Writing.GARBLED,),
    ),
    "JSON of another shape": (
        servers.status(200, 'data: {"choices": 7}\n\ndata: [DONE]\n\n', Content_Type="text/event-stream"),
        (Writing.GARBLED,),
    ),
    "an error in the stream": (
        servers.status(200, 'data: {"error": {"message": "x"}}\n\n', Content_Type="text/event-stream"),
        (Writing.GARBLED, Writing.REFUSED),
    ),
}


@pytest.mark.parametrize(("act", "states"), FAILURES.values(), ids=FAILURES)
def test_a_server_that_fails_leaves_the_quotes_in_time(
    writing: KnowledgeBase,
    server: Scripted,
    act: Callable[[BaseHTTPRequestHandler], None],
    states: tuple[Writing, ...],
) -> None:
    server.act = act
    answer = alone(writing)
    assert answer.generated is not None
    assert answer.generated.state in states
    assert len(server.requests) <= 2


def test_a_redirect_is_not_followed_with_the_key(
    sample: Settings, encoder: Encoder, server: Scripted
) -> None:
    from kb.knowledge import KnowledgeBase

    with servers.serving() as other:
        server.act = servers.status(302, Location=f"{other.url}/chat/completions")
        secret = SecretStr("hemmelig")
        knowledge = KnowledgeBase(
            writing_settings(sample, server.url, generator_key=secret), encoder, lambda: TODAY
        )
        alone(knowledge)
        assert server.headers[0]["authorization"] == "Bearer hemmelig"
        assert server.headers[0]["user-agent"] == "kb"
        assert not [name for name in server.headers[0] if name.startswith("x-stainless")]
        assert other.requests == []


def test_nobody_there(sample: Settings, encoder: Encoder) -> None:
    from kb.knowledge import KnowledgeBase

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    knowledge = KnowledgeBase(writing_settings(sample, f"http://127.0.0.1:{port}/v1"), encoder, lambda: TODAY)
    answer = alone(knowledge)
    assert answer.generated is not None
    assert answer.generated.state is Writing.UNREACHABLE


def test_a_newer_model_is_asked_in_its_own_words(writing: KnowledgeBase, server: Scripted) -> None:
    def act(handler: BaseHTTPRequestHandler) -> None:
        if "max_tokens" in server.requests[-1]:
            servers.status(400)(handler)
        else:
            servers.stream(handler, servers.answer((SENTENCE, 1, SENTENCE)))

    server.act = act
    assert writing.write(writing.ask(QUESTION)).method == "generated"
    assert server.requests[-1]["max_completion_tokens"] == 700


def test_a_second_try_after_a_failure(writing: KnowledgeBase, server: Scripted) -> None:
    def act(handler: BaseHTTPRequestHandler) -> None:
        if len(server.requests) == 1:
            servers.status(500)(handler)
        else:
            servers.stream(handler, servers.answer((SENTENCE, 1, SENTENCE)))

    server.act = act
    assert writing.write(writing.ask(QUESTION)).method == "generated"


def test_what_is_no_answer_or_a_list_is_not_written(writing: KnowledgeBase, server: Scripted) -> None:
    for question in (
        "Hvad er hovedstaden i Frankrig?",
        "Hvor mange beslutninger er der fra Økonomiudvalget?",
    ):
        quoted = writing.ask(question)
        answer = writing.write(quoted)
        assert answer.generated is not None
        assert answer.generated.state is Writing.NOT_SUITED
        assert (answer.answer, answer.citations) == (quoted.answer, quoted.citations)
    assert server.requests == []


def test_without_a_generator_nothing_is_written(knowledge: KnowledgeBase) -> None:
    assert not knowledge.writes
    assert knowledge.ask(QUESTION).generated is None
    with pytest.raises(UsageError, match="AI-svar er ikke slået til for"):
        knowledge.write(knowledge.ask(QUESTION))


def test_what_must_stay_inside_is_not_sent(sample: Settings, encoder: Encoder, server: Scripted) -> None:
    from kb.knowledge import KnowledgeBase

    inside = writing_settings(sample, server.url, clearance=Clearance.INTERNAL)
    folder = inside.index_folder
    folder.symlink_to(sample.index, target_is_directory=True)
    try:
        knowledge = KnowledgeBase(inside, encoder, lambda: TODAY)
        assert not knowledge.writes
        with pytest.raises(UsageError):
            knowledge.write(knowledge.ask(QUESTION))
        assert server.requests == []
        allowed = inside.model_copy(update={"generator_clearance": Clearance.INTERNAL})
        assert KnowledgeBase(allowed, encoder, lambda: TODAY).writes
    finally:
        folder.unlink()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(strategies.data())
def test_whatever_the_server_says_what_is_shown_stands_in_a_source(
    writing: KnowledgeBase, server: Scripted, data: strategies.DataObject
) -> None:
    """Real sentences, their mutations, other words and other numbers, in any mixture."""
    quoted = writing.ask(QUESTION)
    if not server.requests:
        server.reply = copied
        writing.write(quoted)
    true = [_copied(number, each) for number, each in servers.told(server.requests[0])[1].items()]
    false = [(text, n, quote) for told, n, quote in true for _, text in list(false_versions(told, ()))[:30]]
    pieces = strategies.text(max_size=60)
    texts = strategies.sampled_from([row[0] for row in true])
    rows = strategies.one_of(
        strategies.sampled_from(true),
        strategies.sampled_from([*false, *true]),
        strategies.tuples(pieces, strategies.integers(-1, 9), pieces),
        strategies.tuples(texts, strategies.integers(1, 9), pieces),
    )
    sent = servers.answer(*data.draw(strategies.lists(rows, max_size=8)))
    server.reply = lambda _question, _sources: sent
    answer = writing.write(quoted)
    check(writing, answer)
    assert answer.generated is not None
    quotes = {each.n: each for each in answer.citations}
    for sentence in answer.generated.sentences:
        held = quotes[sentence.citations[0]]
        document = writing.document(held.document)
        assert held.quote in document.text
        # What is shown is that quote's own words, but for its opening.
        own = sentence.text.rstrip(".").split()[-3:]
        assert " ".join(own).lower() in " ".join(held.quote.split()).lower()
