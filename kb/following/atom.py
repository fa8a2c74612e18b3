"""A followed search as an Atom feed (RFC 4287). Pure: what is told was looked up before."""

from __future__ import annotations

import datetime as dt
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from kb.following import wording
from kb.following.readers import Entry
from kb.state.following import Follow
from kb.strings_da.following import Following
from kb.strings_da.ui import Ui
from kb.ui import address, words

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 100
"""How many entries a feed has, the newest."""


def feed(follow: Follow, entries: Sequence[Entry], site: str, itself: str, organisation: str) -> bytes:
    """The feed as UTF-8; the same for the same news. ``site`` and ``itself`` are whole addresses."""
    name = f"{{{NAMESPACE}}}"
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{name}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "da"})
    shown = entries[:MOST]
    updated = max([follow.made, *(each.news.made for each in shown)])
    _text(root, f"{name}id", _urn(f"follow {follow.number} {follow.made.isoformat()}"))
    _text(root, f"{name}title", Following.FEED_TITLE.format(name=wording.name(follow.wish)))
    _text(root, f"{name}subtitle", Following.FEED_SUBTITLE)
    _text(root, f"{name}updated", _moment(updated))
    author = ET.SubElement(root, f"{name}author")
    _text(author, f"{name}name", organisation or Ui.TITLE)
    ET.SubElement(root, f"{name}link", {"rel": "self", "type": "application/atom+xml", "href": itself})
    ET.SubElement(root, f"{name}link", {"rel": "alternate", "href": f"{site}/{Following.PATH}"})
    for each in shown:
        entry = ET.SubElement(root, f"{name}entry")
        identity = f"news {follow.number} {follow.made.isoformat()} {each.news.number}"
        _text(entry, f"{name}id", _urn(identity))
        _text(entry, f"{name}title", f"{wording.novelty(each)}: {wording.heading(each)}")
        _text(entry, f"{name}updated", _moment(each.news.made))
        where = _printable(address.whole(site, address.to_evidence(each.evidence)))
        ET.SubElement(entry, f"{name}link", {"rel": "alternate", "href": where})
        quote = Following.QUOTE.format(quote=each.evidence.quote)
        source = words.evidence_ready(each.document, each.evidence)
        _text(entry, f"{name}summary", wording.place_with_warning(each))
        _text(entry, f"{name}content", f"{quote}\n\n{wording.place_with_warning(each)}\n{source}")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _text(parent: ET.Element, tag: str, text: str) -> None:
    """An element whose text is plain, whatever is in it."""
    attributes = {"type": "text"} if tag.endswith(("title", "subtitle", "summary", "content")) else {}
    ET.SubElement(parent, tag, attributes).text = _printable(text)


def _printable(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold, not even escaped."""
    return "".join(each for each in text if _is_allowed(ord(each)))


def _is_allowed(code: int) -> bool:
    return code in (0x9, 0xA) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, name).urn


def _moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
