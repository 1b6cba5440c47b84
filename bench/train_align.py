"""Learns the network that aligns accounts, and measures it on documents that it did not learn from.

    OMP_NUM_THREADS=1 python -m bench.train_align [--write] [--leave-out LANGUAGE …] [--cache FILE]

Needs PyTorch, which is not among the dependencies of the project (`pip install torch==2.13.0`), and NTREX under
`../shared/corpora`. The projection is learned by contrast (multi-positive InfoNCE) so that lines, their halves and
joins lie near the same line in another language; then the network over tables of pairs. Tables of documents that a
projection was learned from flatter it, so each half of the documents is described by a projection of the other half.
"""

from __future__ import annotations

import argparse
import random
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
from torch import nn  # type: ignore[import-not-found, unused-ignore]

from bench.align_data import LANGUAGES, LEARNED, Corpus, Piece, made_pairs, pieces, read_corpus
from bench.ntrex import PAIRS, gold_pairs, make_documents
from bench.scoring import Score, score_pairs
from verbale.models.e5 import E5Encoder
from verbale.stages.align.blocks import unit
from verbale.stages.align.network import SHIPPED, PairNetwork
from verbale.stages.align.tables import FEATURES, feature_table, turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from bench.ntrex import MadeAccount

    Table = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
    Projection = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]

SEED = 2022
CORPUS = Path("../shared/corpora/ntrex")
STEPS, RATE, TEMPERATURE, DROPOUT, TOGETHER = 300, 3e-4, 0.05, 0.1, 4
"""Of the projection; `TOGETHER` documents of two languages make one step. More steps fit the documents."""

WIDTH, BLOCKS, TIMES, EPOCHS, NETWORK_RATE, DECAY, BATCH = 20, 3, 3, 8, 4e-3, 1e-2, 24
"""Of the network."""

_MOST_LINES = 128


def learn_projection(corpus: Corpus, languages: Sequence[str], documents: Sequence[int]) -> Projection:
    """Mean of the vectors, and the matrix that vectors less that mean are multiplied with."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    wanted = set(documents)
    held: dict[tuple[str, int], list[Piece]] = {}
    for piece in pieces(corpus.documents):
        if piece.document in wanted and piece.language in languages:
            held.setdefault((piece.language, piece.document), []).append(piece)
    centre = np.mean([corpus.of([p.text for p in some]).mean(axis=0) for some in held.values()], axis=0)
    matrix = torch.eye(len(centre), requires_grad=True)
    sharpness = torch.tensor(float(np.log(1 / TEMPERATURE)), requires_grad=True)
    optimiser = torch.optim.Adam([matrix, sharpness], lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=STEPS, pct_start=0.1)
    for _ in range(STEPS):
        chosen = rng.choice(documents, TOGETHER, replace=False)
        kept = torch.rand(len(centre)) > DROPOUT
        sides = []
        for lang in rng.choice(languages, 2, replace=False):
            found = [p for number in chosen for p in held[lang, number] if rng.random() < 0.5]
            lines = np.zeros((len(found), TOGETHER * _MOST_LINES), np.float32)
            for row, piece in enumerate(found):
                place = list(chosen).index(piece.document)
                lines[row, [place * _MOST_LINES + min(i, _MOST_LINES - 1) for i in piece.lines]] = 1
            rows = torch.tensor(corpus.of([p.text for p in found]) - centre) * kept
            sides.append((nn.functional.normalize(rows @ matrix, dim=1), torch.tensor(lines)))
        (a, lines_a), (b, lines_b) = sides
        alike, right = a @ b.T * sharpness.exp(), lines_a @ lines_b.T > 0
        if right.any():
            optimiser.zero_grad()
            (_contrast(alike, right) + _contrast(alike.T, right.T)).backward()
            optimiser.step()
        schedule.step()
    return centre.astype(np.float32), matrix.detach().numpy()


def _contrast(alike: Any, right: Any) -> Any:
    """For each row the mean over its partners of how improbable each is among all that are not."""
    told = right.any(1)
    alike, right = alike[told], right[told]
    others = alike.masked_fill(right, -1e9).logsumexp(1, keepdim=True)
    return (((torch.logaddexp(alike, others) - alike) * right).sum(1) / right.sum(1)).mean()


class Net(nn.Module):  # type: ignore[misc, unused-ignore]
    """`PairNetwork` in PyTorch, on padded batches of tables."""

    def __init__(self, tables: Sequence[Table]) -> None:
        """Take the mean and the spread of the features from tables."""
        super().__init__()
        flat = np.concatenate([table.reshape(-1, len(FEATURES)) for table, _ in tables])
        self.mean, self.spread = torch.tensor(flat.mean(axis=0)), torch.tensor(flat.std(axis=0) + 1e-3)
        self.inward = nn.Linear(len(FEATURES), WIDTH)
        self.around = nn.ModuleList(nn.Conv2d(WIDTH, WIDTH, 3, padding=1, bias=False) for _ in range(BLOCKS))
        self.beside = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in range(BLOCKS))
        self.norm = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(BLOCKS))
        self.outward = nn.Linear(WIDTH, 1)

    def forward(self, tables: Any, mask: Any) -> Any:
        """Log-odds, shape (batch, n, m); `mask` is 1 inside each table."""
        inside = mask[..., None]
        hidden = torch.relu(self.inward((tables - self.mean) / self.spread)) * inside
        outside = (1 - inside) * -1e4
        for around, beside, norm in zip(self.around, self.beside, self.norm, strict=True):
            near = around(hidden.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
            row = (hidden + outside).amax(2, keepdim=True).expand_as(hidden)
            column = (hidden + outside).amax(1, keepdim=True).expand_as(hidden)
            told = beside(torch.cat([hidden, row, column], -1))
            hidden = norm(hidden + torch.relu(near + told)) * inside
        return self.outward(hidden)[..., 0]

    def arrays(self, projection: Projection) -> PairNetwork:
        """The same for NumPy."""

        def stack(parts: Any) -> npt.NDArray[np.float32]:
            return np.stack([part.detach().numpy() for part in parts])

        weight = (self.inward.weight / self.spread).T
        bias = self.inward.bias - (self.mean / self.spread) @ self.inward.weight.T
        return PairNetwork(
            *projection,
            inward=torch.cat([weight, bias[None]]).detach().numpy(),
            around=stack(layer.weight.permute(2, 3, 1, 0).reshape(-1, WIDTH) for layer in self.around),
            beside=stack(layer.weight.T for layer in self.beside),
            bias=stack(layer.bias for layer in self.beside),
            scale=stack(layer.weight for layer in self.norm),
            shift=stack(layer.bias for layer in self.norm),
            outward=self.outward.weight[0].detach().numpy(),
            offset=self.outward.bias[0].detach().numpy(),
        )


def make_table(corpus: Corpus, projection: Projection, a: MadeAccount, b: MadeAccount) -> Table:
    """Features of two accounts, and 1 where a link is right."""
    vectors = corpus.of(a.texts), corpus.of(b.texts)
    centre, matrix = projection
    x, y = (unit(np.asarray((side - centre) @ matrix, np.float64)) for side in vectors)
    right = np.zeros((len(a.texts), len(b.texts)), np.float32)
    for i, j in gold_pairs(a, b):
        right[i, j] = 1
    return feature_table(vectors, (x, y), (a.texts, b.texts)), right


def learn_network(tables: Sequence[Table]) -> Net:
    """Learn from tables, each read from either side by turns."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)  # noqa: S311
    net = Net(tables)
    optimiser = torch.optim.AdamW(net.parameters(), lr=NETWORK_RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(tables) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, NETWORK_RATE, total_steps=steps, pct_start=0.15)
    for epoch in range(EPOCHS):
        total = 0.0
        for read, right, mask in _batches(tables, rng):
            loss = nn.functional.binary_cross_entropy_with_logits(
                net(read, mask), right, weight=mask, reduction="sum"
            )
            loss = loss / mask.sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: {total * EPOCHS / steps:.4f}", flush=True)
    return net


def _batches(tables: Sequence[Table], rng: random.Random) -> Iterator[tuple[Any, Any, Any]]:
    """Tables of about one size together, padded; every second one turned."""
    order = sorted(range(len(tables)), key=lambda at: tables[at][1].size + 30 * rng.random())
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    rng.shuffle(batches)
    for batch in batches:
        chosen = [(turn(t), r.T) if rng.random() < 0.5 else (t, r) for t, r in (tables[at] for at in batch)]
        n, m = (max(right.shape[axis] for _, right in chosen) for axis in (0, 1))
        read = np.zeros((len(batch), n, m, len(FEATURES)), np.float32)
        wanted, mask = np.zeros((2, len(batch), n, m), np.float32)
        for at, (table, right) in enumerate(chosen):
            inside = at, slice(right.shape[0]), slice(right.shape[1])
            read[inside], wanted[inside], mask[inside] = table, right, 1
        yield torch.tensor(read), torch.tensor(wanted), torch.tensor(mask)


def learn(corpus: Corpus, languages: Sequence[str], documents: Sequence[int]) -> PairNetwork:
    """Projection and network from documents in these languages."""
    halves = documents[::2], documents[1::2]
    crossed = [learn_projection(corpus, languages, half) for half in reversed(halves)]
    tables = [
        make_table(corpus, crossed[documents.index(number) % 2], a, b)
        for number, a, b in made_pairs(corpus, languages, documents, TIMES)
    ]
    print(f"{len(tables)} tables", flush=True)
    return learn_network(tables).arrays(learn_projection(corpus, languages, documents))


def measure(network: PairNetwork, corpus: Corpus, pair: str, threshold: float) -> Score:
    """Links of the benchmark's accounts of documents that are not learned from."""
    found, gold = set(), set()
    for number, (a, b) in enumerate(make_documents(CORPUS, pair, None)):
        if number in LEARNED or not a.texts or not b.texts:
            continue
        gold |= {(number, *link) for link in gold_pairs(a, b)}
        table, _ = make_table(corpus, (network.centre, network.projection), a, b)
        odds = (network.log_odds(table) + network.log_odds(turn(table)).T) / 2
        found |= {
            (number, int(i), int(j)) for i, j in np.argwhere(odds >= np.log(threshold / (1 - threshold)))
        }
    return score_pairs(gold, found)


def main() -> None:
    """Learn, print figures, and write the network if asked to."""
    parser = argparse.ArgumentParser(description="Learns to align accounts.")
    parser.add_argument("--write", action="store_true", help="write the network that ships")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="LANGUAGE")
    parser.add_argument("--cache", type=Path, help="keep vectors of the corpus here")
    given = parser.parse_args()
    torch.set_num_threads(1)
    measured = (made.texts for pair in PAIRS for both in make_documents(CORPUS, pair, None) for made in both)
    corpus = read_corpus(CORPUS, E5Encoder(), given.cache, chain.from_iterable(measured))
    network = learn(corpus, [lang for lang in LANGUAGES if lang not in given.leave_out], list(LEARNED))
    if given.write:
        arrays = {name: getattr(network, name) for name in PairNetwork.__slots__}
        np.savez_compressed(str(SHIPPED), **{name: a.astype(np.float16) for name, a in arrays.items()})
    for pair in PAIRS:
        for threshold in (0.3, 0.35, 0.4, 0.45, 0.5):
            score = measure(network, corpus, pair, threshold)
            print(f"{pair} at {threshold:.2f}: {score.precision:.3f} {score.recall:.3f} F1 {score.f1:.3f}")


if __name__ == "__main__":
    main()
