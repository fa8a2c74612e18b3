"""Which papers belong to the same case, and which of them are drafts. Every relation says what shows it.

Equal case numbers show it, a meeting that one paper names and the other is from, the same title, or rare
words together with a rare day; a theme alone never does. Only papers that share such a key are compared.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.cases import themes
from kb.cases.papers import Paper
from kb.cases.references import is_short, same_form
from kb.danish import tokens
from kb.datatypes import Date, Evidence, Part, Relation, RelationKind

# A word or a day that more papers share than this tells nothing about a single matter.
_RARE = 8
_RARE_SHARE = 0.02
_MOST_SHARED = 30
_SAME_TIME = 120
_DRAFTED = 400
_TELLING = 10
_HISTORY = 800
_SHARED_TERMS = 3


@dataclass(frozen=True, slots=True)
class _Finding:
    """What ties two papers: how sure it is, reasons with the strongest first, words of both papers."""

    score: float
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Collection:
    """How many papers use each stem and name each day."""

    terms: Mapping[str, int]
    days: Mapping[Date, int]
    limit: int

    def rare(self, word: str) -> bool:
        """Whether few papers use the word."""
        return self.terms.get(word, 0) <= self.limit

    def rare_day(self, day: Date) -> bool:
        """Whether few papers name the day."""
        return self.days.get(day, 0) <= self.limit


def relations_of(papers: Sequence[Paper]) -> list[Relation]:
    """The relations between papers of one matter, the surest first: same case, draft, same text."""
    known = _counted(papers)
    by_id = {paper.part.document: paper for paper in papers if paper.part.item is None}
    found = _best_drafts(
        relation
        for one, other in _candidates(papers, known)
        if (relation := _relation(one, other, known)) is not None
    )
    for paper in papers:
        primary = by_id.get(paper.document.duplicate_of or "")
        if primary is not None and paper.part.item is None:
            shown = (paper.headline(), primary.headline())
            found.append(
                Relation(RelationKind.SAME_TEXT, paper.part, primary.part, 1.0, ("same_text",), shown)
            )
    key = {paper.part: paper.order for paper in papers}
    return sorted(found, key=lambda each: (-each.score, key[each.source], key[each.target]))


def _best_drafts(relations: Iterable[Relation]) -> list[Relation]:
    """The relations, where each draft is the draft of the one paper that it is tied to most surely."""
    kept: list[Relation] = []
    drafts: dict[Part, Relation] = {}
    for relation in relations:
        if relation.kind is not RelationKind.DRAFT_OF:
            kept.append(relation)
        elif relation.score > getattr(drafts.get(relation.source), "score", 0):
            drafts[relation.source] = relation
    return [*kept, *drafts.values()]


def apart(one: Paper, other: Paper) -> bool:
    """Whether something shows that two papers are about different matters."""
    if one.number and other.number and one.number != other.number and same_form(one.number, other.number):
        return True
    if one.municipality and other.municipality and one.municipality != other.municipality:
        return True
    if one.derived or other.derived:
        return False
    return themes.differ(one.theme, other.theme)


def _counted(papers: Sequence[Paper]) -> _Collection:
    """How common words and days are among the papers, renditions counted once."""
    terms: dict[str, int] = defaultdict(int)
    days: dict[Date, int] = defaultdict(int)
    for paper in papers:
        if paper.document.duplicate_of is None:
            for word in paper.terms:
                terms[word] += 1
            for day in {each.date for each in paper.days}:
                days[day] += 1
    return _Collection(terms, days, max(_RARE, min(_MOST_SHARED, int(_RARE_SHARE * len(papers)))))


def _candidates(papers: Sequence[Paper], known: _Collection) -> Iterator[tuple[Paper, Paper]]:
    """The pairs of papers that share a key, each once and the earlier first; renditions stay out."""
    compared = sorted((each for each in papers if each.document.duplicate_of is None), key=_order)
    numbered = _neighbours(compared)
    others = _sharing_a_key(compared, known) | _sharing_a_meeting(compared)
    for first, second in sorted(numbered | others):
        one, other = compared[first], compared[second]
        # Papers of one number are tied one to the next; any two of many would say the same again.
        again = one.number and one.number == other.number and (first, second) not in numbered
        if one.part.document != other.part.document and not again:
            yield one, other


def _order(paper: Paper) -> tuple[Date, str, int]:
    return paper.order


def _neighbours(papers: Sequence[Paper]) -> set[tuple[int, int]]:
    """Each paper with the next one in time that has the same number."""
    numbered: dict[str, list[int]] = defaultdict(list)
    for at, paper in enumerate(papers):
        if paper.number:
            numbered[paper.number].append(at)
    return {pair for members in numbered.values() for pair in itertools.pairwise(members)}


def _sharing_a_key(papers: Sequence[Paper], known: _Collection) -> set[tuple[int, int]]:
    """The pairs with the same title, rare word or rare day."""
    blocks: dict[tuple[str, object], list[int]] = defaultdict(list)
    for at, paper in enumerate(papers):
        for key in _keys(paper, known):
            blocks[key].append(at)
    pairs: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= known.limit:
            pairs.update(itertools.combinations(members, 2))
    return pairs


def _sharing_a_meeting(papers: Sequence[Paper]) -> set[tuple[int, int]]:
    """The pairs where one paper names a meeting that the other is from."""
    own: dict[tuple[str, Date], list[int]] = defaultdict(list)
    for at, paper in enumerate(papers):
        for meeting in paper.own:
            own[meeting].append(at)
    pairs: set[tuple[int, int]] = set()
    for at, paper in enumerate(papers):
        for stop in paper.named:
            if stop.date:
                others = own.get((stop.committee, stop.date), ())
                pairs.update((min(at, other), max(at, other)) for other in others)
    return pairs


def _keys(paper: Paper, known: _Collection) -> Iterator[tuple[str, object]]:
    """What another paper of the same matter may share with this one."""
    if paper.theme.words:
        yield ("title", (paper.theme.words, paper.theme.years))
        for word in paper.theme.words:
            if known.rare(word):
                yield ("word", word)
    for day in {each.date for each in paper.days}:
        if known.rare_day(day):
            yield ("day", day)


def _relation(one: Paper, other: Paper, known: _Collection) -> Relation | None:
    """The relation of two papers, or None: the later is of the same case, a draft is a draft of the other."""
    finding = _by_number(one, other)
    if finding is None and not apart(one, other) and not _other_items(one, other):
        finding = (
            _by_meeting(one, other, known)
            or _by_same_meeting(one, other)
            or _by_title(one, other, known)
            or _by_day(one, other, known)
        )
    if finding is None or _only_draft_of_many(one, other, finding):
        return None
    if one.draft != other.draft:
        draft, final = (one, other) if one.draft else (other, one)
        reasons = (*finding.reasons, "draft")
        return Relation(
            RelationKind.DRAFT_OF, draft.part, final.part, finding.score, reasons, finding.evidence
        )
    return Relation(
        RelationKind.SAME_CASE, other.part, one.part, finding.score, finding.reasons, finding.evidence
    )


def _only_draft_of_many(one: Paper, other: Paper, finding: _Finding) -> bool:
    """Whether a draft is tied to a paper by something weaker than number or title."""
    return one.draft != other.draft and not {"case_number", "same_title"} & set(finding.reasons)


def _other_items(one: Paper, other: Paper) -> bool:
    """Whether two papers of one meeting are different items of it: by their titles or what was decided."""
    meetings = one.own & other.own
    if not meetings or one.derived or other.derived:
        return False
    if one.theme.words != other.theme.words:
        return True
    decided = [
        {(each.committee, each.date): frozenset(tokens.words(each.quote)) for each in paper.decisions}
        for paper in (one, other)
    ]
    return any(
        not decided[0][meeting] & decided[1][meeting]
        for meeting in meetings
        if meeting in decided[0] and meeting in decided[1]
    )


def _by_number(one: Paper, other: Paper) -> _Finding | None:
    """Papers with the same case number; a short number must not be another municipality's."""
    if not one.number or one.number != other.number:
        return None
    elsewhere = one.municipality and other.municipality and one.municipality != other.municipality
    if elsewhere or (is_short(one.number) and not _speaks_of(one, other) and not _speaks_of(other, one)):
        return None
    return _Finding(0.99, ("case_number",), (_number_in(one), _number_in(other)))


def _speaks_of(one: Paper, other: Paper) -> bool:
    """Whether a longer word of one paper's title stands in the other paper."""
    return any(len(word) >= themes.LONG_WORD - 2 and word in other.terms for word in one.theme.words)


def _number_in(paper: Paper) -> Evidence:
    """Where the paper gives its case number, or else what it is called."""
    for number in paper.numbers:
        if number.text == paper.number:
            return paper.quote(number.start, number.end)
    return paper.headline()


def _by_meeting(one: Paper, other: Paper, known: _Collection) -> _Finding | None:
    """One paper names the very meeting that the other is from, and both are about the same thing."""
    if not _near(one, other, _HISTORY):
        return None
    for source, target in ((one, other), (other, one)):
        for stop in source.named:
            if stop.date is None or (stop.committee, stop.date) not in target.own - source.own:
                continue
            if not _same_thing(source, target, known):
                return None
            score = 0.95 if not (source.derived or target.derived) else 0.9
            words = (source.quote(stop.start, stop.end), _own_words(target, stop.committee, stop.date))
            return _Finding(score, ("route_meeting", "shared_terms"), words)
    return None


def _same_thing(one: Paper, other: Paper, known: _Collection) -> bool:
    """Whether two papers that meet in time are about one thing: by their titles, or by what they speak of.

    A title that was made from the text is no title to compare: then the words of the other one's must stand
    more than once in the text.
    """
    shared = one.theme.words & other.theme.words
    if not one.derived and not other.derived:
        telling = any(known.rare(word) for word in shared) or bool(
            shared and one.theme.years & other.theme.years
        )
        return telling and themes.mostly_shared(one.theme, other.theme)
    titled, untitled = (one, other) if other.derived else (other, one)
    repeated = [word for word in titled.theme.words if untitled.terms.get(word, 0) > 1]
    return len(repeated) > 1 and any(known.rare(word) for word in repeated)


def _own_words(paper: Paper, committee: str, day: Date) -> Evidence:
    """Where a paper shows that it is from a meeting: its decision, the line with the day, or its title."""
    for decision in paper.decisions:
        if (decision.committee, decision.date) == (committee, day):
            return paper.quote(decision.start, decision.end)
    for each in paper.days:
        if each.date == day:
            return paper.quote(each.start, each.end)
    return paper.headline()


def _by_same_meeting(one: Paper, other: Paper) -> _Finding | None:
    """Papers for the same meeting with the same title: agenda and minutes, or a policy and its adoption."""
    meetings = one.own & other.own
    if not meetings or one.derived or other.derived or not themes.same_matter(one.theme, other.theme):
        return None
    # One everyday word is a title that several items of a meeting may have.
    telling = themes.weight(one.theme, other.theme) > 1 or any(len(w) >= _TELLING for w in one.theme.words)
    same_place = one.place == other.place if one.place and other.place else None
    if same_place is False or not (telling or same_place):
        return None
    committee, day = min(meetings, key=lambda each: each[1])
    words = (_own_words(one, committee, day), _own_words(other, committee, day))
    return _Finding(0.9, ("same_meeting", "same_title"), words)


def _by_title(one: Paper, other: Paper, known: _Collection) -> _Finding | None:
    """Papers of about the same time with the same title, where the title is no everyday one."""
    first, second = one.theme, other.theme
    if one.derived or other.derived or not themes.same_matter(first, second) or one.own & other.own:
        return None
    telling = themes.weight(first, second) > 1 and any(known.rare(word) for word in first.words)
    full = one.draft != other.draft and one.title.lower() == other.title.lower()
    dated = one.date is not None and other.date is not None
    if not (telling or full) or first.stages or not (dated or first.years & second.years):
        return None
    if not _near(one, other, _DRAFTED if one.draft or other.draft else _SAME_TIME):
        return None
    return _Finding(0.8, ("same_title",), (one.headline(), other.headline()))


def _by_day(one: Paper, other: Paper, known: _Collection) -> _Finding | None:
    """Papers that name the same rare day and share rare words of a title, used more than once."""
    if not _near(one, other, _SAME_TIME):
        return None
    meetings = {day for _, day in one.own | other.own}
    days = {each.date: each for each in one.days if known.rare_day(each.date) and each.date not in meetings}
    met = next((each for each in other.days if each.date in days), None)
    if met is None:
        return None
    titled = (one.theme.words & other.terms.keys()) | (other.theme.words & one.terms.keys())
    telling = [word for word in titled if known.rare(word) and len(word) >= themes.LONG_WORD]
    both = one.theme.words & other.theme.words
    repeated = [w for w in telling if w in both or min(one.terms.get(w, 0), other.terms.get(w, 0)) > 1]
    rare = [word for word in one.terms.keys() & other.terms.keys() if known.rare(word)]
    if not repeated or len(telling) < 2 or len(rare) < _SHARED_TERMS:
        return None
    own = days[met.date]
    words = (one.quote(own.start, own.end), other.quote(met.start, met.end))
    return _Finding(0.75, ("shared_date", "shared_terms"), words)


def _near(one: Paper, other: Paper, days: int) -> bool:
    """Whether two papers are from about the same time; undated papers may be."""
    if one.date is None or other.date is None:
        return True
    return abs((one.date - other.date).days) <= days
