"""Vectors of undertakings, comparable across languages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from verbale.stages.merge.types import Statement, Vector

SHRINK = 20
"""Statements that the mean of all languages counts for in the mean of one, so that a language with few
statements keeps what they say."""


def mean_vector(vectors: Iterable[Vector]) -> Vector:
    """Unit mean of vectors of shape (dimensions,)."""
    total = np.sum(list(vectors), axis=0, dtype=np.float64)
    norm = float(np.linalg.norm(total))
    return np.asarray(total / norm if norm else total, dtype=np.float32)


def centred_vectors(statements: Sequence[Statement]) -> Mapping[str, Vector]:
    """Take from each statement's vector the mean of its language.

    Cosines of two statements in one language are higher than those of two in different languages that say the
    same; what is left when the mean of each language is taken away compares across languages.

    Returns:
        vectors by id of the statement; their length is not 1.
    """
    if not statements:
        return {}
    ordered = sorted(statements, key=lambda statement: statement.id)
    by_language: dict[str, list[Vector]] = defaultdict(list)
    for statement in ordered:
        by_language[statement.language].append(statement.vector)
    everything = np.mean([statement.vector for statement in ordered], axis=0, dtype=np.float64)
    centres = {
        language: (np.sum(rows, axis=0, dtype=np.float64) + SHRINK * everything) / (len(rows) + SHRINK)
        for language, rows in by_language.items()
    }
    return {s.id: np.asarray(s.vector - centres[s.language], dtype=np.float32) for s in ordered}
