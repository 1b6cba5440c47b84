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


FREE: Final = 0
NO_BEGIN: Final = 1
NO_END: Final = 2
TIED: Final = NO_BEGIN | NO_END
"""What may not happen between two units: a span begin there, a span end there, or either."""


def allowed_transitions() -> npt.NDArray[np.bool_]:
    """Which label may follow which over each kind of boundary, shape (4, labels, labels)."""
    labels = np.arange(LABELS)
    is_inside = (labels > OUTSIDE) & (labels % 2 == 0)
    is_begin = labels % 2 == 1
    goes_on = is_inside[None, :] & ((labels[:, None] == labels[None, :]) | (labels[:, None] == labels - 1))
    free = ~is_inside[None, :] | goes_on
    no_begin = free & ~is_begin[None, :]
    no_end = free & ((labels == OUTSIDE)[:, None] | goes_on)
    return np.stack([free, no_begin, no_end, no_begin & no_end])
