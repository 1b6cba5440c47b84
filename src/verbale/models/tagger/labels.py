"""Labels of units of text, and which may follow which.

A unit is outside (`O`), begins a span (`B-PER`) or is inside one (`I-PER`): the IOB2 scheme of CoNLL-2002.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

TAGS: Final = ("PER", "ORG", "LOC", "OFF", "INS", "PRJ", "MEC", "EVT")
"""Tags of docs/labelling.md, in the order of the columns of the weights."""

OUTSIDE: Final = 0
LABELS: Final = 1 + 2 * len(TAGS)


def begins(tag: int) -> int:
    """Label of a unit that begins a span of tag number `tag`."""
    return 1 + 2 * tag


def inside(tag: int) -> int:
    """Label of a unit that goes on a span of tag number `tag`."""
    return 2 + 2 * tag


def allowed_transitions() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which label may follow which, each (labels, labels): before a new word, and within a word."""
    labels = np.arange(LABELS)
    is_inside = (labels > OUTSIDE) & (labels % 2 == 0)
    same_span = is_inside[None, :] & ((labels[:, None] == labels[None, :]) | (labels[:, None] == labels - 1))
    new_word = ~is_inside[None, :] | same_span
    within_word = same_span.copy()
    within_word[OUTSIDE, OUTSIDE] = True
    return new_word, within_word
