"""Which names are worth comparing: those that share a key, so that cost grows with the names and not their square.

Whether two names are compared depends on the two spellings alone, never on what other names there are. A name is filed
under `keys` and looks under `sought`, which differ so that only pairs meet that may be one: names of one script by
finer sounds than names of two, and names of two parts with those of more by two of their parts. The relation is
symmetric: one name looks where the other is filed exactly when the other looks where the one is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import combinations, permutations
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from verbale.stages.resolve import rules, sounds
from verbale.stages.resolve.aliases import alias_of, spellings_of
from verbale.stages.resolve.align import given_groups, runs
from verbale.stages.resolve.compare import readings
from verbale.stages.resolve.spelling import Part, Spelling

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

CACHED = 1 << 18
"""Parts, names and pairs of parts whose keys are remembered."""

SAME_SCRIPT = 0.75
"""How much of their letters two parts in one script share that may be one: in name_pairs.csv those of one person share
.80 or more; Levenshtein's similarity of the sounds."""

ALPHABETS = 0.5
"""The same in two alphabets that write vowels: .62 or more."""

VOWELS_UNSURE = 0.36
"""The same where a script leaves vowels out: .40 or more."""

SYLLABLES = 0.42
"""The same where a script writes syllables, or vowels around consonants: .50 or more."""

SHORT, SHORT_LIKENESS = 3, 0.3
"""Letters of a part that is short, and how much of them two share where vowels are unsure: one of three."""

SHARED = 0.7
"""Of that, the share of the letters of the poorer part that the other one has, whatever their order."""

_similarity = Levenshtein.normalized_similarity

_ALONE, _OTHER = ("Latn", "Cyrl"), "+other"
"""Scripts that are a group of their own for names in two scripts, and the group of all others."""

Kind = Literal["one", "two", "three", "whole", "short"]


class _Key(NamedTuple):
    """A key of a name.

    Attributes:
        kind: of one part, two parts, three parts, the whole name, or a part and the first sound of another.
        role: what the other name must have another one of, such as the number of parts; see `_partners`.
    """

    kind: Kind
    role: int
    text: str


def pairs(names: Mapping[str, Spelling]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names to compare, each once, in order."""
    order = sorted(names)
    outlines = [outline(names[name]) for name in order]
    filed: dict[str, list[int]] = {}
    for at, name in enumerate(order):
        for key in keys(names[name]):
            filed.setdefault(key, []).append(at)
    for at, name in enumerate(order):
        near: set[int] = set()
        for key in sought(names[name]):
            near.update(filed.get(key, ()))
        mine = outlines[at]
        yield from (
            (name, order[other]) for other in sorted(near) if other > at and may_be_one(mine, outlines[other])
        )


def keys(name: Spelling) -> frozenset[str]:
    """Return what a name is filed under."""
    return _keys(name).filed


def sought(name: Spelling) -> frozenset[str]:
    """Return where to look for names that may be the same as a name."""
    return _keys(name).sought


class _Keys(NamedTuple):
    filed: frozenset[str]
    sought: frozenset[str]


def _keys(name: Spelling) -> _Keys:
    """Return the keys of a name and of its alias: some 30, and 100 to look under, so they are not remembered."""
    alias = alias_of(name)
    spellings: Iterable[Spelling] = (name,) if alias is None else (name, *spellings_of(alias))
    filed: set[str] = set()
    looking: set[str] = set()
    for spelling in spellings:
        if not spelling.silent:
            for key in set(_in_script(spelling)):
                filed.add(f"{spelling.script} {key.kind} {key.role} {key.text}")
                looking.update(f"{spelling.script} {key.kind} {role} {key.text}" for role in _partners(key))
            group = _group(spelling.script)
            for key in set(_across(spelling)):
                filed.add(f"{group} {key.kind} {key.role} {key.text}")
                looking.update(
                    f"{other} {key.kind} {role} {key.text}"
                    for other in _others(group)
                    for role in _partners(key)
                )
    alone = {f"alias {alias}"} if alias is not None else set() if filed else {f"silent {name.key}"}
    return _Keys(frozenset(filed | alone), frozenset(looking | alone))


def _group(script: str) -> str:
    """Return the group of a script for names in two scripts: the two most used ones stand alone."""
    return f"+{script}" if script in _ALONE else _OTHER


def _others(group: str) -> tuple[str, ...]:
    return tuple(
        other for other in (*(f"+{script}" for script in _ALONE), _OTHER) if other != group or other == _OTHER
    )


def _partners(key: _Key) -> tuple[int, ...]:
    """Return the roles in which another name has the same key when the two may be one."""
    if key.kind == "two":  # two parts with two or more; more with more is for `three`
        return (2, MANY) if key.role < MANY else (2,)
    if key.kind == "whole":  # written together in one name and not in the other
        return tuple(role for role in range(1, MAX_KEY_PARTS + 1) if role != key.role)
    if key.kind == "short":  # an initial on one side at least
        return (0, 1) if key.role else (1,)
    return (0,)


def _in_script(name: Spelling) -> Iterator[_Key]:
    return _of_parts(name.telling[:MAX_KEY_PARTS], _fine_keys, sounds.fine_keys)


def _across(name: Spelling) -> Iterator[_Key]:
    return _of_parts(name.telling[:MAX_KEY_PARTS], _part_keys, sounds.keys)


def _of_parts(
    parts: tuple[Part, ...],
    keys_of: Callable[[Part], frozenset[str]],
    keys_of_sounds: Callable[[str], tuple[str, ...]],
) -> Iterator[_Key]:
    found = [keys_of(part) for part in parts]
    if len(parts) == 1:
        yield from (_Key("one", 0, key) for key in found[0])
    initials = int(any(part.initial for part in parts))
    for (at, one), (_, two) in permutations(enumerate(found), 2):
        if not parts[at].initial:
            yield from (
                _Key("two", min(len(parts), MANY), f"{a} {b}") for a in one for b in _cut(two, SECOND)
            )
            yield from (_Key("short", initials, f"{a} {b}") for a in one for b in _cut(two, 1))
    if len(parts) >= MANY:
        for at, one in enumerate(found):
            for two, three in combinations(found[:at] + found[at + 1 :], 2):
                ends = {tuple(sorted((b, c))) for b in _cut(two, THIRD) for c in _cut(three, THIRD)}
                yield from (_Key("three", 0, f"{a} {b} {c}") for a in one for b, c in ends)
    for order in {parts, parts[-1:] + parts[:-1], parts[1:] + parts[:1]}:
        whole = "".join(part.sounds[0] for part in order if part.sounds)
        yield from (_Key("whole", len(parts), key[:WHOLE]) for key in keys_of_sounds(whole))


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


class _Piece(NamedTuple):
    """A part of a name as it is quickly compared.

    Attributes:
        letters: the letters of its sounds, a bit each.
        firsts: its first consonants, if it or the other part is an initial.
    """

    plain: str
    sounds: tuple[str, ...]
    letters: int
    initial: bool
    firsts: frozenset[str]
    given: frozenset[int]


class Outline(NamedTuple):
    """What a name is quickly compared by: its parts, and its parts with neighbours written together."""

    spelling: Spelling
    alias: int | None
    parts: tuple[_Piece, ...]
    whole: tuple[_Piece, ...]


@lru_cache(maxsize=CACHED)
def outline(name: Spelling) -> Outline:
    """Return what a name is quickly compared by; dear to look up, so keep it at hand."""
    parts = tuple(_piece(part) for part in name.telling)
    return Outline(name, alias_of(name), parts, (*parts, *map(_piece, runs(name.telling))))


def forget_aliases() -> None:
    """Forget what was remembered of known people: others are known now."""
    outline.cache_clear()


@lru_cache(maxsize=CACHED)
def _piece(part: Part) -> _Piece:
    letters = 0
    for c in "".join(part.sounds):
        letters |= 1 << ord(c) - ord("A")
    firsts = frozenset(_cut((key for form in part.sounds for key in sounds.keys(form)), 1))
    return _Piece(part.plain, part.sounds, letters, part.initial, firsts, given_groups(part))


def may_be_one(left: Outline, right: Outline) -> bool:
    """Tell quickly whether two names may be one: each part of the shorter one is like something of the other."""
    if left.alias is None and right.alias is None:
        silent = left.spelling.silent or right.spelling.silent
        return not (silent and left.spelling.script != right.spelling.script) and _alike(left, right)
    if left.alias is not None and right.alias is not None:
        return left.alias == right.alias
    both = readings(left.spelling, right.spelling)
    return any(_alike(outline(a), outline(b)) for a, b in both)


def _alike(left: Outline, right: Outline) -> bool:
    shorter, longer = (left, right) if len(left.parts) <= len(right.parts) else (right, left)
    least = _least(left.spelling.script, right.spelling.script)
    found = longer.whole if len(shorter.parts) < len(longer.parts) else longer.parts
    for part in shorter.parts:
        for other in found:
            if _may_be(part, other, least):
                break
        else:
            return False
    return True


@cache
def _least(one: str, other: str) -> float:
    if one == other:
        return SAME_SCRIPT
    if {one, other} & set(rules.value("scripts", "syllables")):
        return SYLLABLES
    return VOWELS_UNSURE if {one, other} & set(rules.value("scripts", "vowels_missing")) else ALPHABETS


def _may_be(part: _Piece, other: _Piece, least: float) -> bool:
    if part.plain == other.plain:
        return True
    if part.initial or other.initial:
        return not part.firsts.isdisjoint(other.firsts)
    shared = (part.letters & other.letters).bit_count()
    if shared < SHARED * least * min(part.letters.bit_count(), other.letters.bit_count()):
        return not part.given.isdisjoint(other.given)
    if not part.sounds or not other.sounds:
        return False
    if least < ALPHABETS and min(len(part.sounds[0]), len(other.sounds[0])) <= SHORT:
        least = SHORT_LIKENESS
    for a in part.sounds:
        for b in other.sounds:
            if a == b or _similarity(a, b, score_cutoff=least):
                return True
    return not part.given.isdisjoint(other.given)
