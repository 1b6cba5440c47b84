"""Labels of tokens, and which may follow which.

A token is outside (`O`), begins a span (`B-PER`) or is inside one (`I-PER`): the IOB2 scheme of CoNLL-2002.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from verbale.models.protocols import Offsets

TAGS: Final = ("PER", "ORG", "LOC", "OFF", "INS", "PRJ", "MEC", "EVT")
"""Tags of docs/labelling.md, in the order of the columns of the weights."""

OUTSIDE: Final = 0
LABELS: Final = 1 + 2 * len(TAGS)

_CUT_INSIDE_WORDS = frozenset(
    {
        "CJK",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
        "THAI",
        "LAO",
        "KHMER",
        "MYANMAR",
        "TIBETAN",
        "HEBREW",
        "ARABIC",
    }
)
"""First words of the Unicode names of letters whose words a name may begin or end in: scripts without spaces,
and those that write prepositions, articles or particles together with a name."""


def begins(tag: int) -> int:
    """Label of a token that begins a span of tag number `tag`."""
    return 1 + 2 * tag


def inside(tag: int) -> int:
    """Label of a token that goes on a span of tag number `tag`."""
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


def goes_on(text: str, offsets: Offsets) -> npt.NDArray[np.bool_]:
    """Which tokens go on the word of the token before them, shape (tokens,).

    Where a script sets words apart by spaces and writes nothing together with a name, a span holds whole
    words. In every script a mark stays with its letter.
    """
    result = np.zeros(len(offsets), np.bool_)
    for row in range(1, len(offsets)):
        previous_end, start = int(offsets[row - 1, 1]), int(offsets[row, 0])
        result[row] = start < previous_end or (
            start == previous_end and _joined(text[start - 1], text[start])
        )
    return result


def _joined(before: str, after: str) -> bool:
    if unicodedata.category(after).startswith("M"):
        return True
    return _binds(before) and _binds(after)


@lru_cache(maxsize=4096)
def _binds(character: str) -> bool:
    """Whether a character is a letter or mark that is never cut off its word."""
    if not (character.isalpha() or unicodedata.category(character).startswith("M")):
        return False
    return unicodedata.name(character, "").split(" ")[0] not in _CUT_INSIDE_WORDS
