"""Hiding personal data before anything is understood or indexed. Every offset stays: lengths never change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.cases import parse_document
from kb.cases.access import redact
from kb.datatypes import Document, Extraction, FieldCorrection, Masked, MaskedKind, Stated
from kb.privacy import MASK, Spans, covered, cpr_spans, email_spans, phone_spans
from kb.settings import Settings
from kb.state.forgotten import Forgotten
from kb.wordprints import WordPrints

WARNINGS = {
    MaskedKind.CPR: "masked_cpr",
    MaskedKind.EMAIL: "masked_email",
    MaskedKind.PHONE: "masked_phone",
    MaskedKind.WORDS: "masked_words",
}
"""The warning that a document gets for what is hidden in it."""

NO_WORDS = WordPrints()

_WITHHOLDING = frozenset(WARNINGS.values())


@dataclass(frozen=True, slots=True)
class Found:
    """Something to hide: a span of the text, or of the name or title where it stands in ``beside``."""

    kind: MaskedKind
    start: int
    end: int
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What is hidden: CPR numbers always, the rest by choice."""

    email: bool = False
    phone: bool = False
    words: WordPrints = NO_WORDS

    def spans(self, text: str) -> Iterator[tuple[MaskedKind, Spans]]:
        """Of each kind the spans of text to hide."""
        yield MaskedKind.CPR, cpr_spans(text)
        if self.email:
            yield MaskedKind.EMAIL, email_spans(text)
        if self.phone:
            yield MaskedKind.PHONE, phone_spans(text)
        yield MaskedKind.WORDS, self.words.spans(text)

    def found(self, text: str, *, beside: bool = False) -> tuple[Found, ...]:
        """What is to be hidden in a text, kind by kind, in order."""
        return tuple(Found(kind, *span, beside) for kind, spans in self.spans(text) for span in spans)

    def masked(self, text: str) -> str:
        """The text with all that is to be hidden masked; of the same length."""
        return covered(text, [(each.start, each.end) for each in self.found(text)])


NOTHING_ELSE = Rules()
"""Hides CPR numbers and nothing else."""


def rules_in_force(settings: Settings, forgotten: Forgotten) -> Rules:
    """What is hidden now: by the settings, and what was asked to be forgotten. Raises as Forgotten does."""
    return Rules(settings.mask_email, settings.mask_phone, forgotten.words())


def masked_extraction(extraction: Extraction, rules: Rules) -> tuple[Extraction, tuple[Found, ...]]:
    """The extraction with what is to be hidden masked in text and title, and what that was."""
    found = rules.found(extraction.text)
    title = extraction.title or ""
    told = (title, extraction.stated.title or "") if extraction.stated else (title,)
    beside = tuple(each for words in dict.fromkeys(told) for each in rules.found(words, beside=True))
    extraction = replace(extraction, stated=masked_stated(extraction.stated, rules))
    if not found and not beside:
        return extraction, ()
    spans = [(each.start, each.end) for each in found]
    kept = replace(
        extraction,
        text=covered(extraction.text, spans),
        title=rules.masked(title) if extraction.title is not None else None,
    )
    return kept, (*found, *beside)


def masked_stated(stated: Stated | None, rules: Rules) -> Stated | None:
    """What a system states as it may be indexed."""
    if stated is None:
        return None
    return replace(
        stated,
        title=stated.title and rules.masked(stated.title),
        committee=stated.committee and rules.masked(stated.committee),
        case_number=stated.case_number and rules.masked(stated.case_number),
    )


def masked_corrections(corrections: Sequence[FieldCorrection], rules: Rules) -> tuple[FieldCorrection, ...]:
    """The corrections as they may be indexed."""
    return tuple(
        replace(
            each,
            read=rules.masked(each.read) if each.read else each.read,
            value=rules.masked(each.value) if each.value else each.value,
        )
        for each in corrections
    )


def indexable(
    document_id: str,
    extraction: Extraction,
    checksum: str,
    corrections: Sequence[FieldCorrection] = (),
    rules: Rules = NOTHING_ELSE,
) -> Document:
    """The document as it may be indexed: what is to be hidden masked, the closed parts taken out."""
    document, hidden = understood(document_id, extraction, checksum, corrections, rules)
    return with_masked(redact(document), hidden)


def understood(
    document_id: str,
    extraction: Extraction,
    checksum: str,
    corrections: Sequence[FieldCorrection],
    rules: Rules,
) -> tuple[Document, tuple[Found, ...]]:
    """The document of an extraction, closed parts and all, with what is hidden masked; and what that was."""
    shown, hidden = masked_extraction(extraction, rules)
    return parse_document(document_id, shown, checksum, corrections), hidden


def with_masked(document: Document, found: Sequence[Found]) -> Document:
    """The document with a record and a warning of what is hidden in it.

    What was found in parts that were left out since is not told: it would tell of them.
    """
    masked = tuple(_masked(document, found))
    if not masked:
        return document
    warnings = (*document.warnings, *(WARNINGS[each.kind] for each in masked))
    return replace(document, masked=masked, warnings=warnings)


def _masked(document: Document, found: Sequence[Found]) -> Iterator[Masked]:
    shown = [each for each in found if each.beside or MASK in document.text[each.start : each.end]]
    for kind in MaskedKind:
        own = [each for each in shown if each.kind is kind]
        pages = sorted(document.page_at(each.start).number for each in own if not each.beside)
        if own:
            yield Masked(document.id, kind, len(own), tuple(pages))


def withholds_original(document: Document) -> bool:
    """Whether the file still shows what the text hides: readers get neither it nor pictures of its pages."""
    return not _WITHHOLDING.isdisjoint(document.warnings)
