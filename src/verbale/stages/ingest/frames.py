"""What the worker and its owner say to each other.

A frame is four bytes of length, big-endian, and MessagePack.
"""

from typing import IO

import msgspec

from verbale.stages.ingest.content import Extracted, Format

LENGTH_BYTES = 4


class Job(msgspec.Struct, frozen=True):
    """A document to extract; `declared` is the encoding that an answer's header names."""

    format: Format
    data: bytes
    declared: str | None
    max_unpacked: int


class Answer(msgspec.Struct, frozen=True):
    """What came of a job: one of the two is set."""

    extracted: Extracted | None = None
    refused: str | None = None


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write one frame and send it off."""
    stream.write(len(content).to_bytes(LENGTH_BYTES, "big") + content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next frame; None when the stream has ended, even within a frame."""
    head = stream.read(LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    content = stream.read(length) if len(head) == LENGTH_BYTES else b""
    return content if len(head) == LENGTH_BYTES and len(content) == length else None
