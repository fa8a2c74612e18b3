"""Calendars: planned meetings as calendar programs parse them, and never as held."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from icalendar import Calendar

from kb.datatypes import Case, Evidence, Filter, OutcomeClass, Part, Step, StepState
from kb.export.ical import LONGEST_LINE, calendar, meeting_json, planned_meetings
from kb.register import EVERYTHING, Register, case_on
from kb.settings import Settings

STAMP = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
SITE = "https://viden.fjordby.dk"
DAY = dt.date(2026, 12, 5)
HOSTILE = "Sti; vej, \\n\r\nBEGIN:VALARM\r\nEND:VEVENT\r\nX:1\x00\u2028 æøå 😀"


def step(
    committee: str = "Teknisk Udvalg",
    day: dt.date | None = DAY,
    state: StepState = StepState.PLANNED,
    quote: str = "Teknisk Udvalg den 5. december 2026",
    *,
    inferred: bool = False,
) -> Step:
    """A step of a case, planned by a quote."""
    effect = OutcomeClass.ADOPTED if state is StepState.HELD else None
    return Step(committee, day, inferred, state, effect, (Evidence("sag.pdf", 2, 10, 45, quote),))


def case(*steps: Step, title: str = "Cykelsti ved åen") -> Case:
    """A case with these steps."""
    return Case("sag.pdf", title, ("27.12.00-P19-3-26",), (Part("sag.pdf"),), steps, (), ())


def parsed(*cases: Case, where: Filter = EVERYTHING, site: str = SITE) -> Calendar:
    """The calendar as another library reads it."""
    return Calendar.from_ical(written(*cases, where=where, site=site))


def written(*cases: Case, where: Filter = EVERYTHING, site: str = SITE) -> bytes:
    """The calendar as it is written."""
    return calendar(planned_meetings(cases, where), "Planlagte møder", site, STAMP)


def test_a_planned_meeting_is_a_whole_tentative_day_with_its_source() -> None:
    found = parsed(case(step()))
    assert found.errors == []
    assert found["METHOD"] == "PUBLISH"
    (event,) = found.events
    assert event.errors == []
    assert event["SUMMARY"] == "Planlagt: Teknisk Udvalg – Cykelsti ved åen"
    assert event["DTSTART"].dt == DAY
    assert event["DTEND"].dt == dt.date(2026, 12, 6)
    assert event["DTSTAMP"].dt == STAMP
    assert event["STATUS"] == "TENTATIVE"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["URL"] == f"{SITE}/sager?sag=sag.pdf"
    assert "SEQUENCE" not in event
    told = str(event["DESCRIPTION"])
    assert told.startswith("Planlagt ifølge dokumenterne.")
    assert "Sagsnr. 27.12.00-P19-3-26" in told
    assert "»Teknisk Udvalg den 5. december 2026«" in told
    assert "Kilde: sag.pdf, side 2" in told
    assert "udledt" not in told


def test_only_what_is_planned_for_a_day_is_in_it() -> None:
    steps = (step(state=StepState.HELD), step(state=StepState.MISSING), step(day=None))
    assert parsed(case(*steps)).events == []
    gone_by = case_on(case(step()), dt.date(2026, 12, 6))
    assert parsed(gone_by).events == []
    today = case_on(case(step()), DAY)
    assert len(parsed(today).events) == 1


def test_an_id_stays_while_the_meeting_does() -> None:
    first, again = (parsed(case(step(), title=title)).events[0]["UID"] for title in ("A", "B"))
    assert first == again
    others = parsed(case(step(), step("Byrådet"), step(day=dt.date(2026, 12, 6)))).events
    assert len({str(each["UID"]) for each in others}) == 3


@pytest.mark.parametrize(
    ("quote", "time"),
    [
        ("Teknisk Udvalg mødes den 5. december 2026 kl. 16.30.", dt.time(16, 30)),
        ("Teknisk Udvalg mødes den 5. december 2026 kl. 9", dt.time(9)),
        ("Teknisk Udvalg mødes den 5. december 2026 kl 08:15 i salen", dt.time(8, 15)),
        ("Teknisk Udvalg mødes den 5. december 2026.", None),
        ("Mødet er den 5. december 2026 kl. 16.00-18.00.", None),
        ("Mødet er den 5. december 2026 kl. 16.00, besigtigelse kl. 14.00.", None),
        ("Fristen er den 1. december 2026 kl. 12.00, mødet den 5. december 2026.", None),
        ("Mødet er den 5. december 2026 kl. 25.00.", None),
    ],
)
def test_a_time_is_told_only_where_the_plan_states_one(quote: str, time: dt.time | None) -> None:
    (meeting,) = planned_meetings([case(step(quote=quote))], EVERYTHING)
    assert meeting.time == time
    assert meeting_json(meeting)["time"] == (time.isoformat("minutes") if time else None)


@pytest.mark.parametrize(
    ("day", "quote", "utc"),
    [
        (dt.date(2026, 12, 5), "Den 5. december 2026 kl. 16.00.", "15:00"),
        (dt.date(2027, 6, 5), "Den 5. juni 2027 kl. 16.00.", "14:00"),
    ],
)
def test_a_time_is_that_of_denmark_in_winter_and_summer(day: dt.date, quote: str, utc: str) -> None:
    (event,) = parsed(case(step(day=day, quote=quote))).events
    assert event["DTSTART"].dt.astimezone(dt.UTC).isoformat() == f"{day.isoformat()}T{utc}:00+00:00"
    assert "DTEND" not in event


def test_a_year_that_was_worked_out_is_said_to_be() -> None:
    (event,) = parsed(case(step(inferred=True))).events
    assert "Årstallet er udledt" in str(event["DESCRIPTION"])


def test_committee_and_days_are_those_of_the_meeting() -> None:
    both = case(step(), step("Byrådet", dt.date(2027, 1, 12)))
    for where, committees in (
        (Filter(committees=("Byrådet",)), ["Byrådet"]),
        (Filter(date_to=dt.date(2026, 12, 31)), ["Teknisk Udvalg"]),
        (Filter(date_from=dt.date(2027, 1, 12)), ["Byrådet"]),
        (Filter(date_from=dt.date(2028, 1, 1)), []),
    ):
        assert [each.step.committee for each in planned_meetings([both], where)] == committees


def test_nothing_in_a_name_ends_its_line_or_begins_another() -> None:
    made = case(step(HOSTILE, quote=HOSTILE), title=HOSTILE)
    (event,) = parsed(made).events
    assert event.subcomponents == []
    assert "X" not in event
    assert str(event["SUMMARY"]).startswith("Planlagt: Sti; vej, \\n")
    assert "æøå 😀" in str(event["SUMMARY"])


@given(st.text(max_size=400), st.text(max_size=400))
@trying(max_examples=100, deadline=None)
def test_any_text_gives_lines_that_fit_and_one_event(title: str, committee: str) -> None:
    made = written(case(step(committee, quote=title), title=title))
    assert made.endswith(b"\r\n")
    for line in made.split(b"\r\n"):
        assert len(line) <= LONGEST_LINE
        line.decode()  # no letter is cut in two
    assert b"\n" not in made.replace(b"\r\n", b"")
    found = Calendar.from_ical(made)
    assert len(found.events) == 1
    plain = "".join(each for each in title if each.isprintable())
    assert "".join(plain.split()) in "".join(str(found.events[0]["SUMMARY"]).split())


def test_planned_meetings_of_the_sample_are_those_of_its_cases(sample: Settings) -> None:
    knowledge = Register(sample, today=lambda: dt.date(2020, 1, 1))
    cases = knowledge.cases()
    planned = planned_meetings(cases, EVERYTHING)
    expected = [
        (each.committee, each.date)
        for one in cases
        for each in one.steps
        if each.state is StepState.PLANNED and each.date
    ]
    assert expected
    assert sorted((each.step.committee, each.day) for each in planned) == sorted(expected)
    for each in planned:
        assert each.evidence is not None
        text = knowledge.document(each.evidence.document).text
        assert text[each.evidence.start : each.evidence.end] == each.evidence.quote
    assert len(parsed(*cases).events) == len(planned)


def test_an_address_is_left_out_where_it_is_not_known() -> None:
    (event,) = parsed(replace(case(step())), site="").events
    assert "URL" not in event
