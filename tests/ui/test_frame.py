"""What stands around every page."""

from __future__ import annotations

import re

import pytest

from kb.strings_da.about import About, Frame
from kb.strings_da.ui import Ui
from kb.ui import frame
from kb.ui.server import PATHS
from kb.ui.site import PAGES

WAYS = (("Spørg", "/"), ("Ordliste", "/ordliste"))


def test_the_page_shown_is_marked_and_no_other() -> None:
    html = frame.masthead(WAYS, "Ordliste", "", front=False)
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', html) == ["/ordliste"]
    assert f'aria-label="{Ui.NAVIGATION}"' in html


@pytest.mark.parametrize(
    ("organisation", "front", "brand"),
    [
        ("Norddjurs Kommune", False, "Vidensbase · Norddjurs Kommune"),
        ("Norddjurs Kommune", True, "Norddjurs Kommune"),
        ("", False, "Vidensbase"),
        ("", True, None),
        ("<b>", True, "&lt;b&gt;"),
    ],
)
def test_the_organisation_stands_beside_the_name(organisation: str, front: bool, brand: str | None) -> None:
    html = frame.masthead(WAYS, "", organisation, front=front)
    assert (f'<a href="/">{brand}</a>' in html) is (brand is not None)
    assert ("kb-brand" in html) is (brand is not None)


def test_eight_pages_stand_in_a_row_where_there_is_room_and_ten_on_a_wide_screen() -> None:
    eight = ["Spørg", "Beslutninger", "Sager", "Dokumenter", "Ny i kommunen", "Ordliste", "Mangler", "Om"]
    assert frame.row_size(eight) == 0
    assert frame.row_size([*eight, "Tilføj dokumenter", "Tilbagemeldinger"]) == 1
    assert frame.row_size(eight * 2) == 2


def test_the_foot_leads_to_accessibility_and_privacy() -> None:
    html = frame.footer("0.1.0", "2026-11-22T05:20:00+00:00")
    assert f'href="/om#{About.ACCESSIBILITY_ANCHOR}"' in html
    assert f'href="/om#{About.PRIVACY_ANCHOR}"' in html
    assert "Version 0.1.0 · Indekseret 22. november 2026" in html
    assert "Indekseret" not in frame.footer("0.1.0", "")


def test_every_page_of_the_site_is_served() -> None:
    assert {f"/{page.path}" for page in PAGES} == set(PATHS)


def test_a_missing_page_is_a_whole_page_with_ways_out() -> None:
    html = frame.missing(WAYS, "<link>")
    assert html.startswith('<!DOCTYPE html><html lang="da">')
    assert f"<h1>{Frame.MISSING}</h1>" in html
    assert '<a href="/ordliste">' in html
    assert "<script" not in html
