"""AI answers: what the check lets through, and what is left of what honest and lying writers write.

    python -m tests.benchmarks.generated [--model] [--sentences FILE]

Three things are measured over the sample collection. False sentences: true ones, each changed in one thing,
given to the check by themselves. A fluent writer behind a real server that gets every third sentence wrong.
And, with ``--model``, Gemma 3 270M behind ``transformers serve``. ``--sentences`` writes what was shown
beside its quote, to be judged by hand; benchmarks/generated_judged.jsonl holds the verdicts.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from kb.danish.sentences import sentence_spans
from kb.datatypes import Answer, Filter
from kb.embedding import Encoder, load_encoder
from kb.evaluation.questions import read_questions
from kb.generation.drafts import Draft
from kb.generation.prompts import opening_of
from kb.generation.supporting import Fault, supported
from kb.generation.writing import material
from kb.ingest import build
from kb.knowledge import KnowledgeBase
from kb.settings import Settings, load_settings
from tests.benchmarks.asking import EVAL, ROOT, TODAY
from tests.benchmarks.output import BENCHMARKS, write_results
from tests.generation.fluent import Fluent
from tests.generation.mutations import false_versions
from tests.generation.server import serving

LIES = 0.34
MODEL_QUESTIONS = 10
JUDGED = BENCHMARKS / "generated_judged.jsonl"


@dataclass
class Tally:
    """What became of the answers that one writer wrote."""

    answers: int = 0
    written: int = 0
    sentences: int = 0
    removed: int = 0
    states: Counter[str] = field(default_factory=Counter)
    shown: list[dict[str, str]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        """Counts one answer."""
        told = answer.generated
        assert told is not None
        self.answers += 1
        self.states[told.state.value] += 1
        self.written += bool(told.sentences)
        self.sentences += len(told.sentences)
        self.removed += told.removed
        quotes = {each.n: each for each in answer.citations}
        if told.sentences:
            written = sum(len(each.text) for each in told.sentences)
            self.shares.append(written / sum(len(each.quote) for each in answer.citations))
        for sentence in told.sentences:
            cited = quotes[sentence.citations[0]]
            self.shown.append(
                {"question": answer.question, "sentence": sentence.text, "quote": cited.quote,
                 "document": cited.document, "standing": cited.standing.value}
            )  # fmt: skip

    def row(self, name: str) -> str:
        """The tally as a row of the table."""
        share = self.written / self.answers if self.answers else 0
        return (
            f"| {name} | {self.answers} | {self.written} ({share:.0%}) | {self.sentences} | {self.removed} "
            f"| {', '.join(f'{state} {count}' for state, count in self.states.most_common())} |"
        )


def main() -> None:
    """Measures, writes benchmarks/generated.* and the sentences to be judged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", action="store_true", help="ask Gemma 3 270M too (some minutes)")
    parser.add_argument("--sentences", type=Path, help="where what was shown is written")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            data=ROOT / "data", index=Path(folder) / "index", state=Path(folder) / "state"
        )
        encoder = load_encoder(settings)
        build([settings.data], settings, encoder)
        questions = [each.question for each in read_questions(EVAL / "questions.jsonl")]
        true, given_false, let_through = _false_sentences(settings, encoder, questions)
        fluent, writer = _fluent(settings, encoder, questions)
        rows = [fluent.row("fluent writer, a third of it false")]
        if given.model:
            rows.append(
                _model(settings, encoder, questions[:MODEL_QUESTIONS], Path(folder)).row("Gemma 3 270M")
            )
    if given.sentences:
        lines = [json.dumps(each, ensure_ascii=False) for each in fluent.shown]
        given.sentences.write_text("\n".join(lines) + "\n", encoding="utf-8")
    lies_shown = [
        each
        for each in fluent.shown
        if each["sentence"].rstrip(".") in {t.rstrip(".") for _, t in writer.wrong}
    ]
    retold = sum(each["sentence"] not in each["quote"] for each in fluent.shown)
    verdicts = Counter(
        json.loads(line)["verdict"] for line in JUDGED.read_text(encoding="utf-8").splitlines()
    )
    table = "\n".join(
        (
            f"False versions of {true} true sentences, by what was changed:",
            "",
            "| changed | sentences | let through |",
            "|---|---|---|",
            *(f"| {kind} | {count} | {let_through[kind]} |" for kind, count in given_false.most_common()),
            f"| all | {given_false.total()} | {let_through.total()} |",
            "",
            "Answers to the sample's questions; lists of the register and refusals do not suit:",
            "",
            "| writer | questions | AI answers shown | sentences shown | sentences removed | outcomes |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            f"The fluent writer wrote {writer.right} true and {len(writer.wrong)} false sentences; of these "
            f"false ones {len(lies_shown)} were shown. Of the sentences shown {retold} say it otherwise than "
            "their quote (in full, or shortened); a shown answer has "
            f"{median(fluent.shares):.0%} of the characters of its quotes (median). Which answers a reader "
            "likes better was not measured: the writer is a script.",
            "",
            f"{verdicts.total()} shown sentences judged by hand (generated_judged.jsonl): "
            + ", ".join(f"{name} {count}" for name, count in verdicts.most_common()),
        )
    )  # fmt: skip
    record = {
        "true": true, "false": dict(given_false), "let_through": dict(let_through),
        "fluent": {"answers": fluent.answers, "written": fluent.written, "sentences": fluent.sentences,
                   "removed": fluent.removed, "states": dict(fluent.states), "true": writer.right,
                   "false": len(writer.wrong), "false_shown": len(lies_shown)},
        "judged": dict(verdicts),
    }  # fmt: skip
    write_results("generated", table, record)


def _false_sentences(
    settings: Settings, encoder: Encoder, questions: list[str]
) -> tuple[int, Counter[str], Counter[str]]:
    """How many true sentences are shown, and their false versions by kind: given, and let through."""
    knowledge = KnowledgeBase(settings, encoder, lambda: TODAY)
    store, true = knowledge._store, 0
    tried: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    for question in questions:
        answer = knowledge.ask(question)
        for source in material(store, encoder, answer, Filter(), TODAY, (), settings.generator_context):
            cited = source.citation
            if (cited.document, cited.start) in seen:
                continue
            seen.add((cited.document, cited.start))
            sentences = [cited.quote[start:end] for start, end in sentence_spans(cited.quote)]
            for each in sentences:
                text = f"{opening_of(cited)} {each}".strip()
                if isinstance(supported(store, Draft(text, cited.n, each), {cited.n: cited}), Fault):
                    continue
                true += 1
                others = [other for other in sentences if other != each]
                for kind, false in false_versions(text, others):
                    if false.rstrip(". ").lower() == each.rstrip(". ").lower():
                        continue  # without its opening it is the quote itself
                    tried[kind] += 1
                    found = supported(store, Draft(false, cited.n, each), {cited.n: cited})
                    passed[kind] += not isinstance(found, Fault)
    return true, tried, passed


def _fluent(settings: Settings, encoder: Encoder, questions: list[str]) -> tuple[Tally, Fluent]:
    """What is left of what the fluent writer writes."""
    writer, tally = Fluent(lies=LIES), Tally()
    with serving() as server:
        server.reply = writer.reply
        update = {"generator_url": server.url, "generator_model": "fluent"}
        knowledge = KnowledgeBase(settings.model_copy(update=update), encoder, lambda: TODAY)
        for question in questions:
            tally.add(knowledge.write(knowledge.ask(question)))
    return tally, writer


def _model(settings: Settings, encoder: Encoder, questions: list[str], folder: Path) -> Tally:
    """What is left of what a small base model writes."""
    tally = Tally()
    with _gemma(folder) as (url, name):
        update = {
            "generator_url": url,
            "generator_model": name,
            "generator_seconds": 120.0,
            "generator_tokens": 200,
        }
        knowledge = KnowledgeBase(settings.model_copy(update=update), encoder, lambda: TODAY)
        for question in questions:
            tally.add(knowledge.write(knowledge.ask(question)))
    return tally


@contextmanager
def _gemma(folder: Path) -> Iterator[tuple[str, str]]:
    """The address of the model's server, and the model's name there."""
    from tests.generation.real import served_model, unpacked

    model = unpacked(folder / "packed", folder / "model")
    with served_model(model, folder / "log") as url:
        yield url, str(model)


if __name__ == "__main__":
    main()
