"""What is told of news: as a feed and as a mail, whatever the words in it try to be."""

from __future__ import annotations

import datetime as dt
import email
import xml.etree.ElementTree as ET
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default as modern

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.datatypes import (
    Block,
    BlockKind,
    Clearance,
    Document,
    Evidence,
    Page,
    Section,
    SectionKind,
    Status,
    TitleSource,
)
from kb.errors import UsageError
from kb.following import atom, wording
from kb.following.letters import Envelope, Found, address_of, letter
from kb.following.readers import Entry
from kb.state.following import Follow, FollowKind, News, Place, Wish

NOW = dt.datetime(2026, 11, 29, 9, 30, tzinfo=dt.UTC)
SITE = "https://viden.fjordby.dk"
ATOM = f"{{{atom.NAMESPACE}}}"
HOSTILE = (
    'Hej\r\nBcc: alle@kommune.dk\r\n\r\n<script>alert(1)</script> & "x" ]]> <![CDATA['
    " \x00\x0b\x1b\ud800 \u2028 æøå"
)
anything = st.text(st.characters(blacklist_categories=()), min_size=1, max_size=200)


def follow(question: str = "Hvad er besluttet om cykelstien?", owner: str = "ida@kommune.dk") -> Follow:
    """A followed question."""
    wish = Wish(FollowKind.QUESTION, question)
    return Follow(7, NOW, owner, Clearance.PUBLIC, wish, True, None, 0)


def entry(
    quote: str = "Godkendt.",
    title: str = "Cykelsti",
    committee: str = "Teknisk Udvalg",
    clearance: Clearance = Clearance.PUBLIC,
    status: Status = Status.MINUTES,
) -> Entry:
    """A piece of news in a document that holds the quote and nothing else."""
    size = len(quote)
    section = Section(0, SectionKind.DECISION, "Beslutning", 0, 0, size, committee, dt.date(2026, 11, 3))
    document = Document(
        "ud/valg.txt",
        title,
        TitleSource.HEADING,
        quote,
        (Page(1, 0, size),),
        (Block(BlockKind.PARAGRAPH, 0, size),),
        (section,),
        "txt",
        "a" * 64,
        status=status,
        clearance=clearance,
    )
    place = Place(document.id, document.sha256, 0, size, "d", False)
    return Entry(News(3, 7, NOW, place, None), document, section, Evidence(document.id, 1, 0, size, quote))


def feed(followed: Follow, *entries: Entry) -> ET.Element:
    """The feed as a reader parses it."""
    return ET.fromstring(atom.feed(followed, entries, SITE, f"{SITE}/kb/feed/x.xml", "Fjordby"))  # noqa: S314


def mail(followed: Follow, *entries: Entry, may_hold: Clearance = Clearance.PUBLIC) -> EmailMessage:
    """The mail as a mail program parses it."""
    envelope = Envelope(
        *("kb@kommune.dk", followed.owner or "", SITE, f"{SITE}/kb/afmeld/s", NOW, "id-1", may_hold)
    )
    sent = letter([Found(followed, entries)], envelope).as_bytes()
    found = email.message_from_bytes(sent, policy=modern)
    assert isinstance(found, EmailMessage)
    return found


def part(message: EmailMessage, kind: str) -> str:
    """The text of one of the mail's two forms."""
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_a_feed_has_what_atom_asks_for() -> None:
    root = feed(follow(), entry())
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}title") == "Nyt om: Hvad er besluttet om cykelstien?"
    assert root.findtext(f"{ATOM}updated") == "2026-11-29T09:30:00Z"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Fjordby"
    assert (root.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert [(each.get("rel"), each.get("href")) for each in root.findall(f"{ATOM}link")] == [
        ("self", f"{SITE}/kb/feed/x.xml"),
        ("alternate", f"{SITE}/mine-soegninger"),
    ]
    (one,) = root.findall(f"{ATOM}entry")
    assert one.findtext(f"{ATOM}title") == "Nyt dokument: Cykelsti"
    link = one.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{SITE}/dokument?id=ud%2Fvalg.txt&tegn=0-9#citat"
    content = one.findtext(f"{ATOM}content") or ""
    assert content.startswith("»Godkendt.«")
    assert "Teknisk Udvalg · 3. november 2026" in content


def test_a_feed_is_the_same_for_the_same_news_and_its_ids_stay() -> None:
    made = [atom.feed(follow(), [entry()], SITE, "x", "") for _ in range(2)]
    assert made[0] == made[1]
    ids = [
        feed(follow(), entry(), other).findall(f"{ATOM}entry/{ATOM}id")[0].text
        for other in (entry(), entry("B."))
    ]
    assert ids[0] == ids[1]


def test_a_feed_says_that_an_agenda_decides_nothing() -> None:
    of_agenda = entry(status=Status.AGENDA)
    # What an earlier committee decided is decided, also where an agenda quotes it.
    assert "Dagsorden" not in (feed(follow(), of_agenda).findtext(f"{ATOM}entry/{ATOM}summary") or "")
    assert of_agenda.section is not None
    case = replace(of_agenda, section=replace(of_agenda.section, kind=SectionKind.CASE))
    assert "Dagsorden" in (feed(follow(), case).findtext(f"{ATOM}entry/{ATOM}summary") or "")


def test_news_says_who_may_read_it_where_not_all_may() -> None:
    assert "Internt" not in wording.place(entry())
    made = entry()
    assert made.section is not None
    internal = replace(made, section=replace(made.section, clearance=Clearance.INTERNAL))
    assert wording.place(internal)[-1] == "Internt"
    assert "Internt" in (feed(follow(), internal).findtext(f"{ATOM}entry/{ATOM}content") or "")


@given(anything, anything, anything)
@settings(max_examples=60, deadline=None)
def test_whatever_is_in_a_feed_is_text(question: str, quote: str, title: str) -> None:
    root = feed(follow(question), entry(quote, title))
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert {child.tag for child in root.iter()} <= {
        f"{ATOM}{name}"
        for name in "feed id title subtitle updated author name link entry summary content".split()
    }
    kept = "".join(each for each in quote if atom._is_allowed(ord(each)))
    assert "".join(kept.split()) in "".join((root.findtext(f"{ATOM}entry/{ATOM}content") or "").split())


def test_a_mail_has_the_quote_its_source_and_the_ways_out() -> None:
    message = mail(follow(), entry("Godkendt.\nUdvalget <b>takker</b> & hilser."))
    assert message["To"] == "ida@kommune.dk"
    assert message["From"] == "kb@kommune.dk"
    assert message["Subject"] == "Nyt i det, du følger: Hvad er besluttet om cykelstien?"
    assert message["List-Unsubscribe"] == f"<{SITE}/kb/afmeld/s>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = part(message, "plain"), part(message, "html")
    assert "    Godkendt.\n    Udvalget <b>takker</b> & hilser." in plain
    assert "Udvalget &lt;b&gt;takker&lt;/b&gt; &amp; hilser." in html
    for told in (plain, html):
        assert "Teknisk Udvalg · 3. november 2026" in told
        assert f"{SITE}/kb/afmeld/s" in told
        assert f"{SITE}/mine-soegninger" in told
        assert "valg.txt" in told
    assert "<script" not in html


@pytest.mark.parametrize("where", ["question", "title", "committee", "quote"])
def test_nothing_in_a_mail_becomes_a_header_or_markup(where: str) -> None:
    asked = follow(HOSTILE.encode("utf-8", "ignore").decode()) if where == "question" else follow()
    words = {} if where == "question" else {where: HOSTILE.encode("utf-8", "ignore").decode()}
    message = mail(asked, entry(**words))  # type: ignore[arg-type]
    assert message["Bcc"] is None
    assert message.get_all("To") == ["ida@kommune.dk"]
    assert "\n" not in message["Subject"]
    assert "<script>" not in part(message, "html")
    assert "&lt;script&gt;" in part(message, "html")


@given(st.text(min_size=1, max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_question_gives_a_mail_with_one_subject_of_one_line(question: str) -> None:
    message = mail(follow(question), entry())
    assert message.get_all("Subject") is not None
    assert len(message.get_all("Subject", [])) == 1
    assert not set(message["Subject"]) & set("\r\n")
    assert part(message, "plain").rstrip().endswith("/kb/afmeld/s")


@pytest.mark.parametrize(
    "wrong",
    ["", "ida", "ida@", "@kommune.dk", "a@b.dk\r\nBcc: c@d.dk", "a@b.dk, c@d.dk", "a b@c.dk", "ida@lokal"],
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError) as error:
        address_of(wrong)
    assert error.value.code == "bad_email"


def test_a_long_way_out_of_mails_is_kept_whole() -> None:
    stop = f"https://{'meget-' * 20}langt.navn.dk/kb/afmeld/{'x' * 43}"
    envelope = Envelope("kb@kommune.dk", "ida@kommune.dk", SITE, stop, NOW, "id-1", Clearance.PUBLIC)
    sent = letter([Found(follow(), (entry(),))], envelope).as_bytes()
    assert f"List-Unsubscribe: <{stop}>\r\n".encode() in sent


def test_a_mail_holds_no_more_than_mails_may() -> None:
    secret = entry("Hemmelig ordlyd.", "Hemmelig titel", "Hemmeligt Udvalg", Clearance.INTERNAL)
    message = mail(follow(), entry(), secret)
    for kind in ("plain", "html"):
        assert "emmelig" not in part(message, kind)
        assert "1 nyt sted er ikke gengivet i mailen" in part(message, kind)
    allowed = mail(follow(), secret, may_hold=Clearance.INTERNAL)
    assert "Hemmelig ordlyd." in part(allowed, "plain")
