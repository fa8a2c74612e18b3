"""Documents from a real website on this machine: politely, from that site alone, and only what changed."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.cli import app
from kb.embedding import Encoder
from kb.errors import SettingsError, UsageError
from kb.ingest import build
from kb.knowledge import KnowledgeBase
from kb.settings import Settings, load_settings
from kb.state.audit import Action, AuditLog
from kb.state.database import StateDatabase
from kb.web import client
from kb.web.addresses import belongs, file_of, normal, site_of
from kb.web.client import is_public
from kb.web.fetching import Event, Gone, Missed, Plan, fetch
from kb.web.ledger import FILE, Entry, read_ledger
from tests.web.site import Page, Website, website

SIGNED_IN = "http://bruger:kode@x/"  # pragma: allowlist secret

AGENT = "kb/test (Fjordby)"
PRIVATE = (
    *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104
    *("100.64.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "ff02::1"),
)


@pytest.fixture
def site() -> Iterator[Website]:
    with website() as opened:
        yield opened


def plan(site: Website, folder: Path, *paths: str, **others: object) -> Plan:
    made = {"private": True, "seconds": 1.0, "most": 50, "file_bytes": 2**20, "agent": AGENT} | others
    addresses = tuple(path if "://" in path else site.at(path) for path in paths)
    return Plan(addresses=addresses, folder=folder, **made)  # type: ignore[arg-type]


def told(plan_: Plan, waited: list[float] | None = None) -> dict[str, str]:
    """What became of each address, by its path: the code of what went wrong, or the file."""
    waits: list[float] = [] if waited is None else waited
    found: dict[str, str] = {}
    for event in fetch(plan_, waits.append):
        found[event.address.partition("//")[2].partition("/")[2] or "/"] = _short(event)
    return found


def _short(event: Event) -> str:
    if isinstance(event, Missed):
        return event.error.code
    if isinstance(event, Gone):
        return f"gone {event.file}"
    return f"{'new' if event.changed else 'same'} {event.file}"


def test_what_a_sitemap_lists_is_kept_under_its_address(site: Website, tmp_path: Path) -> None:
    site.pages |= {
        "/sitemap.xml": site.sitemap("/", "/borger/affald/", "/referat.pdf", "/sag?id=7"),
        "/": Page("<h1>Forside</h1>"),
        "/borger/affald/": Page("<h1>Affald</h1>"),
        "/referat.pdf": Page(b"%PDF-1.7 x", "application/pdf"),
        "/sag?id=7": Page("<h1>Sag</h1>"),
    }
    place = f"127.0.0.1:{site.port}".replace(":", "-")
    waited: list[float] = []
    assert told(plan(site, tmp_path, "/sitemap.xml"), waited) == {
        "/": f"new {place}/index.html",
        "borger/affald/": f"new {place}/borger/affald/index.html",
        "referat.pdf": f"new {place}/referat.pdf",
        "sag?id=7": f"new {place}/sag-{file_of('http://x/?id=7', '').name.rpartition('-')[2]}.html",
    }
    assert (tmp_path / place / "borger" / "affald" / "index.html").read_text("utf-8") == "<h1>Affald</h1>"
    assert site.paths() == [
        "/robots.txt",
        "/sitemap.xml",
        "/",
        "/borger/affald/",
        "/referat.pdf",
        "/sag?id=7",
    ]
    assert waited == [1.0] * 5
    assert {each.headers["user-agent"] for each in site.visits} == {AGENT}


def test_only_what_changed_comes_again_and_what_is_gone_goes(site: Website, tmp_path: Path) -> None:
    site.pages |= {
        "/s.xml": site.sitemap("/a", "/b", "/c"),
        "/a": Page("<p>A</p>", headers={"ETag": '"1"'}),
        "/b": Page("<p>B</p>"),
        "/c": Page("<p>C</p>"),
    }
    told(plan(site, tmp_path, "/s.xml"))
    place = next(path for path in tmp_path.iterdir() if path.is_dir())
    stamp = (place / "b.html").stat().st_mtime_ns
    site.pages |= {"/c": Page("<p>C2</p>")}
    assert list(told(plan(site, tmp_path, "/s.xml")).values()) == [
        f"same {place.name}/a.html",
        f"same {place.name}/b.html",
        f"new {place.name}/c.html",
    ]
    assert [each.status for each in site.visits if each.path == "/a"] == [200, 304]
    assert (place / "b.html").stat().st_mtime_ns == stamp
    site.pages["/c"] = Page(b"", status=410)
    (place / "a.html").unlink()  # somebody removed it: it is asked for without conditions
    assert told(plan(site, tmp_path, "/s.xml"))["c"] == f"gone {place.name}/c.html"
    assert sorted(path.name for path in place.iterdir()) == ["a.html", "b.html"]
    assert told(plan(site, tmp_path, "/s.xml"))["c"] == "fetch_status"


def test_robots_are_obeyed_with_their_pauses(site: Website, tmp_path: Path) -> None:
    site.pages |= {
        "/robots.txt": Page(
            "User-agent: *\nDisallow: /intern\nDisallow: /*?print\nCrawl-delay: 7\n", "text/plain"
        ),
        "/s.xml": site.sitemap("/intern/a", "/a?print=1", "/a", "/gaar"),
        "/a": Page("<p>A</p>"),
        "/gaar": Page(status=302, headers={"Location": "/intern/b"}),
        "/intern/b": Page("<p>B</p>"),
    }
    waited: list[float] = []
    found = told(plan(site, tmp_path, "/s.xml"), waited)
    assert found["intern/a"] == found["a?print=1"] == found["gaar"] == "fetch_robots"
    assert found["a"].startswith("new")
    assert "/intern/a" not in site.paths()
    assert set(waited) == {7.0}


@pytest.mark.parametrize(
    ("robots", "code"),
    [
        (Page(status=500), "fetch_no_robots"),
        (Page("User-agent: *\nDisallow: /", "text/plain"), "fetch_robots"),
        (Page("User-agent: kb\nDisallow: /\n\nUser-agent: *\nAllow: /", "text/plain"), "fetch_robots"),
    ],
)
def test_a_site_that_wants_no_visitors_gets_none(
    site: Website, tmp_path: Path, robots: Page, code: str
) -> None:
    site.pages |= {"/robots.txt": robots, "/a": Page("<p>A</p>")}
    assert told(plan(site, tmp_path, "/a")) == {"a": code}
    assert site.paths() == ["/robots.txt"]


def test_a_delay_without_end_is_cut(site: Website, tmp_path: Path) -> None:
    site.pages |= {"/robots.txt": Page("User-agent: *\nCrawl-delay: 86400\n"), "/a": Page("<p>A</p>")}
    waited: list[float] = []
    told(plan(site, tmp_path, "/a"), waited)
    assert waited == [60.0]


def test_a_busy_site_is_asked_once_more_after_a_while(site: Website, tmp_path: Path) -> None:
    busy = Page(status=503, headers={"Retry-After": "5"})
    site.pages |= {"/a": [busy, Page("<p>A</p>")], "/b": [Page(status=429), Page(status=429)]}
    waited: list[float] = []
    found = told(plan(site, tmp_path, "/a", "/b"), waited)
    assert (found["a"][:3], found["b"]) == ("new", "fetch_status")
    assert waited == [1.0, 5.0, 1.0, 1.0, 60.0, 1.0]


def test_nothing_is_fetched_from_another_site(site: Website, tmp_path: Path) -> None:
    with website() as other:
        other.pages["/b"] = Page("<p>B</p>")
        site.pages |= {
            "/s.xml": site.sitemap(other.at("/b"), "http://169.254.169.254/x", "file:///etc/passwd", "/til"),
            "/til": Page(status=301, headers={"Location": other.at("/b")}),
        }
        found = told(plan(site, tmp_path, "/s.xml"))
        assert sorted(found.values()) == ["bad_address", *["fetch_other_host"] * 3]
        assert other.visits == []
    assert list(tmp_path.iterdir()) == [tmp_path / FILE]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_not_asked_unless_it_may_be(site: Website, tmp_path: Path, host: str) -> None:
    site.pages["/a"] = Page("<p>A</p>")
    assert told(plan(site, tmp_path, site.at("/a", host), private=False)) == {"a": "fetch_private"}
    assert site.visits == []
    assert told(plan(site, tmp_path, site.at("/a", host)))["a"].startswith("new")


def test_a_name_that_stands_for_a_public_and_a_private_address_is_not_asked(
    site: Website, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a name stands for is looked up once; every address must be fit, for any may be taken."""
    looked_up = []

    def lookup(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(2, 1, 6, "", (address, port)) for address in ("93.184.216.34", "10.0.0.7")]

    monkeypatch.setattr(client.socket, "getaddrinfo", lookup)
    assert told(plan(site, tmp_path, "http://www.fjordby.dk/a", private=False)) == {"a": "fetch_private"}
    assert looked_up == ["www.fjordby.dk"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        *((each, False) for each in PRIVATE),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (Page(b"x" * (2**20 + 1)), "fetch_too_large"),
        (Page(b"x", "image/png"), "fetch_type"),
        (Page(b"x", ""), "fetch_type"),
        (Page(b"MZ", "application/octet-stream"), "fetch_type"),
        (Page(gzip.compress(b"x"), headers={"Content-Encoding": "gzip"}), "fetch_encoded"),
        (Page(b"x", headers={"Content-Length": "99"}), "fetch_unreachable"),
        (Page(status=500), "fetch_status"),
        (Page(status=302, headers={"Location": "/a"}), "fetch_status"),
        (Page(status=302, headers={"Location": "gopher://x"}), "bad_address"),
    ],
)
def test_what_is_not_kept_has_a_reason(site: Website, tmp_path: Path, page: Page, code: str) -> None:
    site.pages |= {"/a": page, "/b": Page("<p>B</p>")}
    found = told(plan(site, tmp_path, "/a", "/b"))
    assert found["a"] == code
    assert found["b"].startswith("new")


def test_a_site_that_does_not_answer_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/a"
        site = Website()
        assert told(plan(site, tmp_path, address)) == {"a": "fetch_too_slow"}


def test_a_site_that_answers_drop_by_drop_is_given_up(
    site: Website, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.0)
    site.pages |= {"/robots.txt": Page(b"", status=404), "/a": Page("<p>A</p>")}
    assert told(plan(site, tmp_path, "/a")) == {"a": "fetch_too_slow"}


def test_a_site_that_is_not_there(tmp_path: Path) -> None:
    with website() as gone:
        pass
    assert told(plan(gone, tmp_path, "/a")) == {"a": "fetch_unreachable"}


def test_lists_of_lists_plain_lists_and_packed_ones(site: Website, tmp_path: Path) -> None:
    inner = site.sitemap("/a").content
    site.pages |= {
        "/index.xml": Page(
            f"<sitemapindex><sitemap><loc>{site.at('/inner.xml.gz')}</loc></sitemap>"
            f"<sitemap><loc>{site.at('/index.xml')}</loc></sitemap></sitemapindex>",
            "application/xml",
        ),
        "/inner.xml.gz": Page(gzip.compress(inner), "application/gzip"),
        "/liste.txt": Page(f"{site.at('/b')}\n\n{site.at('/a')}\n", "text/plain"),
        "/a": Page("<p>A</p>"),
        "/b": Page("<p>B</p>"),
    }
    found = told(plan(site, tmp_path, "/index.xml", "/liste.txt"))
    assert sorted(found) == ["a", "b"]
    assert site.paths().count("/a") == site.paths().count("/index.xml") == 1


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "ha">]><urlset><url><loc>&a;</loc></url></urlset>',
        b"<urlset><url>",
        gzip.compress(b"\x00" * 60_000_000),
        b"\x1f\x8b halv",
    ],
)
def test_hostile_lists_are_refused(site: Website, tmp_path: Path, body: bytes) -> None:
    site.pages["/s.xml"] = Page(body, "application/xml")
    assert told(plan(site, tmp_path, "/s.xml"))["s.xml"] in ("fetch_bad_list", "fetch_too_large")


def test_a_site_without_end_is_left_after_so_many(site: Website, tmp_path: Path) -> None:
    site.pages |= {f"/{at}": Page(f"<p>{at}</p>") for at in range(9)}
    site.pages["/s.xml"] = site.sitemap(*(f"/{at}" for at in range(9)))
    found = told(plan(site, tmp_path, "/s.xml", most=3))
    assert [code for code in found.values() if code.startswith("fetch")] == ["fetch_too_many"]
    assert len(list(tmp_path.rglob("*.html"))) == 3


# addresses


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("https://www.fjordby.dk/", "www.fjordby.dk/index.html"),
        ("https://www.fjordby.dk/borger/b%C3%B8rn.html", "www.fjordby.dk/borger/børn.html"),
        ("https://www.fjordby.dk/a.html/b", "www.fjordby.dk/a-html/b.html"),
        ("https://www.fjordby.dk/../../etc/passwd", "www.fjordby.dk/etc/passwd.html"),
        ("https://www.fjordby.dk/%2e%2e/%2F..%5C/x", "www.fjordby.dk/-/----/x.html"),
        ("https://www.fjordby.dk/.skjult/~$x", "www.fjordby.dk/skjult/x.html"),
        ("https://www.fjordby.dk:8443/a", "www.fjordby.dk-8443/a.html"),
    ],
)
def test_every_address_has_a_safe_file(address: str, file: str) -> None:
    found = file_of(normal(address), ".html")
    assert ".." not in found.parts
    assert not found.is_absolute()
    assert found.as_posix() == file


def test_long_addresses_and_queries_keep_apart() -> None:
    files = {file_of(f"http://x/{'a' * 400}{at}?q={at}", ".html") for at in range(3)}
    assert len(files) == 3
    assert all(len(part.encode()) < 140 for file in files for part in file.parts)


@pytest.mark.parametrize(
    "address",
    ["", "ftp://x/a", "http://", SIGNED_IN, "http://[::1]/", "http://x:99999/", "//x", "a b"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        normal(address)
    assert caught.value.code == "bad_address"


def test_what_belongs_to_a_site() -> None:
    site = site_of("http://Fjordby.dk/")
    assert belongs("https://fjordby.dk/a", site)
    assert not belongs("https://www.fjordby.dk/a", site)
    assert not belongs("http://fjordby.dk:8080/a", site)
    assert not belongs("http://fjordby.dk/a", site_of("https://fjordby.dk/"))
    assert site_of("http://blåbær.dk/").host == "xn--blbr-roah.dk"


def test_what_somebody_wrote_among_the_files_removes_nothing_elsewhere(tmp_path: Path) -> None:
    entries = {"http://x/a": {"file": "../../andet.txt"}, "http://x/b": {"file": "x/b.html", "etag": "1"}}
    (tmp_path / FILE).write_text(json.dumps(entries), "utf-8")
    assert read_ledger(tmp_path) == {"http://x/b": Entry("x/b.html", "1")}
    (tmp_path / FILE).write_text("i stykker", "utf-8")
    assert read_ledger(tmp_path) == {}


# the command


def test_nothing_is_fetched_unless_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["fetch"])
    assert isinstance(result.exception, UsageError)
    assert result.exception.code == "nothing_to_fetch"


def test_the_command_fetches_and_the_index_answers_from_it(
    site: Website, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, encoder: Encoder
) -> None:
    site.pages |= {
        "/s.xml": site.sitemap("/affald", "/borte"),
        "/affald": Page("<title>Affald</title><h1>Affald</h1><p>Genbrugspladsen har åbent til kl. 20.</p>"),
    }
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_STATE", str(tmp_path / "state"))  # or the log holds what other tests did
    (tmp_path / "kb.toml").write_text(
        f'fetch = ["{site.at("/s.xml")}"]\nfetch_private = true\nfetch_seconds = 0.2\n'
        'organisation = "Fjordby Æ"\n',
        "utf-8",
    )
    result = CliRunner().invoke(app, ["fetch", "--json"])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    (got,) = report["fetched"]
    assert got["changed"]
    assert [each["code"] for each in report["missed"]] == ["fetch_status"]
    assert site.visits[0].headers["user-agent"].endswith("(Fjordby )")
    shown = CliRunner().invoke(app, ["fetch"])
    assert "0 nye eller ændrede, 1 uændret" in " ".join(shown.stdout.split())
    logged = [each.event for each in AuditLog(StateDatabase(load_settings().state)).entries()]
    assert [(each.action, each.detail) for each in logged] == [(Action.FETCHED, {"got": 1})] * 2
    place = settings.model_copy(update={name: tmp_path / name for name in ("data", "index", "state")})
    report = build([place.data], place, encoder)
    assert report.documents == 1
    answer = KnowledgeBase(place, encoder).ask("Hvor længe har genbrugspladsen åbent?")
    assert answer.citations[0].document == f"hentet/{got['file']}"
    assert "kl. 20" in answer.citations[0].quote


@pytest.mark.parametrize("folder", ["../ud", "/var/x", ".skjult", "a/b", ""])
def test_the_folder_lies_among_the_documents(folder: str) -> None:
    with pytest.raises(SettingsError):
        load_settings(fetch_folder=folder)
