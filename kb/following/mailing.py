"""Sending what is new by e-mail: one mail a person, over SMTP, at least once.

News counts as told once the server took the mail. Where it does not, nothing is lost: the next build, or
``kb follow --send``, tries again.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import smtplib
import ssl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from kb.errors import IndexStateError, ResourceError, SettingsError, UsageError
from kb.following.letters import Envelope, Found, address_of, letter
from kb.following.readers import entries, settings_of
from kb.register import Register
from kb.serve import is_loopback
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.following import FollowBook
from kb.state.mail_stops import MailStops
from kb.strings_da.following import Following

TIMEOUT_SECONDS = 30.0

_SITE = re.compile(r"https?://[!-;=?-~]{1,200}", re.ASCII)

_log = logging.getLogger(__name__)


def is_configured(settings: Settings) -> bool:
    """Whether mails are sent. Raises SettingsError where they are wanted and something is missing for it."""
    if not settings.smtp_host:
        return False
    missing = [name for name in ("mail_from", "site_url") if not getattr(settings, name)]
    if missing:
        raise SettingsError("mail_incomplete", missing=", ".join(missing))
    if not _SITE.fullmatch(settings.site_url):
        raise SettingsError("bad_site_url", site=settings.site_url)
    plain = settings.smtp_tls == "none" and not is_loopback(settings.smtp_host)
    if plain and settings.smtp_password is not None:
        raise SettingsError("mail_unprotected", host=settings.smtp_host)
    return True


def send(settings: Settings, now: dt.datetime) -> int:
    """How many mails were sent; none where mails are off.

    Raises SettingsError, StateError, and ResourceError where the server takes nothing.
    """
    if not is_configured(settings):
        return 0
    book = FollowBook(StateDatabase(settings.state))
    waiting = _waiting(book, settings)
    if not waiting:
        return 0
    count = 0
    with _connected(settings) as server:
        for owner, found in waiting.items():
            count += _send_one(book, settings, server, owner, found, now)
    return count


def _waiting(book: FollowBook, settings: Settings) -> dict[str, list[Found]]:
    """What is new and not mailed yet, by the e-mail of who wants it, as far as they may read it now."""
    waiting: dict[str, list[Found]] = {}
    for follow in book.all():
        if not follow.mail or follow.muted or follow.owner is None:
            continue
        news = [each for each in book.news(follow.number) if each.mailed is None]
        own = settings_of(follow, settings) if news else None
        if own is None:
            continue
        try:
            told = entries(news, Register(own))
        except IndexStateError:
            continue  # nothing is indexed for them now
        if told:
            waiting.setdefault(follow.owner, []).append(Found(follow, told))
    return waiting


def _send_one(
    book: FollowBook,
    settings: Settings,
    server: smtplib.SMTP,
    owner: str,
    found: list[Found],
    now: dt.datetime,
) -> int:
    """1 once the server took the mail and the news counts as told; 0 where it refuses this person's mail."""
    site = settings.site_url.rstrip("/")
    try:
        address_of(owner)
    except UsageError as error:
        _log.warning("a mail was not sent: %s", error.code)
        return 0
    stop = f"{site}/{Following.STOP_PATH}/{MailStops(StateDatabase(settings.state)).create(owner, now)}"
    identity = str(uuid.uuid4())
    envelope = Envelope(settings.mail_from, owner, site, stop, now, identity, settings.mail_clearance)
    message = letter(found, envelope)
    try:
        server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError):
        _log.warning("a mail was refused by the server for its recipient")
        return 0
    book.mailed([each.news.number for one in found for each in one.entries], now)
    return 1


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The server, ready to take mails. What it says is raised as an error that people understand."""
    host, port = settings.smtp_host, settings.smtp_port
    trusted = ssl.create_default_context()
    try:
        server: smtplib.SMTP
        if settings.smtp_tls == "tls":
            server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=trusted)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        with server:
            if settings.smtp_tls == "starttls":
                server.starttls(context=trusted)
            if settings.smtp_user and settings.smtp_password is not None:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            yield server
    except (smtplib.SMTPException, OSError) as error:
        raise ResourceError("mail_failed", host=host, detail=_detail(error)) from None


def _detail(error: smtplib.SMTPException | OSError) -> str:
    """What kind of failure it is; never what the server says, which may repeat an address."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
