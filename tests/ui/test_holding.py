"""Files that hold several documents: what is shown of them, and where facts are said to come from."""

from __future__ import annotations

from dataclasses import replace

from kb.datatypes import CorrectedField, Date, FieldCorrection, Stated, Status, System
from kb.inspecting import Holding, Inner, LeftOut, inspect
from kb.jsonable import document_text_json
from kb.ui import holding, origin
from tests.readers.holders import FIRSTAGENDA, letter
from tests.ui.records import document

STATED = Stated(System.FIRSTAGENDA, "Cykelsti", None, Date(2026, 5, 4), Status.MINUTES, "25/1")


def test_what_a_system_states_is_told_and_what_it_does_not_is_not() -> None:
    told = origin.note(replace(document(), stated=STATED))
    assert "Titel, dato, dokumenttype og sagsnummer er fra FirstAgenda." in told
    assert origin.note(document()) == ""
    assert "Titel er fra e-mailen." in origin.note(replace(document(), stated=Stated(System.EMAIL, "Støj")))
    assert "Fra SBSYS." in origin.note(replace(document(), stated=Stated(System.SBSYS)))


def test_what_an_editor_corrected_is_not_the_systems_any_more() -> None:
    corrected = (FieldCorrection(CorrectedField.TITLE, "Cykelsti", "Ny titel"),)
    told = origin.note(replace(document(), stated=STATED, corrected=corrected))
    assert "Dato, dokumenttype og sagsnummer er fra FirstAgenda." in told


def test_programs_are_told_which_fields_are_a_systems() -> None:
    plain = replace(document(), sections=(), items=(), pages=())
    told = document_text_json(replace(plain, stated=STATED))
    assert told["stated"] == {"system": "firstagenda", "fields": ["title", "date", "status", "case"]}
    assert document_text_json(plain)["stated"] is None


def test_what_is_in_a_file_is_told_before_it_is_saved() -> None:
    told = inspect(FIRSTAGENDA, "x/a.json")
    assert isinstance(told, Holding)
    meeting = "x/a.json/2026-05-04 Klima- og Teknikudvalget"
    assert told.documents[0] == Inner(
        f"{meeting}/punkt 01", "Cykelsti langs Strandengen", "Klima- og Teknikudvalget", Date(2026, 5, 4)
    )
    assert [each.id for each in told.left_out] == [f"{meeting}/punkt 04", f"{meeting}/punkt 02"]
    assert "Hemmelighedsvej" not in repr(told)


def test_numbers_of_persons_are_told_neither_in_names_nor_in_titles() -> None:
    message = letter("Sag om 110362-4321")
    message.add_attachment(b"x", "text", "plain", filename="110362-4321.txt")
    assert "4321" not in repr(inspect(message.as_bytes(), "x/a.eml"))


def test_everything_from_outside_is_escaped() -> None:
    bad = "<img src=x>"
    told = Holding("x/a.zip", (Inner(f"x/a.zip/{bad}", bad, bad, None),), (LeftOut(f"x/a.zip/{bad}", bad),))
    assert "<img" not in holding.file(told, numbered=True)
    assert "<img" not in holding.file(replace(told, documents=()), numbered=False)


def test_a_long_list_is_cut_and_says_so() -> None:
    inner = tuple(Inner(f"x/a.zip/{at}.txt", None, None, None) for at in range(25))
    told = holding.file(Holding("x/a.zip", inner, ()), numbered=False)
    assert told.count("<li>") == holding.SHOWN
    assert "og 5 mere" in told
    assert "Filen rummer 25 dokumenter." in told
