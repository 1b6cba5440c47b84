"""What people judged, laid over what each stage gives, so that the stages after it follow.

What was rejected goes no further: nothing that stands names it. It is kept beside, for those who ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from verbale.records.overlays import JudgedItem, evidence_spans, is_rejected, overlay
from verbale.stages.merge.relabel import relabelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from verbale.records.items import Thread, Undertaking
    from verbale.records.judgements import Judgements, Span
    from verbale.stages.assemble import Assembly
    from verbale.stages.merge import Merged

JudgedT = TypeVar("JudgedT", bound=JudgedItem)


def parted(items: Iterable[JudgedT]) -> tuple[tuple[JudgedT, ...], tuple[JudgedT, ...]]:
    """The items that stand, and those that somebody rejected."""
    given = tuple(items)
    return tuple(i for i in given if not is_rejected(i)), tuple(i for i in given if is_rejected(i))


def judged_meetings(assembly: Assembly, judgements: Judgements) -> tuple[Assembly, tuple[JudgedItem, ...]]:
    """Meetings as they are judged, and the rejected ones, to which no segment belongs any more."""
    meetings, rejected = parted(overlay(assembly.meetings, judgements))
    gone = {meeting.id for meeting in rejected}
    meeting_of = {segment: meeting for segment, meeting in assembly.meeting_of.items() if meeting not in gone}
    return msgspec.structs.replace(assembly, meetings=meetings, meeting_of=meeting_of), rejected


def judged_matters(
    merged: Merged, judgements: Judgements, names: Mapping[str, str] | None = None
) -> tuple[Merged, tuple[JudgedItem, ...]]:
    """Undertakings, targets and named things as they are judged, and the rejected ones, which none of them names.

    Labels follow what was edited, unless they were edited themselves.

    Args:
        names: of people, by id.
    """
    if not judgements:
        return merged, ()
    undertakings, no_undertakings = parted(overlay(merged.undertakings, judgements))
    targets, no_targets = parted(overlay(merged.targets, judgements))
    instruments, no_instruments = parted(overlay(merged.instruments, judgements))
    projects, no_projects = parted(overlay(merged.projects, judgements))
    mechanisms, no_mechanisms = parted(overlay(merged.mechanisms, judgements))
    rejected: tuple[JudgedItem, ...] = (
        *no_undertakings,
        *no_targets,
        *no_instruments,
        *no_projects,
        *no_mechanisms,
    )
    gone = {item.id for item in rejected}
    things = {item.id: item for item in (*instruments, *projects, *mechanisms)}
    aims = {item.id: item for item in targets}
    standing = merged._replace(
        undertakings=tuple(
            relabelled(_without(item, gone), merged.told[item.id], aims, things, names or {})
            for item in undertakings
        ),
        targets=targets,
        instruments=instruments,
        projects=projects,
        mechanisms=mechanisms,
    )
    return standing, rejected


def judged_threads(
    undertakings: Sequence[Undertaking], threads: Sequence[Thread], judgements: Judgements
) -> tuple[tuple[Undertaking, ...], tuple[Thread, ...], tuple[Thread, ...]]:
    """Undertakings, threads as they are judged, and rejected threads, to which no undertaking belongs any more."""
    spans = thread_spans(undertakings)
    standing, rejected = parted(overlay(threads, judgements, spans))
    gone = {item.id for item in rejected}
    loose = tuple(
        msgspec.structs.replace(item, thread=None) if item.thread in gone else item for item in undertakings
    )
    return loose, standing, rejected


def thread_spans(undertakings: Iterable[Undertaking]) -> Callable[[Thread], Iterator[Span]]:
    """What tells the words on which a thread rests: those of its undertakings."""
    known: Mapping[str, Undertaking] = {item.id: item for item in undertakings}

    def spans(item: Thread) -> Iterator[Span]:
        for name in item.undertakings:
            if name in known:
                yield from evidence_spans(known[name])

    return spans


def _without(item: Undertaking, gone: set[str]) -> Undertaking:
    """An undertaking that names nothing of what is gone."""
    if item.target not in gone and gone.isdisjoint(item.named):
        return item
    return msgspec.structs.replace(
        item,
        target=None if item.target in gone else item.target,
        named=tuple(name for name in item.named if name not in gone),
    )
