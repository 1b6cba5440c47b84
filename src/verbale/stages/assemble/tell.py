"""The encounters that one source tells of.

Segments whose act is `encounter` anchor them. What is said on the page belongs to the main one: the encounter that
stands at its head, or, where the page starts with what was said, the meeting that its speakers imply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verbale.records.reading import PersonMention
from verbale.stages.assemble import frame
from verbale.stages.assemble.keep import folded, holds, talked_of, with_parts, with_places, within
from verbale.stages.assemble.runs import HEAD, SPOKEN, head, runs
from verbale.stages.assemble.types import Told
from verbale.stages.assemble.visits import visits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from verbale.records.items import Person
    from verbale.records.vocabulary import MeetingStatus, MeetingType
    from verbale.stages.assemble.page import PageView

_WITHOUT_CHAIR: frozenset[MeetingType] = frozenset({"visit", "reception"})
"""Encounters over which nobody presides: what a visitor comes to preside over is another."""

JOURNEY_P = 0.6
"""How sure a visit must be for the place where it is told of to be that of the other side."""

CALL_P = 0.6
"""How sure a call must be for the places that are named to be spoken of."""

_SIDES = 2

_IMPLIED_ACTS = 3
"""Spoken acts that a page needs before a meeting that it does not report is taken to be there."""

_LOOSE: frozenset[MeetingType] = frozenset({"visit", "reception", "other"})
"""Types that a page gives to the talks that it is about when it leads with the visit."""


def tell(page: PageView, people: Mapping[str, Person]) -> list[Told]:
    """What a source tells, in text order; an encounter without people or without two sides is left out."""
    found = runs(page)
    held = [run.rows for run in found if run.status == "held"]
    first = head(page, held)
    told = [_told(page, people, run.rows, status=run.status, main=run.rows is first) for run in found]
    others = folded(t for t in told if t.status != "held" and holds(page, t))
    held_here = [t for t in told if t.status == "held"]
    kept = with_parts(page, [t for t in held_here if not talked_of(page, t, held_here)])
    kept = folded(t for t in kept if holds(page, t))
    if not any(t.main for t in kept) and not _leads(others) and _speaks(page):
        main = _implied(page, people)
        kept = [main, *(t for t in kept if not within(t, main))]
    placed = with_places(page, kept)
    shared = [part for telling in _share(page, people, placed, others) for part in visits(page, telling)]
    return [_finished(page, telling) for telling in (*shared, *others)]


def _leads(told: Iterable[Told]) -> bool:
    """Whether a page is about something that is to come or was put off."""
    return any(t.status != "recalled" and t.anchors[0] < HEAD for t in told)


def _finished(page: PageView, told: Told) -> Told:
    """A telling with what is read of it once its people and its account are settled."""
    number, kind = told.session, told.type
    if number is None and told.main:
        # The headline has the number more often than the report.
        number = frame.session(
            page, [row for row in range(min(HEAD, told.anchors[0])) if not page.named(row)]
        )
        if number is not None and (kind == "session" or told.chairs):
            kind = "session"
    if kind in _LOOSE and told.main and _speaks(page) and len(told.people) > 1:
        kind = "talks"
    is_session = kind == "session"
    segments = page.reading.segments
    return msgspec.structs.replace(
        told,
        type=kind,
        session=number if is_session else None,
        margins_of=None if is_session else frame.margins(page, told.anchors),
        host=frame.host(page, told.anchors, told.people),
        states=tuple(page.country(person) for person in told.people),
        bodies_of=_bodies_of(page, told),
        kinds=tuple(_office_kind(page, person) for person in told.people),
        figures=frame.figures(page, told.account),
        segments=tuple(segments[row].id for row in told.account),
        language=page.source.language,
        outlet=page.source.outlet,
    )


def _bodies_of(page: PageView, told: Told) -> tuple[str | None, ...]:
    """The organisation of each person; whoever alone is of no state is of the only one that the words name."""
    found = [page.body(person) for person in told.people]
    stateless = [at for at, person in enumerate(told.people) if page.country(person) is None]
    if len(stateless) == 1 and len(told.bodies) == 1 and len(told.people) > 1:
        found[stateless[0]] = told.bodies[0]
    return tuple(found)


def _office_kind(page: PageView, person: str) -> str | None:
    """The code of the first office beside a person's name that is known."""
    for row in range(len(page.reading.segments)):
        for found, mention in page.named(row):
            if found == person and isinstance(mention, PersonMention):
                kinds = [office.kind for office in mention.offices if office.kind and not office.former]
                if kinds:
                    return kinds[0]
    return None


def _speaks(page: PageView) -> bool:
    spoken = [row for row, act in enumerate(page.reading.classified) if act.act in SPOKEN]
    return len(spoken) >= _IMPLIED_ACTS and any(
        page.reading.speakers[row].performer == "both" for row in spoken
    )


def _told(
    page: PageView, people: Mapping[str, Person], rows: Sequence[int], *, status: MeetingStatus, main: bool
) -> Told:
    persons = page.takers(rows)
    bodies = _bodies(page, persons)
    countries = _countries(page, people, persons, rows)
    around = frame.scene(page, rows)
    kind, type_p = frame.kind(page, around)
    calls = kind == "call" and type_p >= CALL_P
    place, place_country = (frame.calls_from if calls else frame.place)(page, around)
    if main and place is None and not calls:
        place, place_country = frame.only_place(page, countries)
    arrives = main and kind == "visit" and type_p >= JOURNEY_P
    if arrives and len(countries) == 1 and place_country not in (None, *countries):
        countries = tuple(sorted((*countries, str(place_country))))
    if len(countries) + len(bodies) < _SIDES and kind != "visit":
        bodies = tuple(page.organisations(rows)[:1])
    number = frame.session(page, around)
    if number is not None and kind not in _WITHOUT_CHAIR and page.chairs(rows):
        kind = "session"
    return Told(
        source=page.source.id,
        anchors=tuple(rows),
        account=tuple(rows),
        type=kind,
        type_p=type_p,
        people=tuple(persons),
        offices=tuple(page.offices(person, rows) for person in persons),
        countries=countries,
        when=frame.when(page, around, status),
        place=place,
        place_country=place_country,
        evidence=page.evidence(rows),
        main=main,
        status=status,
        session=number if kind == "session" else None,
        bodies=bodies,
    )


def _bodies(page: PageView, persons: Iterable[str]) -> tuple[str, ...]:
    """The organisations of several states for which people of no state speak."""
    return tuple(sorted({body for person in persons if (body := page.body(person)) is not None}))


def _countries(
    page: PageView, people: Mapping[str, Person], persons: Sequence[str], rows: Sequence[int]
) -> tuple[str, ...]:
    """The sides: the states of the people, and those that the words name where the people leave one side open."""
    sides = {c for person in persons if (c := people[person].country) is not None}
    missing = _SIDES - len(sides) - len(_bodies(page, persons))
    if missing > 0:
        others = [state for state in page.states(rows) if state not in sides]
        sides |= set(others[:missing])
    return tuple(sorted(sides))


def _implied(page: PageView, people: Mapping[str, Person]) -> Told:
    """The meeting that a page speaks from without reporting it."""
    rows = [row for row, act in enumerate(page.reading.classified) if act.act in SPOKEN]
    persons = _speakers(page, rows)
    first = rows[:_IMPLIED_ACTS]
    countries = _countries(page, people, persons, rows)
    place, place_country = frame.place(page, first)
    if place is None:
        place, place_country = frame.only_place(page, countries)
    return Told(
        source=page.source.id,
        anchors=tuple(first),
        account=tuple(rows),
        type="talks",
        type_p=0.0,
        people=tuple(persons),
        offices=tuple(page.offices(person, rows) for person in persons),
        countries=countries,
        when=frame.when(page, rows),
        place=place,
        place_country=place_country,
        evidence=page.evidence(first),
        implied=True,
        main=True,
        bodies=_bodies(page, persons),
    )


def _speakers(page: PageView, rows: Sequence[int]) -> list[str]:
    """People who speak alone, or whose names open what both sides say."""
    found: dict[str, None] = {}
    for row in rows:
        if (speaker := page.speaker(row)) is not None:
            found[speaker] = None
        if page.reading.speakers[row].performer == "both":
            named = page.named(row)
            if len(named) > 1:
                found.update(dict.fromkeys(person for person, _ in named[:2]))
    return list(found)


def _share(
    page: PageView, people: Mapping[str, Person], told: list[Told], others: Iterable[Told]
) -> list[Told]:
    """Give each spoken segment to an encounter: the one told in its paragraph, else the main one."""
    if not told:
        return []
    main = next((at for at, t in enumerate(told) if t.main), 0)
    accounts = [set(t.account) for t in told]
    anchored = {row: at for at, t in enumerate(told) for row in t.anchors if not t.implied}
    taken = {row for telling in others for row in telling.anchors}
    current: int | None = None
    for row, act in enumerate(page.reading.classified):
        if row in taken:
            continue
        if row in anchored:
            current = anchored[row]
        elif act.act in SPOKEN:
            accounts[_owner(page, told, row, current, main)].add(row)
    shared = []
    for at, telling in enumerate(told):
        account = sorted(accounts[at] - {r for r, owner in anchored.items() if owner != at})
        telling = msgspec.structs.replace(
            telling,
            account=tuple(account),
            chairs=() if telling.type in _WITHOUT_CHAIR else tuple(page.chairs(account)),
        )
        shared.append(_with_speakers(page, people, telling))
    return shared


def _owner(page: PageView, told: Sequence[Told], row: int, current: int | None, main: int) -> int:
    if current is None or current == main:
        return main
    last = told[current].anchors[-1]
    segments = page.reading.segments
    if segments[row].paragraph == segments[last].paragraph and row > last:
        return current
    speaker = page.speaker(row)
    if speaker is not None and speaker in told[current].people and speaker not in told[main].people:
        return current
    return main


def _with_speakers(page: PageView, people: Mapping[str, Person], told: Told) -> Told:
    """Add those who speak at a meeting, when they belong to one of its sides.

    Where both sides are named already, further ones of one side alone may only have told reporters of it.
    """
    speakers = _speakers(page, [row for row in told.account if row not in told.anchors])
    added = [
        person
        for person in speakers
        if person not in told.people
        and {people[person].country, page.body(person)} & {*told.countries, *told.bodies}
    ]
    named, new = (
        {people[person].country or page.body(person) for person in some} - {None}
        for some in (told.people, added)
    )
    if not added or (len(named) >= _SIDES > len(new) and not told.implied):
        return told
    persons = [*told.people, *added]
    return msgspec.structs.replace(
        told,
        people=tuple(persons),
        offices=tuple(page.offices(person, told.account) for person in persons),
    )
