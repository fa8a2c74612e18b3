"""Planned meetings as a calendar (iCalendar, RFC 5545). Pure.

A meeting that is planned is tentative and says so; nothing is ever told as held, moved or cancelled, for the
material does not know. Dates are whole days. A time is given only where the very sentence that plans the
meeting states one time and no other day.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kb.danish.dates import find_dates
from kb.datatypes import Case, Evidence, Filter, Step, StepState
from kb.strings_da.following import Meetings
from kb.ui import address, words

if TYPE_CHECKING:
    from kb.register import Register

MEDIA_TYPE = "text/calendar; charset=utf-8"
ZONE = ZoneInfo("Europe/Copenhagen")
LONGEST_LINE = 75
"""In bytes, the line's end not counted."""

_TIME = re.compile(r"\bkl\.?\s*(\d{1,2})(?:[.:](\d{2}))?(?![\d.:]*\d)", re.IGNORECASE)
_SPAN_OF_TIMES = re.compile(r"\bkl\.?\s*\d{1,2}(?:[.:]\d{2})?\s*[-–]\s*\d", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting at which a case is planned to be treated, and the words that plan it."""

    case: Case
    step: Step
    day: dt.date
    time: dt.time | None
    evidence: Evidence | None


def meetings_of(register: Register, where: Filter) -> tuple[Meeting, ...]:
    """The planned meetings that a filter leaves: its committees and days are those of the meetings.

    Raises UsageError for a committee that the material does not know.
    """
    known = register.known(where)
    cases = register.cases(replace(where, committees=(), date_from=None, date_to=None))
    return planned_meetings(cases, known)


def planned_meetings(cases: Sequence[Case], where: Filter) -> tuple[Meeting, ...]:
    """The planned meetings with a day that is in the filter's time, of its committees, by day.

    ``cases`` are as they stand on a day: what was planned for a day gone by is planned no more.
    """
    found = [
        _meeting(case, step, step.date)
        for case in cases
        for step in case.steps
        if step.state is StepState.PLANNED and step.date is not None
        if not where.committees or step.committee in where.committees
        if (where.date_from or step.date) <= step.date <= (where.date_to or step.date)
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.step.committee, each.case.id)))


def calendar(meetings: Sequence[Meeting], name: str, site: str, stamp: dt.datetime) -> bytes:
    """The meetings as a calendar, each case of a meeting an event of its own; the same for the same input.

    ``stamp`` is when the index was made, ``site`` the web app's address, empty where it is not known.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_escaped(Meetings.PRODUCT)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for each in meetings:
        lines += _event(each, site, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def meeting_json(meeting: Meeting) -> Mapping[str, object]:
    """A planned meeting as JSON."""
    evidence = meeting.evidence
    return {
        "case": meeting.case.id,
        "title": meeting.case.title,
        "committee": meeting.step.committee,
        "date": meeting.day.isoformat(),
        "time": meeting.time.isoformat("minutes") if meeting.time else None,
        "date_inferred": meeting.step.date_inferred,
        "state": meeting.step.state.value,
        "document": evidence.document if evidence else None,
        "page": evidence.page if evidence else None,
        "quote": evidence.quote if evidence else None,
        "start": evidence.start if evidence else None,
        "end": evidence.end if evidence else None,
    }


def _meeting(case: Case, step: Step, day: dt.date) -> Meeting:
    timed = ((each, _time_in(each.quote, day)) for each in step.evidence)
    stated = next(((each, time) for each, time in timed if time is not None), None)
    first = step.evidence[0] if step.evidence else None
    return Meeting(case, step, day, stated[1] if stated else None, stated[0] if stated else first)


def _time_in(quote: str, day: dt.date) -> dt.time | None:
    """The one time that a sentence states beside this day and no other; None where that is not certain."""
    days = {each.date for each in find_dates(quote)}
    times = list(_TIME.finditer(quote))
    if days != {day} or len(times) != 1 or _SPAN_OF_TIMES.search(quote):
        return None
    hour, minute = int(times[0][1]), int(times[0][2] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _event(meeting: Meeting, site: str, stamp: dt.datetime) -> Iterator[str]:
    step, case = meeting.step, meeting.case
    identity = uuid.uuid5(uuid.NAMESPACE_OID, "\n".join((case.id, step.committee, meeting.day.isoformat())))
    yield "BEGIN:VEVENT"
    yield f"UID:{identity}"
    yield f"DTSTAMP:{_utc(stamp)}"
    if meeting.time is None:
        yield f"DTSTART;VALUE=DATE:{meeting.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{meeting.day + dt.timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{_utc(dt.datetime.combine(meeting.day, meeting.time, ZONE))}"
    yield f"SUMMARY:{_escaped(Meetings.SUMMARY.format(committee=step.committee, title=case.title))}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(_told(meeting)))}"
    yield f"CATEGORIES:{_escaped(Meetings.CATEGORY)}"
    yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    if site:
        yield f"URL:{_one_line(address.whole(site, address.to_case(case.id)))}"
    yield "END:VEVENT"


def _told(meeting: Meeting) -> Iterator[str]:
    """What the event says, line by line: that it is planned, of which case, and who says so."""
    yield Meetings.PLANNED
    if meeting.step.date_inferred:
        yield Meetings.YEAR_INFERRED
    yield Meetings.CASE.format(title=meeting.case.title)
    if meeting.case.numbers:
        yield Meetings.CASE_NUMBERS.format(numbers=", ".join(meeting.case.numbers))
    if meeting.evidence is not None:
        yield Meetings.QUOTE.format(quote=" ".join(meeting.evidence.quote.split()))
        yield Meetings.SOURCE.format(source=words.source(meeting.evidence))


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """The text as a value of the type TEXT: nothing in it can end its line or begin another property."""
    plain = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(each if each == "\n" or each.isprintable() else " " for each in plain).replace("\n", "\\n")


def _one_line(text: str) -> str:
    return "".join(each for each in text if each.isprintable())


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, each further one after a blank; no letter is cut in two."""
    pieces, size = [""], 0
    for each in line:
        width = len(each.encode())
        if size + width > LONGEST_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += each
        size += width
    return "\r\n".join(pieces)
