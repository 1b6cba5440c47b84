"""Where accounts that say the same part: in a figure, a date, or how firmly it is said.

What one account merely leaves out is no difference, nor is what cannot be compared: figures of other units, a day
beside a year. A difference is told only where both sides are sure, since a reader will hold it against someone.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from verbale.records.items import Difference, Value
from verbale.records.vocabulary import STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from verbale.stages.align.types import Days, Facts, Figure

_T = TypeVar("_T")

Said: TypeAlias = "Mapping[str, Facts]"
"""What was read of the segments of one account that stand in a group, by the segment's id."""

SURE = 0.6
"""Probability of act and strength together from which a strength is believed against another account."""

STEPS = 2
"""Places apart in `STRENGTHS` from which two strengths differ: neighbours are confused too often."""

ROUNDED = 0.005
"""Share by which two figures may differ and still be one figure, rounded."""

_ABOUT = 0.1
"""The same for figures with `about` or `nearly`, and for how far `more than` reaches."""

_YEAR = 365
_MONTH = 31


def differences(group: Sequence[Said]) -> tuple[Difference, ...]:
    """Tell what differs between the accounts of a group of segments that say the same.

    Args:
        group: the segments of each account.

    Returns:
        figures by unit, then dates by their length, then strengths; each with what every account says.
    """
    return (*_figures(group), *_dates(group), *_strengths(group))


def _figures(group: Sequence[Said]) -> Iterator[Difference]:
    units = sorted({figure.unit for said in group for facts in said.values() for figure in facts.figures})
    for unit in units:
        sides = [_figures_of(said, unit) for said in group]
        if _any_apart(sides, _one_figure):
            told = sorted({(id_, figure.value) for side in sides for id_, figure in side})
            yield Difference(kind="figure", values=tuple(Value(id_, value, unit) for id_, value in told))


def _figures_of(said: Said, unit: str) -> list[tuple[str, Figure]]:
    return [(id_, figure) for id_, facts in said.items() for figure in facts.figures if figure.unit == unit]


def _one_figure(a: Figure, b: Figure) -> bool:
    """Whether two figures may be the same, told more or less exactly."""
    low, high = sorted((a, b), key=lambda figure: abs(figure.value))
    loose = bool({low.bound, high.bound} & {"about", "nearly"}) or low.bound in ("more than", "at least")
    loose = loose or high.bound == "up to"
    return abs(high.value - low.value) <= abs(high.value) * (_ABOUT if loose else ROUNDED)


def _dates(group: Sequence[Said]) -> Iterator[Difference]:
    for length in range(3):
        sides = [sorted(_dates_of(said, length)) for said in group]
        # With several dates on one side nothing tells which is meant.
        single = all(len({days for _, days in side}) <= 1 for side in sides)
        if single and _any_apart(sides, lambda a, b: a[0] <= b[1] and b[0] <= a[1]):
            yield Difference(
                kind="date", values=tuple(Value(id_, _iso(days)) for side in sides for id_, days in side)
            )


def _dates_of(said: Said, length: int) -> set[tuple[str, Days]]:
    return {(id_, days) for id_, facts in said.items() for days in facts.dates if _length(days) == length}


def _length(days: Days) -> int:
    """0 for a day or a few, 1 for up to a year, 2 for a year and more."""
    span = (days[1] - days[0]).days + 1
    return 0 if span < _MONTH - 3 else 1 if span < _YEAR else 2


def _iso(days: Days) -> str:
    first, last = (day.isoformat() for day in days)
    return first if first == last else f"{first}/{last}"


def _strengths(group: Sequence[Said]) -> Iterator[Difference]:
    sides = [
        [(id_, STRENGTHS.index(f.strength)) for id_, f in said.items() if f.strength and f.strength_p >= SURE]
        for said in group
    ]
    if _any_apart(sides, lambda a, b: abs(a - b) < STEPS):
        told = sorted({pair for side in sides for pair in side})
        yield Difference(kind="strength", values=tuple(Value(id_, STRENGTHS[place]) for id_, place in told))


def _any_apart(sides: Sequence[Sequence[tuple[str, _T]]], alike: Callable[[_T, _T], bool]) -> bool:
    """Whether two accounts both say something of a kind, and nothing of one is like anything of the other."""
    return any(not any(alike(a, b) for _, a in x for _, b in y) for x, y in combinations(sides, 2) if x and y)
