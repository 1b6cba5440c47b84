"""The same undertaking of the same states, followed over meetings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from verbale.records.aspect import Aspect
from verbale.records.ids import content_id
from verbale.records.items import Event, Meeting, Target, Thread, Undertaking
from verbale.records.judgements import NONE, Judgements, Span
from verbale.records.vocabulary import STRENGTHS
from verbale.stages.thread.dates import UNDATED, held_on, occasions
from verbale.stages.thread.figures import Figures
from verbale.stages.thread.groups import thread_groups
from verbale.stages.thread.history import Course, Step, events_of
from verbale.stages.thread.model import Model, load_model
from verbale.stages.thread.reports import done_by
from verbale.stages.thread.types import Matter, Report, Vector

LONG = 3
"""Undertakings that the accounts of an occasion hold from which it counts for silence: a line on a short call names
next to nothing."""

Meetings: TypeAlias = Mapping[str, Meeting]


def thread(
    undertakings: Iterable[Undertaking],
    meetings: Iterable[Meeting],
    vectors: Mapping[str, Vector],
    aspects: Mapping[str, Aspect] | None = None,
    targets: Iterable[Target] = (),
    reports: Iterable[Report] = (),
    model: Model | None = None,
    judgements: Judgements = NONE,
) -> tuple[tuple[Undertaking, ...], tuple[Thread, ...]]:
    """Follow undertakings over the meetings of the same states.

    Undertakings of two meetings or more make a thread, and so does a single one that is overdue or silent or that
    another statement reports as done. What is told of one set of states depends on its own meetings alone, and not on
    the order of the input.

    Args:
        undertakings: of any number of meetings.
        meetings: those of the same states, also those of which no undertaking is known.
        vectors: for each undertaking's id, a unit vector of shape (dimensions,), comparable across languages.
        aspects: for an undertaking's id, what it is about.
        targets: those that the undertakings rest on, for their figures.
        reports: statements of the meetings that may tell that an undertaking was carried out.
        model: tells how probable it is that two undertakings are one; the shipped one when not given.
        judgements: those that hold; they say which undertakings are of one thread, and which are not.

    Returns:
        the undertakings, sorted by id, with the ids of their threads; and the threads, sorted by id.
    """
    held = {meeting.id: meeting for meeting in meetings}
    given = sorted(undertakings, key=lambda undertaking: undertaking.id)
    figures = Figures(targets)
    blocks: dict[tuple[str, ...], list[Matter]] = defaultdict(list)
    for item in given:
        states = _states(held.get(item.meeting or ""))
        if states and item.id in vectors:
            aspect = (aspects or {}).get(item.id, Aspect())
            blocks[states].append(Matter(item, aspect, vectors[item.id], figures.of(item, aspect)))
    told: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for report in reports:
        told[_states(held.get(report.meeting or ""))].append(report)
    days: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for meeting in held.values():
        if meeting.status == "held":
            days[_states(meeting)].append(held_on(meeting))
    model = model or load_model()
    threads = [
        found
        for states, matters in sorted(blocks.items())
        for found in _threads(states, matters, told[states], days[states], held, model, judgements)
    ]
    thread_of = {name: item.id for item in threads for name in item.undertakings}
    threaded = tuple(msgspec.structs.replace(item, thread=thread_of.get(item.id)) for item in given)
    return threaded, tuple(sorted(threads, key=lambda item: item.id))


def _states(meeting: Meeting | None) -> tuple[str, ...]:
    """The states whose undertakings are followed together; none for a meeting of fewer than two."""
    countries = tuple(sorted(set(meeting.countries))) if meeting else ()
    return countries if len(countries) > 1 else ()


def _threads(
    states: tuple[str, ...],
    matters: Sequence[Matter],
    reports: Sequence[Report],
    days: Sequence[str],
    held: Meetings,
    model: Model,
    judgements: Judgements,
) -> Iterable[Thread]:
    """The threads of one set of states."""
    dated = [held_on(held[matter.undertaking.meeting or ""]) for matter in matters]
    grouped = thread_groups(matters, dated, model)
    groups = judgements.regroup("thread", [[matters[k] for k in group] for group in grouped.groups], _spans)
    course = _course(dated, days)
    named = _Named(matters, dated, grouped.perhaps)
    done = done_by(groups, reports, held, model)
    for at, group in enumerate(groups):
        steps = _steps(group, held)
        named_last = max(named.perhaps_last(group), done.perhaps.get(at, ""))
        events = events_of(steps, done.told.get(at, []), course._replace(named=named_last))
        if len(events) > 1:
            yield _thread(group, steps, states, events)


class _Named:
    """When undertakings may have been named."""

    def __init__(
        self, matters: Sequence[Matter], days: Sequence[str], perhaps: Mapping[int, Sequence[int]]
    ) -> None:
        ids = [matter.undertaking.id for matter in matters]
        self._days = {ids[k]: max(days[other] for other in others) for k, others in perhaps.items()}

    def perhaps_last(self, group: Iterable[Matter]) -> str:
        """The last day on which something was undertaken that may be the same; empty when nothing was."""
        return max((self._days.get(matter.undertaking.id, "") for matter in group), default="")


def _spans(matter: Matter) -> list[Span]:
    return [(proof.source, proof.start, proof.end) for proof in matter.undertaking.evidence]


def _course(dated: Sequence[str], days: Sequence[str]) -> Course:
    counts = Counter(dated)
    known = [day for day in days if day != UNDATED]
    told = [
        days
        for days in occasions(day for day in counts if day != UNDATED)
        if sum(counts[d] for d in days) >= LONG
    ]
    return Course(max(known, default=""), told)


def _steps(group: Sequence[Matter], held: Meetings) -> list[Step]:
    """The meetings of a group in the order of time, each with its undertakings, the one that binds most first."""
    by_meeting: dict[str, list[Matter]] = defaultdict(list)
    for matter in group:
        by_meeting[matter.undertaking.meeting or ""].append(matter)
    steps = []
    for name, matters in by_meeting.items():
        ordered = sorted(matters, key=_rank)
        steps.append(
            (held_on(held[name]), name, Step(held_on(held[name]), held[name].date_start, tuple(ordered)))
        )
    return [step for _, _, step in sorted(steps, key=lambda row: row[:2])]


def _rank(matter: Matter) -> tuple[bool, int, int, str]:
    """What stands for a meeting: an undertaking before a proposal, the strongest, the one in most accounts."""
    item = matter.undertaking
    strength = STRENGTHS.index(item.strength) if item.strength else -1
    return item.act == "proposal", -strength, -len(item.evidence), item.id


def _thread(
    group: Sequence[Matter], steps: Sequence[Step], states: tuple[str, ...], events: Sequence[Event]
) -> Thread:
    counts = Counter(pillar for matter in group for pillar in matter.undertaking.pillars)
    names = [matter.undertaking.id for step in steps for matter in step.matters]
    return Thread(
        id=content_id("thread", *sorted(names)),
        label=_label(steps),
        pillars=tuple(sorted(counts, key=lambda pillar: (-counts[pillar], pillar))),
        countries=states,
        undertakings=tuple(names),
        events=tuple(events),
    )


def _label(steps: Sequence[Step]) -> str:
    """What the last step undertakes, for all."""
    return steps[-1].first.undertaking.label
