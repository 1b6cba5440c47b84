"""Alignment of two texts that keep one order: a dynamic programme with skips over sentence vectors.

After Vecalign (Thompson and Koehn, 2019) and Bertalign (Liu and Zhu, 2022): a link of a run with a run earns
their cosine less the mean cosine with the segments just outside either run, times a factor for their lengths.
A run that is too short then loses to the longer one, because what it leaves out resembles the other side.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from verbale.records.reading import Vectors
from verbale.stages.align.blocks import (
    MAX_BLOCK,
    Blocks,
    Floats,
    SpanVectors,
    encode_blocks,
    length_factor,
    neighbour_mean,
    pool_blocks,
)
from verbale.stages.align.network import PairNetwork, pair_network
from verbale.stages.align.part_runs import Shape, part_margins

Link: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""Indices on either side that say the same; one side is empty for what was skipped."""

MAX_TOTAL = 5
"""Most segments in one link, both sides together: with 6 strict F1 on Text+Berg dev is the same within
.004."""

SKIP_SCORE = -0.05
"""What skipping one segment earns. Flat on Text+Berg dev from -0.1 to -0.01; above 0 true links are lost."""

PROJECTED_SKIP = -0.1
"""The same where vectors are projected, which spreads their cosines: on Text+Berg dev .850, and within .011 of that
from -0.3 to 0."""

PARTS_WEIGHT = 1.0
"""What the margin of parts counts for beside that of whole vectors, skips so much more: on Text+Berg dev .856, without
parts .841; from .25 to 2 within .009."""

_SKIP_A, _SKIP_B = -1, -2


def link_shapes(longest_a: int, longest_b: int) -> tuple[Shape, ...]:
    """List the sizes of links that are tried, smallest first."""
    sides = [(p, q) for p in range(1, longest_a + 1) for q in range(1, longest_b + 1)]
    return tuple(sorted((s for s in sides if sum(s) <= MAX_TOTAL), key=lambda s: (sum(s), s)))


def link_scores(
    a: Blocks, b: Blocks, parts: tuple[Sequence[bytes], Sequence[bytes]] | None = None
) -> dict[Shape, Floats]:
    """Score every link of every shape; for shape (p, q) an array of (n - p + 1, m - q + 1).

    Args:
        a: runs of one side.
        b: runs of the other.
        parts: the parts of the segments of both sides, where they are known.
    """
    ratio = float(a.lengths[0].sum() / b.lengths[0].sum())
    cosines = a.vectors[0] @ b.vectors[0].T
    usual = float(cosines.mean())
    shapes = link_shapes(len(a.vectors), len(b.vectors))
    of_parts = part_margins(*parts, shapes) if parts else {}
    scores = {}
    for p, q in shapes:
        rows, columns = a.vectors[p - 1], b.vectors[q - 1]
        around_b = neighbour_mean(rows @ b.vectors[0].T, q, usual)
        around_a = neighbour_mean(columns @ a.vectors[0].T, p, usual).T
        margin = rows @ columns.T - (around_a + around_b) / 2
        if of_parts:
            margin += PARTS_WEIGHT * of_parts[p, q]
        scores[p, q] = margin * length_factor(a.lengths[p - 1], b.lengths[q - 1], ratio)
    return scores


def best_path(scores: Mapping[Shape, Floats], size: Shape, skip: float) -> list[Link]:
    """Find the links in one order that earn most, each segment used once or skipped.

    Args:
        scores: what each link earns, as `link_scores` gives it.
        size: segments on side a and on side b.
        skip: what skipping one segment earns.

    Returns:
        links in order, skipped segments among them.
    """
    n, m = size
    shapes = tuple(scores)
    total = np.full((n + 1, m + 1), -np.inf)
    move = np.full((n + 1, m + 1), _SKIP_B)
    along = np.arange(m + 1) * skip
    for i in range(n + 1):
        best, chosen = _row(scores, shapes, total, i, skip)
        gains = best - along
        running = np.maximum.accumulate(gains)
        total[i] = running + along
        move[i] = np.where(running > gains, _SKIP_B, chosen)
    return _trace(move, shapes, n, m)


def _row(
    scores: Mapping[Shape, Floats], shapes: Sequence[Shape], total: Floats, i: int, skip: float
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Best totals of row i over links and skips of side a, and the move that gives each."""
    width = total.shape[1]
    if i == 0:
        return np.where(np.arange(width) == 0, 0.0, -np.inf), np.full(width, _SKIP_B)
    best = total[i - 1] + skip
    chosen = np.full(width, _SKIP_A)
    for number, (p, q) in enumerate(shapes):
        if p > i:
            continue
        candidate = total[i - p, : width - q] + scores[p, q][i - p]
        better = candidate > best[q:]
        best[q:][better] = candidate[better]
        chosen[q:][better] = number
    return best, chosen


def _trace(move: npt.NDArray[np.int64], shapes: Sequence[Shape], i: int, j: int) -> list[Link]:
    """Follow the moves back from the ends of both sides."""
    links: list[Link] = []
    while i or j:
        code = int(move[i, j])
        p, q = {_SKIP_A: (1, 0), _SKIP_B: (0, 1)}.get(code) or shapes[code]
        links.append((tuple(range(i - p, i)), tuple(range(j - q, j))))
        i, j = i - p, j - q
    return links[::-1]


def align_sequences(
    a: Vectors,
    b: Vectors,
    lengths_a: Sequence[int],
    lengths_b: Sequence[int],
    merge_a: SpanVectors | None = None,
    merge_b: SpanVectors | None = None,
    skip: float | None = None,
    parts: tuple[Sequence[bytes], Sequence[bytes]] | None = None,
) -> list[Link]:
    """Align two translations of one text, sentence by sentence.

    Args:
        a: unit vectors of one side's sentences, shape (n, dimensions).
        b: the other side's, shape (m, dimensions).
        lengths_a: characters of each sentence of side a.
        lengths_b: characters of each sentence of side b.
        merge_a: gives vectors of runs of up to `MAX_BLOCK` sentences of side a; without it they are
            pooled.
        merge_b: the same for side b.
        skip: what leaving one sentence out earns; None is what suits the vectors.
        parts: the parts of both sides' sentences, as `models.parts` packs them, where they are known; each sentence
            has one at least.

    Returns:
        links in order; those with an empty side are sentences that the other side leaves out.
    """
    if not len(a) or not len(b):
        return [((i,), ()) for i in range(len(a))] + [((), (j,)) for j in range(len(b))]
    network = pair_network()
    known = network.knows(a) and network.knows(b)
    blocks_a, blocks_b = (
        _blocks(vectors, lengths, merge, network if known else None)
        for vectors, lengths, merge in ((a, lengths_a, merge_a), (b, lengths_b, merge_b))
    )
    parts = parts if known else None
    usual = PROJECTED_SKIP * (1 + PARTS_WEIGHT) if parts else PROJECTED_SKIP if known else SKIP_SCORE
    scores = link_scores(blocks_a, blocks_b, parts)
    return best_path(scores, (len(a), len(b)), usual if skip is None else skip)


def _blocks(
    vectors: Vectors, lengths: Sequence[int], merge: SpanVectors | None, network: PairNetwork | None
) -> Blocks:
    """Block vectors, projected where a network is given."""
    rows = network.project(vectors) if network else vectors
    if merge is None:
        return pool_blocks(rows, lengths, MAX_BLOCK)
    return encode_blocks(rows, lengths, (lambda spans: network.project(merge(spans))) if network else merge)
