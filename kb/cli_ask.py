"""The commands that search and answer: ``kb search`` and ``kb ask``."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from kb import show
from kb.audit import Audit, command_line_user, record_searched
from kb.datatypes import Filter
from kb.errors import UsageError
from kb.flags import IndexFlag, JsonFlag, grouped
from kb.jsonable import answer_json, search_json
from kb.output import output
from kb.settings import Settings, load_settings
from kb.strings_da import terminal
from kb.strings_da.generating import Generating

if TYPE_CHECKING:
    from kb.datatypes import Answer
    from kb.knowledge import KnowledgeBase

Result = TypeVar("Result")
EVERYTHING = Filter()


def add_to(app: typer.Typer) -> None:
    """Nothing; the commands are part of the app."""
    app.command("search", help=terminal.HELP_CMD_SEARCH)(search_command)
    app.command("ask", help=terminal.HELP_CMD_ASK)(ask_command)


@grouped
def search_command(
    query: Annotated[str, typer.Argument(help=terminal.HELP_QUERY)],
    k: Annotated[int, typer.Option("--k", min=1, max=100, help=terminal.HELP_K)] = 10,
    index: IndexFlag = None,
    where: Filter = EVERYTHING,
    as_json: JsonFlag = False,
) -> None:
    """Shows the passages that match best."""
    settings = load_settings(index=index)
    knowledge = _open(settings)
    hits, seconds = _timed(lambda: knowledge.search(query, k=k, where=where))
    record_searched(settings, command_line_user(), knowledge.manifest.generation, len(query), len(hits))
    dead = knowledge.dead_legs()
    output(as_json, lambda: search_json(query, hits, dead, seconds), lambda: show.hits(hits, dead))


@grouped
def ask_command(
    question: Annotated[str, typer.Argument(help=terminal.HELP_QUESTION)],
    index: IndexFlag = None,
    where: Filter = EVERYTHING,
    ai: Annotated[bool | None, typer.Option("--ai/--no-ai", help=Generating.HELP)] = None,
    as_json: JsonFlag = False,
) -> None:
    """Answers a question in verbatim quotes with their sources, or by AI from them where that is wanted."""
    settings = load_settings(index=index)
    knowledge = _open(settings)
    wanted = knowledge.writes and settings.generator_automatic if ai is None else ai
    if wanted and not knowledge.writes:
        raise UsageError("generator_off")
    answer, seconds = _timed(lambda: _answered(knowledge, question, where, wanted))
    audit, user, generation = Audit(settings), command_line_user(), knowledge.manifest.generation
    audit.asked(answer, user=user, generation=generation)
    audit.wrote(answer, user=user, generation=generation)
    dead = knowledge.dead_legs()
    output(as_json, lambda: answer_json(answer, dead, seconds), lambda: show.answer(answer, dead))


def _answered(knowledge: KnowledgeBase, question: str, where: Filter, ai: bool) -> Answer:
    """The answer in quotes, or what a language model writes from them."""
    quoted = knowledge.ask(question, where=where)
    return knowledge.write(quoted, where) if ai else quoted


def _open(settings: Settings) -> KnowledgeBase:
    """The knowledge base, with the model that searching needs."""
    from kb.knowledge import open_knowledge

    return open_knowledge(settings=settings)


def _timed(action: Callable[[], Result]) -> tuple[Result, float]:
    """What ``action`` returns and how many seconds it took."""
    began = time.perf_counter()
    return action(), time.perf_counter() - began
