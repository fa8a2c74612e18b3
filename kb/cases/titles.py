"""The title of a document, from the best place that has one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.cases.lexicon import heading_of
from kb.cases.rows import Row, is_access, is_bullet, is_meta, is_prose, plain
from kb.cases.subject import subject_of
from kb.datatypes import BlockKind, TitleSource

DRAFT_LINE = re.compile(r"(?:udkast|kladde|foreløbig\w*|programskitse)\b", re.IGNORECASE)
MINUTES = re.compile(
    r"\b(?:(?:beslutnings|møde)?referat|beslutnings(?:protokol|historik)|mødeprotokol|protokol)\b",
    re.IGNORECASE,
)
AGENDA = re.compile(r"\b(?:tillægs)?dagsorden\b", re.IGNORECASE)
_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|unavngivet.*|dokument\s?\d*|document\s?\d*|titel"
    r"|title|powerpoint-præsentation|\S+\.(?:docx?|pdf|odt|txt|html?|md))",
    re.IGNORECASE,
)
# "Vedtaget af Byrådet den 30. oktober 2023" tells who stands behind a policy; it is no title.
_ADOPTION = re.compile(
    r"(?:vedtaget|godkendt|aftalt|tiltrådt|besluttet|udkast)\s+(?:af|i|den|d\.)\s", re.IGNORECASE
)
_GENERIC = re.compile(
    r"(?:forord|indledning|indhold|indholdsfortegnelse|formål|velkommen|introduktion|kort fortalt|resumé?)",
    re.IGNORECASE,
)
_MEETING_WORD = re.compile(r"\W*referat\W*", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,3}[.:]?\s")
_MUNICIPALITY = re.compile(r"[A-ZÆØÅ][\w-]+(?:[ -][A-ZÆØÅ]\w+)? (?:Kommune|KOMMUNE)")
_ORGAN_LINE = re.compile(r"(?:udvalg|organ|forum)\s*:\s*(?P<organ>\S.{2,80})", re.IGNORECASE)
_MEETING_LINE = re.compile(
    r"(?:møde|mødested|sted|mødedato|mødetidspunkt|start(?:tidspunkt|\s?kl\.)?|slut(?:tidspunkt|\s?kl\.)?)\s*:.*",
    re.IGNORECASE,
)
_TITLE_LINES = 6
_LABEL = 80
_LONGEST_TITLE = 250
_SHORTEST_TITLE = 3


def title_of(
    rows: Sequence[Row], metadata_title: str | None, file_name: str
) -> tuple[str, TitleSource, int | None]:
    """The title, where it was found, and the row it stands in if it is a line of the document."""
    stated = (metadata_title or "").strip()
    cleaned = "" if _JUNK_TITLE.fullmatch(stated) else stated
    found = _title_row(rows, bool(cleaned))
    if found is not None:
        return plain(rows[found].text), TitleSource.HEADING, found
    if cleaned:
        return cleaned, TitleSource.METADATA, None
    organ = next((match for row in rows[:_TITLE_LINES] if (match := _ORGAN_LINE.fullmatch(row.text))), None)
    if organ and _has_head(rows):
        return organ["organ"], TitleSource.HEADING, None
    subject = subject_of(rows)
    if subject:
        return subject, TitleSource.SUBJECT, None
    return readable_name(file_name), TitleSource.FILE_NAME, None


def _title_row(rows: Sequence[Row], has_metadata: bool) -> int | None:
    """The row among the first lines that is a title: a heading, or a short line of its own.

    What comes after the line of adoption is a chapter; the title then stood where the reader found none.
    """
    label: int | None = None
    for at, row in enumerate(rows[:_TITLE_LINES]):
        text = row.text
        if is_access(text) or is_meta(text) or DRAFT_LINE.fullmatch(text.strip("*: ")):
            continue
        if _ADOPTION.match(text) and has_metadata:
            return None
        if _ADOPTION.match(text) or sum(letter.isalpha() for letter in text) < _SHORTEST_TITLE:
            continue
        if _MEETING_WORD.fullmatch(text) or _MUNICIPALITY.fullmatch(text):
            label = at if label is None else label
            continue
        if _NUMBERED.match(text) and (label is not None or _has_head(rows)):
            # The first item of a meeting is no title of its paper.
            return label
        if _opens_section(row, at) or _GENERIC.fullmatch(plain(text)) or is_prose(row):
            return None
        if (is_bullet(row) and not row.level) or text.endswith(":"):
            return None
        if len(text) > _LONGEST_TITLE or row.kind is BlockKind.TABLE_ROW or not row.alone:
            return None
        return at
    return None


def _opens_section(row: Row, at: int) -> bool:
    """Whether the row is a known heading; "Bilag: Sager på vej" at the very top is a title."""
    heading = heading_of(row.text)
    return heading is not None and (at > 0 or heading.length >= len(row.text))


def readable_name(file_name: str) -> str:
    """The file name without folder and ending, words apart, first letter large."""
    stem = re.sub(r"\.[^.]{1,5}$", "", file_name.rsplit("/", 1)[-1])
    words = re.sub(r"[_\s]+|(?<!\d)-|-(?!\d)", " ", stem).strip()
    return (words[:1].upper() + words[1:]) or file_name


def is_adoption(text: str) -> bool:
    """Whether a line says who adopted the paper and when."""
    return _ADOPTION.match(text) is not None


def is_meeting_title(title: str) -> bool:
    """Whether the title is that of a whole meeting's agenda or minutes."""
    return bool(MINUTES.search(title) or AGENDA.search(title))


def is_meeting(rows: Sequence[Row], title: str) -> bool:
    """Whether title or first lines say that the paper is an agenda or minutes, or are the head of one."""
    return is_meeting_title(title) or _has_head(rows) or any(map(is_meeting_title, _labels(rows)))


def _has_head(rows: Sequence[Row]) -> bool:
    """Whether the first lines say where and when a meeting began and ended."""
    return sum(bool(_MEETING_LINE.fullmatch(row.text)) for row in rows[: 2 * _TITLE_LINES]) > 1


def is_minutes(rows: Sequence[Row], title: str) -> bool:
    """Whether the title or one of the first lines says that the paper is minutes."""
    if is_meeting_title(title):
        return bool(MINUTES.search(title))
    return any(MINUTES.search(text) for text in _labels(rows))


def _labels(rows: Sequence[Row]) -> list[str]:
    """The first lines that are short enough to be what the paper is called."""
    return [row.text for row in rows[:_TITLE_LINES] if len(row.text) <= _LABEL and not is_prose(row)]
