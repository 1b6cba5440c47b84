"""Words, digits and letter case in any script, with offsets that stay those of the text."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

BREAKS = (
    r"\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4"
    r"\u0964\u0965\u104a\u104b\u1361-\u1368\u17d4-\u17da\u2000-\u206f\u20a0-\u20cf\u2100-\u214f\u2190-\u2bff"
    r"\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
"""What stands between words: white space, punctuation and symbols, but not the combining vowels of Indic scripts."""

WORD = re.compile(f"[^{BREAKS}]+")

UNSPACED = r"\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Scripts written without spaces: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han."""

_UNSPACED = re.compile(f"[{UNSPACED}]")
_ONLY_UNSPACED = re.compile(f"[{UNSPACED}\\u30fb·・]+")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_LAST_DIGIT = 0x1FBFA
"""Code point after the last decimal digit of Unicode 15."""

WORDS_KEPT = 512
"""Texts whose words are kept: several finders read the same segment one after the other."""


class Word(NamedTuple):
    """A word of a text: what stands there, folded for comparison, and where."""

    folded: str
    start: int
    end: int


def fold(word: str) -> str:
    """Return a word as it is compared: without case."""
    return word.casefold()


@lru_cache(maxsize=WORDS_KEPT)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; a run of a script without spaces is one word."""
    return tuple(Word(fold(found.group()), *found.span()) for found in WORD.finditer(text))


@lru_cache(maxsize=1)
def _digits() -> dict[int, str]:
    """Return the digits 0 to 9 by the code points of the digits of other scripts."""
    codes = (code for code in range(128, _LAST_DIGIT) if unicodedata.category(chr(code)) == "Nd")
    return {code: str(unicodedata.decimal(chr(code))) for code in codes}


def has_unspaced(text: str) -> bool:
    """Tell whether any character belongs to a script written without spaces."""
    return _UNSPACED.search(text) is not None


def is_unspaced(text: str) -> bool:
    """Tell whether all characters belong to scripts written without spaces."""
    return _ONLY_UNSPACED.fullmatch(text) is not None


def ascii_digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9; its length does not change."""
    return text.translate(_digits()) if _FOREIGN_DIGIT.search(text) else text


@lru_cache(maxsize=4096)
def base_letter(letter: str) -> str:
    """Return a letter without its marks: `ä` is `a`."""
    return unicodedata.normalize("NFD", letter)[0]


def has_case(text: str) -> bool:
    """Tell whether a text has letters that come in two cases."""
    return text.lower() != text.upper()
