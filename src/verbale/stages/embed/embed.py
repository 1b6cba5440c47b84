"""Vectors for the segments of one source."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from verbale.models.protocols import Encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.models.protocols import Encoder, TokenEncoder
    from verbale.records.reading import Segment

Embedded: TypeAlias = Encoded
"""Sentence vectors and tokens in the order of the segments; token offsets count from the segment's start.

It is the type that token encoders give (`verbale.models.Encoded`), so that other stages can take it without
importing this one.
"""


def embed(segments: Sequence[Segment], encoder: Encoder, token_encoder: TokenEncoder) -> Embedded:
    """Encode the text of each segment, without its lead.

    A clause's lead is the same for all clauses of its sentence: with it, their vectors would be alike
    whatever they say. When `encoder` is the token encoder itself, both kinds of vectors come from one pass.

    Raises:
        EngineError: when an engine fails.
    """
    texts = [segment.text for segment in segments]
    encoded = token_encoder.encode_with_tokens(texts)
    if id(encoder) == id(token_encoder):
        return encoded
    return Embedded(vectors=encoder.encode(texts), tokens=encoded.tokens)
