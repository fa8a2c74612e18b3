"""Closed parts leave no word behind, and all offsets hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.cases import parse_document
from kb.cases.access import closed_spans, redact
from kb.cases.decisions import decisions_of
from kb.datatypes import Access, Document
from kb.readers import read_bytes
from tests.cases.papers import CASE, MINUTES, parsed
from tests.cases.test_structure import LINES


def everything(document: Document) -> str:
    """All words that a document carries, wherever they stand."""
    sections = [(section.heading, section.item) for section in document.sections]
    records = (document.items, document.attachments, document.participations)
    return f"{document.title} {document.text} {sections} {records} {decisions_of(document)}"


def test_a_closed_item_is_blanked_with_heading_and_title() -> None:
    document = parsed(MINUTES)
    open_part = redact(document)
    assert len(open_part.text) == len(document.text)
    assert open_part.text.count("\n") == document.text.count("\n")
    for secret in ("Havnegade", "6,6", "Lukket"):
        assert secret in everything(document)
        assert secret not in everything(open_part)
    assert "Ny skole" in everything(open_part)
    assert open_part.access is not Access.CLOSED
    assert len(open_part.blocks) < len(document.blocks)


def test_the_title_of_a_closed_item_is_gone_from_the_table_of_contents_too() -> None:
    head = "# Referat fra møde i Økonomiudvalget"
    text = MINUTES.replace(head, f"{head}\n\n## Indhold\n\n- Ny skole\n- Køb af Havnegade 9")
    open_part = redact(parsed(text))
    assert "Havnegade" not in everything(open_part)
    assert "- Ny skole" in open_part.text


def test_a_closed_attachment_is_blanked_alone() -> None:
    open_part = redact(parsed(CASE))
    assert "købsaftale" not in open_part.text
    assert "Kort over stien" in open_part.text


def test_a_wholly_closed_paper_keeps_only_its_file_name() -> None:
    open_part = redact(parsed("# Køb af hus\n\nLukket Sag\n\nPrisen er høj.", "sag_7.txt"))
    assert open_part.access is Access.CLOSED
    assert open_part.title == "Sag 7"
    assert not open_part.text.strip()
    assert "hus" not in everything(open_part)


def test_records_of_closed_text_are_gone_and_ordinals_hold() -> None:
    text = MINUTES.replace(
        "Godkendt.\n", "Godkendt.\n\nAnne Holm deltog ikke i behandlingen.\n\n### Bilag\n\nSkøde\n", 1
    )
    document = parsed(text.replace("Lukket punkt", "Lukket punkt\n\nSagsnr.: 24/77"))
    assert [item.case_number for item in document.items] == [None, None, "24/77", None]
    assert [each.title for each in document.attachments] == ["Skøde"]
    assert [each.name for each in document.participations] == ["Anne Holm"]
    open_part = redact(document)
    assert [(item.ordinal, item.number, item.title, item.case_number) for item in open_part.items] == [
        (0, "1", "Godkendelse af dagsorden", None),
        (1, "2", "Status på byggeriet", None),
        (2, None, "", None),
        (3, "4", "Ny skole", None),
    ]
    assert (open_part.attachments, open_part.participations) == ((), ())


def test_a_closed_attachment_is_no_record_and_its_item_stays() -> None:
    document = parsed(CASE)
    assert [each.title for each in document.attachments] == [
        "Indstilling",
        "Kort over stien",
        "Udkast til købsaftale",
    ]
    assert [each.title for each in redact(document).attachments] == ["Indstilling", "Kort over stien"]


def test_an_open_paper_is_returned_as_it_is() -> None:
    document = parsed("# Cykelsti\n\nÅben Sag\n\nAlle må se den.")
    assert redact(document) is document


@given(st.lists(LINES, max_size=14))
def test_redaction_keeps_length_and_lines_and_hides_every_closed_character(lines: list[str]) -> None:
    document = parsed("\n\n".join(lines))
    open_part = redact(document)
    assert len(open_part.text) == len(document.text)
    for start, end in closed_spans(document):
        assert not open_part.text[start:end].strip()
        assert all(block.end <= start or block.start >= end for block in open_part.blocks)
    for before, after in zip(document.text, open_part.text, strict=True):
        assert after == before or (after == " " and before != "\n")


def test_an_item_glued_to_a_full_line_of_the_item_before_is_seen_as_closed() -> None:
    text = (
        "Referat fra møde i Økonomiudvalget den 4. februar 2025\n\nPunkt 3: Ny skole\nBeslutning\n"
        "Godkendt. Udvalget lagde vægt på, at skolen bygges så tæt på stationen som muligt,\n"
        "og at trafikken omkring den nye skole er undersøgt, inden arbejdet med den begynder.\n"
        "Punkt 4: Lukket: Køb af Havnegade 9\nBeslutning\nGodkendt. Prisen er 6,6 mio. kr.\n"
    )
    document = parse_document("referat.txt", read_bytes(text.encode(), ".txt"), "0" * 64)
    assert [item.access for item in document.items] == [Access.UNKNOWN, Access.CLOSED]
    shown = everything(redact(document))
    assert "stationen" in shown
    assert "Havnegade" not in shown
    assert "6,6" not in shown
