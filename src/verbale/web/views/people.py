"""People: all of them, and each with names, offices, meetings and undertakings."""

from dataclasses import dataclass

from verbale.records.items import Body, Meeting, Office, Person, Undertaking
from verbale.service.offices import office_words
from verbale.store.filters import Filter, Part
from verbale.text.fold import fold
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Option, Pager, Quote, Spelling, choices, pager, spellings_of
from verbale.web.views.meetings import MeetingEntry, meeting_entry
from verbale.web.views.undertakings import UndertakingRow, undertaking_row

PAGE_SIZE = 200
"""People on one page of the list."""
LISTED = 50
"""Meetings and undertakings that the page of a person lists: the latest ones."""
BODIES_LOOKED_AT = 20
"""Organisations whose names hold the words for the body of an office."""
WIKIDATA = "https://www.wikidata.org/wiki/"


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office with the days on which it was seen, and the words that say so.

    Attributes:
        body: address of the organisation in which it is held, if the record has it.
    """

    title: str
    of: str
    body: str | None
    seen: str
    former: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person."""

    name: str
    country: str
    spellings: tuple[Spelling, ...]
    offices: tuple[OfficeRow, ...]
    meetings: tuple[MeetingEntry, ...]
    meetings_note: str
    meetings_more: Link | None
    undertakings: tuple[UndertakingRow, ...]
    undertakings_note: str
    quotes: tuple[Quote, ...]
    quotes_note: str
    wikidata: Link | None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as the list shows them."""

    href: str
    name: str
    office: str
    country: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """All people, by name, with the filters as they stand."""

    path: str
    entries: tuple[PersonEntry, ...]
    count: str
    name: str
    state: str
    states: tuple[Option, ...]
    pager: Pager


def people_page(reader: Reader, state: str, name: str, page: int) -> PeoplePage:
    """Return the list of people, narrowed to a state and to spellings that hold some letters."""
    record = reader.record
    only = Filter(country=state or None, named=name.strip() or None)
    count = record.count(Person, only)
    shown = record.some(Person, only, Part(PAGE_SIZE, (page - 1) * PAGE_SIZE))
    states = {code: words.state_name(code) for code in record.tally(Person, "state")}
    return PeoplePage(
        path=_page_path(state, name, page),
        entries=tuple(_entry(person) for person in shown),
        count=words.counted(count, "person", "people"),
        name=name,
        state=state,
        states=choices(states, state),
        pager=pager(lambda at: _page_path(state, name, at), page, PAGE_SIZE, count),
    )


def _page_path(state: str, name: str, page: int) -> str:
    return links.with_query("/people", state=state, name=name, page=page if page > 1 else None)


def _entry(person: Person) -> PersonEntry:
    latest = max(person.offices, key=lambda office: (not office.former, office.last_seen or ""), default=None)
    return PersonEntry(
        href=links.person_path(person.id),
        name=person.name,
        office=_office_words(latest) if latest else "office not said",
        country=words.state_name(person.country) if person.country else "state not said",
    )


def _office_words(office: Office) -> str:
    seen = f", seen {words.day_words(office.last_seen)}" if office.last_seen else ""
    title = words.isolated(office_words(office.title, code=office.code))
    return f"{'former ' if office.former else ''}{title}{seen}"


def person_page(reader: Reader, id_: str) -> PersonPage:
    """Return the page of one person. Raises ItemNotFoundError."""
    person = reader.record.person(id_)
    record, of_person, latest = reader.record, Filter(person=person.id), Part(LISTED, latest=True)
    met, made = record.count(Meeting, of_person), record.count(Undertaking, of_person)
    return PersonPage(
        name=person.name,
        country=words.state_name(person.country) if person.country else "State not said",
        spellings=spellings_of(person.names),
        offices=tuple(_office(reader, office) for office in person.offices),
        meetings=tuple(meeting_entry(reader, m) for m in record.some(Meeting, of_person, latest)),
        meetings_note=_first_of(met),
        meetings_more=_all_meetings(person.id, met),
        undertakings=tuple(
            undertaking_row(reader, u, meeting=reader.meeting(u.meeting))
            for u in record.some(Undertaking, of_person, latest)
        ),
        undertakings_note=_first_of(made),
        quotes=reader.quotes(person.evidence),
        quotes_note=words.counted(len(person.evidence), "place"),
        wikidata=Link(person.wikidata, WIKIDATA + person.wikidata) if person.wikidata else None,
    )


def _first_of(number: int) -> str:
    return str(number) if number <= LISTED else f"the latest {LISTED} of {number:,}"


def _all_meetings(person: str, number: int) -> Link | None:
    return Link("All meetings", links.with_query("/", person=person)) if number > LISTED else None


def _office(reader: Reader, office: Office) -> OfficeRow:
    of = [words.state_name(office.country) if office.country else "", words.isolated(office.body or "")]
    return OfficeRow(
        title=office_words(office.title, code=office.code),
        of=", ".join(part for part in of if part) or "not said",
        body=_body_href(reader, office),
        seen=_seen(office),
        former=office.former,
        quotes=reader.quotes(office.evidence),
    )


def _body_href(reader: Reader, office: Office) -> str | None:
    """Return the address of the only organisation that has the name of an office's body and may be of its state."""
    if not office.body:
        return None
    asked = fold(office.body)
    found = [
        body.id
        for body in reader.record.some(Body, Filter(named=office.body), Part(BODIES_LOOKED_AT))
        if body.country in (None, office.country) and asked in {fold(name.text) for name in body.names}
    ]
    return links.body_path(found[0]) if len(found) == 1 else None


def _seen(office: Office) -> str:
    if office.first_seen is None:
        return "day not said"
    first = words.day_words(office.first_seen)
    if office.last_seen in (None, office.first_seen):
        return f"seen {first}"
    return f"first seen {first}, last {words.day_words(office.last_seen)}"
