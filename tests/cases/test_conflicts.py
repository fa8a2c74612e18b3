"""What papers of one case tell differently is kept with each source, the weightiest first."""

from __future__ import annotations

import pytest

from kb.datatypes import Conflict, Status
from tests.cases.collection import DECIDED, DRAFT, ROUTE, case_with, read, surveyed

EVENT = "Borgermøde om Skovens Hus"
TOLD = f"# {EVENT}\n\nSagsnr.: 25/1408\n\nSagsfremstilling\n\n{{}}\n\nIndstilling\n\nIngen."


def conflicts(*texts: str) -> tuple[Conflict, ...]:
    """The conflicts of the case that the texts make up."""
    named = {f"{at}.txt": text for at, text in enumerate(texts)}
    return case_with(surveyed(read(named)), "0.txt").conflicts


def test_the_day_that_was_held_outweighs_the_day_of_the_draft() -> None:
    draft = f"Udkast\n\n# {EVENT}\n\nTirsdag den 5. april 2022 kl. 8.00-12.30\n\nSagsnr.: 25/1408\n\nProgram"
    (found,) = conflicts(
        draft, TOLD.format("Den 6. oktober 2022 blev der afholdt borgermøde med mange gæster.")
    )
    assert found.subject == "event_date"
    assert found.settled
    assert [(claim.value, claim.status) for claim in found.claims] == [
        ("2022-10-06", Status.AGENDA),
        ("2022-04-05", Status.DRAFT),
    ]
    assert [claim.evidence.quote for claim in found.claims] == [
        "Den 6. oktober 2022 blev der afholdt borgermøde med mange gæster.",
        "5. april 2022",
    ]


def test_two_reports_that_differ_are_not_settled() -> None:
    one = TOLD.format("Borgermødet fandt sted den 6. oktober 2022.")
    (found,) = conflicts(one, TOLD.format("Borgermødet den 7. oktober 2022 blev holdt i hallen, fandt vi."))
    assert {claim.value for claim in found.claims} == {"2022-10-06", "2022-10-07"}
    assert not found.settled


@pytest.mark.parametrize(
    "other",
    [
        "Borgermødet fandt sted den 6. oktober 2022.",
        "Materialet fra borgermødet blev udsendt til alle chefer i kommunen den 14. oktober 2022.",
        "Fristen for svar er den 14. oktober 2022.",
        "Udvalgsmødet fandt sted den 14. oktober 2022.",
    ],
)
def test_the_same_day_and_days_of_something_else_are_no_conflict(other: str) -> None:
    assert conflicts(TOLD.format("Borgermødet fandt sted den 6. oktober 2022."), TOLD.format(other)) == ()


def test_a_case_about_no_event_has_none() -> None:
    assert conflicts(ROUTE, DECIDED, DRAFT) == ()
