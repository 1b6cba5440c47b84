"""Which office belongs to which name: beside it, before or after, alone or stacked."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from verbale.lexicon import PeopleWords, StateSpan
from verbale.stages.extract.gaps import Gaps
from verbale.stages.extract.phrases import SERVING, Office
from verbale.stages.extract.spans import Person

SPOUSE_REACH = 24
"""Characters before an office in which a word such as `wife` makes it the other's: `wife of the Prime Minister`."""


class Holder(NamedTuple):
    """A name with the offices beside it, by index, and the state or organisation of states named after it.

    `listed` tells that the state, or that none is known, was told by the order of a list, whatever the offices name.
    """

    person: Person
    offices: tuple[int, ...]
    country: str | None
    organisation: bool = False
    listed: bool = False


class Linker:
    """Links the names and offices of one segment; an office goes to one name only."""

    def __init__(
        self, gaps: Gaps, words: PeopleWords, people: Sequence[Person], offices: Sequence[Office]
    ) -> None:
        """Take what was found, in text order."""
        self._gaps, self._people, self._offices = gaps, people, offices
        self._apart = words.apart
        self._follows, self._origins = words.office_follows, words.origins
        self._spouses = [(match.start, match.end) for match in words.spouses.find(gaps.text)]
        self._held: list[list[int]] = [[] for _ in people]
        self._taken: set[int] = set()

    def holders(self, states: Sequence[StateSpan]) -> list[Holder]:
        """Return every name with its offices: those directly before first, then appositions after, then before."""
        for position in range(len(self._people)):
            self._before(position, tight=True)
        for position in range(len(self._people)):
            self._after(position)
        for position in range(len(self._people)):
            if not self._held[position]:
                self._before(position, tight=False)
        return [
            Holder(
                person,
                tuple(sorted(self._held[position])),
                self._origin(person, states),
                any(self._comes_from(person, start) for start, _ in self._gaps.organisations),
            )
            for position, person in enumerate(self._people)
        ]

    def _before(self, position: int, tight: bool) -> None:
        """Give a name the office before it, and those stacked before that one."""
        person = self._people[position]
        index = self._last_before(person.start)
        if index is None:
            return
        office = self._offices[index]
        gap = self._gaps.is_tight if tight else self._gaps.is_apposition
        if gap(office.outer_end, person.start) and self._free(index) and not self._of_spouse(office):
            if index and self._serves(index - 1, index):
                self._taken.add(index)
                index -= 1
            self._take(position, index)
            self._stack(position, index, -1)

    def _after(self, position: int) -> None:
        """Give a name the office in apposition after it, or directly after it where the language does so."""
        person = self._people[position]
        index = next(
            (at for at, office in enumerate(self._offices) if office.outer_start >= person.end), None
        )
        if index is None or not self._free(index):
            return
        office = self._offices[index]
        gap = self._gaps.text[person.end : office.outer_start]
        marked = any(mark in gap for mark in ",，(（-–—:") and self._gaps.is_apposition(
            person.end, office.outer_start
        )
        leads = self._leads_another(index) or self._office_first(position, index)
        if (marked and not leads) or (self._follows and not gap.strip()):
            self._take(position, index)
            self._stack(position, index, 1)

    def _stack(self, position: int, index: int, step: int) -> None:
        """Give the same name the offices joined to one that it has."""
        while 0 <= index + step < len(self._offices):
            left, right = sorted((index, index + step))
            if not self._gaps.is_joint(self._offices[left].outer_end, self._offices[right].outer_start):
                return
            index += step
            if self._are_two(left, right):
                return
            if not self._free(index) or self._parted(left, right) or self._trails_another(index, step):
                return
            self._take(position, index)

    def _serves(self, left: int, right: int) -> bool:
        """Tell whether an office serves the holder of the next: `Adviser to the President NAME` is an adviser."""
        start, end = self._offices[left].outer_end, self._offices[right].outer_start
        if self._offices[left].kind in SERVING and self._offices[left].end == self._offices[right].end:
            return self._free(left)
        return (
            self._free(left)
            and self._gaps.is_link(start, end)
            and not self._gaps.is_link(start, end, at=False)
        )

    def _are_two(self, left: int, right: int) -> bool:
        """Tell whether two offices with a word such as `and` between them are of two people."""
        gap = self._gaps.text[self._offices[left].outer_end : self._offices[right].outer_start]
        kinds = frozenset((self._offices[left].kind, self._offices[right].kind))
        return any(letter.isalpha() for letter in gap) and kinds in self._apart

    def _parted(self, left: int, right: int) -> bool:
        """Tell whether a name stands between two offices."""
        start, end = self._offices[left].end, self._offices[right].start
        return any(start <= person.start and person.end <= end for person in self._people)

    def _leads_another(self, index: int) -> bool:
        """Tell whether the next name follows an office more tightly."""
        end = self._offices[index].outer_end
        return any(person.start >= end and self._gaps.is_tight(end, person.start) for person in self._people)

    def _office_first(self, position: int, index: int) -> bool:
        """Tell whether a run of offices and names in apposition starts with an office and ends with a name.

        Then each office goes to the name after it, and none is left: `OFFICE, NAME, OFFICE, NAME`.
        """
        people, offices, joined = self._people, self._offices, self._gaps.is_apposition
        left: int | None = position
        opening = None
        while left is not None:
            opening = self._last_before(people[left].start)
            if opening is None or not self._comma(offices[opening].outer_end, people[left].start):
                return False
            before = left - 1
            left = (
                before if before >= 0 and joined(people[before].end, offices[opening].outer_start) else None
            )
        right: int | None = index
        name = position
        while right is not None:
            name += 1
            if name >= len(people) or not self._comma(offices[right].outer_end, people[name].start):
                return False
            follower = right + 1
            has_more = follower < len(offices) and joined(people[name].end, offices[follower].outer_start)
            right = follower if has_more else None
        return True

    def _comma(self, start: int, end: int) -> bool:
        """Tell whether a comma joins an office and the name after it."""
        return self._gaps.is_apposition(start, end) and bool({",", "，"} & set(self._gaps.text[start:end]))

    def _trails_another(self, index: int, step: int) -> bool:
        """Tell whether an office further left stands in apposition to the name before it."""
        if step > 0:
            return self._leads_another(index)
        start = self._offices[index].outer_start
        return any(
            person.end <= start and self._gaps.is_apposition(person.end, start) for person in self._people
        )

    def _last_before(self, start: int) -> int | None:
        indexes = [at for at, office in enumerate(self._offices) if office.outer_end <= start]
        if not indexes:
            return None
        end = self._offices[indexes[-1]].outer_end
        between = any(end <= person.start and person.end <= start for person in self._people)
        return None if between else indexes[-1]

    def _of_spouse(self, office: Office) -> bool:
        """Tell whether the words before an office say that a husband or wife of its holder is named."""
        return any(
            end <= office.outer_start <= end + SPOUSE_REACH and self._gaps.is_link(end, office.outer_start)
            for _, end in self._spouses
        )

    def _origin(self, person: Person, states: Sequence[StateSpan]) -> str | None:
        """Return the state of `NAME of STATE`, or of `韓国の NAME` where offices follow names."""
        for state in states:
            if self._follows and state.end <= person.start and self._gaps.is_link(state.end, person.start):
                return state.country
            if self._comes_from(person, state.start):
                return state.country
        return None

    def _comes_from(self, person: Person, start: int) -> bool:
        """Tell whether only a word such as `of` stands between a name and what starts there."""
        return self._gaps.text[person.end : max(start, person.end)].strip() in self._origins - {""}

    def _free(self, index: int) -> bool:
        return index not in self._taken

    def _take(self, position: int, index: int) -> None:
        self._held[position].append(index)
        self._taken.add(index)

    def bare(self) -> Iterator[int]:
        """Yield the indexes of offices that no name has."""
        yield from (index for index in range(len(self._offices)) if self._free(index))
