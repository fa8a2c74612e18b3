"""What the program itself tells in the documentation: ``python -m tests.documentation`` writes it."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path

from pydantic import SecretStr
from starlette.testclient import TestClient

from kb.api.app import OPENAPI, make_app
from kb.library import Library
from kb.settings import Settings
from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"
EMPTY = "tom"


def settings_table() -> str:
    """Every setting with its default and what it means, in the order of kb/settings.py."""
    rows = ["| Indstilling | Ellers | Betyder |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        rows.append(f"| `{name}` | {shown(field.default)} | {field.description} |")
    return "\n".join(rows)


def shown(value: object) -> str:
    """A default as it is written in kb.toml."""
    if value in (None, "", ()) or isinstance(value, SecretStr):
        return EMPTY
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Enum):
        return f"`{value.value}`"
    return f"`{value}`"


def routes_table() -> str:
    """Every call of the API with what it does, as the API's own description has it."""
    with tempfile.TemporaryDirectory() as folder:
        places = {name: Path(folder) / name for name in ("data", "index", "state")}
        app = make_app(Settings(**places), "127.0.0.1", Library())
        schema = TestClient(app, client=("127.0.0.1", 50000)).get(OPENAPI).json()
    rows = ["| Kald | Gør |", "|---|---|"]
    for path, ways in schema["paths"].items():
        for summary in sorted({way["summary"] for way in ways.values()}):
            methods = " ".join(verb.upper() for verb, way in ways.items() if way["summary"] == summary)
            rows.append(f"| `{methods} {path}` | {summary} |")
    return "\n".join(rows)


BLOCKS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "settings": ("administration.md", settings_table),
    "routes": ("api.md", routes_table),
}
"""What is written, by the name of its place, each with its page."""


def written(text: str, name: str, table: str) -> str:
    """The page's ``text`` with ``table`` at its place. Raises ValueError where the page has no such place."""
    pattern = rf"(<!-- {name}: [^\n]* -->\n).*?(<!-- /{name} -->)"
    new, count = re.subn(pattern, lambda found: f"{found[1]}\n{table}\n\n{found[2]}", text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(name)
    return new


def main() -> int:
    """The exit status: 0, once every part is written."""
    for name, (page, table) in BLOCKS.items():
        path = DOCS / page
        path.write_text(written(path.read_text(encoding="utf-8"), name, table()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
