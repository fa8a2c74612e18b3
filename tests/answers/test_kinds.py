"""Each kind of question on the sample collection, answered from the source that knows best."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from kb import strings_da as da
from kb.answers.citing import section_at
from kb.answers.question import Intent, intent_of
from kb.answers.registered import SHOWN
from kb.answers.standing import standing_of
from kb.cases.decisions import decisions_of
from kb.datatypes import Answer, Filter, OutcomeClass, SectionKind, Standing, Status, StepState
from kb.knowledge import KnowledgeBase
from kb.strings_da import answers as phrases

Ask = Callable[[str], Answer]

MEETING_2024 = "fjordby/referat-oekonomiudvalget-2024-03-12.pdf"
COUNCIL_2024 = "fjordby/referat-byraadet-2024-10-08.pdf"
AGENDA_2025 = "fjordby/dagsorden-byraadet-2025-06-24.pdf"
SCHOOLS = "fjordby/sag-skolestruktur-2024.pdf"
CLIMATE = "fjordby/sag-klimaplan-2023.pdf"
TRIO_MINUTES = "norddjurs/oek-2022-12-06-trio-stormoede.pdf"
TRIO_ROUTE = "norddjurs/hu-2022-11-11-trio-stormoede.pdf"
WORDS = "fjordby/ordliste.md"

REJECTED = (OutcomeClass.REJECTED,)
POSTPONED = (OutcomeClass.POSTPONED,)
YEAR_2024 = {"date_from": dt.date(2024, 1, 1), "date_to": dt.date(2024, 12, 31)}
YEAR_2025 = {"date_from": dt.date(2025, 1, 1), "date_to": dt.date(2025, 12, 31)}

FROM_PASSAGES = (
    "Hvad besluttede Økonomiudvalget om TRIO-stormødet?",
    "Hvad besluttede Økonomiudvalget om cykelstien i 2025?",
    "Hvad besluttede Lokaludvalget om hjemmearbejde?",
    "Hvad besluttede Kultur- og Fritidsudvalget om svømmehallen?",
    "Hvad besluttede Byrådet om velfærdsstrategien i 2022?",
    "Hvad blev besluttet om Indkøbspolitik?",
    "Hvad blev besluttet om gratis skolemad?",
    "Blev fuldtidspolitikken for plejeområdet godkendt?",
    "Hvornår blev TRIO-stormødet holdt?",
    "Hvad koster cykelstien?",
    "Hvem deltog ikke i behandlingen af digitaliseringsstrategien, og hvorfor?",
    "Hvad er forskellen på seniorpolitikken i 2019 og 2023?",
)
FROM_ROUTES = (
    "Hvad er sagsgangen for TRIO-stormødet?",
    "Hvad er sagsgangen for klimaplanen?",
    "Har Kommunalbestyrelsen behandlet sagen om TRIO-stormødet?",
)
WITHHELD = (
    "Hvad besluttede Kommunalbestyrelsen om TRIO-stormødet?",
    "Hvad besluttede Byrådet om takst for parkering ved Nordstranden?",
    "Hvornår vedtog Byrådet sammenlægningen af Mågevejens Skole og Åskolen?",
    "Hvornår vedtog Økonomiudvalget forslaget om gratis skolemad?",
    "Hvorfor deltog Jens Meilvang ikke i behandlingen af punktet?",
    "Hvad er de økonomiske konsekvenser af TRIO-stormødet?",
    "Hvad er en aftaleholder?",
    "Hvad vedtog byrådet om fjernvamen?",
)
LOOKED_UP = (
    "Hvilke sager udsatte Økonomiudvalget i 2024?",
    "Hvilke sager blev forkastet?",
    "Hvilke sager nævner klimaplan?",
    "Hvilke sager afventer Byrådet?",
    "Hvilke beslutninger traf Byrådet i 2023?",
    "Hvilke beslutninger er der truffet i 2024?",
    "Hvilke beslutninger om hjemmearbejde findes der?",
    "Hvilke sager blev udsat?",
    "Hvilke sager blev sendt i høring?",
    "Hvilke sager blev trukket af dagsordenen?",
    "Hvilke sager blev taget til efterretning i 2025?",
    "Hvilke sager godkendte Byrådet i 2024?",
    "Hvilke sager omtaler støj?",
    "Hvilke sager forkastede Byrådet i 2024?",
    "Hvilke sager mangler stadig at blive behandlet?",
    "Hvilke sager mangler behandling i Hovedudvalget?",
    "Hvor mange sager blev udsat i 2024?",
    "Hvor mange gange blev Sammenlægning af Mågevejens Skole og Åskolen udsat?",
    "Hvad betyder TRIO?",
    "Hvad betyder MUS?",
    "Hvem er kommunaldirektør?",
    "Hvem er kommunaldirektør i Fjordby?",
    "Hvem er HR-chef?",
    "Hvem var kommunaldirektør i 2022?",
    "Hvem var kommunaldirektør i Fjordby i 2024?",
    "Hvad er den seneste beslutning om klimaplanen?",
    "Hvad er den seneste beslutning om cykelstien på Havnegade?",
    "Hvad er den seneste beslutning om ældrestrategi?",
    "Hvad er den seneste beslutning i Byrådet?",
)
QUESTIONS = (*LOOKED_UP, *FROM_ROUTES, *FROM_PASSAGES, *WITHHELD)
TWICE = (*LOOKED_UP, *FROM_ROUTES[::2], *FROM_PASSAGES[1::2], *WITHHELD[::3])
"""Forty: reading passages takes time, so not all of those are asked again."""


@pytest.fixture(scope="module")
def ask(knowledge: KnowledgeBase) -> Ask:
    """What asks a question once for all tests."""
    told: dict[str, Answer] = {}

    def of(question: str) -> Answer:
        """The answer to a question, without filters."""
        if question not in told:
            told[question] = knowledge.ask(question)
        return told[question]

    return of


def cited(answer: Answer) -> list[str]:
    """The cited documents, in order."""
    return [each.document for each in answer.citations]


# --- all rows, and their number ---------------------------------------------------------------------------


def test_what_a_committee_postponed_in_a_year_is_all_that_it_postponed(ask: Ask) -> None:
    answer = ask("Hvilke sager udsatte Økonomiudvalget i 2024?")
    assert (answer.method, answer.confidence, answer.total) == ("register", 1.0, 1)
    assert [each.title for each in answer.decisions] == ["Lokaler til ungdomsskolen"]
    assert answer.answer.startswith(
        "Registret har 1 sag (Økonomiudvalget, 2024, udsat).\n"
        "12. marts 2024, Økonomiudvalget: Lokaler til ungdomsskolen (udsat): »Udsat.« [1]\n"
    )
    assert [each.section_kind for each in answer.citations] == [
        SectionKind.DECISION,
        SectionKind.RECOMMENDATION,
    ]
    assert set(cited(answer)) == {MEETING_2024}
    assert answer.notes == (phrases.NOT_FINAL_NOTES[OutcomeClass.POSTPONED],)


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("Hvilke sager blev forkastet?", Filter(outcomes=REJECTED)),
        ("Hvilke sager blev udsat?", Filter(outcomes=POSTPONED)),
        ("Hvor mange sager blev udsat i 2024?", Filter(outcomes=POSTPONED, **YEAR_2024)),
        ("Hvilke sager blev sendt i høring?", Filter(outcomes=(OutcomeClass.HEARING,))),
        ("Hvilke sager blev trukket af dagsordenen?", Filter(outcomes=(OutcomeClass.WITHDRAWN,))),
        (
            "Hvilke sager blev taget til efterretning i 2025?",
            Filter(outcomes=(OutcomeClass.NOTED,), **YEAR_2025),
        ),
        (
            "Hvilke sager godkendte Byrådet i 2024?",
            Filter(
                outcomes=(OutcomeClass.ADOPTED, OutcomeClass.ADOPTED_AMENDED),
                committees=("Byrådet",),
                **YEAR_2024,
            ),
        ),
    ],
)
def test_a_count_is_that_of_the_register_under_the_same_filter(
    ask: Ask, knowledge: KnowledgeBase, question: str, where: Filter
) -> None:
    rows = knowledge.decisions(where)
    answer = ask(question)
    assert rows
    assert answer.decisions == rows
    assert answer.total == len(rows)
    assert f"Registret har {da.plural(len(rows), *da.CASE_NOUN)} (" in answer.answer
    decided = [each for each in answer.citations if each.section_kind is SectionKind.DECISION]
    assert [(each.document, each.date) for each in decided] == [
        (each.document, each.date) for each in rows[:SHOWN]
    ]


def test_all_decisions_of_a_time_leave_out_mere_procedure(ask: Ask, knowledge: KnowledgeBase) -> None:
    rows = knowledge.decisions(Filter(**YEAR_2024))
    kept = [each for each in rows if each.effect is not OutcomeClass.PROCEDURAL]
    assert len(rows) > len(kept) > SHOWN
    answer = ask("Hvilke beslutninger er der truffet i 2024?")
    assert (list(answer.decisions), answer.total) == (kept, len(kept))
    assert len(answer.citations) == SHOWN
    assert f"De {SHOWN} nyeste er citeret; resten står på siden Beslutninger." in answer.answer


def test_a_row_is_quoted_by_its_decisive_sentence(ask: Ask) -> None:
    answer = ask("Hvilke sager blev forkastet?")
    assert [each.quote for each in answer.citations] == [
        "Afslag.",
        "Forslaget blev forkastet.",
        "Indstillingen blev ikke godkendt.",
        "Ikke godkendt.",
        "Forslaget er dermed ikke godkendt.",
    ]


# --- cases ------------------------------------------------------------------------------------------------


def test_cases_that_mention_a_word_are_counted_with_a_sentence_of_each(
    ask: Ask, knowledge: KnowledgeBase
) -> None:
    answer = ask("Hvilke sager nævner klimaplan?")
    assert answer.answer.startswith("Materialet har 3 sager, der nævner »klimaplan«.\n")
    assert answer.total == len(answer.citations) == 3
    assert all("klimaplan" in each.quote.casefold() for each in answer.citations)
    holding = {
        case.title
        for case in knowledge.cases()
        for part in case.parts
        if any(
            "klimaplan" in knowledge.document(part.document).text[each.start : each.end].casefold()
            for each in knowledge.document(part.document).sections
            if part.item is None or each.item_at == part.item
        )
    }
    assert {line.split(": »")[0] for line in answer.answer.splitlines()[1:]} == holding


def test_cases_that_wait_for_a_committee_are_those_without_its_minutes(
    ask: Ask, knowledge: KnowledgeBase
) -> None:
    answer = ask("Hvilke sager afventer Byrådet?")
    waiting = [
        case
        for case in knowledge.cases()
        for step in case.steps
        if step.committee == "Byrådet" and step.state is not StepState.HELD
    ]
    assert answer.total == len(waiting) == 3
    assert cited(answer) == [AGENDA_2025] * 3
    assert answer.answer.startswith(
        "Materialet har 3 sager, der efter sagsgangen skal behandles i Byrådet, "
        "og hvor referatet ikke findes."
    )


# --- words ------------------------------------------------------------------------------------------------


def test_a_word_of_several_senses_is_told_in_each_the_first_definition_first(
    ask: Ask, knowledge: KnowledgeBase
) -> None:
    answer = ask("Hvad betyder TRIO?")
    term = knowledge.term("TRIO")
    assert term is not None
    assert [(each.document, each.start, each.quote) for each in answer.citations] == [
        (each.evidence.document, each.evidence.start, each.evidence.quote) for each in term.senses
    ]
    assert len(term.senses) == 2
    assert cited(answer)[1] == WORDS
    assert answer.method == "glossary"
    assert answer.notes == ("»TRIO« bruges i 2 betydninger i materialet.",)
    assert {each.standing for each in answer.citations} == {Standing.TOLD}


def test_a_word_of_one_sense_is_told_by_where_it_is_first_defined(ask: Ask) -> None:
    answer = ask("Hvad er en retrætestilling?")
    assert answer.citations[0].document == "fjordby/seniorpolitik-2019.pdf"
    assert "Det vil sige en stilling med mindre ansvar" in answer.citations[0].quote
    assert answer.notes == ()


def test_a_word_that_nothing_explains_is_said_to_be_unexplained(ask: Ask) -> None:
    answer = ask("Hvad er en aftaleholder?")
    assert answer.abstained
    assert answer.answer == "»aftaleholder« forekommer i materialet, men forklares ikke."
    assert answer.citations == ()


# --- office-holders ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "name", "day"),
    [
        ("Hvem er kommunaldirektør?", "Jonas Kroustrup", "27. februar 2025"),
        ("Hvem var kommunaldirektør i 2022?", "Christian Bertelsen", "5. april 2022"),
        ("Hvem var kommunaldirektør i Fjordby i 2024?", "Torsten Bølgemark", "12. marts 2024"),
        ("Hvem er kommunaldirektør i Fjordby?", "Ellinor Vindfelt", "20. februar 2025"),
    ],
)
def test_an_office_is_held_by_whom_dated_papers_name_and_it_is_said_as_of_when(
    ask: Ask, question: str, name: str, day: str
) -> None:
    answer = ask(question)
    assert answer.method == "offices"
    assert len(answer.citations) == 1
    assert name in " ".join(answer.citations[0].quote.split())
    assert answer.notes[0] == f"{name} er senest nævnt som kommunaldirektør den {day}."


def test_the_one_before_and_the_one_after_are_of_the_same_municipality(ask: Ask) -> None:
    assert ask("Hvem var kommunaldirektør i 2022?").notes[1:] == (
        "Jonas Kroustrup er nævnt som kommunaldirektør den 27. februar 2025.",
    )
    assert ask("Hvem var kommunaldirektør i Fjordby i 2024?").notes[1:] == (
        "Ellinor Vindfelt er nævnt som kommunaldirektør den 20. februar 2025.",
    )


# --- the latest, and comparing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "document", "day", "quote"),
    [
        (
            "Hvad er den seneste beslutning om klimaplanen?",
            CLIMATE,
            dt.date(2023, 10, 30),
            "Indstillingen blev vedtaget med 15 stemmer mod 10.",
        ),
        (
            "Hvad er den seneste beslutning om cykelstien på Havnegade?",
            "fjordby/sag-cykelsti-havnegade-2025.pdf",
            dt.date(2025, 2, 25),
            "5,1 mio. kr. blev frigivet.",
        ),
    ],
)
def test_the_latest_decision_is_the_newest_of_the_register(
    ask: Ask, question: str, document: str, day: dt.date, quote: str
) -> None:
    answer = ask(question)
    first = answer.citations[0]
    assert (first.document, first.date, first.quote) == (document, day, quote)
    assert first.standing is Standing.DECIDED
    assert answer.notes[0] == f"Det nyeste i materialet om dette er fra {da.danish_day(day)}."


def test_what_is_compared_is_quoted_on_each_side_and_not_judged(ask: Ask) -> None:
    answer = ask("Hvad er forskellen på seniorpolitikken i 2019 og 2023?")
    assert {"fjordby/seniorpolitik-2019.pdf", "fjordby/seniorpolitik-2023.pdf"} <= set(cited(answer))
    assert {each.date.year for each in answer.citations if each.date} == {2019, 2023}
    assert answer.notes[0] == (
        "Citaterne er stillet op efter 2019 og 2023. Forskellen er ikke vurderet; læs citaterne mod hinanden."
    )


# --- the way of a case ------------------------------------------------------------------------------------


def test_a_way_is_told_step_by_step_with_what_is_missing(ask: Ask) -> None:
    answer = ask("Hvad er sagsgangen for TRIO-stormødet?")
    assert answer.method == "route"
    assert answer.answer.splitlines()[:4] == [
        "Sagens vej ifølge materialet:",
        "11. november 2022, Hovedudvalget: planlagt; referatet findes ikke i materialet [1]",
        "6. december 2022, Økonomiudvalget: taget til efterretning [2]",
        "13. december 2022, Kommunalbestyrelsen: planlagt; referatet findes ikke i materialet [3]",
    ]
    assert [each.standing for each in answer.citations] == [
        Standing.PLANNED,
        Standing.TOLD,
        Standing.PLANNED,
    ]


def test_a_way_that_was_gone_is_told_with_what_each_committee_decided(ask: Ask) -> None:
    steps = ask("Hvad er sagsgangen for klimaplanen?").answer.splitlines()[1:7]
    assert steps == [
        "9. maj 2023, Klima- og Teknikudvalget: anbefalet [1]",
        "16. maj 2023, Økonomiudvalget: anbefalet [2]",
        "29. maj 2023, Byrådet: sendt i høring [3]",
        "3. oktober 2023, Klima- og Teknikudvalget: anbefalet [4]",
        "17. oktober 2023, Økonomiudvalget: anbefalet [5]",
        "30. oktober 2023, Byrådet: vedtaget [6]",
    ]


@pytest.mark.parametrize(
    ("question", "committee", "day", "document"),
    [
        (
            "Hvad besluttede Kommunalbestyrelsen om TRIO-stormødet?",
            "Kommunalbestyrelsen",
            "13. december 2022",
            TRIO_ROUTE,
        ),
        (
            "Hvad besluttede Byrådet om takst for parkering ved Nordstranden?",
            "Byrådet",
            "24. juni 2025",
            AGENDA_2025,
        ),
    ],
)
def test_what_was_planned_is_withheld_and_the_route_quoted(
    ask: Ask, question: str, committee: str, day: str, document: str
) -> None:
    answer = ask(question)
    assert answer.abstained
    assert answer.answer.startswith(f"Behandlingen i {committee} var planlagt til {day}")
    assert answer.answer.endswith("referatet findes ikke i materialet.")
    assert cited(answer) == [document]
    assert answer.citations[0].standing is not Standing.DECIDED


def test_whether_a_matter_was_treated_is_told_from_its_route(ask: Ask) -> None:
    answer = ask("Har Kommunalbestyrelsen behandlet sagen om TRIO-stormødet?")
    assert (answer.abstained, answer.method) == (False, "route")
    assert cited(answer) == [TRIO_ROUTE]
    assert "var planlagt til 13. december 2022" in answer.notes[0]


# --- premises ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "sentence", "document", "quote"),
    [
        (
            "Hvornår vedtog Økonomiudvalget forslaget om gratis skolemad?",
            "Materialet har ingen beslutning fra Økonomiudvalget om dette. "
            "I »Forslag fra Enhedslisten om gratis skolemad« er det Byrådet, "
            "der har besluttet den 8. oktober 2024.",
            COUNCIL_2024,
            "Forslaget blev forkastet.",
        ),
        (
            "Hvornår vedtog Byrådet sammenlægningen af Mågevejens Skole og Åskolen?",
            "Spørgsmålet forudsætter noget andet, end der står i referatet af "
            "»Sammenlægning af Mågevejens Skole og Åskolen«: forkastet.",
            SCHOOLS,
            "Indstillingen blev ikke godkendt.",
        ),
        (
            "Hvornår forkastede Byrådet Regnskab 2022?",
            "Spørgsmålet forudsætter noget andet, end der står i referatet af »Regnskab 2022«: vedtaget.",
            "fjordby/referat-byraadet-2023-05-29.pdf",
            "Godkendt.",
        ),
        (
            "Hvorfor stemte V imod sammenlægningen af Mågevejens Skole og Åskolen?",
            "Referatet af »Sammenlægning af Mågevejens Skole og Åskolen« nævner andre stemmer, "
            "end spørgsmålet forudsætter.",
            SCHOOLS,
            "stemte",
        ),
        (
            "Hvorfor deltog Jens Meilvang ikke i behandlingen af punktet?",
            "Referatet af »TRIO-stormøde og fremtidens arbejdsfællesskaber« oplyser, hvem der ikke deltog, "
            "men ikke hvorfor.",
            TRIO_MINUTES,
            "Jens Meilvang (I) deltog ikke under behandling af punktet.",
        ),
    ],
)
def test_a_wrong_premise_is_corrected_with_a_quote(
    ask: Ask, question: str, sentence: str, document: str, quote: str
) -> None:
    answer = ask(question)
    assert answer.abstained
    assert answer.answer == sentence
    assert cited(answer) == [document]
    assert quote in answer.citations[0].quote


def test_who_was_away_is_told_and_that_no_reason_is_given(ask: Ask) -> None:
    answer = ask("Hvem deltog ikke i behandlingen af digitaliseringsstrategien, og hvorfor?")
    assert "Ditte Mågeholm (Ø) deltog ikke i behandlingen af punktet." in answer.citations[0].quote
    assert phrases.NOTE_NO_REASON in answer.notes


def test_an_empty_section_is_said_to_be_empty_and_not_none(ask: Ask) -> None:
    answer = ask("Hvad er de økonomiske konsekvenser af TRIO-stormødet?")
    assert answer.abstained
    assert "»Økonomiske konsekvenser«" in answer.answer
    assert answer.answer.endswith("findes, men er tomt. Indholdet er ikke beskrevet i dokumentet.")


# --- notes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "note"),
    [
        (
            "Hvad besluttede Økonomiudvalget om TRIO-stormødet?",
            "»Tiltrådt« betyder her, at en orientering er godkendt. Der er ikke vedtaget andet.",
        ),
        (
            "Hvad besluttede Økonomiudvalget om cykelstien i 2025?",
            phrases.NOT_FINAL_NOTES[OutcomeClass.RECOMMENDED],
        ),
        (
            "Hvad besluttede Kultur- og Fritidsudvalget om svømmehallen?",
            phrases.NOT_FINAL_NOTES[OutcomeClass.REFERRED],
        ),
        ("Hvad blev besluttet om Indkøbspolitik?", phrases.NOT_FINAL_NOTES[OutcomeClass.HEARING]),
        ("Hvad besluttede Lokaludvalget om hjemmearbejde?", phrases.NOTE_NARRATIVE),
        ("Hvad besluttede Byrådet om velfærdsstrategien i 2022?", phrases.NOTE_REPORTED),
    ],
)
def test_a_decision_is_told_with_what_it_amounts_to(ask: Ask, question: str, note: str) -> None:
    answer = ask(question)
    assert not answer.abstained
    assert note in answer.notes


def test_a_final_decision_needs_no_note(ask: Ask) -> None:
    assert ask("Hvad blev besluttet om gratis skolemad?").notes == ()


def test_a_conflict_is_told_with_both_sources_and_which_weighs_more(ask: Ask) -> None:
    answer = ask("Hvornår blev TRIO-stormødet holdt?")
    note = next(each for each in answer.notes if each.startswith("Kilderne siger forskelligt"))
    assert note.index("6. oktober 2022") < note.index("et udkast siger 5. april 2022")
    assert note.endswith(phrases.CONFLICT_SETTLED)
    drafted = [each for each in answer.citations if each.status is Status.DRAFT]
    assert [(each.quote, each.standing) for each in drafted] == [("5. april 2022", Standing.PROPOSED)]
    assert answer.citations[0].status is not Status.DRAFT


# --- filters ----------------------------------------------------------------------------------------------


def test_a_filter_taken_away_is_no_filter_any_more(knowledge: KnowledgeBase) -> None:
    question = "Hvilke sager udsatte Økonomiudvalget i 2024?"
    keys = [each.key for each in knowledge.ask(question).recognised]
    assert keys == ["committee:Økonomiudvalget", "period:2024-01-01/2024-12-31"]
    fewer = knowledge.ask(question, without=keys[:1])
    assert [each.key for each in fewer.recognised] == keys[1:]
    assert [each.committee for each in fewer.decisions] == ["Økonomiudvalget", "Børne- og Ungeudvalget"]
    assert fewer.answer.startswith("Registret har 2 sager (2024, udsat, »Økonomiudvalget«).")
    assert knowledge.ask(question, without=keys).recognised == ()


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("Hvor mange sager blev udsat i 2024?", Filter(date_from=dt.date(2024, 3, 1), outcomes=POSTPONED)),
        ("Hvor mange sager blev udsat i 2024?", Filter(committees=("Hovedudvalget",), outcomes=POSTPONED)),
        ("Hvilke beslutninger traf Byrådet?", Filter(date_to=dt.date(2023, 4, 1), committees=("Byrådet",))),
        ("Hvilke sager blev forkastet?", Filter(documents=(COUNCIL_2024,), outcomes=REJECTED)),
    ],
)
def test_a_person_s_own_filter_holds_in_the_register(
    knowledge: KnowledgeBase, question: str, where: Filter
) -> None:
    answer = knowledge.ask(question, where)
    rows = knowledge.decisions(where)
    assert rows
    assert answer.decisions == rows
    assert "(med de valgte filtre)" in answer.searched


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("Hvad betyder TRIO?", Filter(documents=(WORDS,))),
        ("Hvem er kommunaldirektør?", Filter(collections=("fjordby",))),
        ("Hvilke sager nævner klimaplan?", Filter(date_from=dt.date(2024, 5, 1))),
        ("Hvad er den seneste beslutning om klimaplanen?", Filter(date_to=dt.date(2023, 6, 1))),
        ("Hvilke sager afventer Byrådet?", Filter(collections=("norddjurs",))),
        ("Hvad besluttede Økonomiudvalget om TRIO-stormødet?", Filter(collections=("fjordby",))),
    ],
)
def test_nothing_is_quoted_that_a_person_s_own_filter_leaves_out(
    knowledge: KnowledgeBase, question: str, where: Filter
) -> None:
    allowed = {each.id for each in knowledge.documents(where)}
    answer = knowledge.ask(question, where)
    assert answer.citations or answer.abstained
    assert set(cited(answer)) | {each.document for each in answer.nearest} <= allowed


# --- what holds for every answer --------------------------------------------------------------------------


def test_there_are_forty_questions_of_many_kinds() -> None:
    assert len(set(TWICE)) == len(TWICE) == 40
    assert len({intent_of(question) for question in TWICE}) >= 9


@pytest.mark.parametrize("question", TWICE)
def test_the_same_question_gives_the_same_answer(ask: Ask, knowledge: KnowledgeBase, question: str) -> None:
    assert knowledge.ask(question) == ask(question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_verbatim_where_it_says_with_its_own_standing(
    ask: Ask, knowledge: KnowledgeBase, question: str
) -> None:
    answer = ask(question)
    assert [each.n for each in answer.citations] == list(range(1, len(answer.citations) + 1))
    for each in answer.citations:
        document = knowledge.document(each.document)
        assert document.text[each.start : each.end] == each.quote != ""
        assert document.page_at(each.start).number == each.page
        section = section_at(document, each.start)
        rows = decisions_of(document)
        assert each.standing is standing_of(document, section, each.start, each.end, rows)
        if each.status is Status.DRAFT or each.section_kind is SectionKind.RECOMMENDATION:
            assert each.standing is Standing.PROPOSED
        if not answer.abstained:
            assert f"»{each.quote}« [{each.n}]" in answer.answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_told_is_what_became_of_it(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.abstained or answer.citations
    assert not (answer.suggestions and not answer.abstained)
    if intent_of(question) is Intent.DECISION and answer.citations and not answer.abstained:
        assert answer.citations[0].section_kind is not SectionKind.RECOMMENDATION
        assert answer.citations[0].status is not Status.DRAFT


def test_spellings_are_suggested_only_where_nothing_was_found(ask: Ask) -> None:
    assert ask("Hvad vedtog byrådet om fjernvamen?").suggestions == ("Hvad vedtog byrådet om fjernvarmen?",)
    told = [question for question in QUESTIONS if ask(question).suggestions]
    assert told == ["Hvad vedtog byrådet om fjernvamen?"]
    assert not re.search("fjernvarme", ask("Hvad vedtog byrådet om fjernvamen?").answer)
