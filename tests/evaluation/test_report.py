"""What people read of a measurement: Danish numbers, the tables, and the page beside a saved run."""

from __future__ import annotations

from kb.evaluation.measuring import Measured, measured_json, with_baseline
from kb.evaluation.report import aligned, markdown, number, probability, sheets, signed
from kb.evaluation.runs import Judged, Made, Run

MADE = Made("bundled", "f" * 8, "h" * 20, 1, 7)


def measured_of(name: str, hits: list[float]) -> Measured:
    """A measurement in which each question has one value for hit@1 and 200 characters of answer."""
    questions = tuple(
        Judged(f"q{n}", {"hit@1": hit, "characters_per_answer": 200.0}) for n, hit in enumerate(hits)
    )
    mean = sum(hits) / len(hits)
    return Measured(
        run=Run(name, "qa", MADE, questions),
        metrics={"questions": len(hits), "hit@1": mean, "characters_per_answer": 200.0},
        intervals={"hit@1": (0.25, 1.0)},
        groups={
            "when": {
                "questions": 3, "answerable": 3, "unanswerable": 0, "hit@1": 0.5, "ndcg@10": 0.25,
                "correct_answers": 1.0, "false_answers": 0.0, "false_refusals": 0.0,
            },
            "split:dev": {
                "questions": 1, "answerable": 0, "unanswerable": 1, "hit@1": 0.0, "ndcg@10": 0.0,
                "correct_answers": 0.0, "false_answers": 1.0, "false_refusals": 0.0,
            },
        },
    )  # fmt: skip


def test_numbers_are_danish() -> None:
    assert [number(3), number(0.5), number(431.25)] == ["3", "0,500", "431,2"]
    assert [signed(0.0123), signed(-0.3), signed(0.0), signed(-0.0001)] == [
        "+0,012",
        "−0,300",
        "0,000",
        "0,000",
    ]
    assert [probability(0.0499), probability(0.0001), probability(1.0)] == ["0,050", "<0,001", "1,000"]


def test_the_table_has_values_and_intervals_under_each_other() -> None:
    lines = aligned(sheets(measured_of("ny", [1.0, 0.5]))[0])
    assert len({len(line) for line in lines}) == 1
    assert lines[0].split() == ["Mål", "Værdi", "95", "%-interval"]
    assert lines[1].split() == ["Spørgsmål", "2", "–"]
    assert lines[2].endswith("0,750  0,250 til 1,000")


def test_a_group_has_a_dash_where_it_has_no_such_question() -> None:
    (_, groups) = sheets(measured_of("ny", [1.0]))
    assert groups.rows == (
        ("when", "3", "0,500", "0,250", "1,000", "–", "0,000"),
        ("Del: dev", "1", "–", "–", "–", "1,000", "–"),
    )


def test_a_comparison_says_where_it_got_better_and_what_is_neither() -> None:
    before, now = measured_of("før", [0.0, 0.0, 1.0, 1.0]), measured_of("nu", [1.0, 1.0, 0.0, 1.0])
    compared = with_baseline(now, before.run)
    sheet = sheets(compared)[-1]
    assert sheet.title == "Sammenligning med »før«"
    assert sheet.header[-3:] == ("Bedre i", "Ringere i", "Ens i")
    assert sheet.rows[0][1:4] == ("0,500", "0,750", "+0,250")
    assert sheet.rows[0][5:] == ("1,000", "2", "1", "1")
    assert sheet.rows[1][5:] == ("1,000", "–", "–", "4")
    record = measured_json(compared)["comparison"]
    assert isinstance(record, dict)
    assert (record["hit@1"]["wins"], record["characters_per_answer"]["wins"]) == (2, None)
    assert "comparison" not in measured_json(now)


def test_the_page_beside_a_run_has_every_table() -> None:
    before, now = measured_of("før", [0.0, 1.0]), measured_of("nu", [1.0, 1.0])
    page = markdown(with_baseline(now, before.run))
    assert page.startswith("# Måling af »nu«\n\nModel: bundled. Indstillinger: hhhhhhhhhhhh. 1 dokument.\n")
    assert "| Rigtigt dokument som nr. 1 | 1,000 | 0,250 til 1,000 |" in page
    for heading in ("## Resultat", "## Grupper af spørgsmål", "## Sammenligning med »før«"):
        assert heading in page
