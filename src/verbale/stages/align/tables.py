"""What the network reads: a table of features for every two segments of two accounts."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from verbale.records.reading import Vectors
from verbale.stages.align.anchors import shared_anchors
from verbale.stages.align.blocks import Floats
from verbale.stages.align.edges import edges
from verbale.stages.align.features import rivals, spread
from verbale.stages.align.figures import figure_agreement, figures_of
from verbale.stages.align.part_tables import PARTS_TURNED, part_features

FEATURES = (
    "likeness",
    "likeness above mean",
    "likeness above rival, better side",
    "likeness above rival, worse side",
    "likeness above second rival",
    "gain with next in b",
    "gain with previous in b",
    "gain with next in a",
    "gain with previous in a",
    "longer",
    "length",
    "figures shared",
    "figures alone",
    "anchors",
    "anchors above mean",
    "anchors shared",
    "size of a",
    "size of b",
    "cosine above mean",
    "cosine above rival, better side",
    "cosine above rival, worse side",
    "begins inside, a",
    "ends inside, a",
    "sentences ended, a",
    "begins inside, b",
    "ends inside, b",
    "sentences ended, b",
)
"""Likeness is the cosine of projected vectors, cosine that of vectors as they are; inside is inside a sentence."""

_PAIRS = ((5, 7), (6, 8), (16, 17), (21, 24), (22, 25), (23, 26))
_CHANGED = {x: y for pair in _PAIRS for x, y in (pair, pair[::-1])}

TURNED = (
    *(_CHANGED.get(number, number) for number in range(len(FEATURES))),
    *(len(FEATURES) + number for number in PARTS_TURNED),
)
"""Where each feature stands when the accounts change places, those of the parts after the others."""

NEGATED = FEATURES.index("longer")
"""The feature that changes its sign then."""

LOW, HIGH = -8.0, 12.0
"""Margins beyond these say no more."""

FEW = 3
"""Mutually best pairs that whole accounts count for, in telling how long one language is to the other."""

_USUAL_LENGTH = 4.5
_ANCHORS = 5.0


def feature_table(
    vectors: tuple[Vectors, Vectors],
    projected: tuple[Floats, Floats],
    texts: tuple[Sequence[str], Sequence[str]],
    parts: tuple[Sequence[bytes], Sequence[bytes]] | None = None,
) -> npt.NDArray[np.float32]:
    """Describe every pair of segments of two accounts, neither of them empty.

    Args:
        vectors: unit vectors of either account as the encoder gives them.
        projected: the same, projected, of unit length.
        texts: the texts.
        parts: the parts of the segments, where they are known.

    Returns:
        shape (n, m, len(FEATURES)); with parts, `PART_FEATURES` come after those.
    """
    a, b = projected
    likeness, cosine = a @ b.T, np.asarray(vectors[0], np.float64) @ np.asarray(vectors[1], np.float64).T
    above, better, worse, second, size = _margins(likeness)
    plain_above, plain_better, plain_worse, _, _ = _margins(cosine)
    lengths = [np.maximum([len(text) for text in side], 1.0) for side in texts]
    next_b, previous_b = (gain / size for gain in _gains(likeness, b, lengths[1]))
    next_a, previous_a = (gain.T / size for gain in _gains(likeness.T, a, lengths[0]))
    longer = _longer(likeness, lengths)
    shared, alone = figure_agreement(*([figures_of(text) for text in side] for side in texts))
    anchors, weight = shared_anchors(*texts)
    sizes = [np.log(side) - _USUAL_LENGTH for side in lengths]
    sides = [
        np.broadcast_to(np.expand_dims(column, axis), likeness.shape)
        for axis, side in ((1, texts[0]), (0, texts[1]))
        for column in edges(side).T
    ]
    table = np.stack(
        [
            likeness,
            above,
            better,
            worse,
            second,
            next_b,
            previous_b,
            next_a,
            previous_a,
            longer,
            np.abs(longer),
            shared,
            alone,
            _ANCHORS * anchors,
            _ANCHORS * (anchors - mean_beside(anchors)),
            np.log1p(weight),
            np.broadcast_to(sizes[0][:, None], likeness.shape),
            np.broadcast_to(sizes[1][None, :], likeness.shape),
            plain_above,
            plain_better,
            plain_worse,
            *sides,
        ],
        axis=-1,
    )
    if parts:
        table = np.concatenate([table, part_features(*parts)], axis=-1)
    return np.asarray(np.clip(table, LOW, HIGH), np.float32)


def turn(table: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The table of the same accounts in the other order."""
    turned: npt.NDArray[np.float32] = np.array(
        table.transpose(1, 0, 2)[..., list(TURNED[: table.shape[-1]])], np.float32
    )
    turned[..., NEGATED] *= -1
    return turned


def mean_beside(values: Floats) -> Floats:
    """Mean of the row and of the column that each cell stands in."""
    mean: Floats = (values.mean(axis=1, keepdims=True) + values.mean(axis=0, keepdims=True)) / 2
    return mean


def _margins(cosine: Floats) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Above the mean and above rivals, in spreads of these two accounts, and that spread."""
    mean, size = mean_beside(cosine), spread(cosine)
    along, along_second = rivals(cosine, mean)
    across, across_second = (side.T for side in rivals(cosine.T, mean.T))
    return (
        (cosine - mean) / size,
        (cosine - np.minimum(along, across)) / size,
        (cosine - np.maximum(along, across)) / size,
        (cosine - np.maximum(along_second, across_second)) / size,
        size,
    )


def _gains(cosine: Floats, columns: Floats, lengths: Floats) -> tuple[Floats, Floats]:
    """How much more alike each row is to two neighbouring columns as one than to the better of them.

    Returns:
        for each column with the one after it, and with the one before it; 0 where there is none.
    """
    after, before = np.zeros_like(cosine), np.zeros_like(cosine)
    if cosine.shape[1] > 1:
        weight = np.sqrt(lengths)
        left, right = weight[:-1], weight[1:]
        together = (columns[:-1] * columns[1:]).sum(axis=1)
        norm = np.sqrt(left**2 + right**2 + 2 * left * right * together)
        pooled = (cosine[:, :-1] * left + cosine[:, 1:] * right) / np.maximum(norm, 1e-9)
        after[:, :-1] = before[:, 1:] = pooled - np.maximum(cosine[:, :-1], cosine[:, 1:])
    return after, before


def _longer(cosine: Floats, lengths: Sequence[Floats]) -> Floats:
    """Logarithm of how much longer each a is than each b, against what is usual for these two languages."""
    ratio = np.log(lengths[0])[:, None] - np.log(lengths[1])[None, :]
    best = np.equal.outer(np.arange(cosine.shape[0]), cosine.argmax(axis=0))
    best &= np.equal.outer(cosine.argmax(axis=1), np.arange(cosine.shape[1]))
    count, whole = int(best.sum()), float(np.log(lengths[0].sum() / lengths[1].sum()))
    usual = (float(np.median(ratio[best])) * count + whole * FEW) / (count + FEW) if count else whole
    return ratio - usual
