"""Amounts of a segment with what the words beside them say: bounds, changes, and counts without a unit."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from verbale.lexicon.amounts import COUNT, amount_finder
from verbale.lexicon.data import base_language
from verbale.lexicon.indicators import find_indicators, indicators
from verbale.lexicon.measures import Marks, Quantity, measure_finder
from verbale.stages.extract.spans import overlaps

COUNTED_NEAR = 28
"""Characters that may part a bare number from the word for what it counts: `41,000 Malaysian tourists`."""

LEAST_COUNT = 10
"""A bare number under this is counted by the way."""


class Amount(NamedTuple):
    """An amount from `start` to `end` of a segment, with its marks."""

    start: int
    end: int
    value: float
    unit: str
    marks: Marks


def amounts(text: str, language: str, taken: Sequence[tuple[int, int]]) -> Iterator[Amount]:
    """Yield the amounts of a segment in order, none over a stretch that is taken, such as a date.

    Args:
        text: the segment.
        language: its BCP 47 tag.
        taken: where dates stand.
    """
    finder = amount_finder(base_language(language))
    found = [
        Quantity(a.start, a.end, a.value, a.unit)
        for a in finder.find(text)
        if not overlaps(a.start, a.end, taken)
    ]
    closed = [*taken, *((quantity.start, quantity.end) for quantity in found)]
    bare = [
        Quantity(start, end, value, None)
        for start, end, value in finder.bare(text)
        if not overlaps(start, end, closed)
    ]
    told = sorted([*found, *_counts(text, language, bare, found)], key=lambda q: q.start) if bare else found
    for quantity, marks in zip(told, measure_finder(language).marks(text, told), strict=True):
        yield Amount(quantity.start, quantity.end, quantity.value, quantity.unit or COUNT, marks)


def _counts(
    text: str, language: str, bare: Sequence[Quantity], amounts: Sequence[Quantity]
) -> Iterator[Quantity]:
    """Yield the bare numbers that count something: one a word away from what it counts, and `from … to …`."""
    known = indicators()
    words = [match for match in find_indicators(text, language) if known[match.value].own]
    if not words:
        return
    numbers = sorted([*bare, *amounts], key=lambda number: number.start)
    ends = measure_finder(language).pairs(text, numbers)
    paired = {numbers[at].start for end in ends for at in (end - 1, end)}
    for number in bare:
        near = any(
            0 < w.start - number.end <= COUNTED_NEAR and _is_plain(text[number.end : w.start]) for w in words
        )
        if number.start in paired or (near and number.value >= LEAST_COUNT):
            yield number


def _is_plain(between: str) -> bool:
    """Whether only words stand between a number and what it counts."""
    return all(character.isalpha() or character in " \u00a0'’" for character in between)
