"""What is learned of threads: a projection of vectors, and weights of what two undertakings have in common."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from verbale.stages.thread.types import Vector

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verbale.stages.thread.types import Floats

SHIPPED = Path(str(files("verbale"))) / "resources" / "heads" / "threads.npz"
"""Written by `python -m bench.train_threads --write`."""

FEATURES = (
    "projected",
    "cosine",
    "kinds",
    "pillars",
    "margin",
    "least margin",
    "same figure",
    "same unit",
    "figure on one side",
    "same place",
    "same named thing",
    "other side",
)
"""What two undertakings are compared by, in the order of the columns.

`projected`, `cosine`: of their vectors, with and without the projection. `kinds`, `pillars`: overlap of their
distributions (the Bhattacharyya coefficient). `margin`, `least margin`: how far each is ahead of its rivals in the
meeting of the other, the sum and the lesser of both directions. `other side`: one state binds itself alone in one,
another in the other.
"""

MARGINS = ("margin", "least margin")
OF_VECTORS = ("projected", "cosine")


class Weights(msgspec.Struct, frozen=True):
    """Weights of a logistic regression by feature; a feature that it lacks does not count."""

    bias: float
    of: dict[str, float]


class Model(msgspec.Struct, frozen=True):
    """Tells how probable it is that two undertakings of the same states are one.

    Attributes:
        weights: by what is compared: `rivals` (of two meetings, with the margins), `plain` (any two, without them),
            and both without vectors (`rivals, other vectors`, `plain, other vectors`) for those of an encoder that
            the projection was not learned on.
        projection: shape (dimensions, fewer).
    """

    weights: dict[str, Weights]
    projection: Vector

    def fits(self, dimensions: int) -> bool:
        """Whether vectors are of the encoder that the projection was learned on."""
        return dimensions == len(self.projection)

    def projected(self, vectors: Vector) -> Floats:
        """Unit vectors in which undertakings of one kind lie close, of vectors of shape (n, dimensions)."""
        rows = vectors.astype(np.float64) @ self.projection.astype(np.float64)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))

    def log_odds(self, features: Floats, *, rivals: bool, vectors: bool) -> Floats:
        """Log odds that undertakings are one, of features of shape (pairs, features)."""
        name = ("rivals" if rivals else "plain") + ("" if vectors else ", other vectors")
        weights = self.weights[name]
        column = np.array([weights.of.get(feature, 0.0) for feature in FEATURES])
        return np.asarray(features @ column + weights.bias)


class _Meta(msgspec.Struct, frozen=True):
    weights: dict[str, Weights]
    learned_from: str


def save_model(model: Model, path: Path, learned_from: str) -> None:
    """Write a model to a NumPy archive; the projection in half precision."""
    meta = msgspec.json.encode(_Meta(model.weights, learned_from))
    arrays = {"meta": np.frombuffer(meta, np.uint8), "projection": model.projection.astype(np.float16)}
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # its stub takes keyword arrays as positional


@lru_cache(maxsize=1)
def load_model() -> Model:
    """The model that ships with the package."""
    with np.load(SHIPPED) as stored:
        meta = msgspec.json.decode(stored["meta"].tobytes(), type=_Meta)
        return Model(meta.weights, stored["projection"].astype(np.float32))


def learned_from(path: Path = SHIPPED) -> Mapping[str, str]:
    """What the shipped model was learned from."""
    with np.load(path) as stored:
        meta = msgspec.json.decode(stored["meta"].tobytes(), type=_Meta)
    return {"learned_from": meta.learned_from}
