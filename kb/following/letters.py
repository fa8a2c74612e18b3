"""The mail that tells one person what is new, as plain text and as simple HTML. Pure: it sends nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from html import escape
from typing import Any

from kb.datatypes import Clearance
from kb.errors import UsageError
from kb.following import wording
from kb.following.readers import Entry
from kb.state.following import Follow
from kb.strings_da.following import Following
from kb.ui import address, words

MOST = 20
"""How many quotes of one search a mail has."""

LONGEST_SUBJECT = 120

_STYLE = "font-family:system-ui,sans-serif;line-height:1.5;max-width:40rem;color:#1a2227;background:#ffffff"
_QUOTE = "margin:.5rem 0;padding-left:.8rem;border-left:4px solid #0b4f6c;white-space:pre-line"


class _Whole(EmailPolicy):
    """Keeps the address that stops mails whole: the library would cut it and encode the pieces as words."""

    def fold(self, name: str, value: Any) -> str:  # noqa: ANN401 - whatever the library keeps of a header
        if name.casefold() == "list-unsubscribe":
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:  # noqa: ANN401
        if name.casefold() == "list-unsubscribe":
            return self.fold(name, value).encode("ascii")
        return bytes(super().fold_binary(name, value))


@dataclass(frozen=True, slots=True)
class Found:
    """What is new in one followed search, newest first; never empty."""

    follow: Follow
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom, to whom and when; ``stop`` is the address that stops mails, ``site`` the web app's."""

    sender: str
    to: str
    site: str
    stop: str
    now: dt.datetime
    identity: str
    may_hold: Clearance


def address_of(email: str) -> Address:
    """The address, which can be written into a header. Raises UsageError where it is none."""
    try:
        found = Address(addr_spec=email.strip())
    except (ValueError, IndexError, MessageError) as error:  # the library's parser raises them all
        raise UsageError("bad_email", email=one_line(email)) from error
    if not found.username or "." not in found.domain or one_line(email) != email.strip():
        raise UsageError("bad_email", email=one_line(email))
    return found


def letter(found: Sequence[Found], envelope: Envelope) -> EmailMessage:
    """The mail about all that is new for one person. Raises UsageError for an address that is none."""
    message = EmailMessage(policy=_Whole(linesep="\r\n"))
    message["From"] = address_of(envelope.sender)
    message["To"] = address_of(envelope.to)
    message["Subject"] = _subject(found)
    message["Date"] = format_datetime(envelope.now)
    message["Message-ID"] = f"<{envelope.identity}@{address_of(envelope.sender).domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{envelope.stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("\n\n".join(_text(found, envelope)) + "\n")
    message.add_alternative(_html(found, envelope), subtype="html")
    return message


def one_line(text: str) -> str:
    """The text without line ends and other characters that cannot be printed."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _subject(found: Sequence[Found]) -> str:
    if len(found) > 1:
        return Following.SUBJECT_MANY.format(count=len(found))
    subject = one_line(Following.SUBJECT_ONE.format(name=wording.name(found[0].follow.wish)))
    return subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1].rstrip()}…"


def _told(one: Found, envelope: Envelope) -> tuple[tuple[Entry, ...], int]:
    """The news that the mail may hold, and how much it may not."""
    open_ = tuple(each for each in one.entries if envelope.may_hold.covers(each.document.clearance))
    return open_, len(one.entries) - len(open_)


def _text(found: Sequence[Found], envelope: Envelope) -> list[str]:
    """The parts of the mail as plain text."""
    mine = f"{envelope.site}/{Following.PATH}"
    parts = [Following.GREETING]
    for one in found:
        told, closed = _told(one, envelope)
        title = one_line(wording.name(one.follow.wish))
        parts.append(f"{title}\n{'=' * min(len(title), 60)}")
        for each in told[:MOST]:
            where = address.whole(envelope.site, address.to_evidence(each.evidence))
            parts.append(
                f"{wording.novelty(each)}: {wording.heading(each)}\n{wording.place_with_warning(each)}\n\n"
                f"{_indented(each.evidence.quote)}\n\n{words.evidence_ready(each.document, each.evidence)}\n"
                f"{Following.OPEN.format(address=where)}"
            )
        parts += [line.format(address=mine) for line in _rest(len(told) - MOST, closed)]
    stop = Following.STOP.format(address=envelope.stop)
    return [*parts, f"-- \n{Following.QUOTED_AS_IS}\n{Following.MY_SEARCHES.format(address=mine)}\n{stop}"]


def _indented(quote: str) -> str:
    return "\n".join(f"    {line}" for line in quote.strip().splitlines())


def _rest(more: int, closed: int) -> list[str]:
    """What the mail does not tell, each with a place for the address where it is read."""
    lines = [Following.MORE_IN_MAIL.replace("{count}", str(more))] if more > 0 else []
    if closed:
        lines.append(
            Following.CLOSED_ONE if closed == 1 else Following.CLOSED_MANY.replace("{count}", str(closed))
        )
    return lines


def _html(found: Sequence[Found], envelope: Envelope) -> str:
    """The mail as HTML without pictures, scripts or anything from outside."""
    mine = f"{envelope.site}/{Following.PATH}"
    parts = [f"<h1 style='font-size:1.3rem'>{Following.HEADLINE}</h1><p>{Following.GREETING}</p>"]
    for one in found:
        told, closed = _told(one, envelope)
        parts.append(f"<h2 style='font-size:1.1rem'>{escape(one_line(wording.name(one.follow.wish)))}</h2>")
        parts += [_entry(each, envelope.site) for each in told[:MOST]]
        link = _link(mine, mine)
        parts += [f"<p>{line.format(address=link)}</p>" for line in _rest(len(told) - MOST, closed)]
    foot = (
        f"<hr><p>{Following.QUOTED_AS_IS}</p><p>{_link(mine, Following.MY_SEARCHES_LINK)}</p>"
        f"<p>{_link(envelope.stop, Following.STOP_LINK)}</p>"
    )
    return (
        '<!DOCTYPE html><html lang="da"><head><meta charset="utf-8">'
        f"<title>{Following.HEADLINE}</title></head>"
        f'<body style="{_STYLE}">{"".join(parts)}{foot}</body></html>'
    )


def _entry(each: Entry, site: str) -> str:
    where = address.whole(site, address.to_evidence(each.evidence))
    return (
        f"<h3 style='font-size:1rem;margin-bottom:0'>{escape(wording.novelty(each))}: "
        f"{escape(wording.heading(each))}</h3><p style='margin:0;color:#4a5963'>"
        f"{escape(wording.place_with_warning(each))}</p>"
        f'<blockquote style="{_QUOTE}">{escape(each.evidence.quote.strip())}</blockquote>'
        f"<p style='margin:0;font-size:.9rem'>"
        f"{escape(words.evidence_ready(each.document, each.evidence))}<br>"
        f"{_link(where, Following.OPEN_LINK)}</p>"
    )


def _link(where: str, text: str) -> str:
    return f'<a href="{escape(where)}" style="color:#0b4f6c">{escape(text)}</a>'
