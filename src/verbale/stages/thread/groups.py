"""Which undertakings of one pair of states make a thread."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from verbale.stages.thread.likeness import LEAST, Indices, Table, links_between
from verbale.stages.thread.model import Model
from verbale.stages.thread.types import Matter

TWICE = 1.4
"""Mean log odds (.8) from which two undertakings of one meeting go with one thread: the same matter named twice. Higher
than for those of two meetings, as most undertakings of one meeting are different ones. The threads of made pairs and of
five real pages are the same from .8 to 1.6; below, different matters of one meeting are joined, above 2 the same one
in other words is not."""

LONE = 0.7
"""Log odds (.67) of one link from which an undertaking that is alone joins a thread that the others leave open."""

OPEN = -1.0
"""Mean log odds (.27) that leave open whether a lone undertaking belongs to a thread: long sentences that name one
matter among others are like some of its tellings only."""

PERHAPS = -1.5
"""Log odds (.18) from which an undertaking may be one that it is not linked to: enough not to call that one silent."""

REACH = 24
"""Members of a thread, the latest, with which another group is compared."""


class Grouped(NamedTuple):
    """Groups of undertakings, by number.

    Attributes:
        groups: each in the order of time; one of a single undertaking for each that is linked to no other.
        perhaps: by undertaking, those of other meetings that may be the same, linked to it or not.
    """

    groups: list[list[int]]
    perhaps: dict[int, list[int]]


def thread_groups(matters: Sequence[Matter], dates: Sequence[str], model: Model) -> Grouped:
    """Group the undertakings of one pair of states, the likeliest links first.

    Groups join while the mean of the log odds between their members speaks for it. First those are joined that have no
    meeting in common, so that each meeting gives a thread its best undertaking; then what is left alone joins by its
    surest link; then what is left over joins a thread to which its meeting has given another, when that is surer.

    Args:
        matters: in any order.
        dates: of the meeting of each, such that they sort in the order of time.
        model: tells how probable it is that two are one.

    The result does not depend on the order of `matters` but for their numbers.
    """
    order = sorted(
        range(len(matters)), key=lambda k: (dates[k], _meeting(matters[k]), matters[k].undertaking.id)
    )
    ordered = [matters[k] for k in order]
    links = links_between(Table(ordered, model), by_meeting(ordered))
    groups = _Groups([_meeting(matter) for matter in ordered])
    groups.join_all(links.rivals, needs=0.0, twice=False)
    groups.join_lone(links.plain)
    groups.join_all(links.plain, needs=TWICE, twice=True)
    perhaps: dict[int, list[int]] = defaultdict(list)
    for (a, b), value in links.rivals.items():
        if value >= PERHAPS:
            perhaps[order[a]].append(order[b])
            perhaps[order[b]].append(order[a])
    return Grouped([[order[k] for k in group] for group in groups.found()], dict(perhaps))


def by_meeting(ordered: Sequence[Matter]) -> list[Indices]:
    """The numbers of the undertakings of each meeting, in the order given."""
    found: dict[str, list[int]] = {}
    for at, matter in enumerate(ordered):
        found.setdefault(_meeting(matter), []).append(at)
    return [np.array(numbers, np.intp) for numbers in found.values()]


def _meeting(matter: Matter) -> str:
    return matter.undertaking.meeting or ""


class _Groups:
    """Groups of undertakings that grow by joining."""

    def __init__(self, meetings: Sequence[str]) -> None:
        self._meetings = meetings
        self._group = {k: [k] for k in range(len(meetings))}

    def join_all(self, links: Mapping[tuple[int, int], float], *, needs: float, twice: bool) -> None:
        """Join groups along links, the surest first.

        Args:
            links: log odds of pairs.
            needs: least mean of log odds between two groups.
            twice: whether groups that have a meeting in common may join.
        """
        for (a, b), value in sorted(links.items(), key=lambda link: (-link[1], link[0])):
            if value < needs:
                break
            first, second = self._group[a], self._group[b]
            if first is second or (not twice and self._clash(first, second)):
                continue
            if _mean(links, first, second) >= needs:
                self._join(first, second)

    def join_lone(self, links: Mapping[tuple[int, int], float]) -> None:
        """Join those that are alone to a group of other meetings by their surest link."""
        for (a, b), value in sorted(links.items(), key=lambda link: (-link[1], link[0])):
            if value < LONE:
                break
            first, second = self._group[a], self._group[b]
            if first is second or min(len(first), len(second)) > 1 or self._clash(first, second):
                continue
            if _mean(links, first, second) >= OPEN:
                self._join(first, second)

    def _join(self, first: Sequence[int], second: Sequence[int]) -> None:
        joined = sorted([*first, *second])
        for k in joined:
            self._group[k] = joined

    def _clash(self, first: Iterable[int], second: Iterable[int]) -> bool:
        return not {self._meetings[k] for k in first}.isdisjoint(self._meetings[k] for k in second)

    def found(self) -> list[list[int]]:
        """Each group once, by its first member."""
        return [group for k, group in self._group.items() if group[0] == k]


def _mean(links: Mapping[tuple[int, int], float], first: Sequence[int], second: Sequence[int]) -> float:
    """Mean log odds between two groups; two undertakings without a link speak against it."""
    pairs = [(min(a, b), max(a, b)) for a in first[-REACH:] for b in second[-REACH:]]
    return sum(links.get(pair, LEAST) for pair in pairs) / len(pairs)
