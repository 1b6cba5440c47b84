"""Which encounters of a source are kept, which are one told again, and which are parts of what the source is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verbale.records.reading import BodyMention, OfficeMention
from verbale.stages.assemble.runs import HEAD, TYPE_P, days, receives_another

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verbale.records.vocabulary import MeetingType
    from verbale.stages.assemble.page import PageView
    from verbale.stages.assemble.types import Told

_FRAMED: frozenset[MeetingType] = frozenset({"ceremony", "signing", "reception", "visit", "call", "session"})
"""Encounters that stay apart from the talks that the page is about, even with the same people."""

_PAIR = 2

_BODIES: frozenset[MeetingType] = frozenset({"session", "summit"})
"""Encounters of delegations: what ministers of both sides do there is part of it."""


def holds(page: PageView, told: Told) -> bool:
    """Whether enough is known of an encounter: people of two sides, or one person, a day and the other side.

    Whoever is of no known state, such as an official of an organisation, may be a side of his or her own. One that was
    not held, or is only remembered, is kept where two sides are named and, unless it is put off, the time.
    """
    states = {page.country(person) for person in told.people}
    if told.status != "held":
        timed = told.when is not None or told.status in ("postponed", "cancelled")
        return timed and len(told.people) > 1 and len(states - {None}) > 1
    if len(told.people) > 1:
        return len(told.sides) > 1 or None in states
    alone = len(told.people) == 1 and told.when is not None
    if alone and len(told.countries) > 1:
        return told.type in _FRAMED or _is_told_by_day(told) or _meets_office(page, told)
    return alone and None not in states and _meets_organisation(page, told)


def talked_of(page: PageView, told: Told, others: Iterable[Told]) -> bool:
    """Whether those who are named did not meet: both sides of the main encounter speak of them.

    `The leaders discussed their calls with A and B`: both perform, and A and B are of other sides.
    """
    main = next((t for t in others if t.main), None)
    if main is None or told.main or len(main.people) < _PAIR or len(main.sides) < _PAIR:
        return False
    together = all(page.reading.speakers[row].performer == "both" for row in told.anchors)
    return together and set(told.people).isdisjoint(main.people) and not told.sides <= main.sides


def _is_told_by_day(told: Told) -> bool:
    """Whether an encounter is what the page is about, and its words name the day."""
    return told.main and told.when is not None and told.when.origin == "text"


def _meets_office(page: PageView, told: Told) -> bool:
    """Whether the words name the holder of an office of another state, though not by name."""
    own = page.country(told.people[0])
    offices = [m for row in told.anchors for m in page.mentions(row, OfficeMention)]
    return own is not None and any(m.country not in (None, own) and not m.former for m in offices)


def _meets_organisation(page: PageView, told: Told) -> bool:
    """Whether the words name an organisation of several states."""
    return any(m.of_states for row in told.anchors for m in page.mentions(row, BodyMention))


def within(inner: Told, outer: Told) -> bool:
    """Whether an encounter is only another word for one that is told already."""
    return _same_day(inner, outer) and set(inner.people) <= set(outer.people) and inner.type not in _FRAMED


def with_parts(page: PageView, told: Sequence[Told]) -> list[Told]:
    """Give what is part of the main encounter to it, and a guest to whoever receives one who is not named.

    A signing by ministers of both sides, a list of those present and a session that goes on are parts of what a reader
    calls one meeting.
    """
    main = next((t for t in told if t.main), None)
    if main is None:
        return list(told)
    others: list[Told] = []
    for telling in told:
        if telling.main:
            continue
        if _is_part(page, telling, main):
            main = _with_part(page, main, telling)
        else:
            others.append(_with_guest(page, telling, main))
    return sorted([main, *others], key=lambda t: t.anchors[0])


def _is_part(page: PageView, told: Told, main: Told) -> bool:
    own = days(page, told.anchors)
    if not told.people or (own and main.when is not None and main.when.first not in own):
        return False
    if not {page.country(person) for person in told.people} <= {*main.countries, None}:
        return False
    new = set(told.people) - set(main.people)
    signs = told.type == "signing" and told.type_p >= TYPE_P
    if any(page.says(row, "attended") for row in told.anchors):
        return bool(new) or signs
    if not new:
        return signs and len(told.people) > 1
    sharing = len(new) < len(told.people)
    sides = len(told.countries) + (None in {page.country(person) for person in told.people})
    return not sharing and (signs or (main.type in _BODIES and sides > 1))


def _with_part(page: PageView, main: Told, part: Told) -> Told:
    people = [*main.people, *(person for person in part.people if person not in main.people)]
    rows = (*main.anchors, *part.anchors)
    return msgspec.structs.replace(
        main,
        people=tuple(people),
        offices=tuple(page.offices(person, rows) for person in people),
        anchors=rows,
        account=tuple(sorted({*main.account, *part.account})),
        evidence=main.evidence + part.evidence,
        bodies=tuple(sorted({*main.bodies, *part.bodies})),
    )


def _with_guest(page: PageView, told: Told, main: Told) -> Told:
    """Add the guest of the page to an encounter with somebody who receives a guest."""
    if len(told.people) != 1 or not receives_another(page, told.anchors[0], main.people):
        return told
    own = page.country(told.people[0])
    guest = next((person for person in main.people if page.country(person) not in (None, own)), None)
    if guest is None or own is None:
        return told
    return msgspec.structs.replace(
        told,
        people=(*told.people, guest),
        offices=(*told.offices, page.offices(guest, main.anchors)),
        countries=tuple(sorted({own, str(page.country(guest))})),
        type="reception",
    )


def with_places(page: PageView, told: Sequence[Told]) -> list[Told]:
    """Give the place of the main encounter to others of its day, with somebody who was there, of the same sides.

    Who was received by the president of a state between talks and a dinner there has not left it.
    """
    main = next((t for t in told if t.main), None)
    if main is None or main.place is None or main.type == "call":
        return list(told)
    return [
        msgspec.structs.replace(t, place=main.place, place_country=main.place_country)
        if t.place is None
        and t.type != "call"
        and t.sides <= main.sides
        and {p for p in t.people if p in main.people and page.country(p) != main.place_country}
        and t.when is not None
        and main.when is not None
        and t.when.first == main.when.first
        else t
        for t in told
    ]


def folded(told: Iterable[Told]) -> list[Told]:
    """Fold repeated tellings of one encounter into the first."""
    kept: list[Told] = []
    for telling in told:
        for at, earlier in enumerate(kept):
            same = telling.type == earlier.type and _repeats(telling, earlier)
            if telling.status == earlier.status and (within(telling, earlier) or same):
                kept[at] = _joined(earlier, telling)
                break
            if _heads(earlier, telling):
                kept[at] = _joined(telling, earlier)
                break
        else:
            kept.append(telling)
    return kept


def _heads(headline: Told, report: Told) -> bool:
    """Whether an encounter is a headline of one that the page reports: it names one of those who took part."""
    return (
        headline.type == report.type
        and headline.status == report.status
        and headline.anchors[-1] < HEAD
        and len(headline.people) == 1
        and set(headline.people) <= set(report.people)
        and len(report.people) > 1
        and _same_day(headline, report)
    )


def _same_day(a: Told, b: Told) -> bool:
    return a.when is None or b.when is None or a.when.first == b.when.first


def _repeats(later: Told, earlier: Told) -> bool:
    return _same_day(later, earlier) and set(later.people) == set(earlier.people)


def _joined(first: Told, second: Told) -> Told:
    return msgspec.structs.replace(
        first,
        anchors=first.anchors + second.anchors,
        account=tuple(sorted({*first.account, *second.account})),
        place=first.place or second.place,
        place_country=first.place_country if first.place else second.place_country,
        evidence=first.evidence + second.evidence,
        main=first.main or second.main,
    )
