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

from verbale.models.tagger.labels import FREE, NO_BEGIN, NO_END, TIED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verbale.models.protocols import Offsets

_BETWEEN_LETTERS = dict.fromkeys(
    ["CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"], FREE
) | {"HANGUL": NO_BEGIN, "HEBREW": NO_END, "ARABIC": NO_END}
"""What may not happen between two letters of a script, by the first word of their Unicode names; of all others it
is `TIED`. Words stand side by side without spaces, or particles follow a name at once (Hangul), or prepositions and
articles stand before it at once (Hebrew, Arabic). Of the names in `resources/labelled` all but two agree."""

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
        clues: (units, 4) rows of a table: place in the token, the unit's first letter, the characters before
            and after it.
        cut: (units,) whether each begins with a letter of a script whose words names may begin or end in. The
            clues are meant for these.
        boundaries: (units,) what may not happen before each: `FREE`, `NO_BEGIN`, `NO_END` or `TIED`. Where a
            script sets words apart by spaces and writes nothing together with a name, a span holds whole
            words; in every script a mark stays with its letter.
    """

    offsets: Offsets
    tokens: npt.NDArray[np.int64]
    clues: npt.NDArray[np.int64]
    cut: npt.NDArray[np.bool_]
    boundaries: npt.NDArray[np.int64]


def cut_units(text: str, offsets: Offsets) -> Units:
    """Cut tokens of the text, given by their offsets, into units."""
    places: list[tuple[int, int]] = []
    tokens: list[int] = []
    parts: list[int] = []
    for number, (start, end) in enumerate(offsets.tolist()):
        clusters = list(_clusters(text, start, end))
        places += clusters
        tokens += [number] * len(clusters)
        parts += _parts(len(clusters))
    clues = [_clues(text, place, part) for place, part in zip(places, parts, strict=True)]
    return Units(
        np.array(places, np.int32).reshape(-1, 2),
        np.array(tokens, np.int64),
        np.array(clues, np.int64).reshape(-1, 4),
        np.array([_is_cut(text[first]) for first, _ in places], np.bool_),
        _boundaries(text, places),
    )


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Letters with their marks, or the whole stretch where words are not cut."""
    first = start
    for place in range(start + 1, end):
        if _is_cut(text[place - 1]) and not _is_mark(text[place]):
            yield first, place
            first = place
    yield first, end


def _parts(count: int) -> list[int]:
    """Places of a token's units in it."""
    return [WHOLE] if count == 1 else [FIRST, *[MIDDLE] * (count - 2), LAST]


def _clues(text: str, place: tuple[int, int], part: int) -> tuple[int, int, int, int]:
    first, last = place
    letters = text[first], text[max(0, first - 1) : first], text[last : last + 1]
    codes = (ord(letter) % BUCKETS if letter else BUCKETS for letter in letters)
    own, before, after = (4 + table * (BUCKETS + 1) + code for table, code in enumerate(codes))
    return part, own, before, after


def _boundaries(text: str, places: list[tuple[int, int]]) -> npt.NDArray[np.int64]:
    result = np.full(len(places), FREE, np.int64)
    for row in range(1, len(places)):
        previous_end, start = places[row - 1][1], places[row][0]
        if start < previous_end:
            result[row] = TIED
        elif start == previous_end:
            result[row] = _boundary(text[start - 1], text[start])
    return result


def _boundary(before: str, after: str) -> int:
    """What may not happen between two characters that stand side by side."""
    if _is_mark(after):
        return TIED
    if not (_is_letter(before) and _is_letter(after)):
        return FREE
    return _between_letters(before) & _between_letters(after)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _is_letter(character: str) -> bool:
    return character.isalpha() or _is_mark(character)


@lru_cache(maxsize=4096)
def _between_letters(letter: str) -> int:
    return _BETWEEN_LETTERS.get(unicodedata.name(letter, "").split(" ")[0], TIED)


def _is_cut(character: str) -> bool:
    """Whether a token may be cut after this character."""
    return _is_letter(character) and _between_letters(character) != TIED
