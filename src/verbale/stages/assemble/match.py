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
from typing import TYPE_CHECKING, NamedTuple

from verbale.stages.assemble.compare import JOIN, UNSURE, Match, compare, could_share_a_day, frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from verbale.records.reading import Vectors
    from verbale.stages.assemble.types import Told

_LONGEST = 31
"""Days of a telling that are keys; of a longer stretch only the first ones are."""

_CLEAR = 1.0
"""Log odds by which a telling without a day must fit one group better than any other."""

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


class Clustered(NamedTuple):
    """Tellings of one component (by index) in groups, and pairs of groups that may be one, with their best pair."""

    groups: list[list[int]]
    unsure: list[tuple[int, int, Match]]


def clusters(told: Sequence[Told], vectors: Mapping[str, Vectors]) -> Clustered:
    """Group the tellings of one component, by index; deterministic for sorted input."""
    matches = {
        (a, b): compare(told[a], told[b], vectors[told[a].source], vectors[told[b].source])
        for a, b in combinations(range(len(told)), 2)
        if told[a].source != told[b].source
    }
    loose = {at for at, telling in enumerate(told) if telling.when is None or telling.when.precision != "day"}
    group_of = list(range(len(told)))
    members = {at: [at] for at in range(len(told))}

    def order(row: tuple[tuple[int, int], Match]) -> tuple[bool, float, tuple[int, int]]:
        return not loose.isdisjoint(row[0]), -row[1].p, row[0]

    for (at, other), match in sorted(matches.items(), key=order):
        a, b = sorted((group_of[at], group_of[other]))
        if match.p < JOIN or a == b or not _agree(members[a], members[b], matches):
            continue
        apart = ((at, group_of[other]), (other, group_of[at]))
        if any(_torn(row, group, members, matches) for row, group in apart if row in loose):
            continue
        members[a] = sorted(members[a] + members.pop(b))
        for row in members[a]:
            group_of[row] = a
    groups = [members[key] for key in sorted(members, key=lambda key: members[key][0])]
    return Clustered(groups, _unsure(groups, matches))


def _best(a: Sequence[int], b: Sequence[int], matches: Mapping[tuple[int, int], Match]) -> Match | None:
    """The surest pair of two groups; None where there is none, or where a pair is of one source or cannot be one."""
    pairs = [matches.get((min(x, y), max(x, y))) for x in a for y in b]
    known = [match for match in pairs if match is not None and not match.impossible]
    return max(known, key=lambda match: match.p) if known and len(known) == len(pairs) else None


def _agree(a: Sequence[int], b: Sequence[int], matches: Mapping[tuple[int, int], Match]) -> bool:
    """Whether two groups hold no pair that cannot be one, and their pairs on the whole speak for it."""
    pairs = [matches.get((min(x, y), max(x, y))) for x in a for y in b]
    known = [match.logit for match in pairs if match is not None and not match.impossible]
    return len(known) == len(pairs) and sum(known) >= 0


def _torn(
    row: int, group: int, members: Mapping[int, Sequence[int]], matches: Mapping[tuple[int, int], Match]
) -> bool:
    """Whether a telling without a day fits another group about as well as this one."""
    here = _best([row], members[group], matches)
    others = (
        _best([row], rows, matches) for key, rows in members.items() if key != group and row not in rows
    )
    return here is not None and any(m.p >= JOIN and m.logit > here.logit - _CLEAR for m in others if m)


def _unsure(
    groups: Sequence[Sequence[int]], matches: Mapping[tuple[int, int], Match]
) -> list[tuple[int, int, Match]]:
    found = []
    for a, b in combinations(range(len(groups)), 2):
        best = _best(groups[a], groups[b], matches)
        if best is not None and best.p >= UNSURE:
            found.append((a, b, best))
    return found
