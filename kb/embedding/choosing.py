"""The fastest way to run a model on the machine at hand, found by a short test and remembered.

Which of torch and OpenVINO, and which number format, is fastest differs between CPUs by more than two to
one. What is not close to torch in full precision is not chosen, however fast it is.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import platformdirs

from kb.embedding.encoder import Encoder
from kb.errors import ResourceError
from kb.strings_da.findings import SPEED_TEST_SENTENCE

TORCH = "torch"
CLOSE = 0.999
"""The least cosine to torch in full precision that a way of running the model must keep."""

LEAD = 1.25
"""So much faster must torch be to be chosen: every command that asks the model would wait for its import."""

TEST = "2"
"""Raised with every change to the test: what an older one chose is not kept."""

PASSAGES = 40
WARM_UP = 4
REPEATED = 4
"""So often stands the sentence in a passage, which then has about two hundred tokens."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to run a model: ``runtime`` "torch" or "openvino", ``precision`` "fp32" or "bf16"."""

    runtime: str
    precision: str

    @property
    def name(self) -> str:
        """The way in two words."""
        return f"{self.runtime} {self.precision}"


@dataclass(frozen=True, slots=True)
class Choice:
    """The way that was chosen, and the passages a second of each that was tried, by its name."""

    way: Way
    rates: Mapping[str, float]


def fastest(ways: Mapping[Way, Callable[[], Encoder]]) -> Choice:
    """The fastest of the ways close to the first one, which is the reference; torch only if it leads by far.

    Takes a few seconds for each way, of which the encoder is then given up again. A way that fails is left
    out, and the log says so; what the first one raises is raised.
    """
    texts = [
        "".join(SPEED_TEST_SENTENCE.format(number=100 * at + n) for n in range(REPEATED))
        for at in range(PASSAGES)
    ]
    rates: dict[Way, float] = {}
    reference = np.zeros(0, np.float32)
    for way, load in ways.items():
        try:
            encoder = load()
            encoder.passages(texts[:WARM_UP])
            started = time.perf_counter()
            vectors = encoder.passages(texts)
            seconds = time.perf_counter() - started
        except (ImportError, OSError, RuntimeError, TypeError, ValueError, ResourceError) as error:
            if not rates:
                raise
            logging.getLogger(__name__).warning("%s cannot run the model here: %s", way.name, error)
            continue
        if not reference.size:
            reference = vectors
        if (vectors * reference).sum(axis=1).min() >= CLOSE:
            rates[way] = len(texts) / seconds
    best = max(rates, key=lambda way: rates[way] / (LEAD if way.runtime == TORCH else 1.0))
    return Choice(best, {way.name: round(rate, 1) for way, rate in rates.items()})


def recalled(model: str, ways: Sequence[Way]) -> Choice | None:
    """What was chosen of ``ways`` on this machine for the model with this identity, None if nothing was."""
    try:
        record = json.loads(_memory(model, ways).read_text("utf-8"))
        choice = Choice(Way(**record["way"]), record["rates"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return choice if choice.way in ways else None


def remember(model: str, ways: Sequence[Way], choice: Choice) -> None:
    """Keeps the choice in the user's cache folder; where that cannot be written it is made anew next time."""
    path = _memory(model, ways)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(choice)), "utf-8")
        os.replace(draft, path)
    except OSError:
        logging.getLogger(__name__).info("the choice of runtime could not be remembered")


def _memory(model: str, ways: Sequence[Way]) -> Path:
    """Where the choice is kept: it holds for one model, one set of ways, one CPU and these versions."""
    parts = [TEST, model, *(way.name for way in ways), *map(_version, ("torch", "openvino")), _cpu()]
    name = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return platformdirs.user_cache_path("kb") / "runtimes" / f"{name}.json"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _cpu() -> str:
    """The CPU's name and number of cores."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        name = next((line for line in lines if line.startswith("model name")), "")
    except OSError:
        name = ""
    return f"{name or platform.processor()} {platform.machine()} {os.cpu_count()}"
