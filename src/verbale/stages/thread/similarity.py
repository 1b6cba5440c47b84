"""How alike two undertakings of one pair of states are."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from verbale.records.items import Undertaking

Vector: TypeAlias = npt.NDArray[np.float32]
Floats: TypeAlias = npt.NDArray[np.float64]

WEIGHTS = {"code": 0.2, "pillar": 0.05, "figure": 0.1, "named": 0.15}
"""What each kind of agreement adds to the cosine of two undertakings. Set by eye on three meetings of two
states, of which eight pairs of undertakings were known to continue each other."""


class Matter(NamedTuple):
    """What an undertaking is about.

    Attributes:
        vector: unit vector comparable across languages, shape (dimensions,).
        code: its kind in the codebook.
        figures: values and units of its targets.
    """

    undertaking: Undertaking
    vector: Vector
    code: str | None
    figures: frozenset[tuple[float, str]]


def similarities(matters: Sequence[Matter]) -> Floats:
    """Score every two undertakings, shape (n, n): their cosine and what else they have in common."""
    rows = np.stack([matter.vector for matter in matters]).astype(np.float64)
    score: Floats = rows @ rows.T
    for i in range(len(matters)):
        for j in range(i):
            score[i, j] = score[j, i] = score[i, j] + agreement(matters[i], matters[j])
    return score


def agreement(a: Matter, b: Matter) -> float:
    """What two undertakings have in common beside their words."""
    signs: Mapping[str, float] = {
        "code": _same(a.code, b.code),
        "pillar": float(bool(set(a.undertaking.pillars) & set(b.undertaking.pillars))),
        "figure": float(bool(a.figures & b.figures)),
        "named": float(bool(set(a.undertaking.named) & set(b.undertaking.named))),
    }
    return sum(WEIGHTS[name] * value for name, value in signs.items())


def _same(a: str | None, b: str | None) -> float:
    """1 when both are known and the same, -1 when both are known and differ, else 0."""
    if a is None or b is None:
        return 0.0
    return 1.0 if a == b else -1.0
