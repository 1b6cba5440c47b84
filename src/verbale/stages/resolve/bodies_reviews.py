"""Pairs of bodies that may be one, for a person to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbale.records.ids import content_id
from verbale.records.items import Compared, Review
from verbale.records.overlays import is_rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.items import Body
    from verbale.stages.resolve.bodies_pairs import Pair
    from verbale.stages.resolve.bodies_sum import BodySum

MAX_QUOTES = 2
"""Quotes shown of each of the two: the items have more."""


def review_of(sides: Sequence[tuple[Body, BodySum]], pair: Pair) -> Review | None:
    """Make the item of a pair, the same whichever of the two comes first; None when one of them is not there.

    Args:
        sides: each body with what is said of the name that was compared.
        pair: the decision on the two names.
    """
    told = sorted((body for body, _ in sides), key=lambda body: body.id)
    if len(told) != 2 or any(is_rejected(body) for body in told):
        return None
    names = {body.id: min(one.names)[0] if one.names else body.name for body, one in sides}
    one, two = told
    return Review(
        id=content_id("review", "body", one.id, two.id),
        about="body",
        items=(one.id, two.id),
        names=(one.name, two.name),
        score=pair.score,
        features=(Compared(name=pair.by, value=1.0, weight=1.0, left=names[one.id], right=names[two.id]),),
        evidence=one.evidence[:MAX_QUOTES] + two.evidence[:MAX_QUOTES],
    )
