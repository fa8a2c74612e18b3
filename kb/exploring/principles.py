"""Values and strategies: what the papers that state them say, what they ask for, and who decided on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.answers.citing import citation
from kb.danish.sentences import sentence_spans
from kb.datatypes import (
    BlockKind,
    Citation,
    Decision,
    Document,
    DocumentSummary,
    Filter,
    Part,
    Section,
    SectionKind,
    Status,
)
from kb.exploring.outdated import drafts_of_others, replaced_documents
from kb.exploring.passages import is_table, quoted, under
from kb.exploring.records import Principle, Principles

if TYPE_CHECKING:
    from kb.index.store import Store

EVERYTHING = Filter()
MOST = 12
"""How many strategies are told of; the newest."""

LOOKED_AT = 60
"""How many passages that speak of values are looked at for a list of them."""

SAYS, PRACTICES = 2, 2
"""How many quotes of a strategy tell what it is, and how many what it asks for."""

LONGEST_NAME = 4
"""The name of a value has at most so many words."""

SHORTEST = 80
"""A section of fewer characters does not tell what a paper is."""

_VALUES_ASKED = "værdier værdierne værdigrundlag kodeks"
_VALUES = re.compile(r"\bværdi(?:er|erne|grundlag(?:et)?|sæt)\b", re.IGNORECASE)
_STRATEGY = re.compile(r"strategi|politik|\bvision|plan\b|\w+plan \d{4}|retningslinje", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:formål|vision(?:en)?|mål(?:et|ene)?|hvorfor|derfor|bærende|kort fortalt|hvad er|idé)\b",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    r"\b(?:sådan|bruge[rs]?|bruges|praksis|hverdag(?:en)?|princip\w*|indsats\w*|spor|muligheder|hvem kan"
    r"|god ledelse|hvor meget|når man|aftalen)\b",
    re.IGNORECASE,
)
_ADOPTED = re.compile(r"\b(?:godkendt|vedtaget|tiltrådt|besluttet)\b.{0,40}\b(?:af|i)\b", re.IGNORECASE)
_SETTLED = frozenset({Status.FINAL, Status.UNKNOWN})


def principles_of(store: Store) -> Principles:
    """The values and the strategies of a generation; drafts, minutes and what is replaced are left out."""
    outdated = replaced_documents(store) | drafts_of_others(store)
    papers = [
        each
        for each in store.summaries(EVERYTHING)
        if each.status in _SETTLED and each.id not in outdated and each.duplicate_of is None
    ]
    stating = _stating_values(store, {each.id for each in papers})
    strategies = sorted(
        (each for each in papers if _STRATEGY.search(each.title) and each.id not in stating),
        key=_newest_first,
    )
    return Principles(
        tuple(_values(store, document, section) for document, section in stating.values()),
        tuple(filter(None, (_strategy(store, store.document(each.id)) for each in strategies[:MOST]))),
    )


def _newest_first(paper: DocumentSummary) -> tuple[int, str]:
    years = re.findall(r"\b(?:19|20)\d\d\b", paper.title)
    day = paper.date.toordinal() if paper.date else int(years[0]) * 365 if years else 0
    return -day, paper.id


def _stating_values(store: Store, papers: set[str]) -> dict[str, tuple[Document, Section]]:
    """The papers with a section under a heading of values that lists them, each with that section."""
    found: dict[str, tuple[Document, Section]] = {}
    ranking = store.lexical(_VALUES_ASKED, "words", store.allowed(EVERYTHING), LOOKED_AT)
    for place in dict.fromkeys(place.document for place in store.places(ranking.keys.tolist())):
        if place not in papers:
            continue
        document = store.document(place)
        for section in document.sections:
            if _VALUES.search(section.heading) and (_names(document, section) or under(document, section)):
                found[place] = (document, section)
                break
    return found


def _names(document: Document, section: Section) -> list[str]:
    """The values that a section lists by name, one a line; [] where it does not begin with such a list."""
    names = []
    for block in document.blocks:
        if not section.body_start <= block.start < section.end:
            continue
        name = document.text[block.start : block.end].lstrip("-•– 0123456789.").strip()
        if block.kind is not BlockKind.LIST_ITEM or len(name.split()) > LONGEST_NAME:
            break
        names.append(name)
    return names if len(names) > 1 else []


def _values(store: Store, document: Document, section: Section) -> Principle:
    """The paper's opening and its list of values, each value that has a section of its own in its words."""
    stated = under(document, section) or (section,)
    opening = next((each for each in document.sections[: section.ordinal] if _speaks(document, each)), None)
    says = [*([opening] if opening else []), *stated]
    return _principle(store, document, says, _practice(document, after=stated[-1].ordinal))


def _strategy(store: Store, document: Document) -> Principle | None:
    """What a strategy says and asks for; None where none of its sections says what it is."""
    speaking = [each for each in document.sections if _speaks(document, each)]
    saying = [each for each in speaking if _SAYING.search(each.heading)] or speaking
    if not saying:
        return None
    says = saying[:SAYS]
    practice = [each for each in _practice(document) if each not in says]
    return _principle(store, document, says, practice)


def _practice(document: Document, after: int = -1) -> list[Section]:
    """The sections that say how it is done in daily work, in order."""
    found: list[Section] = []
    for each in document.sections[after + 1 :]:
        if each.ordinal <= after or not _PRACTICE.search(each.heading):
            continue
        parts = under(document, each)
        if parts or _speaks(document, each):
            found.append(each)
            after = parts[-1].ordinal if parts else each.ordinal
    return found


def _speaks(document: Document, section: Section) -> bool:
    """Whether a section has sentences of its own, and is neither a table nor a paper's head."""
    text = document.text[section.body_start : section.end]
    sentences = section.kind is not SectionKind.PREAMBLE and bool(re.search(r"[.!?]", text))
    return sentences and len(text) > SHORTEST and not is_table(document, section)


def _principle(
    store: Store, document: Document, says: Sequence[Section], practice: Sequence[Section]
) -> Principle:
    return Principle(
        document=document.id,
        title=document.title,
        says=_cited(store, document, says),
        practice=_cited(store, document, practice[:PRACTICES]),
        claim=_claim(store, document),
        decisions=_decisions(store, document.id),
    )


def _cited(store: Store, document: Document, sections: Iterable[Section]) -> tuple[Citation, ...]:
    return tuple(
        citation(store, document, section, number, *quoted(document, section))
        for number, section in enumerate(sections, start=1)
    )


def _claim(store: Store, document: Document) -> Citation | None:
    """The first sentence of the paper's first lines that says that it was adopted."""
    for section in document.sections[:2]:
        for start, end in sentence_spans(document.text, section.body_start, section.end):
            if _ADOPTED.search(document.text, start, end):
                return citation(store, document, section, 1, start, end)
    return None


def _decisions(store: Store, document: str) -> tuple[Decision, ...]:
    """The decisions of the cases that the whole paper belongs to, newest first, undated last."""
    found: dict[tuple[str, int], Decision] = {}
    for case in store.cases():
        if Part(document) not in case.parts:
            continue
        papers = Filter(documents=tuple(dict.fromkeys(part.document for part in case.parts)))
        for each in store.decisions(papers):
            if Part(each.document, each.item) in case.parts or Part(each.document) in case.parts:
                found[each.document, each.start] = each
    ordered = sorted(found.values(), key=lambda each: (each.document, each.start))
    return tuple(sorted(ordered, key=lambda each: each.date.toordinal() if each.date else 0, reverse=True))
