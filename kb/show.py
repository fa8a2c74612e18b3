"""Danish output for people on a terminal; plain lines where there is no terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from typer.exceptions import TyperException

from kb import strings_da as da
from kb.danish.sentences import opening
from kb.datatypes import (
    Answer,
    Citation,
    Date,
    DocumentSummary,
    FileProblem,
    Generated,
    Hit,
    IngestReport,
    Masked,
)
from kb.errors import KBError
from kb.strings_da import findings, terminal
from kb.strings_da.generating import Generating
from kb.strings_da.privacy import Privacy

if TYPE_CHECKING:
    from kb.doctor import Check
    from kb.evaluation.measuring import Measured

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

EXCERPT = 600
"""How many characters of a passage are shown; ``--json`` has all of it."""

LINES_EVERY = 0.1
"""Without a terminal, progress is a line each time this share of a stage is done."""


class TerminalProgress:
    """Progress with a bar and time left on a terminal."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str, total: int) -> None:
        """Begins a stage of ``total`` steps."""
        self._task = self._bars.add_task(terminal.STAGES.get(name, name), total=total)

    def advance(self, steps: int) -> None:
        """Moves the present stage on."""
        if self._task is not None:
            self._bars.advance(self._task, steps)


class LineProgress:
    """Progress as a plain line per tenth of a stage, for logs and pipes."""

    def __init__(self) -> None:
        self._name, self._total, self._done, self._next = "", 0, 0, 0.0

    def stage(self, name: str, total: int) -> None:
        """Begins a stage of ``total`` steps."""
        self._name, self._total, self._done, self._next = (
            terminal.STAGES.get(name, name),
            total,
            0,
            LINES_EVERY,
        )

    def advance(self, steps: int) -> None:
        """Moves the present stage on."""
        self._done += steps
        if self._total and self._done / self._total >= self._next:
            err.print(f"{self._name}: {self._done}/{self._total}")
            self._next = self._done / self._total + LINES_EVERY


class NoProgress:
    """Progress that nobody sees."""

    def stage(self, name: str, total: int) -> None:
        """Begins a stage."""

    def advance(self, steps: int) -> None:
        """Moves on."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[TerminalProgress | LineProgress | NoProgress]:
    """The progress display that fits: none when quiet, a bar on a terminal, lines elsewhere."""
    if quiet:
        yield NoProgress()
    elif err.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=err) as bars:
            yield TerminalProgress(bars)
    else:
        yield LineProgress()


def build_intro(sources: Sequence[Path], place: str) -> None:
    """Says what a build will do."""
    names = ", ".join(f"»{source}«" for source in sources)
    err.print(escape(terminal.BUILD_INTRO.format(sources=names, index=place)))


def report(result: IngestReport) -> None:
    """Shows what a build did, each file that was left out with its remedy, and what to do next."""
    _problems(terminal.BUILD_SKIPPED, result.skipped)
    _problems(terminal.BUILD_FAILED, result.failed)
    _masked(result.masked)
    out.print(
        terminal.BUILD_DONE.format(
            seconds=duration(result.seconds),
            documents=da.plural(result.documents, "dokument", "dokumenter"),
            pages=da.plural(result.pages, "side", "sider"),
            chunks=da.plural(result.chunks, "tekstbid", "tekstbidder"),
        )
    )
    out.print(
        terminal.BUILD_CHANGES.format(
            new=result.new,
            changed=result.changed,
            unchanged=result.unchanged,
            removed=result.removed,
            embedded=result.embedded,
            reused=result.reused,
        )
    )
    out.print(terminal.BUILD_NEXT)


def duration(seconds: float) -> str:
    """The time in Danish: "12 sekunder", "3 minutter og 5 sekunder"."""
    whole = max(1, round(seconds))
    minutes, rest = divmod(whole, 60)
    tail = da.plural(rest, "sekund", "sekunder")
    return f"{da.plural(minutes, 'minut', 'minutter')} og {tail}" if minutes else tail


def _problems(heading: str, problems: Sequence[FileProblem]) -> None:
    """Lists files with the reason and the remedy."""
    if problems:
        out.print(f"[bold]{heading}[/bold]")
    for problem in problems:
        out.print(f"  {escape(problem.path)}: {escape(problem.message)} {escape(problem.remedy)}")


def _masked(masked: Sequence[Masked]) -> None:
    """Says what is hidden in which documents, never what it was."""
    if not masked:
        return
    out.print(f"[bold]{Privacy.HIDDEN}[/bold]")
    for each in masked:
        out.print(f"  {escape(each.document)}: {Privacy.told(each)}")
    out.print(escape(Privacy.HIDDEN_REMEDY))


def _dead_legs(dead: Sequence[str]) -> None:
    """Warns of the parts of the search that find nothing."""
    if dead:
        err.print(
            escape(findings.DEAD_LEGS.format(names=", ".join(findings.LEG_NAMES[name] for name in dead)))
        )


def hits(found: Sequence[Hit], dead: Sequence[str] = ()) -> None:
    """Shows hits with their place and text, and a warning of parts of the search that find nothing."""
    _dead_legs(dead)
    if not found:
        out.print(terminal.NO_HITS)
    for hit in found:
        out.print(f"[bold]{hit.rank}. {escape(hit.heading)}[/bold]")
        out.print(f"   [dim]{escape(place(hit))}[/dim]")
        out.print(f"   {escape(' '.join(opening(hit.text, EXCERPT).split()))}\n")


def answer(result: Answer, dead: Sequence[str] = ()) -> None:
    """Shows an answer with its sources, or what was searched and the nearest passages; warns like hits."""
    _dead_legs(dead)
    written = result.generated
    if written and written.sentences:
        out.print(f"[bold]{Generating.LABEL}[/bold]")
        out.print(escape(result.answer))
        out.print(f"\n[bold]{Generating.QUOTES}[/bold]")
        for citation in result.citations:
            out.print(escape(f"»{citation.quote}« [{citation.n}]"))
    else:
        out.print(escape(result.answer))
    if written:
        out.print(f"\n{escape(_why(written))}")
    if result.abstained:
        out.print(escape(result.searched))
        if result.nearest:
            out.print(f"\n[bold]{terminal.NEAREST}[/bold]")
        for hit in result.nearest:
            out.print(f"  – {escape(hit.heading)} [dim]({escape(place(hit))})[/dim]")
        return
    out.print(f"\n[bold]{terminal.SOURCES}[/bold]")
    for citation in result.citations:
        out.print(f"  {citation.n}. {escape(citation.heading)} [dim]({escape(place(citation))})[/dim]")


def _why(written: Generated) -> str:
    """What a reader must know of what a language model wrote, or why it wrote nothing."""
    if not written.sentences:
        return Generating.why_not(written.state, written.removed)
    removed = [Generating.removed(written.removed)] if written.removed else []
    return " ".join((Generating.ABOUT, *removed))


def place(source: Hit | Citation) -> str:
    """Where a passage stands: committee, date, section, page, document, status and class."""
    page = terminal.PAGE_INFERRED if source.page_inferred else terminal.PAGE
    parts = [
        source.committee,
        danish_date(source.date),
        source.section,
        page.format(page=source.page),
        source.document,
        source.status.value if source.status.value != "ukendt" else None,
        da.CLASS_BADGES.get(source.clearance),
    ]
    if source.renditions:
        names = (source.document, *source.renditions)
        parts.append(terminal.RENDITIONS.format(count=len(names), documents=", ".join(source.renditions)))
    return ", ".join(part for part in parts if part)


def danish_date(date: Date | None) -> str:
    """The date as 06-12-2022, or the words for no date."""
    return date.strftime("%d-%m-%Y") if date else da.UNDATED


def documents(rows: Sequence[DocumentSummary]) -> None:
    """Shows what is indexed: each document's path, title and what is known of it."""
    if not rows:
        out.print(terminal.NO_DOCUMENTS)
    for row in rows:
        known = (
            row.committee,
            danish_date(row.date),
            row.status.value,
            da.plural(row.pages, "side", "sider"),
            da.CLASS_BADGES.get(row.clearance),
        )
        out.print(f"[bold]{escape(row.title)}[/bold]")
        out.print(f"   [dim]{escape(row.id)} · {escape(' · '.join(each for each in known if each))}[/dim]")
    out.print(da.plural(len(rows), "dokument", "dokumenter"))


def evaluation(measured: Measured) -> None:
    """Shows the metrics with their intervals, groups, a comparison and each question that went wrong."""
    from kb.evaluation.report import aligned, sheets

    for sheet in sheets(measured):
        out.print(f"[bold]{escape(sheet.title)}[/bold]")
        for line in aligned(sheet):
            out.print(escape(line))
        out.print()
    out.print(
        terminal.EVAL_METHOD
        if measured.baseline is None
        else f"{terminal.EVAL_METHOD} {terminal.EVAL_TESTED}"
    )
    if measured.misses:
        out.print(f"\n[bold]{terminal.EVAL_MISSES}[/bold]")
    for outcome in measured.misses:
        verdict = terminal.EVAL_VERDICTS[outcome.verdict]
        out.print(f"  {verdict}: {escape(outcome.question.question)} [dim]({', '.join(outcome.cited)})[/dim]")


def saved(path: Path) -> None:
    """Says where a run and its table were saved."""
    from kb.evaluation.runs import table_path

    err.print(escape(terminal.EVAL_SAVED.format(path=path, table=table_path(path))))


def checks(results: Sequence[Check]) -> None:
    """Shows what the doctor found."""
    for check in results:
        mark = "[green]✓[/green]" if check.ok else "[red]✗[/red]"
        out.print(f"{mark} {escape(check.name)}: {escape(check.detail)}")
        if check.remedy:
            out.print(f"    {escape(check.remedy)}")
    out.print(findings.DOCTOR_OK if all(check.ok for check in results) else findings.DOCTOR_BAD)


def written(path: Path, rows: int) -> None:
    """Says which file a register was written to."""
    err.print(escape(terminal.WRITTEN.format(rows=da.plural(rows, *terminal.ROW_NOUN), path=path)))


def rolled_back(generation: str) -> None:
    """Says which generation is in use now."""
    out.print(terminal.ROLLED_BACK.format(generation=generation))


def error(problem: KBError) -> None:
    """Says what went wrong and what to do."""
    err.print(f"[bold red]{terminal.ERROR}:[/bold red] {escape(problem.message)}")
    err.print(escape(problem.remedy))


def usage_error(problem: TyperException) -> None:
    """Says in Danish how the command was used wrongly; ``problem`` is Typer's own, in English."""
    kind = type(problem).__name__
    parameter = getattr(problem, "param", None)
    name = getattr(problem, "option_name", None) or (parameter.opts[0] if parameter else "")
    if kind == "NoArgsIsHelpError":
        out.print(problem.format_message())
        return
    words = {
        "MissingParameter": terminal.USAGE_MISSING.format(name=name),
        "NoSuchOption": terminal.USAGE_NO_OPTION.format(name=name),
        "BadParameter": terminal.USAGE_BAD_VALUE.format(name=name),
        "BadOptionUsage": terminal.USAGE_BAD_VALUE.format(name=name),
        "UsageError": terminal.USAGE_NO_COMMAND if "command" in problem.message else terminal.USAGE_EXTRA,
    }.get(kind, terminal.USAGE_EXTRA)
    err.print(f"[bold red]{terminal.USAGE_ERROR}:[/bold red] {escape(words)} {terminal.USAGE_HINT}")


def interrupted() -> None:
    """Says that the person stopped the command."""
    err.print(terminal.INTERRUPTED)
