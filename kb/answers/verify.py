"""The last gate before an answer leaves: every quote stands where it says it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.datatypes import Citation, Document


def verified(citations: Sequence[Citation], document: Callable[[str], Document]) -> tuple[Citation, ...]:
    """The citations, unchanged, once each quote was found verbatim at its offsets and on its page.

    Raises AssertionError otherwise: a wrong quote is a defect of the program, never of the question.
    """
    for citation in citations:
        source = document(citation.document)
        if source.text[citation.start : citation.end] != citation.quote or not citation.quote.strip():
            raise AssertionError(f"quote {citation.n} does not stand at its offsets")
        if source.page_at(citation.start).number != citation.page:
            raise AssertionError(f"quote {citation.n} does not stand on its page")
    return tuple(citations)
