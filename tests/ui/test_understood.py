"""What is told of a file before it is indexed: what to look at, and nothing that a file can abuse."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kb.building import Step, Trouble
from kb.datatypes import CorrectedField, FileProblem, IngestReport, OutcomeClass, SectionKind, Status
from kb.inspecting import DecisionNote, SectionNote, Understood
from kb.jobs import Outcome
from kb.jobs import Status as Building
from kb.strings_da import WARNINGS
from kb.strings_da.adding import Adding, changes
from kb.ui import builds, fields, understood

PLAIN = Understood(
    id="tilfoejet/a.pdf",
    sha256="0" * 64,
    format="pdf",
    title="Ny svømmehal",
    committee="Økonomiudvalget",
    date=dt.date(2024, 11, 3),
    date_inferred=False,
    status=Status.MINUTES,
    case_number=None,
    pages=2,
    pages_inferred=False,
    closed=False,
    closed_items=0,
    sections=(SectionNote(SectionKind.DECISION, "Beslutning", 1, False),),
    unknown=(),
    decisions=(
        DecisionNote("Hallen", "Godkendt", OutcomeClass.ADOPTED, "Økonomiudvalget", dt.date(2024, 11, 3), 2),
    ),
    attachments=(),
    cpr_pages=(),
    warnings=(),
)
REPORT = IngestReport(
    generation="000001",
    documents=3,
    chunks=9,
    pages=3,
    new=1,
    changed=0,
    unchanged=2,
    removed=0,
    embedded=3,
    reused=6,
    skipped=(),
    failed=(),
    seconds=2.2,
)
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">'


def test_plain_minutes_need_no_look() -> None:
    assert understood.concerns(PLAIN) == ()
    html = understood.file(PLAIN, numbered=False)
    assert Adding.LOOK_AT not in html
    assert "1 beslutning" in html
    assert "2 sider" in html


def test_everything_doubtful_is_told_the_gravest_first() -> None:
    doubtful = replace(
        PLAIN,
        cpr_pages=(3, 1, 3),
        closed_items=2,
        warnings=("hidden_text",),
        date_inferred=True,
        committee=None,
        decisions=(),
        unknown=("Trafikale forhold",),
    )
    assert understood.concerns(doubtful) == (
        Adding.MANY_CPR.format(count=3, pages="side 1, side 3"),
        "2 lukkede dele er udeladt og kan ikke findes.",
        WARNINGS["hidden_text"],
        Adding.DATE_INFERRED,
        Adding.NO_COMMITTEE,
        Adding.NO_DECISION,
        Adding.UNKNOWN.format(names="»Trafikale forhold«"),
    )
    one = replace(PLAIN, cpr_pages=(1,), closed_items=1)
    told = understood.concerns(one)
    assert told[0].startswith("1 sted ligner et CPR-nummer (side 1).")
    assert told[1] == Adding.ONE_CLOSED


def test_a_policy_may_have_headings_of_its_own() -> None:
    policy = replace(PLAIN, status=Status.FINAL, committee=None, decisions=(), unknown=("Formål",))
    assert understood.concerns(policy) == ()
    assert Adding.NOT_RECOGNISED in understood.file(
        replace(policy, sections=(SectionNote(SectionKind.UNKNOWN, "Formål", 1, False),)), numbered=False
    )


def test_nothing_of_a_file_becomes_markup() -> None:
    hostile = replace(
        PLAIN,
        id=HOSTILE,
        title=HOSTILE,
        committee=HOSTILE,
        format=HOSTILE,
        sections=(SectionNote(SectionKind.UNKNOWN, HOSTILE, 2, True),),
        unknown=(HOSTILE,),
        decisions=(DecisionNote(HOSTILE, HOSTILE, OutcomeClass.ADOPTED, HOSTILE, None, 1),),
        attachments=(HOSTILE,),
    )
    for html in (understood.file(hostile, numbered=True), understood.refused(HOSTILE)):
        assert "<script" not in html.lower()
        assert "<img" not in html.lower()


def test_the_fields_stand_as_they_were_read() -> None:
    stood = {each.field: each for each in fields.standings(replace(PLAIN, date_inferred=True))}
    assert stood[CorrectedField.DATE].read == stood[CorrectedField.DATE].value == "2024-11-03"
    assert stood[CorrectedField.DATE].inferred
    assert not stood[CorrectedField.TITLE].inferred
    assert stood[CorrectedField.CASE_NUMBER].value is None
    assert not any(each.corrected or each.waiting for each in stood.values())


def test_progress_tells_the_stage_and_the_numbers() -> None:
    html = builds.progress(Building(1, Step("index", 12, 48), seconds=3.0))
    assert Adding.STAGES["index"] in html
    assert 'value="12" max="48"' in html
    assert "12 af 48 filer" in html
    assert "ca. 9 sekunder tilbage" in html
    waiting = builds.progress(Building(1, Step("waiting", 0, 1), waiting=True))
    assert Adding.STAGES["waiting"] in waiting
    assert "value=" not in waiting
    assert Adding.ANOTHER_FOLLOWS in waiting


def test_a_result_tells_what_was_left_out_and_why() -> None:
    problem = FileProblem(f"a/{HOSTILE}.pdf", "empty_file", "Filen er tom.", "Gem den igen.")
    done = Outcome(dt.datetime.now(dt.UTC), report=replace(REPORT, failed=(problem,)))
    html = builds.result(done)
    assert "1 ny. I alt 3 dokumenter." in html
    assert "Filen er tom. Gem den igen." in html
    assert "<script" not in html
    assert builds.problem_of(done, problem.path) == problem
    assert builds.problem_of(done, "andet.pdf") is None
    assert builds.problem_of(None, "andet.pdf") is None
    broken = Outcome(dt.datetime.now(dt.UTC), trouble=Trouble("x", "Det gik galt.", "Prøv igen."))
    assert "Det gik galt." in builds.result(broken)


def test_changes_are_counted_in_danish() -> None:
    assert changes(1, 0, 0) == "1 ny"
    assert changes(2, 1, 0) == "2 nye og 1 ændret"
    assert changes(2, 3, 1) == "2 nye, 3 ændrede og 1 fjernet"
    assert changes(0, 0, 0) == ""
