"""How alike what two sources tell of an encounter is: a function of the two and the vectors of their segments.

A pair is compared by a table of features, as in record linkage (Fellegi & Sunter 1969). Their weights are learned by
logistic regression (`bench/train_meetings.py`) and lie in `resources/lexicon/meeting_weights.yaml`; each keeps the sign
that was argued for it. A pair is the same, apart, or unsure.
"""

from __future__ import annotations

import math
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from verbale.lexicon.data import table
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from verbale.records.reading import Vectors
    from verbale.records.vocabulary import MeetingType
    from verbale.stages.assemble.types import Told

JOIN = 0.6
"""Probability from which two tellings are taken for one encounter."""

UNSURE = 0.25
"""Probability from which two tellings that are not joined are left for people to decide."""

_FAMILY: frozenset[MeetingType] = frozenset(
    {"talks", "session", "summit", "visit", "reception", "signing", "other"}
)
"""Types that two outlets may give to the same encounter."""

CONTENT_SAME, CONTENT_SLOPE = 0.71, 7.0
"""From where two accounts tell the same: how far, in spreads, the best partners of segments lie above what is usual
between the accounts, over what chance gives for the best of so many. Accounts of one meeting gave .76 to .90, of other
meetings of the same people .55 to .67."""

_LEAST_SEGMENTS = 3
"""Segments that an account needs before its content tells anything."""

_MOST = 2.0
"""What content counts at most; a telling without a day needs more of it than one with the same day."""

_SIDES = 2

_ARRIVAL = timedelta(days=1)
"""Talks are held on the day of the arrival or the day after."""

_OUTSTANDING = 3.0
"""Spreads above what is usual between two sources from which their reports are as alike as can be."""

_MANY = 2
"""People of both beyond two from which more tell nothing more."""

_LEAST_FIGURES = 2
"""Figures that an account needs before they tell anything."""

SIGNS: Mapping[str, int] = {
    "bias": 0,
    "people:pair": 1,
    "people:shared": 1,
    "people:more": 1,
    "people:head": -1,
    "people:one": -1,
    "people:rival": -1,
    "people:rival_post": 1,
    "people:rival_other_post": -1,
    "sides:same": 1,
    "sides:rival": -1,
    "day:told": 1,
    "day:page": 0,
    "day:next": -1,
    "day:coarse": 0,
    "day:unknown": -1,
    "place:same": 1,
    "place:state": 0,
    "place:other": -1,
    "type:same": 1,
    "type:call": -1,
    "type:apart": -1,
    "figures:shared": 1,
    "figures:none": -1,
    "content:same": 1,
    "content:other": -1,
    "content:unknown": 0,
    "anchors:alike": 1,
    "undated:content": 1,
    "session:same": 1,
    "outlet:same": -1,
}
"""The features, and the sign that the weight of each may have (0 for either)."""


class Match(NamedTuple):
    """The probability that two tellings are of one encounter, and what it was made of; 0 for a contradiction."""

    p: float
    features: Mapping[str, float]

    @property
    def impossible(self) -> bool:
        """Whether the two contradict each other."""
        return not self.features

    @property
    def logit(self) -> float:
        """The log odds."""
        p = min(max(self.p, 1e-6), 1 - 1e-6)
        return math.log(p / (1 - p))


IMPOSSIBLE = Match(0.0, {})


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The learned weights of the features."""
    found: dict[str, float] = table("meeting_weights")["weights"]
    return found


def compare(x: Told, y: Told, x_vectors: Vectors, y_vectors: Vectors) -> Match:
    """Compare two tellings; the order of the two changes nothing.

    Args:
        x_vectors: of all segments of the source of `x`, unit rows; `y_vectors` likewise.
    """
    if y.source < x.source:
        # Sums of products differ in their last digit from side to side.
        return compare(y, x, y_vectors, x_vectors)
    if contradict(x, y):
        return IMPOSSIBLE
    told = features(x, y)
    w = weights()
    hope = {"content:same": 1.0, **({"undated:content": _MOST} if "day:unknown" in told else {})}
    short = {"content:unknown": 1.0, "anchors:alike": 1.0}
    if max(_probability(told | hope, w), _probability(told | short, w)) >= UNSURE:
        # What is said is looked at only where it decides: it is the dear part.
        told |= content_features(x, y, x_vectors, y_vectors)
    return Match(_probability(told, w), told)


def _probability(told: Mapping[str, float], w: Mapping[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(w[name] * value for name, value in told.items())))


def contradict(x: Told, y: Told) -> bool:
    """Whether two tellings cannot be of one encounter, whatever else speaks for it.

    They name days that are apart, sides that have nothing in common, or sessions of other numbers; or one was held and
    the other was not.
    """
    off = ("postponed", "cancelled")
    if (x.status == "held" and y.status in off) or (y.status == "held" and x.status in off):
        return True
    if x.session is not None and y.session is not None and x.session != y.session:
        return True
    if x.sides and y.sides and not x.sides & y.sides:
        return True
    return not could_share_a_day(x, y)


def could_share_a_day(x: Told, y: Told) -> bool:
    """Whether two tellings may be of the same day: a page that names none may tell of the day before."""
    if x.when is None or y.when is None or _overlap(x, y):
        return True
    early, late = sorted((x.when, y.when), key=lambda when: when.first)
    return (late.first - early.last).days == 1 and late.origin != "text"


def _overlap(x: Told, y: Told) -> bool:
    return (
        x.when is not None
        and y.when is not None
        and x.when.first <= y.when.last
        and y.when.first <= x.when.last
    )


def features(x: Told, y: Told) -> dict[str, float]:
    """What two tellings that do not contradict each other are compared by, but for what they say."""
    found = {"bias": 1.0}
    found.update(_people(x, y))
    if x.sides == y.sides and len(x.sides) > 1:
        found["sides:same"] = 1.0
    if _rivals(x, y):
        found["sides:rival"] = 1.0
    found[_day(x, y)] = 1.0
    found.update(_place(x, y))
    found.update(_type(x, y))
    found.update(_figures(x, y))
    if x.session is not None and x.session == y.session:
        found["session:same"] = 1.0
    if x.outlet is not None and x.outlet == y.outlet:
        found["outlet:same"] = 1.0
    return found


def _rivals(x: Told, y: Told) -> bool:
    """Whether each party has people of a state that the other has nobody of, nor is said to involve."""
    a, b = set(x.states) - {None}, set(y.states) - {None}
    return len(a) > 1 and len(b) > 1 and bool(a - {*b, *y.countries}) and bool(b - {*a, *x.countries})


def _people(x: Told, y: Told) -> Iterator[tuple[str, float]]:
    """How far two parties are the same; a side for which each has others tells against it, unless the posts agree."""
    a, b = set(x.people), set(y.people)
    common = a & b
    if len(common) > 1:
        yield "people:pair", 1.0
        yield "people:shared", (len(common) / min(len(a), len(b)) + len(common) / len(a | b)) / 2
        yield "people:more", min(len(common) - 2, _MANY) / _MANY
    elif common:
        yield "people:one", 1.0
    both = x.state_of | y.state_of
    heads = [_heads(x), _heads(y)]
    if len(common) > 1 and any(heads[1].get(state, head) != head for state, head in heads[0].items()):
        yield "people:head", 1.0
    taken = {both[person] for person in common}
    for state in (set(x.state_of.values()) & set(y.state_of.values())) - taken - {None}:
        yield "people:rival", 1.0
        posts = [
            {k for person, k in zip(t.people, t.kinds, strict=False) if both[person] == state and k}
            for t in (x, y)
        ]
        if posts[0] and posts[1]:
            yield ("people:rival_post" if posts[0] & posts[1] else "people:rival_other_post"), 1.0


def _heads(told: Told) -> dict[str | None, str]:
    """The first person named of each state."""
    found: dict[str | None, str] = {}
    for person, state in told.state_of.items():
        found.setdefault(state, person)
    return found


def _day(x: Told, y: Told) -> str:
    if x.when is None or y.when is None:
        return "day:unknown"
    if not _overlap(x, y):
        return "day:next"
    if x.when.precision != "day" or y.when.precision != "day":
        return "day:coarse"
    return "day:told" if x.when.origin == y.when.origin == "text" else "day:page"


def _type(x: Told, y: Told) -> Iterator[tuple[str, float]]:
    if x.type == y.type:
        yield "type:same", 1.0
    elif "call" in (x.type, y.type):
        yield "type:call", min(x.type_p, y.type_p)
    elif _is_journey(x) != _is_journey(y) or not (x.type in _FAMILY and y.type in _FAMILY):
        yield "type:apart", min(x.type_p, y.type_p) if x.type_p and y.type_p else max(x.type_p, y.type_p)


def _is_journey(told: Told) -> bool:
    """Whether a visit is told of without anybody of the other side: that frames what is held during it."""
    return told.type == "visit" and told.status == "held" and len(set(told.states)) < _SIDES


def frames(visit: Told, told: Told) -> bool:
    """Whether an encounter was held during a journey of one who took part, to or from the state of the other side."""
    if not _is_journey(visit) or _is_journey(told) or told.status != "held":
        return False
    if visit.when is None or told.when is None or told.when.precision != "day":
        return False
    return (
        bool(set(visit.people) & set(told.people))
        and set(visit.countries) <= set(told.countries)
        and visit.when.first <= told.when.first <= visit.when.last + _ARRIVAL
    )


def _place(x: Told, y: Told) -> Iterator[tuple[str, float]]:
    if x.place is None or y.place is None:
        return
    if fold(x.place) == fold(y.place):
        yield "place:same", 1.0
    elif x.place_country and y.place_country:
        yield ("place:state" if x.place_country == y.place_country else "place:other"), 1.0


def _figures(x: Told, y: Told) -> Iterator[tuple[str, float]]:
    least = min(len(x.figures), len(y.figures))
    if least < _LEAST_FIGURES:
        return
    shared = len(x.figures & y.figures)
    yield ("figures:shared", shared / least) if shared else ("figures:none", 1.0)


def content_features(x: Told, y: Told, x_vectors: Vectors, y_vectors: Vectors) -> dict[str, float]:
    """What two tellings are compared by in what they say."""
    value = content(x_vectors[list(x.account)], y_vectors[list(y.account)])
    if value is None:
        return {"content:unknown": 1.0, "anchors:alike": anchors(x, y, x_vectors, y_vectors)}
    found = {"content:same": min(value, 1.0)} if value >= 0 else {"content:other": min(-value, 1.0)}
    if x.when is None or y.when is None:
        found["undated:content"] = max(value, 0.0)
    return found


def content(x: Vectors, y: Vectors) -> float | None:
    """How much of the shorter account has its like in the longer, from -1 to 2; None when it is too short to tell.

    Of two that are equally long it is the mean of both. Cosines of one encoder crowd together, so each is compared with
    what is usual between the two accounts.
    """
    a, b = (x, y) if len(x) <= len(y) else (y, x)
    if len(a) < _LEAST_SEGMENTS:
        return None
    similar = a @ b.T
    usual, spread = float(similar.mean()), float(similar.std()) + 1e-6
    nearest = similar.max(axis=1)
    if len(a) == len(b):
        nearest = (nearest + similar.max(axis=0)) / 2
    best = (nearest - usual) / spread
    by_chance = math.sqrt(2 * math.log(len(b)))
    return round(float(np.clip((np.mean(best) / by_chance - CONTENT_SAME) * CONTENT_SLOPE, -1.0, _MOST)), 6)


def anchors(x: Told, y: Told, x_vectors: Vectors, y_vectors: Vectors) -> float:
    """How far the reports of two encounters stand out in likeness from what the two sources say else, from 0 to 1."""
    similar = x_vectors @ y_vectors.T
    usual, spread = float(similar.mean()), float(similar.std()) + 1e-6
    best = float(similar[np.ix_(list(x.anchors), list(y.anchors))].max())
    return round(float(np.clip((best - usual) / spread / _OUTSTANDING, 0.0, 1.0)), 6)
