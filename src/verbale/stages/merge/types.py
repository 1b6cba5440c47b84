"""What merge is handed and what it gives back."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from verbale.records.aspect import Aspect
from verbale.records.items import Evidence, Instrument, Mechanism, Meeting, Project, Target, Undertaking
from verbale.records.judgements import Span
from verbale.records.reading import AnyMention
from verbale.records.vocabulary import Act, MeetingStatus, MeetingType, Performer, Strength
from verbale.stages.merge.labels import Told

Vector: TypeAlias = npt.NDArray[np.float32]

Code: TypeAlias = tuple[str, str, float]
"""A kind of undertaking in the codebook: its code, its English label, and how probable it is."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One segment with everything read of it that merge needs.

    Attributes:
        start: first character in the text of the source.
        meeting: id of the meeting it tells of; None when it could not be told.
        act_ps: probability of each of `vocabulary.ACTS`, in that order.
        kind: code of its kind in the codebook, where one was told.
        pillars: codes with probabilities, most probable first.
        country: the side that speaks (ISO 3166-1 alpha-2), when one side does and it is known.
        person: id of the person who speaks.
        person_name: that person's name.
        kinds, strength_ps: as `Classified` has them, for segments that may bind somebody or tell of what was done.
        mentions: those that stand in this segment.
        vector: unit vector, shape (dimensions,).
        parts: vectors of its parts, as `models.parts` packs them; empty where they were not made.
    """

    id: str
    source: str
    start: int
    end: int
    text: str
    language: str
    meeting: str | None
    act: Act
    act_p: float
    act_ps: tuple[float, ...]
    strength: Strength | None
    pillars: tuple[tuple[str, float], ...]
    performer: Performer
    country: str | None
    person: str | None
    mentions: tuple[AnyMention, ...]
    vector: Vector
    strength_p: float = 1.0
    kind: str | None = None
    kind_p: float = 0.0
    person_name: str | None = None
    kinds: tuple[tuple[str, float], ...] = ()
    strength_ps: tuple[float, ...] = ()
    parts: bytes = b""

    @property
    def evidence(self) -> Evidence:
        """The words of this segment, as evidence."""
        return Evidence(self.source, self.start, self.end, self.text)

    @property
    def span(self) -> Span:
        """Where this segment stands."""
        return self.source, self.start, self.end


class Held(msgspec.Struct, frozen=True):
    """The meeting that statements tell of, as far as other meetings of the same states need it.

    Attributes:
        first, last: ISO dates of its days; None when they are not known.
        session: its number in a row of sessions.
        bodies: organisations of several states that were a side.
    """

    id: str | None = None
    type: MeetingType = "other"
    first: str | None = None
    last: str | None = None
    place: str | None = None
    countries: tuple[str, ...] = ()
    session: int | None = None
    status: MeetingStatus = "held"
    bodies: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[str, ...]:
        """The states and organisations that met."""
        return (*self.countries, *self.bodies)

    @classmethod
    def of(cls, meeting: Meeting | None) -> "Held":
        """What is needed of a meeting; an empty one for statements of no meeting."""
        if meeting is None:
            return cls()
        last = meeting.date_end or meeting.date_start
        return cls(
            meeting.id,
            meeting.type,
            meeting.date_start,
            last,
            meeting.place,
            tuple(sorted(set(meeting.countries))),
            meeting.session,
            meeting.status,
            tuple(sorted(set(meeting.bodies))),
        )


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """The name of a thing where it stands.

    Attributes:
        what: `instrument`, `project` or `mechanism`.
        statement: id of the segment.
        group: number of the group of aligned statements, within its meeting.
        numbers: the number of a session within the name or beside it, if any.
        periods: such as `2021-2030`, within the name or beside it.
        head, topics, own, acronyms, years, figures, relation: see `lexicon.things.Described`.
        states: that the name itself names.
        capital: whether it is written as a name, with capitals.
        said: the whole statement. act: what it does.
        when, where: the nearest date (ISO) and place in it. when_beside: whether the date stands beside the name.
        aside: whether the statement does not tell of the meeting itself.
        signed: whether a word of signing stands beside the name.
    """

    what: str
    text: str
    language: str
    source: str
    start: int
    end: int
    p: float
    statement: str
    group: int
    said: Evidence
    act: Act
    numbers: tuple[int, ...] = ()
    periods: tuple[str, ...] = ()
    head: str | None = None
    topics: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    relation: bool = False
    capital: bool = False
    when: str | None = None
    when_beside: bool = False
    where: str | None = None
    signed: bool = False
    aside: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An undertaking before the things that it names and its label are known.

    Attributes:
        pillars: codes, the best supported first.
        person: name of the person who speaks.
        places: English names of the places in its best quote.
        told: ids of the targets and readings in its quotes.
        figures: values and units in its best quote that are no readings.
        vector: little-endian float32, as `unpacked` reads.
    """

    undertaking: Undertaking
    statements: tuple[str, ...]
    code: Code | None
    pillars: tuple[str, ...]
    person: str | None
    places: tuple[str, ...]
    told: tuple[str, ...]
    figures: tuple[tuple[float, str], ...]
    vector: bytes
    aspect: Aspect = Aspect()


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says of something done, which may be an undertaking of an earlier meeting.

    Attributes:
        p: probability that it appraises what was done.
        done: probability that it tells that something was done, whatever its act is.
        figures: values and units of its amounts.
        vector: comparable with those of undertakings; little-endian float32, as `unpacked` reads.
    """

    statement: str
    meeting: str | None
    evidence: Evidence
    p: float
    pillars: tuple[tuple[str, float], ...]
    kind: str | None
    kind_p: float
    figures: tuple[tuple[float, str], ...]
    vector: bytes
    done: float = 0.0
    aspect: Aspect = Aspect()


class MeetingMatters(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that merge finds in the accounts of one meeting; depends on nothing else, and can be stored."""

    held: Held
    drafts: tuple[Draft, ...] = ()
    targets: tuple[Target, ...] = ()
    uses: tuple[Use, ...] = ()
    assessments: tuple[Assessment, ...] = ()

    @property
    def block(self) -> tuple[str, ...]:
        """The sides whose meetings are settled together; a meeting of fewer than two is settled alone."""
        sides = self.held.sides
        return sides if len(sides) > 1 else ("", self.held.id or "")


class Merged(NamedTuple):
    """Items of one block, or of several, each kind sorted by id.

    Attributes:
        vectors: for each undertaking's id, the unit mean of the centred vectors of its quotes. codes: for each
        undertaking's id, its kind in the codebook, where one was found. statements: for each undertaking's id,
        the ids of the segments it was made from. aspects: for each undertaking's id, what threads compare it by.
        told: for each undertaking's id, what its label is made from.
    """

    undertakings: tuple[Undertaking, ...]
    targets: tuple[Target, ...]
    instruments: tuple[Instrument, ...]
    projects: tuple[Project, ...]
    mechanisms: tuple[Mechanism, ...]
    vectors: dict[str, Vector]
    codes: dict[str, Code]
    statements: dict[str, tuple[str, ...]]
    aspects: dict[str, Aspect]
    assessments: tuple[Assessment, ...] = ()
    told: Mapping[str, Told] = {}


def packed(vector: Vector) -> bytes:
    """A vector as little-endian float32."""
    return np.asarray(vector, dtype="<f4").tobytes()


def unpacked(blob: bytes) -> Vector:
    """The vector that `packed` packed."""
    return np.frombuffer(blob, dtype="<f4").astype(np.float32)
