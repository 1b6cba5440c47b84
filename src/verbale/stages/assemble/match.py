"""Which tellings are of one encounter.

Four steps, each local. `keys` depends on one telling. `edges` compares tellings that share a key, each pair by itself
(see `compare`). `components` are the tellings that edges hang together: what a component becomes depends on its own
tellings and the vectors of their segments alone, so that a record can be built again component by component. `clusters`
joins the tellings of one component from the surest pair down; two of one source are never joined, nor groups that
hold a pair which cannot be one, or whose pairs on the whole speak against it. Pairs of groups that are neither the same
nor apart are handed on as unsure.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from verbale.stages.assemble.compare import JOIN, UNSURE, Match, compare, could_share_a_day, frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from verbale.records.reading import Vectors
    from verbale.stages.assemble.types import Told

T = TypeVar("T")

_LONGEST = 31
"""Days of a telling that are keys; of a longer stretch only the first ones are."""

_CLEAR = 1.0
"""Log odds by which a telling without a day must fit one group better than any other."""

REACH = 12
"""Tellings of a group that are compared with those of another one: of large groups the first ones, so that what joins
costs as much as it has members and not their square."""

HUBS = 48
"""Tellings under one key of a day with which all of them are compared, so that what a day is full of costs as much as
it has accounts and not their square."""

_HEADS = 4
"""People of a dated telling whose pairs are keys."""

_FEW = 6
"""People of an undated telling whose pairs are keys: its first ones, who are its heads."""


class Edge(NamedTuple):
    """Two tellings that hang together, by index."""

    a: int
    b: int


class Keys(NamedTuple):
    """What one telling is found by, and what it finds others by: two match only where one finds the other."""

    posted: frozenset[str]
    asked: frozenset[str]


def keys(told: Told) -> Keys:
    """Keys of one telling: two of which neither finds the other are never compared.

    Dated tellings meet by a person on a day (its ordinal; the day after the last one too, for what is told of it a day
    later), so that cost grows with the accounts of one day; and by two of their heads on a day, with and without the
    type, for days of which so much is told that `in_reach` limits what is compared. Where one of them has no day, they
    meet by a pair of people: the undated ones are looked up by all, and look up all.
    """
    pairs = [" ".join(pair) for pair in combinations(sorted(set(told.people[:_FEW])), 2)]
    posted = {f"any {pair}" for pair in pairs}
    if told.when is None:
        return Keys(frozenset({*posted, *(f"undated {pair}" for pair in pairs)}), frozenset(posted))
    first = told.when.first.toordinal()
    last = min((told.when.last + timedelta(days=1)).toordinal(), first + _LONGEST)
    heads = [" ".join(pair) for pair in combinations(sorted(set(told.people[:_HEADS])), 2)]
    on_day = {*told.people, *heads, *(f"{told.type} {pair}" for pair in heads)}
    days = {f"{day} {what}" for what in on_day for day in range(first, last + 1)}
    return Keys(frozenset(posted | days), frozenset({*days, *(f"undated {pair}" for pair in pairs)}))


def in_reach(key: str, own: T, posted: Sequence[T]) -> Sequence[T]:
    """Those under a key with which one of them is compared: all, or where a day has very many, the first ones.

    Whoever is among the first is compared with all, so that it does not matter of which of two it is asked.

    Args:
        posted: those under the key, in order.
    """
    few = len(posted) <= HUBS or not key[:1].isdecimal() or own in posted[:HUBS]
    return posted if few else posted[:HUBS]


def hubs(key: str, posted: Sequence[T]) -> list[T] | None:
    """The first ones under a key, when others are compared with them alone; else None."""
    return list(posted[:HUBS]) if len(posted) > HUBS and key[:1].isdecimal() else None


def joins(x: Told, y: Told, vectors: Mapping[str, Vectors]) -> bool:
    """Whether two tellings hang together: alike enough to be of one encounter, or one framed by the other.

    Two of one source are never of one encounter.

    Args:
        vectors: of the segments of both sources, unit rows.
    """
    if frames(x, y) or frames(y, x):
        return True
    if x.source == y.source or not could_share_a_day(x, y):
        return False
    return compare(x, y, vectors[x.source], vectors[y.source]).p >= UNSURE


def edges(told: Sequence[Told], vectors: Mapping[str, Vectors]) -> list[Edge]:
    """Pairs that hang together, by index; each depends on its two tellings and their vectors alone.

    Args:
        vectors: of the segments of each source, unit rows.
    """
    return [Edge(a, b) for a, b in _pairs(told) if joins(told[a], told[b], vectors)]


def components(count: int, edges: Iterable[Edge]) -> list[list[int]]:
    """Tellings (by index, of so many) that edges hang together, each list in order, the lists by their first."""
    parent = list(range(count))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for edge in edges:
        a, b = root(edge.a), root(edge.b)
        parent[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = defaultdict(list)
    for at in range(count):
        members[root(at)].append(at)
    return [members[first] for first in sorted(members)]


class Clustered(NamedTuple):
    """Tellings of one component (by index) in groups, and pairs of groups that may be one, with their best pair."""

    groups: list[list[int]]
    unsure: list[tuple[int, int, Match]]


class _Matches:
    """How the tellings of a component compare: a pair is looked at when it is asked for, and once."""

    def __init__(self, told: Sequence[Told], vectors: Mapping[str, Vectors]) -> None:
        self._told = told
        self._vectors = vectors
        self._known: dict[tuple[int, int], Match] = {}

    def of(self, a: int, b: int) -> Match | None:
        """The match of two tellings; None for two of one source."""
        a, b = min(a, b), max(a, b)
        if (a, b) not in self._known:
            x, y = self._told[a], self._told[b]
            if x.source == y.source:
                return None
            self._known[a, b] = compare(x, y, self._vectors[x.source], self._vectors[y.source])
        return self._known[a, b]

    def between(self, a: Sequence[int], b: Sequence[int]) -> list[Match] | None:
        """The matches of two groups, of large ones those of some; None when two of them cannot be one."""
        if not {self._told[row].source for row in a}.isdisjoint(self._told[row].source for row in b):
            return None
        found = []
        for x in a[:REACH]:
            for y in b[:REACH]:
                match = self.of(x, y)
                if match is None or match.impossible:
                    return None
                found.append(match)
        return found


def clusters(told: Sequence[Told], vectors: Mapping[str, Vectors]) -> Clustered:
    """Group the tellings of one component, by index; deterministic for sorted input.

    Only those that share a key are looked at as such; others are compared where groups that they are in might join.
    """
    matches = _Matches(told, vectors)
    known = [(pair, match) for pair in _pairs(told) if (match := matches.of(*pair)) and match.p >= UNSURE]
    loose = {at for at, telling in enumerate(told) if telling.when is None or telling.when.precision != "day"}
    groups = _Grouped(len(told))

    def order(row: tuple[tuple[int, int], Match]) -> tuple[bool, float, tuple[int, int]]:
        return not loose.isdisjoint(row[0]), -row[1].p, row[0]

    near = _near(known)
    for (at, other), match in sorted(known, key=order):
        if match.p < JOIN or groups.of[at] == groups.of[other]:
            continue
        between = matches.between(groups.members(at), groups.members(other))
        if between is None or sum(m.logit for m in between) < 0:
            continue
        apart = ((at, other), (other, at))
        if any(_torn(row, there, groups, matches, near) for row, there in apart if row in loose):
            continue
        groups.join(at, other)
    return Clustered(groups.found(), _unsure(groups, matches, known))


class _Grouped:
    """Tellings in groups that grow by joining; a group goes by the first of its members."""

    def __init__(self, count: int) -> None:
        self.of = list(range(count))
        self._members = {at: [at] for at in range(count)}

    def members(self, row: int) -> Sequence[int]:
        """Those of the group in which a telling is, in order."""
        return self._members[self.of[row]]

    def join(self, row: int, other: int) -> None:
        """Put the groups of two tellings together."""
        a, b = sorted((self.of[row], self.of[other]))
        self._members[a] = sorted(self._members[a] + self._members.pop(b))
        for member in self._members[a]:
            self.of[member] = a

    def found(self) -> list[list[int]]:
        """The groups by their first members."""
        return [list(self._members[key]) for key in sorted(self._members)]


def _pairs(told: Sequence[Told]) -> list[tuple[int, int]]:
    """Pairs of tellings of which one finds the other by a key, each once, in order."""
    posted: dict[str, list[int]] = defaultdict(list)
    for at, telling in enumerate(told):
        for key in keys(telling).posted:
            posted[key].append(at)
    return sorted(
        {
            (min(at, other), max(at, other))
            for at, telling in enumerate(told)
            for key in keys(telling).asked
            for other in in_reach(key, at, posted[key])
            if other != at
        }
    )


def _near(known: Iterable[tuple[tuple[int, int], Match]]) -> Mapping[int, list[int]]:
    """Tellings with which each may be of one encounter."""
    found: dict[int, list[int]] = defaultdict(list)
    for (a, b), _ in known:
        found[a].append(b)
        found[b].append(a)
    return found


def _best(a: Sequence[int], b: Sequence[int], matches: _Matches) -> Match | None:
    """The surest pair of two groups; None where a pair is of one source or cannot be one."""
    found = matches.between(a, b)
    return max(found, key=lambda match: match.p) if found else None


def _torn(
    row: int, there: int, groups: _Grouped, matches: _Matches, near: Mapping[int, Sequence[int]]
) -> bool:
    """Whether a telling without a day fits another group about as well as the one of a telling."""
    here = _best([row], groups.members(there), matches)
    rivals = {groups.of[other] for other in near.get(row, ())} - {groups.of[row], groups.of[there]}
    others = (_best([row], groups.members(rival), matches) for rival in sorted(rivals))
    return here is not None and any(m.p >= JOIN and m.logit > here.logit - _CLEAR for m in others if m)


def _unsure(
    groups: _Grouped, matches: _Matches, known: Iterable[tuple[tuple[int, int], Match]]
) -> list[tuple[int, int, Match]]:
    """Pairs of groups that were not joined though two of their tellings may be of one encounter."""
    number = {key: at for at, key in enumerate(sorted(set(groups.of)))}
    pairs = {(min(x, y), max(x, y)) for (a, b), _ in known if (x := groups.of[a]) != (y := groups.of[b])}
    found = []
    for a, b in sorted(pairs):
        best = _best(groups.members(a), groups.members(b), matches)
        if best is not None and best.p >= UNSURE:
            found.append((number[a], number[b], best))
    return found
