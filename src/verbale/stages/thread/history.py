"""What became of an undertaking from one meeting to the next."""

from collections.abc import Sequence

from verbale.records.items import Event
from verbale.records.vocabulary import STRENGTHS, Strength, ThreadEvent
from verbale.stages.thread.similarity import Matter

STRENGTH_STEP = 2
"""Steps of strength that count as a change: neighbours such as `agree` and `commit` are told apart too
unsurely, and a wrong step in a history costs more than a missing one."""

_UNDATED = "9999"
"""Undertakings of meetings without a date come after all others."""


def events_of(matters: Sequence[Matter], dates: Sequence[str | None]) -> tuple[Event, ...]:
    """Tell the history of one thread in the order of dates; each step is compared with the one before it.

    Args:
        matters: the undertakings of a thread.
        dates: ISO date of the meeting of each.
    """
    rows = sorted(
        zip(matters, dates, strict=True), key=lambda row: (row[1] or _UNDATED, row[0].undertaking.id)
    )
    events = []
    before: Matter | None = None
    for matter, date in rows:
        event = event_after(before, matter)
        events.append(Event(date=date, event=event, undertaking=matter.undertaking.id))
        before = matter
    return tuple(events)


def event_after(before: Matter | None, now: Matter) -> ThreadEvent:
    """Name a step: what was done comes before figures, figures before strength."""
    if now.undertaking.strength == "reported done":
        return "reported done"
    if before is None:
        return "made"
    return (
        _changed(_figure_change(before, now), "raised", "lowered")
        or _changed(_strength_change(before, now), "strengthened", "weakened")
        or "repeated"
    )


def _changed(change: float, up: ThreadEvent, down: ThreadEvent) -> ThreadEvent | None:
    return up if change > 0 else down if change < 0 else None


def _figure_change(before: Matter, now: Matter) -> float:
    """Change of the highest figure in a unit that both name; 0 when they name none in common."""
    highest = [
        {unit: max(v for v, u in matter.figures if u == unit) for _, unit in matter.figures}
        for matter in (before, now)
    ]
    shared = sorted(set(highest[0]) & set(highest[1]))
    return next((highest[1][u] - highest[0][u] for u in shared if highest[1][u] != highest[0][u]), 0.0)


def _strength_change(before: Matter, now: Matter) -> int:
    """Steps up or down in strength; 0 for fewer than count, or when one has none, such as a proposal."""
    old, new = before.undertaking.strength, now.undertaking.strength
    steps = _rank(new) - _rank(old) if old and new else 0
    return steps if abs(steps) >= STRENGTH_STEP else 0


def _rank(strength: Strength) -> int:
    return STRENGTHS.index(strength)
