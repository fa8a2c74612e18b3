"""Circles on a sheet: none over another, all of it on the sheet, always the same."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.knowledge import KnowledgeBase
from kb.ui import themes
from kb.ui.spread import GAP, Box, Sheet, spread

boxes = st.builds(
    Box,
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    width=st.floats(2, 17),
    height=st.floats(3, 6),
)


def faults(given_boxes: list[Box], sheet: Sheet, width: float) -> list[str]:
    """What is wrong on a sheet."""
    found = []
    for box, (x, y) in zip(given_boxes, sheet.places, strict=True):
        if x - box.width / 2 < -1e-6 or x + box.width / 2 > width + 1e-6:
            found.append("beside the sheet")
        if y - box.height / 2 < -1e-6 or y + box.height / 2 > sheet.height + 1e-6:
            found.append("above or below the sheet")
    for (one, a), (two, b) in combinations(zip(given_boxes, sheet.places, strict=True), 2):
        across = abs(a[0] - b[0]) - (one.width + two.width) / 2
        down = abs(a[1] - b[1]) - (one.height + two.height) / 2
        if max(across, down) < GAP - 1e-3:
            found.append("over another")
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(boxes, max_size=24), st.sampled_from([17.5, 40.0]))
def test_nothing_lies_over_another(given_boxes: list[Box], width: float) -> None:
    sheet = spread(given_boxes, width, 24.0)
    assert faults(given_boxes, sheet, width) == []
    assert sheet.height >= 24.0
    assert spread(given_boxes, width, 24.0) == sheet


def test_what_has_room_stays_where_it_belongs() -> None:
    sheet = spread([Box(0.25, 0.5, 4, 4), Box(0.75, 0.5, 4, 4)], 40, 24)
    assert sheet == Sheet(24, ((10.0, 12.0), (30.0, 12.0)))


def test_things_in_one_place_come_apart() -> None:
    same = [Box(0.5, 0.5, 4, 4)] * 24
    assert faults(same, spread(same, 17.5, 24), 17.5) == []


def test_the_map_of_the_sample_keeps_its_circles_apart(knowledge: KnowledgeBase) -> None:
    html = themes.theme_map(knowledge.themes())
    assert html.count("kb-disc-name") == len(knowledge.themes().themes)
    assert "<svg" not in html
    assert "<canvas" not in html
