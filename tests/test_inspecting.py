"""What a file would become, told beforehand: real minutes, closed parts, and files made to do harm."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from kb.datatypes import OutcomeClass, SectionKind, Status
from kb.errors import ReadError
from kb.inspecting import DecisionNote, inspect
from tests.conftest import REPOSITORY
from tests.minutes import minutes, pdf


def test_minutes_are_understood() -> None:
    told = inspect(pdf("Ny svømmehal", day=17), "tilfoejet/svømmehal.pdf")
    assert (told.committee, told.date, told.date_inferred) == (
        "Økonomiudvalget",
        dt.date(2026, 11, 17),
        False,
    )
    assert (told.id, told.status, told.pages) == ("tilfoejet/svømmehal.pdf", Status.MINUTES, 1)
    kinds = [each.kind for each in told.sections]
    assert kinds[-3:] == [SectionKind.CASE, SectionKind.RECOMMENDATION, SectionKind.DECISION]
    assert told.decisions == (
        DecisionNote(
            "Ny svømmehal", "Godkendt", OutcomeClass.ADOPTED, "Økonomiudvalget", dt.date(2026, 11, 17), 1
        ),
    )
    assert (told.unknown, told.attachments, told.cpr_pages, told.closed) == ((), (), (), False)


def test_what_an_editor_must_look_at_is_told() -> None:
    text = (
        minutes("Ny svømmehal")
        + "\nTrafikale forhold ved hallen\nBorger 010203-1234 klagede.\n\nBilag\n1. Kort over hallen\n"
    )
    told = inspect(text.replace("\nTrafikale", "\n## Trafikale").encode(), "x/a.md")
    assert told.unknown == ("Trafikale forhold ved hallen",)
    assert told.cpr_pages == (1,)
    assert "010203" not in repr(told)


def test_nothing_of_what_is_closed_is_told() -> None:
    name = "fjordby/referat-oekonomiudvalget-2024-03-12.pdf"
    told = inspect((REPOSITORY / "data" / name).read_bytes(), name)
    assert told.closed_items == 1
    assert not told.closed
    closed = "fjordby/lukket-sag-ejendomshandel.pdf"
    told = inspect((REPOSITORY / "data" / closed).read_bytes(), closed)
    assert told.closed
    assert (told.decisions, told.attachments, told.unknown) == ((), (), ())


def bomb() -> bytes:
    """A DOCX of some kilobytes that unpacks to half a gigabyte."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(512):
            part.write(b" " * 2**20)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x/a.pdf", "empty_file"),
        (b"MZ\x90\x00", "x/a.pdf", "wrong_type"),
        (b"%PDF-1.7 and no more", "x/a.pdf", "corrupt_pdf"),
        (bomb(), "x/a.docx", "unpacked_too_large"),
        (pdf("Ny svømmehal")[:900], "x/a.pdf", "corrupt_pdf"),
    ],
    ids=["empty", "program", "head", "bomb", "cut"],
)
def test_files_that_are_no_documents_say_why(data: bytes, name: str, code: str) -> None:
    with pytest.raises(ReadError) as told:
        inspect(data, name)
    assert told.value.code == code


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(ReadError) as told:
        inspect(pdf("Ny svømmehal"), "x/a.pdf", seconds=0.01)
    assert told.value.code == "read_too_slow"


def test_a_reader_that_breaks_down_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # An interpreter that cannot find the standard library ends before it says anything.
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    with pytest.raises(ReadError) as told:
        inspect(pdf("Ny svømmehal"), "x/a.pdf")
    assert told.value.code == "reader_broke_down"
