"""What the parts of two segments tell: how much of one is found in the other, and whether it is better found elsewhere.

A sentence that the other account cuts in two is like neither half as a whole, but each half is like a part of it. Each
part is compared with all parts of the other account (late interaction: Khattab and Zaharia, 2020).
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from verbale.models.parts import DIMENSIONS, unpacked
from verbale.stages.align.blocks import Floats

_Floats: TypeAlias = npt.NDArray[np.floating[Any]]

PART_FEATURES = (
    "a found in b",
    "b found in a",
    "best part",
    "a found above mean",
    "b found above mean",
    "a found above rival in row",
    "a found above rival in column",
    "b found above rival in row",
    "b found above rival in column",
    "share of a that b takes",
    "share of b that a takes",
    "most of a part of a that b takes",
    "most of a part of b that a takes",
    "parts that take each other",
    "worst part of a",
    "worst part of b",
)
"""Found: mean over the parts of one of the cosine with the likeliest part of the other. A part is taken by the parts
of the whole other account, in shares that sum to 1."""

PARTS_TURNED = (1, 0, 2, 4, 3, 8, 7, 6, 5, 10, 9, 12, 11, 13, 15, 14)
"""Where each feature stands when the accounts change places."""

USUAL_SPREAD = 0.17
"""Standard deviation of cosines of parts, on news."""

SPREAD_WEIGHT = 100
"""Pairs of parts that the usual spread counts for, so that short accounts do not set their own."""

SHARPNESS = 1.4
"""Spreads are multiplied by this before parts are shared out."""

_SHARES = 4.0
"""Shares are scaled by this, to spread like the other features."""


class PartRows:
    """Parts of all segments of an account below one another: how many each has, and where they begin."""

    def __init__(self, blobs: Sequence[bytes]) -> None:
        """Unpack the parts of each segment, of which it has one at least."""
        self.rows = unpacked(b"".join(blobs))
        self.counts = np.array([len(blob) for blob in blobs]) // DIMENSIONS
        self.starts = np.cumsum(self.counts) - self.counts


def part_features(a: Sequence[bytes], b: Sequence[bytes]) -> Floats:
    """Describe every pair of segments of two accounts by their parts, of which each has one at least.

    Args:
        a: the parts of each segment, as `models.parts` packs them.
        b: those of the other account.

    Returns:
        shape (len(a), len(b), len(PART_FEATURES)).
    """
    x, y = PartRows(a), PartRows(b)
    cosine = x.rows @ y.rows.T
    in_b, in_a = (np.maximum.reduceat(cosine, side.starts, axis=axis) for side, axis in ((y, 1), (x, 0)))
    found_a, found_b = _mean_rows(in_b, x), _mean_rows(in_a.T, y).T
    size = _spread(cosine)
    above_a, row_a, column_a = _margins(found_a, size)
    above_b, row_b, column_b = _margins(found_b, size)
    sharp = cosine * (SHARPNESS / size)
    taken_a, taken_b = _shares(sharp), _shares(sharp.T).T
    by_b, by_a = (
        np.add.reduceat(taken, side.starts, axis=axis)
        for taken, side, axis in ((taken_a, y, 1), (taken_b, x, 0))
    )
    both = np.maximum.reduceat(np.maximum.reduceat(taken_a * taken_b, y.starts, axis=1), x.starts, axis=0)
    return np.stack(
        [
            found_a,
            found_b,
            np.maximum.reduceat(in_b, x.starts, axis=0),
            above_a,
            above_b,
            row_a,
            column_a,
            row_b,
            column_b,
            _SHARES * _mean_rows(by_b, x),
            _SHARES * _mean_rows(by_a.T, y).T,
            _SHARES * np.maximum.reduceat(by_b, x.starts, axis=0),
            _SHARES * np.maximum.reduceat(by_a, y.starts, axis=1),
            _SHARES * np.sqrt(both),
            np.minimum.reduceat(in_b, x.starts, axis=0),
            np.minimum.reduceat(in_a, y.starts, axis=1),
        ],
        axis=-1,
    )


def _spread(cosine: _Floats) -> float:
    """Standard deviation of the cosines of parts, with the usual one for accounts of a few."""
    weight = cosine.size / (cosine.size + SPREAD_WEIGHT)
    return float(np.sqrt(weight * cosine.var() + (1 - weight) * USUAL_SPREAD**2))


def _mean_rows(values: Floats, side: PartRows) -> Floats:
    """Mean of the rows of each segment."""
    mean: Floats = np.add.reduceat(values, side.starts, axis=0) / side.counts[:, None]
    return mean


def _margins(found: Floats, size: float) -> tuple[Floats, Floats, Floats]:
    """Above the mean, above the best rival in the row and in the column, in spreads."""
    mean: Floats = (found.mean(axis=1, keepdims=True) + found.mean(axis=0, keepdims=True)) / 2
    return (
        (found - mean) / size,
        (found - _rival(found, mean)) / size,
        (found - _rival(found.T, mean.T).T) / size,
    )


def _rival(found: Floats, mean: Floats) -> Floats:
    """Highest of each row outside each column; the mean where there is none."""
    if found.shape[1] == 1:
        return mean
    second, first = np.split(np.partition(found, -2, axis=1)[:, -2:], 2, axis=1)
    return np.where(found >= first, second, first)


def _shares(scores: _Floats) -> Floats:
    """Each row as shares of 1 (softmax)."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares
