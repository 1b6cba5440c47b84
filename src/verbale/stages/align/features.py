"""What tells whether a segment of one account and a segment of another say the same."""

from collections.abc import Sequence

import numpy as np

from verbale.records.reading import Vectors
from verbale.stages.align.blocks import Floats, length_factor
from verbale.stages.align.figures import figure_agreement

FEATURES = (
    "cosine",
    "above mean",
    "above rival, better side",
    "above rival, worse side",
    "above second rival",
    "length",
    "figures shared",
    "figures alone",
)

USUAL_SPREAD = 0.025
"""Spread of cosines between segments that do not say the same, on news (NTREX, 8 languages, per document)."""

SPREAD_WEIGHT = 100
"""Pairs of segments that the usual spread counts for, so that short accounts do not set their own."""


def pair_features(
    a: Vectors,
    b: Vectors,
    lengths: tuple[Sequence[int], Sequence[int]],
    figures: tuple[Sequence[frozenset[str]], Sequence[frozenset[str]]],
) -> Floats:
    """Describe every pair of segments of two accounts.

    Margins over the mean and over rivals are counted in spreads of these two accounts: cosines of one topic,
    or of two languages that lie close in the model, are packed more tightly.

    Args:
        a: unit vectors of one account, shape (n, dimensions).
        b: of the other, shape (m, dimensions).
        lengths: characters of each segment of either account.
        figures: figures in each segment of either account.

    Returns:
        shape (n, m, len(FEATURES)).
    """
    cosine = np.asarray(a, dtype=np.float64) @ np.asarray(b, dtype=np.float64).T
    mean = (cosine.mean(axis=1, keepdims=True) + cosine.mean(axis=0, keepdims=True)) / 2
    along, along_second = rivals(cosine, mean)
    across, across_second = (side.T for side in rivals(cosine.T, mean.T))
    size = spread(cosine)
    chars = [np.maximum(np.asarray(side, dtype=np.float64), 1.0) for side in lengths]
    shared, alone = figure_agreement(*figures)
    return np.stack(
        [
            cosine,
            (cosine - mean) / size,
            (cosine - np.minimum(along, across)) / size,
            (cosine - np.maximum(along, across)) / size,
            (cosine - np.maximum(along_second, across_second)) / size,
            length_factor(chars[0], chars[1], float(chars[0].sum() / chars[1].sum())),
            shared,
            alone,
        ],
        axis=-1,
    )


def rivals(cosine: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """Highest and second highest cosine of each row outside each column; the mean where there is none.

    Args:
        cosine: shape (n, m).
        mean: what stands in for a rival that does not exist, same shape.
    """
    padded = np.pad(cosine, ((0, 0), (0, 3)), constant_values=-np.inf)
    ranked = np.sort(np.partition(padded, -3, axis=1)[:, -3:], axis=1)[:, ::-1]
    first, second, third = (np.broadcast_to(ranked[:, k : k + 1], cosine.shape) for k in range(3))
    nearest = np.where(cosine >= first, second, first)
    next_nearest = np.where(cosine >= second, third, second)
    return np.where(np.isneginf(nearest), mean, nearest), np.where(
        np.isneginf(next_nearest), mean, next_nearest
    )


def spread(cosine: Floats) -> float:
    """Spread of cosines of unrelated segments: from the median deviation, which true links do not move."""
    deviation = (
        cosine - cosine.mean(axis=1, keepdims=True) - cosine.mean(axis=0, keepdims=True) + cosine.mean()
    )
    own = float(np.median(np.abs(deviation))) / _MEDIAN_OF_NORMAL
    weight = cosine.size / (cosine.size + SPREAD_WEIGHT)
    return float(np.sqrt(weight * own**2 + (1 - weight) * USUAL_SPREAD**2))


_MEDIAN_OF_NORMAL = 0.6745
"""Median absolute deviation of a normal distribution with standard deviation 1."""
