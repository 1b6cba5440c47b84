"""Where names of things stand in a statement: as the tagger saw them, mended, and those that it took for others."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from verbale.lexicon.conjunctions import joining_word
from verbale.lexicon.data import base_language
from verbale.lexicon.things import ANY_WORK, Found, head_kinds, thing_words
from verbale.lexicon.words import WORD, has_unspaced
from verbale.records.reading import (
    AnyMention,
    BodyMention,
    NamedMention,
    OrdinalMention,
    PersonMention,
    PlaceMention,
    StateMention,
)
from verbale.stages.merge.types import Statement
from verbale.text.fold import fold

NAMED_P = 0.5
"""Probability from which a name enters the record when no word says what it is: it is likelier one than not."""

KIND_P = 0.8
"""Probability of a name below which the word for what it is tells its kind."""

JOINED = 4
"""Characters between a place and what stands there, in scripts without spaces."""

MOST_BETWEEN = 2
"""Words between the word for a work and the place that it is named after."""

MOST_FOLLOWING = 6
"""Words behind a name that may say what it is about."""

SIGNED_BY = 40
"""Characters between a name and a word of signing that is of it."""

KINDS = frozenset({"instrument", "project", "mechanism"})

STOP = re.compile(r"[.,;:!?()«»“”\n。，、；：（）।]")
"""What no name goes over."""

_SAID = frozenset({"undertaking", "proposal", "position", "assessment"})
"""Acts in which a place and a word such as `bridge` are a work; elsewhere they may be where people were received."""

_CLOSED = {"«": "»", "“": "”", "„": "“”", '"': '"', "(": ")", "（": "）", "《": "》", "「": "」", "『": "』"}
_HYPHEN = re.compile(r"\s?[-‐‑–—/]\s?")
_QUOTED = re.compile(r"«[^«»\n]{2,60}»|“[^“”\n]{2,60}”|《[^《》\n]{2,60}》|「[^「」\n]{2,60}」")
_WEAK = frozenset({"dialogue", "council", "forum", "committee", "group"})


class Span(NamedTuple):
    """A name within a statement, in characters of its text."""

    start: int
    end: int
    what: str
    p: float


def spans_of(statement: Statement) -> list[Span]:
    """The names of things in a statement; none lies within another that the tagger saw."""
    whole = [
        span for m in statement.mentions if isinstance(m, NamedMention) for span in _tagged(m, statement)
    ]
    tagged = [part for span in _apart(whole) for part in _parts(span, statement)]
    built = _works(statement, tagged) if statement.act in _SAID else ()
    return [*tagged, *built, *_bodies(statement, tagged), *_papers(statement, tagged)]


def _tagged(mention: NamedMention, statement: Statement) -> Iterator[Span]:
    """A tagged name with its borders mended and its kind settled."""
    start, end = mention.start - statement.start, min(mention.end - statement.start, len(statement.text))
    words = thing_words(base_language(statement.language))
    heads = [head.code for head in words.heads(statement.text[start:end])]
    kinds = {head_kinds()[head] for head in heads}
    what = mention.what
    unsure = mention.p < KIND_P if what in KINDS else bool(set(heads) & _WEAK)
    if unsure and len(kinds) == 1:
        what = kinds.pop()
    if what not in KINDS:
        return
    if what != "project":
        start, end = _without_ordinals(start, end, statement)
    start, end = _closed(start, end, statement.text)
    start, end = _with_states(start, end, statement)
    if what == "project":
        start, end = _with_places(*_with_head(start, end, statement), statement)
    elif what == "instrument":
        start, end = _with_subject(start, end, statement)
    start, end = _closed(start, end, statement.text)
    if start < end:
        yield Span(start, end, what, mention.p)


def _with_places(start: int, end: int, statement: Statement) -> tuple[int, int]:
    """A name of a work with the place that stands directly beside it: `Hanoi's Metro Line 2`."""
    linkers = thing_words(base_language(statement.language)).linkers
    for mention in statement.mentions:
        if isinstance(mention, PlaceMention):
            low, high = mention.start - statement.start, mention.end - statement.start
            if (high <= start or end <= low) and _joins(statement.text, (start, end), (low, high), linkers):
                start, end = min(start, low), max(end, high)
    return start, end


def _with_subject(start: int, end: int, statement: Statement) -> tuple[int, int]:
    """A name of an instrument with what it is about, where that follows: `agreement on cooperation in defence`."""
    words = thing_words(base_language(statement.language))
    rest = statement.text[end:]
    stop = STOP.search(rest)
    rest = rest[: stop.start() if stop else None]
    topics = {(topic.start, topic.end) for topic in words.topics(rest)}
    known = [*topics, *((word.start, word.end) for word in words.generic(rest))]
    reached, found = 0, 0
    for match in islice(WORD.finditer(rest), MOST_FOLLOWING):
        covering = [high for low, high in known if low <= match.start() < high]
        if not covering:
            break
        reached = max(covering)
        if any(low <= match.start() < high for low, high in topics):
            found = reached
    return start, end + found


def _without_ordinals(start: int, end: int, statement: Statement) -> tuple[int, int]:
    """A name without the number of a session at its start or end."""
    for mention in statement.mentions:
        if isinstance(mention, OrdinalMention):
            low, high = mention.start - statement.start, mention.end - statement.start
            if low <= start < high:
                start = high
            elif low < end <= high:
                end = low
    text = statement.text
    while start < end and not text[start].isalnum() and text[start] not in _CLOSED:
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _closed(start: int, end: int, text: str) -> tuple[int, int]:
    """A name with the mark that closes what it opens, and with the acronym behind it."""
    opened = [mark for mark in _CLOSED if text.count(mark, start, end) and mark != '"']
    for mark in opened:
        closing = _CLOSED[mark]
        if not any(c in text[start:end] for c in closing) and text[end : end + 1] and text[end] in closing:
            end += 1
    acronym = re.compile(r"\s?[(（]([A-Z][A-Z0-9]+(?:[-+][A-Z0-9]+)*)[)）]").match(text, end)
    return (start, acronym.end()) if acronym else (start, end)


def _with_states(start: int, end: int, statement: Statement) -> tuple[int, int]:
    """A name with both of two states that are joined by a hyphen directly before or behind it, or at its border."""
    states = [
        (m.start - statement.start, m.end - statement.start)
        for m in statement.mentions
        if isinstance(m, StateMention)
    ]
    text = statement.text
    for (low, first), (second, high) in pairwise(states):
        if not _HYPHEN.fullmatch(text, first, second):
            continue
        if first <= start <= second or (high <= start and not text[high:start].strip()):
            start = low
        elif first <= end <= second or (end <= low and not text[end:low].strip()):
            end = high
    return start, end


def _with_head(start: int, end: int, statement: Statement) -> tuple[int, int]:
    """A name of a work with the word for it that stands directly before: `railway line A-B`."""
    words = thing_words(base_language(statement.language))
    if words.heads(statement.text[start:end]):
        return start, end
    for head in words.heads(statement.text[:start]):
        if head_kinds()[head.code] == "project" and _adjacent(
            statement.text[head.end : start], words.linkers
        ):
            return head.start, end
    return start, end


def _adjacent(between: str, linkers: frozenset[str]) -> bool:
    """Whether what stands between a head and a name joins them: nothing, joining words, words with capitals."""
    words = [word for word in re.split(r"[\s'’]+", between.strip()) if word]
    return (
        not STOP.search(between)
        and len(words) <= MOST_BETWEEN
        and all(fold(word) in linkers or word[0].isupper() or not word.isalnum() for word in words)
    )


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans without those that lie within a longer one."""
    return [
        a
        for a in spans
        if not any(
            b is not a and b.start <= a.start and a.end <= b.end and (b.end - b.start) > (a.end - a.start)
            for b in spans
        )
    ]


def _parts(span: Span, statement: Statement) -> list[Span]:
    """A name cut at a word for *and* when both halves have a word for what they are: two works told together."""
    text = statement.text[span.start : span.end]
    words = thing_words(base_language(statement.language))
    joining = f" {joining_word(statement.language)} "
    at = text.casefold().find(joining)
    if at < 0 or len(text.casefold()) != len(text):
        return [span]
    halves = [(0, at), (at + len(joining), len(text))]
    if not all(any(head_kinds()[h.code] == span.what for h in words.heads(text[a:b])) for a, b in halves):
        return [span]
    return [span._replace(start=span.start + a, end=span.start + b) for a, b in halves]


def _works(statement: Statement, tagged: Sequence[Span]) -> Iterator[Span]:
    """Works that the tagger took for something else or left alone: a name directly beside a word such as `bridge`."""
    named = [m for m in statement.mentions if isinstance(m, PlaceMention | BodyMention | PersonMention)]
    quoted = [found.span() for found in _QUOTED.finditer(statement.text)]
    if not named and not quoted:
        return
    words = thing_words(base_language(statement.language))
    heads = [
        h for h in words.heads(statement.text) if head_kinds()[h.code] == "project" and h.code != ANY_WORK
    ]
    taken = [(span.start, span.end) for span in tagged]
    for head in heads:
        span = _name_beside(head, named, quoted, statement, words.linkers)
        if span and not any(low < span[1] and span[0] < high for low, high in taken):
            taken.append(span)
            yield Span(*span, "project", NAMED_P)


def _name_beside(
    head: Found,
    named: Sequence[AnyMention],
    quoted: Sequence[tuple[int, int]],
    statement: Statement,
    linkers: frozenset[str],
) -> tuple[int, int] | None:
    """The span of a head with the names joined to it; None when there are none."""
    start, end = head.start, head.end
    text, grown = statement.text, False
    for low, high in quoted:
        if (high <= start and not text[high:start].strip()) or (end <= low and not text[end:low].strip()):
            start, end, grown = min(start, low), max(end, high), True
    for mention in named:
        low, high = mention.start - statement.start, mention.end - statement.start
        if low <= head.start and head.end <= high:
            known = isinstance(mention, PlaceMention) and mention.name == mention.text
            whole = (low, high) == (head.start, head.end) or isinstance(mention, PersonMention)
            return None if known or whole else (low, high)
        if isinstance(mention, PlaceMention):
            joins = _joins(text, (start, end), (low, high), linkers)
        else:
            between = text[end:low].split() if end <= low else ["?", "?"]
            joins = not between or (mention.text.isupper() and len(between) == 1)
        if joins:
            start, end, grown = min(start, low), max(end, high), True
    return (start, end) if grown else None


def _bodies(statement: Statement, tagged: Sequence[Span]) -> Iterator[Span]:
    """Committees of two states that the tagger took for other organisations, by words such as `joint`."""
    words = thing_words(base_language(statement.language))
    for mention in statement.mentions:
        if not isinstance(mention, BodyMention) or mention.of_states:
            continue
        low, high = mention.start - statement.start, mention.end - statement.start
        free = not any(span.start < high and low < span.end for span in tagged)
        if free and words.joint(mention.text):
            heads = [head for head in words.heads(mention.text) if head_kinds()[head.code] == "mechanism"]
            if heads:
                yield Span(low, high, "mechanism", NAMED_P)


def _papers(statement: Statement, tagged: Sequence[Span]) -> Iterator[Span]:
    """Instruments that the tagger left alone: signed, and about something that follows."""
    words = thing_words(base_language(statement.language))
    signing = words.signing(statement.text)
    if not signing:
        return
    for head in words.heads(statement.text):
        free = not any(span.start < head.end and head.start < span.end for span in tagged)
        signed = any(max(s.start - head.end, head.start - s.end) <= SIGNED_BY for s in signing)
        if free and signed and head_kinds()[head.code] == "instrument":
            start, end = _with_subject(head.start, head.end, statement)
            if end > head.end:
                yield Span(start, end, "instrument", NAMED_P)


def _joins(text: str, a: tuple[int, int], b: tuple[int, int], linkers: frozenset[str]) -> bool:
    (_, first), (second, _) = sorted([a, b])
    if first > second:
        return True
    between = text[first:second]
    if _HYPHEN.fullmatch(between):
        return True
    if between.strip() and has_unspaced(between):
        return len(between) <= JOINED and not STOP.search(between)
    return _adjacent(between, linkers)
