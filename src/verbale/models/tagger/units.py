"""The units that labels are given to: tokens, or their characters where a name may begin inside a token.

The tokenizer of the encoder was made for vectors, not for names: it keeps `在北京` (in Beijing) or `총리는` (the prime
minister, with a particle) as one piece.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verbale.models.protocols import Offsets

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

WHOLE, FIRST, MIDDLE, LAST = range(4)
"""Places of a unit in its token; `WHOLE` is a token that was not cut."""

BUCKETS: Final = 1021
"""Characters are told apart by their code modulo this prime; with the letters of one language few collide."""

CLUES: Final = 4 + 3 * (BUCKETS + 1)
"""Rows of the table that clues point into: places, then the character, the one before it, the one after it."""


@dataclass(frozen=True, slots=True)
class Units:
    """Units of one text, in text order.

    Attributes:
        offsets: (units, 2) characters of the text.
        tokens: (units,) number of the token that each is of.
        clues: (units, 4) rows of a table: place in the token, the unit's first letter, that of the unit before
            and of the unit after it in the token.
        goes_on: (units,) whether it goes on the word of the unit before it, so that no span can begin or end
            between them. Where a script sets words apart by spaces and writes nothing together with a name, a
            span holds whole words; in every script a mark stays with its letter.
    """

    offsets: Offsets
    tokens: npt.NDArray[np.int64]
    clues: npt.NDArray[np.int64]
    goes_on: npt.NDArray[np.bool_]

    @property
    def cut(self) -> npt.NDArray[np.bool_]:
        """Which units are parts of a token, shape (units,)."""
        is_part: npt.NDArray[np.bool_] = self.clues[:, 0] != WHOLE
        return is_part


def cut_units(text: str, offsets: Offsets) -> Units:
    """Cut tokens of the text, given by their offsets, into units."""
    places: list[tuple[int, int]] = []
    tokens: list[int] = []
    clues: list[tuple[int, int, int, int]] = []
    for number, (start, end) in enumerate(offsets.tolist()):
        parts = list(_clusters(text, start, end))
        places += parts
        tokens += [number] * len(parts)
        clues += _clues([text[first] for first, _ in parts])
    bounds = np.array(places, np.int32).reshape(-1, 2)
    return Units(
        bounds, np.array(tokens, np.int64), np.array(clues, np.int64).reshape(-1, 4), _goes_on(text, places)
    )


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Letters with their marks, or the whole stretch where words are not cut."""
    first = start
    for place in range(start + 1, end):
        if _is_cut(text[place - 1]) and not _is_mark(text[place]):
            yield first, place
            first = place
    yield first, end


def _clues(letters: list[str]) -> list[tuple[int, int, int, int]]:
    if len(letters) == 1:
        return [(WHOLE, 0, 0, 0)]
    codes = [BUCKETS, *(ord(letter) % BUCKETS for letter in letters), BUCKETS]
    places = [FIRST, *[MIDDLE] * (len(letters) - 2), LAST]
    own, before, after = (4 + table * (BUCKETS + 1) for table in range(3))
    return [
        (place, own + codes[at + 1], before + codes[at], after + codes[at + 2])
        for at, place in enumerate(places)
    ]


def _goes_on(text: str, places: list[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    result = np.zeros(len(places), np.bool_)
    for row in range(1, len(places)):
        previous_end, start = places[row - 1][1], places[row][0]
        result[row] = start < previous_end or (
            start == previous_end and _joined(text[start - 1], text[start])
        )
    return result


def _joined(before: str, after: str) -> bool:
    return _is_mark(after) or (_binds(before) and _binds(after))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


@lru_cache(maxsize=4096)
def _binds(character: str) -> bool:
    """Whether a character is a letter or mark that is never cut off its word."""
    return (character.isalpha() or _is_mark(character)) and not _is_cut(character)


@lru_cache(maxsize=4096)
def _is_cut(character: str) -> bool:
    """Whether a word may be cut after this letter or mark."""
    return unicodedata.name(character, "").split(" ")[0] in _CUT_INSIDE_WORDS
