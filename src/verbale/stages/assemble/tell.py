"""The encounters that one source tells of.

Segments whose act is `encounter` anchor them. What is said on the page belongs to the main one: the encounter that
stands at its head, or, where the page starts with what was said, the meeting that its speakers imply.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from verbale.records.reading import DateMention, PlaceMention
from verbale.stages.assemble.types import Told, When

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from verbale.records.items import Person
    from verbale.records.vocabulary import Act, MeetingType
    from verbale.stages.assemble.page import PageView

ANCHOR_P = 0.5
"""An encounter is taken for one when that is likelier than all else."""

_SPOKEN: frozenset[Act] = frozenset(
    {"undertaking", "proposal", "position", "objection", "assessment", "courtesy"}
)

_HEAD = 3
"""Segments that may stand before the report of the meeting: a headline, a dateline, a quote."""

_RECENT = timedelta(days=60)
"""An account is written within so many days of its meeting; older dates on the page are history."""

_IMPLIED_ACTS = 3
"""Spoken acts that a page needs before a meeting that it does not report is taken to be there."""

_FRAMED: frozenset[MeetingType] = frozenset({"ceremony", "signing", "reception", "visit", "call", "session"})
"""Encounters that stay apart from the talks that the page is about, even with the same people."""


def tell(page: PageView, people: Mapping[str, Person]) -> list[Told]:
    """What a source tells, in text order; an encounter without people or without two sides is left out."""
    runs = _runs(page)
    head = _head(page, runs)
    implied = head is None and _speaks(page)
    told = [_told(page, people, rows, main=rows is head) for rows in runs]
    kept = _fold([t for t in told if _holds(t)])
    if head is not None and not any(t.main for t in kept):
        implied = _speaks(page)
    if implied:
        main = _implied(page, people)
        if main is not None:
            kept = [t for t in kept if not _within(t, main)]
            kept.insert(0, main)
    return _share(page, people, kept)


def _is_anchor(page: PageView, row: int) -> bool:
    act = page.reading.classified[row]
    return act.act == "encounter" and act.act_p >= ANCHOR_P and not _announced(page, row)


def _announced(page: PageView, row: int) -> bool:
    """Whether the only day named lies after the page was published."""
    published = _published(page)
    days = [m.first for m in page.mentions(row, DateMention) if m.precision == "day"]
    return published is not None and bool(days) and min(days) > published + timedelta(days=1)


def _runs(page: PageView) -> list[list[int]]:
    """Anchors that follow each other and do not tell of something else."""
    runs: list[list[int]] = []
    for row in range(len(page.reading.segments)):
        if not _is_anchor(page, row):
            continue
        if runs and runs[-1][-1] == row - 1 and not _parts(page, runs[-1], row):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _parts(page: PageView, run: Sequence[int], row: int) -> bool:
    """Whether an anchor starts another encounter than the run before it.

    It does when it is of another type and brings a day of its own, or people of its own in another paragraph.
    """
    before, here = page.reading.classified[run[0]].meeting, page.reading.classified[row].meeting
    if here == before or here is None:
        return False
    days = {m.first for r in run for m in page.mentions(r, DateMention) if m.precision == "day"}
    own_days = {m.first for m in page.mentions(row, DateMention) if m.precision == "day"}
    if own_days and own_days != days:
        return True
    return len(page.people([row])) > 0


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
    """The first place named, one whose state is known before one whose state is not."""
    places = [m for row in rows for m in page.mentions(row, PlaceMention)]
    known = [m for m in places if m.country is not None] or places
    return (known[0].text, known[0].country) if known else (None, None)


def _told(page: PageView, people: Mapping[str, Person], rows: Sequence[int], *, main: bool) -> Told:
    persons = page.people(rows)
    place, place_country = _place(page, rows)
    types = Counter(kind for row in rows if (kind := page.reading.classified[row].meeting) is not None)
    return Told(
        source=page.source.id,
        anchors=tuple(rows),
        account=tuple(rows),
        type=max(types, key=lambda kind: (types[kind], kind)) if types else "other",
        people=tuple(persons),
        offices=tuple(page.offices(person, rows) for person in persons),
        countries=_countries(page, people, persons, rows),
        when=_when(page, rows),
        place=place,
        place_country=place_country,
        evidence=page.evidence(rows),
        main=main,
    )


def _countries(
    page: PageView, people: Mapping[str, Person], persons: Sequence[str], rows: Sequence[int]
) -> tuple[str, ...]:
    """The sides: the states of the people, and those that the words name where the people leave one side open."""
    sides = {c for person in persons if (c := people[person].country) is not None}
    if len(sides) < 2:
        sides |= set(page.states(rows)[: 2 - len(sides)])
    return tuple(sorted(sides))


def _holds(told: Told) -> bool:
    return len(told.people) > 1 or (len(told.people) == 1 and len(told.countries) > 1)


def _within(inner: Told, outer: Told) -> bool:
    """Whether an encounter is only another word for one that is told already."""
    same_day = inner.when is None or outer.when is None or inner.when.first == outer.when.first
    return same_day and set(inner.people) <= set(outer.people) and inner.type not in _FRAMED


def _fold(told: list[Told]) -> list[Told]:
    """Fold repeated tellings of one encounter into the first."""
    kept: list[Told] = []
    for telling in told:
        for at, earlier in enumerate(kept):
            if _within(telling, earlier) or (telling.type == earlier.type and _repeats(telling, earlier)):
                kept[at] = _joined(earlier, telling)
                break
        else:
            kept.append(telling)
    return kept


def _repeats(later: Told, earlier: Told) -> bool:
    same_day = later.when is None or earlier.when is None or later.when.first == earlier.when.first
    return same_day and set(later.people) == set(earlier.people)


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


def _implied(page: PageView, people: Mapping[str, Person]) -> Told | None:
    """The meeting that a page speaks from without reporting it."""
    rows = [row for row, act in enumerate(page.reading.classified) if act.act in _SPOKEN]
    persons = _speakers(page, rows)
    told = _told(page, people, rows, main=True)
    first = rows[:_IMPLIED_ACTS]
    place, place_country = _place(page, first)
    return Told(
        source=told.source,
        anchors=tuple(first),
        account=told.account,
        type="talks",
        people=tuple(persons),
        offices=tuple(page.offices(person, rows) for person in persons),
        countries=_countries(page, people, persons, rows),
        when=_when(page, rows),
        place=place,
        place_country=place_country,
        evidence=page.evidence(first),
        implied=True,
        main=True,
    )


def _speakers(page: PageView, rows: Sequence[int]) -> list[str]:
    """People who speak alone, or who open what both sides say."""
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
        shared.append(_with_speakers(page, people, msgspec.structs.replace(telling, account=tuple(account))))
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
