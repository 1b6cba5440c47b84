"""The part that words give people: who presides over a meeting, and who is only remembered at it."""

from collections.abc import Sequence

from verbale.lexicon import PeopleWords
from verbale.stages.extract.gaps import Gaps
from verbale.stages.extract.links import Holder
from verbale.stages.extract.phrases import Office

LATE_GAP = 2
"""Characters between `the late` and an office or name."""

CHAIR_GAP = 60
"""Characters between a word for presiding and the names of who does: `the two foreign ministers,`."""

TITLE_GAP = 120
"""Characters between `and` and the name that it leads to: a long office with a body of its own."""

_STOPS = frozenset(".;!?。；！？\n")
_OBJECT_GAP = 12
"""The same for the names after `chaired by`: an article, an honorific."""


class Parts:
    """The parts of the people of one segment."""

    def __init__(
        self, gaps: Gaps, words: PeopleWords, holders: Sequence[Holder], held: Sequence[Office]
    ) -> None:
        """Take the people with their offices, in text order."""
        self._gaps = gaps
        self._reach = [_reach(holder, held) for holder in holders]
        self._late = [(match.start, match.end) for match in words.late.find(gaps.text)]
        self._ands = [
            (match.start, match.end)
            for match in words.joints.find(gaps.text)
            if any(letter.isalpha() for letter in match.value)
        ]
        self._chairs = [(match.start, match.end) for match in words.chairs.find(gaps.text)]

    def late(self, at: int) -> bool:
        """Tell whether a person is named as dead, or for an anniversary or a monument."""
        start, end = self._reach[at]
        return any(
            (left >= start and right <= end)
            or (right <= start <= right + LATE_GAP)
            or (right <= start and self._gaps.is_link(right, start, at=False))
            for left, right in self._late
        )

    def chairs(self, at: int) -> bool:
        """Tell whether a person presides: named right after the word, or joined before it with others who do."""
        return any(at in self._who_chair(left, right) for left, right in self._chairs)

    def _who_chair(self, left: int, right: int) -> set[int]:
        """Return the people who preside by one word: those joined to the nearest one after it, else before it."""
        after = next((i for i, (start, _) in enumerate(self._reach) if start >= right), None)
        if after is not None and self._near(right, self._reach[after][0], _OBJECT_GAP):
            return self._joined(after, 1)
        before = next((i for i in reversed(range(len(self._reach))) if self._reach[i][1] <= left), None)
        if before is not None and self._near(self._reach[before][1], left, CHAIR_GAP):
            return self._joined(before, -1)
        return set()

    def _near(self, start: int, end: int, reach: int) -> bool:
        return end - start <= reach and not _STOPS & set(self._gaps.text[start:end])

    def _joined(self, at: int, step: int) -> set[int]:
        """Return the numbers of a person and those joined to that one by `and` or a comma, in one direction."""
        found = {at}
        while 0 <= at + step < len(self._reach):
            first, second = sorted((at, at + step))
            if not self._are_joined(self._reach[first][1], self._reach[second][0]):
                break
            at += step
            found.add(at)
        return found

    def _are_joined(self, start: int, end: int) -> bool:
        """Tell whether two people are joined: by a joint alone, or by `and` before words for the second."""
        led = any(not self._gaps.text[start:left].strip() for left, _ in self._ands if start <= left < end)
        return self._gaps.is_joint(start, end) or (led and self._near(start, end, TITLE_GAP))


def _reach(holder: Holder, held: Sequence[Office]) -> tuple[int, int]:
    """Return where a person starts and ends with the offices beside the name."""
    beside = [held[index] for index in holder.offices]
    starts = [holder.person.start, *(office.outer_start for office in beside)]
    ends = [holder.person.end, *(office.outer_end for office in beside)]
    return min(starts), max(ends)
