"""The people of a record, kept up to date: what changes in some sources touches only the people near it.

After `owners` has told for whom each name stands, in this order, each step for what the steps before it have changed:

1. the state that is known of each person, and the one that sources leave over, which depends on the others there;
2. the items: a name, offices and a state for each person, and an id that no other person has;
3. for every source, for whom its mentions stand, those of offices too.

Every step is a pure function of the rows that it names, so the people are the same whatever the order in which sources
came, and whether they came at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from verbale.records.ids import content_id
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
from verbale.stages.resolve.offices import holders_of_mentions
from verbale.stages.resolve.owners import batches
from verbale.stages.resolve.people import Group, place
from verbale.stages.resolve.person import base_id, make_person
from verbale.stages.resolve.reviews import Reviews

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.records.items import Review
    from verbale.records.judgements import Span
    from verbale.records.reading import Reading
    from verbale.records.workspace import Workspace
    from verbale.stages.resolve.owners import Load
    from verbale.stages.resolve.seen import Seen

MENTIONS_AT_ONCE = 400_000
"""Mentions from which the people of one batch are made: some 300 MB."""


class PersonRow(msgspec.Struct):
    """What is known of a person.

    Attributes:
        mentions: how many there are.
        known: the state that the table of aliases or the sources give.
        organisation: whether the table of aliases has the person as of no state.
        left: the state that sources leave over.
        partner: the husband or wife that sources name, as (segment, key of the person).
        base: the id that the name gives, if no other person has the same.
        first: place of the first mention.
        item: as it was read.
        shown: as it is in the record, with what people judged.
    """

    mentions: int = 0
    known: str | None = None
    organisation: bool = False
    left: str | None = None
    partner: tuple[str, str] | None = None
    base: str = ""
    first: tuple[str, int] = ("", 0)
    item: Person | None = None
    shown: Person | None = None

    @property
    def found(self) -> str | None:
        """The state, if it is not that of a husband or wife."""
        return self.known or (None if self.organisation else self.left)


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
        self._maps = Rows(workspace, "maps", SourceMap)
        self._bases = Links(workspace, "bases")
        self._partners = Links(workspace, "partners")
        self._reviews = Reviews(workspace, self.owners)

    def update(self, fresh: Iterable[str], gone: Iterable[str] = ()) -> PeopleChanged:
        """Take in sources that are new or have changed, and let go of others.

        Args:
            fresh: ids of sources that `load` gives.
            gone: ids of sources that are no longer there.
        """
        here, lost = sorted(set(fresh)), sorted(set(gone))
        changed = self.owners.update(here, lost)
        there = sorted(self.owners.sources_of(changed.persons))
        away = sorted(changed.persons - set(there))
        near = self._know(there, away)
        telling = sorted({*there, *near})
        made = sorted({*telling, *self._place(telling)})
        people: dict[str, Person | None] = dict.fromkeys(away)
        people |= self._judge(self._make(made, away))
        faced = [person for person, item in people.items() if item is not None]
        sources = self._map({*here, *changed.sources, *self._sources(faced)})
        for source in lost:
            self._maps.set(source, None)
        for person in away:
            self._rows.set(person, None)
        reviews = self._reviews.update({*changed.persons, *people}, self._item_of)
        self._flush()
        return PeopleChanged(people, sources | frozenset(here), reviews)

    def map_of(self, source: str) -> SourceMap:
        """For whom the mentions of a source stand."""
        return self._maps.get(source) or SourceMap()

    def fetch_maps(self, sources: Iterable[str]) -> None:
        """Have the maps of sources at hand."""
        self._maps.fetch(sources)

    def _sources(self, persons: Iterable[str]) -> list[str]:
        found = self.owners.sources_of(persons)
        return sorted({source for sources in found.values() for source in sources})

    def _know(self, persons: Sequence[str], away: Sequence[str]) -> set[str]:
        """Say what is known of the states of people; give those named beside one of whom it now is another."""
        turned: list[str] = [person for person in away if self._row(person).found is not None]
        for some in self._batches(persons):
            for person, group in self._groups(some):
                row = self._row(person)
                known, organisation = known_country(group), is_of_organisation(group)
                if (known, organisation) != (row.known, row.organisation) or row.item is None:
                    turned.append(person)
                row.known, row.organisation, row.mentions = known, organisation, len(group.seen)
                self._rows.set(person, row)
        beside: set[str] = set()
        for part in batches(self._sources(turned)):
            self.owners.fetch(part)
            beside.update(person for source in part for person in self.owners.owner_at(source).values())
        return beside

    def _place(self, persons: Sequence[str]) -> list[str]:
        """Say which state sources leave for people; give the husbands and wives of those who now have another."""
        self._rows.fetch(persons)
        asked = set(persons)
        left: dict[str, Counter[str]] = defaultdict(Counter)
        partner: dict[str, tuple[str, str]] = {}
        for reading, here in self._here(self._sources(persons)):
            known = {person: self._row(person).known for person in here}
            for person, state in votes_in(reading, here, known).items():
                left[person][state] += 1
            for person, beside in partners_in(here).items():
                partner[person] = min(beside, partner.get(person, beside))
        turned = []
        for person in asked:
            row = self._row(person)
            before = row.found if row.item else None
            row.left, row.partner = eliminated(left[person]), partner.get(person)
            self._rows.set(person, row)
            self._partners.set(person, [row.partner[1]] if row.partner else [])
            if row.found != before:
                turned.append(person)
        return list(self._partners.under(turned))

    def _make(self, persons: Sequence[str], away: Sequence[str]) -> set[str]:
        """Make the items of people; give those that are new or may have changed."""
        bases = {base for person in [*persons, *away] if (base := self._row(person).base)}
        for some in self._batches(persons):
            for person, group in self._groups(some):
                row = self._row(person)
                beside = self._row(row.partner[1]).found if row.partner else None
                row.item = make_person(group, row.found or beside)
                row.base, row.first = base_id(row.item), place(group.seen[0])
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

    def _judge(self, persons: Iterable[str]) -> dict[str, Person]:
        """Lay what people judged over the items; give those that are new or have changed."""
        asked = set(persons)
        judged = sorted({source for row in self._judgements.rows for source in touches(row)})
        self.owners.fetch(judged)
        spans: dict[str, list[Span]] = defaultdict(list)
        for source in judged:
            for start, person in self.owners.owner_at(source).items():
                spans[person].append((source, start, start + 1))
        items = {p: item for p in sorted({*asked, *spans}) if (item := self._row(p).item) is not None}
        key_of = {item.id: person for person, item in items.items()}
        laid = overlay(items.values(), self._judgements, lambda item: spans.get(key_of[item.id], ()))
        changed: dict[str, Person] = {}
        for person, item in zip(items, laid, strict=True):
            row = self._row(person)
            if row.shown != item:
                row.shown = changed[person] = item
                self._rows.set(person, row)
        return changed

    def _map(self, sources: Iterable[str]) -> frozenset[str]:
        """Say for whom the mentions of sources stand; give the sources in which that has changed."""
        changed: set[str] = set()
        for some in batches(sorted(set(sources))):
            self._maps.fetch(some)
            self.owners.fetch(some)
            self._rows.fetch(person for source in some for person in self.owners.owner_at(source).values())
            for reading, here in self._here(some):
                found = self._source_map(reading, here)
                if found != self._maps.get(reading.source.id):
                    changed.add(reading.source.id)
                    self._maps.set(reading.source.id, found)
        return frozenset(changed)

    def _source_map(self, reading: Reading, here: Mapping[str, Sequence[Seen]]) -> SourceMap:
        shown = {person: item for person in here if (item := self._row(person).shown) is not None}
        items = {person: item for person, item in shown.items() if not is_rejected(item)}
        groups = {item.id: (Group(tuple(here[person])), item.country) for person, item in items.items()}
        offices = holders_of_mentions([reading], groups)
        person_at = {start: person for (_, start), person in offices.items()}
        person_at |= {seen.mention.start: items[person].id for person in items for seen in here[person]}
        faces = sorted(Face(item.id, item.name, item.country) for item in items.values())
        return SourceMap(dict(sorted(person_at.items())), faces)

    def _batches(self, persons: Sequence[str]) -> Iterator[list[str]]:
        """Cut people into parts that have about as many mentions as can be held at once."""
        self._rows.fetch(persons)
        some: list[str] = []
        held = 0
        for person in persons:
            some.append(person)
            held += max(self._row(person).mentions, 1)
            if held >= MENTIONS_AT_ONCE:
                yield some
                some, held = [], 0
        if some:
            yield some

    def _groups(self, persons: Sequence[str]) -> Iterator[tuple[str, Group]]:
        """People with all their mentions."""
        asked = set(persons)
        seen_of: dict[str, list[Seen]] = defaultdict(list)
        for _, here in self._here(self._sources(persons)):
            for person in asked & here.keys():
                seen_of[person].extend(here[person])
        for person in sorted(seen_of):
            yield person, Group(tuple(sorted(seen_of[person], key=place)))

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

    def _row(self, person: str) -> PersonRow:
        return self._rows.get(person) or PersonRow()

    def _flush(self) -> None:
        self._rows.flush()
        self._maps.flush()
        self._bases.flush()
        self._partners.flush()
        self._reviews.flush()
