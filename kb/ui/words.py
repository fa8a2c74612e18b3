"""Danish wording of single values: dates, counts, places, citations. Plain text, not HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kb.datatypes import (
    Citation,
    Clearance,
    Date,
    Document,
    Evidence,
    Filter,
    Hit,
    OutcomeClass,
    Recognised,
    SectionKind,
)
from kb.strings_da import CLASS_BADGES, INTENT_LABELS, MONTHS, OUTCOME_LABELS, SECTION_LABELS
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui

_DANISH_ORDER = str.maketrans(Ui.LAST_LETTERS, "{|}")


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


def counted(count: int, one: str, many: str) -> str:
    """How many, such as ``1 dokument`` or ``1.204 dokumenter``; ``many`` has a place for the count."""
    return one if count == 1 else many.format(count=number(count))


def moment(value: dt.datetime) -> str:
    """The day and time in Danish, such as ``6. december 2022 kl. 14.05``."""
    return Asking.MOMENT.format(day=date(value.date()), time=f"{value:%H.%M}")


def documents(count: int) -> str:
    """How many documents, in words."""
    return counted(count, Ui.ONE_DOCUMENT, Ui.MANY_DOCUMENTS)


def decisions(count: int) -> str:
    """How many decisions, in words."""
    return counted(count, Ui.ONE_DECISION, Ui.MANY_DECISIONS)


def narrowed(found: int, total: int, one: str, many: str) -> str:
    """How many of how many were found, such as ``3 af 12 sager``; just the count where all were."""
    if found == total:
        return counted(total, one, many)
    return Ui.FILTERED.format(found=number(found), total=counted(total, one, many))


def number(value: int) -> str:
    """The number with Danish thousands separators."""
    return f"{value:,}".replace(",", ".")


def duration(seconds: float) -> str:
    """The time as ``12 sekunder``, from two minutes on as ``3 minutter``; at least one second."""
    whole = max(1, round(seconds))
    if whole < 120:
        return counted(whole, Ui.ONE_SECOND, Ui.MANY_SECONDS)
    return Ui.MANY_MINUTES.format(count=number(round(whole / 60)))


def page(value: int, inferred: bool) -> str:
    """The page, marked as approximate where the source itself has no page numbers."""
    return (Ui.PAGE_INFERRED if inferred else Ui.PAGE).format(n=value)


def source(found: Evidence) -> str:
    """The file and page of a quote; of all formats only PDF has pages of its own, others' are approximate."""
    return f"{found.document}, {page(found.page, inferred=not found.document.casefold().endswith('.pdf'))}"


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
        *([source.title] if source.item and source.title != source.committee else []),
        source.committee or Ui.NO_COMMITTEE,
        date(source.date),
        section(source.section, source.section_kind),
        page(source.page, source.page_inferred),
    )


def copy_ready(citation: Citation) -> str:
    """One source as text to paste into a case: committee, date, section, page, quote and file."""
    return _ready(
        citation.committee or citation.heading,
        citation.date,
        (citation.item, section(citation.section, citation.section_kind)),
        page_short(citation.page, citation.page_inferred),
        Evidence(citation.document, citation.page, citation.start, citation.end, citation.quote),
        citation.clearance,
    )


def evidence_ready(document: Document, found: Evidence) -> str:
    """The same for a quote of a document, by the section that it stands in."""
    part = next((each for each in document.sections if each.start <= found.start < each.end), None)
    name = section(part.heading, part.kind) if part else None
    return _ready(
        (part and part.committee) or document.committee or document.title,
        (part.date if part else None) or document.date,
        (part.item if part else None, name),
        page_short(found.page, document.page_at(found.start).inferred),
        found,
        part.clearance if part else document.clearance,
    )


def page_short(value: int, inferred: bool) -> str:
    """The page as a reference gives it, such as ``s. 4``."""
    return (Ui.COPY_PAGE_INFERRED if inferred else Ui.COPY_PAGE).format(n=value)


def _ready(
    name: str,
    day: Date | None,
    place: tuple[str | None, ...],
    page: str,
    found: Evidence,
    clearance: Clearance,
) -> str:
    """A reference of its parts, those that are empty left out; it ends with who may read it if not all."""
    reference = Ui.COPY_READY.format(
        source=" ".join(part for part in (name, f"{day:%d-%m-%Y}" if day else "") if part),
        section=", ".join(filter(None, place)),
        quote=" ".join(found.quote.split()),
        file=found.document.rsplit("/", 1)[-1],
        page=page,
    )
    badge = CLASS_BADGES.get(clearance)
    return Ui.COPY_CLASS.format(reference=reference, badge=badge.lower()) if badge else reference


def understood(interpretation: Mapping[str, object]) -> str:
    """How a question was understood, such as ``hvornår · Økonomiudvalget · 2022``; empty for a plain fact.

    Keys that are missing or hold something else than expected are passed over.
    """
    parts = [INTENT_LABELS.get(str(interpretation.get("intent")), "")]
    committees = interpretation.get("committees")
    parts += [str(each) for each in committees] if isinstance(committees, list | tuple) else []
    parts.append(period(_day(interpretation.get("from")), _day(interpretation.get("to"))))
    return " · ".join(part for part in parts if part)


def period(first: Date | None, last: Date | None) -> str:
    """The period in words: whole years as years, one day as a day, an open end as it is."""
    if first and last and first == last:
        return date(first)
    whole_years = first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if first and last and whole_years:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    since = Ui.SINCE.format(day=date(first)) if first else ""
    until = Ui.UNTIL.format(day=date(last)) if last else ""
    return f"{since} {until}".strip()


def filters(where: Filter) -> str:
    """The filter in words, such as ``Økonomiudvalget · 2022–2023``; empty where nothing is restricted."""
    parts = [*where.committees]
    if where.date_from or where.date_to:
        parts.append(period(where.date_from, where.date_to))
    parts += [SECTION_LABELS[kind] for kind in where.sections]
    parts += [OUTCOME_LABELS[kind] for kind in where.outcomes]
    return " · ".join(parts)


def days(value: str) -> tuple[Date | None, Date | None]:
    """The first and last day of a period written as ``2022-01-01/2022-12-31``; None for an open end.

    Both are None where the text is no such period, or where it ends before it begins.
    """
    first, _, last = value.partition("/")
    start, end = _day(first), _day(last)
    return (None, None) if start and end and start > end else (start, end)


def recognised(filter_: Recognised) -> str:
    """A filter that was found in a question, in words: the committee as it is, the days as a period."""
    first, last = days(filter_.value)
    return period(first, last) or filter_.value


def _day(value: object) -> Date | None:
    """The date that an ISO text stands for, None where it is no such text."""
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def effect(value: OutcomeClass) -> str:
    """What a decision amounts to, such as ``Taget til efterretning``."""
    return sentence(OUTCOME_LABELS[value])


def order(text: str) -> str:
    """The key that sorts Danish words: æ, ø and å come last, case does not count."""
    return text.casefold().translate(_DANISH_ORDER)


def sentence(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def span(first: Date | None, last: Date | None) -> str:
    """From the first day to the last, one day where they are the same; empty without any."""
    if first and last and first != last:
        return Ui.SEEN_FROM_TO.format(first=date(first), last=date(last))
    one = first or last
    return date(one) if one else ""
