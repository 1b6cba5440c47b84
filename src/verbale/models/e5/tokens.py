"""Text to token ids, with the characters that each token stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Encoding, Tokenizer, models, pre_tokenizers

from verbale.models.e5.normalise import Normalised, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.models.e5.weights import Pieces
    from verbale.models.protocols import Offsets

_SPACE_PIECE = "▁"


@dataclass(frozen=True, slots=True)
class TokenIds:
    """The tokens of one text, without special tokens.

    Attributes:
        ids: a token id each.
        offsets: (tokens, 2) characters of the original text; first = last for a token that is only a space.
    """

    ids: list[int]
    offsets: Offsets


class E5Tokenizer:
    """Unigram tokenizer of XLM-RoBERTa (Kudo 2018, "Subword Regularization")."""

    def __init__(self, pieces: Pieces) -> None:
        self._replacements = pieces.replacements
        self._space = pieces.texts.index(_SPACE_PIECE)
        vocabulary = list(zip(pieces.texts, pieces.scores.tolist(), strict=True))
        self._tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=pieces.unknown, byte_fallback=False))
        # Words are cut apart at spaces, so the tokens of a text do not depend on what is put before it.
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(_SPACE_PIECE, prepend_scheme="always")

    def tokenize(self, texts: Sequence[str]) -> list[TokenIds]:
        """Tokens of each text, in order; none for a text of white space."""
        normalised = [normalise(text, self._replacements) for text in texts]
        encodings = self._tokenizer.encode_batch([each.text for each in normalised], add_special_tokens=False)
        return [
            TokenIds(encoding.ids, self._original_offsets(encoding, each))
            for encoding, each in zip(encodings, normalised, strict=True)
        ]

    def _original_offsets(self, encoding: Encoding, normalised: Normalised) -> Offsets:
        original = np.zeros((len(encoding.ids), 2), np.int32)
        for row, (token, (first, last)) in enumerate(zip(encoding.ids, encoding.offsets, strict=True)):
            if token == self._space:  # the one put before the text borrows the offsets of the first character
                continue
            if normalised.text[first] == " ":
                first += 1
            original[row] = normalised.starts[first], normalised.ends[last - 1]
        return original
