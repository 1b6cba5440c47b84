"""Where an office is held: the organisation or place named with it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from verbale.lexicon import StateSpan
from verbale.stages.extract.gaps import Gaps
from verbale.stages.extract.spans import Person, TaggedSpan, overlaps, ranges, trim

BODY_TAGS = frozenset({"ORG", "LOC", "MEC", "PRJ", "INS", "EVT"})
"""Tags of what an office may be held in; newspapers, shows and projects are tagged in several ways."""

MAX_WORDS = 4
"""Words such as `of the weekly` between an office and the name of its body."""

MAX_JOINING = 2
"""Words between two names of one body: `Organization for Security in Europe`."""

MAX_LENGTH = 120
"""Characters of the longest phrase for a body."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_STOPS = frozenset(",;:.!?\n，。；：—–(")
_OPENING = "\"“„«‹「『《'‘"
_CLOSING = "\"”“»›」』》'’"


class Body(NamedTuple):
    """A body from `start` to `end`; the phrase ends at `outer_end`, with quotes and an acronym in brackets.

    `place` tells that a place is named and no organisation.
    """

    start: int
    end: int
    outer_end: int
    place: bool


class Bodies:
    """The bodies of one segment."""

    def __init__(
        self,
        gaps: Gaps,
        spans: Sequence[TaggedSpan],
        states: Sequence[StateSpan],
        people: Sequence[Person],
        offices: Sequence[tuple[int, int]],
    ) -> None:
        """Take what was found; `offices` are the stretches of offices."""
        self._offices = offices
        self._gaps, self._text = gaps, gaps.text
        self._people = ranges(people)
        nations = [(state.start, state.end) for state in states]
        named = [(s.start, s.end, s.tag == "LOC") for s in spans if s.tag in BODY_TAGS]
        self._names = sorted(
            row
            for row in named
            if not overlaps(row[0], row[1], self._people)
            and not (overlaps(row[0], row[1], nations) if row[2] else _in_one(row, nations))
        )
        self._nations = nations

    def after(self, end: int, led: bool = False) -> Body | None:
        """Return the body that is named after an office which ends at `end`; `led` when its kind is named before."""
        first = next((row for row in self._names if row[0] >= end), None)
        start = self._opening(end, first, led)
        if start is None or first is None:
            return self._unnamed(end)
        stops = list(self._ends(first[1]))
        leading = next((stop for stop in reversed(stops) if self._name_follows(stop)), stops[0])
        bracket = self._text.find("(", first[1], leading)
        left, right = trim(self._text, start, bracket if bracket > 0 else leading)
        return Body(left, right, leading, first[2]) if right - left <= MAX_LENGTH else None

    def before(self, start: int) -> Body | None:
        """Return the organisation that is named directly before an office: `Acme chief executive`."""
        for left, right, place in self._names:
            if not place and right <= start and self._text[right:start].strip(" ’'s的の") == "":
                return Body(left, right, start, place=False)
        return None

    def within(self, start: int, head_end: int, end: int) -> Body | None:
        """Return the body in the words of an office after its head: `head of the Acme company`."""
        rest = self._text[head_end:end]
        kind = next((m for m in self._gaps.bodies if head_end <= m[0] < end), None)
        named = [m for m in _WORD.finditer(rest) if m.group()[0].isupper()]
        if kind is None and not named:
            return None
        at = min([m.start() + head_end for m in named[:1]] + ([kind[0]] if kind else []))
        if self._has_office(head_end, at + 1):
            return None
        at = self._first_adjective(head_end, at)
        left, right = trim(self._text, at, end)
        if left >= right or left <= start:
            return None
        more = self.after(end, led=kind is not None)
        if more is not None:
            return Body(left, more.end, more.outer_end, place=False)
        right = self._with_state(right)
        return Body(left, right, max(end, right), place=False)

    def _first_adjective(self, head_end: int, at: int) -> int:
        """Return where the words before the name of a body start that belong to it: `the General Staff`."""
        return head_end if not self._gaps.links_in(head_end, at) else at

    def _has_office(self, start: int, end: int) -> bool:
        """Tell whether another office starts in a stretch."""
        return any(start <= left < end for left, _ in self._offices)

    def _opening(self, end: int, first: tuple[int, int, bool] | None, led: bool) -> int | None:
        """Return where a body starts when only its kind stands between an office and its name, else None."""
        if first is None or overlaps(end, first[0], self._people) or self._has_office(end, first[0]):
            return None
        gap = self._text[end : first[0]]
        quoted = gap.rstrip()[-1:] in tuple(_OPENING)
        if _STOPS & set(gap) or any(end <= left < first[0] for left, _ in self._gaps.at_words):
            return None
        words = self._gaps.words(end, first[0])
        if len(words) > MAX_WORDS:
            return None
        kinds = [m for m in self._gaps.bodies if end <= m[0] and m[1] <= first[0]]
        plain = not words or quoted or led or bool(kinds)
        if not plain and not any(self._name_follows(stop) for stop in self._ends(first[1])):
            return None
        return words[0][0] if words else first[0]

    def _unnamed(self, end: int) -> Body | None:
        """Return a body that has a kind and no name, directly after an office: `member of the committee`."""
        kind = next((m for m in self._gaps.bodies if m[0] >= end), None)
        if kind is None or _STOPS & set(self._text[end : kind[0]]) or overlaps(end, kind[1], self._people):
            return None
        if self._has_office(end, kind[1]):
            return None
        words = self._gaps.words(end, kind[0])
        if len(words) > MAX_JOINING or any(end <= left < kind[0] for left, _ in self._gaps.at_words):
            return None
        if words and not self._gaps.links_in(end, kind[0]) and not self._name_follows(kind[1]):
            return None
        start = words[0][0] if words else kind[0]
        stop = self._with_state(kind[1])
        return Body(start, stop, stop, place=False)

    def _with_state(self, end: int) -> int:
        """Return where a phrase ends with a state directly after it."""
        return next((r for left, r in self._nations if left >= end and not self._text[end:left].strip()), end)

    def _ends(self, end: int) -> Iterator[int]:
        """Yield where a body may end that starts with a name up to `end`: after each further name joined to it."""
        end = self._closed(end)
        yield end
        following = sorted({*((left, right) for left, right, _ in self._names), *self._nations})
        for left, right in following:
            if left < end:
                continue
            gap = self._text[end:left]
            if _STOPS & set(gap.removesuffix("(")) or overlaps(end, left, self._people):
                return
            if len(self._gaps.words(end, left)) > MAX_JOINING:
                return
            end = self._closed(right)
            yield end

    def _closed(self, end: int) -> int:
        """Return where a name ends with the quotes and brackets that close it."""
        while end < len(self._text) and self._text[end] in _CLOSING + ")":
            end += 1
        return end

    def _name_follows(self, end: int) -> bool:
        """Tell whether a name of a person follows directly, honorifics aside."""
        return any(left >= end and self._gaps.is_tight(end, left) for left, _ in self._people)


def _in_one(row: tuple[int, int, bool], others: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a name is all inside one of the others."""
    return any(left <= row[0] and row[1] <= right for left, right in others)
