"""Names that the tagger missed: capitalised words after an office."""

import re
from collections.abc import Iterator, Sequence

from verbale.lexicon import PeopleWords, StateSpan, is_vague
from verbale.stages.extract.gaps import Gaps
from verbale.stages.extract.phrases import Office
from verbale.stages.extract.spans import Person, overlaps

RECOVERED_P = 0.5
"""Probability given to a name found by its place only; not calibrated, below what a tagger gives."""

MAX_WORDS = 5
"""Words of the longest name that is recovered."""

_WORD = r"(?:[^\W\d_]\.|[^\W\d_]+(?:[’'‑-][^\W\d_]+)*)"
_NAME = re.compile(rf"{_WORD}(?:[^\S\n]{_WORD})*")


def recovered(
    gaps: Gaps,
    words: PeopleWords,
    offices: Sequence[Office],
    states: Sequence[StateSpan],
    taken: Sequence[tuple[int, int]],
) -> Iterator[Person]:
    """Yield runs of capitalised words that directly follow an office and are nothing else.

    Args:
        gaps: of the segment.
        words: beside names, in the segment's language.
        offices: of the segment.
        states: of the segment.
        taken: stretches that the tagger gave to something.
    """
    occupied = [
        *taken,
        *((state.start, state.end) for state in states),
        *((row.start, row.end) for row in offices),
    ]
    for office in offices:
        if office.kind is None or is_vague(office.kind):
            continue
        start = office.outer_end
        while start < len(gaps.text) and gaps.text[start] in " \u00a0":
            start += 1
        end = _run_end(gaps.text, start) if start > office.outer_end else start
        count = len(gaps.text[start:end].split())
        least = 2 if words.capital_nouns else 1
        if least <= count <= MAX_WORDS and end - start > 2 and not overlaps(start, end, occupied):
            yield Person(start, end, RECOVERED_P)


def _run_end(text: str, start: int) -> int:
    """Return the end of the capitalised words from `start`."""
    match = _NAME.match(text, start)
    if match is None:
        return start
    end = start
    for word in re.finditer(r"\S+", match.group()):
        if not word.group()[0].isupper():
            break
        end = start + word.end()
    return end if not text[start:end].endswith(("’s", "'s")) else end - 2
