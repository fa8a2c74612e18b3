"""SBSYS's XML: <Dagsorden> with <Møde> and <Dagsordenpunkt>. Who took part is not read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from kb.datatypes import Access, System
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
    status_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def is_sbsys(root: Element) -> bool:
    """Whether the XML file is an agenda of SBSYS, or several of them."""
    return any(True for _ in _agendas(root))


def read_sbsys(root: Element) -> Export:
    """The meetings of the export."""
    return Export(tuple(map(_meeting, _agendas(root))))


def _agendas(root: Element) -> Iterator[Element]:
    found = [root] if root.tag == "Dagsorden" else root.iterchildren("Dagsorden")
    return (each for each in found if each.find("Møde") is not None)


def _meeting(agenda: Element) -> Meeting:
    meeting = agenda.find("Møde")
    kind = agenda.get("Dagsordentype") or ""
    return Meeting(
        system=System.SBSYS,
        committee=distinct([meeting.get("Udvalg")]),
        date=day_of(meeting.get("Mødedato") or ""),
        status=status_of(kind),
        access=access_of(agenda.get("Åben", "")),
        items=tuple(map(_item, agenda.iterfind(".//Dagsordenpunkt"))),
        addition="tillæg" in kind.casefold(),
    )


def _item(item: Element) -> Item:
    return Item(
        number=item.get("Nummer") or "",
        title=distinct([item.findtext("Overskrift")]) or "",
        case_number=distinct([item.get(each) for each in ("Sagsnummer", "SagsNr", "Sagsnr")]),
        access=access_of(item.get("Åbent", "")),
        fields=tuple(_fields(item)),
        enclosures=tuple(map(_enclosure, item.iterfind("Bilagsliste/Bilag"))),
    )


def _fields(item: Element) -> Iterator[Field]:
    """The parts of the item: each element of its content is one, named as its heading."""
    for content in item.iterfind("Indhold"):
        inner = list(content.iterchildren())
        if not inner:
            yield Field("", marked_up(content.text or ""))
        for part in inner:
            heading = part.get("Navn") or part.get("Overskrift") or part.tag.replace("_", " ")
            yield Field(heading, _html(part))


def _html(part: Element) -> str:
    """The text of a part: HTML that was written as text or into the XML itself."""
    if len(part):
        from lxml import etree

        inner = "".join(etree.tostring(each, encoding="unicode") for each in part)
        return f"{escape(part.text or '')}{inner}"
    return marked_up(part.text or "")


def _enclosure(file: Element) -> Enclosure:
    mark = file.get("MaaPubliceres")
    access = Access.UNKNOWN if mark is None else access_of(mark)
    return Enclosure(distinct([file.get("Navn")]) or "", access, file.get("BilagUrl") or "")
