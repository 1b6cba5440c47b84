"""The speaker of each act: one person, one side, both sides, or nobody.

Whether one or both perform an act is learned (the `performer` head). Which one is read from where names stand: the
subject of a report of speech stands first, or right after a fronted phrase. A sentence that names nobody
is spoken by whoever spoke last.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

from verbale.lexicon.conjunctions import joining_word
from verbale.records.reading import OfficeMention, PersonMention, Speaker, StateMention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.reading import AnyMention, Classified, Segment
    from verbale.records.vocabulary import Act, Performer

Named: TypeAlias = PersonMention | OfficeMention

_UNSPOKEN: frozenset[Act] = frozenset({"encounter", "background", "furniture"})
"""Acts of the writer, not of a side."""

_BOUNDARIES = ",;:،、，؛؟—–)»”"
"""A fronted phrase ends in one of these, in the scripts that mark it."""

SURE_OF_BOTH = 0.9
"""A sentence that names one person before all others is spoken by that one, though it is about both sides, unless the
head is this sure that both speak."""

SURE_OF_ONE = 0.75
"""After what both said, a sentence that names nobody is theirs too unless the head is this sure of one speaker."""

_JOINED = 14
"""Two subjects stand side by side when at most so many characters part them: a word for *and*, and an article."""

_OPENING = 3
"""A mention that starts within so many characters of its segment opens it (quotes, dashes, a short article)."""


def attribute(
    segments: Sequence[Segment], classified: Sequence[Classified], mentions: Sequence[AnyMention]
) -> tuple[Speaker, ...]:
    """The speaker of each segment, in order.

    Args:
        mentions: of the whole source, in text order.
    """
    reader = _Attribution(mentions)
    return tuple(reader.speaker(segment, act) for segment, act in zip(segments, classified, strict=True))


class _Attribution:
    """Walks through a source and remembers who spoke last."""

    def __init__(self, mentions: Sequence[AnyMention]) -> None:
        self._named = [m for m in mentions if isinstance(m, PersonMention | OfficeMention)]
        self._states = [m for m in mentions if isinstance(m, StateMention)]
        self._starts = [m.start for m in self._named]
        self._state_starts = [m.start for m in self._states]
        self._last: Speaker | None = None
        self._sentence: Speaker | None = None
        self._before: Performer = "none"

    def speaker(self, segment: Segment, act: Classified) -> Speaker:
        if act.act in _UNSPOKEN:
            if not segment.lead:
                self._sentence = None
            return Speaker(performer="none")
        subject = self._subject(segment)
        spoken = self._of(segment, act, subject)
        if not segment.lead:
            self._sentence = spoken
        if spoken.performer == "one":
            self._last = spoken
        self._before = spoken.performer
        return spoken

    def _of(self, segment: Segment, act: Classified, subject: Named | None) -> Speaker:
        if segment.lead and self._sentence is not None and not self._opens(segment, subject):
            return Speaker(
                performer=self._sentence.performer,
                at=self._sentence.at,
                country=self._sentence.country,
                carried=True,
            )
        if subject is not None and self._has_company(segment, subject):
            return Speaker(performer="both")
        if subject is not None and self._opens(segment, subject):
            return _one(subject)
        if self._states_together(segment) or (act.performer == "both" and self._is_both(act, subject)):
            return Speaker(performer="both")
        if subject is not None:
            return _one(subject)
        if (side := self._side(segment)) is not None:
            return Speaker(performer="one", country=side.country)
        if self._before == "both" and act.performer_p < SURE_OF_ONE:
            return Speaker(performer="both")
        if self._last is not None:
            return Speaker(performer="one", at=self._last.at, country=self._last.country, carried=True)
        return Speaker(performer=act.performer)

    def _is_both(self, act: Classified, subject: Named | None) -> bool:
        return subject is None or isinstance(subject, OfficeMention) or act.performer_p >= SURE_OF_BOTH

    def _states_together(self, segment: Segment) -> bool:
        """Whether two states, joined by a word for *and*, stand before all else that is named (`X and Y will …`)."""
        low = bisect_left(self._state_starts, segment.start)
        pair = self._states[low : low + 2]
        if len(pair) < 2 or pair[1].end > segment.end or pair[0].country == pair[1].country:
            return False
        named = self._within(segment)
        if named and _start(named[0]) < pair[1].end:
            return False
        between = segment.text[pair[0].end - segment.start : pair[1].start - segment.start]
        return between.strip().casefold() == joining_word(segment.language)

    def _within(self, segment: Segment) -> list[Named]:
        low = bisect_left(self._starts, segment.start)
        high = bisect_left(self._starts, segment.end)
        return self._named[low:high]

    def _subject(self, segment: Segment) -> Named | None:
        """The first name, unless words stand before it and another follows a boundary: then that one."""
        named = self._within(segment)
        if not named:
            return None
        first = named[0]
        if self._opens(segment, first):
            return first
        for later in named[1:]:
            before = segment.text[: later.start - segment.start].rstrip()
            if before and before[-1] in _BOUNDARIES and later.start > first.end + 2:
                return later
        return first

    def _has_company(self, segment: Segment, subject: Named) -> bool:
        """Whether another name is joined to the subject by a word for *and*, so that both are the subject."""
        word = joining_word(segment.language)
        for other in self._within(segment):
            between = segment.text[subject.end - segment.start : _start(other) - segment.start]
            if 0 < len(between) <= _JOINED and between.strip().casefold().split(" ")[0].startswith(word):
                return True
        return False

    def _opens(self, segment: Segment, subject: Named | None) -> bool:
        return subject is not None and _start(subject) - segment.start <= _OPENING

    def _side(self, segment: Segment) -> StateMention | None:
        """The state that opens the segment, which then speaks as a side (`Vietnam affirms …`)."""
        at = bisect_left(self._state_starts, segment.start)
        if at < len(self._states) and self._states[at].start - segment.start <= _OPENING:
            return self._states[at]
        return None


def _one(subject: Named) -> Speaker:
    return Speaker(performer="one", at=subject.start, country=_country(subject))


def _start(named: Named) -> int:
    """Where a name starts, the offices before it included."""
    if isinstance(named, PersonMention):
        return min([named.start, *(office.start for office in named.offices)])
    return named.start


def _country(named: Named) -> str | None:
    if named.country is not None or isinstance(named, OfficeMention):
        return named.country
    return next((office.country for office in named.offices if office.country), None)
