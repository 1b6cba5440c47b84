"""Threads: the history of one undertaking over meetings and years."""

from dataclasses import dataclass

from verbale.records.items import Event, Thread, Undertaking
from verbale.service import events
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Quote
from verbale.web.views.series import Series, series_of, targets_of
from verbale.web.views.titles import meeting_title


@dataclass(frozen=True, slots=True)
class Step:
    """One event in the history of a thread, with the words that it rests on.

    Attributes:
        change: what it leads from and to, in words.
        note: what the quotes show when they are not of the event itself.
        tone: `late` for what is overdue, `quiet` for silence, `done`; else empty.
    """

    when: str
    event: str
    change: str
    note: str
    tone: str
    label: str
    href: str | None
    meeting: Link | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread from its first event to its last.

    Attributes:
        standing: how it stands since it was named last: `overdue since 31 December 2024`; with the tone of each.
    """

    label: str
    eyebrow: str
    pillars: tuple[str, ...]
    summary: str
    standing: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    series: tuple[Series, ...]


def thread_line(thread: Thread, item: Undertaking) -> str:
    """Return what an undertaking is to its thread: `repeated, first made 2 October 2023 · then raised 4 May 2025`.

    Events whose day is not known are not said to be earlier or later.
    """
    here = events.event_of(thread, item)
    if here is None:
        return ""
    parts = []
    first, last = _ends(thread)
    if here is not first:
        since = f", first {first.event} {words.day_words(first.date)}" if _before(first, here) else ""
        parts.append(f"{here.event}{since}")
    if _before(here, last):
        parts.append(f"{'then ' if parts else 'later '}{last.event} {words.day_words(last.date)}")
    return " · ".join(parts)


def _ends(thread: Thread) -> tuple[Event, Event]:
    """Return the first and the last event whose days are known; without any, the first one twice."""
    dated = [event for event in thread.events if event.date] or [thread.events[0]]
    return dated[0], dated[-1]


def _before(event: Event, other: Event) -> bool:
    return bool(event.date and other.date and event.date < other.date)


def thread_page(reader: Reader, id_: str) -> ThreadPage:
    """Return the page of one thread. Raises ItemNotFoundError."""
    thread = reader.record.thread(id_)
    states = words.sides(thread.countries, thread.bodies)
    return ThreadPage(
        label=thread.label,
        eyebrow=" · ".join(part for part in ("Thread", states) if part),
        pillars=tuple(words.pillar_name(code) for code in thread.pillars),
        summary=_summary(thread),
        standing=tuple((_standing(event), _TONES[event.event]) for event in events.standing(thread)),
        series=_series(reader, thread),
        steps=tuple(_step(reader, thread, event) for event in thread.events),
    )


_TONES: dict[str, str] = {events.OVERDUE: "late", events.SILENT: "quiet", events.DONE: "done"}


def _standing(event: Event) -> str:
    when = words.day_words(event.date)
    if event.event == events.DONE:
        return f"Reported done {when}"
    if event.event == events.OVERDUE:
        return f"Overdue since {when}"
    return f"Not named up to {when}"


def _series(reader: Reader, thread: Thread) -> tuple[Series, ...]:
    """Every figure of the indicators that the undertakings of a thread aim at, whoever tells it."""
    aims = {item.target for name in thread.undertakings if (item := reader.undertaking(name)) and item.target}
    found = [target for id_ in sorted(aims) if (target := reader.target(id_)) is not None]
    names = sorted({target.series for target in found if target.series})
    alone = [(target,) for target in found if not target.series]
    groups = [targets for name in names if (targets := targets_of(reader, name))]
    return tuple(series_of(reader, group) for group in (*groups, *alone))


_NOTES: dict[str, str] = {
    events.OVERDUE: "The words that set the date:",
    events.SILENT: "The words in which it was named last:",
}


def _summary(thread: Thread) -> str:
    if not thread.events:
        return "No event is known of this thread."
    first, last = _ends(thread)
    text = f"{words.counted(len(thread.events), 'event')} · {first.event} {words.day_words(first.date)}"
    if last is first:
        return text
    return f"{text} · last {last.event} {words.day_words(last.date)}"


def _step(reader: Reader, thread: Thread, event: Event) -> Step:
    item = reader.undertaking(event.undertaking)
    meeting = reader.meeting(item.meeting) if item else None
    return Step(
        when=words.day_words(event.date),
        event=event.event,
        change=events.change_words(event),
        note=_NOTES.get(event.event, ""),
        tone=_TONES.get(event.event, ""),
        label=item.label if item else thread.label,
        href=links.undertaking_path(item.id) if item else None,
        meeting=Link(meeting_title(meeting), links.meeting_path(meeting.id)) if meeting else None,
        quotes=reader.quotes(event.evidence or (item.evidence if item else ())),
    )
