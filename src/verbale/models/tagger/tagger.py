"""Tags names, offices and named things in a text from its token vectors."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

import numpy as np

from verbale.errors import EngineError
from verbale.models.tagger.decode import Field
from verbale.models.tagger.labels import TAGS
from verbale.models.tagger.network import Floats, Network
from verbale.models.tagger.units import cut_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from verbale.models.protocols import TokenVectors

Manner: TypeAlias = Literal["project", "corpora"]

HEAD_FILE = "tagger.npz"
"""In `resources/heads`; written by `bench/train_tagger.py`."""

_OPENING, _CLOSING = "([{（", ")]}）"
_ABBREVIATION_MARKS = "ฯຯ"
"""Thai and Lao signs that a word is cut short: punctuation to Unicode, part of the name to a reader."""


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Characters `start` to `end` (exclusive) of a text; `p` is the probability of this very span and tag."""

    start: int
    end: int
    tag: str
    p: float


class Tagger:
    """Tags of docs/labelling.md: PER, ORG, LOC, OFF, INS, PRJ, MEC, EVT. Spans never overlap."""

    def __init__(self, network: Network, field: Field, meta: Mapping[str, Any]) -> None:
        self._network = network
        self._field = field
        self.meta = meta
        """What it was trained on and how well it did."""

    @classmethod
    def load(cls, manner: Manner = "project") -> Self:
        """The tagger that comes with Verbale, for the token vectors of the built-in encoder.

        Args:
            manner: what is marked: as docs/labelling.md says, or as corpora of names do, where an adjective
                of nationality is no place.

        Raises:
            EngineError: when its weights are missing or were made for other tags.
        """
        with as_file(files("verbale").joinpath("resources", "heads", HEAD_FILE)) as path:
            try:
                with np.load(path, allow_pickle=False) as arrays:
                    weights = {name: arrays[name] for name in arrays.files}
            except (OSError, ValueError) as error:
                raise EngineError(f"cannot read the weights of the names tagger: {error}") from error
        return cls.from_arrays(weights, manner)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray[Any, Any]], manner: Manner = "project") -> Self:
        """A tagger from the arrays that `bench/train_tagger.py` writes.

        Raises:
            EngineError: when some are missing or they were made for other tags.
        """
        try:
            return cls._from_arrays(arrays, manner)
        except KeyError as error:
            raise EngineError(f"the weights of the names tagger lack {error}: train it again") from error

    @classmethod
    def _from_arrays(cls, arrays: Mapping[str, np.ndarray[Any, Any]], manner: Manner) -> Self:
        meta = json.loads(str(arrays["meta"]))
        if tuple(meta["tags"]) != TAGS:
            raise EngineError(f"the names tagger was trained for the tags {meta['tags']}, not {TAGS}")

        def layer(name: str) -> tuple[Floats, Floats]:
            return arrays[name].astype(np.float32), arrays[name + "_bias"].astype(np.float32)

        around = tuple(layer(f"around{number}") for number in range(meta["layers_around"]))
        reach = tuple(meta.get("reach", [1] * len(around)))
        into, into_bias = layer("into")
        out, out_bias = layer("out")
        if manner == "corpora":
            into_bias = into_bias + arrays["corpora_bias"].astype(np.float32)
            out_bias = out_bias + arrays["corpora_out_bias"].astype(np.float32)
        clues, part_out = (arrays[name].astype(np.float32) for name in ("clues", "part_out"))
        network = Network((into, into_bias), around, reach, (out, out_bias), layer("part"), clues, part_out)
        return cls(network, Field(arrays["transitions"].astype(np.float32)), meta)

    def tag(self, tokens: TokenVectors, text: str) -> tuple[TaggedSpan, ...]:
        """Spans in text order; `tokens` are those of `text`."""
        if not len(tokens):
            return ()
        units = cut_units(text, tokens.offsets)
        spans = self._field.spans(self._network(tokens.vectors, units), units.boundaries)
        starts, ends = units.offsets[:, 0].tolist(), units.offsets[:, 1].tolist()
        tagged = (_trimmed(text, starts[span.first], ends[span.last - 1], span.tag, span.p) for span in spans)
        return tuple(span for span in tagged if span is not None)


def _trimmed(text: str, start: int, end: int, tag: int, p: float) -> TaggedSpan | None:
    """The span without punctuation and spaces around it; None when it holds no letter or digit."""
    if not any(character.isalnum() for character in text[start:end]):
        return None
    while _is_outside(text[start]) and not _closes_inside(text, start, end):
        start += 1
    while _is_outside(text[end - 1]) and not _belongs_at_end(text, start, end):
        end -= 1
    return TaggedSpan(start, end, TAGS[tag], p)


def _is_outside(character: str) -> bool:
    return unicodedata.category(character)[0] in "PSZC" and character not in _ABBREVIATION_MARKS


def _closes_inside(text: str, start: int, end: int) -> bool:
    """Whether a bracket at `start` is closed within the span."""
    place = _OPENING.find(text[start])
    return place >= 0 and _CLOSING[place] in text[start:end]


def _belongs_at_end(text: str, start: int, end: int) -> bool:
    """Whether the last character closes a bracket of the span or is the point of an abbreviation.

    It is that after one letter (`U.S.`), or where the sentence goes on behind it (`Corp. said`, `Inc., of`).
    """
    last = text[end - 1]
    if last == ".":
        initial = end - start >= 2 and text[end - 2].isalpha() and not text[max(start, end - 3)].isalpha()
        return initial or _goes_on(text, end)
    place = _CLOSING.find(last)
    return place >= 0 and _OPENING[place] in text[start : end - 1]


def _goes_on(text: str, end: int) -> bool:
    """Whether what stands before a point that ends at `end` is a word, and no new sentence begins there."""
    rest = text[end:].lstrip()
    return text[end - 2].isalpha() and bool(rest) and (rest[0].islower() or rest[0] in ",;:).")
