"""The segments that report encounters: which they are, which follow each other, and what became of the encounter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from verbale.records.reading import DateMention
from verbale.records.vocabulary import ACTS
from verbale.stages.assemble.visits import hosts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.vocabulary import Act, MeetingStatus
    from verbale.stages.assemble.page import PageView

ANCHOR_P = 0.5
"""An encounter is taken for one when that is likelier than all else."""

LEAD_P = 0.05
"""A lead that names people of two sides reports their meeting, though it may say in the same breath what it was for
(`spoke with … to congratulate`), unless that is this improbable."""

NEW_P = 0.25
"""The same for a segment that names somebody for the first time beside one of another side, such as a courtesy call at
the end of an account."""

ENCOUNTER = ACTS.index("encounter")

TYPE_P = 0.4
"""Below it the type of an encounter is not told from its words, and it is taken for talks, the commonest."""

SPOKEN: frozenset[Act] = frozenset(
    {"undertaking", "proposal", "position", "objection", "assessment", "courtesy"}
)

HEAD = 3
"""Segments that may stand before the report of the meeting: a headline, a dateline, a quote."""

RECENT = timedelta(days=60)
"""An account is written within so many days of its meeting; older dates on the page are history."""

_TIMES = ("day", "month", "period")
"""Precisions of a date that tell when an encounter is or was."""

_PAIR = 2


class Run(NamedTuple):
    """Rows of segments that report one encounter, and what became of it."""

    rows: list[int]
    status: MeetingStatus


def runs(page: PageView) -> list[Run]:
    """Anchors that follow each other and do not tell of something else."""
    found: list[Run] = []
    met: set[str] = set()
    for row in range(len(page.reading.segments)):
        status = _status(page, row) if _is_anchor(page, row, met) else None
        met.update(page.people([row]))
        last = found[-1] if found else None
        if status is None:
            if last and _attends(page, last.rows, row):
                last.rows.append(row)
            continue
        if (
            last
            and last.status == status
            and _follows(page, last.rows[-1], row)
            and not _parts(page, last.rows, row)
        ):
            last.rows.append(row)
        else:
            found.append(Run([row], status))
    return found


def published(page: PageView) -> date | None:
    """The day of the page."""
    day = page.source.published
    return date.fromisoformat(day) if day else None


def days(page: PageView, rows: Sequence[int]) -> set[date]:
    """The days that some segments name."""
    return {m.first for row in rows for m in page.mentions(row, DateMention) if m.precision == "day"}


def head(page: PageView, found: Sequence[list[int]]) -> list[int] | None:
    """The run that the page is about: it stands before, or close to, the first thing said."""
    spoken = [row for row, act in enumerate(page.reading.classified) if act.act in SPOKEN]
    first = spoken[0] if spoken else len(page.reading.segments)
    near = [run for run in found if run[0] <= max(first, HEAD)]
    with_people = [run for run in near if len(page.people(run)) > 1] or [r for r in near if page.people(r)]
    if not with_people:
        return None
    speakers = {s for row in spoken if (s := page.speaker(row)) is not None}
    return max(with_people, key=lambda run: (len(speakers & set(page.people(run))), -run[0]))


def _is_anchor(page: PageView, row: int, met: set[str]) -> bool:
    p = page.reading.classified[row].act_ps[ENCOUNTER]
    if p >= ANCHOR_P or (p >= LEAD_P and _is_lead(page, row)):
        return True
    people = page.people([row])
    return p >= NEW_P and len(people) == _PAIR and _two_sides(page, row) and not met.issuperset(people)


def _attends(page: PageView, run: Sequence[int], row: int) -> bool:
    """Whether a segment right after a report of one side says that somebody of another attended."""
    if page.reading.classified[row].act_ps[ENCOUNTER] < NEW_P or not page.says(row, "attended"):
        return False
    sides = {page.country(person) for person in page.people(run)}
    others = {page.country(person) for person in page.people([row])} - {None}
    return len(sides) == 1 and bool(others - sides) and _follows(page, run[-1], row)


def _status(page: PageView, row: int) -> MeetingStatus:
    """What became of the encounter that a segment tells of.

    It is to come when all times that the segment names lie after the page; history when the segment does not open the
    page and all are long past. One is put off or called off by words, where its day is to come or nothing is told of
    what both sides said.
    """
    own = published(page)
    times = [m for m in page.mentions(row, DateMention) if m.precision in _TIMES]
    past = [m for m in times if own is None or m.first <= own]
    named = [m for m in times if m.precision == "day"] or times
    to_come = own is not None and bool(named) and all(m.first > own for m in named)
    said = any(speaker.performer == "both" for speaker in page.reading.speakers)
    if to_come or not (past or said):
        if page.says(row, "cancelled"):
            return "cancelled"
        if page.says(row, "postponed"):
            return "postponed"
    if own is None:
        return "held"
    if named and all(m.first > own + timedelta(days=1) for m in named):
        return "announced"
    known = [m.last for m in page.mentions(row, DateMention)]
    return "recalled" if row >= HEAD and known and own - max(known) > RECENT else "held"


def _is_lead(page: PageView, row: int) -> bool:
    """Whether a segment stands at the head of its page and is the first there to name people of two sides."""
    return row < HEAD and _two_sides(page, row) and not any(_two_sides(page, r) for r in range(row))


def _two_sides(page: PageView, row: int) -> bool:
    countries = [page.country(person) for person in page.people([row])]
    return len(countries) > 1 and len(set(countries)) > 1


def _follows(page: PageView, last: int, row: int) -> bool:
    """Whether nothing stands between two segments but clauses that name nobody, such as the rest of a list."""
    between = range(last + 1, row)
    return all(page.reading.segments[r].lead and not page.named(r) for r in between)


def _parts(page: PageView, run: Sequence[int], row: int) -> bool:
    """Whether an anchor starts another encounter than the run before it.

    It does when it names another day; or another counterpart for one who was named; or other people, and is of another
    type or a paragraph with a day of its own. A sentence on several visits is complete in itself.
    """
    before_days, own_days = days(page, run), days(page, [row])
    if before_days and own_days and before_days.isdisjoint(own_days):
        return True
    last = run[-1]
    if page.named(row) and (hosts(page, last) or hosts(page, row)):
        return True
    before, here = page.reading.classified[last], page.reading.classified[row]
    unlike = before.meeting != here.meeting and min(before.meeting_p, here.meeting_p) >= TYPE_P
    people, own_people = set(page.people([last])), set(page.people([row]))
    if not page.says(row, "attended") and receives_another(page, row, page.people(run)):
        return True
    others = not (own_people <= people or people <= own_people)
    segments = page.reading.segments
    fresh = segments[row].paragraph != segments[last].paragraph and bool(own_days)
    return others and (unlike or fresh)


def receives_another(page: PageView, row: int, people: Sequence[str]) -> bool:
    """Whether a segment has one of some people meet somebody new, of the state of one of them who is left out.

    Whoever receives a guest who is not named is taken for such a one by words alone.
    """
    here = page.people([row])
    new = [person for person in here if person not in people]
    shared = [person for person in here if person in people]
    left = {page.country(person) for person in people if person not in here} - {None}
    if not new or not any(page.country(person) in left for person in new):
        return False
    if shared:
        return {page.country(p) for p in new}.isdisjoint(page.country(p) for p in shared)
    return len(new) == 1 and page.says(row, "received")
