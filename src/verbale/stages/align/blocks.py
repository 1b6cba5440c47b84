"""Runs of neighbouring segments as one vector, so that one sentence can meet several."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from verbale.records.reading import Vectors

Floats: TypeAlias = npt.NDArray[np.float64]
Span: TypeAlias = tuple[int, int]
"""A run of segments: start and end index, end exclusive."""

SpanVectors: TypeAlias = Callable[[Sequence[Span]], Vectors | Floats]
"""Gives one unit vector for each span, shape (spans, dimensions): by encoding the joined text, for
instance."""

MAX_BLOCK = 4
"""Longest run that is taken as one: on Text+Berg dev 1 % of links need more, and 5 changed nothing."""


class Blocks(NamedTuple):
    """All runs of one to `len(vectors)` segments of a text of n segments.

    Attributes:
        vectors: for runs of k+1 segments, at index k, unit vectors of shape (n - k, dimensions).
        lengths: for the same runs, their length in characters, shape (n - k,).
    """

    vectors: tuple[Floats, ...]
    lengths: tuple[Floats, ...]

    @property
    def size(self) -> int:
        """The number of single segments."""
        return len(self.lengths[0])


def unit(rows: Floats) -> Floats:
    """Scale each row to length 1; a row of zeros stays as it is."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.where(norms == 0, 1.0, norms)


def pool_blocks(vectors: Vectors | Floats, lengths: Sequence[int], longest: int = MAX_BLOCK) -> Blocks:
    """Make block vectors as sums of single vectors, each weighted by the square root of its length.

    The square root and the plain length did equally well on Text+Berg dev (strict F1 .842 and .838); the root
    keeps a short sentence from vanishing beside a long one.

    Args:
        vectors: unit vectors of the single segments, shape (n, dimensions).
        lengths: their lengths in characters.
        longest: the longest run.
    """
    single = np.asarray(vectors, dtype=np.float64)
    chars = np.maximum(np.asarray(lengths, dtype=np.float64), 1.0)
    sums, totals = single * np.sqrt(chars)[:, None], chars
    rows, sizes = [unit(single)], [chars]
    for k in range(1, min(longest, len(chars))):
        sums = sums[:-1] + (single * np.sqrt(chars)[:, None])[k:]
        totals = totals[:-1] + chars[k:]
        rows.append(unit(sums))
        sizes.append(totals)
    return Blocks(tuple(rows), tuple(sizes))


def encode_blocks(vectors: Vectors | Floats, lengths: Sequence[int], span_vectors: SpanVectors) -> Blocks:
    """Make block vectors by asking for the vector of each run of 2 to `MAX_BLOCK` segments."""
    pooled = pool_blocks(vectors, lengths)
    rows = [pooled.vectors[0]]
    for k in range(1, len(pooled.vectors)):
        spans = [(start, start + k + 1) for start in range(len(pooled.lengths[k]))]
        rows.append(unit(np.asarray(span_vectors(spans), dtype=np.float64)))
    return Blocks(tuple(rows), pooled.lengths)


def neighbour_mean(cosines: Floats, width: int, usual: float) -> Floats:
    """Mean cosine of each row with the two segments just outside each run of the other side.

    Args:
        cosines: of rows with the single segments of the other side, shape (x, m).
        width: segments in a run of the other side.
        usual: what stands in for the mean of a run without neighbours, that is, of the whole other side.

    Returns:
        shape (x, m - width + 1); where a run stands at an edge the one neighbour counts alone.
    """
    runs = cosines.shape[1] - width + 1
    padded = np.pad(cosines, ((0, 0), (1, 1)))
    before, after = padded[:, :runs], padded[:, width + 1 : width + 1 + runs]
    starts = np.arange(runs)
    count = (starts > 0).astype(float) + (starts + width < cosines.shape[1])
    mean: Floats = np.where(count > 0, (before + after) / np.maximum(count, 1.0), usual)
    return mean


def length_factor(lengths_a: Floats, lengths_b: Floats, ratio: float) -> Floats:
    """Give 1 for two runs of equal length, less with their ratio: log2(1 + min/max), as Bertalign does.

    Args:
        lengths_a: characters of each run, shape (x,).
        lengths_b: characters of each run of the other side, shape (y,).
        ratio: characters that side a takes for one of side b.
    """
    a, b = lengths_a[:, None], lengths_b[None, :] * ratio
    factor: Floats = np.log2(1.0 + np.minimum(a, b) / np.maximum(a, b))
    return factor
