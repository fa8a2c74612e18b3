"""``kb forget``: shows what a request to forget reaches, does it, and writes the proof."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kb import strings_da as da
from kb.audit import Audit, command_line_user
from kb.disk import sha256_of
from kb.errors import UsageError
from kb.flags import IndexFlag, JsonFlag
from kb.forgetting import FileAct, Forgot, forget
from kb.jsonable import Json
from kb.output import output
from kb.proof import write_proof
from kb.settings import Settings, load_settings
from kb.show import err, out
from kb.state.audit import Action, Detail
from kb.state.database import StateDatabase
from kb.state.forgotten import Forgotten, Request
from kb.strings_da.forgetting import Forgetting
from kb.traces import Target, Traces, find

STDIN = "-"


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the command."""
    app.command("forget", help=Forgetting.HELP)(forget_command)


def forget_command(
    document: Annotated[str | None, typer.Argument(help=Forgetting.HELP_DOCUMENT)] = None,
    text: Annotated[str | None, typer.Option("--text", help=Forgetting.HELP_TEXT)] = None,
    yes: Annotated[bool, typer.Option("--yes", help=Forgetting.HELP_YES)] = False,
    erase_file: Annotated[bool, typer.Option("--erase-file", help=Forgetting.HELP_ERASE)] = False,
    move_file: Annotated[Path | None, typer.Option("--move-file", help=Forgetting.HELP_MOVE)] = None,
    listed: Annotated[bool, typer.Option("--list", help=Forgetting.HELP_LIST)] = False,
    undo: Annotated[int | None, typer.Option("--undo", help=Forgetting.HELP_UNDO)] = None,
    index: IndexFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Forgets a document or a name or number everywhere; lists and takes back such requests."""
    settings = load_settings(index=index)
    chosen = [each for each in (document, text, listed or None, undo) if each is not None]
    if len(chosen) != 1 or ((erase_file or move_file) and document is None) or (erase_file and move_file):
        raise UsageError("forget_one_thing")
    if listed:
        _list(settings, as_json)
    elif undo is not None:
        _undo(settings, undo, as_json)
    else:
        target = Target(document, _read(text or ""))
        act = FileAct(erase_file, move_file) if erase_file or move_file else None
        _forget(settings, target, act, yes=yes, as_json=as_json)


def _read(text: str) -> str:
    return sys.stdin.read().strip() if text == STDIN else text


def _forget(settings: Settings, target: Target, act: FileAct | None, *, yes: bool, as_json: bool) -> None:
    if not yes:
        traces = find(target, settings)
        output(as_json, lambda: {"done": False, **_traces_json(traces)}, lambda: _show(traces))
        return
    from kb.embedding import load_encoder

    user = command_line_user()
    done = forget(target, settings, lambda: load_encoder(settings), user, dt.datetime.now(dt.UTC), act)
    proof = write_proof(done, settings)
    detail: Detail = {"request": done.request, "proof": sha256_of(proof), "remains": done.remains.count}
    Audit(settings).record(Action.FORGOT, proof.name, user=user, generation=done.after, detail=detail)
    output(as_json, lambda: _done_json(done, proof), lambda: _show_done(done, proof))
    if done.remains.count:
        raise typer.Exit(1)


def _list(settings: Settings, as_json: bool) -> None:
    requests = Forgotten(StateDatabase(settings.state)).all()
    told = [_request_json(each) for each in requests]
    output(as_json, lambda: {"requests": told}, lambda: _show_all(requests))


def _undo(settings: Settings, number: int, as_json: bool) -> None:
    user, now = command_line_user(), dt.datetime.now(dt.UTC)
    if not Forgotten(StateDatabase(settings.state)).undo(number, user, now):
        raise UsageError("no_such_request", number=number)
    Audit(settings).record(Action.FORGOT, user=user, detail={"request": number, "undone": True})
    taken_back = Forgetting.TAKEN_BACK.format(number=number)
    output(as_json, lambda: {"undone": number}, lambda: out.print(escape(taken_back)))


def _show(traces: Traces) -> None:
    lines = list(_lines(traces))
    out.print(Forgetting.FOUND if lines else Forgetting.NOWHERE)
    for line in lines:
        out.print(escape(line))
    out.print(Forgetting.NOT_DONE)


def _lines(traces: Traces) -> list[str]:
    words = Forgetting
    lines = [
        (words.HIDDEN_ALREADY if each.hidden else words.IN_DOCUMENT).format(
            document=each.document, count=da.plural(each.count, *words.PLACE_NOUN)
        )
        for each in traces.places
    ]
    lines += [
        words.IN_STATE.format(table=words.TABLES.get(table, table), count=da.plural(rows, *words.ROW_NOUN))
        for table, rows in traces.state.items()
    ]
    if traces.generations:
        count = da.plural(len(traces.generations), *words.GENERATION_NOUN)
        lines.append(words.OLD_GENERATIONS.format(count=count))
    lines += [words.EXPORTS.format(path=path) for path in traces.exports]
    return lines + [words.BACKUPS.format(path=path) for path in traces.backups if lines]


def _show_done(done: Forgot, proof: Path) -> None:
    out.print(escape(Forgetting.DONE.format(number=done.request, path=proof)))
    if left := _left(done):
        out.print(Forgetting.PERSON_MUST)
    for path in left:
        out.print(f"  {escape(str(path))}")
    if done.remains.count:
        err.print(Forgetting.REMAINS.format(count=da.plural(done.remains.count, *Forgetting.PLACE_NOUN)))


def _left(done: Forgot) -> list[Path]:
    """The files that a person has to deal with."""
    return [*done.left, *done.traces.exports, *done.traces.backups]


def _show_all(requests: tuple[Request, ...]) -> None:
    if not requests:
        out.print(Forgetting.NONE)
    for each in requests:
        undone = da.danish_timestamp(each.undone.isoformat()) if each.undone else ""
        line = Forgetting.LISTED.format(
            number=each.number,
            made=da.danish_timestamp(each.made.isoformat()),
            kind=Forgetting.A_DOCUMENT if each.is_document else Forgetting.WORDS,
            user=each.user or Forgetting.UNKNOWN,
            undone=Forgetting.UNDONE.format(made=undone) if undone else "",
        )
        out.print(escape(line))


def _request_json(each: Request) -> Json:
    return {
        "number": each.number,
        "made": each.made.isoformat(),
        "user": each.user,
        "kind": "document" if each.is_document else "words",
        "undone": each.undone.isoformat() if each.undone else None,
    }


def _traces_json(traces: Traces) -> Json:
    return {
        "documents": [
            {"document": each.document, "count": each.count, "hidden": each.hidden} for each in traces.places
        ],
        "state": dict(traces.state),
        "generations": list(traces.generations),
        "exports": [str(path) for path in traces.exports],
        "backups": [str(path) for path in traces.backups],
    }


def _done_json(done: Forgot, proof: Path) -> Json:
    return {
        "done": True,
        "request": done.request,
        "proof": str(proof),
        **_traces_json(done.traces),
        "state": dict(done.state),
        "dropped": list(done.dropped),
        "before": done.before,
        "after": done.after,
        "remains": done.remains.count,
        "files_examined": done.remains.files,
        "bytes_examined": done.remains.size,
        "left": [str(path) for path in _left(done)],
    }
