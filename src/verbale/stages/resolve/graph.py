"""Names with the decisions on pairs of them, kept so that a changed name touches only those near it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from verbale.records.workspace import Links, Rows
from verbale.stages.resolve.blocks import may_be_one, outline, places
from verbale.stages.resolve.cluster import clusters
from verbale.stages.resolve.compare import Candidate, Decision, clearly_differ, compare
from verbale.stages.resolve.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.records.workspace import Workspace


LOOKED_UP_AT_ONCE = 500
"""Names whose blocks are asked for together: some 50,000 keys."""


class Edge(msgspec.Struct, frozen=True):
    """A pair of names that were found the same, or that a person should look at."""

    other: str
    decision: Decision


class Settled(NamedTuple):
    """What a change of names did.

    Attributes:
        moved: names that are new, gone or in another cluster than before.
        changed: clusters, by id, that have other members than before, or a member of which more or less is known;
            those that are gone too.
        parts: of the names of those clusters, as they were and are, in plain letters.
    """

    moved: frozenset[str]
    changed: frozenset[str]
    parts: frozenset[str]


class NameGraph:
    """Names by key, with what is known of each, and the clusters that are one person.

    Whether two names are compared, and what is decided, depends on the two alone; a cluster depends on the names that
    are connected by decisions that they are the same. The id of a cluster is its first name.
    """

    def __init__(self, workspace: Workspace, name: str) -> None:
        """Open the tables of a graph.

        Args:
            name: of the graph: what its tables are called, and what its clusters start with.
        """
        self.name = name
        self._tallies = Rows(workspace, f"{name} tallies", Tally)
        self._edges = Rows(workspace, f"{name} edges", list[Edge])
        self._cluster_of = Rows(workspace, f"{name} cluster of", str)
        self._members = Rows(workspace, f"{name} members", list[str])
        self._blocks = Links(workspace, f"{name} blocks")
        self._parts = Links(workspace, f"{name} parts")
        self._before: dict[str, Candidate | None] = {}
        self._candidates: dict[str, Candidate | None] = {}

    def count(self, tallies: Mapping[str, Tally], times: int) -> None:
        """Add what a source says of names, or take it away with `times` -1."""
        self._tallies.fetch(tallies)
        for key, tally in tallies.items():
            if key not in self._before:
                self._before[key] = self._candidate(key)
            held = self._tallies.get(key) or Tally()
            held.merge(tally, times)
            self._tallies.set(key, held if held.names else None)
            self._candidates.pop(key, None)

    def clusters_of(self, names: Iterable[str]) -> dict[str, str]:
        """The cluster of each name that is there."""
        wanted = sorted(set(names))
        self._cluster_of.fetch(wanted)
        return {name: found for name in wanted if (found := self._cluster_of.get(name)) is not None}

    def members(self, cluster: str) -> list[str]:
        """The names of a cluster, sorted; none when it is gone."""
        return self._members.get(cluster) or []

    def known_of(self, cluster: str) -> Tally:
        """What is known of a cluster from all its names."""
        total = Tally()
        for name in self.members(cluster):
            total.merge(self._tallies.get(name) or Tally())
        return total

    def bearers(self, parts: Iterable[str]) -> dict[str, set[str]]:
        """The clusters with a name that has a part, by part."""
        found = self._parts.owners(parts)
        cluster_of = self.clusters_of(name for names in found.values() for name in names)
        return {part: {cluster_of[n] for n in names if n in cluster_of} for part, names in found.items()}

    def unsure(self, cluster: str) -> Iterator[tuple[str, Edge]]:
        """Pairs of names of a cluster and of others, with their clusters, that a person should look at."""
        for name in self.members(cluster):
            for edge in self._edges.get(name) or ():
                other = self._cluster_of.get(edge.other)
                if edge.decision.verdict == "unsure" and other is not None and other != cluster:
                    yield other, edge

    def decisions(self, names: Iterable[str]) -> Iterator[Decision]:
        """The decisions on pairs of names that were found the same or unsure."""
        for name in names:
            for edge in self._edges.get(name) or ():
                if name < edge.other:
                    yield edge.decision

    def settle(self) -> Settled:
        """Compare the names that have changed with those near them, and cluster anew what that concerns."""
        changed = [key for key in sorted(self._before) if self._candidate(key) != self._before[key]]
        parts = {part.plain for key in changed if (was := self._before[key]) for part in was.spelling.telling}
        self._before = {}
        there = [key for key in changed if self._candidate(key) is not None]
        near = self._forget(changed)
        self._connect(changed, there)
        concerned = self._concerned(there, near)
        parts |= self._parts_of(self.clusters_of(concerned | set(changed)).values())
        cut_before = self._cut(concerned | set(changed))
        cut_now = self._cluster(sorted(concerned - set(changed) | set(there)))
        moved = {
            name for name in cut_before.keys() | cut_now.keys() if cut_before.get(name) != cut_now.get(name)
        }
        touched = {cut[name] for cut in (cut_before, cut_now) for name in {*moved, *changed} if name in cut}
        parts |= self._parts_of(touched)
        return Settled(frozenset(moved), frozenset(touched), frozenset(parts))

    def flush(self) -> None:
        """Write what has changed."""
        for rows in (self._tallies, self._edges, self._cluster_of, self._members):
            rows.flush()
        self._blocks.flush()
        self._parts.flush()

    def _parts_of(self, clusters: Iterable[str]) -> set[str]:
        """The parts of the names of some clusters, in plain letters."""
        names = [name for cluster in clusters for name in self.members(cluster)]
        self._tallies.fetch(names)
        tallies = (self._tallies.get(name) for name in names)
        return {part.plain for tally in tallies if tally for part in tally.spelling().telling}

    def _candidate(self, key: str) -> Candidate | None:
        if key not in self._candidates:
            tally = self._tallies.get(key)
            self._candidates[key] = tally.candidate(tally.spelling()) if tally else None
        return self._candidates[key]

    def _forget(self, names: Iterable[str]) -> set[str]:
        """Take away the decisions on names; give those that were the same as one of them."""
        near: set[str] = set()
        for name in names:
            for edge in self._edges.get(name) or ():
                others = [e for e in self._edges.get(edge.other) or () if e.other != name]
                self._edges.set(edge.other, others or None)
                if edge.decision.verdict == "same":
                    near.add(edge.other)
            self._edges.set(name, None)
        return near

    def _connect(self, changed: Sequence[str], there: Sequence[str]) -> None:
        """Decide on every pair of a changed name and a name that is filed where it looks."""
        for name in frozenset(changed).difference(there):
            self._blocks.set(name, ())
            self._parts.set(name, ())
        new = frozenset(changed)
        fresh: dict[str, list[Edge]] = {}
        for start in range(0, len(there), LOOKED_UP_AT_ONCE):
            looking = {name: self._file(name) for name in there[start : start + LOOKED_UP_AT_ONCE]}
            held = self._blocks.owners(block for mine in looking.values() for block in mine)
            self._tallies.fetch(name for names in held.values() for name in names)
            for name, mine in looking.items():
                for other in sorted({other for block in mine for other in held.get(block, ())}):
                    if other == name or (other in new and other > name):
                        continue  # its own turn comes, when it is filed
                    decision = self._decided(name, other)
                    if decision is not None:
                        fresh.setdefault(name, []).append(Edge(other, decision))
                        fresh.setdefault(other, []).append(Edge(name, decision))
        for name, edges in fresh.items():
            both = [*(self._edges.get(name) or ()), *edges]
            self._edges.set(name, sorted(both, key=lambda edge: edge.other))

    def _file(self, name: str) -> frozenset[str]:
        """File a name that is there; give where names are filed that may be the same."""
        found = self._candidate(name)
        if found is None:
            raise KeyError(f"no such name: {name}")
        where = places(found.spelling)
        self._blocks.set(name, where.filed)
        self._parts.set(name, {part.plain for part in found.spelling.telling})
        return where.sought

    def _decided(self, name: str, other: str) -> Decision | None:
        one, two = self._candidate(min(name, other)), self._candidate(max(name, other))
        if one is None or two is None or clearly_differ(one, two):
            return None
        if not may_be_one(outline(one.spelling), outline(two.spelling)):
            return None
        decision = compare(one, two)
        return decision if decision.verdict in ("same", "unsure") else None

    def _concerned(self, there: Iterable[str], near: set[str]) -> set[str]:
        """Names connected with changed ones now, and all that were in a cluster with one of those."""
        found: set[str] = set()
        front = {*there, *near}
        while front:
            found |= front
            following = {
                edge.other
                for name in front
                for edge in self._edges.get(name) or ()
                if edge.decision.verdict == "same"
            }
            for cluster in set(self.clusters_of(front).values()):
                following.update(self.members(cluster))
            front = following - found
        return {name for name in found if self._candidate(name) is not None or self._cluster_of.get(name)}

    def _cut(self, names: Iterable[str]) -> dict[str, str]:
        """Take names out of their clusters; give the cluster of each."""
        was = self.clusters_of(names)
        for cluster in set(was.values()):
            for name in self.members(cluster):
                was[name] = cluster
                self._cluster_of.set(name, None)
            self._members.set(cluster, None)
        return was

    def _cluster(self, names: list[str]) -> dict[str, str]:
        """Cluster names anew; give the cluster of each."""
        decided = [
            (name, edge.other, edge.decision)
            for name in names
            for edge in self._edges.get(name) or ()
            if name < edge.other and edge.decision.verdict == "same"
        ]
        cluster_of: dict[str, str] = {}
        for component, inside in _components(names, decided):
            for members in clusters(component, inside, self._decide):
                cluster_of.update(dict.fromkeys(members, members[0]))
                self._members.set(members[0], list(members))
        for name, cluster in cluster_of.items():
            self._cluster_of.set(name, cluster)
        return cluster_of

    def _decide(self, name: str, other: str) -> Decision:
        one, two = self._candidate(min(name, other)), self._candidate(max(name, other))
        if one is None or two is None:
            raise KeyError(f"no such name: {name if one is None else other}")
        return compare(one, two)


def _components(
    names: Iterable[str], decided: Iterable[tuple[str, str, Decision]]
) -> list[tuple[list[str], list[tuple[str, str, Decision]]]]:
    """Connected components of names, each sorted, with the decisions inside."""
    component_of = {name: [name] for name in names}
    for left, right, _ in decided:
        one, other = component_of[left], component_of[right]
        if one is not other:
            small, large = sorted((one, other), key=len)
            large += small
            component_of.update(dict.fromkeys(small, large))
    inside: dict[int, list[tuple[str, str, Decision]]] = {}
    for row in decided:
        inside.setdefault(id(component_of[row[0]]), []).append(row)
    found = {id(members): members for members in component_of.values()}
    return [(sorted(members), inside.get(at, [])) for at, members in found.items()]
