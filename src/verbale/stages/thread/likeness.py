"""How probable it is that undertakings of one pair of states continue each other."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verbale.records.vocabulary import PILLARS
from verbale.stages.thread.model import FEATURES, Model
from verbale.stages.thread.types import Floats, Matter

BACK = 24
"""Earlier meetings with which a meeting is compared, so that cost grows with the number of meetings and not with its
square; what is repeated is linked through those between."""

NEAREST = 12
"""Undertakings of those meetings, the most alike, with which one undertaking is compared in all that is known."""

LEAST = -4.0
"""Log odds below which a link is not kept, and which two undertakings have that were not worth comparing."""

Indices = npt.NDArray[np.intp]


class Links(NamedTuple):
    """Log odds that two undertakings, by their numbers (the lesser first), are one.

    Attributes:
        rivals: of undertakings of two meetings, weighed against their rivals there.
        plain: of any two, without looking at rivals.
    """

    rivals: Mapping[tuple[int, int], float]
    plain: Mapping[tuple[int, int], float]


class Table:
    """The undertakings of one pair of states as rows of matrices."""

    def __init__(self, matters: Sequence[Matter], model: Model) -> None:
        """Lay out undertakings in the order given."""
        self._matters = matters
        self._model = model
        vectors = np.stack([matter.vector for matter in matters]).astype(np.float32)
        self._own = model.fits(vectors.shape[1])
        none = np.zeros((len(matters), 1))
        self._projected = model.projected(vectors) if self._own else none
        self._vectors = vectors.astype(np.float64) if self._own else none
        codes = sorted({code for matter in matters for code, _ in matter.aspect.kinds})
        self._kinds = _roots([matter.aspect.kinds for matter in matters], codes)
        self._pillars = _roots([matter.aspect.pillars for matter in matters], list(PILLARS))

    def likeness(self, rows: Indices, columns: Indices) -> Floats:
        """What undertakings are first compared by, shape (rows, columns): of kind and wording, about 0 to 2."""
        kinds = self._kinds[rows] @ self._kinds[columns].T
        wording = self._projected if self._own else self._pillars
        return np.asarray(kinds + wording[rows] @ wording[columns].T)

    def features(self, a: Indices, b: Indices, margins: Floats) -> Floats:
        """What pairs of undertakings have in common, shape (pairs, features).

        Args:
            a: the first of each pair.
            b: the second.
            margins: of each pair in both directions, shape (pairs, 2).
        """
        names = [_in_common(self._matters[i], self._matters[j]) for i, j in zip(a, b, strict=True)]
        shared = np.array(names, np.float64).reshape(len(a), len(FEATURES) - 6)
        return np.column_stack(
            [
                (self._projected[a] * self._projected[b]).sum(axis=1),
                (self._vectors[a] * self._vectors[b]).sum(axis=1),
                (self._kinds[a] * self._kinds[b]).sum(axis=1),
                (self._pillars[a] * self._pillars[b]).sum(axis=1),
                margins.sum(axis=1),
                margins.min(axis=1, initial=1.0),
                shared,
            ]
        )

    def log_odds(self, features: Floats, *, rivals: bool) -> Floats:
        """Log odds of pairs by their features."""
        return self._model.log_odds(features, rivals=rivals, vectors=self._own)


class Pairs(NamedTuple):
    """Pairs of undertakings of one meeting with those before it, or with each other, and their features."""

    a: Indices
    b: Indices
    features: Floats


def across(table: Table, now: Indices, before: Sequence[Indices]) -> Pairs:
    """Compare the undertakings of one meeting with the nearest of earlier meetings.

    Args:
        table: of all undertakings.
        now: those of the meeting.
        before: those of each earlier meeting, none of them empty.
    """
    earlier = np.concatenate(before)
    starts = np.cumsum([0, *(len(group) for group in before[:-1])])
    score = table.likeness(now, earlier)
    from_now = _ahead_by_group(score, starts, [len(group) for group in before])
    from_before = _ahead_by_group(score.T.copy(), np.array([0]), [len(now)]).T
    nearest = np.argsort(-score, axis=1, kind="stable")[:, :NEAREST]
    row = np.repeat(np.arange(len(now)), nearest.shape[1])
    column = nearest.ravel()
    margins = np.column_stack([from_now[row, column], from_before[row, column]])
    a, b = earlier[column], now[row]
    return Pairs(a, b, table.features(a, b, margins))


def within(table: Table, now: Indices) -> Pairs:
    """Compare the undertakings of one meeting with each other."""
    score = table.likeness(now, now)
    np.fill_diagonal(score, -np.inf)
    nearest = np.argsort(-score, axis=1, kind="stable")[:, : min(NEAREST, len(now) - 1)]
    pairs = {(min(i, j), max(i, j)) for i in range(len(now)) for j in nearest[i].tolist()}
    ordered = np.array(sorted(pairs), np.intp).reshape(-1, 2)
    a, b = now[ordered[:, 0]], now[ordered[:, 1]]
    return Pairs(a, b, table.features(a, b, np.zeros((len(a), 2))))


def links_between(table: Table, meetings: Sequence[Indices]) -> Links:
    """Compare the undertakings of each meeting with those of the last before it, and with each other.

    Args:
        table: of all undertakings.
        meetings: the undertakings of each meeting, in the order of time, none of them empty.
    """
    rivals: dict[tuple[int, int], float] = {}
    plain: dict[tuple[int, int], float] = {}
    for at, now in enumerate(meetings):
        if at:
            pairs = across(table, now, meetings[max(0, at - BACK) : at])
            rivals |= _kept(pairs, table.log_odds(pairs.features, rivals=True))
            plain |= _kept(pairs, table.log_odds(pairs.features, rivals=False))
        if len(now) > 1:
            pairs = within(table, now)
            plain |= _kept(pairs, table.log_odds(pairs.features, rivals=False))
    return Links(rivals, plain)


def _kept(pairs: Pairs, log_odds: Floats) -> dict[tuple[int, int], float]:
    rows = zip(pairs.a.tolist(), pairs.b.tolist(), log_odds.tolist(), strict=True)
    return {(min(a, b), max(a, b)): min(value, -LEAST) for a, b, value in rows if value > LEAST}


def _ahead_by_group(score: Floats, starts: Indices, sizes: Sequence[int]) -> Floats:
    """How far each entry is ahead of the best other one of its row in its group of columns, between -1 and 1."""
    best = np.maximum.reduceat(score, starts, axis=1)
    group = np.repeat(np.arange(len(starts)), sizes)
    is_best = score >= best[:, group]
    second = np.maximum.reduceat(np.where(is_best, -np.inf, score), starts, axis=1)
    # Two that are level at the best are each other's rivals.
    level = np.add.reduceat(is_best.astype(np.intp), starts, axis=1) > 1
    second = np.where(level, best, second)
    rival = np.where(is_best, second[:, group], best[:, group])
    return np.asarray(np.clip(score - rival, -1.0, 1.0))


def _roots(rows: Sequence[tuple[tuple[str, float], ...]], codes: Sequence[str]) -> Floats:
    """Square roots of probabilities, so that products of rows are Bhattacharyya coefficients."""
    column = {code: at for at, code in enumerate(codes)}
    table = np.zeros((len(rows), max(1, len(codes))))
    for at, row in enumerate(rows):
        for code, p in row:
            if code in column:
                table[at, column[code]] = np.sqrt(p)
    return table


def _in_common(a: Matter, b: Matter) -> tuple[float, ...]:
    """The features of a pair that are told by names and figures, in the order of `FEATURES`."""
    units = [{unit for _, unit in matter.aspect.figures} for matter in (a, b)]
    sides = (_side(a), _side(b))
    other = len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1]
    return (
        float(bool(set(a.aspect.figures) & set(b.aspect.figures))),
        float(bool(units[0] & units[1])),
        float(bool(units[0]) != bool(units[1])),
        float(bool(set(a.aspect.places) & set(b.aspect.places))),
        float(bool(set(a.undertaking.named) & set(b.undertaking.named))),
        float(other),
    )


def _side(matter: Matter) -> tuple[str, ...]:
    """Who binds themselves: states and organisations, else a person."""
    item = matter.undertaking
    states = tuple(name for name in item.by if not item.bodies or len(name) == len("XX"))
    return (*states, *item.bodies)
