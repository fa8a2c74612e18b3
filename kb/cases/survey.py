"""What the documents of a collection tell when they are read together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.cases.facts import Facts, facts_of
from kb.cases.gaps import gaps_of, unread_files
from kb.cases.glossary import terms_of
from kb.cases.matters import cases_of
from kb.cases.papers import papers_of
from kb.cases.roles import tenures_of
from kb.datatypes import Decision, Document, FileProblem, Survey


def survey(
    documents: Sequence[Document],
    decisions: Sequence[Decision],
    unread: Sequence[FileProblem],
    facts: Callable[[Document], Facts] = facts_of,
) -> Survey:
    """The cases, terms, roles and gaps of a collection; nothing of what no document tells.

    ``documents`` are redacted and know what they are renditions of; ``decisions`` are theirs, and
    ``unread`` the files that could not be read. ``facts`` finds what each tells by itself, or remembers it.
    """
    told = {document.id: facts(document) for document in documents}
    papers = papers_of(documents, decisions, lambda each: told[each.id].outlines)
    cases = cases_of(papers)
    return Survey(
        cases=cases,
        terms=terms_of(documents, lambda each: told[each.id].explained),
        tenures=tenures_of(documents, lambda each: told[each.id].named),
        gaps=(*gaps_of(documents, papers, cases), *unread_files(unread)),
    )
