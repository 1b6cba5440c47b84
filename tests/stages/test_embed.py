from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from verbale.models import Encoded, TokenVectors
from verbale.records.reading import Segment
from verbale.stages.embed import embed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.reading import Vectors


class LengthEncoder:
    """Encodes a text as the direction of its length; counts its passes."""

    name = "length"
    dimensions = 2
    token_features = 1

    def __init__(self) -> None:
        self.passes = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.passes += 1
        angles = np.array([len(text) for text in texts], np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    def encode_with_tokens(self, texts: Sequence[str]) -> Encoded:
        tokens = tuple(
            TokenVectors(np.array([[0, len(text)]], np.int32), np.zeros((1, 1), np.float32)) for text in texts
        )
        return Encoded(self.encode(texts), tokens)


def clause(text: str, lead: str = "") -> Segment:
    return Segment(
        id="s", source="p", start=0, end=len(text), text=text, language="en", paragraph=0, lead=lead
    )


def test_vectors_and_tokens_stand_in_the_order_of_the_segments() -> None:
    encoder = LengthEncoder()
    embedded = embed([clause("abc"), clause("a")], encoder, encoder)
    np.testing.assert_array_equal(embedded.vectors, LengthEncoder().encode(["abc", "a"]))
    assert [token.offsets.tolist() for token in embedded.tokens] == [[[0, 3]], [[0, 1]]]


def test_one_pass_when_both_encoders_are_one() -> None:
    encoder = LengthEncoder()
    embed([clause("abc")], encoder, encoder)
    assert encoder.passes == 1


def test_another_sentence_encoder_gives_the_vectors() -> None:
    sentences, tokens = LengthEncoder(), LengthEncoder()
    embed([clause("abc")], sentences, tokens)
    assert (sentences.passes, tokens.passes) == (1, 1)


def test_the_lead_of_a_clause_is_left_out() -> None:
    encoder = LengthEncoder()
    embedded = embed([clause("abc", lead="The two sides agreed to"), clause("abc")], encoder, encoder)
    np.testing.assert_array_equal(embedded.vectors[0], embedded.vectors[1])
