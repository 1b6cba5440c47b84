"""What tells whether a run of one account and a run of another say the same."""

import numpy as np

from verbale.stages.align.blocks import Blocks, Floats
from verbale.stages.align.figures import figure_agreement
from verbale.stages.align.sequences import Shape, length_factor, link_shapes, neighbour_mean

FEATURES = (
    "cosine",
    "above mean",
    "above rival",
    "above neighbours",
    "length",
    "figures shared",
    "figures alone",
    "several",
)

FigureRuns = tuple[tuple[frozenset[str], ...], ...]


def link_features(a: Blocks, b: Blocks, figures_a: FigureRuns, figures_b: FigureRuns) -> dict[Shape, Floats]:
    """Describe every link; for shape (p, q) an array of (n - p + 1, m - q + 1, len(FEATURES))."""
    centre_a, centre_b = a.vectors[0].mean(axis=0), b.vectors[0].mean(axis=0)
    ratio = float(a.lengths[0].sum() / b.lengths[0].sum())
    described = {}
    for p, q in link_shapes(len(a.vectors), len(b.vectors)):
        rows, columns = a.vectors[p - 1], b.vectors[q - 1]
        cosine = rows @ columns.T
        means = ((rows @ centre_b)[:, None] + (columns @ centre_a)[None, :]) / 2
        rival = np.maximum(best_rival(rows @ b.vectors[0].T, q), best_rival(columns @ a.vectors[0].T, p).T)
        rival = np.where(np.isfinite(rival), rival, means)
        around = (neighbour_mean(rows, b.vectors[0], q) + neighbour_mean(columns, a.vectors[0], p).T) / 2
        length = length_factor(a.lengths[p - 1], b.lengths[q - 1], ratio)
        shared, alone = figure_agreement(figures_a[p - 1], figures_b[q - 1])
        several = np.full(cosine.shape, float(p + q - 2))
        described[p, q] = np.stack(
            [
                cosine,
                cosine - means,
                cosine - rival,
                cosine - np.where(around == 0, means, around),
                length,
                shared,
                alone,
                several,
            ],
            axis=-1,
        )
    return described


def best_rival(cosines: Floats, width: int) -> Floats:
    """Highest cosine of each row outside each run of `width` columns; -inf where nothing stands outside.

    Args:
        cosines: shape (x, m).
        width: columns in a run.

    Returns:
        shape (x, m - width + 1).
    """
    edge = np.full((cosines.shape[0], 1), -np.inf)
    before = np.maximum.accumulate(np.hstack([edge, cosines]), axis=1)
    after = np.maximum.accumulate(np.hstack([cosines, edge])[:, ::-1], axis=1)[:, ::-1]
    runs = cosines.shape[1] - width + 1
    rival: Floats = np.maximum(before[:, :runs], after[:, width : width + runs])
    return rival
