"""Pairs of people who may be one, for a person to look at: kept up to date with the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verbale.records.ids import content_id
from verbale.records.items import Compared, Review
from verbale.records.workspace import Links

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from verbale.records.items import Person
    from verbale.records.workspace import Workspace
    from verbale.stages.resolve.compare import Decision
    from verbale.stages.resolve.judged import JudgedOwners

MAX_QUOTES = 2
"""Quotes shown of each of the two: the items have more."""


class Reviews:
    """The pairs of people between whom there is an unsure decision and no sure one.

    A pair stands under the lesser of the two keys. It depends on the decisions between names of the two alone, on
    their two items, and on what people judged of the two.
    """

    def __init__(self, workspace: Workspace, owners: JudgedOwners) -> None:
        """Open the table of who is in doubt with whom."""
        self._owners = owners
        self._beside = Links(workspace, "in doubt")

    def update(
        self, changed: Collection[str], item_of: Callable[[str], Person | None]
    ) -> dict[str, list[Review]]:
        """Work out the pairs of people who have changed, and of those who are or were in doubt with them.

        Args:
            changed: keys of people, those who are gone too.
            item_of: the item of a person; None for those who are gone or rejected.

        Returns:
            The pairs by the lesser key; an empty list takes those that were there away.
        """
        doubted = {person: self._doubted(person) for person in sorted(changed)}
        beside = {other for person, others in doubted.items() for other in others if other < person}
        beside |= {person for person in self._beside.under(changed) if person not in doubted}
        doubted |= {person: self._doubted(person) for person in sorted(beside - set(doubted))}
        apart = self._owners.apart()
        found: dict[str, list[Review]] = {}
        for person, others in sorted(doubted.items()):
            self._beside.set(person, sorted(others))
            found[person] = []
            for other, decision in sorted(others.items()):
                one, two = item_of(person), item_of(other)
                if person < other and one and two and (person, other) not in apart:
                    found[person].append(_review(one, two, decision))
        return found

    def flush(self) -> None:
        """Write what has changed."""
        self._beside.flush()

    def _doubted(self, person: str) -> dict[str, Decision]:
        """Those who may be the same as a person, each with the best decision between the two."""
        found: dict[str, Decision] = {}
        for other, decision in self._owners.unsure(person):
            held = found.get(other)
            if held is None or (-decision.score, decision.left, decision.right) < (
                -held.score,
                held.left,
                held.right,
            ):
                found[other] = decision
        return found


def _review(one: Person, two: Person, decision: Decision) -> Review:
    first, second = sorted((one, two), key=lambda person: person.id)
    if decision.left not in {name.text for name in first.names}:
        decision = _turned(decision)
    return Review(
        id=content_id("review", "person", first.id, second.id),
        about="person",
        items=(first.id, second.id),
        names=(decision.left, decision.right),
        score=decision.score,
        features=tuple(
            Compared(name=f.name, value=f.value, weight=f.weight, left=f.left, right=f.right)
            for f in decision.features
        ),
        evidence=(*first.evidence[:MAX_QUOTES], *second.evidence[:MAX_QUOTES]),
    )


def _turned(decision: Decision) -> Decision:
    """The same decision, seen from the other name."""
    features = (msgspec.structs.replace(f, left=f.right, right=f.left) for f in decision.features)
    return msgspec.structs.replace(
        decision, left=decision.right, right=decision.left, features=tuple(features)
    )
