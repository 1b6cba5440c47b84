"""What merge is handed and what it gives back."""

from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from verbale.records.items import Evidence, Instrument, Mechanism, Project, Target, Undertaking
from verbale.records.reading import AnyMention
from verbale.records.vocabulary import Act, Performer, Strength

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
        mentions: those that stand in this segment.
        vector: unit vector, shape (dimensions,).
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

    @property
    def evidence(self) -> Evidence:
        """The words of this segment, as evidence."""
        return Evidence(self.source, self.start, self.end, self.text)


class Merged(NamedTuple):
    """Items of the record, each kind sorted by id.

    Attributes:
        vectors: for each undertaking's id, the unit mean of the vectors of its quotes, from each of which the
        mean of its language was taken. codes: for each undertaking's id, its kind in the codebook, where one
        was found. statements: for each undertaking's id, the ids of the segments it was made from.
    """

    undertakings: tuple[Undertaking, ...]
    targets: tuple[Target, ...]
    instruments: tuple[Instrument, ...]
    projects: tuple[Project, ...]
    mechanisms: tuple[Mechanism, ...]
    vectors: dict[str, Vector]
    codes: dict[str, Code]
    statements: dict[str, tuple[str, ...]]
