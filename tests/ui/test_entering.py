"""What an editor types is understood as a Dane means it, and what cannot be is said, before it is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.datatypes import CorrectedField, FieldCorrection, Status
from kb.state.corrections import Correction
from kb.strings_da.editing import Editing
from kb.ui import corrected
from kb.ui.entering import Checked, checked, standings, written
from tests.index.material import MINUTES

F = CorrectedField
TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
KNOWN = ("Børneudvalget", "Økonomiudvalget")
PLAIN = replace(MINUTES, corrected=(), case_number="21/77")
INFERRED = replace(PLAIN, date_inferred=True)


def correction(field: CorrectedField, value: str | None, read: str | None = None) -> Correction:
    return Correction(1, PLAIN.id, field, read, value, False, NOW, "eva@kommune.dk")


def entered(**changes: str) -> dict[CorrectedField, str]:
    """The fields as they are filled in, with some typed over."""
    values = {each.field: written(each.field, each.value) for each in standings(PLAIN, ())}
    return {**values, **{F[name.upper()]: text for name, text in changes.items()}}


def check(*in_force: Correction, insisted: str = "", **changes: str) -> Checked:
    stood = standings(PLAIN, in_force)
    return checked(entered(**changes), stood, committees=KNOWN, insisted=insisted, vouched=False, today=TODAY)


def test_nothing_typed_is_nothing_changed() -> None:
    assert check() == Checked()


@pytest.mark.parametrize(
    "typed", ["07-12-2022", "7.12.2022", "7/12 2022", "2022-12-07", "d. 7. december 2022", " 7/12-2022 "]
)
def test_a_day_may_be_written_as_people_do(typed: str) -> None:
    assert check(date=typed).correct == (FieldCorrection(F.DATE, "2022-12-06", "2022-12-07"),)


@pytest.mark.parametrize(
    "typed", ["31-02-2022", "2022", "december 2022", "i morgen", "7/12", "07-12-2022 og 08-12-2022", "71222"]
)
def test_what_is_no_day_is_said(typed: str) -> None:
    found = check(date=typed)
    assert found == Checked(problems={F.DATE: Editing.BAD_DATE.format(value=typed)})


def test_a_day_that_cannot_be_is_said() -> None:
    assert check(date="01-01-2032").problems[F.DATE] == Editing.FAR_DATE.format(value="01-01-2032")
    assert check(date="31-12-2031", status=Status.AGENDA.value).problems == {}
    assert check(date="23-11-2026", status=Status.AGENDA.value).problems == {}
    assert "23-11-2026" in check(date="23-11-2026").problems[F.DATE]
    assert "23-11-2026" in check(date="23-11-2026", status=Status.MINUTES.value).problems[F.DATE]


def test_only_a_title_may_not_be_empty() -> None:
    assert check(title="  ").problems == {F.TITLE: Editing.EMPTY_TITLE}
    found = check(committee="", date="", case_number="")
    assert [(each.field, each.value) for each in found.correct] == [
        (F.COMMITTEE, None),
        (F.DATE, None),
        (F.CASE_NUMBER, None),
    ]


def test_a_committee_is_kept_by_the_name_it_is_filed_under() -> None:
    assert check(committee="økonomiudvalget").correct[0].value == "Økonomiudvalget"
    assert check(committee="ØK").correct[0].value == "Økonomiudvalget"
    assert check(committee="Hovedudvalg").correct[0].value == "Hovedudvalget"
    assert check(committee="Styregruppen for ny skole").correct[0].value == "Styregruppen for ny skole"


def test_a_committee_that_may_be_misspelt_is_asked_about_once() -> None:
    found = check(committee="Økonomiudvaget")
    assert not found.correct
    assert "»Økonomiudvalget«" in found.problems[F.COMMITTEE]
    insisted = check(committee="Økonomiudvaget", insisted="Økonomiudvaget")
    assert insisted.correct[0].value == "Økonomiudvaget"


def test_what_was_read_typed_again_takes_the_correction_back() -> None:
    held = correction(F.DATE, "2022-12-07", "2022-12-06")
    assert check(held, date="06-12-2022") == Checked(undo=(F.DATE,))
    assert check(held, date="07-12-2022") == Checked()
    assert check(held, date="08-12-2022").correct == (FieldCorrection(F.DATE, "2022-12-06", "2022-12-08"),)


def test_an_inferred_date_can_be_vouched_for() -> None:
    stood = standings(INFERRED, ())

    def vouch(vouched: bool, **changes: str) -> Checked:
        return checked(entered(**changes), stood, committees=KNOWN, insisted="", vouched=vouched, today=TODAY)

    assert vouch(False) == Checked()
    assert vouch(True).correct == (FieldCorrection(F.DATE, "2022-12-06", "2022-12-06"),)
    assert vouch(True, date="05-12-2022").correct == (FieldCorrection(F.DATE, "2022-12-06", "2022-12-05"),)


def test_a_field_stands_as_the_next_build_will_have_it() -> None:
    built = replace(
        PLAIN, date=dt.date(2022, 12, 7), corrected=(FieldCorrection(F.DATE, "2022-12-06", "2022-12-07"),)
    )
    held = correction(F.DATE, "2022-12-07", "2022-12-06")

    def date(document: object, *in_force: Correction) -> tuple[str | None, str | None, bool, bool]:
        stood = {each.field: each for each in standings(document, in_force)}[F.DATE]  # type: ignore[arg-type]
        return stood.read, stood.value, stood.corrected, stood.waiting

    assert date(PLAIN) == ("2022-12-06", "2022-12-06", False, False)
    assert date(PLAIN, held) == ("2022-12-06", "2022-12-07", True, True)
    assert date(built, held) == ("2022-12-06", "2022-12-07", True, False)
    assert date(built) == ("2022-12-06", "2022-12-06", False, True)
    assert date(built, replace(held, value="2022-12-08")) == ("2022-12-06", "2022-12-08", True, True)


def test_a_document_says_what_was_corrected_and_what_was_read() -> None:
    document = replace(
        PLAIN,
        corrected=(
            FieldCorrection(F.TITLE, "<b>Gammel</b>", "Ny"),
            FieldCorrection(F.DATE, "2022-12-05", "2022-12-06"),
            FieldCorrection(F.STATUS, "referat", "referat"),
            FieldCorrection(F.CASE_NUMBER, None, "21/77"),
        ),
    )
    html = corrected.notes(document)
    assert "Titel rettet af redaktør; læst i filen: »&lt;b&gt;Gammel&lt;/b&gt;«" in html
    assert "Dato rettet af redaktør; læst i filen: »05-12-2022«" in html
    assert "Status bekræftet af redaktør" in html
    assert "Sagsnummer rettet af redaktør; læst i filen: intet" in html
    assert corrected.notes(PLAIN) == ""
