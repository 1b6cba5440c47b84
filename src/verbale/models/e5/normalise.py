"""Normalises text as the tokenizer of XLM-RoBERTa expects it, and remembers which characters became which.

The tokenizer was trained on text in NFKC with white space and invisible characters as single spaces
(SentencePiece's rule `nmt_nfkc`). The replacements of single characters come with the weights; composition of
a base with its marks (`e` and U+0301 become `é`) is Unicode's own NFC, UAX #15.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_LONGEST_CLUSTER = 32
"""A base with more marks is cut: the Stream-Safe Text Format of UAX #15 allows 30 marks."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text; character `i` of it stands for `original[starts[i]:ends[i]]`."""

    text: str
    starts: list[int]
    ends: list[int]


def normalise(original: str, replacements: Mapping[str, str]) -> Normalised:
    """Compose, replace and squeeze spaces; no space at the beginning or the end."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for composed, start, end in _composed(original):
        for character in _replace(composed, replacements):
            if character == " " and (not text or text[-1] == " "):
                continue
            text.append(character)
            starts.append(start)
            ends.append(end)
    if text and text[-1] == " ":
        del text[-1], starts[-1], ends[-1]
    return Normalised("".join(text), starts, ends)


def _replace(composed: str, replacements: Mapping[str, str]) -> str:
    return "".join(" " if part.isspace() else part for part in (replacements.get(c, c) for c in composed))


def _composed(original: str) -> Iterator[tuple[str, int, int]]:
    """Characters in NFC, each with its first and one-past-last character in the original."""
    if unicodedata.is_normalized("NFC", original):
        for index, character in enumerate(original):
            yield character, index, index + 1
        return
    start = 0
    for index in range(1, len(original) + 1):
        within = index < len(original) and index - start < _LONGEST_CLUSTER
        if within and _joins(original[start:index], original[index]):
            continue
        yield unicodedata.normalize("NFC", original[start:index]), start, index
        start = index


def _joins(cluster: str, following: str) -> bool:
    """Whether a character belongs to the cluster before it: a mark, or a letter that composes with it."""
    if unicodedata.combining(following):
        return True
    return (
        unicodedata.normalize("NFC", cluster + following) != unicodedata.normalize("NFC", cluster) + following
    )
