"""Finding the numbers of sessions, congresses and summits."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import ANY, table
from verbale.lexicon.numbers import han_value, number_words, word_start
from verbale.lexicon.phrases import PhraseIndex
from verbale.lexicon.words import UNSPACED, ascii_digits

NEAR = 60
"""Characters between a number and the word for what it counts; names such as that of the Belt and Road Forum stand
between."""

ROMAN_NEAR = 25
"""The same for Roman numerals, which are also letters."""

WORD_NEAR = 24
"""The same for ordinals in words."""

COMMON = 2
COMMON_NEAR = 12
"""The same for the words up to `COMMON`."""

_ROMAN = re.compile(r"(?<!\w)(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w|[.]\s?[A-Z]|-\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MAX_DIGITS = 3


class OrdinalFound(NamedTuple):
    """A number in an order, from `start` to `end`."""

    start: int
    end: int
    number: int


class OrdinalFinder:
    """The ordinals of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the signs of a base language; Roman numerals are read in all that have words for sessions."""
        own, common = table("ordinals").get(language) or {}, table("ordinals")[ANY]
        self._sessions: PhraseIndex[bool] = PhraseIndex()
        self._sessions.update((form, True) for form in (*own.get("sessions", ()), *common["sessions"]))
        before = [*own.get("before", ()), *common["before"]]
        self._before = re.compile(
            rf"(?:{_signs(before)})\s?(?P<n>\d{{1,{_MAX_DIGITS}}})(?!\d|[.,/]\d)", re.IGNORECASE
        )
        after = _signs(own.get("after", ()))
        self._after = re.compile(
            rf"(?<![\d.,/])(?P<n>\d{{1,{_MAX_DIGITS}}})(?:{after})(?![^\W\d_{UNSPACED}])", re.IGNORECASE
        )
        self._han = (
            re.compile(rf"(?:{_signs(before)})(?P<n>[一二三四五六七八九十百]{{1,4}})")
            if language in table("numbers")["han"]
            else None
        )
        self._has_after = bool(own.get("after"))
        self._numbers = number_words(language)
        self._in_words = (
            re.compile(
                rf"{word_start(self._numbers.ordinals)}(?:{self._numbers.ordinal_pattern})(?![^\W\d_])",
                re.IGNORECASE,
            )
            if self._numbers.ordinals
            else None
        )

    def find(self, text: str) -> list[OrdinalFound]:
        """Return the ordinals near a word for a session."""
        plain = ascii_digits(text)
        found = list(self._candidates(plain))
        if self._in_words is not None:
            found.extend(self._words(text, self._in_words))
        if not found:
            return []
        sessions = [(match.start, match.end) for match in self._sessions.find(text)]
        found.sort()
        kept = [row for row, reach in found if any(_gap(row, session) <= reach for session in sessions)]
        return [row for at, row in enumerate(kept) if at == 0 or row.start >= kept[at - 1].end]

    def _candidates(self, text: str) -> Iterator[tuple[OrdinalFound, int]]:
        """Yield numbers that are written as ordinals, with how far their word may be."""
        patterns = (self._before, self._after) if self._has_after else (self._before,)
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield OrdinalFound(match.start(), match.end(), int(match["n"])), NEAR
        for match in self._han.finditer(text) if self._han else ():
            yield OrdinalFound(match.start(), match.end(), int(han_value(match["n"]) or 0)), NEAR
        for match in _ROMAN.finditer(text):
            if match.group():
                yield OrdinalFound(match.start(), match.end(), roman(match.group())), ROMAN_NEAR

    def _words(self, text: str, pattern: re.Pattern[str]) -> Iterator[tuple[OrdinalFound, int]]:
        """Yield ordinals in words; `first` and `second` count much else than sessions, and stand close to theirs."""
        for match in pattern.finditer(text):
            number = self._numbers.ordinal(match.group())
            if number is not None:
                yield OrdinalFound(*match.span(), number), WORD_NEAR if number > COMMON else COMMON_NEAR


def roman(numeral: str) -> int:
    """Return the value of a Roman numeral."""
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _gap(row: OrdinalFound, session: tuple[int, int]) -> int:
    """Return the characters between an ordinal and a word for a session."""
    return max(row.start - session[1], session[0] - row.end, 0)


def _signs(signs: list[str] | tuple[str, ...]) -> str:
    return "|".join(re.escape(sign) for sign in sorted(signs, key=lambda sign: -len(sign))) or r"(?!)"


@lru_cache(maxsize=64)
def ordinal_finder(language: str) -> OrdinalFinder:
    """Return the finder of a base language, made once."""
    return OrdinalFinder(language)
