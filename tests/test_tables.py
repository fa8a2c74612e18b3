"""CSV that Danish spreadsheets open as it is meant: semicolons, æøå, no formulas, a source in each row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest

from kb.datatypes import (
    Case,
    Clearance,
    Decision,
    Evidence,
    Gap,
    GapKind,
    OutcomeClass,
    Part,
    PointOutcome,
    Sense,
    SenseKind,
    Statement,
    StatementKind,
    Step,
    StepState,
    Tenure,
    Term,
)
from kb.tables import Table, cases_table, csv_text, decisions_table, gaps_table, tenures_table, terms_table

QUOTE = "Godkendt; Venstre tog forbehold."
DECISION = Decision(
    document="sager/cykelsti.pdf",
    title="Cykelsti",
    case="24/1408",
    committee="Økonomiudvalget",
    date=dt.date(2025, 2, 4),
    outcome="Godkendt",
    outcome_class=OutcomeClass.ADOPTED,
    effect=OutcomeClass.NOTED,
    final=False,
    recommendation=None,
    votes=None,
    not_participating=("Anne Holm", "Bo Lind"),
    page=2,
    quote=QUOTE,
    start=100,
    end=132,
    points=(PointOutcome("1", "Godkendt", OutcomeClass.ADOPTED, OutcomeClass.NOTED, None, 100, 108),),
    statements=(Statement(StatementKind.RESERVATION, ("V",), 110, 132),),
)
WORDS = Evidence("sager/cykelsti.pdf", 2, 100, 108, "Godkendt")


def read(table: Table, *, bom: bool = False) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them, by heading."""
    return list(csv.DictReader(io.StringIO(csv_text(table, bom=bom), newline=""), delimiter=";"))


def test_a_decision_is_one_row_in_danish() -> None:
    (row,) = read(decisions_table([DECISION]))
    assert row == {
        "Dato": "2025-02-04",
        "Udvalg": "Økonomiudvalget",
        "Titel": "Cykelsti",
        "Sag": "24/1408",
        "Udfald": "Godkendt",
        "Klasse": "vedtaget",
        "Virkning": "taget til efterretning",
        "Endelig": "nej",
        "Indstilling": "",
        "Indstillet af": "",
        "Punkter": "1: Godkendt (taget til efterretning)",
        "Stemmer": "",
        "Deltog ikke": "Anne Holm; Bo Lind",
        "Tilførsler": "Venstre tog forbehold.",
        "Dokument": "sager/cykelsti.pdf",
        "Side": "2",
        "Citat": QUOTE,
        "Adgang": "",
    }


def test_a_row_says_who_may_read_it_where_not_all_may() -> None:
    (row,) = read(decisions_table([replace(DECISION, clearance=Clearance.CONFIDENTIAL)]))
    assert row["Adgang"] == "Fortroligt"


def test_the_mark_for_excel_comes_first_and_only_where_it_is_asked_for() -> None:
    table = decisions_table([DECISION])
    assert csv_text(table, bom=True).encode() == b"\xef\xbb\xbf" + csv_text(table, bom=False).encode()
    assert csv_text(table, bom=False).startswith("Dato;Udvalg;")
    assert csv_text(table, bom=False).count("\r\n") == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x.dk";"løn")'
    (row,) = read(
        decisions_table([replace(DECISION, title=evil, recommendation="- at A\n- at B", final=None)])
    )
    assert row["Titel"] == f"'{evil}"
    assert row["Indstilling"] == "'- at A\n- at B"
    assert row["Endelig"] == ""


def test_a_case_is_a_row_a_step_and_without_steps_a_row_a_document() -> None:
    held = Step("ØK", dt.date(2025, 2, 4), False, StepState.HELD, OutcomeClass.ADOPTED, (WORDS,))
    coming = Step("KB", None, False, StepState.MISSING, None, ())
    way = Case(
        "a", "Cykelsti", ("24/1408", "24/9"), (Part("x", 1), Part("x", 2), Part("y")), (held, coming), (), ()
    )
    first, second, bare = read(cases_table([way, Case("b", "Natur", (), (Part("z"),), (), (), ())]))
    assert (first["Sagsnumre"], first["Udvalg"], first["Forløb"]) == ("24/1408; 24/9", "ØK", "Behandlet")
    assert (first["Virkning"], first["Antal dokumenter"]) == ("vedtaget", "2")
    assert (first["Dokument"], first["Side"], first["Citat"]) == ("sager/cykelsti.pdf", "2", "Godkendt")
    assert (second["Dato"], second["Forløb"]) == ("", "Referatet findes ikke i materialet")
    assert (bare["Titel"], bare["Dokument"], bare["Forløb"]) == ("Natur", "z", "")


def test_terms_roles_and_gaps_name_their_source() -> None:
    sense = Sense(SenseKind.EXPANSION, "Fælles Ord", "ØK", dt.date(2025, 2, 4), WORDS, 3)
    (term,) = read(terms_table([Term("FO", (sense,))]))
    assert (term["Ord"], term["Betydning"], term["Side"]) == ("FO", "Fælles Ord", "2")
    (tenure,) = read(tenures_table([Tenure("borgmester", "Bo Lind", None, None, None, (WORDS,))]))
    assert (tenure["Navn"], tenure["Først nævnt"], tenure["Citat"]) == ("Bo Lind", "", "Godkendt")
    unread = Gap(GapKind.UNREAD_FILE, "tom.pdf", "tom.pdf", None, None, "Filen er tom.")
    (gap,) = read(gaps_table([unread]))
    assert (gap["Mangel"], gap["Dokument"], gap["Side"]) == ("Fil ikke læst", "tom.pdf", "")
