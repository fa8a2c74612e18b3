"""A committee is found by what people type for it, and only where one alone can be meant."""

from __future__ import annotations

import pytest

from kb.danish.naming import initials, named, nearest

NAMES = (
    "Byrådet",
    "Børn- og Familieudvalget",
    "Fælles udvalgsmøde",
    "Hovedudvalget",
    "Kulturudvalget",
    "Teknisk Udvalg",
    "Økonomiudvalget",
)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("byrådet", "Byrådet"),
        ("byraadet", "Byrådet"),
        ("BY", "Byrådet"),
        ("BR", "Byrådet"),
        ("br", "Byrådet"),
        ("KB", "Byrådet"),
        ("Kommunalbestyrelsen", "Byrådet"),
        ("okonomiudvalget", "Økonomiudvalget"),
        ("oekonomiudvalg", "Økonomiudvalget"),
        ("ØU", "Økonomiudvalget"),
        ("øk", "Økonomiudvalget"),
        ("TU", "Teknisk Udvalg"),
        ("teknisk-udvalg", "Teknisk Udvalg"),
        ("BFU", "Børn- og Familieudvalget"),
        ("born og familieudvalg", "Børn- og Familieudvalget"),
        ("HU", "Hovedudvalget"),
        ("Findesikkeudvalget", None),
        ("Kulturudvalg og mere", None),
        ("U", None),
        ("", None),
    ],
)
def test_what_people_type_for_a_committee(word: str, name: str | None) -> None:
    assert named(word, NAMES) == name


def test_initials_of_two_committees_name_none_unless_papers_call_one_so() -> None:
    assert named("TU", (*NAMES, "Trafikudvalget")) is None
    assert named("BR", (*NAMES, "Borgerrepræsentationen")) == "Borgerrepræsentationen"


def test_the_initials_of_a_name() -> None:
    assert initials("Miljø- og Teknikudvalget") == {"mtu"}
    assert initials("Ældrerådet") == {"ær", "aer"}
    assert initials("Magistraten") == frozenset()


def test_the_nearest_name_is_near() -> None:
    assert nearest("Kulturudvalgte", NAMES) == "Kulturudvalget"
    assert nearest("Teknik Udvalg", NAMES) == "Teknisk Udvalg"
    assert nearest("Familieudvalget", NAMES) == "Børn- og Familieudvalget"
    assert nearest("Findesikkeudvalget", NAMES) is None
    assert nearest("", NAMES) is None
