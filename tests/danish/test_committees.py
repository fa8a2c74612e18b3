"""Committees under one name, whatever the text calls them."""

from __future__ import annotations

import pytest

from kb.danish.committees import find_committees


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HU, ØK, KB", ["Hovedudvalget", "Økonomiudvalget", "Kommunalbestyrelsen"]),
        ("ØK/BY", ["Økonomiudvalget", "Byrådet"]),
        ("ØU og Hoved-MED", ["Økonomiudvalget", "Hovedudvalget"]),
        ("oekonomiudvalget", ["Økonomiudvalget"]),
        ("Økonomiudvalgets møde", ["Økonomiudvalget"]),
        ("Aarhus Byråd", ["Byrådet"]),
        ("byrådet og magistraten", ["Byrådet", "Magistraten"]),
        ("Teknisk udvalg", ["Teknisk Udvalg"]),
        ("kultur- og fritidsudvalget", ["Kultur- og Fritidsudvalget"]),
        ("Kultur- og Fritidsudvalget", ["Kultur- og Fritidsudvalget"]),
        ("Børn og Unge-udvalget", ["Børn og Unge-udvalget"]),
        ("LMU", ["Lokaludvalget"]),
        ("TEKNISK UDVALG", ["Teknisk Udvalg"]),
        ("KULTUR- OG FRITIDSUDVALGET", ["Kultur- og Fritidsudvalget"]),
        ("Udvalget for Sundhed og Omsorg den 3. maj", ["Udvalget for Sundhed og Omsorg"]),
        ("udvalget for Børn, Unge og Kultur", ["Udvalget for Børn, Unge og Kultur"]),
        ("MED-Hovedudvalget", ["Hovedudvalget"]),
    ],
)
def test_names_and_aliases(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_committees(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "udvalget",
        "et udvalg",
        "hu og øk",
        "BY OG LAND",
        "32 KB",
        "MED-udvalgene",
        "Børne- og ungebyrådet",
        "Hvilket udvalg",
        "udvalget for den del",
    ],
)
def test_words_that_name_no_committee(text: str) -> None:
    assert find_committees(text) == []


def test_a_mention_knows_where_it_stands() -> None:
    [mention] = find_committees("Beslutning i Økonomiudvalget den 6.")
    assert (mention.start, mention.end) == (13, 28)
