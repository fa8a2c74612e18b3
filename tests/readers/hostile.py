"""Small files that are made to harm who reads them, each with what may become of it."""

from __future__ import annotations

import io
import zipfile
import zlib

from tests.readers.make import W, archive, docx, lines, odt, p, pdf

READ = "read"
_BILLION = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def _objects(*bodies: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    found = io.BytesIO()
    found.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(found.tell())
        found.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = found.tell()
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    found.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows))
    found.write(b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
    return found.getvalue()


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


def _one_page(content: bytes, entries: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of one page that draws ``content``, in Helvetica as /F."""
    return _objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % box,
        _stream(content, entries),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )


def _flate(content: bytes, times: int = 1) -> bytes:
    """A PDF whose page is packed so many times over."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return _one_page(content, b"/Filter[%s]" % (b"/FlateDecode" * times))


def _zip_bomb() -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b"<w:p/>" * 5_000_000)
    return found.getvalue()


def _many_parts() -> bytes:
    return archive({"word/document.xml": "<x/>", **{f"del{n}.xml": "" for n in range(6000)}})


def _nested(tag: str, depth: int, inside: str) -> str:
    return f"<{tag}>" * depth + inside + f"</{tag}>" * depth


def _says_little(name: str, size: int) -> bytes:
    """An archive that says its part is ``size`` long, though it unpacks to far more."""
    data = bytearray(archive({name: "<w:p/>" * 200_000}))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = size.to_bytes(4, "little")
    data[22:26] = size.to_bytes(4, "little")
    return bytes(data)


_TABLE = f'<w:tbl xmlns:w="{W}"><w:tr><w:tc>'
_PAGES_IN_A_RING = _objects(
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Pages/Kids[2 0 R]/Count 1>>",
)
_IMAGE = (
    b"q 595 0 0 842 0 0 cm BI /W 60000 /H 60000 /CS /RGB /BPC 8 ID x EI Q BT /F 12 Tf 60 700 Td (Tekst) Tj ET"
)
_TEXT = b"BT /F 12 Tf 60 700 Td (Tekst) Tj ET"

HOSTILE: dict[str, tuple[bytes, frozenset[str]]] = {
    name: (data, frozenset(outcomes.split()))
    for name, data, outcomes in (
        ("zip_bomb.docx", _zip_bomb(), "unpacked_too_large"),
        ("many_parts.docx", _many_parts(), "unpacked_too_large"),
        ("lying_size.docx", _says_little("word/document.xml", 100), "corrupt_document"),
        (
            "entities.docx",
            archive({"word/document.xml": f"<!DOCTYPE x [{_BILLION}]><x>&a9;</x>"}),
            "unsafe_xml",
        ),
        (
            "foreign_file.odt",
            archive(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "content.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>',
                }
            ),
            "unsafe_xml",
        ),
        (
            "nested_tables.docx",
            docx((_TABLE + "<w:p/>") * 5000 + "</w:tc></w:tr></w:tbl>" * 5000),
            "corrupt_document",
        ),
        ("nested_runs.docx", docx(f"<w:p>{_nested('w:smartTag', 240, '<w:r/>')}</w:p>"), "corrupt_document"),
        ("nested.odt", odt(_nested("text:section", 200, "<text:p>x</text:p>")), "corrupt_document"),
        ("long_list.odt", odt(f'<text:p><text:s text:c="{10**12}"/>Tekst</text:p>'), READ),
        ("nested.html", ("<div>" * 100_000 + "Tekst").encode(), "corrupt_document"),
        ("unclosed.html", ("<p>Tekst<br>" * 20_000).encode(), READ),
        ("nested_tables.html", ("<table><tr><td>" * 20_000 + "Tekst").encode(), "corrupt_document"),
        ("packed.pdf", _flate(b" " * (30 * 2**20)), "pdf_too_complex"),
        ("packed_twice.pdf", _flate(b" " * (30 * 2**20), 2), "pdf_too_complex"),
        ("ten_metres.pdf", _one_page(_TEXT.replace(b"60 700", b"60 28000"), box=b"0 0 595 28346"), READ),
        ("endless_page.pdf", _one_page(_TEXT, box=b"0 0 2e9 2e9"), "read no_text"),
        ("huge_image.pdf", _one_page(_IMAGE), "read scanned_pdf"),
        (
            "million_objects.pdf",
            _objects(
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Kids[%s]/Count 1000000>>" % (b"3 0 R " * 1_000_000),
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
            ),
            "pdf_too_complex too_many_pages corrupt_pdf",
        ),
        ("pages_in_a_ring.pdf", _PAGES_IN_A_RING, "no_text corrupt_pdf"),
        (
            "xref_in_a_ring.pdf",
            pdf(lines(["Tekst"]))
            .replace(b"/Size", b"/Prev 9 /Size")
            .replace(b"startxref\n", b"startxref\n9 "),
            "read corrupt_pdf",
        ),
        ("nested_arrays.pdf", _one_page(b"[" * 400_000 + _TEXT), "read no_text pdf_too_complex corrupt_pdf"),
        (
            "nested_objects.pdf",
            _objects(b"<</Type/Catalog/Pages " + b"<</A" * 100_000),
            "no_text corrupt_pdf",
        ),
        ("many_letters.pdf", _one_page(b"BT /F 9 Tf " + b"(aaaaaaaa) Tj " * 30_000 + b"ET"), READ),
        ("spaces.txt", b" " * 2_000_000 + b"Tekst", READ),
        ("one_line.txt", b"a" * 2_000_000, READ),
        ("pipes.md", b"| " * 50_000, "read no_text"),
        ("zeros.txt", b"\x00" * 100_000, "binary_file no_text"),
        ("surrogates.txt", b"\xff\xfe" + b"\x00\xd8" * 10_000, "read no_text binary_file"),
    )
}

WHOLE = {
    "sag.pdf": pdf(lines(["Sagsfremstilling", "", "Byrådet drøftede sagen."]), lines(["Side to"])),
    "sag.docx": docx(p("Sagsfremstilling") + p("Byrådet drøftede sagen.")),
    "sag.odt": odt("<text:p>Sagsfremstilling</text:p><text:p>Byrådet drøftede sagen.</text:p>"),
    "sag.html": "<html><body><h1>Møde</h1><p>Byrådet drøftede sagen.</p></body></html>".encode(),
    "sag.txt": "Sagsfremstilling\n\nByrådet drøftede sagen.".encode(),
}


def truncated() -> list[tuple[str, bytes]]:
    """Each ordinary file, cut off at every eighth of its length."""
    return [(name, data[: len(data) * part // 8]) for name, data in WHOLE.items() for part in range(8)]
