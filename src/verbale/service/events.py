"""What became of undertakings, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbale.service import wording

if TYPE_CHECKING:
    from verbale.records.items import Event, Level, Thread, Undertaking

DONE = "reported done"
OVERDUE = "overdue"
SILENT = "silent"

_STATES = {"consider": "considered", "discuss": "discussed", "intend": "intended", "agree": "agreed"}
_STATES |= {"commit": "committed to", "signed": "signed", "reported done": "done"}


def change_words(event: Event) -> str:
    """What an event leads from and to: `from 5 billion USD to 10 billion USD`; empty when it changes nothing."""
    if event.event == OVERDUE:
        return f"due by {_level(event.before)}" if event.before else ""
    if event.before is None or event.after is None:
        return ""
    return f"from {_level(event.before)} to {_level(event.after)}"


def event_words(event: Event) -> str:
    """An event without its date: `raised from 5 billion USD to 10 billion USD`, `overdue (due by 2024)`."""
    change = change_words(event)
    return (
        f"{event.event} ({change})"
        if event.event == OVERDUE and change
        else f"{event.event} {change}".strip()
    )


def _level(level: Level) -> str:
    if not isinstance(level.value, str):
        return wording.amount(level.value, level.unit or "")
    return _STATES.get(level.value, "") or wording.day(level.value)


def is_done(thread: Thread) -> bool:
    """Whether anything reports a thread as done."""
    return any(event.event == DONE for event in thread.events)


def standing(thread: Thread) -> tuple[Event, ...]:
    """Events since a thread was named last: that it is done, overdue or silent; none while it goes on."""
    found: list[Event] = []
    for event in reversed(thread.events):
        if event.event not in (DONE, OVERDUE, SILENT):
            break
        found.append(event)
    return tuple(reversed(found))


def event_of(thread: Thread, item: Undertaking) -> Event | None:
    """The event that an undertaking makes in its thread, alone or with others of its meeting."""
    own = next((event for event in thread.events if event.undertaking == item.id), None)
    words = set(item.evidence)
    return own or next((event for event in thread.events if not words.isdisjoint(event.evidence)), None)
