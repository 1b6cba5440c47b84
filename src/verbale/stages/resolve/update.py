"""The people of a record, kept up to date: what changes in some sources touches only the people near it.

After `owners` has told for whom each name stands, in this order, each step for what the steps before it have changed:

1. a portrait of each person: what sources say, added up, so that a source more does not ask for the others again;
2. the state that is known of each person, and the one that sources leave over, which depends on the others there;
3. the items: a name, offices and a state for each person, and an id that no other person has;
4. for every source, for whom its mentions stand, those of offices too.

Every step is a pure function of the rows that it names, so the people are the same whatever the order in which sources
came, and whether they came at once.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from verbale.records.ids import ID_BYTES, content_id
from verbale.records.items import Person
from verbale.records.judgements import NONE, Judgements, touches
from verbale.records.overlays import is_rejected, overlay
from verbale.records.workspace import Links, Rows
from verbale.stages.resolve.countries import (
    eliminated,
    is_of_organisation,
    known_country,
    partners_in,
    votes_in,
)
from verbale.stages.resolve.judged import JudgedOwners
from verbale.stages.resolve.offices import holders_in
from verbale.stages.resolve.owners import batches
from verbale.stages.resolve.person import base_id, make_person
from verbale.stages.resolve.portrait import Portrait, portrait_in
from verbale.stages.resolve.reviews import Reviews
from verbale.stages.resolve.tally import add_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.records.items import Review
    from verbale.records.judgements import Span
    from verbale.records.reading import Reading
    from verbale.records.workspace import Workspace
    from verbale.stages.resolve.owners import Load
    from verbale.stages.resolve.seen import Seen

Beside = tuple[str, str]
"""The husband or wife beside whom a person is named: the segment, and the key of that person."""


class PersonRow(msgspec.Struct):
    """What is known of a person.

    Attributes:
        known: the state that the table of aliases or the sources give.
        organisation: whether the table of aliases has the person as of no state.
        votes: of the sources that leave one state over, how many leave which.
        beside: how often the person is named as husband or wife beside whom.
        base: the id that the name gives, if no other person has the same.
        first: place of the first mention.
        item: as it was read.
        shown: as it is in the record, with what people judged.
    """

    known: str | None = None
    organisation: bool = False
    votes: dict[str, int] = {}
    beside: dict[Beside, int] = {}
    base: str = ""
    first: tuple[str, int] = ("", 0)
    item: Person | None = None
    shown: Person | None = None

    @property
    def found(self) -> str | None:
        """The state, if it is not that of a husband or wife."""
        return self.known or (None if self.organisation else eliminated(self.votes))

    @property
    def partner(self) -> str | None:
        """Key of the husband or wife."""
        return min(self.beside)[1] if self.beside else None


class PeopleIn(msgspec.Struct):
    """What one source adds to people, by key of the person.

    Attributes:
        portraits: digests of what it says of them.
        votes: the state that it leaves for them.
        beside: their husband or wife there.
    """

    portraits: dict[str, str] = {}
    votes: dict[str, str] = {}
    beside: dict[str, Beside] = {}


_JUDGED = "judged"
"""To what people are linked on whom somebody judged."""


class Face(msgspec.Struct, frozen=True, order=True):
    """A person as the accounts of a source show them."""

    id: str
    name: str
    country: str | None


class SourceMap(msgspec.Struct):
    """For whom the mentions of a source stand: id of the person by start of the mention; and who they are."""

    person_at: dict[int, str] = {}
    faces: list[Face] = []


class PeopleChanged(NamedTuple):
    """What an update changed.

    Attributes:
        people: items by key of the person, the rejected ones too; None for those who are gone.
        sources: those whose mentions stand for others than before, or whose people have another name or state.
        reviews: pairs of people who may be one, by the key of one of the two; empty where there are none any more.
    """

    people: dict[str, Person | None]
    sources: frozenset[str]
    reviews: dict[str, list[Review]]


class People:
    """The people of a record, in a workspace."""

    def __init__(self, workspace: Workspace, load: Load, judgements: Judgements = NONE) -> None:
        """Open the tables.

        Args:
            load: gives the (trimmed) readings of sources by id.
            judgements: those that hold.
        """
        self.owners = JudgedOwners(workspace, load, judgements)
        self._judgements = Judgements(row for row in judgements.rows if row.item == "person")
        self._rows = Rows(workspace, "persons", PersonRow)
        self._portraits = Rows(workspace, "portraits", Portrait)
        self._in = Rows(workspace, "people in", PeopleIn)
        self._maps = Rows(workspace, "maps", SourceMap)
        self._bases = Links(workspace, "bases")
        self._partners = Links(workspace, "partners")
        self._judged = Links(workspace, "judged people")
        self._reviews = Reviews(workspace, self.owners)

    def update(self, fresh: Iterable[str], gone: Iterable[str] = ()) -> PeopleChanged:
        """Take in sources that are new or have changed, and let go of others.

        Args:
            fresh: ids of sources that `load` gives.
            gone: ids of sources that are no longer there.
        """
        here, lost = sorted(set(fresh)), sorted(set(gone))
        changed = self.owners.update(here, lost)
        looked = {*here, *changed.sources}
        drawn, away = self._draw(looked, lost)
        self._rows.fetch(drawn)
        before = {person: self._state(person) for person in drawn}
        turned = self._know(drawn)
        voted = self._vote({*looked, *self._sources(turned)}, lost, before)
        moved = {person for person, state in before.items() if self._row(person).found != state}
        made = (drawn | moved | voted | set(self._partners.under(moved))) - away
        people, faced = self._judge(self._make(sorted(made), sorted(away)))
        sources = self._map({*looked, *self._sources(faced)})
        for source in lost:
            self._maps.set(source, None)
            self._in.set(source, None)
        for person in away:
            self._rows.set(person, None)
            self._judged.set(person, [])
        reviews = self._reviews.update({*changed.persons, *people, *away}, self._item_of)
        self.owners.forget()
        self._flush()
        return PeopleChanged({**dict.fromkeys(sorted(away)), **people}, sources | frozenset(here), reviews)

    def map_of(self, source: str) -> SourceMap:
        """For whom the mentions of a source stand."""
        return self._maps.get(source) or SourceMap()

    def fetch_maps(self, sources: Iterable[str]) -> None:
        """Have the maps of sources at hand."""
        self._maps.fetch(sources)

    def _sources(self, persons: Iterable[str]) -> list[str]:
        found = self.owners.sources_of(persons)
        return sorted({source for sources in found.values() for source in sources})

    def _draw(self, looked: Iterable[str], lost: Iterable[str]) -> tuple[set[str], set[str]]:
        """Add what sources say to the portraits; give the people of whom they now say something else, and those gone.

        A sum can only grow: of whom a source no longer says what it said, the portrait is drawn anew.
        """
        drawn: set[str] = set()
        anew: set[str] = set()
        for part in batches(sorted(looked)):
            self._fetch(part, self._portraits, self._in)
            for reading, here in self._here(part):
                held = self._in.get(reading.source.id) or PeopleIn()
                portraits = {person: portrait_in(mentions) for person, mentions in here.items()}
                digests = {person: _digest(portrait) for person, portrait in portraits.items()}
                anew.update(key for key, digest in held.portraits.items() if digests.get(key) != digest)
                for person in portraits.keys() - held.portraits.keys():
                    self._add(person, portraits[person])
                    drawn.add(person)
                held.portraits = digests
                self._in.set(reading.source.id, held)
        for source in lost:
            held = self._in.get(source) or PeopleIn()
            anew.update(held.portraits)
        self._draw_anew(anew)
        self._portraits.fetch(anew)
        away = {person for person in anew if self._portraits.get(person) is None}
        return (drawn | anew) - away, away

    def _draw_anew(self, persons: set[str]) -> None:
        for person in persons:
            self._portraits.set(person, None)
        for part in batches(self._sources(persons)):
            self._fetch(part, self._portraits)
            for _, here in self._here(part):
                for person in persons & here.keys():
                    self._add(person, portrait_in(here[person]))

    def _add(self, person: str, portrait: Portrait) -> None:
        whole = self._portraits.get(person) or Portrait()
        whole.add(portrait)
        self._portraits.set(person, whole)

    def _know(self, drawn: Iterable[str]) -> list[str]:
        """Say which state is known of people; give those for whom it is another one than before."""
        turned: list[str] = []
        for part in batches(sorted(drawn)):
            self._portraits.fetch(part)
            self._rows.fetch(part)
            for person in part:
                row, portrait = self._row(person), self._portrait(person)
                known, organisation = known_country(portrait), is_of_organisation(portrait)
                if (known, organisation) != (row.known, row.organisation):
                    turned.append(person)
                row.known, row.organisation = known, organisation
                self._rows.set(person, row)
        return turned

    def _vote(self, sources: Iterable[str], lost: Iterable[str], before: dict[str, str | None]) -> set[str]:
        """Count which state sources leave for people; give those for whom that is counted otherwise than before.

        Args:
            before: the states of people before the update, which this adds to.
        """
        voted: set[str] = set()
        for part in batches(sorted(sources)):
            self._fetch(part, self._rows, self._in)
            for reading, here in self._here(part):
                known = {person: self._row(person).known for person in here}
                held = self._in.get(reading.source.id) or PeopleIn()
                votes, beside = votes_in(reading, here, known), partners_in(here)
                if (votes, beside) != (held.votes, held.beside):
                    voted |= self._count(held, -1, before)
                    held.votes, held.beside = votes, beside
                    voted |= self._count(held, 1, before)
                    self._in.set(reading.source.id, held)
        for source in lost:
            voted |= self._count(self._in.get(source) or PeopleIn(), -1, before)
        for person in sorted(voted):
            partner = self._row(person).partner
            self._partners.set(person, [partner] if partner else [])
        return voted

    def _count(self, held: PeopleIn, times: int, before: dict[str, str | None]) -> set[str]:
        persons = {*held.votes, *held.beside}
        for person in sorted(persons):
            before.setdefault(person, self._state(person))
            row = self._row(person)
            if person in held.votes:
                add_counts(row.votes, {held.votes[person]: 1}, times)
            if person in held.beside:
                add_counts(row.beside, {held.beside[person]: 1}, times)
            self._rows.set(person, row)
        return persons

    def _make(self, persons: Sequence[str], away: Sequence[str]) -> set[str]:
        """Make the items of people; give those that are new or may have changed."""
        bases = {base for person in [*persons, *away] if (base := self._row(person).base)}
        for part in batches(persons):
            self._portraits.fetch(part)
            self._rows.fetch(part)
            for person in part:
                row, portrait = self._row(person), self._portrait(person)
                beside = self._row(row.partner).found if row.partner else None
                row.item = make_person(portrait, row.found or beside)
                row.base, row.first = base_id(row.item), portrait.first
                self._rows.set(person, row)
                self._bases.set(person, [row.base])
                bases.add(row.base)
        for person in away:
            self._bases.set(person, ())
            self._partners.set(person, ())
        return {*persons, *self._with_ids(bases)}

    def _with_ids(self, bases: Iterable[str]) -> set[str]:
        """Give another id to people whose names read the same: their first mention tells them apart."""
        changed: set[str] = set()
        for base, persons in sorted(self._bases.owners(bases).items()):
            for person in persons:
                row = self._row(person)
                if row.item is None:
                    continue
                id_ = base if len(persons) == 1 else content_id("person", base, *row.first)
                if id_ != row.item.id:
                    row.item = msgspec.structs.replace(row.item, id=id_)
                    self._rows.set(person, row)
                changed.add(person)
        return changed

    def _judge(self, persons: Iterable[str]) -> tuple[dict[str, Person | None], list[str]]:
        """Lay what people judged over the items; give those that are new or have changed, and whose face has."""
        asked = {*persons, *self._judged.under([_JUDGED])}  # what was undone is taken off them
        judged = sorted({source for row in self._judgements.rows for source in touches(row)})
        self.owners.fetch(judged)
        spans: dict[str, list[Span]] = defaultdict(list)
        for source in judged:
            for start, person in self.owners.owner_at(source).items():
                spans[person].append((source, start, start + 1))
        items = {p: item for p in sorted({*asked, *spans}) if (item := self._row(p).item) is not None}
        key_of = {item.id: person for person, item in items.items()}
        laid = overlay(items.values(), self._judgements, lambda item: spans.get(key_of[item.id], ()))
        changed: dict[str, Person | None] = {}
        faced: list[str] = []
        for person, item in zip(items, laid, strict=True):
            row = self._row(person)
            if row.shown != item:
                if _face(row.shown) != _face(item):
                    faced.append(person)
                row.shown = changed[person] = item
                self._rows.set(person, row)
                self._judged.set(person, [_JUDGED] if item.judged else [])
        return changed, faced

    def _map(self, sources: Iterable[str]) -> frozenset[str]:
        """Say for whom the mentions of sources stand; give the sources in which that has changed."""
        changed: set[str] = set()
        for some in batches(sorted(set(sources))):
            self._maps.fetch(some)
            self._fetch(some, self._rows)
            for reading, here in self._here(some):
                found = self._source_map(reading, here)
                if found != self._maps.get(reading.source.id):
                    changed.add(reading.source.id)
                    self._maps.set(reading.source.id, found)
        return frozenset(changed)

    def _source_map(self, reading: Reading, here: Mapping[str, Sequence[Seen]]) -> SourceMap:
        faces = {person: face for person in here if (face := _face(self._row(person).shown)) is not None}
        known = {face.id: (here[person], face.country) for person, face in faces.items()}
        person_at = holders_in(reading, known)
        person_at |= {seen.mention.start: face.id for person, face in faces.items() for seen in here[person]}
        return SourceMap(dict(sorted(person_at.items())), sorted(faces.values()))

    def _fetch(self, sources: Sequence[str], *tables: Rows[Any]) -> None:
        """Have the rows of sources at hand, or those of the people whom they name."""
        self.owners.fetch(sources)
        persons = {person for source in sources for person in self.owners.owner_at(source).values()}
        for table in tables:
            table.fetch(sources if table is self._in else persons)

    def _here(self, sources: Iterable[str]) -> Iterator[tuple[Reading, dict[str, list[Seen]]]]:
        """Sources with the mentions of each of their people."""
        for reading, mentions in self.owners.read(sources):
            owner_at = self.owners.owner_at(reading.source.id)
            here: dict[str, list[Seen]] = defaultdict(list)
            for seen in mentions:
                owner = owner_at.get(seen.mention.start)
                if owner is not None:
                    here[owner].append(seen)
            yield reading, dict(here)

    def _item_of(self, person: str) -> Person | None:
        shown = self._row(person).shown
        return None if shown is None or is_rejected(shown) else shown

    def _state(self, person: str) -> str | None:
        """The state of a person whose item is there."""
        row = self._row(person)
        return row.found if row.item else None

    def _portrait(self, person: str) -> Portrait:
        return self._portraits.get(person) or Portrait()

    def _row(self, person: str) -> PersonRow:
        return self._rows.get(person) or PersonRow()

    def _flush(self) -> None:
        for rows in (self._rows, self._portraits, self._in, self._maps):
            rows.flush()
        for links in (self._bases, self._partners, self._judged, self._reviews):
            links.flush()


def _face(item: Person | None) -> Face | None:
    """How sources show a person; None for who is rejected."""
    return None if item is None or is_rejected(item) else Face(item.id, item.name, item.country)


def _digest(portrait: Portrait) -> str:
    return blake2b(msgspec.msgpack.encode(portrait), digest_size=ID_BYTES).hexdigest()
