"""Nothing above somebody's clearance leaves by any face: canaries of every class, and every way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kb.access import Classes, Cleared, clearance_of
from kb.cli import app
from kb.datatypes import Clearance, Document
from kb.editions import build_editions
from kb.embedding import Encoder
from kb.errors import IndexStateError, KBError, SettingsError, SourceError
from kb.index.generations import generations
from kb.index.repository import repository_of
from kb.ingest import Mode, build
from kb.intake import read_document
from kb.jsonable import document_json, document_text_json
from kb.knowledge import KnowledgeBase
from kb.library import Library
from kb.serve import environment
from kb.settings import Settings, load_settings
from kb.tables import documents_table
from kb.ui import register, render, words
from tests.security import canaries
from tests.security.canaries import FIE, IDA, QUESTIONS, SECRET_FILES, found_in, seen_by

LEVELS = tuple(Clearance)


def test_each_clearance_has_an_index_and_the_files_of_each_hold_no_more(guarded: Settings) -> None:
    assert guarded.editions == LEVELS
    for clearance in LEVELS:
        own = guarded.for_edition(clearance)
        held = b""
        for path in (own.index_folder / "generations").rglob("*"):
            held += path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        assert found_in(held.decode("utf-8", "ignore")) == seen_by(clearance), clearance


def told(knowledge: KnowledgeBase) -> str:
    """All that a knowledge base tells, from every method of it."""
    asked = [knowledge.ask(question) for question in QUESTIONS]
    hits = [knowledge.search(question, 50) for question in QUESTIONS]
    registers: list[Any] = [
        knowledge.documents(),
        knowledge.decisions(),
        knowledge.cases(),
        knowledge.terms(),
        knowledge.tenures(),
        knowledge.gaps(),
        knowledge.facets(),
        knowledge.themes(),
        knowledge.principles(),
        knowledge.paths(),
        knowledge.manifest.documents,
        [knowledge.document(each.id) for each in knowledge.documents()],
        [knowledge.case_of(each.id) for each in knowledge.documents()],
    ]
    return repr((asked, hits, registers))


@pytest.mark.parametrize("clearance", LEVELS)
def test_the_facade_tells_all_that_may_be_read_and_nothing_more(
    guarded: Settings, library: Library, clearance: Clearance
) -> None:
    knowledge = library.get(guarded.for_clearance(clearance))
    assert found_in(told(knowledge)) == seen_by(clearance)
    for name, needed in SECRET_FILES.items():
        if clearance.covers(needed):
            assert knowledge.document(name).clearance is needed
        else:
            for ask in (knowledge.document, knowledge.original, knowledge.case_of):
                with pytest.raises(KBError) as error:
                    ask(name)
                assert error.value.code == "unknown_document"


def test_each_quote_hit_and_decision_says_who_may_read_it(guarded: Settings, library: Library) -> None:
    knowledge = library.get(guarded.for_clearance(Clearance.CONFIDENTIAL))
    classed: dict[str, set[Clearance]] = {}
    for question in QUESTIONS:
        quotes = [(each.quote, each.clearance) for each in knowledge.ask(question).citations]
        hits = [(each.text, each.clearance) for each in knowledge.search(question, 50)]
        for text, clearance in quotes + hits:
            for word in found_in(text):
                classed.setdefault(word, set()).add(clearance)
    assert classed == {word: {clearance} for clearance, word in canaries.CANARIES.items()}
    rows = {each.title: each for each in knowledge.decisions()}
    assert {rows[title].clearance for title in ("Bænk ved havnen", "Cykelparkering")} == {Clearance.PUBLIC}
    assert {each.clearance for each in rows.values() if each.document in SECRET_FILES} == {
        Clearance.INTERNAL,
        Clearance.CONFIDENTIAL,
    }
    secret = next(each for each in rows.values() if each.clearance is Clearance.CONFIDENTIAL)
    assert ">Fortroligt<" in register.verdict(secret)
    (cited, *_) = knowledge.ask("Hvad er besluttet om fratrædelsen?").citations
    assert words.copy_ready(cited).endswith(" – fortroligt")
    assert ">Fortroligt<" in render.badges(cited, warnings_only=True)


def deployed(guarded: Settings, clearance: Clearance, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing; commands are run in the folder, by the settings, for those of that clearance."""
    monkeypatch.chdir(folder)
    for name, value in environment(guarded).items():
        if name.startswith("KB_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("KB_CLEARANCE", clearance.value)


@pytest.mark.parametrize("clearance", [Clearance.PUBLIC, Clearance.CONFIDENTIAL])
@pytest.mark.parametrize(
    "command", [["ask", QUESTIONS[1]], ["search", QUESTIONS[1]], ["decisions"], ["documents"]]
)
def test_the_command_line_says_who_may_read_what_it_tells(
    guarded: Settings,
    clearance: Clearance,
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deployed(guarded, clearance, tmp_path, monkeypatch)
    said = " ".join(CliRunner().invoke(app, command).output.split())
    assert ("Fortroligt" in said) is (clearance is Clearance.CONFIDENTIAL)


def test_a_list_of_documents_says_who_may_read_each(guarded: Settings, library: Library) -> None:
    rows = documents_table(library.register(guarded.for_clearance(Clearance.CONFIDENTIAL)).documents()).rows
    told = {str(row[-2]): row[-1] for row in rows}
    assert {told[name] for name, needed in SECRET_FILES.items() if needed is Clearance.INTERNAL} == {
        "Internt"
    }
    assert told["kanarfortrolig-lukket.txt"] == "Fortroligt"
    everyone = library.register(guarded.for_clearance(Clearance.PUBLIC)).documents()
    assert [row[-1] for row in documents_table(everyone).rows] == [None]


def test_no_question_finds_more_by_its_filters(guarded: Settings, library: Library) -> None:
    from kb.filters import make_filter

    knowledge = library.get(guarded.for_clearance(Clearance.PUBLIC))
    for name in SECRET_FILES:
        assert knowledge.search("kantine", 50, make_filter(document=[name])) == ()


def test_a_closed_item_is_marked_for_those_who_may_read_it(guarded: Settings, library: Library) -> None:
    everyone = library.register(guarded.for_clearance(Clearance.PUBLIC)).document("referat.txt")
    few = library.register(guarded.for_clearance(Clearance.CONFIDENTIAL)).document("referat.txt")
    assert (everyone.clearance, few.clearance) == (Clearance.PUBLIC, Clearance.CONFIDENTIAL)
    assert "closed_parts" in everyone.warnings
    assert "closed_parts" not in few.warnings
    assert len(everyone.text) == len(few.text)
    items = document_text_json(everyone)["items"]
    assert [item["title"] for item in items] == ["Bænk ved havnen", "Cykelparkering"]  # type: ignore[index, union-attr, call-overload]
    assert [item.access.value for item in few.items] == ["åben", "fortrolig", "åben"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("clearance", LEVELS)
def test_the_command_line_has_the_clearance_of_the_deployment(
    guarded: Settings, clearance: Clearance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed(guarded, clearance, tmp_path, monkeypatch)
    runner = CliRunner()
    said = ""
    for command in ("decisions", "cases", "terms", "roles", "gaps", "documents", "doctor"):
        for form in ([], ["--json"]):
            said += runner.invoke(app, [command, *form]).output
    for question in QUESTIONS[:4]:
        said += runner.invoke(app, ["ask", question]).output
        said += runner.invoke(app, ["search", question, "--k", "50", "--json"]).output
    assert found_in(said) == seen_by(clearance)


# the rules


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("personale", "personale/a.pdf", True),
        ("personale/*", "personale/b/c.pdf", True),
        ("Personale/**", "PERSONALE/a.pdf", True),
        ("*/løn*", "hr/Lønaftale.docx", True),
        ("personale", "personaleblad.pdf", False),
        ("*.eml", "post/a.eml", True),
        ("personale", "andet/personale/a.pdf", True),
        ("hr/løn.pdf", "hr/løn.pdf", True),
        ("hr/løn.pdf", "hr/løn.pdf.txt", False),
    ],
)
def test_a_stricter_rule_holds_for_folders_of_that_name(pattern: str, path: str, matches: bool) -> None:
    classes = Classes({pattern: Clearance.INTERNAL})
    found = classes.of_file(path, Path("/mappe") / path)
    assert found is (Clearance.INTERNAL if matches else None)


def test_indexing_a_folder_from_within_opens_nothing() -> None:
    classes = Classes({"personale": Clearance.INTERNAL})
    assert classes.of_file("a.pdf", Path("/data/personale/a.pdf")) is Clearance.INTERNAL
    opening = Classes({"åbent": Clearance.PUBLIC}, unmarked=Clearance.INTERNAL)
    assert opening.of_file("åbent/a.pdf", Path("/data/åbent/a.pdf")) is Clearance.PUBLIC
    assert opening.of_file("a.pdf", Path("/åbent/data/a.pdf")) is None


def test_the_strictest_rule_counts() -> None:
    classes = Classes({"a": Clearance.INTERNAL, "a/b": Clearance.CONFIDENTIAL, "a/b/c": Clearance.PUBLIC})
    assert classes.of_file("a/b/c/d.txt", Path("/x/a/b/c/d.txt")) is Clearance.CONFIDENTIAL


def test_who_may_read_what() -> None:
    cleared = Cleared((IDA,), (FIE,), Clearance.PUBLIC)
    assert clearance_of(None, cleared) is Clearance.PUBLIC
    assert clearance_of("anden@kommune.dk", cleared) is Clearance.PUBLIC
    assert clearance_of(" IDA@kommune.dk ", cleared) is Clearance.INTERNAL
    assert clearance_of(FIE, cleared) is Clearance.CONFIDENTIAL
    assert clearance_of(IDA, Cleared((IDA,), (), Clearance.CONFIDENTIAL)) is Clearance.CONFIDENTIAL


@pytest.mark.parametrize(
    ("values", "editions"),
    [
        ({}, ("offentlig",)),
        ({"clearance": "intern"}, ("intern",)),
        ({"cleared_internal": IDA}, ("offentlig", "intern")),
        ({"indexed_for": "fortrolig,intern"}, ("offentlig", "intern", "fortrolig")),
        ({"clearance": "INTERNAL", "cleared_confidential": FIE}, ("intern", "fortrolig")),
    ],
)
def test_there_is_an_index_for_each_sort_of_reader(values: dict[str, str], editions: tuple[str, ...]) -> None:
    settings = load_settings(**values)
    assert settings.editions == editions
    assert settings.for_clearance(Clearance.PUBLIC).edition is settings.clearance
    assert settings.for_clearance(Clearance.CONFIDENTIAL).edition == editions[-1]


def test_a_clearance_of_none_is_refused() -> None:
    with pytest.raises(SettingsError, match="offentlig, intern, fortrolig"):
        load_settings(clearance="hemmelig")


def test_what_is_not_marked_is_what_the_deployment_says(
    settings: Settings, encoder: Encoder, tmp_path: Path
) -> None:
    place = canaries.settings_of(settings, tmp_path).model_copy(
        update={"unmarked": Clearance.INTERNAL, "classes": {}}
    )
    canaries.write(place)
    report = build_editions([place.data], place, lambda: encoder)
    knowledge = KnowledgeBase(place, encoder)
    assert [each.id for each in knowledge.documents()] == ["referat.txt"]
    assert report.failed == ()
    text = knowledge.document("referat.txt").text
    assert "Bænk ved havnen" in text
    assert found_in(told(knowledge)) == {"kanaroffentlig"}
    assert knowledge.gaps() == ()


# when the rules change


@pytest.fixture
def small(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of the collection in a folder of its own, with no rules yet and nothing indexed."""
    place = canaries.settings_of(settings, tmp_path).model_copy(
        update={"classes": {}, "cleared_internal": (), "cleared_confidential": ()}
    )
    canaries.write(place)
    return place


def test_an_index_made_by_other_rules_is_not_opened_and_its_old_generations_go(
    small: Settings, encoder: Encoder
) -> None:
    build_editions([small.data], small, lambda: encoder)
    (small.data / "ny.txt").write_text("Om bænke.", "utf-8")
    build_editions([small.data], small, lambda: encoder)
    assert len(generations(small.index)) == 2
    ruled = small.model_copy(update={"classes": canaries.RULES})
    with pytest.raises(IndexStateError) as error:
        KnowledgeBase(ruled, encoder)
    assert error.value.code == "classes_changed"
    build_editions([small.data], ruled, lambda: encoder)
    assert len(generations(small.index)) == 1
    assert found_in(told(KnowledgeBase(ruled, encoder))) == {"kanaroffentlig"}


def test_a_document_that_an_editor_closes_is_in_no_generation_any_more(
    small: Settings, encoder: Encoder
) -> None:
    from kb.datatypes import CorrectedField, FieldCorrection
    from kb.state.corrections import Corrections
    from kb.state.database import StateDatabase

    build_editions([small.data], small, lambda: encoder)
    name = "personale/kanarintern-notat.txt"
    said = FieldCorrection(CorrectedField.CLEARANCE, None, Clearance.CONFIDENTIAL.value)
    Corrections(StateDatabase(small.state)).correct(name, [said], None, canaries.NOW)
    build_editions([small.data], small, lambda: encoder)
    assert len(generations(small.index)) == 1
    held = b"".join(path.read_bytes() for path in small.index.rglob("*") if path.is_file())
    assert name.encode() not in held.replace(b"kanarintern-skadet", b"").replace(b"kanarintern-billede", b"")


def test_an_index_for_others_put_in_the_place_of_the_public_one_is_not_opened(
    guarded: Settings, settings: Settings, encoder: Encoder, tmp_path: Path
) -> None:
    import shutil

    shutil.copytree(guarded.for_edition(Clearance.CONFIDENTIAL).index_folder, tmp_path / "index")
    moved = guarded.model_copy(update={"index": tmp_path / "index"})
    with pytest.raises(IndexStateError) as error:
        KnowledgeBase(moved, encoder)
    assert error.value.code == "wrong_clearance"


def test_where_all_is_for_others_the_public_index_is_empty(small: Settings, encoder: Encoder) -> None:
    build_editions([small.data], small, lambda: encoder)
    closed = small.model_copy(update={"classes": {"*": Clearance.INTERNAL}})
    with pytest.raises(SourceError) as error:
        build_editions([small.data], closed, lambda: encoder)
    assert error.value.code == "all_withheld"
    assert generations(small.index) == ()
    both = closed.model_copy(update={"cleared_internal": (IDA,)})
    assert build_editions([small.data], both, lambda: encoder).documents == 4
    assert generations(both.for_edition(Clearance.INTERNAL).index_folder)


def test_an_edition_that_nobody_may_read_any_more_is_removed(small: Settings, encoder: Encoder) -> None:
    both = small.model_copy(update={"indexed_for": (Clearance.CONFIDENTIAL,)})
    build_editions([small.data], both, lambda: encoder)
    folder = both.for_edition(Clearance.CONFIDENTIAL).index_folder
    assert generations(folder)
    build_editions([small.data], small, lambda: encoder)
    assert generations(folder) == ()


def test_the_editions_share_what_was_embedded(small: Settings, encoder: Encoder) -> None:
    everyone = build([small.data], small, encoder)
    few = small.for_edition(Clearance.CONFIDENTIAL)
    report = build([small.data], few, encoder, donor=repository_of(small).open())
    assert report.chunks > everyone.chunks
    # What is new to it are the closed parts, and the meeting's head that lost a line of its contents.
    assert 0 < report.embedded < everyone.chunks
    alone = build([small.data], few, encoder, Mode.FULL)
    assert alone.embedded == report.chunks


def test_the_classes_are_told_in_json(guarded: Settings, library: Library) -> None:
    register = library.register(guarded.for_clearance(Clearance.CONFIDENTIAL))
    classes = {each.id: document_json(each)["clearance"] for each in register.documents()}
    assert classes == {
        "hemmeligt/kanarfortrolig-sag.txt": "fortrolig",
        "kanarfortrolig-lukket.txt": "fortrolig",
        "personale/kanarintern-notat.txt": "intern",
        "referat.txt": "fortrolig",
        "kanarintern-rettet.txt": "intern",
    }


def test_reading_one_file_tells_its_marks(guarded: Settings) -> None:
    document: Document = read_document(guarded.data / "kanarfortrolig-lukket.txt", guarded)
    assert document.access.value == "lukket"
    assert json.loads(json.dumps(document.clearance)) == "offentlig"
