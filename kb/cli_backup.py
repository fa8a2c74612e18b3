"""``kb backup`` and ``kb restore``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kb import strings_da as da
from kb.audit import Audit, command_line_user
from kb.backup import Contents, back_up
from kb.flags import JsonFlag
from kb.jsonable import Json
from kb.output import output
from kb.restoring import Restored, restore
from kb.settings import load_settings
from kb.show import err, out
from kb.state.audit import Action
from kb.strings_da.backup import Backup


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the commands."""
    app.command("backup", help=Backup.HELP)(backup_command)
    app.command("restore", help=Backup.HELP_RESTORE)(restore_command)


def backup_command(
    file: Annotated[Path, typer.Argument(help=Backup.HELP_FILE)],
    with_index: Annotated[bool, typer.Option("--with-index", help=Backup.HELP_WITH_INDEX)] = False,
    with_data: Annotated[bool, typer.Option("--with-data", help=Backup.HELP_WITH_DATA)] = False,
    as_json: JsonFlag = False,
) -> None:
    """Makes a safety copy."""
    settings, target = load_settings(), file.absolute()
    now = dt.datetime.now(dt.UTC)
    contents = back_up(settings, target, now, with_index=with_index, with_data=with_data)
    user = command_line_user()
    Audit(settings).record(Action.BACKED_UP, str(target), user=user, generation=contents.generation)
    told = {"file": str(target), **_contents_json(contents)}
    output(as_json, lambda: told, lambda: _show(target, contents))


def restore_command(
    file: Annotated[Path, typer.Argument(help=Backup.HELP_RESTORE_FILE)], as_json: JsonFlag = False
) -> None:
    """Brings a safety copy back."""
    settings, source = load_settings(), file.absolute()
    done = restore(settings, source, dt.datetime.now(dt.UTC))
    user = command_line_user()
    Audit(settings).record(Action.RESTORED, str(source), user=user, generation=done.contents.generation)
    output(as_json, lambda: _restored_json(source, done), lambda: _show_restored(source, done))


def _contents_json(contents: Contents) -> Json:
    return {
        "made": contents.made,
        "generation": contents.generation,
        "files": len(contents.files),
        "bytes": sum(each.size for each in contents.files),
    }


def _restored_json(source: Path, done: Restored) -> Json:
    return {
        "file": str(source),
        **_contents_json(done.contents),
        "kept": [str(path) for path in done.kept],
        "requests_carried": done.carried,
        "files_left_out": done.left_out,
        "index_left_out": done.index_left_out,
    }


def _show(target: Path, contents: Contents) -> None:
    megabytes = sum(each.size for each in contents.files) / 1e6
    size = f"{megabytes:.1f} MB".replace(".", ",")
    files = da.plural(len(contents.files), *Backup.FILE_NOUN)
    out.print(escape(Backup.DONE.format(path=target, files=files, size=size)), soft_wrap=True)
    out.print(Backup.PRIVATE)


def _show_restored(source: Path, done: Restored) -> None:
    files = da.plural(len(done.contents.files), *Backup.FILE_NOUN)
    made = da.danish_timestamp(done.contents.made)
    out.print(escape(Backup.RESTORED.format(path=source, made=made, files=files)), soft_wrap=True)
    for path in done.kept:
        out.print(escape(Backup.KEPT.format(path=path)), soft_wrap=True)
    if done.carried:
        out.print(Backup.FORGET_KEPT.format(requests=da.plural(done.carried, *Backup.REQUEST_NOUN)))
    if done.left_out:
        out.print(Backup.FILES_LEFT.format(files=da.plural(done.left_out, *Backup.FILE_NOUN)))
    if done.index_left_out:
        out.print(Backup.INDEX_LEFT)
    if done.carried is None:
        err.print(Backup.REQUESTS_LOST)
