"""Pictures of every page for the README: light, dark and at the width of a phone.

    python -m tests.screenshots [FOLDER]

Default folder: docs/screenshots. The web app is a »kb serve« of its own over the sample collection, as it is
set up from the start. A second one has what can be switched on, and one search is followed there; its AI
answers are written by the scripted server of the tests, which stands for a model.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from kb.embedding import load_encoder
from kb.following.following import begin
from kb.following.looking import look
from kb.ingest import build
from kb.roles import Role
from kb.settings import Settings
from kb.state.following import FollowKind, Wish
from kb.strings_da.about import About
from kb.strings_da.adding import Adding
from kb.strings_da.asking import Asking
from kb.strings_da.documents import Doc
from kb.strings_da.editing import Editing
from kb.strings_da.following import Following
from kb.strings_da.generating import Generating
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.ui import Ui
from tests.benchmarks.asking import ROOT
from tests.benchmarks.web import CHROMIUM, FLAGS, served
from tests.generation import server as servers
from tests.generation.fluent import Fluent

COLOURS = 96
"""Enough for pages of text, and a third of the bytes."""

VALUES = "Hvad er de fire værdier i Vores Norddjurs?"
DECIDED = "Hvad besluttede Økonomiudvalget om TRIO-stormødet?"
NOT_THERE = "Hvad er hovedstaden i Frankrig?"
MINUTES = "norddjurs/oek-2022-12-06-trio-stormoede.pdf"
CASE = "norddjurs~2Fhu-2022-11-11-trio-stormoede.pdf"
STRATEGY = "fjordby~2Fsag-aeldrestrategi-hoering-2024.pdf"


class Look(NamedTuple):
    """How a picture is taken: the end of its name, the theme, and the size of the window."""

    name: str
    theme: str
    width: int
    height: int


LOOKS = (Look("light", "light", 1280, 860), Look("dark", "dark", 1280, 860), Look("phone", "light", 390, 844))
PAGES = {
    "spoerg": "/",
    "svar": f"/?{Ui.PARAM_QUESTION}={quote(VALUES)}",
    "intet-svar": f"/?{Ui.PARAM_QUESTION}={quote(NOT_THERE)}",
    "beslutninger": f"/{Ui.PATH_DECISIONS}",
    "sag": f"/{Ui.PATH_CASES}?{Ui.PARAM_CASE}={quote(CASE)}",
    "versioner": f"/{Ui.PATH_CASES}?{Ui.PARAM_CASE}={quote(STRATEGY)}&{Asking.PARAM_BEFORE}=x",
    "dokumenter": f"/{Doc.PATH}",
    "dokument": f"/{Ui.PATH_DOCUMENT}?{Ui.PARAM_DOCUMENT}={quote(MINUTES)}&{Doc.PARAM_FIND}=orienteringen",
    "ny": f"/{Newcomers.PATH}",
    "laesevej": f"/{Newcomers.PATH}?{Newcomers.PARAM_TOPIC}=vaerdier&{Newcomers.PARAM_STEP}=2",
    "ordliste": f"/{Ui.PATH_TERMS}",
    "mangler": f"/{Ui.PATH_GAPS}",
    "om": f"/{About.PATH}",
    "tilfoej": f"/{Adding.PATH}",
    "ret": f"/{Editing.PATH_CORRECTIONS}?{Ui.PARAM_DOCUMENT}={quote(MINUTES)}",
    "tilbagemeldinger": f"/{Editing.PATH_FEEDBACK}",
}
SWITCHED_ON = {
    "svar-ai": f"/?{Ui.PARAM_QUESTION}={quote(DECIDED)}&{Generating.PARAM}={Generating.YES}",
    "mine-soegninger": f"/{Following.PATH}",
}


def main() -> None:
    """Takes every picture and writes it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        with served(everyone=Role.ADMIN) as server:
            for way in LOOKS:
                take(browser, server.address, PAGES, way, folder)
        with switched_on() as address:
            for way in LOOKS:
                take(browser, address, SWITCHED_ON, way, folder)
        browser.close()


@contextmanager
def switched_on() -> Iterator[str]:
    """The address of a web app with all that can be switched on, and with news of a followed search."""
    with tempfile.TemporaryDirectory() as scratch, servers.serving() as model:
        model.reply = Fluent().reply
        data = Path(shutil.copytree(ROOT / "data", Path(scratch) / "data"))
        later = (data / MINUTES).rename(Path(scratch) / "later.pdf")
        switched = {"follow_open": True, "generator_url": model.url, "generator_model": "m"}
        with served(data=data, everyone=Role.ADMIN, **switched) as server:
            now = dt.datetime.now(dt.UTC)
            begin(server.settings, Wish(FollowKind.QUESTION, DECIDED), None, None, now)
            later.rename(data / MINUTES)
            indexed(server.settings, now)
            yield server.address


def indexed(settings: Settings, now: dt.datetime) -> None:
    """Nothing, once the collection is indexed and what is followed has its news."""
    encoder = load_encoder(settings)
    build([settings.data], settings, encoder)
    look(settings, lambda: encoder, now)


def take(browser: Browser, address: str, pages: Mapping[str, str], way: Look, folder: Path) -> None:
    """Writes the pictures of the pages in one way of looking at them."""
    context = browser.new_context(
        locale="da-DK",
        color_scheme="dark" if way.theme == "dark" else "light",
        viewport={"width": way.width, "height": way.height},
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name, path in pages.items():
        page.goto(address + path)
        page.locator(".kb-foot").wait_for()
        page.wait_for_load_state("networkidle")
        page.locator(".kb-ai-waiting").wait_for(state="detached")
        picture = (
            Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        )
        picture.save(folder / f"{name}-{way.name}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    main()
