"""Which parts of two names stand for each other, and how alike they are."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, reduce
from itertools import pairwise, permutations
from typing import NamedTuple

from verbale.stages.resolve import rules
from verbale.stages.resolve.romanise import romanise
from verbale.stages.resolve.sounds import (
    NO_VOWELS,
    OTHER_SCRIPT,
    SAME_SCRIPT,
    SYLLABLES,
    VOWELS_TOLD,
    VOWELS_TOLD_CHANGE,
    Costs,
    alike,
)
from verbale.stages.resolve.spelling import Part, Spelling

ENDING_COST = 0.02
"""What a part loses when an ending or prefix had to be taken off to match: enough to prefer the form as written."""

INITIAL = 0.85
"""How alike an initial and a name are that starts with its sound: an initial tells little."""

SAME_GIVEN_NAME = 0.93
"""How alike `Joe` and `Joseph` are."""

OTHER_MARKS = 0.3
"""How alike two parts are that differ in their marks where marks tell names apart: `Lâm` and `Lãm`."""

MARKS_LEFT_OUT = 0.99
"""How alike two parts are that differ in marks only, where marks are often left out."""

SAME_CHARACTERS = 0.99
"""How alike two parts are in the same Han characters, written as in China, Taiwan or Japan: `錦濤` and `锦涛`."""

SAME_READING = 0.97
"""How alike two parts in Han characters are that read the same and share half of them: `永剛` and `永钢`."""

OTHER_CHARACTERS = 0.85
"""How alike two parts in Han characters are that read the same only: unsure, as `刚` and `剛` may be one or two."""

MAX_PERMUTED = 4
"""Parts up to which every order is tried; longer names are matched best part first."""

MIN_FOR_JOINING = 2
"""Names of more parts may have two that the other name writes together: `Tae-yul` and `Taeyul`."""


LONGEST_RUN = 3
"""Parts that may be one of the other name: `امیرعبداللهیان` and `Amir-Abdollahian` with `Abd` apart."""


MISSING, JOINED = 0.1, 0.02
"""What a part that stands alone, and one written together, take off when the best way to match is chosen."""


class Alignment(NamedTuple):
    """The best way to match the parts of two names.

    Attributes:
        pairs: matched parts with how alike they are, in the order of the name with fewer parts.
        unmatched: parts of the other name that stand alone; initials among them are in `unmatched_initials`.
        joined: parts that had to be written together.
        swapped: whether the parts stand in another order that is not family name first or last.
    """

    pairs: tuple[tuple[str, str, float], ...]
    unmatched: int
    unmatched_initials: int
    joined: int
    swapped: bool

    @property
    def weakest(self) -> float:
        """The likeness of the pair that differs most: it decides."""
        return min((likeness for _, _, likeness in self.pairs), default=0.0)

    @property
    def mean(self) -> float:
        """The mean likeness of the pairs."""
        return sum(likeness for _, _, likeness in self.pairs) / len(self.pairs) if self.pairs else 0.0


OTHER_FINAL = 0.6
"""How alike two parts are at most, written in one script, when they end in other sounds of a group."""


@dataclass(frozen=True, eq=False)
class _Pairing:
    """What the comparison of parts depends on: made once for each case."""

    same_script: bool
    marks: bool
    han: bool
    costs: Costs


def align(left: Spelling, right: Spelling) -> Alignment:
    """Match the parts of two names; particles are left out."""
    pairing = _pairing(left, right)
    best = Alignment((), 0, 0, 0, False)
    rank = _rank(best)
    for one, other in _with_particles(left, right):
        for joined, shorter, longer in _views(one, other):
            table = [[_likeness(a, b, pairing) for b in longer] for a in shorter]
            if _at_most(table, longer, joined) < rank[0]:
                continue
            found = _aligned(table, shorter, longer, joined)
            if _rank(found) > rank:
                best, rank = found, _rank(found)
    return best


def _at_most(table: list[list[float]], longer: tuple[Part, ...], joined: int) -> float:
    """Return what the first figure of the rank of a table is at most, whatever the order of its parts."""
    alone = len(longer) - len(table) - sum(part.initial for part in longer)
    weakest = min((max(row) for row in table if row), default=0.0)
    return weakest - MISSING * max(0, alone) - JOINED * joined


def _with_particles(left: Spelling, right: Spelling) -> Iterator[tuple[tuple[Part, ...], tuple[Part, ...]]]:
    """Yield the parts to compare, and those of a whole name where what may be a particle stands for a part."""
    one, other = left.telling, right.telling
    yield one, other
    if len(left.parts) == len(other) > len(one):
        yield left.parts, other
    elif len(right.parts) == len(one) > len(other):
        yield one, right.parts


def part_likeness(part: Part, other: Part, left: Spelling, right: Spelling) -> float:
    """Return how alike a part of one name and a part of another are, 0 to 1."""
    return _likeness(part, other, _pairing(left, right))


def costs_between(left: Spelling, right: Spelling) -> Costs:
    """Return what differences weigh between the parts of two names."""
    return _pairing(left, right).costs


def _rank(found: Alignment) -> tuple[float, float, int, float]:
    missing = MISSING * (found.unmatched - found.unmatched_initials)
    return (found.weakest - missing - JOINED * found.joined, -found.swapped, -found.joined, found.mean)


def _pairing(left: Spelling, right: Spelling) -> _Pairing:
    return _pairing_of(
        *sorted((left.script, right.script)),
        marks=left.marks_tell and right.marks_tell and left.has_marks and right.has_marks,
        respelt=left.respells != right.respells,
        pinyin=_written_by_rule(left, right) or _written_by_rule(right, left),
    )


def _written_by_rule(one: Spelling, other: Spelling) -> bool:
    """Tell whether one name is Chinese in characters, and the other as a system writes Chinese names."""
    systematic = rules.words("scripts", "systematic_chinese", fold=False)
    return (
        one.script == "Hani"
        and one.pinyin
        and (other.script in systematic or (other.script == "Latn" and other.pinyin))
    )


@cache
def _pairing_of(one: str, other: str, *, marks: bool, respelt: bool, pinyin: bool) -> _Pairing:
    costs = _costs(one, other, respelt)
    if pinyin:
        costs = SAME_SCRIPT if "Latn" in (one, other) else OTHER_SCRIPT
    return _Pairing(same_script=one == other, marks=marks, han=one == other == "Hani", costs=costs)


def _costs(one: str, other: str, respelt: bool) -> Costs:
    """Return what differences weigh between words of two scripts, or of one where one language respells names."""
    missing = rules.words("scripts", "vowels_missing", fold=False)
    told = rules.words("scripts", "vowels_told", fold=False)
    syllables = rules.words("scripts", "syllables", fold=False)
    if one == other:
        return OTHER_SCRIPT if respelt else SAME_SCRIPT
    if one in syllables or other in syllables:
        costs = SYLLABLES
    elif one in missing or other in missing:
        costs = NO_VOWELS
    else:
        costs = OTHER_SCRIPT
    if costs.vowel == NO_VOWELS.vowel and not {one, other} & (missing - told):
        costs = replace(costs, vowel=VOWELS_TOLD, change=VOWELS_TOLD_CHANGE)
    known = rules.mapping("sounds", "near_in")
    return replace(costs, scripts=tuple(sorted({one, other} & known.keys())))


def _views(
    left: tuple[Part, ...], right: tuple[Part, ...]
) -> Iterator[tuple[int, tuple[Part, ...], tuple[Part, ...]]]:
    """Yield the two names as they are and with neighbouring parts of one written together, the shorter first."""
    yield (0, *_by_length(left, right))
    for joined, view in _joins(left, whole=len(right) == 1):
        yield (joined, *_by_length(view, right))
    for joined, view in _joins(right, whole=len(left) == 1):
        yield (joined, *_by_length(left, view))


def _by_length(left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    return (left, right) if len(left) <= len(right) else (right, left)


def _joins(parts: tuple[Part, ...], whole: bool) -> Iterator[tuple[int, tuple[Part, ...]]]:
    """Yield a name with neighbours written together, or with all of them when the other name is one word."""
    if whole and len(parts) > 1:
        yield len(parts) - 1, (reduce(_join, parts),)
    elif len(parts) > MIN_FOR_JOINING:
        for size in range(2, min(LONGEST_RUN, len(parts) - 1) + 1):
            for at in range(len(parts) - size + 1):
                yield size - 1, (*parts[:at], reduce(_join, parts[at : at + size]), *parts[at + size :])


def runs(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Yield neighbouring parts of a name written together, as one part each, and the whole name."""
    for size in range(2, min(LONGEST_RUN, len(parts)) + 1):
        for at in range(len(parts) - size + 1):
            yield reduce(_join, parts[at : at + size])
    if len(parts) > LONGEST_RUN:
        yield reduce(_join, parts)


@lru_cache(maxsize=1 << 16)
def _join(first: Part, second: Part) -> Part:
    sounds = tuple(dict.fromkeys(a + b.lstrip(a[-1:]) for a in first.sounds[:1] for b in second.sounds))
    return Part(first.text + second.text, first.plain + second.plain, sounds)


def _aligned(
    table: list[list[float]], shorter: tuple[Part, ...], longer: tuple[Part, ...], joined: int
) -> Alignment:
    order = _best_order(table, len(longer))
    alone = [longer[at] for at in range(len(longer)) if at not in order]
    return Alignment(
        pairs=tuple(
            (a.text, longer[at].text, table[row][at])
            for row, (a, at) in enumerate(zip(shorter, order, strict=True))
        ),
        unmatched=len(alone),
        unmatched_initials=sum(part.initial for part in alone),
        joined=joined,
        swapped=not _is_rotation(order),
    )


def _best_order(table: list[list[float]], width: int) -> tuple[int, ...]:
    if width > MAX_PERMUTED:
        return _greedy_order(table, width)
    best: tuple[int, ...] = ()
    weakest, total, rotated = -1.0, 0.0, False
    for order, rotation in _orders(width, len(table)):
        least, added = 1.0, 0.0
        for row, at in zip(table, order, strict=True):
            value = row[at]
            added += value
            least = min(least, value)
        if (least, added, rotation) > (weakest, total, rotated):
            best, weakest, total, rotated = order, least, added, rotation
    return best


@cache
def _orders(width: int, size: int) -> tuple[tuple[tuple[int, ...], bool], ...]:
    """Return the ways to match some parts with as many of others; of two that are as good the first one is taken."""
    return tuple((order, _is_rotation(order)) for order in permutations(range(width), size))


def _greedy_order(table: list[list[float]], width: int) -> tuple[int, ...]:
    cells = sorted((-table[row][at], row, at) for row in range(len(table)) for at in range(width))
    order: dict[int, int] = {}
    for _, row, at in cells:
        if row not in order and at not in order.values():
            order[row] = at
    return tuple(order[row] for row in range(len(table)))


def _is_rotation(order: Sequence[int]) -> bool:
    """Tell whether the parts stand in one order, or with the last ones first, as family names may."""
    falls = sum(a > b for a, b in pairwise(order))
    return falls == 0 or (falls == 1 and order[-1] < order[0])


@lru_cache(maxsize=1 << 18)
def _likeness(a: Part, b: Part, pairing: _Pairing) -> float:
    if a.text == b.text:
        return 1.0
    if pairing.marks and a.plain == b.plain:
        return 1.0 if _marks(a.text) == _marks(b.text) else OTHER_MARKS
    if pairing.same_script and a.plain == b.plain:
        return MARKS_LEFT_OUT
    if pairing.han:
        return _han_likeness(a, b)
    if a.initial or b.initial:
        return _initial_likeness(a, b)
    if given_alike(a, b):
        return SAME_GIVEN_NAME
    found = alike(a.sounds, b.sounds, pairing.costs, ENDING_COST)
    return min(found, OTHER_FINAL) if pairing.same_script and _finals_differ(a.plain, b.plain) else found


def _finals_differ(a: str, b: str) -> bool:
    """Tell whether two parts end in sounds that only another script writes alike: `Thang` and `Thanh`."""
    for finals in rules.value("sounds", "finals_apart"):
        one, other = _final(a, finals), _final(b, finals)
        if one is not None and other is not None and one != other and not _is_ending(a, b):
            return True
    return False


def _is_ending(a: str, b: str) -> bool:
    """Tell whether one part is the other with an ending: `Jinping` and `Jinpingin`, but not `Min` and `Ming`."""
    return abs(len(a) - len(b)) > 1 and (a.startswith(b) or b.startswith(a))


def _final(part: str, finals: Sequence[str]) -> str | None:
    return next((final for final in finals if part.endswith(final)), None)


def _marks(text: str) -> list[str]:
    """Return the marks of a word whatever letter they stand on: `Hoà` and `Hòa` are one name."""
    return sorted(c for c in unicodedata.normalize("NFD", text) if unicodedata.combining(c))


def _han_likeness(a: Part, b: Part) -> float:
    if len(a.text) != len(b.text):
        return 0.0
    variants = rules.variants("han")
    one, other = ([variants.get(c, c) for c in part.text] for part in (a, b))
    if one == other:
        return SAME_CHARACTERS
    if a.sounds[:1] != b.sounds[:1]:
        return 0.0
    shared = sum(x == y for x, y in zip(one, other, strict=True))
    return SAME_READING if 2 * shared >= len(one) else OTHER_CHARACTERS


def _initial_likeness(a: Part, b: Part) -> float:
    return INITIAL if any(x[:1] == y[:1] for x in a.sounds for y in b.sounds) else 0.0


def given_alike(a: Part, b: Part) -> bool:
    """Tell whether two parts are given names that the same people bear: `Joe` and `Joseph`."""
    return not given_groups(a).isdisjoint(given_groups(b))


@lru_cache(maxsize=1 << 16)
def given_groups(part: Part) -> frozenset[int]:
    """Return the numbers of the groups of given names in which a part stands."""
    groups = rules.given_names()
    return groups.get(romanise(part.text), frozenset()) | groups.get(part.text, frozenset())
