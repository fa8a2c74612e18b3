"""What holds for every paper: no text is lost, every record stands where it says, nothing closed gets out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kb.cases import parse_document
from kb.cases.access import redact
from kb.cases.decisions import decisions_of
from kb.chunking import chunk_document
from kb.danish.committees import committee_name
from kb.danish.dates import find_dates
from kb.datatypes import Access, Decision, Document, SectionKind
from kb.errors import ReadError
from kb.readers import read_bytes
from tests.cases.papers import extraction_of
from tests.golden.truth import HERE, all_truths, parse, words

# Not wrapped anew: it has a blank line between all lines.
NOT_WRAPPED = {"odense"}
LAYOUTS = sorted(path for path in (HERE / "layouts").glob("*.txt") if path.stem not in NOT_WRAPPED)
UNTOLD = {SectionKind.PREAMBLE, SectionKind.UNKNOWN}
SECTIONS = {
    "Sagsfremstilling": "Vejen er smal. Forvaltningen har talt med naboerne.",
    "Økonomiske konsekvenser": "",
    "Økonomi": "Udgiften er 1,4 mio. kr.",
    "Indstilling": "Direktøren indstiller, at planen godkendes.",
    "Beslutning i Teknisk Udvalg den 04-02-2025": "Anbefales. Anne Holm (A) deltog ikke i behandlingen.",
    "Beslutning i Byrådet den 25. februar 2025": "Godkendt. For stemte 12. Imod stemte 3: O.",
    "Resumé": "Udvalget skal tage stilling til en plan.",
    "Høring": "Planen har været i høring i otte uger.",
    "Bilag": "1 - 4625571 Åben Kort over vejen (42877/24) (H)",
    "Afbud": "Bo Lind (V)",
    "Sagsgang": "TU, ØK, KB",
}
WORDING = st.sampled_from(
    [
        "Beslutning",
        "Godkendt.",
        "Ikke godkendt.",
        "Ad 1: Godkendt. Ad 2: Udsat.",
        "Indstilling",
        "Direktøren indstiller, at 1. planen godkendes, 2. taksten fastsættes.",
        "Beslutning i Økonomiudvalget den 06-12-2022",
        "Udvalg: Magistraten",
        "Dato: 02-09-2025",
        "Punktnummer: 4",
        "Byråd, 27. januar 2015: Punkt 1 blev godkendt. Punkt 2 blev udsat.",
        "For: 2 (Ea Lund (A), Bo Vig (V)). Imod: 1 (Ib Kragh (O)).",
        "Venstre tog forbehold. Ib Kragh (O) ønskede ført til protokollen, at prisen er for høj.",
        "Rådmand Bo Lind og Eva Vig deltog ikke i sagens behandling.",
        "Anne Holm (A) mødte som stedfortræder for Bo Lind (V).",
        "Afbud: Kim Toft (O), Lis Dam",
        "Deltagere",
        "Bilag",
        "1 - 3742388",
        "Åben Kort over havnen",
        "(23227/25) (H)",
        "Bilag 2: Brev fra naboer (LUKKET)",
        "# Punkt 3: Køb af Havnegade 9",
        "4. Ny skole (Åben)",
        "Lukket punkt",
        "Sagsnr.: 24/1408",
        "Udkast",
    ]
)
PAPER = st.lists(st.one_of(WORDING, st.text(max_size=40)), max_size=14).map("\n\n".join)
CLOSED = st.text("bcdfghjklmnpqrstvwxz", min_size=6, max_size=12).map(lambda word: f"q{word}")


def document_of(text: str) -> Document:
    return parse_document("papir.txt", extraction_of(text), "0" * 64)


def by_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def covered(document: Document) -> bool:
    """Whether the sections hold all of the text, once and in order."""
    joined = "".join(document.text[section.start : section.end] for section in document.sections)
    ordered = [section.ordinal for section in document.sections] == list(range(len(document.sections)))
    return joined == document.text and ordered


def within(text: str, holder: str) -> bool:
    """Whether the words of ``text`` stand in ``holder`` in their order, with others between them at most."""
    rest = iter(words(holder))
    return all(word in rest for word in words(text))


def check_records(document: Document) -> None:
    """Every record of a document stands where it says that it stands."""
    text = document.text
    for item in document.items:
        assert within(item.title, text[item.start : item.end])
    for attachment in document.attachments:
        span = text[attachment.start : attachment.end]
        for told in (attachment.title, attachment.document_number, attachment.reference, attachment.mark):
            assert within(told or "", span)
    for person in document.participations:
        assert 0 <= person.start < person.end <= len(text)
        assert within(person.name, text[person.start : person.end])
    for decision in decisions_of(document):
        check_decision(document, decision)


def check_decision(document: Document, decision: Decision) -> None:
    text = document.text
    assert text[decision.start : decision.end] == decision.quote
    assert decision.quote == decision.quote.strip() != ""
    assert within(decision.outcome, decision.quote)
    for point in decision.points:
        assert decision.start <= point.start < point.end <= decision.end
        assert within(point.outcome, text[point.start : point.end])
    for tally in decision.tallies:
        span = text[tally.start : tally.end]
        assert decision.start <= tally.start < tally.end <= decision.end
        assert all(within(name, span) for name in tally.names)
        assert tally.count in {None, len(tally.names)} or str(tally.count) in words(decision.quote)
    for statement in decision.statements:
        assert decision.start <= statement.start < statement.end <= decision.end
        found = words(text[statement.start : statement.end])
        for by in statement.by:
            assert all(any(word.startswith(each.rstrip("s")) for word in found) for each in words(by))
    for person in decision.participations:
        assert decision.start <= person.start < person.end <= decision.end
        assert within(person.name, text[person.start : person.end])
    check_evidence(document, decision)


def check_evidence(document: Document, decision: Decision) -> None:
    """What stands at the place of each field says what the field says."""
    spans = {each.field: document.text[each.start : each.end] for each in decision.evidence}
    assert all(spans.values())
    told: dict[str, object] = {
        "outcome": words(decision.outcome),
        "committee": decision.committee,
        "date": decision.date,
        "recommendation": decision.recommendation,
        "recommender": True,
        "not_participating": True,
        "votes": True,
    }
    says: dict[str, Callable[[str], object]] = {
        "outcome": words,
        "committee": committee_name,
        "date": lambda span: find_dates(span)[0].date,
        "recommendation": str.strip,
        "recommender": lambda span: within((decision.recommender or "").lower(), span),
        "not_participating": lambda span: all(within(name, span) for name in decision.not_participating),
        "votes": lambda span: within(decision.votes or "", span),
    }
    assert {field: says[field](span) for field, span in spans.items()} == {
        field: told[field] for field in spans
    }


def test_the_order_of_the_check_is_no_matter() -> None:
    assert within("Ny skole", "Punkt 4: Ny stor skole")
    assert not within("skole Ny", "Ny skole")


@given(st.permutations(list(SECTIONS)))
@settings(max_examples=40, deadline=None)
def test_sections_are_found_in_any_order(order: list[str]) -> None:
    # Right under a list of attachments, a heading without a sentence below it may be an attachment's name.
    after_list = order[order.index("Bilag") + 1 :][:1]
    assume(after_list != ["Økonomiske konsekvenser"])
    parts = [f"{heading}\n\n{SECTIONS[heading]}" for heading in order]
    document = document_of("# Ny vej\n\n" + "\n\n".join(parts))
    assert covered(document)
    assert [section.heading for section in document.sections if section.heading in SECTIONS] == order
    bodies = {s.heading: document.text[s.body_start : s.end].strip() for s in document.sections}
    assert {heading: bodies[heading] for heading in SECTIONS} == SECTIONS
    rows = {(d.committee, str(d.date), d.outcome) for d in decisions_of(document)}
    assert rows == {("Teknisk Udvalg", "2025-02-04", "Anbefales"), ("Byrådet", "2025-02-25", "Godkendt")}
    check_records(document)


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
@given(width=st.integers(78, 130))
@settings(max_examples=6, deadline=None)
def test_line_breaks_do_not_change_what_was_decided(path: Path, width: int) -> None:
    text = path.read_text(encoding="utf-8")
    wrapped = "\n".join("\n".join(textwrap.wrap(line, width)) for line in text.splitlines())
    whole, broken = (
        parse_document("papir.txt", read_bytes(each.encode(), ".txt"), "0" * 64) for each in (text, wrapped)
    )
    kinds = [
        [(s.kind, s.committee, s.date) for s in document.sections if s.kind not in UNTOLD]
        for document in (whole, broken)
    ]
    assert kinds[0] == kinds[1]
    rows = [
        [
            (d.committee, d.date, d.outcome_class, d.effect, d.final, words(d.quote))
            for d in decisions_of(each)
        ]
        for each in (whole, broken)
    ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("name", [truth.name for truth in all_truths()])
def test_records_of_real_papers_stand_where_they_say(name: str, request: pytest.FixtureRequest) -> None:
    truth = next(truth for truth in all_truths() if truth.name == name)
    if not truth.path.is_file():
        request.getfixturevalue("shared")
    document = parse(truth).document
    assert covered(document)
    check_records(document)


@given(PAPER)
@settings(max_examples=120, deadline=None)
def test_any_paper_is_read_whole_and_its_records_stand_where_they_say(text: str) -> None:
    document = document_of(text)
    assert covered(document)
    check_records(document)
    closed = [section for section in document.sections if section.access is Access.CLOSED]
    chunks = chunk_document(document, by_words, 30)
    told = sorted((chunk.start, chunk.end) for chunk in chunks)
    assert all(a[1] <= b[0] for a, b in pairwise(told))
    hidden = {at for section in closed for at in range(section.start, section.end)}
    inside = {at for start, end in told for at in range(start, end)}
    lost = {at for at, sign in enumerate(document.text) if not sign.isspace()} - inside - hidden
    assert not lost
    assert not inside & hidden


@given(st.lists(CLOSED, min_size=4, max_size=4, unique=True), st.permutations([0, 1, 2]))
@settings(max_examples=40, deadline=None)
def test_nothing_of_a_closed_item_is_left_after_redaction(secrets: list[str], order: list[int]) -> None:
    title, body, attachment, person = secrets
    parts = [
        "## Punkt 1: Ny skole\n\nÅben sag\n\n### Beslutning\n\nGodkendt.",
        f"## Punkt 2: Køb af {title}\n\nLukket punkt\n\n### Sagsfremstilling\n\nPrisen er {body}."
        f"\n\n### Beslutning\n\nGodkendt. {person.title()} Holm deltog ikke i behandlingen."
        f"\n\n### Bilag\n\n1. {attachment}",
        "## Punkt 3: Status\n\nÅben sag\n\n### Beslutning\n\nTaget til efterretning.",
    ]
    document = document_of(
        "# Referat fra møde i Økonomiudvalget\n\n" + "\n\n".join(parts[at] for at in order)
    )
    shown = redact(document)
    rows = decisions_of(shown)
    assert len(shown.text) == len(document.text)
    for secret in secrets:
        assert secret in document.text.lower()
        assert secret not in f"{shown} {rows}".lower()
    assert [row.outcome for row in rows if "efterretning" in row.quote] == ["Taget til efterretning"]
    check_records(shown)


@given(st.text(max_size=400) | st.lists(WORDING, max_size=12).map(" ".join))
@settings(max_examples=120, deadline=None)
def test_junk_is_read_or_refused_and_never_breaks_the_parser(junk: str) -> None:
    try:
        extraction = read_bytes(junk.encode("utf-8", "surrogatepass"), ".txt")
    except ReadError:
        extraction = extraction_of(junk)
    document = parse_document("junk.txt", extraction, "0" * 64)
    assert covered(document)
    check_records(document)
    assert len(redact(document).text) == len(document.text)


def test_a_paper_without_headings_is_one_section_of_no_kind() -> None:
    document = document_of("Der var engang en vej. Den var smal.")
    assert [section.kind for section in document.sections] in (
        [SectionKind.UNKNOWN],
        [SectionKind.PREAMBLE],
        [SectionKind.PREAMBLE, SectionKind.UNKNOWN],
    )
    assert re.sub(r"\s+", "", document.text) == "Dervarengangenvej.Denvarsmal."
