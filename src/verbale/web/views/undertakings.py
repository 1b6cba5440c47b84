"""Undertakings: in the table of a meeting, in the list of all, and each on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from verbale.records.items import Meeting, Thread, Undertaking
from verbale.records.reading import Source
from verbale.records.vocabulary import PILLARS, STRENGTHS
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Chip, Link, Option, Quote, choices
from verbale.web.views.threads import last_event, thread_line
from verbale.web.views.titles import meeting_title, meeting_when, pair_words

NO_PILLAR = "pillar not told"
PAGE_SIZE = 200
"""Undertakings on one page of the list."""


@dataclass(frozen=True, slots=True)
class UndertakingRow:
    """One undertaking as tables show it, with the words that open under it."""

    anchor: str
    href: str
    label: str
    by: tuple[Link, ...]
    note: str
    pillars: tuple[str, ...]
    chips: tuple[Chip, ...]
    thread: str
    thread_href: str | None
    quotes: tuple[Quote, ...]
    gist: Quote | None
    meeting: Link | None


@dataclass(frozen=True, slots=True)
class UndertakingFilter:
    """What the list of undertakings is narrowed to; empty strings mean everything."""

    state: str = ""
    pillar: str = ""
    strength: str = ""
    status: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is narrowed."""
        return any((self.state, self.pillar, self.strength, self.status))


@dataclass(frozen=True, slots=True)
class Group:
    """The undertakings of one pillar."""

    name: str
    rows: tuple[UndertakingRow, ...]


@dataclass(frozen=True, slots=True)
class UndertakingsPage:
    """All undertakings by pillar, with the filters as they stand."""

    path: str
    groups: tuple[Group, ...]
    count: str
    filter: UndertakingFilter
    states: tuple[Option, ...]
    pillars: tuple[Option, ...]
    strengths: tuple[Option, ...]
    statuses: tuple[Option, ...]
    earlier: Link | None
    later: Link | None


@dataclass(frozen=True, slots=True)
class UndertakingPage:
    """One undertaking with all that is known of it."""

    label: str
    eyebrow: str
    row: UndertakingRow
    facts: tuple[tuple[str, tuple[Link, ...]], ...]


def undertaking_row(
    reader: Reader,
    item: Undertaking,
    accounts: Sequence[Source] | None = None,
    meeting: Meeting | None = None,
) -> UndertakingRow:
    """Return an undertaking as a row.

    Args:
        reader: where the row looks things up.
        item: the undertaking.
        accounts: the accounts that may say it; without them, those that do.
        meeting: named in the row when given.
    """
    told = accounts if accounts is not None else reader.sources(_told_in(item))
    thread = reader.thread(item.thread)
    quotes = reader.quotes(item.evidence)
    return UndertakingRow(
        anchor=item.id,
        href=links.undertaking_path(item.id),
        label=item.label,
        by=reader.parties(item.by),
        note=_note(item),
        pillars=tuple(words.pillar_name(pillar) for pillar in item.pillars),
        chips=reader.chips(item, told),
        thread=thread_line(thread, item) if thread else "",
        thread_href=links.thread_path(thread.id) if thread else None,
        quotes=quotes,
        gist=_gist(item, quotes),
        meeting=_meeting_link(meeting),
    )


def _gist(item: Undertaking, quotes: Sequence[Quote]) -> Quote | None:
    """Return the quote that stands under a label: one in the language of the page, else the best one."""
    english = [quote for quote in quotes if quote.language.partition("-")[0] == "en"]
    best = [quote for quote in quotes if quote.text == item.text]
    return next(iter((*english, *best, *quotes)), None)


def _told_in(item: Undertaking) -> list[str]:
    return list(dict.fromkeys(words_of.source for words_of in item.evidence))


def _meeting_link(meeting: Meeting | None) -> Link | None:
    if meeting is None:
        return None
    return Link(f"{pair_words(meeting)}, {meeting_when(meeting)}", links.meeting_path(meeting.id))


def _note(item: Undertaking) -> str:
    """Return how binding it is and by when, in words."""
    kind = "proposed" if item.act == "proposal" else _strength(item)
    due = f"by {words.day_words(item.deadline)}" if item.deadline else ""
    return " · ".join(part for part in (kind, due) if part)


def _strength(item: Undertaking) -> str:
    return words.STRENGTH_WORDS[item.strength] if item.strength else "strength not told"


def undertakings_page(reader: Reader, asked: UndertakingFilter, page: int) -> UndertakingsPage:
    """Return the list by pillar, latest meeting first, narrowed as asked."""
    found = reader.record.undertakings(pillar=asked.pillar or None, country=asked.state or None)
    threads = {thread.id: thread for thread in reader.record.threads()}
    kept = [item for item in found if _passes(item, asked, threads)]
    meetings = {meeting.id: meeting for meeting in reader.record.meetings()}
    kept.sort(key=lambda item: _latest_first(item, meetings), reverse=True)
    kept.sort(key=_pillar_rank)
    shown = kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    states = {code: words.state_name(code) for m in meetings.values() for code in m.countries}
    statuses: dict[str, str] = {event: event for thread in threads.values() if (event := last_event(thread))}
    return UndertakingsPage(
        path=_page_path(asked, page),
        groups=tuple(_groups(reader, shown, meetings)),
        count=words.counted(len(kept), "undertaking"),
        filter=asked,
        states=choices(states, asked.state),
        pillars=choices(PILLARS, asked.pillar),
        strengths=tuple(
            Option(value, words.STRENGTH_WORDS[value], value == asked.strength) for value in STRENGTHS
        ),
        statuses=choices(statuses, asked.status),
        earlier=Link("Previous page", _page_path(asked, page - 1)) if page > 1 else None,
        later=Link("Next page", _page_path(asked, page + 1)) if page * PAGE_SIZE < len(kept) else None,
    )


def _page_path(asked: UndertakingFilter, page: int) -> str:
    return links.with_query(
        "/undertakings",
        state=asked.state,
        pillar=asked.pillar,
        strength=asked.strength,
        status=asked.status,
        page=page if page > 1 else None,
    )


def _passes(item: Undertaking, asked: UndertakingFilter, threads: dict[str, Thread]) -> bool:
    if asked.strength and item.strength != asked.strength:
        return False
    if not asked.status:
        return True
    thread = threads.get(item.thread or "")
    return thread is not None and last_event(thread) == asked.status


def _latest_first(item: Undertaking, meetings: dict[str, Meeting]) -> str:
    meeting = meetings.get(item.meeting or "")
    return (meeting.date_start if meeting else None) or ""


def _first_pillar(item: Undertaking) -> str:
    return words.pillar_name(item.pillars[0]) if item.pillars else NO_PILLAR


def _pillar_rank(item: Undertaking) -> int:
    order = list(PILLARS.values())
    name = _first_pillar(item)
    return order.index(name) if name in order else len(order)


def _groups(reader: Reader, items: Sequence[Undertaking], meetings: dict[str, Meeting]) -> list[Group]:
    return [
        Group(
            name,
            tuple(
                undertaking_row(reader, item, meeting=meetings.get(item.meeting or "")) for item in of_name
            ),
        )
        for name, of_name in groupby(items, key=_first_pillar)
    ]


def undertaking_page(reader: Reader, id_: str) -> UndertakingPage:
    """Return the page of one undertaking. Raises ItemNotFoundError."""
    item = reader.record.undertaking(id_)
    meeting = reader.meeting(item.meeting)
    row = undertaking_row(reader, item, meeting=meeting)
    return UndertakingPage(
        label=item.label,
        eyebrow="Proposal" if item.act == "proposal" else "Undertaking",
        row=row,
        facts=tuple(_facts(reader, item, meeting)),
    )


def _facts(reader: Reader, item: Undertaking, meeting: Meeting | None) -> list[tuple[str, tuple[Link, ...]]]:
    thread = reader.thread(item.thread)
    target = reader.target(item.target)
    made_at = Link("meeting not told")
    if meeting:
        made_at = Link(meeting_title(meeting), f"{links.meeting_path(meeting.id)}#{item.id}")
    return [
        ("By", reader.parties(item.by) or (Link("not said"),)),
        ("Made at", (made_at,)),
        ("Pillar", tuple(Link(words.pillar_name(code)) for code in item.pillars) or (Link("not told"),)),
        ("Strength", (Link(_strength(item)),)),
        ("Deadline", (Link(words.day_words(item.deadline, "not said")),)),
        ("Target", (Link(target or "none named"),)),
        ("Names", tuple(Link(name) for name in item.named) or (Link("nothing"),)),
        (
            "Thread",
            (Link(thread.label, links.thread_path(thread.id)) if thread else Link("none: seen once"),),
        ),
    ]
