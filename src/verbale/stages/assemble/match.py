"""Which tellings are of one encounter.

Four steps, each local. `keys` depends on one telling. `edges` compares tellings that share a key, each pair by itself
(see `compare`). `components` are the tellings that edges hang together: what a component becomes depends on its own
tellings and the vectors of their segments alone, so that a record can be built again component by component. `clusters`
joins the tellings of one component from the surest pair down; two of one source are never joined, nor groups that
hold a pair which cannot be one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from verbale.stages.assemble.compare import JOIN, Match, compare, could_share_a_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from verbale.records.reading import Vectors
    from verbale.stages.assemble.types import Told

_LONGEST = 31
"""Days of a telling that are keys; of a longer stretch only the first ones are."""

_FEW = 6
"""People of an undated telling whose pairs are keys: its first ones, who are its heads."""


class Keys(NamedTuple):
    """What tellings are looked up by.

    Tellings match by a person on a day; where one of them has no day, by a pair of people.
    """

    days: frozenset[tuple[str, int]]
    pairs: frozenset[tuple[str, str]]


class Edge(NamedTuple):
    """Two tellings, by index, and how they compare."""

    a: int
    b: int
    match: Match


def keys(told: Told) -> Keys:
    """Keys of one telling: two that share none are never compared.

    A day is its ordinal; the day after the last is a key too, for what is told of it a day later.
    """
    pairs = combinations(sorted(set(told.people[:_FEW])), 2)
    if told.when is None:
        return Keys(frozenset(), frozenset(pairs))
    first = told.when.first.toordinal()
    last = min((told.when.last + timedelta(days=1)).toordinal(), first + _LONGEST)
    days = ((person, day) for person in set(told.people) for day in range(first, last + 1))
    return Keys(frozenset(days), frozenset(pairs))


def edges(told: Sequence[Told], vectors: Mapping[str, Vectors]) -> list[Edge]:
    """Pairs that are taken for one encounter, by index; each depends on its two tellings and their vectors alone.

    Args:
        vectors: of the segments of each source, unit rows.
    """
    found = []
    for a, b in sorted(_candidates(told)):
        match = _compare(told, a, b, vectors)
        if match.score >= JOIN:
            found.append(Edge(a, b, match))
    return found


def _compare(told: Sequence[Told], a: int, b: int, vectors: Mapping[str, Vectors]) -> Match:
    return compare(told[a], told[b], vectors[told[a].source], vectors[told[b].source])


def _candidates(told: Sequence[Told]) -> set[tuple[int, int]]:
    """Pairs of different sources that share a key and could share a day.

    Dated tellings meet by person and day, so that cost grows with the accounts of one day. Tellings of one pair of
    people meet over all days only where one of them has no day: the undated ones are never compared by the square of
    all.
    """
    by_day: dict[tuple[str, int], list[int]] = defaultdict(list)
    by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
    undated: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, telling in enumerate(told):
        own = keys(telling)
        for day in own.days:
            by_day[day].append(at)
        for pair in own.pairs:
            by_pair[pair].append(at)
            if telling.when is None:
                undated[pair].append(at)
    found = {(a, b) for rows in by_day.values() for a, b in combinations(rows, 2)}
    for pair, rows in undated.items():
        found.update((min(a, b), max(a, b)) for a in rows for b in by_pair[pair] if a != b)
    return {
        (a, b) for a, b in found if told[a].source != told[b].source and could_share_a_day(told[a], told[b])
    }


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


def clusters(told: Sequence[Told], vectors: Mapping[str, Vectors]) -> list[list[int]]:
    """Group the tellings of one component, by index; deterministic for sorted input."""
    matches = {
        (a, b): _compare(told, a, b, vectors)
        for a, b in combinations(range(len(told)), 2)
        if told[a].source != told[b].source
    }
    group_of = list(range(len(told)))
    members = {at: [at] for at in range(len(told))}
    for (at, other), match in sorted(matches.items(), key=lambda row: (-row[1].score, row[0])):
        if match.score < JOIN:
            break
        a, b = group_of[at], group_of[other]
        if a != b and not _contradict(members[a], members[b], matches):
            members[a] = sorted(members[a] + members.pop(b))
            for row in members[a]:
                group_of[row] = a
    return [members[key] for key in sorted(members, key=lambda key: members[key][0])]


def _contradict(a: Sequence[int], b: Sequence[int], matches: Mapping[tuple[int, int], Match]) -> bool:
    """Whether two groups hold tellings of one source, or a pair that cannot be one."""
    pairs = (matches.get((min(x, y), max(x, y))) for x in a for y in b)
    return any(match is None or match.impossible for match in pairs)
