"""Each hand-checked document is parsed as its truth says, but for the misses that are known and explained."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kb.datatypes import OutcomeClass, SectionKind
from tests.golden.compare import Finding, as_line, compare
from tests.golden.truth import HERE, Parsed, Truth, all_truths, parse

KNOWN = HERE / "known_misses.txt"
TRUTHS = {truth.name: truth for truth in all_truths()}


def known() -> list[str]:
    """The lines of the list of known misses that are misses."""
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def misses(truth: Truth, parsed: Parsed) -> list[str]:
    return [as_line(finding) for finding in compare(truth, parsed) if not finding.right]


@pytest.mark.parametrize("name", TRUTHS)
def test_a_document_is_parsed_as_a_careful_reader_reads_it(name: str, request: pytest.FixtureRequest) -> None:
    truth = TRUTHS[name]
    if not truth.path.is_file():
        request.getfixturevalue("shared")
    today = Counter(misses(truth, parse(truth)))
    listed = Counter(line for line in known() if line.startswith(f"{name} · "))
    new, gone = list((today - listed).elements()), list((listed - today).elements())
    assert not new, "not read as the truth says; mend it, or list it and say why:\n" + "\n".join(new)
    assert not gone, f"read rightly now; take it out of {KNOWN.name}:\n" + "\n".join(gone)


def test_every_known_miss_is_of_a_document_and_stands_under_its_reason() -> None:
    reason = ""
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            reason = line
        elif not line:
            reason = ""
        else:
            assert reason, line
            assert line.split(" · ")[0] in TRUTHS, line


def test_every_layout_has_its_truth_and_every_truth_its_document() -> None:
    texts = {path.stem for path in (HERE / "layouts").glob("*.txt")}
    assert {name.split("/")[1] for name in TRUTHS if name.startswith("layouts/")} == texts
    assert len(TRUTHS) >= 43


@pytest.fixture(scope="module")
def slagelse() -> tuple[Truth, Parsed]:
    """A made-up meeting of five items, with its truth."""
    truth = TRUTHS["layouts/slagelse"]
    return truth, parse(truth)


def fields(findings: list[Finding]) -> Counter[str]:
    return Counter(finding.field for finding in findings if not finding.right)


def test_the_comparison_sees_each_kind_of_error(slagelse: tuple[Truth, Parsed]) -> None:
    truth, parsed = slagelse
    before = fields(compare(truth, parsed))
    document = parsed.document
    decided = next(s for s in document.sections if s.kind is SectionKind.DECISION)
    economy = [replace(s, kind=SectionKind.ECONOMY) if s is decided else s for s in document.sections]
    changed = {
        "committee": replace(document, committee="Kulturudvalget"),
        "date": replace(document, date=None),
        "attachment": replace(document, attachments=document.attachments[:1]),
        "attendance": replace(document, participations=document.participations[1:]),
        "item": replace(document, items=(*document.items[:-1], replace(document.items[-1], title="Andet"))),
        "section": replace(document, sections=tuple(economy)),
        "decision": replace(document, sections=tuple(s for s in document.sections if s is not decided)),
    }
    for field, broken in changed.items():
        assert fields(compare(truth, Parsed(broken)))[field] > before[field], field


def test_the_comparison_sees_a_wrong_row_of_the_register(slagelse: tuple[Truth, Parsed]) -> None:
    truth, parsed = slagelse
    before = fields(compare(truth, parsed))
    rows = parsed.decisions
    at = next(i for i, row in enumerate(rows) if row.outcome_class is OutcomeClass.ADOPTED_AMENDED)
    changed = {
        "class": replace(rows[at], outcome_class=OutcomeClass.REJECTED),
        "effect": replace(rows[at], effect=OutcomeClass.NOTED),
        "decision committee": replace(rows[at], committee="Byrådet"),
        "decision span": replace(rows[at], quote=rows[at].quote + " Sagen er slut."),
        "recommender": replace(rows[at], recommender="Borgmesteren"),
        "not participating": replace(rows[at], not_participating=("Hanne Vibe",)),
        "tally": replace(rows[at], tallies=()),
    }
    for field, row in changed.items():
        broken = Parsed(parsed.document)
        broken.__dict__["decisions"] = (*rows[:at], row, *rows[at + 1 :])
        assert fields(compare(truth, broken))[field] > before[field], field
