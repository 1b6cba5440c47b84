"""Which tellings are of one encounter.

A score is a sum over a table of features, as in record linkage (Fellegi & Sunter 1969), with weights set by hand on
the example pages. Tellings are joined from the surest pair down; two of one source are never joined, nor groups that
hold a pair which cannot be one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    """Two tellings, by index, with their score and what it was made of."""

    score: float
    a: int
    b: int
    features: Features


def groups(told: Sequence[Told], vectors: Mapping[str, Vectors]) -> list[list[int]]:
    """Group tellings (by index) of one encounter; deterministic for sorted input.

    Args:
        vectors: of the segments of each source, unit rows.
    """
    matches = {(a, b): compare(told, a, b, vectors) for a, b in _candidates(told)}
    group_of = list(range(len(told)))
    members = {at: [at] for at in range(len(told))}
    for match in sorted(matches.values(), key=lambda m: (-m.score, m.a, m.b)):
        if match.score < JOIN:
            break
        a, b = group_of[match.a], group_of[match.b]
        if a != b and not _contradict(told, members[a], members[b], matches):
            members[a] = sorted(members[a] + members.pop(b))
            for at in members[a]:
                group_of[at] = a
    return [members[key] for key in sorted(members, key=lambda key: members[key][0])]


def _candidates(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Pairs that share a person and could share a day; cost grows with people who meet often, not with the square."""
    by_person: dict[str, list[int]] = defaultdict(list)
    for at, telling in enumerate(told):
        for person in telling.people:
            by_person[person].append(at)
    seen: set[tuple[int, int]] = set()
    for rows in by_person.values():
        for a, b in combinations(rows, 2):
            if (
                (a, b) not in seen
                and told[a].source != told[b].source
                and _day(told[a], told[b]) > IMPOSSIBLE
            ):
                seen.add((a, b))
                yield a, b


def _contradict(
    told: Sequence[Told], a: Sequence[int], b: Sequence[int], matches: Mapping[tuple[int, int], Match]
) -> bool:
    for x in a:
        for y in b:
            if told[x].source == told[y].source:
                return True
            match = matches.get((min(x, y), max(x, y)))
            if match is not None and match.score <= IMPOSSIBLE / 2:
                return True
    return False


def compare(told: Sequence[Told], a: int, b: int, vectors: Mapping[str, Vectors]) -> Match:
    """Compare two tellings, by index."""
    x, y = told[a], told[b]
    features = Features(
        day=_day(x, y),
        people=_people(x, y),
        sides=_sides(x, y),
        type=_type(x, y),
        place=_place(x, y),
        content=_content(x, y, vectors),
    )
    score = sum(w * f for w, f in zip(WEIGHTS, features, strict=True))
    return Match(score, a, b, features)


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


def _content(x: Told, y: Told, vectors: Mapping[str, Vectors]) -> float:
    """How much of the shorter account has its like in the longer, from -1 to 1; 0 when either is too short to tell.

    Cosines of one encoder crowd together, so each is compared with what is usual between the two accounts.
    """
    a, b = sorted((vectors[t.source][list(t.account)] for t in (x, y)), key=len)
    if len(a) < 3:
        return 0.0
    similar = a @ b.T
    usual, spread = float(similar.mean()), float(similar.std()) + 1e-6
    best = (similar.max(axis=1) - usual) / spread
    by_chance = math.sqrt(2 * math.log(len(b)))
    return float(np.clip((np.mean(best) / by_chance - CONTENT_SAME) * CONTENT_SLOPE, -1.0, 1.0))
