"""Measures the readers against documents with known text: python -m tests.benchmarks.extraction.

Writes benchmarks/extraction.md and benchmarks/extraction.json. Each hostile file is read in a process
of its own with a time limit, so that one that hangs or crashes is a line in the table.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.errors import ReadError
from kb.readers import read_bytes, read_file
from kb.readers.ocr import data_folder, recogniser
from kb.readers.options import Options
from tests.benchmarks.extraction_metrics import Score, compare, load_truth, score

ROOT = Path(__file__).resolve().parents[2]
GROUPS = ("pdf", "docx", "odt", "html", "txt")
SECONDS = 30
_ONE_FILE = (
    "import sys; from pathlib import Path\n"
    "from kb.readers import read_file; from kb.errors import ReadError\n"
    "try:\n e = read_file(Path(sys.argv[1]))\n"
    " print('read', len(e.pages), len(e.text), *e.warnings)\n"
    "except ReadError as error:\n print('refused', error.code)\n"
)


@dataclass(frozen=True)
class Result:
    """A file's score, or the code it was refused with."""

    name: str
    group: str
    score: Score | None
    refused: str | None
    seconds: float


@dataclass(frozen=True)
class Scan:
    """How near recognised text is to the true one, and the share of the figures that are right."""

    name: str
    cer: float
    figures: float
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """What became of a file that is hostile, broken or scanned."""

    name: str
    outcome: str
    seconds: float


def measure(extract: Path) -> list[Result]:
    """The results of every file with known text."""
    results = []
    for group in GROUPS:
        for path in sorted((extract / group).iterdir()):
            truth = load_truth(extract / "truth" / f"{path.stem.split('_')[0]}.json")
            start = time.process_time()
            try:
                extraction = read_file(path)
            except ReadError as error:
                spent = time.process_time() - start
                results.append(Result(path.name, group, None, error.code, spent))
                continue
            spent = time.process_time() - start
            results.append(Result(path.name, group, score(extraction, truth), None, spent))
    return results


def measure_scans(extract: Path) -> list[Scan]:
    """What text recognition makes of the scanned and garbled files.

    The truth is what the text layer of the file says that was printed and scanned, on the same pages.
    """
    folder = data_folder(None)
    if folder is None:
        return []
    options = Options(recognise=recogniser(folder))
    scans = []
    for entry in json.loads((extract / "manifest.json").read_text(encoding="utf-8"))["files"]:
        garbled = entry.get("variant") == "gs"
        if entry["kind"] != "scan" and not garbled:
            continue
        source = extract / ("pdf/{doc}_lo_tag.pdf".format(**entry) if garbled else entry["src"])
        truth = read_file(source)
        start = time.process_time()
        read = read_bytes((extract / entry["path"]).read_bytes(), ".pdf", options)
        seconds = (time.process_time() - start) / len(read.pages)
        last = None if garbled else int(entry["pages"].split("-")[1])
        scans.append(Scan(entry["path"], *compare(read, truth, last), seconds))
    return scans


def survive(paths: Iterable[Path]) -> list[Outcome]:
    """What happened to each file, read in a process of its own."""
    outcomes = []
    for path in paths:
        start = time.monotonic()
        try:
            process = subprocess.run(
                [sys.executable, "-c", _ONE_FILE, str(path)],
                capture_output=True,
                text=True,
                timeout=SECONDS,
                cwd=ROOT,
                check=False,
            )
            said = process.stdout.strip()
            outcome = said if process.returncode == 0 and said else f"crashed ({process.returncode})"
        except subprocess.TimeoutExpired:
            outcome = "timed out"
        outcomes.append(Outcome(f"{path.parent.name}/{path.name}", outcome, time.monotonic() - start))
    return outcomes


def table(results: Sequence[Result]) -> str:
    """The figures by format as a Markdown table."""
    lines = [
        "| format | files | CER % (worst) | paragraphs whole % | headings recall / precision % "
        "| list items % | table rows % | header/footer lines left | CPU s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for group in GROUPS:
        mine = [result for result in results if result.group == group]
        scores = [result.score for result in mine if result.score is not None]
        if not scores:
            continue
        cers = [100 * s.cer for s in scores]
        items = [100 * s.items for s in scores if s.items is not None]
        rows = [100 * s.rows for s in scores if s.rows is not None]
        lines.append(
            f"| {group} | {len(scores)} | {statistics.mean(cers):.3f} ({max(cers):.3f}) "
            f"| {_percent(s.paragraphs for s in scores)} "
            f"| {_percent(s.heading_recall for s in scores)} "
            f"/ {_percent(s.heading_precision for s in scores)} "
            f"| {statistics.mean(items):.1f} | {statistics.mean(rows):.1f} "
            f"| {sum(s.furniture for s in scores)} | {sum(result.seconds for result in mine):.2f} |"
        )
    return "\n".join(lines)


def scan_table(scans: Sequence[Scan]) -> str:
    """The figures of text recognition as a Markdown table."""
    if not scans:
        return "Text recognition is not installed here."
    lines = ["| file | CER % | figures right % | CPU s a page |", "|---|---|---|---|"]
    lines += [f"| {s.name} | {100 * s.cer:.2f} | {100 * s.figures:.1f} | {s.seconds:.2f} |" for s in scans]
    return "\n".join(lines)


def report(results: Sequence[Result], outcomes: Sequence[Outcome], scans: Sequence[Scan]) -> str:
    """The whole report in Markdown."""
    refused = [f"- {r.group}/{r.name}: {r.refused}" for r in results if r.refused]
    fates = [f"| {o.name} | {o.outcome} | {o.seconds:.1f} |" for o in outcomes]
    return "\n".join(
        [
            "# Extraction benchmark",
            "",
            "Made by `python -m tests.benchmarks.extraction`. CER is the edit distance to the known text",
            "after white space is normalised and header and footer lines are taken out; files that were",
            "refused are not counted. The layout rules were worked out on these documents, so expect more",
            "errors on others.",
            "",
            table(results),
            "",
            "Refused (not counted above):",
            "",
            *(refused or ["- none"]),
            "",
            "## Text recognition",
            "",
            "The truth is the text layer of the file that was scanned, on the same pages; the text of the",
            "`gs` files is garbled, so that they too are read from how they look.",
            "",
            scan_table(scans),
            "",
            "## Hostile, broken and scanned files",
            "",
            "`read PAGES CHARACTERS WARNINGS` or `refused CODE`; one process and at most "
            f"{SECONDS} s for each.",
            "",
            "| file | outcome | wall s |",
            "|---|---|---|",
            *fates,
            "",
        ]
    )


def _percent(values: Iterable[float]) -> str:
    return f"{100 * statistics.mean(values):.1f}"


def main() -> None:
    """Measure, print and write the reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments = parser.parse_args()
    extract = arguments.shared / "data" / "extract"
    if not extract.is_dir():
        sys.exit(f"No documents to measure in {extract}; name the folder with --shared.")
    results = measure(extract)
    outcomes = survive([*sorted((extract / "hostile").iterdir()), *sorted((extract / "scan").iterdir())])
    scans = measure_scans(extract)
    text = report(results, outcomes, scans)
    print(text)
    target = ROOT / "benchmarks"
    target.mkdir(exist_ok=True)
    (target / "extraction.md").write_text(text, encoding="utf-8")
    data = {
        "files": [asdict(r) for r in results],
        "outcomes": [asdict(o) for o in outcomes],
        "scans": [asdict(s) for s in scans],
    }
    (target / "extraction.json").write_text(
        json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
