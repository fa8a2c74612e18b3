"""Command-line flags that several commands share, each group of them said once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_type_hints

import typer

from kb.errors import UsageError
from kb.filters import make_filter
from kb.strings_da import terminal

Texts = list[str] | None
Flags = Mapping[str, object]

JsonFlag = Annotated[bool, typer.Option("--json", help=terminal.HELP_JSON)]
IndexFlag = Annotated[Path | None, typer.Option("--index", help=terminal.HELP_INDEX)]
FILTER_FLAGS: Flags = {
    "committee": Annotated[Texts, typer.Option("--committee", help=terminal.HELP_COMMITTEE)],
    "date_from": Annotated[str | None, typer.Option("--from", help=terminal.HELP_FROM)],
    "date_to": Annotated[str | None, typer.Option("--to", help=terminal.HELP_TO)],
    "section": Annotated[Texts, typer.Option("--section", help=terminal.HELP_SECTION)],
    "status": Annotated[Texts, typer.Option("--status", help=terminal.HELP_STATUS)],
    "outcome": Annotated[Texts, typer.Option("--outcome", help=terminal.HELP_OUTCOME)],
    "collection": Annotated[Texts, typer.Option("--collection", help=terminal.HELP_COLLECTION)],
    "document": Annotated[Texts, typer.Option("--document", help=terminal.HELP_DOCUMENT)],
    "case": Annotated[Texts, typer.Option("--case", help=terminal.HELP_CASE)],
}
"""The filter, by the names that make_filter gives its parts."""
FORM_FLAGS: Flags = {
    "as_json": JsonFlag,
    "as_csv": Annotated[bool, typer.Option("--csv", help=terminal.HELP_CSV)],
    "bom": Annotated[bool, typer.Option("--bom", help=terminal.HELP_BOM)],
    "output": Annotated[Path | None, typer.Option("--output", help=terminal.HELP_OUTPUT)],
}
"""How a register is written, by the names that make_form gives its parts."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a register is written: for people unless as JSON or CSV; ``output`` None is the terminal."""

    as_json: bool = False
    as_csv: bool = False
    bom: bool = False
    output: Path | None = None


def make_form(
    *, as_json: bool = False, as_csv: bool = False, bom: bool = False, output: Path | None = None
) -> Form:
    """The form that the flags ask for. Raises UsageError where they do not go together."""
    if as_json and as_csv:
        raise UsageError("json_and_csv")
    if (bom or output) and not as_csv:
        raise UsageError("csv_only", flag="--bom" if bom else "--output")
    return Form(as_json, as_csv, bom, output)


class _Group(NamedTuple):
    """Flags that reach a command as one argument, and what makes it of those that were given."""

    flags: Flags
    make: Callable[..., object]


_GROUPS = {"where": _Group(FILTER_FLAGS, make_filter), "form": _Group(FORM_FLAGS, make_form)}


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the filter flags for its argument ``where`` and the form flags for ``form``."""
    own = signature(command).parameters
    groups = {name: group for name, group in _GROUPS.items() if name in own}

    def run(**given: Any) -> None:  # noqa: ANN401 - whatever the flags say
        made = {}
        for name, group in groups.items():
            chosen = {flag: given.pop(flag) for flag in group.flags}
            made[name] = group.make(**{flag: value for flag, value in chosen.items() if value})
        command(**given, **made)

    hints = get_type_hints(command, include_extras=True)
    shared = {flag: kind for group in groups.values() for flag, kind in group.flags.items()}
    flags = [
        each.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[name])
        for name, each in own.items()
        if name not in groups
    ]
    flags += [
        Parameter(name, Parameter.KEYWORD_ONLY, default=_default(kind), annotation=kind)
        for name, kind in shared.items()
    ]
    run.__doc__ = command.__doc__
    run.__signature__ = Signature(flags)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in flags}
    return run


def _default(kind: object) -> object:
    """What a flag is when it is not given."""
    return False if getattr(kind, "__origin__", None) is bool else None
