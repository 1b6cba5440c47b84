"""When and where an encounter was, beside what gathering, who received, and its number in a row of sessions."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from verbale.records.reading import (
    AmountMention,
    BodyMention,
    DateMention,
    NamedMention,
    OrdinalMention,
    PersonMention,
    PlaceMention,
)
from verbale.stages.assemble.runs import ANCHOR_P, ENCOUNTER, RECENT, TYPE_P, published
from verbale.stages.assemble.types import When
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from verbale.records.vocabulary import MeetingStatus, MeetingType
    from verbale.stages.assemble.page import PageView

_GATHERINGS = ("event", "mechanism")
_NEAR = 10
"""Characters between the words `on the margins of` and the name of the gathering, or between it and a number."""

SCENE_P = 0.3
"""A segment without people before a report, in its paragraph, sets its scene when it is an encounter so likely."""

OPENING = 40
"""Characters at the beginning of a report in which its place and day may stand."""

_COARSE = ("month", "period")
"""Precisions, beside the day, that date what is remembered or to come."""


def scene(page: PageView, rows: Sequence[int]) -> list[int]:
    """The segments of a report, after the one before it in its paragraph that sets its scene without naming anybody."""
    if not rows or rows[0] == 0:
        return list(rows)
    before, segments = rows[0] - 1, page.reading.segments
    act = page.reading.classified[before]
    sets = (
        segments[before].paragraph == segments[rows[0]].paragraph
        and act.act_ps[ENCOUNTER] >= SCENE_P
        and not page.named(before)
    )
    return [before, *rows] if sets else list(rows)


def when(page: PageView, rows: Sequence[int], status: MeetingStatus = "held") -> When | None:
    """When an encounter was: the first recent day that its segments name, else the last one named before them.

    One of which no word says when is of the day of the page. For what is to come, is remembered or was put off only its
    own segments tell, and a month will do.
    """
    own = published(page)
    if status != "held":
        return _stated(page, rows, status)
    before = range(rows[0]) if rows else range(0)
    for candidates in (rows, list(reversed(before))):
        for row in candidates:
            named = [
                m for m in page.mentions(row, DateMention) if m.precision == "day" and _is_recent(m.last, own)
            ]
            if named:
                told = named[1] if len(named) > 1 and _opens(page, row, named[0], named[1]) else named[0]
                return When(told.first, told.last, "day", "text")
    if own is not None:
        return When(own, own, "day", str(page.source.published_from))
    return None


def _opens(page: PageView, row: int, first: DateMention, second: DateMention) -> bool:
    """Whether the first of two days is that of the page, with which its report opens, and the second an earlier one.

    `Caracas, 28 March (Agency). Yesterday the ministers met`
    """
    start = page.reading.segments[row].start
    people = min((mention.start for _, mention in page.named(row)), default=second.end)
    return (
        first.last == published(page)
        and first.end - start <= OPENING
        and second.last < first.first
        and second.end <= people
    )


def _stated(page: PageView, rows: Sequence[int], status: MeetingStatus) -> When | None:
    own = published(page)
    for precisions in (("day",), _COARSE):
        for row in rows:
            for m in page.mentions(row, DateMention):
                fits = own is None or (m.last < own if status == "recalled" else m.first > own)
                if m.precision in precisions and fits:
                    return When(m.first, m.last, m.precision, "text")
    return None


def _is_recent(day: date, own: date | None) -> bool:
    return own is None or timedelta(days=-1) <= own - day <= RECENT


def place(page: PageView, rows: Sequence[int]) -> tuple[str | None, str | None]:
    """The first place named that is known, else the first whose state is; any other may be anything."""
    placed = [m for row in rows for m in page.mentions(row, PlaceMention) if m.country is not None]
    first = next((m for m in placed if m.name), placed[0] if placed else None)
    return (first.name or first.text, first.country) if first else (None, None)


def calls_from(page: PageView, rows: Sequence[int]) -> tuple[str | None, str | None]:
    """The city from which somebody calls: one named before those who speak; what follows is what they speak of.

    What a report opens with is where it was written.
    """
    naming = [row for row in rows if page.named(row)]
    row = next((row for row in naming if len(page.named(row)) > 1), naming[0] if naming else None)
    if row is None:
        return None, None
    first, last = page.reading.segments[row].start, max(mention.start for _, mention in page.named(row))
    named = (m for m in page.mentions(row, PlaceMention) if m.name and m.country is not None)
    return next(((m.name, m.country) for m in named if first < m.start < last), (None, None))


def only_place(page: PageView, sides: Sequence[str]) -> tuple[str | None, str | None]:
    """The city of one of the sides that the page names, when it names no other; else that of most of its encounters.

    Places are named for much that is said, regions above all; those in reports of encounters tell where they were.
    """
    rows = range(len(page.reading.segments))
    named = [m for row in rows for m in page.mentions(row, PlaceMention) if m.country in sides]
    met = {row for row in rows if page.reading.classified[row].act == "encounter"}
    known = [m for row in sorted(met) for m in page.mentions(row, PlaceMention) if m in named and m.name]
    if named and named[0].name and len({fold(m.name or m.text) for m in named}) == 1:
        return named[0].name, named[0].country
    counts = Counter((m.name, m.country) for m in known)
    most = max(counts, key=lambda place: counts[place], default=(None, None))
    return most if counts[most] > len(known) / 2 else (None, None)


def kind(page: PageView, rows: Sequence[int]) -> tuple[MeetingType, float]:
    """The type with most probability over some anchors and how sure it is; talks when none is sure.

    Clauses split from a long sentence, such as lists of guests, tell it only where no sentence does.
    """
    total: dict[MeetingType, float] = defaultdict(float)
    whole = [row for row in rows if not page.reading.segments[row].lead]
    for row in whole or rows:
        act = page.reading.classified[row]
        p = act.act_ps[ENCOUNTER]
        # A lead below ANCHOR_P is an encounter by its place, and so is what sets the scene.
        total[act.meeting] += act.meeting_p * (p if p >= ANCHOR_P else 1.0)
        if act.meeting == "session" and _formats(page, row):
            # A session names its format.
            total["session"] += act.meeting_p
    best = max(total, key=lambda kind: (total[kind], kind), default=None)
    if best is None or total[best] < TYPE_P:
        return "talks", 0.0
    return best, min(total[best], 1.0)


def _formats(page: PageView, row: int) -> list[NamedMention]:
    """The standing formats that a segment names, such as a committee."""
    return [m for m in page.mentions(row, NamedMention) if m.what == "mechanism"]


def session(page: PageView, rows: Iterable[int]) -> int | None:
    """The number of the session that some segments report: they name its format, its type, or who presided."""
    for row in rows:
        named, act = _formats(page, row), page.reading.classified[row]
        is_session = (act.meeting == "session" and act.meeting_p >= TYPE_P) or bool(page.chairs([row]))
        for number in page.mentions(row, OrdinalMention):
            beside = any(m.start - _NEAR <= number.start and number.end <= m.end + _NEAR for m in named)
            if beside or (is_session and not _counts_else(page, row, number)):
                return number.number
    return None


def _counts_else(page: PageView, row: int, number: OrdinalMention) -> bool:
    """Whether a number counts an event, such as an anniversary."""
    return any(
        m.what == "event" and m.start <= number.start and number.end <= m.end
        for m in page.mentions(row, NamedMention)
    )


def margins(page: PageView, rows: Iterable[int]) -> str | None:
    """The gathering beside which an encounter was held, where words say so next to its name, the fullest name first.

    A gathering that is only known by the organisation that holds it goes by the name of that.
    """
    found: list[str] = []
    for row in rows:
        segment = page.reading.segments[row]
        named: list[NamedMention | BodyMention] = [
            m for m in page.mentions(row, NamedMention) if m.what in _GATHERINGS
        ]
        named += [m for m in page.mentions(row, BodyMention) if m.of_states]
        for words in page.words(row).margins.find(segment.text):
            start, end = segment.start + words.start, segment.start + words.end
            beside = (
                m.text
                for m in named
                if 0 <= m.start - end <= _NEAR or 0 <= start - m.end <= _NEAR or m.start <= start < m.end
            )
            found += list(beside)[:1]
    return max(found, key=len, default=None)


def host(page: PageView, rows: Iterable[int], people: Sequence[str]) -> str | None:
    """Id of the person among some who receives the others, where the words of a segment say so."""
    for row in rows:
        segment = page.reading.segments[row]
        named = [
            (mention.start - segment.start, person)
            for person, mention in page.named(row)
            if isinstance(mention, PersonMention) and person in people
        ]
        if len(named) < 2:
            continue
        for found in page.words(row).received_by.find(segment.text):
            after = [person for start, person in named if start >= found.end]
            if after:
                return after[0]
        for found in page.words(row).received.find(segment.text):
            before = [person for start, person in named if start < found.start]
            if before:
                return before[0]
    return None


def figures(page: PageView, rows: Iterable[int]) -> frozenset[str]:
    """Numbers of some segments that are written alike in any language: amounts, numbers in an order."""
    found: set[str] = set()
    for row in rows:
        found.update(f"{m.value:g}" for m in page.mentions(row, AmountMention))
        found.update(f"#{m.number}" for m in page.mentions(row, OrdinalMention))
    return frozenset(found)
