"""What an editor corrects stands in for what is read, build after build, until it is undone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kb.cases import parse_document
from kb.cases.access import redact
from kb.cases.decisions import decisions_of
from kb.datatypes import CorrectedField, FieldCorrection, Filter, SectionKind, Status, TitleSource
from kb.embedding import Encoder
from kb.errors import StateError
from kb.index.store import open_store
from kb.ingest import Mode, build
from kb.readers import read_bytes
from kb.register import Register
from kb.settings import Settings
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase

F = CorrectedField
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
MINUTES = """Referat af møde i Byrådet den 20. december 2022

Sagsnr.: 22/1234

Sagsfremstilling

Børnehaven i Ærøskøbing skal udvides.

Beslutning i Økonomiudvalget den 6. december 2022

Anbefales.

Beslutning

Godkendt som indstillet.
"""
OTHER = """Takster for vand 2023

Beslutning i Økonomiudvalget den 13. december 2022

Godkendt som indstillet.
"""
PARTLY_CLOSED = """Afskedigelse af Quintus Yggdrasil

Punkt 1: Budgetopfølgning (Åben sag)

Sagsfremstilling

Budgettet holder.

Punkt 2: Afskedigelse af Quintus Yggdrasil (Lukket sag)

Sagsfremstilling

Quintus Yggdrasil fratræder.
"""


def given(field: CorrectedField, value: str | None, read: str | None = None) -> FieldCorrection:
    return FieldCorrection(field, read, value)


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    """Corrections that nobody has made yet."""
    return Corrections(StateDatabase(tmp_path / "state"))


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    """Settings over a folder with two documents, an index and a state that do not exist yet."""
    folders = {name: tmp_path / name for name in ("data", "index", "state")}
    folders["data"].mkdir()
    (folders["data"] / "byraad.txt").write_text(MINUTES, "utf-8")
    (folders["data"] / "vand.txt").write_text(OTHER, "utf-8")
    return settings.model_copy(update=folders)


# kept


def test_the_newest_correction_counts_and_the_others_are_history(corrections: Corrections) -> None:
    corrections.correct("a", [given(F.DATE, "2022-12-01", "2022-12-20")], "en@kommune.dk", NOW)
    later = NOW + dt.timedelta(minutes=1)
    corrections.correct("a", [given(F.DATE, None, "2022-12-20"), given(F.TITLE, "Ny", "Gammel")], None, later)
    corrections.correct("b", [given(F.STATUS, "endelig", "ukendt")], None, later)
    assert corrections.in_force() == {
        "a": (given(F.TITLE, "Ny", "Gammel"), given(F.DATE, None, "2022-12-20")),
        "b": (given(F.STATUS, "endelig", "ukendt"),),
    }
    told = [(each.field, each.value, each.user, each.made) for each in corrections.history("a")]
    assert told == [
        (F.TITLE, "Ny", None, later),
        (F.DATE, None, None, later),
        (F.DATE, "2022-12-01", "en@kommune.dk", NOW),
    ]
    assert [each.document for each in corrections.history()] == ["b", "a", "a", "a"]


def test_what_is_undone_does_not_count_and_stays_in_the_history(corrections: Corrections) -> None:
    corrections.correct("a", [given(F.DATE, "2022-12-01", "2022-12-20")], None, NOW)
    corrections.correct("a", [given(F.TITLE, "Ny", "Gammel")], None, NOW)
    corrections.undo("a", [F.DATE, F.STATUS], "to@kommune.dk", NOW)
    assert corrections.in_force() == {"a": (given(F.TITLE, "Ny", "Gammel"),)}
    newest = corrections.history("a")[0]
    assert (newest.field, newest.undone, newest.value, newest.user) == (
        F.DATE,
        True,
        "2022-12-01",
        "to@kommune.dk",
    )
    assert len(corrections.history("a")) == 3
    corrections.correct("a", [given(F.DATE, "2022-12-02", "2022-12-20")], None, NOW)
    assert [each.value for each in corrections.of("a")] == ["Ny", "2022-12-02"]


def test_nothing_corrected_is_nothing_written(corrections: Corrections, tmp_path: Path) -> None:
    corrections.correct("a", [], None, NOW)
    corrections.undo("a", [F.DATE], None, NOW)
    assert corrections.in_force() == {}
    assert not (tmp_path / "state").exists()


# parsed


def test_a_corrected_date_and_committee_reach_what_takes_them_from_the_document() -> None:
    read = parse_document("byraad.txt", read_bytes(MINUTES.encode(), ".txt"), "0" * 64)
    assert (read.committee, read.date, read.corrected) == ("Byrådet", dt.date(2022, 12, 20), ())
    values = [given(F.COMMITTEE, "Kulturudvalget"), given(F.DATE, "2023-01-17")]
    document = parse_document("byraad.txt", read_bytes(MINUTES.encode(), ".txt"), "0" * 64, values)
    assert (document.committee, document.date) == ("Kulturudvalget", dt.date(2023, 1, 17))
    assert document.corrected == (
        given(F.COMMITTEE, "Kulturudvalget", "Byrådet"),
        given(F.DATE, "2023-01-17", "2022-12-20"),
    )
    stated, own = decisions_of(document)
    assert (stated.committee, stated.date) == ("Økonomiudvalget", dt.date(2022, 12, 6))
    assert (own.committee, own.date) == ("Kulturudvalget", dt.date(2023, 1, 17))
    kinds = {each.kind: (each.committee, each.date) for each in document.sections}
    assert kinds[SectionKind.CASE] == ("Kulturudvalget", dt.date(2023, 1, 17))
    assert document.text == read.text


def test_title_status_and_case_number_are_corrected_and_may_be_taken_away() -> None:
    values = [given(F.TITLE, "Udvidelse af børnehaven"), given(F.STATUS, "udkast")]
    values += [given(F.CASE_NUMBER, None), given(F.COMMITTEE, None), given(F.DATE, None)]
    document = parse_document("byraad.txt", read_bytes(MINUTES.encode(), ".txt"), "0" * 64, values)
    assert (document.title, document.title_source) == ("Udvidelse af børnehaven", TitleSource.EDITOR)
    assert (document.status, document.case_number) == (Status.DRAFT, None)
    assert (document.committee, document.date) == (None, None)
    assert decisions_of(document) == ()
    assert [(each.field, each.read) for each in document.corrected] == [
        (F.TITLE, "Referat af møde i Byrådet den 20. december 2022"),
        (F.COMMITTEE, "Byrådet"),
        (F.DATE, "2022-12-20"),
        (F.STATUS, "referat"),
        (F.CASE_NUMBER, "22/1234"),
    ]


def test_an_inferred_date_that_an_editor_vouches_for_is_inferred_no_longer() -> None:
    text = "Udvidelse\n\nSagsfremstilling\n\nBørnehaven åbnede den 3. maj 2021 med 40 børn.\n"
    extraction = read_bytes(text.encode(), ".txt")
    read = parse_document("a.txt", extraction, "0" * 64)
    assert (read.date, read.date_inferred) == (dt.date(2021, 5, 3), True)
    vouched = parse_document("a.txt", extraction, "0" * 64, [given(F.DATE, "2021-05-03")])
    assert (vouched.date, vouched.date_inferred) == (dt.date(2021, 5, 3), False)
    assert vouched.corrected == (given(F.DATE, "2021-05-03", "2021-05-03"),)


def test_what_was_read_never_shows_a_closed_title() -> None:
    """The title of a paper may be that of its closed item."""
    extraction = read_bytes(PARTLY_CLOSED.encode(), ".txt")
    values = [given(F.TITLE, "Byrådets møde")]
    document = redact(parse_document("byraad.txt", extraction, "0" * 64, values))
    assert document.title == "Byrådets møde"
    assert document.corrected == (given(F.TITLE, "Byrådets møde", "Punkt 1: Budgetopfølgning (Åben sag)"),)
    assert "Yggdrasil" not in repr(document)


# built


def test_a_correction_is_in_the_next_build_and_costs_only_its_document(
    place: Settings, encoder: Encoder
) -> None:
    build([place.data], place, encoder)
    corrections = Corrections(StateDatabase(place.state))
    corrections.correct("byraad.txt", [given(F.DATE, "2023-01-17", "2022-12-20")], None, NOW)
    report = build([place.data], place, encoder)
    assert (report.changed, report.unchanged, report.new, report.removed) == (1, 1, 0, 0)
    with_context = len(open_store(place.index).chunks_of("byraad.txt"))
    assert 0 < report.embedded <= with_context
    register = Register(place)
    document = register.document("byraad.txt")
    assert document.date == dt.date(2023, 1, 17)
    assert document.corrected == (given(F.DATE, "2023-01-17", "2022-12-20"),)
    assert register.decisions()[0].date == dt.date(2023, 1, 17)
    found = register.documents(Filter(date_from=dt.date(2023, 1, 17), date_to=dt.date(2023, 1, 17)))
    assert [each.id for each in found] == ["byraad.txt"]
    again = build([place.data], place, encoder)
    assert (again.generation, again.changed, again.embedded) == (report.generation, 0, 0)
    full = build([place.data], place, encoder, Mode.FULL)
    assert full.generation != report.generation
    assert Register(place).document("byraad.txt") == document


def test_a_correction_outlives_a_change_of_the_file(place: Settings, encoder: Encoder) -> None:
    corrections = Corrections(StateDatabase(place.state))
    corrections.correct("byraad.txt", [given(F.DATE, "2023-01-17", "2022-12-20")], None, NOW)
    build([place.data], place, encoder)
    (place.data / "byraad.txt").write_text(MINUTES.replace("den 20. december", "den 21. december"), "utf-8")
    report = build([place.data], place, encoder)
    assert report.changed == 1
    assert Register(place).document("byraad.txt").corrected == (given(F.DATE, "2023-01-17", "2022-12-21"),)


def test_an_undone_correction_gives_back_what_is_read(place: Settings, encoder: Encoder) -> None:
    build([place.data], place, encoder)
    before = Register(place).document("byraad.txt")
    corrections = Corrections(StateDatabase(place.state))
    corrections.correct("byraad.txt", [given(F.TITLE, "Noget andet", before.title)], None, NOW)
    build([place.data], place, encoder)
    assert Register(place).document("byraad.txt").title == "Noget andet"
    corrections.undo("byraad.txt", [F.TITLE], None, NOW)
    report = build([place.data], place, encoder)
    assert (report.changed, report.unchanged) == (1, 1)
    assert Register(place).document("byraad.txt") == before


def test_a_correction_of_a_document_that_is_not_there_stops_nothing(
    place: Settings, encoder: Encoder
) -> None:
    corrections = Corrections(StateDatabase(place.state))
    corrections.correct("borte.pdf", [given(F.TITLE, "Noget", "Andet")], None, NOW)
    report = build([place.data], place, encoder)
    assert (report.documents, report.failed) == (2, ())


def test_a_build_stops_where_corrections_cannot_be_read(place: Settings, encoder: Encoder) -> None:
    """To build without them would quietly bring wrong dates back."""
    first = build([place.data], place, encoder)
    place.state.mkdir()
    (place.state / "kb.sqlite").write_bytes(b"ikke en database" * 500)
    with pytest.raises(StateError):
        build([place.data], place, encoder)
    assert Register(place).manifest.generation == first.generation
