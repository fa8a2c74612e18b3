"""Where the words of a decision end that stands before the proposal it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.cases.rows import Row
from kb.danish.sentences import sentence_spans

# Minutes tell what was done: these words do not stand in the summary of a proposal.
_ACT = re.compile(
    r"\b(?:vedt(?:aget|og|ages)|tiltr[åæ]d|godkend(?:t|te|es)\b|udsat|udsæt|udskudt|henvis(?:t|es)|henhold"
    r"|(?:frem|tilbage|over|ind|videre)?send(?:es|t|te)\b|drøft|beslutte(?:t|de)|forbehold"
    r"|stem(?:t|te|mer)\b|deltog|forhindret|forlod|inhabil|orientere(?:t|de)|efterretning|bemyndige|anbefal|udpeg|valgt|imødekom"
    r"|bevilg(?:et|es)|afvis(?:t|te)|forkast|protokol|ønske(?:de|r)\b|bad om|bedes\b|spurgte"
    r"|takkede|oplyst|gjorde"
    r"|bemærkede|foreslog|kunne\b|foretræde|udgår|genoptag|mødte|afbud|notat|kvittere|behandlet|begæret|meddelte|fandt|noterede)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:nærværende|denne) (?:sag|indstilling|redegørelse|beslutningssag)\b"
    r"|^(?:indstillingen|sagen|forslaget|punktet)"
    r" (?:vedrører|omhandler|handler|indeholder|beskriver|omfatter|drejer|går ud)"
    r"|^det foreslås\b|^forslag:|^der (?:søges|ansøges|redegøres|fremlægges|forelægges|gives en status)",
    re.IGNORECASE,
)
_NAMES_THE_MATTER = re.compile(
    r"[A-ZÆØÅ][\w-]+(?: [\w-]+){0,5}? (?:til|om|af|for|vedr\.?|vedrørende|på|over|fra) "
)
# An organ that acts, or a member: the words are theirs.
_ACTOR = re.compile(
    r"[\w-]*(?:udvalg|byråd|bestyrelse|magistrat|afdeling|forvaltning|direktion|formand|borgmester|rådmand|medlem"
    r"|parti|administration|direktør|chef|flertal|mindretal)|der\b|et\b|en\b|ad\b|\w+ \w+ \([A-ZÆØÅ]{1,3}\)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:stillet af|forslagsstiller|på vegne af)\b", re.IGNORECASE)


def end_of_decision(rows: Sequence[Row], before_proposal: bool) -> int:
    """The offset where the decision ends that the rows under its heading begin with.

    Some municipalities put the decision first and go on, without a heading, with a line or two on what the
    case is about. Such lines come last, name the matter ("Redegørelse for …", "Nærværende sag …") and hold
    no word of a decision; ``before_proposal`` says that a section of the proposal comes next. A text that
    is signed by who put it forward is a proposal in any case. The first sentence is the decision always.
    """
    end = len(rows)
    signed = end > 1 and bool(_SIGNED.match(rows[end - 1].text))
    if signed:
        end -= 2 if end > 2 else 1
        while end > 1 and not _records(rows[end - 1].text):
            end -= 1
    if not (before_proposal or signed):
        return rows[-1].end
    while end > 1 and _is_about(rows[end - 1].text):
        end -= 1
    if end < len(rows):
        return rows[end - 1].end
    last = rows[-1]
    spans = sentence_spans(last.text)
    while len(spans) > 1 and _is_about(last.text[slice(*spans[-1])]):
        spans.pop()
    return last.start + spans[-1][1] if spans else last.end


def _records(text: str) -> bool:
    """Whether a paragraph records what the meeting did."""
    return bool(_ACT.search(text)) and not _ABOUT.search(text)


def _is_about(text: str) -> bool:
    """Whether a paragraph says what the case is about."""
    if _ABOUT.search(text):
        return True
    named = _NAMES_THE_MATTER.match(text)
    return bool(named) and not _ACTOR.match(text) and not _ACT.search(text)
