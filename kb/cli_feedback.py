"""The command »kb feedback«: what people said of the answers, for people, programs and the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from kb import strings_da as da
from kb.errors import UsageError
from kb.flags import Form, grouped
from kb.jsonable import feedback_json
from kb.output import verbatim, write
from kb.settings import load_settings
from kb.show import out
from kb.state.feedback import Feedback
from kb.strings_da.editing import Editing
from kb.tables import feedback_table

FOR_PEOPLE = Form()


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the command."""
    app.command("feedback", help=Editing.HELP_CMD_FEEDBACK)(grouped(feedback_command))


def feedback_command(
    questions: Annotated[bool, typer.Option("--questions", help=Editing.HELP_QUESTIONS_OUT)] = False,
    form: Form = FOR_PEOPLE,
) -> None:
    """Shows the feedback, newest first."""
    from kb.evaluation.feedback import questions_of
    from kb.state.database import StateDatabase
    from kb.state.feedback import FeedbackBox

    rows = FeedbackBox(StateDatabase(load_settings().state)).all()
    if not questions:
        write(
            form, "feedback", [feedback_json(row) for row in rows], feedback_table(rows), lambda: _show(rows)
        )
        return
    if form != FOR_PEOPLE:
        raise UsageError("questions_alone")
    exported = questions_of(rows)
    verbatim(exported.text)
    if exported.left_out:
        typer.echo(Editing.LEFT_OUT.format(count=exported.left_out), err=True)


def _show(rows: Sequence[Feedback]) -> None:
    """Shows each verdict with its question."""
    for row in rows:
        verdict = Editing.USEFUL if row.verdict.useful else Editing.USELESS
        why = f" ({Editing.COMPLAINT_LABELS[row.verdict.reason]})" if row.verdict.reason else ""
        out.print(f"[bold]{escape(row.asked.question)}[/bold]")
        out.print(f"   {da.danish_timestamp(row.made.isoformat())}  {escape(verdict + why)}")
        if row.verdict.comment:
            out.print(f"   »{escape(row.verdict.comment)}«")
    out.print(da.plural(len(rows), *Editing.FEEDBACK_NOUN))
