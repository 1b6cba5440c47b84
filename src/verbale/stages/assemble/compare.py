"""How alike what two sources tell of an encounter is: a function of the two and the vectors of their segments."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from verbale.text.fold import fold

if TYPE_CHECKING:
    from verbale.records.reading import Vectors
    from verbale.records.vocabulary import MeetingType
    from verbale.stages.assemble.types import Told

JOIN = 3.5
"""Score from which two tellings are taken for one encounter."""

IMPOSSIBLE = -10.0
"""What a contradiction weighs: nothing outweighs it."""

_TALKS: frozenset[MeetingType] = frozenset({"talks", "session", "summit", "visit", "reception", "other"})
"""Types that two outlets may give to the same encounter."""

NEXT_DAY = 0.0
"""A page that names no day is often published the day after: that tells nothing for or against."""

UNDATED = -0.5
"""A telling without a day joins another only where what it says is the same."""

CONTENT_SAME, CONTENT_SLOPE = 0.71, 7.0
"""From where two accounts tell the same: how far, in spreads, the best partners of segments lie above what is usual
between the accounts, over what chance gives for the best of so many. Accounts of one meeting gave .76 to .90, of other
meetings of the same people .55 to .67."""

_LEAST_SEGMENTS = 3
"""Segments that an account needs before its content tells anything."""


class Features(NamedTuple):
    """What a pair of tellings was compared by; each is between -1 and 1 unless said otherwise."""

    day: float
    people: float
    sides: float
    type: float
    place: float
    content: float


WEIGHTS = Features(day=1.5, people=2.0, sides=1.0, type=1.0, place=0.5, content=1.5)


class Match(NamedTuple):
    """The score of two tellings and what it was made of."""

    score: float
    features: Features

    @property
    def impossible(self) -> bool:
        """Whether the two contradict each other."""
        return self.score <= IMPOSSIBLE / 2


def compare(x: Told, y: Told, x_vectors: Vectors, y_vectors: Vectors) -> Match:
    """Compare two tellings; the order of the two changes nothing.

    Args:
        x_vectors: of all segments of the source of `x`, unit rows; `y_vectors` likewise.
    """
    told = Features(
        day=IMPOSSIBLE if _apart(x, y) else _day(x, y),
        people=_people(x, y),
        sides=_sides(x, y),
        type=_type(x, y),
        place=_place(x, y),
        content=1.0,
    )
    if _score(told) >= JOIN:
        # What is said is looked at only where it decides: it is the dear part.
        told = told._replace(content=content(x_vectors[list(x.account)], y_vectors[list(y.account)]))
    return Match(_score(told), told)


def _score(features: Features) -> float:
    return sum(w * f for w, f in zip(WEIGHTS, features, strict=True))


def could_share_a_day(x: Told, y: Told) -> bool:
    """Whether two tellings may be of the same day."""
    return _day(x, y) > IMPOSSIBLE


def _apart(x: Told, y: Told) -> bool:
    """Whether one was held and the other was put off or called off."""
    off = ("postponed", "cancelled")
    return (x.status == "held" and y.status in off) or (y.status == "held" and x.status in off)


def _day(x: Told, y: Told) -> float:
    if x.when is None or y.when is None:
        return UNDATED
    if x.when.first <= y.when.last and y.when.first <= x.when.last:
        return 1.0
    early, late = sorted((x.when, y.when), key=lambda when: when.first)
    told_the_day_after = (late.first - early.last).days == 1 and late.origin != "text"
    return NEXT_DAY if told_the_day_after else IMPOSSIBLE


def _people(x: Told, y: Told) -> float:
    """How far two parties are the same: between the share of the smaller and that of both; one person tells little."""
    a, b = set(x.people), set(y.people)
    common = len(a & b)
    if common < 2:
        return -0.25 if common and min(len(a), len(b)) == 1 else -0.5
    return (common / min(len(a), len(b)) + common / len(a | b)) / 2


def _sides(x: Told, y: Told) -> float:
    a, b = set(x.countries), set(y.countries)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    return len(a & b) / len(a | b) if a & b else IMPOSSIBLE


def _type(x: Told, y: Told) -> float:
    if x.type == y.type:
        return 1.0
    if x.type in _TALKS and y.type in _TALKS:
        return 0.25
    return (-2.0 if "call" in (x.type, y.type) else -1.5) * min(x.type_p, y.type_p)


def _place(x: Told, y: Told) -> float:
    if x.place is None or y.place is None:
        return 0.0
    if fold(x.place) == fold(y.place):
        return 1.0
    if x.place_country and y.place_country:
        return 0.5 if x.place_country == y.place_country else -2.0
    return 0.0


def content(x: Vectors, y: Vectors) -> float:
    """How much of the shorter account has its like in the longer, from -1 to 1; 0 when either is too short to tell.

    Cosines of one encoder crowd together, so each is compared with what is usual between the two accounts.
    """
    a, b = (x, y) if len(x) <= len(y) else (y, x)
    if len(a) < _LEAST_SEGMENTS:
        return 0.0
    similar = a @ b.T
    usual, spread = float(similar.mean()), float(similar.std()) + 1e-6
    best = (similar.max(axis=1) - usual) / spread
    by_chance = math.sqrt(2 * math.log(len(b)))
    return float(np.clip((np.mean(best) / by_chance - CONTENT_SAME) * CONTENT_SLOPE, -1.0, 1.0))
