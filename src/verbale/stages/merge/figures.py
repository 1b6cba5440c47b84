"""Figures and dates of an undertaking: its deadline, and the targets that it names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from verbale.lexicon.amounts import PERCENT
from verbale.lexicon.indicators import indicators, is_currency
from verbale.records.ids import content_id
from verbale.records.items import Change, Evidence, Meeting, Target
from verbale.records.reading import AmountMention, DateMention
from verbale.records.vocabulary import Bound, TargetStatus
from verbale.stages.merge.measures import Measure, all_measures, between
from verbale.stages.merge.types import Code, Statement

_CUT = {"day": 10, "month": 7}


class Aim(NamedTuple):
    """An amount of one statement, with what makes a target of it."""

    meeting: str | None
    indicator: str
    value: float
    unit: str
    status: TargetStatus
    hoped: bool
    bound: Bound | None
    change: Change | None
    by: str | None
    countries: tuple[str, ...]
    bodies: tuple[str, ...]
    evidence: Evidence

    @property
    def key(self) -> tuple[str | None, str, float, str, TargetStatus]:
        """What makes two amounts one target: everything but the date and the words."""
        return self.meeting, self.indicator, self.value, self.unit, self.status


def is_measure(amount: AmountMention) -> bool:
    """Whether an amount is told in the label of an undertaking: a currency (ISO 4217) or a share."""
    return is_currency(amount.unit) or amount.unit == PERCENT


def iso(mention: DateMention) -> str:
    """The last day of a date, cut to what is known of it: a day, a month, or else a year."""
    return mention.last.isoformat()[: _CUT.get(mention.precision, 4)]


def later_dates(statement: Statement, meeting: Meeting | None) -> list[DateMention]:
    """Dates in a statement that lie after its meeting; none when the date of the meeting is not known."""
    if meeting is None or meeting.date_start is None:
        return []
    held = meeting.date_end or meeting.date_start
    dates = [mention for mention in statement.mentions if isinstance(mention, DateMention)]
    return [mention for mention in dates if mention.last > date.fromisoformat(_full(held))]


def deadline_of(group: Iterable[Statement], meeting: Meeting | None) -> str | None:
    """The date to reach an undertaking by: the later date that most accounts give, of several the last."""
    holders: dict[str, set[str]] = defaultdict(set)
    for statement in group:
        for mention in later_dates(statement, meeting):
            holders[iso(mention)].add(statement.source)
    return max(holders, key=lambda when: (len(holders[when]), when), default=None)


def aims_of(group: Sequence[Statement], meeting: Meeting | None, code: Code | None, pillar: str) -> list[Aim]:
    """Every target and reading of a group, with the next later date in its statement."""
    when = (meeting.date_end or meeting.date_start) if meeting else None
    held = date.fromisoformat(_full(when)) if when else None
    return [
        _aim(statement, meeting, measure) for statement, measure in all_measures(group, code, pillar, held)
    ]


def _aim(statement: Statement, meeting: Meeting | None, measure: Measure) -> Aim:
    reached = measure.stance == "reached"
    countries = between(statement, meeting.countries if meeting else ())
    of_meeting = meeting is not None and set(countries) == set(meeting.countries)
    return Aim(
        statement.meeting,
        measure.indicator,
        measure.value,
        measure.unit,
        "reached" if reached else "target",
        measure.stance == "hope",
        measure.amount.bound,
        measure.change,
        None if reached else _date_for(measure.amount, later_dates(statement, meeting)),
        countries,
        tuple(sorted(meeting.bodies)) if meeting and of_meeting else (),
        statement.evidence,
    )


def targets_from(aims: Iterable[Aim]) -> dict[tuple[object, ...], Target]:
    """Make one target of all aims with one key, with all their quotes."""
    by_key: dict[tuple[object, ...], list[Aim]] = defaultdict(list)
    for aim in aims:
        by_key[aim.key].append(aim)
    return {key: _target(group) for key, group in by_key.items()}


def _target(aims: list[Aim]) -> Target:
    first = min(aims, key=lambda aim: aim.evidence)
    evidence = tuple(sorted({aim.evidence for aim in aims}))
    places = [part for e in evidence for part in (e.source, e.start, e.end)]
    dates = sorted({aim.by for aim in aims if aim.by})
    told = Counter((aim.countries, aim.bodies) for aim in aims)
    bounds = sorted(aim.bound for aim in aims if aim.bound)
    countries, bodies = min(told, key=lambda sides: (-told[sides], sides))
    changes = [aim.change for aim in sorted(aims, key=lambda aim: aim.evidence) if aim.change]
    return Target(
        id=content_id("target", first.value, first.unit, first.status, *places),
        indicator=first.indicator,
        value=first.value,
        unit=first.unit,
        by=dates[-1] if dates else None,
        countries=countries,
        meeting=first.meeting,
        status=first.status,
        evidence=evidence,
        hoped=all(aim.hoped for aim in aims),
        bound=bounds[0] if bounds else None,
        change=changes[0] if changes else None,
        series=series_of(first.indicator, first.unit, (*countries, *bodies)),
        bodies=bodies,
    )


def series_of(indicator: str, unit: str, sides: Sequence[str]) -> str | None:
    """The id that targets and readings of one indicator, unit and set of states and organisations share.

    None for an indicator that no word named: it stands for a kind of undertaking, not for one thing that is counted.
    """
    if not sides or indicator not in {known.label for known in indicators().values()}:
        return None
    return content_id("series", indicator, unit, *sides)


def _date_for(amount: AmountMention, dates: list[DateMention]) -> str | None:
    """The first date after an amount, else the last before it."""
    after = [mention for mention in dates if mention.start >= amount.end]
    chosen = min(after, key=lambda m: m.start) if after else max(dates, key=lambda m: m.start, default=None)
    return iso(chosen) if chosen else None


def _full(when: str) -> str:
    """An ISO date of a year or month as its last certain day, for comparing."""
    return when + "-12-31"[len(when) - 4 :] if len(when) == 4 else when + "-28" if len(when) == 7 else when
