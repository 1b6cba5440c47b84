"""Learns the projection in which the parts of segments are compared (`verbale.models.parts`).

It begins as the directions that tell lines apart and languages not (linear discriminant analysis, the languages of a
line being one class), and is then learned by contrast: of all pieces of some documents, each is to be found in the
pieces of another language that hold words of the same line, and they in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
from torch import nn  # type: ignore[import-not-found, unused-ignore]

from verbale.models.parts import DIMENSIONS, MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.align_data import Corpus, Piece
    from bench.align_network import Projection

SEED = 2022
STEPS, RATE, DROPOUT, TOGETHER, TAKEN = 800, 12e-3, 0.1, 4, 0.6
"""`TOGETHER` documents of two languages, of which the share `TAKEN` of all pieces, make one step; the rate is in
parts of the spread of the first matrix."""

FOUND, BEST, SHARPNESS_RATE = 7.0, 7.0, 1e-2
"""By which the better and the worse of both directions are multiplied at first, and the rate of learning them."""

SHRINKAGE, FLOOR = 0.3, 0.02
"""Of the covariance within lines: towards its diagonal, and added to it in parts of its mean variance."""

_MOST_LINES = 128
_FAR = -1e4


def first_projection(corpus: Corpus, languages: Sequence[str], documents: Sequence[int]) -> Projection:
    """Mean of the stretches of lines, and the directions in which lines lie furthest apart within languages' spread."""
    lines = [
        [corpus.stretches_of(corpus.documents[language][number][i]).mean(axis=0) for language in languages]
        for number in documents
        for i in range(len(corpus.documents[languages[0]][number]))
    ]
    rows = np.array(lines, np.float64)
    centre = rows.mean(axis=(0, 1))
    means = rows.mean(axis=1)
    within = (rows - means[:, None]).reshape(-1, len(centre))
    spread, apart = within.T @ within / len(within), (means - centre).T @ (means - centre) / len(means)
    own = np.diag(spread)
    spread = (1 - SHRINKAGE) * spread + np.diag(SHRINKAGE * own + FLOOR * own.mean())
    root = np.linalg.inv(np.linalg.cholesky(spread))
    directions = np.linalg.eigh(root @ apart @ root.T)[1][:, ::-1][:, :DIMENSIONS]
    matrix = root.T @ directions
    scale = np.linalg.norm(matrix, axis=0).mean()
    return centre.astype(np.float32), (matrix / scale).astype(np.float32)


def learn_parts(corpus: Corpus, languages: Sequence[str], documents: Sequence[int]) -> Projection:
    """Mean of stretches, and the matrix that stretches less that mean are multiplied with."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    held = corpus.held(languages, documents)
    centre, first = first_projection(corpus, languages, documents)
    matrix = torch.tensor(first, requires_grad=True)
    sharpness = torch.tensor(np.log([FOUND, BEST]), dtype=torch.float32, requires_grad=True)
    rate = RATE * float(first.std())
    optimiser = torch.optim.Adam([{"params": [matrix]}, {"params": [sharpness]}])
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [rate, SHARPNESS_RATE], total_steps=STEPS, pct_start=0.1
    )
    for _ in range(STEPS):
        chosen = list(rng.choice(documents, TOGETHER, replace=False))
        kept = (torch.rand(len(centre)) > DROPOUT).float()
        sides = []
        for language in rng.choice(languages, 2, replace=False):
            found = [p for number in chosen for p in held[language, number] if rng.random() < TAKEN]
            stretches = [corpus.stretches_of(piece.text) for piece in found]
            rows = torch.tensor(np.concatenate(stretches) - centre) * kept
            projected = nn.functional.normalize(rows @ matrix, dim=1)
            sides.append((projected, _owners([len(some) for some in stretches]), lines_of(found, chosen)))
        (a, own_a, lines_a), (b, own_b, lines_b) = sides
        right = lines_a @ lines_b.T > 0
        if right.any():
            both = _found(a, own_a, b, own_b), _found(b, own_b, a, own_a).T
            more, less = sharpness.exp()
            alike = torch.maximum(*both) * more + torch.minimum(*both) * less
            optimiser.zero_grad()
            (contrast(alike, right) + contrast(alike.T, right.T)).backward()
            optimiser.step()
        schedule.step()
    return centre, matrix.detach().numpy()


def lines_of(found: Sequence[Piece], chosen: Sequence[int]) -> Any:
    """For each piece 1 at the lines that it holds words of, shape (pieces, lines of the chosen documents)."""
    lines = np.zeros((len(found), len(chosen) * _MOST_LINES), np.float32)
    for row, piece in enumerate(found):
        place = chosen.index(piece.document) * _MOST_LINES
        lines[row, [place + min(i, _MOST_LINES - 1) for i in piece.lines]] = 1
    return torch.tensor(lines)


def contrast(alike: Any, right: Any) -> Any:
    """For each row the mean over its partners of how improbable each is among all that are not."""
    told = right.any(1)
    alike, right = alike[told], right[told]
    others = alike.masked_fill(right, -1e9).logsumexp(1, keepdim=True)
    return (((torch.logaddexp(alike, others) - alike) * right).sum(1) / right.sum(1)).mean()


def _owners(counts: Sequence[int]) -> Any:
    """Rows of the parts of each segment, shape (segments, MOST), one past the last row where it has fewer."""
    owned = np.full((len(counts), MOST), sum(counts))
    first = 0
    for row, count in enumerate(counts):
        owned[row, :count] = range(first, first + count)
        first += count
    return torch.tensor(owned)


def _found(a: Any, own_a: Any, b: Any, own_b: Any) -> Any:
    """How much of each segment of a is found in each of b: mean over its parts of the cosine with the likeliest."""
    cosine = torch.cat([a @ b.T, torch.full((len(a), 1), _FAR)], 1)
    best = cosine[:, own_b].amax(2)
    counted = (own_a < len(a)).sum(1, keepdim=True)
    return torch.cat([best, torch.zeros(1, best.shape[1])])[own_a].sum(1) / counted
