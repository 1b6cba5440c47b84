"""Whether two names are of the same thing, by what their words say."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from verbale.lexicon.things import ANY_WORK
from verbale.stages.merge.types import Use

RATIO = 80.0
"""Likeness (0 to 100, by edits) from which two words are one with other endings or spellings."""

SHARE = 0.6
"""Letters, of the words that the shorter name has for itself, that the other must have too."""

LONG = 4
"""Letters of a word that can carry a name by itself."""

SESSIONS_APART = 2
"""Sessions between two mentions of a committee that is not named further."""

ACRONYM, WORDS, YEAR, TOPIC, SESSION = 5, 4, 3, 2, 1
"""What two names have in common, the surest first."""

_ADDRESS = re.compile(r"://|\.[a-z]{2,}/")

_FAMILY = {"treaty": "agreement"}


class Profile(NamedTuple):
    """What the uses of one spelling say together.

    Attributes:
        numbers: of sessions that are told beside it.
    """

    what: str
    heads: frozenset[str]
    topics: frozenset[str]
    own: frozenset[str]
    acronyms: frozenset[str]
    years: frozenset[str]
    figures: frozenset[str]
    periods: frozenset[str]
    states: frozenset[str]
    numbers: frozenset[int]
    languages: frozenset[str]


def profile_of(uses: Sequence[Use]) -> Profile:
    """Take together what uses of one kind say; none may be missing."""

    def all_of(rows: Iterable[Iterable[str]]) -> frozenset[str]:
        return frozenset(value for row in rows for value in row)

    return Profile(
        what=uses[0].what,
        heads=frozenset(use.head for use in uses if use.head),
        topics=all_of(use.topics for use in uses),
        own=all_of(use.own for use in uses),
        acronyms=all_of(use.acronyms for use in uses),
        years=all_of(use.years for use in uses),
        figures=all_of(use.figures for use in uses),
        periods=all_of(use.periods for use in uses),
        states=all_of(use.states for use in uses if len(use.states) > 1),
        numbers=frozenset(number for use in uses for number in use.numbers),
        languages=frozenset(use.language for use in uses),
    )


def joined_profiles(a: Profile, b: Profile) -> Profile:
    """What two spellings of one thing say together."""
    return Profile(
        what=a.what,
        heads=a.heads | b.heads,
        topics=a.topics | b.topics,
        own=a.own | b.own,
        acronyms=a.acronyms | b.acronyms,
        years=a.years | b.years,
        figures=a.figures | b.figures,
        periods=a.periods | b.periods,
        states=a.states | b.states,
        numbers=a.numbers | b.numbers,
        languages=a.languages | b.languages,
    )


def contradict(a: Profile, b: Profile) -> bool:
    """Whether something in two names cannot be of one thing: what it is, a number, a year, an acronym, states."""
    if a.what != b.what or not _same_head(a.heads, b.heads):
        return True
    pairs = [(a.acronyms, b.acronyms), (a.years, b.years), (a.figures, b.figures), (a.states, b.states)]
    if a.what == "instrument":
        pairs.append((a.periods, b.periods))
    return any(x and y and not x & y for x, y in pairs)


def likeness(a: Profile, b: Profile) -> int:
    """What makes two names that do not contradict each other one thing; 0 for nothing."""
    if a.acronyms & b.acronyms:
        return ACRONYM
    headed = bool(a.heads and b.heads)
    foreign = not a.languages & b.languages
    if not foreign and a.topics and b.topics and not a.topics & b.topics:
        return 0
    if same_words(a.own, b.own) or _same_description(a, b):
        return WORDS
    if headed and a.years & b.years:
        return YEAR
    if headed and foreign and a.what != "project" and a.topics and a.topics == b.topics:
        return TOPIC
    if headed and a.what == "mechanism" and (a.topics <= b.topics or b.topics <= a.topics) and foreign:
        near = any(abs(x - y) <= SESSIONS_APART for x in a.numbers for y in b.numbers)
        return SESSION if near else 0
    return 0


def _same_description(a: Profile, b: Profile) -> bool:
    """Whether two names say the same of a thing but for words that make no name and the states that it is of."""
    return bool(a.heads and a.topics) and a[1:4] == b[1:4] and a.what != "project"


def same_words(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two names have most of their own words in common, whatever their endings and spelling."""
    if not a or not b:
        return False
    few, many = sorted((a, b), key=lambda words: (sum(map(len, words)), sorted(words)))
    shared = [word for word in few if any(fuzz.ratio(word, other) >= RATIO for other in many)]
    whole = sum(map(len, few))
    return any(len(word) >= LONG for word in shared) and sum(map(len, shared)) >= SHARE * whole


def is_name(uses: Sequence[Use]) -> bool:
    """Whether uses of one thing name it, rather than say of what kind it is.

    A name has words of its own, a subject, a year, an acronym, the states that it joins or the number of a session; or
    it is written with capitals, which a document that is only called by its kind may be too; or two sources have it.
    An address is none.
    """
    if any(_ADDRESS.search(use.text) for use in uses):
        return False
    return (
        any(
            use.own
            or use.topics
            or use.years
            or use.acronyms
            or len(use.states) > 1
            or use.numbers
            or (use.capital and use.what != "instrument")
            for use in uses
        )
        or len({use.source for use in uses}) > 1
    )


def sole_by_source(uses: Iterable[Use]) -> Mapping[tuple[str, str], list[set[str]]]:
    """For each kind and head, the spellings in each source of a meeting, where every source has just one."""
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for use in uses:
        if use.head and use.what != "instrument" and use.head != ANY_WORK:
            found.setdefault((use.what, use.head), {}).setdefault(use.source, set()).add(use.text)
    return {
        key: list(sources.values())
        for key, sources in found.items()
        if len(sources) > 1 and all(len(texts) == 1 for texts in sources.values())
    }


def family(head: str) -> str:
    """The head that stands for those that languages and writers do not keep apart, such as agreement and treaty."""
    return _FAMILY.get(head, head)


def _same_head(a: frozenset[str], b: frozenset[str]) -> bool:
    return not a or not b or ANY_WORK in a | b or bool({*map(family, a)} & {*map(family, b)})
