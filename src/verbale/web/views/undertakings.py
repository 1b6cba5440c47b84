"""Undertakings: in the table of a meeting, in the list of all, and each on a page of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verbale.records.items import Meeting, Thread, Undertaking
from verbale.records.reading import Source
from verbale.records.vocabulary import PILLARS, STRENGTHS
from verbale.service import wording
from verbale.store.facets import NONE
from verbale.store.filters import Filter, Part
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Chip, Link, Option, Pager, Quote, choices, pager
from verbale.web.views.threads import thread_line
from verbale.web.views.titles import meeting_title, meeting_when, pair_words

NO_PILLAR = "pillar not told"
PAGE_SIZE = 100
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
    """The undertakings of one pillar on a page, and how many there are in all."""

    name: str
    count: str
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
    pager: Pager


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
        by=(*reader.parties(item.by), *map(Link, item.bodies)),
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
    record, only = reader.record, _filter(asked)
    counts = sorted(record.tally(Undertaking, "pillar", only).items(), key=lambda pair: _rank(pair[0]))
    count = sum(number for _, number in counts)
    states = {code: words.state_name(code) for code in record.tally(Meeting, "state")}
    statuses = {event: event for event in record.tally(Thread, "status")}
    return UndertakingsPage(
        path=_page_path(asked, page),
        groups=tuple(_groups(reader, only, counts, page)),
        count=words.counted(count, "undertaking"),
        filter=asked,
        states=choices(states, asked.state),
        pillars=choices(PILLARS, asked.pillar),
        strengths=tuple(
            Option(value, words.STRENGTH_WORDS[value], value == asked.strength) for value in STRENGTHS
        ),
        statuses=choices(statuses, asked.status),
        pager=pager(lambda at: _page_path(asked, at), page, PAGE_SIZE, count),
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


def _filter(asked: UndertakingFilter) -> Filter:
    told = (("strength", asked.strength), ("status", asked.status))
    return Filter(
        country=asked.state or None,
        pillar=asked.pillar or None,
        marks=tuple((what, value) for what, value in told if value),
    )


def _rank(pillar: str) -> int:
    order = list(PILLARS.values())
    name = words.pillar_name(pillar)
    return order.index(name) if name in order else len(order)


def _groups(reader: Reader, only: Filter, counts: Sequence[tuple[str, int]], page: int) -> Iterator[Group]:
    """Yield what one page shows of each pillar, by first pillar; the pillars follow each other over the pages."""
    skipped, room = (page - 1) * PAGE_SIZE, PAGE_SIZE
    for pillar, count in counts:
        here = max(0, min(count - skipped, room))
        if here:
            of_pillar = only._replace(marks=(*only.marks, ("pillar", pillar)))
            items = reader.record.some(Undertaking, of_pillar, Part(here, skipped, latest=True))
            rows = tuple(
                undertaking_row(reader, item, meeting=reader.meeting(item.meeting)) for item in items
            )
            name = NO_PILLAR if pillar == NONE else words.pillar_name(pillar)
            yield Group(name, words.counted(count, "undertaking"), rows)
        skipped, room = max(0, skipped - count), room - here


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
    made_at = Link("meeting not told")
    if meeting:
        made_at = Link(meeting_title(meeting), f"{links.meeting_path(meeting.id)}#{item.id}")
    return [
        ("By", (*reader.parties(item.by), *map(Link, item.bodies)) or (Link("not said"),)),
        ("Made at", (made_at,)),
        ("Pillar", tuple(Link(words.pillar_name(code)) for code in item.pillars) or (Link("not told"),)),
        ("Strength", (Link(_strength(item)),)),
        ("Deadline", (Link(words.day_words(item.deadline, "not said")),)),
        ("Target", (_target(reader, item),)),
        ("Names", tuple(Link(name) for name in item.named) or (Link("nothing"),)),
        (
            "Thread",
            (Link(thread.label, links.thread_path(thread.id)) if thread else Link("none: seen once"),),
        ),
    ]


def _target(reader: Reader, item: Undertaking) -> Link:
    target = reader.target(item.target)
    return Link(wording.target(target), links.target_path(target.id)) if target else Link("none named")
