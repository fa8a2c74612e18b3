"""What is taken away: answers and histories as Markdown, Word and text, and the register as a workbook."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

import docx as python_docx
import openpyxl
import pytest
from lxml import etree

from kb.datatypes import (
    Decision,
    Document,
    Filter,
    Manifest,
    OutcomeClass,
    Recognised,
    SectionKind,
    Status,
    StepState,
)
from kb.export import docx, history, report, xlsx
from kb.export.answers import Asked, answer_report
from kb.export.report import Fact, Passage, Report, Source
from kb.knowledge import KnowledgeBase
from kb.strings_da import COLUMN, SECTION_BADGES
from kb.strings_da.asking import Asking
from kb.tables import Table, decisions_table
from tests.conftest import TODAY
from tests.ui.records import EVIL, answer, case, citation, decision, document, evidence

SITE = "https://viden.fjordby.dk"
NOW = dt.datetime(2026, 11, 22, 14, 5)
MANIFEST = Manifest(5, "1", "2026-11-20T12:00:00+00:00", "", "", "", 1, "", 12, 120)
TRIO = "norddjurs~2Fudkast-program-trio-stormoede.docx"
W = f"{{{docx.W}}}"


def of_answer(**changes: object) -> Report:
    """The report of an answer with one quote with the given fields changed."""
    found = replace(
        answer("Hvad?", citation(**changes)),  # type: ignore[arg-type]
        notes=("Mødet var planlagt, ikke holdt.",),
        recognised=(Recognised("period", "2022-01-01/2022-12-31", 0, 0),),
    )
    return answer_report(found, Asked("Hvad så?", "Byrådet", MANIFEST, SITE), NOW)


def test_an_answer_is_taken_away_with_all_that_belongs_to_it() -> None:
    made = of_answer()
    facts = {each.name: each.value for each in made.facts}
    assert facts == {
        Asking.FACT_QUESTION: "Hvad?",
        Asking.FACT_TYPED: "Hvad så?",
        Asking.FACT_FILTERS: "Byrådet",
        Asking.FACT_RECOGNISED: "2022",
        Asking.FACT_MADE: "22. november 2026 kl. 14.05",
        Asking.FACT_INDEXED: "20. november 2026",
    }
    assert made.notes == ("Mødet var planlagt, ikke holdt.",)
    assert made.paragraphs == ((Passage("»Tiltrådt.«", (1,)),),)
    (source,) = made.sources
    assert source.reference.startswith(
        'Økonomiudvalget 06-12-2022, Beslutning, s. 4: "Tiltrådt." (stormoede.pdf). '
    )
    assert "fjordby/stormoede.pdf" in source.reference
    cited = citation()
    assert (
        source.address == f"{SITE}/dokument?id=fjordby%2Fstormoede.pdf&tegn={cited.start}-{cited.end}#citat"
    )


def test_what_is_not_decided_is_labelled_where_it_is_taken_away() -> None:
    (passage,) = of_answer(section_kind=SectionKind.RECOMMENDATION).paragraphs[0]
    assert passage.label == SECTION_BADGES[SectionKind.RECOMMENDATION]
    (passage,) = of_answer(section_kind=SectionKind.CASE, status=Status.DRAFT).paragraphs[0]
    assert passage.label
    assert of_answer().paragraphs[0][0].label == ""


def test_no_answer_is_taken_away_as_none() -> None:
    made = answer_report(answer("Hvad?"), Asked("Hvad?", "", MANIFEST, SITE), NOW)
    assert made.notes == ("Fandt intet svar i materialet.",)
    assert (made.paragraphs, made.sources) == ((), ())
    assert dict((each.name, each.value) for each in made.facts)[Asking.FACT_FILTERS] == Asking.NO_FILTERS
    assert report.markdown(made)
    assert docx.docx(made)


def test_rows_of_the_register_that_are_not_quoted_are_listed() -> None:
    other = decision(title="Natur", start=1, end=5)
    found = replace(
        answer("Hvad?", citation()), decisions=(decision(), other), total=2, answer="2 beslutninger\n»…«"
    )
    made = answer_report(found, Asked("Hvad?", "", MANIFEST, SITE), NOW)
    assert made.notes[0] == "2 beslutninger"
    assert made.more == ("6. december 2022 · Økonomiudvalget · Natur: Taget til efterretning",)


def test_markdown_has_each_source_as_a_footnote_and_nothing_else_as_markup() -> None:
    text = report.markdown(of_answer(quote="# *Nej* [x](http://x.dk)\n1. <b>ét</b>", title="a_b"))
    assert text.startswith(f"# {Asking.REPORT_ANSWER}\n")
    assert f"- **{Asking.FACT_QUESTION}:** Hvad?" in text
    assert "> »\\# \\*Nej\\* \\[x\\](http://x.dk)\n> 1\\. \\<b\\>ét\\</b\\>«[^1]" in text
    assert re.search(
        r'^\[\^1\]: Økonomiudvalget 06-12-2022, Beslutning, s\. 4: ".*a\\_b.*<https://viden', text, re.M
    )


def test_the_text_to_paste_has_the_sources_under_it() -> None:
    text = report.plain_text(of_answer())
    assert "»Tiltrådt.« [1]" in text
    assert "[1] Økonomiudvalget 06-12-2022, Beslutning, s. 4:" in text
    assert text.endswith("#citat")
    assert report.with_marks("Sagen er udsat.", " [1]") == "Sagen er udsat [1]."


def package(made: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_word_gets_real_footnotes_in_a_whole_package() -> None:
    made = docx.docx(of_answer(quote="Fru Å & Sønner <b>\x00", title=EVIL))
    parts = package(made)
    types = etree.fromstring(parts["[Content_Types].xml"])
    overrides = {each.get("PartName"): each.get("ContentType") for each in types if each.get("PartName")}
    defaults = {each.get("Extension") for each in types if each.get("Extension")}
    assert overrides["/word/footnotes.xml"] == docx.CONTENT_TYPE
    for name in parts:
        assert f"/{name}" in overrides or name.rsplit(".", 1)[-1] in defaults
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        folder = PurePosixPath(name).parent.parent
        for each in etree.fromstring(content):
            if each.get("TargetMode") == "External":
                assert each.get("Target", "").startswith(SITE)
                continue
            target = each.get("Target", "")
            assert posixpath.normpath(folder / target).lstrip("/") in parts
    body, notes = etree.fromstring(parts["word/document.xml"]), etree.fromstring(parts["word/footnotes.xml"])
    used = [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")]
    held = {each.get(f"{W}id"): each for each in notes}
    assert used == ["1"]
    assert set(held) == {"-1", "0", "1"}
    text = "".join(held["1"].itertext())
    assert 'Beslutning, s. 4: "Fru Å & Sønner <b>"' in text
    assert f"{SITE}/dokument?" in text
    (link,) = held["1"].iter(f"{W}hyperlink")
    relations = etree.fromstring(parts["word/_rels/footnotes.xml.rels"])
    assert link.get(f"{{{docx.R}}}id") in {each.get("Id") for each in relations}
    styles = etree.fromstring(parts["word/styles.xml"])
    assert {"FootnoteText", "FootnoteReference"} <= {
        each.get(f"{W}styleId") for each in styles.iter(f"{W}style")
    }
    read = python_docx.Document(io.BytesIO(made))
    assert any("»Fru Å & Sønner <b>«" in each.text for each in read.paragraphs)
    assert read.core_properties.language == "da-DK"


def test_libreoffice_opens_it_where_there_is_one(tmp_path: Path) -> None:
    made = docx.docx(of_answer())
    (tmp_path / "svar.docx").write_bytes(made)
    office = shutil.which("libreoffice") or shutil.which("soffice")
    if office:
        command = [office, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), "svar.docx"]
        subprocess.run(command, check=True, cwd=tmp_path, timeout=120, capture_output=True)
        assert "Økonomiudvalget 06-12-2022" in (tmp_path / "svar.txt").read_text(encoding="utf-8-sig")
    assert package(made)["word/footnotes.xml"]


def sheet(table: Table, links: list[str]) -> openpyxl.worksheet.worksheet.Worksheet:
    """The one sheet of a workbook of the table, as another program reads it."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx.workbook("beslutninger", table, links)))
    (found,) = book.worksheets
    return found


def test_the_workbook_has_dates_as_dates_and_text_as_text() -> None:
    evil = '=HYPERLINK("http://x.dk","løn")'
    rows = [decision(title=evil, final=True, recommendation="+1", quote="x" * 40_000), decision(date=None)]
    found = sheet(decisions_table(rows), [f"{SITE}/a", f"{SITE}/b"])
    heads = [cell.value for cell in found[1]]
    assert heads == [*(COLUMN[name] for name in decisions_table(rows).columns), Asking.SHEET_SOURCE]
    cells = dict(zip(heads, found[2], strict=True))
    assert cells[COLUMN["date"]].value == dt.datetime(2022, 12, 6)
    assert cells[COLUMN["date"]].is_date
    assert (cells[COLUMN["title"]].value, cells[COLUMN["title"]].data_type) == (evil, "s")
    assert cells[COLUMN["recommendation"]].data_type == "s"
    assert cells[COLUMN["final"]].value == "ja"
    assert cells[COLUMN["page"]].value == 1
    assert cells[COLUMN["quote"]].value == "x" * (xlsx.LONGEST_CELL - 1) + "…"
    assert cells[Asking.SHEET_SOURCE].hyperlink.target == f"{SITE}/a"
    assert found[3][0].value is None
    assert found.freeze_panes == "A2"
    assert found.auto_filter.ref == f"A1:{found.cell(3, len(heads)).coordinate}"
    assert found.column_dimensions["C"].width > found.column_dimensions["A"].width


def test_a_table_without_rows_or_links_is_a_workbook_too() -> None:
    found = sheet(decisions_table([]), [])
    assert found.max_row == 1
    assert Asking.SHEET_SOURCE not in [cell.value for cell in found[1]]


def decided(knowledge: KnowledgeBase, case_id: str) -> list[Decision]:
    """The decisions of a case."""
    papers = Filter(documents=tuple(part.document for part in knowledge.case(case_id).parts))
    parts = knowledge.case(case_id).parts
    return [
        row for row in knowledge.decisions(papers) if any(part.document == row.document for part in parts)
    ]


def quoted(knowledge: KnowledgeBase, case_id: str) -> dict[str, Document]:
    """The documents of a case."""
    return {part.document: knowledge.document(part.document) for part in knowledge.case(case_id).parts}


def test_the_history_of_the_sample_case_is_told_word_by_word(knowledge: KnowledgeBase) -> None:
    made = history.history_report(
        knowledge.case(TRIO), decided(knowledge, TRIO), quoted(knowledge, TRIO), MANIFEST, SITE, NOW
    )
    text, differing, sources = report.paste_ready(made).split("\n\n")
    assert differing == (
        "Kilderne siger forskelligt om datoen for arrangementet: et referat siger 6. oktober 2022; et udkast"
        " siger 5. april 2022. Den første kilde vejer tungest [5] [6]."
    )
    assert all(passage.sources for paragraph in made.paragraphs for passage in paragraph)
    assert text == (
        "Sagen skulle efter planen behandles i Hovedudvalget den 11-11-2022 [1]. "
        "Referatet fra Hovedudvalget den 11-11-2022 findes ikke i materialet [1]. "
        "Sagen blev behandlet i Økonomiudvalget den 06-12-2022 [2]. "
        "Indstillingen lød: »Kommunaldirektøren indstiller, at orienteringen godkendes« [3]. "
        "Beslutningen lyder: »Tiltrådt« [2]. "
        "»Tiltrådt« betyder her, at en orientering er godkendt. Der er ikke vedtaget andet [2]. "
        "Sagen skulle efter planen behandles i Kommunalbestyrelsen den 13-12-2022 [4]. "
        "Referatet fra Kommunalbestyrelsen den 13-12-2022 findes ikke i materialet [4]."
    )
    assert [line.partition(" http")[0] for line in sources.split("\n")] == [
        "[1] Hovedudvalget 11-11-2022, Den videre behandling, s. 2: "
        '"Materialet er på dagsordenen i Hovedudvalget den 11. november." (hu-2022-11-11-trio-stormoede.pdf)',
        "[2] Økonomiudvalget 06-12-2022, Beslutning, s. 2: "
        '"Tiltrådt. Jens Meilvang (I) deltog ikke under behandling af punktet." '
        "(oek-2022-12-06-trio-stormoede.pdf)",
        "[3] Økonomiudvalget 06-12-2022, Indstilling, s. 2: "
        '"Kommunaldirektøren indstiller, at orienteringen godkendes." (oek-2022-12-06-trio-stormoede.pdf)',
        "[4] Hovedudvalget 11-11-2022, Den videre behandling, s. 2: "
        '"Derefter kommer det i Økonomiudvalget den 6. december og i Kommunalbestyrelsen den 13. december." '
        "(hu-2022-11-11-trio-stormoede.pdf)",
        "[5] Økonomiudvalget 06-12-2022, Sagsfremstilling, s. 1: "
        '"Materialet er et resultat af TRIO-stormødet den 6. oktober." (oek-2022-12-06-trio-stormoede.pdf)',
        "[6] TRIO-stormøde: Fremtidens arbejdsfællesskaber 05-04-2022, Indledning, ca. s. 1: "
        '"5. april 2022" (udkast-program-trio-stormoede.docx)',
    ]
    assert made.notes == ()
    assert TODAY > dt.date(2022, 12, 13)


def test_every_source_of_every_history_stands_where_it_says(knowledge: KnowledgeBase) -> None:
    told = 0
    for each in knowledge.cases():
        documents = {
            one.document: knowledge.document(one.document) for step in each.steps for one in step.evidence
        }
        documents |= quoted(knowledge, each.id)
        for sentence in history.sentences(each, decided(knowledge, each.id), documents):
            assert sentence.evidence is not None
            found = sentence.evidence
            assert documents[found.document].text[found.start : found.end] == found.quote
            assert documents[found.document].page_at(found.start).number == found.page
            told += 1
    assert told > 20


def test_planned_is_told_apart_from_held_and_missing() -> None:
    held, missing = case().steps
    unsaid = replace(missing, evidence=())  # what no source says is not told
    missing = replace(missing, evidence=(evidence(),))
    planned = replace(missing, state=StepState.PLANNED, evidence=(evidence(),), date_inferred=False)
    undated = replace(planned, date=None)
    told = [
        each.text for each in history.sentences(case(steps=(held, unsaid, missing, planned, undated)), (), {})
    ]
    assert told == [
        "Sagen blev behandlet i Økonomiudvalget den 06-12-2022.",
        "Sagen skulle efter planen behandles i Byrådet den 20-12-2022 (årstallet er udledt).",
        "Referatet fra Byrådet den 20-12-2022 findes ikke i materialet.",
        "Sagen er planlagt til behandling i Byrådet den 20-12-2022.",
        "Sagen skal efter planen behandles i Byrådet; datoen er ikke oplyst.",
    ]


def test_a_decision_outside_every_step_is_told_by_its_own_day() -> None:
    row = decision(
        committee=None,
        date=None,
        effect=OutcomeClass.ADOPTED,
        final=True,
        outcome="Godkendt. ",
        votes="For 3.",
    )
    told = [each.text for each in history.sentences(case(steps=()), [row], {row.document: document()})]
    assert told == [
        "Sagen blev behandlet; udvalg og dato er ikke oplyst.",
        "Beslutningen lyder: »Godkendt«.",
        "Beslutningen er endelig.",
        "Afstemningen er gengivet sådan: »For 3«.",
    ]
    assert history.sentences(case(steps=()), (), {}) == ()


def test_a_history_is_written_to_every_format() -> None:
    made = Report(
        "T",
        (Fact("a", "b"),),
        (),
        ((Passage("Én.", (1,)), Passage("To.", (1,))),),
        (Source(1, "R", f"{SITE}/x"),),
        False,
    )
    assert "Én.[^1] To.[^1]" in report.markdown(made)
    parts = package(docx.docx(made))
    assert parts["word/footnotes.xml"].count(b"w:footnote ") == 4
    assert report.paste_ready(made) == f"Én [1]. To [1].\n\n[1] R {SITE}/x"


@pytest.mark.parametrize("text", ["- punkt", "1. punkt", "+ plus", "a | b", "=== ", "> citat"])
def test_markdown_never_takes_a_text_for_markup(text: str) -> None:
    assert "\\" in report.escaped(text)
    assert report.escaped(text).replace("\\", "") == text
