"""Personal data is hidden before anything is indexed; every offset stays. All numbers are made up."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from kb.building import read_line
from kb.datatypes import CorrectedField, FieldCorrection, Filter, Masked, MaskedKind
from kb.embedding import Encoder
from kb.errors import SourceError
from kb.index.store import open_store
from kb.ingest import build
from kb.intake import read_document
from kb.jsonable import report_json
from kb.knowledge import KnowledgeBase
from kb.masking import Rules, indexable, withholds_original
from kb.privacy import MASK
from kb.readers import read_bytes
from kb.settings import Settings
from kb.sources import find_files
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.state.feedback import Asked, FeedbackBox, Verdict
from kb.state.forgotten import Forgotten
from kb.strings_da.privacy import Privacy
from tests.minutes import minutes

CPR = "110362-4321"
NOW = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
TEXT = f"""Sag om borgeren {CPR}

Sagsfremstilling

Borgeren med cpr.nr. 110362 4321 søger om støtte. Skriv til eva@kommune.dk eller ring 12 34 56 78.

Indstilling

Forvaltningen indstiller, at borgeren (1103624321) får bevilget støtte.

Beslutning i Socialudvalget den 06-12-2022

Godkendt. {CPR} orienteres af Åse Grønbæk.
"""


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    """Settings over a data folder with one document full of personal data and one without any."""
    folders = {name: tmp_path / name for name in ("data", "index", "state")}
    place = settings.model_copy(update=folders)
    place.data.mkdir()
    (place.data / f"sag {CPR}.txt").write_text(TEXT, "utf-8")
    (place.data / "vand.txt").write_text("Takster for vand\n\nBeslutning\n\nGodkendt.\n", "utf-8")
    return place


def bytes_below(*folders: Path) -> bytes:
    return b"".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())


def test_no_number_reaches_the_index_and_every_offset_stays(place: Settings, encoder: Encoder) -> None:
    report = build([place.data], place, encoder)
    store = open_store(place.index, encoder)
    name = "sag ██████-████.txt"
    document = store.document(name)
    plain = read_document(place.data / "vand.txt")
    assert document.title == "Sag om borgeren ██████-████"
    assert "110362" not in document.text
    assert len(document.text) == len(TEXT.strip())
    assert document.text.index("Godkendt") == TEXT.index("Godkendt")
    decision = store.decisions(Filter(documents=(name,)))[0]
    assert document.text[decision.start : decision.end] == decision.quote
    assert "██████-████ orienteres" in decision.quote
    everything = bytes_below(place.index)
    for written in (b"110362", b"4321"):
        assert written not in everything
    assert report.masked == (Masked(name, MaskedKind.CPR, 5, (1, 1, 1, 1)),)
    assert document.masked == report.masked
    assert document.warnings == ("masked_cpr",)
    assert withholds_original(document)
    assert not withholds_original(plain)


def test_the_report_counts_for_people_and_programs_also_where_nothing_changed(
    place: Settings, encoder: Encoder
) -> None:
    first = build([place.data], place, encoder)
    again = build([place.data], place, encoder)
    assert again.unchanged == 2
    assert again.masked == first.masked
    told = report_json(again)
    assert told["masked"] == [{"document": "sag ██████-████.txt", "kind": "cpr", "count": 5, "pages": [1]}]
    assert Privacy.told(again.masked[0]) == "5 CPR-numre (side 1)"
    assert CPR not in json.dumps(told)
    assert read_line(json.dumps({"report": asdict(again)})) == again


def test_addresses_and_telephones_stay_unless_the_settings_say_so(place: Settings, encoder: Encoder) -> None:
    build([place.data], place, encoder)
    name = "sag ██████-████.txt"
    assert "eva@kommune.dk" in open_store(place.index).document(name).text
    strict = place.model_copy(update={"mask_email": True, "mask_phone": True})
    report = build([place.data], strict, encoder)
    text = open_store(place.index).document(name).text
    assert "███@███████.██ eller ring ██ ██ ██ ██." in text
    assert [(each.kind, each.count) for each in report.masked] == [
        (MaskedKind.CPR, 5),
        (MaskedKind.EMAIL, 1),
        (MaskedKind.PHONE, 1),
    ]


def test_closed_parts_tell_nothing_of_what_was_hidden_in_them(tmp_path: Path) -> None:
    closed = f"Punkt 2: Sag om {CPR} (Lukket sag)\n\nStøtte til {CPR}."
    paper = f"Punkt 1: Takster (Åben sag)\n\nTaksten er 5 kr.\n\n{closed}"
    extraction = read_bytes(paper.encode(), ".txt")
    document = indexable("referat.txt", extraction, "x")
    assert MASK not in document.text
    assert (document.masked, [w for w in document.warnings if w.startswith("masked")]) == ((), [])


def test_files_that_masking_gives_one_name_are_listed_and_not_mixed_up(place: Settings) -> None:
    (place.data / "sag 010203-1234.txt").write_text("En anden sag", "utf-8")
    found = find_files([place.data])
    assert [each.id for each in found.files] == ["vand.txt"]
    assert [(each.path, each.code) for each in found.failed] == [
        ("sag ██████-████.txt", "masked_names_clash"),
        ("sag ██████-████.txt", "masked_names_clash"),
    ]


def test_a_title_of_the_file_s_own_properties_is_masked() -> None:
    extraction = replace(read_bytes(b"Kort tekst uden overskrift i det hele taget."), title=f"Notat {CPR}")
    document = indexable("notat.txt", extraction, "x")
    assert "110362" not in str(document)
    assert document.masked == (Masked("notat.txt", MaskedKind.CPR, 1, ()),)


def test_what_people_enter_is_masked_too(place: Settings, encoder: Encoder) -> None:
    database = StateDatabase(place.state)
    corrections = Corrections(database)
    title = FieldCorrection(CorrectedField.TITLE, None, f"Støtte til {CPR}")
    corrections.correct("vand.txt", [title], None, NOW)
    asked = Asked(f"Hvad fik {CPR}?", {}, "1", "x", abstained=True, cited=())
    FeedbackBox(database).add(asked, Verdict(useful=False, comment=f"Se {CPR}"), None, NOW)
    build([place.data], place, encoder)
    assert open_store(place.index).document("vand.txt").title == "Støtte til ██████-████"
    assert b"110362" not in bytes_below(place.index, place.state)
    assert build([place.data], place, encoder).unchanged == 2


def test_a_question_is_masked_before_anything_else_and_the_answer_says_so(knowledge: KnowledgeBase) -> None:
    answer = knowledge.ask(f"Hvad blev besluttet om TRIO-stormødet for {CPR}?")
    assert "110362" not in str(answer)
    assert "██████-████" in answer.question
    assert answer.notes[0] == Privacy.QUESTION_MASKED
    assert Privacy.QUESTION_MASKED not in knowledge.ask("Hvad blev besluttet om TRIO-stormødet?").notes


def test_words_to_be_forgotten_are_hidden_from_the_next_build_on_and_can_come_back(
    place: Settings, encoder: Encoder
) -> None:
    name = "sag ██████-████.txt"
    first = build([place.data], place, encoder)
    forgotten = Forgotten(StateDatabase(place.state))
    number = forgotten.add_words("Grønbæk, Åse", None, NOW)
    assert forgotten.add_words("Grønbæk, Åse", None, NOW) == number
    second = build([place.data], place, encoder)
    assert second.generation > first.generation
    assert "orienteres af ███ ███████." in open_store(place.index).document(name).text
    assert (MaskedKind.WORDS, 1) in [(each.kind, each.count) for each in second.masked]
    # What does not hold the words is taken over, and a build without a change stays the last one.
    assert second.embedded < second.chunks
    assert build([place.data], place, encoder).generation == second.generation
    assert forgotten.undo(number, "ida", NOW)
    assert not forgotten.undo(number, "ida", NOW)
    build([place.data], place, encoder)
    assert "orienteres af Åse Grønbæk." in open_store(place.index).document(name).text


def test_a_forgotten_document_is_left_out_under_any_name(place: Settings, encoder: Encoder) -> None:
    build([place.data], place, encoder)
    known = open_store(place.index).document("vand.txt")
    Forgotten(StateDatabase(place.state)).add_document("vand.txt", known.sha256, None, NOW)
    report = build([place.data], place, encoder)
    assert [(each.path, each.code) for each in report.skipped] == [("vand.txt", "forgotten")]
    assert report.documents == 1
    (place.data / "vand.txt").rename(place.data / "andet navn.txt")
    report = build([place.data], place, encoder)
    assert [(each.path, each.code) for each in report.skipped] == [("andet navn.txt", "forgotten")]
    (place.data / f"sag {CPR}.txt").unlink()
    with pytest.raises(SourceError):
        build([place.data], place, encoder)


def test_rules_hide_nothing_in_ordinary_minutes() -> None:
    assert Rules(email=True, phone=True).found(minutes("Takster for vand")) == ()
