"""What a short question takes over from the one before it, measured on follow-ups as Danes put them."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.answers.followup import SUBJECT, FollowUp, follow_up

TODAY = dt.date(2026, 11, 22)
STORM = "Hvad besluttede Økonomiudvalget om stormødet?"
PATH = "Hvad besluttede Økonomiudvalget i 2024 om cykelstien?"
HOME = "Hvor mange dage om ugen må jeg arbejde hjemmefra?"

# The question before, what is typed, and what is really asked.
CARRIED = (
    # a committee or a time takes the place of another, or is added
    (STORM, "Hvad med Byrådet?", "Hvad besluttede Byrådet om stormødet?"),
    (STORM, "Og Hovedudvalget?", "Hvad besluttede Hovedudvalget om stormødet?"),
    (STORM, "hvad så med HU", "Hvad besluttede Hovedudvalget om stormødet?"),
    (STORM, "Og i 2023?", "Hvad besluttede Økonomiudvalget om stormødet i 2023?"),
    (STORM, "I 2022?", "Hvad besluttede Økonomiudvalget om stormødet i 2022?"),
    (STORM, "Hvad med sidste år?", "Hvad besluttede Økonomiudvalget om stormødet sidste år?"),
    (PATH, "Og i 2023?", "Hvad besluttede Økonomiudvalget i 2023 om cykelstien?"),
    (PATH, "Men hvad med Byrådet?", "Hvad besluttede Byrådet i 2024 om cykelstien?"),
    (PATH, "Byrådet i 2025?", "Hvad besluttede Byrådet i 2025 om cykelstien?"),
    (PATH, "Hvad med før 2022?", "Hvad besluttede Økonomiudvalget før 2022 om cykelstien?"),
    (HOME, "Og i 2022?", "Hvor mange dage om ugen må jeg arbejde hjemmefra i 2022?"),
    ("Hvad var Økonomiudvalgets begrundelse?", "Hvad med Byrådet?", "Hvad var Byrådets begrundelse?"),
    # a question without a subject has that of the one before
    (STORM, "Hvornår?", "Hvornår (stormødet, Økonomiudvalget)?"),
    (STORM, "Hvorfor?", "Hvorfor (stormødet, Økonomiudvalget)?"),
    (STORM, "Hvem deltog ikke?", "Hvem deltog ikke (stormødet, Økonomiudvalget)?"),
    (STORM, "Og hvem indstillede det?", "Og hvem indstillede det (stormødet, Økonomiudvalget)?"),
    (STORM, "Hvor mange stemte imod?", "Hvor mange stemte imod (stormødet, Økonomiudvalget)?"),
    (STORM, "Hvad blev resultatet?", "Hvad blev resultatet (stormødet, Økonomiudvalget)?"),
    (STORM, "Er det endeligt?", "Er det endeligt (stormødet, Økonomiudvalget)?"),
    (STORM, "Hvad siger referatet?", "Hvad siger referatet (stormødet, Økonomiudvalget)?"),
    (STORM, "Hvilket udvalg?", "Hvilket udvalg (stormødet, Økonomiudvalget)?"),
    (STORM, "Hvornår behandlede Byrådet det?", "Hvornår behandlede Byrådet det (stormødet)?"),
    (PATH, "Hvad koster den?", "Hvad koster den (cykelstien, Økonomiudvalget, i 2024)?"),
    (PATH, "Hvad med økonomien?", "Hvad med økonomien (cykelstien, Økonomiudvalget, i 2024)?"),
    (PATH, "Hvad er begrundelsen?", "Hvad er begrundelsen (cykelstien, Økonomiudvalget, i 2024)?"),
    (PATH, "Kan du uddybe?", "Kan du uddybe (cykelstien, Økonomiudvalget, i 2024)?"),
    (HOME, "Hvem bestemmer det?", "Hvem bestemmer det (dage, ugen, arbejde, hjemmefra)?"),
    (HOME, "Hvornår gælder det fra?", "Hvornår gælder det fra (dage, ugen, arbejde, hjemmefra)?"),
)

# Questions that say by themselves what they are about, and what is none.
OWN = (
    "Hvad besluttede Byrådet i 2024?",
    "Hvad besluttede Hovedudvalget om trivsel?",
    "Alle beslutninger i 2024",
    "Hvem deltog i Byrådet i 2024?",
    "Hvor mange sager blev udsat i 2024?",
    "Hvilke sager afventer Byrådet?",
    "Hvilken seniorpolitik gælder nu?",
    "Hvad betyder TRIO?",
    "Hvad er MED-udvalg?",
    "Hvem er borgmester?",
    "Hvad er de fire værdier?",
    "Hvad er hovedstaden i Frankrig?",
    "Må jeg arbejde hjemmefra?",
    "Hvad med hjemmearbejde?",
    "Hvad er prisen for parkering?",
    "stormøde",
    "Norddjurs",
    "?!",
    "",
)


@pytest.mark.parametrize(("previous", "typed", "asked"), CARRIED)
def test_a_short_question_goes_on_from_the_one_before(previous: str, typed: str, asked: str) -> None:
    found = follow_up(typed, previous, TODAY)
    assert found is not None
    assert found.asked == asked
    assert (found.typed, found.previous) == (typed, previous)


@pytest.mark.parametrize("typed", OWN)
@pytest.mark.parametrize("previous", [STORM, PATH, HOME])
def test_a_question_of_its_own_takes_nothing_over(previous: str, typed: str) -> None:
    assert follow_up(typed, previous, TODAY) is None


def carried(found: FollowUp | None) -> list[str]:
    """The keys of what was taken over."""
    assert found is not None
    return [each.key for each in found.carried]


def test_what_is_taken_over_is_named_and_can_be_taken_away_again() -> None:
    keys = ["subject:cykelstien", "committee:Økonomiudvalget", "period:2024-01-01/2024-12-31"]
    assert carried(follow_up("Hvorfor?", PATH, TODAY)) == keys
    without = follow_up("Hvorfor?", PATH, TODAY, keys[1:])
    assert without is not None
    assert without.asked == "Hvorfor (cykelstien)?"
    assert carried(without) == keys[:1]
    nothing = follow_up("Hvorfor?", PATH, TODAY, keys)
    assert nothing is not None
    assert nothing.asked == "Hvorfor?"


def test_a_time_can_be_taken_away_from_the_question_before() -> None:
    found = follow_up("Hvad med Byrådet?", PATH, TODAY)
    assert carried(found) == ["period:2024-01-01/2024-12-31"]
    without = follow_up("Hvad med Byrådet?", PATH, TODAY, carried(found))
    assert without is not None
    assert without.asked == "Hvad besluttede Byrådet om cykelstien?"
    assert without.carried == ()


def test_follow_ups_go_on_from_follow_ups() -> None:
    first = follow_up("Hvad med Byrådet?", PATH, TODAY)
    assert first is not None
    second = follow_up("Hvorfor?", first.asked, TODAY)
    assert second is not None
    assert second.asked == "Hvorfor (cykelstien, Byrådet, i 2024)?"
    third = follow_up("Og i 2025?", second.asked, TODAY)
    assert third is not None
    assert third.asked == "Hvorfor (cykelstien, Byrådet, i 2025)?"


def test_after_a_question_about_nothing_there_is_nothing_to_take_over() -> None:
    assert follow_up("Hvornår?", "Hvad?", TODAY) is None
    assert follow_up("Hvad med Byrådet?", "Hvad?", TODAY) is None
    assert follow_up("Hvornår?", "", TODAY) is None


def test_the_subject_has_a_bound() -> None:
    long = "Hvad står der om " + " ".join(f"emne{number}" for number in range(40)) + "?"
    found = follow_up("Hvornår?", long, TODAY)
    assert found is not None
    (subject,) = [each for each in found.carried if each.kind == SUBJECT]
    assert len(subject.value.split()) == 8
