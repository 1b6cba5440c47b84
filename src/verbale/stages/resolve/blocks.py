"""Which names are worth comparing: those that share a key, so that cost grows with the names and not their square."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from verbale.stages.resolve.aliases import alias_of, spellings_of
from verbale.stages.resolve.sounds import key
from verbale.stages.resolve.spelling import Part, Spelling

MAX_BLOCK = 150
"""Names that are all compared with each other; in a larger block each is compared with its neighbours."""

NEIGHBOURS = 20
"""Names after it, in the order of their letters, with which one of a large block is compared (sorted neighbourhood,
Hernández and Stolfo 1995)."""

MAX_KEY_PARTS = 6
"""Parts of a name from which keys are made; longer names have their family name among the first or last ones."""

WHOLE = 5
"""Consonants of the whole name that make its key when parts may be written together."""


def pairs(names: Mapping[str, Spelling]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names to compare, each once, in order."""
    blocks: dict[str, set[str]] = {}
    for name in sorted(names):
        for block in keys(names[name]):
            blocks.setdefault(block, set()).add(name)
    found = {pair for members in blocks.values() for pair in _within(sorted(members))}
    yield from sorted(found)


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
            yield from (f"{k} {first}" for k in _part_keys(part) for first in _firsts(other))
    if len(parts) == 1:
        yield from (f"one {k}" for k in _part_keys(parts[0]))
    yield from _whole_keys(parts)


def _whole_keys(parts: tuple[Part, ...]) -> Iterator[str]:
    """Yield keys of the parts written together, in this order and with the last or first one at the other end."""
    for order in {parts, parts[-1:] + parts[:-1], parts[1:] + parts[:1]}:
        sounds = "".join(part.sounds[0] for part in order if part.sounds)
        yield f"whole {key(sounds)[:WHOLE]}"


def _part_keys(part: Part) -> frozenset[str]:
    return frozenset(key(sounds) for sounds in part.sounds)


def _firsts(part: Part) -> frozenset[str]:
    return frozenset(key(sounds)[:1] for sounds in part.sounds)


def _within(members: list[str]) -> Iterator[tuple[str, str]]:
    if len(members) <= MAX_BLOCK:
        yield from combinations(members, 2)
        return
    for at, name in enumerate(members):
        yield from ((name, other) for other in members[at + 1 : at + 1 + NEIGHBOURS])
