"""A sieve for names that share a key: whether two may be one, told much quicker than how alike they are."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from verbale.stages.resolve import rules, sounds
from verbale.stages.resolve.aliases import alias_of
from verbale.stages.resolve.align import costs_between, given_groups, runs
from verbale.stages.resolve.compare import readings, sounds_tell
from verbale.stages.resolve.sounds import Costs
from verbale.stages.resolve.spelling import Part, Spelling

CACHED = 1 << 18
"""Parts, names and pairs of parts whose keys are remembered."""

SAME_SCRIPT = 0.75
"""How much of their letters two parts in one script share that may be one: in the files of pairs those of one person
share .80 or more; Levenshtein's similarity of the sounds."""

ALPHABETS, LETTERS = 0.6, 0.5
"""The same of the classes of sounds, and of the sounds, in two alphabets that write vowels: .62 and .50 or more."""

VOWELS_UNSURE = 0.4
"""The same where a script leaves vowels out: .40 or more."""

SYLLABLES = 0.45
"""The same where a script writes syllables, or vowels around consonants: .50 or more."""

CONSONANTS = 0.5
"""The same of the classes of consonants where vowels are unsure: .50 or more."""

PART = 0.39
"""How alike two parts sound at least where vowels are unsure; what is less is different in any case (`compare.py`)."""

SHORT, SHORT_LIKENESS = 3, 0.3
"""Letters of a part that is short, and how much of them two share where vowels are unsure: one of three."""

SHARED = 0.7
"""Of that, the share of the letters of the poorer part that the other one has, whatever their order."""

_similarity = Levenshtein.normalized_similarity


@lru_cache(maxsize=CACHED)
def firsts(part: Part) -> frozenset[str]:
    """Return the classes of the first sounds of a part: what an initial tells. A vowel tells too little."""
    heads = {"h" if form[:1] == "h" else _class_of().get(form[:1], "") for form in part.sounds}
    return frozenset(heads - {"", "a"})


@cache
def _class_of() -> dict[str, str]:
    """Return the class of each sound, `a` for all vowels."""
    classes = {sound: group[0] for group in rules.value("sounds", "classes") for sound in group}
    return {"m": "m", "n": "m"} | dict.fromkeys(rules.value("sounds", "vowels"), "a") | classes | {"n": "m"}


@lru_cache(maxsize=CACHED)
def _classed(form: str) -> str:
    """Return the classes of the sounds of a word."""
    classes = _class_of()
    return "".join([classes.get(sound, "") for sound in form])


@dataclass(frozen=True, eq=False, slots=True)
class _Piece:
    """A part of a name as it is quickly compared; made once for each part.

    Attributes:
        letters: the letters of its sounds, a bit each.
        classed: its sounds by their classes.
        consonants: the classes of its consonants.
        firsts: its first sounds by their classes, if it or the other part is an initial.
    """

    plain: str
    sounds: tuple[str, ...]
    classed: tuple[str, ...]
    consonants: tuple[str, ...]
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
    classed = tuple(dict.fromkeys(_classed(form) for form in part.sounds))
    return _Piece(
        plain=part.plain,
        sounds=part.sounds,
        classed=classed,
        consonants=tuple(dict.fromkeys(form.replace("a", "") for form in classed)),
        letters=letters,
        initial=part.initial,
        firsts=firsts(part),
        given=given_groups(part),
    )


def may_be_one(left: Outline, right: Outline) -> bool:
    """Tell quickly whether two names may be one: each part of the shorter one is like something of the other."""
    if left.alias is None and right.alias is None:
        return sounds_tell(left.spelling, right.spelling) and _alike(left, right)
    if left.alias is not None and right.alias is not None:
        return left.alias == right.alias
    both = readings(left.spelling, right.spelling)
    return any(_alike(outline(a), outline(b)) for a, b in both)


def _alike(left: Outline, right: Outline) -> bool:
    shorter, longer = (left, right) if len(left.parts) <= len(right.parts) else (right, left)
    one, other = shorter.spelling, longer.spelling
    sieve = _sieve(one.script, other.script, one.respells != other.respells, one.pinyin and other.pinyin)
    costs = costs_between(one, other)
    found = longer.whole if len(shorter.parts) < len(longer.parts) else longer.parts
    for part in shorter.parts:
        for candidate in found:
            if _may_be(part, candidate, sieve, costs):
                break
        else:
            return False
    return True


@cache
def _sieve(one: str, other: str, respelt: bool, pinyin: bool) -> float:
    if one == other:
        return ALPHABETS if respelt else SAME_SCRIPT
    if pinyin:
        return SAME_SCRIPT
    if {one, other} & set(rules.value("scripts", "syllables")):
        return SYLLABLES
    return VOWELS_UNSURE if {one, other} & set(rules.value("scripts", "vowels_missing")) else ALPHABETS


@lru_cache(maxsize=CACHED)
def _may_be(part: _Piece, other: _Piece, least: float, costs: Costs) -> bool:
    if part.plain == other.plain or not part.given.isdisjoint(other.given):
        return True
    if part.initial or other.initial:
        return not part.firsts.isdisjoint(other.firsts)
    if least == SAME_SCRIPT:
        shared = (part.letters & other.letters).bit_count()
        if shared < SHARED * least * min(part.letters.bit_count(), other.letters.bit_count()):
            return False
        return _any_alike(part.sounds, other.sounds, least)
    if not part.sounds or not other.sounds:
        return False
    if least == ALPHABETS:
        return _any_alike(part.classed, other.classed, least) and _any_alike(
            part.sounds, other.sounds, LETTERS
        )
    if min(len(part.sounds[0]), len(other.sounds[0])) <= SHORT:
        told = "" not in part.consonants and "" not in other.consonants
        if told and not _any_alike(part.consonants, other.consonants, SHORT_LIKENESS):
            return False
        least = SHORT_LIKENESS
    elif not _any_alike(part.consonants, other.consonants, CONSONANTS):
        return False
    return _any_alike(part.classed, other.classed, least) and bool(
        sounds.alike(part.sounds, other.sounds, costs, 0.0) >= PART
    )


def _any_alike(forms: tuple[str, ...], others: tuple[str, ...], least: float) -> bool:
    for a in forms:
        for b in others:
            if a == b or _similarity(a, b, score_cutoff=least):
                return True
    return False
