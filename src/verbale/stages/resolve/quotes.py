"""The words that show a person: the segment of a mention, or the mention itself."""

from collections.abc import Iterable
from typing import TypeAlias

from verbale.records.items import Evidence
from verbale.stages.resolve.seen import Seen

MAX_QUOTES = 5
"""Quotes kept for an item: enough to check it; the mentions themselves are all in `person_of`."""

NO_DAY = "9999"
"""Stands for the day of a page that has none: after all days."""

Ranked: TypeAlias = tuple[int, str, Evidence]
"""A quote after which others of its source may come: its number there from 1, the day of the page, the words."""


def quote(seen: Seen) -> Evidence:
    """Return the segment that holds a mention, or the mention when the segment is not known."""
    if seen.segment is None:
        return Evidence(seen.source, seen.mention.start, seen.mention.end, seen.mention.text)
    return Evidence(seen.source, seen.segment.start, seen.segment.end, seen.segment.text)


def ranked(mentions: Iterable[Seen]) -> tuple[Ranked, ...]:
    """Return the first quotes of one source."""
    ordered = sorted({(seen.date or NO_DAY, quote(seen)) for seen in mentions})
    return tuple((rank, day, words) for rank, (day, words) in enumerate(ordered[:MAX_QUOTES], 1))


def best(quotes: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """Return the first quotes in time, of different sources before more of one."""
    return tuple(sorted(set(quotes))[:MAX_QUOTES])


def again(quotes: Iterable[Ranked]) -> tuple[Evidence, ...]:
    """Return the best of quotes that were chosen for several purposes, each source's numbered anew."""
    rank: dict[str, int] = {}
    found: list[Ranked] = []
    for day, words in sorted({(day, words) for _, day, words in quotes}):
        rank[words.source] = rank.get(words.source, 0) + 1
        found.append((rank[words.source], day, words))
    return tuple(words for _, _, words in best(found))
