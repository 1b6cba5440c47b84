"""Linear heads with calibrated probabilities, and the file that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from verbale.errors import EngineError

if TYPE_CHECKING:
    from verbale.records.reading import Vectors

SHIPPED = Path(str(files("verbale"))) / "resources" / "heads" / "segments.npz"
"""Written by `python -m bench.heads --write`."""

_META = "meta"


class _HeadMeta(msgspec.Struct, frozen=True):
    labels: tuple[str, ...]
    temperature: float


class _Meta(msgspec.Struct, frozen=True):
    encoder: str
    labelled: str
    command: str
    heads: dict[str, _HeadMeta]


@dataclass(frozen=True, slots=True)
class Head:
    """A linear classifier over pooled token vectors.

    Attributes:
        labels: the classes, in the order of the columns.
        weights: (features, labels) float32, the scaling of the features folded in.
        bias: (labels,) float32.
        temperature: divides the scores before they become probabilities (Guo et al. 2017, temperature
            scaling), fitted on predictions for left-out languages.
    """

    labels: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    temperature: float

    def probabilities(self, vectors: Vectors) -> npt.NDArray[np.float32]:
        """Calibrated probabilities, shape (vectors, labels)."""
        scores = (vectors @ self.weights + self.bias) / np.float32(self.temperature)
        scores -= scores.max(axis=1, keepdims=True)
        weights = np.exp(scores)
        return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads by name (`act`, `strength`, `performer`, `meeting`, `pillar`) and what they were learned from.

    Attributes:
        encoder: name of the token encoder whose vectors they read.
        labelled: digest of the labelled segments.
    """

    encoder: str
    labelled: str
    command: str
    heads: dict[str, Head]

    def __getitem__(self, name: str) -> Head:
        return self.heads[name]


def save_heads(heads: Heads, path: Path) -> None:
    """Write heads to a NumPy archive; weights in half precision, which moves no probability by more than .001."""
    meta = _Meta(
        encoder=heads.encoder,
        labelled=heads.labelled,
        command=heads.command,
        heads={name: _HeadMeta(h.labels, h.temperature) for name, h in heads.heads.items()},
    )
    arrays: dict[str, npt.NDArray[np.generic]] = {_META: np.frombuffer(msgspec.json.encode(meta), np.uint8)}
    for name, head in heads.heads.items():
        arrays[f"{name}.weights"] = head.weights.astype(np.float16)
        arrays[f"{name}.bias"] = head.bias.astype(np.float32)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # its stub takes keyword arrays as positional


def load_heads(path: Path | None = None, encoder: str | None = None) -> Heads:
    """Read heads from a NumPy archive.

    Args:
        path: of the archive; None is the one that ships with the package.
        encoder: the name of the token encoder in use, if it must be the one that they were learned on.

    Raises:
        EngineError: when the file cannot be read or was made for another encoder.
    """
    path = path or SHIPPED
    try:
        with np.load(path) as archive:
            meta = msgspec.json.decode(archive[_META].tobytes(), type=_Meta)
            heads = {
                name: Head(
                    labels=head.labels,
                    weights=archive[f"{name}.weights"].astype(np.float32),
                    bias=archive[f"{name}.bias"],
                    temperature=head.temperature,
                )
                for name, head in meta.heads.items()
            }
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        raise EngineError(f"the heads in {path.name} cannot be read ({error}); reinstall verbale") from error
    if encoder is not None and encoder != meta.encoder:
        raise EngineError(
            f"the heads were learned on {meta.encoder} and cannot read vectors of {encoder}; "
            "learn them anew with bench/heads.py"
        )
    return Heads(encoder=meta.encoder, labelled=meta.labelled, command=meta.command, heads=heads)
