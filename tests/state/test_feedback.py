"""Feedback is kept until somebody deletes it, and becomes questions that the evaluation can ask."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from kb.datatypes import Complaint
from kb.evaluation.feedback import questions_of
from kb.evaluation.questions import read_questions
from kb.state.database import StateDatabase
from kb.state.feedback import LONGEST_COMMENT, Asked, Cited, FeedbackBox, Verdict

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
ASKED = Asked(
    question="Hvad besluttede Økonomiudvalget?",
    filters={},
    generation="g1",
    method="extractive",
    abstained=False,
    cited=(Cited("a.pdf", 3, 9), Cited("b.pdf", 0, 4), Cited("a.pdf", 20, 30)),
)
FILTERED = replace(ASKED, filters={"udvalg": ("Byrådet", "Hovedudvalget"), "aar": ("2020", "2021")})
NOTHING = replace(ASKED, question="Hvad er hovedstaden i Frankrig?", abstained=True, cited=())
USEFUL, USELESS = Verdict(True), Verdict(False, Complaint.OUTDATED, "Den er fra 2019.")


@pytest.fixture
def box(tmp_path: Path) -> FeedbackBox:
    """A box that nothing was put in yet."""
    return FeedbackBox(StateDatabase(tmp_path / "state"))


def test_feedback_comes_back_as_it_was_given_newest_first(box: FeedbackBox) -> None:
    assert box.all() == ()
    first = box.add(FILTERED, USELESS, "eva@kommune.dk", NOW)
    second = box.add(NOTHING, USEFUL, None, NOW + dt.timedelta(hours=1))
    newest, oldest = box.all()
    assert (newest.number, newest.asked, newest.verdict, newest.user) == (second, NOTHING, USEFUL, None)
    assert (oldest.number, oldest.asked, oldest.verdict, oldest.user) == (
        first,
        FILTERED,
        USELESS,
        "eva@kommune.dk",
    )
    assert (oldest.made, oldest.handled, oldest.handled_by) == (NOW, None, None)


def test_a_verdict_can_be_changed_and_handled(box: FeedbackBox) -> None:
    number = box.add(ASKED, USEFUL, None, NOW)
    box.change(number, USELESS)
    box.handle(number, "adam@kommune.dk", NOW)
    (found,) = box.all()
    assert (found.verdict, found.handled, found.handled_by) == (USELESS, NOW, "adam@kommune.dk")
    box.handle(number, "adam@kommune.dk", None)
    (found,) = box.all()
    assert (found.handled, found.handled_by) == (None, None)


def test_a_comment_is_cut_where_it_is_too_long(box: FeedbackBox) -> None:
    box.add(ASKED, Verdict(False, None, "æ" * (LONGEST_COMMENT + 1)), None, NOW)
    assert box.all()[0].verdict.comment == "æ" * LONGEST_COMMENT


def test_what_is_removed_is_gone_from_the_disk_and_its_number_names_nothing_else(
    box: FeedbackBox, tmp_path: Path
) -> None:
    number = box.add(ASKED, Verdict(False, None, "Zacharias Xylander sagde det"), None, NOW)
    box.remove(number)
    assert box.all() == ()
    assert all(b"Xylander" not in path.read_bytes() for path in (tmp_path / "state").iterdir())
    other = box.add(NOTHING, USEFUL, None, NOW)
    box.change(number, USELESS)
    assert [(each.number, each.verdict) for each in box.all()] == [(other, USEFUL)]


def test_useful_answers_and_right_abstentions_become_questions(box: FeedbackBox, tmp_path: Path) -> None:
    box.add(ASKED, USEFUL, None, NOW)
    box.add(NOTHING, USEFUL, None, NOW)
    box.add(replace(ASKED, question="  hvad besluttede   økonomiudvalget? "), USEFUL, None, NOW)
    exported = questions_of(box.all())
    assert [json.loads(line) for line in exported.lines] == [
        {"q": "Hvad besluttede Økonomiudvalget?", "docs": ["a.pdf", "b.pdf"]},
        {"q": "Hvad er hovedstaden i Frankrig?", "unanswerable": True},
    ]
    assert exported.left_out == 0
    (tmp_path / "q.jsonl").write_text(exported.text, "utf-8")
    answerable, unanswerable = read_questions(tmp_path / "q.jsonl")
    assert answerable.documents == ("a.pdf", "b.pdf")
    assert unanswerable.unanswerable


@pytest.mark.parametrize(
    "given",
    [
        [(ASKED, USELESS)],
        [(ASKED, USEFUL), (ASKED, USELESS)],
        [(FILTERED, USEFUL)],
        [(ASKED, USEFUL), (replace(ASKED, abstained=True, cited=()), USEFUL)],
        [(replace(ASKED, cited=()), USEFUL)],
        [(NOTHING, USELESS)],
    ],
)
def test_what_takes_a_person_to_tell_is_left_out_and_counted(
    box: FeedbackBox, given: list[tuple[Asked, Verdict]]
) -> None:
    for asked, verdict in given:
        box.add(asked, verdict, None, NOW)
    exported = questions_of(box.all())
    assert (exported.lines, exported.left_out) == ((), 1)
