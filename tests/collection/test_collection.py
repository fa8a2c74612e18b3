"""The sample collection is what its sources say, and none of it is copied from the texts it retells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("reportlab", reason="reportlab builds the PDFs of the sample collection")
pytest.importorskip("docx", reason="python-docx builds the DOCX files of the sample collection")

from tests.collection.build import DATA, ROOT, SOURCES, build

SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 8  # words in a row that may not be shared
FORMULAIC = (  # headings, titles and lines with one fixed wording
    "indstilling kommunaldirektøren indstiller at orienteringen godkendes beslutning i økonomiudvalget "
    "den 06 12 2022 tiltrådt jens meilvang i deltog ikke under behandling af punktet",
    "opsamling og fremtidsperspektiver efter coronatiden",
    "sammenhæng til andre politikker strategier og fagområder",
    "udkast trio stormøde fremtidens arbejdsfællesskaber tirsdag den 5 april 2022 kl 8 00 12 30",
    "trio stormøde om fremtidens arbejdsfællesskaber åben sag sagsgang hu øk kb sagsfremstilling",
    "blik for borgeren digitale muligheder en attraktiv arbejdsplads en stærk fortælling",
    "tillid udvikling ordentlighed og fællesskab",
    "økonomiske konsekvenser indstilling kommunaldirektøren indstiller at orienteringen godkendes bilag",
    "2025 indstilling formanden indstiller at hovedudvalget har en dialog om informationen "
    "beslutning i hovedudvalget den 27 02 2025 kommunaldirektør jonas kroustrup",
    "bilag 1 3742388 åben pensam og foa pm hjælp os med at finde danmarks største "
    "velfærdstalenter 2025_final 23227 25 h 2 3742389 åben kommissorium for fremtidens administrative "
    "bygninger 23228 25 h "
    "3 3752731 åben information fra ledelsen på hovedudvalgsmøde 27 02 2025 31146 25 h",
)


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("data")
    build(target)
    return target


def _content(path: Path) -> object:
    """What a file holds: an office file is packed as the machine's zlib does it, its members are the same."""
    if path.suffix in {".docx", ".odt"}:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return path.read_bytes()


def _files(folder: Path) -> list[str]:
    places = (path for place in ("norddjurs", "fjordby") for path in (folder / place).rglob("*"))
    return sorted(path.relative_to(folder).as_posix() for path in places if path.is_file())


def test_data_is_what_the_sources_give(rebuilt: Path) -> None:
    assert _files(rebuilt) == _files(DATA)
    differing = [name for name in _files(rebuilt) if _content(rebuilt / name) != _content(DATA / name)]
    assert differing == [], "python -m tests.collection.build writes data/ anew"


def test_building_twice_gives_the_same_bytes(rebuilt: Path, tmp_path: Path) -> None:
    build(tmp_path)
    assert all((rebuilt / name).read_bytes() == (tmp_path / name).read_bytes() for name in _files(rebuilt))


def test_the_collection_stays_small() -> None:
    assert sum((DATA / name).stat().st_size for name in _files(DATA)) < 3_000_000


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\\-", "").lower())


def _runs(text: str) -> set[str]:
    words = _words(text)
    return {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@pytest.mark.shared
def test_no_sentence_is_copied_from_the_seeds() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the texts that the collection retells are not beside this checkout")
    allowed = set().union(*(_runs(line) for line in FORMULAIC))
    seeds = set().union(*(_runs(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt")))
    copied = {
        path.name: shared
        for path in SOURCES.rglob("*.md")
        if (shared := (_runs(path.read_text(encoding="utf-8")) & seeds) - allowed)
    }
    assert copied == {}
