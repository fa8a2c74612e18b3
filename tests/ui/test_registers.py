"""The lists and pages of the registers as HTML: every fact in words, nothing from outside as HTML."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.datatypes import (
    Decision,
    Document,
    Filter,
    OutcomeClass,
    Part,
    Participation,
    PointOutcome,
    Presence,
    Recognised,
    SectionKind,
    Sense,
    SenseKind,
    Statement,
    StatementKind,
    Tally,
    Tenure,
    Term,
    VoteSide,
)
from kb.strings_da import CONFLICT_SUBJECTS, RELATION_REASONS
from kb.strings_da.answers import ROUTE_LEAD
from kb.strings_da.ui import Ui
from kb.ui import address, asked, chart, filters, lexicon, matter, paper, register, words
from kb.ui.narrow import holding
from kb.ui.reading import Reading, View, span
from tests.ui.records import CASE, EVIL, answer, case, citation, decision, document, evidence
from tests.ui.test_render import Seen

LINK = "/dokument?id=fjordby%2Fstormoede.pdf&tegn="


def card(**changes: object) -> str:
    """The card of one decision of the register with the given fields changed."""
    return register.full([register.Row(decision(**changes), document(), "fjordby~2Fstormoede.pdf")])


def test_a_decision_tells_what_it_amounts_to_beside_its_words() -> None:
    seen = Seen(card(final=False, recommendation="at orienteringen godkendes", recommender="Direktøren"))
    for part in (
        "Stormøde",
        "6. december 2022",
        "Økonomiudvalget",
        "side 1",
        "Taget til efterretning",
        Ui.NOT_FINAL,
        "Tiltrådt",
        "at orienteringen godkendes",
        "Direktøren",
    ):
        assert part in seen.text
    row = decision()
    assert ("href", f"{LINK}{row.start}-{row.end}#citat") in seen.attributes
    assert ("href", "/sager?sag=fjordby~2Fstormoede.pdf") in seen.attributes
    assert Ui.FINAL not in Seen(card(final=None)).text.replace(Ui.NOT_FINAL, "")


def test_votes_points_statements_and_absence_are_told_as_recorded() -> None:
    text = document().text
    start = text.index("Dagen sluttede")
    away = Participation("Ida Holm", Presence.NOT_PARTICIPATING, None, None, None, None, 0, 1)
    seen = Seen(
        card(
            tallies=(Tally(VoteSide.AGAINST, 3, ("Bo Lind",), ("A",), False, 0, 1),),
            points=(
                PointOutcome(
                    "2", "Anbefales", OutcomeClass.RECOMMENDED, OutcomeClass.RECOMMENDED, None, 0, 1
                ),
            ),
            statements=(Statement(StatementKind.DISSENT, ("Liste Ø",), start, start + 14),),
            not_participating=("Ida Holm",),
            participations=(away,),
        )
    ).text
    assert f"Imod 3: Bo Lind, A ({Ui.INCONSISTENT})" in seen
    assert "Punkt 2: Anbefales Anbefalet" in seen
    assert "MindretalsudtalelseListe Ø: Dagen sluttede" in seen
    assert f"Ida Holm ({Ui.NO_REASON})" in seen


def test_nothing_from_a_document_becomes_html() -> None:
    evil = {
        name: EVIL for name in ("title", "committee", "outcome", "recommendation", "recommender", "votes")
    }
    made = card(**evil, not_participating=(EVIL,))
    matters = case(title=EVIL, numbers=(EVIL,))
    papers = {each: matter.Paper(each, replace(document(), title=EVIL)) for each in matters.parts}
    made += matter.head(matters) + matter.papers(papers) + matter.relations(matters, papers)
    sense = Sense(SenseKind.EXPANSION, EVIL, EVIL, None, evidence(), 1)
    made += lexicon.terms([Term(EVIL, (sense,))])
    made += lexicon.tenures([Tenure(EVIL, EVIL, EVIL, None, None, ())])
    made += paper.body(reading(replace(document(), text=EVIL * 20), (0, 10)))
    assert "script" not in Seen(made).tags
    assert Seen(made).text.count("<script>") > 10


def test_a_case_tells_how_far_each_step_has_come() -> None:
    seen = Seen(matter.steps(case())).text
    assert "Økonomiudvalget6. december 2022BehandletTaget til efterretning" in seen
    assert f"Byrådet20. december 2022 ({Ui.YEAR_INFERRED})Referatet findes ikke i materialet" in seen
    assert Ui.NO_STEPS in matter.steps(case(steps=()))
    assert Ui.HAS_MISSING in matter.head(case())
    assert Ui.HAS_MISSING not in matter.head(case(steps=case().steps[:1]))


def test_conflicting_sources_stand_side_by_side_with_their_weight() -> None:
    seen = Seen(matter.conflicts(case(), {"fjordby/stormoede.pdf": document()}))
    assert CONFLICT_SUBJECTS["event_date"] in seen.text
    first, last = seen.text.index(Ui.CLAIM_FIRST), seen.text.index(Ui.CLAIM_OTHER)
    assert first < seen.text.index("6. oktober 2022") < last < seen.text.index("5. april 2022")
    open_ = case(conflicts=(replace(case().conflicts[0], settled=False),))
    text = Seen(matter.conflicts(open_, {})).text
    assert text.count(Ui.CLAIM_OPEN) == 2
    assert Ui.CLAIM_FIRST not in text
    assert matter.conflicts(case(conflicts=()), {}) == ""


def test_a_relation_is_told_in_words_with_its_reasons() -> None:
    papers = {each: matter.Paper(each, replace(document(), id=each.document)) for each in case().parts}
    text = Seen(matter.relations(case(), papers)).text
    assert "Stormøde (fjordby/udkast.pdf) er et udkast til Stormøde (fjordby/stormoede.pdf)" in text
    assert RELATION_REASONS["case_number"] in text
    assert "sikkerhed 90 %" in text


def test_many_sources_open_behind_a_line() -> None:
    html = matter.evidences([evidence(CASE[: 20 + n]) for n in range(5)], "Byrådet")
    assert html.index("<details>") > html.index(CASE[:21])
    assert "3 mere" in html
    assert "<details>" not in matter.evidences([evidence()])
    assert matter.evidences([]) == ""


def dated(*days: str, effect: OutcomeClass = OutcomeClass.ADOPTED) -> list[Decision]:
    """Decisions of these days."""
    return [decision(date=dt.date.fromisoformat(day), effect=effect) for day in days]


def test_the_timeline_counts_by_month_and_over_a_longer_time_by_year() -> None:
    months = chart.columns(dated("2022-11-01", "2022-11-30", "2023-01-02"))
    assert [(each.name, each.short, each.total) for each in months] == [
        ("november 2022", "nov", 2),
        ("december 2022", "dec", 0),
        ("januar 2023", "2023", 1),
    ]
    years = chart.columns([*dated("2019-01-01"), *dated("2021-12-31", effect=OutcomeClass.POSTPONED)])
    assert [(each.name, each.counts) for each in years] == [
        ("2019", (1, 0, 0, 0, 0)),
        ("2020", (0, 0, 0, 0, 0)),
        ("2021", (0, 0, 0, 1, 0)),
    ]
    assert chart.columns([decision(date=None)]) == ()
    assert chart.timeline(dated("2022-11-01")) == ""


def test_the_timeline_says_its_numbers_in_words_and_in_a_table() -> None:
    seen = Seen(chart.timeline([*dated("2022-11-01", "2022-12-01", "2022-12-03"), decision(date=None)]))
    said = "3 beslutninger fra november 2022 til december 2022. Flest i december 2022: 2."
    assert said in seen.text
    assert "december 202222" in seen.text
    assert "1 uden dato" in seen.text


def test_every_effect_belongs_to_one_group_with_a_name() -> None:
    assert sorted(each for members in register.GROUPS for each in members) == sorted(OutcomeClass)
    assert len(Ui.EFFECT_GROUPS) == len(register.GROUPS)


def term(name: str, *meanings: str) -> Term:
    """A term with these meanings."""
    day = dt.date(2022, 1, 2)
    return Term(name, tuple(Sense(SenseKind.EXPANSION, each, None, day, evidence(), 2) for each in meanings))


def test_the_glossary_follows_the_danish_alphabet_and_counts_meanings() -> None:
    seen = Seen(
        lexicon.terms(
            [term("Åben skole", "x"), term("øk", "Økonomi"), term("APV", "a", "b"), term("5G", "x")]
        )
    )
    places = [seen.text.index(each) for each in ("APV", "øk", "Åben skole", "5G")]
    assert places == sorted(places)
    assert "APV 2 betydninger" in seen.text
    assert "2 dokumenter siger det samme" in seen.text
    assert {"bogstav-65", "bogstav-216", "bogstav-197"} <= set(seen.ids)


def test_a_role_tells_from_when_to_when_it_was_seen() -> None:
    held = Tenure(
        "borgmester", "Ida Holm", "Fjordby", dt.date(2022, 1, 2), dt.date(2023, 1, 2), (evidence(),)
    )
    text = Seen(lexicon.tenures([held])).text
    assert "BorgmesterIda Holm" in text
    assert "nævnt 2. januar 2022 til 2. januar 2023" in text


def reading(source: Document, quote: tuple[int, int] | None) -> Reading:
    """A document whose whole text is read."""
    return Reading(source, View.TEXT, source.pages[0], quote)


def test_a_document_shows_its_whole_text_with_the_quote_in_its_place() -> None:
    source = document()
    row = decision()
    html = paper.body(reading(source, (row.start, row.end)))
    assert '<mark id="citat" tabindex="-1">Tiltrådt.</mark>' in html
    assert "".join(source.text.split()) in "".join(Seen(html).text.split())
    assert "<mark" not in paper.body(reading(source, None))


@pytest.mark.parametrize("value", ["", "x-3", "5-4", "0-99999", "-1-4", "1-²", "1"])
def test_a_place_that_is_none_marks_nothing(value: str) -> None:
    assert span(document(), value) is None


def test_a_place_inside_the_text_is_read_from_the_address() -> None:
    assert span(document(), "3-8") == (3, 8)


def test_an_item_is_linked_where_it_begins() -> None:
    whole = matter.Paper(Part("fjordby/stormoede.pdf"), document())
    assert whole.where == "/dokument?id=fjordby%2Fstormoede.pdf"


def test_a_filter_is_put_into_an_address_that_says_the_same() -> None:
    where = Filter(
        committees=("Byrådet", "Økonomiudvalget"),
        date_from=dt.date(2022, 1, 1),
        date_to=dt.date(2023, 12, 31),
        sections=(SectionKind.DECISION,),
        outcomes=(OutcomeClass.POSTPONED,),
    )
    assert filters.in_address(where) == {
        "udvalg": ["Byrådet", "Økonomiudvalget"],
        "aar": ["2022", "2023"],
        "afsnit": ["Beslutning"],
        "udfald": ["udsat"],
    }
    assert filters.in_address(Filter(date_from=dt.date(2022, 3, 1))) == {"periode": ["2022-03-01/"]}
    assert filters.in_address(Filter()) == {}


def test_a_link_keeps_every_value_and_is_safe_in_an_attribute() -> None:
    assert address.link("sager") == "/sager"
    assert address.link("", {"q": 'a"b&c', "udvalg": ["x", "y"], "uden": None}) == (
        "/?q=a%22b%26c&amp;udvalg=x&amp;udvalg=y"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-01-01/2022-12-31", "2022"),
        ("2022-03-01/", "fra 1. marts 2022"),
        ("/2022-03-01", "til 1. marts 2022"),
        ("2022-03-02/2022-03-01", "2022-03-02/2022-03-01"),
    ],
)
def test_a_recognised_period_is_said_in_words(value: str, expected: str) -> None:
    assert words.recognised(Recognised("period", value, 0, 1)) == expected


def test_every_word_typed_must_stand_in_the_row() -> None:
    assert holding(["Nyt stadion", "Nyt bad"], "BAD ny", str) == ("Nyt bad",)
    assert holding(["a", "b"], " ", str) == ("a", "b")


def test_the_steps_of_a_case_stand_before_their_quotes() -> None:
    steps = ("11. november 2022, Hovedudvalget: planlagt [1]", "6. december 2022, Økonomiudvalget: <b> [2]")
    told = replace(
        answer("Hvilken vej?", citation()), answer="\n".join((ROUTE_LEAD, *steps, "»Tiltrådt.« [2]"))
    )
    html = asked.lead(told, {})
    assert html.count("<li>") == 2
    assert "Hovedudvalget: planlagt [1]" in html
    assert "&lt;b&gt;" in html
    assert "Tiltrådt" not in html
    assert asked.lead(replace(told, answer="»Tiltrådt.« [1]"), {}) == ""
