"""Pairs of meetings that may be one, for a person to look at."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from verbale.records.ids import content_id
from verbale.records.items import Compared, Review
from verbale.records.overlays import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verbale.records.items import Meeting
    from verbale.records.judgements import Judgements, Party
    from verbale.stages.assemble import Assembly

MAX_QUOTES = 2
"""Quotes shown of each of the two: the items have more."""


def doubts(assembly: Assembly, judgements: Judgements) -> Iterator[Review]:
    """The pairs of meetings of which assemble is unsure, without those that people judged to be two."""
    meetings = {meeting.id: meeting for meeting in assembly.meetings}
    for pair in assembly.reviews:
        one, other = meetings.get(min(pair.one, pair.other)), meetings.get(max(pair.one, pair.other))
        if one is None or other is None or _judged_apart(one, other, judgements):
            continue
        yield Review(
            id=content_id("review", "meeting", one.id, other.id),
            about="meeting",
            items=(one.id, other.id),
            names=(name_of(one), name_of(other)),
            score=pair.p,
            features=tuple(
                Compared(name=name, value=value, weight=0.0) for name, value in sorted(pair.features.items())
            ),
            evidence=one.evidence[:MAX_QUOTES] + other.evidence[:MAX_QUOTES],
        )


def _judged_apart(one: Meeting, other: Meeting, judgements: Judgements) -> bool:
    return any(
        _rests_on(one, first) and _rests_on(other, second)
        for row in judgements.rows
        if row.item == "meeting" and row.action == "split"
        for first, second in permutations(row.about, 2)
    )


def _rests_on(meeting: Meeting, party: Party) -> bool:
    return any(
        proof.source == anchor.source and proof.start < anchor.end and anchor.start < proof.end
        for proof in meeting.evidence
        for anchor in party.anchors
    )
