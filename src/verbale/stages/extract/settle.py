"""Spans of a page settled by the whole page, in languages for which nobody wrote down the words for offices.

There a tagger alone tells what is a person, office or place, one sentence at a time; what it says of the same words
elsewhere on the page, the states that CLDR knows and the order `office state name` tell more.
"""

from collections.abc import Iterator, Sequence

from verbale.lexicon import Lexicon, StateSpan
from verbale.lexicon.near_states import SHORT_ENDING, inflects, skeleton, state_skeletons
from verbale.lexicon.words import Word, has_case, words
from verbale.records.reading import Segment
from verbale.stages.extract.rows import VOTED_P, Row, Settled
from verbale.stages.extract.spans import TaggedSpan, overlaps, ranges
from verbale.stages.extract.titles import before_states

MIN_WORD = 3
"""Letters and vowel signs of the shortest word of a name that tells other mentions."""

_PLACES = frozenset({"LOC", "ORG", "OFF"})
"""Tags that a name of one word is given by mistake."""


def settled(
    segments: Sequence[Segment], tagged: Sequence[Sequence[TaggedSpan]], lexicon: Lexicon, title: str
) -> list[Row]:
    """Return the segments of a page of one language with their spans settled and their states.

    Args:
        segments: in text order.
        tagged: what the names tagger found in each.
        lexicon: what is known of the languages.
        title: of the page; its words tell what is written in lower case.
    """
    rows = [_row(segment, spans, lexicon) for segment, spans in zip(segments, tagged, strict=True)]
    rows = list(_with_adjectives(_without_lookalikes(rows)))
    low = _lower_words([*(row.text for row in rows), title])
    rows = [row._replace(spans=sorted(_parted(row, low))) for row in rows]
    rows = [row._replace(spans=sorted(_named_after_states(row, low))) for row in rows]
    rows = [row._replace(spans=_whole(row, rows)) for row in rows]
    names = _Names(rows)
    rows = [row._replace(spans=sorted(names.settle(row))) for row in rows]
    single = {row.text[s.start : s.end] for row in rows for s in row.spans if s.tag == "PER"}
    rows = [row._replace(spans=[_uninflected(row, span, single) for span in row.spans]) for row in rows]
    return before_states(rows)


def _row(segment: Segment, spans: Sequence[TaggedSpan], lexicon: Lexicon) -> Row:
    """Return a segment with the states of the lexicon and those that places are named after."""
    text = segment.text
    states = lexicon.find_states(text, segment.language)
    near = lexicon.near_states(segment.language)
    for span in spans:
        found = near.find(text, span.start, span.end) if span.tag in ("LOC", "PER", "OFF", "ORG") else ()
        kept = (state for state in found if span.tag == "LOC" or _at_edge(span, state))
        states += [s for s in kept if not overlaps(s.start, s.end, [(o.start, o.end) for o in states])]
    return Row(
        text,
        segment.language,
        words(text),
        [Settled(s.start, s.end, s.tag, s.p) for s in spans],
        sorted(states),
    )


def _without_lookalikes(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows without states in names of people that are no more than inflections, and are named nowhere else."""
    elsewhere = {state.country for row in rows for state in row.states if not _in_name(row, state)}
    for row in rows:
        kept = [s for s in row.states if s.country in elsewhere or _is_plain(row, s) or not _in_name(row, s)]
        yield row._replace(states=kept)


def _in_name(row: Row, state: StateSpan) -> bool:
    return any(
        span.tag == "PER" and span.start <= state.start and state.end <= span.end for span in row.spans
    )


def _is_plain(row: Row, state: StateSpan) -> bool:
    """Tell whether a state is named as CLDR does, without an ending."""
    return skeleton(row.text[state.start : state.end]) in state_skeletons(row.language, state.country)


def _with_adjectives(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield rows with places of one word as states that the page names, when only vowel signs and an ending differ."""
    whole = list(rows)
    stems = {(_letters(row.text[s.start : s.end]), s.country) for row in whole for s in row.states}
    for row in whole:
        own = [(state.start, state.end) for state in row.states]
        found = []
        for span in row.spans:
            letters = _letters(row.text[span.start : span.end])
            fits = {
                c
                for stem, c in stems
                if len(stem) >= MIN_WORD
                and letters.startswith(stem)
                and len(letters) - len(stem) <= SHORT_ENDING
            }
            if span.tag == "LOC" and len(fits) == 1 and not overlaps(span.start, span.end, own):
                found.append(StateSpan(span.start, span.end, fits.pop(), False))
        yield row._replace(states=sorted([*row.states, *found]))


def _letters(word: str) -> str:
    """Return the letters of a word without vowel signs."""
    return "".join(letter for letter in skeleton(word) if letter.isalpha())


def _at_edge(span: TaggedSpan, state: StateSpan) -> bool:
    return state.start == span.start or state.end == span.end


def _lower_words(texts: Sequence[str]) -> frozenset[str]:
    """Return the skeletons of words that stand in lower case somewhere; none in a script without case."""
    return frozenset(
        skeleton(word.folded)
        for text in texts
        for word in words(text)
        if has_case(text[word.start]) and text[word.start].islower()
    )


def _parted(row: Row, low: frozenset[str]) -> Iterator[Settled]:
    """Yield spans, those of people, places and bodies cut at states and at words that are no part of names."""
    for span in row.spans:
        inside = [s for s in row.states if s.start < span.end and span.start < s.end]
        if span.tag not in ("PER", "LOC", "OFF") or not (inside or span.tag == "PER"):
            yield span
            continue
        at = span.start
        for state in inside:
            if state.start > at:
                yield from _rest(row, span._replace(start=at, end=state.start), low)
            at = max(at, state.end)
        yield from _rest(row, span._replace(start=at), low) if at < span.end else ()


def _rest(row: Row, span: Settled, low: frozenset[str]) -> Iterator[Settled]:
    """Yield what is left of a span beside a state; words in lower case elsewhere make an office of it."""
    inside = [word for word in row.words if span.start <= word.start and word.end <= span.end]
    if not inside:
        return
    span = span._replace(start=inside[0].start, end=inside[-1].end)
    common = [skeleton(word.folded) in low for word in inside]
    if span.tag in ("PER", "LOC") and all(common):
        yield span._replace(tag="OFF")
    elif span.tag == "PER" and len(inside) == 1 and span.start == 0 and _is_form(inside[0], low):
        return
    else:
        yield span


def _is_form(word: Word, forms: frozenset[str]) -> bool:
    """Tell whether a word is a form of one of some words: the same but for an ending."""
    plain = skeleton(word.folded)
    return len(plain) > MIN_WORD and any(
        len(form) > MIN_WORD and (inflects(form, plain) or inflects(plain, form)) for form in forms
    )


def _named_after_states(row: Row, low: frozenset[str]) -> Iterator[Settled]:
    """Yield spans; two or more capitalised words directly after a state are a person when one of them is tagged."""
    spans = list(row.spans)
    for state in row.states:
        run = _capitals_from(row, state.end, low)
        touched = [s for s in spans if run and s.start < run[-1].end and run[0].start < s.end]
        if len(run) > 1 and touched:
            spans = [span for span in spans if span not in touched]
            p = max(span.p for span in touched)
            spans.append(Settled(run[0].start, run[-1].end, "PER", max(p, VOTED_P)))
    yield from spans


def _capitals_from(row: Row, start: int, low: frozenset[str]) -> list[Word]:
    """Return the words with capitals that follow one place directly, states and words in lower case elsewhere left."""
    found: list[Word] = []
    for word in row.words:
        if word.start < start:
            continue
        letter = row.text[word.start]
        apart = row.text[start : word.start] != " " or not letter.isupper()
        if apart or skeleton(word.folded) in low or any(s.start <= word.start < s.end for s in row.states):
            break
        found.append(word)
        start = word.end
    return found


def _whole(row: Row, rows: Sequence[Row]) -> list[Settled]:
    """Return spans; one word of a name takes in the next word when that stands as a name of its own elsewhere."""
    spans = []
    for span in row.spans:
        follower = next((word for word in row.words if word.start >= span.end), None)
        single = span.tag == "PER" and not any(span.start < w.start < span.end for w in row.words)
        free = follower is not None and not overlaps(follower.start, follower.end, ranges(row.spans))
        joined = follower is not None and row.text[span.end : follower.start] == " "
        if single and free and joined and follower is not None:
            p = _alone_p(follower, rows)
            span = span._replace(end=follower.end, p=max(span.p, p)) if p else span
        spans.append(span)
    return spans


def _alone_p(word: Word, rows: Sequence[Row]) -> float:
    """Return the highest probability of a word, or what it inflects, tagged alone and no state; 0 when it is not."""
    own, p = skeleton(word.folded), 0.0
    for row in rows:
        for span in row.spans:
            plain = skeleton(row.text[span.start : span.end])
            state = overlaps(span.start, span.end, [(s.start, s.end) for s in row.states])
            if len(plain) > MIN_WORD and not state and inflects(own, plain):
                p = max(p, span.p)
    return p


def _uninflected(row: Row, span: Settled, names: set[str]) -> Settled:
    """Return a name without the ending of its last word, when the page names the person without it elsewhere."""
    if span.tag != "PER":
        return span
    start = max((word.start for word in row.words if word.start < span.end), default=span.start)
    start = max(span.start, row.text.rfind(" ", span.start, start + 1) + 1)
    last = row.text[start : span.end]
    for name in sorted(names, key=len):
        after = last[len(name) : len(name) + 1]
        inflected = last.startswith(name) and after.isalpha() and inflects(skeleton(last), skeleton(name))
        if len(name) >= MIN_WORD and inflected:
            return span._replace(end=start + len(name))
    return span


class _Names:
    """The people that a page names in full, and mentions of them by one word."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take names of two words or more."""
        self._full: list[tuple[str, ...]] = []
        for row in rows:
            for span in row.spans:
                parts = _skeletons(row, span)
                if span.tag == "PER" and len(parts) > 1 and span.p >= VOTED_P and span.start:
                    self._full.append(parts)
        self._full = [parts for parts in self._full if not self._is_two(parts)]

    def settle(self, row: Row) -> Iterator[Settled]:
        """Yield the spans of a segment, names of these people among them."""
        done: list[Settled] = []
        for span in row.spans:
            done.extend(self._mended(row, span))
        yield from done
        for word in row.words:
            of_state = overlaps(word.start, word.end, [(s.start, s.end) for s in row.states])
            if not of_state and not overlaps(word.start, word.end, ranges(done)) and self._is_last(row, word):
                yield Settled(word.start, word.end, "PER", VOTED_P)

    def _mended(self, row: Row, span: Settled) -> Iterator[Settled]:
        """Yield a span as a person when it is known as one, in two when it is of two people."""
        inside = [word for word in row.words if span.start <= word.start and word.end <= span.end]
        known = [word for word in inside if self._is_last(row, word)]
        if len(inside) == 1 and known and span.tag in _PLACES:
            yield span._replace(tag="PER")
        elif span.tag == "PER" and len(inside) > 1 and known and span.start == 0 and len(known) < len(inside):
            first = known[0].start if not self._starts(inside[0]) else span.start
            yield span._replace(start=first)
        elif span.tag == "PER" and len(known) == len(inside) > 1 and self._is_two(_skeletons(row, span)):
            yield from (span._replace(start=word.start, end=word.end) for word in inside)
        else:
            yield span

    def _is_last(self, row: Row, word: Word) -> bool:
        """Tell whether a word is what somebody is called by; a name is not written in lower case."""
        plain = skeleton(word.folded)
        return not row.text[word.start].islower() and any(
            any(len(part) >= MIN_WORD and inflects(plain, part) for part in (full[0], full[-1]))
            for full in self._full
        )

    def _starts(self, word: Word) -> bool:
        return any(inflects(skeleton(word.folded), full[0]) for full in self._full)

    def _is_two(self, parts: tuple[str, ...]) -> bool:
        """Tell whether two words are of two people who are named in full elsewhere."""
        if len(parts) != 2:
            return False
        first, second = (
            {
                at
                for at, full in enumerate(self._full)
                if full != parts and any(inflects(part, w) for w in full)
            }
            for part in parts
        )
        return bool(first and second) and not first & second


def _skeletons(row: Row, span: Settled) -> tuple[str, ...]:
    inside = (word for word in row.words if span.start <= word.start and word.end <= span.end)
    return tuple(skeleton(word.folded) for word in inside)
