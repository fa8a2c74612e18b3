"""Decision headings in all written forms, and running text that only begins like one."""

from __future__ import annotations

from datetime import date

import pytest

from kb.cases.deciding import later_headings, split_heading
from kb.cases.lexicon import heading_of
from kb.datatypes import SectionKind
from tests.cases.papers import parsed

DAY = date(2025, 2, 3)


@pytest.mark.parametrize(
    ("line", "committee", "decided", "rest"),
    [
        ("BESLUTNING I TEKNISK UDVALG DEN 03-02-2025", "Teknisk Udvalg", DAY, ""),
        ("Beslutning i Teknisk Udvalg den 3.2.25", "Teknisk Udvalg", DAY, ""),
        ("Beslutning i Teknisk Udvalg den 03 - 02 - 2025", "Teknisk Udvalg", DAY, ""),
        ("Beslutning: Byrådet den 3. februar 2025 (pkt. 4)", "Byrådet", DAY, ""),
        (
            "Beslutning fra møde i Kultur- og Fritidsudvalget mandag den 3. februar 2025",
            "Kultur- og Fritidsudvalget",
            DAY,
            "",
        ),
        ("**Beslutning i Byrådet den 3. februar 2025:**", "Byrådet", DAY, ""),
        ("Beslutning i Økonomiudvalget den 3. februar 2025: Tiltrådt.", "Økonomiudvalget", DAY, "Tiltrådt."),
        ("Beslutning i KTU den 03-02-2025", "KTU", DAY, ""),
        ("Beslutning i Fremtidens Forum den 03-02-2025", "Fremtidens Forum", DAY, ""),
        (
            "Beslutning fra Udvalget for Sundhed og Omsorg, 3. februar 2025",
            "Udvalget for Sundhed og Omsorg",
            DAY,
            "",
        ),
        ("Byrådets beslutning i mødet den 3. februar 2025", "Byrådet", DAY, ""),
        ("Beslutning den 03-02-2025", None, DAY, ""),
        ("Byråd, 3. februar 2025: Godkendt.", "Byrådet", DAY, "Godkendt."),
        ("Børneudvalgets møde den 3. februar 2025: Anbefales.", "Børneudvalget", DAY, "Anbefales."),
    ],
)
def test_forms_of_decision_headings(
    line: str, committee: str | None, decided: date | None, rest: str
) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert (heading.kind, heading.committee, heading.date) == (SectionKind.DECISION, committee, decided)
    assert line[heading.length :].strip() == rest


@pytest.mark.parametrize(
    "line",
    [
        "Beslutningen i Byrådet den 3. februar 2025 blev omgjort.",
        "Beslutning i Byrådet blev truffet den 3. februar 2025",
        "Beslutning om salg af grund i Byrådet den 3. februar 2025:",
        "Beslutning i Byrådet om køb",
        "Byrådets møde d. 03-02-2025 kl. 17:30",
        "Teknik og Miljø, 3. februar 2025: Godkendt.",
        "Mødet den 3. februar 2025: Godkendt.",
        "Referat af møde i Hovedudvalget den 3. februar 2025",
    ],
)
def test_running_text_and_meeting_heads_open_no_decision(line: str) -> None:
    heading = heading_of(line)
    assert heading is None or heading.kind is not SectionKind.DECISION


def test_a_committee_and_a_day_head_a_decision_only_among_others() -> None:
    line = "Trivsel & Fritid den 3. februar 2025:"
    assert heading_of(line) is None
    heading = heading_of(line, listed=True)
    assert heading is not None
    assert heading.committee == "Trivsel & Fritid"


def test_a_heading_may_be_broken_over_two_lines() -> None:
    heading = split_heading("Beslutning i Hovedudvalget den 03-02-", "2025")
    assert heading is not None
    assert (heading.committee, heading.date, heading.length) == ("Hovedudvalget", DAY, 4)
    assert split_heading("Beslutning i Hovedudvalget den", "næste møde er udsat") is None
    document = parsed("# Sag\n\nBeslutning i Hovedudvalget den 03-02-\n2025\nDrøftet.")
    section = document.sections[-1]
    assert (section.date, document.text[section.body_start :].strip()) == (DAY, "Drøftet.")


def test_two_decisions_may_share_a_line() -> None:
    line = "Byråd, 3. februar 2025: Anbefales. Økonomiudvalgets møde den 4. februar 2025: Udsat."
    first = heading_of(line)
    assert first is not None
    [(start, second)] = later_headings(line, first.length)
    assert line[start:].startswith("Økonomiudvalgets")
    assert (second.committee, second.date) == ("Økonomiudvalget", date(2025, 2, 4))
    document = parsed(f"# Sag\n\nIndstilling\n\nAt vejen bygges.\n\n{line}")
    bodies = [document.text[s.body_start : s.end].strip() for s in document.sections[-2:]]
    assert bodies == ["Anbefales.", "Udsat."]
