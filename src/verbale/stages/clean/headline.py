"""Which line of a page is the headline of its account: the one whose words the first paragraphs take up."""

import re
from collections.abc import Sequence

from verbale.stages.clean.layout import Layout, Row
from verbale.text.fold import fold_words

MAX_CANDIDATES = 16
"""Lines above the first paragraph that are looked at: menus, bylines and buttons stand around a headline."""

LEAD_CHARS = 1500
"""How much of the account is looked at: its first paragraphs say again what the headline says."""

MIN_STEM = 4
STEM = 5
"""Letters by which words are compared, so that inflected forms meet; shorter words are mostly articles."""

NEAR_TOP = 3
"""Lines above the first paragraph with which the first line of a page is taken for the headline unshared."""

MIN_SHARED = 2
MIN_SHARE = 0.3
"""Stems that a headline shares with the account: two at least, and of its own this many."""

_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}"
)
_PAIR, _QUAD = 2, 4
"""Characters of a run: two signs of a word, four letters of one."""

_FIRST_CJK = "\u3040"
"""The first of the scripts whose characters are signs of words or syllables."""


def headline(layout: Layout, kept: Sequence[Row]) -> Row | None:
    """Return the headline of a page, given the rows that are left of it; None when there is none.

    It is the first line above the first paragraph that shares words with the paragraphs under it; where none does,
    the first line of all, as far as it looks like one.
    """
    first = next((at for at, row in enumerate(kept) if layout.paragraph(row)), None)
    if not first:
        return None
    candidates = [row for row in kept[:first][:MAX_CANDIDATES] if layout.headline(row)]
    account = " ".join(row.text for row in kept[first:] if layout.paragraph(row))[:LEAD_CHARS]
    told = _stems(account)
    for row in candidates:
        own = _stems(row.text)
        shared = len(own & told)
        if shared >= MIN_SHARED and shared >= MIN_SHARE * len(own):
            return row
    return kept[0] if kept[0] in candidates and first <= NEAR_TOP else None


def _stems(text: str) -> set[str]:
    """Return the beginnings of the longer words; of scripts without spaces, runs of two or four characters."""
    found = set()
    for word in fold_words(text).split():
        if _UNSPACED.search(word):
            size = _PAIR if max(word) >= _FIRST_CJK else _QUAD
            found |= {word[at : at + size] for at in range(len(word) - size + 1)}
        elif len(word) >= MIN_STEM and word.isalpha():
            found.add(word[:STEM])
    return found
