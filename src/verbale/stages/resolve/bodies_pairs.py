"""Which keys of bodies are of one body: abbreviations that are given beside a name, and names that sound alike."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from verbale.stages.resolve.bodies import NAMED, is_bare
from verbale.stages.resolve.bodies_sum import BodySum, clear
from verbale.stages.resolve.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Collection

SURE_LETTERS = 7
"""Letters of the sound of a name in two scripts that tells one body by itself. Shorter ones need a state as well."""

MIN_LETTERS = 4
"""Letters of the shortest sound by which names are compared at all."""

CACHED = 1 << 16


class Pair(NamedTuple):
    """What was found of two keys: whether they are surely of one body, by what, and how likely."""

    same: bool
    by: str
    score: float


@lru_cache(maxsize=CACHED)
def sound_of(name: str, language: str) -> str:
    """Return how a name sounds, without endings, word by word.

    Empty where that tells no body: when it is short, has numbers, or a word of it has no sound.
    """
    parts = spell(name, (language,)).parts
    sounds = [min(part.sounds, key=lambda one: (len(one), one)) for part in parts if part.sounds]
    if len(sounds) < len(parts) or any(character.isdigit() for character in name):
        return ""
    sound = " ".join(sounds)
    return sound if len(sound) >= MIN_LETTERS else ""


def sounds_of(key: str, told: BodySum) -> frozenset[str]:
    """Return how the names of a key sound; none of a key that is known otherwise."""
    if not key.startswith(NAMED):
        return frozenset()
    return frozenset(sound for name, language in told.names if (sound := sound_of(name, language)))


def claims(key: str, told: BodySum) -> frozenset[str]:
    """Return the keys of the abbreviations that stand beside the names of a key."""
    return frozenset(short for short in told.shorts if short != key)


def by_abbreviation(short: str, claimed_by: Collection[str]) -> str | None:
    """Return the key whose abbreviation a key surely is: the only one beside which it is given."""
    return next(iter(claimed_by)) if len(claimed_by) == 1 and is_bare(short) else None


def by_sound(left: str, one: BodySum, right: str, other: BodySum) -> Pair | None:
    """Compare two keys whose names sound alike; None when they are surely two bodies."""
    states = clear(one.countries), clear(other.countries)
    if None not in states and states[0] != states[1]:
        return None
    types = clear(one.types), clear(other.types)
    if None not in types and types[0] != types[1]:
        return None
    sound = min(sounds_of(left, one) & sounds_of(right, other), default="")
    if not sound:
        return None
    same_script = left.partition(" ")[0] == right.partition(" ")[0]
    if same_script and not _inflects(left, right):
        return None
    letters = len(sound.replace(" ", ""))
    sure = letters >= SURE_LETTERS or (None not in states and letters > MIN_LETTERS)
    return Pair(sure, "sound", 0.95 if sure else 0.6)


def _inflects(left: str, right: str) -> bool:
    """Tell whether two names of one script may be forms of one: each word starts as the other's does."""
    one, other = left.partition(" ")[2].split(), right.partition(" ")[2].split()
    return len(one) == len(other) and all(_starts_alike(a, b) for a, b in zip(one, other, strict=True))


def _starts_alike(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    common = next((at for at in range(short) if one[at] != other[at]), short)
    return one == other or (common >= MIN_LETTERS and max(len(one), len(other)) - common <= MIN_LETTERS)
