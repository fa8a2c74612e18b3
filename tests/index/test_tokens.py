"""Token vectors in two bits a number: near to the vectors they stand for, and read back as written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from kb.embedding import Vectors
from kb.index.token_codes import LEVELS, encode, rotated, rotation, width
from kb.index.tokens import CODES_FILE, TokenIndex, TokenWriter, write_tokens
from tests.decoding import decode


def unit(count: int, dimensions: int = 384, seed: int = 1) -> Vectors:
    values = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return values / np.linalg.norm(values, axis=1, keepdims=True)


def reference(vectors: Vectors) -> list[list[int]]:
    """Each number's level, one at a time, in whole bytes: what encode does without its tricks."""
    turned = vectors @ rotation(vectors.shape[1])
    deviation = 1 / np.sqrt(turned.shape[1])
    found = []
    for row in turned:
        levels = [int(np.searchsorted([-0.9816, 0.0, 0.9816], number / deviation, "right")) for number in row]
        found.append(
            [
                sum(level << 2 * at for at, level in enumerate(levels[i : i + 4]))
                for i in range(0, len(levels), 4)
            ]
        )
    return found


def test_a_rotation_keeps_inner_products() -> None:
    vectors = unit(20, 30)
    assert rotation(30).shape == (30, 32)
    np.testing.assert_allclose(rotated(vectors) @ rotated(vectors).T, vectors @ vectors.T, atol=1e-5)


@pytest.mark.parametrize("dimensions", [384, 30])
def test_codes_are_the_levels_nearest_to_each_number(dimensions: int) -> None:
    vectors = unit(7, dimensions)
    codes = encode(vectors)
    assert codes.shape == (7, width(dimensions))
    assert codes.tolist() == reference(vectors)


def test_a_code_stands_for_a_unit_vector_near_to_the_first_one() -> None:
    vectors = unit(500)
    stood_for = decode(encode(vectors))
    np.testing.assert_allclose(np.linalg.norm(stood_for, axis=1), 1.0, atol=1e-5)
    cosines = (stood_for * rotated(vectors)).sum(axis=1)
    # Max's table: four levels leave 11.75 % of a normal number's variance.
    assert cosines.min() > 0.91
    assert cosines.mean() == pytest.approx(np.sqrt(1 - 0.1175), abs=0.005)


def test_the_first_byte_holds_the_first_four_numbers() -> None:
    byte = np.array([[0b11_10_01_00]], np.uint8)
    expected = LEVELS / np.linalg.norm(LEVELS.astype(np.float64))
    np.testing.assert_allclose(decode(byte)[0], expected, atol=1e-6)


def opened(folder: Path, chunks: list[Vectors]) -> TokenIndex:
    write_tokens(folder / "tokens", [encode(each) for each in chunks], 384)
    return TokenIndex(folder / "tokens", 384)


def test_cosines_are_those_of_the_decoded_vectors(tmp_path: Path) -> None:
    chunks = [unit(5, seed=2), unit(0, seed=3), unit(9, seed=4)]
    index = opened(tmp_path, chunks)
    question = unit(3, seed=5)
    assert index.count == 3
    found = index.cosines(question, [2, 0, 1])
    for cosines, key in zip(found, (2, 0, 1), strict=True):
        exact = rotated(question) @ decode(encode(chunks[key])).T
        np.testing.assert_allclose(cosines, exact, atol=1e-6)
    best = index.best(question, [2, 0, 1])
    np.testing.assert_allclose(best[:, 0], found[0].max(axis=1))
    np.testing.assert_allclose(best[:, 1], found[1].max(axis=1))
    assert best[:, 2].tolist() == [0.0, 0.0, 0.0]


def test_a_token_finds_itself_among_all_others(tmp_path: Path) -> None:
    chunks = [unit(40, seed=seed) for seed in range(10, 30)]
    index = opened(tmp_path, chunks)
    for key in (0, 7, 19):
        assert int(index.best(chunks[key][3:4], range(20)).argmax()) == key


@pytest.mark.parametrize("chunks", [[], [unit(0)]])
def test_an_index_without_tokens_opens(tmp_path: Path, chunks: list[Vectors]) -> None:
    index = opened(tmp_path, chunks)
    assert index.count == len(chunks)
    assert index.best(unit(2), range(len(chunks))).tolist() == [[0.0] * len(chunks)] * 2
    assert index.cosines(unit(2), []) == []


def test_codes_are_read_back_as_written_also_before_all_are_there(tmp_path: Path) -> None:
    codes = [encode(unit(5, seed=1)), encode(unit(0)), encode(unit(2, seed=2))]
    writer = TokenWriter(tmp_path / "tokens", 384)
    for each in codes:
        writer.add(each)
    assert [writer.of(key).tolist() for key in (2, 0, 1)] == [codes[key].tolist() for key in (2, 0, 1)]
    writer.finish()
    index = TokenIndex(tmp_path / "tokens", 384)
    assert [index.of(key).tolist() for key in range(3)] == [each.tolist() for each in codes]


def test_a_file_that_is_cut_off_does_not_open(tmp_path: Path) -> None:
    opened(tmp_path, [unit(5)])
    file = tmp_path / "tokens" / CODES_FILE
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ValueError, match=CODES_FILE):
        TokenIndex(tmp_path / "tokens", 384)


def test_threads_read_at_the_same_time(tmp_path: Path) -> None:
    chunks = [unit(30, seed=seed) for seed in range(40)]
    index = opened(tmp_path, chunks)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(index.of, [key for _ in range(20) for key in range(40)]))
    expected = [encode(each).tobytes() for each in chunks]
    assert [each.tobytes() for each in read] == expected * 20
