"""Which statements make one undertaking."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

import numpy as np

from verbale.records.items import Alignment
from verbale.records.reading import AmountMention, OfficeMention, PersonMention, PlaceMention, StateMention
from verbale.records.vocabulary import ACTS, Act
from verbale.stages.merge.types import Statement

Group: TypeAlias = tuple[Statement, ...]

BINDING: frozenset[Act] = frozenset({"undertaking", "proposal"})
"""Acts that make an undertaking of a group."""

_SIDED = OfficeMention | PersonMention | PlaceMention | StateMention

QUOTE_P = 0.2
"""Probability of a binding act from which a statement is a quote of its group's undertaking."""

TWIN = 0.97
"""Cosine from which two statements of one account say the same: above all pairs of different sentences of the
example pages, below a headline and the sentence that it was taken from."""


FIGURE_TWIN = 0.95
"""The same for two that share a figure, of which one may have others too: what a caption takes from its sentence."""


ROUNDING = 1e-4
"""What a product of many vectors at once may differ by from that of two."""


def statement_groups(statements: Sequence[Statement], alignments: Iterable[Alignment]) -> list[Group]:
    """Group statements by alignment; one that no alignment names stands alone.

    Returns:
        groups sorted by their first statement; statements within a group by source and place.
    """
    by_id = {statement.id: statement for statement in statements}
    groups: list[list[Statement]] = []
    placed: set[str] = set()
    for alignment in alignments:
        members = [by_id[name] for name in alignment.segments if name in by_id and name not in placed]
        placed.update(member.id for member in members)
        if members:
            groups.append(members)
    groups += [[statement] for name, statement in by_id.items() if name not in placed]
    return sorted((tuple(sorted(group, key=_place)) for group in groups), key=lambda group: _place(group[0]))


def binding_groups(groups: Iterable[Group]) -> list[Group]:
    """Keep the groups in which undertaking or proposal is the likeliest act, cut to the quotes that do it.

    Groups of one meeting that hold almost the same statement of one account are joined.
    """
    kept = [
        part
        for group in groups
        if is_binding(group)
        for subject in by_subjects(binding_members(group))
        for part in by_sides(subject)
    ]
    by_meeting: dict[str | None, list[Group]] = defaultdict(list)
    for group in kept:
        by_meeting[group[0].meeting].append(group)
    return [joined for meeting in sorted(by_meeting, key=str) for joined in join_twins(by_meeting[meeting])]


def binding_p(statement: Statement) -> float:
    """Probability that a statement undertakes or proposes."""
    return sum(p for act, p in zip(ACTS, statement.act_ps, strict=True) if act in BINDING)


def is_binding(group: Group) -> bool:
    """Whether to undertake or propose is likelier than any other act, over the accounts that say the same.

    What one language leaves open another may say clearly, so the probabilities of all accounts are taken together.
    Reports that people met are passed over where other accounts tell in the same breath what they agreed on.
    """
    group = tuple(s for s in group if s.act != "encounter") or group
    means = [sum(s.act_ps[k] for s in group) / len(group) for k in range(len(ACTS))]
    binding = sum(p for act, p in zip(ACTS, means, strict=True) if act in BINDING)
    return binding > max(p for act, p in zip(ACTS, means, strict=True) if act not in BINDING)


def binding_members(group: Group) -> Group:
    """The statements of a group that may do the binding act."""
    return tuple(s for s in group if binding_p(s) >= QUOTE_P) or group


def by_sides(group: Group) -> list[Group]:
    """Cut a group in which one account has one side bind itself, and another account the other side.

    Quotes that do not name the side that they are of go with the side that most probability is on.
    """
    sides: dict[str, float] = defaultdict(float)
    for statement in group:
        side = own_side(statement)
        if side:
            sides[side] += statement.act_p
    if len(sides) < 2:
        return [group]
    main = min(sides, key=lambda side: (-round(sides[side], 6), side))
    parts: dict[str, list[Statement]] = defaultdict(list)
    for statement in group:
        parts[own_side(statement) or main].append(statement)
    return [tuple(parts[side]) for side in sorted(parts)]


def by_subjects(group: Group) -> list[Group]:
    """Cut a group in which one account has two statements of different kinds and pillars: an alignment went too far.

    All other statements go with the one that they are most like.
    """
    for first, second in combinations(group, 2):
        if first.source == second.source and _differ(first, second):
            near = tuple(s for s in group if s is not second and _nearer(s, first, second))
            far = tuple(s for s in group if s is second or not _nearer(s, first, second))
            return [part for half in (near, far) for part in by_subjects(half)]
    return [group]


def _differ(a: Statement, b: Statement) -> bool:
    kinds, pillars = {a.kind, b.kind} - {None}, [s.pillars[0][0] for s in (a, b) if s.pillars]
    return {a.act, b.act} <= BINDING and len(kinds) > 1 and len(set(pillars)) > 1


def _nearer(statement: Statement, first: Statement, second: Statement) -> bool:
    """Whether a statement is more like the first of two."""
    return statement is first or float(statement.vector @ first.vector) >= float(
        statement.vector @ second.vector
    )


def own_side(statement: Statement) -> str | None:
    """The side that binds itself alone in a statement, when whom it names first is of that side."""
    if statement.performer != "one" or not statement.country or statement.act not in BINDING:
        return None
    named = [m for m in statement.mentions if isinstance(m, _SIDED)]
    first = min(named, key=lambda m: m.start, default=None)
    return statement.country if first and first.country in (None, statement.country) else None


def join_twins(groups: Sequence[Group]) -> list[Group]:
    """Join groups that hold almost the same statement of one account."""
    parent = list(range(len(groups)))

    def root(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    for x, y in _twins(groups):
        parent[max(root(x), root(y))] = min(root(x), root(y))
    members: dict[int, list[Statement]] = defaultdict(list)
    for k, group in enumerate(groups):
        members[root(k)] += group
    return [tuple(sorted(group, key=_place)) for _, group in sorted(members.items())]


def _twins(groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """Numbers of groups that hold twins."""
    by_source: dict[str, list[tuple[int, Statement]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for statement in group:
            by_source[statement.source].append((number, statement))
    for _, rows in sorted(by_source.items()):
        vectors = np.stack([statement.vector for _, statement in rows])
        near = np.argwhere(np.triu(vectors @ vectors.T >= FIGURE_TWIN - ROUNDING, 1))
        for i, j in near.tolist():
            (x, a), (y, b) = rows[i], rows[j]
            if x != y and is_twin(a, b):
                yield x, y


def is_twin(a: Statement, b: Statement) -> bool:
    """Whether two statements of one account say the same in almost the same words, or with the same figure."""
    if a.source != b.source or a.act != b.act:
        return False
    alike = float(a.vector @ b.vector)
    if alike < FIGURE_TWIN:
        return False
    some, others = _amounts(a), _amounts(b)
    if some and others:
        return some <= others or others <= some
    return some == others and alike >= TWIN


def _amounts(statement: Statement) -> set[tuple[float, str]]:
    return {(m.value, m.unit) for m in statement.mentions if isinstance(m, AmountMention)}


def _place(statement: Statement) -> tuple[str, int, str]:
    return statement.source, statement.start, statement.id
