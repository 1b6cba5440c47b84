"""Offices that no tagger saw, by their place: `office state name`, in languages without words for offices."""

from collections import Counter
from collections.abc import Iterator, Sequence

from verbale.lexicon import StateSpan
from verbale.lexicon.near_states import inflects, skeleton
from verbale.lexicon.words import Word
from verbale.stages.extract.rows import VOTED_P, Row, Settled

MAX_WORDS = 6
"""Words of the longest office that is told by its place."""

MIN_STEM = 4
"""Letters that the first words of two offices share when they are forms of one word."""


def before_states(rows: Sequence[Row]) -> list[Row]:
    """Return rows with the offices before a state that a name follows directly.

    Where an office starts is told by what the page has before another state and name, or by how words start that the
    tagger took for offices; without either, a phrase is one when it opens the sentence.
    """
    phrases = [(at, state, phrase) for at, row in enumerate(rows) for state, phrase in _phrases(row)]
    heads = {
        skeleton(word.folded)
        for row in rows
        for span in row.spans
        for word in row.words
        if span.tag == "OFF" and word.start == span.start
    }
    heads |= {
        skeleton(phrase[0].folded) for _, _, phrase in phrases if phrase[0].start == 0 and len(phrase) > 1
    }
    counts = Counter(skeleton(word.folded) for row in rows for word in row.words)
    found: dict[int, list[tuple[StateSpan, Word]]] = {}
    for number, (at, state, phrase) in enumerate(phrases):
        others = [other for place, (_, _, other) in enumerate(phrases) if place != number]
        first = _first(phrase, others, heads, counts)
        if first is not None:
            found.setdefault(at, []).append((state, first))
    return [row._replace(spans=sorted(_with_offices(row, found.get(at, ())))) for at, row in enumerate(rows)]


def _phrases(row: Row) -> Iterator[tuple[StateSpan, list[Word]]]:
    """Yield the words before each state that a person's name follows directly and that no office stands before."""
    for state in row.states:
        named = any(
            s.tag == "PER" and row.text[state.end : s.start] == " " for s in row.spans if s.start > state.end
        )
        held = any(
            s.tag == "OFF" and not row.text[s.end : state.start].strip()
            for s in row.spans
            if s.end <= state.start
        )
        phrase = _words_before(row, state.start)
        if named and not held and phrase:
            yield state, phrase


def _words_before(row: Row, end: int) -> list[Word]:
    found: list[Word] = []
    for word in reversed(row.words):
        if word.end > end:
            continue
        name = any(
            (s.tag == "PER" and s.start < word.end and word.start < s.end)
            or (s.tag == "LOC" and (s.start, s.end) == (word.start, word.end))
            for s in row.spans
        )
        if row.text[word.end : end] != " " or name or len(found) == MAX_WORDS or word.folded.isdigit():
            break
        found.insert(0, word)
        end = word.start
    return found


def _first(
    phrase: Sequence[Word], others: Sequence[Sequence[Word]], heads: set[str], counts: Counter[str]
) -> Word | None:
    """Return the first word of the office that ends a phrase; a lone word that the page uses again is none."""
    shared = max((_shared(phrase, other) for other in others), default=0)
    if shared:
        return phrase[-shared]
    led = next(
        (word for word in phrase if any(_same_stem(skeleton(word.folded), head) for head in heads)), None
    )
    alone = len(phrase) == 1 and phrase[0].start and counts[skeleton(phrase[0].folded)] == 1
    return led or (phrase[0] if alone else None)


def _shared(one: Sequence[Word], two: Sequence[Word]) -> int:
    """Return how many words two phrases have in common at their ends."""
    pairs = zip(reversed(one), reversed(two), strict=False)
    return next(
        (at for at, (left, right) in enumerate(pairs) if left.folded != right.folded), min(len(one), len(two))
    )


def _same_stem(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return len(short) >= MIN_STEM and inflects(long, short)


def _with_offices(row: Row, found: Sequence[tuple[StateSpan, Word]]) -> Iterator[Settled]:
    """Yield the spans of a segment with these offices; what the tagger made of the same words gives way."""
    spans = list(row.spans)
    for state, first in found:
        office = Settled(first.start, state.start - 1, "OFF", VOTED_P)
        spans = [
            span
            if span.end <= office.start or span.start >= office.end
            else span._replace(end=office.start - 1)
            for span in spans
            if not (office.start <= span.start < office.end)
        ]
        spans.append(office)
    yield from spans
