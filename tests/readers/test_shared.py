"""The seeds and the documents with known text beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.datatypes import BlockKind, Extraction
from kb.errors import ReadError
from kb.readers import read_file
from tests.benchmarks.extraction import measure
from tests.readers.make import blocks, texts
from tests.readers.test_build import check

pytestmark = pytest.mark.shared


@pytest.fixture
def seeds(shared: Path) -> dict[str, Extraction]:
    return {path.name[:3]: read_file(path) for path in sorted((shared / "seeds").glob("*.txt"))}


def test_seeds_000_and_003_give_the_same_prose(seeds: dict[str, Extraction]) -> None:
    def prose(name: str) -> list[str]:
        return [text for text in texts(seeds[name], BlockKind.PARAGRAPH) if len(text) > 60]

    assert len(prose("000")) == 7
    assert prose("000") == prose("003")


def test_seeds_002_and_004_have_four_pages(seeds: dict[str, Extraction]) -> None:
    for name, second, last in (
        ("002", "er denne", "Beslutning i"),
        ("004", "Beskrivelse af", "Helle Steffensen"),
    ):
        pages = seeds[name].pages
        assert len(pages) == 4
        assert all(page.inferred for page in pages)
        assert seeds[name].text[pages[1].start :].startswith(second)
        assert seeds[name].text[pages[3].start :].startswith(last)
    assert [len(seeds[name].pages) for name in ("000", "001", "003")] == [1, 1, 1]


def test_seed_004_bullets_sublevels_and_attachments(seeds: dict[str, Extraction]) -> None:
    items = texts(seeds["004"], BlockKind.LIST_ITEM)
    assert "- Fremtidens administrative bygninger" in items
    assert sum(item.startswith("o ") for item in items) == 3
    assert items[-3] == (
        "1 - 3742388 Åben PenSam og FOA PM - Hjælp os med at finde Danmarks største "
        "velfærdstalenter 2025_final (23227/25) (H)"
    )
    assert items[-1].startswith("3 - 3752731 Åben Information fra ledelsen på hovedudvalgsmøde 27-02-2025")
    assert seeds["004"].text.count("https://www.pensam.dk/talent") == 1
    assert "ungeindsatser og bosætning" in seeds["004"].text


def test_seed_headings_stand_alone(seeds: dict[str, Extraction]) -> None:
    assert texts(seeds["000"], BlockKind.HEADING) == [
        "Sagsfremstilling",
        "Sammenhæng til andre politikker/strategier og fagområder",
        "Økonomiske konsekvenser",
        "Indstilling",
        "Bilag:",
    ]
    assert ("heading", "Beslutning i Økonomiudvalget den 06-12-2022") in blocks(seeds["002"])
    assert ("paragraph", "8.30 Velkomst v. kommunaldirektør Christian Bertelsen") in blocks(seeds["001"])


def test_municipal_texts_keep_the_invariants_and_their_headings(shared: Path) -> None:
    for path in sorted((shared / "data" / "municipal").glob("*.txt")):
        extraction = read_file(path)
        check(extraction)
        if path.name.startswith("aar-ref") and "Lukket:" not in extraction.text[:200]:
            headings = texts(extraction, BlockKind.HEADING)
            assert headings[0].startswith("Referat Aarhus Byråd")
            assert "Beslutninger" in headings


def test_known_texts_come_out_right(shared: Path) -> None:
    results = measure(shared / "data" / "extract")
    for group, worst in (("pdf", 0.003), ("docx", 0.001), ("odt", 0.001), ("html", 0.001), ("txt", 0.001)):
        cers = [result.score.cer for result in results if result.group == group and result.score]
        assert cers
        assert sum(cers) / len(cers) <= worst
    refused = {(result.name, result.refused) for result in results if result.refused}
    documents = ("dagsorden", "notat", "referat", "strategi")
    assert refused == {(f"{name}_gs.pdf", "garbled_pdf") for name in documents}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("enc_kode.pdf", "password_protected"),
        ("flate_2gb.pdf", "pdf_too_complex"),
        ("sider_eksp.pdf", "pdf_too_complex"),
        ("xobj_eksp.pdf", "pdf_too_complex"),
        ("mange_tj.pdf", "pdf_too_complex"),
        ("loop.pdf", "corrupt_pdf"),
        ("zipbombe.docx", "unpacked_too_large"),
        ("laughs.docx", "unsafe_xml"),
        ("xxe.docx", "unsafe_xml"),
        ("nest_tabel.docx", "corrupt_document"),
        ("legacy_doc_som.docx", "old_doc"),
        ("binaer.txt", "binary_file"),
    ],
)
def test_hostile_files_are_refused(shared: Path, name: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(shared / "data" / "extract" / "hostile" / name)
    assert caught.value.code == code


def test_damaged_and_tricky_files_are_read(shared: Path) -> None:
    hostile = shared / "data" / "extract" / "hostile"
    for name in ("trunk95.pdf", "junk_foran.pdf", "xref_forkert.pdf", "enc_tom.pdf", "enc_rc4.pdf"):
        assert "Indstillingen tiltrædes." in read_file(hostile / name).text
    assert read_file(hostile / "skjult.pdf").warnings == ("hidden_text",)
    tracked = read_file(hostile / "sporet.docx").text
    assert "godkendes med bemærkninger" in tracked
