"""People named in a segment by words of their names, where the tagger found nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from verbale.lexicon.data import base_language
from verbale.lexicon.people import people_words
from verbale.lexicon.words import has_unspaced
from verbale.records.reading import PersonMention
from verbale.stages.attribute.cast import is_dense

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from verbale.records.reading import AnyMention, Segment
    from verbale.stages.attribute.cast import Actor, Cast

SURNAME = 3
"""Signs of a family name before an honorific, in scripts whose signs are syllables or words: `朴氏`."""


class Alias(NamedTuple):
    """Words from `start` to `end` of a source that name a person of the page."""

    start: int
    end: int
    actor: Actor


def aliases(segment: Segment, mentions: Sequence[AnyMention], cast: Cast) -> Iterator[Alias]:
    """Words of names known from elsewhere on the page, apart from the people that are mentioned."""
    people = [m for m in mentions if isinstance(m, PersonMention)]
    for start, end, actor in (*_by_word(segment.text, cast), *_by_honorific(segment, cast)):
        found = Alias(segment.start + start, segment.start + end, actor)
        if all(found.end <= m.start or m.end <= found.start for m in people):
            yield found


def _by_word(text: str, cast: Cast) -> Iterator[Alias]:
    """Words of a name that stand for the whole."""
    for alias, actor in cast.aliases.items():
        at = text.find(alias)
        while at >= 0:
            if _is_whole(text, at, at + len(alias)):
                yield Alias(at, at + len(alias), actor)
            at = text.find(alias, at + 1)


def _by_honorific(segment: Segment, cast: Cast) -> Iterator[Alias]:
    """First signs of one name only, with an honorific behind them."""
    text = segment.text
    for honorific in people_words(base_language(segment.language)).honorifics.find(text):
        for start in range(max(0, honorific.start - SURNAME), honorific.start):
            word = text[start : honorific.start]
            named = [a for a in cast.actors if is_dense(word) and a.name.startswith(word) and a.name != word]
            if len(named) == 1:
                yield Alias(start, honorific.end, named[0])


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether words are cut out between the words of a text, or stand in a script without spaces."""
    if has_unspaced(text[start:end]):
        return True
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
