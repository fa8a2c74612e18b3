"""Things of different size on a sheet, near to where they belong and none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.5
ROUNDS = 200
GROWTH = 1.08
"""How much higher the sheet gets each time that things find no room."""


@dataclass(frozen=True, slots=True)
class Box:
    """A thing of ``width`` and ``height``, its middle wished for at ``x``, ``y`` in [0, 1] of the sheet."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """How high the sheet became, and the middle of each thing on it, in the order given."""

    height: float
    places: tuple[tuple[float, float], ...]


def spread(boxes: Sequence[Box], width: float, height: float) -> Sheet:
    """The boxes on a sheet of ``width`` and at least ``height``: GAP apart, wholly on it.

    The same boxes always lie the same. A box wider than the sheet lies in its middle.
    """
    while True:
        places = [_inside(box, box.x * width, box.y * height, width, height) for box in boxes]
        if _part(boxes, places, width, height):
            return Sheet(height, tuple(places))
        height *= GROWTH


def _part(boxes: Sequence[Box], places: list[tuple[float, float]], width: float, height: float) -> bool:
    """Whether the boxes came apart; each two that overlap are moved the shorter way, half each."""
    for _ in range(ROUNDS):
        overlapping = False
        for one in range(len(boxes)):
            for two in range(one):
                overlapping |= _push(boxes, places, (one, two), width, height)
        if not overlapping:
            return True
    return False


def _push(
    boxes: Sequence[Box],
    places: list[tuple[float, float]],
    pair: tuple[int, int],
    width: float,
    height: float,
) -> bool:
    """Whether two boxes overlap; they are moved apart where they do."""
    one, two = pair
    (left, top), (right, bottom) = places[one], places[two]
    across = (boxes[one].width + boxes[two].width) / 2 + GAP - abs(left - right)
    down = (boxes[one].height + boxes[two].height) / 2 + GAP - abs(top - bottom)
    if across <= 1e-6 or down <= 1e-6:
        return False
    # On a narrow sheet there is no room to the side: then only down helps.
    sideways = across < down and boxes[one].width + boxes[two].width + GAP <= width
    move = (across if sideways else down) / 2 + 1e-3
    sign = 1.0 if (left >= right if sideways else top >= bottom) else -1.0
    step = (move * sign, 0.0) if sideways else (0.0, move * sign)
    places[one] = _inside(boxes[one], left + step[0], top + step[1], width, height)
    places[two] = _inside(boxes[two], right - step[0], bottom - step[1], width, height)
    return True


def _inside(box: Box, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """The middle of the box moved so that it lies on the sheet."""
    return _between(x, box.width, width), _between(y, box.height, height)


def _between(middle: float, size: float, room: float) -> float:
    return room / 2 if size >= room else min(max(middle, size / 2), room - size / 2)
