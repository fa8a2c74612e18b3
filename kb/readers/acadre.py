"""Acadre's XML: tables of fields. One file tells an agenda, another lists agendas with kind and access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.datatypes import Access, Stated, Status, System
from kb.readers.agendas import (
    Enclosure,
    Export,
    Field,
    Item,
    Listed,
    Meeting,
    access_of,
    day_of,
    distinct,
    marked_up,
    status_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_AGENDA = ".//table[@name='agenda']"
_LISTED = ".//table[@name='producedAgenda']/fields"
_KINDS = {"0": Status.DRAFT, "1": Status.AGENDA, "2": Status.MINUTES}


def is_acadre(root: Element) -> bool:
    """Whether the XML file is an agenda of Acadre, or a list of agendas."""
    return next(_agendas(root), None) is not None or root.find(_LISTED) is not None


def read_acadre(root: Element) -> Export:
    """The meetings of the export, and what it states of the files that it lists."""
    return Export(tuple(map(_meeting, _agendas(root))), tuple(_listed(root)))


def _agendas(root: Element) -> Iterator[Element]:
    if root.tag == "table" and root.get("name") == "agenda":
        yield root
    yield from root.iterfind(_AGENDA)


def _meeting(agenda: Element) -> Meeting:
    kind = _value(agenda, "type")
    return Meeting(
        system=System.ACADRE,
        committee=distinct([_value(agenda, "name", "committee"), _value(agenda, "comname")]),
        date=day_of(_value(agenda, "date", "meeting")),
        status=_KINDS.get(kind) or status_of(kind),
        access=_access(_value(agenda, "access")),
        items=tuple(_items(agenda)),
    )


def _items(agenda: Element) -> Iterator[Item]:
    """The items in the order of the agenda."""
    parents = agenda.findall(".//table[@name='agendaitemparents']")
    for parent in sorted(parents, key=lambda each: _number(_value(each, "sort"))):
        for item in parent.iterfind("table[@name='agendaitem']"):
            yield Item(
                number=_value(parent, "sort"),
                title=distinct([_value(item, "name")]) or "",
                case_number=distinct([_value(item, "caseno")]),
                access=_access(_value(item, "access")),
                fields=tuple(
                    Field(_value(each, "bulletname"), marked_up(_value(each, "bulletcontent")))
                    for each in item.iterfind("table[@name='bullet']")
                ),
                enclosures=tuple(
                    Enclosure(
                        distinct([_value(each, "name")]) or "",
                        _access(_value(each, "access")),
                        _value(each, "filename"),
                    )
                    for each in item.iterfind("table[@name='enclosure']")
                ),
            )


def _listed(root: Element) -> Iterator[Listed]:
    """What is stated of each agenda that is listed: of its own file, and of the document made of it."""
    for row in root.iterfind(_LISTED):
        told = {name: value for each in row.iterfind("field") for name, value in each.attrib.items()}
        access = _access(told.get("accessid", ""))
        if access_of(told.get("publish", "")) is Access.CLOSED:
            access = Access.CLOSED
        stated = Stated(System.ACADRE, status=_KINDS.get(told.get("type", "")), access=access)
        for name in (told.get("xmlfilename"), told.get("docfilename")):
            if name:
                yield Listed("/".join(filter(None, [told.get("filesfolder"), name])), stated)


def _value(element: Element, name: str, table: str = "") -> str:
    """The text of a field of the element, or of the table of that name in it."""
    within = f"table[@name='{table}']/" if table else ""
    return str(element.findtext(f"{within}fields/field[@name='{name}']") or "").strip()


def _access(mark: str) -> Access:
    """1 is open; every other number is a class of what is closed. Other marks are words, or not known."""
    if mark.isdigit():
        return Access.OPEN if mark == "1" else Access.CLOSED
    return access_of(mark)


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("inf")
