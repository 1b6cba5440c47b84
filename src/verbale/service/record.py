"""The record as Python sees it: typed objects, sorted lists, search."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from verbale.errors import ItemNotFoundError
from verbale.records.items import (
    Alignment,
    AnyItem,
    Body,
    Instrument,
    Mechanism,
    Meeting,
    Person,
    Project,
    Review,
    SegmentItem,
    Target,
    Thread,
    Undertaking,
)
from verbale.records.reading import Refusal, Source
from verbale.records.vocabulary import PILLARS
from verbale.service.history import History, history_of
from verbale.store import words
from verbale.store.facets import kind_of
from verbale.store.filters import ANY, WHOLE, Filter, Found, Part
from verbale.store.store import Store

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from verbale.records.judgements import Judgement

ItemT = TypeVar("ItemT", bound=AnyItem)

NAMED: tuple[type[Instrument | Project | Mechanism], ...] = (Instrument, Project, Mechanism)
"""Kinds of things with a name."""

DEFAULT_LIMIT = 50
"""Hits that a search gives unless asked for more."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A segment that holds the words searched for.

    Attributes:
        segment: id of the segment.
        source: id of its source.
        start: of the segment in the source's text.
        end: of the segment in the source's text.
        text: the segment.
        marks: where the words stand, as offsets into `text`.
        language: of the segment.
        meeting: id of the meeting that it tells of.
    """

    segment: str
    source: str
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]
    language: str
    meeting: str | None

    def snippet(self, before: str = "[", after: str = "]") -> str:
        """The segment with the words marked."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


@dataclass(frozen=True, slots=True)
class Summary:
    """What a record holds.

    Attributes:
        path: of the file.
        pages: that were read.
        refused: files and pages that could not be read.
        counts: items of each kind, by the word of the export.
        languages: of the sources, with how many there are, most frequent first.
        countries: of the meetings, with how many there are, most frequent first.
        first: day of the first dated meeting.
        last: day of the last dated meeting.
        built: whether the items are up to date with the pages; if not, a reading was broken off.
    """

    path: str
    pages: int
    refused: int
    counts: dict[str, int]
    languages: dict[str, int]
    countries: dict[str, int]
    first: str | None
    last: str | None
    built: bool


class Record:
    """A record, open for reading unless asked otherwise. Lists come sorted; an unknown id raises.

    Every method asks the file, so that what another process adds is seen. Safe to use from several threads.
    """

    def __init__(self, path: str | os.PathLike[str], *, write: bool = False) -> None:
        """Open the record at a path.

        Raises:
            RecordFileError: when it is missing, is no record or was made by a newer version.
        """
        self.store = Store(Path(path), write=write)

    @property
    def path(self) -> Path:
        """The file."""
        return self.store.path

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def one(self, kind: type[ItemT], id_: str) -> ItemT:
        """One item of a kind. Raises ItemNotFoundError."""
        item = self.store.item(kind, id_)
        if item is None:
            raise ItemNotFoundError(f"{self.path} holds no {kind_of(kind)} {id_}")
        return item

    def some(self, kind: type[ItemT], only: Filter = ANY, part: Part = WHOLE) -> list[ItemT]:
        """A part of the items of a kind that have something in common: what lists are shown from, page by page."""
        return self.store.select(kind, self._known(only), part)

    def encoded(self, kind: type[ItemT], only: Filter = ANY, part: Part = WHOLE) -> list[str]:
        """The same as `some`, each item as the JSON object of the export."""
        return self.store.bodies_of(kind, self._known(only), part)

    def count(self, kind: type[AnyItem], only: Filter = ANY) -> int:
        """How many items of a kind have something in common."""
        return self.store.count(kind, self._known(only))

    def before(self, meeting: Meeting, only: Filter = ANY) -> int:
        """How many meetings that have something in common stand before one of them in the order of the export."""
        return self.store.before(meeting, self._known(only))

    def tally(self, kind: type[AnyItem], what: str, only: Filter = ANY) -> dict[str, int]:
        """How many items of a kind there are of each state, language, strength or whatever marks them."""
        return self.store.tally(kind, what, self._known(only))

    def sources(self) -> list[Source]:
        """Pages and teasers, by path."""
        return self.store.select(Source)

    def source(self, id_: str) -> Source:
        """One source. Raises ItemNotFoundError."""
        return self.one(Source, id_)

    def people(self, country: str | None = None) -> list[Person]:
        """People, by name."""
        return self.store.select(Person, Filter(country=country))

    def person(self, id_: str) -> Person:
        """One person. Raises ItemNotFoundError."""
        return self.one(Person, id_)

    def bodies(self, country: str | None = None) -> list[Body]:
        """Organisations, by name."""
        return self.store.select(Body, Filter(country=country))

    def body(self, id_: str) -> Body:
        """One organisation. Raises ItemNotFoundError."""
        return self.one(Body, id_)

    def meetings(
        self,
        country: str | None = None,
        person: str | None = None,
        pillar: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Meeting]:
        """Meetings by date, those without one last.

        Args:
            country: a country (ISO 3166-1 alpha-2) that takes part.
            person: id of a person who takes part or is mentioned.
            pillar: code or name of a pillar that an undertaking made there belongs to.
            since: ISO date; meetings that end on that day or later.
            until: ISO date; meetings that begin on that day or earlier.
        """
        only = Filter(country=country, person=person, pillar=pillar, since=since, until=until)
        return self.some(Meeting, only)

    def meeting(self, id_: str) -> Meeting:
        """One meeting. Raises ItemNotFoundError."""
        return self.one(Meeting, id_)

    def undertakings(
        self,
        meeting: str | None = None,
        person: str | None = None,
        pillar: str | None = None,
        thread: str | None = None,
        country: str | None = None,
    ) -> list[Undertaking]:
        """Undertakings and proposals, by the date of their meeting and their place in the account."""
        only = Filter(meeting=meeting, person=person, pillar=pillar, thread=thread, country=country)
        return self.some(Undertaking, only)

    def undertaking(self, id_: str) -> Undertaking:
        """One undertaking. Raises ItemNotFoundError."""
        return self.one(Undertaking, id_)

    def targets(self, meeting: str | None = None, country: str | None = None) -> list[Target]:
        """Targets and values reported as reached, by the date of their meeting."""
        return self.store.select(Target, Filter(meeting=meeting, country=country))

    def target(self, id_: str) -> Target:
        """One target. Raises ItemNotFoundError."""
        return self.one(Target, id_)

    def threads(self, country: str | None = None) -> list[Thread]:
        """Threads, by the date of their first event."""
        return self.store.select(Thread, Filter(country=country))

    def thread(self, id_: str) -> Thread:
        """One thread. Raises ItemNotFoundError."""
        return self.one(Thread, id_)

    def reviews(self) -> list[Review]:
        """Pairs of items that may be one and that nobody has judged yet, the likeliest first."""
        return self.store.select(Review)

    def review(self, id_: str) -> Review:
        """One pair that may be one. Raises ItemNotFoundError."""
        return self.one(Review, id_)

    def mechanisms(self) -> list[Mechanism]:
        """Standing formats, by name."""
        return self.store.select(Mechanism)

    def projects(self) -> list[Project]:
        """Named works, by name."""
        return self.store.select(Project)

    def instruments(self) -> list[Instrument]:
        """Named agreements, statements and plans, by name."""
        return self.store.select(Instrument)

    def named(self, id_: str) -> Instrument | Project | Mechanism:
        """One instrument, project or mechanism. Raises ItemNotFoundError."""
        for kind in NAMED:
            item = self.store.item(kind, id_)
            if item is not None:
                return item
        raise ItemNotFoundError(f"{self.path} holds no instrument, project or mechanism {id_}")

    def alignments(self, meeting: str) -> list[Alignment]:
        """What the accounts of a meeting say alike and what stands in one alone."""
        return self.store.select(Alignment, Filter(meeting=meeting))

    def segments(self, source: str | None = None, meeting: str | None = None) -> list[SegmentItem]:
        """Segments, source by source in text order."""
        return self.store.select(SegmentItem, Filter(source=source, meeting=meeting))

    def segment(self, id_: str) -> SegmentItem:
        """One segment. Raises ItemNotFoundError."""
        return self.one(SegmentItem, id_)

    def evidence_in(self, source: str) -> list[Found]:
        """Every place of a source that an item rests on: start, end, kind and id, in text order."""
        return self.store.evidence_in(source)

    def search(self, text: str, limit: int = DEFAULT_LIMIT) -> list[Hit]:
        """Segments that hold all the words, in any script, whatever their accents and case.

        Words may go on (`Vient` finds `Vientiane`); in scripts without spaces any part of the text is found.
        """
        asked = words.phrases(text)
        return [_hit(segment, asked) for segment in self.store.search(text, SegmentItem, limit)]

    def judgements(self) -> list[Judgement]:
        """What people judged, by time; what was undone too, with the judgement that undid it."""
        return self.store.judgements()

    def history(self, id_: str) -> History:
        """What was read of an item, where and when, and every judgement on it.

        The id may be the beginning of one, or one that the item had before it was judged. Raises ItemNotFoundError.
        """
        return history_of(self.store, id_)

    def items(self) -> Iterator[AnyItem]:
        """Every item in the order of the export."""
        return self.store.items()

    def refusals(self) -> list[Refusal]:
        """Files and pages that could not be read, and why, by path."""
        return self.store.refusals()

    def summary(self) -> Summary:
        """What the record holds, in figures."""
        first, last = self.store.days(Meeting)
        return Summary(
            path=str(self.path),
            pages=self.store.pages_read(),
            refused=len(self.refusals()),
            counts=self.store.counts(),
            languages=_frequent(self.tally(Source, "language")),
            countries=_frequent(self.tally(Meeting, "state")),
            first=first,
            last=last,
            built=self.store.is_built(),
        )

    def _known(self, only: Filter) -> Filter:
        """A filter with the form of a pillar's name that the record uses, whether its code or its name was given."""
        asked = only.pillar
        if asked is None:
            return only
        forms = [asked, PILLARS.get(asked, ""), *(code for code, name in PILLARS.items() if name == asked)]
        return only._replace(
            pillar=next((form for form in forms if form and self.store.has_pillar(form)), asked)
        )


def _hit(segment: SegmentItem, asked: list[list[words.Token]]) -> Hit:
    return Hit(
        segment=segment.id,
        source=segment.source,
        start=segment.start,
        end=segment.end,
        text=segment.text,
        marks=tuple(words.matches(segment.text, asked)),
        language=segment.language,
        meeting=segment.meeting,
    )


def _frequent(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
