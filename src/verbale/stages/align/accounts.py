"""Alignment of two accounts of one meeting, which leave most things out and tell them in any order."""

from typing import NamedTuple

import numpy as np

from verbale.stages.align.blocks import Floats
from verbale.stages.align.features import FEATURES, pair_features
from verbale.stages.align.figures import figures_of
from verbale.stages.align.network import pair_network
from verbale.stages.align.sequences import best_path
from verbale.stages.align.tables import FEATURES as TABLE_FEATURES
from verbale.stages.align.tables import feature_table
from verbale.stages.align.types import Account

WEIGHTS = dict(zip(FEATURES, (-0.96, 0.82, 0.85, 0.373, 0.362, -2.995, 2.173, -0.364), strict=True))
"""Log-odds by feature that two segments share a statement: logistic regression on pairs of accounts made from
NTREX as `bench/ntrex.py` does, documents 61 to 123, French-Spanish and Indonesian-Swedish."""

BIAS = -0.036
"""Log-odds where all features are 0; from the same regression."""

ORDER_BONUS = 2.0
"""Log-odds added to pairs in one order when both accounts keep it. From 1 to 3 F1 on that set is level;
without it a third of the true links of three real accounts of one meeting are missed."""

LINK_P = 0.3
"""Probability from which two segments are linked. The mean of two log-odds is cautious; of .3, .35 and .4, looked at on
the documents that `bench/ntrex.py` scores, no one is better by more than .01 in any pair of languages."""

PARTS_SHARE = 1 / 3
"""Weight of the network that reads parts beside the one that does not. It was learned from translations, and asks for
more than a free rendering gives: alone it tells a tenth to a fifth fewer links in real accounts of one meeting."""

FEW = 2
"""Sure links that order agreement is discounted by: three in order may be chance, thirty are not."""


class AccountLink(NamedTuple):
    """A segment of account a and one of account b, by index, that share a statement with probability `p`."""

    a: int
    b: int
    p: float


def align_accounts(a: Account, b: Account, threshold: float = LINK_P) -> tuple[AccountLink, ...]:
    """Link what two accounts of one meeting both say.

    Links may cross, a segment may have several where the other account splits it, and most may stay without.

    Returns:
        links in the order of account a.
    """
    p = link_probabilities(a, b)
    return tuple(AccountLink(int(i), int(j), float(p[i, j])) for i, j in np.argwhere(p >= threshold))


def link_probabilities(a: Account, b: Account) -> Floats:
    """Probability for every pair of segments that they share a statement, shape (segments of a, of b).

    By the network where it knows the vectors, else by a regression that holds for any encoder.
    """
    if not a.segments or not b.segments:
        return np.zeros((len(a.segments), len(b.segments)))
    if (len(b.segments), b.texts) < (len(a.segments), a.texts):
        # Each account is always read from the same side, whichever is given first.
        return link_probabilities(b, a).T
    parts = (a.parts, b.parts) if a.parts and b.parts else None
    network = pair_network(parts=parts is not None)
    if network.knows(a.vectors) and network.knows(b.vectors):
        projected = network.project(a.vectors), network.project(b.vectors)
        table = feature_table((a.vectors, b.vectors), projected, (a.texts, b.texts), parts)
        odds = network.log_odds(table)
        if parts:
            plain = np.ascontiguousarray(table[..., : len(TABLE_FEATURES)])
            odds = PARTS_SHARE * odds + (1 - PARTS_SHARE) * pair_network().log_odds(plain)
    else:
        odds = pair_log_odds(a, b)
        bonus = ORDER_BONUS * order_agreement(odds)
        for run_a, run_b in best_path({(1, 1): odds + bonus}, (odds.shape[0], odds.shape[1]), 0.0):
            if run_a and run_b:
                odds[run_a[0], run_b[0]] += bonus
    p: Floats = 1.0 / (1.0 + np.exp(-odds))
    return p


def pair_log_odds(a: Account, b: Account) -> Floats:
    """Log-odds for every pair of segments from the two of them and their rivals, without regard to order."""
    lengths = [len(text) for text in a.texts], [len(text) for text in b.texts]
    figures = [figures_of(text) for text in a.texts], [figures_of(text) for text in b.texts]
    described = pair_features(a.vectors, b.vectors, lengths, figures)
    odds: Floats = described @ np.array([WEIGHTS[name] for name in FEATURES]) + BIAS
    return odds


def order_agreement(odds: Floats) -> float:
    """How far two accounts keep one order: Kendall's tau over pairs that are likely and each other's best.

    Returns:
        0 where they do not, or where fewer than three such pairs tell; less than 1 where few do.
    """
    best_b, best_a = odds.argmax(axis=1), odds.argmax(axis=0)
    sure = [int(j) for i, j in enumerate(best_b) if best_a[j] == i and odds[i, j] > 0]
    if len(sure) < FEW + 1:
        return 0.0
    places = np.array(sure)
    ahead = np.triu(places[:, None] < places[None, :], k=1).sum()
    tau = 4 * ahead / (len(sure) * (len(sure) - 1)) - 1
    return max(0.0, float(tau)) * len(sure) / (len(sure) + FEW)
