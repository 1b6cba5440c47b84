"""One page, from its text to everything read from it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec
import numpy as np
from threadpoolctl import ThreadpoolController

from verbale.lexicon import Lexicon
from verbale.models.e5 import E5Encoder
from verbale.models.factory import BUILTIN, make_encoder
from verbale.models.heads import Heads, load_heads
from verbale.models.parts import load_parts
from verbale.models.tagger import Tagger
from verbale.records.reading import Dropped, Page, Reading, Segment, Source, Vectors
from verbale.records.vocabulary import ACTS
from verbale.stages.attribute import attribute
from verbale.stages.classify import classify
from verbale.stages.clean import clean
from verbale.stages.clean.doubt import doubted
from verbale.stages.embed import embed
from verbale.stages.extract import extract
from verbale.stages.segment import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.models.protocols import Encoder, TokenVectors
    from verbale.records.reading import Classified

PIPELINE_VERSION = "6"
"""Changes whenever a reading of the same page could change; pages read by another version are read again."""

FURNITURE = ACTS.index("furniture")


class EngineSettings(Protocol):
    """Which engines read."""

    @property
    def encoder(self) -> str:
        """Name of the sentence encoder, as `make_encoder` takes it."""
        ...

    @property
    def encoder_key(self) -> str:
        """Key for the address of the encoder; empty for none."""
        ...

    @property
    def encoder_prefix(self) -> str:
        """Put before each text by encoders that ask for it."""
        ...

    @property
    def threads(self) -> int:
        """Threads of the built-in encoder; 0 means one a core."""
        ...


class ReadSource(NamedTuple):
    """A reading and the sentence vectors of its segments, shape (segments, dimensions)."""

    reading: Reading
    vectors: Vectors


class Account(NamedTuple):
    """A source without its furniture: its segments, what each does, their token vectors and sentence vectors."""

    source: Source
    segments: tuple[Segment, ...]
    classified: tuple[Classified, ...]
    tokens: list[TokenVectors]
    vectors: Vectors


class PageReader:
    """Takes pages through the stages of one source. Models are loaded when the first page needs them."""

    def __init__(self, token_encoder: E5Encoder, encoder: Encoder | None = None) -> None:
        """Load nothing yet.

        Args:
            encoder: for the sentence vectors, when it is not the token encoder.
        """
        self._token_encoder = token_encoder
        self._encoder: Encoder = encoder or token_encoder

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon.load()

    @cached_property
    def _heads(self) -> Heads:
        return load_heads(encoder=self._token_encoder.name)

    @cached_property
    def _tagger(self) -> Tagger:
        return Tagger.load()

    @cached_property
    def _numpy(self) -> ThreadpoolController:
        """Keeps NumPy's own threads away: its matrices are small here, and its threads wait for the encoder's.

        Measured: 30 ms of processor time a segment with one thread, 95 ms with two on two cores.
        """
        return ThreadpoolController()

    def read(self, page: Page) -> list[ReadSource]:
        """Read a page: itself first, then the teasers on it.

        Raises:
            EngineError: when an engine fails.
        """
        with self._numpy.limit(limits=1, user_api="blas"):
            return [self._read_source(source) for source in clean(page, self._lexicon)]

    def account(self, source: Source) -> Account:
        """Return what is left of a source when the act head has had its say on furniture.

        Raises:
            EngineError: when an engine fails.
        """
        segments = segment(source)
        if not segments:
            return Account(source, (), (), [], np.zeros((0, self._encoder.dimensions), np.float32))
        embedded = embed(segments, self._encoder, self._token_encoder)
        classified = classify(segments, embedded.tokens, self._heads)
        gone = doubted(source, segments, [act.act_ps[FURNITURE] for act in classified])
        kept = [row for row in range(len(segments)) if row not in gone]
        return Account(
            source=_with_dropped(source, [segments[row] for row in sorted(gone)]),
            segments=tuple(segments[row] for row in kept),
            classified=tuple(classified[row] for row in kept),
            tokens=[embedded.tokens[row] for row in kept],
            vectors=embedded.vectors[kept],
        )

    def _read_source(self, whole: Source) -> ReadSource:
        source, segments, classified, tokens, vectors = self.account(whole)
        if not segments:
            return ReadSource(Reading(source=source), vectors)
        tagged = [self._tagger.tag(t, s.text) for t, s in zip(tokens, segments, strict=True)]
        published = date.fromisoformat(source.published) if source.published else None
        mentions = extract(source, segments, tagged, self._lexicon, published)
        reading = Reading(
            source=source,
            segments=segments,
            classified=classified,
            speakers=attribute(segments, classified, mentions),
            mentions=mentions,
            parts=load_parts().of(tokens),
        )
        return ReadSource(reading, vectors)


def _with_dropped(source: Source, furniture: Sequence[Segment]) -> Source:
    """Note what the act head found to be furniture beside what the layout told."""
    if not furniture:
        return source
    found = [Dropped(s.start, s.end, "furniture") for s in furniture]
    return msgspec.structs.replace(source, dropped=tuple(sorted((*source.dropped, *found))))


def make_reader(settings: EngineSettings) -> PageReader:
    """A reader with the engines that the settings name; nothing is loaded before the first page.

    Raises:
        EngineError: when no encoder has that name.
    """
    token_encoder = E5Encoder(settings.threads or None)
    if settings.encoder == BUILTIN:
        return PageReader(token_encoder)
    encoder = make_encoder(settings.encoder, key=settings.encoder_key or None, prefix=settings.encoder_prefix)
    return PageReader(token_encoder, encoder)
