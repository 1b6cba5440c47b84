"""Runs of segments compared by their parts, for texts that keep one order."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from verbale.stages.align.blocks import Floats, neighbour_mean
from verbale.stages.align.part_tables import PartRows

Shape: TypeAlias = tuple[int, int]
"""Segments of a run on either side."""


def part_margins(a: Sequence[bytes], b: Sequence[bytes], shapes: Sequence[Shape]) -> Mapping[Shape, Floats]:
    """How much better the parts of runs are found in each other than in the segments just outside.

    Args:
        a: the parts of each segment of one text, at least one, as `models.parts` packs them.
        b: those of the other text.
        shapes: sizes of runs on both sides.

    Returns:
        for shape (p, q) an array of (len(a) - p + 1, len(b) - q + 1): the mean of both directions.
    """
    x, y = PartRows(a), PartRows(b)
    cosine = x.rows @ y.rows.T
    longest = [max(shape[side] for shape in shapes) for side in (0, 1)]
    in_b = _ahead(np.maximum.reduceat(cosine, y.starts, axis=1), longest[1])
    in_a = _ahead(np.maximum.reduceat(cosine, x.starts, axis=0).T, longest[0])
    return {
        (p, q): (_mean_of_runs(in_b[q - 1], x, p) + _mean_of_runs(in_a[p - 1], y, q).T) / 2 for p, q in shapes
    }


def _ahead(best: Floats, longest: int) -> list[Floats]:
    """For runs of 1 to `longest` segments: best cosine of each part within the run less that in its neighbours.

    Args:
        best: highest cosine of each part in each segment, shape (parts, segments).
    """
    usual, within = float(best.mean()), best
    ahead = [best - neighbour_mean(best, 1, usual)]
    for width in range(2, min(longest, best.shape[1]) + 1):
        within = np.maximum(within[:, :-1], best[:, width - 1 :])
        ahead.append(within - neighbour_mean(best, width, usual))
    return ahead


def _mean_of_runs(values: Floats, side: PartRows, width: int) -> Floats:
    """Mean over the parts of each run of `width` segments."""
    sums = np.add.reduceat(values, side.starts, axis=0).cumsum(axis=0)
    counts = side.counts.cumsum()
    sums, counts = np.vstack([np.zeros_like(sums[:1]), sums]), np.append(0, counts)
    mean: Floats = (sums[width:] - sums[:-width]) / (counts[width:] - counts[:-width])[:, None]
    return mean
