"""What a document tells by itself, before it is read together with the others: found once and kept.

Finding it takes most of the time of a survey. It depends on nothing but the document, so that a build takes
over that of documents which have not changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from kb.cases.glossary import Explanation, explained_in
from kb.cases.outlines import Outline, outlines_of
from kb.cases.renditions import matter_digest
from kb.cases.roles import Naming, named_in
from kb.datatypes import Document


@dataclass(frozen=True, slots=True)
class Facts:
    """The ``outlines`` of a document's items, the terms that it ``explained``, and who is ``named`` in what.

    ``matter`` is a digest of what all renditions of the document have in common.
    """

    outlines: tuple[Outline, ...]
    explained: tuple[Explanation, ...]
    named: tuple[Naming, ...]
    matter: str


_JSON = TypeAdapter(Facts)


def facts_of(document: Document) -> Facts:
    """The facts of a redacted document."""
    return Facts(
        outlines=outlines_of(document),
        explained=explained_in(document),
        named=named_in(document),
        matter=matter_digest(document),
    )


def packed(facts: Facts) -> str:
    """Facts as compact JSON."""
    return _JSON.dump_json(facts).decode()


def unpacked(record: str) -> Facts:
    """The facts that :func:`packed` gave. Raises ValueError for anything else."""
    return _JSON.validate_json(record)
