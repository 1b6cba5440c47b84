"""The meetings on a timeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from verbale.records.items import Meeting, Person
from verbale.records.vocabulary import PILLARS
from verbale.service.record import Record
from verbale.store.filters import Filter, Part
from verbale.text.fold import fold
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Option, Pager, choices, pager
from verbale.web.views.titles import meeting_when, meeting_who, pair_words, weight

PAGE_SIZE = 60
"""Meetings on one page of the timeline."""
GIST = 2
"""Undertakings that the line of a meeting names."""
NAMES_OFFERED = 400
"""Names that the filter by person suggests: more would weigh on every page."""
MOST_PEOPLE = 200
"""People whose meetings are shown together when part of a name is asked for."""
_MONTH = 7
_YEAR = 4


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """What the timeline is narrowed to; empty strings mean everything."""

    state: str = ""
    other: str = ""
    person: str = ""
    pillar: str = ""
    since: str = ""
    until: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is narrowed."""
        return any((self.state, self.other, self.person, self.pillar, self.since, self.until))


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """One meeting on the line."""

    href: str
    who: str
    when: str
    pair: str
    type: str
    place: str | None
    read_from: str
    gist: str
    undertakings: str


@dataclass(frozen=True, slots=True)
class Month:
    """The meetings of one month."""

    name: str
    entries: tuple[MeetingEntry, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The meetings of one year, latest month first."""

    name: str
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """The timeline, with its filters as they stand."""

    path: str
    years: tuple[Year, ...]
    count: str
    filter: MeetingFilter
    states: tuple[Option, ...]
    others: tuple[Option, ...]
    pillars: tuple[Option, ...]
    names: tuple[str, ...]
    pager: Pager


def meetings_page(reader: Reader, asked: MeetingFilter, page: int) -> MeetingsPage:
    """Return the timeline, latest first, narrowed as asked; undated meetings stand at the end."""
    record, only = reader.record, _filter(reader, asked)
    count = record.count(Meeting, only)
    page = max(1, min(page, 1 + (count - 1) // PAGE_SIZE))
    shown = record.some(Meeting, only, Part(PAGE_SIZE, (page - 1) * PAGE_SIZE, latest=True))
    states = {code: words.state_name(code) for code in record.tally(Meeting, "state")}
    return MeetingsPage(
        path=_page_path(asked, page),
        years=tuple(_years(reader, shown)),
        count=words.counted(count, "meeting"),
        filter=asked,
        states=choices(states, asked.state),
        others=choices(states, asked.other),
        pillars=choices(PILLARS, asked.pillar),
        names=tuple(person.name for person in record.some(Person, part=Part(NAMES_OFFERED))),
        pager=pager(
            lambda at: _page_path(asked, at), page, PAGE_SIZE, count, ("Later meetings", "Earlier meetings")
        ),
    )


def _page_path(asked: MeetingFilter, page: int) -> str:
    return links.with_query(
        "/",
        state=asked.state,
        other=asked.other,
        person=asked.person,
        pillar=asked.pillar,
        since=asked.since,
        until=asked.until,
        page=page if page > 1 else None,
    )


def _filter(reader: Reader, asked: MeetingFilter) -> Filter:
    return Filter(
        country=asked.state or None,
        pillar=asked.pillar or None,
        since=asked.since or None,
        until=asked.until or None,
        marks=(("state", asked.other),) if asked.other else (),
        persons=_people_asked(reader.record, asked.person.strip()),
    )


def _people_asked(record: Record, name: str) -> tuple[str, ...] | None:
    """Return the ids of those whose id, name or spelling is the one asked for, else holds it; None for anyone."""
    if not name:
        return None
    exact = Filter(marks=(("name", fold(name)),))
    found = record.some(Person, exact) or record.some(Person, Filter(named=name), Part(MOST_PEOPLE))
    return (name, *(person.id for person in found))


def _years(reader: Reader, meetings: Sequence[Meeting]) -> Iterable[Year]:
    for year, of_year in groupby(meetings, key=lambda m: (m.date_start or "")[:_YEAR]):
        yield Year(year or "Date not said", tuple(_months(reader, of_year)))


def _months(reader: Reader, meetings: Iterable[Meeting]) -> Iterable[Month]:
    for month, of_month in groupby(meetings, key=_month):
        name = words.day_words(month, "").split(" ")[0] if month else ""
        yield Month(name, tuple(meeting_entry(reader, meeting) for meeting in of_month))


def _month(meeting: Meeting) -> str:
    """Return `2025-12`, or nothing for a meeting whose date is not known to the month."""
    if meeting.date_start is None or meeting.date_precision == "year":
        return ""
    return meeting.date_start[:_MONTH]


def meeting_entry(reader: Reader, meeting: Meeting) -> MeetingEntry:
    """Return a meeting as lists show it."""
    made = sorted(reader.record.undertakings(meeting=meeting.id), key=weight)
    accounts = reader.sources(meeting.sources)
    languages = [words.language_name(code) for code in dict.fromkeys(s.language for s in accounts)]
    return MeetingEntry(
        href=links.meeting_path(meeting.id),
        who=meeting_who(meeting),
        when=meeting_when(meeting),
        pair=pair_words(meeting),
        type=words.MEETING_WORDS[meeting.type],
        place=meeting.place,
        read_from=f"{words.counted(len(accounts), 'account')} in {words.joined(languages)}",
        gist="; ".join(item.label for item in made[:GIST]),
        undertakings=words.counted(len(made), "undertaking") if made else "",
    )
