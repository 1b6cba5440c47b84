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
    later), so that cost grows with the accounts of one day. Where one of them has no day, they meet by a pair of
    people: the undated ones are looked up by all, and look up all.
    """
    pairs = [" ".join(pair) for pair in combinations(sorted(set(told.people[:_FEW])), 2)]
    posted = {f"any {pair}" for pair in pairs}
    if told.when is None:
        return Keys(frozenset({*posted, *(f"undated {pair}" for pair in pairs)}), frozenset(posted))
    first = told.when.first.toordinal()
    last = min((told.when.last + timedelta(days=1)).toordinal(), first + _LONGEST)
    days = {f"{day} {person}" for person in set(told.people) for day in range(first, last + 1)}
    return Keys(frozenset(posted | days), frozenset({*days, *(f"undated {pair}" for pair in pairs)}))


def joins(x: Told, y: Told, vectors: Mapping[str, Vectors]) -> bool:
    """Whether two tellings hang together: they are of two sources and alike enough to be of one encounter.

    Args:
        vectors: of the segments of both sources, unit rows.
    """
    if x.source == y.source or not could_share_a_day(x, y):
        return False
    return compare(x, y, vectors[x.source], vectors[y.source]).score >= JOIN


def edges(told: Sequence[Told], vectors: Mapping[str, Vectors]) -> list[Edge]:
    """Pairs that hang together, by index; each depends on its two tellings and their vectors alone.

    Args:
        vectors: of the segments of each source, unit rows.
    """
    posted: dict[str, list[int]] = defaultdict(list)
    for at, telling in enumerate(told):
        for key in keys(telling).posted:
            posted[key].append(at)
    pairs = {
        (min(at, other), max(at, other))
        for at, telling in enumerate(told)
        for key in keys(telling).asked
        for other in posted[key]
        if other != at
    }
    return [Edge(a, b) for a, b in sorted(pairs) if joins(told[a], told[b], vectors)]


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
        (a, b): compare(told[a], told[b], vectors[told[a].source], vectors[told[b].source])
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
