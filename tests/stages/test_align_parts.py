import numpy as np
import pytest

from verbale.models.parts import DIMENSIONS, packed
from verbale.stages.align import align_sequences
from verbale.stages.align.edges import edges_of
from verbale.stages.align.network import pair_network
from verbale.stages.align.part_tables import PART_FEATURES, PARTS_TURNED, part_features


def rows(*seeds: int) -> bytes:
    """Parts in directions of their own."""
    return packed(np.stack([np.random.default_rng(seed).normal(size=DIMENSIONS) for seed in seeds]))


def test_halves_are_found_in_the_whole_and_nothing_else_is() -> None:
    told = part_features([rows(1, 2), rows(3, 4)], [rows(1), rows(2), rows(5)])
    half_in_whole = told[..., PART_FEATURES.index("b found in a")]
    assert half_in_whole[0, :2].min() > 0.99
    assert half_in_whole[0, 2] < 0.5
    assert half_in_whole[1].max() < 0.5
    assert told[0, 0, PART_FEATURES.index("worst part of a")] < 0.5


def test_parts_tell_the_same_from_either_side() -> None:
    a, b = [rows(1, 2), rows(3), rows(4, 5, 6)], [rows(2), rows(7, 4)]
    turned = part_features(b, a).transpose(1, 0, 2)[..., list(PARTS_TURNED)]
    assert np.allclose(part_features(a, b), turned, atol=1e-5)


@pytest.mark.parametrize(
    ("text", "begins", "ends", "within"),
    [
        ("Trade is to double.", 0, 0, 0),
        ("and trade is to double,", 1, 1, 0),
        ("Они встретились. «Торговля растет».", 0, 0, 1),
        ("双方举行会谈。贸易增长。", 0, 0, 1),
        ("The U.S. side paid 2.5 million", 0, 1, 0),
        ("नेता मिले। व्यापार बढ़ेगा", 0, 1, 1),
        ("", 0, 1, 0),
    ],
)
def test_pieces_of_sentences_are_told_in_any_script(text: str, begins: int, ends: int, within: int) -> None:
    found = edges_of(text)
    assert found[:2] == (begins, ends)
    assert round(float(np.expm1(found[2]))) == within


def test_parts_tell_which_neighbour_a_piece_belongs_to() -> None:
    """Whole vectors leave it open whether the middle sentence goes with the one before or after."""
    centre = pair_network().centre
    rng = np.random.default_rng(3)
    first, last = (centre + 0.03 * rng.normal(size=len(centre)) for _ in range(2))
    sides = [np.stack([first, (first + last) / 2, last]), np.stack([first, last])]
    vectors = [np.asarray(side / np.linalg.norm(side, axis=1, keepdims=True), np.float32) for side in sides]
    for middle, wanted in ((2, ((0, 1), (0,))), (3, ((1, 2), (1,)))):
        parts = ([rows(1), rows(middle), rows(4)], [rows(1, 2), rows(3, 4)])
        assert wanted in align_sequences(vectors[0], vectors[1], (40, 40, 40), (80, 80), parts=parts)
