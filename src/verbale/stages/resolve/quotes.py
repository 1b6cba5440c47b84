"""The words that show a person: the segment of a mention, or the mention itself."""

from collections.abc import Iterable

from verbale.records.items import Evidence
from verbale.stages.resolve.seen import Seen

MAX_QUOTES = 5
"""Quotes kept for an item: enough to check it; the mentions themselves are all in `person_of`."""


def quote(seen: Seen) -> Evidence:
    """Return the segment that holds a mention, or the mention when the segment is not known."""
    if seen.segment is None:
        return Evidence(seen.source, seen.mention.start, seen.mention.end, seen.mention.text)
    return Evidence(seen.source, seen.segment.start, seen.segment.end, seen.segment.text)


def quotes(mentions: Iterable[Seen]) -> tuple[Evidence, ...]:
    """Return the first quotes in time, of different sources before more of one."""
    ordered = sorted({(seen.date or "9999", quote(seen)) for seen in mentions})
    rank: dict[str, int] = {}
    ranked = []
    for date, evidence in ordered:
        rank[evidence.source] = rank.get(evidence.source, 0) + 1
        ranked.append((rank[evidence.source], date, evidence))
    return tuple(evidence for _, _, evidence in sorted(ranked)[:MAX_QUOTES])
