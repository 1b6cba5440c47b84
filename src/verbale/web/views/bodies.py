"""Organisations: all of them, and each with its names, the words that name it and the meetings told there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from verbale.records.items import Body, Meeting
from verbale.store.filters import Filter, Part
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Option, Pager, Quote, Spelling, choices, pager, spellings_of
from verbale.web.views.meetings import MeetingEntry, meeting_entry

PAGE_SIZE = 200
"""Organisations on one page of the list."""
LISTED = 50
"""Meetings that the page of an organisation lists."""
NAMES_SEARCHED = 8
"""Names by which passages that name an organisation are searched: each is a search of its own."""
WIKIDATA = "https://www.wikidata.org/wiki/"


@dataclass(frozen=True, slots=True)
class BodyFilter:
    """What the list is narrowed to: a kind of organisation, letters of a name, a state; empty means everything."""

    kind: str = ""
    name: str = ""
    state: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.kind or self.name or self.state)


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """An organisation as the list shows it."""

    href: str
    name: str
    about: str
    country: str


@dataclass(frozen=True, slots=True)
class BodiesPage:
    """All organisations, by name, with the filters as they stand."""

    path: str
    entries: tuple[BodyEntry, ...]
    count: str
    filter: BodyFilter
    kinds: tuple[Option, ...]
    states: tuple[Option, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One organisation.

    Attributes:
        meetings: those to which it is a side, then those told in passages that name it.
    """

    name: str
    eyebrow: str
    spellings: tuple[Spelling, ...]
    meetings: tuple[MeetingEntry, ...]
    quotes: tuple[Quote, ...]
    quotes_note: str
    wikidata: Link | None


def bodies_page(reader: Reader, asked: BodyFilter, page: int) -> BodiesPage:
    """Return the list of organisations, narrowed as asked."""
    record = reader.record
    only = Filter(
        country=asked.state or None,
        named=asked.name.strip() or None,
        marks=(("type", asked.kind),) if asked.kind else (),
    )
    count = record.count(Body, only)
    shown = record.some(Body, only, Part(PAGE_SIZE, (page - 1) * PAGE_SIZE))
    kinds = {kind: kind for kind in record.tally(Body, "type")}
    states = {code: words.state_name(code) for code in record.tally(Body, "state")}
    return BodiesPage(
        path=_page_path(asked, page),
        entries=tuple(_entry(body) for body in shown),
        count=words.counted(count, "organisation"),
        filter=asked,
        kinds=choices(kinds, asked.kind),
        states=choices(states, asked.state),
        pager=pager(lambda at: _page_path(asked, at), page, PAGE_SIZE, count),
    )


def _page_path(asked: BodyFilter, page: int) -> str:
    return links.with_query(
        "/bodies", kind=asked.kind, name=asked.name, state=asked.state, page=page if page > 1 else None
    )


def _entry(body: Body) -> BodyEntry:
    return BodyEntry(
        href=links.body_path(body.id),
        name=body.name,
        about=body.type or "kind not said",
        country=words.state_name(body.country) if body.country else "",
    )


def body_page(reader: Reader, id_: str) -> BodyPage:
    """Return the page of one organisation. Raises ItemNotFoundError."""
    body = reader.record.body(id_)
    about = [body.type or "organisation", words.state_name(body.country) if body.country else ""]
    return BodyPage(
        name=body.name,
        eyebrow=" · ".join(part for part in about if part),
        spellings=spellings_of(body.names),
        meetings=tuple(meeting_entry(reader, meeting) for meeting in islice(_meetings(reader, body), LISTED)),
        quotes=reader.quotes(body.evidence),
        quotes_note=words.counted(len(body.evidence), "place"),
        wikidata=Link(body.wikidata, WIKIDATA + body.wikidata) if body.wikidata else None,
    )


def _meetings(reader: Reader, body: Body) -> Iterator[Meeting]:
    """Yield meetings to which it is a side, and those told in the passages that name it, each once."""
    shown: set[str] = set()
    sides = reader.record.some(Meeting, Filter(marks=(("body", body.name),)), Part(LISTED, latest=True))
    for meeting in [*sides, *_told(reader, body)]:
        if meeting.id not in shown:
            shown.add(meeting.id)
            yield meeting


def _told(reader: Reader, body: Body) -> Iterator[Meeting]:
    for id_ in dict.fromkeys(_of_quotes(reader, body)):
        meeting = reader.meeting(id_)
        if meeting is not None:
            yield meeting


def _of_quotes(reader: Reader, body: Body) -> Iterator[str]:
    """Yield the meetings of the segments that are its quotes, and of those that the search finds by its names."""
    for source in dict.fromkeys(proof.source for proof in body.evidence):
        proofs = {(proof.start, proof.end) for proof in body.evidence if proof.source == source}
        for segment in reader.record.segments(source=source):
            if (segment.start, segment.end) in proofs and segment.meeting:
                yield segment.meeting
    if body.country is None:
        for text in islice(_names(body), NAMES_SEARCHED):
            yield from (hit.meeting for hit in reader.record.search(text, LISTED) if hit.meeting)


def _names(body: Body) -> Iterable[str]:
    """Names that tell it alone: of a state's bodies many share one, such as `Ministry of Foreign Affairs`."""
    return dict.fromkeys(name.text for name in body.names if len(name.text) > 1)
