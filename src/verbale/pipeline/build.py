"""All readings of a record, from mentions to threads."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from verbale.pipeline.judged import judged_matters, judged_meetings, judged_threads, standing_people
from verbale.records.items import Alignment, AnyItem, SegmentItem
from verbale.records.judgements import NONE
from verbale.records.reading import AmountMention, DateMention
from verbale.records.vocabulary import PILLARS
from verbale.stages.align import Account, Facts, Figure, align
from verbale.stages.assemble import assemble
from verbale.stages.merge import MeetingMatters, Merged, Statement, joined, merge_meeting, settle
from verbale.stages.resolve import resolve
from verbale.stages.thread import thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.pipeline.read import ReadSource
    from verbale.records.judgements import Judgements
    from verbale.records.reading import AnyMention, Reading, Segment, Source
    from verbale.records.vocabulary import Act
    from verbale.stages.assemble import Assembly
    from verbale.stages.resolve import Resolution

KIND_ORDER = (
    "source",
    "person",
    "meeting",
    "segment",
    "alignment",
    "undertaking",
    "target",
    "instrument",
    "project",
    "mechanism",
    "thread",
)
"""The order of kinds in a record, so that whatever an item names stands before it."""

_OfMeeting = TypeVar("_OfMeeting", Statement, Alignment)

_NOT_SAID: frozenset[Act] = frozenset({"background", "furniture"})


def build(readings: Iterable[ReadSource], judgements: Judgements = NONE) -> list[AnyItem]:
    """Every item of the record, by kind and id; nothing depends on the order of the readings.

    What was rejected is among them and says so; no other item names it.
    """
    ordered = sorted(readings, key=lambda read: read.reading.source.id)
    vectors = {read.reading.source.id: read.vectors for read in ordered}
    sources = [read.reading for read in ordered]
    resolution, no_people = standing_people(resolve(sources, judgements))
    assembly, no_meetings = judged_meetings(
        assemble(sources, resolution.people, resolution.person_of, vectors, judgements), judgements
    )
    told = [s for read in ordered for s in _statements(read, resolution, assembly)]
    statements = [s for s in told if s.act not in _NOT_SAID]
    background = [s for s in told if s.act == "background"]
    alignments = [a for accounts in _accounts(statements) for a in align(accounts)]
    merged, no_matters = judged_matters(
        _merged(statements, alignments, assembly, background, judgements), judgements
    )
    codes = {undertaking: code[0] for undertaking, code in merged.codes.items()}
    undertakings, threads = thread(
        merged.undertakings, assembly.meetings, merged.vectors, codes, merged.targets
    )
    undertakings, threads, no_threads = judged_threads(undertakings, threads, judgements)
    return _in_order(
        [
            *(reading.source for reading in sources),
            *resolution.people,
            *assembly.meetings,
            *_segment_items(sources, resolution, assembly),
            *alignments,
            *undertakings,
            *_things(merged),
            *threads,
            *no_people,
            *no_meetings,
            *no_matters,
            *no_threads,
        ]
    )


def _merged(
    statements: Iterable[Statement],
    alignments: Iterable[Alignment],
    assembly: Assembly,
    background: Iterable[Statement],
    judgements: Judgements,
) -> Merged:
    """What the accounts of each meeting hold, settled for the meetings of each set of states."""
    said, told, aligned = _by_meeting(statements), _by_meeting(background), _by_meeting(alignments)
    blocks: dict[tuple[str, ...], list[MeetingMatters]] = defaultdict(list)
    for meeting in assembly.meetings:
        name = meeting.id
        matters = merge_meeting(
            meeting,
            said.get(name, ()),
            aligned.get(name, ()),
            told.get(name, ()),
            judgements=judgements,
        )
        blocks[matters.block].append(matters)
    return joined(settle(block, judgements) for _, block in sorted(blocks.items()))


def _by_meeting(rows: Iterable[_OfMeeting]) -> dict[str | None, list[_OfMeeting]]:
    found: dict[str | None, list[_OfMeeting]] = defaultdict(list)
    for row in rows:
        found[row.meeting].append(row)
    return found


def _things(merged: Merged) -> Iterator[AnyItem]:
    yield from merged.targets
    yield from merged.instruments
    yield from merged.projects
    yield from merged.mechanisms


def _in_order(items: Iterable[AnyItem]) -> list[AnyItem]:
    return sorted(items, key=lambda item: (KIND_ORDER.index(kind_of(item)), item.id))


def kind_of(item: AnyItem) -> str:
    """The `kind` that the export gives an item."""
    return str(item.__struct_config__.tag)


def _mentions_by_segment(reading: Reading) -> Mapping[str, list[AnyMention]]:
    found: dict[str, list[AnyMention]] = defaultdict(list)
    for mention in reading.mentions:
        found[mention.segment].append(mention)
    return found


def _statements(read: ReadSource, resolution: Resolution, assembly: Assembly) -> Iterator[Statement]:
    """The segments of accounts of a meeting, what the writer tells as background too, with all read of them."""
    reading = read.reading
    mentions = _mentions_by_segment(reading)
    rows = zip(reading.segments, reading.classified, reading.speakers, read.vectors, strict=True)
    countries = {person.id: person.country for person in resolution.people}
    names = {person.id: person.name for person in resolution.people}
    told_of = [assembly.meeting_of.get(segment.id) for segment in reading.segments]
    last = next((meeting for meeting in told_of if meeting), None)
    for segment, act, speaker, vector in rows:
        meeting = assembly.meeting_of.get(segment.id)
        if act.act == "background":
            # What the writer tells belongs to the meeting that was told of last, or the first of the page.
            meeting = meeting or last
        last = meeting or last
        if act.act == "furniture" or meeting is None or _is_headline(segment, reading.source):
            continue
        person = None if speaker.at is None else resolution.person_of.get((segment.source, speaker.at))
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
            country=(countries.get(person) if person else None) or speaker.country,
            person=person,
            person_name=names.get(person) if person else None,
            mentions=tuple(mentions[segment.id]),
            vector=vector,
            kind=act.kind,
            kind_p=act.kind_p,
            kinds=act.kinds,
            strength_ps=act.strength_ps,
        )


def _is_headline(segment: Segment, source: Source) -> bool:
    """Whether a segment is the headline of its page, which says again what the account says, or what it leads with."""
    return source.title is not None and source.title.startswith(segment.text.rstrip())


def _accounts(statements: Sequence[Statement]) -> Iterator[list[Account]]:
    """The accounts of each meeting, by meeting and source."""
    by_account: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        if statement.meeting is not None:
            by_account[statement.meeting][statement.source].append(statement)
    for meeting, sources in sorted(by_account.items()):
        yield [_account(meeting, source, told) for source, told in sorted(sources.items())]


def _account(meeting: str, source: str, told: Sequence[Statement]) -> Account:
    return Account(
        meeting=meeting,
        source=source,
        segments=tuple(s.id for s in told),
        texts=tuple(s.text for s in told),
        vectors=np.stack([s.vector for s in told]),
        facts=tuple(map(_facts, told)),
    )


def _facts(said: Statement) -> Facts:
    """What the accounts of one meeting may tell differently."""
    return Facts(
        tuple(Figure(m.value, m.unit, m.bound) for m in said.mentions if isinstance(m, AmountMention)),
        tuple((m.first, m.last) for m in said.mentions if isinstance(m, DateMention)),
        said.strength,
        said.act_p * said.strength_p,
    )


def _segment_items(
    readings: Iterable[Reading], resolution: Resolution, assembly: Assembly
) -> Iterator[SegmentItem]:
    for reading in readings:
        rows = zip(reading.segments, reading.classified, reading.speakers, strict=True)
        for segment, act, speaker in rows:
            at = speaker.at
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
                speaker=None if at is None else resolution.person_of.get((segment.source, at)),
                meeting=assembly.meeting_of.get(segment.id),
            )
