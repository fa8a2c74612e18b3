"""The first calls of OpenVINO are made one at a time: two at once waited for each other for ever.

Without the lock two of twelve processes that did as here hung, so the program is also looked at.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from kb.embedding import openvino_runtime
from kb.embedding.loading import load
from kb.embedding.openvino_runtime import OpenVinoRuntime

TWO_AT_ONCE = """
import os, sys, threading
from kb.embedding import Role
from kb.embedding.loading import load

encoder = load("bundled", "openvino", "fp32")
texts = encoder._tokenizer.encoded(["et", "to"], Role.PASSAGE)
sys.setswitchinterval(1e-6)
start = threading.Barrier(2)

def ask(number):
    start.wait()
    encoder._runtime.run([texts[number]], 3)

threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print("done")
"""


def test_a_runtime_has_made_its_first_call_alone_before_anybody_gets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone: list[bool] = []
    real = OpenVinoRuntime._infer

    def noted(self: OpenVinoRuntime, *given: object) -> object:
        alone.append(openvino_runtime._ALONE.locked())
        return real(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(OpenVinoRuntime, "_infer", noted)
    load("bundled", "openvino", "fp32")
    assert alone == [True]


def test_two_threads_may_begin_at_once() -> None:
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", TWO_AT_ONCE], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stdout == "done\n", done.stderr
