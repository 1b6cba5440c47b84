"""What undertakings aim at in figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from verbale.lexicon.amounts import COUNT, PERCENT, TIMES
from verbale.records.aspect import Aspect
from verbale.records.items import Target, Undertaking

_VAGUE = frozenset({COUNT, PERCENT, TIMES})
"""Units of figures that measure nothing by themselves."""

_Spot = tuple[str, int, int]


class Figures:
    """Figures by the words on which they stand."""

    def __init__(self, targets: Iterable[Target]) -> None:
        """Sort targets and readings by their words."""
        self._targets: Mapping[_Spot, set[tuple[float, str]]] = defaultdict(set)
        self._reached: Mapping[_Spot, set[tuple[float, str]]] = defaultdict(set)
        for target in targets:
            by_spot = self._targets if target.status == "target" else self._reached
            for e in target.evidence:
                by_spot[e.source, e.start, e.end].add((target.value, target.unit))

    def of(self, item: Undertaking, aspect: Aspect) -> frozenset[tuple[float, str]]:
        """Values and units that an undertaking aims at: its targets, and what its words measure otherwise.

        A figure in a unit of its targets is told by them alone, as others in that unit may be what was reached.
        """
        spots = [(e.source, e.start, e.end) for e in item.evidence]
        aimed: set[tuple[float, str]] = set().union(*(self._targets.get(spot, set()) for spot in spots))
        reached: set[tuple[float, str]] = set().union(*(self._reached.get(spot, set()) for spot in spots))
        told = _VAGUE | {unit for _, unit in aimed | reached}
        return frozenset(aimed | {(value, unit) for value, unit in aspect.figures if unit not in told})
