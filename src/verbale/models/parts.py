"""A segment in parts: vectors of stretches of it, so that what another text says in two sentences can be found in one.

A stretch is a run of tokens. What its tokens give in the layers of the encoder is averaged and projected to a few
dimensions, in which the same words said in another language lie close; the projection is learned from translations
(`python -m bench.train_align --write`). The parts of a segment are kept as bytes, beside its sentence vector.
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
    from collections.abc import Sequence

    from verbale.models.protocols import TokenVectors

SHIPPED = Path(str(files("verbale"))) / "resources" / "heads" / "parts.npz"
"""Written by `python -m bench.train_align --write`."""

STRETCH = 10
"""Tokens in a part, about: half a sentence or a third of one."""

MOST = 4
"""Parts of one segment; those of longer segments are longer."""

DIMENSIONS = 96
"""Of a part. More take more room in a record than they tell."""

_FULL = 127

_Array = npt.NDArray[np.float32]


def stretches(tokens: int) -> npt.NDArray[np.intp]:
    """Where the parts of so many tokens begin, the first at 0, in steps as even as can be."""
    count = min(MOST, max(1, round(tokens / STRETCH)))
    return np.arange(count) * tokens // count


def stretch_means(tokens: TokenVectors) -> _Array:
    """Mean of the tokens of each part, shape (parts, features); no row where there is no token."""
    if not len(tokens):
        return np.zeros((0, tokens.vectors.shape[1]), np.float32)
    starts = stretches(len(tokens))
    sums = np.add.reduceat(tokens.vectors.astype(np.float32), starts, axis=0)
    return np.asarray(sums / np.diff(np.append(starts, len(tokens)))[:, None], np.float32)


def packed(rows: _Array | npt.NDArray[np.float64]) -> bytes:
    """Rows as signed bytes, each in steps of its largest value: their lengths are lost."""
    largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True, initial=0), np.finfo(np.float32).tiny)
    return bytes(np.rint(rows / largest * _FULL).astype(np.int8).tobytes())


def unpacked(blob: bytes) -> _Array:
    """The rows that `packed` packed, scaled to unit length: shape (parts, DIMENSIONS)."""
    rows = np.frombuffer(blob, np.int8).reshape(-1, DIMENSIONS).astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1.0), np.float32)


@dataclass(frozen=True, slots=True)
class Parts:
    """What makes parts of tokens.

    Attributes:
        centre: (features,) mean of the stretches learned from.
        matrix: (features, DIMENSIONS).
    """

    centre: _Array
    matrix: _Array

    def of(self, tokens: Sequence[TokenVectors]) -> tuple[bytes, ...]:
        """The parts of each text, packed; of a text without tokens, none."""
        return tuple(packed((stretch_means(found) - self.centre) @ self.matrix) for found in tokens)


@lru_cache(maxsize=1)
def load_parts() -> Parts:
    """The projection that ships with the package, for tokens of the built-in encoder."""
    with np.load(SHIPPED) as stored:
        return Parts(*(stored[name].astype(np.float32) for name in ("centre", "matrix")))
