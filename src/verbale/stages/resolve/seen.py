"""The mentions of people in readings; what is no name is left out with a reason."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from verbale.records.reading import PersonMention, PlaceMention, Reading, Segment, StateMention
from verbale.stages.resolve.spelling import Spelling, spell
from verbale.text.fold import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_P = 0.6
"""Probability under which a mention that stands once in all sources is left out: names that are only guessed from the
office before them have 0.5."""

MIN_TITLED_P = 0.45
"""The same for a name of several words with an office beside it: two signs are better than one. Nothing is tuned: it is
a little below what a name has that is only guessed from its office."""

MIN_TITLED_BARE_P = 0.51
"""The same for a name of one word with an office beside it: a little above what a guessed one has."""

CACHED = 1 << 17
"""Names whose folded form is remembered."""

MAX_PARTS = 9
"""Parts of the longest names seen, such as `Luis Alberto Catacora Jiménez de la Torre y Vega`; more is no name."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A mention of a person in its source.

    Attributes:
        name: the name without words of courtesy; also the key under which the same spellings come together.
        date: day of publication, ISO, if known.
        segment: the segment that holds it; None when the reading lacks it.
    """

    source: str
    language: str
    date: str | None
    name: str
    mention: PersonMention
    segment: Segment | None


class LeftOut(msgspec.Struct, frozen=True, order=True):
    """A mention that stands for nobody in the record, and why."""

    source: str
    start: int
    text: str
    reason: str


class Words(msgspec.Struct):
    """How often a word or name stands for what, over some sources.

    Attributes:
        people: mentions of people with this name.
        titled: of those, by their own words, how many have an office beside them.
    """

    people: int = 0
    titled: int = 0
    places: int = 0
    states: int = 0

    def add(self, other: Words, times: int = 1) -> None:
        """Add other counts, or take them away with `times` -1."""
        self.people += times * other.people
        self.titled += times * other.titled
        self.places += times * other.places
        self.states += times * other.states

    @property
    def none(self) -> bool:
        """Whether nothing is left."""
        return self == Words()

    @property
    def once(self) -> bool:
        """Whether the name stands once in all sources."""
        return self.people == 1

    @property
    def elsewhere(self) -> bool:
        """Whether the word is a state's, or read as a place more often than as a person.

        As often is enough for a name that never has an office beside it.
        """
        usual = self.places > self.people or (0 < self.places == self.people and not self.titled)
        return bool(self.states) or usual


def words_in(reading: Reading, mentions: Iterable[Seen]) -> dict[str, Words]:
    """Count the folded names and words of a source that tell names of people from others.

    Args:
        mentions: of people in the source.
    """
    found: dict[str, Words] = {}
    for seen in mentions:
        found.setdefault(folded(seen.name), Words()).people += 1
    for mention in reading.mentions:
        if isinstance(mention, PersonMention) and mention.offices:
            found.setdefault(folded(mention.text), Words()).titled += 1
        elif isinstance(mention, PlaceMention):
            found.setdefault(folded(mention.text), Words()).places += 1
        elif isinstance(mention, StateMention):
            found.setdefault(folded(mention.text), Words()).states += 1
    return found


@lru_cache(maxsize=CACHED)
def folded(text: str) -> str:
    """Return `fold_words` of a text, remembered: the same names come again and again."""
    return fold_words(text)


def left_out(seen: Seen, reason: str) -> LeftOut:
    """Return the note that a mention is left out."""
    return LeftOut(seen.source, seen.mention.start, seen.mention.text, reason)


def spelling_of(name: str, languages: Iterable[str]) -> Spelling:
    """Return a name taken apart, as written on pages in some languages."""
    return spell(name, tuple(sorted(set(languages))))


def seen_in(reading: Reading) -> Iterator[Seen]:
    """Yield the mentions of people in a source, in text order."""
    segments = {segment.id: segment for segment in reading.segments}
    for mention in sorted(reading.mentions, key=lambda m: (m.start, m.end)):
        if isinstance(mention, PersonMention):
            segment = segments.get(mention.segment)
            language = segment.language if segment else reading.source.language
            yield Seen(
                source=reading.source.id,
                language=language,
                date=reading.source.published,
                name=spelling_of(mention.text, (language,)).text,
                mention=mention,
                segment=segment,
            )


def _least(seen: Seen, parts: int) -> float:
    """Return the probability that a mention needs which stands once."""
    if not seen.mention.offices:
        return MIN_P
    return MIN_TITLED_P if parts > 1 else MIN_TITLED_BARE_P


def why_not(seen: Seen, words: Words) -> str | None:
    """Say why a mention is no name of a person; None when it may be one.

    Args:
        words: what the folded name stands for in all sources.
    """
    name = spelling_of(seen.name, (seen.language,))
    if not name.parts or not folded(seen.name):
        return "no letters"
    if len(name.parts) > MAX_PARTS:
        return "too long for a name"
    if seen.name == seen.name.lower() != seen.name.upper():
        return "small letters only"
    if words.elsewhere:
        return "a state or place"
    if seen.mention.p < _least(seen, len(name.parts)) and words.once:
        return "improbable and seen once"
    return None
