"""The list of documents, one document and its files, over the real index and server, without a browser."""

from __future__ import annotations

import hashlib
import http.client
import threading
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from kb.datatypes import Access, Filter, Status
from kb.knowledge import KnowledgeBase
from kb.library import Library
from kb.settings import Settings
from kb.strings_da import STATUS_BADGES
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.originals import Pictures
from tests.conftest import REPOSITORY
from tests.ui.records import EVIL
from tests.ui.test_app import shown
from tests.ui.test_pages import Open, opened

__all__ = ["opened"]

PAPER = "norddjurs/oek-2022-12-06-trio-stormoede.pdf"
PARTLY_CLOSED = "fjordby/referat-oekonomiudvalget-2024-03-12.pdf"
CLOSED = ("fjordby/lukket-sag-ejendomshandel.pdf", "fjordby/lukket-punkt-ansaettelse-kommunaldirektoer.txt")
QUESTION = "Hvad besluttede Økonomiudvalget i Norddjurs om stormødet?"

Reply = tuple[int, dict[str, str], bytes]


def get(base: str, path: str, **headers: str) -> Reply:
    """Status, headers and content of what lies at a path."""
    request = urllib.request.Request(base + path, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as reply:  # noqa: S310
            return reply.status, {name.lower(): value for name, value in reply.headers.items()}, reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def sha_of(name: str) -> str:
    """The checksum of a file of the sample, as an address has it."""
    return hashlib.sha256((REPOSITORY / "data" / name).read_bytes()).hexdigest()[:12]


def image_of(name: str, page: int = 1) -> str:
    """The address of a page's picture, made from the file itself."""
    return f"/{Doc.PATH_IMAGE}/{sha_of(name)}/{page}.png?id={quote(name, safe='')}"


def file_of(name: str) -> str:
    """The address that saves a file, made from the file itself."""
    return f"/{Doc.PATH_FILE}/{sha_of(name)}?id={quote(name, safe='')}"


# pictures and files


def test_a_page_is_served_as_a_picture_that_the_browser_may_keep(base: str, knowledge: KnowledgeBase) -> None:
    assert unescape(address.to_image(knowledge.document(PAPER), 2)) == image_of(PAPER, 2)
    status, headers, picture = get(base, image_of(PAPER, 2))
    assert (status, headers["content-type"]) == (200, "image/png")
    assert picture == knowledge.page_image(PAPER, 2)
    assert headers["cache-control"] == "private, max-age=31536000, immutable"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    again, _, nothing = get(base, image_of(PAPER, 2), **{"If-None-Match": headers["etag"]})
    assert (again, nothing) == (304, b"")
    assert get(base, image_of(PAPER, 1), **{"If-None-Match": headers["etag"]})[0] == 200


def test_many_pages_at_once_are_all_served(base: str, knowledge: KnowledgeBase) -> None:
    papers = [each.id for each in knowledge.documents() if each.format == "pdf" and not each.warnings][:12]
    replies: list[Reply] = []
    threads = [
        threading.Thread(target=lambda name=name: replies.append(get(base, image_of(name))))
        for name in papers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [status for status, _, _ in replies] == [200] * len(papers)
    assert len({picture for _, _, picture in replies}) == len(papers)


@pytest.mark.parametrize(
    "path",
    [
        *(image_of(name) for name in CLOSED),
        *(file_of(name) for name in CLOSED),
        image_of(PARTLY_CLOSED),
        file_of(PARTLY_CLOSED),
        image_of("norddjurs/vores-norddjurs.html"),
        image_of("fjordby/naervaerspolitik-2024.docx"),
        image_of(PAPER, 3),
        image_of(PAPER, 0),
        image_of(PAPER, 10**30),
        image_of(PAPER).replace("/1.png", "/-1.png"),
        image_of(PAPER).replace("/1.png", "/1.pdf"),
        image_of(PAPER).replace(sha_of(PAPER), "0" * 12),
        file_of(PAPER).replace(sha_of(PAPER), sha_of("README.md")),
        image_of(PAPER).partition("?")[0],
        file_of(PAPER).partition("?")[0],
        file_of("README.md"),
        f"/{Doc.PATH_FILE}/{sha_of('README.md')}?id=..%2FREADME.md",
        f"/{Doc.PATH_FILE}/{sha_of(PAPER)}?id=..%2Fdata%2F{quote(PAPER, safe='')}",
        f"/{Doc.PATH_FILE}/{sha_of(PAPER)}?id=%00",
        f"/{Doc.PATH_FILE}/{sha_of(PAPER)}?id={quote(EVIL)}",
        f"/{Doc.PATH_FILE}/..%2F..%2F{sha_of(PAPER)}?id={quote(PAPER, safe='')}",
    ],
)
def test_all_else_is_not_found_and_says_nothing(base: str, path: str) -> None:
    status, _, content = get(base, path)
    assert status in (400, 404)
    assert content in (Doc.NOT_FOUND.encode(), b"Bad Request")


def test_nothing_of_a_closed_document_is_on_any_page(base: str, opened: Open) -> None:
    html = shown(opened("documents"))
    for name in CLOSED:
        assert Path(name).stem not in html
        page = shown(opened("document", id=name))
        assert "findes ikke i indekset" in page
        assert "kb-sheet" not in page


@pytest.mark.parametrize(
    ("name", "media"),
    [
        (PAPER, "application/pdf"),
        ("norddjurs/vores-norddjurs.html", "text/html"),
        ("norddjurs/sammen-om-ledelse.md", "text/markdown"),
        ("norddjurs/kloge-kvadratmeter.odt", "application/vnd.oasis.opendocument.text"),
    ],
)
def test_a_file_is_saved_as_it_is_and_never_shown(base: str, name: str, media: str) -> None:
    status, headers, content = get(base, file_of(name))
    assert status == 200
    assert content == (REPOSITORY / "data" / name).read_bytes()
    assert headers["content-length"] == str(len(content))
    assert headers["content-type"].partition(";")[0] == media
    assert headers["content-disposition"] == f"attachment; filename*=UTF-8''{Path(name).name}"
    assert headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in headers["content-security-policy"]


def test_another_name_for_this_machine_reads_nothing(base: str) -> None:
    host = urlsplit(base).netloc
    for name, expected in (("ond.example", 403), (host, 200), ("ond.example:8501", 403)):
        connection = http.client.HTTPConnection(host, timeout=20)
        connection.request("GET", image_of(PAPER), headers={"Host": name})
        assert connection.getresponse().status == expected
        connection.close()


def test_pictures_are_drawn_once_and_the_oldest_give_way() -> None:
    drawn: list[int] = []

    def draw(number: int) -> bytes:
        drawn.append(number)
        return bytes(40)

    pictures = Pictures(room=100)
    for number in (1, 1, 2, 1, 3, 1, 2):
        pictures.drawn(("a", number), lambda number=number: draw(number))
    assert drawn == [1, 2, 3, 2]
    assert pictures.kept(("a", 3)) is None
    assert pictures.drawn(("b", 1), lambda: b"") == b""
    assert pictures.kept(("b", 1)) == b""


# one document


def test_a_pdf_is_shown_page_by_page_with_its_text(opened: Open, knowledge: KnowledgeBase) -> None:
    source = knowledge.document(PAPER)
    html = shown(opened("document", id=PAPER))
    assert "Side 1 af 2</h2>" in html
    assert f'src="{address.to_image(source, 1)}"' in html
    assert f'href="{address.to_file(source)}"' in html
    text = shown(opened("document", id=PAPER, visning="tekst"))
    assert "<img" not in text
    assert "Side 2</p>" in text


def test_the_way_through_the_sources_of_an_answer(opened: Open, knowledge: KnowledgeBase) -> None:
    opened("ask", q=QUESTION)  # The model is loaded; the answer is another session's.
    cited = knowledge.ask(QUESTION).citations
    assert len(cited) > 1
    first = cited[0]
    app = opened("document", q=QUESTION, kilde="1", id=first.document, tegn=f"{first.start}-{first.end}")
    html = unescape(shown(app))
    assert f"Kilde 1 af {len(cited)} til:" in html
    assert unescape(address.to_citation(cited[1], QUESTION)) in html
    assert f"/?q={quote(QUESTION).replace('%20', '+')}#svar-1" in html
    assert Doc.PREVIOUS_SOURCE not in html


def test_while_the_model_loads_the_page_is_there_without_the_other_sources(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Library, "get", forbidden)
    monkeypatch.setattr(Library, "ready", lambda *_: False)
    html = shown(opened("document", q=QUESTION, kilde="1", id=PAPER, tegn="3852-3921"))
    assert Doc.SOURCE_FOR in html
    assert Doc.BACK in html
    assert Doc.NEXT_SOURCE not in html
    assert '<mark id="citat"' in html


@pytest.mark.parametrize(
    "hostile",
    [
        {"q": "?", "kilde": "1"},
        {"q": "x" * 5000, "kilde": "1"},
        {"q": EVIL, "kilde": EVIL},
        {"q": QUESTION, "kilde": "99999"},
        {"q": QUESTION, "kilde": "1", "udvalg": EVIL, "aar": EVIL, "periode": EVIL, "uden": EVIL},
        {"side": EVIL, "tegn": EVIL, "find": EVIL, "fund": EVIL, "visning": EVIL},
        {"find": "\x00", "side": "\x00"},
    ],
)
def test_hostile_values_break_nothing(opened: Open, hostile: dict[str, str]) -> None:
    html = shown(opened("document", id=PAPER, **hostile))
    assert "Side 1 af 2</h2>" in html
    assert "<script" not in html


def test_a_file_that_changed_is_said_to_have(
    opened: Open, knowledge: KnowledgeBase, sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The same index, with its files looked for where one is another and the rest are missing.
    from kb import register

    changed = tmp_path / PAPER
    changed.parent.mkdir(parents=True)
    changed.write_bytes(b"%PDF-1.7 another")
    real = register.original_of
    monkeypatch.setattr(register, "original_of", lambda document, _, **_flags: real(document, [tmp_path]))
    indexed = words.timestamp(knowledge.manifest.created)
    html = shown(opened("document", id=PAPER))
    assert f"ændret, siden den blev indekseret {indexed}" in html
    gone = shown(opened("document", id="fjordby/klimaplan-2030.pdf"))
    assert "findes ikke længere, hvor den blev indekseret, eller kan ikke læses." in gone
    assert f"Teksten her er den, der blev læst {indexed}" in gone
    for each in (html, gone):
        assert "<img" not in each
        assert f"/{Doc.PATH_FILE}/" not in each


def test_a_document_with_closed_items_shows_its_open_text_only(
    opened: Open, knowledge: KnowledgeBase
) -> None:
    source = knowledge.document(PARTLY_CLOSED)
    assert any(item.access is Access.CLOSED for item in source.items)
    html = shown(opened("document", id=PARTLY_CLOSED))
    assert "Dokumentet har lukkede dele." in html
    assert "<img" not in html
    assert f"/{Doc.PATH_FILE}/" not in html
    assert "Godkendelse af dagsorden" in html


# all documents


def test_all_documents_are_listed_and_linked(opened: Open, knowledge: KnowledgeBase) -> None:
    html = shown(opened("documents"))
    everything = knowledge.documents()
    assert f">{words.documents(len(everything))}<" in html
    for each in everything:
        assert f'href="{address.to_document(each.id)}"' in html
    case = next(case for case in knowledge.cases() if len(case.parts) == 1)
    assert f'href="{address.to_case(case.id)}"' in html


def test_facets_and_filters_narrow_the_list(opened: Open, knowledge: KnowledgeBase) -> None:
    drafts = knowledge.documents(Filter(statuses=(Status.DRAFT,)))
    total = words.documents(len(knowledge.documents()))
    app = opened("documents", status="udkast")
    html = shown(app)
    assert f">{len(drafts)} af {total}<" in html
    assert html.count(STATUS_BADGES[Status.DRAFT]) == len(drafts)
    pdfs = [each for each in drafts if each.format == "pdf" and each.id.startswith("fjordby/")]
    assert 0 < len(pdfs) < len(drafts)
    html = shown(opened("documents", status="udkast", format="pdf", samling="fjordby"))
    assert f">{len(pdfs)} af {total}<" in html
    committee = knowledge.facets().committees[0]
    of_committee = knowledge.documents(Filter(committees=(committee,)))
    assert f">{len(of_committee)} af {total}<" in shown(opened("documents", udvalg=committee))
    app.pills(key=Doc.PARAM_FORMAT).select("docx").run()
    assert app.query_params[Doc.PARAM_FORMAT] in ("docx", ["docx"])
    next(button for button in app.button if button.label == Ui.CLEAR_FILTERS).click().run()
    assert Doc.PARAM_STATUS not in app.query_params
    assert f">{total}<" in shown(app)


def test_the_list_is_narrowed_by_title_and_file_name(opened: Open, knowledge: KnowledgeBase) -> None:
    html = shown(opened("documents", tekst="seniorpolitik 2019"))
    assert f">1 af {words.documents(len(knowledge.documents()))}<" in html
    assert "fjordby/seniorpolitik-2019.pdf" in html
    assert Doc.NONE in shown(opened("documents", tekst="qqqq"))


@pytest.mark.parametrize(
    "hostile",
    [
        {"status": EVIL, "samling": EVIL, "format": EVIL},
        {"side": "99999999999", "orden": EVIL},
        {"udvalg": EVIL, "aar": EVIL, "periode": EVIL, "tekst": EVIL},
    ],
)
def test_hostile_values_break_no_list(opened: Open, hostile: dict[str, str]) -> None:
    html = shown(opened("documents", **hostile))
    assert "<script" not in html
    assert "<h1" in html


def test_the_list_needs_no_model(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Library, "get", forbidden)
    monkeypatch.setattr(Library, "ready", lambda *_: False)
    assert "kb-shelf" in shown(opened("documents"))
