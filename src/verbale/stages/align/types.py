"""What align is handed: accounts of one meeting."""

from datetime import date
from typing import NamedTuple, TypeAlias

from verbale.records.reading import Vectors
from verbale.records.vocabulary import Bound, Strength

Days: TypeAlias = tuple[date, date]
"""First and last day of what a date stands for; the same for one day."""


class Figure(NamedTuple):
    """An amount: its value in units, its unit, and what the words before it say of it (`more than`)."""

    value: float
    unit: str
    bound: Bound | None = None


class Facts(NamedTuple):
    """What was read of one segment that accounts may tell differently.

    Attributes:
        strength: of the undertaking that it tells, with its probability `strength_p`; None where it tells none.
    """

    figures: tuple[Figure, ...] = ()
    dates: tuple[Days, ...] = ()
    strength: Strength | None = None
    strength_p: float = 0.0


class Account(NamedTuple):
    """What one source says of one meeting: its segments in text order, furniture and background left out.

    Attributes:
        meeting: id of the meeting.
        source: id of the source.
        segments: ids of the segments.
        texts: their texts.
        vectors: their unit vectors, shape (segments, dimensions).
        facts: one a segment; none at all where differences are not asked for.
        parts: of each segment, at least one, as `models.parts` packs them; none at all where they are not known.
    """

    meeting: str
    source: str
    segments: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: Vectors
    facts: tuple[Facts, ...] = ()
    parts: tuple[bytes, ...] = ()
