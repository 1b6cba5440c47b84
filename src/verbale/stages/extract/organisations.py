"""Names of bodies in a segment, with what the words around them tell of which body each is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from verbale.lexicon.bodies import body_finder, code_of_name, type_words
from verbale.lexicon.conjunctions import joining_word
from verbale.lexicon.words import is_unspaced
from verbale.stages.extract.spans import overlaps, trim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from verbale.lexicon import StateSpan
    from verbale.lexicon.bodies import BodyFound, TypeWords
    from verbale.stages.extract.gaps import Gaps
    from verbale.stages.extract.spans import TaggedSpan

MIN_P = 0.6
"""Probability under which a name that no word list knows is left out."""

MIN_ACRONYM_P = 0.85
"""The same for an abbreviation that no word list knows: half of those with a lower one are none of a body."""

MIN_BARE_P = 0.9
"""The same for a name without a word for a kind of body: nothing else tells that it is one."""

ARTICLE = 4
"""Letters of an article that the name of a state may start with, before the name of a body that has the state in it."""

MAX_WORDS = 12
"""Words of the longest name: more is a sentence."""

OF_A_STATE = frozenset({"ministry"})
"""Types of bodies of which many states have one of the same name."""

MIN_ACRONYM, MAX_ACRONYM = 2, 10
"""Letters of an abbreviation in brackets."""

_OPENING, _CLOSING = "«“„「『", "»”“」』"
_MARKS = " «»“”„\"'「」『』"

_BRACKET = re.compile(r"\s?[(（]\s?([^()（）]{2,14}?)\s?[)）]")
_ARTICLE = re.compile(r"(?:the|The|THE|la|La|le|Le|el|El|die|Die|der|Der|das|Das)\s+")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_ENDING = re.compile(r"(?<=[^\W\d_a-z]{2})[-‑'’:](?=[^\W\d_]{1,5}\Z)(?![^\W\d_a-z]*[A-Z])[^\W\d_]+\Z")


class Organisation(NamedTuple):
    """A name of a body from `start` to `end` of the text; the other fields are those of `OrganisationMention`."""

    start: int
    end: int
    code: str | None = None
    country: str | None = None
    of_state: bool = False
    states: tuple[tuple[str, str], ...] = ()
    beside: bool = False
    kind: str | None = None
    short: str | None = None
    generic: bool = False
    p: float = 1.0


def organisations(
    gaps: Gaps,
    language: str,
    spans: Sequence[TaggedSpan],
    states: Sequence[StateSpan],
    people: Sequence[tuple[int, int]],
) -> Iterator[Organisation]:
    """Yield the bodies that a segment names: known ones by their words, others where the tagger saw one.

    Args:
        gaps: of the segment.
        language: base language of the segment.
        spans: what the tagger found.
        states: of the segment, also those within names.
        people: stretches of names of people.
    """
    finder = body_finder(language)
    text = gaps.text
    edges = [(s.start, s.end) for s in states if is_unspaced(text[s.start : s.end])]
    found = [
        row
        for row in finder.find(text)
        if not overlaps(row.start, row.end, people)
        and not any(_cuts(row.start, row.end, left, right) for left, right in edges)
    ]
    beside = _Beside(gaps, language, states)
    several = [(match.start, match.end) for match in finder.several.find(text)]
    told = [beside.state(row.start, row.end, within=False) if row.meant.of_state else None for row in found]
    for at, row in enumerate(found):
        if not row.meant.of_state:
            yield Organisation(row.start, row.end, row.meant.code)
        elif not beside.is_of_several(row, several):
            country = told[at] or beside.shared(found, told, at)
            yield from _of_state(row, country)
    taken = [*people, *((row.start, row.end) for row in found)]
    for span in spans:
        if span.tag == "ORG" and not overlaps(span.start, span.end, taken):
            yield from _tagged(text, language, span, states, beside)


def _of_state(row: BodyFound, country: str | None) -> Iterator[Organisation]:
    """Yield a body of a kind; none when it cannot be of the state beside it, or has none and needs one."""
    meant = row.meant
    if country is not None and meant.states:
        codes = dict(meant.states)
        if country in codes:
            yield Organisation(row.start, row.end, codes[country], country)
    elif country is not None:
        yield Organisation(row.start, row.end, meant.code, country, of_state=True)
    elif not meant.beside:
        yield Organisation(row.start, row.end, meant.code or None, None, of_state=True, states=meant.states)


def _cuts(start: int, end: int, left: int, right: int) -> bool:
    """Tell whether two stretches share a part and neither holds the other: `国会` in `中国会同`."""
    return (
        left < end
        and start < right
        and not (start <= left and right <= end)
        and not (left <= start and end <= right)
    )


class _Beside:
    """What stands beside words for a body."""

    def __init__(self, gaps: Gaps, language: str, states: Sequence[StateSpan]) -> None:
        self._gaps, self._states = gaps, states
        self._after_only = body_finder(language).state_after
        self._and = joining_word(language)

    def state(self, start: int, end: int, *, within: bool = True) -> str | None:
        """Return the state in the words (if asked) or directly beside them; None when two are told."""
        inside = within and {
            s.country for s in self._states if start - ARTICLE <= s.start < end and start < s.end <= end
        }
        if inside:
            return inside.pop() if len(inside) == 1 else None
        after = self._after(end)
        if after is not None:
            return None if self._goes_on(after) else after.country
        before = None if self._after_only else self._before(start)
        return None if before is None or self._is_second(before) else before.country

    def shared(self, found: Sequence[BodyFound], told: Sequence[str | None], at: int) -> str | None:
        """Return the state of the next body, or the one before, that is joined to a body by `and`."""
        if at + 1 < len(found) and self._joined(found[at].end, found[at + 1].start):
            after = self._after(found[at + 1].end)
            return told[at + 1] if after is not None else None
        if at and not self._after_only and self._joined(found[at - 1].end, found[at].start):
            return told[at - 1] if self._before(found[at - 1].start) is not None else None
        return None

    def is_of_several(self, row: BodyFound, several: Sequence[tuple[int, int]]) -> bool:
        """Tell whether a word such as `both` stands beside words for a body."""
        return any(
            (left >= row.end and self._gaps.is_link(row.end, left, at=False))
            or (right <= row.start and self._gaps.is_link(right, row.start, at=False))
            for left, right in several
        )

    def _after(self, end: int) -> StateSpan | None:
        following = (state for state in self._states if state.start >= end)
        first = next(following, None)
        return first if first is not None and self._gaps.is_link(end, first.start, at=False) else None

    def _before(self, start: int) -> StateSpan | None:
        last = next((state for state in reversed(self._states) if state.end <= start), None)
        return last if last is not None and self._gaps.is_link(last.end, start, at=False) else None

    def _goes_on(self, state: StateSpan) -> bool:
        """Tell whether another state is joined to one: `of Vietnam and Laos`."""
        return any(
            other.start >= state.end and self._joined(state.end, other.start) for other in self._states
        )

    def _is_second(self, state: StateSpan) -> bool:
        return any(
            other.end <= state.start and self._joined(other.end, state.start) for other in self._states
        )

    def _joined(self, end: int, start: int) -> bool:
        if not 0 <= start - end <= len(self._and) + 4:
            return False
        gap = self._gaps.text[end:start].strip().casefold()
        return gap.replace(",", "").strip() in (self._and, "&", "-", "–", "、", "") and bool(gap)


def _tagged(
    text: str, language: str, span: TaggedSpan, states: Sequence[StateSpan], beside: _Beside
) -> Iterator[Organisation]:
    """Yield what the tagger took for a body, where its words bear it out."""
    start, end = _bare(text, span.start, span.end)
    name = text[start:end]
    words = name.split()
    if not name or len(words) > MAX_WORDS or "\n" in name or name == name.lower() != name.upper():
        return
    if any(state.start <= start and end <= state.end for state in states):
        return
    words_of = type_words(language)
    if words_of.is_none(name):
        return
    type_ = words_of.type_of(name)
    beside_type = None if type_ else _type_beside(words_of, text, start, end)
    least = MIN_P if type_ else MIN_ACRONYM_P if _is_acronym(name) else MIN_BARE_P
    if span.p < least:
        return
    generic = type_ is not None and words_of.is_generic(_without(name, start, states))
    generic = generic or type_ in OF_A_STATE
    short = _short(text, end)
    if not (
        type_
        or short
        or beside_type
        or _is_acronym(name)
        or _has_own_shape(name)
        or _is_quoted(text, start, end)
        or code_of_name(name)
    ):
        return
    country = beside.state(start, end)
    yield Organisation(
        start, end, None, country, kind=type_ or beside_type, short=short, generic=generic, p=round(span.p, 4)
    )


def _type_beside(words_of: TypeWords, text: str, start: int, end: int) -> str | None:
    """Return the kind of body that a word directly before a name tells, or after it: `the company Acme`."""
    before, after = text[:start].rstrip(_MARKS), end + len(text[end:]) - len(text[end:].lstrip(_MARKS))
    for match in words_of.kinds.find(text):
        if match.end == len(before) or (match.start == after and match.start > end):
            return match.value
    return None


def _is_quoted(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in tuple(_OPENING) and text[end : end + 1] in tuple(_CLOSING)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a name without article, possessive and punctuation at its edges."""
    start, end = trim(text, start, end)
    article = _ARTICLE.match(text, start, end)
    start = article.end() if article else start
    cut = _POSSESSIVE.search(text[start:end]) or _ENDING.search(text[start:end])
    return start, start + cut.start() if cut else end


def _without(name: str, start: int, states: Sequence[StateSpan]) -> str:
    """Return a name without the states in it."""
    letters = list(name)
    for state in states:
        for at in range(max(0, state.start - start), min(len(name), state.end - start)):
            letters[at] = " "
    return "".join(letters)


def _is_acronym(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return (
        MIN_ACRONYM < len(letters) <= MAX_ACRONYM and " " not in name and name.upper() == name != name.lower()
    )


def _has_own_shape(name: str) -> bool:
    """Tell whether a name looks like one: several words with capitals, or a capital within a word."""
    words = name.split()
    if len(words) > 1:
        return all(word[:1] != word[:1].lower() for word in (words[0], words[-1]))
    return any(character != character.lower() for character in name[1:])


def _short(text: str, end: int) -> str | None:
    """Return the abbreviation in brackets after a name."""
    found = _BRACKET.match(text, end)
    inner = found.group(1) if found else ""
    return inner if inner and " " not in inner and _is_acronym(inner) else None
