"""The encounters that one source tells of.

Segments whose act is `encounter` anchor them. What is said on the page belongs to the main one: the encounter that
stands at its head, or, where the page starts with what was said, the meeting that its speakers imply.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from verbale.records.reading import DateMention, PlaceMention
from verbale.records.vocabulary import ACTS
from verbale.stages.assemble.keep import folded, holds, within
from verbale.stages.assemble.types import Told, When
from verbale.stages.assemble.visits import hosts, visits
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from verbale.records.items import Person
    from verbale.records.vocabulary import Act, MeetingType
    from verbale.stages.assemble.page import PageView

ANCHOR_P = 0.5
"""An encounter is taken for one when that is likelier than all else."""

LEAD_P = 0.05
"""A lead that names people of two sides reports their meeting, though it may say in the same breath what it was for
(`spoke with … to congratulate`), unless that is this improbable."""

_ENCOUNTER = ACTS.index("encounter")

TYPE_P = 0.4
"""Below it the type of an encounter is not told from its words, and it is taken for talks, the commonest."""

_SPOKEN: frozenset[Act] = frozenset(
    {"undertaking", "proposal", "position", "objection", "assessment", "courtesy"}
)

_HEAD = 3
"""Segments that may stand before the report of the meeting: a headline, a dateline, a quote."""

_RECENT = timedelta(days=60)
"""An account is written within so many days of its meeting; older dates on the page are history."""

_WITHOUT_CHAIR: frozenset[MeetingType] = frozenset({"visit", "reception"})
"""Encounters over which nobody presides: what a visitor comes to preside over is another."""

_IMPLIED_ACTS = 3
"""Spoken acts that a page needs before a meeting that it does not report is taken to be there."""


def tell(page: PageView, people: Mapping[str, Person]) -> list[Told]:
    """What a source tells, in text order; an encounter without people or without two sides is left out."""
    runs = _runs(page)
    head = _head(page, runs)
    implied = head is None and _speaks(page)
    told = [_told(page, people, rows, main=rows is head) for rows in runs]
    kept = folded([t for t in told if holds(page, t)])
    if head is not None and not any(t.main for t in kept):
        implied = _speaks(page)
    if implied:
        main = _implied(page, people)
        if main is not None:
            kept = [t for t in kept if not within(t, main)]
            kept.insert(0, main)
    shared = (part for telling in _share(page, people, kept) for part in visits(page, telling))
    segments = page.reading.segments
    return [
        msgspec.structs.replace(part, segments=tuple(segments[row].id for row in part.account))
        for part in shared
    ]


def _is_anchor(page: PageView, row: int) -> bool:
    p = page.reading.classified[row].act_ps[_ENCOUNTER]
    likely = p >= ANCHOR_P or (p >= LEAD_P and _is_lead(page, row))
    return likely and not _announced(page, row) and not _is_history(page, row)


def _is_history(page: PageView, row: int) -> bool:
    """Whether a segment that does not open the page names times, and all are long past."""
    published = _published(page)
    times = [mention.last for mention in page.mentions(row, DateMention)]
    return row >= _HEAD and published is not None and bool(times) and published - max(times) > _RECENT


def _is_lead(page: PageView, row: int) -> bool:
    """Whether a segment stands at the head of its page and is the first there to name people of two sides."""
    return row < _HEAD and _two_sides(page, row) and not any(_two_sides(page, r) for r in range(row))


def _two_sides(page: PageView, row: int) -> bool:
    countries = [page.country(person) for person, _ in page.named(row)]
    return len(countries) > 1 and len(set(countries)) > 1


def _announced(page: PageView, row: int) -> bool:
    """Whether the only day named lies after the page was published."""
    published = _published(page)
    days = _days(page, [row])
    return published is not None and bool(days) and min(days) > published + timedelta(days=1)


def _runs(page: PageView) -> list[list[int]]:
    """Anchors that follow each other and do not tell of something else."""
    runs: list[list[int]] = []
    for row in range(len(page.reading.segments)):
        if not _is_anchor(page, row):
            continue
        if runs and _follows(page, runs[-1][-1], row) and not _parts(page, runs[-1], row):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _follows(page: PageView, last: int, row: int) -> bool:
    """Whether nothing stands between two segments but clauses that name nobody, such as the rest of a list."""
    between = range(last + 1, row)
    return all(page.reading.segments[r].lead and not page.named(r) for r in between)


def _parts(page: PageView, run: Sequence[int], row: int) -> bool:
    """Whether an anchor starts another encounter than the run before it.

    It does when it names another day; or other people, and is of another type or a paragraph with a day of its own. A
    sentence on several visits is complete in itself.
    """
    days, own_days = _days(page, run), _days(page, [row])
    if days and own_days and days.isdisjoint(own_days):
        return True
    last = run[-1]
    if page.named(row) and (hosts(page, last) or hosts(page, row)):
        return True
    before, here = page.reading.classified[last], page.reading.classified[row]
    unlike = before.meeting != here.meeting and min(before.meeting_p, here.meeting_p) >= TYPE_P
    people, own_people = set(page.people([last])), set(page.people([row]))
    others = not (own_people <= people or people <= own_people)
    segments = page.reading.segments
    fresh = segments[row].paragraph != segments[last].paragraph and bool(own_days)
    return others and (unlike or fresh)


def _days(page: PageView, rows: Sequence[int]) -> set[date]:
    return {m.first for row in rows for m in page.mentions(row, DateMention) if m.precision == "day"}


def _head(page: PageView, runs: Sequence[list[int]]) -> list[int] | None:
    """The run that the page is about: it stands before, or close to, the first thing said."""
    spoken = [row for row, act in enumerate(page.reading.classified) if act.act in _SPOKEN]
    first = spoken[0] if spoken else len(page.reading.segments)
    near = [run for run in runs if run[0] <= max(first, _HEAD)]
    with_people = [run for run in near if len(page.people(run)) > 1] or [r for r in near if page.people(r)]
    if not with_people:
        return None
    speakers = {s for row in spoken if (s := page.speaker(row)) is not None}
    return max(with_people, key=lambda run: (len(speakers & set(page.people(run))), -run[0]))


def _speaks(page: PageView) -> bool:
    spoken = [row for row, act in enumerate(page.reading.classified) if act.act in _SPOKEN]
    return len(spoken) >= _IMPLIED_ACTS and any(
        page.reading.speakers[row].performer == "both" for row in spoken
    )


def _published(page: PageView) -> date | None:
    published = page.source.published
    return date.fromisoformat(published) if published else None


def _when(page: PageView, rows: Sequence[int]) -> When | None:
    """The first recent day that some segments name, else the last one named before them, else the page's own."""
    published = _published(page)
    before = range(rows[0]) if rows else range(0)
    for candidates in (rows, list(reversed(before))):
        for row in candidates:
            for mention in page.mentions(row, DateMention):
                if mention.precision == "day" and _is_recent(mention.last, published):
                    return When(mention.first, mention.last, "day", "text")
    if published is not None:
        return When(published, published, "day", str(page.source.published_from))
    return None


def _is_recent(day: date, published: date | None) -> bool:
    return published is None or timedelta(days=-1) <= published - day <= _RECENT


def _place(page: PageView, rows: Sequence[int]) -> tuple[str | None, str | None]:
    """The first place named that is known, else the first whose state is; any other may be anything."""
    placed = [m for row in rows for m in page.mentions(row, PlaceMention) if m.country is not None]
    first = next((m for m in placed if m.name), placed[0] if placed else None)
    return (first.name or first.text, first.country) if first else (None, None)


def _only_place(page: PageView, sides: Sequence[str]) -> tuple[str | None, str | None]:
    """The place of one of the sides that the page names, when it names no other; else that of most of its encounters.

    Places are named for much that is said; those in reports of encounters tell where they were.
    """
    rows = range(len(page.reading.segments))
    named = [m for row in rows for m in page.mentions(row, PlaceMention) if m.country in sides]
    met = {row for row in rows if page.reading.classified[row].act == "encounter"}
    known = [m for row in sorted(met) for m in page.mentions(row, PlaceMention) if m in named and m.name]
    if len({fold(m.name or m.text) for m in named}) == 1:
        return named[0].name or named[0].text, named[0].country
    counts = Counter((m.name, m.country) for m in known)
    most = max(counts, key=lambda place: counts[place], default=(None, None))
    return most if counts[most] > len(known) / 2 else (None, None)


def _told(page: PageView, people: Mapping[str, Person], rows: Sequence[int], *, main: bool) -> Told:
    persons = page.takers(rows)
    countries = _countries(page, people, persons, rows)
    place, place_country = _place(page, rows)
    if main and place is None:
        place, place_country = _only_place(page, countries)
    kind, type_p = _type(page, rows)
    return Told(
        source=page.source.id,
        anchors=tuple(rows),
        account=tuple(rows),
        type=kind,
        type_p=type_p,
        people=tuple(persons),
        offices=tuple(page.offices(person, rows) for person in persons),
        countries=countries,
        when=_when(page, rows),
        place=place,
        place_country=place_country,
        evidence=page.evidence(rows),
        main=main,
    )


def _type(page: PageView, rows: Sequence[int]) -> tuple[MeetingType, float]:
    """The type with most probability over some anchors and how sure it is; talks when none is sure.

    Clauses split from a long sentence, such as lists of guests, tell it only where no sentence does.
    """
    total: dict[MeetingType, float] = defaultdict(float)
    whole = [row for row in rows if not page.reading.segments[row].lead]
    for row in whole or rows:
        act = page.reading.classified[row]
        p = act.act_ps[_ENCOUNTER]
        # A lead below ANCHOR_P is an encounter by its place.
        total[act.meeting] += act.meeting_p * (p if p >= ANCHOR_P else 1.0)
    best = max(total, key=lambda kind: (total[kind], kind), default=None)
    if best is None or total[best] < TYPE_P:
        return "talks", 0.0
    return best, min(total[best], 1.0)


def _countries(
    page: PageView, people: Mapping[str, Person], persons: Sequence[str], rows: Sequence[int]
) -> tuple[str, ...]:
    """The sides: the states of the people, and those that the words name where the people leave one side open."""
    sides = {c for person in persons if (c := people[person].country) is not None}
    if len(sides) < 2:
        others = [state for state in page.states(rows) if state not in sides]
        sides |= set(others[: 2 - len(sides)])
    return tuple(sorted(sides))


def _implied(page: PageView, people: Mapping[str, Person]) -> Told | None:
    """The meeting that a page speaks from without reporting it."""
    rows = [row for row, act in enumerate(page.reading.classified) if act.act in _SPOKEN]
    persons = _speakers(page, rows)
    first = rows[:_IMPLIED_ACTS]
    countries = _countries(page, people, persons, rows)
    place, place_country = _place(page, first)
    if place is None:
        place, place_country = _only_place(page, countries)
    return Told(
        source=page.source.id,
        anchors=tuple(first),
        account=tuple(rows),
        type="talks",
        type_p=0.0,
        people=tuple(persons),
        offices=tuple(page.offices(person, rows) for person in persons),
        countries=countries,
        when=_when(page, rows),
        place=place,
        place_country=place_country,
        evidence=page.evidence(first),
        implied=True,
        main=True,
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


def _share(page: PageView, people: Mapping[str, Person], told: list[Told]) -> list[Told]:
    """Give each spoken segment to an encounter: the one told in its paragraph, else the main one."""
    if not told:
        return []
    main = next((at for at, t in enumerate(told) if t.main), 0)
    accounts = [set(t.account) for t in told]
    anchored = {row: at for at, t in enumerate(told) for row in t.anchors if not t.implied}
    current: int | None = None
    for row, act in enumerate(page.reading.classified):
        if row in anchored:
            current = anchored[row]
        elif act.act in _SPOKEN:
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
    """Add those who speak at a meeting, when they belong to one of its sides."""
    speakers = _speakers(page, [row for row in told.account if row not in told.anchors])
    added = [
        person
        for person in speakers
        if person not in told.people and people[person].country in told.countries
    ]
    if not added:
        return told
    persons = [*told.people, *added]
    return msgspec.structs.replace(
        told,
        people=tuple(persons),
        offices=tuple(page.offices(person, told.account) for person in persons),
    )
