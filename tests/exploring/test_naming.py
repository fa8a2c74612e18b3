"""Names of themes: telling words in a form that stands in the text, never a person's name."""

from __future__ import annotations

from kb.exploring.naming import Text, named

SENIOR = [
    Text("Seniorpolitik 2023", ("Seniorpolitikken gælder for alle. Kirsten Lindholm er tovholder.",)),
    Text("Ny seniorpolitik", ("Byrådet vedtog seniorpolitikken. Kirsten Lindholm orienterede om den.",)),
]
PATH = [
    Text("Cykelsti langs Havnegade", ("Cykelstien anlægges langs Havnegade. Udvalget sendte sagen videre.",)),
    Text("Anlæg af cykelsti", ("Den nye cykelsti koster 4 mio. kr. Kirsten Lindholm svarede på spørgsmål.",)),
]


def test_themes_are_named_by_what_only_they_speak_of() -> None:
    senior, path = named([SENIOR, PATH])
    assert senior[0] == "seniorpolitik"
    assert path[0] == "cykelsti"


def test_people_committees_and_what_every_paper_says_name_nothing() -> None:
    words = {word.casefold() for theme in named([SENIOR, PATH]) for word in theme}
    assert words.isdisjoint({"kirsten", "lindholm", "udvalget", "byrådet", "sagen", "spørgsmål"})


def test_no_two_themes_begin_with_the_same_word() -> None:
    names = named([SENIOR, [*SENIOR, Text("Seniorpuljen", ("Seniorpuljen er brugt.",))], PATH])
    assert len({words[0] for words in names}) == 3


def test_a_theme_without_telling_words_has_no_name() -> None:
    assert named([[Text("Sagen", ("Den er taget til efterretning.",))], PATH])[0] == ()
    assert named([]) == []
