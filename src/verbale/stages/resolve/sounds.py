"""The sounds of a romanised word, and how much two words differ in sound.

An alignment with costs by sound (Needleman and Wunsch 1970; costs after Kondrak's ALINE, 2000, much reduced): vowels
weigh less than consonants, and hardly anything when one of the words is from a script that leaves them out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from string import ascii_letters
from typing import NamedTuple

from verbale.stages.resolve import rules

CACHED_PAIRS = 1 << 18
"""Pairs of words whose difference is remembered: names repeat."""


@dataclass(frozen=True, eq=False)
class Costs:
    """What differences weigh; a missing or extra consonant weighs 1. Each is told from others by being another one.

    Attributes:
        vowel: a missing or extra vowel.
        change: a vowel for another one, times what `near_vowels` says.
        near: what the differences of near consonants are multiplied by.
        faint: a missing or extra sound that is often not written.
        coda: a missing or extra sound at the end of a syllable, of those that some scripts do not write there.
        scripts: of the words, where they are known to write sounds alike that others keep apart; `near_in` has them.
    """

    vowel: float
    change: float
    near: float
    faint: float
    coda: float = 1.0
    scripts: tuple[str, ...] = ()


SAME_SCRIPT = Costs(vowel=0.7, change=0.8, near=3.0, faint=0.5)
"""Words of one script: only spellings differ."""

OTHER_SCRIPT = Costs(vowel=0.25, change=0.4, near=1.0, faint=0.3)
"""Words of two scripts that both write vowels."""

NO_VOWELS = Costs(vowel=0.08, change=0.15, near=1.0, faint=0.2)
"""One of the scripts leaves vowels out."""

SYLLABLES = replace(NO_VOWELS, coda=NO_VOWELS.faint)
"""One of the scripts writes syllables, and adds vowels. The values were set on the strong and medium name pairs."""

VOWELS_TOLD, VOWELS_TOLD_CHANGE = 0.15, 0.3
"""What a vowel and another vowel weigh where a script does not write all of them but rules tell which."""

LEAST = 0.33
"""Words that are less alike have nothing in common: no names with such parts are one or worth a look, whatever is said
of who bears them (see the weights in `compare.py`)."""

_ROUNDING = 1e-9

_ALL_SOUNDS = ascii_letters

VOWEL_WEIGHT = 0.5
"""What a vowel counts for in the length of a word, against 1 for a consonant."""


@lru_cache(maxsize=CACHED_PAIRS)
def fold_sounds(roman: str) -> str:
    """Return the sounds of a romanised word: one letter each, doubled ones once.

    Args:
        roman: ASCII letters in lower case.
    """
    folded = rules.mapping("sounds", "same_parts").get(roman, roman)
    for letters, sound in rules.value("sounds", "folds"):
        folded = folded.replace(letters, sound)
    return "".join(c for at, c in enumerate(folded) if at == 0 or c != folded[at - 1])


def alike(left: Sequence[str], right: Sequence[str], costs: Costs, other_form: float) -> float:
    """Return how alike two words sound in the forms that are most alike: 1 for the same, 0 below `LEAST`.

    Args:
        left, right: the forms of each, as written first.
        costs: what differences weigh.
        other_form: what is taken off for each word that is not as written.
    """
    best = 0.0
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            lost = other_form * ((i > 0) + (j > 0))
            least = max(best, LEAST) + lost
            if least < 1.0:
                best = max(best, _similarity(one, other, costs, least) - lost)
    return best


def _similarity(left: str, right: str, costs: Costs, least: float) -> float:
    """Return how alike two words sound, or 0 when that is less than `least`."""
    if left == right:
        return 1.0
    one, other = _word(left, costs), _word(right, costs)
    longest = max(one.weight, other.weight)
    if not longest:
        return 0.0
    most = (1.0 - least) * longest + _ROUNDING
    if max(len(one.near) - len(right), len(other.near) - len(left)) > most:
        return 0.0
    for near, letters in ((one.near, other.letters), (other.near, one.letters)):
        if len([mask for mask in near if not mask & letters]) > most:
            return 0.0
    distance = _distance(one, other, _changes(costs), most)
    found = 1.0 - distance / longest
    return found if found >= least - _ROUNDING else 0.0


@lru_cache(maxsize=CACHED_PAIRS)
def keys(sounds: str) -> tuple[str, ...]:
    """Return the classes of the consonants in order, in some ways: words in two scripts that may be one share one."""
    ways = _ways("classes")
    found = [_key(sounds, classes) for classes in ways]
    open_syllables = _coda().sub("", sounds)
    if open_syllables != sounds:
        found += [_key(open_syllables, classes) for classes in ways]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=CACHED_PAIRS)
def fine_keys(sounds: str) -> tuple[str, ...]:
    """Return finer classes of the consonants, in some ways: words in one script that may be one share one."""
    return tuple(dict.fromkeys(_key(sounds, classes) for classes in _ways("fine_classes")))


def _key(sounds: str, classes: dict[str, str]) -> str:
    kept = [classes[c] for c in sounds if classes.get(c)]
    key = "".join(c for at, c in enumerate(kept) if at == 0 or c != kept[at - 1])
    return key.replace("np", "mp")  # as it is spoken, and as some scripts write it


class _Word(NamedTuple):
    """A word with what its sounds weigh.

    Attributes:
        weight: of all: what the distance from nothing is at most.
        alone: what it costs to leave out each.
        letters: a bit for each.
        near: of each that costs 1 to leave out, the sounds that stand for it at less.
    """

    sounds: str
    weight: float
    alone: tuple[float, ...]
    letters: int
    near: tuple[int, ...]


@lru_cache(maxsize=CACHED_PAIRS)
def _word(word: str, costs: Costs) -> _Word:
    vowels = sum(map(word.count, _vowels()))
    alone = tuple(_alone(word, costs))
    near = _near_masks(costs)
    return _Word(
        sounds=word,
        weight=min(VOWEL_WEIGHT, costs.vowel) * vowels + len(word) - vowels,
        alone=alone,
        letters=_mask(word),
        near=tuple(near[sound] for sound, cost in zip(word, alone, strict=True) if cost == 1.0),
    )


def _mask(letters: Iterable[str]) -> int:
    mask = 0
    for letter in letters:
        mask |= 1 << ord(letter) - ord("A")
    return mask


def _distance(left: _Word, right: _Word, changed: dict[str, dict[str, float]], most: float) -> float:
    """Return what it costs to make one word of the other, or more than `most` when it is more."""
    alone = right.alone
    sounds = right.sounds
    row = [0.0]
    for cost in alone:
        row.append(row[-1] + cost)
    for a, lost in zip(left.sounds, left.alone, strict=True):
        of = changed[a]
        last = row[0] + lost
        now = [last]
        for at, b in enumerate(sounds):
            last += alone[at]
            either = row[at] + of[b]
            if either < last:
                last = either
            either = row[at + 1] + lost
            if either < last:
                last = either
            now.append(last)
        if min(now) > most:
            return most + 1.0
        row = now
    return row[-1]


def _alone(word: str, costs: Costs) -> Iterator[float]:
    """Yield what it costs to leave out each sound of a word."""
    for at, sound in enumerate(word):
        if sound in _vowels():
            yield costs.vowel
        elif sound in _faint():
            yield costs.faint
        elif costs.coda < 1.0 and _coda().match(word, at):
            yield costs.coda
        else:
            yield 1.0


@cache
def _near_masks(costs: Costs) -> dict[str, int]:
    """Return the sounds that stand for each at a cost of less than 1, a bit each."""
    return {a: _mask(b for b, cost in row.items() if cost < 1.0) for a, row in _changes(costs).items()}


@cache
def _changes(costs: Costs) -> dict[str, dict[str, float]]:
    """Return what it costs that one sound stands for another."""
    return {a: {b: _changed(a, b, costs) for b in _ALL_SOUNDS} for a in _ALL_SOUNDS}


def _changed(a: str, b: str, costs: Costs) -> float:
    if a == b:
        return 0.0
    vowels = (a in _vowels()) + (b in _vowels())
    if vowels == 2:
        return costs.change * _pair("near_vowels", a, b)
    told = [likeness for script in costs.scripts if (likeness := _pair_in(script, a, b)) is not None]
    return min(told) if told else min(1.0, costs.near * _pair("glides" if vowels else "near", a, b))


def _pair(table: str, a: str, b: str) -> float:
    rows = rules.mapping("sounds", table)
    return float(rows.get(a + b, rows.get(b + a, 1.0)))


def _pair_in(script: str, a: str, b: str) -> float | None:
    rows: dict[str, float] = rules.mapping("sounds", "near_in").get(script, {})
    return rows.get(a + b, rows.get(b + a))


@cache
def _faint() -> str:
    return str(rules.value("sounds", "faint"))


@cache
def _vowels() -> str:
    return str(rules.value("sounds", "vowels"))


@cache
def _coda() -> re.Pattern[str]:
    """Return the pattern of sounds at the end of a syllable that some scripts do not write there."""
    return re.compile(f"[{rules.value('sounds', 'faint_in_syllables')}](?![{_vowels()}])")


@cache
def _ways(table: str) -> tuple[dict[str, str], ...]:
    """Return the classes of sounds with every choice of those that may be of another class."""
    usual = {sound: group[0] for group in rules.value("sounds", table) for sound in group}
    ways = [usual]
    for other in rules.value("sounds", "other_classes"):
        ways += [way | other for way in ways]
    return tuple(ways)
