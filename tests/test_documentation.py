"""The documentation: what the program tells in it is current, the site is whole, and its commands work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kb.embedding import Encoder
from kb.ingest import build
from kb.sample import lay_out
from kb.settings import Settings
from tests import documentation, shell_blocks
from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = ("README.md", *(f"docs/{path.name}" for path in sorted(DOCS.glob("*.md"))))
FROM_NOTHING = "docs/kom-i-gang.md"
MAY_STAY_UNTRIED = ("sudo", "docker", "pip", "python3 -m venv", ". ", "make", "dask", "export", "kb index ")
"""How lines begin that no test can run here: they change the machine, fetch, or need other machines."""


def text(page: str) -> str:
    """The text of a page."""
    return (REPOSITORY / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", documentation.BLOCKS)
def test_what_the_program_tells_is_current(name: str) -> None:
    page, table = documentation.BLOCKS[name]
    before = text(f"docs/{page}")
    assert documentation.written(before, name, table()) == before, "run »make docs«"


def test_every_setting_is_told_with_its_default() -> None:
    table = documentation.settings_table()
    assert "| `data` | `data` | Mappe med sagsdokumenter |" in table
    assert "| `pg_dsn` | tom |" in table
    assert "| `audit` | `true` |" in table
    assert "| `everyone` | `læser` |" in table
    assert len(table.splitlines()) == len(Settings.model_fields) + 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly: a dead link, or a page that the menu lacks, fails."""
    folder = tmp_path_factory.mktemp("site")
    # Not --quiet: what is not said is not counted either.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    config = ["--config-file", str(DOCS / "site" / "mkdocs.yml"), "--site-dir", str(folder)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([*command, *config], env=quiet, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_site_has_every_page_and_nothing_from_elsewhere(site: Path) -> None:
    for page in DOCS.glob("*.md"):
        html = (site / page.with_suffix(".html").name).read_text(encoding="utf-8")
        assert '<html lang="da"' in html
        loaded = re.findall(r'<(?:script|img|iframe|source)\b[^>]*\bsrc="?([^"\s>]+)', html)
        loaded += re.findall(r'<link\b[^>]*\brel="?(?:stylesheet|icon|preload)[^>]*\bhref="?([^"\s>]+)', html)
        assert loaded
        assert not [each for each in loaded if re.match(r"(?:https?:)?//", each)]
        assert "](../" not in html
        assert 'href="../' not in html
    styles = "".join(each.read_text(encoding="utf-8") for each in site.rglob("*.css"))
    assert "fonts.googleapis" not in styles


def test_every_picture_has_words_for_who_cannot_see_it() -> None:
    for page in PAGES:
        pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text(page))
        assert all(len(words) > 10 for words, _ in pictures), page


@pytest.mark.parametrize("page", PAGES)
def test_commands_work_as_they_are_written(
    page: str, sample: Settings, encoder: Encoder, tmp_path: Path
) -> None:
    """One after the other, in one folder, as a reader does them."""
    folder = tmp_path / "her"
    folder.mkdir()
    tried = [each for each in shell_blocks.blocks(text(page)) if each.language in shell_blocks.RUNS]
    if not [each for each in tried if not each.reason]:
        assert shell_blocks.run(text(page), folder) == 0
        return
    like_the_index: dict[str, str] = {}
    if page != FROM_NOTHING:
        # Or the first command that builds would embed all of it anew.
        like_the_index = {"KB_RUNTIME": sample.runtime, "KB_PRECISION": sample.precision}
        lay_out(folder / "data")
        shutil.copytree(sample.index, folder / "index")
        here = sample.model_copy(update={"data": folder / "data", "index": folder / "index"})
        build([here.data], here, encoder)
        (here.data / "notat.md").write_text("# Notat\n\nEt dokument af ens egne.\n", encoding="utf-8")
        build([here.data], here, encoder)  # so that there is a generation of this folder to go back to
    ran = shell_blocks.run(text(page), folder, like_the_index)
    assert ran == len([each for each in tried if not each.reason])


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_tried_says_why_and_could_not_be(page: str) -> None:
    for block in shell_blocks.blocks(text(page)):
        if block.reason:
            assert len(block.reason) > 10
            lines = [line for line in block.code.splitlines() if line and not line.startswith((" ", "#"))]
            assert all(line.startswith(MAY_STAY_UNTRIED) for line in lines), lines


@pytest.mark.parametrize("page", PAGES)
def test_no_command_hides_in_an_indented_block(page: str) -> None:
    outside = re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL)
    assert not re.findall(r"^ {4}(?:kb|pip|make|python|curl|export|sudo)\b.*$", outside, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_settings_in_an_example_are_settings(page: str, tmp_path: Path) -> None:
    for block in shell_blocks.blocks(text(page)):
        if block.language == "toml":
            Settings(**tomllib.loads(block.code))


def test_a_command_that_fails_is_found_and_cd_lasts(tmp_path: Path) -> None:
    good = "```sh\nmkdir ind\ncd ind\n```\n\n```sh\necho ja > her\n```\n"
    assert shell_blocks.run(good, tmp_path) == 2
    assert (tmp_path / "ind" / "her").read_text(encoding="utf-8") == "ja\n"
    with pytest.raises(AssertionError, match="findes-ikke"):
        shell_blocks.run("```sh\ncat findes-ikke | cat\n```\n", tmp_path)
    with pytest.raises(ValueError, match="proeves"):
        shell_blocks.blocks("<!-- proeves ikke: fordi -->\n```sh\nls\n```\n")
    with pytest.raises(AssertionError):
        shell_blocks.run("<!-- server: http://127.0.0.1:8501/ -->\n```sh\nfalse\n```\n", tmp_path)
