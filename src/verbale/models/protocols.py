"""What the stages ask of an engine, whichever engine it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from verbale.records.reading import Vectors

Progress: TypeAlias = "Callable[[str, float], None]"
"""Called with what is being done and how much of it is done, from 0 to 1."""

Offsets: TypeAlias = npt.NDArray[np.int32]
"""Shape (tokens, 2): first and one-past-last character of each token in its text."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The tokens of one text, in text order.

    Attributes:
        offsets: (tokens, 2) characters (Python string indices) into the text that was encoded. A token stands
            for at least one character and never begins or ends with white space. Two tokens overlap only when
            one character, such as a ligature, was cut in two.
        vectors: (tokens, features) float16 or float32, not scaled to unit length.
    """

    offsets: Offsets
    vectors: npt.NDArray[np.float16] | npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.offsets)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as vectors.

    Attributes:
        vectors: (texts, dimensions) float32 unit rows, in the order of the texts.
        tokens: the tokens of each text, in the same order.
    """

    vectors: Vectors
    tokens: tuple[TokenVectors, ...]


@runtime_checkable
class Encoder(Protocol):
    """Turns texts of any language into vectors whose dot product says how alike they are."""

    @property
    def name(self) -> str:
        """What made the vectors; vectors of encoders with different names cannot be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (texts, dimensions), in the order of the texts.

        Raises:
            EngineError: when the engine cannot be prepared or answers in the wrong form.
        """
        ...


@runtime_checkable
class TokenEncoder(Protocol):
    """Turns texts into vectors of the texts and of their tokens, both from one pass."""

    @property
    def token_features(self) -> int:
        """Length of a token's vector."""
        ...

    def encode_with_tokens(self, texts: Sequence[str]) -> Encoded:
        """Vectors and tokens in the order of the texts.

        Raises:
            EngineError: when the engine cannot be prepared.
        """
        ...


class Classifier(Protocol):
    """Tells classes from vectors."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The classes, in the order of the columns that `probabilities` gives."""
        ...

    def probabilities(self, vectors: Vectors) -> npt.NDArray[np.float32]:
        """Calibrated probabilities, shape (vectors, labels)."""
        ...


class Translator(Protocol):
    """Turns texts into another language."""

    @property
    def name(self) -> str:
        """What translated."""
        ...

    def translate(self, texts: Sequence[str], source: str, target: str) -> tuple[str, ...]:
        """One translation a text, in order; `source` and `target` are BCP 47 codes.

        Raises:
            EngineError: when the engine fails or gives another number of texts back.
        """
        ...
