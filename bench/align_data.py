"""What the alignment network is learned from: accounts made of NTREX's lines, as `bench/ntrex.py` makes them."""

from __future__ import annotations

import json
import random
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bench.ntrex import DROPPED, MEASURED, SPLIT, MadeAccount, cut_near_middle, move_blocks, read_documents
from verbale.models.parts import stretch_means

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from verbale.models.e5 import E5Encoder
    from verbale.records.reading import Vectors

LANGUAGES = ("eng", "deu", "fra", "ind", "rus", "spa", "swe", "vie")
LEARNED = range(MEASURED, 123)
"""Documents to learn from; the others are for measuring."""

CUT = 0.5
"""Share of lines of which the halves are encoded."""

JOINED = {1: 0.4, 2: 0.2, 3: 0.06}
"""Share of lines of which the join with the first, second and third line after them is encoded."""

MERGED = 0.26
"""Share of encoded joins that are used where both lines are kept: gives as many merged lines as in the benchmark."""

SHORTEST = 3
"""Segments from which blocks are moved."""

SEED = "v5"

_BATCH = 512
"""Texts that are encoded before their tokens are thrown away."""


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
        stretches: of all texts, one after the other, as `stretch_means` gives them, in float16.
        first: of each text, its first row in `stretches`, and one after the last.
    """

    documents: dict[str, list[list[str]]]
    row: dict[str, int]
    vectors: Vectors
    stretches: npt.NDArray[np.float16]
    first: npt.NDArray[np.int64]

    def of(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are pieces."""
        return self.vectors[[self.row[text] for text in texts]]

    def held(self, languages: Sequence[str], documents: Sequence[int]) -> dict[tuple[str, int], list[Piece]]:
        """The pieces of each document in each language."""
        found: dict[tuple[str, int], list[Piece]] = {
            (language, number): [] for language in languages for number in documents
        }
        for piece in pieces(self.documents):
            if (piece.language, piece.document) in found:
                found[piece.language, piece.document].append(piece)
        return found

    def stretches_of(self, text: str) -> Vectors:
        """The stretches of a text that is a piece."""
        row = self.row[text]
        return self.stretches[self.first[row] : self.first[row + 1]].astype(np.float32)


def pieces(documents: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[Piece]:
    """Lines that are learned from, in every language, some of their halves, and joins of two near each other."""
    rng = random.Random(SEED)  # noqa: S311 - a fixed seed is the point
    for number in LEARNED:
        for language, texts in documents.items():
            lines = texts[number]
            for i, line in enumerate(lines):
                yield Piece(line, language, number, (i,))
                if rng.random() < CUT and (cut := cut_near_middle(line)):
                    yield Piece(line[:cut].strip(), language, number, (i,))
                    yield Piece(line[cut:].strip(), language, number, (i,))
                for gap, share in JOINED.items():
                    if i + gap < len(lines) and rng.random() < share:
                        yield Piece(f"{line} {lines[i + gap]}", language, number, (i, i + gap))


def read_corpus(folder: Path, encoder: E5Encoder, cache: Path | None, more: Iterable[str] = ()) -> Corpus:
    """Read NTREX and encode its pieces (21,000 texts: ten minutes) and `more`, or take them from `cache`."""
    documents = {language: read_documents(folder, language) for language in LANGUAGES}
    texts = list(dict.fromkeys(chain((piece.text for piece in pieces(documents)), more)))
    if cache and cache.exists():
        with np.load(cache) as archive:
            known = {text: row for row, text in enumerate(json.loads(archive["texts"].tobytes()))}
            vectors, found, counts = (archive[name] for name in ("vectors", "stretches", "counts"))
    else:
        known = {}
        vectors = np.zeros((0, encoder.dimensions), np.float16)
        found = np.zeros((0, encoder.token_features), np.float16)
        counts = np.zeros(0, np.int64)
    missing = [text for text in texts if text not in known]
    if missing:
        read = list(_encoded(missing, encoder))
        vectors, found = (
            np.concatenate([kept, *(row[k] for row in read)]) for k, kept in ((0, vectors), (1, found))
        )
        counts = np.concatenate([counts, *(row[2] for row in read)])
        known.update({text: len(known) + at for at, text in enumerate(missing)})
        if cache:
            written = np.frombuffer(json.dumps(list(known)).encode(), np.uint8)
            np.savez(cache, texts=written, vectors=vectors, stretches=found, counts=counts)
    full = vectors.astype(np.float32)
    full /= np.linalg.norm(full, axis=1, keepdims=True)
    return Corpus(documents, known, full, found, np.concatenate([[0], counts.cumsum()]))


def _encoded(
    texts: Sequence[str], encoder: E5Encoder
) -> Iterator[tuple[npt.NDArray[np.float16], npt.NDArray[np.float16], npt.NDArray[np.int64]]]:
    """Vectors, stretches and how many each text has, some texts at a time."""
    for start in range(0, len(texts), _BATCH):
        encoded = encoder.encode_with_tokens(texts[start : start + _BATCH])
        rows = [stretch_means(tokens) for tokens in encoded.tokens]
        counts = np.array([len(some) for some in rows], np.int64)
        yield encoded.vectors.astype(np.float16), np.concatenate(rows).astype(np.float16), counts


def make_known(lines: Sequence[str], row: dict[str, int], rng: random.Random) -> MadeAccount:
    """Drop, merge, split and move lines as `bench.ntrex.make_account` does, as far as the pieces are encoded."""
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
        cut = cut_near_middle(text) if len(held) == 1 and rng.random() < SPLIT / CUT else None
        halves = [(half.strip(), held) for half in (text[:cut], text[cut:])] if cut else []
        cut_up += halves if halves and all(half in row for half, _ in halves) else [(text, held)]
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
