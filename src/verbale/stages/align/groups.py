"""From links between accounts, two by two, to groups over all accounts of a meeting."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from verbale.records.ids import content_id
from verbale.records.items import Alignment
from verbale.stages.align.accounts import LINK_P, link_probabilities
from verbale.stages.align.blocks import Floats
from verbale.stages.align.differs import differences
from verbale.stages.align.types import Account

GROUP_P = 0.25
"""Mean probability over all pairs across accounts from which two groups are joined: below `LINK_P`, because
what two accounts share with a third they mostly share with each other."""

HUBS = 12
"""Accounts with which all others of a meeting are compared, so that cost grows with the accounts and not with their
square: what one outlet takes over from another stands in the longest ones too."""

SPREAD = 6
"""Segments of one account that a group may span, first to last: longer ones come from chains of wrong
links."""


class _Node(NamedTuple):
    """One segment: number of its account and its place there."""

    account: int
    place: int


_Tables: TypeAlias = Mapping[tuple[int, int], Floats]
"""For numbers of two accounts, the lower first, the probabilities of all links between them."""


def align(accounts: Sequence[Account]) -> tuple[Alignment, ...]:
    """Group what the accounts of one meeting say: what is the same, and what stands in one account alone.

    Every segment of every account stands in exactly one group. The order of accounts does not matter.

    Raises:
        ValueError: when the accounts are not all of one meeting.
    """
    if len({account.meeting for account in accounts}) > 1:
        raise ValueError("align takes the accounts of one meeting; these name several")
    ordered = sorted(accounts, key=lambda account: (account.source, account.segments))
    hubs = _hubs(ordered)
    tables = {
        (x, y): link_probabilities(ordered[x], ordered[y])
        for x, y in combinations(range(len(ordered)), 2)
        if x in hubs or y in hubs
    }
    nodes = [_Node(x, i) for x, account in enumerate(ordered) for i in range(len(account.segments))]
    items = (_alignment(ordered, group) for group in _joined(nodes, tables))
    return tuple(sorted(items, key=lambda item: item.segments))


def _hubs(accounts: Sequence[Account]) -> frozenset[int]:
    """The accounts with which all are compared: all of them, or the longest where there are many."""
    longest = sorted(range(len(accounts)), key=lambda at: (-len(accounts[at].segments), at))
    return frozenset(longest[:HUBS])


def _joined(nodes: Sequence[_Node], tables: _Tables) -> list[list[_Node]]:
    """Join groups along the links, the surest first, where the whole of both fits together."""
    group_of = {node: [node] for node in nodes}
    for _, a, b in _links(tables):
        left, right = group_of[a], group_of[b]
        union = sorted([*left, *right])
        if left is not right and _spread(union) <= SPREAD and _mean_p(left, right, tables) >= GROUP_P:
            group_of.update(dict.fromkeys(union, union))
    return list({id(group): group for group in group_of.values()}.values())


def _links(tables: _Tables) -> list[tuple[float, _Node, _Node]]:
    """Links between every two accounts, the surest first."""
    return sorted(
        (-float(p), _Node(x, i), _Node(y, j))
        for (x, y), table in tables.items()
        for i, row in enumerate(table)
        for j, p in enumerate(row)
        if p >= LINK_P
    )


def _mean_p(left: Sequence[_Node], right: Sequence[_Node], tables: _Tables) -> float:
    """Mean probability over the pairs of two groups that stand in different accounts which were compared."""
    pairs = [sorted((a, b)) for a in left for b in right if a.account != b.account]
    found = [
        float(table[a.place, b.place])
        for a, b in pairs
        if (table := tables.get((a.account, b.account))) is not None
    ]
    return sum(found) / len(found)


def _spread(nodes: Sequence[_Node]) -> int:
    """Longest stretch of one account, in segments, from a group's first segment there to its last."""
    places: dict[int, list[int]] = {}
    for node in nodes:
        places.setdefault(node.account, []).append(node.place)
    return max(max(found) - min(found) + 1 for found in places.values())


def _alignment(accounts: Sequence[Account], group: Sequence[_Node]) -> Alignment:
    """The item of a group; a difference within one account is none."""
    segments = tuple(accounts[node.account].segments[node.place] for node in group)
    meeting = accounts[group[0].account].meeting
    places: dict[int, list[int]] = {}
    for node in group:
        places.setdefault(node.account, []).append(node.place)
    told = [
        {account.segments[place]: account.facts[place] for place in found}
        for account, found in ((accounts[x], found) for x, found in places.items())
        if account.facts
    ]
    read = {account.source for account in accounts if account.segments}
    return Alignment(
        id=content_id("alignment", meeting, *segments),
        meeting=meeting,
        segments=segments,
        relation="same" if len(places) > 1 else "only",
        differs=differences(told),
        not_in=tuple(sorted(read - {accounts[x].source for x in places})),
    )
