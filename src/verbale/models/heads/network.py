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
class Stacked:
    """The token vectors of texts, one text below the other, so that they are multiplied at once.

    Attributes:
        vectors: (tokens of all texts, features) float32.
        lengths: (texts,) how many tokens each has, none for a text without any.
        starts: where each text that has tokens begins.
    """

    vectors: Vectors
    lengths: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]

    @classmethod
    def of(cls, texts: Sequence[TokenVectors]) -> Stacked:
        """Stack the first `LONGEST` tokens of each text."""
        cut = [text.vectors[:LONGEST] for text in texts]
        lengths = np.array([len(vectors) for vectors in cut], np.intp)
        vectors = np.concatenate(cut).astype(np.float32) if cut else np.zeros((0, 0), np.float32)
        starts = np.cumsum(lengths) - lengths
        return cls(vectors, lengths, starts[lengths > 0])


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

    def scores(self, texts: Stacked) -> Vectors:
        """Scores before any softmax, shape (texts, labels of all tasks); a text without tokens has the biases alone."""
        pooled = np.zeros((len(texts.lengths), self.outward.shape[0]), np.float32)
        if len(texts.starts):
            pooled[texts.lengths > 0] = self._pooled(texts)
        return np.asarray(pooled @ self.outward + self.outward_bias, np.float32)

    def _pooled(self, texts: Stacked) -> Vectors:
        hidden = np.maximum(texts.vectors @ self.inward + self.inward_bias, 0)
        before, after = np.zeros_like(hidden), np.zeros_like(hidden)
        before[1:], after[:-1] = hidden[:-1], hidden[1:]
        before[texts.starts], after[texts.starts[1:] - 1] = 0, 0
        around = before @ self.around[0] + hidden @ self.around[1] + after @ self.around[2] + self.around_bias
        hidden = hidden + np.maximum(around, 0)
        hidden -= hidden.mean(axis=1, keepdims=True)
        hidden /= np.sqrt((hidden**2).mean(axis=1, keepdims=True) + _EPSILON)
        hidden = hidden * self.scale + self.shift
        attention = hidden @ self.queries
        parts = zip(np.split(attention, texts.starts[1:]), np.split(hidden, texts.starts[1:]), strict=True)
        return np.stack([_pool(looks, vectors) for looks, vectors in parts])


def _pool(looks: Vectors, vectors: Vectors) -> Vectors:
    weights = np.exp(looks - looks.max(axis=0))
    found = (weights / weights.sum(axis=0)).T @ vectors
    return np.concatenate([found.ravel(), vectors.mean(axis=0), vectors.max(axis=0)])
