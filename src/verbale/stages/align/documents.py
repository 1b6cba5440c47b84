"""The same document in other languages, told by its sentences: each has its like in the other document.

Vectors of whole documents lie by language more than by what they say, so sentences are compared, and how alike the
best partners are is counted in spreads of these two documents: no language needs figures of its own.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verbale.records.reading import Vectors
    from verbale.stages.align.blocks import Floats

    Pair: TypeAlias = tuple[int, int]

SAME = 0.78
"""Likeness from which two documents are one. On documents 62 to 123 of NTREX in 8 languages those of one document
have .70 and more (1 % of pairs less than .84), those of two at most .83 (1 in 1,000 more than .77); B-cubed F1 is
level from .75 to .80."""

SHORTEST = 3
"""Sentences from which a document tells enough to be compared."""

_LEAST_SPREAD = 1e-4


def likeness(a: Vectors, others: Sequence[Vectors]) -> Floats:
    """How far the best partners of sentences stand out, over what chance gives for the best of so many.

    Args:
        a: unit vectors of the sentences of one document, shape (n, dimensions).
        others: the same of the documents to compare it with, none of them empty.

    Returns:
        shape (len(others),): the mean of both directions; 0 where either document is shorter than `SHORTEST`.
    """
    sizes = np.array([len(rows) for rows in others])
    if len(a) < SHORTEST or not len(sizes):
        return np.zeros(len(sizes))
    starts = np.cumsum(sizes) - sizes
    cosine = a @ np.concatenate(others).T
    usual = np.add.reduceat(cosine.mean(axis=0), starts) / sizes
    square = np.add.reduceat((cosine**2).mean(axis=0), starts) / sizes
    spread = np.sqrt(np.maximum(square - usual**2, _LEAST_SPREAD**2))
    along = np.maximum.reduceat(cosine, starts, axis=1).mean(axis=0)
    across = np.add.reduceat(cosine.max(axis=0), starts) / sizes
    by_chance = [np.sqrt(2 * np.log(np.maximum(count, SHORTEST))) for count in (sizes, np.array(len(a)))]
    found = ((along - usual) / by_chance[0] + (across - usual) / by_chance[1]) / (2 * spread)
    return np.where(sizes < SHORTEST, 0.0, found)


def group_documents(documents: Sequence[Vectors], pairs: Iterable[Pair] | None = None) -> list[list[int]]:
    """Group documents that say the same, in whatever languages, the surest first, by mean likeness.

    Args:
        documents: unit vectors of the sentences of each.
        pairs: those that may be one, by index; None is every two, which grows with the square of their number: a
            record hands over those of one day and the same states.

    Returns:
        indices of the documents of each group, each document in one.
    """
    partners: dict[int, list[int]] = {}
    for x, y in combinations(range(len(documents)), 2) if pairs is None else pairs:
        if len(documents[x]) and len(documents[y]):
            partners.setdefault(min(x, y), []).append(max(x, y))
    found = {
        (x, y): float(value)
        for x, some in partners.items()
        for y, value in zip(some, likeness(documents[x], [documents[y] for y in some]), strict=True)
    }
    group_of = {x: [x] for x in range(len(documents))}
    for value, x, y in sorted((-value, x, y) for (x, y), value in found.items()):
        if -value < SAME:
            break
        left, right = group_of[x], group_of[y]
        if (
            left is not right
            and _mean([found.get((min(p), max(p)), 0.0) for p in _across(left, right)]) >= SAME
        ):
            union = [*left, *right]
            group_of.update(dict.fromkeys(union, union))
    return sorted({id(group): sorted(group) for group in group_of.values()}.values())


def _across(left: Sequence[int], right: Sequence[int]) -> list[Pair]:
    return [(x, y) for x in left for y in right]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
