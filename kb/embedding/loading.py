"""Loading a model: where it lies, what runs it, in which precision, and what identifies it.

A folder that is understood is run by OpenVINO or by torch, whichever is faster here; any other model by
torch. Once that is known, loading imports neither torch nor sentence-transformers where they are not needed.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs

from kb.disk import files_under, remembered_sha256
from kb.embedding import openvino_runtime
from kb.embedding.bundled import MARKER, bundled_model
from kb.embedding.choosing import Way, fastest, recalled, remember
from kb.embedding.encoder import Encoder, Role
from kb.embedding.folder import ModelFolder, understood
from kb.embedding.latin import read_part
from kb.embedding.model_encoder import ModelEncoder
from kb.embedding.tokenising import TextTokenizer
from kb.errors import ModelError
from kb.settings import BUNDLED_MODEL
from kb.strings_da.problems import HUB_MODEL, NO_PACKAGE, NO_SUCH_FOLDER, OTHER_KIND

BUNDLED_NAME = "multilingual-e5-small"
CONVERTED_FORMAT = 4
"""Raised when the same model is to be converted differently."""

IGNORED_FILES = frozenset({MARKER, "README.md", ".gitattributes"})
TORCH, OPENVINO = "torch", "openvino"
LIBRARY_ERRORS = (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError, RuntimeError)


def load(model: str, runtime: str, precision: str, cores: int = 0) -> Encoder:
    """The encoder for ``model`` ("bundled", a folder or a hub name).

    ``runtime`` is "torch", "openvino" or "auto", ``precision`` "fp32", "bf16" or "auto": what is left open
    is chosen by speed, the first time by a test of some seconds. ``cores`` is how many cores the model may
    use, 0 for all. Only a hub name may touch the network.
    Raises ModelError, or ResourceError where files of the model cannot be written.
    """
    bundled = model == BUNDLED_MODEL
    folder = bundled_model() if bundled else Path(model)
    if not folder.is_dir() and (folder.is_absolute() or model.startswith(".")):
        raise ModelError("model_unavailable", model=model, detail=NO_SUCH_FOLDER)
    code = "runtime_unavailable" if runtime == OPENVINO else "model_unavailable"
    try:
        if not folder.is_dir():
            if runtime == OPENVINO:
                raise TypeError(HUB_MODEL)
            return _of_hub(model, precision, cores)
        name = BUNDLED_NAME if bundled else model
        return _of_folder(folder, name, runtime, precision, cores)
    except LIBRARY_ERRORS as error:
        detail = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise ModelError(code, model=model, detail=detail) from error


def _of_hub(name: str, precision: str, cores: int) -> Encoder:
    """The encoder for a model that sentence-transformers fetches by its name; torch runs it."""
    from kb.embedding.torch_runtime import TorchRuntime, bf16_in_hardware, loaded, tokenizer_of

    if precision == "auto":
        precision = "bf16" if bf16_in_hardware() else "fp32"
    model = loaded(name, precision, local=False)
    tokenizer = tokenizer_of(model)
    revision = f"{name}@{getattr(model.config, '_commit_hash', None)}"
    dimensions = int(model.get_embedding_dimension() or 0)
    mark = fingerprint(revision, tokenizer)
    return ModelEncoder(TorchRuntime(model, cores), tokenizer, dimensions, name, mark, f"{TORCH} {precision}")


def _of_folder(folder: Path, name: str, runtime: str, precision: str, cores: int) -> Encoder:
    """The encoder for the model in a folder, run in the fastest way that the settings leave open."""
    identity = identify_folder(folder)
    known = understood(folder) if openvino_runtime.is_installed() else None
    if runtime == OPENVINO and known is None:
        raise TypeError(OTHER_KIND if openvino_runtime.is_installed() else NO_PACKAGE.format(name=OPENVINO))
    ways = _ways(runtime, precision, openvino=known is not None)
    loaders = {way: _loader(way, folder, known, name, identity, cores) for way in ways}
    if len(ways) == 1:
        return loaders[ways[0]]()
    choice = recalled(identity, ways)
    if choice is None:
        choice = fastest({way: loaders[way] for way in ways if _is_sensible(way)})
        remember(identity, ways, choice)
    return loaders[choice.way]()


def _ways(runtime: str, precision: str, *, openvino: bool) -> list[Way]:
    """The ways that the settings leave open and that can run the model, the reference first."""
    possible = [TORCH, OPENVINO] if openvino else [TORCH]
    runtimes = possible if runtime == "auto" else [runtime]
    precisions = ["fp32", "bf16"] if precision == "auto" else [precision]
    return [Way(each, number) for number in precisions for each in runtimes]


def _is_sensible(way: Way) -> bool:
    """Whether the way is worth a test: bfloat16 is slower than float32 where the CPU has to imitate it."""
    from kb.embedding.torch_runtime import bf16_in_hardware

    return way.precision == "fp32" or bf16_in_hardware()


def _loader(
    way: Way, folder: Path, known: ModelFolder | None, name: str, identity: str, cores: int
) -> Callable[[], Encoder]:
    """What loads the model in one way."""

    def with_torch() -> Encoder:
        from kb.embedding.torch_runtime import TorchRuntime, loaded, tokenizer_of

        model = loaded(str(folder), way.precision, local=True)
        tokenizer = tokenizer_of(model)
        dimensions = int(model.get_embedding_dimension() or 0)
        mark = fingerprint(identity, tokenizer)
        return ModelEncoder(TorchRuntime(model, cores), tokenizer, dimensions, name, mark, way.name)

    def with_openvino() -> Encoder:
        if known is None:
            raise TypeError(OTHER_KIND)
        converted = _converted(folder, identity)
        # Compiling takes half of the time and needs no Python; it must have begun before the tokenizer,
        # which does not let go of the interpreter while it is read.
        begun = threading.Event()
        with ThreadPoolExecutor(1) as beside:
            compiled = beside.submit(
                openvino_runtime.OpenVinoRuntime, converted, known, way.precision, cores, begun.set
            )
            begun.wait()
            tokenizer = known.tokenizer(read_part(converted))
        mark = fingerprint(identity, tokenizer)
        return ModelEncoder(compiled.result(), tokenizer, known.dimensions, name, mark, way.name)

    return with_openvino if way.runtime == OPENVINO else with_torch


def _converted(folder: Path, identity: str) -> Path:
    """Where the converted model lies, made if it is not there."""
    path = platformdirs.user_cache_path("kb") / "openvino" / f"{identity[:16]}-{CONVERTED_FORMAT}"
    if not openvino_runtime.is_converted(path):
        from kb.embedding.torch_runtime import loaded, silence

        with silence():
            model = loaded(str(folder), "fp32", local=True)
            openvino_runtime.convert(model, folder / "tokenizer.json", path)
    return path


def fingerprint(identity: str, tokenizer: TextTokenizer) -> str:
    """Hex digest that changes with the weights, the prompts or the longest input.

    Not with what runs the model: no way is used whose vectors differ by more than a cosine of 0.999.
    """
    parts = [identity, str(tokenizer.max_tokens), *(tokenizer.prompts[role] for role in Role)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def identify_folder(folder: Path) -> str:
    """Hex digest over the names and contents of a model folder's files."""
    digest = hashlib.sha256()
    for path in files_under(folder):
        if path.name not in IGNORED_FILES:
            digest.update(f"{path.relative_to(folder).as_posix()}\0{remembered_sha256(path)}\n".encode())
    return digest.hexdigest()
