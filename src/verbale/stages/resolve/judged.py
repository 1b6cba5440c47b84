"""For whom names stand where people judged that persons are one, or that one is several."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from verbale.records.judgements import NONE
from verbale.records.workspace import Rows
from verbale.stages.resolve.owners import Owners, OwnersChanged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from verbale.records.judgements import Judgement, Judgements, Party
    from verbale.records.reading import Reading
    from verbale.records.workspace import Workspace
    from verbale.stages.resolve.compare import Decision
    from verbale.stages.resolve.owners import Load
    from verbale.stages.resolve.seen import LeftOut, Seen

_PERSON = "person"
_BY = "\x1d"
"""Between the key of a person and the judgement that made another one of some mentions."""


class Standing(msgspec.Struct):
    """What judgements make of the keys of people.

    Attributes:
        one: for a key, the one that it is the same as; itself the same as another one maybe.
        moved: by source and start, the key of names that a split took out.
    """

    one: dict[str, str] = {}
    moved: dict[str, dict[int, str]] = {}

    def of(self, key: str) -> str:
        """The key that stands for a key."""
        while key in self.one:
            key = self.one[key]
        return key

    def whole(self) -> dict[str, list[str]]:
        """The keys that each key stands for beside itself."""
        found: dict[str, list[str]] = {}
        for key in sorted(self.one):
            found.setdefault(self.of(key), []).append(key)
        return found


class JudgedOwners:
    """`Owners` with what people judged on top: the same methods, and the same people where nothing was judged.

    What is judged is worked out anew by each update, from the judgements and the owners of the words that they name;
    so it follows when names are read or clustered in another way.
    """

    def __init__(self, workspace: Workspace, load: Load, judgements: Judgements = NONE) -> None:
        """Open the tables.

        Args:
            load: gives the (trimmed) readings of sources by id.
            judgements: those that hold.
        """
        self._owners = Owners(workspace, load)
        self._rows = [
            row for row in judgements.rows if row.item == _PERSON and row.action in ("merge", "split")
        ]
        self._table = Rows(workspace, "judged", Standing)
        self._standing = self._table.get("") or Standing()

    def update(self, fresh: Sequence[str], gone: Sequence[str]) -> OwnersChanged:
        """Take in sources that are new or have changed, let go of others, and judge anew."""
        changed = self._owners.update(fresh, gone)
        before, now = self._standing, self._judged()
        if not before.one and not before.moved and not now.one and not now.moved:
            return changed
        persons = {
            standing.of(key) for standing in (before, now) for key in changed.persons
        } | changed.persons
        sources = set(changed.sources)
        for key in {key for key in {*before.one, *now.one} if before.of(key) != now.of(key)}:
            persons |= {key, before.of(key), now.of(key)}
            sources.update(*self._owners.sources_of([key]).values())
        for source in {*before.moved, *now.moved}:
            if before.moved.get(source) != now.moved.get(source):
                sources.add(source)
                persons.update(*({*standing.moved.get(source, {}).values()} for standing in (before, now)))
                persons.update(self._owners.owner_at(source).values(), self._final(now, source).values())
        self._standing = now
        self._table.set("", now)
        self._table.flush()
        return OwnersChanged(frozenset(sources), frozenset(persons))

    def sources_of(self, persons: Iterable[str]) -> dict[str, list[str]]:
        """The sources that name each person, by the person's key; those whom none names are left out."""
        asked = sorted(set(persons))
        standing = self._standing
        if not standing.one and not standing.moved:
            return self._owners.sources_of(asked)
        whole = standing.whole()
        keys = {key: [key, *whole.get(key, ())] for key in asked if key not in standing.one}
        held = self._owners.sources_of(one for some in keys.values() for one in some)
        moved: dict[str, set[str]] = {}
        for source, at in standing.moved.items():
            for key in at.values():
                moved.setdefault(standing.of(key), set()).add(source)
        found: dict[str, list[str]] = {}
        for key, some in keys.items():
            named = {source for one in some for source in held.get(one, ())}
            named = {s for s in named if s not in standing.moved or key in self.owner_at(s).values()}
            if named | moved.get(key, set()):
                found[key] = sorted(named | moved.get(key, set()))
        return found

    def owner_at(self, source: str) -> dict[int, str]:
        """The key of the person for whom the name at a place of a source stands."""
        return self._final(self._standing, source)

    def fetch(self, sources: Iterable[str]) -> None:
        """Have what sources say at hand."""
        self._owners.fetch(sources)

    def left_out(self, source: str) -> list[LeftOut]:
        """Mentions of a source that stand for nobody, with the reason."""
        return self._owners.left_out(source)

    def decisions(self, source: str) -> Iterator[Decision]:
        """Decisions on the full and single names of a source."""
        return self._owners.decisions(source)

    def unsure(self, person: str) -> Iterator[tuple[str, Decision]]:
        """People who may be the same as one, by key, with the decisions on pairs of their names."""
        for key in [person, *self._standing.whole().get(person, ())]:
            for other, decision in self._owners.unsure(key):
                if self._standing.of(other) != person:
                    yield self._standing.of(other), decision

    def apart(self) -> frozenset[tuple[str, str]]:
        """Pairs of people, by key in order, who were judged to be two."""
        found: set[tuple[str, str]] = set()
        for row in self._rows:
            if row.action == "split":
                held = {self._held(self._standing, party) for party in row.about}
                found.update(combinations(sorted(key for key in held if key is not None), 2))
        return frozenset(found)

    def read(self, sources: Iterable[str]) -> Iterator[tuple[Reading, list[Seen]]]:
        """The readings of sources with their mentions of people, sources in order of their ids."""
        return self._owners.read(sources)

    def forget(self) -> None:
        """Let go of the readings that are kept at hand."""
        self._owners.forget()

    def _final(self, standing: Standing, source: str) -> dict[int, str]:
        owners = self._owners.owner_at(source)
        if not standing.one and source not in standing.moved:
            return owners
        moved = standing.moved.get(source, {})
        return {start: standing.of(moved.get(start, key)) for start, key in owners.items()}

    def _judged(self) -> Standing:
        """Apply the judgements one after the other, so that a later one wins."""
        standing = Standing()
        self._owners.fetch(
            anchor.source for row in self._rows for party in row.about for anchor in party.anchors
        )
        for row in self._rows:
            if row.action == "merge":
                keys = {key for party in row.about if (key := self._held(standing, party)) is not None}
                standing.one.update({key: min(keys) for key in keys if key != min(keys)})
            else:
                self._split(standing, row)
        return standing

    def _held(self, standing: Standing, party: Party) -> str | None:
        """The person who bears most of the names that a judgement is about, of several the first by key."""
        counts = Counter(key for _source, _start, key in self._places(standing, party))
        return min(counts, key=lambda key: (-counts[key], key), default=None)

    def _places(self, standing: Standing, party: Party) -> list[tuple[str, int, str]]:
        """Names within the words that a judgement is about, as (source, start, key of the person)."""
        return [
            (anchor.source, start, key)
            for anchor in party.anchors
            for start, key in self._final(standing, anchor.source).items()
            if anchor.start <= start < anchor.end
        ]

    def _split(self, standing: Standing, row: Judgement) -> None:
        """Take the names that further parties bear from the person who bears those of the first."""
        stays, *others = row.about
        key = self._held(standing, stays)
        if key is None:
            return
        kept = {(source, start) for source, start, _key in self._places(standing, stays)}
        for number, party in enumerate(others):
            named = {(s, start) for s, start, owner in self._places(standing, party) if owner == key} - kept
            other = f"{key}{_BY}{row.id}{_BY}{number}"
            for source in sorted({source for source, _start in named}):
                here = {start: True for at, start in named if at == source}
                here |= {start: False for at, start in kept if at == source}
                for start, owner in self._final(standing, source).items():
                    _gap, nearest = min((abs(at - start), at) for at in here)
                    if owner == key and here[nearest]:
                        standing.moved.setdefault(source, {})[start] = other
