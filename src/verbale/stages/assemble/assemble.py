"""From all readings to meetings, once each."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from verbale.records.ids import content_id
from verbale.records.items import Meeting, Participant
from verbale.records.judgements import NONE
from verbale.stages.assemble.match import clusters, components, edges
from verbale.stages.assemble.page import PageView
from verbale.stages.assemble.tell import tell
from verbale.stages.assemble.types import Assembly, Place, Told, Unsure, When

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from verbale.records.items import Person
    from verbale.records.judgements import Judgements, Span
    from verbale.records.reading import Reading, Vectors
    from verbale.records.vocabulary import MeetingStatus, MeetingType

STATUSES: tuple[MeetingStatus, ...] = ("held", "cancelled", "postponed", "announced", "recalled")
"""What becomes of a meeting, what counts most first."""

_SIDES = 2

_ORIGINS = ("text", "given", "page", "metadata", "url")
"""Where a meeting's date may come from, the most telling first."""


def assemble(
    readings: Iterable[Reading],
    people: Iterable[Person],
    person_of: Mapping[Place, str],
    vectors: Mapping[str, Vectors],
    judgements: Judgements = NONE,
) -> Assembly:
    """Make meetings of what all sources tell. Nothing depends on the order of the readings.

    The steps can be taken one by one: `tellings` of each source, `match.components` of those that may be of one
    encounter, `assemble_block` of each component.

    Args:
        person_of: id of the person by (source, start of the mention).
        vectors: by id of the source, unit rows in the order of its segments.
        judgements: those that hold; they say which meetings are one, and which are several.
    """
    known = {person.id: person for person in people}
    told = sorted(
        (telling for reading in readings for telling in tellings(reading, known, person_of)),
        key=lambda telling: telling.key,
    )
    blocks = linked(told, components(len(told), edges(told, vectors)), judgements)
    parts = [assemble_block([told[row] for row in rows], known, vectors, judgements) for rows in blocks]
    meetings = [meeting for part in parts for meeting in part.meetings]
    meetings.sort(key=lambda meeting: (meeting.date_start or "", meeting.id))
    meeting_of = {segment: meeting for part in parts for segment, meeting in part.meeting_of.items()}
    reviews = tuple(sorted(review for part in parts for review in part.reviews))
    return Assembly(meetings=tuple(meetings), meeting_of=meeting_of, reviews=reviews)


def tellings(reading: Reading, people: Mapping[str, Person], person_of: Mapping[Place, str]) -> list[Told]:
    """What one source tells: it depends on its reading and the people named in it.

    Args:
        people: by id; at least those named in the reading.
        person_of: id of the person by (source, start of the mention).
    """
    return tell(PageView(reading, person_of, people), people)


def assemble_block(
    told: Sequence[Told],
    people: Mapping[str, Person],
    vectors: Mapping[str, Vectors],
    judgements: Judgements = NONE,
) -> Assembly:
    """Make meetings of the tellings of one component (`match.components`), whatever else is in the record.

    Args:
        people: by id; at least those who take part in the tellings.
        vectors: by id of the source, unit rows in the order of its segments.
        judgements: those that hold for meetings of these tellings.
    """
    ordered = sorted(told, key=lambda telling: telling.key)
    meetings: list[Meeting] = []
    meeting_of: dict[str, str] = {}
    found = clusters(ordered, vectors)
    for rows in judgements.regroup("meeting", found.groups, lambda row: _spans(ordered[row])):
        tellings = [ordered[row] for row in rows]
        meeting = _meeting(tellings, people)
        meetings.append(meeting)
        accounts = [telling for telling in tellings if telling.status != "recalled"]
        meeting_of.update((segment, meeting.id) for telling in accounts for segment in telling.segments)
    meetings = with_visits(meetings)
    by_evidence = {proof: meeting.id for meeting in meetings for proof in meeting.evidence}
    ids = [by_evidence[ordered[rows[0]].evidence[0]] for rows in found.groups]
    reviews = {
        (min(ids[a], ids[b]), max(ids[a], ids[b])): match for a, b, match in found.unsure if ids[a] != ids[b]
    }
    return Assembly(
        meetings=tuple(meetings),
        meeting_of=meeting_of,
        reviews=tuple(
            Unsure(*pair, round(match.p, 6), match.features) for pair, match in sorted(reviews.items())
        ),
    )


def with_visits(meetings: Sequence[Meeting]) -> list[Meeting]:
    """Make what was held during a visit part of it; the visit lasts at least until the last of its parts.

    A visit is told of by its visitors alone; what is part of it shares one of them and was held in its days, or on the
    day after it began.
    """
    journeys = [m for m in meetings if m.type == "visit" and len({p.country for p in m.participants}) == 1]
    part_of: dict[str, str] = {}
    last: dict[str, str] = {}
    for meeting in meetings:
        fits = [visit for visit in journeys if meeting not in journeys and _during(meeting, visit)]
        if fits:
            visit = max(fits, key=lambda v: (len(_people(v) & _people(meeting)), v.date_start or "", v.id))
            part_of[meeting.id] = visit.id
            last[visit.id] = max(last.get(visit.id, ""), meeting.date_end or "", visit.date_end or "")
    return [
        msgspec.structs.replace(m, part_of=part_of.get(m.id), date_end=last.get(m.id, m.date_end))
        for m in meetings
    ]


def _people(meeting: Meeting) -> set[str]:
    return {participant.person for participant in meeting.participants}


def _during(meeting: Meeting, visit: Meeting) -> bool:
    if meeting.status != "held" or visit.status != "held" or meeting.date_precision != "day":
        return False
    if visit.date_start is None or visit.date_end is None or meeting.date_start is None:
        return False
    until = (date.fromisoformat(visit.date_end) + timedelta(days=1)).isoformat()
    return (
        visit.date_start <= meeting.date_start <= until
        and bool(_people(visit) & _people(meeting))
        and set(visit.countries) <= set(meeting.countries)
    )


def linked(
    told: Sequence[Told], components: Sequence[list[int]], judgements: Judgements
) -> Sequence[list[int]]:
    """Put components (tellings by index) together in which people judged that meetings are one."""
    return judgements.only("merge").regroup("meeting", components, lambda row: _spans(told[row]))


def _spans(telling: Told) -> list[Span]:
    return [(proof.source, proof.start, proof.end) for proof in telling.evidence]


def _meeting(tellings: Sequence[Told], people: Mapping[str, Person]) -> Meeting:
    accounts = [t for t in tellings if t.status == "held"] or list(tellings)
    kind = _type(accounts)
    when = _when(accounts)
    place, place_country = _place(accounts)
    participants = _participants(accounts, people)
    countries = {p.country for p in participants if p.country is not None}
    bodies = {p.body for p in participants if p.body is not None}
    if len(countries) + len(bodies) < _SIDES:
        countries |= {c for t in accounts for c in t.countries}
        bodies |= {body for t in accounts for body in t.bodies}
    evidence = tuple(sorted({e for t in tellings for e in t.evidence}))
    margins = Counter(t.margins_of for t in accounts if t.margins_of)
    numbers = Counter(t.session for t in accounts if t.session is not None)
    return Meeting(
        id=content_id("meeting", *((e.source, e.start, e.end) for e in evidence)),
        type=kind,
        date_start=when.first.isoformat() if when else None,
        date_end=when.last.isoformat() if when else None,
        date_precision=when.precision if when else None,
        date_from=when.origin if when else None,
        place=place,
        place_country=place_country,
        countries=tuple(sorted(countries)),
        participants=participants,
        sources=tuple(
            sorted({t.source for t in tellings if t.status != "recalled"} or {t.source for t in tellings})
        ),
        evidence=evidence,
        status=_status(tellings),
        margins_of=min(margins, key=lambda name: (-margins[name], -len(name), name), default=None),
        host=_host(accounts, place_country, countries) if kind != "call" else None,
        session=min(numbers, key=lambda number: (-numbers[number], number), default=None),
        bodies=tuple(sorted(bodies)),
    )


def _status(tellings: Sequence[Told]) -> MeetingStatus:
    """What became of a meeting: held where any account says so, else the last that became of it."""
    return min((t.status for t in tellings), key=STATUSES.index)


def _host(tellings: Sequence[Told], place_country: str | None, countries: Collection[str]) -> str | None:
    """Who received: the person whom most accounts say, else the side in whose state they met."""
    named = Counter(t.host for t in tellings if t.host is not None)
    if named:
        return min(named, key=lambda host: (-named[host], host))
    return place_country if place_country in countries and len(countries) > 1 else None


def _when(tellings: Sequence[Told]) -> When | None:
    """The day that most tellings give, one in words before one of a page."""
    known = [t.when for t in tellings if t.when is not None]
    if not known:
        return None
    counts = Counter((w.first, w.last) for w in known)
    return min(known, key=lambda w: (_ORIGINS.index(w.origin), -counts[w.first, w.last], w.first))


def _place(tellings: Sequence[Told]) -> tuple[str | None, str | None]:
    named = [(t.place, t.place_country) for t in tellings if t.place is not None]
    if not named:
        return None, None
    counts = Counter(named)
    return min(named, key=lambda pair: (pair[1] is None, -counts[pair], pair[0] or ""))


def _type(tellings: Sequence[Told]) -> MeetingType:
    """The type that tellings are surest of; a meeting that is only implied gives way to one that is reported."""
    reported = [t for t in tellings if not t.implied] or list(tellings)
    sure: dict[MeetingType, float] = defaultdict(float)
    for telling in reported:
        sure[telling.type] += telling.type_p
    return min(sure, key=lambda kind: (-round(sure[kind], 6), kind))


def _participants(tellings: Sequence[Told], people: Mapping[str, Person]) -> tuple[Participant, ...]:
    seen: Counter[str] = Counter(person for t in tellings for person in t.people)
    chairs = {person for t in tellings for person in t.chairs}
    first = {person: at for t in reversed(tellings) for at, person in reversed(list(enumerate(t.people)))}
    return tuple(
        Participant(
            person=person,
            name=people[person].name,
            country=people[person].country,
            office=_office(tellings, person),
            role="chair" if person in chairs else "participant",
            body=_body(tellings, person) if people[person].country is None else None,
        )
        for person in sorted(seen, key=lambda person: (-seen[person], first[person], person))
    )


def _body(tellings: Sequence[Told], person: str) -> str | None:
    """The organisation of several states for which most accounts have a person speak."""
    named = Counter(
        body
        for t in tellings
        for who, body in zip(t.people, t.bodies_of, strict=False)
        if who == person and body is not None
    )
    return min(named, key=lambda body: (-named[body], body), default=None)


def _office(tellings: Sequence[Told], person: str) -> str | None:
    titles = Counter(
        office
        for t in tellings
        for who, office in zip(t.people, t.offices, strict=True)
        if who == person and office is not None
    )
    return min(titles, key=lambda title: (-titles[title], title)) if titles else None
