"""Which names are worth comparing: those that share a key, so that cost grows with the names and not their square."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from verbale.stages.resolve import sounds
from verbale.stages.resolve.aliases import alias_of, spellings_of
from verbale.stages.resolve.align import given_alike, runs
from verbale.stages.resolve.compare import readings
from verbale.stages.resolve.spelling import Part, Spelling

MAX_BLOCK = 150
"""Names that are all compared with each other; in a larger block each is compared with its neighbours."""

NEIGHBOURS = 20
"""Names after it, in the order of their letters, with which one of a large block is compared (sorted neighbourhood,
Hernández and Stolfo 1995)."""

MAX_KEY_PARTS = 6
"""Parts of a name from which keys are made; longer names have their family name among the first or last ones."""

MIN_LIKENESS = 0.5
"""How much of their consonants two parts share that may be one: no pair of the collection that is found has less."""

CACHED = 1 << 18
"""Parts, names and pairs of parts whose keys are remembered."""

WHOLE = 5
"""Consonants of the whole name that make its key when parts may be written together."""


def pairs(names: Mapping[str, Spelling]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names to compare, each once, in order."""
    blocks: dict[str, set[str]] = {}
    for name in sorted(names):
        for block in keys(names[name]):
            blocks.setdefault(block, set()).add(name)
    found = {pair for members in blocks.values() for pair in _within(sorted(members))}
    yield from sorted(pair for pair in found if may_be_one(names[pair[0]], names[pair[1]]))


class _Outline(NamedTuple):
    """What a name is quickly compared by: its parts, and its parts with neighbours written together."""

    script: str
    parts: tuple[Part, ...]
    runs: tuple[Part, ...]


@lru_cache(maxsize=CACHED)
def _outline(name: Spelling) -> _Outline:
    return _Outline(name.script, name.telling, (*name.telling, *runs(name.telling)))


def may_be_one(left: Spelling, right: Spelling) -> bool:
    """Tell quickly whether two names may be one: each part of the shorter one is like something of the other."""
    one, other = alias_of(left), alias_of(right)
    if one is not None and other is not None:
        return one == other
    return any(_alike(_outline(a), _outline(b)) for a, b in readings(left, right))


def _alike(left: _Outline, right: _Outline) -> bool:
    shorter, longer = sorted((left, right), key=lambda outline: len(outline.parts))
    likeness = _likeness_of_sounds if shorter.script == longer.script else _likeness_of_keys
    found = longer.runs if len(shorter.parts) < len(longer.parts) else longer.parts
    return all(any(likeness(part, other) >= MIN_LIKENESS for other in found) for part in shorter.parts)


@lru_cache(maxsize=CACHED)
def _likeness_of_sounds(part: Part, other: Part) -> float:
    if part.plain == other.plain or _short_for(part, other):
        return 1.0
    return max(
        (Levenshtein.normalized_similarity(a, b) for a in part.sounds for b in other.sounds), default=0.0
    )


def _short_for(part: Part, other: Part) -> bool:
    """Tell whether one part is an initial or a short form of the other."""
    if part.initial or other.initial:
        return not _firsts(part).isdisjoint(_firsts(other))
    return given_alike(part, other)


@lru_cache(maxsize=CACHED)
def _likeness_of_keys(part: Part, other: Part) -> float:
    if _short_for(part, other):
        return 1.0
    pairs_of_keys = ((a, b) for a in _part_keys(part) for b in _part_keys(other))
    return max((Indel.normalized_similarity(a, b) for a, b in pairs_of_keys), default=0.0)


def keys(name: Spelling) -> frozenset[str]:
    """Return the keys of a name and of its alias: the consonants of one part with the first sound of another."""
    alias = alias_of(name)
    spellings: Iterable[Spelling] = (name,) if alias is None else (name, *spellings_of(alias))
    found = {block for spelling in spellings if not spelling.silent for block in _keys(spelling)}
    if alias is not None:
        found.add(f"alias {alias}")
    return frozenset(found) or frozenset({f"silent {name.key}"})


def _keys(name: Spelling) -> Iterator[str]:
    parts = name.telling[:MAX_KEY_PARTS]
    for at, part in enumerate(parts):
        for other in parts[:at] + parts[at + 1 :]:
            yield from _pair_keys(part, other)
    if len(parts) == 1:
        yield from (f"one {k}" for k in _part_keys(parts[0]))
    yield from _whole_keys(parts)


def _pair_keys(part: Part, other: Part) -> Iterator[str]:
    """Yield the consonants of one part with the first of the other; with two when there is one consonant only."""
    for key in _part_keys(part):
        size = 1 if len(key) > 1 or other.initial else 2
        yield from (f"{key} {first}" for first in {k[:size] for k in _part_keys(other)})


def _whole_keys(parts: tuple[Part, ...]) -> Iterator[str]:
    """Yield keys of the parts written together, in this order and with the last or first one at the other end."""
    for order in {parts, parts[-1:] + parts[:-1], parts[1:] + parts[:1]}:
        whole = "".join(part.sounds[0] for part in order if part.sounds)
        yield from (f"whole {key[:WHOLE]}" for key in sounds.keys(whole))


@lru_cache(maxsize=CACHED)
def _part_keys(part: Part) -> frozenset[str]:
    return frozenset(key for form in part.sounds for key in sounds.keys(form))


@lru_cache(maxsize=CACHED)
def _firsts(part: Part) -> frozenset[str]:
    return frozenset(key[:1] for key in _part_keys(part))


def _within(members: list[str]) -> Iterator[tuple[str, str]]:
    if len(members) <= MAX_BLOCK:
        yield from combinations(members, 2)
        return
    for at, name in enumerate(members):
        yield from ((name, other) for other in members[at + 1 : at + 1 + NEIGHBOURS])
