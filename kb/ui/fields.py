"""The fields in which an editor corrects what was read of a file, and what they come to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from kb.danish.dates import find_dates
from kb.datatypes import CorrectedField, Date, FieldCorrection, Status
from kb.strings_da.adding import Adding
from kb.ui import words

LONGEST = 300

Read = Mapping[CorrectedField, str | None]
"""What was read of a file, as corrections write it."""

_LABELS = {
    CorrectedField.TITLE: Adding.DOCUMENT_TITLE,
    CorrectedField.COMMITTEE: Adding.COMMITTEE,
    CorrectedField.DATE: Adding.DATE,
    CorrectedField.STATUS: Adding.STATUS,
    CorrectedField.CASE_NUMBER: Adding.CASE_NUMBER,
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What the fields of a file come to: no ``corrections`` where there are ``faults``, in sentences."""

    corrections: tuple[FieldCorrection, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def draw(key: str, read: Read) -> dict[CorrectedField, str]:
    """Draws the fields, filled with what was read; what they hold now."""
    held = {CorrectedField.TITLE: _text(key, CorrectedField.TITLE, read)}
    left, right = st.columns(2)
    with left:
        held[CorrectedField.COMMITTEE] = _text(key, CorrectedField.COMMITTEE, read)
        statuses = [status.value for status in Status]
        held[CorrectedField.STATUS] = st.selectbox(
            Adding.STATUS,
            statuses,
            index=statuses.index(read[CorrectedField.STATUS] or Status.UNKNOWN.value),
            format_func=words.sentence,
            key=f"{key}-status",
        )
    with right:
        held[CorrectedField.DATE] = _text(key, CorrectedField.DATE, read)
        held[CorrectedField.CASE_NUMBER] = _text(key, CorrectedField.CASE_NUMBER, read)
    return held


def typed(held: Mapping[CorrectedField, str], read: Read, committees: Collection[str]) -> Typed:
    """What the fields come to: the corrections where they differ from what was read.

    A committee that is none of the ``committees`` of the material is noted and accepted.
    """
    faults, notes = [], []
    wanted = {field: " ".join(text.split()) or None for field, text in held.items()}
    if not wanted[CorrectedField.TITLE]:
        faults.append(Adding.NO_TITLE)
    if day := wanted[CorrectedField.DATE]:
        date = day_in(day)
        if date is None:
            faults.append(Adding.BAD_DATE.format(value=day))
        wanted[CorrectedField.DATE] = date.isoformat() if date else None
    committee = wanted[CorrectedField.COMMITTEE]
    if committee and committees and committee not in {*committees, read[CorrectedField.COMMITTEE]}:
        notes.append(Adding.NEW_COMMITTEE.format(name=committee))
    corrections = tuple(
        FieldCorrection(field, read[field], wanted[field])
        for field in CorrectedField
        if wanted[field] != (" ".join((read[field] or "").split()) or None)
    )
    return Typed(() if faults else corrections, tuple(faults), tuple(notes))


def messages(typed: Typed) -> str:
    """The faults and notes as HTML; empty where there are none."""
    faults = "".join(f'<li class="kb-fault">{escape(each)}</li>' for each in typed.faults)
    notes = "".join(f"<li>{escape(each)}</li>" for each in typed.notes)
    return f'<div class="kb-note" role="status"><ul>{faults}{notes}</ul></div>' if faults or notes else ""


def day_in(text: str) -> Date | None:
    """The day that the text is, such as ``6-12-2022`` or ``6. december 2022``; None for any other text."""
    found = find_dates(text)
    if len(found) != 1 or found[0].precision != "day" or found[0].inferred:
        return None
    return found[0].date if (found[0].start, found[0].end) == (0, len(text)) else None


def _text(key: str, field: CorrectedField, read: Read) -> str:
    """A field for one line of text; what it holds now."""
    value, is_date = read[field] or "", field is CorrectedField.DATE
    return st.text_input(
        _LABELS[field],
        f"{Date.fromisoformat(value):%d-%m-%Y}" if is_date and value else value,
        key=f"{key}-{field.value}",
        max_chars=LONGEST,
        placeholder=Adding.DATE_PLACEHOLDER if is_date else "",
    )
