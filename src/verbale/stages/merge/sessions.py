"""Numbered sessions of a mechanism: which were held, when and where, which is missing, when the next is due."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from verbale.records.items import Session
from verbale.stages.merge.types import Held, Use

HABIT = 3
"""Dated sessions from which there is a habit."""

MOST_MISSING = 100
"""Numbers that may be missing in a row; more mean that one of the ends was misread."""

FORUM = "forum"
"""The head of gatherings on the margins of which others meet."""

MONTHS = 12
MID_YEAR = 6
"""Month that a session stands for when only its year is known."""

_ISO_MONTH = len("2025-12")


class Told(NamedTuple):
    """A use of the name with the number of a session, and the meeting whose account it stands in."""

    use: Use
    held: Held


def sessions_of(found: Sequence[tuple[Use, Held]]) -> tuple[Session, ...]:
    """The sessions that uses of one mechanism tell of, by number."""
    by_number: dict[int, list[Told]] = defaultdict(list)
    for use, held in found:
        for number in use.numbers:
            by_number[number].append(Told(use, held))
    return tuple(_session(number, told) for number, told in sorted(by_number.items()))


def missing(sessions: Sequence[Session]) -> tuple[int, ...]:
    """Numbers between the first and the last session that nothing tells of."""
    known = {session.number for session in sessions}
    gaps = [n for n in range(min(known), max(known)) if n not in known] if known else []
    return tuple(gaps) if len(gaps) <= MOST_MISSING else ()


def next_due(sessions: Sequence[Session]) -> str | None:
    """The ISO month in which the next session is due: the last one and the median time between two.

    None with fewer than `HABIT` dated sessions, or when their dates do not rise with their numbers.
    """
    dated = [(session.number, _month(session.date)) for session in sessions if session.date]
    if len(dated) < HABIT or dated[-1][0] != sessions[-1].number:
        return None
    steps = [(b - a) / (m - n) for (n, a), (m, b) in pairwise(dated)]
    if min(steps) <= 0:
        return None
    year, month = divmod(round(dated[-1][1] + median(steps)), MONTHS)
    return f"{year:04d}-{month + 1:02d}"


def _session(number: int, told: Sequence[Told]) -> Session:
    here = [t for t in told if _is_meeting(t, number)]
    said = {t.use.where for t in told if t.use.where}
    if said and said.isdisjoint(t.held.place for t in here):
        here = []
    meetings = Counter(t.held.id for t in here if t.held.id)
    meeting = min(meetings, key=lambda name: (-meetings[name], name)) if meetings else None
    there = next((t.held for t in here if t.held.id == meeting), None)
    dates = Counter(t.use.when for t in told if t.use.when and t not in here and not _of_the_talks(t))
    places = Counter(t.use.where for t in told if t.use.where and t not in here and not _at_the_talks(t))
    return Session(
        number=number,
        meeting=meeting,
        date=(there.first if there else None) or _most(dates),
        place=(there.place if there else None) or _most(places),
        evidence=tuple(sorted({t.use.said for t in told})),
    )


def _is_meeting(told: Told, number: int) -> bool:
    """Whether the meeting whose account it is was that session itself, not one that was only spoken of.

    It is when the meeting has that number, or when a statement that tells of the meeting has it with no other day or
    place; but people also meet on the occasion of a forum.
    """
    use, held = told
    if held.id is None or (use.where and held.place and use.where != held.place):
        return False
    if held.session is not None:
        return held.session == number
    if (
        use.aside
        or use.act != "encounter"
        or use.head == FORUM
        or held.type not in ("session", "talks", "summit")
    ):
        return False
    return not use.when or not held.first or _overlap(use.when, held.first, held.last or held.first)


def _of_the_talks(told: Told) -> bool:
    """Whether the day in a statement is that of the meeting at which a session was agreed or spoken of."""
    use, held = told
    if use.aside or use.act == "encounter" or not use.when or not held.first or len(use.when) <= _ISO_MONTH:
        return False
    return _overlap(use.when, held.first, held.last or held.first)


def _at_the_talks(told: Told) -> bool:
    """The same of the place."""
    return not told.use.aside and told.use.act != "encounter" and told.use.where == told.held.place


def _overlap(when: str, first: str, last: str) -> bool:
    """Whether an ISO date, as far as it is known, lies within the days from first to last."""
    known = min(len(when), len(first))
    return first[:known] <= when[:known] <= last[:known]


def _most(counts: Counter[str]) -> str | None:
    """The value told most often; of several the most exact, then the first."""
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default=None)


def _month(when: str) -> int:
    """Months since year 0."""
    return int(when[:4]) * MONTHS + (int(when[5:7]) - 1 if len(when) >= _ISO_MONTH else MID_YEAR)
