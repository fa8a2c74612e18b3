"""An e-mail -> its own text and its attachments. Who wrote to whom is not read: nothing here needs it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import cast

from kb.datatypes import Date, Stated, System
from kb.errors import ReadError
from kb.readers.members import MAX_DEPTH, Budget, Member, Refused, reason_to_pass, refused, suffix_of

_SEALED = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted", "application/pgp-encrypted"}
)
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_WRITTEN = frozenset({"text/plain", "text/html"})
_NAMELESS, _LETTER = "vedhæftet fil {n}", "vedhæftet mail {n}.eml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ENDINGS = {
    "text/html": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
"""What a file without a name is called; the table of the system cannot be read here."""


def mail_parts(data: bytes, budget: Budget) -> Iterator[Member | Refused]:
    """The text of the e-mail, under no name, and what is attached to it, in order.

    Raises ReadError where it is encrypted or damaged.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        yield from _parts(message, budget, "", 1)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ReadError("corrupt_document") from error


def _parts(message: MIMEPart, budget: Budget, prefix: str, depth: int) -> Iterator[Member | Refused]:
    if message.get_content_type() in _SEALED:
        raise ReadError("encrypted_mail")
    body = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
    stated = Stated(System.EMAIL, title=_line(message["subject"]), date=_day(message["date"]))
    text = "" if body is None else _text(body)
    if body is not None and text.strip():
        html = body.get_content_type() == "text/html"
        budget.unpack(len(text))
        yield Member(
            prefix, text.encode("utf-8", "replace"), ".html" if html else ".txt", System.EMAIL.value, stated
        )
    shown = text if body is not None and body.get_content_type() == "text/html" else ""
    attached = list(_attached(message, body, shown))
    if not text.strip() and not attached:
        yield Refused(prefix, "no_text", {})
    for number, part in enumerate(attached, 1):
        yield from _attachment(part, number, budget, prefix, depth)


def _attachment(
    part: MIMEPart, number: int, budget: Budget, prefix: str, depth: int
) -> Iterator[Member | Refused]:
    """What is attached, as it is; of an e-mail its text and attachments."""
    name = f"{prefix}/{_name(part, number)}" if prefix else _name(part, number)
    try:
        if part.get_content_type() in _SEALED:
            raise ReadError("encrypted_mail")
        if part.get_content_type() == "message/rfc822":
            if depth >= MAX_DEPTH:
                raise ReadError("nested_too_deep", limit=MAX_DEPTH)
            inner = cast(MIMEPart, part.get_payload(0))
            yield from _parts(inner, budget, name, depth + 1)
            return
        if reason := reason_to_pass(name):
            raise reason
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise ReadError("corrupt_document")
        if len(content) > budget.file_bytes:
            limit = budget.file_bytes // 2**20
            raise ReadError("file_too_large", megabytes=len(content) // 2**20, limit=limit)
        budget.unpack(len(content))
    except ReadError as error:
        if error.code == "unpacked_too_large":
            raise
        yield refused(name, error)
    else:
        yield Member(name, content, suffix_of(name))


def _leaves(message: MIMEPart) -> list[tuple[MIMEPart, bool]]:
    """The parts that hold something, in order, and whether each is one of several forms of the same.

    An attached e-mail is one part.
    """
    found, waiting = [], [(message, False)]
    while waiting:
        part, form = waiting.pop()
        if part.get_content_maintype() != "multipart":
            found.append((part, form))
            continue
        inner = part.get_payload()
        forms = form or part.get_content_subtype() == "alternative"
        parts = cast(list[MIMEPart], inner) if isinstance(inner, list) else []
        waiting += [(each, forms) for each in reversed(parts)]
    return found


def _attached(message: MIMEPart, body: MIMEPart | None, html: str) -> Iterator[MIMEPart]:
    """The parts beside the body: not its other forms, its pictures or a signature."""
    for part, form in _leaves(message):
        kind = part.get_content_type()
        mark = str(part.get("content-id", "")).strip("<> ")
        if part is body or kind in _SIGNATURES or (form and kind in _WRITTEN):
            continue
        if mark and f"cid:{mark}" in html:
            continue
        yield part


def _name(part: MIMEPart, number: int) -> str:
    """What the attachment is called, in one step of a path."""
    if part.get_content_type() == "message/rfc822":
        return _LETTER.format(n=number)
    given = " ".join((part.get_filename() or "").replace("\\", "/").rsplit("/", 1)[-1].split())
    return given or _NAMELESS.format(n=number) + _ENDINGS.get(part.get_content_type(), "")


def _text(body: MIMEPart) -> str:
    """The words of the body. A table of letters that nobody knows is read as Western."""
    content = body.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(body.get_content_charset("utf-8"))
    except (UnicodeDecodeError, LookupError):
        return content.decode("cp1252", "replace")


def _line(value: object) -> str | None:
    return " ".join(str(value or "").split())[:300] or None


def _day(value: object) -> Date | None:
    """The day that it was sent on, by its writer's clock; None where it states none."""
    try:
        return parsedate_to_datetime(str(value)).date() if value else None
    except (ValueError, TypeError, OverflowError):
        return None
