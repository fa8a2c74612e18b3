"""The sets that retrieval is measured on: questions with the documents that answer them, and their source.

From the repository: the sample collection's questions and their variants. From the material beside the
checkout, where it lies there: ministers' replies, municipal texts, dialect, headings made from those texts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.datatypes import Document, Filter, Hit
from kb.evaluation.questions import read_questions
from kb.evaluation.run import document_grades
from kb.index.store import LocalStore

ROOT = Path(__file__).parents[2]
EVAL = ROOT / "tests" / "eval"
SHARED = ROOT.parent / "shared"
SHORTEST_BODY, LONGEST_BODY = 150, 1500
SHORTEST_HEADING, LONGEST_HEADING = 8, 90

Grade = Callable[[Sequence[Hit]], tuple[list[int], list[int]]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question and how its ranked hits are graded: (grades of distinct documents, all grades there are)."""

    name: str
    text: str
    development: bool
    grade: Grade


@dataclass(frozen=True, slots=True)
class TestSet:
    """Queries over one source folder; ``collection`` names the index that they share with others."""

    __test__ = False
    name: str
    collection: str
    queries: tuple[Query, ...]


def sources(shared: Path, scratch: Path) -> dict[str, Path]:
    """The folder of each collection, written to ``scratch`` where it is made from something else."""
    found = {"sample": ROOT / "data"}
    if shared.is_dir():
        found["municipal"] = shared / "data" / "municipal"
        for name in ("ft_spoergetid", "bornholm"):
            found[name] = scratch / name
            write_texts(found[name], beir_corpus(shared / "data" / name))
    return found


def test_sets(shared: Path) -> list[TestSet]:
    """All sets whose material is there, headings excepted (:func:`headings`)."""
    sets = [TestSet("sample questions", "sample", qa_queries(EVAL / "questions.jsonl"))]
    kinds = ("english", "swedish", "norwegian", "typo", "oneword")
    sets += [
        TestSet(f"sample, {kind}", "sample", qa_queries(EVAL / "variants.jsonl", kind)) for kind in kinds
    ]
    if shared.is_dir():
        files = ("municipal.jsonl", "municipal_blind.jsonl", "municipal_registers.jsonl")
        together = tuple(query for file in files for query in qa_queries(EVAL / file))
        sets.append(TestSet("municipal questions", "municipal", alternated(together)))
        fresh = qa_queries(EVAL / "municipal_blind2.jsonl")
        sets.append(TestSet("municipal, new blind", "municipal", fresh))
        for kind in kinds:
            queries = qa_queries(EVAL / "variants_municipal.jsonl", kind)
            sets.append(TestSet(f"municipal, {kind}", "municipal", queries))
        for name in ("ft_spoergetid", "bornholm"):
            sets.append(TestSet(name, name, beir_queries(shared / "data" / name)))
    return sets


def qa_queries(path: Path, kind: str = "") -> tuple[Query, ...]:
    """The answerable questions of a QA file, of one kind where it is given."""
    questions = [each for each in read_questions(path) if not each.unanswerable and kind in ("", each.kind)]
    return tuple(
        Query(f"{path.stem}-{at}", each.question, each.split == "dev", by_prefix(each.documents))
        for at, each in enumerate(questions)
    )


def alternated(queries: Sequence[Query]) -> tuple[Query, ...]:
    """The queries with every other one for development."""
    return tuple(Query(each.name, each.text, at % 2 == 0, each.grade) for at, each in enumerate(queries))


def by_prefix(documents: tuple[str, ...]) -> Grade:
    """Grading by the path prefixes of right documents."""
    return lambda hits: (document_grades(hits, documents), [1] * min(len(documents), 10))


def by_name(grades: Mapping[str, int]) -> Grade:
    """Grading by the names of right documents, without their suffix."""

    def grade(hits: Sequence[Hit]) -> tuple[list[int], list[int]]:
        names = dict.fromkeys(hit.document.removesuffix(".txt") for hit in hits)
        return [grades.get(name, 0) for name in names], list(grades.values())

    return grade


def beir_queries(folder: Path) -> tuple[Query, ...]:
    """The queries of a BEIR folder, by id, every other one for development."""
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        judged[query][document] = int(grade)
    texts = {str(each["_id"]): str(each["text"]) for each in json_lines(folder / "queries.jsonl")}
    return alternated([Query(name, texts[name], False, by_name(judged[name])) for name in sorted(judged)])


def beir_corpus(folder: Path) -> Iterator[tuple[str, str]]:
    """Id and text of each document of a BEIR folder."""
    for each in json_lines(folder / "corpus.jsonl"):
        yield str(each["_id"]), str(each["text"])


def json_lines(path: Path) -> list[dict[str, object]]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def write_texts(folder: Path, texts: Iterator[tuple[str, str]]) -> None:
    """Write each text as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts:
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def headings(store: LocalStore, folder: Path) -> TestSet:
    """Headings that only one section has, asked for its text, which is written to ``folder`` without them."""
    owners: dict[str, list[tuple[str, str]]] = defaultdict(list)
    texts: dict[str, str] = {}
    for summary in store.summaries(Filter()):
        for heading, body in _sections(store.document(summary.id)):
            name = f"h{len(texts):04d}"
            texts[name] = body
            if SHORTEST_HEADING <= len(heading) <= LONGEST_HEADING:
                owners[heading.casefold()].append((heading, name))
    write_texts(folder, iter(texts.items()))
    single = [found[0] for found in owners.values() if len(found) == 1]
    queries = [Query(name, heading, False, by_name({name: 1})) for heading, name in single]
    return TestSet("municipal headings", "headings", alternated(queries))


def _sections(document: Document) -> Iterator[tuple[str, str]]:
    """Heading and body of each section with enough text."""
    for section in document.sections:
        body = document.text[section.body_start : section.end].strip()
        if len(body) >= SHORTEST_BODY:
            yield " ".join(section.heading.split()).strip(" :"), body[:LONGEST_BODY]
