"""A small network over the table of pairs: what stands around a pair tells as much as the pair itself.

A sentence that the other account cuts in two is half as like either half as to a translation of its own; only its
neighbours tell. The network sees each pair with the eight around it, and with the best of its row and its column.
"""

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from verbale.records.reading import Vectors
from verbale.stages.align.blocks import Floats, unit

SHIPPED = files("verbale") / "resources" / "heads" / "align.npz"
"""Written by `python -m bench.train_align --write`."""

KNOWN = 0.5
"""Least cosine of the mean of an account's vectors with the mean learned from: those of one encoder crowd around one
direction (.9 and more for e5), those of another lie across it."""

_EPSILON = 1e-5
"""Of the layer norm, as PyTorch has it."""

_Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PairNetwork:
    """Arrays as learned, float32; `width` is of the hidden layers, `blocks` their number.

    Attributes:
        centre: (dimensions,) mean of the sentence vectors learned from.
        projection: (dimensions, dimensions): brings what is said alike in two languages closer.
        inward: (features + 1, width), the last row for a constant; standardisation is folded in.
        around: (blocks, 9 * width, width): the pair and those around it, rows from the upper left.
        beside: (blocks, 3 * width, width): the pair, the highest of its row, the highest of its column.
        bias: (blocks, width). scale, shift: (blocks, width) of the layer norms.
        outward: (width,). offset: ().
    """

    centre: _Array
    projection: _Array
    inward: _Array
    around: _Array
    beside: _Array
    bias: _Array
    scale: _Array
    shift: _Array
    outward: _Array
    offset: _Array

    def knows(self, vectors: Vectors) -> bool:
        """Whether vectors are of the encoder that the network was learned on."""
        if vectors.shape[1:] != self.centre.shape:
            return False
        mean = vectors.mean(axis=0)
        norm = float(np.linalg.norm(mean) * np.linalg.norm(self.centre))
        return float(mean @ self.centre) > KNOWN * norm

    def project(self, vectors: Vectors | Floats) -> Floats:
        """Unit vectors, shape (n, dimensions), in which translations lie closer."""
        moved = np.asarray(vectors, np.float32) - self.centre
        return unit(np.asarray(moved @ self.projection, np.float64))

    def log_odds(self, table: npt.NDArray[np.float32]) -> Floats:
        """Log-odds that two segments share a statement, shape (n, m), for a table of (n, m, features)."""
        n, m, features = table.shape
        width = len(self.outward)
        # Rows below one another: one product for all pairs is several times faster than one for each row.
        hidden = np.maximum(table.reshape(-1, features) @ self.inward[:-1] + self.inward[-1], 0)
        evenly = np.full((width, 1), 1 / width, np.float32)
        for block in range(len(self.around)):
            own, rows, columns = np.split(self.beside[block], 3)
            square = hidden.reshape(n, m, width)
            told = hidden @ own + _around(square) @ self.around[block] + self.bias[block]
            best = (square.max(axis=1) @ rows)[:, None] + (square.max(axis=0) @ columns)[None]
            told += best.reshape(-1, width)
            hidden = hidden + np.maximum(told, 0)
            hidden -= hidden @ evenly
            hidden /= np.sqrt(hidden**2 @ evenly + _EPSILON)
            hidden = hidden * self.scale[block] + self.shift[block]
        return np.asarray(hidden @ self.outward + self.offset, np.float64).reshape(n, m)


def _around(hidden: _Array) -> _Array:
    """Each cell with the eight around it side by side, zeros beyond the edges: (n * m, 9 * width)."""
    n, m, width = hidden.shape
    padded = np.zeros((n + 2, m + 2, width), np.float32)
    padded[1:-1, 1:-1] = hidden
    near = [padded[x : x + n, y : y + m] for x in range(3) for y in range(3)]
    return np.concatenate(near, axis=2).reshape(n * m, 9 * width)


@cache
def pair_network() -> PairNetwork:
    """The network that ships with the package."""
    with SHIPPED.open("rb") as file, np.load(file) as archive:
        return PairNetwork(*(archive[field.name].astype(np.float32) for field in fields(PairNetwork)))
