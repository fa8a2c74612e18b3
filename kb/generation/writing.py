"""The answer that a language model writes from the quotes of an answer: checked, or the quotes alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.answers.matters import as_filed
from kb.answers.question import interpret
from kb.answers.verify import verified
from kb.datatypes import Answer, Citation, Date, Filter, Generated, Writing, WrittenSentence
from kb.generation.asking import UnwrittenError, Writer
from kb.generation.drafts import Reply, reply_of
from kb.generation.material import Source, sources_of
from kb.generation.prompts import MOST_SENTENCES, VERSION, messages
from kb.generation.supporting import Supported, supported
from kb.settings import Settings
from kb.strings_da import undecided
from kb.strings_da.generating import Generating

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

GENERATED = "generated"
ENOUGH = 0.5
"""Where less than this share of what a model wrote can be shown, the rest is not trusted to answer either."""


def suits(answer: Answer) -> bool:
    """Whether there is anything to write from: an answer in quotes. A list is better read as a list."""
    return not answer.abstained and answer.total is None and bool(answer.citations)


def material(
    store: Store,
    encoder: Encoder,
    answer: Answer,
    where: Filter,
    today: Date,
    without: Collection[str],
    tokens: int,
) -> tuple[Source, ...]:
    """What may be written from, for the question of an answer; empty where it does not suit."""
    if not suits(answer):
        return ()
    reading = as_filed(store, interpret(answer.question, today, without))
    return sources_of(store, encoder, answer, reading, where, tokens)


def written(
    store: Store, answer: Answer, sources: Sequence[Source], writer: Writer, settings: Settings
) -> Answer:
    """The answer with the sentences that its quotes support, or the answer as it was with the reason why not.

    The quotes of the answer keep their numbers; those that sentences rest on beside them follow.
    """
    if not sources:
        return _alone(answer, settings, Writing.NOT_SUITED)
    try:
        reply = reply_of(writer.write(messages(answer.question, sources)))
    except UnwrittenError as error:
        return _alone(answer, settings, error.state)
    if not reply.drafts:
        return _alone(
            answer, settings, Writing.UNSUPPORTED if reply.declined else Writing.GARBLED, reply.unread
        )
    kept = _kept(store, reply, sources)
    removed = len(reply.drafts) + reply.unread - len(kept)
    if len(kept) < ENOUGH * (len(kept) + removed):
        return _alone(answer, settings, Writing.UNSUPPORTED, removed)
    return _told(store, answer, kept[:MOST_SENTENCES], removed + len(kept[MOST_SENTENCES:]), settings)


def _kept(store: Store, reply: Reply, sources: Sequence[Source]) -> list[Supported]:
    """The sentences that their sources support, in the order in which they were written.

    One that points back is left out unless the sentence it points to is shown right before it.
    """
    numbered = {each.citation.n: each.citation for each in sources}
    kept: list[Supported] = []
    for draft in reply.drafts:
        found = supported(store, draft, numbered)
        if isinstance(found, Supported) and (not found.points_back or _continues(store, kept[-1:], found)):
            kept.append(found)
    return kept


def _continues(store: Store, before: Sequence[Supported], found: Supported) -> bool:
    """Whether the evidence of the sentence before ends where that of this one begins."""
    here = found.evidence
    text = store.document(here.document).text
    return any(
        each.evidence.document == here.document
        and each.evidence.end <= here.start
        and not text[each.evidence.end : here.start].strip()
        for each in before
    )


def _told(
    store: Store, answer: Answer, kept: Sequence[Supported], removed: int, settings: Settings
) -> Answer:
    """The answer in the sentences that are kept."""
    citations = list(answer.citations)
    sentences = [WrittenSentence(each.text, (_number(citations, each.evidence),)) for each in kept]
    notes = (*answer.notes, *([Generating.removed(removed)] if removed else []))
    generated = Generated(Writing.WRITTEN, settings.generator_model, VERSION, tuple(sentences), removed)
    return replace(
        answer,
        answer="\n".join(_line(each, citations) for each in sentences),
        method=GENERATED,
        citations=verified(citations, store.document),
        notes=notes,
        generated=generated,
    )


def _line(sentence: WrittenSentence, citations: Sequence[Citation]) -> str:
    """A sentence with the number of its quote, and that nothing is decided there where that is so."""
    (number,) = sentence.citations
    cited = citations[number - 1]
    warning = undecided(cited.section_kind, cited.status)
    return f"{sentence.text} [{number}]{f' ({warning})' if warning else ''}"


def _number(citations: list[Citation], evidence: Citation) -> int:
    """The number of the quote that holds the evidence; it is added where none does."""
    for each in citations:
        if each.document == evidence.document and each.start <= evidence.start and evidence.end <= each.end:
            return each.n
    citations.append(replace(evidence, n=len(citations) + 1))
    return len(citations)


def _alone(answer: Answer, settings: Settings, state: Writing, removed: int = 0) -> Answer:
    """The answer in its quotes, with the reason why no language model wrote it."""
    generated = Generated(state, settings.generator_model, VERSION, removed=removed)
    return replace(answer, notes=(*answer.notes, Generating.why_not(state, removed)), generated=generated)
