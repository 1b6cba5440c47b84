"""The labelled segments that ship with the package (see docs/labelling.md)."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from verbale.records.vocabulary import Act, MeetingType, Performer, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

FOLDER = files("verbale") / "resources" / "labelled"

_SPAN = re.compile(r"\[\[([A-Z]+)\|([^\[\]|]+)\]\]")


class LabelledSegment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a labelled file, as written: `text` with its spans marked inside.

    Attributes:
        kind: of an undertaking or proposal, its code in the codebook; none where no kind fits.
    """

    text: str
    act: Act
    strength: Strength | None
    by: Performer
    pillars: tuple[str, ...]
    meeting: MeetingType | None
    kind: str | None = None


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled segment with its marks taken out.

    Attributes:
        spans: (start, end, tag) in characters of `text`.
    """

    language: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    segment: LabelledSegment


def unmark(text: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Take the `[[TAG|words]]` marks out of a text and say where they stood."""
    plain: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = length = 0
    for match in _SPAN.finditer(text):
        before, words = text[at : match.start()], match[2]
        start = length + len(before)
        plain += [before, words]
        length = start + len(words)
        spans.append((start, length, match[1]))
        at = match.end()
    plain.append(text[at:])
    return "".join(plain), tuple(spans)


def _files() -> list[Traversable]:
    return sorted((f for f in FOLDER.iterdir() if f.name.endswith(".jsonl")), key=lambda f: f.name)


def labelled_segments() -> Iterator[Labelled]:
    """Every labelled segment, by language and line.

    Raises:
        msgspec.ValidationError: when a line is not of the form that docs/labelling.md gives.
    """
    decoder = msgspec.json.Decoder(LabelledSegment)
    for file in _files():
        for line in file.read_bytes().splitlines():
            segment = decoder.decode(line)
            text, spans = unmark(segment.text)
            yield Labelled(language=file.name.split(".")[0], text=text, spans=spans, segment=segment)


def labelled_digest() -> str:
    """SHA-256 of all labelled files in the order of their names."""
    digest = hashlib.sha256()
    for file in _files():
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
