"""The tools: what each is called, takes and gives back. All of them only read."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mcp_types import CallToolResult, TextContent, Tool, ToolAnnotations
from pydantic import BaseModel, TypeAdapter, ValidationError

from kb.api.caller import caller, settings_for_caller
from kb.audit import Audit, record_opened, record_searched
from kb.contract import replies
from kb.contract.faults import bad_request
from kb.contract.requests import Ask, CaseNamed, PageOf, PartOf, Search
from kb.datatypes import Case, Document, Filter
from kb.errors import KBError
from kb.filters import for_decisions
from kb.jsonable import (
    Json,
    answer_json,
    case_json,
    decision_json,
    document_text_json,
    error_json,
    search_json,
)
from kb.knowledge import KnowledgeBase
from kb.library import Library
from kb.register import Register
from kb.settings import Settings
from kb.strings_da.api import Mcp

Arguments = TypeVar("Arguments", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Desk:
    """The knowledge base that the tools ask."""

    settings: Settings
    library: Library
    user: str | None = None

    def knowledge(self) -> KnowledgeBase:
        """The knowledge base that the caller may ask. Raises KBError."""
        return self.library.get(settings_for_caller(self.settings))

    def register(self) -> Register:
        """What the caller may read without the model. Raises KBError."""
        return self.library.register(settings_for_caller(self.settings))

    def opened(self, document: str, register: Register) -> Document:
        """The document, once the log has that it was read. Raises KBError."""
        found = register.document(document)
        generation = register.manifest.generation
        record_opened(self.settings, self.who(), document, generation)
        return found

    def who(self) -> str | None:
        """By what name the caller stands in the log: that of ``user`` where the server is theirs alone."""
        return caller().name or self.user


@dataclass(frozen=True, slots=True)
class Action(Generic[Arguments]):
    """One tool: ``run`` makes its result, and ``lead`` what a model is told before it reads that."""

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    reply: Any
    run: Callable[[Desk, Arguments], Json]
    lead: Callable[[Json], str] = lambda _result: Mcp.QUOTED

    def tool(self) -> Tool:
        """How the tool is described to a client."""
        return Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.arguments.model_json_schema(),
            output_schema=TypeAdapter(self.reply).json_schema(mode="serialization"),
            annotations=ToolAnnotations(
                title=self.title,
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=False,
            ),
        )

    def call(self, desk: Desk, given: Mapping[str, object]) -> CallToolResult:
        """What the tool gives back; a problem is told to the model, which can mend its call."""
        try:
            result = self.run(desk, self.arguments.model_validate(given))
        except ValidationError as error:
            return _refused(bad_request(error.errors(include_input=False)))
        except KBError as error:
            return _refused(error)
        return CallToolResult(content=[_text(self.lead(result), result)], structured_content=dict(result))


def _search(desk: Desk, asked: Search) -> Json:
    began = time.perf_counter()
    knowledge = desk.knowledge()
    hits = knowledge.search(asked.query, asked.k, asked.where())
    generation = knowledge.manifest.generation
    record_searched(desk.settings, desk.who(), generation, len(asked.query), len(hits))
    return search_json(asked.query, hits, knowledge.dead_legs(), time.perf_counter() - began)


def _ask(desk: Desk, asked: Ask) -> Json:
    began = time.perf_counter()
    knowledge = desk.knowledge()
    answer = knowledge.ask(asked.question, asked.where(), asked.without)
    Audit(desk.settings).asked(answer, user=desk.who(), generation=knowledge.manifest.generation)
    return answer_json(answer, knowledge.dead_legs(), time.perf_counter() - began)


def _document(desk: Desk, part: PartOf) -> Json:
    """The part of the text that was asked for, with the pages, sections and items that reach into it."""
    whole = document_text_json(desk.opened(part.document, desk.register()))
    text = str(whole["text"])
    start, end = min(part.start, len(text)), min(part.start + part.length, len(text))
    inside = {
        name: [each for each in _rows(whole[name]) if each["start"] < end and each["end"] > start]
        for name in ("pages", "sections", "items")
    }
    return {**whole, **inside, "text": text[start:end], "start": start, "end": end, "total": len(text)}


def _rows(value: object) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []


def _decisions(desk: Desk, page: PageOf) -> Json:
    rows = desk.register().decisions(for_decisions(page.where()))
    shown = rows[page.offset : page.offset + page.limit]
    return {
        "decisions": [decision_json(row) for row in shown],
        "total": len(rows),
        "limit": page.limit,
        "offset": page.offset,
    }


def _case(desk: Desk, asked: CaseNamed) -> Json:
    """The case with this id, or else the newest one with this number."""
    register = desk.register()
    numbered = register.cases(Filter(cases=(asked.case,)))
    return case_json(register.case(numbered[0].id if numbered else asked.case))


def _answered(result: Json) -> str:
    """Whether there is an answer, before anything of it."""
    return f"{Mcp.ABSTAINED if result['abstained'] else Mcp.ANSWERED} {Mcp.QUOTED}"


def _refused(error: KBError) -> CallToolResult:
    told = Mcp.ERROR.format(message=error.message, remedy=error.remedy)
    return CallToolResult(content=[_text(told, error_json(error))], is_error=True)


def _text(lead: str, result: Json) -> TextContent:
    """The result for a model that reads text: as JSON, so that no quote can end before its quote ends."""
    return TextContent(type="text", text=f"{lead}\n{json.dumps(result, ensure_ascii=False)}")


ACTIONS: tuple[Action[Any], ...] = (
    Action("search", Mcp.SEARCH_TITLE, Mcp.SEARCH, Search, replies.Found, _search),
    Action("ask", Mcp.ASK_TITLE, Mcp.ASK, Ask, replies.Answer, _ask, _answered),
    Action("get_document", Mcp.DOCUMENT_TITLE, Mcp.DOCUMENT, PartOf, replies.DocumentPart, _document),
    Action("list_decisions", Mcp.DECISIONS_TITLE, Mcp.DECISIONS, PageOf, replies.DecisionRows, _decisions),
    Action("get_case", Mcp.CASE_TITLE, Mcp.CASE, CaseNamed, Case, _case),
)
