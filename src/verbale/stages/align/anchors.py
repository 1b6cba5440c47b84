"""What two languages write alike: names, loans and cognates, by the parts of romanised words."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from anyascii import anyascii

from verbale.stages.align.blocks import Floats
from verbale.text.fold import fold

PART = 4
"""Letters in a part of a word: `Helsinki` and `Helsingin` share the first; shorter parts are shared by chance."""

CACHED_TEXTS = 1 << 14
"""Texts whose parts are remembered: an account is compared with each other account of its meeting."""

_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=CACHED_TEXTS)
def word_parts(text: str) -> frozenset[str]:
    """Every run of `PART` letters in the romanised words of a text; the first of a word is marked."""
    words = ("^" + word for word in _WORD.findall(anyascii(fold(text)).lower()) if len(word) >= PART)
    return frozenset(word[k : k + PART] for word in words for k in range(len(word) - PART + 1))


def shared_anchors(a: Sequence[str], b: Sequence[str]) -> tuple[Floats, Floats]:
    """Weigh what every two texts share, the rarer in these accounts the more (inverse document frequency).

    Returns:
        two arrays of shape (len(a), len(b)): the weight shared, over the geometric mean of both texts' parts, and
        the weight itself.
    """
    parts_a, parts_b = [word_parts(text) for text in a], [word_parts(text) for text in b]
    common = frozenset().union(*parts_a) & frozenset().union(*parts_b)
    column = {part: k for k, part in enumerate(sorted(common))}
    rows_a, rows_b = _incidence(parts_a, column), _incidence(parts_b, column)
    weight = np.log(2.0 / (rows_a.mean(axis=0) + rows_b.mean(axis=0))) if column else np.zeros(0)
    shared: Floats = (rows_a * weight) @ rows_b.T
    sizes = [np.sqrt([max(len(found), 1) for found in side]) for side in (parts_a, parts_b)]
    return shared / np.outer(*sizes), shared


def _incidence(side: Sequence[frozenset[str]], column: dict[str, int]) -> Floats:
    rows = np.zeros((len(side), len(column)))
    for i, found in enumerate(side):
        rows[i, [column[part] for part in found if part in column]] = 1.0
    return rows
