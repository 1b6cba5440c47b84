"""What resolve gives."""

from collections.abc import Mapping

import msgspec

from verbale.records.items import Person, Review
from verbale.stages.resolve.compare import Decision
from verbale.stages.resolve.seen import LeftOut

Place = tuple[str, int]
"""Where a mention stands: id of its source, and start in its text."""


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """The people of a record.

    Attributes:
        people: each once, by id.
        person_of: the person for whom a mention of a person, or of an office, stands. Mentions that stand for
            nobody with confidence are not in it.
        decisions: pairs of names that were found the same or unsure, by name; the unsure ones were not merged.
        reviews: pairs of people who may be one.
        left_out: mentions of people that stand for nobody in `people`, with the reason.
    """

    people: tuple[Person, ...]
    person_of: Mapping[Place, str]
    decisions: tuple[Decision, ...]
    left_out: tuple[LeftOut, ...]
    reviews: tuple[Review, ...] = ()

    def unsure(self) -> tuple[Decision, ...]:
        """Return the pairs that a person should look at."""
        return tuple(decision for decision in self.decisions if decision.verdict == "unsure")
