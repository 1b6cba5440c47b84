"""Alignment of accounts on NTREX (Federmann et al., 2022): news made to differ as accounts do.

Each of its documents becomes two accounts in two languages. In each account, on its own, 40 % of the lines
are dropped, some lines are merged with the next, some are split near the middle, and blocks are moved. A link
is right when its two segments hold words of the same line. The network that aligns was learned from the documents
that are not measured on, in the same languages; `python -m bench.train_align --leave-out vie swe` measures without.

usage: python -m bench.ntrex [--corpus DIR] [--documents N] [PAIR…]
"""

import argparse
import random
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from bench.scoring import score_pairs
from verbale.models.e5 import E5Encoder
from verbale.models.parts import load_parts
from verbale.models.protocols import TokenEncoder
from verbale.stages.align import Account, align_accounts

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

MEASURED = 62
"""Documents from the first on that are measured on; the others are what the aligner was learned from."""


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


def as_account(made: MadeAccount, side: str, encoder: TokenEncoder) -> Account:
    """Make an account as the align stage takes it."""
    names = tuple(map(str, range(len(made.texts))))
    encoded = encoder.encode_with_tokens(made.texts)
    parts = load_parts().of(encoded.tokens)
    return Account("meeting", side, names, made.texts, encoded.vectors, parts=parts)


def link_documents(
    documents: Sequence[tuple[MadeAccount, MadeAccount]], encoder: TokenEncoder
) -> tuple[set[tuple[int, int, int]], set[tuple[int, int, int]]]:
    """Align every made pair; give right and found links, each as number of the document and two segments."""
    gold: set[tuple[int, int, int]] = set()
    found: set[tuple[int, int, int]] = set()
    for number, (a, b) in enumerate(documents):
        gold |= {(number, i, j) for i, j in gold_pairs(a, b)}
        links = align_accounts(as_account(a, "a", encoder), as_account(b, "b", encoder))
        found |= {(number, link.a, link.b) for link in links}
    return gold, found


def make_documents(corpus: Path, pair: str, count: int | None) -> list[tuple[MadeAccount, MadeAccount]]:
    """Make two accounts of each of the first documents of a pair of languages, the same ones each time."""
    rng = random.Random(f"{SEED}-{pair}")  # noqa: S311 - a fixed seed is the point
    left, right = (read_documents(corpus, language) for language in pair.split("-"))
    made = [(make_account(a, rng), make_account(b, rng)) for a, b in zip(left, right, strict=True)]
    return made[:count]


def score_pair(corpus: Path, pair: str, encoder: TokenEncoder, documents: int | None = None) -> float:
    """F1 of the links of one pair of languages."""
    return score_pairs(*link_documents(make_documents(corpus, pair, documents), encoder)).f1


def main() -> None:
    """Print precision, recall and F1 of links for each pair and their mean F1."""
    parser = argparse.ArgumentParser(description="Alignment of accounts made from NTREX.")
    parser.add_argument("pairs", nargs="*", default=PAIRS)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpora/ntrex"))
    parser.add_argument("--documents", type=int, default=MEASURED, help="only the first so many")
    given = parser.parse_args()
    encoder = E5Encoder()
    scores = []
    for pair in given.pairs:
        score = score_pairs(*link_documents(make_documents(given.corpus, pair, given.documents), encoder))
        scores.append(score.f1)
        print(f"{pair:10s} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}")
    print(f"{'mean':10s} F1 {sum(scores) / len(scores):.3f}")


if __name__ == "__main__":
    main()
