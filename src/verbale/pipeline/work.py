"""Units of work of a build: functions of what they are handed and of the readings, so that any process can do them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

import msgspec

from verbale.pipeline.accounts import ELSEWHERE, account, segment_items, statements
from verbale.pipeline.doubts import doubts
from verbale.pipeline.judged import judged_matters, judged_meetings, judged_threads
from verbale.pipeline.threads import threads_of
from verbale.records.items import Meeting, Person
from verbale.stages.align import align
from verbale.stages.assemble import Told, assemble_block, tellings
from verbale.stages.merge import MeetingMatters, Statement, merge_meeting, settle
from verbale.stages.resolve import bodies_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from verbale.pipeline.read import ReadSource
    from verbale.records.items import AnyItem
    from verbale.records.judgements import Judgements
    from verbale.records.reading import Reading, Vectors
    from verbale.records.vocabulary import Act
    from verbale.stages.assemble import Place
    from verbale.stages.resolve import Face, SaidBodies, SourceMap

_BETWEEN = "\x1f"

_NOT_SAID: frozenset[Act] = frozenset({"background", "furniture"})

Seal: TypeAlias = "Callable[[Sequence[AnyItem], Sequence[AnyItem]], Any]"
"""Makes of items what the record keeps of them; the second list is of items that the first ones name."""

Step: TypeAlias = Literal["tell", "make", "settle"]


class Shelf(Protocol):
    """Where the readings of a record are."""

    def trimmed(self, sources: Sequence[str]) -> Iterable[Reading]:
        """Readings cut down to what names people, by id of the source."""
        ...

    def whole(self, sources: Sequence[str]) -> Iterable[ReadSource]:
        """Readings with their vectors, by id of the source."""
        ...

    def vectors(self, sources: Sequence[str]) -> Mapping[str, Vectors]:
        """The vectors of the segments of each source."""
        ...


class ToTell(NamedTuple):
    """A source, and for whom its mentions stand."""

    source: str
    who: SourceMap


class ToldSource(NamedTuple):
    """What a source tells, with its items that belong to no meeting, and what it says of bodies."""

    source: str
    told: list[Told]
    items: Any
    bodies: SaidBodies


class ToMake(NamedTuple):
    """A component of tellings that hang together.

    Attributes:
        who: for whom the mentions of each source stand.
        own: the segments of its accounts.
        elsewhere: by source, the segments of accounts that are of other components.
    """

    key: str
    told: list[Told]
    who: dict[str, SourceMap]
    own: list[str]
    elsewhere: dict[str, list[str]]


class HeldMeeting(msgspec.Struct, frozen=True):
    """A meeting with everything found in its accounts."""

    meeting: Meeting
    matters: MeetingMatters

    @property
    def block(self) -> str:
        """The key of the sides whose meetings are settled together."""
        return _BETWEEN.join(self.matters.block)


class MadeComponent(NamedTuple):
    """The meetings of a component, with the items that belong to them alone."""

    key: str
    held: list[HeldMeeting]
    items: Any


class ToSettle(NamedTuple):
    """All meetings of the same sides, or of several sets of sides that people judged to have things in common."""

    key: str
    held: list[HeldMeeting]


class SettledBlock(NamedTuple):
    """The items that the meetings of the same sides share."""

    key: str
    items: Any


Work: TypeAlias = ToTell | ToMake | ToSettle
Done: TypeAlias = ToldSource | MadeComponent | SettledBlock


class Workshop:
    """Does units of work."""

    def __init__(self, shelf: Shelf, judgements: Judgements, seal: Seal) -> None:
        """Take what every unit needs.

        Args:
            judgements: those that hold.
        """
        self._shelf = shelf
        self._judgements = judgements
        self._seal = seal

    def do(self, step: Step, works: Sequence[Any]) -> list[Any]:
        """Do units of one step; what is done comes in the order of the work."""
        if step == "tell":
            return self._tell(works)
        if step == "make":
            return [self._make(work) for work in works]
        return [self._settle(work) for work in works]

    def _tell(self, works: Sequence[ToTell]) -> list[ToldSource]:
        who_of = {work.source: work.who for work in works}
        return [self._told(read.reading, who_of[read.reading.source.id]) for read in self._whole(who_of)]

    def _told(self, reading: Reading, who: SourceMap) -> ToldSource:
        source = reading.source.id
        told = tellings(reading, people_of(who.faces), places_of(source, who))
        of_meetings = {segment for one in told for segment in account_of(one)}
        loose = segment_items(reading, who, {}, lambda segment: segment not in of_meetings)
        return ToldSource(source, told, self._seal([reading.source, *loose], ()), bodies_in(reading))

    def _make(self, work: ToMake) -> MadeComponent:
        reads = {read.reading.source.id: read for read in self._whole(work.who)}
        judgements = self._judgements.within(work.who)
        faces = [face for who in work.who.values() for face in who.faces]
        assembly, rejected = judged_meetings(
            assemble_block(
                work.told, people_of(faces), {name: read.vectors for name, read in reads.items()}, judgements
            ),
            judgements,
        )
        own = set(work.own)
        meeting_of = {segment: name for segment, name in assembly.meeting_of.items() if segment in own}
        told = _by_meeting(
            statement
            for source, read in reads.items()
            for statement in statements(
                read,
                work.who[source],
                {**dict.fromkeys(work.elsewhere.get(source, ()), ELSEWHERE), **meeting_of},
            )
        )
        segments = [
            item
            for source, read in reads.items()
            for item in segment_items(read.reading, work.who[source], meeting_of, own.__contains__)
        ]
        items: list[AnyItem] = [*segments, *rejected, *doubts(assembly, judgements)]
        held: list[HeldMeeting] = []
        for meeting in assembly.meetings:
            given = told[meeting.id]
            said = [s for s in given if s.act not in _NOT_SAID and s.id in assembly.meeting_of]
            background = [s for s in given if s.act == "background" or s.id not in assembly.meeting_of]
            by_source = _by_source(said)
            aligned = align([account(meeting.id, source, by_source[source]) for source in sorted(by_source)])
            items += aligned
            matters = merge_meeting(meeting, said, aligned, background, judgements=judgements)
            held.append(HeldMeeting(meeting, matters))
        return MadeComponent(work.key, held, self._seal(items, assembly.meetings))

    def _settle(self, work: ToSettle) -> SettledBlock:
        sources = {source for held in work.held for source in held.meeting.sources}
        judgements = self._judgements.within(sources)
        meetings = sorted((held.meeting for held in work.held), key=lambda meeting: meeting.id)
        names = {p.person: p.name for meeting in meetings for p in meeting.participants}
        merged, no_matters = judged_matters(
            settle([held.matters for held in work.held], judgements), judgements, names
        )
        undertakings, threads, no_threads = judged_threads(
            *threads_of(merged, meetings, judgements), judgements
        )
        items: list[AnyItem] = [
            *meetings,
            *undertakings,
            *merged.targets,
            *merged.instruments,
            *merged.projects,
            *merged.mechanisms,
            *threads,
            *no_matters,
            *no_threads,
        ]
        return SettledBlock(work.key, self._seal(items, ()))

    def _whole(self, sources: Iterable[str]) -> Iterable[ReadSource]:
        return self._shelf.whole(sorted(sources))


def people_of(faces: Iterable[Face]) -> dict[str, Person]:
    """People by id as sources show them: with a name and a state, and nothing else."""
    return {
        face.id: Person(
            id=face.id,
            name=face.name,
            names=(),
            country=face.country,
            offices=(),
            wikidata=None,
            evidence=(),
        )
        for face in faces
    }


def places_of(source: str, who: SourceMap) -> Mapping[Place, str]:
    """Id of the person by source and start of the mention."""
    return {(source, start): person for start, person in who.person_at.items()}


def account_of(told: Told) -> Sequence[str]:
    """The segments of the account of an encounter; what is only remembered has none."""
    return () if told.status == "recalled" else told.segments


def _by_meeting(told: Iterable[Statement]) -> dict[str | None, list[Statement]]:
    found: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in told:
        found[statement.meeting].append(statement)
    return found


def _by_source(told: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in told:
        found[statement.source].append(statement)
    return found
