"""What each stage of the ranking is worth, and how it does on other kinds of questions.

    python -m tests.benchmarks.ablation [--shared FOLDER] [--indexes FOLDER]

Every stage is left out by itself, over questions of four kinds; beside each figure stands the paired
randomisation test against the recipe as shipped. The weights were chosen on the development halves; the
held-out halves are reported. Judgments are incomplete and sets small: compare rows with each other.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kb.datatypes import Filter, Hit
from kb.embedding import Encoder, load_encoder
from kb.evaluation.metrics import hit_at, mean, ndcg_at, recall_at
from kb.evaluation.significance import bootstrap_interval, paired_randomisation
from kb.index.store import LocalStore, open_store
from kb.ingest import build
from kb.retrieval import RECIPE, Recipe, rank, to_hit
from kb.settings import load_settings
from tests.benchmarks.output import write_results
from tests.benchmarks.sets import SHARED, TestSet, headings, sources, test_sets

MAIN = ("sample questions", "municipal questions", "municipal headings", "ft_spoergetid")
K = 10


def without(leg: str) -> Recipe:
    """The recipe without one leg."""
    return replace(RECIPE, legs={name: weight for name, weight in RECIPE.legs.items() if name != leg})


def only(leg: str) -> Recipe:
    """One leg by itself."""
    return Recipe(legs={leg: 1.0}, read=0)


VARIANTS: Mapping[str, Recipe] = {
    "as shipped": RECIPE,
    "without late interaction and agreement": replace(RECIPE, read=0),
    "without agreement": replace(RECIPE, agreement=0.0),
    "without sharpness": replace(RECIPE, sharpness=0.0),
    "late interaction alone on the pool": replace(RECIPE, late=1.0, agreement=0.0),
    "without dense": without("dense"),
    "with words": replace(RECIPE, legs={**RECIPE.legs, "words": 0.2}),
    "without ngrams": without("ngrams"),
    "without exact": without("exact"),
    "dense alone": only("dense"),
    "words alone": only("words"),
    "ngrams alone": only("ngrams"),
}


@dataclass(frozen=True, slots=True)
class Scores:
    """nDCG@10, hit@1 and recall@10 of each query, in order."""

    ndcg: tuple[float, ...]
    first: tuple[float, ...]
    recall: tuple[float, ...]


class Bench:
    """The indexes of all collections, and the hits of every chunk, which are made once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._stores: dict[str, LocalStore] = {}
        self._hits: dict[str, list[Hit]] = {}

    def index(self, collection: str, source: Path, folder: Path) -> LocalStore:
        """The opened index of ``source``, built in ``folder`` where it is not there as it should be."""
        settings = load_settings(index=folder)
        build([source], settings, self.encoder)
        store = open_store(folder, self.encoder)
        self._stores[collection] = store
        chunks = store.chunks(range(store.chunk_count))
        blank = rank(store, self.encoder, "kommune", Filter(), replace(RECIPE, read=0))[0]
        self._hits[collection] = [to_hit(store, chunk, blank, 1) for chunk in chunks]
        return store

    def scores(self, asked: TestSet, recipe: Recipe) -> Scores:
        """How a recipe ranks the documents of each query."""
        store, hits = self._stores[asked.collection], self._hits[asked.collection]
        ndcg, first, recall = [], [], []
        for query in asked.queries:
            found = rank(store, self.encoder, query.text, Filter(), recipe)
            grades, relevant = query.grade([hits[each.key] for each in found])
            ndcg.append(ndcg_at(grades, relevant, K))
            first.append(hit_at(grades, 1))
            recall.append(recall_at(grades, relevant, K))
        return Scores(tuple(ndcg), tuple(first), tuple(recall))


def main() -> None:
    """Builds or opens the indexes, asks everything and writes benchmarks/ablation.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--indexes", type=Path, help="where the indexes are kept for the next run")
    arguments = parser.parse_args()
    bench = Bench(load_encoder(load_settings()))
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.indexes or Path(scratch) / "indexes"
        for name, source in sources(arguments.shared, Path(scratch)).items():
            store = bench.index(name, source, folder / name)
            if name == "municipal":
                made = headings(store, Path(scratch) / "headings")
        sets = test_sets(arguments.shared)
        if arguments.shared.is_dir():
            bench.index("headings", Path(scratch) / "headings", folder / "headings")
            sets.append(made)
        stages, record = _stages(bench, [each for each in sets if each.name in MAIN])
        kinds, more = _kinds(bench, sets)
    write_results("ablation", f"{stages}\n\n{kinds}", {"stages": record, "sets": more})


def _stages(bench: Bench, sets: Sequence[TestSet]) -> tuple[str, dict[str, object]]:
    """The table of variants over the main sets, and its record."""
    rows = ["nDCG@10 / hit@1 / p against the recipe as shipped (nDCG@10), all queries of a set:", ""]
    rows += [f"| variant | {' | '.join(f'{each.name} ({len(each.queries)})' for each in sets)} |"]
    rows += ["|---" * (len(sets) + 1) + "|"]
    record: dict[str, object] = {}
    shipped = {each.name: bench.scores(each, RECIPE) for each in sets}
    for name, recipe in VARIANTS.items():
        cells = []
        for each in sets:
            scores = shipped[each.name] if recipe is RECIPE else bench.scores(each, recipe)
            p = paired_randomisation(scores.ndcg, shipped[each.name].ndcg)
            told = "" if recipe is RECIPE else f" / {p:.3f}"
            cells.append(f"{mean(scores.ndcg):.3f} / {mean(scores.first):.3f}{told}")
            record[f"{name}, {each.name}"] = {"ndcg": mean(scores.ndcg), "hit": mean(scores.first), "p": p}
        rows.append(f"| {name} | {' | '.join(cells)} |")
    rows += ["", "The recipe as shipped, by halves (nDCG@10):", ""]
    rows += ["| half | " + " | ".join(each.name for each in sets) + " |", "|---" * (len(sets) + 1) + "|"]
    for half, wanted in (("development", True), ("held out", False)):
        parts = {
            each.name: [
                value
                for value, query in zip(shipped[each.name].ndcg, each.queries, strict=True)
                if query.development is wanted
            ]
            for each in sets
        }
        rows.append(f"| {half} | " + " | ".join(f"{mean(part):.3f}" for part in parts.values()) + " |")
        record |= {f"{half}, {name}": mean(part) for name, part in parts.items()}
    return "\n".join(rows), record


def _kinds(bench: Bench, sets: Sequence[TestSet]) -> tuple[str, dict[str, object]]:
    """The table of every set under the recipe as shipped and under dense alone, and its record."""
    rows = ["| set | queries | nDCG@10 | 95 % interval | hit@1 | recall@10 | dense alone, nDCG@10 |"]
    rows += ["|---" * 7 + "|"]
    record: dict[str, object] = {}
    for each in sets:
        scores, dense = bench.scores(each, RECIPE), bench.scores(each, VARIANTS["dense alone"])
        low, high = bootstrap_interval(scores.ndcg)
        rows.append(
            f"| {each.name} | {len(each.queries)} | {mean(scores.ndcg):.3f} | {low:.3f}–{high:.3f} |"
            f" {mean(scores.first):.3f} | {mean(scores.recall):.3f} | {mean(dense.ndcg):.3f} |"
        )
        record[each.name] = {
            "queries": len(each.queries),
            "ndcg": mean(scores.ndcg),
            "interval": [low, high],
            "hit": mean(scores.first),
            "recall": mean(scores.recall),
            "dense": mean(dense.ndcg),
        }
    return "\n".join(rows), record


if __name__ == "__main__":
    main()
