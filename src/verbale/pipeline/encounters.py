"""Which tellings of which sources hang together, kept up to date."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from verbale.records.workspace import Links, Rows
from verbale.stages.assemble import Keys, Told, hubs, in_reach, joins, keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from verbale.records.judgements import Judgements
    from verbale.records.reading import Vectors
    from verbale.records.workspace import Workspace

    LoadVectors = Callable[[Sequence[str]], Mapping[str, Vectors]]

AT_ONCE = 256
"""Sources of which the tellings are compared together; components that are made together."""

VECTORS_HELD = 4_000
"""Sources of which the vectors are kept at hand: some 150 MB."""

_AT = "#"
"""Between a source and the number of a telling there, in its key."""


class Component(NamedTuple):
    """Tellings that hang together.

    Attributes:
        key: the first of their keys.
        members: their keys, in order.
    """

    key: str
    members: list[str]


class EncountersChanged(NamedTuple):
    """What an update changed.

    Attributes:
        made: components with other tellings than before, or one of which was told anew.
        gone: keys of components that are no longer there.
    """

    made: list[Component]
    gone: list[str]


class _Row(NamedTuple):
    """A telling with its key and what it is looked up by."""

    key: str
    told: Told
    keys: Keys


class Encounters:
    """The tellings of all sources and what hangs together, in a workspace.

    Two tellings hang together when `joins` says so, which depends on the two alone, or when people judged that they
    are of one meeting.
    """

    def __init__(self, workspace: Workspace, load: LoadVectors, judgements: Judgements) -> None:
        """Open the tables.

        Args:
            load: gives the vectors of the segments of sources.
            judgements: those that hold.
        """
        self._load = load
        self._merged = [row for row in judgements.rows if row.item == "meeting" and row.action == "merge"]
        self._told = Rows(workspace, "told", list[Told])
        self._near = Rows(workspace, "near", list[str])
        self._component_of = Rows(workspace, "component of", str)
        self._members = Rows(workspace, "members", list[str])
        self._posted = Links(workspace, "posted")
        self._hubs = Rows(workspace, "hubs", list[str])
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def update(self, told: Iterable[tuple[str, list[Told]]], gone: Iterable[str] = ()) -> EncountersChanged:
        """Take in what sources tell, in the place of what they told before.

        Args:
            told: tellings by source.
            gone: sources that are no longer there.
        """
        dropped: set[str] = set()
        left: set[str] = set()
        fresh: dict[str, int] = {}
        for source, tellings in told:
            dropped.update(self._keys(source))
            left.update(self._posts(source))
            self._told.set(source, tellings)
            self._posted.set(source, {key for one in tellings for key in keys(one).posted})
            fresh[source] = _first_day(tellings)
        for source in gone:
            dropped.update(self._keys(source))
            left.update(self._posts(source))
            self._told.set(source, None)
            self._posted.set(source, ())
        front = self._forget(dropped)
        for source in fresh:
            front.update(self._keys(source))
        again = self._connect(sorted(fresh, key=lambda source: (fresh[source], source)))
        again |= self._changed_hubs(self._posted.owners(left), left)
        again.difference_update(fresh)
        if again:
            opened = {key for source in again for key in self._keys(source)}
            front |= self._forget(opened) | opened
            self._connect(sorted(again))
        changed = self._hang_together(front, dropped)
        self._flush()
        return changed

    def told_by(self, source: str) -> list[Told]:
        """What a source tells."""
        return self._told.get(source) or []

    def fetch(self, components: Iterable[Component]) -> set[str]:
        """Have the tellings of components at hand; give their sources."""
        sources = {_source(key) for component in components for key in component.members}
        self._told.fetch(sources)
        return sources

    def tellings(self, component: Component) -> list[Told]:
        """The tellings of a component, in order of their keys."""
        return [self._telling(key) for key in component.members]

    def _forget(self, dropped: set[str]) -> set[str]:
        """Take tellings away from those that hang together with them; give those."""
        beside: set[str] = set()
        self._near.fetch(dropped)
        for key in sorted(dropped):
            for other in self._near.get(key) or ():
                if other not in dropped:
                    beside.add(other)
                    left = [name for name in self._near.get(other) or () if name != key]
                    self._near.set(other, left or None)
            self._near.set(key, None)
        return beside

    def _posts(self, source: str) -> Iterator[str]:
        """The keys under which the tellings of a source stand."""
        return (key for one in self.told_by(source) for key in keys(one).posted)

    def _changed_hubs(self, posted: Mapping[str, Sequence[str]], asked: Iterable[str]) -> set[str]:
        """Sources under keys of which the hubs are others than before: what they are compared with has changed."""
        now = {key: found for key in asked if (found := hubs(key, posted.get(key, ()))) is not None}
        self._hubs.fetch(asked)
        changed = {key for key in asked if now.get(key) != self._hubs.get(key)}
        for key in changed:
            self._hubs.set(key, now.get(key))
        return {source for key in changed for source in posted.get(key, ())}

    def _connect(self, fresh: Sequence[str]) -> set[str]:
        """Find what hangs together with the tellings of some sources; give those that are to be looked at again.

        Args:
            fresh: in such an order that those compared with each other come together.
        """
        new = set(fresh)
        again: set[str] = set()
        found: dict[str, set[str]] = {}
        for at in range(0, len(fresh), AT_ONCE):
            for key, other in self._pairs(fresh[at : at + AT_ONCE], new, again):
                found.setdefault(key, set()).add(other)
                found.setdefault(other, set()).add(key)
        for key, other in self._judged():
            if _source(key) in new or _source(other) in new:
                found.setdefault(key, set()).add(other)
                found.setdefault(other, set()).add(key)
        self._near.fetch(found)
        for key, others in found.items():
            self._near.set(key, sorted({*(self._near.get(key) or ()), *others}))
        return again

    def _pairs(self, sources: Sequence[str], new: set[str], again: set[str]) -> Iterator[tuple[str, str]]:
        """Pairs of a telling of these sources and any other one that hang together, once each.

        Sources that are to be looked at again, because those with which all are compared have changed, are added to
        `again`.
        """
        self._told.fetch(sources)
        own = [row for source in sources for row in self._rows(source)]
        posted = self._posted.owners(key for row in own for key in row.keys.asked)
        again |= self._changed_hubs(posted, [key for key, found in posted.items() if hubs(key, found)])
        self._told.fetch(source for found in posted.values() for source in found)
        seen: dict[str, list[_Row]] = {}
        wanted: list[tuple[_Row, _Row]] = []
        for row in own:
            here = row.told.source
            shared: dict[str, set[str]] = {}
            for key in row.keys.asked:
                for source in in_reach(key, here, posted.get(key, ())):
                    shared.setdefault(source, set()).add(key)
            for source in sorted(shared):
                if source != here and source in new and source < here:
                    continue  # that pair is looked at from the other side
                if source not in seen:
                    seen[source] = self._rows(source)
                wanted += [
                    (row, other)
                    for other in seen[source]
                    if not shared[source].isdisjoint(other.keys.posted)
                    and (source != here or row.key < other.key)
                ]
        vectors = self._held({row.told.source for pair in wanted for row in pair})
        for row, other in wanted:
            if joins(row.told, other.told, vectors):
                yield row.key, other.key

    def _rows(self, source: str) -> list[_Row]:
        return [_Row(_key(source, at), told, keys(told)) for at, told in enumerate(self.told_by(source))]

    def _keys(self, source: str) -> list[str]:
        return [_key(source, at) for at in range(len(self.told_by(source)))]

    def _held(self, sources: Iterable[str]) -> Mapping[str, Vectors]:
        asked = sorted(set(sources))
        missing = [source for source in asked if source not in self._vectors]
        if missing:
            self._vectors.update(self._load(missing))
        for source in asked:
            self._vectors.move_to_end(source)
        while len(self._vectors) > max(VECTORS_HELD, len(asked)):
            self._vectors.popitem(last=False)
        return self._vectors

    def _judged(self) -> Iterator[tuple[str, str]]:
        """Pairs of tellings that people judged to be of one meeting."""
        for row in self._merged:
            anchors = {anchor for party in row.about for anchor in party.anchors}
            self._told.fetch(anchor.source for anchor in anchors)
            named = sorted(
                {
                    _key(anchor.source, at)
                    for anchor in anchors
                    for at, telling in enumerate(self.told_by(anchor.source))
                    if any(e.start < anchor.end and anchor.start < e.end for e in telling.evidence)
                }
            )
            yield from ((named[0], other) for other in named[1:])

    def _hang_together(self, front: set[str], dropped: set[str]) -> EncountersChanged:
        """Make the components anew that tellings in front, or the dropped ones, are or were in."""
        there = self._concerned(front, dropped)
        before = {name for key in {*there, *dropped} if (name := self._component_of.get(key)) is not None}
        for name in before:
            for key in self._members.get(name) or ():
                self._component_of.set(key, None)
            self._members.set(name, None)
        made: list[Component] = []
        left = set(there)
        for key in sorted(there):
            if key not in left:
                continue
            members = sorted(self._reached(key))
            left.difference_update(members)
            for member in members:
                self._component_of.set(member, members[0])
            self._members.set(members[0], members)
            made.append(Component(members[0], members))
        return EncountersChanged(made, sorted(before - {component.key for component in made}))

    def _concerned(self, front: set[str], dropped: set[str]) -> set[str]:
        """Tellings that hang together with some, or did."""
        found: set[str] = set()
        looked = {*front, *dropped}
        while looked:
            found |= looked
            self._near.fetch(looked)
            self._component_of.fetch(looked)
            following = {other for key in looked for other in self._near.get(key) or ()}
            names = {name for key in looked if (name := self._component_of.get(key)) is not None}
            self._members.fetch(names)
            following.update(key for name in names for key in self._members.get(name) or ())
            looked = following - found
        return {key for key in found if key not in dropped or key in front}

    def _reached(self, key: str) -> set[str]:
        found: set[str] = set()
        looked = {key}
        while looked:
            found |= looked
            looked = {other for name in looked for other in self._near.get(name) or ()} - found
        return found

    def _telling(self, key: str) -> Told:
        source, _, number = key.rpartition(_AT)
        return self.told_by(source)[int(number)]

    def _flush(self) -> None:
        for rows in (self._told, self._near, self._component_of, self._members, self._hubs):
            rows.flush()
        self._posted.flush()


def _first_day(told: Iterable[Told]) -> int:
    return min((telling.when.first.toordinal() for telling in told if telling.when), default=0)


def _key(source: str, number: int) -> str:
    return f"{source}{_AT}{number:05}"


def _source(key: str) -> str:
    return key.rpartition(_AT)[0]
