"""The builds of this server, and their progress and result as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.building import WAITING
from kb.datatypes import FileProblem, IngestReport
from kb.jobs import Builds, Outcome, Status
from kb.previous import WITHHELD
from kb.strings_da.adding import Adding, changes
from kb.ui import render, words

BUILDS = Builds()


def progress(status: Status) -> str:
    """How far the build under way is. The stage is announced when it changes, the numbers are not."""
    stage = status.step.stage if status.step else ""
    known = status.step if status.step and stage != WAITING else None
    amount = f' value="{known.done}" max="{known.total}"' if known and known.total else ""
    parts = []
    if known and stage == "index":
        parts.append(Adding.STEPS.format(done=words.number(known.done), total=words.number(known.total)))
    if status.seconds_left is not None:
        parts.append(Adding.LEFT.format(time=words.duration(status.seconds_left)))
    follows = Adding.ANOTHER_FOLLOWS if status.waiting else Adding.MEANWHILE
    return (
        f'<div class="kb-build">{render.status(Adding.STAGES.get(stage, Adding.BUILDING))}'
        f'<progress aria-label="{Adding.BUILDING}"{amount}></progress>'
        f"{render.line(parts)}<p>{follows}</p></div>"
    )


def result(outcome: Outcome) -> str:
    """What a build did, or why it failed, and the files that it left out, those apart that are closed."""
    if outcome.trouble is not None:
        return render.notice(outcome.trouble.message, outcome.trouble.remedy)
    report = outcome.report
    if report is None:
        return ""
    shown = [each for each in (*report.failed, *report.skipped) if each.code not in WITHHELD]
    return f"{render.status(_done(report))}{_left_out(shown)}"


def problem_of(outcome: Outcome | None, document: str) -> FileProblem | None:
    """Why a file did not become a document in a build; None where the build does not tell."""
    report = outcome.report if outcome else None
    problems = (*report.failed, *report.skipped) if report else ()
    return next((each for each in problems if each.path == document), None)


def _done(report: IngestReport) -> str:
    """What a build did, in one line."""
    documents = words.documents(report.documents)
    told = changes(report.new, report.changed, report.removed)
    sentence = Adding.REPORT if told else Adding.UNCHANGED
    return sentence.format(seconds=words.duration(report.seconds), changes=told, documents=documents)


def _left_out(problems: Sequence[FileProblem]) -> str:
    """The files that are not in the index, each with the reason, behind a heading that opens them."""
    if not problems:
        return ""
    items = "".join(
        f'<li><p class="kb-title">{escape(each.path)}</p>'
        f"<p>{escape(each.message)} {escape(each.remedy)}</p></li>"
        for each in problems
    )
    summary = f"{Adding.LEFT_OUT} ({words.number(len(problems))})"
    return f'<details><summary>{summary}</summary><ul class="kb-brief">{items}</ul></details>'
