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
    """Return in a few words what an undertaking is to its thread: `repeated since 2 October 2023 · later raised`."""
    at = next((n for n, event in enumerate(thread.events) if event.undertaking == undertaking), None)
    if at is None:
        return ""
    here, first, last = thread.events[at], thread.events[0], thread.events[-1]
    since = f"{here.event}, first made {words.day_words(first.date)}" if at else str(here.event)
    if at == len(thread.events) - 1:
        return since if at else ""
    later = f"{last.event} {words.day_words(last.date)}"
    return f"{since} · then {later}" if at else f"later {later}"


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
    first, last = thread.events[0], thread.events[-1]
    text = f"{words.counted(len(thread.events), 'event')} · {first.event} {words.day_words(first.date)}"
    if len(thread.events) == 1:
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
