"""The parts of the pages about documents without a browser: finding, wrapping, facets, the sources' bar."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html import unescape

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from kb.datatypes import DocumentSummary, Filter, Original, SectionKind, Status, TitleSource, Whereabouts
from kb.knowledge import KnowledgeBase
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address, filters, hits, paper, sheet, shelf
from kb.ui.finding import MOST, Found, find
from kb.ui.layers import Wrap, wrapped
from kb.ui.reading import Reading, View, reading_of
from tests.ui.records import DECISION, EVIL, answer, citation, document
from tests.ui.test_render import Seen


@pytest.fixture(autouse=True)
def _address(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address of its own for every test, without a browser."""
    monkeypatch.setattr(address, "params", lambda: {})
    return


def at(monkeypatch: pytest.MonkeyPatch, **params: str | list[str]) -> None:
    """The address has these parameters."""
    held = {name: [value] if isinstance(value, str) else value for name, value in params.items()}
    monkeypatch.setattr(address, "params", lambda: held)
    monkeypatch.setattr(address, "value", lambda name: held.get(name, [""])[-1].strip())
    monkeypatch.setattr(st, "query_params", {name: each[-1] for name, each in held.items()})


# finding


def test_what_is_typed_is_found_whatever_its_case_and_line_breaks() -> None:
    text = "Byrådet vedtog\nseniorpolitikken. BYRÅDET VEDTOG  SENIORPOLITIKKEN igen."
    found = find(text, "  byrådet vedtog seniorpolitik ")
    assert [text[start:end] for start, end in found.places] == [
        "Byrådet vedtog\nseniorpolitik",
        "BYRÅDET VEDTOG  SENIORPOLITIK",
    ]
    assert (found.typed, found.apart, found.more) == ("byrådet vedtog seniorpolitik", False, False)


def test_words_that_do_not_stand_together_are_found_apart() -> None:
    text = "Planen blev vedtaget. Byrådet holdt møde."
    found = find(text, "byrådet planen")
    assert found.apart
    assert [text[start:end] for start, end in found.places] == ["Planen", "Byrådet"]
    assert find(text, "byrådet findesikke").places == ()


@pytest.mark.parametrize("typed", ["", "   ", "\n\t"])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    assert find("alt muligt", typed) == Found("")


@pytest.mark.parametrize("typed", [".*", "(", "[a-z]", "\\", "a{1,9}", "|"])
def test_signs_are_looked_for_as_they_are(typed: str) -> None:
    assert find("ingen tegn her", typed).places == ()
    assert find(f"før {typed} efter", typed).places == ((4, 4 + len(typed)),)


def test_many_places_are_counted_up_to_a_limit() -> None:
    found = find("en " * (MOST + 10), "en")
    assert (len(found.places), found.more) == (MOST, True)
    assert find("en " * MOST, "en").more is False


# wrapping

spans = some.lists(some.integers(0, 40), min_size=0, max_size=8).map(
    lambda ends: tuple(zip(sorted(set(ends))[::2], sorted(set(ends))[1::2], strict=False))
)


@given(some.text(alphabet="ab \n<&", min_size=40, max_size=40), spans, spans, spans)
def test_wrapping_keeps_every_character_and_nests(
    text: str, outer: tuple[tuple[int, int], ...], middle: tuple[tuple[int, int], ...], inner: object
) -> None:
    layers = [
        [Wrap(start, end, tag, f' class="{tag}"', f' id="{tag}-{start}"') for start, end in each]
        for tag, each in (("mark", outer), ("span", middle), ("b", inner))  # type: ignore[arg-type]
    ]
    seen = Seen(wrapped(text, 3, 37, layers))
    assert seen.text == text[3:37]
    assert len(seen.ids) == len(set(seen.ids))
    assert {each for each in seen.ids if each.startswith("mark")} == {
        f"mark-{start}" for start, end in outer if 3 <= start < min(end, 37)
    }


def test_the_outermost_wrap_is_one_element() -> None:
    html = wrapped("Beslutning godkendt", 0, 19, [[Wrap(0, 19, "mark")], [Wrap(4, 15, "b", "", " id")]])
    assert html == "<mark>Besl<b id>utning godk</b>endt</mark>"
    cut = wrapped("Beslutning godkendt", 0, 19, [[Wrap(6, 19, "mark")], [Wrap(4, 15, "b", "", " id")]])
    assert cut == "Besl<b id>ut</b><mark><b>ning godk</b>endt</mark>"


# one document


def test_the_address_says_which_page_is_shown(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = knowledge.document("fjordby/referat-byraadet-2023-05-29.pdf")
    second = source.pages[1]
    assert reading_of(source, pictured=True).page.number == 1
    at(monkeypatch, tegn=f"{second.start + 5}-{second.start + 9}")
    reading = reading_of(source, pictured=True)
    assert (reading.page.number, reading.quote) == (2, (second.start + 5, second.start + 9))
    at(monkeypatch, tegn=f"{second.start + 5}-{second.start + 9}", side="3")
    assert reading_of(source, pictured=True).page.number == 3
    at(monkeypatch, side="99999")
    assert reading_of(source, pictured=True).page.number == len(source.pages)


def test_what_is_looked_for_decides_the_page(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = knowledge.document("fjordby/referat-byraadet-2023-05-29.pdf")
    at(monkeypatch, find="Havnefestival", fund="2")
    reading = reading_of(source, pictured=True)
    assert reading.at == 2
    assert source.page_at(reading.found.places[1][0]) == reading.page
    at(monkeypatch, find="Havnefestival", fund="999")
    assert reading_of(source, pictured=True).at == len(reading.found.places)
    at(monkeypatch, find="Havnefestival", side="2")
    assert reading_of(source, pictured=True).at == 0


@pytest.mark.parametrize(
    "hostile",
    [
        {"side": "-1"},
        {"side": "1e9"},
        {"side": "²"},
        {"side": "99999999999999999999"},
        {"tegn": "0-99999999999999"},
        {"tegn": "5-4"},
        {"find": "(" * 5000},
        {"fund": "-7", "find": "a"},
        {"visning": EVIL},
        {"find": EVIL},
    ],
)
def test_what_makes_no_sense_in_an_address_is_passed_over(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, hostile: dict[str, str]
) -> None:
    source = knowledge.document("fjordby/referat-byraadet-2023-05-29.pdf")
    at(monkeypatch, id=source.id, **hostile)
    reading = reading_of(source, pictured=True)
    assert reading.view is View.BOTH
    seen = Seen(sheet.sheet(reading, "x") + sheet.search(reading) + paper.contents(reading, whole=False))
    assert "script" not in seen.tags
    assert source.pages[0].start <= reading.page.start < source.pages[-1].end


def test_a_document_without_pictures_shows_its_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, visning="stor")
    assert reading_of(document(), pictured=False).view is View.TEXT


def test_the_picture_says_which_page_it_is_and_where_its_text_stands() -> None:
    source = replace(document(), title='Stormøde "2022" <b>')
    reading = Reading(source, View.BOTH, source.pages[0])
    seen = Seen(sheet.sheet(reading, ""))
    assert ("alt", f"Side 1 af 1 i {source.title}. Teksten står ved siden af.") in seen.attributes
    assert ("src", "/kb/side/000000000000/1.png?id=fjordby%2Fstormoede.pdf") in seen.attributes
    assert "b" not in seen.tags


def test_a_page_without_text_says_so() -> None:
    source = replace(document(), text=" " * 20)
    assert Doc.EMPTY_PAGE in sheet.sheet(Reading(source, View.BOTH, source.pages[0]), "")


@pytest.mark.parametrize("state", [Whereabouts.GONE, Whereabouts.CHANGED, Whereabouts.WITHHELD])
def test_it_is_said_why_a_file_is_not_shown(state: Whereabouts) -> None:
    source = replace(document(), warnings=("closed_parts",) if state is Whereabouts.WITHHELD else ())
    told = paper.notes(source, Original(source.id, state), "6. december 2022")
    assert told.count("<li>") == 1
    assert unescape(Doc.NOT_SHOWN[state].format(date="6. december 2022")) in unescape(told)
    assert paper.notes(document(), Original(source.id, Whereabouts.FOUND), "") == ""


def test_the_contents_lead_to_every_section(knowledge: KnowledgeBase) -> None:
    source = knowledge.document("fjordby/referat-byraadet-2023-05-29.pdf")
    seen = Seen(paper.contents(Reading(source, View.BOTH, source.pages[0]), whole=False))
    assert [each for each in seen.attributes if each[0] == "href" and each[1].startswith("#")] == [
        ("href", f"#afsnit-{each.ordinal}")
        for each in source.sections
        if each.heading and source.page_at(each.start).number == 1
    ]
    whole = Seen(paper.body(Reading(source, View.TEXT, source.pages[0])))
    assert {f"afsnit-{each.ordinal}" for each in source.sections if each.heading} <= set(whole.ids)
    marks = [Ui.PAGE_MARK.format(n=page.number) for page in source.pages]
    assert all(mark in whole.text for mark in marks)
    assert "".join(source.text.split()) == "".join(re.sub("|".join(marks), "", whole.text).split())


# the sources of an answer


def test_the_bar_tells_where_the_reader_is_and_leads_on_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    cited = tuple(replace(citation(), n=number, document=f"{number}.pdf") for number in (1, 2, 3))
    found = answer("Hvad <b> skete?", *cited)
    at(monkeypatch, q=found.question, kilde="2", id="2.pdf", udvalg=["Byrådet", "Økonomiudvalget"], side="1")
    here = hits.cited(found, "2.pdf", (cited[1].start, cited[1].end))
    assert here == cited[1]
    seen = Seen(hits.bar(found.question, found, here))
    assert "Kilde 2 af 3 til: Hvad <b> skete?" in seen.text
    ways = [value for name, value in seen.attributes if name == "href"]
    asked = "q=Hvad+%3Cb%3E+skete%3F"
    assert ways[
        0
    ] == f"/dokument?{asked}&udvalg=Byr%C3%A5det&udvalg=%C3%98konomiudvalget&kilde=1&id=1.pdf" + (
        f"&tegn={cited[0].start}-{cited[0].end}#citat"
    )
    assert "kilde=3&id=3.pdf" in ways[1]
    assert ways[2] == f"/?{asked}&udvalg=Byr%C3%A5det&udvalg=%C3%98konomiudvalget#svar-2"


@pytest.mark.parametrize(
    "params", [{"kilde": "9"}, {"kilde": "x"}, {"kilde": "2"}, {"kilde": "1", "id": "andet.pdf"}]
)
def test_a_source_that_the_answer_does_not_have_leads_back_only(
    monkeypatch: pytest.MonkeyPatch, params: dict[str, str]
) -> None:
    found = answer("Hvad skete?", citation())
    at(monkeypatch, q="Hvad skete?", **params)
    span = (1, 2) if params["kilde"] in ("x", "1") else (citation().start, citation().end)
    here = hits.cited(found, params.get("id", "fjordby/stormoede.pdf"), span)
    assert here is None
    assert Seen(hits.bar("Hvad skete?", found, here)).tags.count("a") == 1


def test_the_link_to_a_citation_has_all_that_is_needed() -> None:
    cited = citation(DECISION)
    link = unescape(address.to_citation(cited, "Hvad?", {"uden": ["committee:Byrådet"], "tom": None}))
    assert link == (
        "/dokument?uden=committee%3AByr%C3%A5det&q=Hvad%3F&kilde=1&id=fjordby%2Fstormoede.pdf"
        f"&tegn={cited.start}-{cited.end}#citat"
    )


def test_the_filter_of_an_address_is_the_one_that_was_written_there(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    facets = knowledge.facets()
    first, last = sorted(facets.years)[1], max(facets.years)
    for where in (
        Filter(),
        Filter(committees=facets.committees[:2], sections=(SectionKind.DECISION,)),
        Filter(date_from=dt.date(first, 1, 1), date_to=dt.date(last, 12, 31)),
        Filter(date_from=dt.date(2022, 3, 1)),
    ):
        at(monkeypatch, **filters.in_address(where))  # type: ignore[arg-type]
        assert filters.of_address(facets) == where
    at(monkeypatch, udvalg="Findes ikke", aar="1234", afsnit=EVIL, periode="x/y")
    assert filters.of_address(facets) == Filter()


# the list of documents


def summary(name: str, **changes: object) -> DocumentSummary:
    """A document of the list with the given fields changed."""
    held = DocumentSummary(
        name, name, TitleSource.HEADING, None, None, False, Status.UNKNOWN, None, "pdf", 1, 1, None, ()
    )
    return replace(held, **changes)  # type: ignore[arg-type]


SHELF = (
    summary("a/1.pdf", title="Ærlighed", status=Status.DRAFT, date=dt.date(2020, 1, 1)),
    summary("a/2.docx", title="Arbejde", format="docx", date=dt.date(2022, 1, 1), date_inferred=True),
    summary("b/3.pdf", title="Zoo", status=Status.DRAFT, duplicate_of="a/1.pdf"),
    summary("løs.pdf", title="Ådal", status=Status.MINUTES),
)


def test_values_of_a_facet_add_up_and_facets_restrict_each_other() -> None:
    def left(**chosen: list[str]) -> list[str]:
        return [each.id for each in shelf.narrowed(SHELF, chosen)]

    assert left() == [each.id for each in SHELF]
    assert left(status=["udkast", "referat"]) == ["a/1.pdf", "b/3.pdf", "løs.pdf"]
    assert left(status=["udkast"], samling=["b"]) == ["b/3.pdf"]
    assert left(samling=["/"]) == ["løs.pdf"]
    assert left(format=[EVIL]) == []


def test_counts_are_of_what_the_other_facets_leave() -> None:
    status, collection, formats = shelf.choices(SHELF, SHELF, {"status": ["udkast"]})
    assert list(status.values.values()) == ["Referat (1)", "Status ukendt (1)", "Udkast (2)"]
    assert list(collection.values.values()) == ["a (1)", "b (1)", "Uden mappe (0)"]
    assert dict(formats.values) == {"pdf": "PDF (2)", "docx": "Word (0)"}


def test_the_newest_come_first_or_titles_in_danish_order() -> None:
    assert [each.id for each in shelf.ordered(SHELF, "")] == ["a/2.docx", "a/1.pdf", "b/3.pdf", "løs.pdf"]
    assert [each.title for each in shelf.ordered(SHELF, "titel")] == ["Arbejde", "Zoo", "Ærlighed", "Ådal"]


def test_a_row_tells_what_is_known_and_what_is_inferred() -> None:
    same = shelf.same_text(SHELF)
    assert same == {"a/1.pdf": ["b/3.pdf"], "b/3.pdf": ["a/1.pdf"]}
    seen = Seen(shelf.rows([replace(SHELF[0], title=EVIL), SHELF[1]], {}, same))
    assert "1. januar 2022 (datoen er udledt)" in seen.text
    assert "1. januar 2020 1 side PDF" in seen.text.replace("·", "")
    assert "Samme tekst som b/3.pdf" in seen.text
    assert Ui.NO_COMMITTEE in seen.text
    assert "script" not in seen.tags
