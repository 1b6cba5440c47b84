"""Alignment of accounts on NTREX (Federmann et al., 2022): news made to differ as accounts do.

Each of its documents becomes two accounts in two languages. In each account, on its own, 40 % of the lines
are dropped, some lines are merged with the next, some are split near the middle, and blocks are moved. A link
is right when its two segments hold words of the same line.

usage: python bench/ntrex.py [--corpus DIR] [--documents N] [PAIR…]
"""

import random
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

PAIRS = ("vie-swe", "rus-ind", "deu-vie", "eng-rus")
DROPPED = 0.4
"""Share of lines left out of each account."""
MERGED = 0.15
"""Share of kept lines that are joined with the kept line after them."""
SPLIT = 0.15
"""Share of kept lines that are cut in two."""
MOVED_BLOCK = 3
"""Segments in a block that is moved elsewhere; one block in six segments is."""
SEED = 2022


class MadeAccount(NamedTuple):
    """One side of a made pair: texts of its segments, and the lines that each holds."""

    texts: tuple[str, ...]
    lines: tuple[frozenset[int], ...]


def read_documents(corpus: Path, language: str) -> list[list[str]]:
    """Read the lines of each document in one language, documents in the corpus's order."""
    kind = "src" if language == "eng" else "ref"
    lines = (corpus / f"newstest2019-{kind}.{language}.txt").read_text("utf-8").splitlines()
    names = [row.split("\t")[0] for row in (corpus / "DOCUMENT_IDS.tsv").read_text("utf-8").splitlines()]
    pairs = zip(names, lines, strict=True)
    return [[line for _, line in rows] for _, rows in groupby(pairs, key=lambda pair: pair[0])]


def make_account(lines: Sequence[str], rng: random.Random) -> MadeAccount:
    """Drop, merge, split and move the lines of one document."""
    kept = [(text, frozenset([i])) for i, text in enumerate(lines) if rng.random() >= DROPPED]
    merged: list[tuple[str, frozenset[int]]] = []
    for text, held in kept:
        if merged and len(merged[-1][1]) == 1 and rng.random() < MERGED:
            before, held_before = merged.pop()
            merged.append((f"{before} {text}", held_before | held))
        else:
            merged.append((text, held))
    pieces: list[tuple[str, frozenset[int]]] = []
    for text, held in merged:
        cut = cut_near_middle(text) if len(held) == 1 and rng.random() < SPLIT else None
        pieces += [(text[:cut].strip(), held), (text[cut:].strip(), held)] if cut else [(text, held)]
    pieces = move_blocks(pieces, rng)
    return MadeAccount(tuple(text for text, _ in pieces), tuple(held for _, held in pieces))


def cut_near_middle(text: str) -> int | None:
    """Find the comma, else the space, nearest to the middle; None when the text has neither there."""
    third = len(text) // 3
    for mark in (",", " "):
        places = [i + 1 for i, c in enumerate(text) if c == mark and third <= i < len(text) - third]
        if places:
            return min(places, key=lambda i: abs(i - len(text) / 2))
    return None


def move_blocks(
    pieces: list[tuple[str, frozenset[int]]], rng: random.Random
) -> list[tuple[str, frozenset[int]]]:
    """Take blocks out and put each back somewhere else."""
    for _ in range(len(pieces) // (2 * MOVED_BLOCK)):
        start = rng.randrange(len(pieces) - MOVED_BLOCK + 1)
        block = pieces[start : start + MOVED_BLOCK]
        rest = pieces[:start] + pieces[start + MOVED_BLOCK :]
        place = rng.randrange(len(rest) + 1)
        pieces = rest[:place] + block + rest[place:]
    return pieces


def gold_pairs(a: MadeAccount, b: MadeAccount) -> set[tuple[int, int]]:
    """Pairs of segments that hold words of one line."""
    return {(i, j) for i, held in enumerate(a.lines) for j, other in enumerate(b.lines) if held & other}
