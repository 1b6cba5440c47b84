"""One small network over token vectors that tells all labels of a text: inference in NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from verbale.models.protocols import TokenVectors
    from verbale.records.reading import Vectors

_EPSILON = 1e-5
"""Of the layer norm, as PyTorch has it."""

LONGEST = 256
"""Tokens of a text that are read."""


@dataclass(frozen=True, slots=True)
class Network:
    """A convolution over token vectors, pooled by learned queries (attention), mean and maximum.

    The queries find the words that decide, the verb and its subject, wherever a language puts them; pooling by
    structured self-attention is of Lin et al. 2017.

    Attributes:
        inward: (features, width); standardisation of the token vectors is folded in. `inward_bias` (width,).
        around: (3, width, width): what the token before, the token itself and the one after give, with
            `around_bias` (width,).
        scale: (width,) of the layer norm, `shift` (width,).
        queries: (width, queries). A bias would change nothing under the softmax.
        outward: (width * (queries + 2), labels of all tasks). `outward_bias` (labels,).
    """

    inward: npt.NDArray[np.float32]
    inward_bias: npt.NDArray[np.float32]
    around: npt.NDArray[np.float32]
    around_bias: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]
    shift: npt.NDArray[np.float32]
    queries: npt.NDArray[np.float32]
    outward: npt.NDArray[np.float32]
    outward_bias: npt.NDArray[np.float32]

    def scores(self, tokens: Sequence[TokenVectors]) -> Vectors:
        """Scores before any softmax, shape (texts, labels of all tasks); a text without tokens has the biases alone."""
        pooled = np.zeros((len(tokens), self.outward.shape[0]), np.float32)
        for row, token_vectors in enumerate(tokens):
            if len(token_vectors):
                pooled[row] = self._pooled(token_vectors.vectors[:LONGEST].astype(np.float32))
        return np.asarray(pooled @ self.outward + self.outward_bias, np.float32)

    def _pooled(self, vectors: Vectors) -> Vectors:
        hidden = np.maximum(vectors @ self.inward + self.inward_bias, 0)
        around = hidden @ self.around[1] + self.around_bias
        around[1:] += hidden[:-1] @ self.around[0]
        around[:-1] += hidden[1:] @ self.around[2]
        hidden = hidden + np.maximum(around, 0)
        hidden = hidden - hidden.mean(axis=1, keepdims=True)
        hidden = (
            hidden / np.sqrt((hidden**2).mean(axis=1, keepdims=True) + _EPSILON) * self.scale + self.shift
        )
        attention = hidden @ self.queries
        attention = np.exp(attention - attention.max(axis=0))
        found = (attention / attention.sum(axis=0)).T @ hidden
        return np.concatenate([found.ravel(), hidden.mean(axis=0), hidden.max(axis=0)])
