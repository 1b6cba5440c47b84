"""Finds the most probable spans, and how probable each is, in a linear-chain conditional random field.

Lafferty, McCallum and Pereira 2001. Which transitions are allowed depends on the boundary between two units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from verbale.models.tagger.labels import FREE, OUTSIDE, allowed_transitions, begins, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

Scores: TypeAlias = npt.NDArray[np.float32]

IMPOSSIBLE = np.float32(-1e4)
"""Score of what may not be: low enough to never win, high enough to be added up in float32."""


class UnitSpan(NamedTuple):
    """Units `first` to `last` (exclusive) with tag number `tag`; `p` is the probability of exactly this."""

    first: int
    last: int
    tag: int
    p: float


class Field:
    """Transitions between labels."""

    def __init__(self, transitions: Scores) -> None:
        """Take learned scores, shape (labels, labels), from a row's label to a column's."""
        allowed = allowed_transitions()
        self._steps = np.where(allowed, transitions, IMPOSSIBLE).astype(np.float32)
        self._start = np.where(allowed[FREE, OUTSIDE], np.float32(0), IMPOSSIBLE).astype(np.float32)

    def spans(self, emissions: Scores, boundaries: npt.NDArray[np.int64]) -> list[UnitSpan]:
        """The spans of the best labelling, in text order.

        Args:
            emissions: (units, labels) score of each label for each unit.
            boundaries: (units,) what may not happen before a unit: `FREE`, `NO_BEGIN`, `NO_END` or `TIED`.
        """
        if not len(emissions):
            return []
        steps = self._steps[boundaries]
        found = list(_runs(self._best(emissions, steps)))
        if not found:
            return []
        forward, backward = self._sums(emissions, steps)
        total = _log_sum(forward[-1])
        return [
            UnitSpan(
                first, last, tag, _probability(emissions, steps, forward, backward, (first, last, tag), total)
            )
            for first, last, tag in found
        ]

    def _best(self, emissions: Scores, steps: Scores) -> list[int]:
        """The best labelling (Viterbi)."""
        score = self._start + emissions[0]
        came_from = np.zeros(emissions.shape, np.int64)
        for row in range(1, len(emissions)):
            candidates = score[:, None] + steps[row]
            came_from[row] = candidates.argmax(axis=0)
            score = candidates.max(axis=0) + emissions[row]
        labels = [int(score.argmax())]
        for row in range(len(emissions) - 1, 0, -1):
            labels.append(int(came_from[row, labels[-1]]))
        return labels[::-1]

    def _sums(self, emissions: Scores, steps: Scores) -> tuple[Scores, Scores]:
        """Log sums over all labellings up to each unit, and from each unit on."""
        forward = np.empty_like(emissions)
        backward = np.zeros_like(emissions)
        forward[0] = self._start + emissions[0]
        for row in range(1, len(emissions)):
            forward[row] = _log_sum(forward[row - 1][:, None] + steps[row]) + emissions[row]
        for row in range(len(emissions) - 2, -1, -1):
            backward[row] = _log_sum((steps[row + 1] + emissions[row + 1] + backward[row + 1]).T)
        return forward, backward


def _log_sum(scores: Scores) -> Scores:
    """Logarithm of the sum of exponentials over the first axis."""
    highest = scores.max(axis=0)
    summed: Scores = highest + np.log(np.exp(scores - highest).sum(axis=0))
    return summed


def _runs(labels: list[int]) -> Iterator[tuple[int, int, int]]:
    """First unit, one past the last, and tag of each span."""
    row = 0
    while row < len(labels):
        if labels[row] == OUTSIDE:
            row += 1
            continue
        first, tag = row, (labels[row] - 1) // 2
        row += 1
        while row < len(labels) and labels[row] == inside(tag):
            row += 1
        yield first, row, tag


def _probability(
    emissions: Scores,
    steps: Scores,
    forward: Scores,
    backward: Scores,
    span: tuple[int, int, int],
    total: Scores,
) -> float:
    """Share of all labellings, by weight, that hold exactly this span."""
    first, last, tag = span
    label = inside(tag)
    score = float(forward[first, begins(tag)])
    if last > first + 1:
        score += float(steps[first + 1, begins(tag), label] + emissions[first + 1 : last, label].sum())
        score += float(steps[first + 2 : last, label, label].sum())
        closing = label
    else:
        closing = begins(tag)
    if last < len(emissions):
        after = steps[last, closing] + emissions[last] + backward[last]
        score += float(_log_sum(np.delete(after, label)))
    return float(min(1.0, np.exp(score - float(total))))
