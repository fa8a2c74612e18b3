"""FirstAgenda's JSON: one agenda with its items, or several in a list. Who took part is not read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kb.datatypes import Access, System
from kb.errors import ReadError
from kb.readers.agendas import (
    Enclosure,
    Export,
    Field,
    Item,
    Meeting,
    access_of,
    day_of,
    distinct,
    marked_up,
    plain,
    status_of,
)

_DEEPEST = 8
_DAYS = ("Dato", "MeetingBeginUtc")
Json = Mapping[str, Any]


def read_firstagenda(data: bytes) -> Export:
    """The meetings of the export. Raises ReadError where it is damaged or holds no items."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReadError("corrupt_document") from error
    meetings = tuple(_meeting(each) for each in _agendas(told, _DEEPEST))
    if not meetings:
        raise ReadError("unknown_export")
    return Export(meetings)


def _agendas(value: object, depth: int) -> Iterator[Json]:
    """Every object that has agenda items, in order, the outermost where they lie inside each other."""
    if isinstance(value, dict):
        if isinstance(value.get("Dagsordenpunkter"), list):
            yield value
        elif depth:
            for inner in value.values():
                yield from _agendas(inner, depth - 1)
    elif isinstance(value, list) and depth:
        for inner in value:
            yield from _agendas(inner, depth - 1)


def _meeting(agenda: Json) -> Meeting:
    meeting, committee = _object(agenda, "Moede"), _object(agenda, "Udvalg")
    kind = distinct([_text(meeting, "Navn"), _text(agenda, "Navn")]) or ""
    shut = kind.casefold().startswith("lukket")
    return Meeting(
        system=System.FIRSTAGENDA,
        committee=distinct([_text(committee, "Navn"), _text(agenda, "UdvalgNavn")]),
        date=day_of(distinct([_text(each, key) for each in (meeting, agenda) for key in _DAYS])),
        status=status_of(kind),
        access=Access.CLOSED if shut else Access.UNKNOWN,
        items=tuple(_item(each) for each in agenda["Dagsordenpunkter"] if isinstance(each, dict)),
        addition=agenda.get("TillaegsDagsorden") is True or meeting.get("IsSupplementaryAgenda") is True,
    )


def _item(item: Json) -> Item:
    parts = [part for each in _list(item, "Felter") if (part := _field(each))]
    decided = _decision(item.get("ItemDecision"))
    known = {plain(each.html) for each in parts}
    if decided and not any(plain(decided) in each for each in known):
        parts.append(Field("Beslutning", decided))
    return Item(
        number=distinct([_text(item, "Punktnummer"), _text(item, "Number")]) or "",
        title=distinct([_text(item, "Navn"), _text(item, "Caption")]) or "",
        case_number=distinct([_text(item, "SagsNummer"), _text(item, "CaseNumber")]),
        access=access_of(item["IsOpen"]) if "IsOpen" in item else Access.UNKNOWN,
        fields=tuple(parts),
        enclosures=tuple(_enclosure(each) for each in _list(item, "Bilag")),
    )


def _field(part: Json) -> Field | None:
    """A part of an item; one that only points to a file has no text."""
    html = _text(part, "Html") or marked_up(_text(part, "Tekst"))
    heading = distinct([_text(part, key) for key in ("Overskrift", "Navn", "Caption")]) or ""
    return Field(heading, html) if html else None


def _decision(value: object) -> str:
    """The text of the decision as HTML; some exports have it as an object."""
    if isinstance(value, dict):
        return next((marked_up(_text(value, key)) for key in ("Html", "Tekst", "Text") if value.get(key)), "")
    return marked_up(value) if isinstance(value, str) else ""


def _enclosure(part: Json) -> Enclosure:
    mark = next((part[key] for key in ("IsOpen", "Offentlig") if key in part), None)
    access = Access.UNKNOWN if mark is None else access_of(mark)
    return Enclosure(distinct([_text(part, "Navn")]) or "", access, _text(part, "Fil"))


def _object(value: Json, key: str) -> Json:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _list(value: Json, key: str) -> list[Json]:
    found = value.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(value: Json, key: str) -> str:
    found = value.get(key)
    return str(found) if isinstance(found, (str, int)) and not isinstance(found, bool) else ""
