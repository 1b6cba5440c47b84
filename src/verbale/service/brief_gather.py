"""Gathers what a brief tells, each source and thread looked up once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from verbale.errors import ItemNotFoundError
from verbale.records.items import Instrument, Mechanism
from verbale.records.vocabulary import PILLARS
from verbale.service import brief_parts as form
from verbale.service import events, wording
from verbale.service.compare import compare_accounts
from verbale.service.offices import office_words, participant_words
from verbale.service.sides import side_of
from verbale.store.filters import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from verbale.records.items import Evidence, Meeting, Office, Person, Target, Thread, Undertaking
    from verbale.records.reading import Source
    from verbale.service.compare import Comparison
    from verbale.service.record import Record

NamedT = TypeVar("NamedT", Instrument, Mechanism)

NO_PILLAR = "without a pillar"
COMPARED = 20
"""Meetings told by several accounts of which what differs is told: the latest ones."""
YEAR = 366
"""Days after which somebody who is seen in another office is not taken to hold the one of before."""
NOT_YET = ("announced", "postponed")
"""Status of meetings that are to come, as far as was read."""


def gather(record: Record, sides: tuple[form.Side, form.Side], meetings: Sequence[Meeting]) -> form.Brief:
    """Gather what is told of the meetings of two sides."""
    gatherer = _Gather(record, {meeting.id: meeting for meeting in meetings})
    promises = [(u, gatherer.promise(u)) for m in meetings for u in record.undertakings(meeting=m.id)]
    dates = [m.date_start for m in meetings if m.date_start and m.status not in NOT_YET]
    compared = [
        (meeting, compare_accounts(record, meeting.id))
        for meeting in [meeting for meeting in meetings if len(meeting.sources) > 1][-COMPARED:]
    ]
    encounters = [(meeting, gatherer.encounter(meeting)) for meeting in meetings]
    return form.Brief(
        title=f"{sides[0].name} and {sides[1].name}",
        first=min(dates, default=None),
        last=max(dates, default=None),
        meetings=tuple(encounter for _, encounter in encounters),
        undertakings=_by_pillar(promises),
        outstanding=gatherer.outstanding(promises),
        done=gatherer.done(promises),
        targets=tuple(gatherer.figure(t) for m in meetings for t in record.targets(meeting=m.id)),
        threads=gatherer.histories(undertaking for undertaking, _ in promises),
        holders=_holders(record, sides, meetings),
        formats=tuple(_format(item) for item in _of_both(record, Mechanism, sides)),
        announced=tuple(e for m, e in encounters if m.status in NOT_YET and _is_next(m, dates)),
        agreements=tuple(_agreements(record, sides)),
        differing=tuple(d for meeting, found in compared for d in gatherer.differing(meeting, found)),
        unread=tuple(gatherer.unread(sides, meetings)),
        sources=gatherer.sources_of(meetings),
    )


def _is_next(meeting: Meeting, held: Sequence[str]) -> bool:
    return meeting.date_start is None or meeting.date_start > max(held, default="")


def _by_pillar(
    promises: Sequence[tuple[Undertaking, form.Promise]],
) -> tuple[tuple[str, tuple[form.Promise, ...]], ...]:
    """Each undertaking once, under its first pillar; pillars in the order of the vocabulary."""
    groups: dict[str, list[form.Promise]] = {}
    for undertaking, promise in promises:
        pillar = undertaking.pillars[0] if undertaking.pillars else NO_PILLAR
        groups.setdefault(PILLARS.get(pillar, pillar), []).append(promise)
    order = list(PILLARS.values())
    names = sorted(groups, key=lambda name: (order.index(name) if name in order else len(order), name))
    return tuple((name, tuple(groups[name])) for name in names)


def _holders(
    record: Record, sides: Sequence[form.Side], meetings: Sequence[Meeting]
) -> tuple[form.Holder, ...]:
    """Offices of people of both sides who took part: who was seen in each last, and who before."""
    states = {side.id for side in sides if side.kind == "state"}
    persons = {side.id for side in sides if side.kind == "person"}
    present = {p.person for m in meetings for p in m.participants if p.role != "mentioned"}
    held: dict[tuple[str, str], list[tuple[Office, Person]]] = defaultdict(list)
    for id_ in sorted(present | persons):
        person = record.person(id_)
        if person.id in persons or person.country in states or not person.country:
            for office in _current(person.offices):
                if not office.former:
                    key = (
                        office.country or person.country or "",
                        office.code or f"{person.id} {office.title}",
                    )
                    held[key].append((office, person))
    rows = [_holder(country, seen) for (country, _), seen in held.items()]
    return tuple(sorted(rows, key=lambda holder: (holder.country, holder.office, holder.name)))


def _current(offices: Sequence[Office]) -> list[Office]:
    """Offices that are held as far as was read: none in which the holder was last seen a year before another."""
    kept = [office for office in offices if not office.former]
    last = max((office.last_seen or "" for office in kept), default="")
    return [office for office in kept if _days(office.last_seen, last) < YEAR]


def _days(first: str | None, last: str | None) -> int:
    """Days between two ISO dates; none where one of them is not known to the day."""
    try:
        return (date.fromisoformat(last or "") - date.fromisoformat(first or "")).days
    except ValueError:
        return 0


def _holder(country: str, held: Sequence[tuple[Office, Person]]) -> form.Holder:
    ordered = sorted(held, key=lambda pair: (pair[0].last_seen or "", pair[0].first_seen or "", pair[1].id))
    office, person = ordered[-1]
    before = [
        f"{p.name} ({wording.day(o.last_seen)})" for o, p in reversed(ordered[:-1]) if p.id != person.id
    ]
    title = office_words(office.title, code=office.code)
    return form.Holder(
        name=person.name,
        office=f"{title}, {office.body}" if office.body else title,
        country=wording.country_name(country) or "state not said",
        seen=wording.day(office.last_seen),
        earlier=", ".join(dict.fromkeys(before)),
    )


def _format(item: Mechanism) -> form.Format:
    last = item.sessions[-1] if item.sessions else None
    told = [f"session {last.number}", wording.day(last.date), last.place or ""] if last else []
    return form.Format(
        name=item.name,
        last=", ".join(filter(None, told)),
        missing=", ".join(map(str, item.missing)),
        next_due=item.next_due,
    )


def _of_both(record: Record, kind: type[NamedT], sides: Sequence[form.Side]) -> list[NamedT]:
    """Named things of two sides; none where one of them is a person."""
    if any(side.kind == "person" for side in sides):
        return []
    marks = tuple(("state", side.id) for side in sides if side.kind == "state")
    bodies = {side.id for side in sides if side.kind == "body"}
    return [item for item in record.some(kind, Filter(marks=marks)) if bodies <= set(item.bodies)]


def _agreements(record: Record, sides: Sequence[form.Side]) -> Iterator[tuple[str, str]]:
    """Yield named agreements of both sides of which words say that they were signed, with the day and the place."""
    for item in _of_both(record, Instrument, sides):
        if item.signed:
            yield item.name, ", ".join(filter(None, [wording.day(item.signed), item.signed_at]))


class _Gather:
    """Looks up what the lines of a brief need."""

    def __init__(self, record: Record, meetings: dict[str, Meeting]) -> None:
        self._record = record
        self._meetings = meetings
        self._sources: dict[str, Source] = {}
        self._threads: dict[str, Thread | None] = {}

    def source(self, id_: str) -> Source:
        if id_ not in self._sources:
            self._sources[id_] = self._record.source(id_)
        return self._sources[id_]

    def thread(self, id_: str | None) -> Thread | None:
        if id_ is None:
            return None
        if id_ not in self._threads:
            try:
                self._threads[id_] = self._record.thread(id_)
            except ItemNotFoundError:
                self._threads[id_] = None
        return self._threads[id_]

    def sources_of(self, meetings: Sequence[Meeting]) -> tuple[Source, ...]:
        ids = {id_ for meeting in meetings for id_ in meeting.sources}
        return tuple(sorted(map(self.source, ids), key=lambda source: (source.published or "", source.path)))

    def encounter(self, meeting: Meeting) -> form.Encounter:
        languages = [self.source(id_).language for id_ in meeting.sources]
        groups: dict[str, list[str]] = {}
        for participant in meeting.participants:
            if participant.role != "mentioned":
                side = participant.country or participant.body or ""
                groups.setdefault(side, []).append(participant_words(participant, languages))
        order = [*meeting.countries, *meeting.bodies]
        by_side = sorted(
            groups.items(), key=lambda p: (order.index(p[0]) if p[0] in order else len(order), p[0])
        )
        return form.Encounter(
            meeting.id,
            wording.title(meeting),
            tuple((wording.country_name(side) or "others", tuple(names)) for side, names in by_side),
            len(meeting.sources),
            meeting.status,
        )

    def promise(self, undertaking: Undertaking) -> form.Promise:
        thread = self.thread(undertaking.thread)
        made = self._meeting(undertaking.meeting)
        return form.Promise(
            label=undertaking.label,
            by=self._by(undertaking),
            strength=undertaking.strength or undertaking.act,
            meeting=made,
            named=self._last_named(thread) or made,
            deadline=undertaking.deadline,
            status=_status(thread),
            standing=_standing(undertaking, thread),
            quotes=self._quotes(undertaking.evidence),
        )

    def outstanding(self, promises: Sequence[tuple[Undertaking, form.Promise]]) -> tuple[form.Promise, ...]:
        """What binds somebody and is not done, once for each thread as it was named last; what is overdue first."""
        kept = _once([pair for pair in promises if pair[1].standing in ("overdue", "silent", "open")])
        since = [self._overdue_since(undertaking) for undertaking, _ in kept]
        order = sorted(range(len(kept)), key=lambda at: (not since[at], since[at], at))
        return tuple(kept[at][1] for at in order)

    def done(self, promises: Sequence[tuple[Undertaking, form.Promise]]) -> tuple[form.Promise, ...]:
        """What is reported done, once for each thread."""
        return tuple(
            promise for _, promise in _once([pair for pair in promises if pair[1].standing == "done"])
        )

    def _overdue_since(self, undertaking: Undertaking) -> str:
        """ISO date since when an undertaking is overdue; empty when it is not."""
        thread = self.thread(undertaking.thread)
        told = events.standing(thread) if thread else ()
        return next((event.date or "" for event in told if event.event == events.OVERDUE), "")

    def _last_named(self, thread: Thread | None) -> str:
        """The day of the last event that somebody's words made."""
        dated = (
            [e.date for e in thread.events if e.event not in (events.OVERDUE, events.SILENT)]
            if thread
            else []
        )
        return next((wording.day(date) for date in reversed(dated) if date), "")

    def figure(self, target: Target) -> form.Figure:
        return form.Figure(
            target.indicator,
            wording.target_value(target),
            target.by,
            wording.target_status(target),
            self._meeting(target.meeting),
            self._quotes(target.evidence),
        )

    def histories(self, undertakings: Iterable[Undertaking]) -> tuple[form.History, ...]:
        """The threads of undertakings that have more than one event."""
        ids = dict.fromkeys(undertaking.thread for undertaking in undertakings if undertaking.thread)
        threads = [thread for id_ in ids if (thread := self.thread(id_)) is not None]
        return tuple(
            form.History(t.label, tuple(f"{wording.day(e.date)}: {events.event_words(e)}" for e in t.events))
            for t in threads
            if len(t.events) > 1
        )

    def differing(self, meeting: Meeting, found: Comparison) -> Iterator[form.Differing]:
        """Yield where the accounts of a meeting differ, and what those of one side alone undertake."""
        when = wording.title(meeting)
        for row in found.rows:
            for one in row.differing:
                quotes = [self._quote(s.source, s.text) for s in row.segments]
                yield form.Differing(when, one.words, "", tuple(quotes))
        side = {column.source.id: column.side for column in found.columns}
        read = {country for country in side.values() if country is not None}
        for item in self._record.undertakings(meeting=meeting.id):
            told = {side.get(proof.source) for proof in item.evidence}
            if len(read) > 1 and len(told) == 1 and item.act == "undertaking":
                (country,) = told
                if country is not None:
                    what = f"found only in accounts of {wording.country_name(country)}"
                    yield form.Differing(when, what, item.label, self._quotes(item.evidence))

    def unread(self, sides: Sequence[form.Side], meetings: Sequence[Meeting]) -> Iterator[str]:
        """Yield the states of which no account was read, where all accounts tell whose they are."""
        read = {side_of(self.source(id_), m.countries)[0] for m in meetings for id_ in m.sources}
        if read and None not in read:
            yield from (side.name for side in sides if side.kind == "state" and side.id not in read)

    def _by(self, undertaking: Undertaking) -> str:
        names = []
        for one in undertaking.by:
            try:
                names.append(self._record.person(one).name)
            except ItemNotFoundError:
                names.append(wording.country_name(one))
        return " and ".join([*names, *undertaking.bodies])

    def _meeting(self, id_: str | None) -> str:
        meeting = self._meetings.get(id_ or "")
        return wording.when(meeting) if meeting else wording.NO_DATE

    def _quotes(self, evidence: Iterable[Evidence]) -> tuple[form.Quote, ...]:
        return tuple(self._quote(proof.source, proof.quote) for proof in evidence)

    def _quote(self, source_id: str, text: str) -> form.Quote:
        source = self.source(source_id)
        return form.Quote(text, source.language, wording.outlet(source), source.published)


def _once(pairs: Sequence[tuple[Undertaking, form.Promise]]) -> list[tuple[Undertaking, form.Promise]]:
    """Each thread once, as it was named last."""
    last = {undertaking.thread or undertaking.id: at for at, (undertaking, _) in enumerate(pairs)}
    return [pairs[at] for at in sorted(last.values())]


def _standing(undertaking: Undertaking, thread: Thread | None) -> form.Standing:
    if undertaking.strength == events.DONE or (thread is not None and events.is_done(thread)):
        return "done"
    if undertaking.act != "undertaking":
        return "none"
    told = [event.event for event in events.standing(thread)] if thread else []
    return "overdue" if events.OVERDUE in told else "silent" if events.SILENT in told else "open"


def _status(thread: Thread | None) -> str:
    if thread is None or not thread.events:
        return ""
    told = events.standing(thread) or thread.events[-1:]
    return ", ".join(
        f"{event.event} {wording.day(event.date)}" if event.date else event.event for event in told
    )
