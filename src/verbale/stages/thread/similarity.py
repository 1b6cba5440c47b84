"""How alike two undertakings of one pair of states are, beside all others of that pair."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from verbale.records.items import Undertaking

Vector: TypeAlias = npt.NDArray[np.float32]
Floats: TypeAlias = npt.NDArray[np.float64]

WEIGHTS = {"above": 1.0, "code": 0.04, "pillar": 0.015, "figure": 0.04, "named": 0.03}
"""What each kind of agreement adds to the margin of two undertakings: a start, set by eye on the example
pages."""


class Matter(NamedTuple):
    """What an undertaking is about.

    Attributes:
        vector: unit mean vector of its quotes, shape (dimensions,).
        code: its kind in the codebook.
        figures: values and units of its targets.
    """

    undertaking: Undertaking
    vector: Vector
    code: str | None
    figures: frozenset[tuple[float, str]]


def similarities(matters: Sequence[Matter]) -> Floats:
    """Score every two undertakings, shape (n, n); 0 is as alike as any two of these are on average.

    The cosine counts less the mean of what either has with all others: statements of two states resemble each
    other in their courtesies, and the margin takes that away (Artetxe and Schwenk, 2019).
    """
    rows = np.stack([matter.vector for matter in matters]).astype(np.float64)
    cosine = rows @ rows.T
    n = len(matters)
    mean = (cosine.sum(axis=1) - np.diag(cosine)) / max(n - 1, 1)
    score: Floats = WEIGHTS["above"] * (cosine - (mean[:, None] + mean[None, :]) / 2)
    for i in range(n):
        for j in range(i):
            score[i, j] = score[j, i] = score[i, j] + agreement(matters[i], matters[j])
    return score


def agreement(a: Matter, b: Matter) -> float:
    """What two undertakings have in common beside their words."""
    signs: Mapping[str, float] = {
        "code": _same(a.code, b.code),
        "pillar": _overlap(a.undertaking.pillars, b.undertaking.pillars),
        "figure": float(bool(a.figures & b.figures)),
        "named": float(bool(set(a.undertaking.named) & set(b.undertaking.named))),
    }
    return sum(WEIGHTS[name] * value for name, value in signs.items())


def _same(a: str | None, b: str | None) -> float:
    """1 when both are known and the same, -1 when both are known and differ, else 0."""
    if a is None or b is None:
        return 0.0
    return 1.0 if a == b else -1.0


def _overlap(a: Sequence[str], b: Sequence[str]) -> float:
    """1 when they share one, -1 when both have some and share none, else 0."""
    if not a or not b:
        return 0.0
    return 1.0 if set(a) & set(b) else -1.0
