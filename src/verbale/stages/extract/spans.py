"""Spans of a names tagger, and names of people cleaned of what is no part of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from verbale.lexicon import OfficeFound, PeopleWords, StateSpan


class TaggedSpan(Protocol):
    """What extract needs of a tagger: characters `start` to `end` of a segment's text, a tag and its probability.

    Tags are those of docs/labelling.md: PER, OFF, ORG, LOC, INS, PRJ, MEC, EVT.
    """

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def tag(self) -> str: ...  # noqa: D102
    @property
    def p(self) -> float: ...  # noqa: D102


class Person(NamedTuple):
    """A name of a person from `start` to `end` of a segment, with its probability."""

    start: int
    end: int
    p: float


_EDGES = " \t\n,.;:!?()[]{}\"“”„«»'’‘`-–—*•…、，。"
_POSSESSIVE = re.compile(r"['’]s?\Z")
_WORD = re.compile(r"[^\W\d_][^\s,;:()]*")
MIN_NAME = 2
"""Letters of the shortest name."""


def overlaps(start: int, end: int, others: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a stretch shares a character with any of the others."""
    return any(left < end and start < right for left, right in others)


def ranges(spans: Iterable[TaggedSpan | Person]) -> list[tuple[int, int]]:
    """Return start and end of each span."""
    return [(span.start, span.end) for span in spans]


def people(
    text: str,
    spans: Iterable[TaggedSpan],
    words: PeopleWords,
    states: Sequence[StateSpan],
    offices: Sequence[OfficeFound],
    known: frozenset[str] = frozenset(),
) -> list[Person]:
    """Return the names of people that the tagger found, without titles, honorifics and possessives.

    Args:
        text: of the segment.
        spans: what the tagger found in it.
        words: beside names, in its language.
        states: in it.
        offices: in it.
        known: words of names in the whole source; an office that goes on with them is an office and a name.
    """
    found: list[Person] = []
    for span in spans:
        if span.tag == "PER" or (span.tag == "OFF" and _ends_with_name(text, span, words, offices, known)):
            start, end = _bare(text, span.start, span.end, words, states, offices)
            if _only_names_a_relation(text[start:end], words):
                continue
            if _is_name(text, start, end, states) and not overlaps(start, end, ranges(found)):
                found.append(Person(start, end, span.p))
    return sorted(found)


def _only_names_a_relation(name: str, words: PeopleWords) -> bool:
    """Tell whether what was taken for a name is no more than a word such as `Madame` or `spouse`."""
    found = [*words.spouses.find(name), *words.honorifics.find(name)]
    return any(match.start == 0 and match.end == len(name) for match in found)


def name_words(text: str, spans: Iterable[TaggedSpan]) -> Iterator[str]:
    """Yield the capitalised words of what the tagger took for people."""
    for span in spans:
        if span.tag == "PER":
            yield from (word for word in _WORD.findall(text[span.start : span.end]) if word[0].isupper())


def _ends_with_name(
    text: str, span: TaggedSpan, words: PeopleWords, offices: Sequence[OfficeFound], known: frozenset[str]
) -> bool:
    """Tell whether a span tagged as an office is an office or honorific and words of a name of the source."""
    ends = [office.end for office in offices if office.start <= span.start < office.end]
    ends += [
        span.start + match.end
        for match in words.honorifics.find(text[span.start : span.end])
        if not match.start
    ]
    rest = _WORD.findall(text[min(ends) : span.end]) if ends else []
    return bool(rest) and all(word.removesuffix("’s").removesuffix("'s") in known for word in rest)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without spaces and punctuation at its edges; the stop of an initial stays."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not _is_initial(text, start, end):
        end -= 1
    return start, end


def _is_initial(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch ends with an initial or `Jr.`, whose stop is part of it."""
    last = text[start:end].rsplit(maxsplit=1)[-1] if text[start:end].split() else ""
    return last in ("Jr.", "Sr.") or bool(re.fullmatch(r"(?:[^\W\d_]\.)+", last))


def _bare(
    text: str,
    start: int,
    end: int,
    words: PeopleWords,
    states: Sequence[StateSpan],
    offices: Sequence[OfficeFound],
) -> tuple[int, int]:
    """Strip offices, honorifics and a leading state from a name until nothing changes."""
    before = (-1, -1)
    while before != (start, end):
        before = (start, end)
        start, end = trim(text, start, end)
        possessive = _POSSESSIVE.search(text[start:end])
        end = start + possessive.start() if possessive else end
        for match in words.honorifics.find(text[start:end]):
            if match.start == 0 and match.end < end - start:
                start += match.end
                break
            if start + match.end == end and match.start > 0:
                end = start + match.start
                break
        start = _after_offices(text, start, end, states, offices)
    return start, end


def _after_offices(
    text: str, start: int, end: int, states: Sequence[StateSpan], offices: Sequence[OfficeFound]
) -> int:
    """Return where a name starts when offices and states that lead it are taken off."""
    for office in offices:
        if office.start <= start < office.end < end:
            return office.end
    for state in states:
        rest = text[state.end : end].split()
        follows_office = any(0 <= start - office.end <= 1 for office in offices)
        if state.start == start and state.end < end and (len(rest) > 1 or (rest and follows_office)):
            return state.end
    return start


def _is_name(text: str, start: int, end: int, states: Sequence[StateSpan]) -> bool:
    """Tell whether what is left can be a name: letters, no bare state, not one word in lower case."""
    name = text[start:end]
    if sum(character.isalpha() for character in name) < MIN_NAME:
        return False
    if any(state.start <= start and end <= state.end for state in states):
        return False
    tokens = _WORD.findall(name)
    return bool(tokens) and not all(token == token.lower() != token.upper() for token in tokens)
