"""From links between accounts, two by two, to groups over all accounts of a meeting."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from verbale.records.ids import content_id
from verbale.records.items import Alignment
from verbale.stages.align.accounts import Account, link_prepared, prepare

SPREAD = 6
"""Segments of one account that a group may span, first to last: longer ones come from chains of wrong
links."""


class _Node(NamedTuple):
    """One segment: number of its account and its place there."""

    account: int
    place: int


def align(accounts: Sequence[Account]) -> tuple[Alignment, ...]:
    """Group what the accounts of one meeting say: what is the same, and what stands in one account alone.

    Every segment of every account stands in exactly one group. The result does not depend on the order of
    accounts.

    Raises:
        ValueError: when the accounts are not all of one meeting.
    """
    if len({account.meeting for account in accounts}) > 1:
        raise ValueError("align takes the accounts of one meeting; these name several")
    ordered = sorted(accounts, key=lambda account: (account.source, account.segments))
    groups = _joined(ordered, _pair_links(ordered))
    items = (_alignment(ordered, group) for group in groups)
    return tuple(sorted(items, key=lambda item: item.segments))


def _pair_links(accounts: Sequence[Account]) -> list[tuple[float, tuple[_Node, ...]]]:
    """Links between every two accounts, the surest first."""
    ready = [prepare(account) if account.segments else None for account in accounts]
    links = []
    for (x, a), (y, b) in combinations(enumerate(ready), 2):
        if a is None or b is None:
            continue
        for link in link_prepared(a, b):
            nodes = [_Node(x, i) for i in link.a] + [_Node(y, j) for j in link.b]
            links.append((-link.p, tuple(nodes)))
    return sorted(links)


def _joined(
    accounts: Sequence[Account], links: Sequence[tuple[float, tuple[_Node, ...]]]
) -> list[list[_Node]]:
    """Join along the links, the surest first, as long as no group spreads over too much of one account."""
    group_of = {
        node: [node]
        for number, account in enumerate(accounts)
        for node in (_Node(number, place) for place in range(len(account.segments)))
    }
    for _, nodes in links:
        parts = {id(group_of[node]): group_of[node] for node in nodes}
        union = sorted(node for part in parts.values() for node in part)
        if _spread(union) <= SPREAD:
            for node in union:
                group_of[node] = union
    return list({id(group): group for group in group_of.values()}.values())


def _spread(nodes: Sequence[_Node]) -> int:
    """Longest stretch of one account, in segments, from a group's first segment there to its last."""
    places: dict[int, list[int]] = {}
    for node in nodes:
        places.setdefault(node.account, []).append(node.place)
    return max(max(found) - min(found) + 1 for found in places.values())


def _alignment(accounts: Sequence[Account], group: Sequence[_Node]) -> Alignment:
    segments = tuple(accounts[node.account].segments[node.place] for node in group)
    meeting = accounts[group[0].account].meeting
    return Alignment(
        id=content_id("alignment", meeting, *segments),
        meeting=meeting,
        segments=segments,
        relation="same" if len({node.account for node in group}) > 1 else "only",
    )
