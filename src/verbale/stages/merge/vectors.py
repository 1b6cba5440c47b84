"""Vectors of undertakings, comparable across languages."""

from collections.abc import Iterable

import numpy as np

from verbale.models.centres import Centres
from verbale.stages.merge.types import Statement, Vector


def mean_vector(vectors: Iterable[Vector]) -> Vector:
    """Unit mean of vectors of shape (dimensions,)."""
    total = np.sum(list(vectors), axis=0, dtype=np.float64)
    norm = float(np.linalg.norm(total))
    return np.asarray(total / norm if norm else total, dtype=np.float32)


def matter_vector(statements: Iterable[Statement], centres: Centres) -> Vector:
    """Unit mean of the vectors of statements, from each of which the centre of its language was taken."""
    return mean_vector(centres.centred(s.vector, s.language) for s in statements)
