"""Pictures of every page for the README: light, dark and at the width of a phone.

    python -m tests.screenshots [FOLDER]

Default folder: docs/screenshots. The web app is a »kb serve« of its own over the sample collection.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from kb.roles import Role
from kb.strings_da.about import About
from kb.strings_da.adding import Adding
from kb.strings_da.asking import Asking
from kb.strings_da.documents import Doc
from kb.strings_da.editing import Editing
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.ui import Ui
from tests.benchmarks.asking import ROOT
from tests.benchmarks.web import CHROMIUM, FLAGS, served

COLOURS = 96
"""Enough for pages of text, and a third of the bytes."""

VALUES = "Hvad er de fire værdier i Vores Norddjurs?"
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
    "tilbagemeldinger": f"/{Editing.PATH_FEEDBACK}",
}


def main() -> None:
    """Takes every picture and writes it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with served(everyone=Role.ADMIN) as server, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for look in LOOKS:
            take(browser, server.address, look, folder)
        browser.close()


def take(browser: Browser, address: str, look: Look, folder: Path) -> None:
    """Writes the pictures of every page in one look."""
    context = browser.new_context(
        locale="da-DK",
        color_scheme="dark" if look.theme == "dark" else "light",
        viewport={"width": look.width, "height": look.height},
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(address + path)
        page.locator(".kb-foot").wait_for()
        page.wait_for_load_state("networkidle")
        picture = (
            Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        )
        picture.save(folder / f"{name}-{look.name}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    main()
