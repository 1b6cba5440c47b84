"""Words that tell who speaks: pronouns, hosts and guests, sides, outsiders, and what stands before an agent.

They are data by language (`resources/lexicon/speakers.yaml`); a language without any has no cues.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from verbale.lexicon.data import base_language, table
from verbale.lexicon.phrases import PhraseIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

NOUNS = ("both", "he", "they", "either", "host", "guest", "other", "envoy", "leader", "side", "third")
"""Cues that stand for somebody, in the order in which the first is kept where two have the same words."""

BEFORE = ("agent", "cited", "away")
"""Cues that stand before somebody and tell whether it acts."""

REACH = 6
"""Characters between such a word and a name, articles and titles included."""


_DOTTED = {ord("İ"): "i"}
"""Unicode folds the Turkish capital to two characters, which would hide the words that it opens."""


class Cue(NamedTuple):
    """A word that stands for somebody, from `start` to `end` of a text."""

    kind: str
    start: int
    end: int


class Cues:
    """The cues of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language."""
        words: dict[str, Sequence[str]] = table("speakers").get(language) or {}
        self._nouns: PhraseIndex[str] = PhraseIndex()
        for kind in ("not", *NOUNS):
            self._nouns.update((word, kind) for word in words.get(kind, ()))
        self._before: PhraseIndex[str] = PhraseIndex()
        for kind in BEFORE:
            self._before.update((word, kind) for word in words.get(kind, ()))
        self._must: PhraseIndex[str] = PhraseIndex()
        self._must.update((word, word) for word in words.get("must", ()))
        self.suffixes: tuple[str, ...] = tuple(words.get("suffix", ()))

    def nouns(self, text: str) -> list[Cue]:
        """Words that stand for somebody, in order."""
        found = self._nouns.find(text.translate(_DOTTED))
        return [Cue(m.value, m.start, m.end) for m in found if m.value != "not"]

    def asks(self, text: str) -> bool:
        """Whether the text says what must or should be done."""
        return bool(self._must.find(text))

    def before(self, text: str) -> list[Cue]:
        """Words that tell what follows them to act, to be quoted, or to be spoken to, in order."""
        return [Cue(m.value, m.start, m.end) for m in self._before.find(text)]


@lru_cache(maxsize=64)
def cues_of(language: str) -> Cues:
    """The cues of a BCP 47 language, made once."""
    return Cues(base_language(language))
