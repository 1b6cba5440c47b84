"""Alignment of two accounts of one meeting, which leave most things out and tell them in any order."""

from typing import NamedTuple

import numpy as np

from verbale.records.reading import Vectors
from verbale.stages.align.blocks import Blocks, Floats, SpanVectors, encode_blocks, pool_blocks
from verbale.stages.align.features import FEATURES, FigureRuns, link_features
from verbale.stages.align.figures import figure_runs, figures_of
from verbale.stages.align.sequences import Link, Shape

WEIGHTS = dict(zip(FEATURES, (20.0, 10.0, 25.0, 15.0, 2.0, 1.5, -1.0, -0.5), strict=True))
"""Weights of the log-odds that a link is exactly right."""

BIAS = -22.0
"""Log-odds of a link with all features 0."""

LINK_P = 0.5
"""Probability from which a link is made."""


class Account(NamedTuple):
    """What one source says of one meeting: its segments in text order, furniture and background left out.

    Attributes:
        meeting: id of the meeting.
        source: id of the source.
        segments: ids of the segments.
        texts: their texts.
        vectors: their unit vectors, shape (segments, dimensions).
        span_vectors: gives vectors of runs of segments; without it single vectors are pooled.
    """

    meeting: str
    source: str
    segments: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: Vectors
    span_vectors: SpanVectors | None = None


class AccountLink(NamedTuple):
    """Segments of two accounts that say the same, by index; `p` is the probability that the link is right."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    p: float

    @property
    def link(self) -> Link:
        """The indices alone."""
        return self.a, self.b


def prepare(account: Account) -> tuple[Blocks, FigureRuns]:
    """Make the runs of an account, once for all accounts that it is compared with."""
    lengths = [len(text) for text in account.texts]
    if account.span_vectors:
        blocks = encode_blocks(account.vectors, lengths, account.span_vectors)
    else:
        blocks = pool_blocks(account.vectors, lengths)
    return blocks, figure_runs([figures_of(text) for text in account.texts])


def align_accounts(a: Account, b: Account, threshold: float = LINK_P) -> tuple[AccountLink, ...]:
    """Link what two accounts of one meeting both say; crossing is allowed and most may stay unlinked.

    Returns:
        links in the order of account a, each segment in one link at most.
    """
    if not a.segments or not b.segments:
        return ()
    return link_prepared(prepare(a), prepare(b), threshold)


def link_prepared(
    a: tuple[Blocks, FigureRuns], b: tuple[Blocks, FigureRuns], threshold: float = LINK_P
) -> tuple[AccountLink, ...]:
    """Do what `align_accounts` does, on accounts that `prepare` has made ready."""
    odds = {shape: log_odds(rows) for shape, rows in link_features(a[0], b[0], a[1], b[1]).items()}
    return choose_links(odds, float(np.log(threshold / (1 - threshold))))


def log_odds(features: Floats) -> Floats:
    """Weigh features of shape (..., len(FEATURES)) into log-odds of shape (...)."""
    odds: Floats = features @ np.array([WEIGHTS[name] for name in FEATURES]) + BIAS
    return odds


def choose_links(odds: dict[Shape, Floats], least: float) -> tuple[AccountLink, ...]:
    """Take links from the best down, each segment once; ties go to the shorter, then the earlier link."""
    candidates = [
        (-float(table[i, j]), p + q, int(i), int(j), p, q)
        for (p, q), table in odds.items()
        for i, j in np.argwhere(table >= least)
    ]
    used_a: set[int] = set()
    used_b: set[int] = set()
    chosen = []
    for negative, _, i, j, p, q in sorted(candidates):
        run_a, run_b = range(i, i + p), range(j, j + q)
        if used_a.isdisjoint(run_a) and used_b.isdisjoint(run_b):
            used_a.update(run_a)
            used_b.update(run_b)
            chosen.append(AccountLink(tuple(run_a), tuple(run_b), float(1 / (1 + np.exp(negative)))))
    return tuple(sorted(chosen))
