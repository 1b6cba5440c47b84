"""A small network over the table of pairs: what stands around a pair tells as much as the pair itself.

A sentence that the other account cuts in two is half as like either half as to a translation of its own; only its
neighbours tell. The network sees each pair with the eight around it, and with the best of its row and its column.
"""

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

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
        padded = np.zeros((n + 2, m + 2, width), np.float32)
        # Three cells beside one another lie in one stretch of memory.
        threes = as_strided(padded, (n + 2, m, 3 * width), padded.strides, writeable=False)
        for block in range(len(self.around)):
            own, rows, columns = np.split(self.beside[block], 3)
            above, level, below = np.split(self.around[block], 3)
            level = level + np.pad(own, ((width, width), (0, 0)))
            square = hidden.reshape(n, m, width)
            padded[1:-1, 1:-1] = square
            told = np.zeros((n * m, width), np.float32)
            for start, kernel in enumerate((above, level, below)):
                told += threes[start : start + n].reshape(n * m, 3 * width) @ kernel
            near = told.reshape(n, m, width)
            near += (square.max(axis=1) @ rows + self.bias[block])[:, None]
            near += square.max(axis=0) @ columns
            np.maximum(told, 0, out=told)
            hidden = np.add(hidden, told, out=told)
            hidden -= hidden @ evenly
            hidden *= self.scale[block] / np.sqrt(np.square(hidden) @ evenly + _EPSILON)
            hidden += self.shift[block]
        return np.asarray(hidden @ self.outward + self.offset, np.float64).reshape(n, m)


@cache
def pair_network(*, parts: bool = False) -> PairNetwork:
    """The network that ships with the package: for segments with parts, or without."""
    shared = "centre", "projection"
    with SHIPPED.open("rb") as file, np.load(file) as archive:
        names = [name if name in shared else stored_name(name, parts=parts) for name in _FIELDS]
        return PairNetwork(*(archive[name].astype(np.float32) for name in names))


def stored_name(field: str, *, parts: bool) -> str:
    """Name in the file of an array of the network for segments with parts, or without."""
    return f"parts.{field}" if parts else field


_FIELDS = tuple(field.name for field in fields(PairNetwork))
