"""What became of an undertaking from one meeting to the next."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from verbale.records.items import Event, Evidence, Level
from verbale.records.vocabulary import STRENGTHS, Strength, ThreadEvent
from verbale.stages.thread.dates import UNDATED, last_day, occasions_after
from verbale.stages.thread.types import Matter, Report

DONE: Literal["reported done"] = "reported done"

CHANGE_P = 0.7
"""Probability from which a step up or down in strength is told; below it an undertaking counts as repeated."""

DONE_P = 0.5
"""Probability from which an undertaking is told as done."""

RANKS: dict[Strength, int] = {
    "consider": 0,
    "discuss": 0,
    "intend": 1,
    "agree": 2,
    "commit": 2,
    "signed": 3,
    "reported done": 3,
}
"""Strengths that bind alike share a rank. A step of one rank beside `intend` is no change: what sides intend and what
they agree on is told apart too unsurely, and a wrong step in a history costs more than a missing one."""

BINDING = 2
"""Rank from which an undertaking binds. One that was signed and is agreed on again is no weaker."""

SILENT = 3
"""Occasions on which the same states met, after an undertaking was named last, from which it counts as silent."""


class Step(NamedTuple):
    """One meeting of a thread: the undertakings named there, the one that tells most first.

    Attributes:
        day: last day of the meeting (ISO), `UNDATED` when not known.
        date: date of the meeting as the record has it.
    """

    day: str
    date: str | None
    matters: tuple[Matter, ...]

    @property
    def first(self) -> Matter:
        """The undertaking that stands for the step."""
        return self.matters[0]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words of all undertakings of the step."""
        return tuple(sorted({e for matter in self.matters for e in matter.undertaking.evidence}))


class Course(NamedTuple):
    """What the meetings of the same states tell of time.

    Attributes:
        last: the last day of which an account was read.
        told: days of the occasions that were told at some length, in order.
        named: the last day on which something was said that may be of the undertaking, sure or not; empty when nothing.
    """

    last: str
    told: Sequence[Sequence[str]]
    named: str = ""


def events_of(
    steps: Sequence[Step], reports: Sequence[tuple[str, Report]], course: Course
) -> tuple[Event, ...]:
    """Tell the history of one thread.

    Args:
        steps: its meetings in the order of time.
        reports: days and statements that tell that it was carried out, in the order of time.
        course: of the meetings of the same states.
    """
    events: list[tuple[str, Event]] = []
    before: Step | None = None
    for step in steps:
        events.append((step.day, _step(before, step)))
        before = step
    done = [day for day, event in events if event.event == DONE]
    # What is undertaken again when it is reported as done, or later, goes on.
    ended = [(day, report) for day, report in reports if day > steps[-1].day]
    told = [] if done else [(day, _done(steps, day, report)) for day, report in ended[:1]]
    done += [day for day, _ in told]
    overdue = [] if done else _overdue(steps, course)
    silent = [] if done else _silent(steps, course)
    ordered = sorted(
        [*events, *told, *overdue, *silent], key=lambda pair: (pair[0], _LATER.get(pair[1].event, 0))
    )
    return tuple(event for _, event in ordered)


_LATER: dict[ThreadEvent, int] = {"overdue": 1, "silent": 2}


def _step(before: Step | None, now: Step) -> Event:
    """Name a step: what was done comes before figures, figures before strength."""
    event: ThreadEvent = "made" if before is None else "repeated"
    old: Level | None = None
    new: Level | None = None
    if _is_done(now):
        event = DONE
    elif before is not None:
        figures = _figures(before, now)
        change = _strength_change(before, now)
        if figures:
            old, new = figures
            event = "raised" if float(new.value) > float(old.value) else "lowered"
        elif change:
            old, new = Level(_strength(before)), Level(_strength(now))
            event = "strengthened" if change > 0 else "weakened"
        elif (due := _deadline(before)) and (anew := _deadline(now)) and due != anew:
            old, new = Level(due), Level(anew)
    return Event(
        date=now.date,
        event=event,
        undertaking=now.first.undertaking.id,
        before=old,
        after=new,
        evidence=now.evidence,
    )


def _is_done(step: Step) -> bool:
    return any(matter.undertaking.strength == DONE for matter in step.matters)


def _figures(before: Step, now: Step) -> tuple[Level, Level] | None:
    """The highest figures in a unit that both name, when they differ."""
    old, new = _highest(before), _highest(now)
    for unit in sorted(set(old) & set(new)):
        if old[unit] != new[unit]:
            return Level(old[unit], unit), Level(new[unit], unit)
    return None


def _highest(step: Step) -> dict[str, float]:
    found: dict[str, float] = {}
    for matter in step.matters:
        for value, unit in matter.figures:
            found[unit] = max(value, found.get(unit, value))
    return found


def _strength(step: Step) -> Strength:
    """The strength of the undertaking that stands for a step; of a proposal, what proposing comes to."""
    return step.first.undertaking.strength or "discuss"


def _strength_change(before: Step, now: Step) -> int:
    """1 up, -1 down, 0 when neither is probable; proposals have no strength to change."""
    if any(step.first.undertaking.act == "proposal" for step in (before, now)):
        return 0
    old, new = _by_rank(before), _by_rank(now)
    up = sum(p * q for a, p in enumerate(old) for b, q in enumerate(new) if _is_up(a, b))
    down = sum(
        p * q for a, p in enumerate(old) for b, q in enumerate(new) if a >= BINDING and b < BINDING - 1
    )
    return 1 if up >= CHANGE_P else -1 if down >= CHANGE_P else 0


def _is_up(old: int, new: int) -> bool:
    """Whether a step in rank is a change: to binding from what is not even intended, or to a signature."""
    return (new >= BINDING and old == 0) or (new > BINDING and old <= BINDING)


def _by_rank(step: Step) -> list[float]:
    """Probability of each rank, of the undertaking that stands for a step.

    It is what its quotes say in the mean; of several, half is the strongest that one of them surely says, as one
    account may tell of the signature and another of the agreement; and what people say where they edited it.
    """
    ranks = [0.0] * (max(RANKS.values()) + 1)
    told, strongest = step.first.aspect.strengths, step.first.undertaking.strength
    share = 1.0 if not told else 0.5 if len(step.first.undertaking.evidence) > 1 and strongest else 0.0
    if any(said.action == "edit" and said.field == "strength" for said in step.first.undertaking.judged):
        share = 1.0
    for strength, p in zip(STRENGTHS, told, strict=bool(told)):
        ranks[RANKS[strength]] += (1 - share) * p
    if strongest and share:
        ranks[RANKS[strongest]] += share
    return ranks


def _done(steps: Sequence[Step], day: str, report: Report) -> Event:
    """What another statement reports as done, after the last step before its day."""
    before = [step for step in steps if step.day <= day] or list(steps[:1])
    date = None if day == UNDATED else day
    return Event(
        date=date, event=DONE, undertaking=before[-1].first.undertaking.id, evidence=(report.evidence,)
    )


def _overdue(steps: Sequence[Step], course: Course) -> list[tuple[str, Event]]:
    """Deadlines that passed while they held and before the last account; a later one takes the place of the one before.

    A changed figure without a date of its own is a new aim, for which the old date no longer holds.
    """
    found = []
    for at, step in enumerate(steps):
        due = _deadline(step)
        if due is None or last_day(due) <= step.day:
            continue
        day = last_day(due)
        # The date holds until another is set, or until what is aimed at changes.
        until = next(
            (
                s.day
                for s, old in zip(steps[at + 1 :], steps[at:], strict=False)
                if _deadline(s) or _figures(old, s)
            ),
            course.last,
        )
        if day < course.last and day < until:
            event = Event(
                date=day,
                event="overdue",
                undertaking=step.first.undertaking.id,
                before=Level(due),
                evidence=tuple(
                    sorted(
                        {
                            e
                            for m in step.matters
                            if m.undertaking.deadline == due
                            for e in m.undertaking.evidence
                        }
                    )
                ),
            )
            found.append((day, event))
    return found


def _deadline(step: Step) -> str | None:
    """The last date by which undertakings of a step are to be fulfilled; a proposal binds nobody to its date."""
    dates = [
        m.undertaking.deadline
        for m in step.matters
        if m.undertaking.deadline and m.undertaking.act == "undertaking"
    ]
    return max(dates, key=last_day, default=None)


def _silent(steps: Sequence[Step], course: Course) -> list[tuple[str, Event]]:
    """Silence since the last step, when the same states met often enough since and much was told of it."""
    last = steps[-1]
    since = occasions_after(max(last.day, course.named), course.told)
    if last.day == UNDATED or len(since) < SILENT:
        return []
    day = since[-1][-1]
    event = Event(date=day, event="silent", undertaking=last.first.undertaking.id, evidence=last.evidence)
    return [(day, event)]
