"""What thread is handed beside items of the record."""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from verbale.records.aspect import Aspect
from verbale.records.items import Evidence, Undertaking

Vector: TypeAlias = npt.NDArray[np.float32]
Floats: TypeAlias = npt.NDArray[np.float64]


class Report(NamedTuple):
    """A statement of some meeting that may tell that an undertaking was carried out.

    Attributes:
        done: probability that it tells that something was done.
        vector: unit vector comparable across languages, shape (dimensions,).
    """

    meeting: str | None
    evidence: Evidence
    done: float
    aspect: Aspect
    vector: Vector


class Matter(NamedTuple):
    """An undertaking with what it is compared by.

    Attributes:
        vector: unit vector comparable across languages, shape (dimensions,).
        figures: values and units of the targets that stand on its words.
    """

    undertaking: Undertaking
    aspect: Aspect
    vector: Vector
    figures: frozenset[tuple[float, str]] = frozenset()
