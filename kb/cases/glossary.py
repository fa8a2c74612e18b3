"""The glossary of a collection: what its documents say that words and abbreviations mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kb.cases.abbreviations import Explained, expansions
from kb.cases.definitions import definitions
from kb.cases.passages import evidence_of, section_at, unwrapped
from kb.danish.analysis import index_terms, word_terms
from kb.datatypes import Date, Document, Evidence, Section, SectionKind, Sense, SenseKind, Status, Term

# Lists of people hold names with their initials and parties.
_OF_PEOPLE = frozenset({SectionKind.PRESENT, SectionKind.ABSENT})
_ORDER = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
_SAME = 90.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """One place where a document tells what a term means.

    ``section`` is the ordinal of the section that it stands in. ``key`` is what terms are told apart by,
    ``words`` (sorted) are those of the meaning in their base forms.
    """

    section: int | None
    kind: SenseKind
    term: str
    key: str
    meaning: str
    words: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Mention:
    """An explanation with the document and the section that it stands in."""

    document: Document
    section: Section | None
    kind: SenseKind
    term: str
    meaning: str
    words: frozenset[str]
    evidence: Evidence

    @property
    def date(self) -> Date | None:
        """The day that the section is of, else the document."""
        return (self.section.date if self.section else None) or self.document.date

    @property
    def rank(self) -> tuple[bool, Date, bool, str, int]:
        """The order of mentions: by date with undated ones last, finals before drafts, then by place."""
        draft = self.document.status is Status.DRAFT
        return (self.date is None, self.date or Date.min, draft, self.document.id, self.evidence.start)


def terms_of(
    documents: Sequence[Document], explained: Callable[[Document], Sequence[Explanation]] | None = None
) -> tuple[Term, ...]:
    """The terms that the documents explain, in the order of the Danish alphabet; () where none does.

    The first mention of a sense is the earliest by the day of its paper or decision, undated ones last.
    Words that differ only in case, inflection or spelling are one sense; others are senses of their own.
    Renditions of a text count once. ``explained`` remembers what :func:`explained_in` a document.
    """
    ids = {document.id for document in documents}
    grouped: dict[str, list[_Mention]] = defaultdict(list)
    for document in documents:
        if document.duplicate_of is None or document.duplicate_of not in ids:
            for each in (explained or explained_in)(document):
                grouped[each.key].append(_mention(document, each))
    terms = [_term(sorted(mentions, key=lambda each: each.rank)) for mentions in grouped.values()]
    return tuple(sorted(terms, key=lambda term: (danish_order(term.term), term.term)))


def danish_order(word: str) -> str:
    """The key that sorts words as a Danish dictionary does: case aside, æ, ø and å after z."""
    return word.lower().translate(_ORDER)


def explained_in(document: Document) -> tuple[Explanation, ...]:
    """The places where one document explains a term, each span once."""
    flat = unwrapped(document.text)
    starts = [section.start for section in document.sections]
    found: dict[tuple[str, int], Explanation] = {}
    explained = [*expansions(flat), *definitions(flat, document.sections, document.title)]
    for each in sorted(explained, key=lambda e: e.kind is not SenseKind.EXPANSION):
        section = section_at(document, starts, each.at)
        if section is not None and section.kind in _OF_PEOPLE:
            continue
        key = _key(each.term)
        place = (key, flat.rfind("\n", 0, each.at) + 1)
        if place not in found:
            found[place] = _explanation(document, section, flat, each, key)
    return tuple(found.values())


def _explanation(
    document: Document, section: Section | None, flat: str, each: Explained, key: str
) -> Explanation:
    """The explanation with its evidence."""
    meaning = document.text[each.start : each.end]
    return Explanation(
        section=section.ordinal if section else None,
        kind=each.kind,
        term=each.term,
        key=key,
        meaning=meaning,
        words=tuple(sorted(set(index_terms(meaning)))),
        evidence=evidence_of(document, flat, min(each.at, each.start), max(each.to, each.end)),
    )


def _mention(document: Document, each: Explanation) -> _Mention:
    return _Mention(
        document=document,
        section=None if each.section is None else document.sections[each.section],
        kind=each.kind,
        term=each.term,
        meaning=each.meaning,
        words=frozenset(each.words),
        evidence=each.evidence,
    )


def _key(term: str) -> str:
    """What terms are told apart by: their letters, case aside; a single word by its lemma."""
    folded = term.casefold()
    return folded if term.isupper() or " " in term else (word_terms(folded) or (folded,))[-1]


def _term(mentions: Sequence[_Mention]) -> Term:
    """The term with its senses in the order of their first mentions."""
    senses: list[list[_Mention]] = []
    for mention in mentions:
        same = next((sense for sense in senses if any(_equal(mention, other) for other in sense)), None)
        if same is None:
            senses.append([mention])
        else:
            same.append(mention)
    return Term(mentions[0].term, tuple(_sense(sense) for sense in senses))


def _equal(one: _Mention, other: _Mention) -> bool:
    """Whether two mentions mean the same: the words of one are among those of the other, or nearly."""
    if one.kind is not other.kind:
        return False
    if one.words and other.words and (one.words <= other.words or other.words <= one.words):
        return True
    return fuzz.ratio(" ".join(sorted(one.words)), " ".join(sorted(other.words))) >= _SAME


def _sense(mentions: Sequence[_Mention]) -> Sense:
    """One sense, told by its first mention."""
    first = mentions[0]
    section = first.section
    return Sense(
        kind=first.kind,
        meaning=first.meaning,
        committee=section.committee if section and section.committee else first.document.committee,
        date=first.date,
        evidence=first.evidence,
        uses=len({mention.document.id for mention in mentions}),
    )
