"""What README and CONTRIBUTING tell people to type and to open exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer.main

from kb.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
)


def page(name: str) -> str:
    """The text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def typed(text: str) -> list[str]:
    """The lines of code blocks (fenced and indented) and the pieces of code inside sentences."""
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^ {4}(\S.*)$", outside, re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", outside)
    return (
        [line.strip().removeprefix("$ ") for block in fenced for line in block.splitlines()]
        + indented
        + inline
    )


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z][a-z-]*):", page("Makefile"), re.MULTILINE))


def commands() -> set[str]:
    """The commands of ``kb``."""
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def used(name: str, text: str) -> list[str]:
    """The first words after a program's name, in every piece of code that calls it."""
    pattern = (
        rf"(?:^|&&\s*|;\s*|\|\s*)(?:[A-Z_]+=\S+\s+)*(?:\.venv/bin/)?{name}\s+(?:[A-Z]+=\S+\s+)*([a-z][a-z-]*)"
    )
    return [word for line in typed(text) for word in re.findall(pattern, line)]


@pytest.mark.parametrize("name", PAGES)
def test_pages_name_make_targets_that_exist(name: str) -> None:
    assert set(used("make", page(name))) <= targets()


@pytest.mark.parametrize("name", PAGES)
def test_pages_name_commands_that_exist(name: str) -> None:
    assert set(used("kb", page(name))) <= commands()


@pytest.mark.parametrize("name", PAGES)
def test_links_to_files_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page(name)) + re.findall(r'(?:src|href)="([^"]+)"', page(name))
    inside = [link for link in links if not re.match(r"[a-z]+:|#", link)]
    dead = [link for link in inside if not ((ROOT / name).parent / link.partition("#")[0]).exists()]
    assert not dead


def test_readme_tells_how_to_begin() -> None:
    assert {"run", "test"} <= set(used("make", page("README.md")))
    assert "http://127.0.0.1:8501" in page("README.md")


def test_makefile_help_names_every_target_and_no_other() -> None:
    shown = set(re.findall(r'"make ([a-z-]+) ', page("Makefile")))
    assert shown == targets() - {"help", "install-dev"}


def test_changelog_has_what_is_coming_or_this_version() -> None:
    version = tomllib.loads(page("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[(Unreleased|{re.escape(version)})\]", page("CHANGELOG.md"), re.MULTILINE)


def test_the_readers_of_pages_find_what_is_typed() -> None:
    text = (
        'Kør `make run`.\n\n```sh\n$ make PYTHON=python3.12 test && kb ask "Hvad?"\n.venv/bin/kb index\n```\n'
    )
    assert used("make", text) == ["test", "run"]
    assert used("kb", text) == ["ask", "index"]
