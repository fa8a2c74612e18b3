"""DOCX and ODT: accepted view, rebuilt numbers, pages, safe archives."""

from __future__ import annotations

import pytest

from kb.errors import ReadError
from kb.readers import read_bytes
from tests.readers.make import W, archive, blocks, docx, odt, p

NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>
</w:lvlOverride></w:num></w:numbering>"""


def numbered(text: str, list_id: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def code(data: bytes, suffix: str = "") -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, suffix)
    return caught.value.code


def test_tracked_changes_are_read_as_accepted_and_hidden_text_is_left_out() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Forslaget </w:t></w:r>'
        "<w:ins><w:r><w:t>godkendes</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>afvises</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> skjult</w:t></w:r></w:p>"
        f"<w:moveFrom>{p('Flyttet fra')}</w:moveFrom>"
        f"<w:sdt><w:sdtContent>{p('I felt')}</w:sdtContent></w:sdt>"
    )
    assert [text for _, text in blocks(read_bytes(docx(body)))] == ["Forslaget godkendes", "I felt"]


def test_list_numbers_are_rebuilt() -> None:
    body = "".join(
        [
            numbered("en", 1),
            numbered("under", 1, 1),
            numbered("under to", 1, 1),
            numbered("to", 1),
            numbered("ny liste", 3),
            numbered("punkt", 2),
        ]
    )
    found = [text for _, text in blocks(read_bytes(docx(body, word__numbering_xml=NUMBERING)))]
    assert found == ["1. en", "a) under", "b) under to", "2. to", "1. ny liste", "- punkt"]


def test_headings_come_from_styles_and_the_title_from_the_properties() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="O2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Min"><w:name w:val="Min"/><w:basedOn w:val="Ude"/></w:style>'
        '<w:style w:styleId="Ude"><w:name w:val="Ude"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>'
        "</w:style></w:styles>"
    )
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></c>'
    body = p("Indstilling", '<w:pStyle w:val="O2"/>') + p("Delemne", '<w:pStyle w:val="Min"/>') + p("Tekst")
    parts = {"word__styles_xml": styles, "docProps__core_xml": core.format("Budget 2026")}
    extraction = read_bytes(docx(body, **parts))
    assert [block.level for block in extraction.blocks] == [2, 3, 0]
    assert extraction.title == "Budget 2026"
    parts["docProps__core_xml"] = core.format("Microsoft Word - x.docx")
    assert read_bytes(docx(body, **parts)).title is None


def test_pages_are_those_word_laid_out() -> None:
    body = (
        p("Første")
        + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Anden</w:t></w:r>"
        + "<w:r><w:t> side, </w:t><w:lastRenderedPageBreak/><w:t>tredje</w:t></w:r></w:p>"
    )
    extraction = read_bytes(docx(body))
    assert [extraction.text[page.start : page.end].strip() for page in extraction.pages] == [
        "Første",
        "Anden side,",
        "tredje",
    ]
    assert all(page.inferred for page in extraction.pages)


def test_table_cells_and_merged_cells() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    merged = "<w:tcPr><w:vMerge/></w:tcPr>"
    body = "<w:tbl>" + row(p("a"), p("b") + p("c")) + row(merged + p("x"), p("d")) + "</w:tbl>"
    assert blocks(read_bytes(docx(body))) == [("table_row", "a | b c"), ("table_row", "| d")]


def test_unsafe_and_oversized_archives_are_refused() -> None:
    dtd = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    assert code(archive({"word/document.xml": dtd})) == "unsafe_xml"
    assert code(archive({"word/document.xml": "<w>" + " " * 50_000_000})) == "unpacked_too_large"
    assert code(archive({"word/document.xml": "<w>"})) == "corrupt_document"
    assert (
        code(archive({f"f{n}": "" for n in range(5001)} | {"word/document.xml": "<w/>"}))
        == "unpacked_too_large"
    )
    assert code(docx(p("x"))[:-30]) == "corrupt_document"
    encrypted = bytearray(docx(p("x")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(signature) + offset] |= 1
    assert code(bytes(encrypted)) == "encrypted_archive"


def test_odt() -> None:
    styles = (
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number style:num-format="1" style:num-suffix="."/>'
        '</text:list-style><text:list-style style:name="L2"><text:list-level-style-bullet/></text:list-style>'
    )
    body = (
        "<text:tracked-changes><text:p>Slettet</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">Formål'
        '</text:h><text:list text:style-name="L1"><text:list-item><text:p>en</text:p></text:list-item>'
        "<text:list-item>"
        "<text:p>to</text:p></text:list-item></text:list>"
        '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>tre</text:p>'
        '</text:list-item></text:list><text:list text:style-name="L2"><text:list-item><text:p>punkt</text:p>'
        "</text:list-item></text:list>"
        "<text:p>Før<text:s/>og<text:soft-page-break/> efter<text:note>1</text:note></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>"
        "<text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    extraction = read_bytes(odt(body, styles))
    assert blocks(extraction) == [
        ("heading", "Formål"),
        ("list_item", "1. en"),
        ("list_item", "2. to"),
        ("list_item", "3. tre"),
        ("list_item", "- punkt"),
        ("paragraph", "Før og efter"),
        ("table_row", "a | b"),
    ]
    assert extraction.text[extraction.pages[1].start :].lstrip().startswith("efter")


LINES = ("Godkendt. Vejen", "bygges i år.", "Punkt 4: Lukket: Salg af en ejendom", "Prisen er", "lav.")
PARTED = ["Godkendt. Vejen bygges i år.", "Punkt 4: Lukket: Salg af en ejendom", "Prisen er lav."]


def test_a_label_after_a_line_break_begins_a_paragraph() -> None:
    word = "<w:r>" + "<w:br/>".join(f"<w:t>{line}</w:t>" for line in LINES) + "</w:r>"
    free = f"<text:p>{'<text:line-break/>'.join(LINES)}</text:p>"
    for data in (docx(f"<w:p>{word}</w:p>"), odt(free)):
        assert [text for _, text in blocks(read_bytes(data))] == PARTED
