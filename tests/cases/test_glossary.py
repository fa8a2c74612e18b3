"""The glossary: what counts as an explanation, what never does, and how mentions become senses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.cases import parse_document
from kb.cases.abbreviations import stands_for
from kb.cases.glossary import terms_of
from kb.datatypes import Date, Document, SenseKind, Status
from kb.readers import read_file
from tests.cases.papers import parsed


def meanings(text: str) -> dict[str, list[str]]:
    """The terms of a made-up paper with their meanings."""
    return {term.term: [sense.meaning for sense in term.senses] for term in terms_of([parsed(text)])}


def paper(name: str, text: str, day: Date | None, status: Status = Status.UNKNOWN) -> Document:
    document = parsed(text, name)
    sections = tuple(replace(section, date=day) for section in document.sections)
    return replace(document, date=day, status=status, sections=sections)


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ("KKC", "Kommunale Kompetencecentre"),
        ("KKC", "Kurs, Koordinering og Commitment"),
        ("AMR", "arbejdsmiljørepræsentanterne"),
        ("SSU", "Social- og Sundhedsudvalget"),
        ("MED", "medindflydelse og medbestemmelse"),
        ("GRUS", "gruppeudviklingssamtale"),
        ("SOSU", "social- og sundhedshjælper"),
        ("MTM", "Teknik og Miljø"),
        ("ØK", "Økonomiudvalget"),
        ("DDKM", "Den Danske Kvalitetsmodel"),
        ("VVM", "Vurdering af virkninger på miljøet"),
        ("SF", "Socialistisk Folkeparti"),
    ],
)
def test_words_that_account_for_every_letter_are_the_meaning(short: str, words: str) -> None:
    assert stands_for(short, words)


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ("SSU", "Sundhedsudvalget"),
        ("MED", "medindflydelse"),
        ("GR", "Grenaa"),
        ("LA", "Lars Andersen"),
        ("SF", "Søren og Frida"),
        ("AJ", "Anne Jensen"),
        ("PHP", "Peter Holm Poulsen"),
        ("FAQ", "Ofte stillede spørgsmål"),
        ("MW", "megawatt"),
        ("TR", "arbejdsmiljørepræsentant"),
    ],
)
def test_words_that_leave_letters_out_and_names_are_not(short: str, words: str) -> None:
    assert not stands_for(short, words)


@pytest.mark.parametrize(
    ("sentence", "term", "meaning"),
    [
        ("Sagen sendes til det Lokale Beskæftigelsesråd (LBR).", "LBR", "Lokale Beskæftigelsesråd"),
        ("Vi spørger KL (Kommunernes Landsforening) først.", "KL", "Kommunernes Landsforening"),
        ("Alle skriver i et ESDH-system (elektronisk sags- og dokumenthåndtering).", "ESDH",
         "elektronisk sags- og dokumenthåndtering"),
        ("APV står for arbejdspladsvurdering, og den er lovpligtig.", "APV", "arbejdspladsvurdering"),
        ("Arbejdsmarkedets Feriefond, forkortet AFF, gav pengene.", "AFF", "Arbejdsmarkedets Feriefond"),
        ("LMU: det lokale MED-udvalg på hver arbejdsplads", "LMU", "lokale MED-udvalg"),
        ("Hver tillidsrepræsentant (TR'er) inviteres.", "TR", "tillidsrepræsentant"),
        ("KKR (Kommunekontaktrådet) drøfter sagen.", "KKR", "Kommunekontaktrådet"),
        ("Vi kender ABC (Arbejde for Borgere i Centrum).", "ABC", "Arbejde for Borgere i Centrum"),
        ("**FORK** (Forum for Kommunikation) mødes.", "FORK", "Forum for Kommunikation"),
        ("Det hedder ”FORK” (Forum for Kommunikation) nu.", "FORK", "Forum for Kommunikation"),
        ("Et netværk (FORK (Forum for Kommunikation)) mødes.", "FORK", "Forum for Kommunikation"),
        ("FORK (Forum for Kommunikation – et netværk) mødes.", "FORK", "Forum for Kommunikation"),
    ],
)  # fmt: skip
def test_an_abbreviation_is_written_out(sentence: str, term: str, meaning: str) -> None:
    (found,) = terms_of([parsed(f"Status på arbejdet\n\n{sentence}\n\nMere følger.")])
    (sense,) = found.senses
    assert (found.term, sense.meaning, sense.kind) == (term, meaning, SenseKind.EXPANSION)
    assert sense.evidence.quote == sentence


@pytest.mark.parametrize(
    ("sentence", "term", "meaning"),
    [
        ("Ved langtidsfravær forstås fravær i over 30 dage.", "langtidsfravær", "fravær i over 30 dage"),
        ("Sygefravær defineres som fravær på grund af egen sygdom.", "Sygefravær",
         "fravær på grund af egen sygdom"),
        ("”Udgivet” betyder, at siden er synlig.", "Udgivet", "siden er synlig"),
        ("- **Skjult** betyder, at siden ikke vises.", "Skjult", "siden ikke vises"),
        ("Begrebet trivsel dækker over det at have det godt.", "trivsel", "det at have det godt"),
        ("TRIO (dvs. den lokale leder, TR og AMR) mødes.", "TRIO", "den lokale leder, TR og AMR"),
        ("Der findes en retrætestilling. Det vil sige en stilling med mindre ansvar.", "retrætestilling",
         "en stilling med mindre ansvar"),
    ],
)  # fmt: skip
def test_a_sentence_defines(sentence: str, term: str, meaning: str) -> None:
    (found,) = terms_of([parsed(f"Retningslinje\n\nDen er ny.\n\n{sentence} Mere følger.")])
    (sense,) = found.senses
    assert (found.term, sense.meaning, sense.kind) == (term, meaning, SenseKind.DEFINITION)
    assert sense.evidence.quote == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Jens Meilvang (I), Mads Nikolajsen (SF) og Lars Andersen (LA) stemte imod.",
        "Anne Jensen (AJ) og Bo Lund (BL) skriver referat på Rådhuset (Grenaa).",
        "Sagen (EMN-2025-001234) følger bekendtgørelse nr. 12 (BEK 12) og bilag (H).",
        "HR står for rekruttering, og MTM er ansvarlig for projektet.",
        "Det betyder, at borgerne får mere. Budgettet betyder, at der spares.",
        "Mistrivsel betyder, at børn fejler. Vores værdier betyder meget.",
        "Formanden vil sige et par ord. Puljen rækker, det vil sige til den 31. december.",
        "En bypark er en god idé, som vi støtter. Borgmesteren er formand.",
        "ØK: 6. december. PDF: Hent filen. NB: Ny dato.",
        "Det skal forstås som en invitation, det vil sige de ledere, der har tid, kan komme.",
    ],
)
def test_nothing_else_is_a_definition(sentence: str) -> None:
    assert meanings(f"Status på arbejdet\n\n{sentence}") == {}


def test_rows_of_a_glossary_and_of_a_table_of_words_define() -> None:
    found = meanings(
        "# Ordliste\n\n**Aftaleholder**: lederen af en aftaleenhed.\n\nSagsgang – rækken af udvalg.\n\n"
        "Indstilling er det, forvaltningen foreslår.\n\n# Roller\n\nBegreb | Definition | Formål\n"
        "Produkt | En løsning i drift. | At hjælpe."
    )
    assert found == {
        "Aftaleholder": ["lederen af en aftaleenhed"],
        "Indstilling": ["det, forvaltningen foreslår"],
        "Produkt": ["En løsning i drift."],
        "Sagsgang": ["rækken af udvalg"],
    }


def test_the_same_rows_under_another_heading_define_nothing() -> None:
    text = "# Program\n\nPause: vi drikker kaffe.\n\nFrokost – i kantinen.\n\nMødet er det første."
    assert meanings(text) == {}


def test_a_question_as_heading_and_a_kind_under_its_heading_define() -> None:
    found = meanings(
        "# Hvad er en MUS?\n\nEn MUS er en samtale om dit arbejde. Den er årlig.\n\n"
        "# Aftaleenheder\n\nEn aftaleenhed er en afdeling, som har sin egen økonomi."
    )
    assert found == {
        "aftaleenhed": ["en afdeling, som har sin egen økonomi"],
        "MUS": ["en samtale om dit arbejde"],
    }


def test_senses_are_told_apart_by_their_words_and_the_earliest_is_cited() -> None:
    early = "Sag\n\nKommunens Kompetencecenter (KKC) åbner."
    documents = [
        paper("c.txt", "Sag\n\nKurs, Koordinering og Commitment (KKC) er målet.", date(2025, 2, 27)),
        paper("b.txt", "Sag\n\nKommunens kompetencecentre (KKC) lukker.", date(2020, 1, 1)),
        paper("a.txt", early, date(2019, 1, 1)),
    ]
    (term,) = terms_of(documents)
    assert [(s.meaning, s.date, s.evidence.document, s.uses) for s in term.senses] == [
        ("Kommunens Kompetencecenter", date(2019, 1, 1), "a.txt", 2),
        ("Kurs, Koordinering og Commitment", date(2025, 2, 27), "c.txt", 1),
    ]
    assert terms_of(documents[::-1]) == (term,)


def test_a_word_told_in_a_decision_is_of_the_committee_and_day_of_that_decision() -> None:
    text = "# Sag\n\n# Beslutning i Hovedudvalget den 03-02-2025\n\nKommunernes Landsforening (KL) svarer."
    document = replace(parsed(text), committee="Byrådet", date=date(2025, 3, 3))
    (term,) = terms_of([document])
    assert (term.senses[0].committee, term.senses[0].date) == ("Hovedudvalget", date(2025, 2, 3))


def test_a_final_paper_goes_before_a_draft_of_the_same_day_and_undated_papers_come_last() -> None:
    text = "Sag\n\nKommunernes Landsforening (KL) svarer."
    documents = [
        paper("a.txt", text, None),
        paper("b.txt", text, date(2020, 1, 1), Status.DRAFT),
        paper("c.txt", text, date(2020, 1, 1), Status.FINAL),
    ]
    (term,) = terms_of(documents)
    (sense,) = term.senses
    assert (sense.evidence.document, sense.uses) == ("c.txt", 3)


def test_renditions_count_once() -> None:
    first = paper("a.txt", "Sag\n\nKommunernes Landsforening (KL) svarer.", None)
    (term,) = terms_of([first, replace(first, id="b.txt", duplicate_of="a.txt")])
    assert term.senses[0].uses == 1


def test_terms_stand_in_the_order_of_the_danish_alphabet() -> None:
    rows = "\n\n".join(f"{word}: noget at vide." for word in ("Åbenhed", "Ære", "Zone", "Øvelse", "adgang"))
    assert list(meanings(f"# Ordliste\n\n{rows}")) == ["adgang", "Zone", "Ære", "Øvelse", "Åbenhed"]


def test_lists_of_people_explain_nothing() -> None:
    assert meanings("# Møde\n\n# Afbud\n\nDansk Industri (DI)") == {}
    assert meanings("# Møde\n\n# Høring\n\nDansk Industri (DI)") == {"DI": ["Dansk Industri"]}


def test_no_documents_have_no_terms() -> None:
    assert terms_of([]) == ()


@pytest.mark.shared
def test_real_papers_give_true_terms_each_where_it_stands(shared: Path) -> None:
    """All terms of the municipal papers were read and found right; none of the others may join them."""
    documents = [
        parse_document(path.name, read_file(path), "0" * 64)
        for path in sorted((shared / "data" / "municipal").glob("*.txt"))
    ]
    texts = {document.id: document.text for document in documents}
    terms = terms_of(documents)
    for sense in (sense for term in terms for sense in term.senses):
        evidence = sense.evidence
        assert texts[evidence.document][evidence.start : evidence.end] == evidence.quote
        assert sense.meaning in evidence.quote
    assert {term.term for term in terms} == {
        "DI", "DOI", "GMP", "KKR", "KOL", "MSB", "MTM", "SKI", "UKH", "Double opt-in", "Fællesskab",
        "Nextcloud", "OS2-produkt", "OS2-projekt", "Produkt", "Projekt", "Udgivet",
    }  # fmt: skip
