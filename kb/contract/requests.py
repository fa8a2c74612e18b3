"""What programs may ask: filters, questions, searches and pages of lists. An unknown name is refused.

In JSON the types are strict; in an address and from a language model "10" is taken for 10.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from kb import strings_da as da
from kb.datatypes import Filter, OutcomeClass, SectionKind, Status
from kb.filters import make_filter
from kb.strings_da import terminal
from kb.strings_da.api import Api
from kb.strings_da.generating import Generating

MAX_QUESTION = 10_000
"""No question is longer, whatever the setting ``max_question`` says."""

MAX_VALUES = 20
MAX_ROWS = 500
MAX_CHARACTERS = 50_000
LARGEST = 2**31 - 1

_SECTIONS = [*SectionKind, *da.SECTION_LABELS.values()]
_OUTCOMES = [*OutcomeClass, *da.OUTCOME_LABELS.values(), *da.OUTCOME_WORDS]


def _whole(value: object) -> object:
    """The number without its ".0": to JSON Schema 10.0 is a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
Asked = Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUESTION)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Names = Annotated[list[Name], Field(max_length=MAX_VALUES)]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|[0-9]{2}[-.][0-9]{2}[-.][0-9]{4})$"),
]


def _one_of(values: Iterable[str]) -> JsonDict:
    """What the schema says of a value that is one of these; where filters are made it is checked."""
    return {"enum": list(dict.fromkeys(map(str, values)))}


Section = Annotated[Name, Field(json_schema_extra=_one_of(_SECTIONS))]
StatusName = Annotated[Name, Field(json_schema_extra=_one_of(Status))]
Outcome = Annotated[Name, Field(json_schema_extra=_one_of(_OUTCOMES))]


class Filters(BaseModel):
    """What restricts a question or a list: several values of one name mean any of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    committee: Names = Field([], description=terminal.HELP_COMMITTEE, examples=[[Api.EXAMPLE_COMMITTEE]])
    # Left out is "": null is no day, and an address cannot say it.
    date_from: Day = Field(
        default_factory=str, alias="from", description=terminal.HELP_FROM, examples=["2024-01-01"]
    )
    date_to: Day = Field(
        default_factory=str, alias="to", description=terminal.HELP_TO, examples=["2025-12-31"]
    )
    section: Annotated[list[Section], Field(max_length=MAX_VALUES)] = Field(
        [], description=terminal.HELP_SECTION
    )
    status: Annotated[list[StatusName], Field(max_length=MAX_VALUES)] = Field(
        [], description=terminal.HELP_STATUS
    )
    outcome: Annotated[list[Outcome], Field(max_length=MAX_VALUES)] = Field(
        [], description=terminal.HELP_OUTCOME
    )
    collection: Names = Field([], description=terminal.HELP_COLLECTION)
    document: Names = Field([], description=terminal.HELP_DOCUMENT)
    case: Names = Field([], description=terminal.HELP_CASE)

    def where(self) -> Filter:
        """The filter that this asks for. Raises UsageError for a value or a date that is none."""
        return make_filter(
            committee=self.committee,
            date_from=self.date_from,
            date_to=self.date_to,
            section=self.section,
            status=self.status,
            outcome=self.outcome,
            collection=self.collection,
            document=self.document,
            case=self.case,
        )


class PageOf(Filters):
    """A page of a list that filters restrict."""

    limit: Whole = Field(100, ge=1, le=MAX_ROWS, description=Api.PAGE_SIZE)
    offset: Whole = Field(0, ge=0, le=LARGEST, description=Api.OFFSET)


class Search(Filters):
    """A search."""

    query: Asked = Field(description=terminal.HELP_QUERY, examples=[Api.EXAMPLE_QUERY])
    k: Whole = Field(10, ge=1, le=100, description=terminal.HELP_K)


class Ask(Filters):
    """A question."""

    question: Asked = Field(description=terminal.HELP_QUESTION, examples=[Api.EXAMPLE_QUESTION])
    without: Names = Field([], description=Api.WITHOUT)


class AskAi(Ask):
    """A question that a language model may answer from the quotes."""

    ai: bool = Field(False, description=Generating.API_AI)


class SearchBody(Search):
    """A search, as JSON."""

    model_config = ConfigDict(strict=True)


class AskBody(AskAi):
    """A question, as JSON."""

    model_config = ConfigDict(strict=True)


class PartOf(BaseModel):
    """A part of one document's text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: Name = Field(description=Api.DOCUMENT_ID)
    start: Whole = Field(0, ge=0, le=LARGEST, description=Api.START)
    length: Whole = Field(20_000, ge=1, le=MAX_CHARACTERS, description=Api.LENGTH)


class CaseNamed(BaseModel):
    """One case by its id or number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: Name = Field(description=Api.CASE_NAME)


SINGLE = frozenset(
    field.alias or name
    for model in (Search, AskAi, PageOf)
    for name, field in model.model_fields.items()
    if get_origin(field.annotation) is not list
)
"""The names that have one value in an address."""
