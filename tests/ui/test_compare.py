"""The register compared, sorted and linked to, papers side by side, and the history of a case."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from urllib.parse import quote

import openpyxl
import pytest

from kb.case_ids import address_of
from kb.datatypes import Decision, OutcomeClass, Part, RelationKind
from kb.knowledge import KnowledgeBase
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import difference, register, words, yearly
from kb.ui.yearly import Years, years_in
from tests.ui.records import case, decision
from tests.ui.test_registers import dated
from tests.ui.test_render import Seen

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Page, expect

from tests.ui.test_site import downloaded, opened

TRIO = "norddjurs~2Fudkast-program-trio-stormoede.docx"
CASE = f"/{Ui.PATH_CASES}?{Ui.PARAM_CASE}={quote(TRIO)}"
STRATEGY = "fjordby~2Fsag-aeldrestrategi-hoering-2024.pdf"
VERSIONS = f"/{Ui.PATH_CASES}?{Ui.PARAM_CASE}={quote(STRATEGY)}&{Asking.PARAM_BEFORE}=x"
COMPARED = f"/{Ui.PATH_DECISIONS}?{Asking.PARAM_COMPARE}=2023&{Asking.PARAM_COMPARE}=2024"


def rows(html: str) -> dict[str, list[str]]:
    """The rows of all tables of a comparison: what stands in each cell beside its name."""
    found = {}
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", html):
        name, _, cells = row.partition("</th>")
        found[name] = [
            re.match(r"[\d.+−]*", Seen(cell).text)[0] for cell in re.findall(r"<td>(.*?)</td>", cells)
        ]  # type: ignore[index]
    return found


def test_years_of_an_address_are_read_and_put_right() -> None:
    occurring = [2019, 2021, 2022]
    assert years_in(["2019", "2021-2022"], occurring) == (Years(2019, 2019), Years(2021, 2022))
    assert years_in(["2010-2019", "2021"], occurring) == (Years(2019, 2019), Years(2021, 2021))
    latest = (Years(2021, 2021), Years(2022, 2022))
    for wrong in (
        ["2019"],
        ["x", "y"],
        ["2022-2019", "2021"],
        ["<b>", "2021"],
        ["1999", "2021"],
        ["²⁰¹⁹", "2021"],
    ):
        assert years_in(wrong, occurring) == latest
    assert years_in([], occurring) is None
    assert years_in(["2019", "2021"], [2019, 2019]) is None


def test_two_periods_are_counted_by_outcome_and_committee() -> None:
    found = [
        *dated("2022-01-01", "2022-06-01", effect=OutcomeClass.ADOPTED),
        *dated("2023-01-01", effect=OutcomeClass.POSTPONED),
        decision(date=dt.date(2023, 5, 5), committee=None, effect=OutcomeClass.ADOPTED, final=True),
        decision(date=None),
    ]
    html = yearly.compared(found, Years(2022, 2022), Years(2023, 2023))
    assert rows(html) == {
        Ui.EFFECT_GROUPS[0]: ["2", "1", "−1"],
        Ui.EFFECT_GROUPS[3]: ["0", "1", "+1"],
        Ui.TOTAL: ["2", "2", "0"],
        Asking.OF_WHICH_FINAL: ["0", "1", "+1"],
        "Økonomiudvalget": ["2", "1", "−1"],
        Asking.NO_COMMITTEE: ["0", "1", "+1"],
    }
    assert "aar=2022&amp;aar=2022" in html


def test_the_register_can_be_put_in_order() -> None:
    found = [
        decision(title="Ørsted", committee="Byrådet", date=dt.date(2024, 1, 1)),
        decision(title="Zoo", committee=None, date=dt.date(2023, 1, 1)),
        decision(title="Ærø", committee="Økonomiudvalget", date=None),
    ]

    def titles(order: str) -> list[str]:
        return [each.title for each in register.ordered(found, order)]

    assert titles("") == titles("x") == ["Ørsted", "Zoo", "Ærø"]
    assert titles(Asking.ORDER_OLDEST) == ["Zoo", "Ørsted", "Ærø"]
    assert titles(Asking.ORDER_COMMITTEE) == ["Ørsted", "Ærø", "Zoo"]
    assert titles(Asking.ORDER_TITLE) == ["Zoo", "Ærø", "Ørsted"]


def test_the_surest_versions_are_proposed_the_older_first() -> None:
    minutes, draft = case().parts
    assert difference.first_pair(case()) == (draft, minutes)
    (tie,) = case().relations
    newer = [type(tie)(RelationKind.SUPERSEDES, minutes, draft, 0.5, (), ())]
    assert difference.first_pair(case(relations=tuple(newer))) == (draft, minutes)
    loose = type(tie)(RelationKind.SAME_CASE, draft, minutes, 0.9, (), ())
    assert difference.first_pair(case(relations=(loose,))) == (minutes, draft)
    assert difference.first_pair(case(relations=())) == (minutes, draft)
    assert difference.first_pair(case(parts=(Part("a"),))) is None


def finality(knowledge: KnowledgeBase, text: str) -> list[Decision]:
    """The decisions with a text in title or quote."""
    return [each for each in knowledge.decisions() if text in f"{each.title}\n{each.quote}".casefold()]


@pytest.mark.browser
def test_hr_finds_decisions_about_senior_policy_exports_them_and_opens_the_minutes(
    page: Page, knowledge: KnowledgeBase
) -> None:
    found = [each for each in finality(knowledge, "senior") if each.date and 2022 <= each.date.year <= 2025]
    assert found
    opened(page, f"/{Ui.PATH_DECISIONS}?{Ui.PARAM_YEARS}=2022&{Ui.PARAM_YEARS}=2025")
    page.get_by_label(Ui.DECISIONS_SEARCH).fill("senior")
    page.keyboard.press("Enter")
    expect(page.locator(".kb-status")).to_have_text(
        re.compile(rf"^{len(found)} af {len(knowledge.decisions())} beslutninger$")
    )
    shown = Counter(register.finality(each) for each in found)
    cards = page.locator(".kb-rows > li")
    for label, badge in zip(
        Asking.FINALITY_LABELS, (Ui.FINAL, Ui.NOT_FINAL, Asking.FINALITY_UNKNOWN), strict=True
    ):
        expect(cards.locator(".kb-badge").get_by_text(badge, exact=True)).to_have_count(shown[label])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(downloaded(page, Asking.SAVE_EXCEL, ".xlsx"))).worksheets
    assert sheet.max_row == len(found) + 1
    assert sheet.cell(2, 1).is_date
    link = sheet.cell(2, sheet.max_column).hyperlink
    page.goto(f"{link.target}#{link.location}")
    expect(page.locator(f"#{Ui.QUOTE_ANCHOR}")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name=re.compile(f"^{Ui.OPEN_IN_DOCUMENT}")).first.click()
    expect(page.locator(f"#{Ui.QUOTE_ANCHOR}")).to_be_focused()


@pytest.mark.browser
def test_finality_is_a_filter_that_a_link_carries(page: Page, knowledge: KnowledgeBase) -> None:
    final = [each for each in knowledge.decisions() if each.final]
    opened(page, f"/{Ui.PATH_DECISIONS}?{Asking.PARAM_FINAL}={quote(Asking.FINALITY_LABELS[0])}")
    expect(page.locator(".kb-status")).to_contain_text(f"{len(final)} af ")
    expect(page.get_by_role("button", name=Ui.CLEAR_FILTERS)).to_be_visible()
    page.get_by_role("button", name=Ui.CLEAR_FILTERS).click()
    expect(page.locator(".kb-status")).to_have_text(words.decisions(len(knowledge.decisions())))


@pytest.mark.browser
def test_a_column_of_the_timeline_leads_to_its_decisions(page: Page, knowledge: KnowledgeBase) -> None:
    of_2023 = sum(each.date is not None and each.date.year == 2023 for each in knowledge.decisions())
    opened(page, f"/{Ui.PATH_DECISIONS}")
    column = page.locator(".kb-chart").get_by_role("link", name="2023")
    column.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kb-status")).to_contain_text(f"{of_2023} af ")
    month = page.locator(".kb-chart").get_by_role("link").first
    count = re.search(r": (\d+) beslutning", month.get_attribute("title") or "")
    assert count
    month.click()
    expect(page).to_have_url(re.compile(f"{Ui.PARAM_PERIOD}=2023-"))
    expect(page.locator(".kb-status")).to_contain_text(f"{count[1]} af ")


@pytest.mark.browser
def test_every_number_of_a_comparison_leads_to_as_many_decisions(
    page: Page, knowledge: KnowledgeBase
) -> None:
    opened(page, COMPARED)
    numbers = page.locator(".kb-numbers td a")
    expect(numbers.first).to_be_visible()
    wanted = [
        (each.get_attribute("href") or "", (each.inner_text().split(",")[0]).strip())
        for each in numbers.all()
    ]
    assert len(wanted) > 12
    total = len(knowledge.decisions())
    for address, count in wanted[:: max(1, len(wanted) // 6)]:
        opened(page, address)
        expect(page.locator(".kb-status")).to_have_text(re.compile(rf"^{count} af {total} beslutninger$"))


@pytest.mark.browser
def test_a_comparison_is_opened_changed_shared_and_closed(page: Page) -> None:
    opened(page, f"/{Ui.PATH_DECISIONS}")
    page.get_by_role("link", name=Asking.COMPARE_OPEN).click()
    heads = page.locator(".kb-numbers thead").first
    expect(heads).to_contain_text("2024")
    expect(page.get_by_role("heading", name=Asking.COMPARE)).to_be_visible()
    thumb = page.get_by_role("slider", name="Første periode, fra")
    thumb.focus()
    page.keyboard.press("ArrowLeft")
    expect(heads).to_contain_text("2023–2024")
    page.reload()
    expect(heads).to_contain_text("2023–2024")
    page.get_by_role("link", name=Asking.COMPARE_CLOSE).click()
    expect(page.get_by_role("heading", name=Ui.TIMELINE)).to_be_visible()


@pytest.mark.browser
def test_one_decision_has_an_address_of_its_own(page: Page, knowledge: KnowledgeBase) -> None:
    row = knowledge.decisions()[3]
    opened(page, f"/{Ui.PATH_DECISIONS}")
    card = page.locator(f"#{register.anchor(row)}")
    card.get_by_role("link", name=re.compile(f"^{Asking.LINK_TO_ROW}")).click()
    expect(page.get_by_text(Asking.ONE_ROW)).to_be_visible()
    expect(page.locator(".kb-rows > li")).to_have_count(1)
    expect(page.locator(f"#{register.anchor(row)}")).to_contain_text(row.title)
    opened(page, f"/{Ui.PATH_DECISIONS}?{Ui.PARAM_DOCUMENT}=findes-ikke.pdf&{Ui.PARAM_SPAN}=1-2")
    expect(page.get_by_role("alert")).to_contain_text(Asking.NO_SUCH_ROW)


@pytest.mark.browser
def test_a_case_worker_sees_planned_and_missing_minutes_and_copies_a_history(
    page: Page, knowledge: KnowledgeBase, base: str
) -> None:
    opened(page, f"/{Ui.PATH_CASES}?{Ui.PARAM_TEXT}=TRIO")
    page.get_by_role("link", name=knowledge.case(TRIO).title).click()
    steps = page.locator(".kb-step")
    expect(steps).to_have_count(3)
    expect(page.locator(".kb-step-missing")).to_have_count(2)
    expect(page.locator(".kb-step-missing").last).to_contain_text("Referatet findes ikke i materialet")
    expect(
        page.get_by_text("1 behandling med referat, 2 behandlinger, hvor referatet mangler")
    ).to_be_visible()
    history = page.get_by_role("region", name=Asking.HISTORY)
    expect(history).to_contain_text(
        "Referatet fra Kommunalbestyrelsen den 13-12-2022 findes ikke i materialet"
    )
    history.get_by_role("button", name=Asking.COPY_HISTORY).click()
    expect(history.get_by_role("button", name=Ui.COPIED)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Sagen blev behandlet i Økonomiudvalget den 06-12-2022 [2]." in copied
    assert f"{base}/dokument?id=norddjurs%2Foek-2022-12-06-trio-stormoede.pdf&tegn=" in copied
    assert downloaded(page, Asking.SAVE_DOCX, "historik.docx").startswith(b"PK")
    history.locator(".kb-ref").first.click()
    expect(page.locator("#historik-1")).to_be_in_viewport()
    history.locator("#historik-2 a").click()
    expect(page.locator(f"#{Ui.QUOTE_ANCHOR}")).to_contain_text("Tiltrådt.")


@pytest.mark.browser
def test_two_papers_are_compared_from_the_case_swapped_and_shared(
    page: Page, knowledge: KnowledgeBase
) -> None:
    found = knowledge.case(TRIO)
    pair = difference.first_pair(found)
    assert pair
    opened(page, CASE)
    page.get_by_role("link", name=Asking.VERSIONS_OPEN).click()
    expect(page.locator(".kb-pair").first).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape(quote(address_of(pair[0]), safe=""))))
    summary = page.get_by_role("region", name=Asking.SUMMARY)
    expect(summary).to_contain_text("1 afsnit ændret, 7 nye afsnit, 4 afsnit fjernet.")
    expect(page.locator("del").first).to_contain_text("Udkast")
    page.get_by_role("link", name=Asking.SWAP).click()
    expect(summary).to_contain_text("4 nye afsnit, 7 afsnit fjernet.")
    page.reload()
    expect(summary).to_contain_text("4 nye afsnit, 7 afsnit fjernet.")
    page.locator(".kb-pages a").first.click()
    expect(page.locator(f"#{Ui.QUOTE_ANCHOR}")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("combobox", name=Asking.AFTER).click()
    page.get_by_role("option", name=re.compile("oek-2022-12-06")).click()
    expect(page).to_have_url(re.compile("oek-2022-12-06"))
    expect(page.locator(".kb-papers")).to_contain_text("norddjurs/oek-2022-12-06-trio-stormoede.pdf")
    expect(summary).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("address", [VERSIONS, COMPARED], ids=["versions", "years"])
def test_everything_seen_or_read_aloud_is_danish(page: Page, address: str) -> None:
    opened(page, address)
    if page.get_by_role("combobox", name=Asking.AFTER).count():
        page.get_by_role("combobox", name=Asking.AFTER).click()
        expect(page.get_by_role("option").first).to_be_visible()
    spoken = page.evaluate(
        """() => [...document.querySelectorAll('body *')].flatMap(e => e.closest('.stHtml') ? [] : [
            ...['aria-label', 'title', 'placeholder', 'alt'].map(name => e.getAttribute(name)),
            ...(e.closest('[data-testid=stIconMaterial], script, style') ? [] :
                [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data))
        ]).filter(s => s && s.trim()).map(s => s.trim())"""
    )
    common = re.compile(
        r"\b(the|and|to|open|clear|remove|select|selected|search|press|start|end|choose|option)\b", re.I
    )
    assert [text for text in dict.fromkeys(spoken) if common.search(text)] == []
