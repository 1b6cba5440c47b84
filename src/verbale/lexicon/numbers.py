"""Numbers in words: `two and a half`, `двенадцатый`, `二十五`."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import table
from verbale.lexicon.phrases import STEM_ENDING, STEM_MARK
from verbale.lexicon.words import fold, is_unspaced

_LETTER = r"[^\W\d_]"
_SPACE = r"[\s\u00a0\u202f]"
_HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_HAN = re.compile(f"[{''.join((*_HAN_DIGITS, *_HAN_TENS, *_HAN_MYRIADS))}半]+")
MAX_HAN = 12
"""Signs of the longest number in Chinese characters that is read."""

ROMAN_SMALL = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class NumberFound(NamedTuple):
    """A number in words from `start` to `end`."""

    start: int
    end: int
    value: float


class NumberWords:
    """Numbers in words of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language."""
        own = table("numbers").get(language) or {}
        self._values = {fold(word): float(value) for word, value in (own.get("cardinals") or {}).items()}
        self._han = language in table("numbers")["han"]
        self._pattern = re.compile(
            rf"{word_start(self._values)}(?:{alternatives(self._values)})(?!{_LETTER})|"
            rf"(?:{alternatives(word for word in self._values if is_unspaced(word))})",
            re.IGNORECASE,
        )
        halves = alternatives(own.get("half") or ())
        self.half = re.compile(rf"[\s\u00a0-]*(?:{halves})(?!{_LETTER})", re.IGNORECASE)
        rows = own.get("ordinals") or ()
        self.ordinals = {
            fold(form): at + 1 for at, row in enumerate(rows) for form in row.split("|") if form != "~"
        }
        self.ordinal_pattern = alternatives(self.ordinals)
        self.cardinal_pattern = rf"\d{{1,2}}|{alternatives(self._values)}" + (
            "|[一二三四五六七八九十]{1,3}" if self._han else ""
        )

    def find(self, text: str) -> Iterator[NumberFound]:
        """Yield the numbers of a text in order, with their halves."""
        if self._han:
            for match in _HAN.finditer(text):
                value = han_value(match.group())
                if value is not None and not text[match.start() - 1 : match.start()].isdigit():
                    yield NumberFound(*match.span(), value)
        if self._values:
            for match in self._pattern.finditer(text):
                half = self.half.match(text, match.end())
                value = self._values[_plain(match.group())] + (0.5 if half else 0)
                yield NumberFound(match.start(), half.end() if half else match.end(), value)

    def cardinal(self, words: str) -> int | None:
        """Return a whole number from digits or words, or None."""
        if words.isdigit():
            return int(words)
        value = self._values.get(_plain(words))
        if value is None and self._han:
            value = han_value(words)
        return int(value) if value and value == int(value) else None

    def ordinal(self, words: str) -> int | None:
        """Return the place that an ordinal names, or None."""
        plain = _plain(words)
        exact = self.ordinals.get(plain)
        if exact is not None:
            return exact
        stems = [form for form in self.ordinals if form.endswith(STEM_MARK) and plain.startswith(form[:-1])]
        return self.ordinals[max(stems, key=len)] if stems else None


def _plain(words: str) -> str:
    # Python folds İ to two characters, though a pattern without case finds it as i.
    return re.sub(r"[\s\u00a0]+", " ", fold(words.replace("İ", "i")))


def alternatives(words: Iterable[str]) -> str:
    """Return an expression for one of the words, the longest first, stems with their endings; no group."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(word_pattern, ordered)) or r"(?!)"


def word_start(words: Iterable[str]) -> str:
    """Return an expression for the place where one of the words may begin, told fast by its first letter."""
    letters = "".join(sorted({re.escape(word[0]) for word in words if word}))
    return rf"\b(?=[{letters}])(?<!{_LETTER})" if letters else r"(?!)"


def word_pattern(word: str) -> str:
    """Return an expression for a phrase; a star ends a stem, with any ending after it."""
    pieces = (
        re.escape(piece.removesuffix(STEM_MARK))
        + (rf"{_LETTER}{{0,{STEM_ENDING}}}" if piece.endswith(STEM_MARK) else "")
        for piece in word.split()
    )
    return rf"{_SPACE}+".join(pieces)


def han_value(signs: str) -> float | None:
    """Return the value of a number in Chinese characters, or None: `二十五万` is 250,000."""
    if len(signs) > MAX_HAN:
        return None
    total, section, digit = 0.0, 0.0, 0.0
    for sign in signs:
        if sign in _HAN_DIGITS:
            if digit:
                return None
            digit = float(_HAN_DIGITS[sign])
        elif sign == "半":
            digit = 0.5
        elif sign in _HAN_TENS:
            section, digit = section + (digit or 1) * _HAN_TENS[sign], 0.0
        else:
            if not section + digit:
                return None
            total, section, digit = total + (section + digit) * _HAN_MYRIADS[sign], 0.0, 0.0
    return total + section + digit


@lru_cache(maxsize=64)
def number_words(language: str) -> NumberWords:
    """Return the numbers in words of a base language, made once."""
    return NumberWords(language)
