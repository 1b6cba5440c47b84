"""Scorers that benchmarks and gates share, so that they cannot drift apart."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import NamedTuple

Link = tuple[tuple[int, ...], tuple[int, ...]]


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, each between 0 and 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class LinkScore(NamedTuple):
    """Score of sentence links: `strict` counts those exactly right, `lax` those that overlap a right one."""

    strict: Score
    lax: Score


def score_links(gold: Iterable[Link], found: Iterable[Link]) -> LinkScore:
    """Score sentence links as Vecalign and Bertalign do, after Sennrich and Volk (2011).

    Precision counts skipped sentences as links, recall does not.
    """
    right, given = _kept(gold), _kept(found)
    precision = _shares(given, right)
    recall = _shares(_both_sides(right), _both_sides(given))
    return LinkScore(Score(precision[0], recall[0]), Score(precision[1], recall[1]))


def score_pairs(gold: Collection[Hashable], found: Collection[Hashable]) -> Score:
    """Score a set of pairs, or of anything else that is right or wrong as a whole."""
    right = len(set(gold) & set(found))
    return Score(right / len(set(found)) if found else 0.0, right / len(set(gold)) if gold else 0.0)


def b_cubed(gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable]) -> Score:
    """Score a clustering item by item (Bagga and Baldwin, 1998).

    Args:
        gold: the right cluster of each item.
        found: the cluster that each item was put in; an item that is missing stands alone.
    """
    if not gold:
        return Score(0.0, 0.0)
    placed = {item: found.get(item, ("alone", item)) for item in gold}
    together = Counter((gold[item], placed[item]) for item in gold)
    gold_sizes, found_sizes = Counter(gold.values()), Counter(placed.values())
    shared = [together[gold[item], placed[item]] for item in gold]
    precision = sum(s / found_sizes[placed[item]] for s, item in zip(shared, gold, strict=True))
    recall = sum(s / gold_sizes[gold[item]] for s, item in zip(shared, gold, strict=True))
    return Score(precision / len(gold), recall / len(gold))


def _kept(links: Iterable[Link]) -> set[Link]:
    return {(tuple(a), tuple(b)) for a, b in links if a or b}


def _both_sides(links: set[Link]) -> set[Link]:
    return {(a, b) for a, b in links if a and b}


def _shares(links: set[Link], reference: set[Link]) -> tuple[float, float]:
    """Share of links that stand in the reference, and share that overlap one there on both sides."""
    if not links:
        return 0.0, 0.0
    partners: dict[int, set[int]] = defaultdict(set)
    for a, b in reference:
        for i in a:
            partners[i].update(b)
    strict = len(links & reference)
    touching = sum(1 for a, b in links - reference if any(partners[i].intersection(b) for i in a))
    return strict / len(links), (strict + touching) / len(links)
