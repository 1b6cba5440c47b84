"""Threads: the history of one undertaking over meetings and years."""

from dataclasses import dataclass

from verbale.records.items import Event, Thread
from verbale.records.vocabulary import ThreadEvent
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Quote
from verbale.web.views.titles import meeting_title


@dataclass(frozen=True, slots=True)
class Step:
    """One event in the history of a thread, with the words that it rests on."""

    when: str
    event: str
    label: str
    href: str | None
    meeting: Link | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread from its first event to its last."""

    label: str
    eyebrow: str
    pillars: tuple[str, ...]
    summary: str
    steps: tuple[Step, ...]


def last_event(thread: Thread) -> ThreadEvent | None:
    """Return what became of a thread last."""
    return thread.events[-1].event if thread.events else None


def thread_line(thread: Thread, undertaking: str) -> str:
    """Return what an undertaking is to its thread: `repeated, first made 2 October 2023 · then raised 4 May 2025`.

    Events whose day is not known are not said to be earlier or later.
    """
    here = next((event for event in thread.events if event.undertaking == undertaking), None)
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
    states = " – ".join(words.state_name(code) for code in thread.countries)
    return ThreadPage(
        label=thread.label,
        eyebrow=" · ".join(part for part in ("Thread", states) if part),
        pillars=tuple(words.pillar_name(code) for code in thread.pillars),
        summary=_summary(thread),
        steps=tuple(_step(reader, thread, event) for event in thread.events),
    )


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
        label=item.label if item else thread.label,
        href=links.undertaking_path(item.id) if item else None,
        meeting=Link(meeting_title(meeting), links.meeting_path(meeting.id)) if meeting else None,
        quotes=reader.quotes(item.evidence) if item else (),
    )
