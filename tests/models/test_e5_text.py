"""Normalisation and offsets, with the tokenizer alone; no model is run."""

from __future__ import annotations

import numpy as np
import pytest

from verbale.models.e5.normalise import normalise
from verbale.models.e5.tokens import E5Tokenizer
from verbale.models.e5.weights import Pieces

REPLACEMENTS = {"ﬁ": "fi", "Ａ": "A", "　": " ", "\n": " ", "ำ": "ํา"}


def tokenizer() -> E5Tokenizer:
    """One token for each of some letters, so that offsets can be told by hand."""
    texts = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefiétAํากน"]
    scores = np.array([0.0] * 4 + [-1.0] * (len(texts) - 4), np.float32)
    return E5Tokenizer(Pieces(texts, scores, 0, 2, 1, 3, REPLACEMENTS))


def stood_for(text: str) -> list[str]:
    tokens = tokenizer().tokenize([text])[0]
    return [text[first:last] for first, last in tokens.offsets.tolist() if first < last]


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("ﬁ", "fi"),
        ("Ａ　b", "A b"),
        (" a \n b ", "a b"),
        ("e\u0301te\u0301", "été"),
        ("a\x00", "a\x00"),
        ("", ""),
        (" \n", ""),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_normalised_text(original: str, expected: str) -> None:
    assert normalise(original, REPLACEMENTS).text == expected


def test_each_character_remembers_where_it_came_from() -> None:
    original = "ﬁ  e\u0301"
    made = normalise(original, REPLACEMENTS)
    assert [original[a:b] for a, b in zip(made.starts, made.ends, strict=True)] == [
        "ﬁ",
        "ﬁ",
        " ",
        "e\u0301",
    ]


def test_many_marks_on_one_letter_take_no_time() -> None:
    made = normalise("a" + "\u0301" * 100_000, REPLACEMENTS)
    assert made.ends[-1] == 100_001


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab c", ["a", "b", "c"]),
        ("  a  b ", ["a", "b"]),
        ("ﬁa", ["ﬁ", "ﬁ", "a"]),
        ("Ａ　b", ["Ａ", "b"]),
        ("te\u0301", ["t", "e\u0301"]),
        ("กำน", ["ก", "ำ", "ำ", "น"]),
        ("", []),
    ],
)
def test_offsets_point_into_the_original_text(text: str, expected: list[str]) -> None:
    assert stood_for(text) == expected


def test_unknown_characters_keep_their_place() -> None:
    assert stood_for("a☃b") == ["a", "☃", "b"]
