"""A segment while the spans of its page are settled."""

from typing import NamedTuple

from verbale.lexicon import StateSpan
from verbale.lexicon.words import Word

VOTED_P = 0.5
"""Probability of a span told by the page alone; not calibrated, below what a tagger gives."""


class Settled(NamedTuple):
    """A span as the page has it: characters of the segment, tag and probability."""

    start: int
    end: int
    tag: str
    p: float


class Row(NamedTuple):
    """A segment's text and language with its words, its spans and the states that it names."""

    text: str
    language: str | None
    words: tuple[Word, ...]
    spans: list[Settled]
    states: list[StateSpan]
