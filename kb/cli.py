"""The command line: reads flags, calls the facade, prints Danish for people or JSON for programs."""

from __future__ import annotations

import json
import logging
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import rich_utils
from typer.exceptions import TyperException

from kb import (
    cli_ask,
    cli_audit,
    cli_backup,
    cli_feedback,
    cli_fetch,
    cli_follow,
    cli_forget,
    cli_index,
    cli_meetings,
    cli_sample,
    cli_servers,
    cli_watch,
    show,
    show_registers,
    tables,
)
from kb.audit import Audit, command_line_user
from kb.datatypes import Filter
from kb.errors import KBError
from kb.filters import for_decisions
from kb.flags import Form, IndexFlag, JsonFlag, grouped
from kb.jsonable import (
    case_json,
    decision_json,
    document_json,
    error_json,
    gap_json,
    tenure_json,
    term_json,
)
from kb.output import output, write
from kb.settings import Settings, load_settings
from kb.state.audit import Action
from kb.strings_da import terminal
from kb.strings_da.adding import Watching
from kb.strings_da.editing import Editing
from kb.strings_da.starting import Starting

if TYPE_CHECKING:
    from kb.register import Register

rich_utils.ARGUMENTS_PANEL_TITLE = terminal.HELP_ARGUMENTS
rich_utils.OPTIONS_PANEL_TITLE = terminal.HELP_OPTIONS
rich_utils.COMMANDS_PANEL_TITLE = terminal.HELP_COMMANDS

app = typer.Typer(
    help=terminal.CLI_HELP, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)
cli_sample.add_to(app)
cli_index.add_to(app)
cli_feedback.add_to(app)
cli_fetch.add_to(app)
cli_forget.add_to(app)
cli_audit.add_to(app)
cli_backup.add_to(app)
cli_follow.add_to(app)
cli_meetings.add_to(app)
EVERYTHING = Filter()
FOR_PEOPLE = Form()


def _version(wanted: bool) -> None:
    """Prints the version and ends, where it was asked for."""
    if wanted:
        typer.echo(f"kb {version('kb')}")
        raise typer.Exit


@app.callback()
def _program(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=Starting.HELP_VERSION)
    ] = False,
) -> None:
    """Takes what is asked of the program itself."""


cli_ask.add_to(app)


@app.command("decisions", help=terminal.HELP_CMD_DECISIONS)
@grouped
def decisions_command(index: IndexFlag = None, where: Filter = EVERYTHING, form: Form = FOR_PEOPLE) -> None:
    """Shows the register of decisions."""
    rows = _register(load_settings(index=index)).decisions(for_decisions(where))
    write(
        form,
        "decisions",
        [decision_json(row) for row in rows],
        tables.decisions_table(rows),
        lambda: show_registers.decisions(rows),
    )


@app.command("cases", help=terminal.HELP_CMD_CASES)
@grouped
def cases_command(index: IndexFlag = None, where: Filter = EVERYTHING, form: Form = FOR_PEOPLE) -> None:
    """Shows the cases, newest first, each with its way through the committees."""
    rows = _register(load_settings(index=index)).cases(where)
    write(
        form,
        "cases",
        [case_json(row) for row in rows],
        tables.cases_table(rows),
        lambda: show_registers.cases(rows),
    )


@app.command("terms", help=terminal.HELP_CMD_TERMS)
@grouped
def terms_command(index: IndexFlag = None, where: Filter = EVERYTHING, form: Form = FOR_PEOPLE) -> None:
    """Shows the glossary."""
    rows = _register(load_settings(index=index)).terms(where)
    write(
        form,
        "terms",
        [term_json(row) for row in rows],
        tables.terms_table(rows),
        lambda: show_registers.terms(rows),
    )


@app.command("roles", help=terminal.HELP_CMD_ROLES)
@grouped
def roles_command(index: IndexFlag = None, where: Filter = EVERYTHING, form: Form = FOR_PEOPLE) -> None:
    """Shows who is named in which role."""
    rows = _register(load_settings(index=index)).tenures(where)
    write(
        form,
        "roles",
        [tenure_json(row) for row in rows],
        tables.tenures_table(rows),
        lambda: show_registers.tenures(rows),
    )


@app.command("gaps", help=terminal.HELP_CMD_GAPS)
@grouped
def gaps_command(index: IndexFlag = None, where: Filter = EVERYTHING, form: Form = FOR_PEOPLE) -> None:
    """Shows what is missing from the material or could not be read."""
    rows = _register(load_settings(index=index)).gaps(where)
    write(
        form,
        "gaps",
        [gap_json(row) for row in rows],
        tables.gaps_table(rows),
        lambda: show_registers.gaps(rows),
    )


@app.command("documents", help=terminal.HELP_CMD_DOCUMENTS)
@grouped
def documents_command(
    index: IndexFlag = None,
    where: Filter = EVERYTHING,
    as_json: JsonFlag = False,
) -> None:
    """Shows what is indexed."""
    rows = _register(load_settings(index=index)).documents(where)
    output(as_json, lambda: {"documents": [document_json(row) for row in rows]}, lambda: show.documents(rows))


@app.command("eval", help=terminal.HELP_CMD_EVAL)
def eval_command(
    questions: Annotated[Path, typer.Argument(help=terminal.HELP_QUESTIONS)],
    index: IndexFlag = None,
    save: Annotated[Path | None, typer.Option("--save", help=terminal.HELP_SAVE)] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help=terminal.HELP_BASELINE)] = None,
    as_json: JsonFlag = False,
) -> None:
    """Measures retrieval and answers on questions with known answers."""
    from kb.evaluation.measuring import measure, measured_json
    from kb.evaluation.report import markdown
    from kb.evaluation.runs import prepare_save, save_run

    if save:
        prepare_save(save)
    with show.progress(quiet=as_json) as progress:
        measured = measure(questions, load_settings(index=index), progress, baseline)
    if save:
        save_run(measured.run, save, markdown(measured))
        show.saved(save)
    output(as_json, lambda: measured_json(measured), lambda: show.evaluation(measured))


@app.command("serve", help=terminal.HELP_CMD_SERVE)
def serve_command(
    index: IndexFlag = None,
    host: Annotated[str | None, typer.Option("--host", help=terminal.HELP_HOST)] = None,
    port: Annotated[int | None, typer.Option("--port", help=terminal.HELP_PORT)] = None,
    everyone: Annotated[str | None, typer.Option("--everyone", help=Editing.HELP_EVERYONE)] = None,
) -> None:
    """Starts the web app."""
    from kb.serve import serve

    settings = load_settings(index=index, host=host, port=port, everyone=everyone)
    cli_sample.offer(settings)
    serve(settings)


app.command("watch", help=Watching.HELP)(cli_watch.watch_command)
cli_servers.add_to(app)


@app.command("doctor", help=terminal.HELP_CMD_DOCTOR)
def doctor_command(index: IndexFlag = None, as_json: JsonFlag = False) -> None:
    """Checks the machine, the model and the index; exit 1 where something is wrong."""
    from kb.doctor import examine

    checks = examine(load_settings(index=index))
    output(
        as_json,
        lambda: {
            "ok": all(check.ok for check in checks),
            "checks": [
                {"name": check.name, "ok": check.ok, "detail": check.detail, "remedy": check.remedy}
                for check in checks
            ],
        },
        lambda: show.checks(checks),
    )
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


@app.command("rollback", help=terminal.HELP_CMD_ROLLBACK)
def rollback_command(index: IndexFlag = None, as_json: JsonFlag = False) -> None:
    """Goes back to the previous generation of the index."""
    from kb.editions import roll_back

    settings = load_settings(index=index)
    generation = roll_back(settings)
    Audit(settings).record(Action.ROLLED_BACK, user=command_line_user(), generation=generation)
    output(as_json, lambda: {"generation": generation}, lambda: show.rolled_back(generation))


def _register(settings: Settings) -> Register:
    """The part of the knowledge base that answers from the catalogue alone, without the model."""
    from kb.register import Register

    return Register(settings)


def _fail(error: KBError, as_json: bool) -> int:
    """Exit status 1, after the error was printed in the form that was asked for."""
    if as_json:
        sys.stdout.write(json.dumps(error_json(error), ensure_ascii=False) + "\n")
    else:
        show.error(error)
    return 1


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line and exits: 0 done, 1 an error with its remedy, 2 wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        status = app(given, standalone_mode=False)
    except KBError as error:
        status = _fail(error, "--json" in given)
    except TyperException as error:
        show.usage_error(error)
        status = 2
    except (KeyboardInterrupt, typer.Abort):
        show.interrupted()
        status = 130
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
