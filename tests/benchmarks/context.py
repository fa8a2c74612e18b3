"""What should enter each leg beside a passage's own text: titles, committee and date, the neighbouring text.

    python -m tests.benchmarks.context [--shared FOLDER]

The passages are those of the index as shipped; only what is embedded or indexed with them changes, for one
leg at a time while the others stay as shipped, then for all. Beside each nDCG@10 stands the paired
randomisation test against the context as shipped.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from kb.chunking import CONTEXT_SEPARATOR, context_line
from kb.datatypes import Chunk, Document, Filter, Hit
from kb.embedding import Encoder, Role, Vectors, load_encoder
from kb.evaluation.metrics import mean, ndcg_at
from kb.evaluation.significance import paired_randomisation
from kb.index.inverting import write_lexical
from kb.index.lexical import LexicalIndex
from kb.index.ranking import Mask, Ranking
from kb.index.searched import FIELDS
from kb.index.store import LocalStore, Store
from kb.index.token_codes import encode
from kb.index.tokens import TokenIndex, write_tokens
from kb.index.vectors import VectorIndex, write_vectors
from kb.retrieval import RECIPE, rank, to_hit
from kb.settings import load_settings
from tests.benchmarks.asking import indexed
from tests.benchmarks.output import write_results
from tests.benchmarks.sets import SHARED, TestSet, headings, sources, test_sets

SETS = ("sample questions", "municipal questions", "municipal headings")
COLLECTIONS = ("sample", "municipal", "headings")
NEIGHBOUR_CHARACTERS = 250
K = 10
Context = Callable[[Document, Sequence[Chunk], int], str]


def _titles(document: Document, chunk: Chunk) -> list[str]:
    section = document.sections[chunk.section]
    return [document.title, section.item or "", section.heading]


def _joined(parts: Sequence[str]) -> str:
    return CONTEXT_SEPARATOR.join(" ".join(part.split()) for part in dict.fromkeys(parts) if part.strip())


def _neighbours(document: Document, chunks: Sequence[Chunk], at: int) -> str:
    """The context as shipped with the text that stands just before and after the passage."""
    chunk = chunks[at]
    before = document.text[max(0, chunk.start - NEIGHBOUR_CHARACTERS) : chunk.start]
    after = document.text[chunk.end : chunk.end + NEIGHBOUR_CHARACTERS]
    return " ".join((chunk.context, *before.split(), *after.split()))


def _committee_and_date(document: Document, chunk: Chunk) -> str:
    """What the context as shipped says beside the titles."""
    told = context_line(document, document.sections[chunk.section]).split(CONTEXT_SEPARATOR)
    titles = {" ".join(part.split()).casefold().rstrip(":") for part in _titles(document, chunk)}
    return _joined([part for part in told if part.casefold().rstrip(":") not in titles])


CONTEXTS: Mapping[str, Context] = {
    "as shipped": lambda document, chunks, at: chunks[at].context,
    "nothing": lambda document, chunks, at: "",
    "document title": lambda document, chunks, at: document.title,
    "item and section titles": lambda document, chunks, at: _joined(_titles(document, chunks[at])[1:]),
    "all titles": lambda document, chunks, at: _joined(_titles(document, chunks[at])),
    "committee, date, kind": lambda document, chunks, at: _committee_and_date(document, chunks[at]),
    "as shipped and the text around": _neighbours,
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The indexes of one context."""

    vectors: VectorIndex
    tokens: TokenIndex
    lexical: Mapping[str, LexicalIndex]


class MixedStore:
    """A store whose legs may each be of another context: as much of one as the ranking asks for."""

    def __init__(self, base: LocalStore, parts: Mapping[str, Parts]) -> None:
        self.base, self.parts = base, parts

    def allowed(self, where: Filter) -> Mask:
        """As the base."""
        return self.base.allowed(where)

    def dense(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """By the vectors of the dense leg's context."""
        vectors = self.parts["dense"].vectors
        return vectors.search(vector - vectors.centre, allowed, limit)

    def vectors_of(self, keys: Sequence[int]) -> Vectors:
        """Of the dense leg's context."""
        return self.parts["dense"].vectors.of(keys)

    def best_cosines(self, vectors: Vectors, keys: Sequence[int]) -> Vectors:
        """Of the late interaction's context."""
        return self.parts["late"].tokens.best(vectors, keys)

    def lexical(self, text: str, field: str, allowed: Mask, limit: int) -> Ranking:
        """By the terms of that field's context."""
        return self.parts[field].lexical[field].search(FIELDS[field].of_question(text), allowed, limit)


LEGS = ("dense", "late", *(name for name in FIELDS if name in RECIPE.legs))


def main() -> None:
    """Builds everything, asks everything and writes benchmarks/context.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    encoder = load_encoder(load_settings())
    rows: list[str] = []
    record: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: each for name, each in sources(shared, Path(scratch)).items() if name in COLLECTIONS}
        asked = [each for each in test_sets(shared) if each.name in SETS]
        if "municipal" in folders:
            with indexed(encoder, folders["municipal"]) as store:
                asked.append(headings(store, Path(scratch) / "headings"))
            folders["headings"] = Path(scratch) / "headings"
        for test_set in asked:
            with indexed(encoder, folders[test_set.collection]) as store:
                _measure(store, encoder, test_set, Path(scratch) / f"{test_set.name} parts", rows, record)
    write_results("context", "\n".join(rows).strip(), record)


def _measure(
    store: LocalStore,
    encoder: Encoder,
    asked: TestSet,
    folder: Path,
    rows: list[str],
    record: dict[str, object],
) -> None:
    """Adds the table of one set to ``rows`` and its figures to ``record``."""
    parts = {
        name: _indexes(store, encoder, context, folder / str(at))
        for at, (name, context) in enumerate(CONTEXTS.items())
    }
    shipped = _ndcg(MixedStore(store, dict.fromkeys(LEGS, parts["as shipped"])), encoder, asked)
    rows += ["", f"{asked.name} ({len(asked.queries)}), as shipped: nDCG@10 {mean(shipped):.3f}", ""]
    rows += [f"| instead | {' | '.join(LEGS)} | all |", "|---" * (len(LEGS) + 2) + "|"]
    for name in list(CONTEXTS)[1:]:
        cells = []
        for leg in (*LEGS, "all"):
            changed = {each: parts[name if leg in (each, "all") else "as shipped"] for each in LEGS}
            values = _ndcg(MixedStore(store, changed), encoder, asked)
            p = paired_randomisation(values, shipped)
            cells.append(f"{mean(values):.3f} / {p:.2f}")
            record[f"{asked.name}, {name}, {leg}"] = {"ndcg": round(mean(values), 4), "p": round(p, 4)}
        rows.append(f"| {name} | {' | '.join(cells)} |")
    record[f"{asked.name}, as shipped"] = {"ndcg": round(mean(shipped), 4)}


def _indexes(store: LocalStore, encoder: Encoder, context: Context, folder: Path) -> Parts:
    """The vectors, tokens and terms of every chunk with another context."""
    folder.mkdir(parents=True)
    texts = [""] * store.chunk_count
    for summary in store.summaries(Filter()):
        document, chunks = store.document(summary.id), store.chunks_of(summary.id)
        for at, chunk in enumerate(chunks):
            texts[chunk.key] = f"{context(document, chunks, at)}\n{chunk.text}"
    made = dict(encoder.stream(texts, Role.PASSAGE))
    write_vectors(folder, np.stack([made[key].pooled for key in range(len(texts))]))
    codes = [encode(made[key].tokens.vectors) for key in range(len(texts))]
    write_tokens(folder / "tokens", codes, encoder.dimensions)
    for name, field in FIELDS.items():
        write_lexical(folder / name, [field.of_passage(text) for text in texts])
    return Parts(
        VectorIndex(folder),
        TokenIndex(folder / "tokens", encoder.dimensions),
        {name: LexicalIndex(folder / name) for name in FIELDS},
    )


def _ndcg(store: MixedStore, encoder: Encoder, asked: TestSet) -> list[float]:
    """nDCG@10 of each query, in order."""
    values = []
    chunks = store.base.chunks(range(store.base.chunk_count))
    hits: dict[int, Hit] = {}
    for query in asked.queries:
        found = rank(cast(Store, store), encoder, query.text, Filter())
        for each in found:
            if each.key not in hits:
                hits[each.key] = to_hit(store.base, chunks[each.key], each, 1)
        values.append(ndcg_at(*query.grade([hits[each.key] for each in found]), K))
    return values


if __name__ == "__main__":
    main()
