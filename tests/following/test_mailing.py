"""Mails to a real SMTP server on this machine: one a person, nothing lost, and the way out of them."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr

from kb.errors import ResourceError, SettingsError
from kb.following.following import book_of
from kb.following.mailing import is_configured, send
from kb.following.telling import tell_after_build
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.mail_stops import MailStops
from tests.following.conftest import IDA, NOW, Town
from tests.following.test_looking import CYCLING

EVA = "eva@kommune.dk"
LATER = NOW + dt.timedelta(hours=1)


class Post(Handler):
    """Keeps the mails that it takes; refuses those to some people, or all for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []
        self.refused: set[str] = set()
        self.down = False

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.down:
            return "451 4.3.0 try again: Hvad er besluttet"
        return str(await super().handle_DATA(server, session, envelope))

    def to(self, person: str) -> list[Message]:
        return [each for each in self.mails if each["To"] == person]


class Server(Controller):
    """A server on a port that the system chose."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def listening(handler: Post, **options: object) -> Iterator[int]:
    """The port of a server that takes mails."""
    server = Server(handler, hostname="127.0.0.1", port=0, **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@pytest.fixture
def post() -> Post:
    """What the mail server took."""
    return Post()


@pytest.fixture
def mailing(town: Town, post: Post) -> Iterator[Town]:
    """A collection whose news is mailed."""
    with listening(post) as port:
        yield replace(town, settings=town.settings.model_copy(update=mails(port)))


def mails(port: int, **more: object) -> dict[str, object]:
    """The settings that mails take."""
    return {
        **{"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none"},
        **{"mail_from": "kb@kommune.dk", "site_url": "https://viden.fjordby.dk/"},
        **more,
    }


def text_of(message: Message) -> str:
    """Both forms of a mail."""
    return "".join(
        part.get_payload(decode=True).decode()  # type: ignore[union-attr]
        for part in message.walk()
        if not part.is_multipart()
    )


def test_one_mail_a_person_tells_of_all_that_they_follow(mailing: Town, post: Post) -> None:
    mailing.follow(CYCLING, owner=IDA)
    mailing.follow_decisions("cykelstien", owner=IDA)
    mailing.follow("Hvad er besluttet om svømmehallen?", owner=EVA)
    mailing.follow(CYCLING)  # nobody's
    mailing.add("cykel.txt", "Cykelstien ved åen", day=10)
    mailing.build()
    assert send(mailing.settings, NOW) == 1
    (mail,) = post.mails
    assert mail["To"] == IDA
    assert mail["Subject"] is not None
    assert "Cykelstien ved åen begynder i 2027." in text_of(mail)
    assert text_of(mail).count("Godkendt. Cykelstien ved åen begynder i 2027.") >= 2
    assert send(mailing.settings, LATER) == 0
    assert len(post.mails) == 1


def test_a_server_that_fails_loses_nothing(mailing: Town, post: Post) -> None:
    mailing.follow(CYCLING, owner=IDA)
    mailing.add("cykel.txt", "Cykelstien ved åen", day=10)
    mailing.build()
    post.down = True
    with pytest.raises(ResourceError) as error:
        send(mailing.settings, NOW)
    assert error.value.code == "mail_failed"
    assert "besluttet" not in str(error.value)
    post.down = False
    assert send(mailing.settings, LATER) == 1
    assert [mail["To"] for mail in post.mails] == [IDA]


def test_a_server_that_is_not_there_fails_no_build(mailing: Town, caplog: pytest.LogCaptureFixture) -> None:
    mailing.follow(CYCLING, owner=IDA)
    mailing.add("cykel.txt", "Cykelstien ved åen", day=10)
    mailing.build()
    dead = mailing.settings.model_copy(update={"smtp_port": 1})
    with caplog.at_level(logging.DEBUG):
        error = tell_after_build(dead, lambda: mailing.encoder)
    assert error is not None
    assert error.code == "mail_failed"
    assert not any(word in caplog.text for word in ("cykel", "Cykel", IDA))
    assert send(mailing.settings, LATER) == 1


def test_a_person_whose_mail_is_refused_does_not_keep_others_from_theirs(mailing: Town, post: Post) -> None:
    mailing.follow(CYCLING, owner=EVA)
    mailing.follow(CYCLING, owner=IDA)
    mailing.add("cykel.txt", "Cykelstien ved åen", day=10)
    mailing.build()
    post.refused.add(EVA)
    assert send(mailing.settings, NOW) == 1
    post.refused.clear()
    assert send(mailing.settings, LATER) == 1
    assert [mail["To"] for mail in post.mails] == [IDA, EVA]


def test_the_link_in_a_mail_stops_mails_and_nothing_else(mailing: Town, post: Post) -> None:
    follow, _ = mailing.follow(CYCLING, owner=IDA)
    mailing.follow(CYCLING, owner=EVA)
    mailing.add("cykel.txt", "Cykelstien ved åen", day=10)
    mailing.build()
    send(mailing.settings, NOW)
    (mail,) = post.to(IDA)
    assert mail["List-Unsubscribe"].startswith("<https://viden.fjordby.dk/kb/afmeld/")
    secret = mail["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    book = book_of(mailing.settings)
    links = MailStops(StateDatabase(mailing.settings.state))
    assert links.opens(secret)
    assert not links.stop("another")
    assert links.stop(secret)
    assert {each.owner: each.mail for each in book.all()} == {IDA: False, EVA: True}
    assert len(mailing.news(follow)) > 0
    assert secret.encode() not in StateDatabase(mailing.settings.state).path.read_bytes()
    mailing.add("bro.txt", "Cykelstien ved åen og broen", day=12)
    mailing.build()
    send(mailing.settings, LATER)
    assert (len(post.to(IDA)), len(post.to(EVA))) == (1, 2)


def test_old_news_is_not_mailed_once_mails_are_wanted_again(mailing: Town, post: Post) -> None:
    follow, _ = mailing.follow(CYCLING, owner=IDA)
    book = book_of(mailing.settings)
    book.mail(follow.number, False, NOW)
    mailing.add("cykel.txt", "Cykelstien ved åen", day=10)
    mailing.build()
    book.mail(follow.number, True, NOW)
    assert send(mailing.settings, LATER) == 0
    assert post.mails == []


def test_what_may_not_be_read_any_more_is_not_mailed(mailing: Town, post: Post) -> None:
    mailing.follow(CYCLING, owner=IDA)
    path = mailing.add("cykel.txt", "Cykelstien ved åen", day=10)
    mailing.build()
    path.write_text(f"Lukket Sag\n\n{path.read_text('utf-8')}", "utf-8")
    mailing.build()
    assert send(mailing.settings, NOW) == 0
    assert post.mails == []


def test_nothing_is_sent_in_the_clear_where_encryption_is_wanted(town: Town, post: Post) -> None:
    town.follow(CYCLING, owner=IDA)
    with listening(post) as port:
        wanted = town.settings.model_copy(update=mails(port, smtp_tls="starttls"))
        town.follow("Hvad er besluttet om stien?", owner=EVA)
        town.add("cykel.txt", "Cykelstien ved åen", day=10)
        book_of(wanted).mail(1, True, NOW)
        town.build()
        with pytest.raises(ResourceError) as error:
            send(wanted, NOW)
    assert error.value.code == "mail_failed"
    assert post.mails == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_a_server_that_wants_a_password_gets_it(town: Town, post: Post) -> None:
    def check(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, sent: object) -> AuthResult:
        right = isinstance(sent, LoginPassword) and sent == LoginPassword(b"kb", b"hemmelig")
        return AuthResult(success=right, handled=False)  # the server answers

    town.follow(CYCLING, owner=IDA)
    book_of(town.settings).mail(1, True, NOW)
    town.add("cykel.txt", "Cykelstien ved åen", day=10)
    town.build()
    options = {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    with listening(post, **options) as port:
        for password, sent in (("forkert", 0), ("hemmelig", 1)):
            login = {"smtp_user": "kb", "smtp_password": SecretStr(password)}
            own = town.settings.model_copy(update=mails(port, **login))
            if sent:
                assert send(own, NOW) == 1
            else:
                with pytest.raises(ResourceError) as error:
                    send(own, NOW)
                assert "SMTPAuthenticationError 535" in str(error.value)
                assert password not in str(error.value)
    assert len(post.mails) == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"mail_from": ""}, "mail_incomplete"),
        ({"site_url": ""}, "mail_incomplete"),
        ({"site_url": "https://x.dk>\r\nBcc: a@b.dk"}, "bad_site_url"),
        ({"site_url": "https://børn.dk"}, "bad_site_url"),
        ({"smtp_host": "mail.kommune.dk", "smtp_password": SecretStr("x")}, "mail_unprotected"),
    ],
)
def test_settings_that_cannot_work_are_refused(
    settings: Settings, given: dict[str, object], code: str
) -> None:
    with pytest.raises(SettingsError) as error:
        is_configured(settings.model_copy(update={**mails(25), **given}))
    assert error.value.code == code


def test_mails_are_off_unless_they_are_set_up(settings: Settings) -> None:
    assert not is_configured(settings)
    assert send(settings, NOW) == 0
