"""Readings and vectors as bytes."""

import zlib

import msgspec
import numpy as np

from verbale.records.reading import Reading, Vectors

_LEVEL = 6
_READINGS = msgspec.msgpack.Decoder(Reading)


def pack_reading(reading: Reading) -> bytes:
    """A reading as compressed MessagePack."""
    return zlib.compress(msgspec.msgpack.encode(reading), _LEVEL)


def unpack_reading(blob: bytes) -> Reading:
    """The reading that `pack_reading` packed."""
    return _READINGS.decode(zlib.decompress(blob))


def pack_vectors(vectors: Vectors) -> bytes:
    """Vectors as little-endian float16, row by row: half the room, and 3 digits are more than they carry."""
    return vectors.astype("<f2").tobytes()


def unpack_vectors(blob: bytes, rows: int, dimensions: int) -> Vectors:
    """The vectors that `pack_vectors` packed, float32, shape (rows, dimensions)."""
    return np.frombuffer(blob, dtype="<f2").reshape(rows, dimensions).astype(np.float32)
