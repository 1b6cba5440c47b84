"""What an item is filtered and sorted by, worked out from the item and the meetings around it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from verbale.records.items import (
    Alignment,
    AnyItem,
    Body,
    Evidence,
    Instrument,
    Mechanism,
    Meeting,
    Named,
    Person,
    Project,
    Review,
    SegmentItem,
    Target,
    Thread,
    Undertaking,
)
from verbale.records.reading import Source
from verbale.text.fold import fold

KINDS: tuple[type[AnyItem], ...] = (
    Source,
    Person,
    Body,
    Meeting,
    SegmentItem,
    Alignment,
    Undertaking,
    Target,
    Instrument,
    Project,
    Mechanism,
    Thread,
    Review,
)
"""The kinds in the order of the export."""

_LAST = "\U0010ffff"
"""Sorts after every date: items whose date is not known stand at the end."""
_BETWEEN = "\x1f"
NONE = "none"
"""Stands for the pillar of an undertaking that has none."""
_CODE_LENGTH = 2


def kind_of(kind: type[msgspec.Struct]) -> str:
    """The word for a kind in the export."""
    return str(kind.__struct_config__.tag)


@dataclass(frozen=True, slots=True)
class Facets:
    """The columns and links of one item."""

    sort: str
    start: int = 0
    source: str | None = None
    meeting: str | None = None
    thread: str | None = None
    date_start: str | None = None
    date_end: str | None = None
    countries: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    pillars: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What facets of an item need to know of the other items."""

    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    pillars: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Source and offset of each segment."""
    last: Mapping[str, str] = field(default_factory=dict)
    """The last event of each thread."""


def mark(kind: str, what: str, value: str = "") -> str:
    """What lists of a kind are narrowed to and counted by, as the record keeps it: `source.language:vi`."""
    return f"{kind}.{what}:{value}"


def _marks(kind: type[msgspec.Struct], *told: tuple[str, Iterable[str | None]]) -> frozenset[str]:
    """The marks of an item: what, with its values; those that are not known are left out."""
    return frozenset(mark(kind_of(kind), what, value) for what, values in told for value in values if value)


def context_of(items: Iterable[AnyItem]) -> Context:
    """Gather the meetings, the pillars of their undertakings and the places of the segments."""
    meetings: dict[str, Meeting] = {}
    pillars: dict[str, set[str]] = {}
    places: dict[str, tuple[str, int]] = {}
    last: dict[str, str] = {}
    for item in items:
        if isinstance(item, Meeting):
            meetings[item.id] = item
        elif isinstance(item, Undertaking) and item.meeting:
            pillars.setdefault(item.meeting, set()).update(item.pillars)
        elif isinstance(item, SegmentItem):
            places[item.id] = (item.source, item.start)
        elif isinstance(item, Thread) and item.events:
            last[item.id] = item.events[-1].event
    return Context(meetings, {key: frozenset(value) for key, value in pillars.items()}, places, last)


def facets(item: AnyItem, context: Context) -> Facets:  # noqa: C901  one line a kind
    """The facets of an item of any kind."""
    match item:
        case Source():
            told = _marks(Source, ("language", [item.language]))
            return Facets(sort=item.path, source=item.id, date_start=item.published, marks=told)
        case Person():
            return _person(item)
        case Body():
            return _body(item)
        case Meeting():
            return _meeting(item, context)
        case SegmentItem():
            return _segment(item)
        case Alignment():
            return _alignment(item, context)
        case Undertaking():
            return _undertaking(item, context)
        case Target():
            return _target(item, context)
        case Thread():
            return _thread(item)
        case Review():
            return _review(item)
        case Instrument() | Project() | Mechanism():
            return _named(item)


def _person(item: Person) -> Facets:
    return Facets(
        sort=fold(item.name),
        countries=frozenset(filter(None, [item.country])),
        persons=frozenset([item.id]),
        marks=_marks(Person, ("state", [item.country]), ("name", _folded(item))),
        evidence=(*item.evidence, *(proof for office in item.offices for proof in office.evidence)),
    )


def _body(item: Body) -> Facets:
    return Facets(
        sort=fold(item.name),
        countries=frozenset(filter(None, [item.country])),
        marks=_marks(Body, ("state", [item.country]), ("type", [item.type]), ("name", _folded(item))),
        evidence=item.evidence,
    )


def _meeting(item: Meeting, context: Context) -> Facets:
    return Facets(
        sort=item.date_start or _LAST,
        meeting=item.id,
        date_start=item.date_start,
        date_end=item.date_end or item.date_start,
        countries=frozenset(item.countries),
        persons=frozenset(participant.person for participant in item.participants),
        pillars=context.pillars.get(item.id, frozenset()),
        marks=_marks(
            Meeting,
            ("state", item.countries),
            ("states", [sides_mark(item)]),
            ("body", item.bodies),
            ("visit", [item.part_of]),
        ),
        evidence=item.evidence,
    )


def _segment(item: SegmentItem) -> Facets:
    return Facets(
        sort=item.source,
        start=item.start,
        source=item.source,
        meeting=item.meeting,
        persons=_persons([item.speaker]),
        pillars=frozenset(item.pillars),
    )


def _alignment(item: Alignment, context: Context) -> Facets:
    source, start = context.places.get(item.segments[0], ("", 0)) if item.segments else ("", 0)
    sort = _BETWEEN.join((_meeting_sort(item.meeting, context), source))
    return Facets(sort=sort, start=start, meeting=item.meeting)


def _undertaking(item: Undertaking, context: Context) -> Facets:
    meeting = context.meetings.get(item.meeting or "")
    return Facets(
        sort=_BETWEEN.join((_meeting_sort(item.meeting, context), _first_source(item.evidence))),
        start=item.evidence[0].start if item.evidence else 0,
        meeting=item.meeting,
        thread=item.thread,
        date_start=meeting.date_start if meeting else None,
        date_end=(meeting.date_end or meeting.date_start) if meeting else None,
        countries=_countries(item.by) | frozenset(meeting.countries if meeting else ()),
        persons=_persons([*item.by, item.speaker]),
        pillars=frozenset(item.pillars),
        marks=_marks(
            Undertaking,
            ("pillar", item.pillars[:1] or (NONE,)),
            ("strength", [item.strength]),
            ("status", [context.last.get(item.thread or "")]),
        ),
        evidence=item.evidence,
    )


def _target(item: Target, context: Context) -> Facets:
    meeting = context.meetings.get(item.meeting or "")
    return Facets(
        sort=_BETWEEN.join((_meeting_sort(item.meeting, context), fold(item.indicator))),
        start=item.evidence[0].start if item.evidence else 0,
        meeting=item.meeting,
        date_start=meeting.date_start if meeting else None,
        countries=frozenset(item.countries),
        marks=_marks(Target, ("state", item.countries), ("status", [item.status]), ("series", [item.series])),
        evidence=item.evidence,
    )


def _named(item: Named) -> Facets:
    return Facets(
        sort=fold(item.name),
        countries=frozenset(item.countries),
        marks=_marks(type(item), ("state", item.countries), ("name", _folded(item))),
        evidence=item.evidence,
    )


def _folded(item: Person | Body | Named) -> set[str]:
    """The spellings of a name, as they are searched."""
    return {fold(name) for name in (item.name, *(name.text for name in item.names))}


def _thread(item: Thread) -> Facets:
    dates = sorted(event.date for event in item.events if event.date)
    return Facets(
        sort=_BETWEEN.join((dates[0] if dates else _LAST, fold(item.label))),
        thread=item.id,
        date_start=dates[0] if dates else None,
        date_end=dates[-1] if dates else None,
        countries=frozenset(item.countries),
        pillars=frozenset(item.pillars),
        marks=_marks(Thread, ("status", [item.events[-1].event] if item.events else [])),
    )


def _review(item: Review) -> Facets:
    """The likeliest first; found by the people whom it is about."""
    return Facets(
        sort=_BETWEEN.join((f"{1 - item.score:.4f}", *item.names)),
        persons=frozenset(item.items if item.about == "person" else ()),
        evidence=item.evidence,
    )


def sides_mark(item: Meeting) -> str:
    """All states and organisations that met, as meetings of the same ones are marked."""
    return "-".join([*sorted(item.countries), *sorted(item.bodies)])


def _meeting_sort(meeting: str | None, context: Context) -> str:
    known = context.meetings.get(meeting or "")
    return _BETWEEN.join(((known.date_start if known else None) or _LAST, meeting or _LAST))


def _first_source(evidence: Sequence[Evidence]) -> str:
    return evidence[0].source if evidence else ""


def is_country(code: str) -> bool:
    """Whether one of `by` is a country (ISO 3166-1 alpha-2) and not a person's id."""
    return len(code) == _CODE_LENGTH and code.isupper()


def _countries(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code for code in codes if is_country(code))


def _persons(ids: Iterable[str | None]) -> frozenset[str]:
    return frozenset(id_ for id_ in ids if id_ and not is_country(id_))
