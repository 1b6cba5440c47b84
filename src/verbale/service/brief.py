"""What someone needs before the next session of two sides: gathered here, written by `brief_forms`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verbale.errors import ItemNotFoundError
from verbale.records.vocabulary import PILLARS
from verbale.service import events, wording
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verbale.records.items import Evidence, Meeting, Office, Person, Target, Thread, Undertaking
    from verbale.records.reading import Source
    from verbale.service.record import Record

NO_PILLAR = "without a pillar"
_CODE_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Side:
    """A state or a person that the brief is about."""

    id: str
    name: str
    is_state: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, with where they come from."""

    text: str
    language: str
    source: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting of the two sides: its title, its participants by country and how many accounts tell of it."""

    id: str
    title: str
    participants: tuple[tuple[str, tuple[str, ...]], ...]
    accounts: int


@dataclass(frozen=True, slots=True)
class Promise:
    """An undertaking with its status.

    Attributes:
        status: the last event of its thread with its date, or that it is overdue or silent; empty when it stands alone.
        outstanding: whether it binds somebody and nothing reports it done.
    """

    label: str
    by: str
    strength: str
    meeting: str
    deadline: str | None
    status: str
    outstanding: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A target, or a value reported as reached."""

    indicator: str
    amount: str
    by: str | None
    status: str
    meeting: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A thread with its events in order, in words."""

    label: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with the office last seen with the name."""

    name: str
    office: str
    country: str
    seen: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief, ready to be written in any form."""

    title: str
    first: str | None
    last: str | None
    meetings: tuple[Encounter, ...]
    undertakings: tuple[tuple[str, tuple[Promise, ...]], ...]
    outstanding: tuple[Promise, ...]
    targets: tuple[Figure, ...]
    threads: tuple[History, ...]
    holders: tuple[Holder, ...]
    sources: tuple[Source, ...]


def brief_between(record: Record, first: str, second: str) -> Brief:
    """Gather what the record holds between two states (code or English name) or persons (id or name).

    Raises:
        ItemNotFoundError: when a side is not known to the record.
    """
    sides = (find_side(record, first), find_side(record, second))
    meetings = _meetings_of(record, sides)
    gather = _Gather(record, {meeting.id: meeting for meeting in meetings})
    promises = [(u, gather.promise(u)) for m in meetings for u in record.undertakings(meeting=m.id)]
    dates = [meeting.date_start for meeting in meetings if meeting.date_start]
    return Brief(
        title=f"{sides[0].name} and {sides[1].name}",
        first=min(dates, default=None),
        last=max(dates, default=None),
        meetings=tuple(_encounter(meeting) for meeting in meetings),
        undertakings=_by_pillar(promises),
        outstanding=gather.outstanding(promises),
        targets=tuple(gather.figure(t) for m in meetings for t in record.targets(meeting=m.id)),
        threads=gather.histories(undertaking for undertaking, _ in promises),
        holders=_holders(record, sides, meetings),
        sources=gather.sources_of(meetings),
    )


def find_side(record: Record, asked: str) -> Side:
    """The state or person that someone means. Raises ItemNotFoundError."""
    known = {code for meeting in record.meetings() for code in meeting.countries}
    if asked.upper() in known and len(asked) == _CODE_LENGTH:
        return Side(asked.upper(), wording.country_name(asked.upper()), is_state=True)
    for code in sorted(known):
        if fold(wording.country_name(code)) == fold(asked):
            return Side(code, wording.country_name(code), is_state=True)
    fitting = [person for person in record.people() if asked == person.id or _is_named(person, fold(asked))]
    if len(fitting) == 1:
        return Side(fitting[0].id, fitting[0].name, is_state=False)
    if fitting:
        named = "; ".join(f"{person.id} ({person.name})" for person in fitting)
        raise ItemNotFoundError(f"{len(fitting)} people fit {asked!r}: {named}")
    states = ", ".join(sorted(known)) or "none"
    raise ItemNotFoundError(f"no state or person of the record is {asked!r}; its states are {states}")


def _is_named(person: Person, folded: str) -> bool:
    return folded in {fold(person.name), *(fold(name.text) for name in person.names)}


def _meetings_of(record: Record, sides: tuple[Side, Side]) -> list[Meeting]:
    """Meetings in which both sides take part: those who are only mentioned do not."""

    def takes_part(side: Side, meeting: Meeting) -> bool:
        if side.is_state:
            return side.id in meeting.countries
        return any(p.person == side.id and p.role != "mentioned" for p in meeting.participants)

    return [m for m in record.meetings() if all(takes_part(side, m) for side in sides)]


def _encounter(meeting: Meeting) -> Encounter:
    groups: dict[str, list[str]] = {}
    for participant in meeting.participants:
        if participant.role != "mentioned":
            name = wording.participant(participant)
            groups.setdefault(participant.country or "", []).append(name)
    order = {code: at for at, code in enumerate(meeting.countries)}
    by_country = sorted(groups.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))
    return Encounter(
        meeting.id,
        wording.title(meeting),
        tuple((wording.country_name(code) or "others", tuple(names)) for code, names in by_country),
        len(meeting.sources),
    )


def _by_pillar(
    promises: Sequence[tuple[Undertaking, Promise]],
) -> tuple[tuple[str, tuple[Promise, ...]], ...]:
    """Each undertaking once, under its first pillar; pillars in the order of the vocabulary."""
    groups: dict[str, list[Promise]] = {}
    for undertaking, promise in promises:
        pillar = undertaking.pillars[0] if undertaking.pillars else NO_PILLAR
        groups.setdefault(PILLARS.get(pillar, pillar), []).append(promise)
    order = list(PILLARS.values())
    names = sorted(groups, key=lambda name: (order.index(name) if name in order else len(order), name))
    return tuple((name, tuple(groups[name])) for name in names)


def _holders(record: Record, sides: Sequence[Side], meetings: Sequence[Meeting]) -> tuple[Holder, ...]:
    """People of both sides who took part, with the office in which they were seen last."""
    states = {side.id for side in sides if side.is_state}
    persons = {side.id for side in sides if not side.is_state}
    present = {p.person for m in meetings for p in m.participants}
    holders = []
    for person in record.people():
        if person.id in persons or (person.id in present and person.country in states):
            held = [office for office in person.offices if not office.former]
            if held:
                holders.append(_holder(person, held))
    return tuple(sorted(holders, key=lambda holder: (holder.country, holder.name)))


def _holder(person: Person, held: Sequence[Office]) -> Holder:
    last = max(held, key=lambda office: (office.last_seen or "", office.first_seen or "", office.title))
    title = f"{last.title}, {last.body}" if last.body else last.title
    return Holder(person.name, title, wording.country_name(person.country), wording.day(last.last_seen))


class _Gather:
    """Looks up what the lines of a brief need, each source and thread once."""

    def __init__(self, record: Record, meetings: dict[str, Meeting]) -> None:
        self._record = record
        self._meetings = meetings
        self._sources: dict[str, Source] = {}
        self._threads = {thread.id: thread for thread in record.threads()}

    def source(self, id_: str) -> Source:
        if id_ not in self._sources:
            self._sources[id_] = self._record.source(id_)
        return self._sources[id_]

    def sources_of(self, meetings: Sequence[Meeting]) -> tuple[Source, ...]:
        ids = {id_ for meeting in meetings for id_ in meeting.sources}
        return tuple(sorted(map(self.source, ids), key=lambda source: (source.path, source.id)))

    def promise(self, undertaking: Undertaking) -> Promise:
        thread = self._threads.get(undertaking.thread or "")
        done = undertaking.strength == events.DONE or (thread is not None and events.is_done(thread))
        return Promise(
            label=undertaking.label,
            by=self._by(undertaking),
            strength=undertaking.strength or undertaking.act,
            meeting=self._meeting(undertaking.meeting),
            deadline=undertaking.deadline,
            status=_status(thread),
            outstanding=undertaking.act == "undertaking" and not done,
            quotes=self._quotes(undertaking.evidence),
        )

    def outstanding(self, promises: Sequence[tuple[Undertaking, Promise]]) -> tuple[Promise, ...]:
        """What binds somebody and is not done, once for each thread as it was named last; what is overdue first."""
        open_ = [pair for pair in promises if pair[1].outstanding]
        last = {undertaking.thread or undertaking.id: at for at, (undertaking, _) in enumerate(open_)}
        kept = [open_[at] for at in sorted(last.values())]
        overdue = [self._overdue_since(undertaking) for undertaking, _ in kept]
        order = sorted(range(len(kept)), key=lambda at: (not overdue[at], overdue[at], at))
        return tuple(kept[at][1] for at in order)

    def _overdue_since(self, undertaking: Undertaking) -> str:
        """ISO date since when an undertaking is overdue; empty when it is not."""
        thread = self._threads.get(undertaking.thread or "")
        told = events.standing(thread) if thread else ()
        return next((event.date or "" for event in told if event.event == events.OVERDUE), "")

    def figure(self, target: Target) -> Figure:
        return Figure(
            target.indicator,
            wording.target_value(target),
            target.by,
            wording.target_status(target),
            self._meeting(target.meeting),
            self._quotes(target.evidence),
        )

    def histories(self, undertakings: Iterable[Undertaking]) -> tuple[History, ...]:
        """The threads of undertakings that have more than one event."""
        ids = dict.fromkeys(undertaking.thread for undertaking in undertakings if undertaking.thread)
        threads = [self._threads[id_] for id_ in ids if id_ in self._threads]
        return tuple(
            History(t.label, tuple(f"{wording.day(e.date)}: {events.event_words(e)}" for e in t.events))
            for t in threads
            if len(t.events) > 1
        )

    def _by(self, undertaking: Undertaking) -> str:
        names = []
        for one in undertaking.by:
            try:
                names.append(self._record.person(one).name)
            except ItemNotFoundError:
                names.append(wording.country_name(one))
        return " and ".join(names)

    def _meeting(self, id_: str | None) -> str:
        meeting = self._meetings.get(id_ or "")
        return wording.when(meeting) if meeting else wording.NO_DATE

    def _quotes(self, evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
        quotes = []
        for proof in evidence:
            source = self.source(proof.source)
            quotes.append(Quote(proof.quote, source.language, wording.outlet(source), source.published))
        return tuple(quotes)


def _status(thread: Thread | None) -> str:
    if thread is None or not thread.events:
        return ""
    told = events.standing(thread) or thread.events[-1:]
    return ", ".join(
        f"{event.event} {wording.day(event.date)}" if event.date else event.event for event in told
    )
