"""What is not to be read as it stands: what another document replaces, and drafts of other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.datatypes import RelationKind

if TYPE_CHECKING:
    from kb.index.store import Store


def replaced_documents(store: Store) -> frozenset[str]:
    """The documents whose place another one has taken, as the relations of the cases tell."""
    return frozenset(
        relation.target.document
        for case in store.cases()
        for relation in case.relations
        if relation.kind is RelationKind.SUPERSEDES
    )


def drafts_of_others(store: Store) -> frozenset[str]:
    """The documents that are drafts of other documents of the material."""
    return frozenset(
        relation.source.document
        for case in store.cases()
        for relation in case.relations
        if relation.kind is RelationKind.DRAFT_OF
    )
