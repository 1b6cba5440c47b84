"""What the accounts of meetings say, from readings, the people in them and the meetings that they tell of."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from verbale.pipeline.clauses import with_broken_clauses
from verbale.records.items import SegmentItem
from verbale.records.reading import AmountMention, DateMention
from verbale.records.vocabulary import PILLARS
from verbale.stages.align import Account, Facts, Figure
from verbale.stages.merge import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from verbale.pipeline.read import ReadSource
    from verbale.records.reading import AnyMention, Reading, Segment, Source
    from verbale.records.vocabulary import Act
    from verbale.stages.resolve import Face, SourceMap

_BESIDE: frozenset[Act] = frozenset({"background", "encounter"})
"""Acts of statements that may stand beside those of a meeting."""

ELSEWHERE = ""
"""Stands for any meeting that is not asked for."""


def statements(read: ReadSource, who: SourceMap, meeting_of: Mapping[str, str]) -> Iterator[Statement]:
    """The segments of accounts of meetings, what the writer tells as background too, with all read of them.

    What the writer tells, and reports of what is no meeting of the record, such as a session to come, belong to the
    meeting that was told of last, or to the first of the page.

    Args:
        who: for whom the mentions of the source stand.
        meeting_of: id of the meeting by id of the segment; `ELSEWHERE` for one whose statements are not asked for.
    """
    reading = read.reading
    mentions = _by_segment(reading)
    faces = {face.id: face for face in who.faces}
    acts = with_broken_clauses(reading.segments, reading.classified)
    parts = reading.parts or (b"",) * len(reading.segments)
    rows = zip(reading.segments, acts, reading.speakers, read.vectors, parts, strict=True)
    last = next((meeting for s in reading.segments if (meeting := meeting_of.get(s.id)) is not None), None)
    for segment, act, speaker, vector, parts_of_it in rows:
        meeting = meeting_of.get(segment.id)
        if act.act in _BESIDE and meeting is None:
            meeting = last
        last = last if meeting is None else meeting
        if act.act == "furniture" or not meeting or _is_headline(segment, reading.source):
            continue
        face = _face(speaker.at, who, faces)
        yield Statement(
            id=segment.id,
            source=segment.source,
            start=segment.start,
            end=segment.end,
            text=segment.text,
            language=segment.language,
            meeting=meeting,
            act=act.act,
            act_p=act.act_p,
            act_ps=act.act_ps,
            strength=act.strength,
            strength_p=act.strength_p,
            pillars=act.pillars,
            performer=speaker.performer,
            country=(face.country if face else None) or speaker.country,
            person=face.id if face else None,
            person_name=face.name if face else None,
            mentions=tuple(mentions[segment.id]),
            vector=vector,
            kind=act.kind,
            kind_p=act.kind_p,
            kinds=act.kinds,
            strength_ps=act.strength_ps,
            parts=parts_of_it,
        )


def account(meeting: str, source: str, told: Sequence[Statement]) -> Account:
    """What one source says at one meeting, to be aligned."""
    return Account(
        meeting=meeting,
        source=source,
        segments=tuple(s.id for s in told),
        texts=tuple(s.text for s in told),
        vectors=np.stack([s.vector for s in told]),
        facts=tuple(map(_facts, told)),
        parts=tuple(s.parts for s in told) if all(s.parts for s in told) else (),
    )


def segment_items(
    reading: Reading, who: SourceMap, meeting_of: Mapping[str, str], wanted: Callable[[str], bool]
) -> Iterator[SegmentItem]:
    """Segments of a source as they are in the record.

    Args:
        wanted: tells by its id whether a segment is asked for.
    """
    acts = with_broken_clauses(reading.segments, reading.classified)
    for segment, act, speaker in zip(reading.segments, acts, reading.speakers, strict=True):
        if not wanted(segment.id):
            continue
        yield SegmentItem(
            id=segment.id,
            source=segment.source,
            start=segment.start,
            end=segment.end,
            text=segment.text,
            language=segment.language,
            act=act.act,
            act_p=act.act_p,
            pillars=tuple(PILLARS[code] for code, _ in act.pillars),
            speaker=None if speaker.at is None else who.person_at.get(speaker.at),
            meeting=meeting_of.get(segment.id),
        )


def _by_segment(reading: Reading) -> Mapping[str, list[AnyMention]]:
    found: dict[str, list[AnyMention]] = defaultdict(list)
    for mention in reading.mentions:
        found[mention.segment].append(mention)
    return found


def _face(at: int | None, who: SourceMap, faces: Mapping[str, Face]) -> Face | None:
    return None if at is None else faces.get(who.person_at.get(at, ""))


def _is_headline(segment: Segment, source: Source) -> bool:
    """Whether a segment is the headline of its page, which says again what the account says, or what it leads with."""
    return source.title is not None and source.title.startswith(segment.text.rstrip())


def _facts(said: Statement) -> Facts:
    """What the accounts of one meeting may tell differently."""
    return Facts(
        tuple(Figure(m.value, m.unit, m.bound) for m in said.mentions if isinstance(m, AmountMention)),
        tuple((m.first, m.last) for m in said.mentions if isinstance(m, DateMention)),
        said.strength,
        said.act_p * said.strength_p,
    )
