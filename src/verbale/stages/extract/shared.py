"""States and names that stand in two lists of one order: `the foreign ministers of A and B, Ann Ek and Bo Ro`."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

from verbale.lexicon import StateSpan
from verbale.stages.extract.gaps import Gaps
from verbale.stages.extract.links import Holder
from verbale.stages.extract.phrases import Office

REACH = 60
"""Characters between the lists, such as those of the office that all hold."""

_PAIR = 2


class _Spot(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def shared_out(
    gaps: Gaps, holders: Sequence[Holder], held: Sequence[Office], states: Sequence[StateSpan]
) -> list[Holder]:
    """Give people of one list the states of the list before it, in its order, and the office that all hold.

    Where the lists are of different lengths nobody is given a state by them, rather than the first the last one's.
    """
    found = list(holders)
    for run in _runs(gaps, [holder.person for holder in holders]):
        first = holders[run[0]]
        if any(holders[at].offices for at in run[1:]):
            continue
        own = [held[index] for index in first.offices]
        start = min((office.outer_start for office in own), default=first.person.start)
        before = [s for s in states if s.end <= first.person.start and first.person.start - s.end <= REACH]
        lists = [[before[at] for at in row] for row in _runs(gaps, before)]
        listed = lists[-1] if lists else []
        if not listed or gaps.words(listed[-1].end, min(start, first.person.start)):
            continue
        if not own and not any(
            gaps.is_link(office.end, listed[0].start) for office in held if office.end <= listed[0].start
        ):
            continue
        for at, person in enumerate(run):
            country = listed[at].country if len(listed) == len(run) else None
            found[person] = found[person]._replace(offices=first.offices, listed=True, country=country)
    return found


def _runs(gaps: Gaps, spots: Sequence[_Spot]) -> Iterable[list[int]]:
    """Numbers of those that follow each other with no more than commas and words such as `and` between."""
    rows = [[0]] if spots else []
    for at, (one, other) in enumerate(pairwise(spots), start=1):
        if one.end <= other.start and gaps.is_listed(one.end, other.start):
            rows[-1].append(at)
        else:
            rows.append([at])
    return [row for row in rows if len(row) >= _PAIR]
