"""What workbooks and presentations have in common: which part points to which, and the title of the file."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from kb.readers.archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def local(element: Element) -> str:
    """The element's name without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def related(archive: Archive, part: str) -> dict[str, str]:
    """The parts of the file that a part points to, by the id of the relation; nothing outside the file."""
    folder, name = posixpath.split(part)
    root = archive.xml(f"{folder}/_rels/{name}.rels")
    found: dict[str, str] = {}
    for each in () if root is None else root:
        target = each.get("Target") or ""
        if local(each) == "Relationship" and each.get("TargetMode") != "External" and target:
            found[each.get("Id") or ""] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return found


def title_of(archive: Archive) -> str | None:
    """The title that the file gives itself."""
    root = archive.xml("docProps/core.xml")
    if root is None:
        return None
    return next((each.text for each in root.iter() if local(each) == "title"), None)
