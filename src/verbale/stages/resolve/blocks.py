"""Which names are worth comparing: those that share a key, so that cost grows with the names and not their square.

Whether two names are compared depends on the two spellings alone, never on what other names there are. A name is filed
under `keys` and looks under `sought`, which differ so that only pairs meet that may be one: names of one script by
finer sounds than names of two, and names of two parts with those of more by two of their parts. The relation is
symmetric: one name looks where the other is filed exactly when the other looks where the one is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import combinations
from typing import Literal, NamedTuple

from verbale.stages.resolve import rules, sounds
from verbale.stages.resolve.aliases import alias_of, spellings_of
from verbale.stages.resolve.align import given_groups
from verbale.stages.resolve.sift import CACHED, firsts, forget_aliases, may_be_one, outline
from verbale.stages.resolve.spelling import Part, Spelling

__all__ = ["Places", "forget_aliases", "keys", "may_be_one", "outline", "pairs", "places", "sought"]

MAX_KEY_PARTS = 6
"""Parts of a name from which keys are made; longer names have their family name among the first or last ones."""

MANY = 3
"""Parts from which a name is found by three of them, if the other one has as many."""

SECOND = 3
"""Consonants of the second part of a key that must agree, where all of the first part do."""

THIRD = 2
"""The same of the second and third part, where there are three."""

WHOLE = 5
"""Consonants of the whole name that make its key when parts may be written together."""

_ALONE, _OTHER = ("Latn", "Cyrl"), "+other"
"""Scripts that are a group of their own for names in two scripts, and the group of all others."""

Kind = Literal["one", "two", "three", "whole", "short"]


def pairs(names: Mapping[str, Spelling]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names to compare, each once, in order."""
    order = sorted(names)
    outlines = [outline(names[name]) for name in order]
    filed: dict[str, list[int]] = {}
    near: dict[int, set[int]] = {}
    for at, name in enumerate(order):
        found = places(names[name])
        for key in found.filed:
            filed.setdefault(key, []).append(at)
        for key in found.sought:
            for other in filed.get(key, ()):
                near.setdefault(other, set()).add(at)
    for at, name in enumerate(order):
        mine = outlines[at]
        for other in sorted(near.pop(at, ())):
            if other != at and may_be_one(mine, outlines[other]):
                yield name, order[other]


def keys(name: Spelling) -> frozenset[str]:
    """Return what a name is filed under."""
    return places(name).filed


def sought(name: Spelling) -> frozenset[str]:
    """Return where to look for names that may be the same as a name."""
    return places(name).sought


class Places(NamedTuple):
    """What a name is filed under, and where names are filed that may be the same."""

    filed: frozenset[str]
    sought: frozenset[str]


def places(name: Spelling) -> Places:
    """Return the keys of a name and of its alias: some 30, and 100 to look under, so they are not remembered."""
    alias = alias_of(name)
    spellings: Iterable[Spelling] = (name,) if alias is None else (name, *spellings_of(alias))
    filed: set[str] = set()
    looking: set[str] = set()
    for spelling in spellings:
        if not spelling.silent:
            script, group = spelling.script, _group(spelling.script)
            fine = _of_parts(spelling, _fine_keys, sounds.fine_keys)
            _file(fine, script, (script,), filed, looking)
            _file(_of_parts(spelling, _part_keys, sounds.keys), group, _others(group), filed, looking)
    alone = {f"alias {alias}"} if alias is not None else set()
    if name.script == "Hani":
        variants = rules.variants("han")
        alone.add("han " + "".join(variants.get(c, c) for part in name.parts for c in part.text))
    elif not filed:
        alone.add(f"silent {name.key}")
    return Places(frozenset(filed | alone), frozenset(looking | alone))


_Texts = dict[tuple[Kind, int], set[str]]
"""Keys of a name by kind, and by what the other name must have another one of, such as the number of parts."""


def _file(texts: _Texts, space: str, spaces: tuple[str, ...], filed: set[str], looking: set[str]) -> None:
    for (kind, role), some in texts.items():
        here = f"{space} {kind} {role} "
        filed.update([here + text for text in some])
        for other in spaces:
            for partner in _partners(kind, role):
                there = f"{other} {kind} {partner} "
                looking.update([there + text for text in some])


def _group(script: str) -> str:
    """Return the group of a script for names in two scripts: the two most used ones stand alone."""
    return f"+{script}" if script in _ALONE else _OTHER


def _others(group: str) -> tuple[str, ...]:
    return tuple(
        other for other in (*(f"+{script}" for script in _ALONE), _OTHER) if other != group or other == _OTHER
    )


@cache
def _partners(kind: Kind, role: int) -> tuple[int, ...]:
    """Return the roles in which another name has the same key when the two may be one."""
    if kind == "two":  # two parts with two or more; more with more is for `three`
        return (2, MANY) if role < MANY else (2,)
    if kind == "whole":  # written together in one name and not in the other
        return tuple(other for other in range(1, MAX_KEY_PARTS + 1) if other != role)
    if kind == "short":  # an initial on one side at least
        return (0, 1) if role else (1,)
    return (0,)


def _of_parts(
    name: Spelling,
    keys_of: Callable[[Part], frozenset[str]],
    keys_of_sounds: Callable[[str], tuple[str, ...]],
) -> _Texts:
    parts = name.telling[:MAX_KEY_PARTS]
    texts: _Texts = {}
    found = [keys_of(part) for part in parts]
    if len(parts) == 1:
        texts["one", 0] = set(found[0])
    two: set[str] = set()
    short: set[str] = set()
    seconds = [_cut(some, SECOND) for some in found]
    heads = [firsts(part) for part in parts]
    for at, one in enumerate(found):
        if not parts[at].initial:
            for other in range(len(parts)):
                if other != at:
                    two.update([f"{a} {b}" for a in one for b in seconds[other]])
                    short.update([f"{a} {b}" for a in one for b in heads[other]])
    texts["two", min(len(parts), MANY)] = two
    texts["short", int(any(part.initial for part in parts))] = short
    if len(parts) >= MANY:
        texts["three", 0] = _threes(found)
    whole = {key[:WHOLE] for sounding in _wholes(name, parts) for key in keys_of_sounds(sounding)}
    texts["whole", len(parts)] = whole
    return texts


def _threes(found: list[frozenset[str]]) -> set[str]:
    thirds = [_cut(some, THIRD) for some in found]
    texts: set[str] = set()
    for at, one in enumerate(found):
        for two, three in combinations(thirds[:at] + thirds[at + 1 :], 2):
            ends = {f"{b} {c}" if b <= c else f"{c} {b}" for b in two for c in three}
            texts.update([f"{a} {end}" for a in one for end in ends])
    return texts


def _wholes(name: Spelling, parts: tuple[Part, ...]) -> Iterator[str]:
    """Yield the sounds of the parts written together; a family name of one sign as all it may be."""
    for order in {parts, parts[-1:] + parts[:-1], parts[1:] + parts[:1]}:
        yield "".join([part.sounds[0] for part in order if part.sounds])
    if name.script in rules.value("scripts", "unspaced_names") and len(parts) > 1:
        rest = "".join([part.sounds[0] for part in parts[1:] if part.sounds])
        yield from (sound + rest for sound in parts[0].sounds[1:])


def _cut(found: Iterable[str], size: int) -> set[str]:
    return {key[:size] for key in found}


@lru_cache(maxsize=CACHED)
def _part_keys(part: Part) -> frozenset[str]:
    """Return the consonants of a part as names in other scripts may share them; a given name by its group too."""
    return frozenset(key for form in part.sounds for key in sounds.keys(form)) | _given_keys(part)


@lru_cache(maxsize=CACHED)
def _fine_keys(part: Part) -> frozenset[str]:
    return frozenset(key for form in part.sounds for key in sounds.fine_keys(form)) | _given_keys(part)


def _given_keys(part: Part) -> frozenset[str]:
    return frozenset(f"{chr(0x4E00 + number)}" for number in given_groups(part))
