"""From decisions on pairs to clusters: best pairs first, and never two names together that clearly differ."""

from collections.abc import Callable, Iterable, Sequence

from verbale.stages.resolve.compare import Decision

Decide = Callable[[str, str], Decision]
"""Decides on a pair of keys."""


def clusters(
    names: Iterable[str], decided: Sequence[tuple[str, str, Decision]], decide: Decide
) -> list[tuple[str, ...]]:
    """Return the names that are one person, each cluster sorted, in order of their first names.

    Two clusters come together when a pair of theirs is the same and no pair differs; the best pairs are tried
    first, so the result does not depend on the order of what is given.
    """
    cluster_of: dict[str, list[str]] = {name: [name] for name in names}
    same = [row for row in decided if row[2].verdict == "same"]
    for left, right, _ in sorted(same, key=lambda row: (-row[2].score, row[0], row[1])):
        one, other = cluster_of[left], cluster_of[right]
        if one is not other and not _differ(one, other, decide):
            one.extend(other)
            for name in other:
                cluster_of[name] = one
    found = {id(members): tuple(sorted(members)) for members in cluster_of.values()}
    return sorted(found.values())


def _differ(one: Sequence[str], other: Sequence[str], decide: Decide) -> bool:
    return any(decide(a, b).verdict == "different" for a in one for b in other)
