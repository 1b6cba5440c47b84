"""The items of a record, as the export contract names them. Each is encoded as one JSON object with `kind`."""

from typing import TypeAlias

import msgspec

from verbale.records.reading import Source
from verbale.records.vocabulary import (
    Act,
    Bound,
    DifferenceKind,
    JudgedAction,
    MeetingStatus,
    MeetingType,
    Precision,
    Relation,
    Role,
    Strength,
    TargetStatus,
    ThreadEvent,
)


class Evidence(msgspec.Struct, frozen=True, order=True):
    """The words that an item rests on: `quote` is exactly `text[start:end]` of the source's text."""

    source: str
    start: int
    end: int
    quote: str


class Name(msgspec.Struct, frozen=True, order=True):
    """A spelling of a name, with the language of the page it stands in and its script (ISO 15924)."""

    text: str
    language: str
    script: str


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """A post held by a person, with the first and last day on which a source says so."""

    title: str
    body: str | None
    country: str | None
    first_seen: str | None
    last_seen: str | None
    evidence: tuple[Evidence, ...]
    code: str | None = None
    former: bool = False


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decided on an item, as the item shows it; `Judgement` holds the whole.

    Attributes:
        judgement: id of the judgement.
        action: `merge`, `split`, `edit`, `confirm` or `reject`.
        time: ISO, UTC.
        field: which field was edited.
        read: what the field held as it was read.
    """

    judgement: str
    action: JudgedAction
    author: str
    time: str
    reason: str | None = None
    field: str | None = None
    read: str | int | float | tuple[str, ...] | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every item of the record has.

    People, meetings, undertakings, targets, named things and threads also have `judged`: what people decided on them,
    in order of time, what was undone left out.
    """

    id: str


class Person(Item, frozen=True, kw_only=True, tag="person"):
    """A human, once, with every spelling of the name that was read."""

    name: str
    names: tuple[Name, ...]
    country: str | None
    offices: tuple[Office, ...]
    wikidata: str | None
    evidence: tuple[Evidence, ...]
    judged: tuple[Judged, ...] = ()


class Body(Item, frozen=True, kw_only=True, tag="body"):
    """An organisation, once, with every name of it that was read: a ministry, a party, a company, the UN.

    Attributes:
        name: in English or Latin letters where one is known.
        country: ISO 3166-1 alpha-2 of the state to which it belongs; None for organisations of several states.
        type: `ministry`, `party`, `parliament`, `bank`, `international organisation` and so on, where it is known.
        wikidata: where the tables or a gazetteer give it.
        evidence: the first quotes.
    """

    name: str
    names: tuple[Name, ...]
    country: str | None
    type: str | None
    wikidata: str | None
    evidence: tuple[Evidence, ...]
    judged: tuple[Judged, ...] = ()


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """A person at a meeting, with the office held that day.

    Attributes:
        body: English name of the organisation of several states for which a person of no state is there.
    """

    person: str
    name: str
    country: str | None
    office: str | None
    role: Role
    body: str | None = None


class Meeting(Item, frozen=True, kw_only=True, tag="meeting"):
    """An encounter, once, whatever the number of accounts.

    Attributes:
        date_from: where the date came from: `text`, `url`, `metadata`, `page`, `given`, or `accounts` when another
            account of the same meeting told it.
        sources: ids of the sources that hold an account of it.
        status: `announced`, `postponed` or `cancelled` when no account says that it was held; `recalled` when it is
            only remembered.
        part_of: id of the visit during which it was held.
        margins_of: the gathering beside which it was held, as it was read.
        host: id of the person, or code of the state, that received.
        session: its number in a row of sessions.
        bodies: organisations of several states that met as a side, by English name; `countries` has states alone.
    """

    type: MeetingType
    date_start: str | None
    date_end: str | None
    date_precision: Precision | None
    date_from: str | None
    place: str | None
    place_country: str | None
    countries: tuple[str, ...]
    participants: tuple[Participant, ...]
    sources: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    status: MeetingStatus = "held"
    part_of: str | None = None
    margins_of: str | None = None
    host: str | None = None
    session: int | None = None
    judged: tuple[Judged, ...] = ()
    bodies: tuple[str, ...] = ()


class SegmentItem(Item, frozen=True, kw_only=True, tag="segment"):
    """A segment with what it does, who speaks and the meeting it tells of."""

    source: str
    start: int
    end: int
    text: str
    language: str
    act: Act
    act_p: float
    pillars: tuple[str, ...]
    speaker: str | None
    meeting: str | None


class Value(msgspec.Struct, frozen=True):
    """What one segment has: a number of `unit`s, a day or `first/last` day (ISO 8601), or a strength."""

    segment: str
    value: float | str
    unit: str | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Where segments that say the same part: each of `values` is what one of them has; a segment may have several."""

    kind: DifferenceKind
    values: tuple[Value, ...]


class Alignment(Item, frozen=True, kw_only=True, tag="alignment"):
    """Segments of different accounts that say the same, or one that stands in one account only.

    Attributes:
        differs: figures, dates and strengths that differ between the accounts.
        not_in: sources whose account of the meeting was read and in which the words were not found.
    """

    meeting: str
    segments: tuple[str, ...]
    relation: Relation
    differs: tuple[Difference, ...] = ()
    not_in: tuple[str, ...] = ()


class Undertaking(Item, frozen=True, kw_only=True, tag="undertaking"):
    """What a side or both bind themselves to, or propose, once for all accounts of a meeting.

    Attributes:
        by: countries (ISO 3166-1 alpha-2) or a person's id.
        label: English, in plain words.
        target: id of the target that it names, if any.
        text: the words of the best quote.
        strengths: what each account surely says, by source, where they differ (agreed here, discussed there).
        bodies: organisations of several states that bind themselves, beside `by` or through the person there.
    """

    meeting: str | None
    act: Act
    by: tuple[str, ...]
    speaker: str | None
    pillars: tuple[str, ...]
    strength: Strength | None
    label: str
    deadline: str | None
    named: tuple[str, ...]
    target: str | None
    thread: str | None
    text: str
    evidence: tuple[Evidence, ...]
    judged: tuple[Judged, ...] = ()
    strengths: tuple[tuple[str, Strength], ...] = ()
    bodies: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """How a value moved: by so much (negative for a fall; unit `percent` or `times`), from what value."""

    value: float | None = None
    unit: str | None = None
    start: float | None = None


class Target(Item, frozen=True, kw_only=True, tag="target"):
    """An indicator with the value to reach (`target`) or the value reported as reached (`reached`).

    Attributes:
        hoped: whether a target is only wished for or expected, not aimed at.
        series: shared by all targets and readings of one indicator, unit and set of countries, whatever their year.
        bound: what the words before the value say: `at least`, `more than`, `nearly`, `about`, `up to`.
        bodies: organisations of several states between which and `countries` it is.
    """

    indicator: str
    value: float
    unit: str
    by: str | None
    countries: tuple[str, ...]
    meeting: str | None
    status: TargetStatus
    evidence: tuple[Evidence, ...]
    hoped: bool = False
    bound: Bound | None = None
    change: Change | None = None
    judged: tuple[Judged, ...] = ()
    series: str | None = None
    bodies: tuple[str, ...] = ()


class Named(Item, frozen=True, kw_only=True):
    """A named thing: what instruments, projects and mechanisms have in common.

    Attributes:
        evidence: the name wherever it stands. mentions: the statements that name it, whatever they do.
        bodies: organisations of several states that met with `countries` where it is named.
    """

    name: str
    names: tuple[Name, ...]
    countries: tuple[str, ...]
    number: int | None
    period: str | None
    evidence: tuple[Evidence, ...]
    judged: tuple[Judged, ...] = ()
    mentions: tuple[Evidence, ...] = ()
    bodies: tuple[str, ...] = ()


class Instrument(Named, frozen=True, kw_only=True, tag="instrument"):
    """A named agreement, statement or plan.

    Attributes:
        signed: ISO date of its signing, a day, a month or a year. signed_at: the place. Only where words say so.
    """

    signed: str | None = None
    signed_at: str | None = None


class Project(Named, frozen=True, kw_only=True, tag="project"):
    """A named work, such as a motorway."""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered session of a mechanism.

    Attributes:
        meeting: id of the meeting that was that session, where the record holds it; None when it is only mentioned.
        date: ISO date, a day, a month or a year.
    """

    number: int
    meeting: str | None = None
    date: str | None = None
    place: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Mechanism(Named, frozen=True, kw_only=True, tag="mechanism"):
    """A standing format, such as a committee with numbered sessions.

    Attributes:
        sessions: by number. missing: numbers between the first and the last of them that no account tells of.
        next_due: ISO month in which the next session is due by the habit of at least three dated ones.
    """

    sessions: tuple[Session, ...] = ()
    missing: tuple[int, ...] = ()
    next_due: str | None = None


class Level(msgspec.Struct, frozen=True):
    """What an undertaking aims at or how strongly it binds: a number of `unit`s, a strength, or an ISO date."""

    value: float | str
    unit: str | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One step in the history of a thread; `date` is ISO or None when unknown.

    Attributes:
        undertaking: the one that makes the step; of `overdue`, `silent` and what another sentence reports as done,
            the last one before it.
        before, after: the figure or the strength that the step leads from and to; of `repeated` the date to reach it
            by, when that was moved; `before` of `overdue` is the date that has passed.
        evidence: the words that it rests on; of `overdue` those that name the date, of `silent` those that named
            the undertaking last.
    """

    date: str | None
    event: ThreadEvent
    undertaking: str
    before: Level | None = None
    after: Level | None = None
    evidence: tuple[Evidence, ...] = ()


class Thread(Item, frozen=True, kw_only=True, tag="thread"):
    """The same undertaking over meetings and years.

    Attributes:
        bodies: organisations of several states that it is of, beside `countries`.
    """

    label: str
    pillars: tuple[str, ...]
    countries: tuple[str, ...]
    undertakings: tuple[str, ...]
    events: tuple[Event, ...]
    judged: tuple[Judged, ...] = ()
    bodies: tuple[str, ...] = ()


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at in a decision: its value, its weight in the score, and what was compared."""

    name: str
    value: float
    weight: float
    left: str = ""
    right: str = ""


class Review(Item, frozen=True, kw_only=True, tag="review"):
    """Two items of the record that may be one: too much alike to say that they are two, too little to merge them.

    Attributes:
        about: the kind of the two items, as in the export.
        items: their ids, in order.
        names: what stands for each of them: the two spellings compared, or two labels.
        score: of the decision, 0 to 1.
        features: what the decision weighed.
        evidence: words of both, those of the first item first.
    """

    about: str
    items: tuple[str, str]
    names: tuple[str, str]
    score: float
    features: tuple[Compared, ...]
    evidence: tuple[Evidence, ...]


AnyItem: TypeAlias = (
    Source
    | Person
    | Body
    | Meeting
    | SegmentItem
    | Alignment
    | Undertaking
    | Target
    | Instrument
    | Project
    | Mechanism
    | Thread
    | Review
)
