"""What the page says and how it says it: words, HTML, and that nothing from outside becomes HTML."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

import pytest

from kb.answers.followup import FollowUp
from kb.datatypes import Filter, Manifest, Recognised, SectionKind, Status
from kb.errors import IndexStateError, UsageError
from kb.strings_da import STATUS_BADGES
from kb.strings_da.ui import Ui
from kb.ui import asked, cards, context, frontpage, render, words
from tests.ui.records import EVIL, answer, citation, document, hit

MANIFEST = Manifest(5, "1", "2026-11-22T12:00:00+00:00", EVIL, EVIL, "", 1, "", 12, 120)


class Seen(HTMLParser):
    """Collects the tags, the ids and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(**changes: object) -> str:
    """The answer and its card for one citation with the given fields changed."""
    source = context.source(document(), citation(**changes))  # type: ignore[arg-type]
    found = answer("Hvad?", source.citation)
    return render.answer(found, [source], "") + cards.sources([source], found.question)


def test_an_answer_names_document_committee_date_section_and_page() -> None:
    text = Seen(shown()).text
    for part in ("Tiltrådt.", "Stormøde", "Økonomiudvalget", "6. december 2022", "Beslutning", "side 4"):
        assert part in text
    assert "Beslutning i Økonomiudvalget" not in text


def test_an_inferred_page_says_so() -> None:
    assert "ca. side 4" in shown(page_inferred=True)


def test_the_quote_is_marked_in_its_context() -> None:
    html = shown(quote="Alle arbejdspladser var med.")
    assert "i Fjordby. <mark>Alle arbejdspladser var med.</mark> Dagen" in html


def test_chip_popover_card_and_way_back_belong_together() -> None:
    seen = Seen(shown())
    assert {"svar-1", "uddrag-1", "kilde-1"} <= set(seen.ids)
    assert len(seen.ids) == len(set(seen.ids))
    assert ("popovertarget", "uddrag-1") in seen.attributes
    assert ("href", "#kilde-1") in seen.attributes
    assert ("href", "#svar-1") in seen.attributes


@pytest.mark.parametrize("field", ["title", "committee", "section", "document"])
def test_a_value_from_a_document_stays_text(field: str) -> None:
    seen = Seen(shown(**{"section_kind": SectionKind.UNKNOWN, field: EVIL}))
    assert "script" not in seen.tags
    assert EVIL in seen.text


def test_a_quote_a_question_and_an_error_stay_text() -> None:
    source = context.source(document(), citation())
    evil = context.Source(citation(quote=EVIL), context.Excerpt(EVIL, EVIL, EVIL, True, True), source.whole)
    pieces = (
        render.answer(answer(f'"{EVIL}', evil.citation), [evil], EVIL),
        cards.sources([evil], f'"{EVIL}', f'"{EVIL}'),
        cards.nearest([hit(EVIL, title=EVIL, document=EVIL)]),
        render.abstention(answer(EVIL), EVIL, True),
        render.status(EVIL),
        render.problem(UsageError("unknown_document", document=EVIL)),
        render.no_index(IndexStateError("no_index", path=EVIL), EVIL),
        frontpage.welcome(MANIFEST, [EVIL]),
        asked.continued(FollowUp(EVIL, EVIL, EVIL, (Recognised(EVIL, EVIL, 0, 0),)), (EVIL,)),
        asked.within_case(EVIL),
    )
    for html in pieces:
        seen = Seen(html)
        assert "script" not in seen.tags
        assert EVIL in seen.text or any(EVIL in (value or "") for _, value in seen.attributes)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.AGENDA])
def test_what_is_not_decided_is_marked_at_the_quote_and_at_the_source(status: Status) -> None:
    assert shown(status=status, section_kind=SectionKind.CASE).count(STATUS_BADGES[status]) == 2


def test_an_earlier_decision_that_an_agenda_quotes_is_not_called_undecided() -> None:
    assert STATUS_BADGES[Status.AGENDA] not in shown(status=Status.AGENDA, section_kind=SectionKind.DECISION)


def test_an_agenda_item_is_named_before_the_paper_that_it_stands_in() -> None:
    seen = shown(item="Takst for parkering", title="Referat fra møde i Byrådet")
    assert '<p class="kb-title">Takst for parkering</p>' in seen
    assert "<span>Referat fra møde i Byrådet</span>" in seen


def test_minutes_are_marked_at_the_source_only() -> None:
    assert shown(status=Status.MINUTES).count(f">{STATUS_BADGES[Status.MINUTES]}<") == 1


def test_a_recommendation_is_not_shown_as_a_decision() -> None:
    assert "Indstilling – ikke en beslutning" in shown(section_kind=SectionKind.RECOMMENDATION, section="")


def test_renditions_are_counted_and_named() -> None:
    html = shown(renditions=("fjordby/kopi.docx",))
    assert "2 udgaver" in html
    assert "fjordby/kopi.docx" in html
    assert "udgaver" not in shown()


def test_a_source_can_be_copied_ready_to_paste() -> None:
    expected = 'Økonomiudvalget 06-12-2022, Beslutning, s. 4: "Tiltrådt." (stormoede.pdf)'
    assert words.copy_ready(citation()) == expected
    assert ("data-copy", expected) in Seen(shown()).attributes
    bare = citation(committee=None, date=None, page_inferred=True)
    assert words.copy_ready(bare) == 'Stormøde, Beslutning, ca. s. 4: "Tiltrådt." (stormoede.pdf)'


def test_the_nearest_passages_are_each_marked_as_no_answer() -> None:
    html = cards.nearest([hit("Et sted."), hit("Et andet.")])
    assert html.count(Ui.NOT_AN_ANSWER) == 2
    assert "%" not in Seen(html).text
    assert html.count('href="/dokument?id=fjordby%2Fstormoede.pdf') == 2
    assert cards.nearest([]) == ""


def test_advice_to_clear_filters_is_given_only_with_filters() -> None:
    assert Ui.ADVICE_FILTERS in render.abstention(answer("Hvad?"), "", True)
    assert Ui.ADVICE_FILTERS not in render.abstention(answer("Hvad?"), "", False)


def test_a_blank_line_stays_in_the_text() -> None:
    assert Seen(render.prose("et\n\nto < tre")).text == "et\n\nto < tre"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ""),
        ({"intent": "fact"}, ""),
        ({"intent": "when", "committees": ["Byrådet"]}, "hvornår · Byrådet"),
        ({"from": "2022-01-01", "to": "2022-12-31"}, "2022"),
        ({"from": "2022-01-01", "to": "2023-12-31"}, "2022–2023"),
        ({"from": "2022-12-06", "to": "2022-12-06"}, "6. december 2022"),
        ({"from": "2022-03-01", "to": None}, "fra 1. marts 2022"),
        ({"from": "nonsense", "committees": 3}, ""),
    ],
)
def test_how_a_question_was_understood(given: dict[str, object], expected: str) -> None:
    assert words.understood(given) == expected


def test_documents_are_counted_in_danish() -> None:
    counted = [words.documents(count) for count in (0, 1, 12345)]
    assert counted == ["0 dokumenter", "1 dokument", "12.345 dokumenter"]


def test_a_timestamp_becomes_a_day() -> None:
    assert words.timestamp("2026-11-22T12:00:00+00:00") == "22. november 2026"
    assert words.timestamp("i går") == "i går"


def test_a_filter_is_described_in_words() -> None:
    where = Filter(
        committees=("Byrådet",),
        date_from=dt.date(2022, 1, 1),
        date_to=dt.date(2022, 12, 31),
        sections=(SectionKind.DECISION,),
    )
    assert words.filters(where) == "Byrådet · 2022 · Beslutning"
    assert words.filters(Filter()) == ""
