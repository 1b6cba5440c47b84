"""What the segments' labels are told by: networks with calibrated probabilities, and the file that keeps them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from verbale.errors import EngineError
from verbale.models.heads.network import Network, Stacked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from verbale.models.protocols import TokenVectors

SHIPPED = Path(str(files("verbale"))) / "resources" / "heads" / "segments.npz"
"""Written by `python -m bench.heads --write`."""

_META = "meta"


class Head(msgspec.Struct, frozen=True):
    """One question about a text.

    Attributes:
        labels: the answers; exactly one holds, or they share the text.
        temperature: divides the scores before they become probabilities (Guo et al. 2017, temperature scaling),
            fitted on predictions for left-out languages.
    """

    labels: tuple[str, ...]
    temperature: float


class _GroupMeta(msgspec.Struct, frozen=True):
    heads: dict[str, Head]
    networks: int


class _Meta(msgspec.Struct, frozen=True):
    encoder: str
    labelled: str
    command: str
    groups: tuple[_GroupMeta, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Heads that are told together.

    Attributes:
        heads: by name, in the order of the networks' columns.
        networks: learned alike from different starts; the mean of their scores errs less than any of them
            (Lakshminarayanan et al. 2017).
    """

    heads: dict[str, Head]
    networks: tuple[Network, ...]

    def probabilities(self, texts: Stacked) -> dict[str, npt.NDArray[np.float32]]:
        """Calibrated probabilities by head, each of shape (texts, labels)."""
        scores = np.mean([network.scores(texts) for network in self.networks], axis=0)
        told, at = {}, 0
        for name, head in self.heads.items():
            told[name] = softmax(scores[:, at : at + len(head.labels)], head.temperature)
            at += len(head.labels)
        return told


@dataclass(frozen=True, slots=True)
class Heads:
    """All heads: what a text does (`act`, `strength`, `performer`, `meeting`), what it is about (`pillar`, `kind`).

    Attributes:
        encoder: name of the token encoder whose vectors they read.
        labelled: digest of what they were learned from.
    """

    encoder: str
    labelled: str
    command: str
    groups: tuple[Group, ...]

    def __getitem__(self, name: str) -> Head:
        return next(group.heads[name] for group in self.groups if name in group.heads)

    def probabilities(self, tokens: Sequence[TokenVectors]) -> dict[str, npt.NDArray[np.float32]]:
        """Calibrated probabilities by head, each of shape (texts, labels)."""
        texts = Stacked.of(tokens)
        return {name: p for group in self.groups for name, p in group.probabilities(texts).items()}


def softmax(scores: npt.NDArray[np.float32], temperature: float) -> npt.NDArray[np.float32]:
    """Probabilities along the last axis."""
    scaled = scores / np.float32(temperature)
    weights = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), np.float32)


def save_heads(heads: Heads, path: Path) -> None:
    """Write heads to a NumPy archive; weights in half precision, which moves no probability by more than .002."""
    groups = tuple(_GroupMeta(group.heads, len(group.networks)) for group in heads.groups)
    meta = _Meta(heads.encoder, heads.labelled, heads.command, groups)
    arrays: dict[str, npt.NDArray[np.generic]] = {_META: np.frombuffer(msgspec.json.encode(meta), np.uint8)}
    for at, group in enumerate(heads.groups):
        for number, network in enumerate(group.networks):
            for field in fields(Network):
                arrays[f"{at}.{number}.{field.name}"] = getattr(network, field.name).astype(np.float16)
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
            groups = tuple(
                Group(
                    group.heads,
                    tuple(_network(archive, f"{at}.{number}") for number in range(group.networks)),
                )
                for at, group in enumerate(meta.groups)
            )
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        raise EngineError(f"the heads in {path.name} cannot be read ({error}); reinstall verbale") from error
    if encoder is not None and encoder != meta.encoder:
        raise EngineError(
            f"the heads were learned on {meta.encoder} and cannot read vectors of {encoder}; "
            "learn them anew with bench/heads.py"
        )
    return Heads(meta.encoder, meta.labelled, meta.command, groups)


def _network(archive: Mapping[str, npt.NDArray[np.float16]], name: str) -> Network:
    return Network(**{f.name: archive[f"{name}.{f.name}"].astype(np.float32) for f in fields(Network)})
