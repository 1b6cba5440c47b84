"""What people judged of bodies: names that are of one body, names that are not, and mentions that are of another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from verbale.records.judgements import touches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from verbale.records.judgements import Judgement, Judgements, Party
    from verbale.stages.resolve.bodies import BodySeen, SaidBodies

_BY = "\x1d"
"""Between a key and the judgement that made another one of some of its mentions."""

Told = tuple[str, str]
"""Two keys, in order."""


class BodyStanding(msgspec.Struct):
    """What judgements make of the keys of bodies.

    Attributes:
        joined: pairs of keys that are of one body.
        parted: pairs of keys that are not.
        moved: by source and start, the key of mentions that a split took out.
        sources: those on whose words judgements bear.
    """

    joined: set[Told] = set()
    parted: set[Told] = set()
    moved: dict[str, dict[int, str]] = {}
    sources: set[str] = set()

    def says(self, one: str, other: str) -> bool | None:
        """Tell whether two keys are judged to be of one body, or of two; None when nobody said."""
        pair = _pair(one, other)
        return True if pair in self.joined else False if pair in self.parted else None

    def beside(self) -> dict[str, set[str]]:
        """The keys that are joined to each key."""
        found: dict[str, set[str]] = {}
        for one, other in self.joined:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return found

    def seen(self, said: SaidBodies) -> SaidBodies:
        """What a source says, with the mentions that splits took out under their own keys."""
        moved = self.moved.get(said.source)
        if not moved:
            return said
        rows = tuple(_at(row, moved.get(row.start, row.key)) for row in said.seen)
        return msgspec.structs.replace(said, seen=rows)


def _at(row: BodySeen, key: str) -> BodySeen:
    return row if row.key == key else msgspec.structs.replace(row, key=key)


def _pair(one: str, other: str) -> Told:
    return (one, other) if one < other else (other, one)


def standing(judgements: Judgements, said: Callable[[str], SaidBodies | None]) -> BodyStanding:
    """Apply the judgements on bodies one after the other, so that a later one wins.

    Args:
        judgements: those that hold.
        said: gives what a source says as it was read.
    """
    found = BodyStanding()
    for row in judgements.rows:
        if row.item == "body":
            found.sources |= touches(row)
        if row.item != "body" or row.action not in ("merge", "split"):
            continue
        keys = [_keys(found, party, said) for party in row.about]
        if row.action == "merge":
            _merge(found, keys)
        else:
            _split(found, row, keys, said)
    return found


def _places(
    found: BodyStanding, party: Party, said: Callable[[str], SaidBodies | None]
) -> Iterable[tuple[str, int, str]]:
    """Names within the words that a judgement is about, as (source, start, key)."""
    for anchor in party.anchors:
        here = said(anchor.source)
        for row in found.seen(here).seen if here else ():
            if anchor.start <= row.start < anchor.end:
                yield anchor.source, row.start, row.key


def _keys(found: BodyStanding, party: Party, said: Callable[[str], SaidBodies | None]) -> Counter[str]:
    return Counter(key for _, _, key in _places(found, party, said))


def _first(keys: Mapping[str, int]) -> str | None:
    return min(keys, key=lambda key: (-keys[key], key), default=None)


def _merge(found: BodyStanding, keys: Iterable[Counter[str]]) -> None:
    firsts = [key for one in keys if (key := _first(one)) is not None]
    for other in firsts[1:]:
        if other != firsts[0]:
            pair = _pair(firsts[0], other)
            found.parted.discard(pair)
            found.joined.add(pair)


def _split(
    found: BodyStanding, row: Judgement, keys: list[Counter[str]], said: Callable[[str], SaidBodies | None]
) -> None:
    """Part the names of further items from those of the first; of a name of both, the mentions that they rest on go."""
    stays = keys[0]
    kept = {(source, start) for source, start, _ in _places(found, row.about[0], said)}
    for number, (party, goes) in enumerate(zip(row.about[1:], keys[1:], strict=True)):
        for source, start, key in list(_places(found, party, said)):
            if key in stays and (source, start) not in kept:
                found.moved.setdefault(source, {})[start] = f"{key}{_BY}{row.id}{_BY}{number}"
        for one in stays:
            for other in goes:
                if one != other:
                    found.joined.discard(_pair(one, other))
                    found.parted.add(_pair(one, other))
