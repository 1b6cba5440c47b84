"""What the alignment network is learned from: accounts made of NTREX's lines, as `bench/ntrex.py` makes them."""

from __future__ import annotations

import json
import random
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bench.ntrex import DROPPED, MEASURED, SPLIT, MadeAccount, cut_near_middle, move_blocks, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from verbale.models.protocols import Encoder
    from verbale.records.reading import Vectors

LANGUAGES = ("eng", "deu", "fra", "ind", "rus", "spa", "swe", "vie")
LEARNED = range(MEASURED, 123)
"""Documents to learn from; the others are for measuring."""

JOINED = {1: 0.4, 2: 0.2, 3: 0.06}
"""Share of lines of which the join with the first, second and third line after them is encoded."""

MERGED = 0.26
"""Share of encoded joins that are used where both lines are kept: gives as many merged lines as in the benchmark."""

SHORTEST = 3
"""Segments from which blocks are moved."""

SEED = "aug"


class Piece(NamedTuple):
    """A text with the document and the lines that it holds words of."""

    text: str
    language: str
    document: int
    lines: tuple[int, ...]


class Corpus(NamedTuple):
    """NTREX with the vectors of its pieces.

    Attributes:
        documents: for each language, the lines of each document.
        row: of each text in `vectors`.
        vectors: unit rows.
    """

    documents: dict[str, list[list[str]]]
    row: dict[str, int]
    vectors: Vectors

    def of(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are pieces."""
        return self.vectors[[self.row[text] for text in texts]]


def pieces(documents: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[Piece]:
    """Lines of every language, their halves, and joins of two lines that stand near each other."""
    rng = random.Random(SEED)  # noqa: S311 - a fixed seed is the point
    for language, texts in documents.items():
        for number, lines in enumerate(texts):
            for i, line in enumerate(lines):
                yield Piece(line, language, number, (i,))
                if cut := cut_near_middle(line):
                    yield Piece(line[:cut].strip(), language, number, (i,))
                    yield Piece(line[cut:].strip(), language, number, (i,))
                for gap, share in JOINED.items():
                    if i + gap < len(lines) and rng.random() < share:
                        yield Piece(f"{line} {lines[i + gap]}", language, number, (i, i + gap))


def read_corpus(folder: Path, encoder: Encoder, cache: Path | None, more: Iterable[str] = ()) -> Corpus:
    """Read NTREX and encode its pieces (57,000 texts: ten minutes) and `more`, or take vectors from `cache`."""
    documents = {language: read_documents(folder, language) for language in LANGUAGES}
    texts = list(dict.fromkeys(chain((piece.text for piece in pieces(documents)), more)))
    if cache and cache.exists():
        with np.load(cache) as archive:
            known = {text: row for row, text in enumerate(json.loads(archive["texts"].tobytes()))}
            kept = archive["vectors"]
    else:
        known, kept = {}, np.zeros((0, encoder.dimensions), np.float32)
    missing = [text for text in texts if text not in known]
    vectors = np.concatenate([kept, encoder.encode(missing)]) if missing else kept
    known.update({text: len(kept) + at for at, text in enumerate(missing)})
    if cache and missing:
        written = np.frombuffer(json.dumps(list(known)).encode(), np.uint8)
        np.savez(cache, texts=written, vectors=vectors.astype(np.float16))
    full = vectors.astype(np.float32)
    return Corpus(documents, known, full / np.linalg.norm(full, axis=1, keepdims=True))


def make_known(lines: Sequence[str], row: dict[str, int], rng: random.Random) -> MadeAccount:
    """Drop, merge, split and move lines as `bench.ntrex.make_account` does, merging only where the join is encoded."""
    merged: list[tuple[str, frozenset[int]]] = []
    for i, line in enumerate(lines):
        if rng.random() < DROPPED:
            continue
        before = merged[-1] if merged and len(merged[-1][1]) == 1 else None
        if before and f"{before[0]} {line}" in row and rng.random() < MERGED:
            merged[-1] = f"{before[0]} {line}", before[1] | {i}
        else:
            merged.append((line, frozenset([i])))
    cut_up: list[tuple[str, frozenset[int]]] = []
    for text, held in merged:
        cut = cut_near_middle(text) if len(held) == 1 and rng.random() < SPLIT else None
        cut_up += [(text[:cut].strip(), held), (text[cut:].strip(), held)] if cut else [(text, held)]
    if len(cut_up) >= SHORTEST:
        cut_up = move_blocks(cut_up, rng)
    return MadeAccount(tuple(text for text, _ in cut_up), tuple(held for _, held in cut_up))


def made_pairs(
    corpus: Corpus, languages: Sequence[str], documents: Sequence[int], times: int
) -> Iterator[tuple[int, MadeAccount, MadeAccount]]:
    """Accounts of each document in each two languages, anew each time, with the number of the document."""
    rng = random.Random(times)  # noqa: S311
    for _ in range(times):
        for x, y in combinations(languages, 2):
            for number in documents:
                a, b = (make_known(corpus.documents[side][number], corpus.row, rng) for side in (x, y))
                if a.texts and b.texts:
                    yield number, a, b
