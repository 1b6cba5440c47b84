"""Splits where only spaces part sentences and phrases alike (Thai, Lao).

A space ends a clause when what stands before it and what follows are both whole clauses: each holds a word that only
predicates hold, neither word beside the space joins the two, and both are long enough. Known openers need no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass

MIN_SPACED_CHARS = 30
"""A shorter stretch stays whole: a Thai clause has 30 to 120 characters."""

LOOK_AHEAD = 90
"""Characters after a subject (a title with a name, which hold spaces) within which its predicate stands."""


@dataclass(frozen=True, slots=True)
class SpaceRules:
    """What tells clauses from phrases; empty for languages that end sentences with signs.

    Attributes:
        openers: words that begin a sentence after a space.
        predicates: words of predicates, anywhere in a clause.
        subjects: beginnings of the words that people and sides are called by.
        joiners: words that join a phrase, but begin a clause when a predicate follows at once.
        joined_after: endings of a stretch that goes on after the space (`that`, `and`, `such as`).
        joined_before: beginnings of a stretch that belongs to the one before the space.
    """

    openers: tuple[str, ...]
    predicates: tuple[str, ...]
    subjects: tuple[str, ...]
    joiners: tuple[str, ...]
    joined_after: tuple[str, ...]
    joined_before: tuple[str, ...]


def by_spaces(text: str, start: int, end: int, rules: SpaceRules) -> Iterator[int]:
    """Yield the places of the spaces between `start` and `end` that part two clauses."""
    if not rules.openers:
        return
    at = text.find(" ", start, end)
    while at >= 0:
        long_enough = at - start >= MIN_SPACED_CHARS < end - at
        if long_enough and _parts(text, start, at, end, rules):
            yield at
            start = at + 1
        at = text.find(" ", at + 1, end)


def _parts(text: str, start: int, at: int, end: int, rules: SpaceRules) -> bool:
    """Whether the space at `at` parts the clause that began at `start` from another."""
    before, after = text[start:at].rstrip(), text[at:end].lstrip()
    if before.endswith(rules.joined_after or ("\0",)):
        return False
    if after.startswith(rules.openers):
        return True
    joiner = next((word for word in rules.joiners if after.startswith(word)), "")
    if joiner and after.removeprefix(joiner).startswith(rules.predicates or ("\0",)):
        return _holds(before, rules.predicates)
    if not rules.predicates or after.startswith(rules.joined_before or ("\0",)):
        return False
    stretch = after[:LOOK_AHEAD] if after.startswith(rules.subjects or ("\0",)) else after.split(" ", 1)[0]
    return _holds(before, rules.predicates) and _holds(stretch, rules.predicates)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)
