"""The same undertaking of the same states, followed over meetings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

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
from verbale.stages.thread.reports import done_by, in_order
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
    model = model or load_model()
    given = sorted(undertakings, key=lambda undertaking: undertaking.id)
    figures = Figures(targets)
    matters: dict[Sides, list[Matter]] = defaultdict(list)
    for item in given:
        sides = _sides(held.get(item.meeting or ""))
        if sides.several and item.id in vectors:
            aspect = (aspects or {}).get(item.id, Aspect())
            matters[sides].append(Matter(item, aspect, vectors[item.id], figures.of(item, aspect)))
    told: dict[Sides, list[Report]] = defaultdict(list)
    for report in reports:
        told[_sides(held.get(report.meeting or ""))].append(report)
    days: dict[Sides, list[str]] = defaultdict(list)
    for meeting in held.values():
        if meeting.status == "held":
            days[_sides(meeting)].append(held_on(meeting))
    courses = [_Block(sides, matters[sides], told[sides], days[sides], held) for sides in sorted(matters)]
    threads = list(_threads(courses, held, model, judgements))
    thread_of = {name: item.id for item in threads for name in item.undertakings}
    threaded = tuple(msgspec.structs.replace(item, thread=thread_of.get(item.id)) for item in given)
    return threaded, tuple(sorted(threads, key=lambda item: item.id))


class Sides(NamedTuple):
    """The states and organisations whose undertakings are followed together."""

    countries: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether they are two or more: fewer have nothing between them."""
        return len(self.countries) + len(self.bodies) > 1


def _sides(meeting: Meeting | None) -> Sides:
    if meeting is None:
        return Sides()
    return Sides(tuple(sorted(set(meeting.countries))), tuple(sorted(set(meeting.bodies))))


class _Block:
    """What the meetings of the same sides hold."""

    def __init__(
        self,
        sides: Sides,
        matters: Sequence[Matter],
        reports: Sequence[Report],
        days: Sequence[str],
        held: Meetings,
    ) -> None:
        self.sides = sides
        self.matters = matters
        self.reports = reports
        self.days = days
        self.dated = [held_on(held[matter.undertaking.meeting or ""]) for matter in matters]

    def groups(self, model: Model) -> tuple[list[list[Matter]], dict[str, str]]:
        """Its undertakings in groups; and for the id of one the last day on which another was made that may be it."""
        found = thread_groups(self.matters, self.dated, model)
        ids = [matter.undertaking.id for matter in self.matters]
        named = {ids[k]: max(self.dated[other] for other in others) for k, others in found.perhaps.items()}
        return [[self.matters[k] for k in group] for group in found.groups], named


def _threads(
    blocks: Sequence[_Block], held: Meetings, model: Model, judgements: Judgements
) -> Iterable[Thread]:
    """The threads of blocks: each by itself, but where people judged that threads of several are one."""
    found = [block.groups(model) for block in blocks]
    named = {name: day for _, days in found for name, day in days.items()}
    groups = judgements.regroup("thread", [group for groups, _ in found for group in groups], _spans)
    of: list[set[Sides]] = [{_sides(held[m.undertaking.meeting or ""]) for m in group} for group in groups]
    own = [[at for at, sides in enumerate(of) if block.sides in sides] for block in blocks]
    done = [
        done_by([groups[at] for at in rows], block.reports, held, model)
        for block, rows in zip(blocks, own, strict=True)
    ]
    told: dict[int, list[tuple[str, Report]]] = defaultdict(list)
    last: dict[int, str] = {}
    for rows, one in zip(own, done, strict=True):
        for k, at in enumerate(rows):
            told[at] += one.told.get(k, [])
            last[at] = max(last.get(at, ""), one.perhaps.get(k, ""))
    courses: dict[frozenset[Sides], Course] = {}
    for at, group in enumerate(groups):
        key = frozenset(of[at])
        if key not in courses:
            courses[key] = _course([block for block in blocks if block.sides in key])
        steps = _steps(group, held)
        perhaps = max((named.get(matter.undertaking.id, "") for matter in group), default="")
        course = courses[key]._replace(named=max(perhaps, last.get(at, "")))
        events = events_of(steps, sorted(told[at], key=in_order), course)
        if len(events) > 1:
            yield _thread(group, steps, key, events)


def _spans(matter: Matter) -> list[Span]:
    return [(proof.source, proof.start, proof.end) for proof in matter.undertaking.evidence]


def _course(blocks: Sequence[_Block]) -> Course:
    counts = Counter(day for block in blocks for day in block.dated)
    known = [day for block in blocks for day in block.days if day != UNDATED]
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
    group: Sequence[Matter], steps: Sequence[Step], sides: Iterable[Sides], events: Sequence[Event]
) -> Thread:
    counts = Counter(pillar for matter in group for pillar in matter.undertaking.pillars)
    names = [matter.undertaking.id for step in steps for matter in step.matters]
    return Thread(
        id=content_id("thread", *sorted(names)),
        label=_label(steps),
        pillars=tuple(sorted(counts, key=lambda pillar: (-counts[pillar], pillar))),
        countries=tuple(sorted({country for one in sides for country in one.countries})),
        undertakings=tuple(names),
        events=tuple(events),
        bodies=tuple(sorted({body for one in sides for body in one.bodies})),
    )


def _label(steps: Sequence[Step]) -> str:
    """What the last step undertakes, for all."""
    return steps[-1].first.undertaking.label
