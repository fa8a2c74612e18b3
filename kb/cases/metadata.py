"""What a document is: committee, date, status, case number, access, each from its best source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.cases.numbers import case_number_in, case_number_of_lines
from kb.cases.rows import Row, access_of, is_access, is_meta, stated_access
from kb.cases.structure import Opening
from kb.cases.titles import AGENDA, DRAFT_LINE, MINUTES, is_meeting_title
from kb.danish.committees import find_committees
from kb.danish.dates import DateMention, find_dates
from kb.datatypes import Access, Date, SectionKind, Status

_DRAFT_TAIL = re.compile(r"(?:[-–(,]\s*)(?:udkast|kladde)\)?$", re.IGNORECASE)
_DRAFT_FILE = re.compile(
    r"(?<![a-zæøå])(?:udkast|kladde|foreloebig|foreløbig|draft)(?![a-zæøå])", re.IGNORECASE
)
_GOVERNING = re.compile(
    r"(?:politik|strategi|retningslinjer?|kodeks|kommissorium|håndbog|vejledning|vedtægt(?:er)?|forretningsorden|"
    r"regulativ|principper|ledelsesgrundlag|handleplan|plan|kvalitetsstandard(?:er)?|guide)(?:en|et|erne|s)?\b",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:notat|orienteringsnotat|bilag)\b", re.IGNORECASE)
_FILE_ORGANS = (
    ("hu", "Hovedudvalget"),
    ("oek", "Økonomiudvalget"),
    ("øk", "Økonomiudvalget"),
    ("kb", "Kommunalbestyrelsen"),
    ("by", "Byrådet"),
)
_MEETING_DATE = re.compile(r"(?:^|\s)(?:møde)?dato\s*:\s*(?P<value>.{6,40})", re.IGNORECASE)
_ORGAN_LINE = re.compile(r"(?:udvalg|organ|forum|råd|møde)\s*:\s*(?P<value>.+)", re.IGNORECASE)
_MEETING_OF = re.compile(r"\b(?:møde|referat|dagsorden|protokol)\w* (?:i|for|fra|af)\b", re.IGNORECASE)
_LABEL_LENGTH = 80
_FIRST_LINES = 5


@dataclass(frozen=True, slots=True)
class When:
    """A document's date and whether it was worked out from something other than the meeting."""

    date: Date | None
    inferred: bool = False


def committee_of(lead: Sequence[Row], title: str, openings: Sequence[Opening], file_name: str) -> str | None:
    """The committee that the document belongs to: title, own decision, meeting head, file name."""
    if is_meeting_title(title) or _dated_committee(title):
        named = _dated_committee(title) or _first_committee(title)
        named = named or _lead_committee(lead)
        if named:
            return named
    decided = [
        o.committee for o in openings if o.kind is SectionKind.DECISION and o.committee and not o.routed
    ]
    return (decided[-1] if decided else None) or _lead_committee(lead) or _file_committee(file_name)


def _lead_committee(lead: Sequence[Row]) -> str | None:
    """The committee that the head of the paper names: after its key, with the day, or as good as alone."""
    for row in lead:
        line = _ORGAN_LINE.fullmatch(row.text)
        named = _first_committee(line["value"]) if line else _dated_committee(row.text)
        if named:
            return named
        if is_meta(row.text):
            continue
        mentions = find_committees(row.text)
        if len(mentions) == 1 and mentions[0].end - mentions[0].start >= len(row.text) - 10:
            return mentions[0].name
        if len(mentions) == 1 and _MEETING_OF.search(row.text) and len(row.text) <= _LABEL_LENGTH:
            return mentions[0].name
    return None


def _first_committee(text: str) -> str | None:
    """The first committee that a text names."""
    found = find_committees(text)
    return found[0].name if found else None


def _dated_committee(text: str) -> str | None:
    """The committee that stands right before a date ("Teknisk Udvalg 01-09-2014")."""
    for mention in find_committees(text):
        for date in find_dates(text):
            between = text[mention.end : date.start]
            if (
                0 <= date.start - mention.end <= 16
                and date.precision == "day"
                and "." not in between.replace("d.", "")
            ):
                return mention.name
    return None


def _file_committee(file_name: str) -> str | None:
    """The committee that a file name begins with ("oek-2022-12-06-...")."""
    base = file_name.rsplit("/", 1)[-1].lower()
    for short, name in _FILE_ORGANS:
        if re.match(rf"{short}[-_ ](?=\d{{4}}|\d\d-)", base):
            return name
    return None


def date_of(lead: Sequence[Row], title: str, openings: Sequence[Opening], file_name: str, text: str) -> When:
    """The document's date: title, own decision, meeting head, file name, else inferred."""
    if is_meeting_title(title):
        named = _first_day(title) or _head_date(lead) or _lead_day(lead)
        if named:
            return When(named)
    decided = [o.date for o in openings if o.kind is SectionKind.DECISION and o.date and not o.routed]
    if decided:
        return When(decided[-1])
    named = _head_date(lead) or _first_day(title) or _file_date(file_name)
    if named:
        return When(named)
    named = _lead_day(lead)
    return When(named) if named else _inferred(title, openings, text)


def _lead_day(lead: Sequence[Row]) -> Date | None:
    """The first full date of the head of the paper."""
    return next((day for row in lead if (day := _first_day(row.text))), None)


def _head_date(lead: Sequence[Row]) -> Date | None:
    """The date that the head of the paper gives as the meeting's."""
    for row in lead:
        line = _MEETING_DATE.search(row.text)
        named = _first_day(line["value"]) if line else None
        if named:
            return named
    return None


def _inferred(title: str, openings: Sequence[Opening], text: str) -> When:
    """A date from the text of a case, flagged: the first full one, of the title's year if it names one."""
    if not any(
        o.kind in {SectionKind.CASE, SectionKind.RECOMMENDATION, SectionKind.DECISION} for o in openings
    ):
        return When(None)
    years = {mention.date.year for mention in find_dates(title)}
    days = [m.date for m in find_dates(text) if _explicit_day(m) and (not years or m.date.year in years)]
    return When(days[0], inferred=True) if days else When(None)


def _explicit_day(mention: DateMention) -> bool:
    """Whether the mention is a full date as it stands."""
    return mention.precision == "day" and not mention.inferred


def _first_day(text: str) -> Date | None:
    """The first full date of a text."""
    return next((mention.date for mention in find_dates(text) if _explicit_day(mention)), None)


def _file_date(file_name: str) -> Date | None:
    """The date in a file name."""
    base = file_name.rsplit("/", 1)[-1]
    found = re.search(r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[-.]\d{1,2}[-.](?:19|20)\d\d", base)
    return _first_day(found.group()) if found else None


def status_of(
    rows: Sequence[Row], title: str, openings: Sequence[Opening], decided: bool, file_name: str
) -> Status:
    """How binding the document is. A draft stays a draft whatever else it says."""
    if _DRAFT_FILE.search(file_name.rsplit("/", 1)[-1]) or any(
        _says_draft(row) for row in rows[:_FIRST_LINES]
    ):
        return Status.DRAFT
    if MINUTES.search(title):
        return Status.MINUTES
    if AGENDA.search(title):
        return Status.AGENDA
    if decided:
        return Status.MINUTES
    kinds = {opening.kind for opening in openings}
    # A note may recommend something without being put before a committee.
    if SectionKind.RECOMMENDATION in kinds and not _NOTE.match(title):
        return Status.AGENDA
    if SectionKind.CASE not in kinds and _GOVERNING.search(title):
        return Status.FINAL
    return Status.UNKNOWN


def _says_draft(row: Row) -> bool:
    """Whether one of the first lines calls the document a draft; running text only mentions drafts."""
    text = row.text.strip("#*: ")
    return (
        len(text) <= 100
        and bool(DRAFT_LINE.match(text) or _DRAFT_TAIL.search(text))
        and not text.endswith(".")
    )


def case_number_of(lead: Sequence[Row], title: str, text: str) -> str | None:
    """The case number: of the title or the head, else of the first line of ``text`` that is one."""
    for source in (title, *(row.text for row in lead)):
        number = case_number_in(source)
        if number:
            return number
    return case_number_of_lines(text)


def document_access(lead: Sequence[Row], title: str) -> Access:
    """The access that the lines before the first section state."""
    for row in lead:
        if is_access(row.text) or stated_access(row.text):
            return access_of(row.text)
    stated = access_of(title)
    return stated if stated is Access.CLOSED else Access.UNKNOWN
