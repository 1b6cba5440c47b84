from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.stages.align import align_sequences, pool_blocks

LENGTH = 40


def topics(*numbers: tuple[int, ...], size: int = 16) -> npt.NDArray[np.float32]:
    """Sentences that each say the topics named, on vectors that share a common part."""
    rows = np.full((len(numbers), size), 0.3)
    for row, named in zip(rows, numbers, strict=True):
        row[list(named)] += 1.0
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def align(
    a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return align_sequences(a, b, [LENGTH] * len(a), [LENGTH] * len(b))


def test_sentences_meet_their_translations() -> None:
    text = topics((0,), (1,), (2,), (3,))
    assert align(text, text) == [((i,), (i,)) for i in range(4)]


def test_a_sentence_that_one_side_leaves_out_stands_alone() -> None:
    assert align(topics((0,), (9,), (1,), (2,)), topics((0,), (1,), (2,))) == [
        ((0,), (0,)),
        ((1,), ()),
        ((2,), (1,)),
        ((3,), (2,)),
    ]


def test_a_long_sentence_meets_the_two_that_it_was_split_into() -> None:
    a = topics((0,), (1, 2), (3,))
    b = topics((0,), (1,), (2,), (3,))
    found = align_sequences(a, b, [LENGTH, 2 * LENGTH, LENGTH], [LENGTH] * 4)
    assert found == [((0,), (0,)), ((1,), (1, 2)), ((2,), (3,))]


def test_vectors_of_runs_are_asked_for_and_used() -> None:
    a, b = topics((0,), (1,)), topics((2,), (3,), (1,))
    asked: list[tuple[int, int]] = []

    def merge(spans: Sequence[tuple[int, int]]) -> npt.NDArray[np.float32]:
        asked.extend(spans)
        return topics(*[(0,) if span == (0, 2) else (7,) for span in spans])

    found = align_sequences(a, b, [2 * LENGTH, LENGTH], [LENGTH] * 3, merge_b=merge)
    assert asked == [(0, 2), (1, 3), (0, 3)]
    assert ((0,), (0, 1)) in found


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 2), (3, 0)])
def test_an_empty_side_leaves_everything_alone(n: int, m: int) -> None:
    a, b = topics(*[(i,) for i in range(n)]), topics(*[(i,) for i in range(m)])
    assert align(a, b) == [((i,), ()) for i in range(n)] + [((), (j,)) for j in range(m)]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 1000))
def test_every_sentence_is_used_once_and_in_order(n: int, m: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = (np.asarray(rng.normal(size=(k, 8)), dtype=np.float32) for k in (n, m))
    found = align(a, b)
    assert [i for left, _ in found for i in left] == list(range(n))
    assert [j for _, right in found for j in right] == list(range(m))


def test_pooled_runs_are_unit_vectors_with_summed_lengths() -> None:
    blocks = pool_blocks(topics((0,), (1,), (2,)), [10, 20, 30])
    assert [len(rows) for rows in blocks.vectors] == [3, 2, 1]
    assert blocks.lengths[1].tolist() == [30, 50]
    assert all(np.allclose(np.linalg.norm(rows, axis=1), 1) for rows in blocks.vectors)
