"""Made-up collections of papers, and what is read from them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kb.cases.decisions import decisions_of
from kb.cases.papers import Paper, papers_of
from kb.cases.renditions import find_renditions
from kb.cases.survey import survey
from kb.datatypes import Case, Document, FileProblem, Relation, Survey
from tests.cases.papers import parsed

ROUTE = """# Skovens Hus og fremtidens fællesskaber

Åben Sag

Sagsgang

HU, ØK, KB

Sagsfremstilling

Der er den 6. oktober 2022 afholdt åbningsmøde i Skovens Hus for alle ledere.

Det tilgår Hovedudvalget den 11. november, Økonomiudvalget den 6. december og Kommunalbestyrelsen den
13. december.

Økonomiske konsekvenser

Indstilling

Direktøren indstiller, at orienteringen godkendes.
"""

ROUTE_TOLD = next(line for line in ROUTE.splitlines() if line.startswith("Det tilgår"))

DECIDED = """Sagsfremstilling

Udvalget forelægges materiale om fællesskaber i Skovens Hus. Skovens Hus skal samle fællesskaberne i skoven.

Indstilling

Direktøren indstiller, at orienteringen godkendes.

Beslutning i Økonomiudvalget den 06-12-2022

Tiltrådt.
"""

DRAFT = """Udkast

# Skovens Hus: Fremtidens fællesskaber

Tirsdag den 5. april 2022 kl. 8.00-12.30

På dagen inviteres alle ledere.
"""


def paper(title: str, body: str = "", number: str | None = None, decided: str | None = None) -> str:
    """The text of a case: title, number, body and "Udvalg den dato" with an outcome, where they are given."""
    parts = [f"# {title}"]
    if number:
        parts.append(f"Sagsnr.: {number}")
    parts += ["Sagsfremstilling", body or "Udvalget skal tage stilling til sagen."]
    if decided:
        parts += [f"Beslutning i {decided}", "Godkendt."]
    return "\n\n".join(parts)


def read(texts: dict[str, str]) -> list[Document]:
    """The documents of texts by name, each with what it is a rendition of."""
    documents = [parsed(text, name) for name, text in texts.items()]
    original = find_renditions(documents)
    return [replace(each, duplicate_of=original.get(each.id)) for each in documents]


def papers(documents: Iterable[Document]) -> list[Paper]:
    """The papers of the documents."""
    kept = list(documents)
    return papers_of(kept, [decision for each in kept for decision in decisions_of(each)])


def surveyed(documents: Iterable[Document], unread: Iterable[FileProblem] = ()) -> Survey:
    """What the documents tell together."""
    kept = list(documents)
    return survey(kept, [decision for each in kept for decision in decisions_of(each)], list(unread))


def together(survey_of: Survey) -> set[frozenset[str]]:
    """The documents of each case that has more than one."""
    groups = (frozenset(part.document for part in case.parts) for case in survey_of.cases)
    return {group for group in groups if len(group) > 1}


def case_with(survey_of: Survey, document: str) -> Case:
    """The case that a document is part of."""
    return next(case for case in survey_of.cases if any(part.document == document for part in case.parts))


def relation_between(relations: Iterable[Relation], source: str, target: str) -> Relation:
    """The relation from one document to another."""
    return next(
        each for each in relations if (each.source.document, each.target.document) == (source, target)
    )
