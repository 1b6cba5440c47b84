"""All readings of a record, from mentions to threads, kept up to date block by block.

A source that is new or has changed touches the people whom it names, the tellings that hang together with its own, and
the meetings of the same states as theirs; all else stays. Whatever is kept is a pure function of the readings, so the
record is the same whatever the order in which they came, and whether they came at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from verbale.pipeline.encounters import AT_ONCE, Encounters
from verbale.pipeline.together import Together
from verbale.pipeline.work import (
    HeldMeeting,
    SettledBlock,
    ToMake,
    ToSettle,
    ToTell,
    Workshop,
    account_of,
)
from verbale.records.ids import content_id, text_digest
from verbale.records.judgements import NONE, touches
from verbale.records.workspace import Links, MemoryWorkspace, Rows
from verbale.stages.resolve import Bodies, People

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.pipeline.encounters import Component
    from verbale.pipeline.read import ReadSource
    from verbale.pipeline.work import Seal, Shelf, Step, ToldSource
    from verbale.records.items import AnyItem
    from verbale.records.judgements import Judgements
    from verbale.records.reading import Reading, Vectors
    from verbale.records.workspace import Workspace

KIND_ORDER = (
    "source",
    "person",
    "body",
    "meeting",
    "segment",
    "alignment",
    "undertaking",
    "target",
    "instrument",
    "project",
    "mechanism",
    "thread",
    "review",
)
"""The order of kinds in a record, so that whatever an item names stands before it."""

BUILD_VERSION = "2"
"""Changes whenever the items of the same readings could change; all blocks are then built again."""

MEETINGS_HELD = 2_000
"""Components whose meetings are kept at hand: some 60 MB."""


class Job(Protocol):
    """A record that is to be brought up to date."""

    @property
    def workspace(self) -> Workspace:
        """What the last build kept."""
        ...

    @property
    def judgements(self) -> Judgements:
        """Those that hold."""
        ...

    @property
    def shelf(self) -> Shelf:
        """The readings."""
        ...

    @property
    def seal(self) -> Seal:
        """What the record keeps of items."""
        ...

    def marks(self) -> Mapping[str, str]:
        """For each source of the record, what changes when its reading does."""
        ...

    def run(self, step: Step, works: Iterable[Any]) -> Iterator[Any]:
        """Have units of work done, by any number of workers; what is done comes in the order of the work."""
        ...

    def put(self, owner: str, items: Any) -> None:
        """Make sealed items those of an owner, instead of the ones that it had; None takes them away."""
        ...


def update(job: Job) -> None:
    """Bring the items of a record up to date with its readings and judgements."""
    _Update(job).run()


class _Update:
    """One update, with the tables that it works on."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._marks = Rows(job.workspace, "marks", dict[str, str])
        self._held = Rows(job.workspace, "held", list[HeldMeeting], MEETINGS_HELD)
        self._blocks = Links(job.workspace, "blocks")
        self._together = Together(job.workspace, job.judgements, lambda key: self._held.get(key) or [])
        self._people = People(job.workspace, job.shelf.trimmed, job.judgements)
        self._bodies = Bodies(job.workspace, job.judgements)
        self._encounters = Encounters(job.workspace, job.shelf.vectors, job.judgements)

    def run(self) -> None:
        fresh, gone = self._changes()
        people = self._people.update(fresh, gone)
        for person, item in people.people.items():
            self._job.put(f"person {person}", None if item is None else self._job.seal([item], ()))
        for person, reviews in people.reviews.items():
            self._job.put(f"reviews {person}", self._job.seal(reviews, ()) if reviews else None)
        for source in gone:
            self._job.put(f"source {source}", None)
        changed = self._encounters.update(self._told(sorted(people.sources)), gone)
        self._name_bodies(gone)
        blocks = self._make(changed.made, set(fresh)) | self._let_go(changed.gone)
        self._settle(blocks)
        for rows in (self._marks, self._held):
            rows.flush()
        self._blocks.flush()
        self._together.flush()

    def _changes(self) -> tuple[list[str], list[str]]:
        """Sources that are new or have changed, or on which people judged otherwise; and those that are gone."""
        judged: dict[str, list[str]] = {}
        for row in self._job.judgements.rows:
            for source in touches(row):
                judged.setdefault(source, []).append(row.id)
        now: dict[str, dict[str, str]] = {f"{number:02x}": {} for number in range(256)}
        for source, mark in self._job.marks().items():
            marked = content_id("mark", mark, *judged[source]) if source in judged else mark
            now[text_digest(source)[:2]][source] = marked
        fresh: list[str] = []
        gone: list[str] = []
        for shard, here in now.items():
            before = self._marks.get(shard) or {}
            fresh += [source for source, mark in here.items() if before.get(source) != mark]
            gone += [source for source in before if source not in here]
            if before != here:
                self._marks.set(shard, here or None)
        return sorted(fresh), sorted(gone)

    def _told(self, sources: Sequence[str]) -> Iterator[tuple[str, list[Any]]]:
        """What sources tell; what belongs to no meeting is put into the record."""
        works = (ToTell(source, self._people.map_of(source)) for source in sources)
        done: ToldSource
        for done in self._job.run("tell", works):
            self._job.put(f"source {done.source}", done.items)
            self._bodies.say(done.bodies)
            yield done.source, done.told

    def _name_bodies(self, gone: Iterable[str]) -> None:
        """Put the bodies that sources name into the record."""
        changed = self._bodies.update(gone)
        for key, body in changed.bodies.items():
            self._job.put(f"body {key}", None if body is None else self._job.seal([body], ()))
        for key, review in changed.reviews.items():
            self._job.put(f"bodies {key}", None if review is None else self._job.seal([review], ()))

    def _make(self, components: Sequence[Component], fresh: set[str]) -> set[str]:
        """Make the meetings of components; give the blocks that this changes."""
        blocks: set[str] = set()
        for done in self._job.run("make", self._to_make_all(components)):
            self._job.put(f"component {done.key}", done.items)
            self._together.note(done.key, done.held)
            before = self._held.get(done.key) or []
            judged = not fresh.isdisjoint(source for held in done.held for source in held.meeting.sources)
            if judged or before != done.held:
                blocks |= {held.block for held in (*before, *done.held)}
                self._held.set(done.key, done.held)
                self._blocks.set(done.key, sorted({held.block for held in done.held}))
        return blocks

    def _to_make_all(self, components: Sequence[Component]) -> Iterator[ToMake]:
        for at in range(0, len(components), AT_ONCE):
            some = components[at : at + AT_ONCE]
            self._people.fetch_maps(self._encounters.fetch(some))
            yield from map(self._to_make, some)

    def _to_make(self, component: Component) -> ToMake:
        """A component with what it needs of its sources; a segment of several tellings belongs to the last of them."""
        told = self._encounters.tellings(component)
        sources = sorted({one.source for one in told})
        own: list[str] = []
        elsewhere: dict[str, list[str]] = {}
        for source in sources:
            told_in = {s: one for one in self._encounters.told_by(source) for s in account_of(one)}
            own += [segment for segment, one in told_in.items() if one in told]
            elsewhere[source] = [segment for segment, one in told_in.items() if one not in told]
        who = {source: self._people.map_of(source) for source in sources}
        return ToMake(component.key, told, who, own, elsewhere)

    def _let_go(self, components: Iterable[str]) -> set[str]:
        blocks: set[str] = set()
        for key in components:
            blocks |= {held.block for held in self._held.get(key) or ()}
            self._job.put(f"component {key}", None)
            self._held.set(key, None)
            self._together.note(key, ())
            self._blocks.set(key, ())
        return blocks

    def _settle(self, blocks: set[str]) -> None:
        """Settle what the meetings of the same sides share."""
        groups = self._together.groups(blocks)
        there = self._blocks.owners(key for group in groups for key in group)
        settled = {group[0]: [key for key in group if key in there] for group in groups}
        works = (self._to_settle(first, keys, there) for first, keys in settled.items() if keys)
        done: SettledBlock
        for done in self._job.run("settle", works):
            self._job.put(f"block {done.key}", done.items)
        for group in groups:
            for key in group:
                if not settled.get(key):
                    self._job.put(f"block {key}", None)

    def _to_settle(self, first: str, keys: Sequence[str], there: Mapping[str, Sequence[str]]) -> ToSettle:
        components = sorted({component for key in keys for component in there[key]})
        held = [held for component in components for held in self._held.get(component) or ()]
        return ToSettle(first, [one for one in held if one.block in keys])


def build(readings: Iterable[ReadSource], judgements: Judgements = NONE) -> list[AnyItem]:
    """Every item of the record, by kind and id; nothing depends on the order of the readings.

    What was rejected is among them and says so; no other item names it.
    """
    job = _AtOnce(readings, judgements)
    update(job)
    return job.items()


class _AtOnce:
    """A record in memory, built once."""

    def __init__(self, readings: Iterable[ReadSource], judgements: Judgements) -> None:
        self._readings = {read.reading.source.id: read for read in readings}
        self._items: dict[str, Sequence[AnyItem]] = {}
        self.workspace = MemoryWorkspace()
        self.judgements = judgements
        self.shelf = self
        self._workshop = Workshop(self, judgements, self.seal)

    def marks(self) -> Mapping[str, str]:
        return dict.fromkeys(self._readings, "")

    def trimmed(self, sources: Sequence[str]) -> Iterable[Reading]:
        return [self._readings[source].reading for source in sources]

    def whole(self, sources: Sequence[str]) -> Iterable[ReadSource]:
        return [self._readings[source] for source in sources]

    def vectors(self, sources: Sequence[str]) -> Mapping[str, Vectors]:
        return {source: self._readings[source].vectors for source in sources}

    def seal(self, items: Sequence[AnyItem], _beside: Sequence[AnyItem]) -> Sequence[AnyItem]:
        return items

    def run(self, step: Step, works: Iterable[Any]) -> Iterator[Any]:
        for work in works:
            yield from self._workshop.do(step, [work])

    def put(self, owner: str, items: Any) -> None:
        self._items[owner] = items or ()

    def items(self) -> list[AnyItem]:
        """Every item, by kind and id."""
        found = [item for items in self._items.values() for item in items]
        return sorted(found, key=lambda item: (KIND_ORDER.index(kind_of(item)), item.id))


def kind_of(item: AnyItem) -> str:
    """The `kind` that the export gives an item."""
    return str(item.__struct_config__.tag)
