"""The names of things in the statements of one meeting: where each stands, and what its words say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from verbale.lexicon.data import base_language
from verbale.lexicon.things import ANY_WORK, Described, Found, described, head_kinds, thing_words
from verbale.lexicon.words import has_case, has_unspaced
from verbale.records.reading import (
    AnyMention,
    BodyMention,
    DateMention,
    NamedMention,
    OrdinalMention,
    PlaceMention,
    StateMention,
)
from verbale.stages.merge.figures import iso
from verbale.stages.merge.grouping import Group
from verbale.stages.merge.types import Statement, Use
from verbale.text.fold import fold

NAMED_P = 0.5
"""Probability from which a name enters the record when no word says what it is: it is likelier one than not."""

HEADED_P = 0.15
"""The same for a name with a word for what it is (`agreement`, `bridge`), which the tagger then doubts too much."""

NEAR_BY = 45
"""Characters between a name and an ordinal that belongs to it, such as `48th session of the Vietnam-Laos`."""

SIGNED_BY = 40
"""Characters between a name and a word of signing that is of it."""

JOINED = 4
"""Characters between a place and what stands there, in scripts without spaces."""

MOST_BETWEEN = 2
"""Words between the word for a work and the place that it is named after."""

MOST_BETWEEN = 2
"""Words between the word for a work and the place that it is named after."""

KINDS = frozenset({"instrument", "project", "mechanism"})

_SAID = frozenset({"undertaking", "proposal", "position", "assessment"})
"""Acts in which a place and a word such as `bridge` are a work; elsewhere they may be where people were received."""

_CLOSED = {"«": "»", "“": "”", "„": "“”", '"': '"', "(": ")", "（": "）", "《": "》", "「": "」", "『": "』"}
_HYPHEN = re.compile(r"\s?[-‐‑–—/]\s?")
_STOP = re.compile(r"[.,;:!?()«»“”\n。，、；：（）।]")
_QUOTED = re.compile(r"«[^«»\n]{2,60}»|“[^“”\n]{2,60}”|《[^《》\n]{2,60}》|「[^「」\n]{2,60}」")
_QUOTED = re.compile(r"«[^«»\n]{2,60}»|“[^“”\n]{2,60}”|《[^《》\n]{2,60}》|「[^「」\n]{2,60}」")
_WEAK = frozenset({"dialogue", "council", "forum", "committee", "group"})


class _Span(NamedTuple):
    """A name within a statement, in characters of its text."""

    start: int
    end: int
    what: str
    p: float


def uses_of(groups: Sequence[Group], background: Sequence[Statement] = ()) -> tuple[Use, ...]:
    """The names of things in statements, by source and place.

    Args:
        groups: aligned statements of one meeting.
        background: further statements, each by itself.
    """
    rows = [(number, s) for number, group in enumerate((*groups, *((s,) for s in background))) for s in group]
    found = [use for number, s in rows for use in _uses(s, number, aside=number >= len(groups))]
    return tuple(sorted(found, key=lambda use: (use.source, use.start, use.end, use.statement)))


def _uses(statement: Statement, group: int, *, aside: bool) -> Iterator[Use]:
    tagged = [
        span for m in statement.mentions if isinstance(m, NamedMention) for span in _tagged(m, statement)
    ]
    built = _works(statement, tagged) if statement.act in _SAID else ()
    for span in (*_apart(tagged), *built):
        use = _use(span, statement, group, aside=aside)
        sure = span.p >= (HEADED_P if use.head and thing_kind(use.head) == use.what else NAMED_P)
        if sure and not (use.relation and not use.own):
            yield use


def thing_kind(head: str) -> str:
    """The kind of thing that a head is of."""
    return head_kinds()[head]


def _tagged(mention: NamedMention, statement: Statement) -> Iterator[_Span]:
    """A tagged name with its borders mended and its kind settled."""
    start, end = mention.start - statement.start, mention.end - statement.start
    start, end = _without_ordinals(start, end, statement)
    start, end = _closed(start, end, statement.text)
    start, end = _with_states(start, end, statement)
    start, end = _closed(*_with_head(start, end, statement), statement.text)
    if start >= end:
        return
    heads = [h.code for h in thing_words(base_language(statement.language)).heads(statement.text[start:end])]
    kinds = {thing_kind(head) for head in heads}
    what = mention.what
    if what not in KINDS and set(heads) & _WEAK and len(kinds) == 1:
        what = kinds.pop()
    if what in KINDS:
        yield _Span(start, end, what, mention.p)


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
    end = min(end, len(text))
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
    """A name with the two states that are joined by a hyphen directly before or behind it."""
    states = [
        (m.start - statement.start, m.end - statement.start)
        for m in statement.mentions
        if isinstance(m, StateMention)
    ]
    text = statement.text
    for (low, first), (second, high) in pairwise(states):
        if _HYPHEN.fullmatch(text, first, second):
            if high <= start and not text[high:start].strip():
                start = low
            elif end <= low and not text[end:low].strip():
                end = high
    return start, end


def _with_head(start: int, end: int, statement: Statement) -> tuple[int, int]:
    """A name of a work with the word for it that stands directly before: `railway line A-B`."""
    words = thing_words(base_language(statement.language))
    if words.heads(statement.text[start:end]):
        return start, end
    for head in words.heads(statement.text[:start]):
        if thing_kind(head.code) == "project" and _adjacent(statement.text[head.end : start], words.linkers):
            return head.start, end
    return start, end


def _adjacent(between: str, linkers: frozenset[str]) -> bool:
    """Whether what stands between a head and a name joins them: nothing, joining words, words with capitals."""
    words = [word for word in re.split(r"[\s'’]+", between.strip()) if word]
    return (
        not _STOP.search(between)
        and len(words) <= MOST_BETWEEN
        and all(fold(word) in linkers or word[0].isupper() or not word.isalnum() for word in words)
    )


def _apart(spans: Sequence[_Span]) -> list[_Span]:
    """The spans without those that lie within a longer one."""
    return [
        a
        for a in spans
        if not any(
            b is not a and b.start <= a.start and a.end <= b.end and (b.end - b.start) > (a.end - a.start)
            for b in spans
        )
    ]


def _works(statement: Statement, tagged: Sequence[_Span]) -> Iterator[_Span]:
    """Works that the tagger took for places or left alone: a place directly beside a word such as `bridge`."""
    words = thing_words(base_language(statement.language))
    heads = [h for h in words.heads(statement.text) if thing_kind(h.code) == "project" and h.code != ANY_WORK]
    if not heads:
        return
    places = [m for m in statement.mentions if isinstance(m, PlaceMention | BodyMention)]
    taken = [(span.start, span.end) for span in tagged]
    for head in heads:
        span = _place_beside(head, places, statement, words.linkers)
        if span and not any(low < span[1] and span[0] < high for low, high in taken):
            taken.append(span)
            yield _Span(*span, "project", NAMED_P)


def _place_beside(
    head: Found, places: Sequence[AnyMention], statement: Statement, linkers: frozenset[str]
) -> tuple[int, int] | None:
    """The span of a head with the places joined to it."""
    start, end = head.start, head.end
    grown = False
    for quoted in _QUOTED.finditer(statement.text):
        between = statement.text[min(end, quoted.end()) : max(start, quoted.start())]
        if not between.strip() and (quoted.end() <= start or end <= quoted.start()):
            start, end, grown = min(start, quoted.start()), max(end, quoted.end()), True
    for mention in places:
        low, high = mention.start - statement.start, mention.end - statement.start
        if low <= head.start and head.end <= high:
            known = isinstance(mention, PlaceMention) and mention.name is not None
            if known or (low, high) == (head.start, head.end):
                return None
            return low, high
        if isinstance(mention, PlaceMention) and _joins(statement.text, (start, end), (low, high), linkers):
            start, end, grown = min(start, low), max(end, high), True
    return (start, end) if grown else None


def _joins(text: str, a: tuple[int, int], b: tuple[int, int], linkers: frozenset[str]) -> bool:
    (_, first), (second, _) = sorted([a, b])
    if first > second:
        return True
    between = text[first:second]
    if _HYPHEN.fullmatch(between):
        return True
    if between.strip() and has_unspaced(between):
        return len(between) <= JOINED and not _STOP.search(between)
    return _adjacent(between, linkers)


def _use(span: _Span, statement: Statement, group: int, *, aside: bool) -> Use:
    text = statement.text[span.start : span.end]
    low, high = statement.start + span.start, statement.start + span.end
    inside = [m for m in statement.mentions if low <= m.start and m.end <= high]
    states = [(m.start - low, m.end - low) for m in inside if isinstance(m, StateMention)]
    places = [m for m in inside if isinstance(m, PlaceMention) and m.name]
    taken = [*states, *((m.start - low, m.end - low) for m in places)]
    said: Described = described(text, statement.language, span.what, taken)
    names = {"".join(fold(m.name).split()) for m in places if m.name}
    date = _nearest(low, high, [m for m in statement.mentions if isinstance(m, DateMention)])
    where = _nearest(
        low, high, [m for m in statement.mentions if isinstance(m, PlaceMention) and m not in inside]
    )
    ordinal = _nearest(low, high, list(_ordinals(low, high, statement)))
    signing = thing_words(base_language(statement.language)).signing(statement.text)
    return Use(
        what=span.what,
        text=text,
        language=statement.language,
        source=statement.source,
        start=low,
        end=high,
        p=span.p,
        statement=statement.id,
        group=group,
        aside=aside,
        numbers=(ordinal.number,) if isinstance(ordinal, OrdinalMention) else (),
        periods=tuple(_periods(low, high, statement)),
        head=said.head,
        topics=said.topics,
        own=tuple(sorted({*said.own, *names})),
        acronyms=said.acronyms,
        years=said.years,
        figures=said.numbers,
        states=tuple(sorted({m.country for m in inside if isinstance(m, StateMention)})),
        relation=said.relation,
        capital=_capital(text),
        said=statement.evidence,
        act=statement.act,
        when=iso(date) if isinstance(date, DateMention) and date.precision != "period" else None,
        when_beside=date is not None and max(date.start - high, low - date.end) <= SIGNED_BY,
        where=(where.name or where.text) if isinstance(where, PlaceMention) else None,
        signed=any(max(found.start - span.end, span.start - found.end) <= SIGNED_BY for found in signing),
    )


def _capital(text: str) -> bool:
    """Whether two words or more of a name, and half of them, begin with a capital, in a script that has them."""
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    return has_case(text) and capitals > 1 and 2 * capitals >= len(words)


def _ordinals(low: int, high: int, statement: Statement) -> Iterable[OrdinalMention]:
    """Ordinals beside a name, with nothing that ends a clause between."""
    for mention in statement.mentions:
        if isinstance(mention, OrdinalMention):
            first, second = (mention.end, low) if mention.start < low else (high, mention.start)
            between = statement.text[max(0, first - statement.start) : max(0, second - statement.start)]
            if len(between) <= NEAR_BY and not _STOP.search(between):
                yield mention


def _nearest(low: int, high: int, mentions: Sequence[AnyMention]) -> AnyMention | None:
    """The mention nearest to a name; one behind it rather than one before."""
    return min(
        mentions,
        key=lambda m: (max(m.start - high, low - m.end), m.start < low, m.start),
        default=None,
    )


def _periods(low: int, high: int, statement: Statement) -> Iterable[str]:
    """Periods within a name or directly beside it, such as `2021-2030`."""
    for mention in statement.mentions:
        if isinstance(mention, DateMention) and mention.first.year < mention.last.year:
            first, second = (mention.end, low) if mention.start < low else (high, mention.start)
            between = statement.text[max(0, first - statement.start) : max(0, second - statement.start)]
            if len(between) <= NEAR_BY and not _STOP.search(between.replace("(", " ")):
                yield f"{mention.first.year}-{mention.last.year}"
