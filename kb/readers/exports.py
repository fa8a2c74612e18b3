"""Exports of agenda systems -> a document for each open item, closed ones without a word of theirs.

Each system's module tells its meetings in the records below; here they become documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from kb.danish.committees import committee_name
from kb.datatypes import Access, Stated
from kb.errors import ReadError
from kb.readers.agendas import SPACE, Export, Field, Item, Meeting, plain
from kb.readers.detect import Kind
from kb.readers.members import Beside, Member, Part, Refused

_NAME_BREAKS = re.compile(r"[/\\:*?\"<>|\x00-\x1f]")


def export_parts(data: bytes, kind: Kind) -> Iterator[Part]:
    """What the export holds. Raises ReadError where it is of no known system, or damaged."""
    export = _read(data, kind)
    for meeting in export.meetings:
        yield from meeting_parts(meeting)
    for listed in export.listed:
        yield Beside("", listed.path, listed.stated)


def _read(data: bytes, kind: Kind) -> Export:
    if kind is Kind.JSON:
        from kb.readers.firstagenda import read_firstagenda

        return read_firstagenda(data)
    from kb.readers.acadre import is_acadre, read_acadre
    from kb.readers.archive import parsed_xml
    from kb.readers.sbsys import is_sbsys, read_sbsys

    root = parsed_xml(data)
    if is_sbsys(root):
        return read_sbsys(root)
    if is_acadre(root):
        return read_acadre(root)
    raise ReadError("unknown_export")


def meeting_parts(meeting: Meeting) -> Iterator[Part]:
    """A document for each open item, and what is stated of the files that belong to it."""
    folder = " ".join(
        filter(None, [meeting.date.isoformat() if meeting.date else "uden dato", _step(meeting.committee)])
    )
    folder += " tillægsdagsorden" if meeting.addition else ""
    for at, item in enumerate(meeting.items, 1):
        access = Access.CLOSED if meeting.access is Access.CLOSED else item.access
        number = _step(item.number) or str(at)
        name = f"{folder}/punkt {number:0>2}"
        if access is Access.CLOSED:
            yield Refused(name, "closed", {})
        elif not any(plain(each.html) for each in item.fields):
            yield Refused(name, "item_without_text", {})
        else:
            yield _member(name, meeting, item, access)
        yield from _beside(meeting, item, access)


def _member(name: str, meeting: Meeting, item: Item, access: Access) -> Member:
    """The item as a page of its own: its title, its parts in order, and the files that it names."""
    heading = f"<h1>{escape(item.title)}</h1>" if item.title else ""
    parts = "".join(_section(each) for each in item.fields if plain(each.html))
    named = [each.title for each in item.enclosures if each.access is not Access.CLOSED and each.title]
    rows = "".join(f"<p>{escape(title)}</p>" for title in named)
    files = f"<h2>Bilag</h2>{rows}" if rows and not any(_names_files(each) for each in item.fields) else ""
    page = f"<!doctype html><html><body>{heading}{parts}{files}</body></html>"
    stated = Stated(
        meeting.system,
        title=item.title or None,
        committee=_committee(meeting.committee),
        date=meeting.date,
        status=meeting.status,
        case_number=item.case_number,
        access=access,
    )
    return Member(name, page.encode(), ".html", meeting.system.value, stated)


def _beside(meeting: Meeting, item: Item, access: Access) -> Iterator[Beside]:
    """What is stated of the item's files; those of a closed item are closed.

    The committee is not: it stands for whose paper something is, and minutes would be missed for each file.
    """
    for each in item.enclosures:
        if each.path:
            shut = Access.CLOSED in (access, each.access)
            stated = Stated(
                meeting.system,
                title=None if shut else each.title or None,
                date=meeting.date,
                case_number=None if shut else item.case_number,
                access=Access.CLOSED if shut else each.access,
            )
            yield Beside("", each.path, stated)


def _section(part: Field) -> str:
    begins = plain(part.html).casefold().startswith(part.heading.casefold())
    heading = "" if not part.heading or begins else f"<h2>{escape(part.heading)}</h2>"
    return f"{heading}<div>{part.html}</div>"


def _names_files(part: Field) -> bool:
    return part.heading.casefold().startswith("bilag")


def _committee(name: str | None) -> str | None:
    """The committee as other documents name it."""
    return (committee_name(name) or name) if name else None


def _step(text: str | None) -> str:
    """The text as one step of a path."""
    return SPACE.sub(" ", _NAME_BREAKS.sub("-", text or "")).strip(". ")[:80]
