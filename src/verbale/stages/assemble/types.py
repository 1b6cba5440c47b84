"""What assemble hands on, and what one source tells of one meeting."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

import msgspec

from verbale.records.items import Evidence, Meeting
from verbale.records.vocabulary import MeetingStatus, MeetingType, Precision

Place: TypeAlias = tuple[str, int]
"""Where a mention stands: id of the source and first character in its text."""


class When(NamedTuple):
    """Days on which a meeting was held, how precise they are, and where they came from.

    `origin` is `text` when the words of the account say it, otherwise the origin of the page's own date.
    """

    first: date
    last: date
    precision: Precision
    origin: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one source tells of one encounter.

    Attributes:
        anchors: indices of the segments that report it; for an implied meeting, of the first that speak at it.
        account: indices of all segments that belong to it, anchors included.
        segments: ids of the segments of the account.
        people: ids of those who took part, in text order.
        offices: the office of each, as it stands in this source; None when it does not say.
        chairs: ids of those among them of whom it says that they preside.
        type_p: how sure the type is.
        implied: whether no segment reports the meeting and only what was said there shows it.
        main: whether it is what the source is about.
        states: the state of each of `people`.
        status: whether it was held, is to be held, or is only remembered.
        kinds: the code of the office of each of `people`; None where it is not known.
        figures: numbers of the account that are written alike in any language, such as amounts and ordinals.
        session: its number in a row of sessions.
        margins_of: the gathering beside which it was held, as it stands there.
        host: id of the person who receives.
        language: of the source.
        outlet: of the source.
        bodies: organisations of several states that are sides, by English name.
        bodies_of: that of each of `people`; None for people of states.
    """

    source: str
    anchors: tuple[int, ...]
    account: tuple[int, ...]
    type: MeetingType
    people: tuple[str, ...]
    offices: tuple[str | None, ...]
    countries: tuple[str, ...]
    when: When | None
    place: str | None
    place_country: str | None
    evidence: tuple[Evidence, ...]
    chairs: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    type_p: float = 1.0
    implied: bool = False
    main: bool = False
    states: tuple[str | None, ...] = ()
    status: MeetingStatus = "held"
    kinds: tuple[str | None, ...] = ()
    figures: frozenset[str] = frozenset()
    session: int | None = None
    margins_of: str | None = None
    host: str | None = None
    language: str = "und"
    outlet: str | None = None
    bodies: tuple[str, ...] = ()
    bodies_of: tuple[str | None, ...] = ()

    @property
    def sides(self) -> frozenset[str]:
        """The states and organisations that met."""
        return frozenset((*self.countries, *self.bodies))

    @property
    def state_of(self) -> dict[str, str | None]:
        """State of each of the people."""
        return dict(zip(self.people, self.states, strict=False))

    @property
    def key(self) -> tuple[str, int]:
        """Orders tellings the same way in every run."""
        return self.source, self.anchors[0]


class Unsure(NamedTuple):
    """Two meetings, by id, that may be one: how likely it is, and the features that say so, by name."""

    one: str
    other: str
    p: float
    features: Mapping[str, float]


class Assembly(msgspec.Struct, frozen=True, kw_only=True):
    """Meetings, sorted by date and id, and the meeting that each segment tells of.

    Attributes:
        meeting_of: id of the meeting by id of the segment; segments that tell of none are left out.
        reviews: pairs of meetings that may be one, for people to decide.
    """

    meetings: tuple[Meeting, ...]
    meeting_of: Mapping[str, str]
    reviews: tuple[Unsure, ...] = ()
