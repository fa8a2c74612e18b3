"""The register: outcome, effect, finality, votes, absence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.cases.decisions import decisions_of
from kb.cases.effects import effect_of
from kb.cases.outcomes import Outcome, outcome_of
from kb.datatypes import OutcomeClass
from tests.cases.papers import AARHUS, CASE, MINUTES, parsed

C = OutcomeClass


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Tiltrådt.", C.ADOPTED, "Tiltrådt"),
        ("Godkendt.", C.ADOPTED, "Godkendt"),
        ("Ikke godkendt. Udvalget ønsker tilsyn.", C.REJECTED, "Ikke godkendt"),
        (
            "Udvalget kunne ikke tiltræde indstillingen.",
            C.REJECTED,
            "Udvalget kunne ikke tiltræde indstillingen",
        ),
        (
            "Godkendt med den ændring, at stien er bred.",
            C.ADOPTED_AMENDED,
            "Godkendt med den ændring, at stien er bred",
        ),
        ("Anbefales godkendt.", C.RECOMMENDED, "Anbefales godkendt"),
        ("Anbefales sendt i høring.", C.RECOMMENDED, "Anbefales sendt i høring"),
        ("Sendt i høring.", C.HEARING, "Sendt i høring"),
        ("Orienteringen taget til efterretning.", C.NOTED, "Orienteringen taget til efterretning"),
        ("Orienteringen blev godkendt.", C.NOTED, "Orienteringen blev godkendt"),
        ("Drøftet.", C.DISCUSSED, "Drøftet"),
        ("Udsat.", C.POSTPONED, "Udsat"),
        ("Sagens behandling udsat.", C.POSTPONED, "Sagens behandling udsat"),
        ("Udvalget besluttede at udsætte sagen.", C.POSTPONED, "Udvalget besluttede at udsætte sagen"),
        ("Henvist til budgetforhandlingerne.", C.REFERRED, "Henvist til budgetforhandlingerne"),
        (
            "Fremsendes til Teknisk Udvalg til behandling.",
            C.REFERRED,
            "Fremsendes til Teknisk Udvalg til behandling",
        ),
        ("Taget af dagsordenen.", C.WITHDRAWN, "Taget af dagsordenen"),
        ("Anne Holm (A) blev valgt.", C.APPOINTED, "Anne Holm (A) blev valgt"),
        ("Ingen bemærkninger.", C.PROCEDURAL, "Ingen bemærkninger"),
        ("Direktøren fortalte om planerne.", C.NARRATIVE, "Direktøren fortalte om planerne"),
        ("Indsatsen for udsatte borgere blev vist.", C.NARRATIVE, "Indsatsen for udsatte borgere blev vist"),
    ],
)
def test_outcome_words_and_their_class(text: str, kind: OutcomeClass, words: str) -> None:
    assert outcome_of(text) == Outcome(words, kind)


def test_passing_on_is_no_outcome_when_the_sentence_says_more() -> None:
    adopted = (
        "Tilbagesendes med bemærkning, at byrådet i mødet den 27. august 2025 har vedtaget indstillingen."
    )
    advised = (
        "Fremsendes til Aarhus Byråd med bemærkning, at Magistraten anbefaler, at byrådet tiltræder den."
    )
    assert outcome_of(adopted).kind is C.ADOPTED
    assert outcome_of(advised).kind is C.RECOMMENDED


def test_single_members_do_not_decide() -> None:
    text = "Anne Holm kunne ikke tiltræde indstillingen. Et flertal i udvalget kunne tiltræde indstillingen."
    assert outcome_of(text) == Outcome("Et flertal i udvalget kunne tiltræde indstillingen", C.ADOPTED)


def test_the_agenda_is_approved_before_the_matter_is() -> None:
    assert outcome_of("Dagsordenen blev godkendt. Punktet blev udsat.").kind is C.POSTPONED
    assert outcome_of("Dagsordenen blev godkendt.").kind is C.PROCEDURAL


def test_what_is_planned_far_down_in_a_long_text_is_no_outcome() -> None:
    told = "Direktøren fortalte om en ny tilgang. " * 6
    assert outcome_of(told + "Emnet drøftes på et møde.").kind is C.NARRATIVE


def test_points_that_are_decided_one_by_one_stand_together() -> None:
    assert outcome_of("Ad 1: Godkendt.\n\nAd 2: Anbefales.").words == "Ad 1: Godkendt.\n\nAd 2: Anbefales"


@pytest.mark.parametrize(
    ("proposed", "council", "later", "effect"),
    [
        ("Direktøren indstiller, at orienteringen godkendes.", False, True, C.NOTED),
        ("Direktøren indstiller, at planen godkendes.", False, True, C.RECOMMENDED),
        ("Direktøren indstiller, at planen godkendes.", False, False, C.ADOPTED),
        ("Direktøren indstiller over for byrådet, at planen godkendes.", False, False, C.RECOMMENDED),
        ("Direktøren indstiller, at forslaget sendes i høring.", True, False, C.HEARING),
        ("Direktøren indstiller, at sagen drøftes.", True, False, C.DISCUSSED),
        ("At 1) planen godkendes. At 2) status tages til efterretning.", True, False, C.ADOPTED),
        (None, True, False, C.ADOPTED),
    ],
)
def test_the_same_word_means_what_was_proposed(
    proposed: str | None, council: bool, later: bool, effect: OutcomeClass
) -> None:
    assert effect_of(Outcome("Tiltrådt", C.ADOPTED), proposed, council, later) is effect


def test_a_row_of_the_register() -> None:
    document = parsed(CASE)
    first, second = decisions_of(document)
    assert (first.committee, first.date, first.outcome) == ("Teknisk Udvalg", date(2025, 2, 4), "Tiltrådt")
    assert (first.effect, first.final) == (C.RECOMMENDED, False)
    assert first.not_participating == ("Anne Holm (A)", "Bo Lind")
    assert first.recommendation == "Direktøren indstiller, at projektet godkendes."
    assert (second.effect, second.final, second.page) == (C.ADOPTED_AMENDED, True, 1)
    assert second.votes == "For stemte 12: A og V. Imod stemte 3: O."
    for decision in (first, second):
        assert document.text[decision.start : decision.end] == decision.quote
        assert (decision.case, decision.document) == ("24/1408", "papir.txt")


def test_each_item_has_its_own_proposal() -> None:
    rows = [(d.title, d.outcome_class, d.effect) for d in decisions_of(parsed(MINUTES))]
    assert rows == [
        ("Godkendelse af dagsorden", C.PROCEDURAL, C.PROCEDURAL),
        ("Status på byggeriet", C.ADOPTED, C.NOTED),
        ("Køb af Havnegade 9", C.ADOPTED, C.ADOPTED),
        ("Ny skole", C.REJECTED, C.REJECTED),
    ]


def test_what_committees_decided_on_the_way() -> None:
    rows = [(d.committee, d.outcome_class, d.final) for d in decisions_of(parsed(AARHUS))]
    assert rows == [("Magistraten", C.RECOMMENDED, False), ("Byrådet", C.REFERRED, False)]


def test_a_draft_decides_nothing() -> None:
    assert decisions_of(parsed("Udkast\n\n" + CASE)) == ()


def test_an_empty_decision_is_no_decision() -> None:
    assert decisions_of(parsed("# Sag\n\nBeslutning i Byrådet den 01-02-2024\n\nBilag")) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jens Meilvang (I) deltog ikke under behandling af punktet.", ("Jens Meilvang (I)",)),
        ("Rådmand Bo Lind og Eva Vig deltog ikke i sagens behandling.", ("Bo Lind", "Eva Vig")),
        ("Liv Gro Holm var forhindret i at deltage i sagen.", ("Liv Gro Holm",)),
        ("Anne Holm tog forbehold.", ()),
    ],
)
def test_who_took_no_part(text: str, names: tuple[str, ...]) -> None:
    paper = f"Sag\n\nBeslutning i Teknisk Udvalg den 04-02-2025\n\nGodkendt.\n\n{text}"
    [decision] = decisions_of(parsed(paper))
    assert decision.not_participating == names


def test_a_section_of_an_item_that_is_not_listed_has_the_number_of_the_paper() -> None:
    document = parsed(MINUTES)
    numbered = [replace(item, case_number=f"25/{item.ordinal}") for item in document.items]
    listed = replace(document, case_number="24/7", items=tuple(numbered[1:]))
    rows = decisions_of(listed)
    assert {(row.item, row.case) for row in rows} == {
        (row.item, f"25/{row.item}" if row.item else "24/7") for row in rows
    }
    assert {row.item for row in rows} >= {0, 1}


def test_the_outcome_is_a_whole_sentence() -> None:
    long = "Udvalget besluttede at " + "undersøge stien nærmere og " * 12 + "lægge en plan for den"
    assert outcome_of(f"{long}. Anne Holm (A) tog forbehold.").words == long


def test_what_is_too_long_ends_where_a_clause_does() -> None:
    clauses = "Udvalget besluttede at undersøge stien" + ", at høre naboerne ved havnen" * 30
    words = outcome_of(f"{clauses}.").words
    assert 400 < len(words) <= 500
    assert clauses.startswith(f"{words}, at")


def test_where_only_the_count_decides_its_words_are_the_outcome() -> None:
    vote = "For stemte 18 (V, O og B). Imod stemte 9 (A, Ø og F)"
    text = (
        "Ny hal\n\nBeslutning i Byrådet den 04-02-2025\n\nHerefter stemtes om Økonomiudvalgets indstilling. "
    )
    document = parsed(f"{text}{vote}.")
    (decision,) = decisions_of(document)
    assert (decision.outcome, decision.effect) == (vote, C.ADOPTED)
    told = next(each for each in decision.evidence if each.field == "outcome")
    assert document.text[told.start : told.end] == vote


@pytest.mark.parametrize(
    ("words", "council", "effect"),
    [
        ("Udvalget henholdt sig til forvaltningens udtalelse", False, C.RECOMMENDED),
        ("Byrådet henholdt sig til udvalgets svar af 4. maj", True, C.NARRATIVE),
        ("Udvalget kunne tiltræde forvaltningens besvarelse", False, C.RECOMMENDED),
        ("Byrådet henholdt sig til indstillingen", True, C.ADOPTED),
        ("Byrådet godkendte udvalgets svar til ministeriet", True, C.ADOPTED),
    ],
)
def test_consent_to_an_answer_does_not_adopt_the_proposal(
    words: str, council: bool, effect: OutcomeClass
) -> None:
    """The answer may advise against it."""
    assert outcome_of(f"{words}.").kind is C.ADOPTED
    assert effect_of(Outcome(words, C.ADOPTED), None, council, False) is effect


LATER = """Ny hal

Indstilling

Direktøren indstiller, at hallen bygges inden 1. maj 2026.{told}

Beslutning i Byrådet den 04-02-2025

Sagen blev udsat.

Beslutning i Magistraten den 18-03-2025

{decided}
"""


@pytest.mark.parametrize(
    ("told", "decided", "first"),
    [
        ("", "Godkendt.", True),
        ("", "Magistraten tiltræder direktørens indstilling af 3. februar 2025.", True),
        ("", "Magistraten tiltræder direktørens indstilling af 10. marts 2025.", False),
        ("", "Sendes til direktøren med henblik på udarbejdelse af en indstilling.", False),
        (" Den 4. marts 2025 drøftede udvalget hallen.", "Godkendt.", False),
    ],
)
def test_a_recommendation_belongs_to_no_decision_before_it(told: str, decided: str, first: bool) -> None:
    rows = decisions_of(parsed(LATER.format(told=told, decided=decided)))
    assert [bool(row.recommendation) for row in rows] == [first, "henblik" not in decided]


def test_that_cases_were_treated_together_decides_nothing() -> None:
    (row,) = decisions_of(
        parsed("Ny hal\n\nBeslutning i Byrådet den 04-02-2025\n\nSagen blev behandlet sammen med sag 1 og 3.")
    )
    assert row.effect in {C.NARRATIVE, C.PROCEDURAL}
