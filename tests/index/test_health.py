"""Each broken leg of a search is named, and a build that would break one leaves the old generation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from kb import doctor, show
from kb.datatypes import Document, SectionKind
from kb.embedding import Vectors
from kb.errors import IndexStateError
from kb.index import searched
from kb.index.generations import current_generation, generations
from kb.index.health import LegHealth, dead_legs, health_of
from kb.index.searched import Field
from kb.index.store import LocalStore, open_store
from kb.index.token_codes import Codes
from kb.index.tokens import TokenWriter
from kb.knowledge import KnowledgeBase
from kb.settings import Settings
from kb.strings_da import findings
from tests.index.material import document, write_generation

LEGS = ("dense", "words", "ngrams", "exact", "late")
DIMENSIONS = 16
BODIES = (
    "Skolevejene ved Åkirkeby er farlige om vinteren, jf. lokalplan nr. 123 og bilag 2.",
    "Vandafgiften hæves fra den 1. januar 2026, fordi værket i Ålborg er slidt ned.",
    "Naturpolitikken gælder skov, eng og søer, og den følges op hvert år af udvalget.",
    "Kommunen køber fire elbusser til ruten mellem Rønne og Nexø, sag nr. 24/1408.",
    "Byrådet besluttede at åbne svømmehallen igen efter § 17, stk. 4 i vedtægten.",
    "Et kort afsnit.",
    "Budgettet for børnehaverne forhøjes, så der kan ansættes flere pædagoger næste år.",
    "Budgettet for børnehaverne forhøjes, så der kan ansættes flere pædagoger næste år.",
)


def papers() -> list[Document]:
    """One document a body; the last two say the same but for their titles."""
    return [document(f"{at}.txt", [(SectionKind.CASE, "Sagen", body)]) for at, body in enumerate(BODIES)]


def unit(count: int = len(BODIES)) -> Vectors:
    values = np.random.default_rng(5).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return values / np.linalg.norm(values, axis=1, keepdims=True)


def write(index: Path, vectors: Vectors | None = None) -> str:
    return write_generation(index, papers(), unit() if vectors is None else vectors, decided=())


def dead(index: Path) -> tuple[str, ...]:
    return dead_legs(open_store(index))


def test_every_leg_of_a_whole_index_is_well(tmp_path: Path) -> None:
    write(tmp_path)
    health = health_of(open_store(tmp_path))
    assert [leg.name for leg in health] == list(LEGS) == list(findings.LEG_NAMES)
    assert [(leg.ok, leg.detail) for leg in health] == [
        (True, "5 af 5 prøver fundet"),
        (True, "5 af 5 prøver fundet"),
        (True, "5 af 5 prøver fundet"),
        (True, "3 af 3 prøver fundet"),
        (True, "5 af 5 prøver fundet"),
    ]


@pytest.mark.parametrize("bodies", [[], ["Kun tre ord."]])
def test_where_nothing_can_be_probed_all_is_well(tmp_path: Path, bodies: Sequence[str]) -> None:
    made = [document("a.txt", [(SectionKind.CASE, "", body)]) for body in bodies]
    write_generation(tmp_path, made, unit(len(made)), decided=())
    assert health_of(open_store(tmp_path)) == tuple(LegHealth(leg, True, "intet at prøve på") for leg in LEGS)


def test_equal_chunks_find_each_other_and_are_well(tmp_path: Path) -> None:
    same = [document(f"{at}.txt", [(SectionKind.CASE, "", BODIES[0])], title="T") for at in range(30)]
    write_generation(tmp_path, same, np.repeat(unit(1), 30, axis=0), decided=())
    assert dead(tmp_path) == ()


def zero() -> Vectors:
    return np.zeros((len(BODIES), DIMENSIONS), np.float32)


def with_one_undefined_number() -> Vectors:
    vectors = unit()
    vectors[3, 2] = np.nan
    return vectors


def all_the_same() -> Vectors:
    return np.repeat(unit(1), len(BODIES), axis=0)


@pytest.mark.parametrize(
    ("vectors", "detail"),
    [
        (zero, "8 af 8 vektorer er i stykker"),
        (with_one_undefined_number, "1 af 8 vektorer er i stykker"),
        (all_the_same, "alle vektorer er ens"),
    ],
)
def test_dead_vectors_are_named_and_leave_the_old_generation(
    tmp_path: Path, vectors: Callable[[], Vectors], detail: str
) -> None:
    old = write(tmp_path)
    with pytest.raises(IndexStateError) as caught:
        write(tmp_path, vectors())
    assert caught.value.code == "dead_build"
    assert f"betydning ({detail})" in caught.value.message
    assert "kb index --full" in caught.value.remedy
    assert (current_generation(tmp_path), generations(tmp_path)) == (old, (old,))
    assert write(tmp_path) > old


@pytest.mark.parametrize("leg", ["words", "ngrams"])
def test_an_analyzer_that_gives_no_terms_is_named_and_leaves_the_old_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leg: str
) -> None:
    old = write(tmp_path)
    silent = {**searched.FIELDS, leg: Field(lambda _: [], searched.FIELDS[leg].of_question)}
    monkeypatch.setattr("kb.index.searched.FIELDS", silent)
    with pytest.raises(IndexStateError) as caught:
        write(tmp_path)
    assert caught.value.message.endswith(
        f"finder ikke noget: {findings.LEG_NAMES[leg]} (0 af 5 prøver fundet). "
        "Et tidligere indeks er uændret."
    )
    assert (current_generation(tmp_path), dead(tmp_path)) == (old, ())


def test_exact_terms_that_were_not_indexed_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = write(tmp_path)
    monkeypatch.setattr(
        "kb.index.searched.FIELDS",
        {**searched.FIELDS, "exact": Field(lambda _: [], searched.FIELDS["exact"].of_question)},
    )
    with pytest.raises(IndexStateError, match=r"numre og datoer \(0 af 3 prøver fundet\)"):
        write(tmp_path)
    assert current_generation(tmp_path) == old


class WithoutTokens(TokenWriter):
    """Loses the tokens of every chunk."""

    def add(self, codes: Codes) -> None:
        super().add(codes[:0])


class OfTheNextChunk(TokenWriter):
    """Gives every chunk the tokens of the one after it."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        super().__init__(folder, dimensions)
        self._parts: list[Codes] = []

    def add(self, codes: Codes) -> None:
        self._parts.append(codes)

    def finish(self) -> None:
        for codes in [*self._parts[1:], self._parts[0]]:
            super().add(codes)
        super().finish()


@pytest.mark.parametrize(
    ("writer", "detail"),
    [
        (WithoutTokens, "5 af 5 prøver mangler ordvektorer"),
        (OfTheNextChunk, "7 af 7 prøver har ordvektorer fra en anden tekst"),
    ],
)
def test_missing_and_foreign_tokens_are_named_and_leave_the_old_generation(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    writer: type[TokenWriter],
    detail: str,
) -> None:
    old = write(tmp_path)
    monkeypatch.setattr("kb.index.writing.TokenWriter", writer)
    with pytest.raises(IndexStateError) as caught:
        write(tmp_path)
    assert f"finder ikke noget: ord for ord ({detail}). " in caught.value.message
    assert current_generation(tmp_path) == old


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Settings:
    """Settings whose index was made by a version that did not look: its tokens are missing."""
    with monkeypatch.context() as patch:
        patch.setattr("kb.index.writing.TokenWriter", WithoutTokens)
        patch.setattr("kb.index.writing._refuse_dead_legs", lambda *_: None)
        write(tmp_path)
    return settings.model_copy(update={"index": tmp_path})


def test_the_doctor_names_a_dead_leg_with_its_remedy(broken: Settings) -> None:
    check = {each.name: each for each in doctor.examine(broken)}["Søgningens dele"]
    assert not check.ok
    assert "ord for ord (5 af 5 prøver mangler ordvektorer)" in check.detail
    assert "kb index --full" in check.remedy


def test_the_doctor_says_that_all_legs_work(tmp_path: Path, settings: Settings) -> None:
    write(tmp_path)
    checks = doctor.examine(settings.model_copy(update={"index": tmp_path}))
    check = {each.name: each for each in checks}["Søgningens dele"]
    assert (check.ok, check.detail) == (True, "betydning, ord, orddele, numre og datoer, ord for ord virker")


class MaterialEncoder:
    """Stands for the model that a generation of hand-made vectors says it was made with."""

    fingerprint = "fingerprint"
    name = "model"


def test_a_knowledge_base_probes_each_generation_once(
    broken: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    probed: list[LocalStore] = []

    def counted(store: LocalStore) -> tuple[str, ...]:
        probed.append(store)
        return dead_legs(store)

    monkeypatch.setattr("kb.knowledge.dead_legs", counted)
    knowledge = KnowledgeBase(broken, MaterialEncoder())  # type: ignore[arg-type]
    assert (knowledge.dead_legs(), knowledge.dead_legs()) == (("late",), ("late",))
    write(broken.index)
    assert knowledge.refresh()
    assert knowledge.dead_legs() == ()
    assert len(probed) == 2


def test_people_are_warned_of_a_dead_leg_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    show.hits([])
    assert capsys.readouterr().err == ""
    show.hits([], ("dense", "late"))
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "(betydning, ord for ord)" in told.err
    assert "kb index --full" in told.err


def test_a_closed_store_lets_go_of_its_files(tmp_path: Path) -> None:
    write(tmp_path)
    store = open_store(tmp_path)
    assert store.searched.tokens.of(0).size
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.searched.tokens.of(0)
    with pytest.raises(ValueError, match="closed"):
        store.searched.lexical["words"].postings("skole")
