"""Running a model with OpenVINO: from a converted file, without torch, which alone takes seconds to import.

The file is made once of a loaded model, by tracing it, and kept in the user's cache folder. Its weights are
stored in 16 bits, which moves no vector by more than a cosine of 0.9999.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.disk import disk_errors, files_under, finished_folder
from kb.embedding.encoder import Vectors
from kb.embedding.folder import ModelFolder, Pooling
from kb.embedding.latin import write_part
from kb.embedding.model_encoder import Output
from kb.embedding.tokenising import Tokenised

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

GRAPH, MARKER = "model.xml", "kb-sizes.json"
PRECISIONS: Mapping[str, str] = {"fp32": "f32", "bf16": "bf16"}
TELEMETRY = "openvino_telemetry"

_ALONE = threading.Lock()
"""Held by the first calls. The package sets itself up in the first one, and where two threads make it at
once, one can wait for that with Python's lock in its hands, which the other needs: both wait for ever."""


def is_installed() -> bool:
    """Whether OpenVINO is there; nothing of it is imported."""
    return find_spec("openvino") is not None


@cache
def openvino() -> Any:  # noqa: ANN401 - the package has no types
    """The package, kept from reporting its use to its makers: nothing here goes to the network by itself."""
    # Its importer falls back to a stub where this module is not to be had; None says that it is not.
    sys.modules.setdefault(TELEMETRY, None)  # type: ignore[arg-type]
    import openvino

    return openvino


class OpenVinoRuntime:
    """A Runtime over a converted model in ``folder``."""

    def __init__(
        self,
        folder: Path,
        model: ModelFolder,
        precision: str,
        cores: int = 0,
        begun: Callable[[], None] = lambda: None,
    ) -> None:
        """Compiles the model for ``cores`` of this CPU (0: all), once it has said ``begun``.

        Raises RuntimeError for a damaged file.
        """
        try:
            core = openvino().Core()
        finally:
            begun()
        limits: dict[str, object] = {}
        if cores:
            # Pinned, the threads of every process that has a part of the cores would share the first one.
            limits = {"INFERENCE_NUM_THREADS": cores, "NUM_STREAMS": cores, "ENABLE_CPU_PINNING": False}
        self._compiled = core.compile_model(
            str(folder / GRAPH),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": PRECISIONS[precision],
                "PERFORMANCE_HINT": "THROUGHPUT",
                **limits,
            },
        )
        # A core each for several batches or questions at once does more than all cores for one of them.
        self.streams = int(self._compiled.get_property("NUM_STREAMS"))
        self._model = model
        self._of_thread = threading.local()
        with _ALONE:
            self._infer(np.zeros((1, 2), np.int64), np.ones((1, 2), np.int64))

    def run(self, tokenised: Sequence[Tokenised], prompt_tokens: int) -> Output:
        """The output for a batch; the first ``prompt_tokens`` of each are its prompt."""
        longest = max(len(each) for each in tokenised)
        ids = np.full((len(tokenised), longest), self._model.padding, np.int64)
        mask = np.zeros((len(tokenised), longest), np.bool_)
        for row, each in enumerate(tokenised):
            ids[row, : len(each)] = each.ids
            mask[row, : len(each)] = True
        tokens = self._infer(ids, mask.astype(np.int64))
        return Output(self._pooled(tokens, mask, prompt_tokens), tokens, mask)

    def _infer(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Vectors:
        """What the model makes of each token of each text, (b, t, d)."""
        request = self._request()
        request.infer({"input_ids": ids, "attention_mask": mask})
        return np.array(request.get_output_tensor(0).data, np.float32)

    def _request(self) -> Any:  # noqa: ANN401
        """This thread's own request: one must not be used by two at once."""
        if not hasattr(self._of_thread, "request"):
            self._of_thread.request = self._compiled.create_infer_request()
        return self._of_thread.request

    def _pooled(self, tokens: Vectors, mask: NDArray[np.bool_], prompt_tokens: int) -> Vectors:
        """One vector for each text, (b, d)."""
        if self._model.pooling is Pooling.FIRST:
            return tokens[:, 0]
        counted = mask.copy()
        if not self._model.mean_of_prompt:
            counted[:, :prompt_tokens] = False
        weights = counted.astype(np.float32)
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1.0)
        pooled: Vectors = np.einsum("bt,btd->bd", weights, tokens)
        return pooled


def is_converted(folder: Path) -> bool:
    """Whether ``folder`` holds a converted model whose files are as long as they were written."""
    try:
        sizes = json.loads((folder / MARKER).read_text("utf-8"))
        return bool(sizes) and all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


def convert(model: SentenceTransformer, tokenizer: Path, folder: Path) -> None:
    """Leave the converted model, and the part of its ``tokenizer`` that most texts need, in ``folder``.

    They are made here, or by another process at the same time. Raises ResourceError where they cannot be
    written, RuntimeError where the model cannot be traced.
    """
    import torch

    transformer = model.transformers_model
    if transformer is None:
        raise TypeError(f"{type(model).__name__} has no transformer")

    class LastHidden(torch.nn.Module):
        """The transformer's token vectors and nothing else."""

        def __init__(self, transformer: torch.nn.Module) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            output = self.transformer(input_ids=input_ids, attention_mask=attention_mask)
            hidden: torch.Tensor = output.last_hidden_state
            return hidden

    example = {name: torch.ones(2, 8, dtype=torch.long) for name in ("input_ids", "attention_mask")}
    with torch.inference_mode():
        traced = openvino().convert_model(LastHidden(transformer), example_input=example)
    with disk_errors(folder.parent), finished_folder(folder, is_converted) as draft:
        openvino().save_model(traced, str(draft / GRAPH), compress_to_fp16=True)
        write_part(tokenizer, draft)
        sizes = {path.name: path.stat().st_size for path in files_under(draft)}
        (draft / MARKER).write_text(json.dumps(sizes), "utf-8")
