"""Dissent, reservations and remarks, which are never outcomes."""

from __future__ import annotations

import pytest

from kb.cases.decisions import decisions_of
from kb.cases.statements import statements_of
from kb.datatypes import OutcomeClass, StatementKind
from tests.cases.papers import parsed

DISSENT, RESERVATION, REMARK = StatementKind.DISSENT, StatementKind.RESERVATION, StatementKind.REMARK


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Anne Holm (A) tager forbehold.",
            [(RESERVATION, ("Anne Holm (A)",), "Anne Holm (A) tager forbehold.")],
        ),
        (
            "Venstre og Liste Ø tog forbehold.",
            [(RESERVATION, ("Venstre", "Liste Ø"), "Venstre og Liste Ø tog forbehold.")],
        ),
        (
            "Godkendt, idet Liste Ø tager forbehold.",
            [(RESERVATION, ("Liste Ø",), "Liste Ø tager forbehold.")],
        ),
        ("Godkendt. Liste A kan ikke tiltræde.", [(DISSENT, ("Liste A",), "Liste A kan ikke tiltræde.")]),
        (
            "Rådmand Bo Lind ønsker ført til protokollen, at sagen haster.",
            [(DISSENT, ("Bo Lind",), "Rådmand Bo Lind ønsker ført til protokollen, at sagen haster.")],
        ),
        (
            "Mindretalsudtalelse fra Liste Ø: Vi støtter ikke salget.",
            [(DISSENT, ("Liste Ø",), "Mindretalsudtalelse fra Liste Ø: Vi støtter ikke salget.")],
        ),
        (
            'Venstre afgav følgende protokolbemærkning:\n\n"Vi stemmer imod. Det haster."\n\nMødet sluttede.',
            [
                (
                    DISSENT,
                    ("Venstre",),
                    'Venstre afgav følgende protokolbemærkning:\n\n"Vi stemmer imod. Det haster."',
                )
            ],
        ),
        (
            "Bo Lind ønskede følgende tilføjet:\n\n• at prisen er høj.\n• at byen vokser.\n\nEva Vig kom.",
            [
                (
                    REMARK,
                    ("Bo Lind",),
                    "Bo Lind ønskede følgende tilføjet:\n\n• at prisen er høj.\n• at byen vokser.",
                )
            ],
        ),
        (
            "Liste B stemte imod, idet de ønsker sagen afgjort.",
            [(DISSENT, ("Liste B",), "Liste B stemte imod, idet de ønsker sagen afgjort.")],
        ),
        ("Udvalget tager forbehold for prisen.", []),
        ("Udvalget kunne ikke tiltræde indstillingen.", []),
        ("Imod stemte Ø.", []),
        ("Godkendt.", []),
    ],
)
def test_what_members_had_written_down(text: str, found: list[tuple[object, ...]]) -> None:
    assert [(s.kind, s.by, text[s.start : s.end]) for s in statements_of(text)] == found


def test_the_refusal_of_the_larger_side_is_the_outcome_and_no_dissent() -> None:
    paper = (
        "Park\n\nIndstilling\n\nDirektøren indstiller, at parken anlægges.\n\n"
        "Beslutning i Teknisk Udvalg den 01-09-2014\n\n"
        "Anne Holm, Bo Lind og Eva Vig kunne ikke tiltræde forslaget.\n\nTom Skov kunne tiltræde forslaget."
    )
    [decision] = decisions_of(parsed(paper))
    assert (decision.outcome_class, decision.statements) == (OutcomeClass.REJECTED, ())
