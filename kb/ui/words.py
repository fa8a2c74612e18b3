"""Danish wording of single values: dates, counts, places, citations. Plain text, not HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kb.datatypes import Citation, Date, Hit, SectionKind
from kb.strings_da import INTENT_LABELS, MONTHS, SECTION_LABELS, Ui


def date(value: Date | None) -> str:
    """The date as a Dane writes it, such as ``6. december 2022``; the words for no date if None."""
    return Ui.NO_DATE if value is None else f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def timestamp(value: str) -> str:
    """The day of an ISO timestamp in Danish, in local time; the text itself where it is no timestamp."""
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    return date(moment.astimezone().date() if moment.tzinfo else moment.date())


def documents(count: int) -> str:
    """How many documents, such as ``1 dokument`` or ``1.204 dokumenter``."""
    return Ui.ONE_DOCUMENT if count == 1 else Ui.MANY_DOCUMENTS.format(count=number(count))


def number(value: int) -> str:
    """The number with Danish thousands separators."""
    return f"{value:,}".replace(",", ".")


def page(value: int, inferred: bool) -> str:
    """The page, marked as approximate where the source itself has no page numbers."""
    return (Ui.PAGE_INFERRED if inferred else Ui.PAGE).format(n=value)


def section(heading: str, kind: SectionKind) -> str:
    """The section's name without what the rest of the line repeats.

    A heading such as »Beslutning i Økonomiudvalget den 06-12-2022« becomes »Beslutning«.
    """
    label = SECTION_LABELS[kind]
    plain = heading.strip().rstrip(":")
    return label if not plain or plain.casefold().startswith(label.casefold()) else plain


def place(source: Citation | Hit) -> tuple[str, ...]:
    """Committee, date, section and page of a source, in the order in which they are shown."""
    return (
        source.committee or Ui.NO_COMMITTEE,
        date(source.date),
        section(source.section, source.section_kind),
        page(source.page, source.page_inferred),
    )


def copy_ready(citation: Citation) -> str:
    """One source as text to paste into a case: committee, date, section, quote, file and page."""
    day = "" if citation.date is None else f"{citation.date:%d-%m-%Y}"
    return Ui.COPY_READY.format(
        source=" ".join(part for part in (citation.committee or citation.title, day) if part),
        section=section(citation.section, citation.section_kind),
        quote=" ".join(citation.quote.split()),
        file=citation.document.rsplit("/", 1)[-1],
        page=page(citation.page, citation.page_inferred),
    )


def understood(interpretation: Mapping[str, object]) -> str:
    """How a question was understood, such as ``hvornår · Økonomiudvalget · 2022``; empty for a plain fact.

    Keys that are missing or hold something else than expected are passed over.
    """
    parts = [INTENT_LABELS.get(str(interpretation.get("intent")), "")]
    committees = interpretation.get("committees")
    parts += [str(each) for each in committees] if isinstance(committees, list | tuple) else []
    parts.append(_period(_day(interpretation.get("from")), _day(interpretation.get("to"))))
    return " · ".join(part for part in parts if part)


def _day(value: object) -> Date | None:
    """The date that an ISO text stands for, None where it is no such text."""
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _period(first: Date | None, last: Date | None) -> str:
    """The period in words: whole years as years, one day as a day, an open end as it is."""
    if first and last and first == last:
        return date(first)
    whole_years = first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if first and last and whole_years:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    since = Ui.SINCE.format(day=date(first)) if first else ""
    until = Ui.UNTIL.format(day=date(last)) if last else ""
    return f"{since} {until}".strip()
