"""What the mentions of a name add up to, so that mentions can be added and taken away without counting anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from verbale.stages.resolve import rules
from verbale.stages.resolve.compare import Candidate
from verbale.stages.resolve.seen import spelling_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from verbale.stages.resolve.seen import Seen
    from verbale.stages.resolve.spelling import Spelling

K = TypeVar("K")

COUNTRY_SHARE = 0.5
"""Of the votes of the most named state, what another one needs to count beside a name."""

OfficeKey = tuple[str, str | None]
"""Kind of an office and the state that is named with it."""


HeldKey = tuple[str, str, int]
"""Kind of an office of which a state has one holder at a time, the state, and the month: months since year 0."""


class Tally(msgspec.Struct):
    """Counts over mentions of one name, or of one person.

    Attributes:
        names: how often each spelling stands, as written.
        languages: of the pages.
        countries: states that stand with the mentions or their offices.
        offices: kinds that are held, with the state named with each.
        held: of those of which a state has one holder at a time, with the state and the month of the page.
    """

    names: dict[str, int] = {}
    languages: dict[str, int] = {}
    countries: dict[str, int] = {}
    offices: dict[OfficeKey, int] = {}
    held: dict[HeldKey, int] = {}

    @classmethod
    def of(cls, mentions: Iterable[Seen]) -> Tally:
        """Count mentions."""
        tally = cls()
        for seen in mentions:
            tally.count(seen)
        return tally

    def count(self, seen: Seen, times: int = 1) -> None:
        """Add a mention, or take it away with `times` -1."""
        _add(self.names, seen.name, times)
        _add(self.languages, seen.language, times)
        for country in stated_countries(seen):
            _add(self.countries, country, times)
        held: set[OfficeKey] = {
            (office.kind, office.country)
            for office in seen.mention.offices
            if office.kind and not office.former
        }
        for key in held:
            _add(self.offices, key, times)
        month = _month(seen.date)
        if month is not None:
            for kind, state in held:
                if state is not None and kind in rules.words("offices", "sole"):
                    _add(self.held, (kind, state, month), times)

    def merge(self, other: Tally, times: int = 1) -> None:
        """Add the counts of another tally, or take them away with `times` -1."""
        for mine, theirs in zip(_counts(self), _counts(other), strict=True):
            add_counts(mine, theirs, times)

    def spelling(self) -> Spelling:
        """The first spelling in the order of letters, taken apart in the languages of all."""
        return spelling_of(min(self.names), self.languages)

    def candidate(self, spelling: Spelling) -> Candidate:
        """The name with the states and offices that its mentions state."""
        most = max(self.countries.values(), default=0)
        return Candidate(
            spelling=spelling,
            countries=frozenset(c for c, count in self.countries.items() if count >= COUNTRY_SHARE * most),
            offices=frozenset(self.offices),
            held=frozenset(self.held),
        )


def stated_countries(seen: Seen) -> frozenset[str]:
    """Return the states that stand with a mention or with its offices."""
    stated = {seen.mention.country, *(office.country for office in seen.mention.offices)}
    return frozenset(country for country in stated if country)


def add_counts(mine: dict[K, int], other: Mapping[K, int], times: int = 1) -> None:
    """Add counts to others, or take them away with `times` -1; what comes to nothing is no longer there."""
    for key, count in other.items():
        _add(mine, key, times * count)


def _counts(tally: Tally) -> tuple[dict[Any, int], ...]:
    return tally.names, tally.languages, tally.countries, tally.offices, tally.held


def _month(date: str | None) -> int | None:
    """Return the month of an ISO date as months since year 0."""
    year, _, rest = (date or "").partition("-")
    month = rest[:2]
    return 12 * int(year) + int(month) if year.isdecimal() and month.isdecimal() else None


def _add(counts: dict[Any, int], key: object, times: int) -> None:
    total = counts.get(key, 0) + times
    if total:
        counts[key] = total
    else:
        counts.pop(key, None)
