"""What sources say of a person, in sums: one source's part is added without looking at the others again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from verbale.stages.resolve.quotes import Ranked, best, ranked
from verbale.stages.resolve.seen import folded
from verbale.stages.resolve.tally import add_counts, stated_countries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.reading import OfficeHeld
    from verbale.stages.resolve.seen import Seen


class OfficeSign(msgspec.Struct, frozen=True, array_like=True):
    """What of the words of an office tells which office of a person it is.

    Attributes:
        title: in folded form.
        kind: code of the office, if it is known.
        country: the state that is named with it.
        former: whether the words say that it is no longer held.
        in_body: whether an organisation or place is named in which it is held.
    """

    title: str
    kind: str | None
    country: str | None
    former: bool
    in_body: bool


class OfficeSeen(msgspec.Struct, array_like=True):
    """How often, when and with which words an office stands beside the names of a person.

    Attributes:
        titles: how often each title stands, as written.
        bodies: the same of the bodies named with it.
        first: day of the first page, ISO; None when no page has a day.
        last: day of the last one.
        quotes: the best ones.
    """

    titles: dict[str, int] = {}
    bodies: dict[str, int] = {}
    first: str | None = None
    last: str | None = None
    quotes: tuple[Ranked, ...] = ()

    def add(self, other: OfficeSeen) -> None:
        """Add what other sources say."""
        add_counts(self.titles, other.titles)
        add_counts(self.bodies, other.bodies)
        days = [day for day in (self.first, self.last, other.first, other.last) if day]
        self.first, self.last = min(days, default=None), max(days, default=None)
        self.quotes = best((*self.quotes, *other.quotes))


class Portrait(msgspec.Struct):
    """The mentions of a person, added up; whatever the order in which they were, the sum is the same.

    Attributes:
        names: how often each name stands, by (name, language).
        countries: states that stand with the mentions or their offices.
        offices: what stands of each office.
        first: place of the first mention.
        quotes: the best ones.
    """

    names: dict[tuple[str, str], int] = {}
    countries: dict[str, int] = {}
    offices: dict[OfficeSign, OfficeSeen] = {}
    first: tuple[str, int] = ("", 0)
    quotes: tuple[Ranked, ...] = ()

    def add(self, other: Portrait) -> None:
        """Add what other sources say; a source must not be added twice."""
        self.first = min(self.first, other.first) if self.names else other.first
        add_counts(self.names, other.names)
        add_counts(self.countries, other.countries)
        for sign, seen in other.offices.items():
            self.offices.setdefault(sign, OfficeSeen()).add(seen)
        self.quotes = best((*self.quotes, *other.quotes))


def portrait_in(mentions: Sequence[Seen]) -> Portrait:
    """Add up the mentions of one person in one source; there is at least one."""
    held: dict[OfficeSign, list[tuple[Seen, OfficeHeld]]] = {}
    for seen in mentions:
        for office in seen.mention.offices:
            held.setdefault(_sign(office), []).append((seen, office))
    return Portrait(
        names=Counter((seen.name, seen.language) for seen in mentions),
        countries=Counter(country for seen in mentions for country in sorted(stated_countries(seen))),
        offices={sign: _office(rows) for sign, rows in held.items()},
        first=min((seen.source, seen.mention.start) for seen in mentions),
        quotes=ranked(mentions),
    )


def _sign(office: OfficeHeld) -> OfficeSign:
    return OfficeSign(folded(office.title), office.kind, office.country, office.former, bool(office.body))


def _office(rows: Sequence[tuple[Seen, OfficeHeld]]) -> OfficeSeen:
    days = [seen.date for seen, _ in rows if seen.date]
    return OfficeSeen(
        titles=Counter(office.title for _, office in rows),
        bodies=Counter(office.body for _, office in rows if office.body),
        first=min(days, default=None),
        last=max(days, default=None),
        quotes=ranked(seen for seen, _ in rows),
    )
