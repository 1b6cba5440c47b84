"""Whether two names are one person: a table of features with weights, and what was looked at."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from verbale.stages.resolve import rules
from verbale.stages.resolve.aliases import alias_of, aliases, spellings_of
from verbale.stages.resolve.align import Alignment, align
from verbale.stages.resolve.spelling import Spelling

Verdict = Literal["same", "unsure", "different", "unknown"]

SAME = 0.84
"""Score from which two names are one person: just above the highest of two people in name_pairs.csv (.83, `Мурат` and
`Марат Нуртлеу`)."""

UNSURE = 0.72
"""Score from which a person should look: in name_pairs.csv 8 pairs of two people and 28 of one stand between."""

LITTLE = 5
"""Consonants that matched parts should have together: fewer tell little."""


WHOLE_NAME = 3
"""Han characters that are a family and a given name."""


class Feature(msgspec.Struct, frozen=True):
    """One thing that was looked at: its value, its weight in the score, and the words compared."""

    name: str
    value: float
    weight: float
    left: str = ""
    right: str = ""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Whether two names are one person.

    Attributes:
        left, right: the names compared, in the order of their letters.
        verdict: `unknown` when the characters do not tell how a name sounds.
        score: 0 to 1.
    """

    left: str
    right: str
    verdict: Verdict
    score: float
    features: tuple[Feature, ...]


class Candidate(NamedTuple):
    """A name with what is known of who bears it.

    Attributes:
        countries: states that are named beside the name.
        offices: kinds of office with the state of each, None where none is named.
        held: offices of which a state has one holder at a time, with the state and the month: months since year 0.
    """

    spelling: Spelling
    countries: frozenset[str] = frozenset()
    offices: frozenset[tuple[str, str | None]] = frozenset()
    held: frozenset[tuple[str, str, int]] = frozenset()


class _Evidence(NamedTuple):
    """What the features look at."""

    left: Candidate
    right: Candidate
    alignment: Alignment


def _vowels_missing(at: _Evidence) -> float:
    scripts = {at.left.spelling.script, at.right.spelling.script}
    return float(len(scripts) > 1 and not scripts.isdisjoint(rules.value("scripts", "vowels_missing")))


def _little(at: _Evidence) -> float:
    consonants = sum(c.isalpha() for a, _, _ in at.alignment.pairs for c in a)
    return max(0.0, (LITTLE - consonants) / LITTLE)


def _one_part(at: _Evidence) -> float:
    """Whether one part of each name stands for the other; in Han characters three or more are a whole name."""
    if len(at.alignment.pairs) != 1 or at.alignment.joined:
        return 0.0
    left, right, _ = at.alignment.pairs[0]
    whole = at.left.spelling.script == at.right.spelling.script == "Hani"
    return float(not whole or min(len(left), len(right)) < WHOLE_NAME)


def _common_beside(at: _Evidence) -> float:
    """Whether one part at most tells more than a given name that very many bear, and one name has a part more."""
    common = rules.words("particles", "common")
    if any(part.particle for side in (at.left, at.right) for part in side.spelling.parts):
        return 0.0  # a father or a house is named: `Mohamed bin Zayed`
    telling = sum(not {left, right} & common for left, right, _ in at.alignment.pairs)
    return float(telling < len(at.alignment.pairs) and telling < 2 and at.alignment.unmatched > 0)


def _same_office(at: _Evidence) -> float:
    return float(_shared_office(at.left, at.right))


def _shared_office(left: Candidate, right: Candidate) -> bool:
    return any(
        kind == other and (country is None or other_country is None or country == other_country)
        for kind, country in left.offices
        for other, other_country in right.offices
    )


def _same_holder(at: _Evidence) -> float:
    return float(_shared_holder(at.left, at.right))


def _shared_holder(left: Candidate, right: Candidate) -> bool:
    """Tell whether both hold the only office of its kind in a state in the same month or the next."""
    near = {(kind, state, month + step) for kind, state, month in left.held for step in (-1, 0, 1)}
    return not near.isdisjoint(right.held)


def _same_country(at: _Evidence) -> float:
    return float(not at.left.countries.isdisjoint(at.right.countries))


def _other_country(at: _Evidence) -> float:
    return float(bool(at.left.countries and at.right.countries) and not _same_country(at))


_TABLE: tuple[tuple[str, float, Callable[[_Evidence], float]], ...] = (
    ("weakest part", 0.7, lambda at: at.alignment.weakest),
    ("mean of parts", 0.3, lambda at: at.alignment.mean),
    (
        "parts of one name only",
        -0.06,
        lambda at: float(at.alignment.unmatched - at.alignment.unmatched_initials),
    ),
    ("initials of one name only", -0.02, lambda at: float(at.alignment.unmatched_initials)),
    ("a common name beside one part", -0.06, _common_beside),
    ("parts written together", -0.02, lambda at: float(min(at.alignment.joined, 2))),
    ("parts in another order", -0.06, lambda at: float(at.alignment.swapped)),
    ("script without vowels", -0.02, _vowels_missing),
    ("few letters", -0.1, _little),
    ("one part only", -0.22, _one_part),
    ("same office", 0.06, _same_office),
    ("only holder of the office", 0.08, _same_holder),
    ("same country", 0.04, _same_country),
    ("other country", -0.3, _other_country),
)
"""Feature, weight, value. Weights were set by hand on the strong and medium pairs of name_pairs.csv."""


def compare(left: Candidate, right: Candidate) -> Decision:
    """Decide whether two names are one person."""
    if right.spelling < left.spelling:
        left, right = right, left
    known = _by_alias(left, right)
    if known is not None:
        return known
    best: Decision | None = None
    for a, b in readings(left.spelling, right.spelling):
        found = _scored(left._replace(spelling=a), right._replace(spelling=b))
        if best is None or found.score > best.score:
            best = found
    if best is None:
        return _decision(left, right, "unknown", 0.0, ())
    return _decision(left, right, best.verdict, best.score, best.features)


def clearly_differ(left: Candidate, right: Candidate) -> bool:
    """Tell quickly that two names of nobody who is known differ, whatever their letters: by the states beside them.

    The weight of another state leaves no score that is worth a look, unless an office speaks for the two.
    """
    if not (left.countries and right.countries) or not left.countries.isdisjoint(right.countries):
        return False
    if alias_of(left.spelling) is not None or alias_of(right.spelling) is not None:
        return False
    return not (left.offices and right.offices and _shared_office(left, right)) and not _shared_holder(
        left, right
    )


def _by_alias(left: Candidate, right: Candidate) -> Decision | None:
    """Decide by the table of aliases when it has both names."""
    one, other = alias_of(left.spelling), alias_of(right.spelling)
    if one is None or other is None:
        return None
    same = one == other
    if same and not (_is_of_state(left, one) and _is_of_state(right, one)):
        return None
    names = (spellings_of(one)[0].text, spellings_of(other)[0].text)
    return _decision(
        left,
        right,
        "same" if same else "different",
        float(same),
        (Feature("alias", float(same), 1.0, *names),),
    )


def forget_aliases() -> None:
    """Forget what was remembered of known people: others are known now."""
    _aliases_in.cache_clear()


def _is_of_state(candidate: Candidate, number: int) -> bool:
    """Tell whether a name may be that of somebody from a gazetteer by the states that stand with it.

    The table of aliases has names of one person each; a gazetteer may have a namesake.
    """
    known = aliases()[number]
    return (
        not known.given
        or not known.country
        or not candidate.countries
        or known.country in candidate.countries
    )


def readings(left: Spelling, right: Spelling) -> Iterator[tuple[Spelling, Spelling]]:
    """Yield the pairs of spellings to compare: the names themselves, and the aliases of one with the other.

    There is none when the characters of a name do not tell its sound and no alias does.
    """
    if sounds_tell(left, right):
        yield left, right
    one, other = alias_of(left), alias_of(right)
    if one is not None:
        yield from ((spelling, right) for spelling in _comparable(one, right))
    if other is not None:
        yield from ((left, spelling) for spelling in _comparable(other, left))


def sounds_tell(left: Spelling, right: Spelling) -> bool:
    """Tell whether the sounds of two names tell if they are one.

    They do not where a script does not tell how the name is read, nor between a Vietnamese name and one in Chinese
    characters, which each language reads in its own way.
    """
    if left.script == right.script:
        return True
    return not (left.silent or right.silent or _own_reading(left, right) or _own_reading(right, left))


def _own_reading(one: Spelling, other: Spelling) -> bool:
    return one.marks_tell and one.has_marks and other.script == "Hani" and other.pinyin


@cache
def _aliases_in(number: int, script: str) -> tuple[Spelling, ...]:
    return tuple(spelling for spelling in spellings_of(number) if spelling.script == script)


def _comparable(number: int, name: Spelling) -> tuple[Spelling, ...]:
    """Return the spellings of an alias in the script of a name, or else the one to show.

    A spelling without the marks of another one is left out: it would hide that the name has other marks.
    """
    found = _aliases_in(number, name.script) or (() if name.silent else spellings_of(number)[:1])
    return tuple(spelling for spelling in found if not name.marks_tell or spelling.marks_tell)


def _scored(left: Candidate, right: Candidate) -> Decision:
    at = _Evidence(left, right, align(left.spelling, right.spelling))
    features = tuple(Feature(name, value(at), weight) for name, weight, value in _TABLE)
    pairs = tuple(Feature("part", likeness, 0.0, a, b) for a, b, likeness in at.alignment.pairs)
    score = min(1.0, max(0.0, sum(feature.value * feature.weight for feature in features)))
    verdict: Verdict = "same" if score >= SAME else "unsure" if score >= UNSURE else "different"
    return _decision(left, right, verdict, score, (*(f for f in features if f.value), *pairs))


def _decision(
    left: Candidate, right: Candidate, verdict: Verdict, score: float, features: tuple[Feature, ...]
) -> Decision:
    return Decision(
        left=left.spelling.text,
        right=right.spelling.text,
        verdict=verdict,
        score=round(score, 4),
        features=features,
    )
