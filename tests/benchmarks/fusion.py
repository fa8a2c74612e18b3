"""How each leg and their fusion rank the ministers' replies of ft_spoergetid.

    python -m tests.benchmarks.fusion [--shared FOLDER] [--index FOLDER]

321 questions by members of parliament, 1,507 replies; the judgments are incomplete, so compare rows
with each other. Half of the questions choose the weights, the other half reports them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.datatypes import Filter
from kb.embedding import load_encoder
from kb.evaluation.metrics import hit_at, mean, ndcg_at
from kb.index.ranking import Ranking
from kb.index.store import LocalStore, open_store
from kb.ingest import build
from kb.retrieval import LEG_WEIGHTS, POOL_SIZE, fuse
from kb.settings import Settings, load_settings
from tests.benchmarks.output import write_results

SHARED = Path(__file__).parents[3] / "shared" / "data" / "ft_spoergetid"
K = 10
Rankings = Mapping[str, Ranking]
Judgments = Mapping[str, Mapping[str, int]]


def main() -> None:
    """Builds the index of the replies, runs all questions and writes benchmarks/fusion.*."""
    arguments = _arguments()
    encoder = load_encoder(load_settings())
    with tempfile.TemporaryDirectory() as scratch:
        settings = load_settings(index=arguments.index or Path(scratch) / "index")
        _index_replies(arguments.shared, Path(scratch) / "replies", settings)
        store = open_store(settings.index, encoder)
        questions = _lines(arguments.shared / "queries.jsonl")
        judgments = _judgments(arguments.shared / "qrels.tsv")
        allowed = store.allowed(Filter())
        found: dict[str, Rankings] = {}
        for question in questions:
            text = str(question["text"])
            found[str(question["_id"])] = {
                "dense": store.dense(encoder.query(text), allowed, POOL_SIZE),
                "words": store.lexical(text, "words", allowed, POOL_SIZE),
                "ngrams": store.lexical(text, "ngrams", allowed, POOL_SIZE),
            }
        write_results("fusion", *_results(store, found, judgments))


def _arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--index", type=Path)
    arguments = parser.parse_args()
    if not arguments.shared.is_dir():
        parser.error(f"{arguments.shared} is not there: this benchmark needs the ft_spoergetid set")
    return arguments


def _index_replies(source: Path, folder: Path, settings: Settings) -> None:
    """Writes each reply as a text file and builds the index of them."""
    folder.mkdir(parents=True)
    for reply in _lines(source / "corpus.jsonl"):
        (folder / f"{reply['_id']}.txt").write_text(str(reply["text"]), encoding="utf-8")
    build([folder], settings, load_encoder(settings))


def _results(
    store: LocalStore, found: Mapping[str, Rankings], judgments: Judgments
) -> tuple[str, dict[str, object]]:
    """The Markdown table and the JSON record of all systems."""
    names = sorted(found)
    development, held_out = names[::2], names[1::2]
    documents = _documents(store)
    systems = {
        "dense": {"dense": 1.0, "words": 0.0, "ngrams": 0.0},
        "words (BM25, stems and lemmas)": {"dense": 0.0, "words": 1.0, "ngrams": 0.0},
        "ngrams (BM25, 5 characters)": {"dense": 0.0, "words": 0.0, "ngrams": 1.0},
        "fusion as shipped": dict(LEG_WEIGHTS),
        "fusion best on the development half": _best(found, development, judgments, documents),
    }
    rows = []
    record: dict[str, object] = {}
    for name, weights in systems.items():
        scores = {
            half: _evaluate(found, ids, judgments, documents, weights)
            for half, ids in (("development", development), ("held out", held_out), ("all", names))
        }
        record[name] = {"weights": weights, "scores": scores}
        cells = " | ".join(f"{scores[half]['ndcg@10']:.3f}" for half in ("development", "held out", "all"))
        shown = "/".join(f"{weights[leg]:.2f}" for leg in ("dense", "words", "ngrams"))
        rows.append(f"| {name} | {shown} | {cells} | {scores['all']['hit@1']:.3f} |")
    columns = ("system", "dense/words/ngrams", "nDCG@10 development", "held out", "all", "hit@1 all")
    head = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    return "\n".join([*head, *rows]), record


def _best(
    found: Mapping[str, Rankings], ids: Sequence[str], judgments: Judgments, documents: Mapping[int, str]
) -> dict[str, float]:
    """The weights in steps of 0.1 with the best nDCG@10 on ``ids``."""
    choices = [
        {"dense": dense / 10, "words": words / 10, "ngrams": (10 - dense - words) / 10}
        for dense, words in itertools.product(range(11), range(11))
        if dense + words <= 10
    ]
    return max(choices, key=lambda weights: _evaluate(found, ids, judgments, documents, weights)["ndcg@10"])


def _evaluate(
    found: Mapping[str, Rankings],
    ids: Sequence[str],
    judgments: Judgments,
    documents: Mapping[int, str],
    weights: Mapping[str, float],
) -> dict[str, float]:
    """Mean nDCG@10 and hit@1 over the questions ``ids``, judged by document."""
    gains, firsts = [], []
    for name in ids:
        used = {leg: ranking for leg, ranking in found[name].items() if weights[leg] > 0}
        ranked = list(dict.fromkeys(documents[each.key] for each in fuse(used, weights)))
        grades = [judgments[name].get(document, 0) for document in ranked]
        gains.append(ndcg_at(grades, list(judgments[name].values()), K))
        firsts.append(hit_at(grades, 1))
    return {"ndcg@10": mean(gains), "hit@1": mean(firsts)}


def _documents(store: LocalStore) -> dict[int, str]:
    """The reply id behind each chunk key."""
    chunks = store.chunks(list(range(store.chunk_count)))
    return {chunk.key: chunk.document.removesuffix(".txt") for chunk in chunks}


def _lines(path: Path) -> list[dict[str, object]]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _judgments(path: Path) -> dict[str, dict[str, int]]:
    """Grades by question id and reply id; the file has a header line."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        question, reply, grade = line.split("\t")
        grades[question][reply] = int(grade)
    return grades


if __name__ == "__main__":
    main()
