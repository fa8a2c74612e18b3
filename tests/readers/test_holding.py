"""Archives, e-mails and exports: what is found in them, under which names, and what is said of the rest."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kb.datatypes import Access, Stated, Status, System
from kb.errors import ReadError
from kb.readers.holding import Unpacked
from kb.readers.members import MAX_MEMBERS, Member, path_of
from kb.readers.options import Limits
from kb.readers.sandbox import Sandbox
from kb.readers.unpacking import unpack
from kb.readers.wire import Setup
from tests.readers.holders import ACADRE, FIRSTAGENDA, SBSYS, acadre_list, letter, zipped
from tests.readers.make import docx, lines, p, pdf


@pytest.fixture(scope="module")
def room() -> Iterator[Sandbox]:
    opened = Sandbox(Setup(Limits()))
    yield opened
    opened.close()


def names(unpacked: Unpacked) -> list[str]:
    return list(unpacked.members)


def refused(unpacked: Unpacked) -> dict[str, str]:
    return {each.name: each.code for each in unpacked.rest.refused}


def code_of(room: Sandbox, data: bytes, suffix: str) -> str:
    with pytest.raises(ReadError) as caught:
        room.unpack(data, suffix)
    return caught.value.code


# ZIP


def test_files_in_an_archive_keep_their_bytes_and_paths(room: Sandbox) -> None:
    paper = pdf(lines(["Sagen om havnen"]))
    unpacked = room.unpack(
        zipped({"møde/": b"", "møde/referat.pdf": paper, "notat.docx": docx(p("x")), "Æbler.txt": "Æ"}),
        ".zip",
    )
    assert names(unpacked) == ["møde/referat.pdf", "notat.docx", "Æbler.txt"]
    assert unpacked.content("møde/referat.pdf") == paper
    assert unpacked.content("Æbler.txt") == "Æ".encode()
    assert refused(unpacked) == {}


def test_what_is_no_document_is_named_and_what_nobody_put_there_is_not(room: Sandbox) -> None:
    unpacked = room.unpack(
        zipped(
            {
                **dict.fromkeys(
                    ("a.txt", "tal.ods", ".DS_Store", "__MACOSX/._a.txt", "~$a.docx", "b.png"), "x"
                ),
                **dict.fromkeys(("side_files/stil.css", "side_files/logo.png"), "x"),
                "side.html": "<p>x</p>",
            }
        ),
        ".zip",
    )
    assert names(unpacked) == ["a.txt", "side.html"]
    assert refused(unpacked) == {
        "tal.ods": "unsupported_file",
        "b.png": "unsupported_file",
        "side_files/stil.css": "page_part",
        "side_files/logo.png": "page_part",
    }


@pytest.mark.parametrize(
    "name",
    [
        "../ud.txt",
        "/etc/passwd.txt",
        "a/../../b.txt",
        "C:\\x.txt",
        "..\\..\\x.txt",
        "a\nb.txt",
        "x" * 500 + ".txt",
    ],
)
def test_names_that_lead_out_are_refused_and_the_rest_is_read(room: Sandbox, name: str) -> None:
    unpacked = room.unpack(zipped({name: "ude", "inde.txt": "inde"}), ".zip")
    assert names(unpacked) == ["inde.txt"]
    assert list(refused(unpacked).values()) == ["unsafe_member"]


def test_paths_are_made_of_what_archives_write() -> None:
    assert path_of("mappe\\under\\./fil.txt") == "mappe/under/fil.txt"
    assert path_of("a\u030a.txt") == "å.txt"
    assert path_of("//server/fil.txt") is None
    assert path_of("a/..") is None
    assert path_of("..fil.txt") == "..fil.txt"
    assert path_of("") is None


def test_two_files_of_one_name_are_both_there(room: Sandbox) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("a/x.txt", "en")
        with pytest.warns(UserWarning, match="Duplicate"):
            target.writestr("a/x.txt", "to")
        target.writestr("a/X.txt", "tre")
    unpacked = room.unpack(buffer.getvalue(), ".zip")
    assert [(name, unpacked.content(name)) for name in names(unpacked)] == [
        ("a/x.txt", b"en"),
        ("a/x (2).txt", b"to"),
        ("a/X (3).txt", b"tre"),
    ]


@pytest.mark.parametrize(
    ("raw", "name"), [(b"bl\x86b\x91r \x9b\x9d.txt", "blåbær øØ.txt"), ("blåbær.txt".encode(), "blåbær.txt")]
)
def test_danish_names_without_the_mark_of_utf8_are_read(room: Sandbox, raw: bytes, name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("x" * len(raw), "x")
    data = buffer.getvalue().replace(b"x" * len(raw), raw)
    assert names(room.unpack(data, ".zip")) == [name]


def test_bombs_are_refused_without_being_unpacked(room: Sandbox) -> None:
    unpacked = room.unpack(zipped({"bombe.txt": b"\x00" * 40_000_000, "a.txt": "x"}), ".zip")
    assert names(unpacked) == ["a.txt"]
    assert refused(unpacked) == {"bombe.txt": "unpacked_too_large"}


def test_all_of_an_archive_may_come_to_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is below its limits, and all of them together are not, in archives inside as well."""
    monkeypatch.setattr("kb.readers.members.MAX_TOTAL_BYTES", 10_000)
    inner = zipped({"b.txt": bytes(range(256)) * 16})
    data = zipped({"a.txt": bytes(range(256)) * 16, "i.zip": inner})
    assert [each.name for each in unpack(data, ".zip", Limits()) if isinstance(each, Member)] == [
        "a.txt",
        "i.zip/b.txt",
    ]
    with pytest.raises(ReadError) as caught:
        list(unpack(zipped({"x.zip": data, "c.txt": bytes(range(256)) * 16}), ".zip", Limits()))
    assert caught.value.code == "unpacked_too_large"


def test_an_entry_that_lies_about_its_size_is_damaged(room: Sandbox) -> None:
    data = bytearray(zipped({"a.txt": "x" * 5000, "b.txt": "y"}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    unpacked = room.unpack(bytes(data), ".zip")
    assert refused(unpacked) == {"a.txt": "corrupt_document"}
    assert names(unpacked) == ["b.txt"]


def test_ten_thousand_files_are_too_many(room: Sandbox) -> None:
    assert code_of(room, zipped({f"{at}.txt": "" for at in range(10_000)}), ".zip") == "too_many_members"
    inner = zipped({f"{at}.txt": "x" for at in range(MAX_MEMBERS // 2)})
    assert code_of(room, zipped({f"{at}.zip": inner for at in range(3)}), ".zip") == "too_many_members"


def test_archives_in_archives_are_opened_so_deep(room: Sandbox) -> None:
    data = zipped({"kerne.txt": "inderst"})
    for _ in range(4):
        data = zipped({"i.zip": data, "a.txt": "x"})
    unpacked = room.unpack(data, ".zip")
    assert names(unpacked) == ["i.zip/i.zip/a.txt", "i.zip/a.txt", "a.txt"]
    assert refused(unpacked) == {"i.zip/i.zip/i.zip": "nested_too_deep"}


def test_an_archive_that_holds_itself_ends(room: Sandbox) -> None:
    data = zipped({"a.zip": zipped({"b.zip": b"PK\x05\x06" + b"\x00" * 18})})
    assert names(room.unpack(data, ".zip")) == []


def test_encrypted_files_and_links_are_refused_one_by_one(room: Sandbox) -> None:
    data = bytearray(zipped({"laast.txt": "x", "aaben.txt": "y"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert refused(room.unpack(bytes(data), ".zip")) == {"laast.txt": "encrypted_archive"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        link = zipfile.ZipInfo("genvej.txt")
        link.external_attr = 0o120777 << 16
        target.writestr(link, "/etc/passwd")
    assert refused(room.unpack(buffer.getvalue(), ".zip")) == {"genvej.txt": "link_member"}


def test_a_file_too_large_is_refused_by_itself() -> None:
    room = Sandbox(Setup(Limits(file_mb=1)))
    try:
        content = Random(1).randbytes(600_000) + bytes(600_000)  # noqa: S311
        assert refused(room.unpack(zipped({"stor.txt": content, "a.txt": "x"}), ".zip")) == {
            "stor.txt": "file_too_large"
        }
    finally:
        room.close()


def test_content_decides_also_inside(room: Sandbox) -> None:
    unpacked = room.unpack(zipped({"a.txt": pdf(lines(["x"])), "b.pdf": zipped({"c.txt": "x"})}), ".zip")
    assert names(unpacked) == ["a.txt", "b.pdf/c.txt"]
    assert room.read(unpacked.content("a.txt"), ".txt").format == "pdf"


def test_a_file_that_holds_no_documents_is_given_as_it_is(room: Sandbox) -> None:
    paper = pdf(lines(["x"]))
    unpacked = room.unpack(paper, ".zip")
    (only,) = unpacked.members.values()
    assert (only.head.name, only.head.format) == ("", "")
    assert unpacked.content("") == paper


def test_damaged_archives_are_refused(room: Sandbox) -> None:
    assert code_of(room, b"PK\x03\x04 og resten mangler", ".zip") == "corrupt_document"
    whole = zipped({"a.txt": "x", "i.zip": b"PK\x03\x04 halv"})
    assert refused(room.unpack(whole, ".zip")) == {"i.zip": "corrupt_document"}


# e-mail


def test_an_email_is_its_text_and_what_is_attached(room: Sandbox) -> None:
    message = letter(html='<p>Forvaltningen foreslår en <b>støjvold</b>.</p><img src="cid:logo">')
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<logo>")
    message.add_attachment(pdf(lines(["Støjkort"])), "application", "pdf", filename="støj.pdf")
    message.add_attachment(zipped({"bilag/a.txt": "Inde"}), "application", "zip", filename="..\\..\\x.zip")
    message.add_attachment(b"\x89PNG", "image", "png", filename="foto.png")
    message.add_attachment(letter("Videresendt", "Borgeren klager over støj."))
    unpacked = room.unpack(message.as_bytes(), ".eml")
    assert names(unpacked) == ["", "støj.pdf", "x.zip/bilag/a.txt", "vedhæftet mail 4.eml"]
    assert refused(unpacked) == {"foto.png": "unsupported_file"}
    head = unpacked.members[""].head
    assert head.stated == Stated(System.EMAIL, title="Svar på høring om støj", date=dt.date(2024, 3, 12))
    assert room.read(unpacked.content(""), head.suffix).text == "Forvaltningen foreslår en støjvold."
    inner = unpacked.members["vedhæftet mail 4.eml"].head.stated
    assert inner is not None
    assert inner.title == "Videresendt"


def test_who_wrote_to_whom_is_not_read(room: Sandbox) -> None:
    unpacked = room.unpack(letter().as_bytes(), ".eml")
    everything = b"".join(map(unpacked.content, unpacked.members)) + repr(unpacked.members).encode()
    assert b"Afsender" not in everything
    assert b"hemmelig.modtager" not in everything


@pytest.mark.parametrize("table", ["utf-8", "iso-8859-1", "cp1252"])
def test_the_letters_of_an_email_are_those_of_its_table(room: Sandbox, table: str) -> None:
    data = (
        b"From: a@b.dk\r\nSubject: =?iso-8859-1?Q?St=F8j?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=" + table.encode() + b"\r\n\r\n" + "På møde æøå".encode(table)
    )
    unpacked = room.unpack(data, "")  # told by its content alone
    stated = unpacked.members[""].head.stated
    assert stated is not None
    assert (stated.title, stated.date) == ("Støj", None)
    assert unpacked.content("").decode() == "På møde æøå"


def test_a_text_about_an_email_is_no_email(room: Sandbox) -> None:
    text = b"From: a@b.dk\nSubject: x\nMIME-Version: 1.0\n\nNotat"
    assert room.read(text, ".txt").format == "txt"


def test_an_email_of_a_thousand_parts_is_read(room: Sandbox) -> None:
    message = letter()
    for at in range(1000):
        message.add_attachment(f"Bilag {at}".encode(), "text", "plain", filename=f"{at}.txt")
    unpacked = room.unpack(message.as_bytes(), ".eml")
    assert len(unpacked.members) == 1001
    assert unpacked.content("999.txt") == b"Bilag 999"


def test_emails_in_emails_are_opened_so_deep(room: Sandbox) -> None:
    message = letter("0", "Inderst")
    for at in range(1, 6):
        outer = letter(str(at), f"Nummer {at}")
        outer.add_attachment(message)
        message = outer
    unpacked = room.unpack(message.as_bytes(), ".eml")
    inner = "vedhæftet mail 1.eml"
    assert names(unpacked) == ["", inner, f"{inner}/{inner}"]
    assert refused(unpacked) == {f"{inner}/{inner}/{inner}": "nested_too_deep"}


def test_parts_nested_without_end_are_survived(room: Sandbox) -> None:
    head = b"From: a@b.dk\r\nDate: x\r\nMIME-Version: 1.0\r\n"
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at) for at in range(5000)
    )
    with pytest.raises(ReadError) as caught:
        room.unpack(head + deep + b"\r\nx", ".eml")
    assert caught.value.code in ("corrupt_document", "no_text", "read_too_slow")


def test_text_around_attachments_is_all_there(room: Sandbox) -> None:
    """Some programs write text, a file, and more text after it; others send a file and nothing else."""
    message = letter(text="Før filen.")
    message.add_attachment(b"%PDF-1.7 x", "application", "pdf", filename="a.pdf")
    message.add_attachment(b"Efter filen.", "text", "plain", disposition="inline")
    unpacked = room.unpack(message.as_bytes(), ".eml")
    assert names(unpacked) == ["", "a.pdf", "vedhæftet fil 2.txt"]
    assert unpacked.content("vedhæftet fil 2.txt") == b"Efter filen."
    alone = (
        b"From: a@b.dk\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: application/pdf; name="b.pdf"\r\n\r\n%PDF-1.7 x'
    )
    assert names(room.unpack(alone, ".eml")) == ["b.pdf"]


def test_an_email_of_nothing_is_listed(room: Sandbox) -> None:
    assert refused(room.unpack(letter(text=" ").as_bytes(), ".eml")) == {"": "no_text"}


def test_an_encrypted_email_is_refused(room: Sandbox) -> None:
    data = (
        b"From: a@b.dk\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime\r\n\r\nMIIB"
    )
    assert code_of(room, data, ".eml") == "encrypted_mail"


# exports


def test_firstagenda(room: Sandbox) -> None:
    unpacked = room.unpack(FIRSTAGENDA, ".json")
    meeting = "2026-05-04 Klima- og Teknikudvalget"
    assert names(unpacked) == [f"{meeting}/punkt 01", f"{meeting}/punkt 03"]
    assert refused(unpacked) == {f"{meeting}/punkt 02": "closed", f"{meeting}/punkt 04": "item_without_text"}
    assert unpacked.members[f"{meeting}/punkt 01"].head.stated == Stated(
        System.FIRSTAGENDA,
        "Cykelsti langs Strandengen",
        "Klima- og Teknikudvalget",
        dt.date(2026, 5, 4),
        Status.MINUTES,
        "25/26257",
        Access.OPEN,
    )
    third = unpacked.members[f"{meeting}/punkt 03"].head.stated
    assert third is not None
    assert third.access is Access.UNKNOWN
    text = room.read(unpacked.content(f"{meeting}/punkt 01"), ".html").text
    assert text == (
        "Cykelsti langs Strandengen\n\nSagsfremstilling\n\nStien er 2,4 km og koster 6,5 mio. kr.\n\n"
        "Indstilling\n\n"
        "Forvaltningen indstiller, at cykelstien anlægges i 2027.\n\nBeslutning\n\n"
        "Godkendt, idet stien anlægges med belysning.\n\nBilag\n\nLinjeføring for cykelstien"
    )


@pytest.mark.parametrize(("data", "suffix"), [(FIRSTAGENDA, ".json"), (SBSYS, ".xml"), (ACADRE, ".xml")])
def test_nothing_closed_leaves_the_process(room: Sandbox, data: bytes, suffix: str) -> None:
    unpacked = room.unpack(data, suffix)
    told = b"".join(map(unpacked.content, unpacked.members)).decode() + repr(
        (unpacked.members, unpacked.rest)
    )
    secrets = ("Hemmelig", "9 mio", "lodsejere", "fortrolig", "Kontrakt", "Lejemål", "skjulte", "25/99999")
    for word in (*secrets, "Deltagersen", "aase@", "22/4711", "Elever"):
        assert word not in told, word


def test_several_agendas_in_one_file_and_a_closed_one(room: Sandbox) -> None:
    item = '{"Punktnummer": "1", "Navn": "%s", "Felter": [{"Html": "<p>Tekst</p>"}]}'
    about = '"Udvalg": {"Navn": "Byrådet"}, "Moede": {"Navn": "%s", "Dato": "2026-01-0%d"}'
    agenda = "{" + about + ', "Dagsordenpunkter": [%s]}'
    data = (
        '{"Dagsordner": ['
        + ",".join(
            [agenda % ("Dagsorden", 1, item % "A"), agenda % ("Lukket referat", 2, item % "B"),
             agenda % ("Tillægsdagsorden", 3, item % "C")]
        )
        + "]}"
    ).encode()  # fmt: skip
    unpacked = room.unpack(data, ".json")
    assert names(unpacked) == ["2026-01-01 Byrådet/punkt 01", "2026-01-03 Byrådet/punkt 01"]
    assert refused(unpacked) == {"2026-01-02 Byrådet/punkt 01": "closed"}
    statuses = [each.head.stated and each.head.stated.status for each in unpacked.members.values()]
    assert statuses == [Status.AGENDA, Status.AGENDA]


def test_sbsys(room: Sandbox) -> None:
    unpacked = room.unpack(SBSYS, ".xml")
    meeting = "2024-08-27 Børne- og Skoleudvalget"
    assert names(unpacked) == [f"{meeting}/punkt 01", f"{meeting}/punkt 03"]
    assert refused(unpacked) == {f"{meeting}/punkt 02": "closed"}
    first = unpacked.members[f"{meeting}/punkt 01"].head.stated
    assert first is not None
    assert (first.system, first.status, first.case_number) == (
        System.SBSYS,
        Status.MINUTES,
        "17.01.00-A00-3-24",
    )
    assert (
        "Beslutning\n\nUdvalget godkendte de nye skoledistrikter."
        in room.read(unpacked.content(f"{meeting}/punkt 01"), ".html").text
    )
    assert [(each.path, each.stated.access, each.stated.title) for each in unpacked.rest.beside] == [
        ("bilag/kort.txt", Access.OPEN, "Kort over distrikter"),
        ("bilag\\elever.txt", Access.CLOSED, None),
        ("bilag/kontrakt.txt", Access.CLOSED, None),
    ]


def test_acadre(room: Sandbox) -> None:
    unpacked = room.unpack(ACADRE, ".xml")
    assert names(unpacked) == ["2022-12-06 Økonomiudvalget/punkt 01"]
    assert refused(unpacked) == {"2022-12-06 Økonomiudvalget/punkt 02": "closed"}
    (item,) = unpacked.members.values()
    assert item.head.stated == Stated(
        System.ACADRE,
        "TRIO-stormøde om arbejdsfællesskaber",
        "Økonomiudvalget",
        dt.date(2022, 12, 6),
        None,
        "22/1001",
        Access.OPEN,
    )


@pytest.mark.parametrize(
    ("listed", "access"),
    [
        (acadre_list("1"), Access.OPEN),
        (acadre_list("2"), Access.CLOSED),
        (acadre_list("7"), Access.CLOSED),
        (acadre_list("ukendt"), Access.UNKNOWN),
        (acadre_list("1", publish="false"), Access.CLOSED),
    ],
)
def test_acadre_lists_agendas_with_their_access(room: Sandbox, listed: bytes, access: Access) -> None:
    unpacked = room.unpack(listed, ".xml")
    assert [(each.path, each.stated.status, each.stated.access) for each in unpacked.rest.beside] == [
        ("Files_88_1234567/1234567.xml", Status.MINUTES, access),
        ("Files_88_1234567/1234567.docx", Status.MINUTES, access),
    ]


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    b"<Dagsorden><M>&b;</M></Dagsorden>"
)


@pytest.mark.parametrize(
    ("data", "suffix", "code"),
    [
        (b'{"a": 1}', ".json", "unknown_export"),
        (b"[" * 200_000, ".json", "corrupt_document"),
        (b'{"Dagsordenpunkter": [' + b"[" * 100_000, ".json", "corrupt_document"),
        (b'{"Dagsordenpunkter"', ".json", "corrupt_document"),
        (b"<?xml version='1.0'?><andet/>", ".xml", "unknown_export"),
        (LAUGHS, ".xml", "unsafe_xml"),
        (LAUGHS.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"), ".xml", "unsafe_xml"),
        (b"<Dagsorden><M\xc3\xb8de", ".xml", "corrupt_document"),
        (b"<Dagsorden>" + b"<a>" * 100_000, ".xml", "corrupt_document"),
    ],
)
def test_hostile_and_unknown_exports_are_refused(room: Sandbox, data: bytes, suffix: str, code: str) -> None:
    assert code_of(room, data, suffix) == code


def test_odd_values_in_an_export_harm_nothing(room: Sandbox) -> None:
    data = b"""{"Dagsordenpunkter": [7, null,
        {"Navn": ["x"], "Felter": "y", "Bilag": {"a": 1}, "IsOpen": [true]},
        {"Punktnummer": "../../x", "Navn": "<script>a</script>",
         "Felter": [{"Html": "<p>Ordet</p><script>b</script>"}]}]}"""
    unpacked = room.unpack(data, ".json")
    assert names(unpacked) == ["uden dato/punkt -..-x"]
    assert room.read(unpacked.content("uden dato/punkt -..-x"), ".html").text == "<script>a</script>\n\nOrdet"


def test_the_bytes_go_when_they_are_let_go_of(tmp_path: Path) -> None:
    room = Sandbox(Setup(Limits()))
    unpacked = room.unpack(zipped({"a.txt": "x"}), ".zip")
    room.close()
    assert unpacked.content("a.txt") == b"x"
    unpacked.close()
    with pytest.raises(ValueError, match="closed"):
        unpacked.content("a.txt")
    with pytest.raises(ReadError) as caught:
        unpacked.content("b.txt")
    assert caught.value.code == "member_gone"
