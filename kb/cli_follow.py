"""The command »kb follow«: searches that are followed, and telling what is new without building."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from kb.access import clearance_of
from kb.audit import command_line_user
from kb.datatypes import Filter
from kb.errors import UsageError
from kb.flags import JsonFlag, grouped
from kb.output import output
from kb.settings import Settings, load_settings
from kb.show import err, out
from kb.strings_da.following import Following

if TYPE_CHECKING:
    from kb.embedding import Encoder

EVERYTHING = Filter()


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the command."""
    app.command("follow", help=Following.HELP_CMD)(grouped(follow_command))


def follow_command(
    question: Annotated[str | None, typer.Argument(help=Following.HELP_QUESTION)] = None,
    decisions: Annotated[bool, typer.Option("--decisions", help=Following.HELP_DECISIONS)] = False,
    person: Annotated[str | None, typer.Option("--for", help=Following.HELP_FOR)] = None,
    listed: Annotated[bool, typer.Option("--list", help=Following.HELP_LIST)] = False,
    remove: Annotated[int | None, typer.Option("--remove", help=Following.HELP_REMOVE)] = None,
    send: Annotated[bool, typer.Option("--send", help=Following.HELP_SEND)] = False,
    where: Filter = EVERYTHING,
    as_json: JsonFlag = False,
) -> None:
    """Follows a search, or shows, removes or tells what is followed."""
    adds = question is not None or decisions
    if sum((adds, listed, remove is not None, send)) != 1:
        raise UsageError("follow_what")
    settings = load_settings()
    if listed:
        _list(settings, as_json)
    elif remove is not None:
        _remove(settings, remove, as_json)
    elif send:
        _send(settings, as_json)
    else:
        _add(settings, question or "", decisions, person, where, as_json)


def tell_after_build(settings: Settings, encoder: Callable[[], Encoder]) -> None:
    """Nothing, once who follows something is told what is new, or it is said why not."""
    from kb.following import telling

    error = telling.tell_after_build(settings, encoder)
    if error is not None:
        err.print(escape(Following.NOT_TOLD.format(message=error.message, remedy=error.remedy)))


def _add(
    settings: Settings, question: str, decisions: bool, person: str | None, where: Filter, as_json: bool
) -> None:
    from kb.following.following import begin, feed_address, follow_json
    from kb.following.letters import address_of
    from kb.following.wishes import kept
    from kb.following.wording import name
    from kb.state.following import FollowKind, Wish

    owner = address_of(person).addr_spec if person else None
    kind = FollowKind.DECISIONS if decisions else FollowKind.QUESTION
    clearance = clearance_of(owner, settings.cleared)
    follow, secret = begin(settings, Wish(kind, question, kept(where)), owner, clearance, _now())
    feed = feed_address(settings, secret)

    def show() -> None:
        out.print(escape(Following.ADDED.format(number=follow.number, name=name(follow.wish))))
        out.print(escape(Following.FEED_AT.format(address=feed)))

    output(as_json, lambda: {**follow_json(follow), "feed": feed}, show)


def _list(settings: Settings, as_json: bool) -> None:
    from kb.following.following import book_of, follow_json
    from kb.following.wording import name

    follows = book_of(settings).all()

    def show() -> None:
        for each in follows:
            state = Following.MUTED if each.muted else Following.STATE_ACTIVE
            owner = each.owner or Following.NO_OWNER
            line = Following.LINE.format(
                number=each.number, name=name(each.wish), owner=owner, state=state.lower()
            )
            out.print(escape(line))
        if not follows:
            out.print(Following.NONE_FOLLOWED)

    output(as_json, lambda: {"follows": [follow_json(each) for each in follows]}, show)


def _remove(settings: Settings, number: int, as_json: bool) -> None:
    from kb.following.following import book_of, end

    if all(each.number != number for each in book_of(settings).all()):
        raise UsageError("unknown_follow", number=number)
    end(settings, number, command_line_user())
    output(as_json, lambda: {"removed": number}, lambda: out.print(Following.REMOVED.format(number=number)))


def _send(settings: Settings, as_json: bool) -> None:
    from kb.embedding import load_encoder
    from kb.following.telling import tell

    news, mails = tell(settings, lambda: load_encoder(settings))
    told = Following.SENT.format(news=news, mails=mails)
    output(as_json, lambda: {"news": news, "mails": mails}, lambda: out.print(told))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
