"""Scores the labels of tokens from their vectors: one hidden layer, then layers that see the neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights, all float32.

    Attributes:
        into: (features, hidden) and its bias (hidden,).
        around: for each further layer (3, hidden, hidden), for the token before, the token itself and the
            token after, and its bias (hidden,). What it gives is added to what it is given.
        out: (hidden, labels) and its bias (labels,).
    """

    into: tuple[Floats, Floats]
    around: tuple[tuple[Floats, Floats], ...]
    out: tuple[Floats, Floats]

    def __call__(self, vectors: npt.NDArray[np.float16] | npt.NDArray[np.float32]) -> Floats:
        """Scores, shape (tokens, labels), of token vectors (tokens, features)."""
        hidden = _relu(vectors.astype(np.float32) @ self.into[0] + self.into[1])
        for weights, bias in self.around:
            hidden = hidden + _relu(_look_around(hidden, weights) + bias)
        scores: Floats = hidden @ self.out[0] + self.out[1]
        return scores


def _relu(values: Floats) -> Floats:
    return np.maximum(values, np.float32(0))


def _look_around(hidden: Floats, weights: Floats) -> Floats:
    before, itself, after = weights
    looked: Floats = hidden @ itself
    looked[1:] += hidden[:-1] @ before
    looked[:-1] += hidden[1:] @ after
    return looked
