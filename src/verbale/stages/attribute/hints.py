"""What the words of a phrase and those right before it tell of number and gender.

Numerals are those of `resources/lexicon/numbers.yaml`; words that tell a woman or a man are data by language
(`woman` and `man` in `resources/lexicon/speakers.yaml`); a language without any tells nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from verbale.lexicon.data import base_language, table
from verbale.lexicon.numbers import number_words
from verbale.lexicon.phrases import PhraseIndex
from verbale.lexicon.words import has_unspaced, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.reading import Segment
    from verbale.stages.attribute.phrases import Phrase

Gender: TypeAlias = Literal["woman", "man"]

ENDING_MARK = "~"
"""What stands before an ending of an office's words, such as `~in` for `Ministerin`."""

ROOM = 3
"""Letters of a word before such an ending at least."""

BEFORE = 14
"""Characters before a phrase that may hold a title or an article of it."""

COUNTED = 6
"""Characters between a numeral and what it counts, an article or the end of the numeral included."""

SEVERAL = (2, 3)
"""Numbers of people who speak together; larger ones count other things."""

_KINDS = ("person", "office", "epithet", "he", "third")


class Genders:
    """Words of one language that tell whether a woman or a man is meant."""

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language."""
        data = table("speakers").get(language) or {}
        self._words: PhraseIndex[Gender] = PhraseIndex()
        self._endings: list[tuple[str, Gender]] = []
        kinds: tuple[Gender, Gender] = ("woman", "man")
        for kind in kinds:
            for word in data.get(kind, ()):
                if word.startswith(ENDING_MARK):
                    self._endings.append((word[1:], kind))
                else:
                    self._words.add(word, kind)

    def of(self, text: str, title: str) -> Gender | None:
        """Whom words tell of, or None; one word for a woman tells more than any for men.

        Args:
            text: a phrase with the words right before it.
            title: the words of its office, whose endings may tell.
        """
        found = {match.value for match in self._words.find(text)}
        for word in words(title):
            found |= {
                kind
                for end, kind in self._endings
                if word.folded.endswith(end) and len(word.folded) >= len(end) + ROOM
            }
        return "woman" if "woman" in found else "man" if found else None


@lru_cache(maxsize=64)
def _genders(language: str) -> Genders:
    return Genders(language)


def hint(segment: Segment, phrases: Sequence[Phrase]) -> None:
    """Note on each phrase whether a numeral counts it, and which gender its words tell; people learn theirs."""
    language, text = base_language(segment.language), segment.text
    several = [n for n in number_words(language).find(text) if n.value in SEVERAL]
    end = 0
    for phrase in phrases:
        if phrase.kind in _KINDS:
            start, stop = phrase.start - segment.start, phrase.end - segment.start
            room = 1 if has_unspaced(text[start : start + 1]) else COUNTED
            phrase.counted = any(n.start < start and 0 <= start - n.end <= room for n in several)
            near = text[max(end, start - BEFORE) : stop]
            phrase.gender = _genders(language).of(near, phrase.title)
            if phrase.actor is not None and phrase.gender and phrase.actor.gender != "woman":
                phrase.actor.gender = phrase.gender
        end = phrase.end - segment.start
