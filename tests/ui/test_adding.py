"""Adding documents in a real browser: the editor's story, hostile files, builds that collide or die."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest

from kb.datatypes import CorrectedField
from kb.embedding import Encoder
from kb.index.lock import build_lock
from kb.register import Register
from kb.roles import Role
from kb.settings import Settings
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.strings_da.adding import Adding
from kb.strings_da.editing import Editing
from kb.strings_da.problems import PROBLEMS
from kb.strings_da.streamlit_words import STREAMLIT_WORDS
from kb.strings_da.ui import Ui
from tests.minutes import minutes, pdf
from tests.test_inspecting import bomb
from tests.ui.conftest import WIDTH, small_base

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.ui.conftest import served, tab
from tests.ui.test_browser import DARK, PHONE, ask

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
NUMBERS = count(1)
"""A file that one test saved is no new one to the next."""

COLLEAGUE = (
    "Hvad besluttede Økonomiudvalget om stormødet?",
    "Hvad er en MUS?",
    "Hvad er besluttet om cykelstien langs Havnegade?",
)


def payload(name: str, data: bytes) -> FilePayload:
    """A file as a browser sends it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def opened(page: Page, address: str = f"/{Adding.PATH}") -> None:
    """Opens the page for adding documents and waits until it is drawn."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(Adding.TITLE)
    expect(page.locator("input[type=file]")).to_have_count(1)


def choose(page: Page, *files: FilePayload, ready: int | None = None) -> None:
    """Chooses files and waits until what could be read of them is there."""
    page.locator("input[type=file]").set_input_files(list(files))
    good = len(files) if ready is None else ready
    total = Adding.ONE_FILE if len(files) == 1 else Adding.MANY_FILES.format(count=len(files))
    told = Adding.READY.format(ready=good, files=total)
    expect(page.locator(".kb-status", has_text=told)).to_be_visible()
    if good:
        expect(page.get_by_role("button", name=Adding.SAVE)).to_be_visible()


def save(page: Page) -> None:
    """Presses the button that saves."""
    page.get_by_role("button", name=Adding.SAVE).click()


def card(page: Page, document: str) -> Locator:
    """What is told of a saved file."""
    return page.locator(f'.kb-card[data-document="{document}"]')


def found(page: Page, document: str) -> None:
    """Waits until a saved file can be found."""
    # While the page is drawn again, what it showed before is still there for a moment.
    told = card(page, document).filter(has_text=Adding.FOUND_NOW)
    expect(told).to_have_count(1, timeout=60_000)
    expect(card(page, document)).to_have_count(1)


def idle(page: Page) -> None:
    """Waits until nothing is built any more, as the page tells."""
    expect(page.locator("progress")).to_have_count(0, timeout=60_000)


def fill(page: Page, label: str, value: str) -> None:
    """Types a value into a field and leaves it."""
    field = page.get_by_label(label, exact=True)
    field.fill(value)
    field.press("Tab")


@pytest.fixture(scope="module")
def material(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a small knowledge base of its own, to which everybody may add."""
    return small_base(tmp_path_factory.mktemp("adding"), settings, encoder, Role.EDITOR)


@pytest.fixture(scope="module")
def base(material: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running »kb serve« over it."""
    with served(material, tmp_path_factory.mktemp("serve")) as address:
        yield address


def test_an_editor_adds_minutes_with_a_wrong_date_and_a_colleague_is_not_disturbed(
    page: Page, browser: Browser, base: str, material: Settings
) -> None:
    document = f"{Adding.NEW_FOLDER}/Referat ØU.pdf"
    with tab(browser, base) as colleague:
        colleague.goto("/")
        ask(colleague, COLLEAGUE[0])
        opened(page)
        choose(page, payload("Referat ØU.pdf", pdf("Ny svømmehal", year=2014, dated=False)))
        expect(page.locator(".kb-read")).to_contain_text("Ny svømmehal")
        expect(page.get_by_label(Editing.DATE_FORMAT)).to_have_value("03-11-2014")
        fill(page, Editing.DATE_FORMAT, "3. november 2024")
        save(page)
        expect(page.locator("progress")).to_be_visible()
        for question in COLLEAGUE:
            ask(colleague, question)
            expect(colleague.locator(".kb-quotes > li").first).to_be_visible()
        found(page, document)
        expect(card(page, document)).to_contain_text("3. november 2024")
        expect(page.locator("progress")).to_have_count(0)
        card(page, document).get_by_role("link", name=Adding.SEE_DECISIONS).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(Ui.NAV_DECISIONS)
        row = page.locator(".kb-rows > li", has_text="Ny svømmehal")
        expect(row).to_contain_text("3. november 2024")
        ask(colleague, "Hvad besluttede Økonomiudvalget om ny svømmehal?")
        expect(colleague.locator(".kb-quotes")).to_contain_text("Ny svømmehal begynder i 2027.")
    kept = Corrections(StateDatabase(material.state)).of(document)
    assert [(each.field, each.read, each.value) for each in kept] == [
        (CorrectedField.DATE, "2014-11-03", "2024-11-03")
    ]
    decision = next(each for each in Register(material).decisions() if each.document == document)
    assert decision.date == dt.date(2024, 11, 3)


def test_what_was_saved_is_told_again_after_a_reload(page: Page) -> None:
    opened(page)
    choose(page, payload("genindlæs.txt", minutes("Genbrugsplads", year=2024).encode()))
    save(page)
    document = f"{Adding.NEW_FOLDER}/genindlæs.txt"
    found(page, document)
    page.reload()
    found(page, document)
    card(page, document).get_by_role("link", name=Adding.OPEN).click()
    expect(page.locator(".kb-paper")).to_contain_text("Genbrugsplads begynder i 2027.")
    page.go_back()
    found(page, document)


def test_an_address_with_files_from_elsewhere_tells_nothing_of_them(page: Page) -> None:
    for name in ("../../../../etc/passwd", "/etc/passwd", "findes/ikke.pdf", "<img src=x onerror=alert(1)>"):
        opened(page, f"/{Adding.PATH}?{Adding.PARAM_SAVED}={quote(name)}")
        expect(page.locator(".kb-card")).to_contain_text(Adding.NOT_FOUND)
        expect(page.locator(".kb-card img")).to_have_count(0)


def test_a_file_that_is_there_already_is_not_added_again(page: Page, material: Settings) -> None:
    name = "norddjurs/oek-2022-12-06-trio-stormoede.pdf"
    data = (material.data / name).read_bytes()
    opened(page)
    choose(page, payload("igen.pdf", data), payload("også.pdf", data), ready=0)
    expect(page.get_by_text(Adding.TWIN)).to_have_count(2)
    expect(page.get_by_role("link", name=name).first).to_be_visible()
    expect(page.get_by_role("button", name=Adding.SAVE)).to_have_count(0)


def test_a_file_chosen_twice_is_added_once(page: Page) -> None:
    data = minutes("Dobbelt", year=2024).encode()
    opened(page)
    choose(page, payload("a.txt", data), payload("b.txt", data), ready=1)
    expect(page.get_by_text(Adding.TWIN_CHOSEN)).to_be_visible()


def test_another_file_of_the_same_name_gets_a_number(page: Page, material: Settings) -> None:
    (material.data / Adding.NEW_FOLDER).mkdir(exist_ok=True)
    there = material.data / Adding.NEW_FOLDER / "navn.txt"
    there.write_text(minutes("Den første", year=2024), "utf-8")
    opened(page)
    choose(page, payload("NAVN.txt", minutes("Den anden", year=2024).encode()))
    expect(page.get_by_text(Adding.NUMBERED)).to_be_visible()
    save(page)
    found(page, f"{Adding.NEW_FOLDER}/NAVN-2.txt")
    assert "Den første" in there.read_text("utf-8")


def test_hostile_names_are_stored_safely_and_nothing_outside(page: Page, material: Settings) -> None:
    outside = sorted(path.name for path in material.data.parent.iterdir())
    names = {
        "../../x.txt": "x.txt",
        "CON.txt": "dokument-CON.txt",
        "æ" * 300 + ".txt": "æ" * 75 + ".txt",
        "re\u202efdp.txt": "refdp.txt",
        "<b onclick=alert(1)>fed.txt": "-b onclick=alert(1)-fed.txt",
    }
    opened(page)
    files = [payload(name, minutes(f"Sag {at}", year=2024).encode()) for at, name in enumerate(names)]
    choose(page, *files)
    expect(page.locator(".kb-read b, .kb-file-name b")).to_have_count(0)
    save(page)
    for name in names.values():
        found(page, f"{Adding.NEW_FOLDER}/{name}")
        assert (material.data / Adding.NEW_FOLDER / name).is_file()
    assert sorted(path.name for path in material.data.parent.iterdir()) == outside


def test_hostile_files_say_why_and_the_others_can_be_saved(page: Page, material: Settings) -> None:
    opened(page)
    good = minutes("Midt imellem", year=2024).encode()
    choose(
        page,
        payload("tom.pdf", b""),
        payload("program.pdf", b"MZ\x90\x00"),
        payload("bombe.docx", bomb()),
        payload("afkortet.pdf", pdf("Ny bro")[:900]),
        payload("tekst.pdf", good),
        ready=1,
    )
    for code in ("empty_file", "unpacked_too_large", "corrupt_pdf"):
        expect(page.locator(".kb-refused", has_text=PROBLEMS[code].message)).to_have_count(1)
    expect(page.locator(".kb-refused")).to_have_count(4)
    expect(page.locator(".kb-read")).to_contain_text(f"{Adding.NEW_FOLDER}/tekst.txt")
    save(page)
    found(page, f"{Adding.NEW_FOLDER}/tekst.txt")
    assert not list(material.data.rglob("*bombe*"))


def test_an_upload_that_stops_in_the_middle_leaves_nothing(
    browser: Browser, base: str, material: Settings
) -> None:
    before = sorted(material.data.rglob("*"))
    # Not the usual tab: the browser logs a request that is broken off as an error.
    page = browser.new_page(base_url=base, locale="da-DK")
    opened(page)
    page.route("**/_stcore/upload_file/**", lambda route: route.abort())
    page.locator("input[type=file]").set_input_files([payload("halv.txt", b"Referat")])
    expect(page.get_by_text("Filen blev ikke sendt")).to_be_visible()
    expect(page.get_by_role("button", name=Adding.SAVE)).to_have_count(0)
    assert sorted(material.data.rglob("*")) == before
    page.unroute("**/_stcore/upload_file/**")
    opened(page)
    choose(page, payload("hel.txt", minutes("Hel", year=2024).encode()))
    page.close()


def test_a_wrong_date_or_an_empty_title_cannot_be_saved(page: Page) -> None:
    opened(page)
    choose(page, payload("fejl.txt", minutes("Rettelser", year=2024).encode()))
    fill(page, Editing.DATE_FORMAT, "31-02-2024")
    fill(page, Editing.FIELD_LABELS[CorrectedField.TITLE], " ")
    told = page.locator(".kb-note li")
    expect(told).to_have_text([Editing.EMPTY_TITLE, Editing.BAD_DATE.format(value="31-02-2024")])
    save(page)
    expect(page.get_by_text(Adding.MEND_FIRST)).to_be_visible()
    expect(page.locator(".kb-card")).to_have_count(0)


def test_what_is_typed_last_counts_though_the_button_is_pressed_at_once(page: Page) -> None:
    opened(page)
    choose(page, payload("hurtig.txt", minutes("Hurtig", year=2014, dated=False).encode()))
    page.get_by_label(Editing.DATE_FORMAT).fill("03-11-2024")
    save(page)
    document = f"{Adding.NEW_FOLDER}/hurtig.txt"
    found(page, document)
    expect(card(page, document)).to_contain_text("3. november 2024")


def test_two_who_save_at_once_cause_one_more_build(
    page: Page, browser: Browser, base: str, material: Settings
) -> None:
    with tab(browser, base) as other:
        tabs = {"to-a": page, "to-b": other}
        for each in tabs.values():
            opened(each)
            idle(each)
        with build_lock(material.index):
            for name, each in tabs.items():
                choose(each, payload(f"{name}.txt", minutes(f"Sag {name}", year=2024).encode()))
                save(each)
                expect(card(each, f"{Adding.NEW_FOLDER}/{name}.txt")).to_contain_text(Adding.ON_THE_WAY)
                expect(each.locator(".kb-build")).to_contain_text(Adding.STAGES["waiting"])
            expect(other.locator(".kb-build")).to_contain_text(Adding.ANOTHER_FOLLOWS)
            assert len(building(material)) == 1
        for name, each in tabs.items():
            found(each, f"{Adding.NEW_FOLDER}/{name}.txt")
            idle(each)


def building(settings: Settings) -> list[psutil.Process]:
    """The processes that build this knowledge base."""
    index = str(settings.index.resolve())
    return [
        each
        for each in psutil.process_iter(["cmdline"])
        if "kb.building" in (each.info["cmdline"] or []) and each.environ().get("KB_INDEX") == index
    ]


def test_a_killed_build_is_told_the_old_index_answers_and_the_next_one_is_right(
    page: Page, material: Settings
) -> None:
    document = f"{Adding.NEW_FOLDER}/dræbt.txt"
    opened(page)
    idle(page)
    choose(page, payload("dræbt.txt", minutes("Dræbt", year=2024).encode()))
    with build_lock(material.index):
        save(page)
        expect(page.locator(".kb-build")).to_contain_text(Adding.STAGES["waiting"])
        for process in building(material):
            process.kill()
        message = PROBLEMS["build_stopped"].message.split("(")[0]
        expect(page.get_by_text(message)).to_be_visible()
        expect(card(page, document)).to_contain_text(Adding.NOT_INDEXED)
        page.goto("/")
        ask(page, COLLEAGUE[0])
        expect(page.locator(".kb-quotes > li").first).to_be_visible()
    opened(page, f"/{Adding.PATH}?{Adding.PARAM_SAVED}={quote(document)}")
    page.get_by_role("button", name=Adding.AGAIN).click()
    found(page, document)


def full(page: Page) -> None:
    """The page with all that it can show: files with something to look at, without, and those refused."""
    opened(page)
    text = minutes("Alt på én gang", year=2014, dated=False).replace("Indstilling", "Trafikale forhold")
    choose(
        page,
        payload("alt.md", f"{text}\nBorger 010203-1234.\n\n## Bilag\n\n1. Kort\n2. Budget\n".encode()),
        payload("tom.pdf", b""),
        payload("referat.pdf", pdf(f"Fuld side {next(NUMBERS)}", year=2024)),
        ready=2,
    )
    for closed in page.locator("details > summary").all():
        closed.click()


@pytest.mark.parametrize("page", [{}, DARK], indirect=True, ids=["light", "dark"])
def test_axe_finds_nothing(page: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python missing")

    def check() -> None:
        expect(page.locator(".kb-foot")).to_have_count(1)
        violations = axe.Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == []

    opened(page)
    check()
    full(page)
    check()
    page.get_by_role("button", name=re.compile("^Fjern alt")).click()
    expect(page.locator(".kb-status", has_text="1 af 2")).to_be_visible()
    save(page)
    expect(page.locator("progress")).to_be_visible()
    check()
    expect(page.locator(".kb-card")).to_contain_text(Adding.FOUND_NOW, timeout=60_000)
    check()


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True, ids=["390", "320"])
def test_a_phone_needs_no_sideways_scrolling(page: Page) -> None:
    small = """() => [...document.querySelectorAll('.stMain :is(button, summary, .kb-actions a, nav a)')]
        .filter(e => e.checkVisibility() && Math.min(e.getBoundingClientRect().height,
            e.getBoundingClientRect().width) < 24).map(e => e.outerHTML)"""
    full(page)
    assert page.evaluate(WIDTH) <= page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate(small) == []


def test_everything_seen_or_read_aloud_is_danish(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "stor.pdf"
    with large.open("wb") as file:
        file.truncate(51 * 2**20)
    full(page)
    page.locator("input[type=file]").set_input_files(large)
    expect(page.get_by_text("Filen er for stor")).to_be_visible()
    english = set(STREAMLIT_WORDS) - set(STREAMLIT_WORDS.values())
    common = re.compile(
        r"\b(the|and|to|open|clear|remove|select|search|press|show|download|page|loading|file|files|"
        r"upload|drag|drop|per|must|add|error)\b",
        re.I,
    )
    spoken = page.evaluate(
        """() => [...document.querySelectorAll('body *')].flatMap(e => e.closest('.stHtml') ? [] : [
            ...['aria-label', 'title', 'placeholder', 'alt'].map(name => e.getAttribute(name)),
            ...(e.closest('[data-testid=stIconMaterial], script, style') ? [] :
                [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data))
        ]).filter(s => s && s.trim()).map(s => s.trim())"""
    )
    assert english.isdisjoint(spoken)
    assert [text for text in dict.fromkeys(spoken) if common.search(text)] == []
