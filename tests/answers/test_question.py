"""What questions are taken to ask for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.question import Asked, Deed, Intent, intent_of, interpret
from kb.danish.variants import committees_in_question, same_council
from kb.datatypes import OutcomeClass

TODAY = dt.date(2026, 11, 22)
TABLE = [
    [cell.strip() for cell in line.split("|")]
    for line in Path(__file__).with_name("questions.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Hvad besluttede Økonomiudvalget om stormødet?", Intent.DECISION),
        ("Hvornår vedtog Byrådet klimaplanen?", Intent.WHEN),
        ("Hvem besluttede at lukke skolen?", Intent.WHO),
        ("Hvad hedder borgmesteren i Fjordby?", Intent.WHO),
        ("Hvor blev mødet holdt?", Intent.WHERE),
        ("Hvad koster cykelstien?", Intent.AMOUNT),
        ("Hvor meget blev der afsat til svømmehallen?", Intent.AMOUNT),
        ("Hvor mange svarede på målingen?", Intent.COUNT),
        ("Hvorfor blev sagen udsat?", Intent.WHY),
        ("Hvilke fire værdier har kommunen?", Intent.LIST),
        ("Hvad betyder KKC?", Intent.DEFINE),
        ("Hvad er en aftaleholder?", Intent.DEFINE),
        ("Hvad vil det sige, at et udvalg har tiltrådt?", Intent.DEFINE),
        ("Hvordan melder jeg mig syg?", Intent.PROCESS),
        ("Må man ryge i arbejdstiden?", Intent.FACT),
    ],
)
def test_the_intent_follows_the_cue(question: str, intent: Intent) -> None:
    assert intent_of(question) is intent


def test_committee_and_period_are_recognised_and_left_out_of_the_content() -> None:
    reading = interpret("Hvad besluttede ØK i december 2022 om stormødet?", TODAY)
    assert reading.committees == ("Økonomiudvalget",)
    assert reading.period == (dt.date(2022, 12, 1), dt.date(2022, 12, 31))
    assert reading.content == ("stormødet",)


def test_relative_time_counts_from_today() -> None:
    assert interpret("Hvad blev vedtaget sidste år?", TODAY).period == (
        dt.date(2025, 1, 1),
        dt.date(2025, 12, 31),
    )


def test_proper_names_are_told_from_the_first_word() -> None:
    assert interpret("Hvem solgte Gasværksgrunden til Region Midtjylland?", TODAY).names == (
        "Gasværksgrunden",
        "Region",
        "Midtjylland",
    )


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_questions_are_read_as_the_table_says(row: list[str]) -> None:
    question, intent, rows, filters, outcomes = row
    reading = interpret(question, TODAY)
    asked = reading.register.value + ("+awaiting" if reading.awaiting else "")
    assert (reading.intent.value, asked) == (intent, rows)
    assert [each.value.replace(" ", "_") for each in reading.recognised] == filters.split()
    assert [each.value for each in reading.outcomes] == outcomes.split()


def test_the_table_is_long_enough_to_tell() -> None:
    assert len(TABLE) >= 120
    assert {row[1] for row in TABLE} >= {each.value for each in Intent}
    assert {row[2].removesuffix("+awaiting") for row in TABLE} == {each.value for each in Asked}


@pytest.mark.parametrize("question", [row[0] for row in TABLE])
def test_a_filter_is_taken_out_by_its_key_and_its_words_count_again(question: str) -> None:
    reading = interpret(question, TODAY)
    for each in reading.recognised:
        assert question[each.start : each.end].strip() == question[each.start : each.end] != ""
        fewer = interpret(question, TODAY, without=[each.key])
        assert each.key not in {other.key for other in fewer.recognised}
        assert len(fewer.recognised) < len(reading.recognised)
    bare = interpret(question, TODAY, without=[each.key for each in reading.recognised])
    assert (bare.recognised, bare.committees, bare.period) == ((), (), None)


def test_words_of_a_filter_taken_out_are_ordinary_words() -> None:
    question = "Hvad mener Økonomiudvalget om havnen i 2024?"
    assert interpret(question, TODAY).content == ("havnen",)
    without = interpret(
        question, TODAY, without=["committee:Økonomiudvalget", "period:2024-01-01/2024-12-31"]
    )
    assert without.content == ("Økonomiudvalget", "havnen", "2024")


@given(st.text(max_size=120), st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_no_question_is_an_error(question: str, today: dt.date) -> None:
    for each in interpret(question, today).recognised:
        assert 0 <= each.start < each.end <= len(question)


@given(
    st.lists(
        st.sampled_from(
            "hvad hvornår hvilke sager møder alle HU øk byrådet udvalg i fra til og siden efter før 2022 "
            "2025 den 6. december uge 42 kvartal Q1 sidste år de seneste to måneder skoleåret "
            "2024/25 valgperiode denne - er KB besluttet udsat ikke".split()
        ),
        max_size=14,
    ).map(" ".join)
)
def test_no_order_of_words_is_an_error(question: str) -> None:
    reading = interpret(question, TODAY)
    for each in reading.recognised:
        assert 0 <= each.start < each.end <= len(question)
        assert each.key not in {o.key for o in interpret(question, TODAY, [each.key]).recognised}
    first, last = reading.period or (None, None)
    assert not (first and last) or first <= last


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("Hvilke sager om klimatilpasning behandlede byrådet i 2024?", ("klimatilpasning",)),
        ("Vis alle beslutninger om fastholdelse og rekruttering", ("fastholdelse", "rekruttering")),
        ("Hvad har HU drøftet i 2025?", ()),
        ("Hvilke sager blev udsat sidste år?", ()),
        ("Hvor mange gange er lokalplan 1221 udsat?", ("lokalplan", "1221")),
    ],
)
def test_rows_are_sought_by_their_topic_alone(question: str, content: tuple[str, ...]) -> None:
    assert interpret(question, TODAY).content == content


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Hvad står KKC for?", "KKC"),
        ("Hvad står forkortelsen LMU for?", "LMU"),
        ("Hvad er en aftaleholder?", "aftaleholder"),
        ("Hvad er en aftaleholder i vores kommune?", "aftaleholder"),
        ("Hvad er et områdeudvalg egentlig?", "områdeudvalg"),
        ("Hvad betyder begrebet »kerneopgave«?", "kerneopgave"),
        ("Hvad menes der med psykologisk tryghed?", "psykologisk tryghed"),
        ("Hvad dækker ordet frisættelse over?", "frisættelse"),
        ("Hvad er definitionen på krænkende adfærd?", "krænkende adfærd"),
        ("Forklar hvad en TRIO er", "TRIO"),
        ("hvad er det for noget, et stormøde?", "stormøde"),
        ("Hvad er Kloge Kvadratmeter?", "Kloge Kvadratmeter"),
        ("Hvad betyder det, at et udvalg anbefaler en sag?", None),
        ("Hvad vil det sige, at en sag er tiltrådt?", "tiltrådt"),
        ("Hvad betyder det, at noget er taget til efterretning?", "taget til efterretning"),
        ("Hvad vil det sige, at punktet bliver sendt i høring?", "sendt i høring"),
        ("Hvad betyder taget til efterretning?", "taget til efterretning"),
        ("Hvad betyder det, at skolen er lukket?", None),
        ("Hvad betyder det for borgerne, at taksten er hævet?", None),
        ("Hvad er reglerne for barselsorlov?", None),
        ("Hvad er målet for fravær i 2026?", None),
        ("Hvem er aftaleholder?", None),
        ("Hvornår vedtog Byrådet definitionen?", None),
    ],
)
def test_the_term_to_define(question: str, term: str | None) -> None:
    assert interpret(question, TODAY).defined == term


def test_what_is_to_be_defined_is_no_filter() -> None:
    assert interpret("Hvad står HU for?", TODAY).recognised == ()
    assert interpret("Hvad mener HU om støj?", TODAY).committees == ("Hovedudvalget",)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Hvem er kommunaldirektør?", TODAY),
        ("Hvad hedder borgmesteren?", TODAY),
        ("Hvem var kommunaldirektør i 2022?", dt.date(2022, 12, 31)),
        ("Hvem var borgmester den 6. oktober 2022?", dt.date(2022, 10, 6)),
        ("Hvem er formand for HU i denne valgperiode?", TODAY),
        ("Hvem var direktør for skoleområdet?", None),
        ("Hvem stemte imod i 2022?", None),
    ],
)
def test_the_day_that_a_role_is_asked_for(question: str, day: dt.date | None) -> None:
    assert interpret(question, TODAY).as_of == day


@pytest.mark.parametrize(
    ("question", "deed", "outcome", "committee", "subject"),
    [
        (
            "Hvornår vedtog KB HR-strategien den 6. december?",
            Deed.DECIDED,
            OutcomeClass.ADOPTED,
            "Kommunalbestyrelsen",
            ("HR-strategien",),
        ),
        (
            "Hvorfor afviste Økonomiudvalget ansøgningen om kunstgræs?",
            Deed.DECIDED,
            OutcomeClass.REJECTED,
            "Økonomiudvalget",
            ("ansøgningen", "kunstgræs"),
        ),
        ("Hvorfor blev sagen om havnen udsat?", Deed.DECIDED, OutcomeClass.POSTPONED, None, ("havnen",)),
        (
            "Hvornår blev lokalplanen sendt i offentlig høring?",
            Deed.DECIDED,
            OutcomeClass.HEARING,
            None,
            ("lokalplanen",),
        ),
        ("Hvorfor sagde Byrådet nej til broen?", Deed.DECIDED, OutcomeClass.REJECTED, "Byrådet", ("broen",)),
        (
            "Hvem var syg, da HU anbefalede planen?",
            Deed.DECIDED,
            OutcomeClass.RECOMMENDED,
            "Hovedudvalget",
            ("syg", "planen"),
        ),
        ("Hvorfor stemte Karen Holm imod broen?", Deed.VOTED_AGAINST, None, None, ("Karen", "Holm", "broen")),
        ("Hvornår blev sommerfesten holdt?", Deed.HELD, None, None, ("sommerfesten",)),
        ("Hvorfor blev borgermødet aflyst?", Deed.CANCELLED, None, None, ("borgermødet",)),
        ("Hvorfor deltog Karen Holm ikke?", Deed.ABSENT, None, None, ("Karen", "Holm")),
    ],
)  # fmt: skip
def test_what_a_question_takes_for_granted(
    question: str, deed: Deed, outcome: OutcomeClass | None, committee: str | None, subject: tuple[str, ...]
) -> None:
    [premise] = interpret(question, TODAY).premises
    assert (premise.deed, premise.outcome, premise.committee) == (deed, outcome, committee)
    assert premise.subject == subject
    assert not premise.denied
    assert question[premise.start : premise.end] == question[premise.start : premise.end].strip() != ""


def test_a_premise_may_be_a_denial_and_may_name_a_day() -> None:
    [denied] = interpret("Hvorfor vedtog Byrådet ikke klimaplanen?", TODAY).premises
    assert (denied.denied, denied.subject) == (True, ("klimaplanen",))
    [dated] = interpret("Hvorfor udsatte ØK sagen den 6. december?", TODAY).premises
    assert dated.month_day == (12, 6)
    [undated] = interpret("Hvorfor udsatte ØK sagen i 2022?", TODAY).premises
    assert undated.month_day is None


@pytest.mark.parametrize(
    "question",
    [
        "Blev klimaplanen vedtaget?",
        "Vedtog Byrådet klimaplanen?",
        "Hvad vedtog Byrådet om klimaplanen?",
        "Hvilken løsning godkendte Byrådet?",
        "Hvem stemte imod klimaplanen?",
        "Hvor mange stemte for?",
        "Hvornår skal planen godkendes?",
        "Hvorfor kan en sag blive udsat?",
        "Hvorfor holdt man op med at ryge?",
    ],
)
def test_what_is_asked_is_not_taken_for_granted(question: str) -> None:
    assert interpret(question, TODAY).premises == ()


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("hvad sagde oekonomiudvalget", "Økonomiudvalget"),
        ("hvad sagde økonomi udvalget", "Økonomiudvalget"),
        ("hvad sagde øk", "Økonomiudvalget"),
        ("hvad sagde hu's formand", "Hovedudvalget"),
        ("referatet fra hovedudvalgsmødet", "Hovedudvalget"),
        ("hvad sagde kb", "Kommunalbestyrelsen"),
        ("hvad sagde byraadet", "Byrådet"),
        ("hvad sagde byradet", "Byrådet"),
        ("hvad skete på byrådsmødet", "Byrådet"),
        ("hvad sagde kultur og fritidsudvalget", "Kultur- og Fritidsudvalget"),
        ("hvad sagde Børne- og Ungdomsudvalget", "Børne- og Ungdomsudvalget"),
        ("hvad sagde teknisk udvalg", "Teknisk Udvalg"),
        ("hvad sagde Aarhus Byråd", "Byrådet"),
    ],
)
def test_committees_in_the_spelling_of_questions(question: str, name: str) -> None:
    assert [mention.name for mention in committees_in_question(question)] == [name]


@pytest.mark.parametrize(
    "question",
    [
        "hvad sagde udvalget",
        "en fil på 32 kb",
        "ok, hvad så",
        "ude i byen",
        "hvad mener politikerne",
        "i udvalget",
    ],
)
def test_no_committee_is_read_into_other_words(question: str) -> None:
    assert committees_in_question(question) == []


def test_a_council_goes_by_several_names() -> None:
    assert (
        {"Byrådet", "Kommunalbestyrelsen"} <= same_council("Byrådet") == same_council("Kommunalbestyrelsen")
    )
    assert same_council("Økonomiudvalget") == {"Økonomiudvalget"}
