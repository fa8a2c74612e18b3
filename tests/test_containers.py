"""From files that hold several documents to answers: each member is a document of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import stat
from pathlib import Path

import pytest
from openpyxl import Workbook

from kb.containers import opened
from kb.datatypes import (
    Access,
    CorrectedField,
    FieldCorrection,
    GapKind,
    Original,
    Status,
    System,
    TitleSource,
    Whereabouts,
)
from kb.embedding import Encoder
from kb.errors import UsageError
from kb.forgetting import FileAct, forget
from kb.index.store import open_store
from kb.ingest import build
from kb.inner_files import InnerFiles
from kb.knowledge import KnowledgeBase
from kb.readers.rooms import ReadingRooms
from kb.register import Register
from kb.settings import Settings
from kb.sources import find_files
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.traces import Target, find
from kb.watch import Watcher
from tests.hashing import HashingEncoder
from tests.readers.holders import ACADRE, FIRSTAGENDA, SBSYS, acadre_list, letter, pptx, shape, zipped
from tests.readers.make import lines, pdf

NOW = dt.datetime(2026, 11, 28, 9, 0, tzinfo=dt.UTC)
FIRST = "firstagenda.json/2026-05-04 Klima- og Teknikudvalget/punkt 01"
MEETING = "sbsys/dagsorden.xml/2024-08-27 Børne- og Skoleudvalget"
PROGRAM = "acadre.zip/Files_88_1234567/program.txt"
TRIO = "acadre.zip/Files_88_1234567/1234567.xml/2022-12-06 Økonomiudvalget/punkt 01"


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    folders = {name: tmp_path / name for name in ("data", "index", "state")}
    (tmp_path / "data").mkdir()
    return settings.model_copy(update=folders)


def fill(data: Path) -> None:
    """One file of every kind."""
    (data / "sbsys" / "bilag").mkdir(parents=True)
    (data / "firstagenda.json").write_bytes(FIRSTAGENDA)
    (data / "sbsys" / "dagsorden.xml").write_bytes(SBSYS)
    for name in ("kort", "elever", "kontrakt"):
        text = f"Bilag\n\nDette er {name} til mødet i udvalget om skolerne."
        (data / "sbsys" / "bilag" / f"{name}.txt").write_text(text, "utf-8")
    folder = "Files_88_1234567"
    (data / "acadre.zip").write_bytes(
        zipped(
            {
                "liste.xml": acadre_list(),
                f"{folder}/1234567.XML": ACADRE,
                f"{folder}/program.txt": "Program for dagen\n\nKl. 8.30 er der morgenmad i kantinen.",
                f"{folder}/leje.txt": "Lejekontrakt\n\nLejen er hemmelig.",
            }
        ).replace(b"1234567.XML", b"1234567.xml")
    )
    message = letter()
    message.add_attachment(
        pdf(lines(["Støjmåling ved Engvej", "", "Støjen er målt til 61 decibel."])),
        "application",
        "pdf",
        filename="måling.pdf",
    )
    (data / "post.eml").write_bytes(message.as_bytes())
    workbook = Workbook()
    workbook.active.title = "Takster"
    workbook.active.append(["Ydelse", "Takst"])
    workbook.active.append(["Madservice hovedret", 62.5])
    workbook.save(data / "takster.xlsx")
    (data / "oplæg.pptx").write_bytes(
        pptx(shape("Byfornyelse", place="title"), shape("Havnetorvet får nye træer i 2028."))
    )
    (data / "web").mkdir()
    (data / "web" / "affald.html").write_text(
        "<html><title>Affald</title><body><nav>Menu</nav><h1>Affald</h1>"
        "<p>Genbrugspladsen på Skrænten har åbent til kl. 20.</p></body></html>",
        "utf-8",
    )


@pytest.fixture(scope="module")
def imported(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    root = tmp_path_factory.mktemp("imported")
    place = settings.model_copy(update={name: root / name for name in ("data", "index", "state")})
    fill(place.data)
    report = build([place.data], place, encoder)
    assert [(each.path, each.code) for each in report.failed] == [(FIRST[:-2] + "04", "item_without_text")]
    return KnowledgeBase(place, encoder, lambda: dt.date(2026, 11, 28))


@pytest.mark.parametrize(
    ("question", "document", "quote", "page"),
    [
        ("Hvad koster cykelstien langs Strandengen?", FIRST, "6,5 mio. kr.", 1),
        ("Hvad blev besluttet om cykelstien langs Strandengen?", FIRST, "Godkendt, idet stien anlægges", 1),
        ("Hvilket distrikt flyttes Søndermarken til?", f"{MEETING}/punkt 01", "Bakkeskolens distrikt", 1),
        ("Hvad besluttede Økonomiudvalget om TRIO-stormødet?", TRIO, "Tiltrådt.", 1),
        ("Hvornår er der morgenmad i kantinen?", PROGRAM, "Kl. 8.30", 1),
        ("Hvor høj skal støjvolden ved Engvej være?", "post.eml", "3 meter", 1),
        ("Hvor høj er støjen målt til?", "post.eml/måling.pdf", "61 decibel", 1),
        ("Hvad er taksten for madservice hovedret?", "takster.xlsx", "Madservice hovedret | 62,5", 1),
        ("Hvornår får Havnetorvet nye træer?", "oplæg.pptx", "Havnetorvet får nye træer i 2028.", 2),
        ("Hvor længe har genbrugspladsen på Skrænten åbent?", "web/affald.html", "kl. 20", 1),
    ],
)
def test_an_answer_quotes_each_kind_of_file(
    imported: KnowledgeBase, question: str, document: str, quote: str, page: int
) -> None:
    answer = imported.ask(question)
    assert not answer.abstained
    found = [each for each in answer.citations if each.document == document and quote in each.quote]
    assert found, [(each.document, each.quote) for each in answer.citations]
    text = imported.document(document).text
    assert all(
        text[each.start : each.end] == each.quote for each in answer.citations if each.document == document
    )
    assert found[0].page == page


def test_what_the_system_states_stands_instead_of_guesses(imported: KnowledgeBase) -> None:
    told = {each.id: each for each in imported.documents()}
    first = told[FIRST]
    assert (first.title, first.title_source) == ("Cykelsti langs Strandengen", TitleSource.SYSTEM)
    assert (first.committee, first.date, first.status) == (
        "Klima- og Teknikudvalget",
        dt.date(2026, 5, 4),
        Status.MINUTES,
    )
    assert (first.case_number, first.format, first.date_inferred) == ("25/26257", "firstagenda", False)
    assert imported.document(FIRST).access is Access.OPEN
    map_ = told["sbsys/bilag/kort.txt"]
    assert (map_.title, map_.date, map_.committee) == ("Kort over distrikter", dt.date(2024, 8, 27), None)
    assert imported.document("sbsys/bilag/kort.txt").stated.system is System.SBSYS
    assert told[TRIO].status is Status.MINUTES  # from the list of agendas, not from the agenda itself
    assert (told["post.eml"].title, told["post.eml"].date) == ("Svar på høring om støj", dt.date(2024, 3, 12))


def test_the_decisions_of_exports_are_in_the_register(imported: KnowledgeBase) -> None:
    found = {(each.document, each.committee, each.date, each.outcome) for each in imported.decisions()}
    assert (TRIO, "Økonomiudvalget", dt.date(2022, 12, 6), "Tiltrådt") in found
    assert any(document == FIRST and outcome.startswith("Godkendt") for document, _, _, outcome in found)


def test_nothing_closed_is_in_any_byte_of_the_index(imported: KnowledgeBase) -> None:
    index = Path(imported.manifest.sources[0]).with_name("index")
    held = b"".join(path.read_bytes() for path in index.rglob("*") if path.is_file())
    text = held.decode("utf-8", "ignore")
    for word in ("Hemmelig", "lodsejere", "fortrolig", "Kontrakt", "Lejemål", "Lejekontrakt", "kontrakt.txt",
                 "elever.txt", "Elever med", "Deltagersen", "Afsender", "25/99999"):  # fmt: skip
        assert word not in text, word


def test_what_was_made_from_a_file_has_none_of_its_own_and_says_so(imported: KnowledgeBase) -> None:
    for document in (FIRST, TRIO, "post.eml"):
        assert imported.original(document) == Original(document, Whereabouts.INSIDE)
    for document in ("takster.xlsx", "oplæg.pptx", "sbsys/bilag/kort.txt"):
        assert imported.original(document).state is Whereabouts.FOUND


def test_a_file_in_another_is_shown_and_nothing_beside_it(imported: KnowledgeBase) -> None:
    paper = imported.original("post.eml/måling.pdf")
    assert paper.state is Whereabouts.FOUND
    assert paper.path is not None
    assert paper.path.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(paper.path.parent.stat().st_mode) == 0o700
    assert imported.page_image("post.eml/måling.pdf", 1).startswith(b"\x89PNG")
    program = imported.original(PROGRAM)
    assert program.path is not None
    assert "morgenmad" in program.path.read_text("utf-8")


def test_a_file_that_its_archive_holds_no_more_is_not_shown(place: Settings) -> None:
    (place.data / "x.zip").write_bytes(
        zipped({"i.zip": zipped({"a.txt": "Om havnen."}), "b.txt": "Om skolen."})
    )
    build([place.data], place, HashingEncoder())
    register = Register(place)
    path = register.original("x.zip/i.zip/a.txt").path
    assert path is not None
    assert path.read_text("utf-8") == "Om havnen."
    (place.data / "x.zip").write_bytes(zipped({"b.txt": "Om børnehaven."}))
    assert register.original("x.zip/b.txt").state is Whereabouts.CHANGED
    (place.data / "x.zip").write_bytes(b"PK halv")
    assert register.original("x.zip/b.txt").state is Whereabouts.CHANGED
    (place.data / "x.zip").unlink()
    assert register.original("x.zip/b.txt").state is Whereabouts.GONE


def test_files_that_are_shown_take_no_more_room_than_they_may(place: Settings) -> None:
    (place.data / "x.zip").write_bytes(zipped({f"{at}.txt": f"Nummer {at}" for at in range(3)}))
    files = InnerFiles(room=20)
    shas = [hashlib.sha256(f"Nummer {at}".encode()).hexdigest() for at in range(3)]
    paths = [files.path_of(place.data / "x.zip", sha, place) for sha in shas]
    assert [path is not None and path.exists() for path in paths] == [False, True, True]
    again = files.path_of(place.data / "x.zip", shas[0], place)
    assert again == paths[0]
    assert again is not None
    assert again.read_text("utf-8") == "Nummer 0"


def test_what_a_system_states_makes_no_gaps_that_are_none(imported: KnowledgeBase) -> None:
    found = {(each.kind, each.detail) for each in imported.gaps()}
    assert (GapKind.ABSENT_ATTACHMENT, "Linjeføring for cykelstien") in found
    assert {kind for kind, _ in found} == {GapKind.ABSENT_ATTACHMENT, GapKind.UNREAD_FILE}


# building again


def indexed(place: Settings) -> dict[str, str]:
    return open_store(place.index).checksums()


def test_only_the_member_that_changed_is_read_again(place: Settings) -> None:
    encoder = HashingEncoder()
    files = {"a.txt": "Om havnen.", "b.txt": "Om skolen.", "c.txt": "Om vejen."}
    (place.data / "x.zip").write_bytes(zipped(files))
    first = build([place.data], place, encoder)
    assert (first.new, first.documents) == (3, 3)
    again = build([place.data], place, encoder)
    assert again.generation == first.generation
    (place.data / "x.zip").write_bytes(zipped(files | {"b.txt": "Om børnehaven.", "d.txt": "Nyt."}))
    third = build([place.data], place, encoder)
    assert (third.new, third.changed, third.unchanged, third.removed) == (1, 1, 2, 0)
    (place.data / "x.zip").write_bytes(zipped({"a.txt": "Om havnen."}))
    fourth = build([place.data], place, encoder)
    assert (fourth.unchanged, fourth.removed) == (1, 3)
    assert list(indexed(place)) == ["x.zip/a.txt"]


def test_what_is_closed_later_goes_though_its_file_is_as_it_was(place: Settings) -> None:
    encoder = HashingEncoder()
    folder = place.data / "bilag"
    folder.mkdir()
    (folder / "kort.txt").write_text("Et kort.", "utf-8")
    (place.data / "dagsorden.xml").write_bytes(SBSYS)
    build([place.data], place, encoder)
    assert "bilag/kort.txt" in indexed(place)
    path = b'BilagUrl="bilag/kort.txt"'
    closed = SBSYS.replace(b'"true" ' + path, b'"false" ' + path)
    (place.data / "dagsorden.xml").write_bytes(closed)
    report = build([place.data], place, encoder)
    assert "bilag/kort.txt" not in indexed(place)
    assert ("bilag/kort.txt", "closed") in [(each.path, each.code) for each in report.skipped]


def test_a_title_that_the_export_changes_is_the_titles_of_the_next_generation(place: Settings) -> None:
    encoder = HashingEncoder()
    (place.data / "bilag").mkdir()
    (place.data / "bilag" / "kort.txt").write_text("Et kort.", "utf-8")
    (place.data / "d.xml").write_bytes(SBSYS)
    build([place.data], place, encoder)
    (place.data / "d.xml").write_bytes(SBSYS.replace(b"Kort over distrikter", b"Nyt kort"))
    build([place.data], place, encoder)
    assert open_store(place.index).document("bilag/kort.txt").title == "Nyt kort"


@pytest.mark.parametrize("listed", [acadre_list("2"), acadre_list("1", publish="false")])
def test_a_closed_agenda_is_closed_with_all_its_items(place: Settings, listed: bytes) -> None:
    (place.data / "liste.xml").write_bytes(listed)
    (place.data / "Files_88_1234567").mkdir()
    (place.data / "Files_88_1234567" / "1234567.XML").write_bytes(ACADRE)
    (place.data / "Files_88_1234567" / "1234567.txt").write_text("x", "utf-8")
    with ReadingRooms.of(place) as rooms:
        found = find_files([place.data], unpack=rooms.unpack)
    assert [each.id for each in found.files] == ["Files_88_1234567/1234567.txt"]
    assert {each.code for each in found.skipped} == {"closed"}


def test_of_several_files_with_a_closed_ones_name_none_is_read(place: Settings) -> None:
    """The export says where the file lies; it was moved, and which of the two it is nobody can tell."""
    (place.data / "d.xml").write_bytes(SBSYS)
    for folder in ("a", "b"):
        (place.data / folder).mkdir()
        (place.data / folder / "ELEVER.TXT").write_text("Navne.", "utf-8")
    with ReadingRooms.of(place) as rooms:
        found = find_files([place.data], unpack=rooms.unpack)
    assert [each.path for each in found.skipped if each.code == "closed"][:2] == [
        "a/ELEVER.TXT",
        "b/ELEVER.TXT",
    ]


def test_statements_reach_no_file_above_or_beside_the_export(place: Settings) -> None:
    (place.data / "eksport").mkdir()
    (place.data / "eksport" / "d.xml").write_bytes(SBSYS.replace(b"bilag/kort.txt", b"../uden.txt"))
    for name in ("uden.txt", "kontrakt.txt"):
        (place.data / name).write_text("Åbent for alle.", "utf-8")
    with ReadingRooms.of(place) as rooms:
        found = find_files([place.data], unpack=rooms.unpack)
    assert {each.id: each.stated for each in found.files if "/" not in each.id} == {
        "uden.txt": None,
        "kontrakt.txt": None,
    }


@pytest.mark.parametrize(
    "path",
    ["../bilag/elever.txt", "C:\\eksport\\elever.txt", "\\\\server\\elever.txt", "http://esdh/x/elever.txt"],
)
def test_a_closed_file_is_closed_wherever_the_export_had_it(place: Settings, path: str) -> None:
    place_of = "bilag" if path.startswith("..") else "eksport/flyttet"
    for folder in ("eksport", place_of):
        (place.data / folder).mkdir(parents=True, exist_ok=True)
    (place.data / "eksport" / "d.xml").write_bytes(SBSYS.replace(b"bilag\\elever.txt", path.encode()))
    (place.data / place_of / "elever.txt").write_text("Navne.", "utf-8")
    with ReadingRooms.of(place) as rooms:
        found = find_files([place.data], unpack=rooms.unpack)
    assert (f"{place_of}/elever.txt", "closed") in [(each.path, each.code) for each in found.skipped]
    assert f"{place_of}/elever.txt" not in [each.id for each in found.files]


def test_an_export_in_an_archive_closes_nothing_outside_it(place: Settings) -> None:
    export = SBSYS.replace(b"bilag\\elever.txt", b"../elever.txt")
    (place.data / "x.zip").write_bytes(zipped({"d.xml": export}))
    (place.data / "elever.txt").write_text("Åbent for alle.", "utf-8")
    with ReadingRooms.of(place) as rooms:
        found = find_files([place.data], unpack=rooms.unpack)
    assert "elever.txt" in [each.id for each in found.files]


def test_an_editor_has_the_last_word(place: Settings) -> None:
    encoder = HashingEncoder()
    (place.data / "firstagenda.json").write_bytes(FIRSTAGENDA)
    correction = FieldCorrection(CorrectedField.TITLE, "Cykelsti langs Strandengen", "Ny titel")
    Corrections(StateDatabase(place.state)).correct(FIRST, [correction], None, NOW)
    build([place.data], place, encoder)
    document = open_store(place.index).document(FIRST)
    assert (document.title, document.title_source) == ("Ny titel", TitleSource.EDITOR)


def test_what_is_hidden_is_hidden_in_what_a_system_states_and_in_names(place: Settings) -> None:
    encoder = HashingEncoder()
    data = json.loads(FIRSTAGENDA)
    data["Dagsordenpunkter"][0]["Navn"] = "Klage fra 110362-4321"
    (place.data / "a.json").write_text(json.dumps(data), "utf-8")
    (place.data / "x.zip").write_bytes(zipped({"110362-4321/sag.txt": "Om sagen."}))
    report = build([place.data], place, encoder)
    held = b"".join(path.read_bytes() for path in place.index.rglob("*") if path.is_file())
    assert b"4321" not in held
    assert "4321" not in repr(report)
    assert (
        open_store(place.index)
        .document("a.json/2026-05-04 Klima- og Teknikudvalget/punkt 01")
        .title.startswith("Klage fra ")
    )


def test_one_bad_container_stops_no_other(place: Settings) -> None:
    (place.data / "halv.zip").write_bytes(b"PK\x03\x04 halv")
    (place.data / "andet.json").write_text('{"a": 1}', "utf-8")
    (place.data / "a.txt").write_text("Om havnen.", "utf-8")
    report = build([place.data], place, HashingEncoder())
    assert report.documents == 1
    assert [(each.path, each.code) for each in report.failed] == [
        ("andet.json", "unknown_export"),
        ("halv.zip", "corrupt_document"),
    ]
    assert [gap.document for gap in Register(place).gaps()] == ["andet.json", "halv.zip"]


def test_what_belongs_to_saved_pages_is_passed_over_and_no_gap(place: Settings) -> None:
    """A folder of web pages: the pages are documents, what dresses them is named and not missed."""
    (place.data / "side_files").mkdir()
    for name, text in {
        "side.html": "<title>Affald</title><p>Vi henter haveaffald i uge 40.</p>",
        "side.xhtml": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Glas</p></body></html>',
        "side_files/stil.css": "p {}",
        "side_files/program.js": "alert(1)",
        "side_files/logo.png": "x",
        "foto.png": "x",
    }.items():
        (place.data / name).write_text(text, "utf-8")
    report = build([place.data], place, HashingEncoder())
    assert list(indexed(place)) == ["side.html", "side.xhtml"]
    assert {each.path: each.code for each in report.skipped} == {
        "foto.png": "unsupported_file",
        **dict.fromkeys(("side_files/logo.png", "side_files/program.js", "side_files/stil.css"), "page_part"),
    }
    assert [gap.document for gap in Register(place).gaps()] == ["foto.png"]


def test_every_file_and_member_is_indexed_or_listed(place: Settings) -> None:
    fill(place.data)
    (place.data / "alt.zip").write_bytes(
        zipped(
            {"a.txt": "Om havnen.", "../b.txt": "x", "c.ods": "x", "d.pdf": b"%PDF-1.7 halv", "e.css": "x"}
        )
    )
    report = build([place.data], place, HashingEncoder())
    named = {*indexed(place), *(each.path for each in (*report.skipped, *report.failed))}
    assert {each for each in named if each.startswith("alt.zip")} == {
        *("alt.zip/a.txt", "alt.zip/uden brugbart navn", "alt.zip/c.ods", "alt.zip/d.pdf", "alt.zip/e.css")
    }
    assert all(each.message and each.remedy for each in (*report.skipped, *report.failed))


# forgetting


def test_a_member_is_forgotten_by_its_id_and_its_file_is_left(place: Settings) -> None:
    encoder = HashingEncoder()
    (place.data / "x.zip").write_bytes(zipped({"a.txt": "Om havnen.", "b.txt": "Klage fra Åse Grønbæk."}))
    build([place.data], place, encoder)
    target = Target(document="x.zip/b.txt")
    (found,) = find(target, place).places
    assert (found.path, found.shared) == (place.data / "x.zip", True)
    with pytest.raises(UsageError) as caught:
        forget(target, place, lambda: encoder, "drift", NOW, FileAct(erase=True))
    assert caught.value.code == "inside_container"
    assert list(indexed(place)) == ["x.zip/a.txt", "x.zip/b.txt"]
    done = forget(target, place, lambda: encoder, "drift", NOW)
    assert done.remains.count == 0
    assert done.left == (place.data / "x.zip",)
    assert list(indexed(place)) == ["x.zip/a.txt"]
    report = build([place.data], place, encoder)
    assert [(each.path, each.code) for each in report.skipped] == [("x.zip/b.txt", "forgotten")]


def test_a_person_is_hidden_in_members(place: Settings) -> None:
    encoder = HashingEncoder()
    (place.data / "x.zip").write_bytes(
        zipped({"a.txt": "Om havnen.", "b.txt": "Klage fra Åse Grønbæk i går."})
    )
    build([place.data], place, encoder)
    done = forget(Target(text="Åse Grønbæk"), place, lambda: encoder, "drift", NOW)
    assert done.remains.count == 0
    assert "Grønbæk" not in open_store(place.index).document("x.zip/b.txt").text
    again = find(Target(text="Åse Grønbæk"), place).places
    assert [(each.document, each.hidden) for each in again] == [("x.zip/b.txt", True)]


def test_a_folder_that_is_followed_sees_a_container_change(place: Settings) -> None:
    watcher = Watcher([place.data], place)
    assert watcher._is_ours(place.data / "x.zip")
    assert not watcher._is_ours(place.data / ".x.zip.part")


def test_without_containers_nothing_is_looked_into(place: Settings) -> None:
    (place.data / "a.txt").write_text("x", "utf-8")

    def never(path: Path) -> None:
        raise AssertionError(path)

    files = find_files([place.data]).files
    assert opened(files, never).files == list(files)  # type: ignore[arg-type]
