"""What sources say of a body, in sums, and the item of the record that is made of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import msgspec

from verbale.records.ids import content_id
from verbale.records.items import Body, Name
from verbale.stages.resolve.bodies import evidence_of
from verbale.stages.resolve.bodies_known import known_body
from verbale.stages.resolve.quotes import NO_DAY, Ranked, again, best
from verbale.stages.resolve.tally import add_counts
from verbale.text.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from verbale.stages.resolve.bodies import BodySeen, SaidBodies

CLEAR = 0.6
"""Of the mentions that tell a state, or a type, what one must have: as for the states of people."""


class BodySum(msgspec.Struct, array_like=True):
    """The mentions of one key, added up; whatever the order in which they were, the sum is the same.

    Attributes:
        names: how often each name stands, by (name, language).
        countries, types: the same of the states and the types that the words tell.
        shorts: keys of the abbreviations that stand beside it.
        quotes: the best ones.
    """

    names: dict[tuple[str, str], int] = {}
    countries: dict[str, int] = {}
    types: dict[str, int] = {}
    shorts: dict[str, int] = {}
    quotes: tuple[Ranked, ...] = ()

    def add(self, other: BodySum) -> None:
        """Add what other sources say; a source must not be added twice."""
        add_counts(self.names, other.names)
        add_counts(self.countries, other.countries)
        add_counts(self.types, other.types)
        add_counts(self.shorts, other.shorts)
        self.quotes = best((*self.quotes, *other.quotes))


def sums_in(said: SaidBodies) -> dict[str, BodySum]:
    """Add up the mentions of each key in one source."""
    by_key: dict[str, list[BodySeen]] = defaultdict(list)
    for seen in said.seen:
        by_key[seen.key].append(seen)
    return {key: _sum(said, rows) for key, rows in by_key.items()}


def _sum(said: SaidBodies, rows: Iterable[BodySeen]) -> BodySum:
    rows = list(rows)
    found = sorted({proof for seen in rows if (proof := evidence_of(said.source, seen)) is not None})
    return BodySum(
        names=Counter((seen.name, seen.language) for seen in rows),
        countries=Counter(seen.country for seen in rows if seen.country),
        types=Counter(seen.type for seen in rows if seen.type),
        shorts=Counter(seen.short for seen in rows if seen.short),
        quotes=tuple((rank, said.day or NO_DAY, proof) for rank, proof in enumerate(found, 1)),
    )


def clear(votes: Mapping[str, int]) -> str | None:
    """Return the winner when it has the share of the votes."""
    if not votes:
        return None
    value, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return value if count >= CLEAR * sum(votes.values()) else None


def make_body(keys: Iterable[str], sums: Iterable[BodySum]) -> Body:
    """Make the item of a body from the sums of its keys; its id is the one that its first key gives."""
    keys = sorted(keys)
    whole = BodySum()
    quotes: list[Ranked] = []
    for one in sums:
        whole.add(one)
        quotes += one.quotes
    known = known_body(keys)
    return Body(
        id=content_id("body", keys[0]),
        name=known.name if known else _display(whole.names),
        names=tuple(sorted(Name(text, language, script_of(text)) for text, language in whole.names)),
        country=known.country if known else clear(whole.countries),
        type=(known.type if known else None) or clear(whole.types),
        wikidata=known.wikidata if known else None,
        evidence=again(quotes),
    )


def _display(names: Mapping[tuple[str, str], int]) -> str:
    """Return the name to show: in Latin letters, no abbreviation, in English, and the most frequent of those."""
    return min(names, key=lambda row: (*_rank(*row), -names[row], row))[0]


def _rank(text: str, language: str) -> tuple[bool, bool, bool]:
    return script_of(text) != "Latn", text.upper() == text, language.partition("-")[0] != "en"
