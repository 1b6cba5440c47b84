"""The sounds of a romanised word, and how much two words differ in sound.

An alignment with costs by sound (Needleman and Wunsch 1970; costs after Kondrak's ALINE, 2000, much reduced): vowels
weigh less than consonants, and hardly anything when one of the words is from a script that leaves them out.
"""

import re
from functools import cache, lru_cache
from string import ascii_letters
from typing import NamedTuple

from verbale.stages.resolve import rules

CACHED_PAIRS = 1 << 18
"""Pairs of words whose difference is remembered: names repeat."""


class Costs(NamedTuple):
    """What differences weigh; a missing or extra consonant weighs 1.

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

SYLLABLES = NO_VOWELS._replace(coda=NO_VOWELS.faint)
"""One of the scripts writes syllables, and adds vowels. The values were set on the strong and medium name pairs."""

VOWELS_TOLD, VOWELS_TOLD_CHANGE = 0.15, 0.3
"""What a vowel and another vowel weigh where a script does not write all of them but rules tell which."""

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


@lru_cache(maxsize=CACHED_PAIRS)
def similarity(left: str, right: str, costs: Costs) -> float:
    """Return how alike two words sound: 1 for the same, 0 for nothing in common."""
    if left == right:
        return 1.0
    longest = max(_weight(left, costs), _weight(right, costs))
    return max(0.0, 1.0 - _distance(left, right, costs) / longest) if longest else 0.0


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


def _weight(word: str, costs: Costs) -> float:
    vowel = min(VOWEL_WEIGHT, costs.vowel)
    vowels = sum(map(word.count, _vowels()))
    return vowel * vowels + len(word) - vowels


def _distance(left: str, right: str, costs: Costs) -> float:
    changed = _changes(costs)
    alone = _alone(right, costs)
    row = [0.0]
    for cost in alone:
        row.append(row[-1] + cost)
    for a, lost in zip(left, _alone(left, costs), strict=True):
        of = changed[a]
        last = row[0] + lost
        now = [last]
        for at, b in enumerate(right):
            last += alone[at]
            either = row[at] + of[b]
            if either < last:
                last = either
            either = row[at + 1] + lost
            if either < last:
                last = either
            now.append(last)
        row = now
    return row[-1]


@lru_cache(maxsize=CACHED_PAIRS)
def _alone(word: str, costs: Costs) -> tuple[float, ...]:
    """Return what it costs to leave out each sound of a word."""
    found = []
    for at, sound in enumerate(word):
        if sound in _vowels():
            found.append(costs.vowel)
        elif sound in _faint():
            found.append(costs.faint)
        elif costs.coda < 1.0 and _coda().match(word, at):
            found.append(costs.coda)
        else:
            found.append(1.0)
    return tuple(found)


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
