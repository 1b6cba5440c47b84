import numpy as np
import pytest

from verbale.models.parts import DIMENSIONS, MOST, load_parts, packed, stretch_means, stretches, unpacked
from verbale.models.protocols import TokenVectors


@pytest.mark.parametrize(("tokens", "parts"), [(1, 1), (14, 1), (16, 2), (30, 3), (400, MOST)])
def test_longer_texts_have_more_parts_of_one_length(tokens: int, parts: int) -> None:
    starts = stretches(tokens)
    lengths = np.diff([*starts, tokens])
    assert len(starts) == parts
    assert lengths.min() > 0
    assert lengths.max() - lengths.min() <= 1


def test_each_token_counts_in_one_part() -> None:
    vectors = np.eye(16, dtype=np.float16)
    means = stretch_means(TokenVectors(np.zeros((16, 2), np.int32), vectors))
    assert np.allclose(means.sum(axis=0), 1 / 8)
    assert np.allclose(means[0, :8], 1 / 8)


def test_parts_survive_being_kept() -> None:
    rows = np.random.default_rng(1).normal(size=(3, DIMENSIONS))
    kept = unpacked(packed(rows))
    assert np.allclose((kept * rows).sum(axis=1) / np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert len(packed(rows)) == 3 * DIMENSIONS


def test_a_text_without_tokens_has_no_parts() -> None:
    parts = load_parts()
    some, none = (
        TokenVectors(np.zeros((n, 2), np.int32), np.ones((n, len(parts.centre)), np.float16)) for n in (3, 0)
    )
    assert [len(found) for found in parts.of([some, none])] == [DIMENSIONS, 0]
