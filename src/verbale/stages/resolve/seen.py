"""The mentions of people in all readings, in one flat and ordered list; what is no name is left out with a reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from verbale.records.reading import PersonMention, PlaceMention, Reading, Segment, StateMention
from verbale.stages.resolve.spelling import Spelling, spell
from verbale.text.fold import fold_words

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


def mentions_of_people(readings: Sequence[Reading]) -> tuple[list[Seen], list[LeftOut]]:
    """Return the mentions that may be names, by source and place, and those that are none."""
    found = [seen for reading in sorted(readings, key=lambda r: r.source.id) for seen in _in_one(reading)]
    counts = Counter(folded(seen.name) for seen in found)
    elsewhere = _not_people(readings, counts)
    kept: list[Seen] = []
    left: list[LeftOut] = []
    for seen in found:
        reason = _why_not(seen, counts, elsewhere)
        if reason is None:
            kept.append(seen)
        else:
            left.append(left_out(seen, reason))
    return kept, left


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


def _in_one(reading: Reading) -> Iterator[Seen]:
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


def _not_people(readings: Sequence[Reading], people: Counter[str]) -> frozenset[str]:
    """Return the folded words of states, and of what is read as a place more often than as a person.

    As often is enough for a name that never has an office beside it.

    Args:
        people: how often each folded name is read as a person's.
    """
    mentions = [mention for reading in readings for mention in reading.mentions]
    states = {folded(mention.text) for mention in mentions if isinstance(mention, StateMention)}
    places = Counter(folded(mention.text) for mention in mentions if isinstance(mention, PlaceMention))
    titled = {folded(m.text) for m in mentions if isinstance(m, PersonMention) and m.offices}
    usual = {
        place
        for place, count in places.items()
        if count > people[place] or (place not in titled and people[place] == count)
    }
    return frozenset(states | usual)


def _least(seen: Seen, parts: int) -> float:
    """Return the probability that a mention needs which stands once."""
    if not seen.mention.offices:
        return MIN_P
    return MIN_TITLED_P if parts > 1 else MIN_TITLED_BARE_P


def _why_not(seen: Seen, counts: Counter[str], elsewhere: frozenset[str]) -> str | None:
    name = spelling_of(seen.name, (seen.language,))
    plain = folded(seen.name)
    if not name.parts or not plain:
        return "no letters"
    if len(name.parts) > MAX_PARTS:
        return "too long for a name"
    if seen.name == seen.name.lower() != seen.name.upper():
        return "small letters only"
    if plain in elsewhere:
        return "a state or place"
    if seen.mention.p < _least(seen, len(name.parts)) and counts[plain] == 1:
        return "improbable and seen once"
    return None
