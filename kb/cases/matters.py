"""Cases: the papers that relations tie together, with a title, an address and the steps on their way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kb.case_ids import address_of
from kb.cases import themes
from kb.cases.conflicts import conflicts_of
from kb.cases.families import attachments_of, mentions_of, successions_of
from kb.cases.papers import Paper
from kb.cases.relations import apart, relations_of
from kb.cases.steps import steps_of
from kb.datatypes import Case, Part, Relation, RelationKind, SectionKind, Status, TitleSource

# A case's own paper proposes something or describes the matter; material for it does not.
_OF_MATTER = frozenset({SectionKind.RECOMMENDATION, SectionKind.CASE})
_TITLE_RANK = {
    TitleSource.EDITOR: 0,
    TitleSource.SYSTEM: 0,
    TitleSource.HEADING: 0,
    TitleSource.METADATA: 1,
    TitleSource.SUBJECT: 2,
    TitleSource.FILE_NAME: 3,
}


def cases_of(papers: Sequence[Paper]) -> tuple[Case, ...]:
    """The cases that the papers make up, in order of their first paper.

    A paper without relatives is a case where it is an item or a case's paper; a handbook page or a note is
    none, nor is a policy unless another paper shows where it came from or what it took the place of.
    """
    tied = relations_of(papers)
    successions = successions_of(papers)
    group, kept = _grouped(papers, tied)
    beside = [*successions, *attachments_of(papers)]
    beside += mentions_of(papers, group, beside)
    members: dict[Part, list[Paper]] = defaultdict(list)
    for paper in papers:
        members[group[paper.part]].append(paper)
    touching: dict[Part, list[Relation]] = defaultdict(list)
    for relation in (*kept, *beside):
        for root in dict.fromkeys((group[relation.source], group[relation.target])):
            touching[root].append(relation)
    known = {part for each in successions for part in (each.source, each.target)}
    cases = [
        _case(sorted(each, key=_order), touching[root])
        for root, each in members.items()
        if len(each) > 1 or each[0].matter or each[0].part in known
    ]
    return tuple(sorted(cases, key=lambda case: (case.parts[0].document, case.parts[0].item or 0)))


def _order(paper: Paper) -> tuple[object, ...]:
    return paper.order


def _grouped(
    papers: Sequence[Paper], relations: Iterable[Relation]
) -> tuple[dict[Part, Part], list[Relation]]:
    """Which group each part is in, and the relations that hold.

    The surest relations come first. One that would put two papers together of which something shows that
    they are about different matters is dropped.
    """
    by_part = {paper.part: paper for paper in papers}
    group = {part: part for part in by_part}
    members = {part: [by_part[part]] for part in by_part}
    kept: list[Relation] = []
    for relation in relations:
        one, other = group[relation.source], group[relation.target]
        if one != other:
            clash = any(apart(first, second) for first in members[one] for second in members[other])
            if clash and relation.score < 0.99:
                continue
            for paper in members[other]:
                group[paper.part] = one
            members[one] += members.pop(other)
        kept.append(relation)
    return group, kept


def _case(papers: Sequence[Paper], relations: Sequence[Relation]) -> Case:
    """The case of papers in order of time."""
    return Case(
        id=address_of(papers[0].part),
        title=_title(papers),
        numbers=tuple(sorted({paper.number for paper in papers if paper.number})),
        parts=tuple(paper.part for paper in papers),
        steps=steps_of(papers),
        relations=tuple(sorted(relations, key=lambda each: (_KINDS[each.kind], -each.score))),
        conflicts=conflicts_of(papers),
    )


_KINDS: Mapping[RelationKind, int] = {kind: at for at, kind in enumerate(RelationKind)}


def _title(papers: Sequence[Paper]) -> str:
    """The best title: one that stands in a paper, of no draft, that most papers have, the latest of those."""
    counts = Counter(paper.theme for paper in papers)
    best = min(
        papers,
        key=lambda paper: (
            0 if paper.part.item is not None else _TITLE_RANK[paper.document.title_source],
            paper.draft,
            not paper.matter,
            not any(each.kind in _OF_MATTER for each in paper.sections),
            paper.document.status is Status.UNKNOWN,
            -counts[paper.theme],
            -paper.order[0].toordinal(),
            paper.order,
        ),
    )
    return themes.matter_title(best.title)
