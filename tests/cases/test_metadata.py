"""Title, committee, date, status, case number and access, each from its best source."""

from __future__ import annotations

from datetime import date

import pytest

from kb.datatypes import Access, Status, TitleSource
from tests.cases.papers import AARHUS, CASE, MINUTES, parsed


def test_a_case_with_decisions() -> None:
    document = parsed(CASE)
    assert (document.title, document.title_source) == ("Ny cykelsti ved havnen", TitleSource.HEADING)
    assert (document.committee, document.date) == ("Kommunalbestyrelsen", date(2025, 2, 25))
    assert (document.status, document.access) == (Status.MINUTES, Access.OPEN)
    assert document.case_number == "24/1408"
    assert not document.date_inferred


def test_minutes_of_a_meeting_are_dated_by_their_head() -> None:
    document = parsed(MINUTES)
    assert (document.committee, document.date) == ("Økonomiudvalget", date(2024, 3, 12))
    assert document.status is Status.MINUTES


def test_an_agenda_stays_an_agenda_though_others_have_decided_on_the_way() -> None:
    document = parsed(AARHUS)
    assert (document.committee, document.date) == ("Byrådet", date(2025, 10, 8))
    assert (document.status, document.case_number) == (Status.AGENDA, "EMN-2025-008308")


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("Udkast\n\n# Retningslinje for fravær\n\nTekst om fravær.", "a.txt", Status.DRAFT),
        ("# Retningslinje for fravær\n\nTekst om fravær.", "fravaer-udkast.docx", Status.DRAFT),
        ("# Retningslinje for fravær\n\nTekst om fravær.", "a.docx", Status.FINAL),
        ("# Cykelsti\n\nIndstilling\n\nDirektøren indstiller, at den bygges.", "a.txt", Status.AGENDA),
        ("# Notat om fravær\n\nTekst om fravær.", "a.txt", Status.UNKNOWN),
        ("# Notat om vej\n\nForvaltningens anbefaling\n\nAt vejen bygges.", "a.txt", Status.UNKNOWN),
        (
            "# Strategi for børn\n\nSagsfremstilling\n\nUdkast til strategien er vedlagt.",
            "a.txt",
            Status.UNKNOWN,
        ),
    ],
)
def test_how_binding_a_paper_is(text: str, name: str, status: Status) -> None:
    assert parsed(text, name).status is status


def test_who_adopted_a_policy_is_no_title() -> None:
    document = parsed(
        "Vedtaget af Byrådet den 30. oktober 2023\n\n# Målet\n\nMindre CO2.", title="Klimaplan 2030"
    )
    assert (document.title, document.title_source) == ("Klimaplan 2030", TitleSource.METADATA)
    assert (document.committee, document.date) == ("Byrådet", date(2023, 10, 30))


def test_without_a_title_the_text_names_its_subject() -> None:
    text = "Sagsfremstilling\n\nDer er den 6. oktober 2022 afholdt borgermøde om vejene, hvor mange deltog."
    document = parsed(text, "000_590e.txt")
    assert (document.title, document.title_source) == ("Borgermøde om vejene", TitleSource.SUBJECT)
    assert (document.date, document.date_inferred) == (date(2022, 10, 6), True)


def test_what_stands_above_the_title_does_not_hide_the_head() -> None:
    document = parsed("HR\n\n# Notat: Trivsel i 2024\n\nDato: 17. juni 2024\n\n## Resultat\n\nGodt.")
    assert (document.title, document.date) == ("Notat: Trivsel i 2024", date(2024, 6, 17))
    assert document.sections[0].end == document.text.index("Resultat")


def test_a_long_subject_is_cut_at_a_word() -> None:
    title = parsed("Kommunens mange medarbejdere " * 20 + ".").title
    assert len(title) <= 90
    assert title.endswith("medarbejdere…") or title.endswith("mange…") or title.endswith("Kommunens…")


def test_the_file_name_is_the_last_resort() -> None:
    document = parsed("", "mappe/hu-2022-11-11-moede_om_ferie.pdf")
    assert (document.title, document.title_source) == ("Hu 2022-11-11 moede om ferie", TitleSource.FILE_NAME)
    assert (document.committee, document.date) == ("Hovedudvalget", date(2022, 11, 11))


def test_a_date_of_running_text_is_never_the_papers_own() -> None:
    document = parsed("# Ferie\n\nReglerne blev ændret den 1. september 2020 for alle ansatte.")
    assert document.date is None


def test_a_number_is_a_case_number_only_after_its_key_word() -> None:
    assert parsed("# Notat 24/1408\n\nTekst om noget.").case_number is None
    assert parsed("# Notat (sagsnr. 326-2013-40116)\n\nTekst.").case_number == "326-2013-40116"


@pytest.mark.parametrize(
    ("text", "access"),
    [
        ("# Køb af hus\n\nLukket Sag\n\nPrisen er hemmelig.", Access.CLOSED),
        ("# Køb af hus - Lukket punkt\n\nPrisen er hemmelig.", Access.CLOSED),
        ("# Punkt 21: Lukket: Køb af hus\n\nPrisen er hemmelig.", Access.CLOSED),
        ("# Cykelsti\n\nÅben Sag\n\nAlle må se den.", Access.OPEN),
        ("# Cykelsti\n\nVejen er lukket.", Access.UNKNOWN),
    ],
)
def test_access_is_what_the_paper_states(text: str, access: Access) -> None:
    assert parsed(text).access is access


def test_the_head_of_a_meeting_goes_before_the_decisions_of_others() -> None:
    document = parsed(
        "Dagsorden\n\nByrådets møde d. 26-03-2025 kl. 17:30\n\nPkt. 1. Ny vej\n\nHistorik\n\n"
        "Beslutning fra Teknisk Udvalg, 4. marts 2025, pkt. nr. 2:\n\nAnbefales."
    )
    assert (document.committee, document.date) == ("Byrådet", date(2025, 3, 26))
    decision = document.sections[-1]
    assert (decision.committee, decision.date) == ("Teknisk Udvalg", date(2025, 3, 4))


def test_a_meeting_is_told_by_its_head_when_its_title_does_not() -> None:
    document = parsed(
        "UDVALG: Økonomiudvalget\n\nSTED: Lokale 2\n\nSTARTTIDSPUNKT: 14-05-2025 16:00:00\n\n"
        "SLUTTIDSPUNKT: 17:30\n\n124. Ny vej\n\nIndstilling\n\nAt den bygges."
    )
    assert (document.title, document.committee, document.date) == (
        "Økonomiudvalget",
        "Økonomiudvalget",
        date(2025, 5, 14),
    )
    assert [item.number for item in document.items] == ["124"]


def test_a_municipality_is_no_title() -> None:
    assert (
        parsed("Strandby Kommune\n\nReferat\n\nByrådet\n\nDato: 12-03-2024\n\nIndstilling").title == "Byrådet"
    )


def test_the_meeting_may_be_named_after_its_key_word() -> None:
    document = parsed(
        "BESLUTNINGSREFERAT\n\nMøde: Direktionen\n\nDato: 21. november 2023\n\nIndstilling\n\nGodkendes."
    )
    assert (document.committee, document.date) == ("Direktionen", date(2023, 11, 21))
