"""Words beside amounts: bounds, changes and what they start from; whether a value is hoped for, aimed at or reached."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from verbale.lexicon.amounts import PERCENT, TIMES
from verbale.lexicon.data import base_language, table
from verbale.lexicon.phrases import Match, PhraseIndex
from verbale.records.vocabulary import Bound, Way

Stance: TypeAlias = Literal["hope", "aim", "reached"]

BOUNDS: dict[str, Bound] = {
    "least": "at least",
    "most": "up to",
    "over": "more than",
    "near": "nearly",
    "about": "about",
}
"""Keys of `measures.yaml` and the bounds they are."""

TOUCHING = 4
"""Characters that may part a bound from its amount: a space, an article or a sign of currency."""

FAR = 60
"""Characters that may part a verb of exceeding from its amount, when no other amount stands between."""

NEAR = 48
"""Characters that may part a share from the word for growth or decline."""

BETWEEN = 28
"""Characters that may stand between the two numbers of `from … to …`."""

STANCES: tuple[Stance, ...] = ("hope", "aim", "reached")


class Marks(NamedTuple):
    """What the words beside one amount say of it; `since` is the value that a change starts from."""

    bound: Bound | None = None
    way: Way | None = None
    since: float | None = None


class Quantity(NamedTuple):
    """A number with its place in a text; `unit` is None for a bare one."""

    start: int
    end: int
    value: float
    unit: str | None


class MeasureFinder:
    """The words beside amounts of one language; a language without words has none."""

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language."""
        words: dict[str, list[str]] = table("measures").get(language) or {}
        tables = table("languages")
        proclitics = tables["proclitics"].get(language) or ()
        inflected = language not in tables["uninflected"]
        self._bounds = _index(words, [*BOUNDS, "beyond"], inflected=False, proclitics=proclitics)
        self._ways = _index(words, ["up", "down"], inflected=inflected, proclitics=proclitics)
        self._stances = _index(words, STANCES, inflected=inflected, proclitics=proclitics)
        self._from = _index(words, ["from"], inflected=False, proclitics=proclitics)
        self._to = _index(words, ["to"], inflected=False, proclitics=proclitics)

    def marks(self, text: str, amounts: Sequence[Quantity]) -> list[Marks]:
        """What is said of each amount, given in text order; a change from A to B marks A with the bound `from`."""
        bounds, ways = self._bounds.find(text), self._ways.find(text)
        starts = self._starts(text, amounts)
        found = []
        for at, amount in enumerate(amounts):
            since = starts.get(at)
            if at + 1 in starts:
                found.append(Marks(bound="from"))
                continue
            changing = amount.unit in (PERCENT, TIMES)
            way = self._way(ways, amounts, at) if changing else None
            found.append(Marks(self._bound(text, bounds, amounts, at), way, since))
        return found

    def stances(self, text: str) -> list[Match[str]]:
        """Words of hope, aim and reaching, in order."""
        return self._stances.find(text)

    def pairs(self, text: str, numbers: Sequence[Quantity]) -> list[int]:
        """Indexes of numbers that a change goes to, each right after the one that it starts from."""
        return sorted(self._starts(text, numbers))

    def _starts(self, text: str, numbers: Sequence[Quantity]) -> dict[int, float]:
        """For each number that a change goes to, by its index, the value that it starts from."""
        found: dict[int, float] = {}
        if len(numbers) < 2:
            return found
        origins, ends = self._from.find(text), self._to.find(text)
        for at, (first, second) in enumerate(pairwise(numbers)):
            if second.start - first.end > BETWEEN or {first.unit, second.unit} & {PERCENT, TIMES}:
                continue
            between = any(first.end <= m.start and m.end <= second.start <= m.end + TOUCHING for m in ends)
            before = any(m.end <= first.start <= m.end + TOUCHING for m in origins)
            after = any(first.end <= m.start <= first.end + TOUCHING for m in origins)
            follows = any(second.end <= m.start <= second.end + TOUCHING for m in ends)
            if (between and before) or (after and follows):
                found[at + 1] = first.value
        return found

    @staticmethod
    def _bound(text: str, bounds: Sequence[Match[str]], amounts: Sequence[Quantity], at: int) -> Bound | None:
        amount = amounts[at]
        floor = amounts[at - 1].end if at else 0
        ceiling = amounts[at + 1].start if at + 1 < len(amounts) else amount.end + FAR
        touching = [
            match
            for match in bounds
            if match.value != "beyond"
            and floor <= match.start < ceiling
            and (
                match.end <= amount.start <= match.end + TOUCHING
                or (0 <= match.start - amount.end < TOUCHING and not _leads(text, match.end))
            )
        ]
        if touching:
            return BOUNDS[min(touching, key=lambda m: (m.start > amount.start, -m.end)).value]
        far = any(
            match.value == "beyond"
            and floor <= match.start < ceiling
            and -FAR <= match.start - amount.end <= FAR
            for match in bounds
        )
        return "more than" if far and amount.unit not in (PERCENT, TIMES) else None

    @staticmethod
    def _way(ways: Sequence[Match[str]], amounts: Sequence[Quantity], at: int) -> Way | None:
        amount = amounts[at]
        gaps = [
            (max(match.start - amount.end, amount.start - match.end), match.start, match.value)
            for match in ways
            if not any(
                min(match.start, amount.start) < other.start < max(match.start, amount.start)
                for other in amounts
                if other is not amount
            )
        ]
        gap, _, way = min(gaps, default=(NEAR + 1, 0, ""))
        if gap > NEAR:
            return "up" if amount.unit == TIMES else None
        return "down" if way == "down" else "up"


def _leads(text: str, end: int) -> bool:
    """Whether a number follows: what stands between two numbers is of the second, as in `5 mil até 2029`."""
    return text[end : end + TOUCHING].lstrip()[:1].isdigit()


def _index(
    words: dict[str, list[str]], keys: Sequence[str], *, inflected: bool, proclitics: Sequence[str]
) -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex(inflected=inflected, proclitics=proclitics)
    for key in keys:
        index.update((word, key) for word in words.get(key, ()))
    return index


def measure_finder(language: str | None) -> MeasureFinder:
    """Return the finder of a language, made once for each base language."""
    return _finder(base_language(language))


@lru_cache(maxsize=64)
def _finder(language: str) -> MeasureFinder:
    return MeasureFinder(language)
