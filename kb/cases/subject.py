"""A title for a text without one, taken from its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.cases.lexicon import heading_of
from kb.cases.rows import Row, is_access, is_bullet, is_meta, plain
from kb.danish.sentences import sentence_spans

LONGEST = 90
# What comes before the matter itself: "Der er den 6. oktober afholdt ...", "Udvalget forelægges ...".
_LEAD_INS = re.compile(
    r"(?:der (?:er|blev|har været|ønskes|søges om|ansøges om)\s+(?:den \d{1,2}\. \w+(?: \d{4})?\s+)?"
    r"(?:(?:der|blevet)\s+)?(?:afholdt|holdt|udarbejdet|indkommet|modtaget|forelagt|fremsendt)\s+"
    r"|\w+udvalget (?:forelægges|præsenteres for|orienteres om|skal drøfte|skal tage stilling til"
    r"|får forelagt)\s+"
    r"|(?:kommunalbestyrelsen|byrådet|direktionen) (?:forelægges|orienteres om"
    r"|skal (?:i denne sag )?tage stilling til)\s+)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:,? med henblik på|,? for at|, der\b|, som\b|, hvor\b|, så\b|, idet\b|;|:)", re.IGNORECASE
)


def subject_of(rows: Sequence[Row]) -> str | None:
    """The subject that the text opens with, at most 90 characters, or None when there are no words."""
    for at, row in enumerate(rows):
        if is_meta(row.text) or is_access(row.text) or heading_of(row.text):
            continue
        text = plain(row.text)
        if is_bullet(row) and at == 0 and len(text) <= LONGEST:
            return text.rstrip(" .")
        if sum(letter.isalpha() for letter in text) >= 10:
            return _shortened(_matter(text))
    return None


def _matter(text: str) -> str:
    """The first sentence without its lead-in and without the clauses that follow the matter."""
    first, end = sentence_spans(text)[0]
    sentence = text[first:end].rstrip(" .")
    lead_in = _LEAD_INS.match(sentence)
    matter = sentence[lead_in.end() :] if lead_in else sentence
    clause = _CLAUSE.search(matter, 12)
    cut = matter[: clause.start()] if clause else matter
    return cut[:1].upper() + cut[1:]


def _shortened(text: str) -> str:
    """The text cut at a word, with an ellipsis where something was left out."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
