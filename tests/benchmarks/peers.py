"""How our retrieval compares with six other systems on the same passages, with the same model, in one run.

    python -m tests.benchmarks.peers [--shared FOLDER] [--only NAME ...] [--limit N]

321 questions to ministers and 1,507 replies, in BEIR layout; the judgments are incomplete, so compare rows
with each other. Our index is built first, and its chunks are the passages that the others index. Passages
become documents by first occurrence. Each system has a process of its own; see peer_systems.py for how they
are installed and set. The run embeds the passages once for each of eleven systems, and needs the machine to
itself: where others compute, two threads wait for each other up to a second a question. Only a run of
everything is written to benchmarks/peers.*.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.evaluation.metrics import hit_at, mean, ndcg_at
from tests.benchmarks.output import write_results
from tests.benchmarks.peer_protocol import Passage
from tests.benchmarks.peer_runs import (
    DOCUMENTS,
    INSTALL,
    OWN,
    PASSAGES,
    PEERS,
    QUERIES,
    SYSTEMS,
    THREADS,
    Entry,
    Measured,
    RunError,
    installed,
    measure,
    read_lines,
    run,
)

SHARED = Path(__file__).parents[3] / "shared" / "data" / "ft_spoergetid"
K = 10
SUFFIX = ".txt"
COLUMNS = (
    "system",
    "variant",
    "version",
    "precision",
    "nDCG@10",
    "÷ kb",
    "hit@1",
    "index s",
    "÷ kb",
    "query p50 ms",
    "÷ kb",
    "query p95 ms",
    "peak memory MiB",
    "÷ kb",
    "disk MiB",
)
Judgments = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Questions and replies by id, and the grade of each judged reply by question."""

    questions: Mapping[str, str]
    replies: Mapping[str, str]
    judgments: Judgments


@dataclass(frozen=True, slots=True)
class Scored:
    """One system's row: what its run took and how well it ranked."""

    entry: Entry
    measured: Measured
    ndcg: float
    hit: float


def main() -> None:
    """Runs every chosen system that is installed, and shows and writes the table."""
    arguments = _arguments()
    if arguments.system:
        measure(SYSTEMS[arguments.system], arguments.work)
        return
    chosen = [entry for entry in PEERS if not arguments.only or entry.name in arguments.only]
    if all(entry.missing for entry in chosen if entry.needs or arguments.only):
        sys.stdout.write(f"The peers are not installed: {INSTALL}\n")
        return
    if not arguments.shared.is_dir():
        sys.exit(f"{arguments.shared} is not there: this benchmark needs the ft_spoergetid set")
    collection = limited(_collection(arguments.shared), arguments.limit)
    with tempfile.TemporaryDirectory() as scratch:
        table, record, failures = _compared(chosen, collection, Path(scratch))
    if arguments.only or arguments.limit:
        sys.stdout.write(table + "\n")
    else:
        write_results("peers", table, record)
    if failures:
        sys.exit("\n".join(failures))


def _arguments() -> argparse.Namespace:
    """The command line; --system and --work are for the processes that this command starts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--only", nargs="+", choices=[entry.name for entry in PEERS], metavar="NAME")
    parser.add_argument("--limit", type=int, help="only so many questions, and the replies judged for them")
    parser.add_argument("--system", choices=list(SYSTEMS), help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _collection(folder: Path) -> Collection:
    """The set in ``folder``, in BEIR's layout; the file of judgments has a header line."""
    judgments: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, reply, grade = line.split("\t")
        judgments[question][reply] = int(grade)
    questions, replies = (
        {str(each["_id"]): str(each["text"]) for each in read_lines(folder / name)}
        for name in ("queries.jsonl", "corpus.jsonl")
    )
    return Collection(questions, replies, judgments)


def limited(collection: Collection, count: int | None) -> Collection:
    """The first ``count`` questions with the replies judged for them; everything where it is None."""
    if count is None:
        return collection
    questions = dict(list(collection.questions.items())[:count])
    judged = {reply for name in questions for reply in collection.judgments.get(name, {})}
    replies = {name: text for name, text in collection.replies.items() if name in judged}
    return Collection(questions, replies, collection.judgments)


def _compared(
    chosen: Sequence[Entry], collection: Collection, work: Path
) -> tuple[str, dict[str, object], list[str]]:
    """The Markdown table, the JSON record, and what the systems said that failed."""
    (work / DOCUMENTS).mkdir()
    for name, text in collection.replies.items():
        (work / DOCUMENTS / f"{name}{SUFFIX}").write_text(text, encoding="utf-8")
    _write_lines(work / QUERIES, ({"text": text} for text in collection.questions.values()))
    _tell(OWN)
    runs = {OWN: run(OWN, work)}
    passages = _passages(work / OWN.name)
    _write_lines(work / PASSAGES, map(asdict, passages))
    failures: dict[Entry, str] = {}
    for entry in (each for each in chosen if not each.missing):
        _tell(entry)
        try:
            runs[entry] = run(entry, work)
        except RunError as error:
            failures[entry] = str(error)
    documents = [passage.document for passage in passages]
    rows = [_scored(entry, measured, documents, collection) for entry, measured in runs.items()]
    counts = (len(collection.questions), len(collection.replies), len(passages))
    sizes = "{} questions, {} documents, {} passages".format(*counts)
    absent = {each: f"not installed: `{each.install}`" for each in chosen if each.missing}
    notes = absent | dict.fromkeys(failures, "failed")
    record: dict[str, object] = {"sizes": sizes, "systems": {row.entry.name: _record(row) for row in rows}}
    return f"{sizes}; {THREADS} threads.\n\n{table_of(rows, notes)}", record, list(failures.values())


def _tell(entry: Entry) -> None:
    sys.stderr.write(f"{entry.system}, {entry.variant} ...\n")


def _write_lines(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _passages(index: Path) -> list[Passage]:
    """The chunks of our index, in order of their keys."""
    from kb.index.store import open_store

    store = open_store(index)
    chunks = store.chunks(range(store.chunk_count))
    return [Passage(chunk.document.removesuffix(SUFFIX), chunk.text) for chunk in chunks]


def ranked_documents(ranking: Sequence[int], documents: Sequence[str]) -> list[str]:
    """The documents of ranked passages by first occurrence; ``documents`` holds each passage's."""
    return list(dict.fromkeys(documents[position] for position in ranking))


def _scored(entry: Entry, measured: Measured, documents: Sequence[str], collection: Collection) -> Scored:
    """The row of a run: mean nDCG@10 and hit@1 over the questions, judged by document."""
    gains, firsts = [], []
    for name, ranking in zip(collection.questions, measured.rankings, strict=True):
        judged = collection.judgments.get(name, {})
        grades = [judged.get(document, 0) for document in ranked_documents(ranking, documents)]
        gains.append(ndcg_at(grades, list(judged.values()), K))
        firsts.append(hit_at(grades, 1))
    return Scored(entry, measured, mean(gains), mean(firsts))


def table_of(rows: Sequence[Scored], notes: Mapping[Entry, str]) -> str:
    """The Markdown table, best nDCG first, with our own as the measure; then the systems without figures."""
    own = next(row for row in rows if row.entry == OWN)
    lines = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    for row in sorted(rows, key=lambda each: -each.ndcg):
        lines.append(f"| {' | '.join(_cells(row, own))} |")
    for entry, note in notes.items():
        blank = " |" * (len(COLUMNS) - 3)
        lines.append(f"| {entry.system} | {entry.variant} | {note} |{blank}")
    return "\n".join(lines)


def _cells(row: Scored, own: Scored) -> list[str]:
    """The cells of one row; a ratio is this row's figure divided by ours."""
    mine, ours = row.measured, own.measured
    return [
        row.entry.system,
        row.entry.variant,
        _version(row.entry),
        mine.precision,
        f"{row.ndcg:.3f}",
        _ratio(row.ndcg, own.ndcg),
        f"{row.hit:.3f}",
        f"{mine.index_seconds:.1f}",
        _ratio(mine.index_seconds, ours.index_seconds),
        f"{mine.query_p50_ms:.1f}",
        _ratio(mine.query_p50_ms, ours.query_p50_ms),
        f"{mine.query_p95_ms:.1f}",
        f"{mine.peak_mib:.0f}",
        _ratio(mine.peak_mib, ours.peak_mib),
        f"{mine.disk_mib:.1f}" if mine.disk_mib else "in memory",
    ]


def _version(entry: Entry) -> str:
    """The version of the system's first distribution; kb and bm25s are distributions of their own names."""
    return installed(next(iter(entry.needs), entry.system)) or ""


def _ratio(figure: float, ours: float) -> str:
    return f"{figure / ours:.3g}" if ours else ""


def _record(row: Scored) -> dict[str, object]:
    """What is kept of a row: everything but the rankings."""
    figures = {name: value for name, value in asdict(row.measured).items() if name != "rankings"}
    return {"version": _version(row.entry), "ndcg@10": row.ndcg, "hit@1": row.hit, **figures}


if __name__ == "__main__":
    main()
