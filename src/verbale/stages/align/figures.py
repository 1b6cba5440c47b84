"""Figures that stand in a text: the same statement names the same ones in any language."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from verbale.stages.align.blocks import Floats

CACHED_TEXTS = 1 << 14
"""Texts whose figures are remembered: an account is compared with each other account of its meeting."""

_FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f\u066b\u066c]\d+)*")
_MARKS = re.compile(r"[.,\u00a0\u202f\u066b\u066c]")


@lru_cache(maxsize=CACHED_TEXTS)
def figures_of(text: str) -> frozenset[str]:
    """Collect the figures of a text as plain digits, whatever the script and the marks between digits.

    `1,5`, `1.5` and `١٫٥` all give `15`: which mark groups and which divides depends on the language, and two
    accounts of one meeting are compared, not read.
    """
    return frozenset(
        "".join(str(int(digit)) for digit in _MARKS.sub("", match.group())).lstrip("0") or "0"
        for match in _FIGURE.finditer(text)
    )


def figure_agreement(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> tuple[Floats, Floats]:
    """Compare figures of segments on both sides.

    Returns:
        two arrays of shape (len(a), len(b)): how many figures are shared, squashed to below 1; and the share
        of figures that only one side has.
    """
    names = sorted(frozenset().union(*a, *b))
    column = {name: k for k, name in enumerate(names)}
    rows_a, rows_b = (_incidence(side, column) for side in (a, b))
    shared = rows_a @ rows_b.T
    union = rows_a.sum(axis=1)[:, None] + rows_b.sum(axis=1)[None, :] - shared
    return shared / (1.0 + shared), (union - shared) / np.maximum(union, 1.0)


def _incidence(side: Sequence[frozenset[str]], column: dict[str, int]) -> Floats:
    rows = np.zeros((len(side), len(column)))
    for i, figures in enumerate(side):
        rows[i, [column[name] for name in figures]] = 1.0
    return rows
