"""Hand-made documents, chunks and decisions, and a generation built from them with chosen vectors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kb.cases.reprints import printings_of
from kb.datatypes import (
    Access,
    AgendaItem,
    Attachment,
    Block,
    BlockKind,
    Chunk,
    CorrectedField,
    Decision,
    Document,
    Evidence,
    FieldCorrection,
    FieldSpan,
    FileProblem,
    Line,
    Masked,
    MaskedKind,
    OutcomeClass,
    Page,
    Participation,
    PointOutcome,
    Presence,
    Section,
    SectionKind,
    Stated,
    Statement,
    StatementKind,
    Status,
    Survey,
    System,
    Tally,
    TitleSource,
    VoteSide,
)
from kb.embedding import Vectors
from kb.index.draft import Batch, Collection, Origin
from kb.index.local import LocalRepository
from kb.index.records import kept_chunk
from kb.index.repository import Repository
from kb.index.searched import terms_of
from kb.index.token_codes import encode

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def document(name: str, parts: Sequence[tuple[SectionKind, str, str]], **changes: object) -> Document:
    """A document of sections (kind, heading, body), each heading and body a block of its own."""
    text = ""
    blocks: list[Block] = []
    sections: list[Section] = []
    for ordinal, (kind, heading, body) in enumerate(parts):
        start = len(text)
        for role, words in ((BlockKind.HEADING, heading), (BlockKind.PARAGRAPH, body)):
            if words:
                at = len(text)
                blocks.append(Block(role, at, at + len(words), 2 if role is BlockKind.HEADING else 0))
                text += words + "\n\n"
        body_start = min(start + len(heading) + 2, len(text)) if heading else start
        sections.append(Section(ordinal, kind, heading, start, body_start, len(text)))
    made = Document(
        id=name,
        title=name.rsplit("/", 1)[-1].split(".")[0].capitalize(),
        title_source=TitleSource.FILE_NAME,
        text=text,
        pages=(Page(1, 0, len(text)),),
        blocks=tuple(blocks),
        sections=tuple(sections),
        format="txt",
        sha256=f"sha256 of {name}",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def with_section(made: Document, ordinal: int, **changes: object) -> Document:
    """The document with one section changed."""
    sections = list(made.sections)
    sections[ordinal] = replace(sections[ordinal], **changes)  # type: ignore[arg-type]
    return replace(made, sections=tuple(sections))


def chunks_of(documents: Sequence[Document]) -> list[Chunk]:
    """One chunk a section."""
    chunks: list[Chunk] = []
    for made in documents:
        for section in made.sections:
            body = made.text[section.start : section.end].rstrip()
            end = section.start + len(body)
            values = (made.id, section.ordinal, section.ordinal, section.start, end, body, made.title)
            chunks.append(Chunk(len(chunks), *values))
    return chunks


def decision(made: Document, ordinal: int, outcome: OutcomeClass, **changes: object) -> Decision:
    """The decision in one section of a document."""
    section = made.sections[ordinal]
    quote = made.text[section.body_start : section.end].strip()
    found = Decision(
        document=made.id,
        title=made.title,
        case=made.case_number,
        committee=section.committee,
        date=section.date,
        outcome=quote.split()[0],
        outcome_class=outcome,
        effect=outcome,
        final=None,
        recommendation=None,
        votes=None,
        not_participating=(),
        page=1,
        quote=quote,
        start=section.body_start,
        end=section.body_start + len(quote),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


MINUTES = with_section(
    with_section(
        document(
            "referater/2022/skoleveje.txt",
            [
                (SectionKind.CASE, "Sagsfremstilling", "Der er farlige skoleveje ved Åkirkeby."),
                (SectionKind.DECISION, "Beslutning i Børneudvalget", "Godkendt som indstillet."),
                (SectionKind.DECISION, "Beslutning i Byrådet", "Udsat til næste møde."),
            ],
            committee="Børneudvalget",
            date=dt.date(2022, 12, 6),
            status=Status.MINUTES,
            access=Access.OPEN,
            case_number="22/1234",
            warnings=("w",),
            lines=(Line(1, 0, 16, 0.1, 0.2, 0.9, 0.25),),
        ),
        2,
        committee="Byrådet",
        date=dt.date(2023, 1, 17),
    ),
    0,
    item="Punkt 4",
    item_at=0,
    access=Access.OPEN,
)
MINUTES = replace(
    MINUTES,
    items=(AgendaItem(0, "4", "Punkt 4", Access.OPEN, "21/77", 0, MINUTES.sections[0].end),),
    attachments=(Attachment("1", "Kort", Access.OPEN, "4625571", "42877/24", "H", 0, 0, 4),),
    participations=(
        Participation("Bo Ås", Presence.ABSENT, "A", None, None, None, 0, 5),
        Participation("Eva Skov", Presence.SUBSTITUTE, None, "ferie", "Bo Ås", 0, 6, 9),
    ),
    corrected=(
        FieldCorrection(CorrectedField.DATE, "2022-12-05", "2022-12-06"),
        FieldCorrection(CorrectedField.CASE_NUMBER, "21/77", None),
    ),
    masked=(Masked("referater/2022/skoleveje.txt", MaskedKind.CPR, 3, (1, 1)),),
    stated=Stated(System.SBSYS, "Sikre skoleveje", None, dt.date(2022, 12, 6), Status.MINUTES, "21/77"),
)
COPY = replace(MINUTES, id="kopier/skoleveje.txt", duplicate_of=MINUTES.id)
DRAFT = document(
    "udkast.txt",
    [
        (SectionKind.RECOMMENDATION, "Indstilling", "Forvaltningen indstiller, at vandafgiften hæves."),
        (SectionKind.ECONOMY, "", "Godkendt som indstillet."),
    ],
    status=Status.DRAFT,
    committee="økonomiudvalget",
    date=dt.date(2021, 5, 1),
)
PLAIN = document(
    "planer/2020/natur.txt", [(SectionKind.UNKNOWN, "", "Naturpolitik for skov, eng og 100 % vand.")]
)
DOCUMENTS = (COPY, PLAIN, MINUTES, DRAFT)
DECISIONS = (
    decision(
        MINUTES,
        1,
        OutcomeClass.ADOPTED,
        committee=None,
        date=None,
        not_participating=("Bo Ås",),
        final=False,
        item=0,
        recommender="Forvaltningen",
        points=(PointOutcome("1", "Godkendt", OutcomeClass.ADOPTED, OutcomeClass.NOTED, "at lytte", 0, 8),),
        tallies=(Tally(VoteSide.AGAINST, 2, ("Bo Ås",), ("A", "V"), False, 3, 9),),
        statements=(Statement(StatementKind.DISSENT, ("A",), 1, 2),),
        participations=MINUTES.participations,
        evidence=(FieldSpan("outcome", 0, 8),),
    ),
    decision(MINUTES, 2, OutcomeClass.POSTPONED, effect=OutcomeClass.PROCEDURAL, final=True, votes="5 mod 2"),
)
COPIED_DECISIONS = tuple(replace(each, document=COPY.id) for each in DECISIONS)
NOTHING = Survey()


def evidence(made: Document, quote: str) -> Evidence:
    """The first place of a document where ``quote`` stands."""
    start = made.text.index(quote)
    return Evidence(made.id, made.page_at(start).number, start, start + len(quote), quote)


FACTS = '{"matter":"af byens veje"}'
UNREAD = (FileProblem("i-stykker.pdf", "corrupt_pdf", "Beskadiget.", "Hent den igen."),)


def write_generation(
    index: Path,
    documents: Sequence[Document] = DOCUMENTS,
    vectors: Vectors | None = None,
    fingerprint: str = "fingerprint",
    keep: int = 3,
    survey: Survey = NOTHING,
    decided: Sequence[Decision] = DECISIONS + COPIED_DECISIONS,
) -> str:
    """The name of a new current generation in a folder, as :func:`write_to` makes it."""
    return write_to(LocalRepository(index), documents, vectors, fingerprint, keep, survey, decided)


def write_to(
    repository: Repository,
    documents: Sequence[Document] = DOCUMENTS,
    vectors: Vectors | None = None,
    fingerprint: str = "fingerprint",
    keep: int = 3,
    survey: Survey = NOTHING,
    decided: Sequence[Decision] = DECISIONS + COPIED_DECISIONS,
) -> str:
    """The name of a new current generation of ``documents`` with one chunk a section."""
    chunks = chunks_of(documents)
    if vectors is None:
        vectors = np.eye(len(chunks), 16, dtype=np.float32)
    texts = [chunk.searchable for chunk in chunks]
    printings = printings_of(DOCUMENTS, decided, survey.cases)
    codes = [encode(vector[None]) for vector in vectors]
    own = np.full(len(chunks), -1, np.int64)
    batch = Batch([kept_chunk(each) for each in chunks], own, vectors, codes, terms_of(texts))
    collection = Collection(documents, [FACTS] * len(documents), decided, printings, survey, UNREAD)
    with repository.lock():
        draft = repository.draft(vectors.shape[1], None)
        draft.add(batch)
        draft.settle()
        origin = Origin(("data",), "model", fingerprint, "settings")
        return draft.finish(collection, origin, NOW, keep).generation
