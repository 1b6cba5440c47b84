"""Splits sentences at semicolons, and what is still too long at commas or spaces."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from verbale.stages.segment.rules import Rules
from verbale.stages.segment.sentences import Span, trimmed

MIN_CLAUSE_WIDTH = 30
"""Columns, a Han character counting three: narrower pieces are items of a list (`veterans; guests;`).
The narrowest clause of the seeds that holds an undertaking has 45."""

_HAN_WIDTH = 3
"""Letters of an alphabet that say what one Han character or Hangul syllable says."""

MAX_SEGMENT_CHARS = 1200
"""About 400 tokens of the encoder (512 at most) in the scripts that need most of them."""

_BRACKETS = {"(": 1, "（": 1, "[": 1, ")": -1, "）": -1, "]": -1}


def clauses(text: str, sentence: Span, rules: Rules) -> Iterator[Span]:
    """Yield the clauses of a sentence, cut at semicolons that stand outside brackets."""
    start, end = sentence
    depth = 0
    for at in range(start, end):
        char = text[at]
        depth = max(0, depth + _BRACKETS.get(char, 0))
        if char not in rules.semicolons or depth:
            continue
        if _width(text[start : at + 1]) >= MIN_CLAUSE_WIDTH <= _width(text[at + 1 : end]):
            yield trimmed(text, start, at + 1)
            start = at + 1
    yield trimmed(text, start, end)


def _width(text: str) -> int:
    """Return the columns of a text, no further than is needed to compare it."""
    return sum(_HAN_WIDTH if east_asian_width(c) in "WF" else 1 for c in text[:MIN_CLAUSE_WIDTH])


def pieces(text: str, clause: Span, rules: Rules) -> Iterator[Span]:
    """Yield a clause whole, or cut into pieces of at most `MAX_SEGMENT_CHARS`."""
    start, end = clause
    while end - start > MAX_SEGMENT_CHARS:
        cut = _cut(text, start, start + MAX_SEGMENT_CHARS, rules)
        yield trimmed(text, start, cut)
        start = trimmed(text, cut, end)[0]
    yield trimmed(text, start, end)


def _cut(text: str, start: int, limit: int, rules: Rules) -> int:
    """Return where to cut before `limit`: after a comma in the second half, else a space, else at it."""
    half = (start + limit) // 2
    for breaks in (rules.commas, frozenset(" \u00a0\t")):
        for at in range(limit - 1, half, -1):
            if text[at] in breaks:
                return at + 1
    return limit
