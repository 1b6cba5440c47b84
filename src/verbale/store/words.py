"""Cut text into the words that full-text search compares, in any script.

Scripts without spaces (Thai, Lao, Khmer, Burmese, Han, kana) and Hangul, which joins words, are cut into
single characters with their marks; a search for several of them in a row finds them as a part of the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from verbale.text.fold import fold

_UNSPACED = (
    (0x0E00, 0x109F),  # Thai, Lao, Tibetan, Burmese
    (0x1100, 0x11FF),  # Hangul, letters
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # Han, repetition and zero
    (0x3040, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xA9E0, 0xA9FF),  # Burmese, extended
    (0xAA60, 0xAA7F),
    (0xAC00, 0xD7AF),  # Hangul, syllables
    (0xF900, 0xFAFF),  # Han, compatibility
    (0x20000, 0x3FFFF),  # Han, supplementary planes
)
"""Blocks whose letters are tokens of their own (Unicode 15, Blocks.txt)."""

_MAY_GO_ON = 3
"""Letters from which on a word may go on: `Vient` finds Vientiane, but `To` does not find Tokyo."""

_GAP, _WORD, _PART, _MARK = range(4)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a character of a script without spaces (`part`), with its place in the text."""

    text: str
    start: int
    end: int
    part: bool


def tokens(text: str) -> list[Token]:
    """Cut a text into folded tokens; offsets are into the text as it is given."""
    return [
        Token(folded, start, end, _class_of(text[start]) == _PART)
        for start, end in _spans(text)
        if (folded := _folded(text[start:end]))
    ]


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    """Words come again and again; folding each once takes a third off indexing."""
    return "".join(fold(word).split())


def index_text(text: str) -> str:
    """The tokens of a text with spaces between them, as the full-text table stores them."""
    return " ".join(filter(None, (_folded(text[start:end]) for start, end in _spans(text))))


def phrases(text: str) -> list[list[Token]]:
    """What a search asks for: each spaced word alone, and each run of unspaced characters together."""
    groups: list[list[Token]] = []
    for token in tokens(text):
        last = groups[-1][-1] if groups else None
        if last and last.part and token.part and last.end == token.start:
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def query_of(groups: list[list[Token]]) -> str:
    """An FTS5 query: every phrase must be there; a spaced word may go on."""
    return " AND ".join(_quoted(group) for group in groups)


def exact_query_of(groups: list[list[Token]]) -> str:
    """An FTS5 query for the phrases one right after the other."""
    return _quoted([token for group in groups for token in group])


def matches(text: str, groups: list[list[Token]]) -> list[tuple[int, int]]:
    """Where the phrases stand in a text: all of them together if they do, else each; in text order."""
    words = tokens(text)
    together = _places(words, [token for group in groups for token in group])
    spans = together or [span for group in groups for span in _places(words, group)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _places(words: list[Token], group: list[Token]) -> list[tuple[int, int]]:
    ends = range(len(group), len(words) + 1)
    return [
        (words[end - len(group)].start, words[end - 1].end)
        for end in ends
        if _stands(words[end - len(group) : end], group)
    ]


class _Classes(dict[int, str]):
    """The sign of the class of each character, by its code point; filled as characters come."""

    def __missing__(self, point: int) -> str:
        self[point] = "gwpm"[_class_of(chr(point))]
        return self[point]


_CLASSES = _Classes()
_TOKEN = re.compile("w[wm]*|pm*")
"""A mark goes with what is before it, a word with the letters after it."""


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where tokens stand."""
    return (match.span() for match in _TOKEN.finditer(text.translate(_CLASSES)))


@lru_cache(maxsize=50_000)
def _class_of(char: str) -> int:
    if unicodedata.category(char)[0] == "M" or char in "\u200c\u200d":
        return _MARK
    if not char.isalnum():
        return _GAP
    point = ord(char)
    return _PART if any(first <= point <= last for first, last in _UNSPACED) else _WORD


def _stands(words: list[Token], group: list[Token]) -> bool:
    *first, last = [token.text for token in group]
    if [word.text for word in words[:-1]] != first:
        return False
    return words[-1].text == last or (_open(group[-1]) and words[-1].text.startswith(last))


def _open(token: Token) -> bool:
    return not token.part and len(token.text) >= _MAY_GO_ON


def _quoted(group: list[Token]) -> str:
    phrase = '"' + " ".join(token.text for token in group) + '"'
    return phrase + "*" if _open(group[-1]) else phrase
