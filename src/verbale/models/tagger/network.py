"""Scores the labels of units from the vectors of their tokens.

One hidden layer for each token, then layers that see its neighbours. Units in scripts
whose words are cut get a correction each from what the token's hidden layer, their place in the token and the
letters around them tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from verbale.models.tagger.units import Units

Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights, all float32.

    Attributes:
        into: (features, hidden) and its bias (hidden,).
        around: for each further layer (3, hidden, hidden), for the token before, the token itself and the
            token after, and its bias (hidden,). What it gives is added to what it is given.
        reach: for each of these layers how many tokens away the one before and the one after stand.
        out: (hidden, labels) and its bias (labels,).
        part: (hidden, part) and its bias (part,), for units in scripts whose words are cut.
        clues: (`units.CLUES`, part).
        part_out: (part, labels).
    """

    into: tuple[Floats, Floats]
    around: tuple[tuple[Floats, Floats], ...]
    reach: tuple[int, ...]
    out: tuple[Floats, Floats]
    part: tuple[Floats, Floats]
    clues: Floats
    part_out: Floats

    def __call__(self, vectors: npt.NDArray[np.float16] | npt.NDArray[np.float32], units: Units) -> Floats:
        """Scores, shape (units, labels), from token vectors (tokens, features)."""
        hidden = _relu(vectors.astype(np.float32) @ self.into[0] + self.into[1])
        for (weights, bias), reach in zip(self.around, self.reach, strict=True):
            hidden = hidden + _relu(_look_around(hidden, weights, reach) + bias)
        scores: Floats = (hidden @ self.out[0] + self.out[1])[units.tokens]
        if units.cut.any():
            token = (hidden @ self.part[0] + self.part[1])[units.tokens[units.cut]]
            clue = self.clues[units.clues[units.cut]].sum(axis=1)
            scores[units.cut] += _relu(token + clue) @ self.part_out
        return scores


def _relu(values: Floats) -> Floats:
    return np.maximum(values, np.float32(0))


def _look_around(hidden: Floats, weights: Floats, reach: int) -> Floats:
    before, itself, after = weights
    looked: Floats = hidden @ itself
    looked[reach:] += hidden[:-reach] @ before
    looked[:-reach] += hidden[reach:] @ after
    return looked
