"""What papers are to papers of other matters: newer versions, attachments, and matters they mention."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kb.cases import themes
from kb.cases.lexicon import kind_of_words
from kb.cases.papers import Paper
from kb.cases.references import sentence_at
from kb.datatypes import Attachment, Evidence, Part, Relation, RelationKind, Status

_GOVERNING = re.compile(
    r"(?:politik|strategi|retningslinje|kodeks|kommissorium|regulativ|vedtægt|plan|principper|kvalitetsstandard"
    r"|forretningsorden|handleplan|spilleregler)(?:en|et|er|erne|s)?\b",
    re.IGNORECASE,
)
_SHORTEST_TITLE = 12
_MARKS = re.compile(r"[\W_]+")


def successions_of(papers: Sequence[Paper]) -> list[Relation]:
    """Which governing paper takes the place of which: by years or days within a title, or said in words."""
    governing = [paper for paper in papers if _is_governing(paper)]
    found = {(each.source, each.target): each for each in _newer_versions(governing)}
    for relation in _said(papers, governing):
        found[(relation.source, relation.target)] = relation
    return list(found.values())


def _is_governing(paper: Paper) -> bool:
    """Whether the paper is itself a policy, strategy or the like, and no draft of one or case about one."""
    whole = paper.part.item is None and paper.document.status is Status.FINAL
    return whole and not paper.decisions and _GOVERNING.search(paper.title) is not None


def _year(paper: Paper) -> int | None:
    """The year that a governing paper is of: the first in its title, or else that of its day."""
    if paper.theme.years:
        return int(min(paper.theme.years))
    return paper.date.year if paper.date else None


def _newer_versions(governing: Sequence[Paper]) -> Iterator[Relation]:
    """Each governing paper with the one before it under the same title, years aside."""
    families: dict[tuple[object, ...], list[Paper]] = defaultdict(list)
    for paper in governing:
        if paper.theme.words and _year(paper) is not None and paper.document.duplicate_of is None:
            families[(paper.theme.words, paper.theme.figures, paper.municipality)].append(paper)
    for family in families.values():
        ordered = sorted(family, key=lambda each: (_year(each) or 0, *each.order))
        for older, newer in itertools.pairwise(ordered):
            if _year(older) != _year(newer):
                words = (newer.headline(), older.headline())
                yield _superseding(newer, older, 0.8, "newer_version", words)


def _said(papers: Sequence[Paper], governing: Sequence[Paper]) -> Iterator[Relation]:
    """The governing papers of which a sentence says that one takes the place of the other."""
    for paper in papers:
        for said in paper.replaced:
            start, end = sentence_at(paper.document.text, said.start, paper.start, paper.end)
            before = paper.document.text[start : said.start]
            after = paper.document.text[said.end : end]
            first = _named(before, governing) or (paper if paper in governing else None)
            second = _named(after, governing)
            newer, older = (second, first) if said.turned else (first, second)
            if newer is None or older is None or newer is older or not _in_order(newer, older):
                continue
            others = (each.headline() for each in (newer, older) if each is not paper)
            words = (paper.quote(start, end), *others)
            yield _superseding(newer, older, 0.95, "says_replaces", words)


def _superseding(
    newer: Paper, older: Paper, score: float, reason: str, words: tuple[Evidence, ...]
) -> Relation:
    """The relation that the newer paper takes the place of the older."""
    return Relation(RelationKind.SUPERSEDES, newer.part, older.part, score, (reason,), words)


def _named(words: str, governing: Sequence[Paper]) -> Paper | None:
    """The one governing paper that the words name: all of its title's words, and no year but its own."""
    theme = themes.theme_of(words)
    named = [
        paper
        for paper in governing
        if paper.theme.words
        and paper.theme.words <= theme.words
        and (not theme.years or _year(paper) is None or str(_year(paper)) in theme.years)
    ]
    return named[0] if len(named) == 1 else None


def _in_order(newer: Paper, older: Paper) -> bool:
    """Whether nothing shows that the newer paper came before the older."""
    first, second = _year(older), _year(newer)
    return first is None or second is None or first <= second


def attachments_of(papers: Sequence[Paper]) -> list[Relation]:
    """Which documents stand in another paper's list of attachments, by title or by number."""
    by_title: dict[str, list[Paper]] = defaultdict(list)
    by_number: dict[str, Paper] = {}
    for paper in papers:
        if paper.part.item is None and paper.document.duplicate_of is None:
            by_title[squeezed(paper.title)].append(paper)
            for match in re.finditer(r"(?<!\d)\d{6,8}(?!\d)", paper.part.document):
                by_number[match.group()] = paper
    found = []
    for paper, row in _rows(papers):
        target, reason = by_number.get(row.document_number or ""), "attachment_number"
        if target is None:
            same = by_title.get(squeezed(row.title), [])
            target, reason = (same[0] if len(same) == 1 else None), "attachment_title"
        if target is not None and target.part.document != paper.part.document:
            words = (target.headline(), paper.quote(row.start, row.end))
            score = 0.95 if reason == "attachment_number" else 0.85
            kind = RelationKind.ATTACHMENT_OF
            found.append(Relation(kind, target.part, paper.part, score, (reason,), words))
    return found


def _rows(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Attachment]]:
    """The rows of each paper's lists of attachments, renditions once."""
    for paper in papers:
        for row in paper.document.attachments:
            if paper.document.duplicate_of is None and paper.start <= row.start < paper.end:
                yield paper, row


@lru_cache(maxsize=50_000)
def squeezed(title: str) -> str:
    """The title in small letters without blanks, marks and file ending, to be compared."""
    bare = re.sub(r"\.(?:pdf|docx?|odt|xlsx?|pptx?|txt)$|_final$", "", title.strip(), flags=re.IGNORECASE)
    return _MARKS.sub("", bare.lower())


def mentions_of(
    papers: Sequence[Paper], case_of: Mapping[Part, Part], beside: Sequence[Relation]
) -> list[Relation]:
    """Which papers name the case number or the title of a paper of another case.

    Where something closer is known of the two (``beside``), that one names the other is left out.
    """
    known = {(each.source, each.target) for each in beside}
    found: dict[tuple[Part, Part], Relation] = {}
    for source, target, start, end, reason in (*_numbers_named(papers), *_titles_named(papers)):
        pair = (source.part, target.part)
        same = case_of[source.part] == case_of[target.part]
        if same or source.part.document == target.part.document or pair in {*found, *known}:
            continue
        words = (source.quote(start, end), target.headline())
        score = 0.9 if reason == "names_number" else 0.7
        found[pair] = Relation(RelationKind.MENTIONS, source.part, target.part, score, (reason,), words)
    return list(found.values())


def _numbers_named(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper, int, int, str]]:
    """Each place where a paper names another paper's case number."""
    by_number = {paper.number: paper for paper in reversed(papers) if paper.number}
    for paper in papers:
        for number in paper.numbers:
            target = by_number.get(number.text)
            if target is not None and target.number != paper.number:
                yield paper, target, number.start, number.end, "names_number"


def _titles_named(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper, int, int, str]]:
    """Each place where a paper names another paper's title, word for word."""
    holders: dict[str, set[int]] = defaultdict(set)
    lowered = [paper.text.lower() for paper in papers]
    for at, paper in enumerate(papers):
        for word in paper.terms:
            holders[word].add(at)
    titles: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if not paper.derived and paper.document.duplicate_of is None and _is_name(paper):
            titles[paper.title].append(paper)
    for title, named in titles.items():
        words = [word for word in named[0].theme.words if word in holders]
        rarest = min(words, key=lambda word: (len(holders[word]), word), default=None)
        if len(named) > 1 or rarest is None:
            continue
        # Looking for the words as they are is far quicker, and mostly enough to say no.
        close = title.lower()
        among = holders[rarest].intersection(*(holders.get(word, ()) for word in named[0].within_title))
        for paper in [papers[at] for at in sorted(among) if close in lowered[at]]:
            match = _title_at(title, paper) if paper is not named[0] else None
            if match:
                yield paper, named[0], match.start(), match.end(), "names_title"


def _title_at(title: str, paper: Paper) -> re.Match[str] | None:
    pattern = re.compile(rf"(?<!\w){re.escape(title)}(?!\w)", re.IGNORECASE)
    return pattern.search(paper.document.text, paper.start, paper.end)


def _is_name(paper: Paper) -> bool:
    """Whether a title is told apart from plain words and headings: several words, or a year or a figure."""
    theme = paper.theme
    several = len(theme.words) > 1 or bool(theme.words and (theme.years or theme.figures))
    return several and len(paper.title) >= _SHORTEST_TITLE and kind_of_words(paper.title) is None
