"""What a quote tells by where it stands and by its tense: proposed, planned, decided, done or told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answers.citing import section_at
from kb.answers.standing import standing_of
from kb.cases.decisions import decisions_of
from kb.datatypes import Document, Standing, Status
from tests.cases.papers import parsed

PAPER = """# Ny bro over åen

Åben Sag

Sagsgang

TU den 4. februar og KB den 25. februar

Resumé

Broen er 40 meter lang. Kommunalbestyrelsen vedtog i 2023 at lukke den gamle bro.

Broen forventes åbnet i 2026. Der er den 6. maj 2024 afholdt et borgermøde i Kulturhuset.

Administrationen foreslår en bro af træ. Naboerne har talt om lyset fra broen.

Indstilling

Direktøren indstiller, at broen er vedtaget, når den er afholdt.

Beslutning i Teknisk Udvalg den 04-02-2025

Anbefales godkendt.

Beslutning i Kommunalbestyrelsen den 25. februar 2025

Godkendt med den ændring, at broen bliver grøn.
"""


def standing(text: str, quote: str, status: Status | None = None) -> Standing:
    """The standing of the last ``quote`` in a paper."""
    document = parsed(text)
    if status is not None:
        document = replace(document, status=status)
    start = document.text.rindex(quote)
    section = section_at(document, start)
    return standing_of(document, section, start, start + len(quote), decisions_of(document))


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Broen er 40 meter lang.", Standing.TOLD),
        ("Naboerne har talt om lyset fra broen.", Standing.TOLD),
        ("Kommunalbestyrelsen vedtog i 2023 at lukke den gamle bro.", Standing.DECIDED),
        ("Broen forventes åbnet i 2026.", Standing.PLANNED),
        ("TU den 4. februar og KB den 25. februar", Standing.PLANNED),
        ("Der er den 6. maj 2024 afholdt et borgermøde i Kulturhuset.", Standing.DONE),
        ("Administrationen foreslår en bro af træ.", Standing.PROPOSED),
        ("Direktøren indstiller, at broen er vedtaget, når den er afholdt.", Standing.PROPOSED),
        ("Anbefales godkendt.", Standing.PROPOSED),
        ("Godkendt med den ændring, at broen bliver grøn.", Standing.DECIDED),
    ],
)
def test_a_quote_stands_by_its_section_and_its_tense(quote: str, expected: Standing) -> None:
    assert standing(PAPER, quote) is expected


@pytest.mark.parametrize(
    "quote",
    [
        "Kommunalbestyrelsen vedtog i 2023 at lukke den gamle bro.",
        "Der er den 6. maj 2024 afholdt et borgermøde i Kulturhuset.",
        "TU den 4. februar og KB den 25. februar",
        "Godkendt med den ændring, at broen bliver grøn.",
        "Broen er 40 meter lang.",
    ],
)
def test_nothing_in_a_draft_is_more_than_proposed(quote: str) -> None:
    assert standing(PAPER, quote, Status.DRAFT) is Standing.PROPOSED


def case(recommended: str, decided: str, committee: str = "Teknisk Udvalg") -> Document:
    """A case with one recommendation and one decision."""
    return parsed(
        "# En sag\n\nSagsfremstilling\n\nSagen er ny.\n\nIndstilling\n\n"
        f"{recommended}\n\nBeslutning i {committee} den 04-02-2025\n\n{decided}\n"
    )


@pytest.mark.parametrize(
    ("recommended", "decided", "expected"),
    [
        ("Direktøren indstiller, at broen bygges.", "Tiltrådt.", Standing.DECIDED),
        ("Direktøren indstiller, at broen bygges.", "Ikke godkendt.", Standing.DECIDED),
        ("Direktøren indstiller, at broen bygges.", "Udsat.", Standing.DECIDED),
        ("Direktøren indstiller, at broen bygges.", "Anbefales.", Standing.PROPOSED),
        ("Direktøren indstiller, at broen bygges.", "Drøftet.", Standing.TOLD),
        ("Direktøren indstiller, at orienteringen godkendes.", "Tiltrådt.", Standing.TOLD),
        (
            "Direktøren indstiller, at orienteringen tages til efterretning.",
            "Taget til efterretning.",
            Standing.TOLD,
        ),
        (
            "Direktøren indstiller over for Kommunalbestyrelsen, at broen godkendes.",
            "Et flertal anbefaler, at Kommunalbestyrelsen godkender broen.",
            Standing.PROPOSED,
        ),
    ],
)
def test_words_of_a_decision_stand_by_what_they_amount_to(
    recommended: str, decided: str, expected: Standing
) -> None:
    document = case(recommended, decided)
    start = document.text.rindex(decided)
    section = section_at(document, start)
    assert standing_of(document, section, start, start + len(decided), decisions_of(document)) is expected
    told = document.text.index(recommended)
    proposal = section_at(document, told)
    assert standing_of(document, proposal, told, told + len(recommended), ()) is Standing.PROPOSED


def test_a_decision_section_of_which_the_register_has_no_row_decides_nothing() -> None:
    document = case("Direktøren indstiller, at broen bygges.", "Tiltrådt.")
    start = document.text.rindex("Tiltrådt.")
    assert standing_of(document, section_at(document, start), start, start + 9, ()) is Standing.TOLD


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("TRIO er det vil sige lederen og to andre.", Standing.TOLD),
        ("Det vil sige en stilling med mindre ansvar.", Standing.TOLD),
        ("Mødet vil blive holdt på rådhuset.", Standing.PLANNED),
        ("Vejen blev ikke bygget.", Standing.TOLD),
        ("Materialet er sendt ud til alle ledere.", Standing.DONE),
        ("Udvalget har for nylig besluttet det.", Standing.DECIDED),
        ("Udvalget foreslår, at det skal koste 25 kr. at parkere.", Standing.PROPOSED),
        ("Vedtaget af Kommunalbestyrelsen den 3. maj 2024.", Standing.DECIDED),
        ("Planen skal godkendes af Kommunalbestyrelsen.", Standing.PLANNED),
        ("Forslaget er ikke godkendt af Kommunalbestyrelsen endnu.", Standing.TOLD),
        ("En arbejdsgruppe har foreslået fuld tid.", Standing.PROPOSED),
    ],
)
def test_the_tense_of_a_sentence_tells_how_far_it_has_come(sentence: str, expected: Standing) -> None:
    paper = f"# En sag\n\nSagsfremstilling\n\n{sentence}\n"
    assert standing(paper, sentence) is expected
