"""Checks what other people's engines give back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from verbale.errors import EngineError

if TYPE_CHECKING:
    import numpy.typing as npt

    from verbale.records.reading import Vectors


def unit_rows(rows: npt.NDArray[Any], texts: int, dimensions: int | None, engine: str) -> Vectors:
    """The rows scaled to unit length, as float32.

    Args:
        rows: what the engine gave, one row a text.
        texts: how many rows there must be.
        dimensions: how long a row must be; None when that is not known yet.
        engine: its name, for the message.

    Raises:
        EngineError: when the shape is another, or a row is not finite or is all zeros.
    """
    if rows.ndim != 2 or len(rows) != texts:
        raise EngineError(f"{engine} gave vectors of shape {rows.shape} for {texts} texts")
    if rows.shape[1] == 0 or (dimensions is not None and rows.shape[1] != dimensions):
        raise EngineError(f"{engine} gave vectors of {rows.shape[1]} dimensions instead of {dimensions}")
    if not np.isfinite(rows).all():
        raise EngineError(f"{engine} gave a vector that is not finite")
    lengths = np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)
    if not (lengths > 0).all():
        raise EngineError(f"{engine} gave a vector of zeros")
    scaled: Vectors = (rows / lengths).astype(np.float32)
    return scaled
