"""What is read from one source: types that travel from ingest to attribute.

All offsets are in characters (Python string indices) into the text of the source named beside them, end exclusive.
"""

from datetime import date
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from verbale.records.vocabulary import (
    Act,
    Bound,
    DateOrigin,
    MeetingType,
    Performer,
    Precision,
    Strength,
    Way,
)

Vectors: TypeAlias = npt.NDArray[np.float32]
"""Row vectors, shape (items, dimensions), float32, each row of unit length unless said otherwise."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page as ingest gives it: text as found, with what its container says of it.

    Attributes:
        text: the whole text, furniture included; for HTML, the text that trafilatura or the fallback gives.
        path: where it came from, as the user wrote it; a row of a table is `file#id`.
        row: the id of the row in its table, if it came from one.
        published: ISO date (`2025-12-02`) that the container states, if any.
        published_from: `metadata` or `given` when `published` is set.
        side: code of the state whose account of things it is, where the user says so.
    """

    text: str
    path: str
    row: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    published_from: DateOrigin | None = None
    side: str | None = None


class Refusal(msgspec.Struct, frozen=True):
    """A page that could not be read, and why."""

    path: str
    reason: str


class Dropped(msgspec.Struct, frozen=True, order=True):
    """A stretch of a source that is not of the account, and why it was dropped."""

    start: int
    end: int
    reason: str


class Source(msgspec.Struct, frozen=True, kw_only=True, tag="source", tag_field="kind"):
    """One page, or one teaser split off a page, with its text and where everything known of it came from.

    Attributes:
        language: BCP 47 code, `und` when it could not be told.
        published: ISO date; None when nothing tells it.
        sha256: of `text`.
        teaser_of: id of the source that this one was split from. A teaser's text is a copy of its stretch.
        side: code of the state whose account of things it is, where the user said so.
    """

    id: str
    path: str
    url: str | None
    outlet: str | None
    title: str | None
    language: str
    published: str | None
    published_from: DateOrigin | None
    sha256: str
    text: str
    dropped: tuple[Dropped, ...] = ()
    teaser_of: str | None = None
    side: str | None = None


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence or clause of a source.

    Attributes:
        text: exactly `source.text[start:end]`.
        paragraph: number of its paragraph in the source, from 0.
        lead: what a clause split from a long sentence takes its subject from: the text from the start of
            the sentence up to and including its first clause; empty for whole sentences and first clauses.
    """

    id: str
    source: str
    start: int
    end: int
    text: str
    language: str
    paragraph: int
    lead: str = ""


class Classified(msgspec.Struct, frozen=True, kw_only=True):
    """What a segment does. Probabilities are calibrated, between 0 and 1.

    Attributes:
        act_ps: probability of each of `vocabulary.ACTS`, in that order.
        pillars: codes of `vocabulary.PILLARS` with their probabilities, most probable first.
        performer: whether one side or both perform the act.
        meeting: the type of the meeting that it reports, if it reports one.
        kind: code of the kind of undertaking in the codebook, where one is told with confidence.
        kinds: codes of the likeliest kinds with their probabilities, most probable first, for segments that may bind
            somebody or tell of what was done; what it lacks to 1 belongs to kinds that are not listed.
        strength_ps: probability of each of `vocabulary.STRENGTHS`, in that order, for the same segments, whatever
            their act is.
    """

    act: Act
    act_p: float
    act_ps: tuple[float, ...]
    strength: Strength | None
    strength_p: float = 0.0
    pillars: tuple[tuple[str, float], ...]
    performer: Performer
    performer_p: float
    meeting: MeetingType
    meeting_p: float
    kind: str | None = None
    kind_p: float = 0.0
    kinds: tuple[tuple[str, float], ...] = ()
    strength_ps: tuple[float, ...] = ()


class Mention(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Something that words of a segment stand for. `text` is exactly the words from `start` to `end`."""

    segment: str
    start: int
    end: int
    text: str


class OfficeHeld(msgspec.Struct, frozen=True, kw_only=True):
    """An office as it stands beside a person's name.

    Attributes:
        title: the words of the office as they stand, without the state.
        country: ISO 3166-1 alpha-2 of the state named with the office, if any.
        kind: code of the office in the lexicon (`head_of_government`), if it is known there.
        former: whether the words say that it is no longer held.
        body: the organisation or place in which it is held, as it stands there, if any is named with it.
    """

    title: str
    start: int
    end: int
    country: str | None = None
    kind: str | None = None
    former: bool = False
    body: str | None = None


class PersonMention(Mention, frozen=True, kw_only=True, tag="person"):
    """A person's name, with the offices that stand beside it; `p` is the probability that it is one.

    Attributes:
        late: whether the words say that the person is dead or named for an anniversary or a monument, and so takes
            no part in what is told.
        chairs: whether the words say that the person presides over a meeting.
    """

    offices: tuple[OfficeHeld, ...] = ()
    country: str | None = None
    p: float = 1.0
    late: bool = False
    chairs: bool = False


class OfficeMention(Mention, frozen=True, kw_only=True, tag="office"):
    """An office that stands without a name, such as `the Prime Minister`."""

    country: str | None = None
    kind: str | None = None
    former: bool = False


class StateMention(Mention, frozen=True, kw_only=True, tag="state"):
    """A state, by name, adjective or demonym."""

    country: str


class BodyMention(Mention, frozen=True, kw_only=True, tag="body"):
    """An organisation; `country` where it is known, `of_states` for one of several states, such as the UN."""

    country: str | None = None
    of_states: bool = False


class OrganisationMention(Mention, frozen=True, kw_only=True, tag="organisation"):
    """The name of a body, with what the words tell of which one it is.

    Attributes:
        code: of the body in `resources/bodies`, or of a kind when `of_state`; None when it is not known there.
        country: ISO 3166-1 alpha-2 of the state that the words tell.
        of_state: whether it is the body of a kind that a state has, so that its state has to be known.
        states: the only states of which it can be, as (state, code); empty for any.
        beside: whether the state has to stand beside the words.
        kind: what kind of body the words tell, such as `party`.
        short: the abbreviation that is given in brackets beside the name.
        generic: whether the words tell no body without its state, as in `Supreme Court`.
        p: the probability that it is one.
    """

    code: str | None = None
    country: str | None = None
    of_state: bool = False
    states: tuple[tuple[str, str], ...] = ()
    beside: bool = False
    kind: str | None = None
    short: str | None = None
    generic: bool = False
    p: float = 1.0


class PlaceMention(Mention, frozen=True, kw_only=True, tag="place"):
    """A city, region, building or square; `name` is the English name of a city that is known."""

    country: str | None = None
    name: str | None = None


class DateMention(Mention, frozen=True, kw_only=True, tag="date"):
    """A date, resolved. `first` and `last` are the same for a day.

    Attributes:
        year_from: where the year came from: `text` when printed beside the day, else `page` or another date.
    """

    first: date
    last: date
    precision: Precision
    year_from: str


class AmountMention(Mention, frozen=True, kw_only=True, tag="amount"):
    """A quantity, such as `5 tỷ USD`: value in units, not in millions; unit is a currency code or a word.

    Attributes:
        bound: `at least`, `up to`, `more than`, `nearly`, `about`, or `from` for what a change starts from.
        way: whether a share or a multiple is said to be a rise or a fall.
        since: the value that a change to this one starts from.
    """

    value: float
    unit: str
    bound: Bound | None = None
    way: Way | None = None
    since: float | None = None


class OrdinalMention(Mention, frozen=True, kw_only=True, tag="ordinal"):
    """A number in an order, such as the number of a session."""

    number: int


class NamedMention(Mention, frozen=True, kw_only=True, tag="named"):
    """A named instrument, project, mechanism or event; `p` is the probability that it is one."""

    what: str
    p: float = 1.0


AnyMention: TypeAlias = (
    PersonMention
    | OfficeMention
    | StateMention
    | BodyMention
    | OrganisationMention
    | PlaceMention
    | DateMention
    | AmountMention
    | OrdinalMention
    | NamedMention
)


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Who performs an act.

    Attributes:
        performer: `both`, `one` or `none`.
        at: start of the mention (of a person, or of an office that stands for one) that names the speaker, when
            one person speaks; it may stand in an earlier segment.
        country: the side that speaks, when the words say it.
        carried: whether it was carried over from an earlier segment.
    """

    performer: Performer
    at: int | None = None
    country: str | None = None
    carried: bool = False


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Everything read from one source.

    `classified`, `speakers` and the rows of the vectors stand in the order of `segments`; mentions in text order.

    Attributes:
        parts: vectors of the parts of each segment, as `models.parts` packs them; empty where they were not made.
    """

    source: Source
    segments: tuple[Segment, ...] = ()
    classified: tuple[Classified, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    mentions: tuple[AnyMention, ...] = ()
    parts: tuple[bytes, ...] = ()
