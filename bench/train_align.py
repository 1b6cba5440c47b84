"""Learns what aligns accounts, and measures it on documents that it did not learn from.

    OMP_NUM_THREADS=1 python -m bench.train_align [--write] [--leave-out LANGUAGE …] [--cache FILE]

Needs PyTorch, which is not among the dependencies of the project (`pip install torch==2.13.0`), and NTREX under
`../shared/corpora`. Learned by contrast (multi-positive InfoNCE) are a projection of sentence vectors, so that lines,
their halves and joins lie near the same line in another language, and one of the stretches of which parts are made
(`bench/align_parts.py`); then the networks over tables of pairs, with parts and without. Tables of documents that a
projection was learned from flatter it, so each half of the documents is described by projections of the other half.
"""

from __future__ import annotations

import argparse
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
from torch import nn  # type: ignore[import-not-found, unused-ignore]

from bench.align_data import LANGUAGES, LEARNED, Corpus, made_pairs, read_corpus
from bench.align_network import Projection, Table, learn_network
from bench.align_parts import contrast, learn_parts, lines_of
from bench.ntrex import MEASURED, PAIRS, gold_pairs, make_documents
from bench.scoring import Score, score_pairs
from verbale.models.e5 import E5Encoder
from verbale.models.parts import SHIPPED as PARTS
from verbale.models.parts import packed
from verbale.stages.align.blocks import unit
from verbale.stages.align.network import SHIPPED, PairNetwork, stored_name
from verbale.stages.align.tables import FEATURES, feature_table, turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.ntrex import MadeAccount

SEED = 2022
CORPUS = Path("../shared/corpora/ntrex")
STEPS, RATE, TEMPERATURE, DROPOUT, TOGETHER, TAKEN = 300, 3e-4, 0.05, 0.1, 4, 0.5
"""Of the projection of sentences; `TOGETHER` documents of two languages, of which the share `TAKEN` of all pieces, make
one step. More steps fit the documents."""

TIMES = 6
"""Pairs of accounts made of each document in each two languages."""

THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5)


def learn_projection(corpus: Corpus, languages: Sequence[str], documents: Sequence[int]) -> Projection:
    """Mean of the vectors, and the matrix that vectors less that mean are multiplied with."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    held = corpus.held(languages, documents)
    centre = np.mean([corpus.of([p.text for p in some]).mean(axis=0) for some in held.values()], axis=0)
    matrix = torch.eye(len(centre), requires_grad=True)
    sharpness = torch.tensor(float(np.log(1 / TEMPERATURE)), requires_grad=True)
    optimiser = torch.optim.Adam([matrix, sharpness], lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=STEPS, pct_start=0.1)
    for _ in range(STEPS):
        chosen = list(rng.choice(documents, TOGETHER, replace=False))
        kept = torch.rand(len(centre)) > DROPOUT
        sides = []
        for language in rng.choice(languages, 2, replace=False):
            found = [p for number in chosen for p in held[language, number] if rng.random() < TAKEN]
            rows = torch.tensor(corpus.of([p.text for p in found]) - centre) * kept
            sides.append((nn.functional.normalize(rows @ matrix, dim=1), lines_of(found, chosen)))
        (a, lines_a), (b, lines_b) = sides
        alike, right = a @ b.T * sharpness.exp(), lines_a @ lines_b.T > 0
        if right.any():
            optimiser.zero_grad()
            (contrast(alike, right) + contrast(alike.T, right.T)).backward()
            optimiser.step()
        schedule.step()
    return centre.astype(np.float32), matrix.detach().numpy()


class Learned(NamedTuple):
    """The projections of sentences and of parts, and the networks for segments with parts and without."""

    sentences: Projection
    parts: Projection
    with_parts: PairNetwork
    without: PairNetwork


def make_table(
    corpus: Corpus, projection: Projection, parts: Projection, a: MadeAccount, b: MadeAccount
) -> Table:
    """Features of two accounts, those of the parts last, and 1 where a link is right."""
    vectors = corpus.of(a.texts), corpus.of(b.texts)
    centre, matrix = projection
    x, y = (unit(np.asarray((side - centre) @ matrix, np.float64)) for side in vectors)
    right = np.zeros((len(a.texts), len(b.texts)), np.float32)
    for i, j in gold_pairs(a, b):
        right[i, j] = 1
    middle, reduced = parts
    blobs = [
        [packed((corpus.stretches_of(text) - middle) @ reduced) for text in side.texts] for side in (a, b)
    ]
    return feature_table(vectors, (x, y), (a.texts, b.texts), (blobs[0], blobs[1])), right


def learn(corpus: Corpus, languages: Sequence[str], documents: Sequence[int]) -> Learned:
    """Projections and networks from documents in these languages."""
    halves = documents[::2], documents[1::2]
    crossed = [
        (learn_projection(corpus, languages, half), learn_parts(corpus, languages, half))
        for half in reversed(halves)
    ]
    tables = [
        make_table(corpus, *crossed[documents.index(number) % 2], a, b)
        for number, a, b in made_pairs(corpus, languages, documents, TIMES)
    ]
    print(f"{len(tables)} tables", flush=True)
    projection = learn_projection(corpus, languages, documents)
    plain = [(np.ascontiguousarray(table[..., : len(FEATURES)]), right) for table, right in tables]
    return Learned(
        projection,
        learn_parts(corpus, languages, documents),
        learn_network(tables).arrays(projection),
        learn_network(plain).arrays(projection),
    )


def measure(learned: Learned, corpus: Corpus, pair: str, threshold: float, *, parts: bool) -> Score:
    """Links of the benchmark's accounts of documents that are not learned from."""
    network = learned.with_parts if parts else learned.without
    found, gold = set(), set()
    for number, (a, b) in enumerate(make_documents(CORPUS, pair, None)):
        if number in LEARNED or not a.texts or not b.texts:
            continue
        gold |= {(number, *link) for link in gold_pairs(a, b)}
        table, _ = make_table(corpus, learned.sentences, learned.parts, a, b)
        table = table if parts else np.ascontiguousarray(table[..., : len(FEATURES)])
        odds = (network.log_odds(table) + network.log_odds(turn(table)).T) / 2
        found |= {
            (number, int(i), int(j)) for i, j in np.argwhere(odds >= np.log(threshold / (1 - threshold)))
        }
    return score_pairs(gold, found)


def write(learned: Learned) -> None:
    """Write what ships."""
    arrays: dict[str, Any] = {"centre": learned.sentences[0], "projection": learned.sentences[1]}
    for parts, network in ((True, learned.with_parts), (False, learned.without)):
        for name in PairNetwork.__slots__:
            if name not in arrays:
                arrays[stored_name(name, parts=parts)] = getattr(network, name)
    np.savez_compressed(str(SHIPPED), **{name: a.astype(np.float16) for name, a in arrays.items()})
    centre, matrix = learned.parts
    np.savez_compressed(PARTS, centre=centre.astype(np.float16), matrix=matrix.astype(np.float16))


def main() -> None:
    """Learn, print figures, and write what ships if asked to."""
    parser = argparse.ArgumentParser(description="Learns to align accounts.")
    parser.add_argument("--write", action="store_true", help="write the networks and projections that ship")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="LANGUAGE")
    parser.add_argument("--cache", type=Path, help="keep vectors of the corpus here")
    given = parser.parse_args()
    torch.set_num_threads(1)
    measured = (
        made.texts for pair in PAIRS for both in make_documents(CORPUS, pair, MEASURED) for made in both
    )
    corpus = read_corpus(CORPUS, E5Encoder(), given.cache, chain.from_iterable(measured))
    learned = learn(corpus, [lang for lang in LANGUAGES if lang not in given.leave_out], list(LEARNED))
    if given.write:
        write(learned)
    for pair in PAIRS:
        for parts in (True, False):
            scores = [measure(learned, corpus, pair, threshold, parts=parts) for threshold in THRESHOLDS]
            told = "  ".join(f"{at:.2f}: {s.f1:.3f}" for at, s in zip(THRESHOLDS, scores, strict=True))
            print(f"{pair} {'with' if parts else 'without'} parts, F1 at {told}", flush=True)


if __name__ == "__main__":
    main()
