"""What an editor enters about a document: how values are written for people, and checked. No widgets here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kb.cases.corrected import Facts, as_written
from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.danish.naming import named, nearest
from kb.datatypes import Clearance, CorrectedField, Date, Document, FieldCorrection, Status
from kb.state.corrections import Correction
from kb.strings_da.editing import Editing

_F = CorrectedField
YEARS_AHEAD = 5
LONGEST = {_F.TITLE: 300, _F.COMMITTEE: 120, _F.DATE: 40, _F.STATUS: 20, _F.CASE_NUMBER: 60, _F.CLEARANCE: 20}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one field of a document stands: what is read in its file, and the value that the next build uses.

    Values are as corrections write them. ``waiting``: the index does not have it yet. ``inferred``: what is
    read was worked out of the text.
    """

    field: CorrectedField
    read: str | None
    value: str | None
    corrected: bool
    waiting: bool
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What entered values amount to: what to correct and what to undo, or else what is wrong with which."""

    correct: tuple[FieldCorrection, ...] = ()
    undo: tuple[CorrectedField, ...] = ()
    problems: Mapping[CorrectedField, str] = field(default_factory=dict)


def standings(document: Document, in_force: Sequence[Correction]) -> tuple[Standing, ...]:
    """Each field of an indexed document, in order, with the corrections that the next build will use."""
    facts = Facts(document.title, document.committee, document.date, document.status, document.case_number)
    read = {**as_written(facts), **{each.field: each.read for each in document.corrected}}
    built = {each.field: each.value for each in document.corrected}
    coming = {each.field: each.value for each in in_force}
    return tuple(
        Standing(
            field=name,
            read=read[name],
            value=coming.get(name, read[name]),
            corrected=name in coming,
            waiting=(name in coming, coming.get(name)) != (name in built, built.get(name)),
            inferred=name is _F.DATE and document.date_inferred,
        )
        for name in _F
    )


def written(name: CorrectedField, value: str | None) -> str:
    """A value as people write it: days as 06-12-2022; empty for none."""
    if name is _F.DATE and value:
        return Date.fromisoformat(value).strftime("%d-%m-%Y")
    return value or ""


def checked(
    entered: Mapping[CorrectedField, str],
    stood: Sequence[Standing],
    *,
    committees: Collection[str],
    insisted: str,
    vouched: bool,
    today: Date,
) -> Checked:
    """What to do with what was entered in the fields, as people write it.

    A field that is given back what was read is undone. ``committees`` are those the material knows; one that
    is spelt nearly like one of them is a problem, unless it is ``insisted`` on. ``vouched``: the date that
    was inferred is right.
    """
    values: dict[CorrectedField, str | None] = {}
    problems: dict[CorrectedField, str] = {}
    for name, text in entered.items():
        text = " ".join(text.split())[: LONGEST[name]]
        value, problem = _value(name, text, committees, insisted)
        values[name] = value
        if problem:
            problems[name] = problem
    if _F.DATE in values and _F.DATE not in problems:
        status = values.get(_F.STATUS)
        if problem := _impossible(values[_F.DATE], status, today):
            problems[_F.DATE] = problem
    if problems:
        return Checked(problems=problems)
    correct, undo = [], []
    for each in stood:
        if each.field not in values:
            continue
        value = values[each.field]
        confirms = each.inferred and vouched and value == each.read and not each.corrected
        if value == each.value and not confirms:
            continue
        if value == each.read and not confirms:
            undo.append(each.field)
        else:
            correct.append(FieldCorrection(each.field, each.read, value))
    return Checked(tuple(correct), tuple(undo))


def _value(
    name: CorrectedField, text: str, committees: Collection[str], insisted: str
) -> tuple[str | None, str]:
    """The value that a text stands for, and what is wrong with it; the problem is empty where nothing is."""
    if name is _F.TITLE and not text:
        return None, Editing.EMPTY_TITLE
    if not text:
        return None, ""
    if name is _F.DATE:
        day = _day(text)
        return (day.isoformat(), "") if day else (None, Editing.BAD_DATE.format(value=text))
    if name is _F.STATUS:
        return Status(text).value, ""
    if name is _F.CLEARANCE:
        return Clearance(text).value, ""
    if name is _F.COMMITTEE:
        return _committee(text, committees, insisted)
    return text, ""


def _day(text: str) -> Date | None:
    """The one full date that a text is; None for anything else."""
    found = find_dates(text)
    around = text[: found[0].start] + text[found[0].end :] if len(found) == 1 else text
    whole = len(found) == 1 and around.strip(" .").casefold() in ("", "d", "den")
    return found[0].date if whole and found[0].precision == "day" and not found[0].inferred else None


def _impossible(iso: str | None, status: str | None, today: Date) -> str:
    """Why a paper cannot be of that day; empty where it can."""
    if iso is None:
        return ""
    day, shown = Date.fromisoformat(iso), written(_F.DATE, iso)
    if day.year > today.year + YEARS_AHEAD:
        return Editing.FAR_DATE.format(value=shown)
    if status == Status.MINUTES.value and day > today:
        return Editing.FUTURE_MINUTES.format(value=shown)
    return ""


def _committee(text: str, committees: Collection[str], insisted: str) -> tuple[str, str]:
    """The committee by the name it is filed under, and a question where it may be misspelt."""
    known = named(text, committees)
    if known:
        return known, ""
    near = nearest(text, committees)
    if near and text != insisted:
        return text, Editing.NEAR_COMMITTEE.format(value=text, name=near)
    mentions = [each for each in find_committees(text) if (each.start, each.end) == (0, len(text))]
    return (mentions[0].name if mentions and not near else text), ""
