"""Loading a model: where it lies, in which precision it runs, and what identifies it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from kb.disk import files_under, sha256_of
from kb.embedding.bundled import MARKER, bundled_model
from kb.embedding.encoder import Encoder, Role
from kb.embedding.sentence_transformer import SentenceTransformerEncoder, prompt_of
from kb.errors import ModelError
from kb.settings import BUNDLED_MODEL
from kb.strings_da import NO_SUCH_FOLDER

BUNDLED_NAME = "multilingual-e5-small"
LARGE_BYTES = 32 * 2**20
"""Files above this size are hashed once and remembered by their size and time."""

IGNORED_FILES = frozenset({MARKER, "README.md", ".gitattributes"})
BF16_FLAGS = ("avx512_bf16", "amx_bf16", "sve_bf16")
"""Where torch multiplies bfloat16 in hardware; elsewhere bfloat16 is slower than float32."""


def load(model: str, precision: str) -> Encoder:
    """The encoder for ``model`` ("bundled", a folder or a hub name) in "auto", "fp32" or "bf16".

    Only a hub name may touch the network. Raises ModelError, or ResourceError where the bundled
    model's files cannot be written.
    """
    bundled = model == BUNDLED_MODEL
    folder = bundled_model() if bundled else Path(model)
    local = folder.is_dir()
    dtype = dtype_for(precision)
    if not local and (folder.is_absolute() or model.startswith(".")):
        raise ModelError("model_unavailable", model=model, detail=NO_SUCH_FOLDER)
    try:
        with silence():
            loaded = SentenceTransformer(
                str(folder) if local else model, local_files_only=local, model_kwargs={"dtype": dtype}
            )
        name = BUNDLED_NAME if bundled else model
        identity = identify_folder(folder) if local else identify_revision(model, loaded)
        return SentenceTransformerEncoder(loaded, name, fingerprint(identity, loaded, dtype))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError, RuntimeError) as error:
        detail = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise ModelError("model_unavailable", model=model, detail=detail) from error


def dtype_for(precision: str) -> torch.dtype:
    """The number format to run in; "auto" is bfloat16 on a CPU that multiplies it in hardware."""
    if precision == "auto":
        on_cpu = not torch.accelerator.is_available()
        flags = torch.cpu.get_capabilities()
        return torch.bfloat16 if on_cpu and any(flags.get(flag) for flag in BF16_FLAGS) else torch.float32
    return torch.bfloat16 if precision == "bf16" else torch.float32


def fingerprint(identity: str, model: SentenceTransformer, dtype: torch.dtype) -> str:
    """Hex digest that changes with the weights, the prompts, the longest input or the precision."""
    parts = [identity, str(dtype), str(model.max_seq_length), *(prompt_of(model, role) for role in Role)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def identify_revision(model: str, loaded: SentenceTransformer) -> str:
    """The hub name with the revision that was loaded."""
    return f"{model}@{getattr(loaded.config, '_commit_hash', None)}"


def identify_folder(folder: Path) -> str:
    """Hex digest over the names and contents of a model folder's files."""
    digest = hashlib.sha256()
    for path in files_under(folder):
        if path.name not in IGNORED_FILES:
            digest.update(f"{path.relative_to(folder).as_posix()}\0{_checksum(path)}\n".encode())
    return digest.hexdigest()


def _checksum(path: Path) -> str:
    """sha256 of a file. Weights take a second to hash, so theirs is remembered in the user's cache."""
    stat = path.stat()
    if stat.st_size <= LARGE_BYTES:
        return sha256_of(path)
    identity = f"{path.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}"
    memory = platformdirs.user_cache_path("kb") / "checksums" / hashlib.sha256(identity.encode()).hexdigest()
    try:
        return memory.read_text("ascii")
    except OSError:
        checksum = sha256_of(path)
        _remember(memory, checksum)
        return checksum


def _remember(path: Path, checksum: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(checksum, "ascii")
        os.replace(draft, path)
    except OSError:
        # It is only slower next time.
        logging.getLogger(__name__).info("checksum of %s could not be remembered", path.name)


@contextmanager
def silence() -> Iterator[None]:
    """While inside, the model libraries show neither progress bars nor their own messages and warnings."""
    level = transformers_logging.get_verbosity()
    bars = transformers_logging.is_progress_bar_enabled()
    library = logging.getLogger("sentence_transformers")
    library_level = library.level
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    library.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        transformers_logging.set_verbosity(level)
        library.setLevel(library_level)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
