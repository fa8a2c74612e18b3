"""Premises of questions held against made-up minutes: what they contradict, and what they leave alone."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.answers.corrections import Correction, corrected, rows_about
from kb.answers.extractive import read_question
from kb.datatypes import Filter
from kb.embedding import Encoder
from kb.index.store import Store, open_store
from kb.ingest import build
from kb.settings import Settings

TODAY = dt.date(2026, 11, 22)

HARBOUR = """# Ny bådehal ved havnen

Åben Sag

Resumé

Kommunalbestyrelsen skal tage stilling til, om der skal bygges en bådehal ved havnen.

Indstilling

Direktøren indstiller, at bådehallen bygges.

Beslutning i Teknisk Udvalg den 4. februar 2025

Anbefales. For stemte 3: A. Imod stemte 2: V.

Beslutning i Kommunalbestyrelsen den 25. februar 2025

For stemte 11: A og F. Imod stemte 14: V og C. Indstillingen blev ikke godkendt.

Anne Holm (A) deltog ikke i behandlingen af punktet. Bo Lind (V) deltog ikke i behandlingen af punktet på
grund af inhabilitet.
"""

LIBRARY = """# Udvidelse af biblioteket

Åben Sag

Resumé

Kulturudvalget skal tage stilling til en udvidelse af biblioteket på Torvet.

Indstilling

Direktøren indstiller, at biblioteket udvides.

Beslutning i Kulturudvalget den 11. marts 2025

Godkendt.
"""


@pytest.fixture(scope="module")
def store(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """An index of the two papers."""
    root = tmp_path_factory.mktemp("premises")
    papers = root / "papers"
    papers.mkdir()
    for name, text in (("baadehal.md", HARBOUR), ("bibliotek.md", LIBRARY)):
        (papers / name).write_text(text, encoding="utf-8")
    of_papers = settings.model_copy(update={"index": root / "index"})
    build([papers], of_papers, encoder)
    return open_store(of_papers.index, encoder)


def told(store: Store, encoder: Encoder, question: str, where: Filter | None = None) -> Correction | None:
    """What is corrected in a question."""
    where = where or Filter()
    return corrected(store, read_question(store, encoder, question, where, TODAY), where)


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        (
            "Hvornår vedtog Kommunalbestyrelsen bådehallen ved havnen?",
            "Spørgsmålet forudsætter noget andet, end der står i referatet af "
            "»Ny bådehal ved havnen«: forkastet.",
            "Indstillingen blev ikke godkendt.",
        ),
        (
            "Hvorfor afviste Kulturudvalget udvidelsen af biblioteket?",
            "Spørgsmålet forudsætter noget andet, end der står i referatet af "
            "»Udvidelse af biblioteket«: vedtaget.",
            "Godkendt.",
        ),
        (
            "Hvorfor udsatte Kulturudvalget udvidelsen af biblioteket?",
            "Spørgsmålet forudsætter noget andet, end der står i referatet af "
            "»Udvidelse af biblioteket«: vedtaget.",
            "Godkendt.",
        ),
        (
            "Hvorfor vedtog Økonomiudvalget udvidelsen af biblioteket?",
            "Materialet har ingen beslutning fra Økonomiudvalget om dette. "
            "I »Udvidelse af biblioteket« er det Kulturudvalget, der har besluttet den 11. marts 2025.",
            "Godkendt.",
        ),
        (
            "Hvorfor stemte V for bådehallen ved havnen?",
            "Referatet af »Ny bådehal ved havnen« nævner andre stemmer, end spørgsmålet forudsætter.",
            "For stemte",
        ),
        (
            "Hvorfor deltog Anne Holm ikke i behandlingen af bådehallen?",
            "Referatet af »Ny bådehal ved havnen« oplyser, hvem der ikke deltog, men ikke hvorfor.",
            "Anne Holm (A) deltog ikke",
        ),
    ],
)
def test_what_the_minutes_contradict_is_corrected_with_their_words(
    store: Store, encoder: Encoder, question: str, sentence: str, words: str
) -> None:
    wrong = told(store, encoder, question)
    assert wrong is not None
    assert wrong.sentence == sentence
    ((document, start, end),) = wrong.spans
    assert words in store.document(document).text[start:end]


@pytest.mark.parametrize(
    "question",
    [
        "Hvorfor afviste Kommunalbestyrelsen bådehallen ved havnen?",
        "Hvorfor godkendte Kulturudvalget udvidelsen af biblioteket?",
        "Hvorfor anbefalede Teknisk Udvalg bådehallen ved havnen?",
        "Hvorfor stemte V imod bådehallen ved havnen?",
        "Hvorfor stemte A for bådehallen ved havnen?",
        "Hvorfor deltog Bo Lind ikke i behandlingen af bådehallen?",
        "Hvorfor vedtog Kommunalbestyrelsen ikke bådehallen ved havnen?",
        "Vedtog Kommunalbestyrelsen bådehallen ved havnen?",
        "Hvorfor vedtog Kulturudvalget en ny svømmehal i Østerby?",
        "Hvorfor vedtog Økonomiudvalget udvidelsen af biblioteket den 1. april 2025?",
    ],
)
def test_what_the_minutes_bear_out_or_do_not_tell_is_left_alone(
    store: Store, encoder: Encoder, question: str
) -> None:
    assert told(store, encoder, question) is None


def test_nothing_is_held_against_what_the_filter_leaves_out(store: Store, encoder: Encoder) -> None:
    question = "Hvornår vedtog Kommunalbestyrelsen bådehallen ved havnen?"
    assert told(store, encoder, question, Filter(documents=("bibliotek.md",))) is None


def test_the_rows_held_against_a_premise_are_of_its_own_matter(store: Store, encoder: Encoder) -> None:
    found = read_question(
        store, encoder, "Hvorfor vedtog Økonomiudvalget udvidelsen af biblioteket?", Filter(), TODAY
    )
    (premise,) = found.reading.premises
    rows = rows_about(store, found, premise, Filter())
    assert [(row.document, row.committee) for row in rows] == [("bibliotek.md", "Kulturudvalget")]
