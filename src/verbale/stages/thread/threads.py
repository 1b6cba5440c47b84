"""The same undertaking of the same states, followed over meetings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from verbale.records.ids import content_id
from verbale.records.items import Meeting, Target, Thread, Undertaking
from verbale.stages.thread.history import events_of
from verbale.stages.thread.similarity import Floats, Matter, Vector, similarities

THREAD_SCORE = 0.3
"""Score from which two undertakings may be one. Of the pairs of two meetings that are each other's best, set
by eye on three meetings of two states: above it most continue each other, below it most do not."""


def thread(
    undertakings: Iterable[Undertaking],
    meetings: Iterable[Meeting],
    vectors: Mapping[str, Vector],
    codes: Mapping[str, str] | None = None,
    targets: Iterable[Target] = (),
) -> tuple[tuple[Undertaking, ...], tuple[Thread, ...]]:
    """Follow undertakings over the meetings of the same states.

    Only undertakings of two meetings or more make a thread. The result does not depend on the order of the
    input.

    Args:
        undertakings: of any number of meetings.
        meetings: those that the undertakings name.
        vectors: for each undertaking's id, a unit vector of shape (dimensions,), comparable across languages.
        codes: for an undertaking's id, its kind in the codebook, where known.
        targets: those that the undertakings rest on, for their figures.

    Returns:
        the undertakings, sorted by id, with the ids of their threads; and the threads, sorted by id.
    """
    held = {meeting.id: meeting for meeting in meetings}
    given = sorted(undertakings, key=lambda undertaking: undertaking.id)
    figures = _figures(given, targets)
    blocks: dict[tuple[str, ...], list[Matter]] = defaultdict(list)
    for item in given:
        meeting = held.get(item.meeting or "")
        if meeting and len(meeting.countries) > 1 and item.id in vectors:
            matter = Matter(item, vectors[item.id], (codes or {}).get(item.id), figures[item.id])
            blocks[tuple(sorted(meeting.countries))].append(matter)
    threads = [
        _thread(group, countries, held)
        for countries, matters in sorted(blocks.items())
        for group in thread_groups(matters)
    ]
    thread_of = {name: item.id for item in threads for name in item.undertakings}
    threaded = tuple(msgspec.structs.replace(item, thread=thread_of.get(item.id)) for item in given)
    return threaded, tuple(sorted(threads, key=lambda item: item.id))


def thread_groups(matters: Sequence[Matter]) -> list[list[Matter]]:
    """Group the undertakings of one pair of states, the most alike first.

    Two are linked when they are of different meetings, each the other's best there, and alike enough. A group
    holds one undertaking of a meeting.

    Returns:
        groups of undertakings of two meetings or more.
    """
    if len(matters) < 2:
        return []
    score = similarities(matters)
    groups = {k: [k] for k in range(len(matters))}
    for _, x, y in sorted(_best_pairs(score, [matter.undertaking.meeting for matter in matters])):
        union = sorted({*groups[x], *groups[y]})
        if len({matters[k].undertaking.meeting for k in union}) == len(union):
            groups.update(dict.fromkeys(union, union))
    distinct = {tuple(group) for group in groups.values() if len(group) > 1}
    return [[matters[k] for k in group] for group in sorted(distinct)]


def _best_pairs(score: Floats, meetings: Sequence[str | None]) -> list[tuple[float, int, int]]:
    """Pairs of different meetings in which either is the other's best, as (negative score, indices)."""
    best: dict[tuple[int, str | None], int] = {}
    for k in range(len(meetings)):
        for other in range(len(meetings)):
            held = best.get((k, meetings[other]))
            if meetings[other] != meetings[k] and (held is None or score[k, other] > score[k, held]):
                best[k, meetings[other]] = other
    return [
        (-float(score[k, other]), k, other)
        for (k, _), other in best.items()
        if k < other and best[other, meetings[k]] == k and score[k, other] >= THREAD_SCORE
    ]


def _figures(
    undertakings: Iterable[Undertaking], targets: Iterable[Target]
) -> dict[str, frozenset[tuple[float, str]]]:
    """Values and units of the targets that stand on the words of each undertaking."""
    at: dict[tuple[str, int, int], set[tuple[float, str]]] = defaultdict(set)
    for target in targets:
        for e in target.evidence:
            at[e.source, e.start, e.end].add((target.value, target.unit))
    return {
        item.id: frozenset().union(*(at.get((e.source, e.start, e.end), set()) for e in item.evidence))
        for item in undertakings
    }


def _thread(group: Sequence[Matter], countries: tuple[str, ...], meetings: Mapping[str, Meeting]) -> Thread:
    items = [matter.undertaking for matter in group]
    dates = [meetings[item.meeting].date_start if item.meeting else None for item in items]
    events = events_of(group, dates)
    label_of = {item.id: item.label for item in items}
    counts = Counter(pillar for item in items for pillar in item.pillars)
    return Thread(
        id=content_id("thread", *sorted(label_of)),
        label=label_of[events[-1].undertaking],
        pillars=tuple(sorted(counts, key=lambda pillar: (-counts[pillar], pillar))),
        countries=countries,
        undertakings=tuple(event.undertaking for event in events),
        events=events,
    )
