"""Where the vectors of each language lie, so that sentences of different languages can be compared.

Cosines of two sentences in one language are higher than those of two in different languages that say the same. What
is left when the centre of each language is taken away compares across languages (as in "all-but-the-top", Mu and
Viswanath 2018, with a mean for each language). The centres are of fixed texts, the labelled segments, so a vector
never depends on what else is in a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = Path(str(files("verbale"))) / "resources" / "heads" / "centres.npz"
"""Written by `python -m bench.centres --write`."""

ALIKE = 0.5
"""Cosine to the centre below which a vector was made by another encoder than the centres: those of the built-in
encoder all lie above .7."""


@dataclass(frozen=True, slots=True)
class Centres:
    """Means of the vectors of one encoder.

    Attributes:
        by_language: shape (dimensions,) each, by base language.
        other: the mean of those, for languages without one.
    """

    by_language: Mapping[str, npt.NDArray[np.float32]]
    other: npt.NDArray[np.float32]

    def centred(self, vector: npt.NDArray[np.float32], language: str) -> npt.NDArray[np.float32]:
        """A vector of shape (dimensions,) without the centre of its language; its length is not 1.

        A vector of another encoder is given back as it is.
        """
        centre = self.by_language.get(language, self.other)
        if centre.shape != vector.shape or float(vector @ centre) < ALIKE * float(np.linalg.norm(centre)):
            return vector
        return vector - centre


@lru_cache(maxsize=1)
def load_centres() -> Centres:
    """The centres of the built-in encoder."""
    with np.load(SHIPPED) as stored:
        languages = [str(name) for name in stored["languages"]]
        rows = np.asarray(stored["centres"], dtype=np.float32)
    return Centres(dict(zip(languages, rows, strict=True)), rows.mean(axis=0))
