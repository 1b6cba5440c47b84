"""One meeting: facts, undertakings, targets, accounts side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verbale.records.items import Meeting, Participant, Target
from verbale.records.reading import Source
from verbale.service import wording
from verbale.service.offices import office_words
from verbale.store.facets import sides_mark
from verbale.store.filters import Filter, Part
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.accounts import Accounts, AccountsView, accounts_view
from verbale.web.views.common import Link, Quote, source_label
from verbale.web.views.titles import meeting_title, pair_words, weight
from verbale.web.views.undertakings import UndertakingRow, undertaking_row

STRIP = 7
"""Meetings of the same states shown at once, this one in their middle where it can be."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A meeting on the strip of the pair's meetings."""

    href: str
    when: str
    where: str
    current: bool


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person at the meeting with the office held that day."""

    person: Link
    office: str


@dataclass(frozen=True, slots=True)
class Side:
    """Those who came for one state."""

    name: str
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A figure to reach, or reported as reached."""

    text: str
    status: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything that the page of a meeting shows, in its order."""

    path: str
    title: str
    pair: Link
    type: str
    standing: tuple[Link, ...]
    parts: tuple[Stop, ...]
    strip: tuple[Stop, ...]
    strip_more: Link | None
    sides: tuple[Side, ...]
    mentioned: tuple[Attendee, ...]
    read_from: str
    origins: str
    sources: tuple[Link, ...]
    quotes: tuple[Quote, ...]
    undertakings: tuple[UndertakingRow, ...]
    undertakings_note: str
    targets: tuple[TargetRow, ...]
    accounts: Accounts | None
    jumps: tuple[Link, ...]


def meeting_page(reader: Reader, id_: str, view: AccountsView) -> MeetingPage:
    """Return the page of one meeting. Raises ItemNotFoundError."""
    meeting = reader.record.meeting(id_)
    accounts = reader.sources(meeting.sources)
    items = sorted(reader.record.undertakings(meeting=meeting.id), key=weight)
    languages = [account.language for account in accounts]
    pair = _pair_path(meeting)
    targets = tuple(_target(reader, target) for target in reader.record.targets(meeting=meeting.id))
    shown = accounts_view(reader, meeting, view)
    strip, met = _strip(reader, meeting)
    parts = reader.record.some(Meeting, Filter(marks=(("visit", meeting.id),)))
    return MeetingPage(
        path=links.meeting_path(meeting.id),
        title=meeting_title(meeting),
        pair=Link(pair_words(meeting), pair),
        type=words.MEETING_WORDS[meeting.type],
        standing=tuple(_standing(reader, meeting)),
        parts=tuple(_stop(part, meeting) for part in parts),
        strip=tuple(_stop(near, meeting) for near in strip),
        strip_more=_strip_more(met, pair),
        sides=_sides(meeting, languages),
        mentioned=tuple(_attendee(p, languages) for p in meeting.participants if p.role == "mentioned"),
        read_from=_read_from(accounts),
        origins=_origins(meeting),
        sources=tuple(_account_link(source) for source in accounts),
        quotes=reader.quotes(meeting.evidence),
        undertakings=tuple(undertaking_row(reader, item, accounts) for item in items),
        undertakings_note=_undertakings_note(len(items)),
        targets=targets,
        accounts=shown,
        jumps=tuple(_jumps(len(items), len(targets), shown)),
    )


def _standing(reader: Reader, meeting: Meeting) -> Iterator[Link]:
    """Yield what is known of how the meeting stands to others: its status, session, host, gathering and visit."""
    if meeting.status != "held":
        yield Link(words.STATUS_WORDS[meeting.status])
    if meeting.session is not None:
        yield Link(f"session {meeting.session}")
    if meeting.host is not None:
        names = {p.person: p.name for p in meeting.participants}
        person = meeting.host in names
        name = names[meeting.host] if person else words.state_name(meeting.host)
        yield Link(f"hosted by {words.isolated(name)}", links.person_path(meeting.host) if person else None)
    if meeting.margins_of is not None:
        yield Link(f"on the margins of {words.isolated(meeting.margins_of)}")
    visit = reader.meeting(meeting.part_of)
    if visit is not None:
        yield Link(f"part of {meeting_title(visit)}", links.meeting_path(visit.id))


def _jumps(undertakings: int, targets: int, accounts: Accounts | None) -> Iterator[Link]:
    """Yield links to the parts of a page that has several."""
    if undertakings:
        yield Link(words.counted(undertakings, "undertaking"), "#undertakings")
    if targets:
        yield Link(words.counted(targets, "target"), "#targets")
    if accounts:
        yield Link(accounts.heading, "#accounts")
    yield Link("Corrections", "#judged")


def _undertakings_note(number: int) -> str:
    return f"{number} · with the words of each account" if number else "none was read in these accounts"


def _pair_path(meeting: Meeting) -> str:
    state, other = (*meeting.countries, "", "")[:2]
    return links.with_query("/", state=state, other=other)


def _strip(reader: Reader, meeting: Meeting) -> tuple[list[Meeting], int]:
    """Return the meetings of the same states around this one, by date, and how many there are in all."""
    if not (meeting.countries or meeting.bodies):
        return [], 0
    same = Filter(marks=(("states", sides_mark(meeting)),))
    count = reader.record.count(Meeting, same)
    before = reader.record.before(meeting, same)
    start = max(0, min(before - STRIP // 2, count - STRIP))
    near = reader.record.some(Meeting, same, Part(STRIP, start))
    return (near if count > 1 else []), count


def _strip_more(count: int, pair: str) -> Link | None:
    return Link(f"all {count:,} meetings of these states", pair) if count > STRIP else None


def _stop(near: Meeting, meeting: Meeting) -> Stop:
    return Stop(
        href=links.meeting_path(near.id),
        when=words.date_words(near.date_start, near.date_end, near.date_precision),
        where=near.place or words.MEETING_WORDS[near.type],
        current=near.id == meeting.id,
    )


def _sides(meeting: Meeting, languages: Sequence[str]) -> tuple[Side, ...]:
    """Return the participants by state or organisation, in the order of the sides; those of no known side last."""
    present = [person for person in meeting.participants if person.role != "mentioned"]
    sides = dict.fromkeys([*meeting.countries, *meeting.bodies, *map(_side_of, present)])
    return tuple(
        Side(
            words.state_name(side) if side else "Side not said",
            tuple(_attendee(person, languages) for person in present if _side_of(person) == side),
        )
        for side in sorted(sides, key=lambda side: not side)
    )


def _side_of(person: Participant) -> str:
    return person.country or person.body or ""


def _attendee(person: Participant, languages: Sequence[str]) -> Attendee:
    office = words.isolated(office_words(person.office, languages) if person.office else "office not said")
    return Attendee(
        Link(person.name, links.person_path(person.person)),
        f"{office} · chair" if person.role == "chair" else office,
    )


def _read_from(accounts: Sequence[Source]) -> str:
    languages = [words.language_name(code) for code in dict.fromkeys(s.language for s in accounts)]
    return f"{words.counted(len(accounts), 'account')} in {words.joined(languages)}"


def _origins(meeting: Meeting) -> str:
    """Return where date and place came from; what is missing is said to be."""
    day = words.DATE_ORIGINS.get(meeting.date_from or "", "origin of the date not kept")
    country = f", {words.state_name(meeting.place_country)}" if meeting.place_country else ""
    place = f"in {words.isolated(meeting.place)}{country}" if meeting.place else "place not said"
    return f"{day if meeting.date_start else 'date not said'} · {place}"


def _account_link(source: Source) -> Link:
    return Link(
        f"{source_label(source)} ({words.language_name(source.language)})", links.source_path(source.id)
    )


def _target(reader: Reader, target: Target) -> TargetRow:
    return TargetRow(wording.target(target), wording.target_status(target), reader.quotes(target.evidence))
