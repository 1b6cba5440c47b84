"""One reading with its mentions sorted under its segments, and its people told apart."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from verbale.lexicon.data import base_language
from verbale.lexicon.meetings import meeting_words
from verbale.lexicon.organisations import find_organisations, organisation_of
from verbale.records.items import Evidence
from verbale.records.reading import (
    AmountMention,
    AnyMention,
    BodyMention,
    DateMention,
    NamedMention,
    OfficeMention,
    OrdinalMention,
    PersonMention,
    PlaceMention,
    Reading,
    Speaker,
    StateMention,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.lexicon.meetings import MeetingWords
    from verbale.lexicon.phrases import PhraseIndex
    from verbale.records.items import Person
    from verbale.stages.assemble.types import Place

M = TypeVar(
    "M",
    AmountMention,
    BodyMention,
    DateMention,
    NamedMention,
    OfficeMention,
    OrdinalMention,
    PersonMention,
    PlaceMention,
    StateMention,
)

WordKind: TypeAlias = Literal[
    "will", "scheduled", "postponed", "cancelled", "margins", "attended", "received", "received_by"
]
"""Kinds of words of `MeetingWords`."""

_PRESS = ("correspondent",)
"""Codes of offices of those who report."""

_BESIDE = 3
"""Characters that may part a name from the word `predecessor`."""


class PageView:
    """What stands where in a reading."""

    def __init__(
        self, reading: Reading, person_of: Mapping[Place, str], people: Mapping[str, Person]
    ) -> None:
        """Sort the mentions under the segments.

        Args:
            person_of: id of the person by source and start of the mention.
            people: by id; at least those named in the reading.
        """
        self._people = people
        self.reading = reading
        self.source = reading.source
        self._person_of = person_of
        self._named: dict[int, list[tuple[str, PersonMention | OfficeMention]]] = {}
        self._body: dict[str, str | None] = {}
        self._mentions: list[list[AnyMention]] = [[] for _ in reading.segments]
        starts = [segment.start for segment in reading.segments]
        for mention in reading.mentions:
            row = bisect_right(starts, mention.start) - 1
            if row >= 0 and mention.end <= reading.segments[row].end:
                self._mentions[row].append(mention)

    def words(self, row: int) -> MeetingWords:
        """The words of meetings in the language of a segment."""
        return meeting_words(base_language(self.reading.segments[row].language))

    def says(self, row: int, what: WordKind) -> bool:
        """Whether a segment has one of the words of a kind."""
        index: PhraseIndex[str] = getattr(self.words(row), what)
        return bool(index.find(self.reading.segments[row].text))

    def mentions(self, row: int, kind: type[M]) -> list[M]:
        """Mentions of one kind in a segment, in text order."""
        return [m for m in self._mentions[row] if isinstance(m, kind)]

    def named(self, row: int) -> list[tuple[str, PersonMention | OfficeMention]]:
        """People in a segment by id, with the mention that names each, in text order, once each.

        Those who are named as dead, as somebody's predecessor, as a reporter, or for an anniversary or a monument, are
        left out: they take part in nothing.
        """
        if row not in self._named:
            self._named[row] = self._find_named(row)
        return self._named[row]

    def _find_named(self, row: int) -> list[tuple[str, PersonMention | OfficeMention]]:
        found: dict[str, PersonMention | OfficeMention] = {}
        for mention in self._mentions[row]:
            if isinstance(mention, PersonMention) and (
                mention.late or self._reports(mention) or self._precedes(row, mention)
            ):
                continue
            if isinstance(mention, PersonMention | OfficeMention):
                person = self._person_of.get((self.source.id, mention.start))
                if person is not None:
                    found.setdefault(person, mention)
        return list(found.items())

    def _reports(self, mention: PersonMention) -> bool:
        """Whether a person is named as one who writes of what is told."""
        offices = mention.offices
        return bool(offices) and all(office.kind in _PRESS for office in offices)

    def _precedes(self, row: int, mention: PersonMention) -> bool:
        """Whether a person is named as the predecessor of another."""
        segment, index = self.reading.segments[row], self.words(row).predecessor
        if any(index.find(office.title) for office in mention.offices):
            return True
        start, end = mention.start - segment.start, mention.end - segment.start
        return any(
            0 <= start - found.end <= _BESIDE or 0 <= found.start - end <= _BESIDE
            for found in index.find(segment.text)
        )

    def present(self, row: int) -> list[str]:
        """Ids of the people of a segment, without those of former office on the side of whoever is named first.

        A visitor meets people of the other side; those whom he or she followed in office are named in passing.
        """
        named = self.named(row)
        first = self.country(named[0][0]) if named else None
        former = {
            person
            for person, mention in named[1:]
            if isinstance(mention, PersonMention)
            and mention.offices
            and all(office.former for office in mention.offices)
            and self.country(person) == first
        }
        met = {self.country(person) for person, _ in named} - {first}
        return [person for person, _ in named if not met or person not in former]

    def chairs(self, rows: Iterable[int]) -> list[str]:
        """Ids of the people of whom some segments say that they preside, in text order, once each."""
        named = (pair for row in rows for pair in self.named(row))
        return list(dict.fromkeys(p for p, m in named if isinstance(m, PersonMention) and m.chairs))

    def country(self, person: str) -> str | None:
        """The state of a person."""
        return self._people[person].country

    def body(self, person: str) -> str | None:
        """The organisation of several states for which a person of no state speaks, by the offices on the page."""
        if self.country(person) is not None:
            return None
        if person not in self._body:
            self._body[person] = next(self._held_in(person), None)
        return self._body[person]

    def _held_in(self, person: str) -> Iterator[str]:
        """The organisations in which a person holds offices, by the words of the page."""
        for row, segment in enumerate(self.reading.segments):
            for found, mention in self.named(row):
                if found != person or not isinstance(mention, PersonMention):
                    continue
                for office in mention.offices:
                    words = (office.title, office.body or "")
                    name = organisation_of(words, office.kind, segment.language)
                    if name is not None and not office.former:
                        yield name

    def organisations(self, rows: Iterable[int]) -> list[str]:
        """Organisations of several states that segments name, not as the gathering at which others meet."""
        return list(
            dict.fromkeys(
                name
                for row in rows
                if not self.says(row, "margins")
                for mention in self.mentions(row, BodyMention)
                if mention.of_states
                for name in find_organisations(mention.text, self.reading.segments[row].language)
            )
        )

    def people(self, rows: Iterable[int]) -> list[str]:
        """Ids of the people named in some segments, in text order, once each."""
        return list(dict.fromkeys(person for row in rows for person in self.present(row)))

    def takers(self, rows: Sequence[int]) -> list[str]:
        """Ids of the people who take part in an encounter that some segments report.

        The first segment that names several names them all, and so does one that tells who attended; each other one
        adds its subject, not those whom the subject greets or mentions.
        """
        fullest = next((row for row in rows if len(self.people([row])) > 1), None)
        found: dict[str, None] = {}
        for row in rows:
            people = self.people([row])
            every = row == fullest or self.says(row, "attended")
            found.update(dict.fromkeys(people if every else people[:1]))
        return list(found)

    def speaker(self, row: int) -> str | None:
        """Id of the person who performs the act of a segment, if one does."""
        speaker: Speaker = self.reading.speakers[row]
        return None if speaker.at is None else self._person_of.get((self.source.id, speaker.at))

    def states(self, rows: Iterable[int]) -> list[str]:
        """States named in some segments, in text order, once each."""
        return list(dict.fromkeys(m.country for row in rows for m in self.mentions(row, StateMention)))

    def evidence(self, rows: Iterable[int]) -> tuple[Evidence, ...]:
        """The words of some segments."""
        segments = (self.reading.segments[row] for row in rows)
        return tuple(Evidence(s.source, s.start, s.end, s.text) for s in segments)

    def offices(self, person: str, rows: Iterable[int]) -> str | None:
        """The offices beside a person's first mention that has any: in some segments, else anywhere on the page."""
        for row in (*rows, *range(len(self.reading.segments))):
            for found, mention in self.named(row):
                if found == person and isinstance(mention, PersonMention):
                    titles = [office.title for office in mention.offices if not office.former]
                    if titles:
                        return ", ".join(dict.fromkeys(titles))
        return None
