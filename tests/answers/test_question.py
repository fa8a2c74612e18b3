"""What questions are taken to ask for."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.answers.question import Intent, intent_of, interpret

TODAY = dt.date(2026, 11, 22)


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
