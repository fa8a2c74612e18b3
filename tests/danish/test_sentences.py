"""Sentences: never split inside a date, a number, an abbreviation or a name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.danish.sentences import opening, sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mødet den 6. oktober varer fra kl. 8.00 til 12.30.",
        "Det er 1. behandling af budgettet.",
        "Der henvises til § 10, stk. 1, nr. 2. i loven.",
        "Det koster 1,4 mio. kr. årligt, jf. bilag 2.",
        "Velkomst v. kommunaldirektør Christian Bertelsen",
        "Sagsnr. 330-2018-3619 behandles bl.a. Aarhus og f.eks. Randers.",
        "J. Meilvang (I) deltog ikke.",
        "Mødet den 6. Oktober blev aflyst.",
        "Se pkt. 4 og tlf. 8959 1000.",
        "Stk. 2. Kommunalbestyrelsen fastsætter regler.",
        "1. Dynamisk ledelse på distance",
        "**2. Forholdet mellem leverandører**",
        "Ejendommen matr. Nr. 7a bliver solgt.",
        "Ca. 10 pct. af de ansatte, dvs. 40 personer.",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tiltrådt. Jens deltog ikke.", ["Tiltrådt.", "Jens deltog ikke."]),
        ("Møder, pauser m.v. Kommunaldirektøren taler.", ["Møder, pauser m.v.", "Kommunaldirektøren taler."]),
        ("Det koster 200 kr. Prisen er fast.", ["Det koster 200 kr.", "Prisen er fast."]),
        ("Hvad nu? Ja! Vi går.", ["Hvad nu?", "Ja!", "Vi går."]),
        ("”Sammen om Ledelse.” Det er godt.", ["”Sammen om Ledelse.”", "Det er godt."]),
        ("Det skete i 2022. Så kom krisen.", ["Det skete i 2022.", "Så kom krisen."]),
        ("tog forbehold.Marc Perera talte.", ["tog forbehold.", "Marc Perera talte."]),
        ("1. Blik for borgeren\n2. Digitale muligheder", ["1. Blik for borgeren", "2. Digitale muligheder"]),
        ("Første linje\n\nanden linje", ["Første linje", "anden linje"]),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_spans_are_offsets_of_the_whole_text() -> None:
    text = "Før. Tiltrådt. Efter."
    assert [text[a:b] for a, b in sentence_spans(text, 5, 14)] == ["Tiltrådt."]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (8, "Tiltrådt. …"),
        (9, "Tiltrådt. …"),
        (24, "Tiltrådt. Sagen hviler. …"),
        (90, "Tiltrådt. Sagen hviler. Punkt 3."),
    ],
)
def test_an_opening_is_of_whole_sentences(limit: int, expected: str) -> None:
    assert opening("Tiltrådt. Sagen hviler. Punkt 3.", limit) == expected
    assert opening("", limit) == ""


@given(st.text(alphabet="abcÆØå .,:;!?()\n123”§-", max_size=300))
def test_spans_are_ordered_and_cover_all_that_is_not_blank(text: str) -> None:
    spans = sentence_spans(text)
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (". ", [(2 * at, 2 * at + 1) for at in range(60_000)]),
        (".", [(0, 60_000)]),
        (".)", [(0, 120_000)]),
        ("?!…", [(0, 180_000)]),
        ("Ak. ", [(4 * at, 4 * at + 3) for at in range(60_000)]),
        ("1. ", [(0, 179_999)]),
        ("å.", [(0, 120_000)]),
    ],
)
def test_long_runs_of_marks_are_read_once(unit: str, expected: list[tuple[int, int]]) -> None:
    # Read anew from each of its marks, a run of this length costs minutes.
    assert sentence_spans(unit * 60_000) == expected


@pytest.mark.parametrize("start", [0, 3, 6])
def test_a_run_of_marks_is_one_mark_wherever_the_reading_begins(start: int) -> None:
    text = "Nej....... Ja...)x Det er sagt.Anden gang."
    found = [text[a:b] for a, b in sentence_spans(text, start)]
    assert found == [text[start:10], "Ja...)x Det er sagt.", "Anden gang."]
