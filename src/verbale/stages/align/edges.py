"""Whether a segment is a whole sentence, a piece of one or several: told by signs that hold in any script."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from verbale.stages.align.blocks import Floats
from verbale.text.data import load_yaml

CACHED_TEXTS = 1 << 14
"""Texts of which this is remembered: an account is compared with each other account of its meeting."""

EDGES = 3
"""Features of a segment."""

_LETTER = re.compile(r"[^\W\d_]")


class _Signs(NamedTuple):
    """Signs that end sentences, what may stand after them, and where one ends inside a text."""

    final: tuple[str, ...]
    closers: str
    inside: re.Pattern[str]


@cache
def _signs() -> _Signs:
    rules = load_yaml("segmentation", "any")
    spaced, bare, closers = (rules[key] for key in ("spaced_terminators", "bare_terminators", "closers"))
    inside = rf"[{re.escape(spaced)}][{re.escape(closers)}]*\s+(?=\S)|[{re.escape(bare)}](?=.)"
    return _Signs(tuple(spaced + bare), closers + " ", re.compile(inside))


@lru_cache(maxsize=CACHED_TEXTS)
def edges_of(text: str) -> tuple[float, float, float]:
    """Tell whether a text begins inside a sentence, whether it ends inside one, and how many end within it.

    Returns:
        1 where its first letter is a small one; 1 where no sign ends it; the logarithm of 1 and the number of signs
        that end a sentence before its own end.
    """
    signs, stripped = _signs(), text.strip()
    letter = _LETTER.search(stripped)
    begun = letter is not None and letter.start() < EDGES and letter.group().islower()
    ended = stripped.rstrip(signs.closers).endswith(signs.final)
    inside = sum(not stripped[m.end() : m.end() + 1].islower() for m in signs.inside.finditer(stripped))
    return float(begun), float(not ended), float(np.log1p(inside))


def edges(texts: Sequence[str]) -> Floats:
    """`edges_of` each text, shape (texts, EDGES)."""
    return np.array([edges_of(text) for text in texts], np.float64).reshape(-1, EDGES)
